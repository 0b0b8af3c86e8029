/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_meeting.c - what comes before and after meetings, over clock changes and year ends. */
#include "rules/load_internal.h"
#include "rules/meeting.h"

#include "tests/unit/unit.h"

#include <string.h>

static struct arena *arena;
static const struct zone *zone;
static struct schedule third_wednesday;

static int set_up(void **state)
{
    static const char yaml[] = "{every: month, on: third wednesday, at: \"14:30\"}";
    struct diags d;

    arena = arena_new(16 << 20);
    zone = zone_find("America/New_York");
    diags_init(&d, arena);
    struct loader l = {.arena = arena, .diags = &d};
    return load_schedule(&l, yaml_parse(arena, "s", yaml, strlen(yaml), &d), &third_wednesday);
}

static int tear_down(void **state)
{
    arena_free(arena);
    return 0;
}

static instant at(const char *text)
{
    struct civil c;

    assert_int_equal(civil_parse(text, &c), 0);
    return civil_instant(c, zone);
}

static const char *text_of(instant t)
{
    return t == INSTANT_NEVER ? "never" : civil_format(arena, civil_at(t, zone));
}

static void the_hour_is_the_meetings_or_its_own(void **state)
{
    struct trigger t = {.kind = TRIGGER_BEFORE, .days = 14, .minute = -1};

    assert_string_equal(text_of(relative_instant(&t, zone, at("2027-01-20 14:30"))),
                        "2027-01-06 14:30");
    t.minute = 9 * 60;
    assert_string_equal(text_of(relative_instant(&t, zone, at("2027-01-20 14:30"))),
                        "2027-01-06 09:00");
    t.kind = TRIGGER_AFTER;
    /* over the change to summer time on 14 March it is nine o'clock all the same */
    assert_string_equal(text_of(relative_instant(&t, zone, at("2027-03-10 14:30"))),
                        "2027-03-24 09:00");
}

/* Each that comes next is the last one at that instant, and is not before. */
static void follow(const struct trigger *t, const char *start, const char *const *expected)
{
    instant now = at(start), when;

    for (; *expected; expected++) {
        now = relative_next(t, &third_wednesday, zone, now);
        assert_string_equal(text_of(now), *expected);
        assert_true(relative_last(t, &third_wednesday, zone, now - 1, now, &when) != INSTANT_NEVER);
        assert_string_equal(text_of(when), *expected);
        assert_true(relative_last(t, &third_wednesday, zone, now, now, &when) == INSTANT_NEVER);
    }
}

static void it_comes_round_before_and_after(void **state)
{
    const struct trigger before = {.kind = TRIGGER_BEFORE, .days = 16, .minute = 9 * 60};
    const struct trigger after = {.kind = TRIGGER_AFTER, .days = 1, .minute = 9 * 60};
    const struct trigger same_day = {.kind = TRIGGER_AFTER, .days = 0, .minute = -1};

    follow(&before, "2026-12-01 00:00",
           (const char *[]){"2027-01-04 09:00", "2027-02-01 09:00", "2027-03-01 09:00", NULL});
    follow(&after, "2026-12-01 00:00",
           (const char *[]){"2026-12-17 09:00", "2027-01-21 09:00", "2027-02-18 09:00", NULL});
    follow(&same_day, "2026-12-16 14:29",
           (const char *[]){"2026-12-16 14:30", "2027-01-20 14:30", NULL});
}

static void times_are_read(void **state)
{
    instant t;

    assert_int_equal(meeting_time_parse("2027-01-12", 15 * 60, zone, &t), 0);
    assert_string_equal(text_of(t), "2027-01-12 15:00");
    assert_int_equal(meeting_time_parse("2027-01-12 10:00", 15 * 60, zone, &t), 0);
    assert_string_equal(text_of(t), "2027-01-12 10:00");
    assert_int_equal(meeting_time_parse("second tuesday at 10:00", 0, zone, &t), -1);
}

/* A new date takes the place of the one to come, and not of the one that was. */
static void a_meeting_is_moved(void **state)
{
    static struct programme p = {.name = "p"};
    struct state s = {.arena = arena, .programme = &p};
    struct event e = {.kind = EVENT_MEETING_PLANNED, .name = "first", .person = 1, .other = 2};

    e.at = at("2027-01-01 09:00");
    e.until = at("2027-01-10 10:00");
    apply(&s, &e);
    e.at = at("2027-01-05 09:00");
    e.until = at("2027-01-12 10:00");
    apply(&s, &e);
    assert_string_equal(text_of(next_appointment(&s, "first", 1, 2, e.at)->at), "2027-01-12 10:00");
    e.at = at("2027-01-13 09:00");
    e.until = at("2027-01-20 10:00");
    apply(&s, &e);
    assert_int_equal(s.appointments_count, 3);
    assert_true(s.appointments[0].gone);
    assert_false(s.appointments[1].gone);
    assert_null(next_appointment(&s, "first", 1, 3, e.at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hour_is_the_meetings_or_its_own),
        cmocka_unit_test(it_comes_round_before_and_after),
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(a_meeting_is_moved),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
