/* SPDX-License-Identifier: GPL-2.0-or-later */
/* workbook.h - a table as an XLSX file (ECMA-376, transitional) for people to open.
 *
 *     struct workbook w;
 *     workbook_init(&w, "December 2026", columns, count);
 *     workbook_add_row(&w, cells);
 *     workbook_finish(&w, created, &out);
 *
 * One sheet: its first row has the titles, in bold, and stays in sight. Dates are
 * dates. Text is always text: nothing that is written into a cell is run as a
 * formula, whatever it begins with. What is no UTF-8, or no character that XML
 * has, becomes U+FFFD or a blank. The same calls give the same bytes.
 */
#ifndef SHEETS_WORKBOOK_H
#define SHEETS_WORKBOOK_H

#include "base/civil.h"
#include "base/diag.h"

#define WORKBOOK_MAX_COLUMNS 26
#define WORKBOOK_MAX_CELL    32767 /* of UTF-16; Excel has no more. The rest is cut off */
#define WORKBOOK_MAX_BYTES   ((size_t)32 * 1024 * 1024) /* of the sheet before it is packed */

struct workbook_column {
    const char *title;
    int width; /* in digits of the normal font */
};

struct workbook_cell {
    const char *text; /* NULL: see date */
    struct date date; /* year 0: the cell is empty */
};

struct workbook {
    const char *title; /* of the sheet */
    const struct workbook_column *columns;
    size_t count;
    size_t rows;
    struct buf sheet; /* own */
};

/* The strings and columns must outlive the workbook. At most WORKBOOK_MAX_COLUMNS. */
void workbook_init(struct workbook *w, const char *title, const struct workbook_column *columns,
                   size_t count);

/* As many cells as columns. */
void workbook_add_row(struct workbook *w, const struct workbook_cell *cells);

/* The whole file into out; releases w. -1 with e where it grows too large. */
int workbook_finish(struct workbook *w, instant created, struct buf *out, struct err *e);

#endif
