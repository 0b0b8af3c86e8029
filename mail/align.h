/* SPDX-License-Identifier: GPL-2.0-or-later */
/* align.h - finds our own letter in the answer to it, word by word.
 *
 * Both are taken as sequences of words, punctuation, quotation marks, line
 * ends and case left out, so that re-wrapping and lost '>' don't matter. Runs
 * of at least four equal words are found first (a table of the letter's
 * four-word groups), grown to both sides, and the gaps between them filled
 * with the short lines that stand in the letter in the same place. Lines that
 * the message quotes a second time are the writer's copies: an example of an
 * order that is given as one. Linear in the sum of the lengths.
 */
#ifndef MAIL_ALIGN_H
#define MAIL_ALIGN_H

#include "mail/lines.h"

/* Sets words, known, fresh_at and fresh_end of each line. Returns the share of
 * the original's words that were found, in per cent. */
unsigned align_lines(struct arena *a, struct lines *l, const char *original);

#endif
