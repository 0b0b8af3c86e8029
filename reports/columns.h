/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns.h - text in columns, as wide as the reader's terminal.
 *
 *     struct columns t;
 *     columns_init(&t, arena, (const char *[]){"who", "what", NULL});
 *     columns_add(&t, (const char *[]){"Ana", "check-in"});
 *     columns_print(&t, &(struct columns_style){.width = 80}, &out);
 *
 * Columns are as wide as their widest cell where all fit; else the widest ones
 * give way and their cells go on below. What people wrote can't command a
 * terminal: characters that are not printed become blanks. A line never ends in
 * blanks.
 */
#ifndef REPORTS_COLUMNS_H
#define REPORTS_COLUMNS_H

#include "base/arena.h"
#include "base/buf.h"
#include <stdbool.h>

#define COLUMNS_MAX 12

struct columns {
    struct arena *arena;
    const char *titles[COLUMNS_MAX];
    size_t count; /* of columns */
    const char **cells;
    size_t cells_count, cells_cap;
};

struct columns_style {
    int width; /* 0: no limit, a row is one line */
    int indent;
    bool no_titles;
    bool spaced;              /* an empty line between rows */
    const char *bold, *plain; /* round the titles; NULL: none */
};

/* titles end with NULL and must live as long as the arena. */
void columns_init(struct columns *t, struct arena *a, const char *const *titles);
/* As many cells as columns; NULL is an empty one. */
void columns_add(struct columns *t, const char *const *cells);
void columns_print(const struct columns *t, const struct columns_style *style, struct buf *out);

/* A paragraph wrapped at width columns (0: not at all), each line indented; line
 * breaks in the text stay. Ends with a line break. */
void text_wrap(struct buf *out, const char *text, int width, int indent);

/* The text with everything that is not printed, line breaks too, as a blank. */
char *text_printable(struct arena *a, const char *text);

#endif
