/* SPDX-License-Identifier: GPL-2.0-or-later */
/* meeting.h - when meetings are, and what comes so long before and after them.
 *
 * A case that a meeting begins is kept apart from others by the meeting's date
 * in the programme's zone: that is its occurrence.
 */
#ifndef RULES_MEETING_H
#define RULES_MEETING_H

#include "rules/state.h"

/* The schedule by which it comes round: its only one, or the one of that choice; else NULL. */
const struct schedule *meeting_schedule(const struct meeting *m, const char *choice);

/* What was chosen for a meeting of several times; NULL: nothing yet. */
const char *meeting_choice(const struct state *s, const struct meeting *m);

bool trigger_is_relative(const struct trigger *t); /* before: or after: a meeting */

/* When the trigger of a meeting at that instant comes. */
instant relative_instant(const struct trigger *t, const struct zone *z, instant meeting);

/* Of a meeting that comes round: the last that triggered after `since` and at or before `now`;
 * INSTANT_NEVER where there is none. *at is when it did. */
instant relative_last(const struct trigger *t, const struct schedule *s, const struct zone *z,
                      instant since, instant now, instant *at);
/* When it triggers next, after t. */
instant relative_next(const struct trigger *t, const struct schedule *s, const struct zone *z,
                      instant after);

/* The planned meeting of these (0: the programme) that is to come; NULL. */
const struct appointment *next_appointment(const struct state *s, const char *meeting,
                                           int64_t person, int64_t other, instant now);

/* The meeting that a case is about at a step (NULL: by its trigger), and when it is: 0 where that
 * is not known. NULL where it is about none. */
const struct meeting *case_meeting(const struct state *s, const struct kase *k,
                                   const struct rule *r, const struct step *step, instant now,
                                   instant *at);

/* Whether one that concerns the case began since the case did. */
bool meeting_took_place(const struct state *s, const struct kase *k, const struct meeting *m,
                        instant now);

/* "second tuesday at 10:00", "2027-01-12 10:00" or "2027-01-12": a date, and the hour that it
 * names or `minute`. 0 or -1. */
int meeting_time_parse(const char *text, int minute, const struct zone *z, instant *out);

#endif
