/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "mail/facts.h"
#include "tests/unit/unit.h"
#include <string.h>

#define CEILING (64u * 1024 * 1024)

static struct arena *arena;
static struct mail_facts facts;
static struct mail_hints hints = {.self = {"mentors@example.org", "mx.example.org"}};

static int setup(void **state)
{
    mail_init();
    arena = arena_new(CEILING);
    hints.bare_text = false;
    return 0;
}

static int teardown(void **state)
{
    arena_free(arena);
    return 0;
}

static void read_message(const char *bytes)
{
    mail_read(arena, bytes, strlen(bytes), &hints, &facts);
}

static void a_human_answer(void **state)
{
    read_message("From: Ana <ana@example.net>\n"
                 "To: mentors+k7@example.org\n"
                 "Subject: Re: How are you two?\n"
                 "In-Reply-To: <k7.1@example.org>\n"
                 "Content-Type: text/plain; charset=utf-8\n"
                 "\n"
                 "All is well, we met on Friday.\n"
                 "\n"
                 "On Tue, 15 Dec 2026 at 10:00, Carol <mentors@example.org> wrote:\n"
                 "> How are you two?\n");
    assert_int_equal(facts.class, MAIL_HUMAN);
    assert_string_equal(facts.text, "All is well, we met on Friday.");
    assert_string_equal(facts.in_answer_to, "k7.1@example.org");
    assert_string_equal(facts.head.tokens[0], "k7");
    assert_int_equal(facts.attachments_count, 0);
    assert_false(facts.text_truncated);
}

static void enriched_text(void **state)
{
    read_message("From: Ana <ana@example.net>\nContent-Type: text/enriched; charset=utf-8\n\n"
                 "<bold>All</bold> is\nwell: 1 << 2, a < b.\n\n"
                 "<color><param>red</param>We met.</color>\n\n\nAna <nofill>x\ny</nofill>\n");
    assert_string_equal(facts.text, "All is well: 1 < 2, a < b.\nWe met.\n\nAna x\ny");
}

#define BOUNCE                                                                                     \
    "From: MAILER-DAEMON@mx.example.com\n"                                                         \
    "To: mentors@example.org\n"                                                                    \
    "Subject: Undelivered Mail Returned to Sender\n"                                               \
    "Auto-Submitted: auto-replied\n"

static void a_bounce_names_our_letter(void **state)
{
    read_message(BOUNCE
                 "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                 "--b\n\nSorry.\n"
                 "--b\nContent-Type: message/delivery-status\n\n"
                 "Reporting-MTA: dns; mx.example.com\n\n"
                 "Final-Recipient: rfc822; ana@example.net\n"
                 "Action: failed\nStatus: 5.1.1\n\n"
                 "--b\nContent-Type: message/rfc822\n\n"
                 "From: Carol <mentors@example.org>\nReply-To: mentors+k7@example.org\n"
                 "Message-ID: <k7.1@example.org>\nSubject: How are you two?\n\nDear Ana\n"
                 "--b--\n");
    assert_int_equal(facts.class, MAIL_BOUNCE);
    assert_string_equal(facts.in_answer_to, "k7.1@example.org");
    assert_string_equal(facts.head.tokens[0], "k7");
    assert_int_equal(facts.recipients_count, 1);
    assert_string_equal(facts.recipients[0].recipient, "ana@example.net");
    assert_string_equal(facts.recipients[0].status, "5.1.1");
    assert_int_equal(facts.attachments_count, 0);
}

static void a_bounce_with_the_headers_alone(void **state)
{
    read_message(BOUNCE
                 "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                 "--b\n\nSorry.\n"
                 "--b\nContent-Type: message/delivery-status\n\n"
                 "Final-Recipient: rfc822; ana@example.net\n"
                 "Action: failed\nStatus: 5.1.1\n\n"
                 "--b\nContent-Type: text/rfc822-headers\n\n"
                 "Return-Path: <mentors+k8@example.org>\nMessage-ID: <k8.1@example.org>\n"
                 "--b--\n");
    assert_string_equal(facts.in_answer_to, "k8.1@example.org");
    assert_string_equal(facts.head.tokens[0], "k8");
}

static void a_bounce_without_mime(void **state)
{
    read_message(BOUNCE "\nThe following address failed:\n\n"
                        "  <ana@example.net>: 550 5.1.1 user unknown\n\n"
                        "--- The header of the original message is following. ---\n\n"
                        "From: Carol <mentors+k9@example.org>\n"
                        "Message-ID: <k9.1@example.org>\nSubject: How are you two?\n");
    assert_int_equal(facts.class, MAIL_BOUNCE);
    assert_string_equal(facts.in_answer_to, "k9.1@example.org");
    assert_string_equal(facts.head.tokens[0], "k9");
}

static void a_foreign_id_is_no_letter_of_ours(void **state)
{
    read_message("From: ana@example.net\nIn-Reply-To: <k7.1@evil.example>\n\nHello\n");
    assert_string_equal(facts.in_answer_to, "");
    assert_int_equal(facts.head.tokens_count, 0);
}

static void files_are_attachments(void **state)
{
    read_message("From: ana@example.net\nContent-Type: multipart/mixed; boundary=b\n\n"
                 "--b\nContent-Type: multipart/related; boundary=r\n\n"
                 "--r\nContent-Type: text/html\n\n<p>See the form.</p>\n"
                 "--r\nContent-Type: image/png; name=logo.png\nContent-ID: <logo>\n\nx\n"
                 "--r--\n"
                 "--b\nContent-Type: text/csv; name=\"people.csv\"\n\na,b\n"
                 "--b\nContent-Type: application/pgp-signature; name=s.asc\n\nx\n"
                 "--b\nContent-Type: message/rfc822\n\n"
                 "Subject: carried\nContent-Type: text/csv; name=inner.csv\n\nc,d\n"
                 "--b\nContent-Type: application/pdf\n"
                 "Content-Disposition: attachment; filename=\"../a b.pdf\"\n"
                 "Content-Transfer-Encoding: base64\n\nJVBERg==\n"
                 "--b--\n");
    assert_int_equal(facts.attachments_count, 3);
    assert_string_equal(facts.attachments[0].name, "people.csv");
    assert_string_equal(facts.attachments[0].type, "text/csv");
    assert_memory_equal(facts.attachments[0].data, "a,b", 3);
    assert_string_equal(facts.attachments[1].type, "message/rfc822");
    assert_string_equal(facts.attachments[2].name, "a b.pdf");
    assert_int_equal(facts.attachments[2].len, 4);
    assert_memory_equal(facts.attachments[2].data, "%PDF", 4);
    assert_string_equal(facts.text, "See the form.");
}

static void a_letter_with_a_name_is_still_the_letter(void **state)
{
    read_message("From: ana@example.net\nContent-Type: text/plain; name=\"msg.txt\"\n\nYes.\n");
    assert_string_equal(facts.text, "Yes.");
    assert_int_equal(facts.attachments_count, 0);
}

static void bare_text_has_no_headers(void **state)
{
    hints.bare_text = true;
    read_message("From: this is no header\n\n1 ok\n");
    assert_string_equal(facts.head.from.email, "");
    assert_non_null(strstr(facts.text, "1 ok"));
}

static void what_is_too_much_is_refused(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(2 * MAIL_MAX_BYTES);
    buf_adds(&b, "From: ana@example.net\n");
    for (int i = 0; i < 30; i++)
        buf_adds(&b, "Content-Type: message/rfc822\n\n");
    read_message(buf_str(&b));
    assert_string_equal(facts.head.refused, "nested too deeply");
    buf_reset(&b);
    buf_adds(&b, "From: ana@example.net\n\n");
    while (b.len <= MAIL_MAX_BYTES)
        buf_adds(&b, "line\n");
    read_message(buf_str(&b));
    assert_string_equal(facts.head.refused, "larger than 25 MiB");
    assert_string_equal(facts.head.from.email, "ana@example.net");
}

/* The facts of anything must be such that the other side believes them. */
static void assert_believable(struct buf *b)
{
    struct mail_facts again;
    struct err e = {""};
    arena_reset(arena);
    mail_read(arena, b->data, b->len, &hints, &facts);
    const char *json = mail_facts_to_json(arena, &facts);
    assert_true(arena_used(arena) < 8 * b->len);
    if (mail_facts_from_json(arena, json, strlen(json), &again, &e))
        fail_msg("%s", e.text);
}

static void long_texts_are_cut(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(2 * MAIL_MAX_BYTES);
    buf_adds(&b, "From: ana@example.net\nContent-Type: text/plain; charset=utf-8\n\n");
    for (int i = 0; i < 200000; i++)
        buf_adds(&b, "é ");
    assert_believable(&b);
    assert_true(facts.text_truncated);
    assert_true(strlen(facts.text) <= MAIL_MAX_TEXT);
}

static void floods_of_files_are_bounded(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(2 * MAIL_MAX_BYTES);
    buf_adds(&b, "From: ana@example.net\nContent-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 5000; i++)
        buf_adds(&b, "--b\nContent-Type: a/b; name=x\n\nx\n");
    assert_believable(&b);
    assert_int_equal(facts.attachments_count, MAIL_MAX_ATTACHMENTS);
    assert_string_equal(facts.head.refused, "too many parts");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_human_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(enriched_text, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bounce_names_our_letter, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bounce_with_the_headers_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bounce_without_mime, setup, teardown),
        cmocka_unit_test_setup_teardown(a_foreign_id_is_no_letter_of_ours, setup, teardown),
        cmocka_unit_test_setup_teardown(files_are_attachments, setup, teardown),
        cmocka_unit_test_setup_teardown(a_letter_with_a_name_is_still_the_letter, setup, teardown),
        cmocka_unit_test_setup_teardown(bare_text_has_no_headers, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_too_much_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(long_texts_are_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(floods_of_files_are_bounded, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
