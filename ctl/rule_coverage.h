/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule_coverage.h - which steps, and ways on from them, histories have taken.
 *
 * Known from the log alone: a case that goes from one step to another took the
 * way that leads there for the cause that the log holds (silence, an answer,
 * an undo), and passed over the steps in between.
 *
 *     struct rule_coverage *v = rule_coverage_new(a, p);
 *     rule_coverage_add(v, store, &e);           for each history
 *     rule_coverage_report(v, &out);
 */
#ifndef CTL_RULE_COVERAGE_H
#define CTL_RULE_COVERAGE_H

#include "store/store.h"

struct rule_coverage;

/* p must outlive it. */
struct rule_coverage *rule_coverage_new(struct arena *a, const struct programme *p);

/* What the log of a store tells. -1: the store failed. */
int rule_coverage_add(struct rule_coverage *v, struct store *store);

struct rule_coverage_sum {
    size_t covered, all;
};

/* A line for each thing that never happened, "rules.yaml:40: check-in, ...", in the order of the
 * file; the sum speaks of steps, their ways, reminders and the rules' own conditions. */
struct rule_coverage_sum rule_coverage_report(const struct rule_coverage *v, struct buf *out);

#endif
