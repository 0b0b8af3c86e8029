/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_commands.c - one function a command. A command counts only from a person
 * who answers for whom it is about, or holds an office (a role that no link
 * leads to) in the programme. */
#include "daemon/desk.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* A command with the person it is about. */
struct order {
    struct desk *k;
    const struct command *c;
    int64_t person;
    const char *done; /* for the transcript */
};

static const char *name_of(struct desk *k, int64_t person)
{
    struct person_row p;

    if (!person || store_get_person(k->e->store, k->e->mail, person, &p))
        return "nobody";
    return p.name;
}

static struct event about(const struct order *o, enum event_kind kind)
{
    return (struct event){
        .kind = kind,
        .programme = o->k->e->programme->rules->name,
        .person = o->person,
        .by = o->k->m->sender,
        .inbox = o->k->m->row.id,
        .reason = arena_printf(o->k->e->mail, "@%lld asked for it", (long long)o->k->m->sender)};
}

static int perform(const struct order *o, const struct event *ev)
{
    return engine_perform(o->k->e, ev, o->k->e->now);
}

/* The state round the order's person, until the next event is performed. */
static const struct state *look(const struct order *o)
{
    o->k->e->has_slice = false;
    arena_reset(o->k->e->arena);
    return engine_slice(o->k->e, o->person, 0);
}

/* ---- who may ------------------------------------------------------------------ */

static bool holds_office(const struct state *s, int64_t who)
{
    for (size_t i = 0; i < s->roles_count; i++) {
        const struct role_holding *h = &s->roles[i];
        bool linked = false;
        for (size_t j = 0; j < s->programme->links_count; j++)
            linked |= !strcmp(s->programme->links[j].from, h->role) ||
                      !strcmp(s->programme->links[j].to, h->role);
        if (h->person == who && !h->gone && !linked)
            return true;
    }
    return false;
}

static bool looks_after(const struct state *s, int64_t who, int64_t person)
{
    if (person_responsible(s, person) == who)
        return true;
    for (size_t i = 0; i < s->links_count; i++)
        if (!s->links[i].gone && s->links[i].from == person && s->links[i].revert_to == who)
            return true;
    return false;
}

/* ---- the commands ------------------------------------------------------------- */

static int run_ok(struct order *o)
{
    o->done = "noted";
    return 0;
}

static int run_undo(struct order *o)
{
    struct desk *k = o->k;
    struct event ev = about(o, EVENT_HOLD_UNDONE);
    struct kase c;
    const char *programme;
    int rc = k->m->letter.case_id
                 ? store_get_case(k->e->store, k->e->mail, k->m->letter.case_id, &c, &programme)
                 : 1;

    if (rc < 0)
        return -1;
    if (rc || !c.announced || strcmp(k->m->letter.kind, "hold")) {
        o->done = rc ? "there is nothing to undo here: answer the letter that announced it"
                     : "it is too late to undo this";
        return 0;
    }
    ev.case_id = c.id;
    ev.step = c.announced;
    ev.rule = c.rule;
    ev.occurrence = c.occurrence;
    o->done = "undone: it will not happen";
    return perform(o, &ev);
}

struct open_cases {
    struct kase cases[16];
    size_t count;
};

static int find_open(const struct order *o, struct open_cases *out)
{
    const struct state *s = look(o);

    out->count = 0;
    if (!s)
        return -1;
    for (size_t i = 0; i < s->cases_count && out->count < 16; i++) {
        const struct kase *c = &s->cases[i];
        if (c->phase == PHASE_ENDED)
            continue;
        out->cases[out->count] = *c;
        out->cases[out->count].rule = arena_strdup(o->k->e->mail, c->rule);
        out->cases[out->count].occurrence = arena_strdup(o->k->e->mail, c->occurrence);
        out->cases[out->count].step = arena_strdup(o->k->e->mail, c->step);
        out->count++;
    }
    return 0;
}

static int for_open_cases(struct order *o, enum event_kind kind, instant until, bool waiting_only)
{
    struct open_cases open;
    int did = 0;

    if (find_open(o, &open) < 0)
        return -1;
    for (size_t i = 0; i < open.count; i++) {
        const struct kase *c = &open.cases[i];
        struct event ev = about(o, kind);
        if (waiting_only && c->phase != PHASE_WAITING && c->phase != PHASE_HELD)
            continue;
        ev.case_id = c->id;
        ev.rule = c->rule;
        ev.occurrence = c->occurrence;
        ev.step = c->step;
        ev.other = c->other;
        ev.until = until;
        if (perform(o, &ev) < 0)
            return -1;
        did++;
    }
    return did;
}

static int run_stop(struct order *o)
{
    int n = for_open_cases(o, EVENT_CASE_ENDED, 0, false);

    o->done = n > 0 ? arena_printf(o->k->e->mail, "stopped: %s gets no more of these letters",
                                   name_of(o->k, o->person))
                    : "nothing was running";
    return n < 0 ? -1 : 0;
}

static int run_snooze(struct order *o)
{
    struct engine *e = o->k->e;
    instant until = instant_add_days(e->now, o->c->days, e->programme->rules->zone);
    int n = for_open_cases(o, EVENT_SNOOZED, until, true);

    o->done =
        n > 0 ? arena_printf(e->mail, "put off until %s",
                             date_format(e->mail, civil_at(until, e->programme->rules->zone).date))
              : "nothing is waiting that could be put off";
    return n < 0 ? -1 : 0;
}

static bool can_look_after(const struct state *s, int64_t who)
{
    for (size_t i = 0; i < s->programme->links_count; i++)
        if (!strcmp(s->programme->links[i].kind, "responsible") &&
            state_has_role(s, who, s->programme->links[i].to))
            return true;
    return holds_office(s, who);
}

static int run_reassign(struct order *o)
{
    int64_t who = store_person_by_name(o->k->e->store, o->c->other);
    struct event ev = about(o, EVENT_LINKED);
    const struct state *s = look(o);

    if (who < 0 || !s)
        return -1;
    if (!who || !can_look_after(s, who)) {
        o->done = arena_printf(
            o->k->e->mail, "\"%s\" is not one of those who can take somebody over", o->c->other);
        return 0;
    }
    ev.name = "responsible";
    ev.other = who;
    o->done = arena_printf(o->k->e->mail, "%s is with %s now", name_of(o->k, o->person),
                           name_of(o->k, who));
    return perform(o, &ev);
}

static int run_reached(struct order *o)
{
    struct engine *e = o->k->e;
    struct event ev = about(o, EVENT_CONTACT_MADE);
    struct date day = o->c->date.year ? o->c->date : o->k->today;

    ev.until = civil_instant((struct civil){day, 12, 0, 0}, e->programme->rules->zone);
    if (o->c->note[0])
        ev.text = store_put_text(e->store, o->person, o->c->note, e->now);
    o->done = arena_printf(e->mail, "contact with %s on %s is on the contact form",
                           name_of(o->k, o->person), date_format(e->mail, day));
    return ev.text < 0 ? -1 : perform(o, &ev);
}

/* ---- words of the programme --------------------------------------------------- */

static const struct rule *rule_said(const struct programme *p, const char *name)
{
    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].triggers_count; j++)
            if (p->rules[i].triggers[j].kind == TRIGGER_SAID &&
                !strcmp(p->rules[i].triggers[j].name, name))
                return &p->rules[i];
    return NULL;
}

/* The matches of a mentor, or the mentors of a mentee. */
static size_t matches_of(const struct state *s, int64_t person, bool reverse, int64_t *ids,
                         size_t max)
{
    size_t i = 0, n = 0;
    int64_t id;

    while (n < max && (id = state_linked(s, "match", person, reverse, &i)))
        ids[n++] = id;
    return n;
}

/* The pair that a command is about; false, and asked back, where it is not clear. */
static bool find_pair(struct order *o, int64_t *mentor, int64_t *mentee)
{
    const struct state *s = look(o);
    int64_t ids[16];
    size_t n = s ? matches_of(s, o->person, false, ids, 16) : 0;

    *mentor = o->person;
    if (n == 1) {
        *mentee = ids[0];
        return true;
    }
    if (n == 0 && s && matches_of(s, o->person, true, ids, 16) == 1) {
        *mentor = ids[0];
        *mentee = o->person;
        return true;
    }
    *mentee = o->c->other[0] ? store_person_by_name(o->k->e->store, o->c->other) : 0;
    for (size_t i = 0; i < n; i++)
        if (ids[i] == *mentee)
            return true;
    o->done = n ? "there is more than one match: say which, with the name"
                : "there is no match to speak of";
    return false;
}

static int run_said(struct order *o, const char *name)
{
    const struct rule *r = rule_said(o->k->e->programme->rules, name);
    struct event ev = about(o, EVENT_SAID);

    if (!r) {
        o->done = "this programme has no such command";
        return 0;
    }
    ev.name = name;
    if (r->subject == FOR_MATCH && !find_pair(o, &ev.person, &ev.other))
        return 0;
    o->done = arena_printf(o->k->e->mail, "%s begins", r->name);
    return perform(o, &ev);
}

static int run_follow_up(struct order *o)
{
    return run_said(o, "follow-up");
}

static int run_mentee_silent(struct order *o)
{
    return run_said(o, "mentee-silent");
}

static int run_pair(struct order *o, enum event_kind kind, const char *done)
{
    struct event ev = about(o, kind);

    ev.name = "match";
    if (kind == EVENT_UNLINKED ? !find_pair(o, &ev.person, &ev.other)
                               : !(ev.other = store_person_by_name(o->k->e->store, o->c->other))) {
        o->done = o->done ? o->done : "nobody of that name is known";
        return 0;
    }
    if (ev.other < 0)
        return -1;
    o->done = arena_printf(o->k->e->mail, "%s and %s %s", name_of(o->k, ev.person),
                           name_of(o->k, ev.other), done);
    return perform(o, &ev);
}

static int run_match(struct order *o)
{
    return run_pair(o, EVENT_LINKED, "are matched");
}

static int run_unmatch(struct order *o)
{
    return run_pair(o, EVENT_UNLINKED, "are no longer matched");
}

static int run_help(struct order *o)
{
    o->done = "undo, stop, snooze 7 days, reassign to NAME, reached 12 Nov: how it went, "
              "follow-up, mentee-silent, why";
    return 0;
}

/* ---- why ----------------------------------------------------------------------------------------
 */

static int last_reason(void *ctx, const struct event *e)
{
    struct order *o = ctx;

    if (e->reason)
        o->done = arena_strdup(o->k->e->mail, e->reason);
    return 0;
}

static int run_why(struct order *o)
{
    static const int kinds[] = {EVENT_LETTER_QUEUED, -1};
    struct event_filter f = {.kinds = kinds,
                             .person = o->k->m->sender,
                             .programme = o->k->e->programme->rules->name,
                             .since = o->k->e->now - 90 * 86400};

    o->done = "nothing is known of it";
    return store_walk_events(o->k->e->store, o->k->e->mail, &f, last_reason, o);
}

/* ---- the table ----------------------------------------------------------------------------------
 */

static const struct {
    enum command_verb verb;
    int (*run)(struct order *);
    bool needs_person; /* and that the sender may act for them */
} verbs[] = {
    {COMMAND_OK, run_ok, false},
    {COMMAND_YES, run_ok, false},
    {COMMAND_NO, run_ok, false},
    {COMMAND_HELP, run_help, false},
    {COMMAND_WHY, run_why, false},
    {COMMAND_UNDO, run_undo, true},
    {COMMAND_STOP, run_stop, true},
    {COMMAND_SNOOZE, run_snooze, true},
    {COMMAND_REASSIGN, run_reassign, true},
    {COMMAND_REACHED, run_reached, true},
    {COMMAND_FOLLOW_UP, run_follow_up, true},
    {COMMAND_MENTEE_SILENT, run_mentee_silent, true},
    {COMMAND_MATCH, run_match, true},
    {COMMAND_UNMATCH, run_unmatch, true},
};

const char *desk_said_name(struct desk *k, const char *line)
{
    const struct programme *p = k->e->programme->rules;
    size_t len = strlen(line);

    while (len && (isspace((unsigned char)line[len - 1]) || strchr(".!", line[len - 1])))
        len--;
    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].triggers_count; j++) {
            const struct trigger *t = &p->rules[i].triggers[j];
            if (t->kind == TRIGGER_SAID && strlen(t->name) == len &&
                !strncasecmp(t->name, line, len))
                return t->name;
        }
    return NULL;
}

/* Whom the order is about: the name in the line, else whom the letter is about. */
static int find_person(struct order *o)
{
    o->person = o->k->m->letter.about;
    if (o->c->number)
        o->person = store_letter_line(o->k->e->store, o->k->m->letter.id, o->c->number);
    if (o->c->name[0])
        o->person = store_person_by_name(o->k->e->store, o->c->name);
    return o->person < 0 ? -1 : 0;
}

/* 1 may, 0 may not (and it is said why), -1. */
static int may(struct order *o)
{
    const struct state *s;

    if (!o->person) {
        o->done = o->c->name[0]  ? "nobody of that name is known; nothing was done"
                  : o->c->number ? "the letter that you answer has no such line; nothing was done"
                                 : "this letter is about nobody in particular: begin with a name";
        return 0;
    }
    if (!(s = look(o)))
        return -1;
    if (o->person == o->k->m->sender || looks_after(s, o->k->m->sender, o->person) ||
        holds_office(s, o->k->m->sender))
        return 1;
    o->done = arena_printf(o->k->e->mail, "%s is not yours to decide about; nothing was done",
                           name_of(o->k, o->person));
    return 0;
}

static int run_verb(struct order *o)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        int allowed = 1;
        if (verbs[i].verb != o->c->verb)
            continue;
        if (verbs[i].needs_person && (allowed = may(o)) <= 0)
            return allowed;
        return verbs[i].run(o);
    }
    o->done = "not understood; nothing was done";
    return 0;
}

static int run_word(struct order *o, const char *said)
{
    int allowed = o->person ? may(o) : 1;

    return allowed > 0 ? run_said(o, said) : allowed;
}

int desk_run(struct desk *k, const struct command *c)
{
    struct order o = {.k = k, .c = c};
    const char *said = c->verb == COMMAND_NONE ? desk_said_name(k, c->line) : NULL;
    int rc = find_person(&o);

    if (rc == 0)
        rc = said ? run_word(&o, said) : run_verb(&o);
    desk_line(k, c->line, o.done ? o.done : "done");
    return rc;
}

/* A member's line counts as the programme's word only where it is that word
 * alone, in answer to a letter of ours; whose role may not say it, does not. */
int desk_member_words(struct engine *e, struct message *m)
{
    struct desk k;
    struct command *c;
    size_t n;

    if (!m->letter.id)
        return 0;
    desk_open(&k, e, m);
    n = commands_parse(e->mail, m->facts.text, k.today, &c);
    for (size_t i = 0; i < n; i++) {
        struct order o = {.k = &k, .c = &c[i], .person = m->sender};
        const char *said = desk_said_name(&k, c[i].line);
        if (said && run_said(&o, said) < 0)
            return -1;
    }
    return 0;
}
