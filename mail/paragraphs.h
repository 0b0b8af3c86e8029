/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paragraphs.h - how a short letter begins, goes on and ends; inside mail/ only, for clauses.c. */
#ifndef MAIL_PARAGRAPHS_H
#define MAIL_PARAGRAPHS_H

#include "base/arena.h"
#include <stdbool.h>

/* The text folded (fold.h), a newline where a paragraph ends or a parting begins, and where a
 * sentence ends behind a figure: folded, its next capital could not be seen. */
char *paragraphs_of(struct arena *a, const char *text);

/* Where, behind something said, the sender's name is all of a line: what comes below it is a
 * signature. 0 where there is none. sender is folded, and may be "". */
size_t paragraphs_signature(struct arena *a, const char *text, const char *sender);

/* "Hi Rosa,", "Liebe Rosa, ich bin" and "Rosa," on a line; but not "Hello, I am" or "Dear sender".
 */
bool paragraphs_greet_by_name(struct arena *a, const char *text);

/* "Hello all", "Liebes Team". */
bool paragraphs_greet_group(struct arena *a, const char *text);

#endif
