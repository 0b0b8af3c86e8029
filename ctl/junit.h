/* SPDX-License-Identifier: GPL-2.0-or-later */
/* junit.h - results of rule tests as the XML that build servers read. */
#ifndef CTL_JUNIT_H
#define CTL_JUNIT_H

#include "base/diag.h"

struct junit_case {
    const char *suite, *name;
    struct pos pos;
    const char *failure; /* the timeline; NULL: passed */
    const char *error;   /* it could not be run, and why; NULL: it could */
    double seconds;
};

/* The cases of a suite stand together. Characters that XML can't carry are left out. */
void junit_print(const struct junit_case *cases, size_t count, struct buf *out);

#endif
