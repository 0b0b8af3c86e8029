/* SPDX-License-Identifier: GPL-2.0-or-later */
/* civil.h - instants, civil dates and IANA time zones.
 *
 * An instant is whole seconds since 1970-01-01 UTC, leap seconds not counted.
 * A civil time is what a calendar and a clock on the wall say somewhere. A
 * zone turns one into the other. Gaps and overlaps of daylight saving: a civil
 * time that a zone skips becomes the first instant after the gap; one that it
 * has twice is the earlier. Dates are proleptic Gregorian, years 1 to 9999.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef int64_t instant;
#define INSTANT_NEVER INT64_MAX

enum weekday { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct date {
    int year, month, day; /* year 0 means no date */
};

struct civil {
    struct date date;
    int hour, minute, second;
};

struct zone;

/* The zone of that name ("America/New_York", "UTC"), loaded once and kept for
 * the life of the process; NULL where the system has none of that name. */
const struct zone *zone_find(const char *name);
const char *zone_name(const struct zone *z);

struct civil civil_at(instant t, const struct zone *z);
instant civil_instant(struct civil c, const struct zone *z);

bool date_valid(struct date d);
int64_t date_days(struct date d); /* days since 1970-01-01 */
struct date date_from_days(int64_t days);
struct date date_add(struct date d, int days);
struct date date_add_months(struct date d, int months); /* the day is clamped to the month */
int date_compare(struct date a, struct date b);
enum weekday date_weekday(struct date d);
int days_in_month(int year, int month);

/* t moved by whole civil days in z: same clock time, another date. */
instant instant_add_days(instant t, int days, const struct zone *z);

/* "2026-12-15", nothing before or after. 0 or -1. */
int date_parse(const char *s, struct date *out);
/* "2026-12-15 09:00" or "2026-12-15T09:00:30" or a bare date (midnight). 0 or -1. */
int civil_parse(const char *s, struct civil *out);
/* "09:00" to minutes after midnight (0 to 1439), or -1. */
int clock_parse(const char *s);

char *date_format(struct arena *a, struct date d);                       /* 2026-12-15 */
char *civil_format(struct arena *a, struct civil c);                     /* 2026-12-15 09:00 */
char *instant_rfc3339(struct arena *a, instant t);                       /* 2026-12-15T14:00:00Z */
char *instant_rfc5322(struct arena *a, instant t, const struct zone *z); /* Date: of a message */

/* English names, for dates that people read: "Tuesday", "December". */
const char *weekday_name(enum weekday d);
const char *month_name(int month);

#endif
