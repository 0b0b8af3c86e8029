/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manners.c - no more than one letter a day to a person, where it can wait.
 *
 * What can wait is routine: a letter of a rule to somebody about themselves or
 * about the programme. Letters to a coordinator about one of her people are her
 * work, each about somebody else, and do not wait for each other. What announces or
 * answers does not wait, nor what would come too late, nor an invitation: a date is
 * for all who are invited at the same time. But a day on which one of these went,
 * unless it was an answer, is a day with a letter. */
#include "rules/decision.h"
#include "rules/meeting.h"

#include <string.h>

#define MOST_DAYS 7 /* a letter that would wait longer than that goes all the same */

static bool kind_can_wait(enum letter_kind k)
{
    return k == LETTER_SEND || k == LETTER_ATTEMPT || k == LETTER_ASK || k == LETTER_REMIND ||
           k == LETTER_REPORT;
}

instant routine_instant(const struct programme *p, const struct person *to, instant t,
                        instant latest)
{
    const struct zone *z = to && to->zone ? to->zone : p->zone;
    instant first = sending_instant(p, to, t), then;
    struct civil c = civil_at(first, z);
    struct date written = civil_at(to ? to->written : 0, z).date;

    if (!to || !to->written || date_compare(written, c.date) < 0)
        return first;
    c.date = date_add(written, 1);
    then = sending_instant(p, to, civil_instant(c, z));
    return (latest && then >= latest) || then > instant_add_days(t, MOST_DAYS, z) ? first : then;
}

/* The day of a meeting is too late for what is written before it; so is the end of a wait for a
 * reminder. */
static instant latest_of(const struct decision *d, const struct position *at, enum letter_kind k)
{
    instant meeting = 0;

    case_meeting(d->s, at->k, at->rule, at->step, d->now, &meeting);
    if (meeting > d->now)
        return civil_instant((struct civil){.date = civil_at(meeting, d->p->zone).date},
                             d->p->zone);
    return k == LETTER_REMIND ? at->k->deadline : 0;
}

/* To somebody whose work it is, the subject is one of many. */
static bool is_work(const struct decision *d, const struct position *at, int64_t to)
{
    return at->k->person && at->k->person != to && !is_looked_after(d, to);
}

const char *letter_that_waits(struct arena *a, const struct letter_intent *l)
{
    return arena_printf(a, "%s; it waits for a day, as another letter goes to @%lld first",
                        l->reason, (long long)l->to);
}

void keep_to_one_a_day(struct decision *d, const struct position *at, struct letter_intent *l)
{
    const struct person *to = state_person(d->s, l->to);
    bool at_once = at->step && (at->step->at_once || at->step->verb == VERB_INVITE);

    if (!d->p->one_letter_a_day || !kind_can_wait(l->kind) || is_work(d, at, l->to))
        return;
    l->routine = true;
    l->at_once = at_once || (l->to && l->to == d->s->writer);
    l->latest = latest_of(d, at, l->kind);
    if (!l->to || l->at_once)
        return;
    l->not_before = routine_instant(d->p, to, d->now, l->latest);
    if (l->not_before > sending_instant(d->p, to, d->now))
        l->reason = letter_that_waits(d->out->arena, l);
}
