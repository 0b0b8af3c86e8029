/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flow.h - the ways that a case can go through a rule's steps.
 *
 * From the steps alone, without people: what can be reached, whether it ends
 * when nobody ever answers, and which answers are there at which step. The
 * checks of the loader and of letters rest on it.
 */
#ifndef RULES_FLOW_H
#define RULES_FLOW_H

#include "rules/model.h"

#define FLOW_MOST_ANSWERS 64

struct flow {
    /* What asks of this rule bring: names of fields, and ids of asks with answers. */
    const char *names[FLOW_MOST_ANSWERS];
    const struct ask_field *fields[FLOW_MOST_ANSWERS]; /* NULL where it is the id of an ask */
    const struct step *asks[FLOW_MOST_ANSWERS];
    size_t count;
    /* One a step: whether a case can come to it, and the answers (bits, by their place in names)
     * that are there whichever way it came, and that may be there. */
    bool *reached;
    uint64_t *sure, *possible;
};

/* Answers past FLOW_MOST_ANSWERS are left out; the loader refuses such a rule. */
void flow_analyse(struct arena *a, const struct rule *r, struct flow *out);

/* Whether an answer of that name is among these (sure or possible ones of a step). */
bool flow_has(const struct flow *f, uint64_t answers, const char *name);

/* The step from which a case goes back to where it has been though nobody answered
 * anything, or STEP_END where there is none; *back is where to. */
size_t flow_endless(struct arena *a, const struct rule *r, size_t *back);

#endif
