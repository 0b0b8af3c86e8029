/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recurrence itself is libical's. What is ours: a recurrence is the same in
 * every period (so many months, weeks or days from the anchor), so a search
 * begins at the period it is about and never walks from the anchor. */
#include "rules/schedule.h"

#include <libical/ical.h>
#include <string.h>

#define MOST_YEARS 30
#define LAST_YEAR  9000 /* beyond it there is no searching: dates end with 9999 */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t month_number(struct date d)
{
    return (int64_t)d.year * 12 + d.month - 1;
}

static struct date first_of_month(int64_t number)
{
    return (struct date){(int)floor_div(number, 12), (int)(number - floor_div(number, 12) * 12) + 1,
                         1};
}

static struct date monday_of(struct date d)
{
    return date_add(d, MONDAY - (int)date_weekday(d));
}

/* The first day of the period that d is in; that of the anchor's where d is before it. */
static struct date period_start(const struct schedule *s, struct date d)
{
    int64_t length = s->unit == EVERY_WEEK ? 7 * (int64_t)s->interval : s->interval;
    struct date begin = s->unit == EVERY_WEEK ? monday_of(s->anchor) : s->anchor;

    if (date_compare(d, begin) < 0)
        d = begin;
    if (s->unit == EVERY_MONTH) {
        int64_t from = month_number(begin);
        return first_of_month(from + floor_div(month_number(d) - from, s->interval) * s->interval);
    }
    int64_t from = date_days(begin);
    return date_from_days(from + floor_div(date_days(d) - from, length) * length);
}

/* ---- dates in order -------------------------------------------------------- */

static void iterator_free(icalrecur_iterator **it)
{
    if (*it)
        icalrecur_iterator_free(*it);
}

/* At noon: icaltime_null_date() has the hour -1, with which libical goes a day
 * back at each step, or never on. */
static icalrecur_iterator *iterate_from(const struct schedule *s, struct date start)
{
    struct icaltimetype from = icaltime_null_time();

    from.hour = 12;
    from.year = start.year;
    from.month = start.month;
    from.day = start.day;
    return icalrecur_iterator_new(icalrecurrencetype_from_string(s->rrule), from);
}

static bool is_excepted(const struct schedule *s, struct date d)
{
    for (size_t i = 0; i < s->except_count; i++)
        if (date_compare(s->except[i], d) == 0)
            return true;
    return false;
}

/* The next date that counts; false where the recurrence ends. */
static bool next_date(const struct schedule *s, icalrecur_iterator *it, struct date *out)
{
    for (;;) {
        struct icaltimetype t = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(t))
            return false;
        *out = (struct date){t.year, t.month, t.day};
        if (date_compare(*out, s->anchor) >= 0 && !is_excepted(s, *out))
            return true;
    }
}

static instant instant_on(const struct schedule *s, const struct zone *z, struct date d)
{
    return civil_instant((struct civil){d, s->minute / 60, s->minute % 60, 0}, z);
}

/* ---- searches -------------------------------------------------------------- */

instant schedule_next(const struct schedule *s, const struct zone *z, instant t)
{
    struct date from, d;

    if (t == INSTANT_NEVER || (from = civil_at(t, z).date).year > LAST_YEAR)
        return INSTANT_NEVER;
    _cleanup_(iterator_free) icalrecur_iterator *it = iterate_from(s, period_start(s, from));
    if (!it)
        return INSTANT_NEVER;
    if (date_compare(from, s->anchor) < 0)
        from = s->anchor;
    while (next_date(s, it, &d) && d.year <= from.year + MOST_YEARS) {
        instant at = instant_on(s, z, d);
        if (at > t)
            return at;
    }
    return INSTANT_NEVER;
}

/* The last occurrence at or before t of those from start on, up to the date end. */
static instant last_in_period(const struct schedule *s, const struct zone *z, struct date start,
                              struct date end, instant t)
{
    _cleanup_(iterator_free) icalrecur_iterator *it = iterate_from(s, start);
    instant last = INSTANT_NEVER;
    struct date d;

    while (it && next_date(s, it, &d) && date_compare(d, end) <= 0) {
        instant at = instant_on(s, z, d);
        if (at > t)
            break;
        last = at;
    }
    return last;
}

/* Period by period backwards. Only one whose dates are all excepted, or still
 * to come, has none, so there is no need to go far. */
instant schedule_last(const struct schedule *s, const struct zone *z, instant since, instant t)
{
    struct date end = civil_at(t, z).date;
    struct date first = period_start(s, s->anchor);

    if (t == INSTANT_NEVER || end.year > LAST_YEAR)
        return INSTANT_NEVER;
    for (size_t tries = 0; tries < s->except_count + 3; tries++) {
        struct date start = period_start(s, end);
        instant last;

        if (date_compare(end, first) < 0)
            return INSTANT_NEVER;
        last = last_in_period(s, z, start, end, t);
        if (last != INSTANT_NEVER)
            return last > since ? last : INSTANT_NEVER;
        end = date_add(start, -1);
    }
    return INSTANT_NEVER;
}

/* ---- keys ------------------------------------------------------------------ */

/* ISO 8601: a week belongs to the year that has its Thursday. */
static char *week_key(struct arena *a, struct date d)
{
    struct date thursday = date_add(monday_of(d), 3);
    struct date new_year = {thursday.year, 1, 1};
    int week = (int)(date_days(thursday) - date_days(new_year)) / 7 + 1;

    return arena_printf(a, "%04d-W%02d", thursday.year, week);
}

char *schedule_key(struct arena *a, const struct schedule *s, const struct zone *z, instant t)
{
    struct date d = civil_at(t, z).date;

    if (s->unit == EVERY_DAY || s->several)
        return date_format(a, d);
    if (s->unit == EVERY_WEEK)
        return week_key(a, d);
    return arena_printf(a, "%04d-%02d", d.year, d.month);
}
