/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain.h - the paragraphs of mentorctl explain. Each returns 0, or -1 where the store failed. */
#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H

#include "ctl/ctl.h"
#include "ctl/output.h"

/* Why it began, its ladder with what was done and when, what is awaited, what comes next. */
int explain_case(struct ctl *c, const struct state *s, const struct kase *k);
/* Schedules to come that are for this person, and whether they would begin a case now. */
int explain_future(struct ctl *c, const struct state *s, int64_t person);
/* What ended or did not begin lately, and why. */
int explain_past(struct ctl *c, const char *programme, int64_t person);
/* An enum ctl_exit. */
int explain_letter(struct ctl *c, int64_t id, bool json);

/* The same for a program; NULL where the store failed. */
json_t *json_event(struct ctl *c, const struct event *e);
json_t *explain_case_json(struct ctl *c, const struct state *s, const struct kase *k);
json_t *explain_person_json(struct ctl *c, const struct programme *p, int64_t person);

#endif
