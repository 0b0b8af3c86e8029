/* SPDX-License-Identifier: GPL-2.0-or-later */
/* planned.c - what follows from the date of a meeting, and from dates of a
 * person's or a pair's own. */
#include "rules/decision.h"
#include "rules/meeting.h"

#include <string.h>

/* Whom the rule is for among those whom it came round for. */
static void trigger_for(struct decision *d, const struct rule *r, const char *occurrence,
                        int64_t person, int64_t other, const char *reason)
{
    if (r->subject == FOR_PROGRAMME)
        put_trigger(d, r, occurrence, 0, 0, reason);
    else if (r->subject == FOR_MATCH && person && other)
        put_trigger(d, r, occurrence, person, other, reason);
    else if (r->subject == FOR_ROLE && person && state_has_role(d->s, person, r->role))
        put_trigger(d, r, occurrence, person, 0, reason);
    else if (r->subject == FOR_ROLE && other && state_has_role(d->s, other, r->role))
        put_trigger(d, r, occurrence, other, 0, reason);
}

void decide_came_round(struct decision *d)
{
    const struct rule *r = programme_rule(d->p, d->e->rule);

    if (r)
        trigger_for(d, r, d->e->occurrence, d->e->person, d->e->other, d->e->reason);
}

/* ---- a meeting was planned ------------------------------------------------------- */

static bool is_named(const char **names, const char *name)
{
    for (; names && *names; names++)
        if (!strcmp(*names, name))
            return true;
    return false;
}

static bool follows(const struct rule *r, const char *meeting)
{
    for (size_t i = 0; i < r->triggers_count; i++)
        if (trigger_is_relative(&r->triggers[i]) && !strcmp(r->triggers[i].name, meeting))
            return true;
    return false;
}

/* Whether this occurrence is the date of a meeting that was moved just now. */
static bool was_moved(const struct decision *d, const char *occurrence)
{
    struct date day;

    if (date_parse(occurrence, &day) < 0)
        return false;
    for (size_t i = 0; i < d->s->appointments_count; i++) {
        const struct appointment *a = &d->s->appointments[i];
        if (a->gone && a->at && a->person == d->e->person && a->other == d->e->other &&
            !strcmp(a->meeting, d->e->name) && !date_compare(civil_at(a->at, d->p->zone).date, day))
            return true;
    }
    return false;
}

static bool concerns_case(const struct event *e, const struct kase *k)
{
    return !e->person || k->person == e->person || (e->other && k->person == e->other);
}

static void end_cases(struct decision *d)
{
    struct date day = civil_at(d->e->until, d->p->zone).date;
    const char *date = date_format(d->out->arena, day);

    for (size_t i = 0; i < d->s->cases_count; i++) {
        struct position at = position_of(d, &d->s->cases[i]);
        if (at.k->phase == PHASE_ENDED || at.k->id == d->e->case_id || !at.rule ||
            !concerns_case(d->e, at.k))
            continue;
        if (is_named(at.rule->until_planned, d->e->name))
            put_case_event(d, &at, EVENT_CASE_ENDED, "%s is planned now", d->e->name);
        else if (follows(at.rule, d->e->name) && strcmp(at.k->occurrence, date) &&
                 was_moved(d, at.k->occurrence))
            put_case_event(d, &at, EVENT_CASE_ENDED, "%s was moved", d->e->name);
    }
}

/* What should have come already by that date comes now; the rest when it is time. */
void decide_meeting_planned(struct decision *d)
{
    const struct zone *z = d->p->zone;
    const char *occurrence = date_format(d->out->arena, civil_at(d->e->until, z).date);

    if (!d->e->until)
        return; /* one of several times was chosen: the schedule does the rest */
    end_cases(d);
    for (size_t i = 0; i < d->p->rules_count; i++) {
        const struct rule *r = &d->p->rules[i];
        for (size_t j = 0; j < r->triggers_count; j++) {
            const struct trigger *t = &r->triggers[j];
            if (!trigger_is_relative(t) || strcmp(t->name, d->e->name) ||
                relative_instant(t, z, d->e->until) > d->now)
                continue;
            trigger_for(d, r, occurrence, d->e->person, d->e->other,
                        arena_printf(d->out->arena, "%s is on %s", d->e->name, occurrence));
        }
    }
}

/* ---- a meeting took place -------------------------------------------------------- */

const char *ended_by_meeting(const struct decision *d, const struct position *at)
{
    for (const char **name = at->rule ? at->rule->until_after : NULL; name && *name; name++)
        if (meeting_took_place(d->s, at->k, programme_meeting(d->p, *name), d->now))
            return *name;
    return NULL;
}
