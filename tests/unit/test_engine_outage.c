/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mail server that is down, and what waits for it meanwhile. */
#include "tests/unit/support/scene.h"

static int sent_since(struct scene *s, const char *letter, const char *since)
{
    return (int)scene_number(
        s, arena_printf(s->arena,
                        "SELECT count(*) FROM delivery d JOIN letter l ON l.id = d.letter WHERE "
                        "d.state = 'sent' AND l.letter = '%s' AND d.at >= unixepoch('%s')",
                        letter, since));
}

/* Ana and Dan are silent: the second check-in falls due while the server is down. */
static void what_waited_keeps_to_its_readers_hours(void **state)
{
    struct scene *s = *state;

    s->sim.server_down = true;
    scene_at(s, "2026-12-30 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
    scene_at(s, "2026-12-31 02:00");
    s->sim.server_down = false;
    scene_at(s, "2026-12-31 06:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 0);
    scene_at(s, "2026-12-31 12:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 2);
}

/* What somebody wrote is passed on the moment it can be, and so is what answers a command. */
static void answers_go_at_once_at_any_hour(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    scene_forget_letters(s);
    s->sim.server_down = true;
    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &l, .text = "All is well.");
    scene_at(s, "2026-12-16 02:00");
    s->sim.server_down = false;
    scene_at(s, "2026-12-16 02:01");
    assert_int_equal(sent_since(s, "forwarded-answer", "2026-12-15"), 1);
}

/* The window moves with each day that passes; whoever is back within it sends at once. */
static void back_within_the_hours_it_goes_at_once(void **state)
{
    struct scene *s = *state;

    s->sim.server_down = true;
    scene_at(s, "2027-01-05 15:00");
    s->sim.server_down = false;
    scene_at(s, "2027-01-05 15:01");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_waited_keeps_to_its_readers_hours, scene_setup,
                                        scene_teardown),
        cmocka_unit_test_setup_teardown(answers_go_at_once_at_any_hour, scene_setup,
                                        scene_teardown),
        cmocka_unit_test_setup_teardown(back_within_the_hours_it_goes_at_once, scene_setup,
                                        scene_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
