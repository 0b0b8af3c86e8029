/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events as sentences, and people by what is typed. */
#include "ctl/ctl.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

static struct ctl c;
static int64_t ana, hana, carol;

static int setup(void **state)
{
    c = (struct ctl){.arena = arena_new(4 * 1024 * 1024), .store = store_test_new(), .now = T0};
    ana = store_test_person(c.store, "Ana Ruiz");
    hana = store_test_person(c.store, "Hana Abe");
    carol = store_test_person(c.store, "Carol");
    return 0;
}

static int teardown(void **state)
{
    store_close(c.store);
    arena_free(c.arena);
    return 0;
}

#define SAYS(wanted, ...)                                                                          \
    assert_string_equal(ctl_sentence(&c, &(struct event){.programme = "m2m", __VA_ARGS__}), wanted)

static void every_kind_has_a_sentence(void **state)
{
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        const struct event e = {.kind = kind, .rule = "r", .step = "s", .name = "n", .value = "v"};
        if (!event_is_transient(kind))
            assert_string_not_equal(ctl_sentence(&c, &e), event_kind_name(kind));
    }
}

static void names_stand_for_numbers(void **state)
{
    SAYS("Carol is responsible now, until a reply", .kind = EVENT_LINKED, .person = ana,
         .other = carol, .name = "responsible", .value = "reply");
    SAYS("is matched with Hana Abe", .kind = EVENT_LINKED, .person = ana, .other = hana,
         .name = "match");
    assert_string_equal(ctl_with_names(&c, "@1 wrote to @3"), "Ana Ruiz wrote to Carol");
    assert_string_equal(ctl_with_names(&c, "mail to @ home and @99"), "mail to @ home and @99");
}

static void what_is_empty_is_left_out(void **state)
{
    SAYS("contact made", .kind = EVENT_CONTACT_MADE, .person = ana);
    SAYS("contact made with Carol", .kind = EVENT_CONTACT_MADE, .person = ana, .by = carol);
    SAYS("is mentor now", .kind = EVENT_ROLE_GIVEN, .person = ana, .name = "mentor");
    SAYS("is mentor now (silently)", .kind = EVENT_ROLE_GIVEN, .person = ana, .name = "mentor",
         .value = "silent");
}

static void absences_end_on_days_and_waits_at_instants(void **state)
{
    SAYS("is away now, until 2027-01-04", .kind = EVENT_MARKED, .person = ana, .value = "away",
         .until = INT64_C(1799020800));
    SAYS("check-in: again waits until 2027-01-04 00:00", .kind = EVENT_WAIT_SET, .rule = "check-in",
         .step = "again", .until = INT64_C(1799020800));
}

static void whom_an_event_is_about_is_named(void **state)
{
    const struct event pair = {.kind = EVENT_CASE_STARTED, .person = ana, .other = hana};
    const struct event letter = {.kind = EVENT_LETTER_QUEUED, .person = carol, .other = ana};
    const struct event nobody = {.kind = EVENT_OCCURRED, .programme = "m2m"};

    assert_string_equal(ctl_who(&c, &pair), "Ana Ruiz and Hana Abe");
    assert_string_equal(ctl_who(&c, &letter), "Carol");
    assert_string_equal(ctl_who(&c, &nobody), "m2m");
}

static void people_are_found_as_they_are_called(void **state)
{
    int64_t dora = store_test_person(c.store, "dora");

    assert_int_equal(ctl_person(&c, "ana ruiz"), ana);
    assert_int_equal(ctl_person(&c, "Ana"), ana); /* a word of it comes before a part: Hana */
    assert_int_equal(ctl_person(&c, "abe"), hana);
    assert_int_equal(ctl_person(&c, "aro"), carol);
    assert_int_equal(ctl_person(&c, "DORA@example.org"), dora);
    assert_int_equal(ctl_person(&c, "@3"), carol);
}

static void who_is_nobody_or_several_is_not_found(void **state)
{
    assert_int_equal(ctl_person(&c, "a"), 0);
    assert_int_equal(ctl_person(&c, "Zoe"), 0);
    assert_int_equal(ctl_person(&c, "@99"), 0);
    assert_int_equal(ctl_person(&c, "@3x"), 0);
    assert_int_equal(ctl_person(&c, ""), 0);
}

static void times_are_read_in_any_zone(void **state)
{
    static const struct {
        const char *text, *utc;
    } times[] = {
        {"2026-12-15 10:00", "2026-12-15T15:00:00Z"},
        {"2026-12-15", "2026-12-15T05:00:00Z"},
        {"2026-12-15 10:00 Europe/Berlin", "2026-12-15T09:00:00Z"},
        {"2026-07-15 Europe/Berlin", "2026-07-14T22:00:00Z"},
        {"2026-12-15T10:00:30Z", "2026-12-15T10:00:30Z"},
        {"2026-12-15T10:00:00+01:00", "2026-12-15T09:00:00Z"},
        {"2026-12-15 10:00 -0530", "2026-12-15T15:30:00Z"},
    };
    static const char *const none[] = {"tomorrow",         "2026-12-15 10:00 Europe/Berlyn",
                                       "2026-02-30",       "2026-12-15T10:00:00+25:00",
                                       "2026-12-15 25:00", ""};
    const struct zone *zone = zone_find("America/New_York");
    struct arena *a = arena_new(1 << 20);
    instant t;

    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        assert_int_equal(ctl_instant(times[i].text, zone, &t), 0);
        assert_string_equal(instant_rfc3339(a, t), times[i].utc);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(ctl_instant(none[i], zone, &t), -1);
    arena_free(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_has_a_sentence),
        TEST(names_stand_for_numbers),
        TEST(what_is_empty_is_left_out),
        TEST(absences_end_on_days_and_waits_at_instants),
        TEST(whom_an_event_is_about_is_named),
        TEST(people_are_found_as_they_are_called),
        TEST(who_is_nobody_or_several_is_not_found),
        TEST(times_are_read_in_any_zone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
