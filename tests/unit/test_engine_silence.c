/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must not be taken for silence: mail that can't be read, or is not sorted,
 * absences that are known too early, letters that came back too late. */
#include "engine/engine_internal.h"
#include "store/internal.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define ANA   "Ana Ruiz <ana@example.org>"
#define CAROL "Carol Nguyen <carol@example.org>"
#define AUTO  "Auto-Submitted: auto-replied\n"

static int case_phase(struct scene *s, const char *rule, int64_t person, const char *phase)
{
    return (int)scene_number(
        s, arena_printf(s->arena,
                        "SELECT count(*) FROM kase WHERE rule = '%s' AND person = %lld AND phase "
                        "= '%s'",
                        rule, (long long)person, phase));
}

/* ---- mail that can't be read ------------------------------------------------------- */

static void put_message(struct scene *s, const char *text, bool oversize)
{
    struct inbox_row row = {.mailbox = "main/INBOX",
                            .uidvalidity = 1,
                            .uid = "1",
                            .hash = text,
                            .fetched = s->sim.now,
                            .raw = text,
                            .raw_len = strlen(text),
                            .oversize = oversize};

    assert_int_equal(store_begin(s->sim.store), 0);
    assert_true(store_put_inbox(s->sim.store, &row) > 0);
    assert_int_equal(store_commit(s->sim.store), 0);
}

static void that_no_parser_starts_is_no_messages_fault(void **state)
{
    struct scene *s = *state;
    struct parser_options gone = {.program = "/nonexistent/mentord"};
    struct parser *good = s->sim.engine->parser, *bad = parser_new(&gone);

    put_message(s, "From: " ANA "\nSubject: Re: hello\n\nAll is well.\n", false);
    s->sim.engine->parser = bad;
    for (int i = 0; i < 10; i++)
        assert_int_equal(engine_pass(s->sim.engine, s->sim.now), -1);
    s->sim.engine->parser = good;
    parser_free(bad);
    scene_at(s, "2026-12-15 11:00");
    assert_int_equal(scene_count(s, "set-aside", ""), 0);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
}

/* Ana's answer has a film of her outing with Bea in it. */
static void an_answer_that_is_too_large_is_no_silence(void **state)
{
    struct scene *s = *state;

    put_message(s, "From: " ANA "\nSubject: a film\n\n", true);
    scene_at(s, "2027-02-10 12:00");
    assert_int_equal(scene_count(s, "set-aside", "admin@example.org"), 1);
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);

    struct outbox_row l = scene_letter(s, "sort-request", "carol@example.org");
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes");
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
    assert_int_equal(case_phase(s, "check-in", s->ana, "ended"), 1);
}

/* A message over which the engine ended three times. */
static int64_t put_poison(struct scene *s, const char *text)
{
    int64_t id;

    put_message(s, text, false);
    id = scene_number(s, "SELECT max(id) FROM inbox");
    assert_int_equal(store_begin(s->sim.store), 0);
    for (int i = 0; i < 3; i++)
        assert_true(store_try_inbox(s->sim.store, id) > 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    return id;
}

static void look_at_message(struct scene *s, int64_t id, int expected)
{
    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(engine_sort(s->sim.engine, id, s->sim.now), expected);
    assert_int_equal(store_commit(s->sim.store), 0);
}

static void what_ended_the_engine_is_looked_at_for_its_sender(void **state)
{
    struct scene *s = *state;

    put_poison(s, "Received: from a by b\nFrom: =?broken\n  Ana <ANA@example.org>\n\nbody");
    scene_at(s, "2027-02-10 12:00");
    assert_int_equal(scene_count(s, "set-aside", "admin@example.org"), 1);
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    assert_int_equal(scene_count(s, "check-in-again", "dan@example.org"), 1);
}

static void the_token_tells_as_well(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    put_poison(s,
               arena_printf(s->arena, "To: <%s>\nFrom: who@example.net\n\nbody", l.envelope_from));
    scene_at(s, "2027-02-10 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    assert_int_equal(scene_count(s, "check-in-again", "dan@example.org"), 1);
}

static void a_strangers_unreadable_mail_holds_nobody_up(void **state)
{
    struct scene *s = *state;

    put_poison(s, "From: who@example.net\n\nFrom: ana@example.org\n");
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "set-aside", "admin@example.org"), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

/* Whoever it may be from: no silence, until somebody says that they looked. */
static void what_may_be_from_anybody_holds_every_silence(void **state)
{
    struct scene *s = *state;
    int64_t id = put_poison(s, "\x01\x02 no header at all\n\n");

    scene_at(s, "2027-02-10 12:00");
    assert_int_equal(scene_count(s, "set-aside", "admin@example.org"), 1);
    assert_true(scene_reached(s, "admin@example.org", "mentorctl settle"));
    assert_int_equal(scene_count(s, "check-in-again", ""), 0);
    assert_int_equal(scene_events(s, "stood-still", "", 0), 0);
    assert_false(engine_wants_mail(s->sim.engine));
    look_at_message(s, id, 1);
    look_at_message(s, id, 0);
    scene_at(s, "2027-02-10 13:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
}

static void two_who_may_have_written_it_are_as_anybody(void **state)
{
    struct scene *s = *state;

    put_poison(s, "From: ana@example.org\nReply-To: dan@example.org\n\n");
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 0);
}

/* For weeks, and it is logged once. */
static void standing_still_is_told_once(void **state)
{
    struct scene *s = *state;
    int64_t id = put_poison(s, "From: ana@example.org\n\nbody");

    scene_at(s, "2027-01-10 12:00");
    assert_int_equal(scene_events(s, "stood-still", "", s->ana), 1);
    look_at_message(s, id, 1);
    scene_at(s, "2027-01-11 12:00");
    assert_int_equal(scene_events(s, "stood-still", "", s->ana), 1);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

/* ---- mail that waits for sorting ------------------------------------------------------ */

/* It is the mentee who is waited for, and the mentor whom the case is about. */
static void unsorted_mail_of_who_is_waited_for_is_no_silence(void **state)
{
    struct scene *s = *state;
    struct event said = {.kind = EVENT_SAID,
                         .programme = "mentor2mentor",
                         .person = s->ana,
                         .other = s->bea,
                         .by = s->carol,
                         .name = "mentee-silent",
                         .reason = "the test says so"};
    struct err e;

    assert_int_equal(simulation_perform(&s->sim, &said, &e), 0);
    scene_at(s, "2027-01-06 12:00");
    struct outbox_row l = scene_letter(s, "welcome-mentee", "bea@example.org");
    RECEIVE(s, .from = "Bea at home <bea@home.example.net>", .answers = &l, .text = "I am here.");
    assert_int_equal(scene_count(s, "sort-request", ""), 1);
    scene_at(s, "2027-02-20 12:00");
    assert_int_equal(scene_count(s, "mentee-non-responsive", ""), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM person WHERE status = 'non_responsive' "
                                     "AND name LIKE 'Bea%'"),
                     0);
}

/* ---- absences --------------------------------------------------------------------------- */

static void deliver(struct scene *s, int64_t letter, const char *result)
{
    struct delivery_row d = {.letter = letter, .state = result, .at = s->sim.now};

    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_put_delivery(s->sim.store, &d), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
}

/* A machine answers faster than the sender commits what the server said. */
static void an_absence_that_is_heard_before_the_letter_counts_as_sent(void **state)
{
    struct scene *s = *state;

    assert_int_equal(sqlite3_exec(s->sim.store->db,
                                  "UPDATE person SET zone = 'Asia/Tokyo' WHERE name LIKE 'Ana%'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    scene_at(s, "2026-12-22 11:00");
    struct outbox_row l = scene_letter(s, "check-in-again", "ana@example.org");
    deliver(s, l.id, DELIVERY_IN_FLIGHT);
    RECEIVE(s, .from = ANA, .answers = &l, .more = AUTO, .subject = "Automatic reply",
            .text = "I am out of the office until January 14, 2027.");
    deliver(s, l.id, DELIVERY_SENT);
    scene_at(s, "2027-01-20 12:00");
    assert_int_equal(scene_count(s, "mentor-silent", "carol@example.org"), 0);
    assert_int_equal(scene_count(s, "welcome-check-in", "ana@example.org"), 0);
    scene_at(s, "2027-01-25 12:00");
    assert_int_equal(scene_count(s, "welcome-check-in", "ana@example.org"), 1);
}

static void a_forged_absence_puts_nothing_off(void **state)
{
    struct scene *s = *state;

    RECEIVE(s, .from = ANA, .subject = "Automatic reply",
            .more = AUTO "Authentication-Results: mx.example.org; dmarc=fail\n",
            .text = "I am out of the office until January 4, 2027.");
    assert_int_equal(scene_events(s, "marked", "away", s->ana), 0);
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

/* ---- addresses that do not work ------------------------------------------------------------ */

static void bounce_for(struct scene *s, const struct outbox_row *l, const char *status,
                       const char *words)
{
    const char *text = arena_printf(
        s->arena,
        "From: MAILER-DAEMON@mx.example.org\nTo: %s\nSubject: Undelivered Mail Returned to "
        "Sender\nMIME-Version: 1.0\nMessage-ID: <b%u@mx>\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\nI could not "
        "deliver.\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; "
        "mx.example.org\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: "
        "%s\nDiagnostic-Code: smtp; %s\n\n--x\nContent-Type: message/rfc822\n\nMessage-ID: "
        "<%s>\nSubject: x\n\nx\n--x--\n",
        l->envelope_from, ++s->messages, l->envelope_to, status, words, l->message_id);

    scene_receive_bytes(s, text, strlen(text));
}

static void bounce(struct scene *s, const struct outbox_row *l)
{
    bounce_for(s, l, "5.1.1", "550 5.1.1 User unknown");
}

static void say_address(struct scene *s, const char *address)
{
    struct outbox_row l = scene_letter(s, "address-needed", "carol@example.org");

    RECEIVE(s, .from = CAROL, .answers = &l, .text = arena_printf(s->arena, "It is %s.", address));
}

static void a_late_bounce_says_nothing_of_the_new_address(void **state)
{
    struct scene *s = *state;
    struct outbox_row first = scene_letter(s, "check-in", "ana@example.org");

    bounce(s, &first);
    say_address(s, "ana@example.com");
    bounce(s, &first);
    assert_int_equal(case_phase(s, "check-in", s->ana, "waiting"), 1);
    assert_int_equal(scene_count(s, "address-needed", "carol@example.org"), 1);
}

static void give_addresses(struct scene *s, int64_t person, const char *first, const char *second)
{
    const char *both[] = {first, second};
    struct person_row p;

    IN_TRANSACTION(s->sim.store, {
        assert_int_equal(store_get_person(s->sim.store, s->arena, person, &p), 0);
        p.addresses = both;
        p.addresses_count = 2;
        assert_int_equal(store_put_person(s->sim.store, &p), 0);
    });
}

/* An import puts the new address first, and keeps the old one: mail from there is still hers. */
static void nor_of_one_that_was_imported(void **state)
{
    struct scene *s = *state;
    struct outbox_row first = scene_letter(s, "check-in", "ana@example.org");

    give_addresses(s, s->ana, "ana@example.com", "ana@example.org");
    bounce(s, &first);
    assert_int_equal(scene_events(s, "marked", "undeliverable", s->ana), 0);
    assert_int_equal(case_phase(s, "check-in", s->ana, "waiting"), 1);
}

static void the_addresses_that_did_not_fail_stay(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    give_addresses(s, s->ana, "ana@example.org", "ana@work.example.org");
    bounce(s, &l);
    say_address(s, "ana@example.com");
    assert_int_equal(store_person_by_address(s->sim.store, "ana@work.example.org"), s->ana);
    assert_int_equal(store_person_by_address(s->sim.store, "ana@example.org"), 0);
}

static void comes(struct scene *s, const char *from, const struct outbox_row *answers,
                  const char *text)
{
    struct err e;
    const char *bytes =
        arena_printf(s->arena,
                     "From: %s\nTo: %s\nMessage-ID: <m%u@example.net>\n"
                     "In-Reply-To: <%s>\nSubject: Re: x\n\n%s\n",
                     from, answers->envelope_from, ++s->messages, answers->message_id, text);

    assert_int_equal(simulation_receive(&s->sim, bytes, strlen(bytes), &e), 0);
}

/* Both are read before either is decided. */
static void who_writes_from_a_new_address_is_known_at_once(void **state)
{
    struct scene *s = *state;
    struct outbox_row check = scene_letter(s, "check-in", "ana@example.org"), needed;

    bounce(s, &check);
    needed = scene_letter(s, "address-needed", "carol@example.org");
    comes(s, CAROL, &needed, "It is ana@example.com.");
    comes(s, "Ana Ruiz <ana@example.com>", &check, "All is well.");
    scene_at(s, "2026-12-15 10:01");
    assert_int_equal(scene_count(s, "sort-request", ""), 0);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
}

static void the_address_that_failed_is_not_taken_again(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    bounce(s, &l);
    say_address(s, "ana@example.org");
    assert_int_equal(case_phase(s, "check-in", s->ana, "stopped"), 1);
    assert_int_equal(scene_count(s, "transcript", "carol@example.org"), 1);
}

/* The ladder stops for this letter, and goes on when somebody says so; the third in a month gives
 * the address up. */
static void a_full_mailbox_is_no_dead_address(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    for (int i = 1; i <= 2; i++) {
        bounce_for(s, &l, "5.2.2", "552 5.2.2 Mailbox full");
        assert_int_equal(scene_count(s, "letter-returned", "carol@example.org"), i);
        assert_int_equal(case_phase(s, "check-in", s->ana, "stopped"), 1);
    }
    assert_int_equal(scene_events(s, "marked", "undeliverable", s->ana), 0);
    bounce_for(s, &l, "5.2.2", "552 5.2.2 Mailbox full");
    assert_int_equal(scene_events(s, "marked", "undeliverable", s->ana), 1);
    assert_int_equal(scene_count(s, "address-needed", "carol@example.org"), 1);
}

static void a_letter_that_came_back_is_written_again(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    bounce_for(s, &l, "5.2.2", "552 5.2.2 Mailbox full");
    l = scene_letter(s, "letter-returned", "carol@example.org");
    assert_true(scene_reached(s, "carol@example.org", "the mailbox is full"));
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes");
    assert_int_equal(case_phase(s, "check-in", s->ana, "stopped"), 0);
}

/* Two letters are refused for our sake on one day: the admin is told once, and nobody is blamed. */
static void what_is_our_fault_is_held_against_nobody(void **state)
{
    struct scene *s = *state;
    struct outbox_row ana = scene_letter(s, "check-in", "ana@example.org");
    struct outbox_row dan = scene_letter(s, "check-in", "dan@example.org");

    for (int i = 0; i < 4; i++)
        bounce_for(s, &ana, "5.7.1", "554 5.7.1 blocked using zen.spamhaus.org");
    bounce_for(s, &dan, "5.7.1", "554 5.7.1 blocked using zen.spamhaus.org");
    assert_int_equal(scene_count(s, "letter-refused", ""), 1);
    assert_int_equal(scene_events(s, "marked", "undeliverable", 0), 0);
    assert_int_equal(case_phase(s, "check-in", s->ana, "stopped"), 1);
    assert_int_equal(case_phase(s, "check-in", s->dan, "stopped"), 1);
}

/* There and back again: nobody is written to twice for one step, and nothing waits for it. */
static void a_letter_that_was_written_before_is_not_waited_for(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    bounce(s, &l);
    say_address(s, "ana@example.com");
    l = scene_letter(s, "check-in", "ana@example.com");
    bounce(s, &l);
    say_address(s, "ana@example.org");
    assert_int_equal(case_phase(s, "check-in", s->ana, "stopped"), 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(that_no_parser_starts_is_no_messages_fault),
        T(an_answer_that_is_too_large_is_no_silence),
        T(what_ended_the_engine_is_looked_at_for_its_sender),
        T(the_token_tells_as_well),
        T(a_strangers_unreadable_mail_holds_nobody_up),
        T(what_may_be_from_anybody_holds_every_silence),
        T(two_who_may_have_written_it_are_as_anybody),
        T(standing_still_is_told_once),
        T(unsorted_mail_of_who_is_waited_for_is_no_silence),
        T(an_absence_that_is_heard_before_the_letter_counts_as_sent),
        T(a_forged_absence_puts_nothing_off),
        T(a_full_mailbox_is_no_dead_address),
        T(a_letter_that_came_back_is_written_again),
        T(what_is_our_fault_is_held_against_nobody),
        T(a_late_bounce_says_nothing_of_the_new_address),
        T(nor_of_one_that_was_imported),
        T(the_addresses_that_did_not_fail_stay),
        T(who_writes_from_a_new_address_is_known_at_once),
        T(the_address_that_failed_is_not_taken_again),
        T(a_letter_that_was_written_before_is_not_waited_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
