/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output.h - what mentorctl prints: text no wider than the terminal, or JSON.
 *
 * Colour and weight only where standard output is a terminal that has them,
 * and NO_COLOR is not set. Into a pipe nothing is wrapped: a row is a line.
 */
#ifndef CTL_OUTPUT_H
#define CTL_OUTPUT_H

#include "base/civil.h"
#include "reports/columns.h"
#include <jansson.h>

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_FAINT, STYLE_GOOD, STYLE_WARN, STYLE_BAD };

/* Columns of the terminal; 0 where it is none, and lines may be of any length. */
int out_width(void);

void out_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void out_styled(enum style style, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_heading(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A paragraph, wrapped; what people wrote in it can't command the terminal. */
void out_wrapped(int indent, const char *text);
void out_columns(const struct columns *t, int indent, bool titles);
void out_buf(struct buf *b);

/* Prints and frees. */
void out_json(json_t *value);
json_t *json_text(const char *s); /* null where s is NULL */
json_t *json_instant(instant t);  /* RFC 3339; null for 0 and INSTANT_NEVER */
json_t *json_id(int64_t id);      /* null for 0 */
/* json_object_set_new, which must not fail. */
void json_put(json_t *object, const char *key, json_t *value);

/* Whether all that was printed got where it should. 0 or -1. */
int out_finish(void);

#endif
