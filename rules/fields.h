/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.h - what a letter may speak of, by the place at which it is sent.
 *
 *  everywhere    organisation, programme.title, today, month, reason
 *                to.PERSON, from.PERSON (who signs; from.address comes back to us)
 *  about people  subject.PERSON; ROLE.PERSON of each role that means one person
 *                there (welcome.name); ROLEs as a list (mentees: PERSON);
 *                responsible.PERSON; contacts (date, what): the last two months
 *  in a rule     what asks on every way to this step were answered, by name
 *                (mentor_link); reminder: not empty in the reminder of an ask;
 *                flags (column, value) where the rule is started for: flagged
 *  digest        people (number, name, what, next, attention)
 *  contact-form  rows (mentor, responsible, attempted, made, summary, mentees: name);
 *                remarks (by, text): what a coordinator said of nobody in particular
 *  reports       unmatched_ROLEs (name): who waits for a match, of either side;
 *                match_order: what to answer to match the first two, or empty;
 *                picture: how soon people answered in twelve months
 *  letters that every programme has: see fields_of_standard_letter
 *
 * PERSON is name, first_name, address. Names are those that {{...}} has; the
 * rows of a list are written "mentees", "mentees.name". The engine fills in
 * all of them and more: these are the ones that leave no hole.
 */
#ifndef RULES_FIELDS_H
#define RULES_FIELDS_H

#include "rules/model.h"

/* In the step's own letter and in the one that `with` names. NULL-ended. */
const char **fields_available(struct arena *a, const struct programme *p, const struct rule *r,
                              const struct step *s);

/* In a letter of the engine's own (hold-notice); NULL where it has none of that name. */
const char **fields_of_standard_letter(struct arena *a, const struct programme *p,
                                       const char *letter);

/* The names of those letters, NULL-ended: each programme needs all of them. */
extern const char *const standard_letters[];

#endif
