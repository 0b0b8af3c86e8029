/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"
#include "templates/letter.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct fields *fields;
    struct rendered_letter out;
    struct err err;
    struct buf printed;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new(256 << 20);
    f->fields = fields_new(f->arena);
    f->printed = BUF_INIT(1 << 20);
    diags_init(&f->diags, f->arena);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    buf_release(&f->printed);
    test_free(f);
    return 0;
}

static struct letter *parse(struct fixture *f, const char *text)
{
    return letter_parse(f->arena, "letters/check-in.md", text, strlen(text), &f->diags);
}

static const char *printed(struct fixture *f)
{
    buf_reset(&f->printed);
    diags_print(&f->diags, &f->printed);
    diags_init(&f->diags, f->arena);
    return buf_str(&f->printed);
}

static void assert_refused(struct fixture *f, const char *text, const char *message)
{
    assert_null(parse(f, text));
    assert_string_equal(printed(f), message);
}

/* Renders a letter of that body with f->fields. */
static void render(struct fixture *f, const char *body)
{
    struct letter *l = parse(f, arena_printf(f->arena, "---\nsubject: Hello\n---\n%s", body));

    assert_string_equal(printed(f), "");
    assert_non_null(l);
    if (letter_render(l, f->fields, f->arena, &f->out, &f->err) < 0)
        fail_msg("%s", f->err.text);
}

/* What stands in the column of the page. */
static const char *html(struct fixture *f)
{
    const char *from = strstr(strstr(f->out.html, "<div class"), ">\n") + 2;
    const char *to = strstr(from, "</div>\n</body>\n</html>\n");

    assert_non_null(to);
    return arena_strndup(f->arena, from, (size_t)(to - from));
}

static void assert_error(struct fixture *f, const char *body, const char *message)
{
    struct letter *l = parse(f, arena_printf(f->arena, "---\nsubject: Hello\n---\n%s", body));

    assert_string_equal(printed(f), "");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), -1);
    assert_string_equal(f->err.text, message);
}

static const char CHECK_IN[] = "---\n"
                               "subject: How is it going, {{mentor.first_name}}?\n"
                               "reply: \"Just answer this letter, {{mentor.first_name}}.\"\n"
                               "needs: [mentor.first_name]\n"
                               "---\n"
                               "Dear {{mentor.first_name}},\n"
                               "\n"
                               "{{! who it is about }}\n"
                               "{{#mentees}}\n"
                               "- **{{name}}**, matched since {{since}}\n"
                               "{{/mentees}}\n"
                               "{{^mentees}}You have no mentee at the moment.{{/mentees}}\n";

static void a_letter_is_filled_in(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);
    struct fields *row;

    assert_string_equal(printed(f), "");
    fields_set(f->fields, "mentor.first_name", "Ana");
    row = fields_append(f->fields, "mentees");
    fields_set(row, "name", "Bea");
    fields_set(row, "since", "March");
    row = fields_append(f->fields, "mentees");
    fields_set(row, "name", "Cem");
    fields_set(row, "since", "June");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_string_equal(f->out.subject, "How is it going, Ana?");
    assert_string_equal(f->out.text, "Dear Ana,\n\n- Bea, matched since March\n- Cem, matched "
                                     "since June\n\nJust answer this letter, Ana.\n");
    assert_string_equal(html(f), "<p>Dear Ana,</p>\n<ul>\n<li><strong>Bea</strong>, matched since "
                                 "March</li>\n<li><strong>Cem</strong>, matched since June</li>\n"
                                 "</ul>\n<p>Just answer this letter, Ana.</p>\n");
    assert_non_null(strstr(f->out.html, "<html lang=\"en\">"));
    assert_non_null(strstr(f->out.html, "<title>How is it going, Ana?</title>"));
}

static void an_empty_list_takes_the_other_way(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);

    fields_set(f->fields, "mentor.first_name", "Ana");
    fields_list(f->fields, "mentees");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_string_equal(f->out.text, "Dear Ana,\n\nYou have no mentee at the moment.\n\nJust "
                                     "answer this letter, Ana.\n");
}

static void a_letter_is_rendered_again_and_again_alike(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);
    struct rendered_letter first;

    fields_set(f->fields, "mentor.first_name", "Ana");
    fields_list(f->fields, "mentees");
    letter_render(l, f->fields, f->arena, &first, &f->err);
    fields_set(f->fields, "mentor.first_name", "Zo\xc3\xab");
    letter_render(l, f->fields, f->arena, &f->out, &f->err);
    assert_string_equal(f->out.subject, "How is it going, Zo\xc3\xab?");
    assert_non_null(strstr(f->out.text, "Dear Zo\xc3\xab,"));
    assert_non_null(strstr(first.text, "Dear Ana,"));
}

static void sections_nest_and_look_outwards(void **state)
{
    struct fixture *f = *state;
    struct fields *group = fields_append(f->fields, "groups"), *row;

    fields_set(f->fields, "title", "T");
    fields_set(group, "name", "one");
    row = fields_append(group, "people");
    fields_set(row, "name", "Ana");
    row = fields_append(group, "people");
    fields_set(row, "name", "Bea");
    group = fields_append(f->fields, "groups");
    fields_set(group, "name", "two");
    fields_list(group, "people");
    fields_set(f->fields, "note", "");
    render(f, "{{#groups}}\n{{name}}/{{title}}: {{#people}}[{{name}} {{title}}]{{/people}}"
              "{{^people}}nobody{{/people}}\n\n{{/groups}}\n{{#title}}yes{{/title}}"
              "{{#note}}no{{/note}}{{^note}}!{{/note}}");
    assert_string_equal(f->out.text, "one/T: [Ana T][Bea T]\n\ntwo/T: nobody\n\nyes!\n");
}

static void a_group_is_a_section_too(void **state)
{
    struct fixture *f = *state;

    fields_set(f->fields, "mentor.name", "Ana");
    fields_set(f->fields, "mentor.town.name", "Porto");
    render(f, "{{#mentor}}{{name}} of {{town.name}}{{/mentor}}");
    assert_string_equal(f->out.text, "Ana of Porto\n");
}

static void a_missing_field_is_never_a_hole(void **state)
{
    struct fixture *f = *state;

    fields_list(f->fields, "mentees");
    fields_set(f->fields, "mentor.name", "Ana");
    assert_error(f, "Dear {{ mentor.first_name }},\n",
                 "letters/check-in.md:4:6: {{mentor.first_name}} has no value here");
    assert_error(f, "Dear\n\n\xc3\xab {{#mentee}}x{{/mentee}}",
                 "letters/check-in.md:6:3: {{mentee}} has no value here");
    assert_error(f, "{{mentees}}",
                 "letters/check-in.md:4:1: {{mentees}} is a list, not a value: name a field of "
                 "its rows");
    assert_error(f, "{{mentor.name.first}}",
                 "letters/check-in.md:4:1: {{mentor.name.first}} has no value here");
    fields_append(f->fields, "mentees");
    assert_error(f, "{{#mentees}}{{name}}{{/mentees}}",
                 "letters/check-in.md:4:13: {{name}} has no value here");
}

static void a_needed_field_must_not_be_empty(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);

    fields_list(f->fields, "mentees");
    fields_set(f->fields, "mentor.first_name", "");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), -1);
    assert_string_equal(f->err.text, "letters/check-in.md:4:9: {{mentor.first_name}} is needed by "
                                     "this letter and has no value");
}

static void faults_are_named_with_their_place(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "---\nsubject: a\n---\nDear {{name\n",
                   "letters/check-in.md:4:6: error: this tag is never closed: \"}}\" is missing\n");
    assert_refused(f, "---\nsubject: a\n---\nx\n  {{#mentees}}\n- {{name}}\n",
                   "letters/check-in.md:5:3: error: the section \"mentees\" is never closed\n");
    assert_refused(f, "---\nsubject: a\n---\nx {{/mentees}}\n",
                   "letters/check-in.md:4:3: error: {{/mentees}} closes a section that was never "
                   "opened\n");
    assert_refused(f, "---\nsubject: a\n---\n{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}\n",
                   "letters/check-in.md:6:1: error: {{/a}} stands where the section \"b\" of line "
                   "5 must be closed first\n"
                   "letters/check-in.md:7:1: error: {{/b}} stands where the section \"a\" of line "
                   "4 must be closed first\n");
    assert_refused(f, "---\nsubject: \"a {{b c}}\"\n---\n{{Name}} {{}}\n",
                   "letters/check-in.md:2:13: error: \"b c\" is no name of a field: small "
                   "letters, digits, _ and dots, such as {{mentor.first_name}}\n"
                   "letters/check-in.md:4:1: error: \"Name\" is no name of a field: small "
                   "letters, digits, _ and dots, such as {{mentor.first_name}}\n"
                   "letters/check-in.md:4:10: error: \"\" is no name of a field: small letters, "
                   "digits, _ and dots, such as {{mentor.first_name}}\n");
    assert_refused(f, "---\nsubjct: a\n---\nx\n",
                   "letters/check-in.md:2:1: error: the head of a letter needs \"subject\": the "
                   "subject line of the letter\n"
                   "letters/check-in.md:2:1: error: unknown key \"subjct\" in the head of a "
                   "letter: did you mean \"subject\"?\n");
}

static void a_file_that_is_no_letter_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "",
                   "letters/check-in.md:1:1: error: a letter begins with a line \"---\", "
                   "its subject and another \"---\"\n");
    assert_refused(f, "---\nsubject: a\n",
                   "letters/check-in.md:1:1: error: the line \"---\" that "
                   "closes the subject and its company is missing\n");
    assert_refused(f, "---\nsubject: a\n---\n \n\n",
                   "letters/check-in.md: error: the letter has no text below its subject\n");
    assert_refused(f, "---\nsubject: a\n---\nZo\xeb\n",
                   "letters/check-in.md:4:1: error: the letter is not a text in UTF-8: save the "
                   "file as UTF-8\n");
    assert_refused(f,
                   "---\nsubject: a\n---\n\xef\xb7\x90"
                   "0\xef\xb7\x91\n",
                   "letters/check-in.md: error: the letter holds the reserved character U+FDD0 or "
                   "U+FDD1\n");
}

static void letters_carry_no_html_no_pictures_no_odd_links(void **state)
{
    struct fixture *f = *state;

    assert_refused(f,
                   "---\nsubject: a\n---\n<div>x</div>\n\ny <b>z</b>\n\n![p](https://x.example/p)\n"
                   "\n[a](javascript:alert) [b](www.example.org)\n",
                   "letters/check-in.md:4:1: error: HTML is not used in letters: write Markdown, "
                   "and {{! remarks }} so\n"
                   "letters/check-in.md:6:1: error: HTML is not used in letters: write Markdown, "
                   "and {{! remarks }} so\n"
                   "letters/check-in.md:6:1: error: HTML is not used in letters: write Markdown, "
                   "and {{! remarks }} so\n"
                   "letters/check-in.md:8:1: error: letters carry no pictures\n"
                   "letters/check-in.md:10:1: error: a link leads to https://, http:// or mailto: "
                   "addresses only\n"
                   "letters/check-in.md:10:1: error: a link leads to https://, http:// or mailto: "
                   "addresses only\n");
    fields_set(f->fields, "x", "1");
    assert_error(f, "!{{#x}}[a](https://x.example){{/x}}",
                 "letters/check-in.md: letters carry no pictures");
}

static void crlf_files_with_a_mark_are_read(void **state)
{
    struct fixture *f = *state;
    struct letter *l =
        parse(f, "\xef\xbb\xbf---\r\nsubject: a\r\n---\r\n{{#x}}\r\nb\r\n{{/x}}\r\n");

    assert_string_equal(printed(f), "");
    fields_set(f->fields, "x", "1");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_string_equal(f->out.text, "b\n");
}

/* --- values are only text -----------------------------------------------------------------------
 */

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

/* --- plain text ---------------------------------------------------------------------------------
 */

static void blocks_look_well_as_text(void **state)
{
    struct fixture *f = *state;

    render(f, "Title\n=====\n\nAn *easy* **line**  \nand `code` <https://x.example> a\nline.\n\n"
              "## Second\n\n9. nine\n10. ten\n    - inner\n    - more\n\n      second part\n11. "
              "eleven\n\n> quoted\n>\n> - item\n\n---\n\n```\n  verbatim\n\nlines\n```\n\n-\n- b\n"
              "\n[mail](mailto:a@example.org) <a@example.org>");
    assert_string_equal(f->out.text, "Title\n"
                                     "=====\n"
                                     "\n"
                                     "An easy line\n"
                                     "and code https://x.example a line.\n"
                                     "\n"
                                     "Second\n"
                                     "------\n"
                                     "\n"
                                     "9. nine\n"
                                     "10. ten\n"
                                     "    - inner\n"
                                     "\n"
                                     "    - more\n"
                                     "\n"
                                     "      second part\n"
                                     "11. eleven\n"
                                     "\n"
                                     "> quoted\n"
                                     ">\n"
                                     "> - item\n"
                                     "\n"
                                     "* * *\n"
                                     "\n"
                                     "  verbatim\n"
                                     "\n"
                                     "lines\n"
                                     "\n"
                                     "-\n"
                                     "- b\n"
                                     "\n"
                                     "mail <mailto:a@example.org> a@example.org\n");
}

static void assert_lines_fit(const char *text, size_t columns)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        assert_true(utf8_width(text, len) <= columns);
        assert_true(len == 0 || text[len - 1] != ' ');
        text += len + 1;
    }
}

static void lines_are_wrapped_by_characters(void **state)
{
    struct fixture *f = *state;
    char word[101];

    memset(word, 'w', 100);
    word[100] = '\0';
    fields_set(f->fields, "long", word);
    render(f, "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 "
              "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 "
              "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 "
              "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 "
              "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 end\n");
    assert_int_equal(strcspn(f->out.text, "\n"), 18 * 6 - 1);
    assert_lines_fit(f->out.text, 72);
    render(f, "one {{long}} two\n");
    assert_string_equal(f->out.text, arena_printf(f->arena, "one\n%s\ntwo\n", word));
    render(f, "> - one two three four five six seven eight nine ten eleven twelve thirteen "
              "fourteen fifteen sixteen seventeen\n");
    assert_string_equal(f->out.text,
                        "> - one two three four five six seven eight nine ten eleven twelve\n"
                        ">   thirteen fourteen fifteen sixteen seventeen\n");
}

/* --- what check asks ----------------------------------------------------------------------------
 */

static void fields_are_listed_with_their_sections(void **state)
{
    struct fixture *f = *state;
    const struct letter_field *field = letter_fields(parse(f, CHECK_IN));
    static const struct {
        const char *name, *within;
        int line, column;
        enum letter_use use;
    } expected[] = {
        {"mentor.first_name", NULL, 2, 27, USE_VALUE},
        {"mentor.first_name", NULL, 3, 34, USE_VALUE},
        {"mentor.first_name", NULL, 4, 9, USE_NEED},
        {"mentor.first_name", NULL, 6, 6, USE_VALUE},
        {"mentees", NULL, 9, 1, USE_SECTION},
        {"name", "mentees", 10, 5, USE_VALUE},
        {"since", "mentees", 10, 31, USE_VALUE},
        {"mentees", NULL, 12, 1, USE_UNLESS},
    };

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++, field = field->next) {
        assert_string_equal(field->name, expected[i].name);
        assert_int_equal(field->pos.line, expected[i].line);
        assert_int_equal(field->pos.column, expected[i].column);
        assert_int_equal(field->use, expected[i].use);
        assert_string_equal(field->within ? field->within->name : "",
                            expected[i].within ? expected[i].within : "");
    }
    assert_null(field);
}

static void unknown_fields_are_found_before_rendering(void **state)
{
    static const char *const known[] = {"mentor.first_name", "mentees", "mentees.name",
                                        "mentees.since", NULL};
    static const char *const other[] = {"mentor.firstname", "mentees", "mentees.names", NULL};
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);

    assert_int_equal(letter_check_fields(l, known, &f->diags), 0);
    assert_int_equal(letter_check_fields(l, other, &f->diags), -1);
    assert_string_equal(printed(f),
                        "letters/check-in.md:2:27: error: there is no field \"mentor.first_name\" "
                        "here: did you mean \"mentor.firstname\"?\n"
                        "letters/check-in.md:3:34: error: there is no field \"mentor.first_name\" "
                        "here: did you mean \"mentor.firstname\"?\n"
                        "letters/check-in.md:4:9: error: there is no field \"mentor.first_name\" "
                        "here: did you mean \"mentor.firstname\"?\n"
                        "letters/check-in.md:6:6: error: there is no field \"mentor.first_name\" "
                        "here: did you mean \"mentor.firstname\"?\n"
                        "letters/check-in.md:10:5: error: there is no field \"name\" here: did "
                        "you mean \"mentees.names\"?\n"
                        "letters/check-in.md:10:31: error: there is no field \"since\" here\n");
}

static void a_list_inside_of_a_value_is_a_list(void **state)
{
    static const char *const known[] = {"order", "mentees", "mentees.name", NULL};
    struct fixture *f = *state;
    struct letter *l = parse(f, "---\nsubject: a\n---\n{{#order}}{{#mentees}}{{name}}{{/mentees}} "
                                "{{order}}{{/order}}\n");

    assert_int_equal(letter_check_fields(l, known, &f->diags), 0);
}

static const char *language(struct fixture *f, const char *path)
{
    return letter_language(letter_parse(f->arena, path, CHECK_IN, sizeof CHECK_IN - 1, &f->diags));
}

static void the_name_of_the_file_tells_the_language(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(language(f, "check-in.md"), "en");
    assert_string_equal(language(f, "a.es.b/check-in.md"), "en");
    assert_string_equal(language(f, "check-in.es.md"), "es");
    assert_string_equal(language(f, "v2.check-in.pt-BR.md"), "pt-BR");
    assert_string_equal(language(f, "check-in.final.md"), "en");
    assert_string_equal(language(f, "check-in.e\"s.md"), "en");
    assert_string_equal(language(f, "check-in"), "en");
}

static void rendering_is_fast(void **state)
{
    struct fixture *f = *state;
    struct letter *l = parse(f, CHECK_IN);
    clock_t start = clock();

    fields_set(f->fields, "mentor.first_name", "Ana");
    fields_list(f->fields, "mentees");
    for (int i = 0; i < 500; i++)
        assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    /* Some fifty times what it takes, sanitizers included. */
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2);
}

static void a_letter_that_grows_too_large_is_an_error(void **state)
{
    struct fixture *f = *state;
    char *large = test_malloc(20001);

    memset(large, 'x', 20000);
    large[20000] = '\0';
    fields_set(f->fields, "large", large);
    for (int i = 0; i < 100; i++)
        fields_append(f->fields, "rows");
    assert_error(f, "{{#rows}}{{large}} {{/rows}}",
                 "letters/check-in.md: the letter becomes larger than 1 MiB");
    test_free(large);
}

#define letter_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        letter_test(a_letter_is_filled_in),
        letter_test(an_empty_list_takes_the_other_way),
        letter_test(a_letter_is_rendered_again_and_again_alike),
        letter_test(sections_nest_and_look_outwards),
        letter_test(a_group_is_a_section_too),
        letter_test(a_missing_field_is_never_a_hole),
        letter_test(a_needed_field_must_not_be_empty),
        letter_test(faults_are_named_with_their_place),
        letter_test(a_file_that_is_no_letter_is_refused),
        letter_test(letters_carry_no_html_no_pictures_no_odd_links),
        letter_test(crlf_files_with_a_mark_are_read),
        letter_test(no_value_is_markup),
        letter_test(values_stay_inside_what_is_around_them),
        letter_test(the_info_string_of_code_is_dropped),
        letter_test(a_subject_is_one_line),
        letter_test(only_urls_are_links),
        letter_test(values_in_addresses_are_encoded),
        letter_test(a_block_is_a_quotation),
        letter_test(a_picture_is_its_figures_in_the_text),
        letter_test(empty_values_leave_no_empty_paragraph),
        letter_test(blocks_look_well_as_text),
        letter_test(lines_are_wrapped_by_characters),
        letter_test(fields_are_listed_with_their_sections),
        letter_test(unknown_fields_are_found_before_rendering),
        letter_test(a_list_inside_of_a_value_is_a_list),
        letter_test(the_name_of_the_file_tells_the_language),
        letter_test(rendering_is_fast),
        letter_test(a_letter_that_grows_too_large_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
