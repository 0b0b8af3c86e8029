/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/table.h"
#include "sheets/workbook.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const struct workbook_column columns[] = {{"Mentor's name", 20}, {"When", 12}, {"Said", 40}};
static struct err err;

static void make(const char *said, struct buf *out)
{
    struct workbook w;

    workbook_init(&w, "Ana's [form]: 12/2026 and a title that goes on and on", columns, 3);
    workbook_add_row(&w, (const struct workbook_cell[]){
                             {"Zo\xc3\xab & <Co>", {0}}, {NULL, {2026, 12, 15}}, {said, {0}}});
    if (workbook_finish(&w, 1797332400, out, &err) < 0)
        fail_msg("%s", err.text);
}

/* What our own reader finds in the last cell. */
static const char *comes_back_as(const char *said)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    struct table t;

    make(said, &out);
    if (table_read(arena, "x", out.data, out.len, &t, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(t.count, 2);
    assert_string_equal(t.rows[0].cells[0], "Mentor's name");
    assert_string_equal(t.rows[1].cells[0], "Zo\xc3\xab & <Co>");
    assert_string_equal(t.rows[1].cells[1], "2026-12-15");
    return row_cell(&t.rows[1], 2);
}

static const char *part(const struct buf *file, const char *name)
{
    zip_source_t *source = zip_source_buffer_create(file->data, file->len, 0, NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    zip_file_t *f;
    char *text = arena_alloc(arena, 1 << 20);

    assert_non_null(zip);
    f = zip_fopen(zip, name, 0);
    assert_non_null(f);
    assert_true(zip_fread(f, text, (1 << 20) - 1) > 0);
    zip_fclose(f);
    zip_discard(zip);
    return text;
}

static void what_is_written_is_read_again(void **state)
{
    static const char *const texts[] = {
        "plain", "two\nlines", "a\ttab",     "=1+1",         "+351 912", "@SUM(A1)",
        "-",     "12.50",      "2026-12-15", "_x000D_",      "_x41_",    "__x0041__x0042_",
        "&lt;",  "]]>",        "\"'",        "\xe4\xb8\x96", "",         "00123",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(comes_back_as(texts[i]), texts[i]);
}

static void what_xml_cant_hold_is_replaced(void **state)
{
    assert_string_equal(comes_back_as("a\x01"
                                      "b\xff"
                                      "c\xef\xbf\xbf"),
                        "a b\xef\xbf\xbd"
                        "c\xef\xbf\xbd");
}

static void text_is_text_and_dates_are_dates(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    const char *sheet;

    make("=HYPERLINK(\"http://example.org\")", &out);
    sheet = part(&out, "xl/worksheets/sheet1.xml");
    assert_null(strstr(sheet, "<f"));
    assert_non_null(strstr(sheet, "<c r=\"C2\" s=\"1\" t=\"inlineStr\">"));
    assert_non_null(strstr(sheet, "<c r=\"B2\" s=\"3\"><v>46371</v></c>"));
    assert_non_null(strstr(sheet, "state=\"frozen\""));
    assert_non_null(strstr(sheet, "<col min=\"3\" max=\"3\" width=\"40\""));
    assert_non_null(
        strstr(part(&out, "xl/workbook.xml"), "name=\"Ana-s -form-- 12-2026 and a tit\""));
    assert_non_null(strstr(part(&out, "docProps/core.xml"), ">2026-12-15T11:00:00Z<"));
}

static void the_same_gives_the_same_bytes(void **state)
{
    _cleanup_(buf_release) struct buf one = BUF_INIT(1 << 20), two = BUF_INIT(1 << 20);

    make("x", &one);
    setenv("TZ", "Asia/Tokyo", 1);
    make("x", &two);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
}

static void long_cells_are_cut(void **state)
{
    char *text = arena_alloc(arena, 40000);

    memset(text, 'x', 39999);
    assert_int_equal(strlen(comes_back_as(text)), WORKBOOK_MAX_CELL);
}

/* An emoji is two of the characters that Excel counts. */
static void characters_are_counted_as_in_utf16(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    char *text = arena_alloc(arena, 4 * 20000 + 1);
    size_t count = 0;

    for (int i = 0; i < 20000; i++)
        memcpy(text + 4 * i, "\xf0\x9f\x98\x80", 4);
    make(text, &out);
    for (const char *s = part(&out, "xl/worksheets/sheet1.xml"); (s = strchr(s, '\xf0')); s++)
        count++;
    assert_int_equal(count, WORKBOOK_MAX_CELL / 2);
}

static void too_much_is_an_error(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    struct workbook w;
    char *text = arena_alloc(arena, 32768);

    memset(text, '&', 32767);
    workbook_init(&w, "", columns, 3);
    for (int i = 0; i < 250; i++)
        workbook_add_row(&w, (const struct workbook_cell[]){{text, {0}}, {NULL, {0}}, {"x", {0}}});
    assert_int_equal(workbook_finish(&w, 0, &out, &err), -1);
    assert_string_equal(err.text, "the table is too large for a workbook");
}

#define workbook_test(f) cmocka_unit_test_setup_teardown(f, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        workbook_test(what_is_written_is_read_again),
        workbook_test(what_xml_cant_hold_is_replaced),
        workbook_test(text_is_text_and_dates_are_dates),
        workbook_test(the_same_gives_the_same_bytes),
        workbook_test(long_cells_are_cut),
        workbook_test(characters_are_counted_as_in_utf16),
        workbook_test(too_much_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
