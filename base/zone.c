/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLib reads the system's zone files; each zone is then turned, once, into a
 * plain table of the instants at which its offset changes. A look-up is a
 * binary search that allocates nothing and changes nothing. */
#include "base/civil.h"
#include "base/log.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define DAY           86400
#define WIDEST_OFFSET (26 * 3600)          /* more than any zone was ever off */
#define TABLE_FROM    INT64_C(-4102444800) /* 1840: before standard time anywhere */
#define TABLE_TO      INT64_C(4102444800)  /* 2100 */
#define BEGINNING     (INT64_MIN / 2)

struct change {
    instant start;  /* from here on ... */
    int64_t offset; /* ... local time is UTC plus this many seconds */
};

struct zone {
    struct zone *next;
    char *name;
    size_t count;
    struct change changes[]; /* the first one starts at BEGINNING */
};

static struct zone *known_zones;

/* GLib also takes offsets, POSIX rules and paths of files. IANA names have
 * letters first, digits only behind a slash, and no dots. */
static bool is_iana_name(const char *name)
{
    bool after_slash = false;

    if (!name || !g_ascii_isalpha(name[0]) || strlen(name) > 64)
        return false;
    for (const char *c = name; *c; c++) {
        if (*c == '/')
            after_slash = true;
        else if (g_ascii_isdigit(*c) || *c == '+') {
            if (!after_slash)
                return false;
        } else if (!g_ascii_isalpha(*c) && *c != '-' && *c != '_')
            return false;
    }
    return true;
}

static gint interval_at(GTimeZone *tz, instant t)
{
    return g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, t);
}

/* The first instant after lo, at most hi, that lies in a later interval. */
static instant next_interval_start(GTimeZone *tz, instant lo, instant hi)
{
    gint here = interval_at(tz, lo);

    while (hi - lo > 1) {
        instant middle = lo + (hi - lo) / 2;

        if (interval_at(tz, middle) > here)
            hi = middle;
        else
            lo = middle;
    }
    return hi;
}

static struct zone *zone_build(GTimeZone *tz, const char *name)
{
    gint last = interval_at(tz, TABLE_TO);
    gint first = interval_at(tz, TABLE_FROM);
    size_t most = (size_t)(last - first) + 1;
    struct zone *z = calloc(1, sizeof *z + most * sizeof *z->changes);
    instant t = TABLE_FROM;

    if (!z || !(z->name = strdup(name)))
        die("out of memory");
    z->changes[0] = (struct change){BEGINNING, g_time_zone_get_offset(tz, first)};
    z->count = 1;
    for (gint at = first; at < last; at = interval_at(tz, t)) {
        int64_t offset;

        t = next_interval_start(tz, t, TABLE_TO);
        offset = g_time_zone_get_offset(tz, interval_at(tz, t));
        if (offset != z->changes[z->count - 1].offset)
            z->changes[z->count++] = (struct change){t, offset};
    }
    return z;
}

const struct zone *zone_find(const char *name)
{
    struct zone *z;
    GTimeZone *tz;

    if (!is_iana_name(name))
        return NULL;
    for (z = known_zones; z; z = z->next) {
        if (strcmp(z->name, name) == 0)
            return z;
    }
    tz = g_time_zone_new_identifier(name);
    if (!tz)
        return NULL;
    z = zone_build(tz, name);
    g_time_zone_unref(tz);
    z->next = known_zones;
    known_zones = z;
    return z;
}

const char *zone_name(const struct zone *z)
{
    return z->name;
}

/* The place in the table of the offset that holds at t. */
static size_t change_at(const struct zone *z, instant t)
{
    size_t lo = 0, hi = z->count;

    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;

        if (z->changes[middle].start <= t)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static struct civil civil_from_local(int64_t local)
{
    int64_t days = floor_divide(local, DAY);
    int second = (int)(local - days * DAY);

    return (struct civil){
        .date = date_from_days(days),
        .hour = second / 3600,
        .minute = second / 60 % 60,
        .second = second % 60,
    };
}

/* Far enough from the ends of int64_t that adding an offset can't overflow. */
static instant bounded(instant t)
{
    return t > INT64_MAX / 2 ? INT64_MAX / 2 : t < BEGINNING ? BEGINNING : t;
}

struct civil civil_at(instant t, const struct zone *z)
{
    t = bounded(t);
    return civil_from_local(t + z->changes[change_at(z, t)].offset);
}

/* Each offset holds for a span of local time. The earliest span that ends
 * after c is the one: c lies in it, or in the gap before it. */
instant civil_instant(struct civil c, const struct zone *z)
{
    int64_t local = date_days(c.date) * DAY + c.hour * 3600 + c.minute * 60 + c.second;
    size_t i = change_at(z, local - WIDEST_OFFSET);
    instant t;

    while (i + 1 < z->count && local - z->changes[i].offset >= z->changes[i + 1].start)
        i++;
    t = local - z->changes[i].offset;
    return t < z->changes[i].start ? z->changes[i].start : t;
}

instant instant_add_days(instant t, int days, const struct zone *z)
{
    struct civil c;

    /* Not even a second in an hour that comes twice may move by no days. */
    if (days == 0 || t == INSTANT_NEVER)
        return t;
    c = civil_at(t, z);
    c.date = date_add(c.date, days);
    return civil_instant(c, z);
}

char *instant_rfc3339(struct arena *a, instant t)
{
    struct civil c = civil_from_local(bounded(t));

    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.date.year, c.date.month, c.date.day,
                        c.hour, c.minute, c.second);
}

/* RFC 5322 knows offsets in whole minutes. */
char *instant_rfc5322(struct arena *a, instant t, const struct zone *z)
{
    int64_t minutes = z->changes[change_at(z, bounded(t))].offset / 60;
    struct civil c = civil_from_local(bounded(t) + minutes * 60);

    return arena_printf(a, "%.3s, %d %.3s %04d %02d:%02d:%02d %c%02d%02d",
                        weekday_name(date_weekday(c.date)), c.date.day, month_name(c.date.month),
                        c.date.year, c.hour, c.minute, c.second, minutes < 0 ? '-' : '+',
                        (int)(llabs(minutes) / 60), (int)(llabs(minutes) % 60));
}
