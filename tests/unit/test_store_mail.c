/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters and what became of them; mail that came and what became of it. */
#include "store/internal.h"
#include "tests/unit/support/store_test.h"
#include <string.h>

static struct store *s;
static struct arena *a;

static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(16 << 20);
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    arena_free(a);
    return 0;
}

static int64_t letter(int n, instant not_before, const char *held)
{
    int64_t id;

    IN_TRANSACTION(s, id = store_test_letter(s, n, not_before, held));
    return id;
}

/* ---- letters ----------------------------------------------------------------------------- */

static void a_letter_comes_back_as_written(void **state)
{
    struct outbox_row out;
    int64_t id = letter(7, T0, NULL);

    assert_int_equal(store_get_letter(s, a, id, false, &out), 0);
    assert_null(out.raw);
    assert_string_equal(out.text, "Hello");
    assert_string_equal(out.subject, "x");
    assert_int_equal(store_get_letter(s, a, id, true, &out), 0);
    assert_int_equal(out.raw_len, 21);
    assert_memory_equal(out.raw, "Subject: x\r\n\r\nHello\r\n", 21);
    assert_int_equal(store_letter_by_token(s, a, "token7", &out), 0);
    assert_int_equal(out.id, id);
    assert_int_equal(store_letter_by_message_id(s, a, "7@example.org", &out), 0);
    assert_int_equal(out.id, id);
    assert_int_equal(store_letter_by_token(s, a, "token8", &out), 1);
    assert_int_equal(store_get_letter(s, a, 99, true, &out), 1);
}

static void one_step_writes_one_letter(void **state)
{
    assert_true(letter(7, T0, NULL) > 0);
    assert_int_equal(letter(7, T0 + 1, NULL), 0);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM letter_body"), 1);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE letter SET unique_key = 'other'");
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE letter_body SET raw = x'00'");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM letter");
}

static void letters_to_an_address_are_counted_whichever_it_is(void **state)
{
    const char *both[] = {"1@example.org", "2@example.org"};
    struct person_row p = {.name = "x", .addresses = both, .addresses_count = 2};

    IN_TRANSACTION(s, assert_int_equal(store_put_person(s, &p), 0));
    letter(1, T0, NULL);
    letter(2, T0, NULL);
    letter(3, T0, NULL);
    assert_int_equal(store_count_letters_to(s, "1@example.org", T0), 2);
    assert_int_equal(store_count_letters_to(s, "3@example.org", T0), 1);
    assert_int_equal(store_count_letters_to(s, "3@example.org", T0 + 1), 0);
    assert_int_equal(store_drop_letter(s, 1, "limit", T0), 0);
    assert_int_equal(store_count_letters_to(s, "2@example.org", T0), 1);
}

/* ---- what is due ------------------------------------------------------------------------- */

static int due(instant now, struct due_letter *out, instant *next)
{
    return store_due_letters(s, a, now, NULL, out, 10, next);
}

static int deliver(int64_t id, const char *what, instant at, instant retry_at)
{
    struct delivery_row d = {
        .letter = id, .state = what, .at = at, .retry_at = retry_at, .code = 250, .detail = "ok"};

    return store_put_delivery(s, &d);
}

static void due_letters_come_in_order(void **state)
{
    struct due_letter out[10];
    instant next;

    assert_int_equal(due(T0, out, &next), 0);
    assert_true(next == INSTANT_NEVER);
    letter(1, T0 + 20, NULL);
    letter(2, T0 + 10, NULL);
    letter(3, T0 + 30, NULL);
    letter(4, T0, "shadow");
    assert_int_equal(due(T0, out, &next), 0);
    assert_int_equal(next, T0 + 10);
    assert_int_equal(due(T0 + 20, out, &next), 2);
    assert_int_equal(out[0].id, 2);
    assert_int_equal(out[1].id, 1);
    assert_string_equal(out[0].envelope_to, "2@example.org");
    assert_string_equal(out[0].message_id, "2@example.org");
    assert_int_equal(next, T0 + 30);
    assert_int_equal(store_due_letters(s, a, T0 + 30, NULL, out, 2, &next), 2);
    assert_int_equal(store_due_letters(s, a, T0 + 30, &out[1], out, 2, &next), 1);
    assert_int_equal(out[0].id, 3);
}

static void what_is_in_flight_or_final_is_not_due(void **state)
{
    struct due_letter out[10];
    instant next;

    for (int i = 1; i <= 4; i++)
        letter(i, T0, NULL);
    for (int i = 1; i <= 3; i++)
        assert_int_equal(store_claim_letter(s, i, T0, "smtp"), 1);
    assert_int_equal(deliver(2, DELIVERY_SENT, T0, 0), 0);
    assert_int_equal(deliver(3, DELIVERY_UNCERTAIN, T0, 0), 0);
    assert_int_equal(deliver(4, DELIVERY_FAILED, T0, 0), 0); /* refused before any claim */
    assert_int_equal(due(T0, out, &next), 0);
    assert_true(next == INSTANT_NEVER);
}

static void a_deferred_letter_is_due_again(void **state)
{
    struct due_letter out[10];
    instant next;

    letter(1, T0, NULL);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 1);
    assert_int_equal(deliver(1, DELIVERY_DEFERRED, T0, T0 + 300), 0);
    assert_int_equal(due(T0 + 299, out, &next), 0);
    assert_int_equal(next, T0 + 300);
    assert_int_equal(due(T0 + 300, out, &next), 1);
    assert_int_equal(out[0].tries, 1);
    assert_int_equal(out[0].first_try, T0);
    assert_int_equal(deliver(1, DELIVERY_DEFERRED, T0 + 300, T0 + 900), 0);
    assert_int_equal(due(T0 + 900, out, &next), 1);
    assert_int_equal(out[0].tries, 2);
    assert_int_equal(out[0].first_try, T0);
    assert_int_equal(store_claim_letter(s, 1, T0 + 900, "smtp"), 1);
}

static void a_paused_programme_sends_nothing(void **state)
{
    struct due_letter out[10];
    instant next;

    letter(1, T0, NULL);
    assert_int_equal(store_set_mode(s, "m2m", "paused"), 0);
    assert_int_equal(due(T0, out, &next), 0);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 0);
    assert_int_equal(store_set_mode(s, "m2m", "live"), 0);
    assert_int_equal(due(T0, out, &next), 1);
}

static void held_letters_wait_to_be_released_or_dropped(void **state)
{
    struct outbox_row rows[5];

    letter(1, T0, "shadow");
    letter(2, T0, "limit");
    letter(3, T0, NULL);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 0);
    assert_int_equal(deliver(1, DELIVERY_IN_FLIGHT, T0, 0), -1);
    assert_int_equal(store_waiting_letters(s, a, "m2m", 0, rows, 5), 3);
    assert_string_equal(rows[1].held, "limit");
    assert_int_equal(store_waiting_letters(s, a, NULL, rows[1].id, rows, 5), 1);
    assert_int_equal(store_release_letters(s, "m2m", "shadow"), 1);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 1);
    assert_int_equal(store_drop_letter(s, 1, "too late", T0), 1);
    assert_int_equal(store_drop_letter(s, 2, "no need", T0), 0);
    assert_int_equal(store_drop_letter(s, 2, "no need", T0), 1);
    assert_int_equal(store_claim_letter(s, 2, T0, "smtp"), 0);
    assert_int_equal(store_waiting_letters(s, a, "m2m", 0, rows, 5), 2);
    store_test_sql(s, SQLITE_CONSTRAINT,
                   "UPDATE letter SET dropped = 'x', dropped_at = 1, closed = 1 WHERE id = 1");
}

/* ---- what became of them ------------------------------------------------------------------- */

static void a_letter_is_sent_once(void **state)
{
    letter(1, T0, NULL);
    assert_int_equal(deliver(1, DELIVERY_SENT, T0, 0), -1); /* without a claim */
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 1);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 0);
    assert_int_equal(deliver(1, DELIVERY_IN_FLIGHT, T0, 0), -1);
    assert_int_equal(deliver(1, DELIVERY_SENT, T0, 0), 0);
    assert_int_equal(store_claim_letter(s, 1, T0, "smtp"), 0);
    assert_int_equal(deliver(1, DELIVERY_SENT, T0, 0), -1);
    assert_int_equal(deliver(1, DELIVERY_DEFERRED, T0, T0 + 1), -1);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE delivery SET state = 'failed'");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM delivery");
    store_test_sql(s, SQLITE_OK, "DROP TRIGGER delivery_order");
    assert_int_equal(deliver(1, DELIVERY_SENT, T0, 0), -1); /* the index says it too */
}

static void what_a_crash_left_in_flight_is_found(void **state)
{
    int64_t left[4];

    for (int i = 1; i <= 4; i++)
        letter(i, T0, NULL);
    store_claim_letter(s, 2, T0, "smtp");
    store_claim_letter(s, 4, T0, "smtp");
    store_claim_letter(s, 1, T0, "smtp");
    deliver(1, DELIVERY_DEFERRED, T0, T0 + 300);
    assert_int_equal(store_in_flight(s, left, 4), 2);
    assert_int_equal(left[0], 2);
    assert_int_equal(left[1], 4);
    assert_int_equal(store_in_flight(s, left, 1), 1);
}

static void the_engine_reads_results_in_order(void **state)
{
    struct delivery_row out[4], last;

    letter(1, T0, NULL);
    letter(2, T0, NULL);
    store_claim_letter(s, 1, T0, "smtp");
    deliver(2, DELIVERY_FAILED, T0, 0);
    deliver(1, DELIVERY_SENT, T0 + 5, 0);
    assert_int_equal(store_deliveries(s, a, 0, out, 4), 2);
    assert_int_equal(out[0].letter, 2);
    assert_string_equal(out[0].state, DELIVERY_FAILED);
    assert_int_equal(out[1].at, T0 + 5);
    assert_int_equal(out[1].code, 250);
    assert_string_equal(out[1].detail, "ok");
    assert_int_equal(store_deliveries(s, a, out[0].id, out, 4), 1);
    assert_int_equal(store_last_delivery(s, a, 1, &last), 0);
    assert_string_equal(last.state, DELIVERY_SENT);
    letter(3, T0, NULL);
    assert_int_equal(store_last_delivery(s, a, 3, &last), 1);
}

static void a_logged_result_closes_the_letter(void **state)
{
    struct event e = {.at = T0, .kind = EVENT_LETTER_SENT, .letter = 1};

    letter(1, T0, NULL);
    store_claim_letter(s, 1, T0, "smtp");
    deliver(1, DELIVERY_SENT, T0, 0);
    assert_int_equal(store_test_count(s, "SELECT closed FROM letter"), 0);
    assert_int_equal(store_append_event(s, &e), 0);
    assert_int_equal(store_test_count(s, "SELECT closed FROM letter"), 1);
}

static void the_trouble_of_the_sender_is_kept(void **state)
{
    struct sender_row row;

    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_null(row.trouble);
    row = (struct sender_row){"no route", T0};
    assert_int_equal(store_put_sender(s, &row), 0);
    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_string_equal(row.trouble, "no route");
    assert_int_equal(row.trouble_since, T0);
    assert_int_equal(store_put_sender(s, &(struct sender_row){0}), 0);
    assert_int_equal(store_get_sender(s, a, &row), 0);
    assert_null(row.trouble);
}

/* ---- the inbox ----------------------------------------------------------------------------- */

static int64_t message(const char *mailbox, const char *uid, const char *hash, instant fetched)
{
    struct inbox_row m = {.mailbox = mailbox,
                          .uidvalidity = 1,
                          .uid = uid,
                          .hash = hash,
                          .fetched = fetched,
                          .raw = "a\0b",
                          .raw_len = 3};
    int64_t id;

    IN_TRANSACTION(s, id = store_put_inbox(s, &m));
    return id;
}

static void a_message_is_stored_once(void **state)
{
    struct inbox_row out;

    assert_int_equal(message("main/INBOX", "1", "h1", T0), 1);
    assert_int_equal(message("main/INBOX", "1", "h1", T0), 0);
    assert_int_equal(message("main/INBOX", "9", "h1", T0), 0); /* under another number */
    assert_int_equal(message("main/Junk", "1", "h1", T0), 2);
    assert_int_equal(store_has_uid(s, "main/INBOX", 1, "9"), 1);
    assert_int_equal(store_has_uid(s, "main/INBOX", 2, "9"), 0);
    assert_int_equal(store_inbox_raw(s, a, 1, &out), 0);
    assert_int_equal(out.raw_len, 3);
    assert_memory_equal(out.raw, "a\0b", 3);
    assert_string_equal(out.uid, "1");
    assert_int_equal(store_inbox_raw(s, a, 9, &out), 1);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE inbox SET hash = 'x'");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM inbox");
}

static void messages_are_decided_once_and_in_order(void **state)
{
    struct inbox_row m;

    message("main/INBOX", "1", "h1", T0);
    message("main/INBOX", "2", "h2", T0);
    message("main/INBOX", "3", "h3", T0);
    assert_int_equal(store_count_undone(s), 3);
    assert_int_equal(store_next_inbox(s, a, 0, &m), 0);
    assert_int_equal(m.id, 1);
    assert_int_equal(store_next_inbox(s, a, 1, &m), 0);
    assert_int_equal(m.id, 2);
    assert_int_equal(store_try_inbox(s, 2), 1);
    assert_int_equal(store_try_inbox(s, 2), 2);
    assert_int_equal(store_inbox_done(s, 2, "decided", 0, 0, T0, "x"), 0);
    assert_int_equal(store_inbox_done(s, 2, "decided", 0, 0, T0, "x"), -1);
    assert_int_equal(store_inbox_done(s, 3, "whatever", 0, 0, T0, "x"), -1);
    assert_int_equal(store_next_inbox(s, a, 0, &m), 0);
    assert_int_equal(m.id, 1);
    assert_int_equal(store_test_count(s, "SELECT below FROM inbox_floor"), 0);
    assert_int_equal(store_inbox_done(s, 1, "aside", 0, 0, T0, "x"), 0);
    assert_int_equal(store_inbox_done(s, 3, "duplicate", 0, 0, T0, "x"), 0);
    assert_int_equal(store_test_count(s, "SELECT below FROM inbox_floor"), 3);
    assert_int_equal(store_next_inbox(s, a, 0, &m), 1);
    assert_int_equal(store_count_undone(s), 0);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE inbox_done SET outcome = 'aside'");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM inbox_done");
}

static void put_mailbox(const char *mailbox, instant complete)
{
    struct mailbox_row m = {
        .mailbox = mailbox, .uidvalidity = UINT64_C(1) << 62, .last_uid = 9, .complete = complete};

    assert_int_equal(store_put_mailbox(s, &m), 0);
}

static instant read_until(void)
{
    static const char *const both[] = {"main/INBOX", "main/Junk", NULL};
    instant until;

    assert_int_equal(store_read_until(s, both, &until), 0);
    return until;
}

static void mail_is_read_when_it_is_fetched_and_decided(void **state)
{
    struct mailbox_row rows[3];

    assert_int_equal(read_until(), 0);
    put_mailbox("main/INBOX", T0 + 100);
    assert_int_equal(read_until(), 0);
    put_mailbox("main/Junk", T0 + 90);
    assert_int_equal(read_until(), T0 + 90);
    message("main/INBOX", "1", "h1", T0 + 200); /* came after T0 + 100 */
    put_mailbox("main/INBOX", T0 + 200);
    put_mailbox("main/Junk", T0 + 200);
    assert_int_equal(read_until(), T0 + 100);
    assert_int_equal(store_inbox_done(s, 1, "decided", 0, 0, T0 + 201, NULL), 0);
    assert_int_equal(read_until(), T0 + 200);
    assert_int_equal(store_mailboxes(s, a, rows, 3), 2);
    assert_string_equal(rows[0].mailbox, "main/INBOX");
    assert_true(rows[0].uidvalidity == UINT64_C(1) << 62);
    assert_null(rows[0].trouble);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_letter_comes_back_as_written),
        T(one_step_writes_one_letter),
        T(letters_to_an_address_are_counted_whichever_it_is),
        T(due_letters_come_in_order),
        T(what_is_in_flight_or_final_is_not_due),
        T(a_deferred_letter_is_due_again),
        T(a_paused_programme_sends_nothing),
        T(held_letters_wait_to_be_released_or_dropped),
        T(a_letter_is_sent_once),
        T(what_a_crash_left_in_flight_is_found),
        T(the_engine_reads_results_in_order),
        T(a_logged_result_closes_the_letter),
        T(the_trouble_of_the_sender_is_kept),
        T(a_message_is_stored_once),
        T(messages_are_decided_once_and_in_order),
        T(mail_is_read_when_it_is_fetched_and_decided),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
