/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/civil.h"
#include "tests/unit/unit.h"
#include <string.h>

static const struct zone *zone(const char *name)
{
    const struct zone *z = zone_find(name);

    assert_non_null(z);
    return z;
}

/* The instant of a civil time, as the header says, in UTC. */
static void assert_instant(const char *zone_name, const char *civil, const char *utc)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1000);
    struct civil c;

    assert_int_equal(civil_parse(civil, &c), 0);
    assert_string_equal(instant_rfc3339(a, civil_instant(c, zone(zone_name))), utc);
}

static instant at(const char *utc)
{
    struct civil c;

    assert_int_equal(civil_parse(utc, &c), 0);
    return civil_instant(c, zone("UTC"));
}

static void assert_civil(const char *zone_name, const char *utc, const char *civil)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1000);

    assert_string_equal(civil_format(a, civil_at(at(utc), zone(zone_name))), civil);
}

static void known_dates(void **state)
{
    assert_int_equal(date_days((struct date){1970, 1, 1}), 0);
    assert_int_equal(date_days((struct date){2000, 3, 1}), 11017);
    assert_int_equal(date_days((struct date){1, 1, 1}), -719162);
    assert_int_equal(date_days((struct date){9999, 12, 31}), 2932896);
    assert_int_equal(date_weekday((struct date){2026, 12, 15}), TUESDAY);
    assert_int_equal(date_weekday((struct date){2000, 2, 29}), TUESDAY);
    assert_int_equal(date_weekday((struct date){1900, 1, 1}), MONDAY);
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(2028, 2), 29);
    assert_string_equal(weekday_name(SUNDAY), "Sunday");
    assert_string_equal(month_name(12), "December");
}

static void every_day_from_1900_to_2200_follows_the_last(void **state)
{
    struct date d = {1900, 1, 1};
    int64_t days = date_days(d);
    enum weekday weekday = MONDAY;

    while (d.year <= 2200) {
        struct date back = date_from_days(days);

        assert_true(date_valid(d));
        assert_int_equal(date_days(d), days);
        assert_int_equal(date_compare(back, d), 0);
        assert_int_equal(date_weekday(d), weekday);
        assert_int_equal(date_compare(date_add(d, -31), d), -1);
        assert_int_equal(date_compare(date_add(date_add(d, 400), -400), d), 0);
        days++;
        weekday = weekday == SUNDAY ? MONDAY : weekday + 1;
        if (++d.day > days_in_month(d.year, d.month)) {
            d.day = 1;
            d.month = d.month % 12 + 1;
            d.year += d.month == 1;
        }
    }
}

static void assert_months(struct date d, int months, struct date expected)
{
    struct date got = date_add_months(d, months);

    assert_int_equal(date_compare(got, expected), 0);
}

static void months_are_clamped(void **state)
{
    assert_months((struct date){2026, 1, 31}, 1, (struct date){2026, 2, 28});
    assert_months((struct date){2028, 1, 31}, 1, (struct date){2028, 2, 29});
    assert_months((struct date){2026, 3, 31}, -1, (struct date){2026, 2, 28});
    assert_months((struct date){2026, 12, 15}, 1, (struct date){2027, 1, 15});
    assert_months((struct date){2026, 1, 15}, -1, (struct date){2025, 12, 15});
    assert_months((struct date){2026, 1, 15}, -25, (struct date){2023, 12, 15});
    assert_months((struct date){9999, 12, 1}, 1, (struct date){9999, 12, 31});
    assert_months((struct date){1, 1, 1}, -1, (struct date){1, 1, 1});
}

static void texts_are_read_strictly(void **state)
{
    static const char *const no_dates[] = {
        "",           "2026-1-1",    "2026-02-30", "2026-13-01",  "0000-01-01",
        "2026-00-10", "2026-01-00",  "2026/01/01", " 2026-01-01", "2026-01-01 ",
        "+026-01-01", "2026-01-01x", "2025-02-29",
    };
    static const char *const no_times[] = {
        "2026-12-15 9:00", "2026-12-15 24:00",   "2026-12-15 09:60",     "2026-12-15 09:00:60",
        "2026-12-15 09",   "2026-12-15T09:00:0", "2026-12-15_09:00",     "2026-12-15 09:00 ",
        "2026-12-15 0900", "2026-12-15 -1:00",   "2026-12-15T09:00:00Z",
    };
    struct date d;
    struct civil c;

    for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++)
        assert_int_equal(date_parse(no_dates[i], &d), -1);
    for (size_t i = 0; i < sizeof no_times / sizeof *no_times; i++)
        assert_int_equal(civil_parse(no_times[i], &c), -1);
    assert_int_equal(date_parse("2028-02-29", &d), 0);
    assert_int_equal(d.day, 29);
    assert_int_equal(civil_parse("2026-12-15T09:08:30", &c), 0);
    assert_int_equal(c.hour * 10000 + c.minute * 100 + c.second, 90830);
    assert_int_equal(civil_parse("2026-12-15", &c), 0);
    assert_int_equal(c.hour + c.minute + c.second, 0);
}

static void clocks_are_minutes(void **state)
{
    assert_int_equal(clock_parse("00:00"), 0);
    assert_int_equal(clock_parse("09:05"), 545);
    assert_int_equal(clock_parse("23:59"), 1439);
    assert_int_equal(clock_parse("24:00"), -1);
    assert_int_equal(clock_parse("9:00"), -1);
    assert_int_equal(clock_parse("09:60"), -1);
    assert_int_equal(clock_parse("09:00 "), -1);
    assert_int_equal(clock_parse(""), -1);
}

static void new_york_in_spring(void **state)
{
    assert_instant("America/New_York", "2026-03-08 01:59:59", "2026-03-08T06:59:59Z");
    assert_instant("America/New_York", "2026-03-08 02:00", "2026-03-08T07:00:00Z");
    assert_instant("America/New_York", "2026-03-08 02:59:59", "2026-03-08T07:00:00Z");
    assert_instant("America/New_York", "2026-03-08 03:00", "2026-03-08T07:00:00Z");
    assert_instant("America/New_York", "2026-03-08 03:00:01", "2026-03-08T07:00:01Z");
    assert_civil("America/New_York", "2026-03-08 06:59:59", "2026-03-08 01:59");
    assert_civil("America/New_York", "2026-03-08 07:00", "2026-03-08 03:00");
}

static void new_york_in_autumn(void **state)
{
    assert_instant("America/New_York", "2026-11-01 00:59:59", "2026-11-01T04:59:59Z");
    assert_instant("America/New_York", "2026-11-01 01:00", "2026-11-01T05:00:00Z");
    assert_instant("America/New_York", "2026-11-01 01:59:59", "2026-11-01T05:59:59Z");
    assert_instant("America/New_York", "2026-11-01 02:00", "2026-11-01T07:00:00Z");
    assert_civil("America/New_York", "2026-11-01 05:30", "2026-11-01 01:30");
    assert_civil("America/New_York", "2026-11-01 06:30", "2026-11-01 01:30");
}

static void daylight_saving_goes_on_after_2037(void **state)
{
    assert_instant("America/New_York", "2045-07-01 12:00", "2045-07-01T16:00:00Z");
    assert_instant("America/New_York", "2045-12-01 12:00", "2045-12-01T17:00:00Z");
    assert_instant("Europe/Lisbon", "2090-07-01 12:00", "2090-07-01T11:00:00Z");
}

static void lisbon_lord_howe_apia_and_kathmandu(void **state)
{
    assert_instant("Europe/Lisbon", "2026-03-29 01:30", "2026-03-29T01:00:00Z");
    assert_instant("Europe/Lisbon", "2026-10-25 01:30", "2026-10-25T00:30:00Z");
    assert_instant("Europe/Lisbon", "2026-07-01 12:00", "2026-07-01T11:00:00Z");
    /* Half an hour: 02:00 to 02:30 is skipped on 4 October, 01:30 to 02:00 comes twice on 5 April.
     */
    assert_instant("Australia/Lord_Howe", "2026-10-04 01:59", "2026-10-03T15:29:00Z");
    assert_instant("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z");
    assert_instant("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03T15:30:00Z");
    assert_instant("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z");
    assert_instant("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04T15:30:00Z");
    /* The whole of 30 December 2011 was skipped. */
    assert_instant("Pacific/Apia", "2011-12-29 23:59", "2011-12-30T09:59:00Z");
    assert_instant("Pacific/Apia", "2011-12-30 00:00", "2011-12-30T10:00:00Z");
    assert_instant("Pacific/Apia", "2011-12-30 17:00", "2011-12-30T10:00:00Z");
    assert_instant("Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00:00Z");
    assert_civil("Asia/Kathmandu", "2026-01-01 00:00", "2026-01-01 05:45");
}

static void every_hour_of_years_round_trips(void **state)
{
    static const char *const names[] = {"America/New_York", "Europe/Lisbon", "Australia/Lord_Howe",
                                        "Asia/Kathmandu",   "Pacific/Apia",  "UTC",
                                        "Africa/Casablanca"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *z = zone(names[i]);

        for (instant t = at("2005-01-01"); t < at("2030-01-01"); t += 1800) {
            struct civil c = civil_at(t, z), again;
            instant back = civil_instant(c, z);

            /* In an overlap the earlier instant of the same civil time. */
            assert_true(back == t || (back < t && t - back <= 3600));
            again = civil_at(back, z);
            assert_memory_equal(&c, &again, sizeof c);
        }
    }
}

static void a_wait_keeps_the_clock(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1000);
    const struct zone *ny = zone("America/New_York");
    instant second_pass = at("2026-11-01 06:30");

    assert_string_equal(instant_rfc3339(a, instant_add_days(at("2026-03-05 15:00"), 7, ny)),
                        "2026-03-12T14:00:00Z");
    assert_string_equal(instant_rfc3339(a, instant_add_days(at("2026-03-07 07:30"), 1, ny)),
                        "2026-03-08T07:00:00Z");
    assert_int_equal(instant_add_days(second_pass, 0, ny), second_pass);
    assert_true(instant_add_days(INSTANT_NEVER, 7, ny) == INSTANT_NEVER);
}

static void only_iana_names_are_zones(void **state)
{
    static const char *const none[] = {
        "",     "Nowhere/Land", "Lisbon",     "+05:00",         "EST5EDT,M3", "../../etc/passwd",
        "ABC5", "UTC+3",        "/etc/hosts", ":Europe/Lisbon", "Europe/",    "europe lisbon"};

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(zone_find(none[i]));
    assert_null(zone_find(NULL));
    assert_ptr_equal(zone("Europe/Lisbon"), zone("Europe/Lisbon"));
    assert_string_equal(zone_name(zone("Etc/GMT+5")), "Etc/GMT+5");
}

static void instants_out_of_range_are_clamped(void **state)
{
    struct civil last = civil_at(INSTANT_NEVER, zone("Asia/Kathmandu"));
    struct civil first = civil_at(INT64_MIN, zone("America/New_York"));

    assert_int_equal(last.date.year, 9999);
    assert_int_equal(first.date.year, 1);
}

static void dates_of_messages(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1000);
    instant t = at("2026-12-15 14:00");

    assert_string_equal(instant_rfc5322(a, t, zone("America/New_York")),
                        "Tue, 15 Dec 2026 09:00:00 -0500");
    assert_string_equal(instant_rfc5322(a, t, zone("Asia/Kathmandu")),
                        "Tue, 15 Dec 2026 19:45:00 +0545");
    assert_string_equal(instant_rfc5322(a, t, zone("UTC")), "Tue, 15 Dec 2026 14:00:00 +0000");
    assert_string_equal(instant_rfc3339(a, t), "2026-12-15T14:00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_dates),
        cmocka_unit_test(every_day_from_1900_to_2200_follows_the_last),
        cmocka_unit_test(months_are_clamped),
        cmocka_unit_test(texts_are_read_strictly),
        cmocka_unit_test(clocks_are_minutes),
        cmocka_unit_test(new_york_in_spring),
        cmocka_unit_test(new_york_in_autumn),
        cmocka_unit_test(daylight_saving_goes_on_after_2037),
        cmocka_unit_test(lisbon_lord_howe_apia_and_kathmandu),
        cmocka_unit_test(every_hour_of_years_round_trips),
        cmocka_unit_test(a_wait_keeps_the_clock),
        cmocka_unit_test(only_iana_names_are_zones),
        cmocka_unit_test(instants_out_of_range_are_clamped),
        cmocka_unit_test(dates_of_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
