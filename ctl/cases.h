/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cases.h - a case in words: what status and explain share. */
#ifndef CTL_CASES_H
#define CTL_CASES_H

#include "ctl/ctl.h"

/* "waits at check-in until 2026-12-22 10:00", "reassign-welcome is announced for ...". */
const char *case_now(struct ctl *c, const char *programme, const struct kase *k);
/* "Ana Ruiz", "Ana Ruiz and Bea Lind"; the programme's name for a case of its own. */
const char *case_subject(struct ctl *c, const char *programme, const struct kase *k);

/* All open cases, the soonest due first, those without a date last. Count, -1. */
int open_cases(struct ctl *c, const char *programme, struct kase **out);

/* The programme's schedules to come, the soonest first. */
struct upcoming {
    const struct rule *rule;
    instant at;
    const char *key; /* "2027-01" */
};
int upcoming_rules(struct ctl *c, const struct programme *p, struct upcoming **out);

#endif
