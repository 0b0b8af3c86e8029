/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deed_meeting.c - polls, and dates for meetings. */
#include "rules/decision.h"
#include "rules/meeting.h"

#include <stdlib.h>
#include <string.h>

/* ---- poll ------------------------------------------------------------------------ */

#define MOST_OPTIONS 32

/* Whether a later vote of the same person takes the place of this one. */
static bool is_replaced(const struct kase *k, size_t i)
{
    for (size_t j = i + 1; j < k->vars_count; j++)
        if (k->vars[j].person == k->vars[i].person && !strcmp(k->vars[j].name, k->vars[i].name))
            return true;
    return false;
}

static void count_vote(const char *numbers, size_t options, int *votes)
{
    char *end;

    for (const char *p = numbers; *p; p = end) {
        long n = strtol(p, &end, 10);
        if (end == p)
            return;
        if (n >= 1 && (size_t)n <= options)
            votes[n - 1]++;
    }
}

/* Counts what each option got; how many people voted. */
static int count_votes(const struct decision *d, const struct position *at, size_t options,
                       int *votes)
{
    const char *vote = arena_printf(d->out->arena, "%s/vote", at->step->id);
    int voters = 0;

    for (size_t i = 0; i < at->k->vars_count; i++) {
        const struct case_var *v = &at->k->vars[i];
        if (strcmp(v->name, vote) || !v->value || is_replaced(at->k, i))
            continue;
        count_vote(v->value, options, votes);
        voters++;
    }
    return voters;
}

static bool suffices(enum poll_decision decide, int votes, int voters)
{
    if (decide == POLL_ALL)
        return votes == voters;
    return decide == POLL_MAJORITY ? 2 * votes > voters : votes > 0;
}

/* The option that most chose, the first of equals; NULL where those are too few for the step. */
static const char *winner(const struct position *at, const int *votes, size_t options, int voters)
{
    size_t best = 0;

    for (size_t i = 1; i < options; i++)
        if (votes[i] > votes[best])
            best = i;
    return votes[best] && suffices(at->step->decide, votes[best], voters) ? at->step->options[best]
                                                                          : NULL;
}

void conclude_poll(struct decision *d, const struct position *at)
{
    int votes[MOST_OPTIONS] = {0}, voters;
    size_t options = 0, i = 0;
    const char *chosen;

    while (at->step->options[options] && options < MOST_OPTIONS)
        options++;
    voters = count_votes(d, at, options, votes);
    chosen = winner(at, votes, options, voters);
    if (!chosen) {
        put_case_event(d, at, EVENT_STEP_DONE,
                       voters ? "no option has enough votes" : "nobody voted")
            ->value = "expired";
        return;
    }
    while (at->step->options[i] != chosen)
        i++;
    struct event *e = put_case_event(d, at, EVENT_ANSWERED, "%d voted for it", votes[i]);
    e->name = at->step->name;
    e->value = chosen;
    put_case_event(d, at, EVENT_STEP_DONE, "the poll is closed: %s", chosen);
}

/* ---- plan ------------------------------------------------------------------------ */

static struct event *put_planned(struct decision *d, const struct position *at,
                                 const struct meeting *m, const char *reason)
{
    struct event *e = put_case_event(d, at, EVENT_MEETING_PLANNED, "%s", reason);

    e->name = m->name;
    if (m->subject == FOR_PROGRAMME)
        e->person = e->other = 0;
    else if (m->subject == FOR_ROLE)
        e->other = 0;
    return e;
}

static const char *answer(const struct position *at, const char *name)
{
    const struct case_var *v = name ? case_var(at->k, name) : NULL;

    return v ? v->value : NULL;
}

static const char *plan_date(struct decision *d, const struct position *at, const struct meeting *m,
                             const char *on)
{
    const char *hour = answer(at, at->step->at);
    int minute = hour ? clock_parse(hour) : m->minute;
    instant when;

    if (meeting_time_parse(on, minute >= 0 ? minute : m->minute, d->p->zone, &when) < 0)
        return arena_printf(d->out->arena, "%s is not planned: \"%s\" is no date", m->name, on);
    if (when <= d->now)
        return arena_printf(d->out->arena, "%s is not planned: %s has passed", m->name, on);
    put_planned(d, at, m, arena_printf(d->out->arena, "%s says so", at->step->on))->until = when;
    return arena_printf(d->out->arena, "%s is planned", m->name);
}

/* One of a meeting's times was chosen. */
static const char *plan_choice(struct decision *d, const struct position *at,
                               const struct meeting *m, const char *choice)
{
    if (!meeting_schedule(m, choice))
        return arena_printf(d->out->arena, "\"%s\" is none of the times of %s", choice, m->name);
    put_planned(d, at, m, arena_printf(d->out->arena, "%s says so", at->step->on))->value = choice;
    return arena_printf(d->out->arena, "%s is on %s", m->name, choice);
}

const char *plan_meeting(struct decision *d, const struct position *at)
{
    const struct meeting *m = programme_meeting(d->p, at->step->name);
    const char *on = answer(at, at->step->on);

    if (!m || !on)
        return arena_printf(d->out->arena, "%s is not planned: no date was given", at->step->name);
    return m->times_count ? plan_choice(d, at, m, on) : plan_date(d, at, m, on);
}
