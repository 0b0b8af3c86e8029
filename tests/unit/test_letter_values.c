/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever people type, in a letter it is text. */
#include "base/utf8.h"
#include "tests/unit/support/letter_test.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void no_value_is_markup(void **state)
{
    static const struct {
        const char *value, *text, *html;
    } cases[] = {
        {"# x", "# x\n", "<p># x</p>\n"},
        {"- x", "- x\n", "<p>- x</p>\n"},
        {"1. x", "1. x\n", "<p>1. x</p>\n"},
        {"> x", "> x\n", "<p>&gt; x</p>\n"},
        {"    x", "x\n", "<p>    x</p>\n"},
        {"---", "---\n", "<p>---</p>\n"},
        {"***x***", "***x***\n", "<p>***x***</p>\n"},
        {"`x", "`x\n", "<p>`x</p>\n"},
        {"```", "```\n", "<p>```</p>\n"},
        {"<script>alert(1)</script>", "<script>alert(1)</script>\n",
         "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
        {"[x](javascript:alert(1))", "[x](javascript:alert(1))\n",
         "<p>[x](javascript:alert(1))</p>\n"},
        {"](javascript:alert(1))", "](javascript:alert(1))\n", "<p>](javascript:alert(1))</p>\n"},
        {"<https://evil.example>", "<https://evil.example>\n",
         "<p>&lt;https://evil.example&gt;</p>\n"},
        {"https://evil.example", "https://evil.example\n", "<p>https://evil.example</p>\n"},
        {"![x](https://evil.example/p.png)", "![x](https://evil.example/p.png)\n",
         "<p>![x](https://evil.example/p.png)</p>\n"},
        {"{{secret}}", "{{secret}}\n", "<p>{{secret}}</p>\n"},
        {"{{#x}}", "{{#x}}\n", "<p>{{#x}}</p>\n"},
        {"&lt;b&gt; &amp;", "&lt;b&gt; &amp;\n", "<p>&amp;lt;b&amp;gt; &amp;amp;</p>\n"},
        {"\\*x\\", "\\*x\\\n", "<p>\\*x\\</p>\n"},
        {"a\r\n\r\n# b\rc", "a\n\n# b\nc\n", "<p>a<br />\n<br />\n# b<br />\nc</p>\n"},
        {"\xef\xb7\x90"
         "0\xef\xb7\x91",
         "\xef\xb7\x90"
         "0\xef\xb7\x91\n",
         "<p>\xef\xb7\x90"
         "0\xef\xb7\x91</p>\n"},
        {"a\x01\x1b[31mb", "a  [31mb\n", "<p>a  [31mb</p>\n"},
        {"Zo\xeb", "Zo\xef\xbf\xbd\n", "<p>Zo\xef\xbf\xbd</p>\n"},
        {"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x99\x82",
         "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x99\x82\n",
         "<p>\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x99\x82</p>\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fields_set(f->fields, "name", cases[i].value);
        render(f, "{{name}}\n");
        assert_string_equal(f->out.text, cases[i].text);
        assert_string_equal(html(f), cases[i].html);
    }
}

static void values_stay_inside_what_is_around_them(void **state)
{
    struct fixture *f = *state;

    fields_set(f->fields, "name", "a*b`c](x)\n</code>\n\n> d");
    render(f, "# {{name}}\n\n- **{{name}}**\n\n`{{name}}` [{{name}}](https://x.example)\n\n"
              "```\n{{name}}\n```\n");
    assert_string_equal(
        html(f),
        "<h1>a*b`c](x)<br />\n&lt;/code&gt;<br />\n<br />\n&gt; d</h1>\n<ul>\n<li><strong>a*b`c](x)"
        "<br />\n&lt;/code&gt;<br />\n<br />\n&gt; d</strong></li>\n</ul>\n<p><code>a*b`c](x) "
        "&lt;/code&gt;  &gt; d</code> <a href=\"https://x.example\">a*b`c](x)<br />\n&lt;/code&gt;"
        "<br />\n<br />\n&gt; d</a></p>\n<pre><code>a*b`c](x)\n&lt;/code&gt;\n\n&gt; d\n</code>"
        "</pre>\n");
}

static void the_info_string_of_code_is_dropped(void **state)
{
    struct fixture *f = *state;

    fields_set(f->fields, "name", "x");
    render(f, "```{{name}}\n```\n\nend\n");
    assert_string_equal(html(f), "<pre><code></code></pre>\n<p>end</p>\n");
}

static void a_subject_is_one_line(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, "---\nsubject: \"Hello {{name}} \\n there\"\n---\nx\n");
    char many[3001] = "";

    fields_set(f->fields, "name", "\r\nBcc: x@example.org\r\n\t\xe2\x80\xae*Ana* <b>&");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_string_equal(f->out.subject, "Hello Bcc: x@example.org *Ana* <b>& there");
    assert_non_null(strstr(f->out.html, "<title>Hello Bcc: x@example.org *Ana* &lt;b&gt;&amp;"));
    for (size_t i = 0; i + 2 < sizeof many; i += 3)
        memcpy(many + i, "\xe2\x82\xac", 4);
    fields_set(f->fields, "name", many);
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_int_equal(utf8_count(f->out.subject, strlen(f->out.subject)), 201);
    l = parse(f, "---\nsubject: \"{{name}}\"\n---\nx\n");
    fields_set(f->fields, "name", " \n");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), -1);
    assert_string_equal(f->err.text, "letters/check-in.md: the subject is empty");
}

static void only_urls_are_links(void **state)
{
    static const char *const unsafe[] = {
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///x",
        "https://a b",
        "https://a\nb",
        "ftp://x.example",
        "x.example",
        "https://x\"y",
        "https://x>y",
        "mailto:",
        " https://x",
        "https://x\\y",
        "https://x\xe2\x80\xaey",
        "//x.example",
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++) {
        assert_false(url_is_safe(unsafe[i]));
        assert_int_equal(fields_set_url(f->fields, "bad", unsafe[i]), -1);
    }
    assert_false(url_is_safe(NULL));
    assert_null(fields_find(f->fields, "bad"));
    assert_int_equal(fields_set_url(f->fields, "form", "https://x.example/?a=1&b=(2)_*"), 0);
    render(f, "Here: {{form}}.\n");
    assert_string_equal(f->out.text, "Here: https://x.example/?a=1&b=(2)_*.\n");
    assert_string_equal(html(f), "<p>Here: <a href=\"https://x.example/?a=1&amp;b=(2)_*\">https://"
                                 "x.example/?a=1&amp;b=(2)_*</a>.</p>\n");
    render(f, "[the *form*]({{form}})\n");
    assert_string_equal(f->out.text, "the form <https://x.example/?a=1&b=(2)_*>\n");
    render(f, "[{{form}}]({{form}})\n");
    assert_string_equal(html(f), "<p><a href=\"https://x.example/?a=1&amp;b=(2)_*\">https://"
                                 "x.example/?a=1&amp;b=(2)_*</a></p>\n");
    assert_string_equal(f->out.text, "https://x.example/?a=1&b=(2)_*\n");
}

static void values_in_addresses_are_encoded(void **state)
{
    struct fixture *f = *state;

    fields_set(f->fields, "mail", "ana@example.org");
    fields_set(f->fields, "name", "A&b ?\"\xc3\xab");
    render(f, "[write](mailto:{{mail}}?subject={{name}}) [mail me](mailto:{{mail}} \"{{name}}\")");
    assert_string_equal(html(f),
                        "<p><a href=\"mailto:ana@example.org?subject=A%26b%20%3F%22%C3%AB\">write"
                        "</a> <a href=\"mailto:ana@example.org\" title=\"A&amp;b ?&quot;\xc3\xab\">"
                        "mail me</a></p>\n");
    assert_error(f, "[x]({{name}})",
                 "letters/check-in.md:4:5: {{name}} gives a link that leads to no https://, "
                 "http:// or mailto: address");
    fields_set(f->fields, "name", "javascript:alert(1)");
    assert_error(f, "[x]({{name}})",
                 "letters/check-in.md:4:5: {{name}} gives a link that leads to no https://, "
                 "http:// or mailto: address");
}

static void a_block_is_a_quotation(void **state)
{
    struct fixture *f = *state;

    fields_set_block(f->fields, "answer",
                     "\r\n# Hello,\n  * all is well. This is a long line that no one wraps, since "
                     "these words are hers and not ours.\n\n\n<b>Ana</b>\n\n");
    render(f, "Ana wrote:\n\n{{answer}}\n\nYours\n");
    assert_string_equal(f->out.text,
                        "Ana wrote:\n\n> # Hello,\n>   * all is well. This is a long line that no "
                        "one wraps, since these words are hers and not ours.\n>\n>\n> <b>Ana</b>\n"
                        "\nYours\n");
    assert_string_equal(html(f), "<p>Ana wrote:</p>\n<blockquote>\n<p># Hello,<br />\n  * all is "
                                 "well. This is a long line that no one wraps, since these words "
                                 "are hers and not ours.</p>\n<p>&lt;b&gt;Ana&lt;/b&gt;</p>\n"
                                 "</blockquote>\n<p>Yours</p>\n");
    fields_set_block(f->fields, "answer", "yes\nno");
    render(f, "- so: {{answer}}\n- {{answer}}");
    assert_string_equal(f->out.text, "- so: yes\n  no\n- > yes\n  > no\n");
    fields_set_block(f->fields, "answer", "\n \n");
    render(f, "a\n\n{{answer}}\n\nb");
    assert_string_equal(f->out.text, "a\n\nb\n");
}

static void a_picture_is_its_figures_in_the_text(void **state)
{
    struct fixture *f = *state;
    struct field_picture p = {"cid:a@b", "3 of \"4\" <answered>", "Jan  3\nFeb  1\n", 760};

    fields_set_picture(f->fields, "picture", &p);
    render(f, "a\n\n{{picture}}\n\nb {{picture}}\n");
    assert_string_equal(f->out.text, "a\n\nJan  3\nFeb  1\n\nb 3 of \"4\" <answered>\n");
    assert_string_equal(html(f),
                        "<p>a</p>\n<p><img src=\"cid:a@b\" alt=\"3 of &quot;4&quot; "
                        "&lt;answered&gt;\" width=\"760\" style=\"max-width: 100%; height: auto\">"
                        "</p>\n<p>b 3 of &quot;4&quot; &lt;answered&gt;</p>\n");
    p.source = NULL;
    fields_set_picture(f->fields, "picture", &p);
    render(f, "{{picture}}\n");
    assert_string_equal(f->out.text, "Jan  3\nFeb  1\n");
    assert_string_equal(html(f), "<pre><code>Jan  3\nFeb  1\n</code></pre>\n");
}

static void empty_values_leave_no_empty_paragraph(void **state)
{
    struct fixture *f = *state;

    fields_set(f->fields, "note", "");
    fields_set_block(f->fields, "block", "\n");
    render(f, "a\n\n{{note}}\n{{note}}\n\n{{block}}\n\nb {{note}}\n");
    assert_string_equal(f->out.text, "a\n\nb\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        letter_test(no_value_is_markup),
        letter_test(values_stay_inside_what_is_around_them),
        letter_test(the_info_string_of_code_is_dropped),
        letter_test(a_subject_is_one_line),
        letter_test(only_urls_are_links),
        letter_test(values_in_addresses_are_encoded),
        letter_test(a_block_is_a_quotation),
        letter_test(a_picture_is_its_figures_in_the_text),
        letter_test(empty_values_leave_no_empty_paragraph),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
