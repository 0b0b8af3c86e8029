/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_compare.h - two plans beside each other: what would come to pass with the rules in force,
 * and what with the edited ones. Pure. */
#ifndef CTL_PLAN_COMPARE_H
#define CTL_PLAN_COMPARE_H

#include "ctl/planned.h"

enum change_kind {
    CHANGE_GONE,   /* with the rules in force only */
    CHANGE_NEW,    /* with the edited ones only */
    CHANGE_MOVED,  /* to another time */
    CHANGE_PERSON, /* to somebody else; perhaps at another time */
    CHANGE_TEXT,   /* the letter's file was edited, and what is written differs */
};

struct plan_change {
    enum change_kind kind;
    const struct planned *old, *new; /* NULL where there is none */
};

/* Of rules that were renamed, and steps, the old items bear the new names already. The changes are
 * in the order of programme, rule and time; their count. */
size_t plan_compare(struct arena *a, const struct planned *old, size_t old_count,
                    const struct planned *new, size_t new_count, struct plan_change **out);

/* The side that there is: the new one, else the old one. */
const struct planned *change_item(const struct plan_change *c);

#endif
