/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.h - names of people by id, looked up once; and closing what a command opened. */
#ifndef CTL_NAMES_H
#define CTL_NAMES_H

#include "ctl/ctl.h"

struct names {
    const char **by_id;
    size_t cap;
};

/* Every person there is, in the order of ids, starting with *id = 0: 1, or 0 at the end; -1.
 * Ids have no gaps, as people are never deleted. */
int next_person(struct ctl *c, int64_t *id, struct person_row *out);

void ctl_close(struct ctl *c);

#endif
