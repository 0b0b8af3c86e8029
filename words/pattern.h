/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pattern.h - phrases that are patterns: "/haven.t heard (from|of) (him|her)/" (pcre2, case
 * ignored, Unicode). Whoever writes rules is trusted to be no attacker, but not to know which
 * pattern takes for ever on which letter: steps, depth and memory of a search are bounded, and a
 * search that comes to its end so has found nothing. No machine code is made of patterns, since the
 * daemon may not run what it wrote. */
#ifndef WORDS_PATTERN_H
#define WORDS_PATTERN_H

#include "base/diag.h"

/* Is it written between slashes? */
bool pattern_is(const char *phrase);

/* 0, or -1 and in e what is wrong with it. */
int pattern_check(const char *phrase, struct err *e);

/* Only the beginning of a very long text is looked at. */
bool pattern_matches(const char *phrase, const char *text);

#endif
