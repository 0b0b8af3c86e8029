/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two programmes that share people, a store and a mailbox: Ana, a mentor of Mentor2Mentor, is the
 * worker of Peer Mentoring, where Dan is a mentor and Bea his mentee. */
#include "store/internal.h"
#include "tests/unit/support/scene.h"

#include <string.h>

#define PEER "peer-mentoring"
#define ANA  "Ana Ruiz <ana@example.org>"

static int64_t manager;

static void set_mode(struct scene *s, const char *mode)
{
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_set_mode(s->sim.store, PEER, mode), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
}

static int setup(void **state)
{
    int rc = scene_setup_all(state);
    struct scene *s = *state;

    set_mode(s, "live");
    manager = scene_person(s, PEER, "Max Boss", "max@example.org", "manager");
    scene_happen(s, PEER, EVENT_ROLE_GIVEN, s->ana, 0, "worker");
    scene_happen(s, PEER, EVENT_ROLE_GIVEN, s->dan, 0, "mentor");
    scene_happen(s, PEER, EVENT_ROLE_GIVEN, s->bea, 0, "mentee");
    scene_happen(s, PEER, EVENT_LINKED, s->dan, s->ana, "responsible");
    return rc;
}

/* It is evening in London: the question to the worker waits for the morning. */
static void match_in_the_evening(struct scene *s)
{
    const struct event matched = {.kind = EVENT_LINKED,
                                  .programme = PEER,
                                  .person = s->dan,
                                  .other = s->bea,
                                  .name = "match",
                                  .reason = "they were matched"};
    struct err e;

    scene_at(s, "2026-12-15 16:00");
    assert_int_equal(simulation_perform(&s->sim, &matched, &e), 0);
    scene_at(s, "2026-12-15 16:01");
    assert_int_equal(scene_count(s, "find-a-date", "ana@example.org"), 1);
}

static void a_stop_in_one_takes_back_what_waits_in_the_other(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    match_in_the_evening(s);
    RECEIVE(s, .from = ANA, .answers = &l, .text = "stop");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter WHERE letter = 'find-a-date' AND "
                                     "dropped IS NOT NULL"),
                     1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event AS e JOIN kase AS k ON k.id = "
                                     "e.case_id WHERE e.programme <> k.programme"),
                     0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'first-meeting' AND "
                                     "phase <> 'ended'"),
                     0); /* nobody was asked; it went the way of the unanswered */
    scene_at(s, "2026-12-16 09:00");
    assert_int_equal(scene_count(s, "no-first-date", "max@example.org"), 1);
}

/* The hours are those of the programme that wrote the letter. */
static void an_absence_in_one_puts_off_what_waits_in_the_other(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    match_in_the_evening(s);
    RECEIVE(s, .from = ANA, .answers = &l, .more = "Auto-Submitted: auto-replied\n",
            .subject = "Automatic reply", .text = "I am out of the office until January 4, 2027.");
    struct outbox_row waits = scene_letter(s, "find-a-date", "ana@example.org");
    struct civil c = civil_at(waits.not_before, zone_find("Europe/London"));
    assert_int_equal(c.date.day, 4);
    assert_int_equal(c.hour * 60 + c.minute, 8 * 60 + 30);
}

/* In the other it was a question about Dan and Bea that did not reach her. */
static void an_address_wakes_what_stopped_in_both(void **state)
{
    struct scene *s = *state;
    struct delivery_row failed = {.state = DELIVERY_FAILED, .at = s->sim.now, .code = 550};
    const struct event bounce = {.kind = EVENT_HEARD,
                                 .programme = "mentor2mentor",
                                 .person = s->ana,
                                 .value = "bounce",
                                 .reason = "it came back"};
    struct err e;

    match_in_the_evening(s);
    failed.letter = scene_letter(s, "find-a-date", "ana@example.org").id;
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_put_delivery(s->sim.store, &failed), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    assert_int_equal(simulation_perform(&s->sim, &bounce, &e), 0);
    scene_at(s, "2026-12-16 10:00");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'stopped'"), 2);
    struct outbox_row needed = scene_letter(s, "address-needed", "carol@example.org");
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &needed,
            .text = "ana.ruiz@new.example.org");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'stopped'"), 0);
    assert_int_equal(scene_count(s, "check-in", "ana.ruiz@new.example.org"), 1);
    assert_int_equal(scene_count(s, "find-a-date", "ana.ruiz@new.example.org"), 1);
}

/* One programme of mail does not answer the same sender twice in a week. */
static void an_absence_told_to_one_is_no_silence_in_the_other(void **state)
{
    struct scene *s = *state;

    match_in_the_evening(s);
    scene_at(s, "2026-12-17 08:00");
    struct outbox_row l = scene_letter(s, "find-a-date", "ana@example.org");
    RECEIVE(s, .from = ANA, .answers = &l, .more = "Auto-Submitted: auto-replied\n",
            .subject = "Automatic reply", .text = "I am out of the office until January 4, 2027.");
    scene_forget_letters(s);
    scene_at(s, "2027-01-11 08:00");
    assert_int_equal(scene_events(s, "silence", "", s->ana), 0);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    scene_at(s, "2027-01-11 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

/* The ladder of the other programme ends as well, and nobody is told of silence. */
static void a_stop_in_one_ends_the_ladder_of_the_other(void **state)
{
    struct scene *s = *state;

    match_in_the_evening(s);
    scene_at(s, "2026-12-17 08:00");
    struct outbox_row l = scene_letter(s, "find-a-date", "ana@example.org");
    scene_happen(s, PEER, EVENT_LINKED, s->ana, manager, "responsible");
    RECEIVE(s, .from = ANA, .answers = &l, .text = "stop");
    scene_at(s, "2027-01-12 12:00");
    assert_int_equal(scene_events(s, "silence", "", s->ana), 0);
    assert_int_equal(scene_count(s, "mentor-silent", "wen@example.org"), 1); /* Dan's */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event WHERE kind = 'marked' AND value = "
                                     "'opted_out'"),
                     2);
}

/* Dan forwards what Peer Mentoring wrote to Ana; it is an answer to nothing of his. */
static void a_letter_of_another_programme_to_another_changes_nothing(void **state)
{
    struct scene *s = *state;

    match_in_the_evening(s);
    scene_at(s, "2026-12-16 08:00");
    struct outbox_row l = scene_letter(s, "find-a-date", "ana@example.org");
    RECEIVE(s, .from = "Kay Moss <kay@example.org>", .answers = &l, .text = "Is this one of ours?");
    assert_false(scene_reached(s, "kay@example.org", "no part in this programme"));
}

/* The first by its name is none the better for it: it is the check-in that he answers. */
static void a_letter_of_ones_own_is_for_the_programme_that_wrote_last(void **state)
{
    struct scene *s = *state;

    scene_happen(s, "helpline-volunteer-managers", EVENT_ROLE_GIVEN, s->dan, 0, "member");
    RECEIVE(s, .from = "Dan Weiss <dan@example.org>", .subject = "Hello", .text = "All is well.");
    assert_int_equal(scene_count(s, "forwarded-answer", "kay@example.org"), 1);
    assert_int_equal(scene_count(s, "", "dan@example.org"), 0);
    assert_int_equal(scene_number(s,
                                  "SELECT count(*) FROM event WHERE kind = 'heard' AND programme "
                                  "= 'mentor2mentor'"),
                     1);
}

/* A name alone is not enough to be somebody of another programme: their letters would go astray. */
static void a_namesake_elsewhere_keeps_their_address(void **state)
{
    struct scene *s = *state;
    int64_t zoe = scene_person(s, PEER, "Zoe Hart", "zoe@example.org", "mentor");

    RECEIVE(s, .from = "Wen Li <wen@example.org>", .subject = "New mentors",
            .more = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n",
            .text = "--x\nContent-Type: text/csv; name=people.csv\n\n"
                    "Name,Email,Role\nZoe Hart,zoe@other.example.net,mentor\n--x--\n");
    struct outbox_row preview = scene_letter(s, "roster-preview", "wen@example.org");
    RECEIVE(s, .from = "Wen Li <wen@example.org>", .answers = &preview, .text = "ok");
    assert_int_equal(store_person_by_address(s->sim.store, "zoe@example.org"), zoe);
    assert_true(store_person_by_address(s->sim.store, "zoe@other.example.net") > zoe);
}

/* By the address it is the same person, who is in both. */
static void an_address_is_the_same_person_in_both(void **state)
{
    struct scene *s = *state;
    int64_t zoe = scene_person(s, PEER, "Zoe Hart", "zoe@example.org", "mentor");

    RECEIVE(s, .from = "Wen Li <wen@example.org>", .subject = "New mentors",
            .more = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n",
            .text = "--x\nContent-Type: text/csv; name=people.csv\n\n"
                    "Name,Email,Role\nZoe Hart,zoe@example.org,mentor\n--x--\n");
    struct outbox_row preview = scene_letter(s, "roster-preview", "wen@example.org");
    RECEIVE(s, .from = "Wen Li <wen@example.org>", .answers = &preview, .text = "ok");
    assert_int_equal(
        scene_number(s, arena_printf(s->arena, "SELECT count(*) FROM role WHERE person = %lld",
                                     (long long)zoe)),
        2);
}

/* The letter lost its subject with Dan's name. */
static void an_answer_about_somebody_forgotten_comes_too_late(void **state)
{
    struct scene *s = *state;
    const struct event left = {.kind = EVENT_MARKED,
                               .programme = PEER,
                               .person = s->dan,
                               .value = STATUS_LEFT,
                               .reason = "is forgotten"};
    struct err e;

    match_in_the_evening(s);
    scene_at(s, "2026-12-16 08:00");
    assert_int_equal(simulation_perform(&s->sim, &left, &e), 0);
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_forget_person(s->sim.store, s->dan), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    struct outbox_row l = scene_letter(s, "find-a-date", "ana@example.org");
    l.text = "";
    RECEIVE(s, .from = ANA, .answers = &l, .subject = "Re: a date",
            .text = "Tuesday at 14:30 in the library.");
    assert_int_equal(scene_count(s, "too-late", "ana@example.org"), 1);
    assert_true(scene_reached(s, "ana@example.org", "- the question: this was over"));
    assert_true(scene_reached(s, "ana@example.org", "(somebody"));
}

static void dates_of_ones_own_outlive_a_clock_that_was_far_ahead(void **state)
{
    struct scene *s = *state;

    match_in_the_evening(s);
    RECEIVE(s, .from = "Dan Weiss <dan@example.org>", .text = "All is well.");
    RECEIVE(s, .from = ANA, .text = "All is well.");
    assert_int_equal(sqlite3_exec(s->sim.store->db, "UPDATE rule_clock SET at = at + 400 * 86400",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    scene_at(s, "2027-01-28 12:00");
    assert_int_equal(scene_count(s, "supervision-date", "ana@example.org"), 1);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_stop_in_one_takes_back_what_waits_in_the_other),
        T(an_absence_in_one_puts_off_what_waits_in_the_other),
        T(an_absence_told_to_one_is_no_silence_in_the_other),
        T(a_stop_in_one_ends_the_ladder_of_the_other),
        T(an_address_wakes_what_stopped_in_both),
        T(a_letter_of_another_programme_to_another_changes_nothing),
        T(a_letter_of_ones_own_is_for_the_programme_that_wrote_last),
        T(a_namesake_elsewhere_keeps_their_address),
        T(an_address_is_the_same_person_in_both),
        T(an_answer_about_somebody_forgotten_comes_too_late),
        T(dates_of_ones_own_outlive_a_clock_that_was_far_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
