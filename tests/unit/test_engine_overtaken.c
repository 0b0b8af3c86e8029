/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters that lie in the outbox when something happens that they must not outlive. */
#include "store/internal.h"
#include "tests/unit/support/scene.h"

#include <string.h>

#define ANA  "Ana Ruiz <ana@example.org>"
#define AUTO "Auto-Submitted: auto-replied\n"

/* Ana and Wen live in Tokyo now: the second attempt is written at midnight there, and waits for
 * eight. */
static int second_attempt_waits(void **state)
{
    struct scene *s;

    if (scene_setup(state))
        return -1;
    s = *state;
    assert_int_equal(sqlite3_exec(s->sim.store->db,
                                  "UPDATE person SET zone = 'Asia/Tokyo' WHERE name LIKE 'Ana%' OR "
                                  "name LIKE 'Wen%'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    scene_at(s, "2026-12-22 11:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
    return 0;
}

static int sent(struct scene *s, const char *letter)
{
    return (int)scene_number(
        s, arena_printf(s->arena,
                        "SELECT count(*) FROM delivery WHERE state = 'sent' AND letter IN (SELECT "
                        "id FROM letter WHERE letter = '%s' AND envelope_to = 'ana@example.org')",
                        letter));
}

static void it_goes_when_nothing_happens(void **state)
{
    struct scene *s = *state;

    assert_int_equal(sent(s, "check-in-again"), 0);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(sent(s, "check-in-again"), 1);
}

static void an_answer_takes_it_back(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "All is well, Bea and I met on Friday.");
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(sent(s, "check-in-again"), 0);
    assert_int_equal(scene_events(s, "letter-dropped", "attempt", s->ana), 1);
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 1);
}

static void who_asked_to_stop_gets_nothing_more(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "stop");
    scene_at(s, "2027-02-01 12:00");
    assert_int_equal(sent(s, "check-in-again"), 0);
    assert_int_equal(scene_count(s, "", "ana@example.org"), 1); /* the one taken back */
}

static void mark(struct scene *s, int64_t person, const char *status)
{
    struct event ev = {.kind = EVENT_MARKED,
                       .programme = "mentor2mentor",
                       .person = person,
                       .value = status,
                       .reason = "the test says so"};
    struct err e;

    assert_int_equal(simulation_perform(&s->sim, &ev, &e), 0);
}

static void who_has_left_gets_nothing_more(void **state)
{
    struct scene *s = *state;

    mark(s, s->ana, STATUS_LEFT);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(sent(s, "check-in-again"), 0);
}

static void an_absence_puts_it_off(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .more = AUTO, .subject = "Automatic reply",
            .text = "I am out of the office until January 4, 2027.");
    scene_at(s, "2027-01-03 09:00");
    assert_int_equal(sent(s, "check-in-again"), 0);
    scene_at(s, "2027-01-04 09:00");
    assert_int_equal(sent(s, "check-in-again"), 1);
    scene_at(s, "2027-01-10 12:00"); /* the wait began when it went out */
    assert_int_equal(scene_count(s, "welcome-check-in", "ana@example.org"), 0);
}

static void shadow_holds_it_until_it_is_live_again(void **state)
{
    struct scene *s = *state;
    int released, dropped;

    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_hold_letters(s->sim.store, "mentor2mentor", "shadow"), 1);
    assert_int_equal(store_set_mode(s->sim.store, "mentor2mentor", "shadow"), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(sent(s, "check-in-again"), 0);
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_true(engine_go_live(s->sim.engine, "mentor2mentor", s->sim.now, &released, &dropped) >=
                0);
    assert_int_equal(store_commit(s->sim.store), 0);
    scene_at(s, "2026-12-23 17:00"); /* it is night in Tokyo */
    assert_int_equal(sent(s, "check-in-again"), 0);
    scene_at(s, "2026-12-23 19:00");
    assert_int_equal(sent(s, "check-in-again"), 1);
}

static void who_asked_to_stop_is_not_told_of_what_is_done(void **state)
{
    struct scene *s = *state;

    mark(s, s->carol, STATUS_OPTED_OUT);
    scene_at(s, "2027-01-10 12:00");
    assert_int_equal(scene_count(s, "mentor-silent", "wen@example.org"), 2); /* Ana's and Dan's */
    assert_int_equal(scene_count(s, "mentor-silent", "carol@example.org"), 0);
}

/* A question to one who leaves before it went out goes on as if nobody had answered. */
static void a_question_that_is_taken_back_expires(void **state)
{
    struct scene *s = *state;

    scene_at(s, "2027-01-01 10:00"); /* the survey begins; it is midnight where Wen is */
    assert_int_equal(scene_count(s, "survey-links", "wen@example.org"), 1);
    mark(s, s->wen, STATUS_LEFT);
    scene_at(s, "2027-01-02 12:00");
    assert_int_equal(scene_events(s, "letter-dropped", "ask", s->wen), 1);
    assert_int_equal(scene_count(s, "survey-missed", "carol@example.org"), 1);
}

/* ---- what stays when somebody is forgotten, and what the log keeps -------------------- */

static void the_key_of_a_letter_holds_no_address(void **state)
{
    struct scene *s = *state;

    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter WHERE unique_key LIKE '%@%'"), 0);
}

static void who_writes_to_the_forgotten_hears_that_it_did_not_go(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "Bea was ill, and we will meet next week.");
    l = scene_letter(s, "forwarded-answer", "carol@example.org");
    mark(s, s->ana, STATUS_LEFT);
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_forget_person(s->sim.store, s->ana), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &l,
            .text = "I wish her all the best.");
    assert_int_equal(scene_count(s, "transcript", "carol@example.org"), 1);
    assert_true(scene_reached(s, "carol@example.org", "not passed on"));
    assert_int_equal(scene_events(s, "relayed", "", 0), 0);
}

static void an_address_for_the_forgotten_is_not_taken(void **state)
{
    struct scene *s = *state;
    const struct event bounce = {.kind = EVENT_HEARD,
                                 .programme = "mentor2mentor",
                                 .person = s->ana,
                                 .value = "bounce",
                                 .reason = "it came back"};
    struct err e;

    assert_int_equal(simulation_perform(&s->sim, &bounce, &e), 0);
    scene_at(s, "2026-12-15 10:05");
    struct outbox_row l = scene_letter(s, "address-needed", "carol@example.org");
    mark(s, s->ana, STATUS_LEFT);
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_forget_person(s->sim.store, s->ana), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &l,
            .text = "ana.ruiz@new.example.org");
    assert_true(scene_reached(s, "carol@example.org", "not on file any more"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM address WHERE address LIKE '%new%'"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM person WHERE status = 'left'"), 1);
}

static void links_that_people_type_stand_in_no_event(void **state)
{
    struct scene *s = *state;

    scene_at(s, "2027-01-02 12:00");
    struct outbox_row l = scene_letter(s, "survey-links", "wen@example.org");
    RECEIVE(s, .from = "Wen Li <wen@example.org>", .answers = &l,
            .text = "Mentor survey: https://forms.example.org/mentors\n"
                    "Mentee survey: https://forms.example.org/mentees");
    scene_at(s, "2027-01-05 12:00");
    assert_int_equal(scene_count(s, "mentor-survey", "dan@example.org"), 1);
    assert_true(scene_reached(s, "dan@example.org", "forms.example.org/mentors"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event WHERE value LIKE '%example%'"), 0);
}

/* ---- clocks that were wrong --------------------------------------------------------------- */

static void a_schedule_outlives_a_clock_that_was_far_ahead(void **state)
{
    struct scene *s = *state;

    assert_int_equal(sqlite3_exec(s->sim.store->db, "UPDATE rule_clock SET at = at + 400 * 86400",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    scene_at(s, "2027-01-15 11:00");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event WHERE kind = 'occurred' AND rule "
                                     "= 'check-in' AND occurrence = '2027-01'"),
                     1);
}

/* Somebody puts a wait off while the engine has the case in its list of what is due. */
static void a_case_that_is_not_due_any_more_stays_as_it_is(void **state)
{
    struct scene *s = *state;
    struct event due = {.kind = EVENT_DUE,
                        .programme = "mentor2mentor",
                        .person = s->dan,
                        .case_id = scene_number(s, "SELECT max(id) FROM kase WHERE phase = "
                                                   "'waiting' AND rule = 'check-in'")};
    int64_t events = scene_number(s, "SELECT count(*) FROM event");
    struct err e;

    assert_int_equal(simulation_perform(&s->sim, &due, &e), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event"), events);
}

#define SCENE(test)   cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)
#define WAITING(test) cmocka_unit_test_setup_teardown(test, second_attempt_waits, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WAITING(it_goes_when_nothing_happens),
        WAITING(an_answer_takes_it_back),
        WAITING(who_asked_to_stop_gets_nothing_more),
        WAITING(who_has_left_gets_nothing_more),
        WAITING(an_absence_puts_it_off),
        WAITING(shadow_holds_it_until_it_is_live_again),
        WAITING(a_question_that_is_taken_back_expires),
        SCENE(who_asked_to_stop_is_not_told_of_what_is_done),
        SCENE(the_key_of_a_letter_holds_no_address),
        SCENE(who_writes_to_the_forgotten_hears_that_it_did_not_go),
        SCENE(an_address_for_the_forgotten_is_not_taken),
        SCENE(links_that_people_type_stand_in_no_event),
        SCENE(a_schedule_outlives_a_clock_that_was_far_ahead),
        SCENE(a_case_that_is_not_due_any_more_stays_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
