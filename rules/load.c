/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/load.h"
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LATE_DAYS   7   /* a case that comes later than that is not begun, unless said */
#define MAX_PER_RUN 500 /* cases of one occurrence; more wait for the admin, unless said */

const struct ykey programme_keys[] = {
    {"programme", YKEY_REQUIRED | YKEY_SCALAR, "its short name, that of its folder"},
    {"title", YKEY_REQUIRED | YKEY_SCALAR, "its name as people read it"},
    {"timezone", YKEY_REQUIRED | YKEY_SCALAR, "an IANA zone: America/New_York"},
    {"sending_hours", YKEY_MAP, "when letters may go out, by the clock of who receives them"},
    {"one_letter_a_day", YKEY_SCALAR, "false: letters don't wait for another day"},
    {"roles", YKEY_REQUIRED | YKEY_LIST, "what people are: [mentor, mentee, coordinator]"},
    {"links", YKEY_MAP, "who belongs to whom: responsible and match"},
    {"roster_from", YKEY_SCALAR | YKEY_LIST, "the roles from whom lists of people are taken"},
    {"urgent", YKEY_MAP, "phrases that reach people at once"},
    {"suggest", YKEY_MAP, "phrases that propose a command to whoever is responsible"},
    {"meetings", YKEY_MAP, "the meetings, each under its name"},
    {"rules", YKEY_REQUIRED | YKEY_MAP, "the rules, each under its name"},
    {"gone", YKEY_MAP, "rules that were taken away, and that their cases end: check-in: end"},
    {0},
};

const struct ykey rule_keys[] = {
    {"trigger", YKEY_REQUIRED | YKEY_SCALAR | YKEY_MAP, "when a case begins"},
    {"for", YKEY_REQUIRED | YKEY_SCALAR, "whom a case is about: a role, match or programme"},
    {"if", YKEY_SCALAR, "conditions without which no case begins"},
    {"until", YKEY_SCALAR | YKEY_LIST,
     "what ends a case early: reply, marked left, planned or after first-meeting"},
    {"overlap", YKEY_SCALAR, "when the last case still runs: skip, replace or queue"},
    {"late", YKEY_SCALAR, "what if its time was missed: send within 7 days, skip, ask"},
    {"max_per_run", YKEY_SCALAR, "more cases at once than that wait for the admin"},
    {"steps", YKEY_REQUIRED | YKEY_LIST, "what is done, in order"},
    {"blocks", YKEY_MAP, "named steps that answers lead to"},
    {"was", YKEY_SCALAR, "the name that it had before: its cases go on here"},
    {"gone", YKEY_MAP,
     "steps that were taken away, and where who stands there goes: a step or end"},
    {0},
};

/* ---- sending hours --------------------------------------------------------- */

static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

static int day_of(const char *word, size_t len)
{
    for (int i = 0; days[i]; i++)
        if (len == 3 && strncmp(days[i], word, 3) == 0)
            return i;
    return -1;
}

/* "mon" or "mon-sat", which may go over the weekend. */
static unsigned load_days_word(struct loader *l, const char *word, struct pos pos)
{
    const char *dash = strchr(word, '-');
    int first = day_of(word, dash ? (size_t)(dash - word) : strlen(word));
    int last = dash ? day_of(dash + 1, strlen(dash + 1)) : first;
    unsigned mask = 0;

    if (first < 0 || last < 0) {
        diag_error(l->diags, pos, "\"%s\" is no day: say mon, tue, ... or mon-sat", word);
        return 0;
    }
    for (int i = first;; i = (i + 1) % 7) {
        mask |= 1u << i;
        if (i == last)
            return mask;
    }
}

const struct ykey hours_keys[] = {
    {"on", YKEY_SCALAR | YKEY_LIST, "the days: mon-sat, or [mon, wed]"},
    {"from", YKEY_REQUIRED | YKEY_SCALAR, "\"08:00\""},
    {"to", YKEY_REQUIRED | YKEY_SCALAR, "\"20:00\""},
    {0},
};

/* The end of a day has a name of its own here. */
static int load_hour(struct loader *l, const struct ynode *n)
{
    return strcmp(n->text, "24:00") == 0 ? 24 * 60 : load_clock(l, n);
}

static void load_hours(struct loader *l, const struct ynode *n, struct sending_hours *out)
{
    const struct ynode *on, *at;
    const char **words;
    size_t count;

    *out = (struct sending_hours){.days = 0x7f, .from = 0, .to = 24 * 60};
    if (!n || ynode_check(n, hours_keys, "sending_hours", l->diags) < 0)
        return;
    out->from = load_hour(l, ynode_get(n, "from"));
    out->to = load_hour(l, ynode_get(n, "to"));
    if (out->from >= 0 && out->to >= 0 && out->from >= out->to)
        diag_error(l->diags, n->pos, "no letter could ever go out: \"from\" is not before \"to\"");
    if (!(on = ynode_get(n, "on")) || !(words = ynode_strings(l->arena, on, &count, l->diags)))
        return;
    out->days = 0;
    at = on->kind == YNODE_LIST ? on->first : on;
    for (size_t i = 0; i < count; i++, at = at->next)
        out->days |= load_days_word(l, words[i], at->pos);
    if (!count)
        diag_error(l->diags, on->pos, "no letter could ever go out: there is no day");
}

/* ---- roles and links ------------------------------------------------------- */

static void check_role_name(struct loader *l, const char *const *roles, size_t i, struct pos pos)
{
    static const char *const taken[] = {"all", "responsible", "match", "flagged", NULL};

    for (const char *c = roles[i]; *c; c++) {
        if (islower((unsigned char)*c) ||
            (c > roles[i] && (*c == '_' || isdigit((unsigned char)*c))))
            continue;
        diag_error(l->diags, pos, "a role is one word in small letters: \"%s\" is not", roles[i]);
        return;
    }
    if (vocabulary_index(taken, roles[i]) >= 0 || vocabulary_index(letter_words, roles[i]) >= 0)
        diag_stricter(l->diags, pos,
                      "a role can't be called \"%s\": that word has a meaning already", roles[i]);
    for (size_t j = 0; j < i; j++)
        if (strcmp(roles[j], roles[i]) == 0)
            diag_error(l->diags, pos, "the role \"%s\" is there already", roles[i]);
}

static void load_roles(struct loader *l, const struct ynode *n)
{
    size_t count = 0;
    const struct ynode *at = n->first;
    const char **roles = ynode_strings(l->arena, n, &count, l->diags);

    if (!roles)
        return;
    l->programme->roles = roles;
    if (!count)
        diag_error(l->diags, n->pos, "a programme needs roles: [mentor, mentee], for instance");
    for (size_t i = 0; i < count; i++, at = at->next)
        check_role_name(l, l->programme->roles, i, at->pos);
}

const struct ykey link_keys[] = {
    {"responsible", YKEY_MAP, "who stays in touch with this role"},
    {"match", YKEY_MAP, "which two roles are matched with each other"},
    {"answers_to", YKEY_MAP, "whose agreement people of this role need: member: director"},
    {0},
};

/* "coordinator", or "mentor's coordinator" for those without a link of their own. */
static void load_link(struct loader *l, const struct ynode *from, const struct ynode *n,
                      const char *kind, struct link_rule *out)
{
    const char *mark = n->kind == YNODE_SCALAR ? strstr(n->text, "'s ") : NULL;
    size_t len = mark ? (size_t)(mark - n->text) : 0;

    out->kind = kind;
    out->from = load_role(l, from->key, from->key_pos);
    if (n->kind != YNODE_SCALAR) {
        diag_error(l->diags, n->pos, "a link goes from a role to a role: \"mentor: coordinator\"");
        return;
    }
    if (mark)
        out->via = load_role(l, arena_strndup(l->arena, n->text, len), n->pos);
    out->to = load_role(l, mark ? mark + 3 : n->text, scalar_pos(n, mark ? len + 3 : 0));
    if (mark && strcmp(kind, "responsible") != 0)
        diag_error(l->diags, n->pos, "this link goes straight from role to role");
}

static void check_matches(struct loader *l, const struct ynode *n)
{
    const struct ynode *match = ynode_get(n, "match");

    if (match && match->count > 1)
        diag_error(l->diags, match->first->next->key_pos,
                   "a programme matches two roles with each other, no more");
}

static void load_links(struct loader *l, const struct ynode *n)
{
    struct programme *p = l->programme;
    size_t cap = 0;
    bool complete = true;

    if (!n || ynode_check(n, link_keys, "links", l->diags) < 0)
        return;
    for_each_child (kind, n) {
        for_each_child (one, kind) {
            /* people answer to one of several: their director or their supervisor */
            bool several = one->kind == YNODE_LIST && strcmp(kind->key, "answers_to") == 0;
            for (const struct ynode *to = several ? one->first : one; to;
                 to = several ? to->next : NULL) {
                struct link_rule *link =
                    arena_grow(l->arena, &p->links, p->links_count++, &cap, sizeof *link);
                load_link(l, one, to, kind->key, link);
                complete &= link->from && link->to;
            }
        }
    }
    if (!complete) /* the checks that follow links would only repeat what is wrong here */
        p->links_count = 0;
    check_matches(l, n);
}

static void load_roster_from(struct loader *l, const struct ynode *n)
{
    const struct ynode *at = n && n->kind == YNODE_LIST ? n->first : n;
    size_t count = 0;
    const char **roles = n ? ynode_strings(l->arena, n, &count, l->diags) : NULL;

    l->programme->roster_from = roles;
    for (size_t i = 0; roles && i < count; i++, at = at->next)
        load_role(l, roles[i], at->pos);
}

/* ---- phrases --------------------------------------------------------------- */

const struct ykey urgent_keys[] = {
    {"also_tell", YKEY_SCALAR, "a role that hears of it besides who is responsible"},
    {"phrases", YKEY_REQUIRED | YKEY_LIST, "the phrases"},
    {0},
};

static struct pos phrase_pos(const struct ynode *list, size_t i)
{
    for_each_child (item, list)
        if (!i--)
            return item->pos;
    return list->pos;
}

static void load_urgent(struct loader *l, const struct ynode *n)
{
    static const char *none[] = {NULL};
    const struct ynode *also, *phrases;
    size_t count;

    l->programme->urgent = none;
    if (!n || ynode_check(n, urgent_keys, "urgent", l->diags) < 0)
        return;
    if ((also = ynode_get(n, "also_tell")))
        l->programme->urgent_role = load_role(l, also->text, also->pos);
    phrases = ynode_get(n, "phrases");
    l->programme->urgent = ynode_strings(l->arena, phrases, &count, l->diags);
    if (!l->programme->urgent)
        return;
    l->programme->urgent_at = arena_array(l->arena, count + 1, sizeof(struct pos));
    for (size_t i = 0; i < count; i++)
        l->programme->urgent_at[i] = phrase_pos(phrases, i);
}

const struct ykey suggest_keys[] = {
    {"follow-up", YKEY_SCALAR | YKEY_LIST, "phrases that propose a follow-up"},
    {"mentee-silent", YKEY_SCALAR | YKEY_LIST, "phrases that say that a mentee is silent"},
    {0},
};

static void load_suggest(struct loader *l, const struct ynode *n)
{
    size_t used = 0, cap = 0, at_cap = 0, count;

    l->programme->suggest_phrases = arena_array(l->arena, 1, sizeof(char *));
    if (!n || ynode_check(n, suggest_keys, "suggest", l->diags) < 0)
        return;
    for_each_child (command, n) {
        const char **phrases = ynode_strings(l->arena, command, &count, l->diags);
        for (size_t i = 0; phrases && i < count; i++) {
            const char **slot;
            slot = arena_grow(l->arena, &l->programme->suggest_phrases, used++, &cap, sizeof *slot);
            *slot = phrases[i];
            slot = arena_grow(l->arena, &l->programme->suggest_phrases, used++, &cap, sizeof *slot);
            *slot = command->key;
            struct pos *at = arena_grow(l->arena, &l->programme->suggest_at,
                                        l->programme->suggest_count++, &at_cap, sizeof *at);
            *at = phrase_pos(command, i);
        }
    }
    arena_grow(l->arena, &l->programme->suggest_phrases, used, &cap, sizeof(char *));
}

/* ---- a rule ---------------------------------------------------------------- */

void load_subject(struct loader *l, const struct ynode *n, struct rule *r)
{
    const char *candidates[66] = {"match", "programme"};

    r->subject = FOR_ROLE;
    if (strcmp(n->text, "programme") == 0) {
        r->subject = FOR_PROGRAMME;
    } else if (strcmp(n->text, "match") == 0) {
        r->subject = FOR_MATCH;
        if (!programme_match(l->programme))
            diag_error(l->diags, n->pos, "nobody is matched in this programme: see \"links:\"");
    } else if (programme_has_role(l->programme, n->text)) {
        r->role = n->text;
    } else {
        for (size_t i = 0; l->programme->roles[i] && i < 63; i++)
            candidates[2 + i] = l->programme->roles[i];
        unknown_word(l, n->pos, "subject", n->text, candidates);
    }
}

/* Adds the meeting that the word names behind `prefix`. */
static void load_until_meeting(struct loader *l, const struct ynode *n, size_t prefix,
                               const char **meetings)
{
    struct ynode name = *n;
    const struct meeting *m;
    size_t count = 0;

    name.text = n->text + prefix;
    name.pos = scalar_pos(n, prefix);
    m = load_meeting_name(l, &name);
    while (meetings[count])
        count++;
    meetings[count] = m ? m->name : NULL;
}

static void load_until_word(struct loader *l, const struct ynode *n, struct rule *r, size_t *marks)
{
    if (n->kind != YNODE_SCALAR) {
        diag_error(l->diags, n->pos, "\"until\" takes words: [reply, marked left]");
    } else if (strcmp(n->text, "reply") == 0) {
        r->until_reply = true;
    } else if (strncmp(n->text, "reply from ", 11) == 0) {
        r->until_reply = true;
        r->until_role = load_role(l, n->text + 11, scalar_pos(n, 11));
    } else if (strncmp(n->text, "marked ", 7) == 0) {
        r->until_marked[(*marks)++] = load_status(l, n->text + 7, scalar_pos(n, 7));
    } else if (strncmp(n->text, "planned ", 8) == 0) {
        load_until_meeting(l, n, 8, r->until_planned);
    } else if (strncmp(n->text, "after ", 6) == 0) {
        load_until_meeting(l, n, 6, r->until_after);
    } else {
        diag_error(l->diags, n->pos,
                   "\"until\" takes \"reply\", \"reply from ROLE\", \"marked STATUS\", "
                   "\"planned MEETING\" or \"after MEETING\", not \"%s\"",
                   n->text);
    }
}

/* What is taken for an order is no reply. */
static void check_replies_are_heard(struct loader *l, const struct ynode *n, const struct rule *r)
{
    const char *role = r->until_role ? r->until_role : r->role;

    if (role && !role_is_looked_after(l->programme, role))
        diag_stricter(l->diags, n->pos,
                      "nobody is responsible for a %s (see \"links:\"): what they write is read as "
                      "orders, and ends no case",
                      role);
}

/* A reply of whom the rule is for, of either of a pair: of nobody else does the case hear. */
static void check_until_reply(struct loader *l, const struct ynode *n, const struct rule *r)
{
    const struct link_rule *match = programme_match(l->programme);
    bool pair = r->subject == FOR_MATCH && match;

    if (r->subject == FOR_PROGRAMME)
        diag_stricter(l->diags, n->pos,
                      "this rule is for the whole programme: nobody's reply ends its cases");
    else if (!r->until_role && pair)
        diag_error(l->diags, n->pos, "a reply from whom? Say \"reply from\" and a role");
    else if (r->until_role && !(r->role && !strcmp(r->until_role, r->role)) &&
             !(pair && (!strcmp(r->until_role, match->from) || !strcmp(r->until_role, match->to))))
        diag_stricter(
            l->diags, n->pos,
            "this rule is not about a %s, and does not hear what they reply: say \"reply\" "
            "for whom it is about",
            r->until_role);
    else
        check_replies_are_heard(l, n, r);
}

static void load_until(struct loader *l, const struct ynode *n, struct rule *r)
{
    size_t marks = 0, most = n ? n->count + 2 : 1;

    r->until_marked = arena_array(l->arena, most, sizeof *r->until_marked);
    r->until_planned = arena_array(l->arena, most, sizeof *r->until_planned);
    r->until_after = arena_array(l->arena, most, sizeof *r->until_after);
    if (n && n->kind == YNODE_LIST) {
        for_each_child (one, n)
            load_until_word(l, one, r, &marks);
    } else if (n) {
        load_until_word(l, n, r, &marks);
    }
    if (n && r->until_reply)
        check_until_reply(l, n, r);
}

static int choose(struct loader *l, const struct ynode *n, const char *what, const char *word,
                  const char *const *words)
{
    int which = vocabulary_index(words, word);

    if (which >= 0)
        return which;
    unknown_word(l, n->pos, what, word, words);
    return 0;
}

/* "send", "skip", "ask", each with "within 7 days" or without. */
static void load_late(struct loader *l, const struct ynode *n, struct rule *r)
{
    const char *space = n ? strstr(n->text, " within ") : NULL;
    struct ynode limit;

    r->late = LATE_SEND;
    r->late_days = LATE_DAYS;
    if (!n)
        return;
    size_t len = space ? (size_t)(space - n->text) : strlen(n->text);
    r->late = (enum late)choose(l, n, "word", arena_strndup(l->arena, n->text, len), late_words);
    if (r->late == LATE_SKIP)
        r->late_days = 0;
    if (!space)
        return;
    limit = *n;
    limit.text = space + 8;
    limit.pos = scalar_pos(n, len + 8);
    ynode_days(&limit, &r->late_days, l->diags);
}

static void load_policies(struct loader *l, const struct ynode *n, struct rule *r)
{
    const struct ynode *overlap = part_of(n, rule_keys, "overlap");
    const struct ynode *max = part_of(n, rule_keys, "max_per_run");
    int64_t most = MAX_PER_RUN;

    if (overlap)
        r->overlap = (enum overlap)choose(l, overlap, "word", overlap->text, overlap_words);
    load_late(l, part_of(n, rule_keys, "late"), r);
    if (max)
        ynode_int(max, 1, 1000000, &most, l->diags);
    r->max_per_run = (int)most;
}

static void load_rule(struct loader *l, const struct ynode *n, struct rule *r)
{
    struct rule_loader rl = {.l = l, .rule = r};
    const struct ynode *part;
    size_t errors = l->diags->errors;

    r->name = n->key;
    r->pos = n->key_pos;
    if (!check_keys(l, n, rule_keys, "a rule"))
        return;
    if ((part = part_of(n, rule_keys, "for")))
        load_subject(l, part, r);
    if ((part = part_of(n, rule_keys, "trigger")))
        load_triggers(l, part, r);
    if ((part = part_of(n, rule_keys, "if")))
        load_conds(l, part, &r->conds, &r->conds_count);
    load_until(l, part_of(n, rule_keys, "until"), r);
    load_policies(l, n, r);
    load_steps(&rl, n);
    load_edits(&rl, n);
    check_rule(&rl, l->diags->errors == errors);
}

/* A programme that is closing has no rule left, and says what becomes of the cases. */
static void load_rules(struct loader *l, const struct ynode *n, bool closing)
{
    struct programme *p = l->programme;
    size_t errors = l->diags->errors, i = 0;

    l->rule_names = arena_array(l->arena, n->count + 1, sizeof *l->rule_names);
    p->rules = arena_array(l->arena, n->count + 1, sizeof *p->rules);
    for_each_child (one, n)
        l->rule_names[i++] = one->key;
    if (!n->count && !closing)
        diag_error(l->diags, n->pos, "there is no rule: this programme would do nothing");
    for_each_child (one, n)
        load_rule(l, one, &p->rules[p->rules_count++]);
    if (l->diags->errors == errors)
        check_starts(l);
}

/* ---- the programme --------------------------------------------------------- */

static void load_zone(struct loader *l, const struct ynode *n)
{
    static const char *const examples[] = {"Africa/Johannesburg",
                                           "Africa/Lagos",
                                           "Africa/Nairobi",
                                           "America/Anchorage",
                                           "America/Chicago",
                                           "America/Denver",
                                           "America/Los_Angeles",
                                           "America/Mexico_City",
                                           "America/New_York",
                                           "America/Phoenix",
                                           "America/Sao_Paulo",
                                           "America/Toronto",
                                           "Asia/Kolkata",
                                           "Asia/Tokyo",
                                           "Australia/Sydney",
                                           "Europe/Amsterdam",
                                           "Europe/Berlin",
                                           "Europe/Dublin",
                                           "Europe/London",
                                           "Europe/Madrid",
                                           "Europe/Paris",
                                           "Pacific/Auckland",
                                           "UTC",
                                           NULL};
    const char *near = nearest_word(n->text, examples);

    if ((l->programme->zone = zone_find(n->text)))
        return;
    diag_error(l->diags, n->pos, "there is no time zone \"%s\": %s \"%s\"?", n->text,
               near ? "did you mean" : "did you mean a name like", near ? near : "Europe/Berlin");
}

static const struct ynode *load_part(const struct ynode *root, const char *key)
{
    return part_of(root, programme_keys, key);
}

static void load_programme(struct loader *l, const struct ynode *root)
{
    static const char *no_roles[] = {NULL};
    struct programme *p = l->programme;
    const struct ynode *part;

    p->version = l->src->version;
    p->roles = no_roles;
    if ((part = load_part(root, "programme")))
        p->name = part->text;
    if ((part = load_part(root, "title")))
        p->title = part->text;
    if ((part = load_part(root, "timezone")))
        load_zone(l, part);
    load_hours(l, load_part(root, "sending_hours"), &p->hours);
    p->one_letter_a_day = true;
    if ((part = load_part(root, "one_letter_a_day")))
        ynode_bool(part, &p->one_letter_a_day, l->diags);
    if ((part = load_part(root, "roles")))
        load_roles(l, part);
    load_links(l, load_part(root, "links"));
    load_roster_from(l, load_part(root, "roster_from"));
    load_urgent(l, load_part(root, "urgent"));
    load_suggest(l, load_part(root, "suggest"));
    load_meetings(l, load_part(root, "meetings"));
    if ((part = load_part(root, "rules")))
        load_rules(l, part, load_part(root, "gone") != NULL);
    load_gone_rules(l, load_part(root, "gone"));
}

struct programme *rules_load(struct arena *a, const struct rules_source *src, struct diags *d)
{
    struct loader l = {.arena = a, .diags = d, .src = src};
    size_t errors = d->errors;
    struct ynode *root = yaml_parse(a, src->file, src->bytes, src->len, d);

    if (!root || !check_keys(&l, root, programme_keys, "a programme"))
        return NULL;
    l.programme = arena_new_of(a, struct programme);
    load_programme(&l, root);
    return d->errors > errors ? NULL : l.programme;
}
