/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ways.h - each way that leads on from a step, as people speak of it.
 *
 * The picture of a ladder draws them, and the coverage of rule tests counts
 * them. What ends a case from anywhere (until:) is no way of a step.
 */
#ifndef RULES_WAYS_H
#define RULES_WAYS_H

#include "rules/model.h"

enum way_kind {
    WAY_DONE,    /* its deed is done, its time has passed */
    WAY_REPLY,   /* of attempt: answered */
    WAY_SILENCE, /* of attempt: nobody answered */
    WAY_ANSWER,  /* of ask: this answer */
    WAY_FILLED,  /* of ask: all that is asked for came */
    WAY_EXPIRED, /* of ask: nobody answered */
    WAY_UNDONE,  /* of what is announced: undone in time */
    WAY_PASSED,  /* its conditions don't hold */
};

struct way {
    enum way_kind kind;
    const char *answer; /* of WAY_ANSWER */
    size_t target;      /* step, or STEP_END */
    struct pos pos;     /* where the rule says so; else of the step */
};

#define WAYS_MOST 72

/* The ways on from a step, in the order in which people think of them: answers first, what is
 * passed over last. Returns how many; answers past WAYS_MOST are left out. */
size_t step_ways(const struct step *s, struct way out[WAYS_MOST]);

#endif
