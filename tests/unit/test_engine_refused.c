/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters that the mail server refuses as they are handed over: what it says of the address, of us,
 * or of the letter. */
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define CAROL "Carol Nguyen <carol@example.org>"

/* Ana's second check-in lies in the outbox. */
static struct outbox_row second_attempt(struct scene *s)
{
    s->sim.server_down = true;
    scene_at(s, "2026-12-22 10:00");
    return scene_letter(s, "check-in-again", "ana@example.org");
}

static void refuse(struct scene *s, int64_t letter, const char *step, int code, const char *detail)
{
    const struct delivery_row row = {.letter = letter,
                                     .state = DELIVERY_FAILED,
                                     .at = s->sim.now,
                                     .step = step,
                                     .code = code,
                                     .detail = detail};

    IN_TRANSACTION(s->sim.store, assert_int_equal(store_put_delivery(s->sim.store, &row), 0));
    s->sim.server_down = false;
    scene_at(s, "2026-12-22 10:30");
}

static const char *status_of(struct scene *s, int64_t id)
{
    struct person_row p;

    assert_int_equal(store_get_person(s->sim.store, s->arena, id, &p), 0);
    return p.status;
}

static int stopped(struct scene *s)
{
    return (int)scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'stopped'");
}

static void an_unknown_recipient_is_undeliverable(void **state)
{
    struct scene *s = *state;

    refuse(s, second_attempt(s).id, "recipient", 550, "5.1.1 @ user unknown");
    assert_string_equal(status_of(s, s->ana), STATUS_UNDELIVERABLE);
    assert_int_equal(stopped(s), 1);
    assert_int_equal(scene_count(s, "address-needed", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "letter-refused", ""), 0);
}

/* A server gives no reason, but it was the recipient whom it refused. */
static void a_recipient_who_is_refused_without_a_word_is_undeliverable(void **state)
{
    struct scene *s = *state;

    refuse(s, second_attempt(s).id, "recipient", 550, "no");
    assert_string_equal(status_of(s, s->ana), STATUS_UNDELIVERABLE);
}

/* That we are on a blacklist, or sound like spam, is no fault of Ana's. */
static void check_that_we_are_to_blame(struct scene *s, const char *step, int code,
                                       const char *detail)
{
    refuse(s, second_attempt(s).id, step, code, detail);
    assert_string_equal(status_of(s, s->ana), STATUS_ACTIVE);
    assert_int_equal(stopped(s), 1);
    assert_int_equal(scene_count(s, "address-needed", ""), 0);
    assert_int_equal(scene_count(s, "letter-returned", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "letter-refused", "admin@example.org"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter WHERE closed = 0"), 0);
}

static void refused_content_says_nothing_of_the_address(void **state)
{
    struct scene *s = *state;

    check_that_we_are_to_blame(s, "content", 554, "5.7.1 Message rejected as spam");
    struct outbox_row l = scene_letter(s, "letter-returned", "carol@example.org");
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes");
    assert_int_equal(stopped(s), 0);
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 2);
}

static void a_policy_says_nothing_of_the_address(void **state)
{
    check_that_we_are_to_blame(*state, "recipient", 550,
                               "5.7.1 Service unavailable; client host blocked by a blocklist");
}

static void a_letter_too_large_says_nothing_of_the_address(void **state)
{
    check_that_we_are_to_blame(*state, "sender", 552, "5.3.4 larger than the server takes");
}

/* Nor is it ours: the admin is not told. */
static void check_that_nobody_is_to_blame(struct scene *s, const char *step, int code,
                                          const char *detail)
{
    refuse(s, second_attempt(s).id, step, code, detail);
    assert_string_equal(status_of(s, s->ana), STATUS_ACTIVE);
    assert_int_equal(stopped(s), 1);
    assert_int_equal(scene_count(s, "letter-returned", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "letter-refused", ""), 0);
}

static void a_full_box_may_have_room_again(void **state)
{
    check_that_nobody_is_to_blame(*state, "recipient", 552, "5.2.2 mailbox full");
}

static void what_was_given_up_may_arrive_another_time(void **state)
{
    check_that_nobody_is_to_blame(*state, "recipient", 451,
                                  "given up after 5 days: 4.3.0 try again later");
}

static void what_was_erased_is_no_fault_of_the_address(void **state)
{
    check_that_nobody_is_to_blame(*state, NULL, 0, "its text has been erased");
}

/* Carol gave another address while the letter to the one before was still on its way. */
static void what_an_old_address_refuses_says_nothing_of_the_new(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");
    const char *address = "ana@example.net";
    struct person_row p;

    l = second_attempt(s);
    assert_int_equal(store_get_person(s->sim.store, s->arena, s->ana, &p), 0);
    p.addresses[0] = address;
    IN_TRANSACTION(s->sim.store, assert_int_equal(store_put_person(s->sim.store, &p), 0));
    refuse(s, l.id, "recipient", 550, "5.1.1 @ user unknown");
    assert_string_equal(status_of(s, s->ana), STATUS_ACTIVE);
    assert_int_equal(stopped(s), 1);
    assert_int_equal(scene_count(s, "letter-returned", "carol@example.org"), 1);
}

/* Nobody could undo what nobody has heard of. */
static void what_was_announced_to_nobody_does_not_happen(void **state)
{
    struct scene *s = *state;

    scene_at(s, "2026-12-28 09:00");
    s->sim.server_down = true;
    scene_at(s, "2026-12-28 20:30");
    struct outbox_row l = scene_letter(s, "hold-notice", "carol@example.org");
    const struct delivery_row row = {.letter = l.id,
                                     .state = DELIVERY_FAILED,
                                     .at = s->sim.now,
                                     .step = "content",
                                     .code = 554,
                                     .detail = "5.7.1 Message rejected as spam"};
    IN_TRANSACTION(s->sim.store, assert_int_equal(store_put_delivery(s->sim.store, &row), 0));
    s->sim.server_down = false;
    scene_at(s, "2026-12-29 12:00");
    assert_int_equal(scene_events(s, "linked", "", s->ana), 2);
    assert_int_equal(scene_count(s, "hold-notice", "carol@example.org"), 2);
    scene_at(s, "2026-12-31 12:00");
    assert_int_equal(scene_events(s, "linked", "", s->ana), 3);
}

/* Told to the admin, that would be refused as well. */
static void a_refused_letter_to_the_admin_calls_forth_no_other(void **state)
{
    struct scene *s = *state;

    s->sim.server_down = true;
    RECEIVE(s, .from = "Nobody <nobody@example.net>", .text = "Hello there.");
    struct outbox_row l = scene_letter(s, "sort-request", "admin@example.org");
    assert_string_equal(l.subject, "Somebody unknown has written");
    assert_non_null(strstr(l.text, "It came from: nobody@example.net"));
    refuse(s, l.id, "recipient", 550, "5.1.1 no such user");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter WHERE recipient IS NULL"), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_unknown_recipient_is_undeliverable),
        T(a_recipient_who_is_refused_without_a_word_is_undeliverable),
        T(refused_content_says_nothing_of_the_address),
        T(a_policy_says_nothing_of_the_address),
        T(a_letter_too_large_says_nothing_of_the_address),
        T(a_full_box_may_have_room_again),
        T(what_was_given_up_may_arrive_another_time),
        T(what_an_old_address_refuses_says_nothing_of_the_new),
        T(what_was_announced_to_nobody_does_not_happen),
        T(what_was_erased_is_no_fault_of_the_address),
        T(a_refused_letter_to_the_admin_calls_forth_no_other),
    };

    return cmocka_run_group_tests_name("engine_refused", tests, NULL, NULL);
}
