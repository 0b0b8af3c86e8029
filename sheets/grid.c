/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/grid.h"
#include <limits.h>
#include <string.h>

#define TEXT_COSTS 16 /* at most, beside its bytes, in the arena */

int grid_fail(struct grid *g, const char *what)
{
    if (g->line == 0)
        return err_set(g->err, "%s: %s", g->table->file, what);
    return err_set(g->err, "%s:%d: %s", g->table->file, g->line, what);
}

static size_t blank_at(const char *s, const char *end)
{
    if (s < end && (unsigned char)*s <= ' ')
        return 1;
    return end - s >= 2 && memcmp(s, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static size_t blank_before(const char *s, const char *start)
{
    if (s > start && (unsigned char)s[-1] <= ' ')
        return 1;
    return s - start >= 2 && memcmp(s - 2, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

const char *grid_text(struct grid *g, const char *text, size_t len)
{
    const char *end = text + len;
    size_t blank;
    char *copy;

    while ((blank = blank_at(text, end)))
        text += blank;
    while ((blank = blank_before(end, text)))
        end -= blank;
    len = (size_t)(end - text);
    if (len == 0)
        return "";
    g->all_text += len + TEXT_COSTS;
    if (len > TABLE_MAX_CELL || g->all_text > GRID_MAX_TEXT) {
        grid_fail(g, len > TABLE_MAX_CELL ? "a cell holds more than 32 KiB"
                                          : "the sheet holds more than 24 MiB of text");
        return NULL;
    }
    copy = arena_strndup(g->arena, text, len);
    for (char *s = copy; *s; s++)
        if ((unsigned char)*s < ' ' ? *s != '\n' && *s != '\t' : *s == 0x7f)
            *s = ' ';
    return copy;
}

int grid_put(struct grid *g, size_t column, size_t repeat, const char *text)
{
    if (!text || !*text)
        return 0;
    if (column >= TABLE_MAX_COLUMNS || repeat > TABLE_MAX_COLUMNS - column)
        return grid_fail(g, "the row has more than 200 columns");
    g->all_cells += repeat;
    if (g->all_cells > GRID_MAX_CELLS)
        return grid_fail(g, "the table has more than 1,000,000 cells");
    for (; repeat > 0; repeat--)
        g->cells[column++] = text;
    if (g->count < column)
        g->count = column;
    return 0;
}

static const char **copy_cells(struct grid *g)
{
    const char **cells = arena_array(g->arena, g->count, sizeof *cells);

    for (size_t i = 0; i < g->count; i++)
        cells[i] = g->cells[i] ? g->cells[i] : "";
    return cells;
}

/* Rows that are the same share their cells. */
static int add_rows(struct grid *g, size_t repeat)
{
    struct table *t = g->table;
    const char **cells;

    if (repeat > TABLE_MAX_ROWS - t->count)
        return grid_fail(g, "the table has more than 100,000 rows");
    cells = copy_cells(g);
    for (size_t i = 0; i < repeat; i++) {
        struct row *row = arena_grow(g->arena, &t->rows, t->count++, &t->cap, sizeof *row);

        *row = (struct row){.cells = cells, .count = g->count, .line = g->line + (int)i};
    }
    return 0;
}

int grid_end_row(struct grid *g, size_t repeat)
{
    if (g->count && add_rows(g, repeat) < 0)
        return -1;
    memset(g->cells, 0, g->count * sizeof *g->cells);
    g->count = 0;
    g->line = repeat < (size_t)(INT_MAX - g->line) ? g->line + (int)repeat : INT_MAX;
    return 0;
}
