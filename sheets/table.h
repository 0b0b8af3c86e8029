/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.h - spreadsheets as rows of cells.
 *
 * Every reader makes the same table: cells are valid UTF-8 without NUL, their
 * line ends "\n", other control characters blanks, blanks around them taken
 * off; a row ends with its last cell that is not empty, and rows without one
 * are left out. Bytes in, table out: nothing is opened.
 * Tables live in the arena.
 */
#ifndef SHEETS_TABLE_H
#define SHEETS_TABLE_H

#include "base/diag.h"
#include <stdbool.h>

#define TABLE_MAX_BYTES   ((size_t)16 * 1024 * 1024)
#define TABLE_MAX_ROWS    100000
#define TABLE_MAX_COLUMNS 200
#define TABLE_MAX_CELL    ((size_t)32 * 1024)

struct row {
    const char **cells;
    size_t count;
    int line; /* where the row begins: the line of the file, or the row of the sheet; from 1 */
};

struct table {
    const char *file; /* as the user would type it, for diagnostics */
    struct row *rows;
    size_t count, cap;
};

/* Comma-separated values (RFC 4180) as they come out of people's tools: the
 * delimiter is the comma, semicolon, tab or bar that the first lines agree on;
 * UTF-8, UTF-16 with its byte order mark, else windows-1252; any line ends.
 * -1 with a sentence that begins with file:line where a limit is passed, a
 * quotation is never closed, or the file is no text. The arena needs at most
 * eight times the size of the file, and 8 MiB. */
int table_read_csv(struct arena *a, const char *file, const char *bytes, size_t len,
                   struct table *out, struct err *e);

/* A file of any of these kinds, told by its content: CSV as above, XLSX
 * (ECMA-376) or ODS (OASIS OpenDocument): the first sheet with anything in it,
 * those that are hidden last. Cells are what people see, but for what only
 * adorns: formulas are their last result, dates 2026-12-15 or 2026-12-15 09:00,
 * numbers plain (1234.5), truth TRUE or FALSE. -1 also where the file is
 * damaged, has a password, is of an old Excel, or would unpack to far more than
 * a table of people. The arena needs at most 96 MiB. */
int table_read(struct arena *a, const char *file, const char *bytes, size_t len, struct table *out,
               struct err *e);

/* A table as text that comes back the same, for another process: a line a row,
 * its number first, tabs between cells; within cells \t, \n and \\. out->overflow
 * where it is larger than the buffer's ceiling. */
void table_pack(const struct table *t, struct buf *out);
/* Checks all that table_pack promises, but UTF-8. -1 with e. */
int table_unpack(struct arena *a, const char *file, const char *packed, struct table *out,
                 struct err *e);

/* The cell, "" where the row is shorter. */
const char *row_cell(const struct row *r, size_t column);

/* The column of the first row whose heading means one of the names (NULL-ended,
 * the best first): case and everything that is no letter or digit are ignored,
 * so that "E-Mail_Address" is "email address". -1 where there is none. */
int table_column(const struct table *t, const char *const *names);

/* Leaves out what stands above the headings (a title, the day of the export): of the first 20 rows
 * the first with several cells, one of which is a heading that means one of the names, becomes
 * row 0. Nothing changes where there is none. */
void table_skip_titles(struct table *t, const char *const *names);

/* Whether two headings mean the same in that sense. */
bool heading_equal(const char *a, const char *b);

/* --- writing ------------------------------------------------------------------------------------
 */

/* Adds a row as CSV: commas, CRLF, quotation marks where they are needed. A
 * cell that a spreadsheet would run as a formula (it begins with = + - @, a tab
 * or a CR) gets an apostrophe in front, unless it is a plain number or date. */
void csv_add_row(struct buf *out, const char *const *cells, size_t count);

#endif
