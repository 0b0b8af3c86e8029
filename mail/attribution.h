/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribution.h - the words that mail programs put before what they quote.
 *
 * "On 12 Nov 2026 at 10:00, Anna <anna@example.org> wrote:" in any language:
 * a line, or up to six where it was wrapped, with a date or a sender near its
 * beginning, that ends in a verb of writing or a colon. How much is asked
 * depends on what follows: less where it is quoted.
 */
#ifndef MAIL_ATTRIBUTION_H
#define MAIL_ATTRIBUTION_H

#include "mail/lines.h"

struct attribution {
    size_t first, last; /* lines */
    size_t column;      /* bytes of first's text that are still the writer's own */
    size_t next;        /* the first line after it that isn't blank */
    bool quoted;        /* what follows is marked as quoted */
    bool verb;          /* of writing; else a date and a sender were enough */
};

/* Does one begin in line first? *budget, shared by all calls for a message,
 * bounds the work; at zero the answer is no. */
bool attribution_at(const struct lines *l, size_t first, unsigned *budget, struct attribution *out);

/* A date, a time of day or an address in folded text. */
bool text_has_date(const char *folded);
bool text_has_time(const char *folded);
bool text_has_email(const char *folded);

#endif
