/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_ask.c - questions: typed fields, answers with where they lead, tables with what to look for.
 */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"
#include "rules/words.h"

#include <string.h>

void load_pending(struct rule_loader *rl, struct pending_target target)
{
    struct pending_target *p =
        arena_grow(rl->l->arena, &rl->pending, rl->pending_count++, &rl->pending_cap, sizeof *p);
    *p = target;
}

void load_optional_days(struct loader *l, const struct ynode *n, int *out)
{
    if (n && ynode_days(n, out, l->diags) == 0 && *out == 0)
        diag_stricter(l->diags, n->pos, "\"%s\": 0 days is no time: say 1 day or more", n->key);
}

const struct ykey field_keys[] = {
    {"type", YKEY_REQUIRED | YKEY_SCALAR, "text, url, date, time, number, yes/no, table or roster"},
    {"title", YKEY_SCALAR, "how the field is called in letters"},
    {"optional", YKEY_SCALAR, "true where it may be left out"},
    {0},
};

static const char *load_type(struct loader *l, const struct ynode *n)
{
    int which = vocabulary_index(field_type_words, n->text);

    if (strcmp(n->text, "roster") == 0 && !l->programme->roster_from)
        diag_error(l->diags, n->pos, "who may send lists of people? Say roster_from: ROLE");
    if (which >= 0)
        return field_type_words[which];
    unknown_word(l, n->pos, "type", n->text, field_type_words);
    return NULL;
}

static bool is_plural(const char *word, const char *role)
{
    size_t len = strlen(role);

    return strncmp(word, role, len) == 0 && strcmp(word + len, "s") == 0;
}

void load_answer_name(struct loader *l, const char *name, struct pos pos)
{
    bool taken = vocabulary_index(letter_words, name) >= 0 || strcmp(name, "responsible") == 0;

    for (const char **role = l->programme->roles; *role; role++)
        taken |= strcmp(*role, name) == 0 || is_plural(name, *role);
    if (*name < 'a' || *name > 'z' ||
        name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] != '\0')
        diag_warning(
            l->diags, pos,
            "letters could not speak of \"%s\": a name is one word in small letters, with _ "
            "or -, such as next_meeting (\"title:\" says it as people read it)",
            name);
    else if (taken)
        diag_stricter(l->diags, pos,
                      "{{%s}} means something else in letters: call this answer otherwise", name);
}

/* "mentor_link: url", or a map with title and optional. */
static void load_field(struct loader *l, const struct ynode *n, struct ask_field *out)
{
    const struct ynode *type, *title, *optional;

    out->name = out->title = n->key;
    load_answer_name(l, n->key, n->key_pos);
    if (n->kind == YNODE_SCALAR) {
        out->type = load_type(l, n);
        return;
    }
    if (!check_keys(l, n, field_keys, "a field"))
        return;
    if ((type = part_of(n, field_keys, "type")))
        out->type = load_type(l, type);
    if ((title = part_of(n, field_keys, "title")))
        out->title = title->text;
    if ((optional = part_of(n, field_keys, "optional")))
        ynode_bool(optional, &out->optional, l->diags);
}

static void load_fields(struct loader *l, const struct ynode *n, struct step *s)
{
    if (!n)
        return;
    s->fields = arena_array(l->arena, n->count ? n->count : 1, sizeof *s->fields);
    for_each_child (one, n)
        load_field(l, one, &s->fields[s->fields_count++]);
}

static void load_answers(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    if (!n)
        return;
    s->branches = arena_array(rl->l->arena, n->count ? n->count : 1, sizeof *s->branches);
    for_each_child (one, n) {
        s->branches[s->branches_count].answer = one->key;
        s->branches[s->branches_count].pos = one->key_pos;
        load_pending(rl, (struct pending_target){.node = one,
                                                 .step = rl->rule->steps_count - 1,
                                                 .which = TARGET_BRANCH,
                                                 .branch = s->branches_count++});
    }
}

static bool asks_for_table(const struct step *s)
{
    for (size_t i = 0; i < s->fields_count; i++)
        if (s->fields[i].type && strcmp(s->fields[i].type, "table") == 0)
            return true;
    return false;
}

static void load_flags(struct loader *l, const struct ynode *n, struct step *s)
{
    if (!n)
        return;
    if (!asks_for_table(s))
        diag_error(l->diags, n->key_pos,
                   "\"flag\" looks into a table, and none is asked for: add "
                   "a field of type table");
    s->flags = arena_array(l->arena, n->count ? n->count : 1, sizeof *s->flags);
    for_each_child (one, n) {
        struct table_flag *f = &s->flags[s->flags_count++];
        size_t count;
        f->column = one->key;
        f->values = ynode_strings(l->arena, one, &count, l->diags);
    }
}

void load_expired(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *expired = part_of(n, step_keys, "expired");

    s->expired = STEP_END;
    s->expired_pos = expired ? expired->key_pos : (struct pos){0};
    if (expired)
        load_pending(rl, (struct pending_target){.node = expired,
                                                 .step = rl->rule->steps_count - 1,
                                                 .which = TARGET_EXPIRED});
}

void load_ask(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *remind = part_of(n, step_keys, "remind"),
                       *deputy = part_of(n, step_keys, "deputy");
    struct loader *l = rl->l;

    load_fields(l, part_of(n, step_keys, "fields"), s);
    load_answers(rl, part_of(n, step_keys, "answers"), s);
    load_flags(l, part_of(n, step_keys, "flag"), s);
    load_optional_days(l, remind, &s->remind_days);
    if (!s->fields_count && !s->branches_count)
        diag_error(l->diags, s->pos, "what does it ask? Add \"answers:\" or \"fields:\"");
    if (remind && s->remind_days >= s->wait_days && s->wait_days)
        diag_error(l->diags, remind->pos,
                   "a reminder after %d %s comes too late: the wait is %d %s", s->remind_days,
                   days_word(s->remind_days), s->wait_days, days_word(s->wait_days));
    if (deputy)
        s->deputy = load_role(l, deputy->text, deputy->pos);
    load_expired(rl, n, s);
}
