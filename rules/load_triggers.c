/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_triggers.c - when a rule's cases begin. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <string.h>

/* In the order of happening_words. */
static const enum trigger_kind happenings[] = {
    TRIGGER_JOINED, TRIGGER_LEFT,    TRIGGER_MATCHED,       TRIGGER_UNMATCHED,
    TRIGGER_BACK,   TRIGGER_STARTED, TRIGGER_UNDELIVERABLE,
};

/* What stands under a key, for the nearest word. */
static const char *const trigger_words[] = {
    "joined", "left", "matched", "unmatched", "back",   "started", "undeliverable",
    "every",  "said", "marked",  "any",       "before", "after",   NULL};

/* What words/commands.h takes for itself. */
static const char *const taken[] = {"ok",    "yes",     "no",     "help",      "why",
                                    "undo",  "stop",    "snooze", "reassign",  "reached",
                                    "match", "unmatch", "move",   "unmatched", NULL};

/* One word, as it stands alone on a line of an answer. */
static bool is_plain_word(const char *word)
{
    size_t letters = strspn(word, "abcdefghijklmnopqrstuvwxyz-");

    return letters >= 3 && !word[letters] && word[0] != '-';
}

static int check_command(struct loader *l, const struct ynode *n)
{
    const char *near = nearest_word(n->text, command_words);

    if (vocabulary_index(command_words, n->text) >= 0)
        return 0;
    if (near)
        diag_error(l->diags, n->pos, "unknown command \"%s\": did you mean \"%s\"?", n->text, near);
    else if (vocabulary_index(taken, n->text) >= 0)
        diag_error(l->diags, n->pos, "\"%s\" is a command that does something already", n->text);
    else if (!is_plain_word(n->text))
        diag_error(l->diags, n->pos,
                   "a command is one word in small letters, with - perhaps: \"%s\" is not",
                   n->text);
    else
        return 0;
    return -1;
}

static int load_word(struct loader *l, const struct ynode *n, struct trigger *out)
{
    int which = vocabulary_index(happening_words, n->text);

    if (which >= 0) {
        out->kind = happenings[which];
        return 0;
    }
    unknown_word(l, n->pos, "trigger", n->text, trigger_words);
    return -1;
}

const struct ykey said_keys[] = {
    {"said", YKEY_REQUIRED | YKEY_SCALAR,
     "the command: follow-up, mentee-silent, or a word of your own such as join"},
    {"by", YKEY_SCALAR | YKEY_LIST, "the roles that may say it"},
    {0},
};

static int load_said(struct loader *l, const struct ynode *n, struct trigger *out)
{
    const struct ynode *said = ynode_get(n, "said"), *by = ynode_get(n, "by"), *at;
    size_t count;
    int result = 0;

    if (ynode_check(n, said_keys, "this trigger", l->diags) < 0)
        return -1;
    out->kind = TRIGGER_SAID;
    out->name = said->text;
    if (check_command(l, said) < 0)
        result = -1;
    if (!by) {
        diag_error(l->diags, n->pos, "who may say \"%s\"? Add \"by:\" with roles", out->name);
        return -1;
    }
    out->by = ynode_strings(l->arena, by, &count, l->diags);
    at = by->kind == YNODE_LIST ? by->first : by;
    for (size_t i = 0; out->by && i < count; i++, at = at->next)
        if (!load_role(l, out->by[i], at->pos))
            result = -1;
    return out->by ? result : -1;
}

const struct ykey marked_keys[] = {
    {"marked", YKEY_REQUIRED | YKEY_SCALAR, "the status: non_responsive"},
    {0},
};

static int load_marked(struct loader *l, const struct ynode *n, struct trigger *out)
{
    const struct ynode *marked = ynode_get(n, "marked");

    if (ynode_check(n, marked_keys, "this trigger", l->diags) < 0)
        return -1;
    out->kind = TRIGGER_MARKED;
    out->name = load_status(l, marked->text, marked->pos);
    return out->name ? 0 : -1;
}

const struct ykey relative_keys[] = {
    {"before", YKEY_SCALAR, "the meeting that it comes before"},
    {"after", YKEY_SCALAR, "the meeting that it comes after"},
    {"by", YKEY_REQUIRED | YKEY_SCALAR, "how long before or after: 14 days"},
    {"at", YKEY_SCALAR, "the time of day; without it that of the meeting"},
    {0},
};

/* "before: workgroup, by: 14 days" */
static int load_relative(struct loader *l, const struct ynode *n, struct trigger *out)
{
    const struct ynode *before = ynode_get(n, "before"), *after = ynode_get(n, "after"),
                       *at = ynode_get(n, "at");
    const struct meeting *m;

    if (ynode_check(n, relative_keys, "this trigger", l->diags) < 0)
        return -1;
    if (before && after) {
        diag_error(l->diags, n->pos, "before or after? A trigger is one of them");
        return -1;
    }
    out->kind = before ? TRIGGER_BEFORE : TRIGGER_AFTER;
    out->minute = at ? load_clock(l, at) : -1;
    if (!(m = load_meeting_name(l, before ? before : after)))
        return -1;
    out->name = m->name;
    return ynode_days(ynode_get(n, "by"), &out->days, l->diags);
}

const struct ykey since_keys[] = {
    {"every", YKEY_REQUIRED | YKEY_SCALAR, "how long each time: 6 weeks, 3 months, year"},
    {"from", YKEY_REQUIRED | YKEY_SCALAR, "the date of one's own: matched, assigned or joined"},
    {"at", YKEY_SCALAR, "the time of day in the programme's zone, \"09:00\""},
    {0},
};

/* From a date of one's own: the link that began then; NULL where it is a date or month. */
static const char *own_date(const struct ynode *n)
{
    static const char *const begins[] = {"match", "responsible", "joined"};
    const struct ynode *from = ynode_get(n, "from");
    int which;

    if (!from || from->kind != YNODE_SCALAR)
        return NULL;
    which = vocabulary_index(own_date_words, from->text);
    return which < 0 ? NULL : begins[which];
}

/* "every: 6 weeks, from: matched" */
static int load_since(struct loader *l, const struct ynode *n, struct trigger *out)
{
    const struct ynode *at = ynode_get(n, "at");
    int unit, count;

    if (ynode_check(n, since_keys, "this trigger", l->diags) < 0)
        return -1;
    out->kind = TRIGGER_SINCE;
    out->name = own_date(n);
    out->minute = at ? load_clock(l, at) : 9 * 60;
    if (out->minute < 0)
        return -1;
    if ((unit = load_interval(l, ynode_get(n, "every"), &count)) < 0)
        return -1;
    if (unit == INTERVAL_MONTH || unit == INTERVAL_YEAR)
        out->months = unit == INTERVAL_YEAR ? 12 * count : count;
    else
        out->days = unit == INTERVAL_WEEK ? 7 * count : count;
    return 0;
}

static int load_trigger(struct loader *l, const struct ynode *n, struct trigger *out)
{
    out->pos = n->pos;
    if (n->kind == YNODE_SCALAR)
        return load_word(l, n, out);
    if (ynode_get(n, "every") && own_date(n))
        return load_since(l, n, out);
    if (ynode_get(n, "before") || ynode_get(n, "after"))
        return load_relative(l, n, out);
    if (ynode_get(n, "every")) {
        out->kind = TRIGGER_SCHEDULE;
        return load_schedule(l, n, &out->schedule);
    }
    if (ynode_get(n, "said"))
        return load_said(l, n, out);
    if (ynode_get(n, "marked"))
        return load_marked(l, n, out);
    if (n->first && n->first->key)
        unknown_word(l, n->first->key_pos, "trigger", n->first->key, trigger_words);
    else
        diag_error(l->diags, n->pos, "a trigger is a word (joined) or a map (every: month)");
    return -1;
}

const struct ykey any_keys[] = {
    {"any", YKEY_REQUIRED | YKEY_LIST, "triggers of which the first to come starts the case"},
    {0},
};

static bool has_dates(const struct trigger *t)
{
    return t->kind == TRIGGER_BEFORE || t->kind == TRIGGER_AFTER;
}

/* Those of meetings have the meeting's date, which nothing else has. */
static int check_dates(struct loader *l, const struct rule *r)
{
    for (size_t i = 1; i < r->triggers_count; i++) {
        if (has_dates(&r->triggers[i]) == has_dates(&r->triggers[0]))
            continue;
        diag_error(l->diags, r->triggers[i].pos,
                   "what comes before or after a meeting shares no occurrence with anything else: "
                   "write two rules");
        return -1;
    }
    return 0;
}

/* Each one's own dates are nobody else's. */
static int check_own_dates(struct loader *l, const struct rule *r)
{
    for (size_t i = 0; i < r->triggers_count; i++) {
        const struct trigger *t = &r->triggers[i];
        if (t->kind == TRIGGER_SINCE && r->triggers_count > 1) {
            diag_error(l->diags, t->pos,
                       "what counts from a date of one's own shares no occurrence with anything "
                       "else: write two rules");
            return -1;
        }
    }
    return 0;
}

/* Triggers that are joined share an occurrence, so only one of them may have
 * occurrences of its own. */
static int check_schedules(struct loader *l, const struct rule *r)
{
    size_t schedules = 0;

    for (size_t i = 0; i < r->triggers_count; i++) {
        if (r->triggers[i].kind != TRIGGER_SCHEDULE || ++schedules < 2)
            continue;
        diag_error(l->diags, r->triggers[i].pos,
                   "two schedules in one \"any\": which occurrence is meant? Write two rules");
        return -1;
    }
    return 0;
}

int load_triggers(struct loader *l, const struct ynode *n, struct rule *r)
{
    const struct ynode *any = ynode_get(n, "any");
    int result = 0;

    r->triggers = arena_array(l->arena, any && any->count ? any->count : 1, sizeof *r->triggers);
    if (!any)
        return load_trigger(l, n, &r->triggers[r->triggers_count++]);
    if (ynode_check(n, any_keys, "this trigger", l->diags) < 0)
        return -1;
    if (!any->count) {
        diag_error(l->diags, any->pos, "\"any\" of nothing: this rule would never start");
        return -1;
    }
    for_each_child (one, any)
        if (load_trigger(l, one, &r->triggers[r->triggers_count++]) < 0)
            result = -1;
    if (check_dates(l, r) < 0 || check_own_dates(l, r) < 0)
        return -1;
    return check_schedules(l, r) < 0 ? -1 : result;
}
