/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decide.c - from one event to what follows from it.
 *
 * The life of a case, by phase (state.h):
 *
 *               CASE_STARTED
 *                    |            conditions false: on to the next step
 *                    v           .------.
 *   .---------> STEP_ENTERED <---'      '--> no step left: CASE_ENDED
 *   |                | ACTING
 *   |    .-----------+-----------------+---------------------.
 *   |    | send, assign,               | attempt, ask        | hold, not announced yet
 *   |    | mark, report ...            v                     v
 *   |    |                 SENDING: letters queued         HELD --undo--> CASE_ENDED
 *   |    |                             | the server took all |
 *   |    |                             v                     | DUE: the step is entered
 *   |    |          .---> WAITING until the deadline         | again and acts
 *   |    |          |         |  |  |                         |
 *   |    |  absence |         |  |  '- HEARD: CASE_ENDED, or  |
 *   |    |  begins  '---------'  |     on to the next step    |
 *   |    |  the wait again       |                            |
 *   |    v                       v DUE, all mail read         |
 *   '-- STEP_DONE <--------- SILENCE                          |
 *   '---------------------------------------------------------'
 *
 *   Anywhere: a bounce, a refusal by the server or an uncertain delivery:
 *   STOPPED, until a person acts; a refusal by the person: CASE_ENDED.
 */
#include "rules/decision.h"

#include <stdarg.h>
#include <string.h>

struct position position_of(const struct decision *d, const struct kase *k)
{
    struct position at = {.k = k};

    at.rule = k ? programme_rule(d->p, k->rule) : NULL;
    at.step = at.rule && k->step ? rule_step(at.rule, k->step) : NULL;
    return at;
}

static struct outcome *put_outcome(struct decision *d, enum outcome_kind kind)
{
    struct outcomes *out = d->out;
    struct outcome *o =
        arena_grow(out->arena, &out->items, out->count, &out->cap, sizeof *out->items);

    out->count++;
    o->kind = kind;
    return o;
}

static struct event *new_event(struct decision *d, enum event_kind kind, const char *reason,
                               va_list ap)
{
    struct event *e = &put_outcome(d, OUTCOME_EVENT)->event;

    e->kind = kind;
    e->at = d->now;
    e->programme = d->p->name;
    e->version = d->p->version;
    e->reason = arena_vprintf(d->out->arena, reason, ap);
    return e;
}

struct event *put_event(struct decision *d, enum event_kind kind, const char *reason, ...)
{
    va_list ap;

    va_start(ap, reason);
    struct event *e = new_event(d, kind, reason, ap);
    va_end(ap);
    return e;
}

struct event *put_case_event(struct decision *d, const struct position *at, enum event_kind kind,
                             const char *reason, ...)
{
    va_list ap;

    va_start(ap, reason);
    struct event *e = new_event(d, kind, reason, ap);
    va_end(ap);
    e->rule = at->k->rule;
    e->occurrence = at->k->occurrence;
    e->case_id = at->k->id;
    e->person = at->k->person;
    e->other = at->k->other;
    e->step = at->k->step;
    return e;
}

struct letter_intent *put_letter(struct decision *d, enum letter_kind kind, const char *letter,
                                 int64_t to, const char *reason, ...)
{
    struct letter_intent *l = &put_outcome(d, OUTCOME_LETTER)->letter;
    va_list ap;

    va_start(ap, reason);
    l->reason = arena_vprintf(d->out->arena, reason, ap);
    va_end(ap);
    l->kind = kind;
    l->letter = letter;
    l->to = to;
    l->not_before = d->now;
    return l;
}

/* Those whom the programme is for, not those who run it: somebody is
 * responsible for their role, or it is matched with another. */
bool is_looked_after(const struct decision *d, int64_t person)
{
    for (size_t i = 0; i < d->p->links_count; i++) {
        const struct link_rule *link = &d->p->links[i];
        if (state_has_role(d->s, person, link->from) ||
            (!strcmp(link->kind, "match") && state_has_role(d->s, person, link->to)))
            return true;
    }
    return false;
}

/* Whose name a case's letter goes out under: the role that `as` names, else
 * whoever answers for the one it goes to, or for whom the case is about; never
 * the recipient's own. Those who run the programme hear from itself. */
static int64_t signer(const struct decision *d, const struct position *at, int64_t to)
{
    const char *role = at->step ? at->step->as : NULL;
    int64_t who = 0;

    if (role) {
        const struct audience as = {.kind = TO_ROLE, .role = role};
        struct kase of = {.person = to ? to : at->k->person, .other = at->k->other};
        if (!resolve_audience(d->s, &of, &as, &who, 1))
            resolve_audience(d->s, at->k, &as, &who, 1);
    } else {
        who = person_responsible(d->s, to);
        if (!who && is_looked_after(d, to))
            who = person_responsible(d->s, at->k->person);
    }
    return who == to ? 0 : who;
}

struct letter_intent *put_case_letter(struct decision *d, const struct position *at,
                                      enum letter_kind kind, const char *letter, int64_t to,
                                      const char *reason)
{
    struct letter_intent *l = put_letter(d, kind, letter, to, "%s", reason);

    l->as = signer(d, at, to);
    l->about = at->k->person;
    l->about_other = at->k->other;
    l->case_id = at->k->id;
    l->step = at->k->step; /* as the case knows it: an edit may have renamed it meanwhile */
    if (to)
        l->not_before = sending_instant(d->p, state_person(d->s, to), d->now);
    keep_to_one_a_day(d, at, l);
    return l;
}

static const char *const letter_kinds[] = {
    [LETTER_SEND] = "send",
    [LETTER_ATTEMPT] = "attempt",
    [LETTER_ASK] = "ask",
    [LETTER_REMIND] = "remind",
    [LETTER_HOLD] = "hold",
    [LETTER_TELL] = "tell",
    [LETTER_REPORT] = "report",
    [LETTER_FORWARD] = "forward",
    [LETTER_RELAY] = "relay",
    [LETTER_URGENT] = "urgent",
    [LETTER_TRANSCRIPT] = "transcript",
    [LETTER_NOTICE] = "notice",
};

const char *letter_kind_name(enum letter_kind k)
{
    return letter_kinds[k];
}

int letter_kind_parse(const char *name, enum letter_kind *out)
{
    for (size_t i = 0; i < sizeof letter_kinds / sizeof *letter_kinds; i++)
        if (!strcmp(letter_kinds[i], name)) {
            *out = (enum letter_kind)i;
            return 0;
        }
    return -1;
}

static void (*const deciders[EVENT_KIND_COUNT])(struct decision *) = {
    [EVENT_PERSON_ADDED] = NULL,
    [EVENT_ROLE_GIVEN] = decide_person_event,
    [EVENT_ROLE_TAKEN] = decide_person_event,
    [EVENT_LINKED] = decide_person_event,
    [EVENT_UNLINKED] = decide_person_event,
    [EVENT_MARKED] = decide_person_event,
    [EVENT_TRIGGERED] = decide_triggered,
    [EVENT_SAID] = decide_said,
    [EVENT_CAME_ROUND] = decide_came_round,
    [EVENT_MEETING_PLANNED] = decide_meeting_planned,
    [EVENT_CASE_BEGUN] = decide_case_started,
    [EVENT_CASE_ENDED] = decide_case_ended,
    [EVENT_DEPUTY_ASKED] = decide_deputy_asked,
    [EVENT_DUE] = decide_due,
    [EVENT_RULES_CHANGED] = decide_rules_changed,
    [EVENT_CASE_STARTED] = decide_case_started,
    [EVENT_STEP_ENTERED] = decide_step_entered,
    [EVENT_STEP_DONE] = decide_step_done,
    [EVENT_HOLD_UNDONE] = decide_hold_undone,
    [EVENT_CASE_RESUMED] = decide_case_resumed,
    [EVENT_ANSWERED] = decide_answered,
    [EVENT_LETTER_SENT] = decide_letter_sent,
    [EVENT_LETTER_DROPPED] = decide_letter_dropped,
    [EVENT_LETTER_FAILED] = decide_letter_failed,
    [EVENT_LETTER_REFUSED] = decide_letter_refused,
    [EVENT_LETTER_UNCERTAIN] = decide_letter_uncertain,
    [EVENT_HEARD] = decide_heard,
    [EVENT_CONTACT_MADE] = decide_contact_made,
};

void decide(const struct programme *p, const struct state *s, const struct event *e, instant now,
            struct outcomes *out)
{
    struct decision d = {p, s, e, now, out};

    if (deciders[e->kind])
        deciders[e->kind](&d);
}
