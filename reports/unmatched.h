/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unmatched.h - who of a programme has no match: the mentors and the mentees that wait for one. */
#ifndef REPORTS_UNMATCHED_H
#define REPORTS_UNMATCHED_H

#include "store/store.h"

#define UNMATCHED_MOST 40 /* names of a role; the count goes on */

struct unmatched {
    const char *role;
    const char *names[UNMATCHED_MOST]; /* by id, in the arena */
    size_t names_count;
    size_t count; /* of all */
};

/* Both sides of the programme's matches, the one that they start from first; active people only.
 * 1; 0: the programme has no matches; -1: store_error(). */
int unmatched_build(struct store *s, struct arena *a, const struct programme *p,
                    struct unmatched out[2]);

#endif
