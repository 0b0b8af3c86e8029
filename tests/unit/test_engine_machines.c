/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mail that no person wrote, and mail that nobody should have to read: absences, bounces, loops,
 * floods, large and broken messages; and words that can't wait. */
#include "base/buf.h"
#include "tests/unit/support/scene.h"

#include <stdlib.h>
#include <string.h>

#define ANA   "Ana Ruiz <ana@example.org>"
#define CAROL "Carol Nguyen <carol@example.org>"
#define AUTO  "Auto-Submitted: auto-replied\n"

/* ---- absences ---------------------------------------------------------------------- */

static void absence_with_a_date(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    for (int i = 0; i < 2; i++)
        RECEIVE(s, .from = ANA, .answers = &l, .more = AUTO, .subject = "Automatic reply",
                .text = "I am out of the office until January 4, 2027.");
    assert_int_equal(scene_count(s, "", ""), 0);
    scene_at(s, "2027-01-11 09:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    scene_at(s, "2027-01-11 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
    assert_int_equal(scene_events(s, "contact-made", "", s->ana), 0);
}

static void absence_without_a_date_puts_off_once(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    for (int i = 0; i < 2; i++)
        RECEIVE(s, .from = ANA, .answers = &l, .more = AUTO "X-Autoreply: yes\n",
                .subject = "Out of office", .text = "I am away and answer when I am back.");
    scene_at(s, "2026-12-29 09:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    scene_at(s, "2026-12-29 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

/* ---- one message on two ways --------------------------------------------------------- */

/* As two servers hand it over: the transport fields differ, and nothing else. */
static void receive_copy(struct scene *s, const char *way, const char *id,
                         const struct outbox_row *l, const char *from, const char *text)
{
    char *bytes = arena_printf(s->arena,
                               "Received: by %s\nFrom: %s\nTo: %s\nSubject: Re: hello\n"
                               "Message-ID: <%s@mail.example.net>\nIn-Reply-To: <%s>\n\n%s\n",
                               way, from, l->envelope_from, id, l->message_id, text);

    scene_receive_bytes(s, bytes, strlen(bytes));
}

static void what_comes_on_two_ways_is_heard_once(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    receive_copy(s, "one.example.net", "a", &l, ANA, "All is well.");
    receive_copy(s, "two.example.net", "a", &l, ANA, "All is well.");
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 1);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
    struct outbox_row f = scene_letter(s, "forwarded-answer", "carol@example.org");
    for (int i = 0; i < 2; i++)
        receive_copy(s, i ? "one.example.net" : "two.example.net", "c", &f, CAROL, "Good to hear.");
    assert_int_equal(scene_count(s, "relay", "ana@example.org"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM inbox_done WHERE outcome = 'duplicate'"),
                     2);
}

static void other_words_are_another_message(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    receive_copy(s, "one.example.net", "a", &l, ANA, "All is well.");
    receive_copy(s, "one.example.net", "a", &l, ANA, "All is well, but for the room.");
    assert_int_equal(scene_count(s, "forwarded-answer", "carol@example.org"), 2);
}

/* The first copy failed on its way over somebody's list; what was asked about may be sent again. */
static void what_was_only_asked_about_counts_when_it_comes_again(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    receive_copy(s, "one.example.net\nAuthentication-Results: mx.example.org; dmarc=fail", "a", &l,
                 ANA, "All is well.");
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    receive_copy(s, "two.example.net", "a", &l, ANA, "All is well.");
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
}

/* ---- machines answer letters to the desk --------------------------------------------- */

static struct outbox_row forwarded(struct scene *s)
{
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "All is well.");
    struct outbox_row f = scene_letter(s, "forwarded-answer", "carol@example.org");
    scene_forget_letters(s);
    return f;
}

static void a_coordinators_absence_is_not_relayed(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &f, .more = AUTO, .text = "I am on holiday.");
    RECEIVE(s, .from = CAROL, .answers = &f, .more = "Precedence: auto_reply\n",
            .text = "I am on holiday.");
    RECEIVE(s, .from = CAROL, .answers = &f, .more = "X-Auto-Response-Suppress: All\n",
            .subject = "Automatic reply: Ana writes", .text = "I am on holiday.");
    assert_int_equal(scene_count(s, "", ""), 0);
}

/* A machine that says nothing of what it is. */
static void a_loop_ends(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    for (int i = 0; i < 300; i++) {
        RECEIVE(s, .from = CAROL, .answers = &l,
                .text = "Your message was received by our system.");
        if (scene_count(s, "ask-back", ""))
            l = scene_letter(s, "ask-back", "carol@example.org");
    }
    assert_int_equal(scene_number(s,
                                  "SELECT count(*) FROM delivery WHERE state = 'sent' AND letter "
                                  "IN (SELECT id FROM letter WHERE letter = 'ask-back')"),
                     120);
}

static void a_relay_loop_ends(void **state)
{
    struct scene *s = *state;
    struct outbox_row f = forwarded(s);
    struct outbox_row back;

    for (int i = 0; i < 150; i++) {
        RECEIVE(s, .from = CAROL, .answers = &f, .text = "Thank you for your message.");
        back = scene_letter(s, "relay", "ana@example.org");
        RECEIVE(s, .from = ANA, .answers = &back, .text = "Thank you for your message.");
        f = scene_letter(s, "forwarded-answer", "carol@example.org");
    }
    assert_int_equal(
        scene_number(s, "SELECT count(*) FROM letter WHERE kind = 'relay' AND held IS NULL"), 119);
    assert_true(scene_number(s, "SELECT count(*) FROM letter WHERE held = 'limit'") > 0);
    assert_int_equal(scene_count(s, "batch-held", "admin@example.org"), 1);
}

/* Each gets somebody to look at it, up to what a person can look at in a day. */
static void a_flood_from_strangers_does_not_drown_the_admin(void **state)
{
    struct scene *s = *state;

    for (int i = 0; i < 150; i++)
        RECEIVE(s, .from = arena_printf(s->arena, "Eve <eve%d@example.net>", i),
                .subject = "Congratulations", .text = "You have won.");
    assert_int_equal(
        scene_number(s, "SELECT count(*) FROM letter WHERE letter = 'sort-request' AND held IS "
                        "NULL AND envelope_to = 'admin@example.org'"),
        120);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM inbox_done WHERE outcome = 'unsorted'"),
                     150);
}

/* ---- bounces -------------------------------------------------------------------------- */

static void bounce(struct scene *s, const char *returned_id, const char *to)
{
    const char *text = arena_printf(
        s->arena,
        "From: MAILER-DAEMON@mx.example.org\nTo: %s\nSubject: Undelivered Mail Returned to "
        "Sender\nMIME-Version: 1.0\nMessage-ID: <b%u@mx>\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\nI could not "
        "deliver.\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; "
        "mx.example.org\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: "
        "5.1.1\n\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <%s>\nSubject: x\n\nx\n--x--\n",
        to, ++s->messages, returned_id);

    scene_receive_bytes(s, text, strlen(text));
}

static void a_bounce_that_names_no_letter_of_ours_is_nothing(void **state)
{
    struct scene *s = *state;

    bounce(s, "made-up@example.org", "mentors@example.org");
    bounce(s, "made-up@example.org", "mentors+0123456789abcdef0123@example.org");
    assert_int_equal(scene_events(s, "heard", "", 0), 0);
    assert_int_equal(scene_count(s, "", ""), 0);
}

static void a_bounce_stops_the_ladder_until_there_is_an_address(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    bounce(s, l.message_id, "mentors@example.org");
    assert_int_equal(scene_count(s, "address-needed", "carol@example.org"), 1);
    scene_at(s, "2026-12-24 12:00");
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 0);
    l = scene_letter(s, "address-needed", "carol@example.org");
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "It is ana.ruiz@example.com now.");
    assert_int_equal(scene_count(s, "check-in", "ana.ruiz@example.com"), 1);
    assert_int_equal(scene_count(s, "", "ana@example.org"), 0);
}

/* ---- what can't wait ---------------------------------------------------------------------- */

static void urgent_words_are_told_at_once(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    scene_at(s, "2026-12-20 03:00"); /* a Sunday night */
    scene_forget_letters(s);
    RECEIVE(s, .from = ANA, .answers = &l,
            .text = "I am afraid that Bea wants to hurt herself.\n"
                    "She says she has no reason and I want to die.");
    assert_int_equal(scene_count(s, "urgent", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "urgent", "wen@example.org"), 1);
    assert_int_equal(scene_count(s, "forwarded-answer", ""), 0);
    assert_int_equal(scene_number(s, "SELECT count(DISTINCT letter) FROM delivery WHERE state = "
                                     "'sent' AND letter IN (SELECT id FROM letter WHERE kind = "
                                     "'urgent')"),
                     2);
}

/* Even where a machine seems to have written them: somebody looks. */
static void urgent_words_of_a_machine_are_looked_at(void **state)
{
    struct scene *s = *state;
    static const char *const machines[] = {AUTO, "Precedence: bulk\n",
                                           "List-Id: <relay.example.net>\n"};

    for (size_t i = 0; i < 3; i++) {
        scene_forget_letters(s);
        RECEIVE(s, .from = ANA, .more = machines[i],
                .text = arena_printf(s->arena, "I want to die. %zu", i));
        assert_int_equal(scene_count(s, "", "carol@example.org"), 1);
        assert_int_equal(scene_count(s, "", "wen@example.org"), 1);
        assert_true(scene_reached(s, "carol@example.org", "I want to die."));
    }
}

/* A machine that repeats what we passed on would go on for ever. */
static void urgent_words_that_a_machine_repeats_call_nobody(void **state)
{
    struct scene *s = *state;
    static const char *const from[] = {ANA, "eve@example.net"};

    for (size_t i = 0; i < 2; i++) {
        RECEIVE(s, .from = from[i], .more = i ? NULL : AUTO, .text = "I want to die.");
        struct outbox_row asked =
            scene_letter(s, "sort-request", i ? "admin@example.org" : "carol@example.org");
        scene_forget_letters(s);
        RECEIVE(s, .from = i ? "Admin <admin@example.org>" : CAROL, .answers = &asked, .more = AUTO,
                .text = "A ticket was opened: I want to die, she writes.");
        assert_int_equal(scene_count(s, "", ""), 0);
    }
}

static void urgent_words_from_an_unknown_address_are_told_too(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "eve@example.net", .answers = &l, .text = "I want to die.");
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "sort-request", "wen@example.org"), 1);
}

static void a_refusal_ends_it_without_escalation(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "STOP", .quote = true);
    assert_int_equal(scene_count(s, "asked-to-stop", "carol@example.org"), 1);
    scene_at(s, "2027-02-20 12:00");
    assert_int_equal(scene_count(s, "", "ana@example.org"), 0);
    assert_int_equal(scene_events(s, "heard", "refusal", s->ana), 1);
}

/* The letter's List-Unsubscribe: no reply, an empty letter or the mail program's own words. */
static void the_button_of_a_mail_program_is_a_refusal(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .to = l.envelope_from, .subject = "stop",
            .text = "This message was automatically generated by the mail program.");
    assert_int_equal(scene_events(s, "heard", "refusal", s->ana), 1);
    assert_int_equal(scene_count(s, "asked-to-stop", "carol@example.org"), 1);
}

/* ---- large and broken ------------------------------------------------------------------------ */

static void with_attachment(struct scene *s, const struct outbox_row *l, size_t size)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(64u * 1024 * 1024);

    buf_addf(&b,
             "From: " ANA "\nTo: %s\nSubject: Re: x\nMessage-ID: <big%zu@x>\nMIME-Version: "
             "1.0\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\nContent-Type: "
             "text/plain\n\nThe photographs.\n--zz\nContent-Type: image/jpeg; "
             "name=\"a.jpg\"\nContent-Transfer-Encoding: base64\n\n",
             l->envelope_from, size);
    while (b.len < size)
        buf_adds(&b, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    buf_adds(&b, "--zz--\n");
    scene_receive_bytes(s, b.data, b.len);
}

static void what_is_attached_goes_on(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    with_attachment(s, &l, 5 * 1024 * 1024);
    l = scene_letter(s, "forwarded-answer", "carol@example.org");
    assert_true(l.raw_len > 5 * 1024 * 1024);
    assert_non_null(strstr(l.raw, "a.jpg"));
}

static void what_is_too_large_is_set_aside(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    with_attachment(s, &l, 30 * 1024 * 1024);
    assert_int_equal(scene_count(s, "set-aside", "admin@example.org"), 1);
    assert_int_equal(scene_count(s, "sort-request", "carol@example.org"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM inbox_done WHERE outcome = 'unsorted'"),
                     1);
}

static void garbage_does_no_harm(void **state)
{
    struct scene *s = *state;
    char bytes[4096];
    unsigned seed = 1;

    for (int n = 0; n < 50; n++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)((seed = seed * 1103515245 + 12345) >> 16);
        if (n % 2)
            memcpy(bytes, "From: ana@example.org\nSubject: \xff\xfe\n\n", 35);
        scene_receive_bytes(s, bytes, sizeof bytes);
    }
    scene_receive_bytes(s, "", 0);
    assert_int_equal(scene_number(s, "SELECT (SELECT count(*) FROM inbox) - "
                                     "(SELECT count(*) FROM inbox_done)"),
                     0);
}

/* ---- what people type does not break out -------------------------------------------------------
 */

/* Head of a letter: up to the empty line. */
static char *head_of(struct scene *s, const struct outbox_row *l)
{
    const char *end = strstr(l->raw, "\r\n\r\n");

    assert_non_null(end);
    return arena_strndup(s->arena, l->raw, (size_t)(end - l->raw));
}

static void headers_cannot_be_injected(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "=?utf-8?q?Ana=0D=0ABcc=3A_eve=40example=2Enet?= <ana@example.org>",
            .answers = &l,
            .subject = "=?utf-8?q?Hi=0D=0ABcc=3A_eve=40example=2Enet=0D=0A=0D=0Ahello?=",
            .text = "{{organisation}} <script>alert(1)</script> [x](javascript:alert(1))\n\n# Big");
    l = scene_letter(s, "forwarded-answer", "carol@example.org");
    assert_null(strcasestr(head_of(s, &l), "\nBcc:"));
    assert_null(strstr(strstr(l.raw, "text/html"), "<script>"));
    assert_null(strstr(l.raw, "href=3D\"javascript:"));
    assert_non_null(strstr(l.text, "{{organisation}}"));
    assert_string_equal(l.envelope_to, "carol@example.org");
}

#define T(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_comes_on_two_ways_is_heard_once),
        T(other_words_are_another_message),
        T(what_was_only_asked_about_counts_when_it_comes_again),
        T(absence_with_a_date),
        T(absence_without_a_date_puts_off_once),
        T(a_coordinators_absence_is_not_relayed),
        T(a_loop_ends),
        T(a_flood_from_strangers_does_not_drown_the_admin),
        T(a_relay_loop_ends),
        T(a_bounce_that_names_no_letter_of_ours_is_nothing),
        T(a_bounce_stops_the_ladder_until_there_is_an_address),
        T(urgent_words_are_told_at_once),
        T(urgent_words_of_a_machine_are_looked_at),
        T(urgent_words_that_a_machine_repeats_call_nobody),
        T(urgent_words_from_an_unknown_address_are_told_too),
        T(a_refusal_ends_it_without_escalation),
        T(the_button_of_a_mail_program_is_a_refusal),
        T(what_is_attached_goes_on),
        T(what_is_too_large_is_set_aside),
        T(garbage_does_no_harm),
        T(headers_cannot_be_injected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
