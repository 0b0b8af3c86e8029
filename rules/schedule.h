/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schedule.h - when a rule's schedule comes round (RFC 5545 recurrence, libical).
 *
 * An occurrence is a civil date at the schedule's minute, in the programme's
 * zone. Its key names what it stands for: "2026-12" for monthly schedules,
 * "2026-W51" for weekly ones (ISO 8601), "2026-12-16" for daily ones. Where a
 * schedule says "on: 31", a shorter month has its last day.
 */
#ifndef RULES_SCHEDULE_H
#define RULES_SCHEDULE_H

#include "rules/model.h"

/* The first occurrence strictly after t; INSTANT_NEVER where there is none
 * within 30 years. */
instant schedule_next(const struct schedule *s, const struct zone *z, instant t);

/* The last occurrence at or before t and after `since`; INSTANT_NEVER if none. */
instant schedule_last(const struct schedule *s, const struct zone *z, instant since, instant t);

char *schedule_key(struct arena *a, const struct schedule *s, const struct zone *z, instant t);

#endif
