/* SPDX-License-Identifier: GPL-2.0-or-later */
/* header_block.h - where an old message begins, by its headers or by a separator.
 *
 *     -----Original Message-----          Von: Anna Example
 *     From: Anna Example                  Gesendet: Montag, 2. November 2026 10:00
 *     Sent: Monday ...                    Betreff: ...
 *
 * Bold, starred, indented, in many languages, on lines of their own or all on
 * one line. A person's own "Date: ... Time: ..." is none: a sender with a date
 * or a subject is asked for.
 */
#ifndef MAIL_HEADER_BLOCK_H
#define MAIL_HEADER_BLOCK_H

#include "mail/lines.h"

struct header_block {
    size_t first, last; /* lines */
    size_t column;      /* bytes of first's text that are still the writer's own */
};

bool header_block_at(const struct lines *l, size_t first, struct header_block *out);

/* "-----Original Message-----", "Begin forwarded message:", "reply above this line". */
bool separator_line(const struct line *l);

/* "Reply above this line." without marks: a separator below a drawn line. */
bool above_line(const struct line *l);

/* A separator that says that what follows is passed on, and no letter that is answered. */
bool forward_line(const struct line *l);

/* Words between dashes: what programs put above old headers, in any language. */
bool framed_line(const struct line *l);

/* Lotus Notes, from the line with the name on: the sender, the date, and then labels with nothing
 * behind them. Returns the line after the last label's value, or first where it isn't one. */
size_t notes_headers(const struct lines *l, size_t first);

/* A line of dashes, underscores, stars or the like and nothing else. */
bool rule_line(const struct line *l);

#endif
