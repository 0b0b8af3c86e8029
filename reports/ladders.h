/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ladders.h - what a month brought each mentor, as a line of days: SVG, and the same in words. */
#ifndef REPORTS_LADDERS_H
#define REPORTS_LADDERS_H

#include "base/buf.h"
#include "store/store.h"

enum ladder_mark {
    MARK_ATTEMPT,
    MARK_SILENCE,
    MARK_RETURNED, /* a letter came back */
    MARK_HANDED,   /* to somebody else */
    MARK_GIVEN_UP, /* marked non-responsive */
    MARK_REACHED,
    MARK_COUNT
};

struct ladder_day {
    int64_t person;
    size_t order; /* in the log */
    int day;
    enum ladder_mark mark;
};

struct ladders {
    const struct programme *programme;
    struct arena *arena;
    struct date month;       /* its first day */
    struct ladder_day *days; /* by person, and then as they happened */
    size_t count, cap;
};

/* The month that the day lies in, in the programme's zone. -1: store_error(). */
int ladders_read(struct store *s, struct arena *a, const struct programme *p, struct date day,
                 struct ladders *out);

/* What the marks mean, as a list of HTML. */
void ladders_key(struct buf *out);
/* One mentor's line, and below it what happened on which day. */
void ladder_draw(const struct ladders *l, int64_t mentor, struct buf *out);

#endif
