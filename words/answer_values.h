/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_values.h - the value of one typed field in a text; inside words/ only. */
#ifndef WORDS_ANSWER_VALUES_H
#define WORDS_ANSWER_VALUES_H

#include "words/commands.h"

struct answer_found {
    const char *value;   /* NULL where there is none */
    const char *problem; /* why what is there won't do, or NULL */
};

/* labelled: text is what stands behind the field's own name, so that something that is no
 * value of the type is a problem; else it is a letter that may hold one. */
struct answer_found answer_value(struct arena *a, const struct answer_field *f, const char *text,
                                 const struct writer *w, bool labelled);

/* The first web address in text: its length and place, or 0. */
size_t answer_url_find(const char *text, size_t *at);

/* Which of the choices does the text say? yes/no is a choice too. */
struct answer_found answer_choice(struct arena *a, const char *const *choices, const char *text,
                                  const struct writer *w, bool labelled);

#endif
