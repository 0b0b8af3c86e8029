/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.h - a step in words for those who live with what it does. */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "rules/decide.h"

/* The name that rules have for something, as people read it: "check in again", with the marks. */
const char *id_words(struct arena *a, const char *id);

/* "day" or "days", behind so many of them. */
const char *days_word(int days);

/* What the step does, to stand behind "next:": hand over to welcome, mark as non-responsive, the
 * letter "Thinking of you". */
const char *step_words(struct arena *a, const struct step *step);

/* The step that would come if nobody answers: after the wait of `step`, the
 * first whose conditions hold now; NULL where the case would end. */
const struct step *step_after_silence(const struct state *s, const struct kase *k,
                                      const struct rule *r, const struct step *step, instant now);

#endif
