/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/table.h"
#include "tests/unit/unit.h"
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct arena *arena;
    struct table table;
    struct err err;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new(256 << 20);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    test_free(f);
    return 0;
}

static int read_bytes(struct fixture *f, const char *bytes, size_t len)
{
    /* A copy of just that size, so that reading past its end is seen. */
    char *copy = malloc(len ? len : 1);
    int result;

    memcpy(copy, bytes, len);
    result = table_read_csv(f->arena, "roster.csv", copy, len, &f->table, &f->err);
    free(copy);
    return result;
}

/* The table as "a|b/c|d", with {n} before a row whose line is not the last one's plus one. */
static const char *table_of(struct fixture *f, const char *bytes, size_t len)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    int line = 0;

    if (read_bytes(f, bytes, len) < 0)
        fail_msg("%s", f->err.text);
    for (size_t i = 0; i < f->table.count; i++) {
        const struct row *r = &f->table.rows[i];

        buf_adds(&out, i ? "/" : "");
        if (r->line != line + 1)
            buf_addf(&out, "{%d}", r->line);
        line = r->line;
        for (size_t c = 0; c < r->count; c++)
            buf_addf(&out, "%s%s", c ? "|" : "", r->cells[c]);
    }
    return arena_strdup(f->arena, buf_str(&out));
}

#define assert_table(f, csv, expected)                                                             \
    assert_string_equal(table_of((f), (csv), sizeof(csv) - 1), (expected))

static void assert_refused(struct fixture *f, const char *bytes, size_t len, const char *message)
{
    assert_int_equal(read_bytes(f, bytes, len), -1);
    assert_string_equal(f->err.text, message);
}

static void plain_tables_are_read(void **state)
{
    assert_table(*state, "", "");
    assert_table(*state, "a", "a");
    assert_table(*state, "a,b\nc,d\n", "a|b/c|d");
    assert_table(*state, "a,b\r\nc,d", "a|b/c|d");
    assert_table(*state, "a,b\rc,d\r", "a|b/c|d");
    assert_table(*state,
                 " a , b\t\nc ,\xc2\xa0"
                 "d\xc2\xa0\n",
                 "a|b/c|d");
    assert_table(*state, "a,b,,\n,c,,,\n,,,\n\n \nd\n", "a|b/|c/{6}d");
}

static void the_delimiter_is_guessed(void **state)
{
    assert_table(*state, "name;mail\nA, B;x\nC, D;y\n", "name|mail/A, B|x/C, D|y");
    assert_table(*state, "name\tmail\nA, B\tx;y\n", "name|mail/A, B|x;y");
    assert_table(*state, "a|b\nc|d\n", "a|b/c|d");
    assert_table(*state, "\"a;b\",c\n1,2\n", "a;b|c/1|2");
    assert_table(*state, "name, first;mail\nx;y\nz;w\n", "name, first|mail/x|y/z|w");
    assert_table(*state, "\n\nname;mail\nA;B\n", "{3}name|mail/A|B");
    assert_table(*state, "sep=;\na;b,c\n", "{2}a|b,c");
    assert_table(*state, "sep=x\na,b\n", "sep=x/a|b");
}

static void quotation_marks_hold_a_cell_together(void **state)
{
    assert_table(*state, "a,\"b,c\"\n", "a|b,c");
    assert_table(*state, "a,\"say \"\"hi\"\"\"\n", "a|say \"hi\"");
    assert_table(*state, "a,\"b\r\nc\"\nd,e\n", "a|b\nc/{3}d|e");
    assert_table(*state, "a, \"b,c\" \n", "a|b,c");
    assert_table(*state, "a,5\" disk\n", "a|5\" disk");
    assert_table(*state, "a,\"b\"c,d\n", "a|bc|d");
    assert_table(*state, "\"\",\"\"\n\"\",a\n", "{2}|a");
}

static void every_encoding_becomes_utf8(void **state)
{
    assert_table(*state,
                 "\xef\xbb\xbf"
                 "Zo\xc3\xab,b\n",
                 "Zo\xc3\xab|b");
    assert_table(*state,
                 "\xef\xbb\xbf"
                 "Zo\xeb,last",
                 "Zo\xc3\xab|last");
    assert_table(*state, "Zo\xeb,\x80 5 \x96 6\n", "Zo\xc3\xab|\xe2\x82\xac 5 \xe2\x80\x93 6");
    assert_table(*state,
                 "\xff\xfe"
                 "Z\0\xeb\0,\0\x3d\xd8\x42\xde\n\0",
                 "Z\xc3\xab|\xf0\x9f\x99\x82");
    assert_table(*state,
                 "\xfe\xff"
                 "\0Z\0\xeb\0,\xd8\x3d\xde\x42\0\n",
                 "Z\xc3\xab|\xf0\x9f\x99\x82");
    assert_table(*state,
                 "\xff\xfe"
                 "\x3d\xd8,\0b\0",
                 "\xef\xbf\xbd|b");
    assert_table(*state,
                 "a\x01"
                 "b,\x1b[31m\n",
                 "a b|[31m");
}

static void what_is_no_table_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "a,b\nc,\"d\ne\n", 11,
                   "roster.csv:2: the quotation mark that opens here is never closed");
    assert_refused(f, "a\0b", 3,
                   "roster.csv: this is no text file: save the sheet as CSV in UTF-8");
    assert_refused(f, "PK\3\4xxxx", 8,
                   "roster.csv: this is no CSV file but a spreadsheet or an archive: save it as "
                   "CSV");
}

static void limits_are_errors(void **state)
{
    struct fixture *f = *state;
    size_t size = TABLE_MAX_BYTES + 1;
    char *bytes = malloc(size);

    memset(bytes, 'x', size);
    assert_refused(f, bytes, size, "roster.csv: the file is larger than 16 MiB");
    memcpy(bytes, "a\n", 2);
    bytes[2 + TABLE_MAX_CELL] = '\n';
    assert_int_equal(read_bytes(f, bytes, 2 + TABLE_MAX_CELL), 0);
    bytes[2 + TABLE_MAX_CELL] = 'x';
    assert_refused(f, bytes, 3 + TABLE_MAX_CELL, "roster.csv:2: a cell holds more than 32 KiB");
    for (size_t i = 0; i < 402; i++)
        bytes[i] = ",x"[i % 2];
    assert_int_equal(read_bytes(f, bytes, 399), 0);
    assert_int_equal(f->table.rows[0].count, TABLE_MAX_COLUMNS);
    assert_refused(f, bytes, 402, "roster.csv:1: the row has more than 200 columns");
    for (size_t i = 0; i < 2 * TABLE_MAX_ROWS + 2; i++)
        bytes[i] = "x\n"[i % 2];
    assert_int_equal(read_bytes(f, bytes, 2 * TABLE_MAX_ROWS), 0);
    assert_refused(f, bytes, 2 * TABLE_MAX_ROWS + 2,
                   "roster.csv:100001: the table has more than 100,000 rows");
    free(bytes);
}

static void hostile_files_stay_cheap(void **state)
{
    struct fixture *f = *state;
    size_t size = TABLE_MAX_BYTES;
    char *bytes = malloc(size);

    for (size_t i = 0; i < size; i++)
        bytes[i] = i % 160 == 159 ? '\n' : ",x"[i % 2];
    assert_int_equal(read_bytes(f, bytes, size), -1);
    memset(bytes, '"', size);
    read_bytes(f, bytes, size);
    memset(bytes, ',', size);
    assert_int_equal(read_bytes(f, bytes, size), 0);
    assert_true(arena_used(f->arena) < 8 * size); /* of three such files together */
    free(bytes);
}

static void columns_are_found_by_meaning(void **state)
{
    static const char *const mail[] = {"email", "e-mail address", "mail", NULL};
    static const char *const name[] = {"name", NULL};
    static const char *const address[] = {"endere\xc3\xa7o", NULL};
    struct fixture *f = *state;

    assert_table(f, "Full name,E-Mail_Address,Mail,ENDERE\xc3\x87O,\"NAME:\"\nAna\n",
                 "Full name|E-Mail_Address|Mail|ENDERE\xc3\x87O|NAME:/Ana");
    assert_int_equal(table_column(&f->table, mail), 1);
    assert_int_equal(table_column(&f->table, name), 4);
    assert_int_equal(table_column(&f->table, address), 3);
    assert_int_equal(table_column(&f->table, (const char *const[]){"phone", NULL}), -1);
    assert_string_equal(row_cell(&f->table.rows[1], 0), "Ana");
    assert_string_equal(row_cell(&f->table.rows[1], 3), "");
    assert_true(heading_equal("Stra\xc3\x9f"
                              "e",
                              "STRASSE"));
    assert_false(heading_equal("--", "  "));
    assert_false(heading_equal("", ""));
    assert_table(f, "", "");
    assert_int_equal(table_column(&f->table, mail), -1);
}

static void rows_are_written_as_csv(void **state)
{
    static const char *const cells[] = {"a",  "b,c",        "say \"hi\"", "x\ny",
                                        NULL, "Zo\xc3\xab", " b",         "d;e"};
    _cleanup_(buf_release) struct buf out = BUF_INIT(10000);

    csv_add_row(&out, cells, 8);
    assert_string_equal(buf_str(&out),
                        "a,\"b,c\",\"say \"\"hi\"\"\",\"x\ny\",,Zo\xc3\xab,\" b\",\"d;e\"\r\n");
}

/* Found by fuzzing: a pipe outside quotation marks was taken for the delimiter of a table of ours.
 */
static void any_delimiter_is_quoted(void **state)
{
    struct fixture *f = *state;
    static const char *const cells[] = {"a|b|c", "x\ny"};
    _cleanup_(buf_release) struct buf out = BUF_INIT(10000);

    csv_add_row(&out, cells, 2);
    assert_int_equal(read_bytes(f, out.data, out.len), 0);
    assert_int_equal(f->table.count, 1);
    assert_string_equal(f->table.rows[0].cells[0], "a|b|c");
}

static void formulas_are_disarmed(void **state)
{
    static const char *const cells[][2] = {
        {"=1+1", "'=1+1"},
        {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""},
        {"-1+1", "'-1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "\"'\tx\""},
        {"\rx", "\"'\rx\""},
        {" =1", "\"' =1\""},
        {"=\"a\"", "\"'=\"\"a\"\"\""},
        {"-", "'-"},
        {"-12.5", "-12.5"},
        {"+351 912 345 678", "+351 912 345 678"},
        {"2026-12-15", "2026-12-15"},
        {"a=b", "a=b"},
        {"ana@example.org", "ana@example.org"},
    };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        _cleanup_(buf_release) struct buf out = BUF_INIT(1000);

        csv_add_row(&out, cells[i], 1);
        buf_truncate(&out, out.len - 2);
        assert_string_equal(buf_str(&out), cells[i][1]);
    }
}

static void what_is_written_is_read_again(void **state)
{
    static const char *const cells[] = {"name", "a,b;c\td|e", "\"", "l1\nl2", "it's", "x\"\"y"};
    _cleanup_(buf_release) struct buf out = BUF_INIT(10000);
    struct fixture *f = *state;

    for (int i = 0; i < 5; i++)
        csv_add_row(&out, cells, 6);
    assert_int_equal(read_bytes(f, out.data, out.len), 0);
    assert_int_equal(f->table.count, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(f->table.rows[i].count, 6);
        for (int c = 0; c < 6; c++)
            assert_string_equal(f->table.rows[i].cells[c], cells[c]);
    }
}

#define table_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        table_test(plain_tables_are_read),
        table_test(the_delimiter_is_guessed),
        table_test(quotation_marks_hold_a_cell_together),
        table_test(every_encoding_becomes_utf8),
        table_test(what_is_no_table_is_refused),
        table_test(limits_are_errors),
        table_test(hostile_files_stay_cheap),
        table_test(columns_are_found_by_meaning),
        table_test(rows_are_written_as_csv),
        table_test(any_delimiter_is_quoted),
        table_test(formulas_are_disarmed),
        table_test(what_is_written_is_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
