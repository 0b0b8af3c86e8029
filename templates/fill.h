/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fill.h - marks in Markdown, and values in their place in cmark's tree.
 *
 * A mark is MARK_OPEN, a number, MARK_CLOSE: to cmark a word like any other.
 */
#ifndef TEMPLATES_FILL_H
#define TEMPLATES_FILL_H

#include "templates/internal.h"

#define MARK_OPEN  "\xef\xb7\x90" /* U+FDD0 and U+FDD1: characters that no letter may contain */
#define MARK_CLOSE "\xef\xb7\x91"

struct mark {
    const struct field *field;
    const struct piece *piece; /* the tag that it came from */
};

/* Born as {.letter, .arena, .err}. */
struct filling {
    const struct letter *letter;
    struct arena *arena;
    struct err *err;
    struct mark *marks;
    size_t count, cap;
    size_t bytes; /* of all values, each as often as it stands */
};

void filling_add_mark(struct filling *f, const struct field *field, const struct piece *piece,
                      struct buf *out);

/* -1 with f->err where a link would lead to no safe address, or a picture has come about. */
int filling_fill(struct filling *f, cmark_node *document);

#endif
