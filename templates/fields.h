/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.h - the values that fill in a letter.
 *
 * A tree of names: a value under "mentor.first_name" is found by
 * {{mentor.first_name}}; a list under "mentees" has rows, each with fields of
 * its own, and is walked by {{#mentees}}...{{/mentees}}. Names and values are
 * copied into the arena. Setting a name again replaces what it had.
 *
 * A value is what somebody typed and is never trusted: bytes that are no UTF-8
 * become U+FFFD, line ends become "\n", other control characters blanks. What
 * it looks like does not matter: no value is ever read as Markdown or HTML.
 */
#ifndef TEMPLATES_FIELDS_H
#define TEMPLATES_FIELDS_H

#include "base/arena.h"
#include <stdbool.h>

struct fields;

struct fields *fields_new(struct arena *a);

/* A short text. Its line ends are kept as line breaks; in a subject they are
 * blanks. NULL counts as "". */
void fields_set(struct fields *f, const char *name, const char *value);

/* An address to click: http, https or mailto. -1, and nothing is set, for any
 * other text (see url_is_safe). */
int fields_set_url(struct fields *f, const char *name, const char *url);

/* A long text of somebody's own, such as an answer that is forwarded. Where
 * its tag is a paragraph of its own it becomes a quotation: a <blockquote> in
 * HTML; its own lines, not wrapped anew, behind "> " in the plain text. */
void fields_set_block(struct fields *f, const char *name, const char *text);

struct field_picture {
    const char *source;  /* "cid:...": a part of the same message (RFC 2392); NULL: there is none */
    const char *words;   /* for who can't see it */
    const char *figures; /* what it shows, as lines */
    int width;           /* in pixels, where there is room */
};

/* A picture. Where its tag is a paragraph of its own, it is shown in HTML, and the plain text has
 * its figures instead; so has HTML where there is no source. Elsewhere its words stand. */
void fields_set_picture(struct fields *f, const char *name, const struct field_picture *p);

/* An empty list, so that {{^name}} holds. A list that has rows keeps them. */
void fields_list(struct fields *f, const char *name);

/* A new last row of the list of that name, which is begun if need be. */
struct fields *fields_append(struct fields *f, const char *name);

/* Whether a link may lead there: http://, https:// or mailto:, then no blanks,
 * controls, quotation marks, angle brackets or backslashes; at most 2000 bytes. */
bool url_is_safe(const char *url);

/* --- for the renderer ---------------------------------------------------------------------------
 */

enum field_kind { FIELD_TEXT, FIELD_URL, FIELD_BLOCK, FIELD_PICTURE, FIELD_LIST, FIELD_GROUP };

struct field {
    const char *name; /* one part, without dots */
    enum field_kind kind;
    const char *text; /* of FIELD_TEXT, _URL and _BLOCK; the words of FIELD_PICTURE */
    const struct field_picture *picture;
    struct fields *rows, *last; /* of FIELD_LIST; of FIELD_GROUP rows is the one group */
    struct field *next;
};

/* The field of that dotted name, or NULL. */
const struct field *fields_find(const struct fields *f, const char *name);
struct fields *fields_next_row(const struct fields *row);

#endif
