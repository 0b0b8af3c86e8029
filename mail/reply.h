/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply.h - the words that the sender of an answer wrote anew.
 *
 * Mail programs quote the letter that is answered in many ways; reply.c finds
 * which lines are quotation, the line that introduces it, the headers of the
 * old message, a signature, what a phone or a mail server added, and keeps the
 * rest. Answers typed between quoted lines are kept, each below the line (with
 * "> ") that it answers.
 *
 * What somebody passes on ("---- Forwarded message ----") is kept below their words, with "> " too:
 * others have to see it, but it is no order and no answer of the sender's.
 *
 * Losing the writer's words is the worst error here, keeping a little too much
 * the mild one: in doubt a line stays. Nothing is thrown away: what isn't the
 * answer comes back as rest.
 *
 * With the text of our own letter at hand, its words are taken out wherever
 * and however they were wrapped, marked or not; a quoted line to which words
 * were added ("Date of first contact: 12 Nov") is an answer.
 *
 * Time is linear in the text; at most LINES_MAX lines are looked at.
 */
#ifndef MAIL_REPLY_H
#define MAIL_REPLY_H

#include "mail/facts.h"
#include "mail/lines.h"
#include "mail/mime.h"

struct reply {
    const char *text; /* LF lines, blank ones at either end gone */
    const char *rest;
    const char *why; /* what decided it, in words */
    bool truncated;  /* the text was too long, or had too many lines: its end is left out */
    bool quoted;     /* some quotation was found by its marks */
};

/* original: the text of our letter, or NULL. */
void reply_text(struct arena *a, const char *text, size_t len, const char *original,
                struct reply *out);

/* The same on lines that were made elsewhere (html.h). Sets their roles. */
void reply_lines(struct arena *a, struct lines *l, const char *original, struct reply *out);

/* The lines whose roles were set, one each: what it was taken for, and the line. */
const char *reply_explain(struct arena *a, const struct lines *l);

/* Sets text, text_why, rest and text_truncated of f from the body of m. */
void reply_extract(struct arena *a, const struct mime *m, const struct mail_hints *hints,
                   struct mail_facts *f);

/* How many of the words in the body of m stand in that letter of ours, in runs: of several letters
 * the one that is answered has the most. */
size_t reply_words_of(struct arena *a, const struct mime *m, const char *original);

/* All that the letter in m says, quotation and signature too: the original for an answer to it. */
const char *reply_whole_text(struct arena *a, const struct mime *m);

#endif
