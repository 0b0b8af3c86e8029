/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mail server that is down, and what waits for it meanwhile. */
#include "store/internal.h"
#include "tests/unit/support/scene.h"

#include <string.h>

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

static void most_pages(struct scene *s, int64_t pages)
{
    scene_number(s, arena_printf(s->arena, "PRAGMA max_page_count = %lld", (long long)pages));
}

/* A full disk is no message's fault, however often it is tried meanwhile. */
static void a_full_disk_sets_nothing_aside(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");
    const char *bytes = arena_printf(s->arena,
                                     "From: Ana Ruiz <ana@example.org>\nTo: %s\nMessage-ID: "
                                     "<m@example.net>\nIn-Reply-To: <%s>\n\nAll is well.\n",
                                     l.envelope_from, l.message_id);
    struct err e;

    assert_int_equal(simulation_receive(&s->sim, bytes, strlen(bytes), &e), 0);
    most_pages(s, scene_number(s, "PRAGMA page_count"));
    for (int i = 0; i < 6; i++)
        assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    assert_non_null(strstr(engine_error(s->sim.engine), "is full"));
    most_pages(s, 1 << 20);
    scene_at(s, "2026-12-15 10:05");
    assert_int_equal(scene_count(s, "set-aside", ""), 0);
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 1);
}

/* Nor is it a wait's. */
static void a_full_disk_puts_no_wait_away(void **state)
{
    struct scene *s = *state;
    struct err e;

    simulation_sleep(&s->sim, civil_instant((struct civil){{2026, 12, 22}, 10, 0, 0},
                                            zone_find("America/New_York")));
    most_pages(s, scene_number(s, "PRAGMA page_count"));
    for (int i = 0; i < 6; i++) {
        engine_be_careful(s->sim.engine);
        assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    }
    most_pages(s, 1 << 20);
    if (simulation_advance(&s->sim, s->sim.now, &e) < 0)
        fail_msg("%s", e.text);
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
    assert_int_equal(scene_count(s, "set-aside", ""), 0);
}

static int fail_once(void *failed)
{
    return ++*(int *)failed == 1;
}

/* What can't be read once is not taken for what was never written: no result is noted anew. */
static void a_disk_that_fails_once_repeats_no_result(void **state)
{
    struct scene *s = *state;
    int64_t events = scene_number(s, "SELECT count(*) FROM event");
    int failed = 0;

    sqlite3_progress_handler(s->sim.store->db, 1, fail_once, &failed);
    assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    sqlite3_progress_handler(s->sim.store->db, 0, NULL, NULL);
    assert_int_equal(engine_pass(s->sim.engine, s->sim.now), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM event"), events);
}

/* ---- letters in doubt ------------------------------------------------------------ */

/* The connection breaks after the second check-in to Ana; Carol hears of it. */
static int64_t lose_track_of_a_letter(struct scene *s)
{
    struct outbox_row l;

    s->sim.server_down = true;
    scene_at(s, "2026-12-30 12:00");
    l = scene_letter(s, "check-in-again", "ana@example.org");
    const struct delivery_row doubt = {
        .letter = l.id, .state = DELIVERY_UNCERTAIN, .at = s->sim.now};
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_claim_letter(s->sim.store, l.id, s->sim.now, "smtp"), 1);
    assert_int_equal(store_put_delivery(s->sim.store, &doubt), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    s->sim.server_down = false;
    scene_at(s, "2026-12-30 12:30");
    assert_int_equal(scene_number(s, arena_printf(s->arena,
                                                  "SELECT count(*) FROM kase WHERE id = %lld "
                                                  "AND phase = 'stopped'",
                                                  (long long)l.case_id)),
                     1);
    return l.id;
}

static int64_t case_waits(struct scene *s, int64_t letter)
{
    return scene_number(s, arena_printf(s->arena,
                                        "SELECT count(*) FROM kase WHERE phase = 'waiting' AND id "
                                        "= (SELECT case_id FROM letter WHERE id = %lld)",
                                        (long long)letter));
}

static int settle(struct scene *s, int64_t letter, bool arrived)
{
    int rc;

    assert_int_equal(store_begin(s->sim.store), 0);
    rc = engine_settle(s->sim.engine, letter, arrived, "asked", s->sim.now);
    assert_int_equal(store_commit(s->sim.store), 0);
    return rc;
}

static void a_letter_in_doubt_that_arrived_lets_its_ladder_go_on(void **state)
{
    struct scene *s = *state;
    int64_t letter = lose_track_of_a_letter(s);

    assert_int_equal(settle(s, letter, true), 1);
    assert_int_equal(case_waits(s, letter), 1);
    scene_at(s, "2026-12-30 13:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 1); /* Dan's */
    assert_int_equal(settle(s, letter, true), 0);
    assert_int_equal(settle(s, letter, false), 0);
}

static void a_letter_in_doubt_is_sent_again_at_a_decent_hour(void **state)
{
    struct scene *s = *state;
    int64_t letter = lose_track_of_a_letter(s);

    scene_at(s, "2026-12-30 23:00");
    assert_int_equal(settle(s, letter, false), 1);
    scene_at(s, "2026-12-31 03:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 1);
    scene_at(s, "2026-12-31 12:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 2);
    assert_int_equal(case_waits(s, letter), 1);
    assert_int_equal(settle(s, letter, false), 0);
}

static void who_hears_of_the_doubt_ends_it_by_answering(void **state)
{
    struct scene *s = *state;
    int64_t letter = lose_track_of_a_letter(s);
    struct outbox_row notice = scene_letter(s, "letter-uncertain", "carol@example.org");

    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &notice, .text = "ok");
    scene_at(s, "2026-12-30 13:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 2);
    assert_int_equal(case_waits(s, letter), 1);
}

/* Letters of no case, which nobody has spoken of for years. */
static void leave_letters_in_doubt(struct scene *s, int count)
{
    assert_int_equal(store_begin(s->sim.store), 0);
    for (int i = 0; i < count; i++) {
        const char *name = arena_printf(s->arena, "doubt-%d", i);
        const struct outbox_row l = {.programme = "mentor2mentor",
                                     .kind = "notice",
                                     .letter = "check-in",
                                     .recipient = s->dan,
                                     .unique_key = name,
                                     .token = name,
                                     .message_id = arena_printf(s->arena, "%s@example.org", name),
                                     .envelope_from = "mentors@example.org",
                                     .envelope_to = "dan@example.org",
                                     .created = s->sim.now,
                                     .not_before = s->sim.now,
                                     .raw = "",
                                     .subject = "x",
                                     .text = "x"};
        int64_t id = store_put_letter(s->sim.store, &l);
        const struct delivery_row doubt = {
            .letter = id, .state = DELIVERY_UNCERTAIN, .at = s->sim.now};
        assert_int_equal(store_claim_letter(s->sim.store, id, s->sim.now, "smtp"), 1);
        assert_int_equal(store_put_delivery(s->sim.store, &doubt), 0);
    }
    assert_int_equal(store_commit(s->sim.store), 0);
}

static void older_doubts_are_in_nobodys_way(void **state)
{
    struct scene *s = *state;

    leave_letters_in_doubt(s, 40);
    int64_t letter = lose_track_of_a_letter(s);
    struct outbox_row notice = scene_letter(s, "letter-uncertain", "carol@example.org");
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &notice, .text = "ok");
    scene_at(s, "2026-12-30 13:00");
    assert_int_equal(sent_since(s, "check-in-again", "2026-12-15"), 2);
    assert_int_equal(case_waits(s, letter), 1);
}

static void what_went_on_without_the_letter_is_not_written_again(void **state)
{
    struct scene *s = *state;
    int64_t letter = lose_track_of_a_letter(s);
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &l, .text = "All is well.");
    scene_at(s, "2026-12-30 13:00");
    assert_int_equal(settle(s, letter, false), 0);
    assert_int_equal(settle(s, letter, true), 1);
}

/* ---- holds -------------------------------------------------------------------------- */

static int64_t handed_over(struct scene *s)
{
    return scene_number(s, arena_printf(s->arena,
                                        "SELECT count(*) FROM link WHERE kind = 'responsible' AND "
                                        "from_id = %lld AND to_id <> %lld",
                                        (long long)s->ana, (long long)s->carol));
}

/* Both attempts have gone out; the server goes away before the notice of the hand-over. */
static void come_up_to_the_hold(struct scene *s)
{
    scene_at(s, "2026-12-24 12:00");
    s->sim.server_down = true;
    scene_at(s, "2026-12-28 12:00");
    assert_int_equal(scene_count(s, "hold-notice", "carol@example.org"), 1);
}

static void a_hold_waits_for_its_notice_and_then_lasts_its_time(void **state)
{
    struct scene *s = *state;

    come_up_to_the_hold(s);
    scene_at(s, "2026-12-31 12:00");
    assert_int_equal(handed_over(s), 0);
    assert_true(scene_events(s, "stood-still", "", s->ana) >= 1);
    s->sim.server_down = false;
    scene_at(s, "2026-12-31 12:10");
    scene_at(s, "2027-01-01 11:00");
    assert_int_equal(handed_over(s), 0);
    scene_at(s, "2027-01-01 13:00");
    assert_int_equal(handed_over(s), 1);
}

static void a_hold_whose_notice_went_out_in_time_is_no_longer(void **state)
{
    struct scene *s = *state;

    scene_at(s, "2026-12-29 09:59");
    assert_int_equal(handed_over(s), 0);
    scene_at(s, "2026-12-29 10:30");
    assert_int_equal(handed_over(s), 1);
    assert_int_equal(scene_events(s, "hold-announced", "", s->ana), 1);
}

static void a_notice_that_is_refused_is_told_to_the_admin(void **state)
{
    struct scene *s = *state;
    struct outbox_row l;

    come_up_to_the_hold(s);
    l = scene_letter(s, "hold-notice", "carol@example.org");
    const struct delivery_row refused = {
        .letter = l.id, .state = DELIVERY_FAILED, .at = s->sim.now, .step = "recipient"};
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_put_delivery(s->sim.store, &refused), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    s->sim.server_down = false;
    scene_at(s, "2026-12-28 12:30");
    assert_int_equal(scene_count(s, "address-needed", "admin@example.org"), 1);
}

#define T(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_disk_that_fails_once_repeats_no_result),
        T(a_full_disk_sets_nothing_aside),
        T(a_full_disk_puts_no_wait_away),
        T(what_waited_keeps_to_its_readers_hours),
        T(answers_go_at_once_at_any_hour),
        T(back_within_the_hours_it_goes_at_once),
        T(a_letter_in_doubt_that_arrived_lets_its_ladder_go_on),
        T(a_letter_in_doubt_is_sent_again_at_a_decent_hour),
        T(who_hears_of_the_doubt_ends_it_by_answering),
        T(older_doubts_are_in_nobodys_way),
        T(what_went_on_without_the_letter_is_not_written_again),
        T(a_hold_waits_for_its_notice_and_then_lasts_its_time),
        T(a_hold_whose_notice_went_out_in_time_is_no_longer),
        T(a_notice_that_is_refused_is_told_to_the_admin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
