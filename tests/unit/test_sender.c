/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sender, with a sink that does what it is told: nothing goes without a
 * claim, nothing goes twice, and every end finds its way into the store. */
#include "daemon/doorbell.h"
#include "daemon/sender.h"
#include "store/internal.h"
#include "tests/unit/support/fake_sink.h"
#include "tests/unit/support/store_test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the bench -------------------------------------------------------------------------- */

static struct store *s;
static struct arena *a;
static struct fake_sink sink;
static struct sender *sender;
static instant now;
static char *folder;

static instant fixed_now(void *context)
{
    return *(instant *)context;
}

static struct sender *new_sender(int doorbell)
{
    struct sender_options o = {s, &sink.base, {fixed_now, &now}, doorbell};
    struct err why;
    struct sender *made = sender_new(&o, &why);

    if (!made)
        fail_msg("%s", why.text);
    return made;
}

static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(64 << 20);
    sink = (struct fake_sink){.base = {&forgetful, "fake"}, .store = s};
    now = T0;
    sender = new_sender(-1);
    return 0;
}

static int teardown(void **state)
{
    sender_free(sender);
    store_close(s);
    arena_free(a);
    return 0;
}

static void letters(int first, int last)
{
    IN_TRANSACTION(s, for (int i = first; i <= last; i++) store_test_letter(s, i, T0, NULL));
}

static const char *state_of(int64_t id)
{
    struct delivery_row d;
    int rc = store_last_delivery(s, a, id, &d);

    return rc ? "queued" : d.state;
}

/* ---- passes -------------------------------------------------------------------------------- */

static void all_that_is_due_goes_once(void **state)
{
    letters(1, 600);
    assert_int_equal(sender_pass(sender), 1);
    for (int i = 1; i <= 600; i++) {
        assert_int_equal(sink.gone[i], 1);
        assert_string_equal(state_of(i), DELIVERY_SENT);
    }
    assert_int_equal(sender_pass(sender), 0);
    assert_true(sender_next(sender) == INSTANT_NEVER);
}

static void one_commit_serves_all_connections(void **state)
{
    int64_t before;

    letters(1, 60);
    before = store_test_count(s, "SELECT total_changes()");
    sink.polls = 0;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(store_test_count(s, "SELECT total_changes()") - before, 120);
    assert_true(sink.polls <= 2 * 60 / SLOTS + 3);
}

static void what_is_not_due_waits(void **state)
{
    IN_TRANSACTION(s, store_test_letter(s, 1, T0 + 60, NULL));
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sender_next(sender), T0 + 60);
    now = T0 + 60;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[1], 1);
}

static void letter_with_hours(int n, instant not_after)
{
    IN_TRANSACTION(s, {
        store_test_letter(s, n, T0, NULL);
        assert_int_equal(store_put_off_letter(s, n, T0 + 1, not_after), 0);
    });
}

static void what_is_too_late_for_its_reader_waits_for_the_engine(void **state)
{
    letter_with_hours(1, T0 + 3600);
    letter_with_hours(2, T0 + 7200);
    now = T0 + 3600;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[1], 0);
    assert_int_equal(sink.gone[2], 1);
    IN_TRANSACTION(s, assert_int_equal(store_put_off_letter(s, 1, T0 + 9000, T0 + 9999), 0));
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sender_next(sender), T0 + 9000);
    now = T0 + 9000;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[1], 1);
}

static void close_hours(struct fake_sink *f)
{
    now = T0 + 3600;
    f->on_ready = NULL;
}

static void what_is_too_late_when_it_is_ready_does_not_go(void **state)
{
    letter_with_hours(1, T0 + 3600);
    now = T0 + 3599;
    sink.on_ready = close_hours;
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sink.cancels, 1);
    assert_string_equal(state_of(1), "queued");
}

static void every_end_is_written_down(void **state)
{
    struct delivery_row d;

    letters(1, 5);
    sink.act[1] = ACT_REFUSE_RECIPIENT;
    sink.act[2] = ACT_DEFER;
    sink.act[3] = ACT_UNCERTAIN;
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(1), DELIVERY_FAILED);
    assert_string_equal(state_of(2), DELIVERY_DEFERRED);
    assert_string_equal(state_of(3), DELIVERY_UNCERTAIN);
    assert_string_equal(state_of(4), DELIVERY_SENT);
    assert_int_equal(store_last_delivery(s, a, 1, &d), 0);
    assert_string_equal(d.step, "recipient");
    assert_int_equal(d.code, 250);
    assert_string_equal(d.detail, "told: <@>, @"); /* the log is never erased */
    assert_int_equal(sink.gone[1], 0);
}

static void a_deferred_letter_is_tried_less_and_less_and_given_up(void **state)
{
    struct delivery_row d;
    instant wait = SENDER_FIRST_RETRY;
    int tries = 0;

    letters(1, 1);
    sink.act[1] = ACT_DEFER;
    for (;; tries++) {
        assert_int_equal(sender_pass(sender), 1);
        assert_int_equal(store_last_delivery(s, a, 1, &d), 0);
        if (!strcmp(d.state, DELIVERY_FAILED))
            break;
        assert_string_equal(d.state, DELIVERY_DEFERRED);
        assert_int_equal(d.retry_at - now, wait);
        assert_int_equal(sender_next(sender), d.retry_at);
        assert_int_equal(sender_pass(sender), 0);
        now = d.retry_at;
        wait = wait * 2 < SENDER_LONGEST_RETRY ? wait * 2 : SENDER_LONGEST_RETRY;
    }
    assert_true(now - T0 >= SENDER_GIVE_UP && now - T0 < SENDER_GIVE_UP + SENDER_LONGEST_RETRY);
    assert_int_equal(sink.gone[1], tries + 1);
    assert_non_null(strstr(d.detail, "given up"));
}

/* A letter that waits for its recipient's hours, or for their return, was hardly tried. */
static void few_tries_over_many_days_give_nothing_up(void **state)
{
    letters(1, 1);
    sink.act[1] = ACT_DEFER;
    for (int i = 0; i < SENDER_LEAST_TRIES; i++) {
        assert_int_equal(sender_pass(sender), 1);
        assert_string_equal(state_of(1), DELIVERY_DEFERRED);
        now += SENDER_GIVE_UP;
    }
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(1), DELIVERY_FAILED);
}

static void a_clock_that_is_set_back_lengthens_no_wait(void **state)
{
    letters(1, 2);
    sink.act[1] = sink.act[2] = ACT_DOWN;
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sink.submits, 2);
    now -= 30 * 86400;
    store_test_sql(s, SQLITE_OK, "UPDATE letter SET not_before = not_before - 40 * 86400");
    sink.act[1] = sink.act[2] = ACT_DEFER;
    assert_int_equal(sender_pass(sender), 1);
    now -= 30 * 86400;
    store_test_sql(s, SQLITE_OK, "UPDATE letter SET not_before = not_before - 40 * 86400");
    sink.act[1] = sink.act[2] = 0;
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(1), DELIVERY_SENT);
    assert_string_equal(state_of(2), DELIVERY_SENT);
}

static void a_server_that_is_down_puts_off_no_letter(void **state)
{
    struct sender_row row;

    letters(1, 3);
    sink.act[1] = sink.act[2] = sink.act[3] = ACT_DOWN;
    assert_int_equal(sender_pass(sender), 0);
    assert_string_equal(state_of(1), "queued");
    assert_int_equal(sender_next(sender), T0 + 5);
    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_string_equal(row.trouble, "mail.example.org is down");
    assert_int_equal(sender_pass(sender), 0); /* in the pause nobody asks */
    assert_int_equal(sink.submits, 3);
    now += 5;
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sender_next(sender), now + 10);
    for (int i = 0; i < 10; i++) {
        now = sender_next(sender);
        assert_int_equal(sender_pass(sender), 0);
    }
    assert_int_equal(sender_next(sender), now + SENDER_LONGEST_PAUSE);
    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_int_equal(row.trouble_since, T0);
    now += SENDER_LONGEST_PAUSE;
    sink.act[1] = sink.act[2] = sink.act[3] = ACT_SEND;
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(3), DELIVERY_SENT);
    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_null(row.trouble);
}

static void ready_and_lost_in_one_breath_is_not_claimed(void **state)
{
    letters(1, 2);
    sink.act[1] = ACT_LOSE;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[1], 1); /* at the second try */
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM delivery WHERE letter = 1"), 2);
}

static void pause_programme(struct fake_sink *f)
{
    assert_int_equal(store_set_mode(f->store, "m2m", "paused"), 0);
    f->on_ready = NULL;
}

static void what_is_paused_meanwhile_does_not_go(void **state)
{
    letters(1, 3);
    sink.on_ready = pause_programme;
    assert_int_equal(sender_pass(sender), 0);
    assert_int_equal(sink.cancels, 3);
    assert_string_equal(state_of(1), "queued");
    assert_int_equal(sink.base.driver->free_slots(&sink.base), SLOTS);
}

static void drop_the_first(struct fake_sink *f)
{
    assert_int_equal(store_drop_letter(f->store, 1, "changed our mind", T0), 0);
    f->on_ready = NULL;
}

static void what_is_dropped_meanwhile_does_not_go(void **state)
{
    letters(1, 2);
    sink.on_ready = drop_the_first;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[1], 0);
    assert_int_equal(sink.gone[2], 1);
}

static void a_letter_whose_text_is_gone_fails(void **state)
{
    letters(1, 9);
    store_test_sql(s, SQLITE_OK, "DELETE FROM letter_body WHERE letter < 8");
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(1), DELIVERY_FAILED);
    assert_string_equal(state_of(7), DELIVERY_FAILED);
    assert_string_equal(state_of(9), DELIVERY_SENT);
}

/* ---- a store that fails ------------------------------------------------------------------------
 */

static int refuse(void *allowed)
{
    return --*(int *)allowed < 0; /* a commit that is refused */
}

static void without_a_claim_nothing_goes(void **state)
{
    int allowed = 0;

    letters(1, 3);
    sqlite3_commit_hook(s->db, refuse, &allowed);
    assert_int_equal(sender_pass(sender), -1);
    assert_int_equal(sink.gone[1] + sink.gone[2] + sink.gone[3], 0);
    assert_int_equal(sink.cancels, 3);
    sqlite3_commit_hook(s->db, NULL, NULL);
    now += 5;
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(sink.gone[2], 1);
}

static void results_that_could_not_be_written_are_kept(void **state)
{
    int allowed = 1; /* the claims, and not the results */

    letters(1, 3);
    sqlite3_commit_hook(s->db, refuse, &allowed);
    assert_int_equal(sender_pass(sender), -1);
    assert_int_equal(sink.gone[1], 1);
    assert_string_equal(state_of(1), DELIVERY_IN_FLIGHT);
    sqlite3_commit_hook(s->db, NULL, NULL);
    assert_int_equal(sender_pass(sender), 1);
    assert_string_equal(state_of(1), DELIVERY_SENT);
    assert_int_equal(sink.gone[1], 1);
}

/* ---- crashes
 * ------------------------------------------------------------------------------------- */

static char store_path[64];

static int setup_file(void **state)
{
    struct err e;

    folder = store_test_folder();
    snprintf(store_path, sizeof store_path, "%s/store", folder);
    assert_int_equal(store_open(&s, store_path, STORE_CREATE, &e), 0);
    a = arena_new(16 << 20);
    now = T0;
    sender = NULL;
    sink = (struct fake_sink){.base = {&forgetful, "fake"}, .store = s};
    letters(1, 20);
    return 0;
}

static int teardown_file(void **state)
{
    teardown(state);
    store_test_remove(folder);
    return 0;
}

static void die_sending(enum act how)
{
    struct err e;
    int status;
    pid_t child;

    store_close(s);
    child = fork();
    if (child == 0) {
        if (store_open(&s, store_path, STORE_WRITE, &e) < 0)
            _exit(1);
        sink.store = s;
        sink.act[9] = how;
        sender = new_sender(-1);
        sender_pass(sender);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(store_open(&s, store_path, STORE_WRITE, &e), 0);
    sink.store = s;
}

static int64_t count_of(const char *state)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM delivery AS d WHERE state = '%s' AND id ="
             " (SELECT max(id) FROM delivery WHERE letter = d.letter)",
             state);
    return store_test_count(s, sql);
}

/* The letters before the ninth went; those in hand with it are in doubt. */
static void after_a_crash_what_was_claimed_is_uncertain(void **state)
{
    for (enum act how = ACT_KILL_GO; how <= ACT_KILL_POLL; how++) {
        int64_t in_doubt;

        if (how == ACT_KILL_POLL) {
            teardown_file(state);
            setup_file(state);
        }
        die_sending(how);
        in_doubt = count_of(DELIVERY_IN_FLIGHT);
        assert_true(in_doubt > 0 && in_doubt <= SLOTS);
        sender = new_sender(-1);
        assert_int_equal(count_of(DELIVERY_UNCERTAIN), in_doubt);
        assert_int_equal(sender_pass(sender), 1);
        assert_int_equal(count_of(DELIVERY_SENT), 20 - in_doubt);
        assert_int_equal(sink.gone[9], 0); /* in this life */
    }
}

static void after_a_crash_a_sink_that_recognises_letters_gets_them_again(void **state)
{
    sink.base.driver = &recognising;
    die_sending(ACT_KILL_GO);
    assert_true(count_of(DELIVERY_IN_FLIGHT) > 0);
    sender = new_sender(-1);
    assert_int_equal(count_of(DELIVERY_IN_FLIGHT), 0);
    assert_int_equal(count_of(DELIVERY_UNCERTAIN), 0);
    assert_int_equal(sink.gone[9], 1);
    assert_int_equal(sink.gone[20], 0); /* what is merely due waits for a pass */
    assert_int_equal(sender_pass(sender), 1);
    assert_int_equal(count_of(DELIVERY_SENT), 20);
}

static void after_a_crash_another_transport_does_not_send_again(void **state)
{
    int64_t in_doubt;

    die_sending(ACT_KILL_GO);
    in_doubt = count_of(DELIVERY_IN_FLIGHT);
    assert_true(in_doubt > 0);
    sink.base = (struct mail_sink){&recognising, "maildir:/elsewhere"};
    sender = new_sender(-1);
    assert_int_equal(count_of(DELIVERY_UNCERTAIN), in_doubt);
    assert_int_equal(sink.gone[9], 0);
}

/* ---- the loop
 * ---------------------------------------------------------------------------------------- */

static void a_closed_doorbell_ends_the_loop(void **state)
{
    int fds[2];

    letters(1, 4);
    assert_int_equal(doorbell_pair(fds), 0);
    close(fds[0]);
    sender_free(sender);
    sender = new_sender(fds[1]);
    sender_loop(sender);
    close(fds[1]);
    for (size_t i = 0; i < SLOTS; i++)
        assert_false(sink.hand[i] && sink.went[i]);
}

static void at_the_end_what_has_gone_is_waited_for(void **state)
{
    int fds[2];

    letters(1, 20);
    assert_int_equal(doorbell_pair(fds), 0);
    sender_free(sender);
    sender = new_sender(fds[1]);
    sink.stop = sender;
    sender_loop(sender);
    assert_int_equal(count_of(DELIVERY_IN_FLIGHT), 0);
    assert_int_equal(count_of(DELIVERY_SENT), SLOTS);
    assert_true(doorbell_heard(fds[0]) & BELL_WAKE);
    close(fds[0]);
    close(fds[1]);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define F(test) cmocka_unit_test_setup_teardown(test, setup_file, teardown_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(all_that_is_due_goes_once),
        T(one_commit_serves_all_connections),
        T(what_is_not_due_waits),
        T(what_is_too_late_for_its_reader_waits_for_the_engine),
        T(what_is_too_late_when_it_is_ready_does_not_go),
        T(every_end_is_written_down),
        T(a_deferred_letter_is_tried_less_and_less_and_given_up),
        T(few_tries_over_many_days_give_nothing_up),
        T(a_clock_that_is_set_back_lengthens_no_wait),
        T(a_server_that_is_down_puts_off_no_letter),
        T(ready_and_lost_in_one_breath_is_not_claimed),
        T(what_is_paused_meanwhile_does_not_go),
        T(what_is_dropped_meanwhile_does_not_go),
        T(a_letter_whose_text_is_gone_fails),
        T(without_a_claim_nothing_goes),
        T(results_that_could_not_be_written_are_kept),
        F(after_a_crash_what_was_claimed_is_uncertain),
        F(after_a_crash_a_sink_that_recognises_letters_gets_them_again),
        F(after_a_crash_another_transport_does_not_send_again),
        T(a_closed_doorbell_ends_the_loop),
        T(at_the_end_what_has_gone_is_waited_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
