/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "mail/mime.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

#define CEILING (64u * 1024 * 1024)

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static struct mime *parse(const char *bytes)
{
    return mime_parse(arena, bytes, strlen(bytes));
}

static void a_lone_cr_is_a_blank(void **state)
{
    struct mime *m = parse("Subject: one\r\xC3\xA9t\xC3\xA9 two\rthree\r\n\r\nBody\r\n");
    assert_string_equal(mime_header(m, "Subject"), "one été two three");
}

static void headers_are_unfolded_and_decoded(void **state)
{
    struct mime *m = parse("From nobody Tue Dec 15 10:00:00 2026\r\n"
                           "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?UTF-8?Q?_an?=\r\n"
                           "\t=?iso-8859-1?B?YWxsZQ==?= here\r\n"
                           "X-Empty:\r\n"
                           "X-Raw : caf\xE9\r\n"
                           "\r\n"
                           "Body\r\n");
    assert_int_equal(m->header_count, 3);
    assert_string_equal(mime_header(m, "subject"), "Grüße analle here");
    assert_string_equal(mime_header(m, "x-empty"), "");
    assert_string_equal(mime_header(m, "X-RAW"), "café");
    assert_null(mime_header(m, "X-None"));
    assert_string_equal(mime_text(arena, m), "Body\n");
}

static void encoded_words_as_programs_write_them(void **state)
{
    static const struct {
        const char *raw, *want;
    } cases[] = {
        {"plain", "plain"},
        {"=?utf-8?B?w6k=?=", "é"},
        {"=?utf-8*en?Q?caf=C3=A9?= ole", "café ole"},
        {"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"}, /* cut inside a character */
        {"=?utf-8?B?8J+Y?= =?utf-8?B?gA==?=", "😀"},     /* likewise */
        {"=?utf-8?Q?two words?=", "two words"},         /* raw blank inside */
        {"a=?utf-8?Q?b?=c", "abc"},                     /* no blanks around */
        {"=?utf-8?X?b?=", "=?utf-8?X?b?="},             /* no such encoding */
        {"=?utf-8?Q?never closed", "=?utf-8?Q?never closed"},
        {"=?nonsense-1?Q?caf=E9?=", "café"}, /* unknown set: guessed */
        {"=?utf-8?Q?=41=?=", "A="},
        {"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"}, /* no line can be smuggled */
        {"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"},
        {"=?gb2312?B?xOO6ww==?=", "你好"},
        {"=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"},
        {"=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"},
        {"=?iso-8859-1?Q?Fr\xF6"
         "sche?=",
         "Frösche"},                                /* raw 8-bit inside */
        {"na\xEFve =?utf-8?Q?=C3=A9?=", "naïve é"}, /* and outside */
        {"=?", "=?"},
        {"=??q?x?=", "=??q?x?="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(mime_decode_words(arena, cases[i].raw), cases[i].want);
}

static void junk_lines_lose_no_headers(void **state)
{
    struct mime *m = parse("Subject: one\n"
                           "this line is no header\n"
                           "To: a@example.org\n"
                           "\n"
                           "text");
    assert_string_equal(mime_header(m, "To"), "a@example.org");
    m = parse("Subject: no blank line\nHello there,\nI am the body.\n");
    assert_string_equal(mime_text(arena, m), "Hello there,\nI am the body.\n");
}

static void parts_are_cut_at_their_boundaries(void **state)
{
    struct mime *m = parse("Content-Type: multipart/mixed; boundary=\"a\"\n\n"
                           "preface\n"
                           "--a\n"
                           "Content-Type: multipart/alternative; boundary=ab\n\n"
                           "--ab\n\nplain\n"
                           "--ab \nContent-Type: text/html\n\n<p>html\n"
                           "--ab--\n"
                           "--a\n"
                           "Content-Type: text/csv; name=\"../../x/=?utf-8?q?f=C3=BCr?=.csv\"\n"
                           "Content-Disposition: attachment\n"
                           "Content-Transfer-Encoding: base64\n\n"
                           "YSxi\nCjEsMgo=\n"
                           "--a--\n"
                           "epilogue\n");
    struct mime *alternative = m->child, *csv = alternative->next;
    assert_true(mime_is(alternative, "multipart", "alternative"));
    assert_string_equal(mime_text(arena, alternative->child), "plain");
    assert_string_equal(mime_text(arena, alternative->child->next), "<p>html");
    assert_null(csv->next);
    assert_string_equal(csv->filename, "für.csv");
    assert_int_equal(csv->body_len, 8);
    assert_memory_equal(csv->body, "a,b\n1,2\n", 8);
    assert_true(mime_is_attachment(csv));
    size_t count = 0;
    for (const struct mime *at = m; at; at = mime_next(m, at))
        count++;
    assert_int_equal(count, 5);
    assert_null(m->problem);
}

/* "--a--" ends the parts of "a" and begins one of "a--". */
static void a_boundary_may_look_like_the_end_of_another(void **state)
{
    struct mime *m = parse("Content-Type: multipart/mixed; boundary=\"a\"\n\n"
                           "--a\n"
                           "Content-Type: multipart/alternative; boundary=\"a--\"\n\n"
                           "--a--\n\none\n"
                           "--a--\nContent-Type: text/html\n\ntwo\n"
                           "--a----\n"
                           "--a\n\nthree\n"
                           "--a--\n"
                           "epilogue\n");
    struct mime *alternative = m->child;
    assert_string_equal(mime_text(arena, alternative->child), "one");
    assert_string_equal(mime_text(arena, alternative->child->next), "two");
    assert_string_equal(mime_text(arena, alternative->next), "three");
    assert_null(alternative->next->next);

    m = parse("Content-Type: multipart/mixed; boundary=\"a--\"\n\n"
              "--a--\n"
              "Content-Type: multipart/mixed; boundary=\"a----\"\n\n"
              "--a----\n\none\n"
              "--a------\n"
              "--a----\n");
    assert_string_equal(mime_text(arena, m->child->child), "one");
    assert_null(m->child->next);
}

/* A program that gives two multiparts, one in the other, the same boundary. */
static void parts_after_the_end_are_read(void **state)
{
    struct mime *m = parse("Content-Type: multipart/mixed; boundary=a\n\n"
                           "--a\n"
                           "Content-Type: multipart/alternative; boundary=a\n\n"
                           "--a\n\none\n"
                           "--a--\n"
                           "between\n"
                           "--a\n\ntwo\n"
                           "--a--\n"
                           "epilogue\n");
    struct mime *one = m->child->next;
    assert_string_equal(mime_text(arena, one), "one");
    assert_string_equal(mime_text(arena, one->next), "two");
    assert_null(one->next->next);
}

static void carried_messages_are_children(void **state)
{
    struct mime *m = parse("Content-Type: message/rfc822\n\n"
                           "Subject: inner\nMessage-ID: <x@example.org>\n\nhello\n");
    assert_string_equal(mime_header(m->child, "Subject"), "inner");
    assert_string_equal(mime_text(arena, m->child), "hello\n");
    assert_ptr_equal(m->child->parent, m);
}

static void a_missing_boundary_is_survived(void **state)
{
    struct mime *m = parse("Content-Type: multipart/mixed; boundary=x\n\nonly text\n");
    assert_true(mime_is(m, "text", "plain"));
    assert_string_equal(mime_text(arena, m), "only text\n");
    m = parse("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nnever closed\n");
    assert_string_equal(mime_text(arena, m->child), "never closed\n");
}

static void parameters_of_rfc_2231(void **state)
{
    struct mime *m = parse("Content-Type: text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes\n"
                           "Content-Disposition: attachment; filename*0*=utf-8''%C3%A9t; "
                           "filename*1=e.txt\n\n");
    assert_string_equal(m->filename, "éte.txt");
    assert_string_equal(mime_param(m, "FORMAT"), "flowed");
    assert_string_equal(mime_param(m, "delsp"), "yes");
    assert_string_equal(mime_param(m, "none"), "");
    assert_string_equal(m->disposition, "attachment");
}

static void character_sets(void **state)
{
    static const struct {
        const char *charset, *bytes, *want;
    } cases[] = {
        {"iso-8859-1", "\x93quoted\x94", "“quoted”"}, /* windows-1252 in truth */
        {"ISO_8859-15", "\xA4", "€"},
        {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
        {"Shift_JIS", "\x93\xFA\x96\x7B", "日本"},
        {"euc-kr", "\xC7\xD1", "한"},
        {"big5", "\xA4\xA4", "中"},
        {"utf-8", "ok \xE2\x82\xAC", "ok €"},
        {"utf-8", "bad \xE2\x82\xAC \xE2\x82", "bad € \xEF\xBF\xBD"},
        {"utf-8", "lying \xE9t\xE9", "lying été"},
        {"us-ascii", "caf\xC3\xA9", "café"},
        {"",
         "a\r\nb\rc\x01\x7F\xC2\x85"
         "d",
         "a\nb\nc\nd"},
        {"utf-7", "+AOk-", "é"},
        {NULL, "\xEF\xBB\xBFmark", "mark"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            mime_to_utf8(arena, cases[i].charset, cases[i].bytes, strlen(cases[i].bytes)),
            cases[i].want);
    assert_string_equal(mime_to_utf8(arena, NULL, "a\0b", 3), "ab");
}

static void groups_of_fields(void **state)
{
    const char *text =
        "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; a@b.example\n"
        "Status: 5.1.1\n\n";
    struct mime_header *fields;
    size_t used, n = mime_fields(arena, text, strlen(text), &fields, &used);
    assert_int_equal(n, 1);
    n = mime_fields(arena, text + used, strlen(text) - used, &fields, NULL);
    assert_int_equal(n, 2);
    assert_string_equal(fields[1].value, "5.1.1");
}

/* Bytes of the arena that reading takes, without those of the message itself; how long it takes is
 * printed by tests/mail/hostile. */
static size_t bytes_for(struct buf *b, const char *problem)
{
    arena_reset(arena);
    const struct mime *m = mime_parse(arena, b->data, b->len);
    if (!m->problem || strcmp(m->problem, problem) != 0)
        fail_msg("the problem is %s, not %s", m->problem ? m->problem : "none", problem);
    return arena_used(arena);
}

static void bombs_are_cheap(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(CEILING);
    for (int i = 0; i < 200000; i++)
        buf_addf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    assert_true(bytes_for(&b, "nested too deeply") < 16 * 1024);
    buf_reset(&b);
    for (int i = 0; i < 300000; i++)
        buf_adds(&b, "Content-Type: message/rfc822\n\n");
    assert_true(bytes_for(&b, "nested too deeply") < 16 * 1024);
    buf_reset(&b);
    buf_adds(&b, "Content-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 1000000; i++)
        buf_adds(&b, "--b\n\nx\n");
    assert_true(bytes_for(&b, "too many parts") < MIME_MAX_PARTS * 256);
    buf_reset(&b);
    buf_adds(&b, "To: ");
    for (int i = 0; i < 1000000; i++)
        buf_adds(&b, "a:");
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "\nSubject: =?a?q?x=?a?q?x=?b?b?x=?a?q?x=?a?q?x");
    assert_true(bytes_for(&b, "too many headers") < MIME_MAX_HEADERS * 512);
}

static void parameters_are_bounded(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(CEILING);
    buf_adds(&b, "Content-Type: text/plain");
    for (int i = 0; i < 200000; i++)
        buf_addf(&b, "; a%d=b", i);
    assert_in_range(parse(buf_str(&b))->param_count, 1, 50);
}

static void depth_is_told(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(CEILING);
    for (int i = 0; i < 30; i++)
        buf_adds(&b, "Content-Type: message/rfc822\n\n");
    assert_string_equal(mime_parse(arena, b.data, b.len)->problem, "nested too deeply");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headers_are_unfolded_and_decoded, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_lone_cr_is_a_blank, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(encoded_words_as_programs_write_them, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(junk_lines_lose_no_headers, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(parts_are_cut_at_their_boundaries, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_boundary_may_look_like_the_end_of_another, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(parts_after_the_end_are_read, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(carried_messages_are_children, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_missing_boundary_is_survived, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(parameters_of_rfc_2231, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(character_sets, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(groups_of_fields, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(bombs_are_cheap, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(parameters_are_bounded, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(depth_is_told, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
