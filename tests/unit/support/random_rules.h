/* SPDX-License-Identifier: GPL-2.0-or-later */
/* random_rules.h - a programme made up from a seed, as the text of its rules.yaml.
 *
 * Every word of docs/rules.md may occur: each kind of trigger, subject, step,
 * policy and condition, blocks, meetings, rules that start others. What comes
 * out is right by construction, so the loader has nothing to say against it.
 * The roles, and the letters r0 to r5, are always the same.
 *
 * An edition is the same programme after an admin's edit: edition 0 is the
 * first; in others waits are of other lengths, steps are put in, taken out or
 * renamed, and rules are gone.
 */
#ifndef TESTS_RANDOM_RULES_H
#define TESTS_RANDOM_RULES_H

#include "base/buf.h"

#include <stdint.h>

/* What r0 to r5 say where letters are wanted as files. */
#define RANDOM_LETTER                                                                              \
    "---\nsubject: A letter of the rules\n---\nHello,\n\nthis is about the programme.\n"

void random_rules(uint64_t seed, uint64_t edition, const char *name, struct buf *out);

#endif
