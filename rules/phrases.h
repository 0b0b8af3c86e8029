/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrases.h - rules, steps and the ways between them, for people who read no YAML.
 *
 * Pictures of ladders, coverage and warnings speak so. Each is a phrase in the
 * arena, without a full stop.
 */
#ifndef RULES_PHRASES_H
#define RULES_PHRASES_H

#include "rules/ways.h"

/* "every month, on 15, at 10:00", "a mentor joins". */
const char *phrase_trigger(struct arena *a, const struct rule *r, const struct trigger *t);

/* Whom a case is about: "the mentor", "the mentor and the mentee", "the programme". */
const char *phrase_subject(struct arena *a, const struct programme *p, const struct rule *r);

/* What ends a case early: "when the mentor answers"; NULL where nothing does. */
const char *phrase_until(struct arena *a, const struct programme *p, const struct rule *r);

/* The people of a list of audiences: "the coordinator and all mentors". */
const char *phrase_people(struct arena *a, const struct programme *p, const struct rule *r,
                          const struct audience *to, size_t count);

/* What a step does: "write to the mentor: check-in". */
const char *phrase_step(struct arena *a, const struct programme *p, const struct rule *r,
                        const struct step *s);

/* What else is to be said of it, NULL-ended: "one reminder after 2 days". */
const char **phrase_details(struct arena *a, const struct programme *p, const struct rule *r,
                            const struct step *s);

/* "responsible is coordinator and has mentee". */
const char *phrase_conds(struct arena *a, const struct cond *conds, size_t count);

/* Why this way is taken: "no answer within 7 days"; "" where it needs no reason. */
const char *phrase_way(struct arena *a, const struct step *s, const struct way *w);

#endif
