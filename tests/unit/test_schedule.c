/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_schedule.c - occurrences over short months, year ends and daylight saving. */
#include "rules/load_internal.h"
#include "rules/schedule.h"

#include "tests/unit/unit.h"

#include <string.h>

static struct arena *arena;
static const struct zone *berlin, *new_york, *auckland;

static int set_up(void **state)
{
    arena = arena_new(64 << 20);
    berlin = zone_find("Europe/Berlin");
    new_york = zone_find("America/New_York");
    auckland = zone_find("Pacific/Auckland");
    return berlin && new_york && auckland ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(arena);
    return 0;
}

/* As an admin writes it. */
static struct schedule schedule(const char *yaml)
{
    struct schedule s = {0};
    struct diags d;
    _cleanup_(buf_release) struct buf out = BUF_INIT(4096);

    diags_init(&d, arena);
    struct loader l = {.arena = arena, .diags = &d};
    const struct ynode *n = yaml_parse(arena, "s", yaml, strlen(yaml), &d);
    assert_non_null(n);
    load_schedule(&l, n, &s);
    diags_print(&d, &out);
    assert_string_equal(buf_str(&out), "");
    return s;
}

static instant at(const char *text, const struct zone *z)
{
    struct civil c;

    assert_int_equal(civil_parse(text, &c), 0);
    return civil_instant(c, z);
}

static const char *text_of(instant t, const struct zone *z)
{
    return t == INSTANT_NEVER ? "never" : civil_format(arena, civil_at(t, z));
}

/* From `start` on, the occurrences that follow, up to "". Going back from each
 * must find it again, and from just before it the one before. */
static void expect(const char *yaml, const struct zone *z, const char *start,
                   const char *const *expected)
{
    struct schedule s = schedule(yaml);
    instant t = at(start, z), before = INSTANT_NEVER;

    for (; *expected; expected++) {
        t = schedule_next(&s, z, t);
        assert_string_equal(text_of(t, z), *expected);
        if (t == INSTANT_NEVER)
            return;
        assert_int_equal(schedule_last(&s, z, 0, t), t);
        if (before != INSTANT_NEVER)
            assert_int_equal(schedule_last(&s, z, 0, t - 1), before);
        before = t;
    }
}

#define EXPECT(yaml, z, start, ...) expect(yaml, z, start, (const char *const[]){__VA_ARGS__, NULL})

static void days_of_the_month(void **state)
{
    EXPECT("{every: month, on: 15, at: '10:00'}", new_york, "2026-11-15 10:00", "2026-12-15 10:00",
           "2027-01-15 10:00", "2027-02-15 10:00");
    EXPECT("{every: month, on: 31, at: '09:00'}", berlin, "2027-01-01 00:00", "2027-01-31 09:00",
           "2027-02-28 09:00", "2027-03-31 09:00", "2027-04-30 09:00");
    EXPECT("{every: month, on: 30}", berlin, "2028-02-01 00:00", "2028-02-29 09:00",
           "2028-03-30 09:00");
    EXPECT("{every: month, on: 29}", berlin, "2027-02-01 00:00", "2027-02-28 09:00",
           "2027-03-29 09:00");
    EXPECT("{every: month, on: last day}", berlin, "2026-11-30 09:00", "2026-12-31 09:00",
           "2027-01-31 09:00", "2027-02-28 09:00");
    EXPECT("{every: month, on: second day}", berlin, "2026-11-30 09:00", "2026-12-02 09:00");
}

static void working_days(void **state)
{
    /* 1 May 2027 is a Saturday, 1 August 2027 a Sunday. */
    EXPECT("{every: month, on: first working day}", berlin, "2027-04-10 00:00", "2027-05-03 09:00",
           "2027-06-01 09:00", "2027-07-01 09:00", "2027-08-02 09:00");
    EXPECT("{every: month, on: last working day}", berlin, "2026-12-31 09:00", "2027-01-29 09:00",
           "2027-02-26 09:00", "2027-03-31 09:00");
    EXPECT("{every: month, on: third wednesday, at: '14:30'}", new_york, "2026-12-01 00:00",
           "2026-12-16 14:30", "2027-01-20 14:30", "2027-02-17 14:30");
    EXPECT("{every: month, on: last friday}", berlin, "2026-12-01 00:00", "2026-12-25 09:00",
           "2027-01-29 09:00");
}

static void weeks_and_days(void **state)
{
    EXPECT("{every: week, on: monday}", berlin, "2026-12-28 09:00", "2027-01-04 09:00");
    EXPECT("{every: week, on: [monday, thursday]}", berlin, "2026-12-29 00:00", "2026-12-31 09:00",
           "2027-01-04 09:00", "2027-01-07 09:00");
    EXPECT("{every: week, on: sunday}", berlin, "2026-12-31 00:00", "2027-01-03 09:00",
           "2027-01-10 09:00");
    EXPECT("{every: 2 weeks, on: tuesday, from: 2026-12-02}", berlin, "2026-01-01 00:00",
           "2026-12-15 09:00", "2026-12-29 09:00", "2027-01-12 09:00");
    EXPECT("{every: day, at: '00:00'}", berlin, "2027-02-27 12:00", "2027-02-28 00:00",
           "2027-03-01 00:00");
    EXPECT("{every: 10 days, from: 2027-01-01}", berlin, "2027-01-05 00:00", "2027-01-11 09:00",
           "2027-01-21 09:00", "2027-01-31 09:00", "2027-02-10 09:00");
}

static void long_intervals(void **state)
{
    EXPECT("{every: 2 months, on: 15, from: 2026-01}", berlin, "2026-11-20 00:00",
           "2027-01-15 09:00", "2027-03-15 09:00");
    EXPECT("{every: 2 months, on: last day, from: 2026-12-31}", berlin, "2020-01-01 00:00",
           "2026-12-31 09:00", "2027-02-28 09:00", "2027-04-30 09:00");
    EXPECT("{every: 3 months, on: first monday, from: 2026-11-15}", berlin, "2026-01-01 00:00",
           "2027-02-01 09:00", "2027-05-03 09:00");
    EXPECT("{every: year, on: 29 february}", berlin, "2026-12-01 00:00", "2027-02-28 09:00",
           "2028-02-29 09:00");
    EXPECT("{every: year, on: 15 march}", berlin, "2027-03-15 09:00", "2028-03-15 09:00");
    EXPECT("{every: 2 years, on: 1 june, from: 2026-01}", berlin, "2026-12-01 00:00",
           "2028-06-01 09:00", "2030-06-01 09:00");
}

static void daylight_saving(void **state)
{
    /* Berlin skips 02:00 to 03:00 on 28 March 2027; New York has 01:30 twice on 7 November. */
    EXPECT("{every: day, at: '02:30'}", berlin, "2027-03-27 00:00", "2027-03-27 02:30",
           "2027-03-28 03:00", "2027-03-29 02:30");
    EXPECT("{every: day, at: '01:30'}", new_york, "2027-11-06 00:00", "2027-11-06 01:30",
           "2027-11-07 01:30", "2027-11-08 01:30");
    struct schedule s = schedule("{every: month, on: 15, at: '10:00'}");
    instant winter = schedule_next(&s, new_york, at("2027-03-01", new_york));
    instant before = schedule_last(&s, new_york, 0, winter - 1);
    assert_int_equal((winter - before) % 86400, 86400 - 3600);
    EXPECT("{every: month, on: first working day, at: '23:59'}", auckland, "2026-12-31 00:00",
           "2027-01-01 23:59", "2027-02-01 23:59");
}

static void excepted_dates(void **state)
{
    EXPECT("{every: month, on: 25, except: [2026-12-25, 2027-01-25]}", berlin, "2026-11-25 09:00",
           "2027-02-25 09:00", "2027-03-25 09:00");
    EXPECT("{every: day, except: 2026-12-25}", berlin, "2026-12-24 09:00", "2026-12-26 09:00");
}

static void bounds(void **state)
{
    struct schedule s = schedule("{every: month, on: 15}");
    instant t = at("2026-12-20", berlin), last = at("2026-12-15 09:00", berlin);

    assert_int_equal(schedule_last(&s, berlin, last - 1, t), last);
    assert_int_equal(schedule_last(&s, berlin, last, t), INSTANT_NEVER);
    assert_int_equal(schedule_next(&s, berlin, INSTANT_NEVER), INSTANT_NEVER);
    assert_int_equal(schedule_next(&s, berlin, at("9998-01-01", berlin)), INSTANT_NEVER);
    s = schedule("{every: 2 months, on: 15, from: 2027-01}");
    assert_int_equal(schedule_last(&s, berlin, 0, t), INSTANT_NEVER);
    s = schedule("{every: 60 months, on: 15, from: 2100-01}");
    assert_string_equal(text_of(schedule_next(&s, berlin, t), berlin), "2100-01-15 09:00");
}

static const char *key(const char *yaml, const char *when)
{
    struct schedule s = schedule(yaml);
    return schedule_key(arena, &s, new_york, at(when, new_york));
}

static void keys(void **state)
{
    assert_string_equal(key("{every: month, on: 15}", "2026-12-15 10:00"), "2026-12");
    assert_string_equal(key("{every: month, on: 15}", "2026-12-31 23:59"), "2026-12");
    assert_string_equal(key("{every: day}", "2026-12-16 09:00"), "2026-12-16");
    assert_string_equal(key("{every: week, on: monday}", "2026-12-16 09:00"), "2026-W51");
    assert_string_equal(key("{every: week, on: friday}", "2027-01-01 09:00"), "2026-W53");
    assert_string_equal(key("{every: week, on: monday}", "2029-12-31 09:00"), "2030-W01");
    assert_string_equal(key("{every: week, on: [monday, friday]}", "2027-01-01 09:00"),
                        "2027-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_the_month),
        cmocka_unit_test(working_days),
        cmocka_unit_test(weeks_and_days),
        cmocka_unit_test(long_intervals),
        cmocka_unit_test(daylight_saving),
        cmocka_unit_test(excepted_dates),
        cmocka_unit_test(bounds),
        cmocka_unit_test(keys),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
