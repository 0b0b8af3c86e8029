/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "mail/facts.h"
#include "mail/mime.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

static struct mail_head head;

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static void read_head(const char *bytes)
{
    struct mail_self self = {"mentors@example.org", "mx.example.org"};
    mail_read_head(arena, bytes, strlen(bytes), &self, &head);
}

static void an_ordinary_answer(void **state)
{
    read_head("Return-Path: <ana@example.net>\r\n"
              "Delivered-To: mentors+k7@example.org\r\n"
              "From: \"Lund, Ana\" <Ana@Example.NET>\r\n"
              "To: Carol <mentors+k7@example.org>, x@example.com\r\n"
              "Cc: Bea <bea@example.net>\r\n"
              "Subject: =?utf-8?q?Re:_Gr=C3=BC=C3=9Fe?=\r\n"
              "Message-ID: <abc@example.net>\r\n"
              "In-Reply-To: <k7.2@example.org>\r\n"
              "References: <k7.1@example.org>,\r\n <k7.2@example.org> junk <old@x>\r\n"
              "Date: Tue, 15 Dec 2026 12:00:00 +0100 (CET)\r\n"
              "\r\n"
              "Yes.\r\n");
    assert_string_equal(head.from.name, "Lund, Ana");
    assert_string_equal(head.from.email, "Ana@example.net");
    assert_int_equal(head.from_count, 1);
    assert_int_equal(head.to_count, 3);
    assert_string_equal(head.to[2].email, "bea@example.net");
    assert_string_equal(head.subject, "Re: Grüße");
    assert_string_equal(head.message_id, "abc@example.net");
    assert_int_equal(head.refs_count, 3);
    assert_string_equal(head.refs[0], "k7.2@example.org");
    assert_string_equal(head.refs[1], "old@x");
    assert_string_equal(head.refs[2], "k7.1@example.org");
    assert_int_equal(head.tokens_count, 3);
    assert_string_equal(head.tokens[0], "k7");
    assert_string_equal(head.tokens[1], "k7.2");
    assert_int_equal(head.date, 1797332400);
    assert_null(head.refused);
}

static void who_wrote_it(void **state)
{
    static const struct {
        const char *from, *name, *email;
        size_t count;
    } cases[] = {
        {"From: ana@example.net\n", "", "ana@example.net", 1},
        {"From: ana@example.net (Ana)\n", "Ana", "ana@example.net", 1},
        {"From: \"ana@example.net\" <bea@example.net>\n", "ana@example.net", "bea@example.net", 1},
        {"From: =?utf-8?Q?Jos=C3=A9?= <j@example.net>\n", "José", "j@example.net", 1},
        {"From: \"=?utf-8?Q?Jos=C3=A9?=\" <j@example.net>\n", "José", "j@example.net", 1},
        {"From: Jos\xE9 <j@example.net>\n", "José", "j@example.net", 1},
        {"From: Ana [ext] <ana@example.net>\n", "Ana [ext]", "ana@example.net", 1},
        {"From: Dr. Ana, Ph.D. <ana@example.net>\n", NULL, "ana@example.net", 1},
        {"From: Ana <ana@example.net\n", "Ana", "ana@example.net", 1},
        {"From: a@example.net, b@example.net\n", "", "a@example.net", 2},
        {"From: a@example.net\nFrom: b@example.net\n", "", "a@example.net", 2},
        {"From: Team: a@example.net, b@example.net;\n", "", "a@example.net", 2},
        {"From: Ana Example ana@example.net\n", "Ana Example", "ana@example.net", 1},
        {"From: Ana <mailto:ana@example.net>\n", "Ana", "ana@example.net", 1},
        {"From: 'ana@example.net'\n", "", "ana@example.net", 1},
        {"From: \"ana\"@example.net\n", "", "ana@example.net", 1},
        {"From: \"ana bee\"@example.net\n", "", "\"ana bee\"@example.net", 1},
        {"From: =?utf-8?B?w4FuYSA8YW5hQGV4YW1wbGUubmV0Pg==?=\n", NULL, "ana@example.net", 1},
        {"From: undisclosed-recipients:;\n", "", "", 0},
        {"From: nobody\n", "", "", 0},
        {"X: y\n", "", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_head(arena_printf(arena, "%s\nbody", cases[i].from));
        if (head.from_count != cases[i].count || strcmp(head.from.email, cases[i].email) != 0 ||
            (cases[i].name && strcmp(head.from.name, cases[i].name) != 0))
            fail_msg("%s gave %zu, \"%s\", %s", cases[i].from, head.from_count, head.from.name,
                     head.from.email);
    }
}

#define FROM "From: ana@example.net\n"
#define MX   "Authentication-Results: mx.example.org"

static void whose_authority(void **state)
{
    static const struct {
        const char *headers;
        enum mail_dmarc want;
    } cases[] = {
        {MX "; spf=pass; dmarc=pass (p=none) header.from=example.net\n" FROM, DMARC_PASS},
        {MX " 1;\n\tdkim=none;\n\tdmarc = pass header.from = EXAMPLE.net\n" FROM, DMARC_PASS},
        {MX "; dmarc=fail header.from=example.net\n" FROM, DMARC_FAIL},
        {MX "; dmarc=none header.from=example.net\n" FROM, DMARC_NONE},
        {MX "; dmarc=temperror header.from=example.net\n" FROM, DMARC_UNKNOWN},
        {MX "; dmarc=pass header.from=evil.example\n" FROM, DMARC_UNKNOWN},
        {MX "; dmarc=pass header.from=example.net.evil.example\n" FROM, DMARC_UNKNOWN},
        {MX "; dmarc=pass\n" FROM, DMARC_UNKNOWN},
        {MX "; none\n" FROM, DMARC_UNKNOWN},
        {"Authentication-Results: evil.example; dmarc=pass header.from=example.net\n" FROM,
         DMARC_UNKNOWN},
        {"Authentication-Results: mx.example.org.evil.example; dmarc=pass "
         "header.from=example.net\n" FROM,
         DMARC_UNKNOWN},
        /* The server's own say stands above; what came with the message below. */
        {MX "; dmarc=fail header.from=example.net\n" MX
            "; dmarc=pass header.from=example.net\n" FROM,
         DMARC_FAIL},
        {MX "; spf=pass\n" MX "; dmarc=pass header.from=example.net\n" FROM, DMARC_PASS},
        {MX "; spf=pass\nReceived: by mx\n" MX "; dmarc=pass header.from=example.net\n" FROM,
         DMARC_UNKNOWN},
        /* Results hidden in a comment or in a quoted reason are none. */
        {MX "; spf=fail (; dmarc=pass header.from=example.net)\n" FROM, DMARC_UNKNOWN},
        {MX "; spf=fail reason=\"; dmarc=pass header.from=example.net\"\n" FROM, DMARC_UNKNOWN},
        {MX "; spf=fail reason=\"x\\\"; dmarc=pass header.from=example.net\"\n" FROM,
         DMARC_UNKNOWN},
        {MX "; dmarc=pass header.from=example.net\nFrom: a@example.net, b@example.com\n",
         DMARC_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_head(arena_printf(arena, "%s\nbody", cases[i].headers));
        if (head.dmarc != cases[i].want)
            fail_msg("%d instead of %d: %s", (int)head.dmarc, (int)cases[i].want, cases[i].headers);
    }
}

static void nobody_is_believed_unless_configured(void **state)
{
    const char *bytes = MX "; dmarc=pass header.from=example.net\n" FROM "\n";
    struct mail_self self = {"mentors@example.org", NULL};
    mail_read_head(arena, bytes, strlen(bytes), &self, &head);
    assert_int_equal(head.dmarc, DMARC_UNKNOWN);
}

static void tokens_of_servers_come_first(void **state)
{
    read_head("To: mentors+one@example.org, mentors+two@example.org\n"
              "X-Original-To: mentors+two@example.org\n"
              "References: <three@example.org> <four@example.com>\n\n");
    assert_int_equal(head.tokens_count, 3);
    assert_string_equal(head.tokens[0], "two");
    assert_string_equal(head.tokens[1], "one");
    assert_string_equal(head.tokens[2], "three");
}

static void absurd_dates_are_none(void **state)
{
    static const char *const dates[] = {"Date: Tue, 15 Dec 9026 12:00:00 +0000\n\n",
                                        "Date: Thu, 1 Jan 1970 00:00:00 +0000\n\n",
                                        "Date: yesterday\n\n", "Date:\n\n"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        read_head(dates[i]);
        assert_int_equal(head.date, 0);
    }
}

static void floods_of_addresses_are_bounded(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(30u * 1024 * 1024);
    buf_adds(&b, "From: ");
    for (int i = 0; i < 50000; i++)
        buf_adds(&b, "g:");
    buf_adds(&b, "\nTo: ");
    for (int i = 0; i < 3000; i++)
        buf_addf(&b, "a%d@example.net, ", i);
    for (int i = 0; i < 3000; i++)
        buf_addf(&b, "\nX-%d: y", i);
    buf_adds(&b, "\n\n");
    read_head(buf_str(&b));
    assert_int_equal(head.from_count, 0);
    assert_int_equal(head.to_count, MAIL_MAX_ADDRESSES);
    assert_string_equal(head.refused, "too many headers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_ordinary_answer, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(who_wrote_it, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(whose_authority, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(nobody_is_believed_unless_configured, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(tokens_of_servers_come_first, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(absurd_dates_are_none, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(floods_of_addresses_are_bounded, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
