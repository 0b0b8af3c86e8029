/* SPDX-License-Identifier: GPL-2.0-or-later */
/* questions.h - what an ask asks, as the lines of a form: in its letter, in the
 * workbook that goes with it, and when either comes back. */
#ifndef ENGINE_QUESTIONS_H
#define ENGINE_QUESTIONS_H

#include "engine/engine_internal.h"

#define MOST_QUESTIONS 32

struct question {
    const char *name;  /* of the field; of named answers, the step's id */
    const char *title; /* as people read it */
    const char *value; /* what is known already; "" */
    const char *hint;  /* how it can be answered: "yes or no"; "" */
};

/* Count; out has room for MOST_QUESTIONS. k, for what is known, may be NULL. */
size_t questions_of(struct engine *e, struct arena *a, const struct step *s, const struct kase *k,
                    struct question *out);

/* {{form}} of a letter that asks. */
void questions_fill(struct engine *e, const struct writing *w, struct fields *f);
/* The same as a workbook, in e->scratch. 1; 0: the letter has no form; -1 with why. */
int questions_workbook(struct engine *e, const struct writing *w, const char *text,
                       struct mail_attachment *out, struct err *why);

/* The text of an answer with every line that fills in the form as "name: value", whatever became
 * of it on its way: words at its end or below it, between quoted lines, in the workbook. sent is
 * the text of our letter: lines as they stand there say nothing. */
const char *questions_answered(struct arena *a, const char *text, const char *sent,
                               const struct mail_facts *f, const struct question *q, size_t count);

#endif
