/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vocabulary.h - the words that a value of a rule file may be.
 *
 * The loader picks among these lists, and the editor's schema offers them, so
 * that neither knows a word that the other does not. Lists end with NULL. */
#ifndef RULES_VOCABULARY_H
#define RULES_VOCABULARY_H

#include "rules/load.h"

extern const char *const status_words[];
extern const char *const happening_words[]; /* triggers of one word */
extern const char *const own_date_words[];  /* matched, assigned, joined */
extern const char *const command_words[];   /* usual ones; a programme may have its own */
extern const char *const overlap_words[];   /* in the order of enum overlap */
extern const char *const late_words[];      /* in the order of enum late */
extern const char *const decision_words[];  /* in the order of enum poll_decision */
extern const char *const report_words[];
extern const char *const field_type_words[];
extern const char *const bare_step_words[]; /* steps of one word */
extern const char *const target_words[];    /* next, end */
extern const char *const unit_words[];
extern const char *const weekday_words[], *const month_words[];
extern const char *const ordinal_words[]; /* the last one is "last" */
extern const char *const truth_words[];
extern const char *const letter_words[]; /* what letters speak of without anybody's answer */

/* Where the word stands in the list; -1. */
int vocabulary_index(const char *const *words, const char *word);

/* What the value of a key looks like: one of the words, or text of the pattern, either where both
 * are given. Of a list its items. In a pattern {unit}, {weekday}, {month}, {ordinal} and {status}
 * stand for those words, {days} for so many days or weeks. */
struct value_form {
    const struct ykey *table;
    const char *key;
    const char *const *words;
    const char *pattern; /* an ECMA regular expression, anchored */
    unsigned flags;
};
#define FORM_OPEN   1u /* anything may stand there, the words are usual ones */
#define FORM_NUMBER 2u /* a bare number may, too */
extern const struct value_form value_forms[]; /* ends with {0} */

/* Sets of verbs, as bits. */
#define VERB_BIT(verb) (1u << VERB_##verb)
#define VERBS_LETTERS                                                                              \
    (VERB_BIT(SEND) | VERB_BIT(INVITE) | VERB_BIT(ATTEMPT) | VERB_BIT(ASK) | VERB_BIT(POLL) |      \
     VERB_BIT(REPORT))
#define VERBS_DEEDS                                                                                \
    (VERB_BIT(ASSIGN) | VERB_BIT(REASSIGN) | VERB_BIT(ENROL) | VERB_BIT(REMOVE) | VERB_BIT(MARK))

/* The verbs with which a key of a step goes, as bits 1 << enum verb; all where it goes with any. */
unsigned step_key_verbs(const char *key);

#endif
