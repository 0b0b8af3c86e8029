/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_clause.h - what the words round a value make of it; inside words/ only.
 *
 * A person who writes a day mostly means that day, but not with "not before 5 December" or "1-5
 * December". What is in doubt is asked back, so these rather see a doubt too many.
 */
#ifndef WORDS_ANSWER_CLAUSE_H
#define WORDS_ANSWER_CLAUSE_H

#include "base/arena.h"
#include "words/tongue.h"

#define CLAUSE_ENDS ".!?,;:\n()"

/* "Not before 5 December", "at 3 pm I can't": does the clause round the value of len bytes at p
 * say that it isn't that one? day: nor "the first Tuesday of December", "Monday week". */
bool clause_denies(struct arena *a, const char *text, const char *p, size_t len,
                   const struct tongue *t, bool day);

/* The same of a number: only the words before it tell. */
bool clause_denies_number(struct arena *a, const char *text, const char *p, const struct tongue *t);

/* Is what stands at p the second of two: "1-5 December", "the 3rd or 4th", "between 2 and 3 pm"? */
bool clause_has_two(const char *text, const char *p, const struct tongue *t);

#endif
