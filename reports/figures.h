/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figures.h - how many were reached, and how soon, month by month.
 *
 * Each case in which somebody was to be reached counts once, in the month of its
 * first attempt: by the attempt that was answered, or by none. It is counted from
 * the log alone, so that a month of long ago gives the same figures today.
 */
#ifndef REPORTS_FIGURES_H
#define REPORTS_FIGURES_H

#include "store/store.h"

#define FIGURES_MONTHS 12

enum figure {
    FIGURE_FIRST,  /* answered at the first attempt */
    FIGURE_SECOND, /* at a later one of the same person's */
    FIGURE_HANDED, /* after it was handed to somebody else */
    FIGURE_NONE,   /* not at all */
    FIGURE_OPEN,   /* still waited for */
    FIGURE_COUNT
};

struct figures_month {
    struct date month; /* its first day */
    int count[FIGURE_COUNT];
};

struct figures {
    const struct programme *programme;
    struct figures_month months[FIGURES_MONTHS]; /* the last one is the month asked for */
};

/* "at the first attempt" */
const char *figure_name(enum figure f);

/* The twelve months up to that of the day, as far as the log goes until now. -1: store_error(). */
int figures_build(struct store *s, struct arena *a, const struct programme *p, struct date day,
                  instant now, struct figures *out);

#endif
