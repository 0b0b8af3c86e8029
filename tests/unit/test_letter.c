/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"
#include "tests/unit/support/letter_test.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void slips_in_fields_are_told_as_such(void **state)
{
    struct fixture *f = *state;
    struct letter *l;

    assert_refused(f, "---\nsubject: Hi {to.first_name}\n---\nThe {odd} one,\nDear {from.name}}\n",
                   "letters/check-in.md:2:13: error: a field stands in two braces: write "
                   "{{to.first_name}}\n"
                   "letters/check-in.md:5:6: error: a field stands in two braces: write "
                   "{{from.name}}\n");
    assert_refused(f, "---\nsubject: a\n---\n{{from.name}\n",
                   "letters/check-in.md:4:1: error: this tag is never closed: \"}}\" is missing\n");
    assert_refused(f, "---\nsubject: a\nneeds: from.name, to.name\n---\nx\n",
                   "letters/check-in.md:3:8: error: \"from.name, to.name\" is no name of a field: "
                   "several stand in [ ], with commas\n");
    fields_set(f->fields, "from.name", "Carol");
    l = parse(f, "---\rsubject: a\r---\rYours, {{\xc2\xa0"
                 "from.name\xc2\xa0}}\r");
    assert_string_equal(printed(f), "");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), 0);
    assert_string_equal(f->out.text, "Yours, Carol\n");
}

static void assert_fixed(struct fixture *f, const char *subject, const char *fixed)
{
    const char *file = arena_printf(f->arena, "---\nsubject: \"%s\"\n---\nx\n", subject);
    const char *got = letter_fixed_subject(parse(f, file), f->arena);

    if (fixed)
        assert_string_equal(got, fixed);
    else
        assert_null(got);
}

static void a_subject_may_be_the_same_for_everybody(void **state)
{
    struct fixture *f = *state;

    assert_fixed(f, "A word", "A word");
    assert_fixed(f, "How is it going, {{to.first_name}}?", "How is it going?");
    assert_fixed(f, "{{#reminder}}Again: {{/reminder}}Your words, please", "Your words, please");
    assert_fixed(f, "{{^reminder}}New: {{/reminder}}Your words", NULL);
    assert_fixed(f, "{{to.first_name}}", NULL);
    assert_fixed(f, "About {{mentee.name}}", NULL);
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
                   "letters/check-in.md:4:3: error: the letter is not a text in UTF-8: save the "
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
    assert_refused(f, "---\nsubject: a\nreply: \"<b>Answer</b> [here](ftp://x.example)\"\n---\nx\n",
                   "letters/check-in.md:3:1: error: HTML is not used in letters: write Markdown, "
                   "and {{! remarks }} so\n"
                   "letters/check-in.md:3:1: error: HTML is not used in letters: write Markdown, "
                   "and {{! remarks }} so\n"
                   "letters/check-in.md:3:1: error: a link leads to https://, http:// or mailto: "
                   "addresses only\n");
    assert_refused(f, "---\nsubject: a\n---\n[a](https://) [b](https://x.example/{{to.name}})\n",
                   "letters/check-in.md:4:1: error: a link leads to https://, http:// or mailto: "
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
        letter_test(slips_in_fields_are_told_as_such),
        letter_test(a_subject_may_be_the_same_for_everybody),
        letter_test(a_file_that_is_no_letter_is_refused),
        letter_test(letters_carry_no_html_no_pictures_no_odd_links),
        letter_test(crlf_files_with_a_mark_are_read),
        letter_test(blocks_look_well_as_text),
        letter_test(lines_are_wrapped_by_characters),
        letter_test(fields_are_listed_with_their_sections),
        letter_test(unknown_fields_are_found_before_rendering),
        letter_test(a_list_inside_of_a_value_is_a_list),
        letter_test(the_name_of_the_file_tells_the_language),
        letter_test(a_letter_that_grows_too_large_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
