/* SPDX-License-Identifier: GPL-2.0-or-later */
/* internal.h - what the files of this folder share. */
#ifndef TEMPLATES_INTERNAL_H
#define TEMPLATES_INTERNAL_H

#include "templates/letter.h"
#include <cmark.h>

#define MOST_SECTIONS 8 /* inside each other */

/* A letter's text as a tree: runs of text, values, and sections of pieces. */
enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_SECTION, PIECE_UNLESS };

struct piece {
    enum piece_kind kind;
    const char *text; /* of PIECE_TEXT, else the dotted name */
    size_t len;       /* of PIECE_TEXT */
    struct pos pos;
    struct piece *first, *next;
};

struct letter {
    struct arena *arena;
    const char *path, *language;
    struct piece *subject, *body, *reply;
    struct letter_field *first_field, *last_field;
};

/* Reads the tags of a text that begins at pos into *out and notes the fields
 * in the letter. -1 with diagnostics. */
int pieces_parse(struct letter *l, const char *text, size_t len, struct pos pos, struct piece **out,
                 struct diags *d);

/* Adds one use of a field to the letter's list. */
const struct letter_field *letter_note_field(struct letter *l, const char *name, struct pos pos,
                                             enum letter_use use,
                                             const struct letter_field *within);

/* Letters of a to z, digits, _ and - in parts joined by dots, each with a letter first. */
bool is_field_name(const char *name);

/* Complains of HTML, pictures and links to elsewhere in the Markdown that
 * begins in the given line of the file. -1 with diagnostics. */
int markdown_check(const struct letter *l, const char *body, int first_line, struct diags *d);

/* The tree as plain text, wrapped. A CMARK_NODE_BLOCK_QUOTE whose user data is
 * a string is that string, line by line; so is a CMARK_NODE_CUSTOM_BLOCK. */
void plain_render(cmark_node *document, struct buf *out);

/* The tree as an HTML document. */
void page_render(cmark_node *document, const char *language, const char *subject, struct buf *out);

#endif
