/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.c - tables on their way from one process to another. */
#include "sheets/table.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static void pack_cell(struct buf *out, const char *cell)
{
    for (; *cell; cell++) {
        if (*cell == '\t')
            buf_adds(out, "\\t");
        else if (*cell == '\n')
            buf_adds(out, "\\n");
        else if (*cell == '\\')
            buf_adds(out, "\\\\");
        else
            buf_addc(out, *cell);
    }
}

void table_pack(const struct table *t, struct buf *out)
{
    for (size_t i = 0; i < t->count && !out->overflow; i++) {
        const struct row *r = &t->rows[i];

        buf_addf(out, "%d", r->line);
        for (size_t c = 0; c < r->count; c++) {
            buf_addc(out, '\t');
            pack_cell(out, r->cells[c]);
        }
        buf_addc(out, '\n');
    }
}

/* In place; -1 where something is escaped that needs none. */
static int unpack_cell(char *cell)
{
    char *to = cell;

    for (; *cell; cell++) {
        if (*cell == '\\') {
            cell++;
            if (*cell != 't' && *cell != 'n' && *cell != '\\')
                return -1;
            *to++ = *cell == 't' ? '\t' : *cell == 'n' ? '\n' : '\\';
        } else {
            *to++ = *cell;
        }
    }
    *to = '\0';
    return 0;
}

static size_t count_cells(const char *line)
{
    size_t count = 0;

    for (; (line = strchr(line, '\t')); line++)
        count++;
    return count;
}

static int line_number(const char *s, char **end)
{
    long n = strtol(s, end, 10);

    return *s >= '0' && *s <= '9' && n > 0 && n <= INT_MAX ? (int)n : 0;
}

static int unpack_row(struct arena *a, char *line, struct row *r)
{
    char *at;

    r->line = line_number(line, &at);
    r->cells = arena_array(a, count_cells(at), sizeof *r->cells);
    if (!r->line || *at != '\t' || count_cells(at) > TABLE_MAX_COLUMNS)
        return -1;
    while (at) {
        char *cell = at + 1;

        at = strchr(cell, '\t');
        if (at)
            *at = '\0';
        if (unpack_cell(cell) < 0)
            return -1;
        r->cells[r->count++] = cell;
    }
    return 0;
}

int table_unpack(struct arena *a, const char *file, const char *packed, struct table *out,
                 struct err *e)
{
    char *text = arena_strdup(a, packed), *end;

    *out = (struct table){.file = arena_strdup(a, file)};
    for (; *text; text = end + 1) {
        struct row *r;

        end = strchr(text, '\n');
        if (!end || out->count == TABLE_MAX_ROWS)
            return err_set(e, "%s: this is no packed table", file);
        *end = '\0';
        r = arena_grow(a, &out->rows, out->count++, &out->cap, sizeof *r);
        if (unpack_row(a, text, r) < 0)
            return err_set(e, "%s: this is no packed table", file);
    }
    return 0;
}
