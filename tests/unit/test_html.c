/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML letters as the programs of the world write them. */
#include "base/utf8.h"
#include "mail/html.h"
#include "mail/html_tags.h"
#include "mail/mime.h"
#include "mail/reply.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

#define ANSWER "Thank you, I met her.\nWe meet again."

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static const char *reply_of(const char *html)
{
    struct lines l;
    struct reply r;
    html_lines(arena, html, strlen(html), &l);
    reply_lines(arena, &l, NULL, &r);
    return r.text;
}

static const char *text_of(const char *html)
{
    return html_text(arena, html, strlen(html));
}

static void blocks_become_lines(void **state)
{
    assert_string_equal(text_of("<div>one <b>two</b>\n three</div><div>four<br>five</div>"),
                        "one two three\nfour\nfive\n");
    assert_string_equal(text_of("<ul><li>a<li>b</ul>"), "- a\n- b\n\n");
    assert_string_equal(text_of("<table><tr><td>a</td><td>b</td></tr><tr><td>c"), "a b\nc\n\n");
    assert_string_equal(text_of("<pre>a\n  b</pre>"), "a\n  b\n\n");
    assert_string_equal(text_of("a &amp; b &lt;c&gt; &eacute;&#x20AC;"), "a & b <c> é€\n");
    assert_string_equal(text_of("</i>a</b>b"), "ab\n");
    assert_string_equal(text_of("<html><body>a</body></html> b"), "a\nb\n");
}

static void what_is_not_shown_goes(void **state)
{
    assert_string_equal(text_of("<head><title>x</title><style>p{}</style></head><body>a"
                                "<script>alert(1)</script><span style='display: none'>b</span>c"),
                        "ac\n");
}

static void quotation_has_depth(void **state)
{
    assert_string_equal(
        text_of("<p>a</p><blockquote type=\"cite\"><div>b<blockquote type=cite>c</blockquote></div>"
                "</blockquote>d"),
        "a\n\n> b\n> \n> > c\n> > \nd\n");
}

static void each_program_marks_its_quotation(void **state)
{
    static const char *const letters[] = {
        /* Gmail */
        "<div dir=ltr><div>Thank you, I met her.</div><div>We meet again.</div></div><br><div "
        "class=\"gmail_quote\"><div class=\"gmail_attr\">On Tue, Sep 10, 2019 at 4:44 PM Anna "
        "&lt;a@b.c&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 "
        ".8ex\">"
        "<p>Hello</p></blockquote></div>",
        /* Outlook on the web */
        "<div>Thank you, I met her.</div><div>We meet again.</div><div "
        "id=\"appendonsend\"></div><hr>"
        "<div id=\"divRplyFwdMsg\"><b>From:</b> Anna &lt;a@b.c&gt;<br><b>Sent:</b> "
        "Tuesday<br><b>To:"
        "</b> Bob<br><b>Subject:</b> x</div><div>Hello</div>",
        /* Outlook */
        "<div class=WordSection1><p class=MsoNormal>Thank you, I met her.<o:p></o:p></p><p "
        "class=MsoNormal>We meet again.</p><div><div style='border:none;border-top:solid #E1E1E1 "
        "1.0pt'><p class=MsoNormal><b>Von:</b> Anna &lt;a@b.c&gt;<br><b>Gesendet:</b> Dienstag, "
        "10. "
        "September 2019 16:44<br><b>An:</b> Bob<br><b>Betreff:</b> x</p></div></div><p "
        "class=MsoNormal>Hello</p></div>",
        /* Hotmail: all in one block */
        "<div>Thank you, I met her.<br>We meet again.<br><br><hr id=\"stopSpelling\">Date: Tue, 10 "
        "Sep "
        "2019 16:44:00 +0200<br>From: a@b.c<br>To: bob@example.org<br>Subject: "
        "x<br><br>Hello</div>",
        /* Apple */
        "<body>Thank you, I met her.<div>We meet again.<br><div><br><blockquote "
        "type=\"cite\"><div>On "
        "10 Sep 2019, at 16:44, Anna &lt;a@b.c&gt; wrote:</div><div>Hello</div></blockquote></div>"
        "</div></body>",
        /* Yahoo */
        "<div><div>Thank you, I met her.</div><div>We meet again.</div></div><div "
        "id=\"yahoo_quoted_1\" class=\"ydp2 yahoo_quoted\"><div>On Tuesday, September 10, 2019, "
        "04:44:07 PM GMT+2, Anna &lt;a@b.c&gt; wrote: </div><div>Hello</div></div>",
        /* Thunderbird */
        "<p>Thank you, I met her.<br>We meet again.</p><div class=\"moz-cite-prefix\">On 10.09.19 "
        "16:44, Anna wrote:<br></div><blockquote type=\"cite\" "
        "cite=\"mid:x\"><p>Hello</p></blockquote>"
        "<pre class=\"moz-signature\">-- \nBob</pre>",
        /* one that says nothing: an attribution and a blockquote */
        "Thank you, I met her.<br>We meet again.<br>On Thu, Dec 18, 2014 at 10:02 AM, Anna "
        "&lt;a@b.c&gt; wrote:<blockquote>Hello</blockquote>",
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (strcmp(reply_of(letters[i]), ANSWER) != 0)
            fail_msg("%s\n--- was read as ---\n%s", letters[i], reply_of(letters[i]));
}

static void an_indented_thought_is_no_quotation(void **state)
{
    assert_string_equal(reply_of("<p>Thank you.</p><blockquote>a thought of mine</blockquote>"),
                        "Thank you.\n\na thought of mine");
}

static void words_in_a_signature_block_stay_where_there_are_no_others(void **state)
{
    assert_string_equal(reply_of("<div class=\"gmail_signature\">All my words</div>"),
                        "All my words");
    assert_string_equal(reply_of("<div>Yes</div><div class=\"gmail_signature\">Bob</div>"), "Yes");
}

static void deep_nesting_is_read_all_the_same(void **state)
{
    static const char *const units[] = {"<div>x", "<b><i>", "<blockquote>", "</i><b>",
                                        "<table><tr><td>"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buf b = BUF_INIT(4u * 1024 * 1024);
        while (b.len < 1024u * 1024)
            buf_adds(&b, units[i]);
        buf_adds(&b, "the end");
        struct lines l;
        html_lines(arena, buf_str(&b), b.len, &l);
        if (!l.count)
            fail_msg("nothing of %s", units[i]);
        buf_release(&b);
        arena_reset(arena);
    }
}

/* No blank in it, as in Chinese, so that it is cut where it is too long for a line. */
static void long_words_are_cut_between_characters(void **state)
{
    struct buf b = BUF_INIT(4u * 1024 * 1024);
    struct lines l;
    for (unsigned i = 0; i < 2 * HTML_MAX_DEPTH; i++)
        buf_adds(&b, "<div>");
    for (unsigned i = 0; i < 50000; i++)
        buf_adds(&b, "字");
    html_lines(arena, buf_str(&b), b.len, &l);
    assert_true(l.count > 1);
    for (size_t i = 0; i < l.count; i++)
        assert_int_equal(utf8_check(l.at[i].raw, l.at[i].raw_len), l.at[i].raw_len);
    buf_release(&b);
}

/* A program that draws with data: addresses writes long values, never many attributes. */
static void a_tag_has_so_many_attributes(void **state)
{
    struct buf b = BUF_INIT(8u * 1024 * 1024);
    buf_adds(&b, "<p>Yes, <img src='data:");
    for (unsigned i = 0; i < 300; i++)
        buf_adds(&b, "image/png a=b > c=d ");
    buf_adds(&b, "' alt=x>I <blockquote type=cite");
    for (unsigned i = 0; i < 300000; i++)
        buf_addf(&b, " a%u%s", i, i % 3 ? "" : " = \"x > y\"");
    buf_adds(&b, ">Have you?</blockquote>did.");
    size_t len = b.len;
    const char *bounded = html_tags_bound(arena, b.data, &len);
    assert_true(len < 10000);
    assert_string_equal(html_text(arena, bounded, len), "Yes, I\n\n> Have you?\n> \ndid.\n");
    /* It would take the parser minutes. */
    assert_string_equal(text_of(buf_str(&b)), "Yes, I\n\n> Have you?\n> \ndid.\n");
    buf_release(&b);
}

/* The parser never sees the attribute behind the last that counts. */
static void attributes_beyond_the_limit_say_nothing(void **state)
{
    for (unsigned more = 0; more < 2; more++) {
        struct buf b = BUF_INIT(64u * 1024);
        buf_adds(&b, "<p>Yes</p><blockquote");
        for (unsigned i = 0; i < HTML_MAX_ATTRIBUTES - 1 + more; i++)
            buf_addf(&b, " a%u=b", i);
        buf_adds(&b, " type=cite>Have you?</blockquote>");
        assert_string_equal(text_of(buf_str(&b)),
                            more ? "Yes\n\nHave you?\n\n" : "Yes\n\n> Have you?\n> \n");
        buf_release(&b);
    }
}

static void tags_of_real_letters_stay(void **state)
{
    static const char *const kept[] = {"1 <2 < 3",
                                       "<",
                                       "<a",
                                       "<a b='",
                                       "<!-- <a b=\"c -->d<e f=\"g\">",
                                       "<a b=c/>",
                                       "<a;b=\"c d\" e>",
                                       "<script>if (a<b) c(\"'\")</script>"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        size_t len = strlen(kept[i]);
        assert_ptr_equal(html_tags_bound(arena, kept[i], &len), kept[i]);
        assert_int_equal(len, strlen(kept[i]));
    }
}

/* Nothing that is no value for the parser may hide attributes from the count. */
static void no_quotation_mark_hides_attributes(void **state)
{
    static const char *const openings[] = {"<p ;=\"",  "<p \"",  "<p a\"=\"",
                                           "<p a==\"", "<p 1='", "<p a=b'"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        struct buf b = BUF_INIT(1024 * 1024);
        buf_adds(&b, openings[i]);
        for (unsigned n = 0; n < 1000; n++)
            buf_addf(&b, " a%u", n);
        buf_adds(&b, ">\"'");
        size_t len = b.len;
        html_tags_bound(arena, b.data, &len);
        if (len > 1500)
            fail_msg("%s hides %zu bytes", openings[i], len);
        buf_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blocks_become_lines, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_shown_goes, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(quotation_has_depth, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(each_program_marks_its_quotation, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(an_indented_thought_is_no_quotation, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(words_in_a_signature_block_stay_where_there_are_no_others,
                                        setup, arena_teardown),
        cmocka_unit_test_setup_teardown(deep_nesting_is_read_all_the_same, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(long_words_are_cut_between_characters, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(attributes_beyond_the_limit_say_nothing, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(a_tag_has_so_many_attributes, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(tags_of_real_letters_stay, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(no_quotation_mark_hides_attributes, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
