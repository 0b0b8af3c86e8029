/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_commands.c - one function a command. A command counts only from a person
 * who answers for whom it is about, or holds an office (a role that no link
 * leads to) in the programme. */
#include "engine/desk_order.h"

#include "rules/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *desk_name_of(struct desk *k, int64_t person)
{
    struct person_row p;

    if (!person || store_get_person(k->e->store, k->e->mail, person, &p))
        return "nobody";
    return p.name;
}

const char *desk_day(struct desk *k, instant t)
{
    return desk_date(k, civil_at(t, k->e->programme->rules->zone).date);
}

const char *desk_date(struct desk *k, struct date d)
{
    const char *day = arena_printf(k->e->mail, "%s, %d %s", weekday_name(date_weekday(d)), d.day,
                                   month_name(d.month));

    return d.year == k->writer.today.year || date_compare(d, k->writer.today) > 0
               ? day
               : arena_printf(k->e->mail, "%s %d", day, d.year);
}

struct event order_event(const struct order *o, enum event_kind kind)
{
    return (struct event){
        .kind = kind,
        .programme = o->k->e->programme->rules->name,
        .person = o->person,
        .by = o->k->m->sender,
        .inbox = o->k->m->row.id,
        .reason = arena_printf(o->k->e->mail, "@%lld asked for it", (long long)o->k->m->sender)};
}

int order_perform(const struct order *o, const struct event *ev)
{
    return engine_go_on(o->k->e, ev);
}

const struct state *order_state(const struct order *o)
{
    return engine_look(o->k->e, o->person, 0);
}

int order_other(struct order *o, const char *written, const struct people_list *likely,
                int64_t *out)
{
    struct name_found found;

    if (desk_find_name(o->k, written, likely, &found) < 0)
        return -1;
    *out = found.person;
    if (found.match != NAME_ONE)
        o->done = arena_printf(o->k->e->mail, "not done: %s", found.say);
    return found.match == NAME_ONE;
}

/* ---- the commands ------------------------------------------------------------- */

/* "2 fine, saw him on Saturday": the words behind are kept nowhere, so the order that keeps them is
 * told. "" where they tell of no contact. */
static const char *contact_unsaid(const struct order *o)
{
    struct arena *a = o->k->e->mail;
    struct command_likely likely;

    if (!o->c->note[0] || !command_likely(a, o->c->note, o->k->writer, &likely) ||
        (likely.order.verb != COMMAND_REACHED && likely.order.verb != COMMAND_TRIED))
        return "";
    likely.order.name = desk_name_of(o->k, o->person);
    return arena_printf(a, "; for the contact form write \"%s\"",
                        command_written(a, &likely.order));
}

/* "No" to an announcement, "yes" to what somebody asked: read as an order it does nothing, and
 * whoever wrote it may believe that it did. */
static const char *beside_ok(const struct order *o)
{
    struct desk *k = o->k;
    const char *answered = k->m->letter.letter ? k->m->letter.letter : "";

    if (o->c->verb == COMMAND_NO && !strcmp(answered, "hold-notice"))
        return ". If that is not to happen, write \"undo\"";
    if (k->passes_on)
        return arena_printf(k->e->mail,
                            "; \"%s\" was not passed on: what is for %s has to be a sentence",
                            o->c->line, desk_name_of(k, o->person));
    return contact_unsaid(o);
}

/* "ok" changes nothing; it is said what happens then. */
static int run_ok(struct order *o)
{
    struct engine *e = o->k->e;
    struct digest_row row;

    if (!o->person) {
        o->done = o->c->number ? NO_SUCH_LINE : "noted";
        return 0;
    }
    if (digest_person(e->store, e->mail, e->programme->rules, o->person, e->now, &row) < 0)
        return -1;
    const char *unsaid = beside_ok(o);
    o->done = row.next_at ? arena_printf(e->mail, "%s goes on as planned: %s on %s%s", row.name,
                                         row.next, desk_day(o->k, row.next_at), unsaid)
                          : arena_printf(e->mail, "%s: noted%s", row.name, unsaid);
    return 0;
}

struct open_cases {
    struct kase *cases;
    size_t count;
};

static int find_open(const struct order *o, struct open_cases *out)
{
    const struct state *s = order_state(o);

    *out = (struct open_cases){0};
    if (!s)
        return -1;
    out->cases = arena_array(o->k->e->mail, s->cases_count + 1, sizeof *out->cases);
    for (size_t i = 0; i < s->cases_count; i++) {
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
        struct event ev = order_event(o, kind);
        if (waiting_only &&
            ((c->phase != PHASE_WAITING && c->phase != PHASE_HELD) || case_is_queued(c)))
            continue; /* one that waits for the case before it has no date to put off */
        ev.case_id = c->id;
        ev.rule = c->rule;
        ev.occurrence = c->occurrence;
        ev.step = c->step;
        ev.other = c->other;
        ev.until = until;
        if (order_perform(o, &ev) < 0)
            return -1;
        did++;
    }
    return did;
}

/* What ended, and what comes all the same: "stop" is about what runs now. */
static int run_stop(struct order *o)
{
    struct desk *k = o->k;
    struct open_cases open;

    if (find_open(o, &open) < 0)
        return -1;
    const char *rules = "";
    for (size_t i = 0; i < open.count; i++)
        rules = arena_printf(k->e->mail, "%s%s%s", rules, i ? ", " : "",
                             id_words(k->e->mail, open.cases[i].rule));
    int n = for_open_cases(o, EVENT_CASE_ENDED, 0, false);
    const struct state *s = n < 0 ? NULL : order_state(o);
    if (!s)
        return -1;
    const char *later = desk_round_words(k, s, o->person);
    o->done = n ? arena_printf(k->e->mail, "stopped (%s): %s gets no more of these letters%s",
                               rules, desk_name_of(k, o->person), later)
                : arena_printf(k->e->mail, "nothing was running%s", later);
    return 0;
}

static int run_snooze(struct order *o)
{
    struct engine *e = o->k->e;
    instant until = instant_add_days(e->now, o->c->days, e->programme->rules->zone);
    int n = for_open_cases(o, EVENT_SNOOZED, until, true);

    o->done = n > 0 ? arena_printf(e->mail, "put off until %s", desk_day(o->k, until))
                    : "nothing is waiting that could be put off";
    return n < 0 ? -1 : 0;
}

static int log_contact(struct order *o, enum event_kind kind, const char *what, const char *rest)
{
    struct engine *e = o->k->e;
    struct event ev = order_event(o, kind);
    struct date day = o->c->date.year ? o->c->date : o->k->writer.today;

    ev.until = civil_instant((struct civil){day, 12, 0, 0}, e->programme->rules->zone);
    if (o->c->note[0])
        ev.text = store_put_text(e->store, o->person, o->c->note, e->now);
    o->done = arena_printf(e->mail, "%s %s on %s is on the contact form%s", what,
                           desk_name_of(o->k, o->person), desk_date(o->k, day), rest);
    return ev.text < 0 ? -1 : order_perform(o, &ev);
}

static int run_reached(struct order *o)
{
    return log_contact(o, EVENT_CONTACT_MADE, "contact with", "");
}

static int run_tried(struct order *o)
{
    return log_contact(o, EVENT_CONTACT_ATTEMPTED, "an attempt to reach",
                       "; what runs goes on as planned");
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

/* Of what was just performed. */
static const char *what_began(struct engine *e, const struct rule *r)
{
    const char *why = e->skipped ? engine_with_names(e, e->mail, e->skipped)
                                 : "it began today already, or it is not yours to begin";

    return e->begun ? arena_printf(e->mail, "%s begins", r->name)
                    : arena_printf(e->mail, "%s does not begin: %s", r->name, why);
}

static int run_said(struct order *o, const char *name)
{
    const struct rule *r = rule_said(o->k->e->programme->rules, name);
    struct event ev = order_event(o, EVENT_SAID);

    if (!r) {
        o->done = "this programme has no such command";
        return 0;
    }
    ev.name = name;
    if (r->subject == FOR_MATCH && !find_pair(o, &ev.person, &ev.other))
        return 0;
    if (order_perform(o, &ev) < 0)
        return -1;
    o->done = what_began(o->k->e, r);
    return 0;
}

static int run_follow_up(struct order *o)
{
    return run_said(o, "follow-up");
}

static int run_mentee_silent(struct order *o)
{
    return run_said(o, "mentee-silent");
}

static int run_help(struct order *o)
{
    o->done = "what you can write stands below";
    return desk_list_orders(o->k);
}

/* ---- the table ----------------------------------------------------------------------------------
 */

static const struct {
    enum command_verb verb;
    int (*run)(struct order *);
    bool needs_person; /* and that the sender may act for them */
    bool for_all;      /* of those who look after others alone */
} verbs[] = {
    {COMMAND_OK, run_ok, false, false},
    {COMMAND_YES, run_ok, false, false},
    {COMMAND_NO, run_ok, false, false},
    {COMMAND_HELP, run_help, false, false},
    {COMMAND_WHY, run_why, false, false},
    {COMMAND_UNDO, run_undo, true, false},
    {COMMAND_STOP, run_stop, true, false},
    {COMMAND_SNOOZE, run_snooze, true, false},
    {COMMAND_REASSIGN, run_reassign, true, false},
    {COMMAND_REACHED, run_reached, true, false},
    {COMMAND_TRIED, run_tried, true, false},
    {COMMAND_FOLLOW_UP, run_follow_up, true, false},
    {COMMAND_MENTEE_SILENT, run_mentee_silent, true, false},
    {COMMAND_MATCH, run_match, true, false},
    {COMMAND_UNMATCH, run_unmatch, true, false},
    {COMMAND_MOVE_ALL, run_move_all, false, true},
    {COMMAND_UNMATCHED, run_unmatched, false, true},
    {COMMAND_TEAM, run_team, true, false},
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

/* Whom the order is about: the name in the line, else whom the letter is about.
 * 1; 0: it is said what is unclear; -1. */
static int find_person(struct order *o)
{
    const struct people_list *own;

    o->person = o->k->m->letter.about;
    if (o->c->number)
        o->person = store_letter_line(o->k->e->store, o->k->m->letter.id, o->c->number);
    if (!o->c->name[0] || o->c->verb == COMMAND_MOVE_ALL)
        return o->person < 0 ? -1 : 1;
    if (!(own = desk_own_people(o->k)))
        return -1;
    return order_other(o, o->c->name, own, &o->person);
}

/* What is sent to her about herself (a digest, a question) she can stop or put off; anything else
 * is an order about one of her people whose name is missing, or not hers to give. */
static int may_herself(struct order *o)
{
    static const enum command_verb own[] = {COMMAND_OK,   COMMAND_YES,  COMMAND_NO,    COMMAND_WHY,
                                            COMMAND_UNDO, COMMAND_STOP, COMMAND_SNOOZE};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (o->c->verb == own[i])
            return 1;
    o->done = o->c->name[0] ? "nobody gives this order about themselves; nothing was done"
                            : "this letter is about nobody in particular: begin with a name";
    return 0;
}

int order_may(struct order *o)
{
    const struct state *s;

    if (!o->person) {
        o->done = o->c->number ? NO_SUCH_LINE
                               : "this letter is about nobody in particular: begin with a name";
        return 0;
    }
    if (!(s = order_state(o)))
        return -1;
    if (o->person == o->k->m->sender && !desk_looks_after(s, o->person, o->person))
        return may_herself(o);
    if (desk_looks_after(s, o->k->m->sender, o->person) || desk_holds_office(s, o->k->m->sender))
        return 1;
    o->done = arena_printf(o->k->e->mail, "%s is not yours to decide about; nothing was done",
                           desk_name_of(o->k, o->person));
    return 0;
}

/* What is about nobody in particular is for whose work it is to look after others. */
static int may_for_all(struct order *o)
{
    const struct state *s = engine_look(o->k->e, o->k->m->sender, 0);

    if (!s)
        return -1;
    if (desk_serves(s, o->k->m->sender))
        return 1;
    o->done = "this is not yours to ask for; nothing was done";
    return 0;
}

/* What is known of somebody is for those who look after them. */
static bool tells_of_person(enum command_verb v)
{
    return v == COMMAND_WHY || v == COMMAND_OK || v == COMMAND_YES || v == COMMAND_NO;
}

static int run_verb(struct order *o)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        int allowed = 1;
        if (verbs[i].verb != o->c->verb)
            continue;
        if ((verbs[i].needs_person || (o->person && tells_of_person(o->c->verb))) &&
            (allowed = order_may(o)) <= 0)
            return allowed;
        if (verbs[i].for_all && (allowed = may_for_all(o)) <= 0)
            return allowed;
        return verbs[i].run(o);
    }
    o->done = "not understood; nothing was done";
    return 0;
}

static int run_word(struct order *o, const char *said)
{
    int allowed = 1;

    if (o->person == o->k->m->sender)
        o->person = 0; /* in answer to her digest it is about all her people */
    if (o->person)
        allowed = order_may(o);
    return allowed > 0 ? run_said(o, said) : allowed;
}

static int run_one(struct desk *k, const struct command *c)
{
    struct order o = {.k = k, .c = c};
    const char *said = c->verb == COMMAND_NONE ? desk_said_name(k, c->line) : NULL;
    int rc = find_person(&o);

    if (rc > 0)
        rc = said ? run_word(&o, said) : run_verb(&o);
    desk_note_person(k, o.person);
    desk_line(k, c->line, o.done ? o.done : "done");
    return rc < 0 ? -1 : 0;
}

static bool is_excepted(const struct command *c, int number)
{
    for (const int *n = c->except; n && *n; n++)
        if (*n == number)
            return true;
    return false;
}

/* "all ok": a line for each of the letter's. */
static int run_for_all(struct desk *k, const struct command *c)
{
    struct command one = *c;
    int64_t person = 0;

    for (one.number = 1; one.number < DIGEST_MOST; one.number++) {
        person = store_letter_line(k->e->store, k->m->letter.id, one.number);
        if (person <= 0)
            break;
        if (is_excepted(c, one.number))
            continue;
        one.line = arena_printf(k->e->mail, "%d (%s)", one.number, c->line);
        if (run_one(k, &one) < 0)
            return -1;
    }
    if (one.number == 1)
        desk_line(k, c->line, "the letter that you answer has no numbered lines; nothing was done");
    return person < 0 ? -1 : 0;
}

int desk_run(struct desk *k, const struct command *c)
{
    return c->all ? run_for_all(k, c) : run_one(k, c);
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
    n = message_commands(e, m, &c);
    for (size_t i = 0; i < n; i++) {
        struct order o = {.k = &k, .c = &c[i], .person = m->sender};
        const char *said = desk_said_name(&k, c[i].line);
        if (said && run_said(&o, said) < 0)
            return -1;
    }
    return 0;
}

/* "help" may be a cry for it, and "why" a question to a person: both are passed on like all that a
 * member writes, and answered by us besides. */
int desk_member_help(struct engine *e, struct message *m)
{
    struct desk k;
    struct command *c;
    size_t n = message_commands(e, m, &c);

    if (n != 1 || c[0].name[0] || (c[0].verb != COMMAND_HELP && c[0].verb != COMMAND_WHY))
        return 0;
    desk_open(&k, e, m);
    struct order o = {.k = &k, .c = &c[0], .person = m->sender};
    const struct state *s = order_state(&o);
    if (!s || (m->letter.id && c[0].verb == COMMAND_WHY && run_why(&o) < 0))
        return -1;
    const char *with = desk_name_of(&k, person_responsible(s, m->sender));
    desk_line(&k, c[0].line,
              arena_printf(e->mail, "%s%spassed on to %s, like all that you write here",
                           o.done ? o.done : "", o.done ? "; " : "", with));
    return desk_list_orders(&k) < 0 ? -1 : desk_send_transcript(&k, "transcript");
}
