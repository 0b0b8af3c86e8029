/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_engine_stuck.c - what ends the engine again and again is set aside, and all else goes on.
 *
 * A trigger in the store makes one event impossible, so that each pass that
 * comes to it fails. */
#include "engine/engine.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"
#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <string.h>

static instant at(const char *when)
{
    struct civil c;

    assert_int_equal(civil_parse(when, &c), 0);
    return civil_instant(c, zone_find("America/New_York"));
}

static void forbid(struct scene *s, const char *kind, int64_t person)
{
    store_test_sql(s->sim.store, SQLITE_OK,
                   arena_printf(s->arena,
                                "CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.kind = '%s' "
                                "AND NEW.person = %lld BEGIN SELECT raise(ABORT, 'poison'); END",
                                kind, (long long)person));
}

static void allow(struct scene *s)
{
    store_test_sql(s->sim.store, SQLITE_OK, "DROP TRIGGER poison");
}

/* The engine of a daemon that is started again: after the first failure it is careful. */
static void fail_until_set_aside(struct scene *s)
{
    struct err e;

    assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    for (int i = 0; i < 3; i++) {
        engine_be_careful(s->sim.engine);
        assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    }
    if (simulation_advance(&s->sim, s->sim.now, &e) < 0)
        fail_msg("%s", e.text);
}

static const char *stuck(struct scene *s)
{
    return store_setting(s->sim.store, s->arena, SETTING_STUCK);
}

static void read_rules_again(struct scene *s)
{
    struct diags d;

    diags_init(&d, s->arena);
    assert_int_equal(engine_reload_at(s->sim.engine, &d, s->sim.now), 0);
    assert_null(stuck(s));
}

static void a_wait_that_ends_the_engine(void **state)
{
    struct scene *s = *state;

    forbid(s, "silence", s->ana);
    simulation_sleep(&s->sim, at("2026-12-22 10:00"));
    fail_until_set_aside(s);
    assert_int_equal(scene_count(s, "check-in-again", "dan@example.org"), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    assert_int_equal(scene_count(s, "set-aside", ""), 1);
    assert_true(!strncmp(stuck(s), "case ", 5));
    scene_at(s, "2026-12-24 10:00");
    assert_int_equal(scene_count(s, "set-aside", ""), 1);
    allow(s);
    read_rules_again(s);
    scene_at(s, "2026-12-24 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

static void a_result_that_ends_the_engine(void **state)
{
    struct scene *s = *state;

    forbid(s, "contact-attempted", s->ana);
    simulation_sleep(&s->sim, at("2026-12-22 10:00"));
    struct err e;
    assert_int_equal(simulation_advance(&s->sim, s->sim.now, &e), -1);
    fail_until_set_aside(s);
    assert_int_equal(scene_count(s, "check-in-again", "dan@example.org"), 1);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->ana), 1);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->dan), 2);
    assert_int_equal(scene_count(s, "set-aside", ""), 1);
    assert_true(!strncmp(stuck(s), "result ", 7));
    allow(s);
    read_rules_again(s);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->ana), 2);
}

/* What still fails stays on the list, and keeps nothing else from being tried. */
static void what_fails_again_is_not_forgotten(void **state)
{
    struct scene *s = *state;
    struct diags d;

    store_test_sql(s->sim.store, SQLITE_OK,
                   "CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.kind = "
                   "'contact-attempted' BEGIN SELECT raise(ABORT, 'poison'); END");
    simulation_sleep(&s->sim, at("2026-12-22 10:00"));
    struct err e;
    assert_int_equal(simulation_advance(&s->sim, s->sim.now, &e), -1);
    for (int i = 0; i < 10; i++) {
        engine_be_careful(s->sim.engine);
        engine_pass(s->sim.engine, s->sim.now);
    }
    assert_non_null(strstr(stuck(s), ", result "));
    allow(s);
    forbid(s, "contact-attempted", s->ana);
    diags_init(&d, s->arena);
    assert_int_equal(engine_reload_at(s->sim.engine, &d, s->sim.now), 0);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->dan), 2);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->ana), 1);
    assert_non_null(stuck(s));
    allow(s);
    read_rules_again(s);
    assert_int_equal(scene_events(s, "contact-attempted", "", s->ana), 2);
}

static void an_occurrence_that_ends_the_engine(void **state)
{
    struct scene *s = *state;

    struct outbox_row letter = scene_letter(s, "check-in", "ana@example.org");

    assert_int_equal(scene_events(s, "case-started", "", s->ana), 1);
    RECEIVE(s, .from = "ana@example.org", .answers = &letter, .text = "All is well.");
    scene_at(s, "2027-01-14 10:00");
    forbid(s, "case-started", s->ana);
    simulation_sleep(&s->sim, at("2027-01-15 10:00"));
    fail_until_set_aside(s);
    assert_int_equal(scene_count(s, "batch-held", ""), 1);
    allow(s);
    assert_int_equal(
        engine_release(s->sim.engine, "mentor2mentor", "check-in", "2027-01", s->sim.now), 1);
    scene_at(s, "2027-01-15 12:00");
    assert_int_equal(scene_events(s, "case-started", "", s->ana), 2);
}

/* Nothing is counted that does not end it. */
static void a_careful_pass_leaves_no_trace(void **state)
{
    struct scene *s = *state;

    engine_be_careful(s->sim.engine);
    scene_at(s, "2026-12-22 10:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM setting WHERE name LIKE 'tries of %'"),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_wait_that_ends_the_engine, scene_setup, scene_teardown),
        cmocka_unit_test_setup_teardown(a_result_that_ends_the_engine, scene_setup, scene_teardown),
        cmocka_unit_test_setup_teardown(what_fails_again_is_not_forgotten, scene_setup,
                                        scene_teardown),
        cmocka_unit_test_setup_teardown(an_occurrence_that_ends_the_engine, scene_setup,
                                        scene_teardown),
        cmocka_unit_test_setup_teardown(a_careful_pass_leaves_no_trace, scene_setup,
                                        scene_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
