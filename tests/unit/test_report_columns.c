/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/columns.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct arena *a;
static struct buf out = BUF_INIT(64 * 1024);
static struct columns t;

static int setup(void **state)
{
    a = arena_new(256 * 1024);
    buf_reset(&out);
    columns_init(&t, a, (const char *[]){"who", "what", NULL});
    return 0;
}

static int teardown(void **state)
{
    arena_free(a);
    buf_release(&out);
    return 0;
}

static const char *printed(int width)
{
    columns_print(&t, &(struct columns_style){.width = width}, &out);
    return buf_str(&out);
}

static void columns_are_as_wide_as_their_cells(void **state)
{
    columns_add(&t, (const char *[]){"Ana", "check-in"});
    columns_add(&t, (const char *[]){"Bo Berg", NULL});
    assert_string_equal(printed(80), "who      what\nAna      check-in\nBo Berg\n");
}

static void without_a_width_a_row_is_a_line(void **state)
{
    columns_add(&t, (const char *[]){"Ana", "one two three four five six seven eight nine ten"});
    assert_string_equal(printed(0),
                        "who  what\nAna  one two three four five six seven eight nine ten\n");
}

static void cells_go_on_below(void **state)
{
    columns_add(&t, (const char *[]){"Ana", "one two three four"});
    assert_string_equal(printed(14), "who  what\nAna  one two\n     three\n     four\n");
}

static void a_word_that_is_too_long_is_broken(void **state)
{
    columns_add(&t, (const char *[]){"", "abcdefghijklmnop"});
    assert_string_equal(printed(13), "who  what\n     abcdefgh\n     ijklmnop\n");
}

static void accents_and_wide_letters_count_as_they_look(void **state)
{
    columns_add(&t, (const char *[]){"Zoë", "x"});
    columns_add(&t, (const char *[]){"\xe5\xb1\xb1\xe7\x94\xb0", "y"});
    assert_string_equal(printed(0), "who   what\nZoë   x\n\xe5\xb1\xb1\xe7\x94\xb0  y\n");
}

static void nothing_commands_the_terminal(void **state)
{
    columns_add(&t, (const char *[]){"\033[31mred", "\xc2\x9b"
                                                    "5n\xe2\x80\xaex\x7f"});
    printed(0);
    assert_null(strchr(buf_str(&out), '\033'));
    assert_null(strchr(buf_str(&out), '\x7f'));
    assert_null(strstr(buf_str(&out), "\xc2\x9b"));
    assert_null(strstr(buf_str(&out), "\xe2\x80\xae"));
}

static void line_breaks_in_a_cell_stay(void **state)
{
    columns_add(&t, (const char *[]){"Ana", "one\n\ntwo"});
    assert_string_equal(printed(80), "who  what\nAna  one\n\n     two\n");
}

static void paragraphs_are_wrapped_and_indented(void **state)
{
    text_wrap(&out, "one two three\nfour", 10, 2);
    assert_string_equal(buf_str(&out), "  one two\n  three\n  four\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_as_wide_as_their_cells, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_width_a_row_is_a_line, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_go_on_below, setup, teardown),
        cmocka_unit_test_setup_teardown(a_word_that_is_too_long_is_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(accents_and_wide_letters_count_as_they_look, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(nothing_commands_the_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(line_breaks_in_a_cell_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(paragraphs_are_wrapped_and_indented, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
