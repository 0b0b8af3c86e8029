/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trigger.c - whether a case begins. */
#include "rules/decision.h"

#include "rules/schedule.h"

#include <string.h>

static struct event *skip(struct decision *d, const char *why)
{
    struct event *e = put_event(d, EVENT_SKIPPED, "%s", why);

    e->rule = d->e->rule;
    e->occurrence = d->e->occurrence;
    e->person = d->e->person;
    e->other = d->e->other;
    return e;
}

static const struct kase *same_subject(const struct decision *d, bool open)
{
    for (size_t i = 0; i < d->s->cases_count; i++) {
        const struct kase *k = &d->s->cases[i];
        if (strcmp(k->rule, d->e->rule) || k->person != d->e->person || k->other != d->e->other)
            continue;
        if (open ? k->phase != PHASE_ENDED : !strcmp(k->occurrence, d->e->occurrence))
            return k;
    }
    return NULL;
}

/* A rule about those who left, or were marked, is about them although they did. */
static bool allows_status(const struct rule *r, const char *status)
{
    for (size_t i = 0; i < r->triggers_count; i++) {
        const struct trigger *t = &r->triggers[i];
        if ((t->kind == TRIGGER_MARKED && !strcmp(t->name, status)) ||
            (t->kind == TRIGGER_UNDELIVERABLE && !strcmp(status, STATUS_UNDELIVERABLE)))
            return true;
    }
    return !strcmp(status, STATUS_ACTIVE);
}

static bool allows_without_role(const struct rule *r)
{
    for (size_t i = 0; i < r->triggers_count; i++)
        if (r->triggers[i].kind == TRIGGER_LEFT)
            return true;
    return false;
}

static const char *unfit(const struct decision *d, const struct rule *r)
{
    const struct person *p = state_person(d->s, d->e->person);
    const struct person *other = state_person(d->s, d->e->other);

    if (r->subject == FOR_PROGRAMME)
        return NULL;
    if (!p || !allows_status(r, p->status))
        return p ? arena_printf(d->out->arena, "@%lld is %s", (long long)p->id, p->status)
                 : "nobody is meant";
    if (r->subject == FOR_ROLE && !allows_without_role(r) && !state_has_role(d->s, p->id, r->role))
        return arena_printf(d->out->arena, "@%lld is no %s", (long long)p->id, r->role);
    if (r->subject == FOR_MATCH && (!other || strcmp(other->status, STATUS_ACTIVE)))
        return "the other of the pair is not active";
    return NULL;
}

/* Of "not introduction within 14 days" it is the introduction that stands in the way. */
static const char *unmet(const struct decision *d, const char *cond)
{
    return strncmp(cond, "not ", 4) ? arena_printf(d->out->arena, "not so that %s", cond)
                                    : cond + 4;
}

static void start_case(struct decision *d, enum event_kind kind)
{
    struct event *e = put_event(d, kind, "%s", d->e->reason);

    e->rule = d->e->rule;
    e->occurrence = d->e->occurrence;
    e->person = d->e->person;
    e->other = d->e->other;
}

static void end_case(struct decision *d, const struct kase *k, const char *why)
{
    struct position at = position_of(d, k);

    put_case_event(d, &at, EVENT_CASE_ENDED, "%s", why);
}

/* A survey flags mentors and mentees; a rule that is begun for the flagged ones
 * takes those of its role, and of the others there is nothing to say. */
static bool started_for_others(const struct decision *d, const struct rule *r)
{
    return r->triggers_count == 1 && r->triggers[0].kind == TRIGGER_STARTED &&
           r->subject == FOR_ROLE && !state_has_role(d->s, d->e->person, r->role);
}

void decide_triggered(struct decision *d)
{
    const struct rule *r = programme_rule(d->p, d->e->rule);
    const struct kase subject = {.person = d->e->person, .other = d->e->other};
    const struct kase *open;
    const char *why = NULL;

    if (!r || same_subject(d, false) || started_for_others(d, r))
        return; /* this occurrence had its case, or it is not meant */
    if ((why = unfit(d, r))) {
        skip(d, why);
        return;
    }
    if (!conds_hold(d->s, &subject, r->conds, r->conds_count, d->now, &why)) {
        skip(d, unmet(d, why));
        return;
    }
    if ((open = same_subject(d, true)) && ended_by_meeting(d, &(struct position){open, r, NULL})) {
        end_case(d, open, "the meeting that it was about has taken place");
    } else if (open) {
        if (r->overlap == OVERLAP_QUEUE) {
            start_case(d, EVENT_CASE_QUEUED);
            return;
        }
        if (r->overlap != OVERLAP_REPLACE) {
            skip(d, arena_printf(d->out->arena, "the case of %s still runs", open->occurrence));
            return;
        }
        end_case(d, open, "a new case takes its place");
    }
    start_case(d, EVENT_CASE_STARTED);
}

/* The case that waited longest for this one to end begins. */
void decide_case_ended(struct decision *d)
{
    const struct kase *next = NULL;

    for (size_t i = 0; i < d->s->cases_count; i++) {
        const struct kase *k = &d->s->cases[i];
        if (k->phase == PHASE_ENDED || !d->e->rule || strcmp(k->rule, d->e->rule) ||
            k->person != d->e->person || k->other != d->e->other)
            continue;
        if (!case_is_queued(k))
            return; /* another one runs */
        if (!next || k->id < next->id)
            next = k;
    }
    struct position at = position_of(d, next);
    if (next)
        put_case_event(d, &at, EVENT_CASE_BEGUN, "the case before it has ended");
}

/* ---- what triggers ------------------------------------------------------------ */

void put_trigger(struct decision *d, const struct rule *r, const char *occurrence, int64_t person,
                 int64_t other, const char *reason)
{
    struct event *e = put_event(d, EVENT_TRIGGERED, "%s", reason);

    e->rule = r->name;
    e->occurrence = occurrence;
    e->person = person;
    e->other = other;
}

static bool is_of_pair(const struct event *e)
{
    return e->kind == EVENT_LINKED || e->kind == EVENT_UNLINKED;
}

/* Whom the rule's case would be about; 0: it is for somebody else. The second of a pair may be
 * nobody whom the slice knows: whether they hold the role is looked at when the case is to begin.
 */
static int64_t subject_of(const struct decision *d, const struct rule *r, const struct event *e)
{
    const struct link_rule *match = programme_match(d->p);

    if (r->subject == FOR_MATCH)
        return is_of_pair(e) ? e->person : 0;
    if (r->subject != FOR_ROLE)
        return 0;
    if (e->kind == EVENT_ROLE_GIVEN || e->kind == EVENT_ROLE_TAKEN)
        return strcmp(r->role, e->name) ? 0 : e->person;
    if (is_of_pair(e) && match && !strcmp(match->to, r->role))
        return e->other;
    return state_has_role(d->s, e->person, r->role) ? e->person : 0;
}

/* Which kind of trigger an event of a person pulls, but for those of one status; -1: none. */
static int trigger_of(const struct event *e)
{
    switch (e->kind) {
    case EVENT_ROLE_GIVEN:
        return TRIGGER_JOINED;
    case EVENT_ROLE_TAKEN:
        return TRIGGER_LEFT;
    case EVENT_LINKED:
        return strcmp(e->name, "match") ? -1 : TRIGGER_MATCHED;
    case EVENT_UNLINKED:
        return strcmp(e->name, "match") ? -1 : TRIGGER_UNMATCHED;
    case EVENT_MARKED:
        if (!strcmp(e->value, "back"))
            return TRIGGER_BACK;
        return strcmp(e->value, STATUS_UNDELIVERABLE) ? -1 : TRIGGER_UNDELIVERABLE;
    default:
        return -1;
    }
}

static bool is_pulled(const struct trigger *t, const struct event *e)
{
    if (t->kind == TRIGGER_MARKED)
        return e->kind == EVENT_MARKED && !strcmp(t->name, e->value);
    return (int)t->kind == trigger_of(e);
}

static const char *trigger_words(const struct trigger *t)
{
    switch (t->kind) {
    case TRIGGER_JOINED:
        return "joined";
    case TRIGGER_LEFT:
        return "left";
    case TRIGGER_MATCHED:
        return "was matched";
    case TRIGGER_UNMATCHED:
        return "is matched no more";
    case TRIGGER_BACK:
        return "is back";
    case TRIGGER_UNDELIVERABLE:
        return "can't be reached by mail";
    default:
        return "was marked";
    }
}

static void pull_triggers(struct decision *d)
{
    const struct event *e = d->e;
    const char *day = date_format(d->out->arena, civil_at(d->now, d->p->zone).date);

    for (size_t i = 0; i < d->p->rules_count; i++) {
        const struct rule *r = &d->p->rules[i];
        int64_t person = subject_of(d, r, e);
        for (size_t j = 0; person && j < r->triggers_count; j++) {
            const struct trigger *t = &r->triggers[j];
            if (is_pulled(t, e))
                put_trigger(
                    d, r, day, person, r->subject == FOR_MATCH ? e->other : 0,
                    arena_printf(d->out->arena, "@%lld %s", (long long)person, trigger_words(t)));
        }
    }
}

static bool is_final_status(const char *value)
{
    return !strcmp(value, STATUS_NON_RESPONSIVE) || !strcmp(value, STATUS_OPTED_OUT) ||
           !strcmp(value, STATUS_LEFT);
}

/* The rule says "until: marked" with this status. */
static bool ends_when_marked(const struct decision *d, const struct kase *k)
{
    const struct rule *r = programme_rule(d->p, k->rule);

    for (size_t i = 0; r && r->until_marked && r->until_marked[i]; i++)
        if (!strcmp(r->until_marked[i], d->e->value))
            return true;
    return false;
}

/* Who is no longer active has no cases: they end, but for the one that made
 * the mark, which has more to do. */
static void end_cases_that(struct decision *d, bool queued)
{
    bool final = is_final_status(d->e->value);

    for (size_t i = 0; i < d->s->cases_count; i++) {
        const struct kase *k = &d->s->cases[i];
        if (k->phase == PHASE_ENDED || case_is_queued(k) != queued || k->id == d->e->case_id ||
            (k->person != d->e->person && k->other != d->e->person) ||
            (!final && !ends_when_marked(d, k)))
            continue;
        end_case(
            d, k,
            arena_printf(d->out->arena, "@%lld is %s now", (long long)d->e->person, d->e->value));
    }
}

/* Those that wait for another come first, so that its end lets none of them begin. */
static void end_cases_of(struct decision *d)
{
    end_cases_that(d, true);
    end_cases_that(d, false);
}

void decide_person_event(struct decision *d)
{
    if (d->e->kind == EVENT_MARKED)
        end_cases_of(d);
    if (!d->e->value || strcmp(d->e->value, "silent"))
        pull_triggers(d);
}

/* ---- commands ----------------------------------------------------------------- */

static bool may_say(const struct decision *d, const struct trigger *t)
{
    if (!t->by || !t->by[0])
        return true;
    for (size_t i = 0; t->by[i]; i++)
        if (state_has_role(d->s, d->e->by, t->by[i]))
            return true;
    return false;
}

/* Where a rule has a schedule too, a command stands for the schedule's
 * occurrence of now: both together start one case. Else for its day. */
static const char *said_occurrence(const struct decision *d, const struct rule *r)
{
    for (size_t i = 0; i < r->triggers_count; i++)
        if (r->triggers[i].kind == TRIGGER_SCHEDULE)
            return schedule_key(d->out->arena, &r->triggers[i].schedule, d->p->zone, d->now);
    return date_format(d->out->arena, civil_at(d->now, d->p->zone).date);
}

/* Said about nobody in particular: about all whom the speaker is responsible for. */
static void trigger_all_of(struct decision *d, const struct rule *r, const char *reason)
{
    size_t i = 0;
    int64_t person;

    while ((person = state_linked(d->s, "responsible", d->e->by, true, &i)))
        put_trigger(d, r, said_occurrence(d, r), person, 0, reason);
}

void decide_said(struct decision *d)
{
    const char *reason =
        arena_printf(d->out->arena, "@%lld said %s", (long long)d->e->by, d->e->name);

    for (size_t i = 0; i < d->p->rules_count; i++) {
        const struct rule *r = &d->p->rules[i];
        for (size_t j = 0; j < r->triggers_count; j++) {
            const struct trigger *t = &r->triggers[j];
            if (t->kind != TRIGGER_SAID || strcmp(t->name, d->e->name) || !may_say(d, t))
                continue;
            if (d->e->person || r->subject == FOR_PROGRAMME)
                put_trigger(d, r, said_occurrence(d, r), d->e->person,
                            r->subject == FOR_MATCH ? d->e->other : 0, reason);
            else
                trigger_all_of(d, r, reason);
        }
    }
}
