/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What protects people from a programme: shadow, pause, a limit on how much begins at once. */
#include "tests/unit/support/scene.h"

#include <string.h>

#define PROGRAMME "mentor2mentor"

static void set_mode(struct scene *s, const char *mode)
{
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_set_mode(s->sim.store, PROGRAMME, mode), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
}

/* How many letters of that template have gone out since the last old news ("": any). */
static int sent(struct scene *s, const char *letter)
{
    return (int)scene_number(
        s, arena_printf(s->arena,
                        "SELECT count(*) FROM delivery d JOIN letter l ON l.id = d.letter "
                        "WHERE d.state = 'sent' AND l.id > %lld AND ('%s' = '' OR l.letter = '%s')",
                        (long long)s->first, letter, letter));
}

/* Everybody has answered, so that a new month begins anew. */
static void close_december(struct scene *s)
{
    struct outbox_row ana = scene_letter(s, "check-in", "ana@example.org");
    struct outbox_row dan = scene_letter(s, "check-in", "dan@example.org");

    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &ana, .text = "All is well.");
    RECEIVE(s, .from = "Dan Weiss <dan@example.org>", .answers = &dan, .text = "Fine.");
    scene_at(s, "2027-01-14 12:00");
    scene_forget_letters(s);
}

static void in_shadow_nothing_goes_out(void **state)
{
    struct scene *s = *state;

    close_december(s);
    set_mode(s, "shadow");
    scene_at(s, "2027-01-20 12:00");
    assert_int_equal(sent(s, ""), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter WHERE letter = 'check-in' AND "
                                     "held = 'shadow'"),
                     2);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'check-in' AND "
                                     "occurrence = '2027-01' AND phase = 'sending'"),
                     2);
}

static void go_live(struct scene *s, int *released, int *dropped)
{
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(engine_go_live(s->sim.engine, PROGRAMME, s->sim.now, released, dropped), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
}

static void going_live_lets_young_letters_go(void **state)
{
    struct scene *s = *state;
    int released, dropped;

    close_december(s);
    set_mode(s, "shadow");
    scene_at(s, "2027-01-15 12:00");
    go_live(s, &released, &dropped);
    scene_at(s, "2027-01-15 12:30");
    assert_int_equal(sent(s, "check-in"), 2);
    assert_true(released >= 2);
    assert_int_equal(dropped, 0);
}

static void going_live_drops_old_letters_and_ends_their_cases(void **state)
{
    struct scene *s = *state;
    int released, dropped;

    close_december(s);
    set_mode(s, "shadow");
    scene_at(s, "2027-02-10 12:00");
    go_live(s, &released, &dropped);
    scene_at(s, "2027-02-10 12:30");
    assert_true(dropped >= 2);
    assert_int_equal(sent(s, "check-in"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'check-in' AND "
                                     "occurrence = '2027-01' AND phase <> 'ended'"),
                     0);
}

static void while_paused_ladders_stand_and_mail_is_heard(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    scene_forget_letters(s);
    set_mode(s, "paused");
    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &l, .text = "All is well.");
    scene_at(s, "2026-12-30 12:00");
    assert_int_equal(sent(s, ""), 0);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
    set_mode(s, "live");
    scene_at(s, "2026-12-30 12:30");
    assert_int_equal(sent(s, "forwarded-answer"), 1);
    assert_int_equal(sent(s, "check-in-again"), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
}

/* The rules are read-only but to this test, which makes the limit small. */
static void limit_check_ins(struct scene *s, int most)
{
    const struct shelf_programme *p = shelf_programme(engine_shelf(s->sim.engine), PROGRAMME);
    struct rule *r = (struct rule *)programme_rule(p->rules, "check-in");

    r->max_per_run = most;
}

static void too_many_at_once_are_held_for_the_admin(void **state)
{
    struct scene *s = *state;

    close_december(s);
    limit_check_ins(s, 1);
    scene_at(s, "2027-01-15 12:00");
    assert_int_equal(scene_count(s, "check-in", ""), 0);
    assert_int_equal(scene_count(s, "batch-held", "admin@example.org"), 1);
    assert_true(scene_reached(s, "admin@example.org",
                              "\"mentorctl release check-in 2027-01 --programme mentor2mentor\""));
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(engine_release(s->sim.engine, PROGRAMME, "check-in", "2027-01", s->sim.now),
                     1);
    assert_int_equal(store_commit(s->sim.store), 0);
    scene_at(s, "2027-01-15 12:30");
    assert_int_equal(scene_count(s, "check-in", ""), 2);
    assert_int_equal(scene_count(s, "batch-held", ""), 1);
}

static void as_many_as_allowed_begin_at_once(void **state)
{
    struct scene *s = *state;

    close_december(s);
    limit_check_ins(s, 2);
    scene_at(s, "2027-01-15 12:00");
    assert_int_equal(scene_count(s, "check-in", ""), 2);
    assert_int_equal(scene_count(s, "batch-held", ""), 0);
}

static void old_messages_are_erased_and_the_log_stays(void **state)
{
    struct scene *s = *state;

    close_december(s);
    assert_true(scene_number(s, "SELECT count(*) FROM inbox_raw") > 0);
    s->config.keep_messages_days = 30;
    scene_at(s, "2027-02-20 12:00");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM inbox_raw"), 0);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
}

#define T(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(in_shadow_nothing_goes_out),
        T(going_live_lets_young_letters_go),
        T(going_live_drops_old_letters_and_ends_their_cases),
        T(while_paused_ladders_stand_and_mail_is_heard),
        T(too_many_at_once_are_held_for_the_admin),
        T(as_many_as_allowed_begin_at_once),
        T(old_messages_are_erased_and_the_log_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
