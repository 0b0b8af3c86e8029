/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose word counts, and where words go: nobody acts on another's behalf, and no
 * sentence reaches a wrong inbox. */
#include "tests/unit/support/scene.h"

#include <string.h>

#define ANA   "Ana Ruiz <ana@example.org>"
#define CAROL "Carol Nguyen <carol@example.org>"
#define EVE   "Eve <eve@example.net>"

static bool ana_is_heard(struct scene *s)
{
    return scene_events(s, "heard", "human", s->ana) > 0;
}

/* Ana has written, and Carol has it. */
static struct outbox_row forwarded(struct scene *s)
{
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "Bea sells her cello.", .quote = true);
    struct outbox_row f = scene_letter(s, "forwarded-answer", "carol@example.org");
    scene_forget_letters(s);
    return f;
}

/* ---- members ---------------------------------------------------------------------- */

static void an_answer_goes_to_her_coordinator_alone(void **state)
{
    struct scene *s = *state;

    forwarded(s);
    assert_true(ana_is_heard(s));
    assert_true(scene_reached(s, "carol@example.org", "sells her cello"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM letter_body "
                                     "WHERE text LIKE '%cello%'"),
                     1);
}

static void a_right_sender_without_a_token_is_heard(void **state)
{
    struct scene *s = *state;

    RECEIVE(s, .from = ANA, .subject = "Hello", .text = "Bea sells her cello.");
    assert_true(ana_is_heard(s));
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 1);
}

static void a_right_token_from_a_stranger_is_sorted(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = EVE, .answers = &l, .text = "Bea sells her cello.");
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "forwarded-answer", ""), 0);
    assert_false(scene_reached(s, "eve@example.net", ""));
}

static void a_look_alike_address_is_nobody(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Ana Ruiz <ana@example.org.evil.example>", .answers = &l, .text = "Fine.");
    RECEIVE(s, .from = "\"ana@example.org\" <eve@example.net>", .answers = &l, .text = "Fine.");
    RECEIVE(s, .from = "Ana Ruiz <\xd0\xb0na@example.org>", .answers = &l, .text = "Fine.");
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 3);
}

static void two_senders_are_none(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = EVE, .more = "From: ana@example.org\n", .answers = &l, .text = "Fine.");
    RECEIVE(s, .from = "ana@example.org, eve@example.net", .answers = &l, .text = "Fine.");
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 2);
    assert_true(scene_reached(s, "carol@example.org", "more than one sender"));
}

static void somebody_elses_letter_gives_nothing(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Dan Weiss <dan@example.org>", .answers = &l,
            .text = "Ana sent me this. I am well.", .quote = true);
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_events(s, "heard", "human", s->dan), 1);
    assert_int_equal(scene_count(s, "forwarded-answer", "kay@example.org"), 1);
    assert_int_equal(scene_count(s, "", "carol@example.org"), 0);
}

/* ---- DMARC ------------------------------------------------------------------------ */

static void a_failed_dmarc_is_asked_about(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "Fine.",
            .more = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org\n");
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
}

/* Neither "yes" nor "no" alone: the sentence says it, or it is asked back. */
static void whose_it_is_may_be_said_in_a_sentence(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "Fine.",
            .more = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org\n");
    struct outbox_row asked = scene_letter(s, "sort-request", "carol@example.org");
    RECEIVE(s, .from = CAROL, .answers = &asked, .text = "I have no idea, sorry");
    RECEIVE(s, .from = CAROL, .answers = &asked, .text = "Yes, if it came from Peru");
    assert_false(ana_is_heard(s));
    assert_int_equal(scene_count(s, "ask-back", "carol@example.org"), 2);
    RECEIVE(s, .from = CAROL, .answers = &asked, .text = "Yes, that's her, she is in Peru");
    assert_true(ana_is_heard(s));
}

static void the_attackers_own_word_does_not_count(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &f, .text = "stop",
            .more = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org\n"
                    "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\n");
    RECEIVE(s, .from = CAROL, .answers = &f, .text = "Tell me about it.",
            .more = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org\n"
                    "Authentication-Results: evil.example; dmarc=pass header.from=example.org\n");
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 2);
    assert_int_equal(scene_count(s, "relay", ""), 0);
    assert_int_equal(scene_count(s, "transcript", ""), 0);
    RECEIVE(s, .from = CAROL, .answers = &f, .text = "Tell me more.",
            .more = "Authentication-Results: evil.example; dmarc=fail header.from=example.org\n");
    assert_int_equal(scene_count(s, "relay", "ana@example.org"), 1);
}

/* ---- the desk ----------------------------------------------------------------------- */

static void an_answer_to_a_forwarded_letter_is_relayed(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &f, .text = "I know a buyer.", .quote = true);
    assert_int_equal(scene_count(s, "relay", "ana@example.org"), 1);
    assert_int_equal(scene_count(s, "", ""), 1);
    assert_true(scene_reached(s, "ana@example.org", "I know a buyer"));
    assert_false(scene_reached(s, "ana@example.org", "What you answer"));
}

static void a_relay_needs_sender_and_token_of_one_person(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = "Kay Moss <kay@example.org>", .answers = &f, .text = "Just between us.");
    RECEIVE(s, .from = EVE, .answers = &f, .text = "Just between us.");
    RECEIVE(s, .from = CAROL, .subject = "Re: Ana", .text = "Just between us.");
    assert_int_equal(scene_count(s, "relay", ""), 0);
    assert_false(scene_reached(s, "ana@example.org", "between us"));
}

static void words_and_orders_together_are_asked_back(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);
    int64_t ended = scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'ended'");

    RECEIVE(s, .from = CAROL, .answers = &f,
            .text = "Dear Ana, that is sad to hear.\n\nsnooze 7 days\nfollow-up\n");
    RECEIVE(s, .from = CAROL, .answers = &f, .text = "folow-up\n");
    assert_int_equal(scene_count(s, "relay", ""), 0);
    assert_int_equal(scene_count(s, "ask-back", "carol@example.org"), 2);
    assert_int_equal(scene_count(s, "", "ana@example.org"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'ended'"), ended);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'follow-up'"), 0);
}

static void an_order_alone_is_done(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &f, .text = "follow-up", .quote = true);
    assert_int_equal(scene_count(s, "relay", ""), 0);
    assert_int_equal(scene_count(s, "transcript", "carol@example.org"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'follow-up'"), 1);
}

static void an_order_about_somebody_elses_mentor_is_refused(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &f, .text = "Dan Weiss stop");
    assert_int_equal(scene_count(s, "transcript", "carol@example.org"), 1);
    assert_true(scene_reached(s, "carol@example.org", "is not yours to decide"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'ended'"), 1);
}

static void a_member_gives_no_orders(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "reassign to Kay Moss");
    RECEIVE(s, .from = ANA, .answers = &l, .text = "Dan Weiss stop");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE person = "
                                     "(SELECT person FROM address WHERE address = "
                                     "'dan@example.org') AND phase = 'ended'"),
                     0);
    assert_int_equal(scene_events(s, "linked", "", s->ana), 2);
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 2);
    assert_int_equal(scene_events(s, "heard", "refusal", 0), 0);
}

static void an_order_without_a_letter_is_asked_back(void **state)
{
    struct scene *s = *state;

    RECEIVE(s, .from = CAROL, .subject = "Ana", .text = "Ana Ruiz stop");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE phase = 'ended'"), 0);
    assert_int_equal(scene_count(s, "ask-back", "carol@example.org"), 1);
}

static void a_letter_sent_on_is_not_answered_by_what_stands_above_it(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "All is well.");
    l = scene_letter(s, "forwarded-answer", "carol@example.org");
    RECEIVE(s, .from = CAROL, .answers = &l, .subject = "WG: Ana Ruiz writes",
            .text = "Is she drinking again?", .quote = true);
    assert_int_equal(scene_count(s, "relay", "ana@example.org"), 0);
    assert_non_null(
        strstr(scene_letter(s, "ask-back", "carol@example.org").text, "you have forwarded"));
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "That is good to hear.", .quote = true);
    assert_int_equal(scene_count(s, "relay", "ana@example.org"), 1);
}

/* ---- another address --------------------------------------------------------------- */

static struct outbox_row from_home(struct scene *s)
{
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Ana <ana.at.home@example.net>", .answers = &l, .text = "All is well.");
    return scene_letter(s, "sort-request", "carol@example.org");
}

static void while_mail_waits_for_sorting_silence_is_not_concluded(void **state)
{
    struct scene *s = *state;

    from_home(s);
    scene_forget_letters(s);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(scene_events(s, "silence", "", 0), 1); /* Dan's */
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    assert_int_equal(scene_count(s, "check-in-again", "dan@example.org"), 1);
}

static void yes_counts_it(void **state)
{
    struct scene *s = *state;
    struct outbox_row q = from_home(s);

    RECEIVE(s, .from = CAROL, .answers = &q, .text = "yes", .quote = true);
    assert_true(ana_is_heard(s));
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 1);
    assert_non_null(
        strstr(scene_letter(s, "forwarded-answer", "carol@example.org").text, "All is well"));
    RECEIVE(s, .from = CAROL, .answers = &q, .text = "Yes, yes.", .subject = "once more");
    RECEIVE(s, .from = CAROL, .answers = &q, .text = "yes", .subject = "and again");
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
    scene_forget_letters(s);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
}

static void no_does_not(void **state)
{
    struct scene *s = *state;
    struct outbox_row q = from_home(s);

    RECEIVE(s, .from = CAROL, .answers = &q, .text = "No.");
    assert_false(ana_is_heard(s));
    scene_forget_letters(s);
    scene_at(s, "2026-12-23 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

static void words_to_a_sort_request_go_nowhere(void **state)
{
    struct scene *s = *state;
    struct outbox_row q = from_home(s);

    scene_forget_letters(s);
    RECEIVE(s, .from = CAROL, .answers = &q, .text = "I think so, but who knows.");
    assert_int_equal(scene_count(s, "relay", ""), 0);
    assert_int_equal(scene_count(s, "ask-back", "carol@example.org"), 1);
    assert_false(ana_is_heard(s));
}

#define T(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_answer_goes_to_her_coordinator_alone),
        T(a_right_sender_without_a_token_is_heard),
        T(a_right_token_from_a_stranger_is_sorted),
        T(a_look_alike_address_is_nobody),
        T(two_senders_are_none),
        T(somebody_elses_letter_gives_nothing),
        T(a_failed_dmarc_is_asked_about),
        T(whose_it_is_may_be_said_in_a_sentence),
        T(the_attackers_own_word_does_not_count),
        T(an_answer_to_a_forwarded_letter_is_relayed),
        T(a_relay_needs_sender_and_token_of_one_person),
        T(words_and_orders_together_are_asked_back),
        T(an_order_alone_is_done),
        T(an_order_about_somebody_elses_mentor_is_refused),
        T(a_member_gives_no_orders),
        T(an_order_without_a_letter_is_asked_back),
        T(a_letter_sent_on_is_not_answered_by_what_stands_above_it),
        T(while_mail_waits_for_sorting_silence_is_not_concluded),
        T(yes_counts_it),
        T(no_does_not),
        T(words_to_a_sort_request_go_nowhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
