/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/diag.h"
#include "tests/unit/unit.h"
#include <stdint.h>
#include <string.h>

static void diagnostics_print_in_order_of_place(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(10000);
    _cleanup_(buf_release) struct buf out = BUF_INIT(10000);
    struct diags d;

    diags_init(&d, a);
    diag_error(&d, (struct pos){"b.yaml", 2, 1}, "second file");
    diag_warning(&d, (struct pos){"a.yaml", 14, 7}, "line %d", 14);
    diag_error(&d, (struct pos){"a.yaml", 3, 9}, "column 9");
    diag_error(&d, (struct pos){"a.yaml", 3, 2}, "column 2");
    diag_error(&d, (struct pos){"a.yaml", 0, 0}, "whole file");
    diag_error(&d, (struct pos){0}, "no file");
    assert_int_equal(d.count, 6);
    assert_int_equal(d.errors, 5);
    diags_print(&d, &out);
    assert_string_equal(buf_str(&out), "error: no file\n"
                                       "a.yaml: error: whole file\n"
                                       "a.yaml:3:2: error: column 2\n"
                                       "a.yaml:3:9: error: column 9\n"
                                       "a.yaml:14:7: warning: line 14\n"
                                       "b.yaml:2:1: error: second file\n");
}

static void quoted_controls_do_not_reach_the_terminal(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(10000);
    struct diags d;

    diags_init(&d, a);
    diag_error(&d, (struct pos){0}, "unknown \"%s\"", "\033[2Ja\nb\x7f");
    assert_string_equal(d.items[0].text, "unknown \" [2Ja b \"");
}

static void the_nearest_word_is_offered(void **state)
{
    const char *const steps[] = {"send", "attempt", "reassign", "assign", "wait", NULL};

    assert_string_equal(nearest_word("atempt", steps), "attempt");
    assert_string_equal(nearest_word("attmept", steps), "attempt");
    assert_string_equal(nearest_word("sned", steps), "send");
    assert_string_equal(nearest_word("asign", steps), "assign");
    assert_string_equal(nearest_word("reasign", steps), "reassign");
    assert_null(nearest_word("sleep", steps));
    assert_null(nearest_word("x", steps));
    assert_null(nearest_word("", steps));
}

static void a_long_word_has_no_nearest(void **state)
{
    char word[1000];
    const char *const words[] = {word, NULL};

    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_null(nearest_word(word, words));
}

static void an_error_is_one_line_of_whole_characters(void **state)
{
    char many[1000] = "a";
    struct err e;

    assert_int_equal(err_set(&e, "a\nb%d", 1), -1);
    assert_string_equal(e.text, "a b1");
    for (size_t i = 1; i + 2 < sizeof many; i += 2)
        memcpy(many + i, "\xc3\xab", 3);
    err_set(&e, "%s", many);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
    err_set(&e, "x%s", many);
    assert_int_equal(strlen(e.text), sizeof e.text - 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diagnostics_print_in_order_of_place),
        cmocka_unit_test(quoted_controls_do_not_reach_the_terminal),
        cmocka_unit_test(the_nearest_word_is_offered),
        cmocka_unit_test(a_long_word_has_no_nearest),
        cmocka_unit_test(an_error_is_one_line_of_whole_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
