/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_words.c - the phrases of the language: who is meant, on what condition, and
 * at what time of day. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct pos scalar_pos(const struct ynode *n, size_t offset)
{
    struct pos pos = n->pos;

    for (size_t i = 0; i < offset; i++)
        if (((unsigned char)n->text[i] & 0xC0) != 0x80)
            pos.column++;
    pos.column += n->quoted;
    return pos;
}

bool check_keys(struct loader *l, const struct ynode *node, const struct ykey *keys,
                const char *what)
{
    ynode_check(node, keys, what, l->diags);
    return node->kind == YNODE_MAP;
}

const struct ynode *part_of(const struct ynode *map, const struct ykey *keys, const char *key)
{
    static const unsigned kinds[] = {
        [YNODE_SCALAR] = YKEY_SCALAR, [YNODE_LIST] = YKEY_LIST, [YNODE_MAP] = YKEY_MAP};
    const struct ynode *n = ynode_get(map, key);

    while (keys->name && strcmp(keys->name, key) != 0)
        keys++;
    return n && keys->flags & kinds[n->kind] ? n : NULL;
}

static const char *join_words(struct arena *a, const char *const *words)
{
    const char *all = "";

    for (; *words; words++)
        all = arena_printf(a, "%s%s%s", all, *all ? ", " : "", *words);
    return all;
}

void unknown_word(struct loader *l, struct pos pos, const char *what, const char *word,
                  const char *const *candidates)
{
    const char *near = nearest_word(word, candidates);

    if (near)
        diag_error(l->diags, pos, "unknown %s \"%s\": did you mean \"%s\"?", what, word, near);
    else if (*candidates)
        diag_error(l->diags, pos, "unknown %s \"%s\": there is %s", what, word,
                   join_words(l->arena, candidates));
    else
        diag_error(l->diags, pos, "unknown %s \"%s\": there is none yet", what, word);
}

static const char *pick(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return *words;
    return NULL;
}

const char *load_role(struct loader *l, const char *word, struct pos pos)
{
    const char *role = pick(word, l->programme->roles);

    if (!role)
        unknown_word(l, pos, "role", word, l->programme->roles);
    return role;
}

const char *load_status(struct loader *l, const char *word, struct pos pos)
{
    const char *status = pick(word, status_words);

    if (!status)
        unknown_word(l, pos, "status", word, status_words);
    return status;
}

/* ---- words of a phrase ----------------------------------------------------- */

#define MOST_WORDS 24

struct phrase {
    const struct ynode *node;
    char *words[MOST_WORDS + 1]; /* NULL-ended */
    size_t at[MOST_WORDS];       /* where in the scalar */
    size_t count;
};

static int split_phrase(struct loader *l, const struct ynode *n, struct phrase *out)
{
    const char *p = n->text;

    *out = (struct phrase){.node = n};
    for (p += strspn(p, " "); *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        if (out->count == MOST_WORDS) {
            diag_error(l->diags, n->pos, "this is too long to be understood");
            return -1;
        }
        out->at[out->count] = (size_t)(p - n->text);
        out->words[out->count++] = arena_strndup(l->arena, p, len);
        p += len;
    }
    return 0;
}

static struct pos word_pos(const struct phrase *p, size_t i)
{
    return scalar_pos(p->node, p->count ? p->at[i < p->count ? i : p->count - 1] : 0);
}

static bool word_is(const struct phrase *p, size_t i, const char *word)
{
    return i < p->count && strcmp(p->words[i], word) == 0;
}

/* ---- whom ------------------------------------------------------------------ */

/* "mentors" is the role mentor; an irregular plural may be the role itself. */
static const char *plural_role(struct loader *l, const struct phrase *p, size_t i)
{
    const char **roles = l->programme->roles;
    const char *plurals[64];
    size_t count = 0;

    if (i >= p->count) {
        diag_error(l->diags, word_pos(p, i), "\"all\" whom? Say \"all mentors\", for instance");
        return NULL;
    }
    for (; roles[count] && count < 63; count++) {
        plurals[count] = arena_printf(l->arena, "%ss", roles[count]);
        if (strcmp(plurals[count], p->words[i]) == 0 || strcmp(roles[count], p->words[i]) == 0)
            return roles[count];
    }
    plurals[count] = NULL;
    unknown_word(l, word_pos(p, i), "role", p->words[i], plurals);
    return NULL;
}

static int load_all(struct loader *l, const struct phrase *p, struct audience *out)
{
    size_t i = 1;

    out->kind = TO_ALL;
    if ((out->matched = word_is(p, i, "matched")))
        i++;
    out->role = plural_role(l, p, i);
    if (out->role && i + 1 < p->count) {
        diag_error(l->diags, word_pos(p, i + 1), "\"%s\" is one word too many: it ends at the role",
                   p->words[i + 1]);
        return -1;
    }
    return out->role ? 0 : -1;
}

static int load_via(struct loader *l, const struct phrase *p, struct audience *out)
{
    char *word = arena_strdup(l->arena, p->words[0]);

    word[strlen(word) - 2] = '\0';
    out->kind = TO_ROLE;
    out->via = load_role(l, word, word_pos(p, 0));
    out->role = load_role(l, p->words[1], word_pos(p, 1));
    return out->via && out->role ? 0 : -1;
}

static bool is_possessive(const char *word)
{
    size_t len = strlen(word);
    return len > 2 && strcmp(word + len - 2, "'s") == 0;
}

static int load_one_audience(struct loader *l, const struct ynode *n, struct audience *out)
{
    struct phrase p;

    if (n->kind != YNODE_SCALAR || !*n->text) {
        diag_error(l->diags, n->pos,
                   "who is meant? A role, \"responsible\", \"mentor's "
                   "coordinator\" or \"all mentors\", for instance");
        return -1;
    }
    if (split_phrase(l, n, &p) < 0)
        return -1;
    out->pos = n->pos;
    if (word_is(&p, 0, "all"))
        return load_all(l, &p, out);
    if (p.count == 2 && is_possessive(p.words[0]))
        return load_via(l, &p, out);
    if (p.count == 1 && word_is(&p, 0, "responsible")) {
        out->kind = TO_RESPONSIBLE;
        return 0;
    }
    out->kind = TO_ROLE;
    out->role = load_role(l, n->text, n->pos);
    return out->role ? 0 : -1;
}

int load_audience(struct rule_loader *rl, const struct ynode *n, struct audience **out,
                  size_t *count)
{
    struct loader *l = rl->l;
    size_t wanted = n->kind == YNODE_LIST ? n->count : 1;
    int result = 0;

    *out = arena_array(l->arena, wanted ? wanted : 1, sizeof **out);
    *count = 0;
    if (n->kind != YNODE_LIST)
        return load_one_audience(l, n, &(*out)[(*count)++]);
    if (!wanted) {
        diag_error(l->diags, n->pos, "this list is empty: nobody is meant");
        return -1;
    }
    for_each_child (one, n)
        if (load_one_audience(l, one, &(*out)[(*count)++]) < 0)
            result = -1;
    return result;
}

/* ---- if -------------------------------------------------------------------- */

#define CONDITIONS                                                                                 \
    "say \"responsible is ROLE\", \"ROLE.status is VALUE\", \"answer NAME is VALUE\", "            \
    "\"RULE within N days\", \"has ROLE\" or \"planned MEETING\", each with or without \"not\""

static const char *join_from(struct loader *l, const struct phrase *p, size_t from, size_t to)
{
    const char *text = "";

    for (size_t i = from; i < to; i++)
        text = arena_printf(l->arena, "%s%s%s", text, *text ? " " : "", p->words[i]);
    return text;
}

static int cond_within(struct loader *l, const struct phrase *p, size_t from, struct cond *c)
{
    char *end;
    long days = strtol(p->words[from + 2], &end, 10);
    static const char *const units[] = {"day", "days", "week", "weeks", NULL};
    int unit = vocabulary_index(units, p->words[from + 3]);
    int factor = unit < 0 ? 0 : unit >= 2 ? 7 : 1;

    c->kind = COND_RULE_WITHIN;
    c->name = pick(p->words[from], l->rule_names);
    if (!c->name) {
        unknown_word(l, word_pos(p, from), "rule", p->words[from], l->rule_names);
        return -1;
    }
    if (*end || days < 1 || days > 62 || !factor || days * factor > 62) {
        diag_error(l->diags, word_pos(p, from + 2),
                   "\"within\" takes 1 to 62 days: \"%s within 14 days\"", c->name);
        return -1;
    }
    c->days = (int)days * factor;
    return 0;
}

static int cond_field(struct loader *l, const struct phrase *p, size_t from, struct cond *c)
{
    static const char *const fields[] = {"status", "language", "zone", "away", NULL};
    char *word = arena_strdup(l->arena, p->words[from]);
    char *dot = strchr(word, '.');
    struct pos pos = word_pos(p, from);

    *dot = '\0';
    c->kind = COND_ROLE_FIELD_IS;
    c->name = load_role(l, word, pos);
    c->field = pick(dot + 1, fields);
    pos.column += (int)(dot + 1 - word);
    if (!c->field)
        unknown_word(l, pos, "field of a person", dot + 1, fields);
    else if (strcmp(c->field, "status") == 0 && !load_status(l, c->value, word_pos(p, p->count)))
        return -1;
    return c->name && c->field ? 0 : -1;
}

/* "WHAT is VALUE", where WHAT is one word, or two with "answer" before it. */
static int cond_is(struct loader *l, const struct phrase *p, size_t from, size_t to, struct cond *c)
{
    size_t is = word_is(p, from, "answer") ? from + 2 : from + 1;
    size_t value = is + 1;

    if (value < to && word_is(p, value, "not")) {
        c->negated = !c->negated;
        value++;
    }
    if (value >= to || !word_is(p, is, "is")) {
        diag_error(l->diags, word_pos(p, from), "this condition is not understood: " CONDITIONS);
        return -1;
    }
    c->value = join_from(l, p, value, to);
    if (is == from + 2) {
        c->kind = COND_ANSWER_IS;
        c->name = p->words[from + 1];
        return 0;
    }
    if (word_is(p, from, "responsible")) {
        c->kind = COND_RESPONSIBLE_IS;
        c->name = load_role(l, c->value, word_pos(p, value));
        return c->name ? 0 : -1;
    }
    if (strchr(p->words[from], '.'))
        return cond_field(l, p, from, c);
    diag_error(l->diags, word_pos(p, from), "\"%s\" is not something to ask about: " CONDITIONS,
               p->words[from]);
    return -1;
}

static int load_cond(struct loader *l, const struct phrase *p, size_t from, size_t to,
                     struct cond *c)
{
    c->pos = word_pos(p, from);
    c->text = join_from(l, p, from, to);
    if (word_is(p, from, "not") && from < to) {
        c->negated = true;
        from++;
    }
    if (to - from == 2 && word_is(p, from, "has")) {
        c->kind = COND_HAS;
        c->name = load_role(l, p->words[from + 1], word_pos(p, from + 1));
        return c->name ? 0 : -1;
    }
    if (to - from == 2 && word_is(p, from, "planned")) {
        struct ynode name = {.text = p->words[from + 1], .pos = word_pos(p, from + 1)};
        const struct meeting *m = load_meeting_name(l, &name);
        c->kind = COND_PLANNED;
        c->name = m ? m->name : NULL;
        return m ? 0 : -1;
    }
    if (to - from == 4 && word_is(p, from + 1, "within"))
        return cond_within(l, p, from, c);
    if (to > from)
        return cond_is(l, p, from, to, c);
    diag_error(l->diags, c->pos, "a condition is missing here: " CONDITIONS);
    return -1;
}

int load_conds(struct loader *l, const struct ynode *n, struct cond **out, size_t *count)
{
    struct phrase p;
    size_t cap = 0;
    int result = 0;

    *count = 0;
    if (split_phrase(l, n, &p) < 0)
        return -1;
    for (size_t from = 0, to; from <= p.count; from = to + 1) {
        for (to = from; to < p.count && !word_is(&p, to, "and"); to++)
            continue;
        struct cond *c = arena_grow(l->arena, out, (*count)++, &cap, sizeof **out);
        if (load_cond(l, &p, from, to, c) < 0)
            result = -1;
    }
    return result;
}

/* ---- times of day ---------------------------------------------------------- */

/* What "9:00", "10.30", "14h30" or "2 pm" will mean, in minutes; -1. */
static int time_meant(const char *text)
{
    const char *s = text + strcspn(text, "0123456789");
    char *end;
    long hour = strtol(s, &end, 10), minute = 0;

    if (end == s || end - s > 2)
        return -1;
    if (*end && strchr(":.hH", *end) && isdigit((unsigned char)end[1]))
        minute = strtol(end + 1, &end, 10);
    end += strspn(end, " ");
    if (!strncasecmp(end, "pm", 2) || !strncasecmp(end, "p.m", 3))
        hour += hour < 12 ? 12 : 0;
    else if (!strncasecmp(end, "am", 2) || !strncasecmp(end, "a.m", 3))
        hour = hour == 12 ? 0 : hour;
    return hour < 24 && minute < 60 ? (int)(hour * 60 + minute) : -1;
}

int load_clock(struct loader *l, const struct ynode *n)
{
    int minute = clock_parse(n->text), meant = time_meant(n->text);

    if (minute >= 0)
        return minute;
    if (meant >= 0)
        diag_error(l->diags, n->pos, "\"%s\" is no time of day: did you mean \"%02d:%02d\"?",
                   n->text, meant / 60, meant % 60);
    else
        diag_error(l->diags, n->pos, "\"%s\" is no time of day: say \"09:00\"", n->text);
    return -1;
}
