/* SPDX-License-Identifier: GPL-2.0-or-later */
/* grid.h - cells become the rows of a table; inside sheets/ only.
 *
 * What the readers of XLSX and ODS share: cleaning of text, and the limits of
 * table.h, which are proved before anything grows.
 */
#ifndef SHEETS_GRID_H
#define SHEETS_GRID_H

#include "sheets/table.h"

#define GRID_MAX_CELLS 1000000                    /* of all rows together */
#define GRID_MAX_TEXT  ((size_t)24 * 1024 * 1024) /* bytes of all texts, and some for each */

struct grid {
    struct arena *arena;
    struct table *table;
    struct err *err;
    int line;                             /* the row of the sheet that is being filled; 0: none */
    const char *cells[TABLE_MAX_COLUMNS]; /* NULL: empty */
    size_t count;                         /* of them, up to the last that is not empty */
    size_t all_cells, all_text;
};

/* A copy of the text as a cell has it: blanks round it taken off, controls
 * turned into blanks. NULL with an error where a limit is passed. */
const char *grid_text(struct grid *g, const char *text, size_t len);

/* A cell of the row. repeat: it and so many less one to its right. 0 or -1. */
int grid_put(struct grid *g, size_t column, size_t repeat, const char *text);

/* The row is whole, and so are those below that are the same; line moves on. 0 or -1. */
int grid_end_row(struct grid *g, size_t repeat);

/* -1, with "FILE:LINE: what" as the error; without a line where none is filled. */
int grid_fail(struct grid *g, const char *what);

#endif
