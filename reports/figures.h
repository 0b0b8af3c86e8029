/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figures.h - how many were reached, and how soon, month by month.
 *
 * Each case in which somebody was to be reached counts once, in the month of its
 * first attempt: by the attempt that was answered, or by none. A letter that came
 * back and went out again to a better address is the same attempt. It is counted
 * from the log alone, so that a month of long ago gives the same figures today.
 */
#ifndef REPORTS_FIGURES_H
#define REPORTS_FIGURES_H

#include "store/store.h"

#define FIGURES_MONTHS 12

enum figure {
    FIGURE_FIRST,  /* answered at the first attempt */
    FIGURE_SECOND, /* at the second, of the same person */
    FIGURE_LATER,  /* at the third or a later one, or once somebody else had taken over */
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
int figures_total(const struct figures_month *m);

/* The twelve months up to that of the day, as far as the log goes until now. -1: store_error(). */
int figures_build(struct store *s, struct arena *a, const struct programme *p, struct date day,
                  instant now, struct figures *out);

#endif
