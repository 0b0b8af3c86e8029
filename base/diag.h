/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diag.h - what is wrong with something a person wrote, and where.
 *
 *     rules.yaml:14:7: error: unknown step "atempt": did you mean "attempt"?
 *
 * Checkers add all they find and go on; the caller prints the list in the
 * order of file and place. struct err is for the one sentence that a failed
 * system call, server or command comes down to.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"

struct pos {
    const char *file; /* as the user would type it; NULL where there is none */
    int line;         /* from 1; 0 means the whole file */
    int column;       /* from 1, in characters */
};

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

struct diag {
    enum diag_severity severity;
    struct pos pos;
    const char *text;
};

/* Born by diags_init; the texts live in the arena. */
struct diags {
    struct arena *arena;
    struct diag *items;
    size_t count, cap;
    size_t errors;
    bool ran_before; /* what is looked at runs already, taken by this release or an earlier one */
};

void diags_init(struct diags *d, struct arena *arena);
void diag_error(struct diags *d, struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What an earlier release let pass: an error; but a warning where it runs already, so that no new
 * release stops what ran well. */
void diag_stricter(struct diags *d, struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void diag_warning(struct diags *d, struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Sorts by file, line, column and writes one line each. */
void diags_print(struct diags *d, struct buf *out);

/* The candidate nearest to word (edit distance at most a third of its
 * length, at least 1), or NULL. candidates ends with NULL. */
const char *nearest_word(const char *word, const char *const *candidates);

struct err {
    char text[512]; /* one sentence, no newline: what failed and what to do */
};

/* Always returns -1, so that a function can end with return err_set(...). */
int err_set(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
