/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx.h - the parts of an XLSX file (ECMA-376); inside sheets/ only.
 *
 * Relations lead from the root to the workbook and from there to its sheets. A
 * cell points to a shared string by its place, and to a number format by that of
 * its style.
 */
#ifndef SHEETS_XLSX_H
#define SHEETS_XLSX_H

#include "sheets/grid.h"
#include "sheets/number.h"
#include "sheets/package.h"
#include "sheets/table.h"

#define XLSX_MAX_SHEETS 50
#define XLSX_MAX_TEXT   (8 * TABLE_MAX_CELL) /* escapes are longer than what they mean */

struct xlsx {
    struct package *package;
    struct arena *arena;
    struct err *err;
    struct table *table; /* that is being made, and whose file is named in errors */

    const char *workbook;                /* "xl/workbook.xml" */
    const char *sheets[XLSX_MAX_SHEETS]; /* "xl/worksheets/sheet1.xml", those shown first */
    size_t sheets_count;
    bool since_1904;

    struct number_format *formats; /* by style */
    size_t formats_count;
    const char **strings; /* shared ones, as they are in the file */
    size_t strings_count;
};

/* All but the sheets themselves. 0, or -1 with x->err. */
int xlsx_read_parts(struct xlsx *x);

/* The text of a cell, cleaned, with what is written as _x000D_. NULL with an error. */
const char *xlsx_text(struct grid *g, struct buf *text);

/* The first sheet that has anything in it. */
int xlsx_read(struct arena *a, struct package *p, struct table *out, struct err *e);

/* The same of an ODS file (OASIS OpenDocument). */
int ods_read(struct arena *a, struct package *p, struct table *out, struct err *e);

#endif
