/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_text.h - failed deliveries told in words, without a report that programs can read.
 *
 * qmail, Exim, old sendmail and Exchange, Notes, phone companies and many
 * others write who wasn't reached and why into the text: the address on a line of
 * its own or after a label, the server's answer near it. Reading stops where
 * our own message is quoted.
 */
#ifndef MAIL_BOUNCE_TEXT_H
#define MAIL_BOUNCE_TEXT_H

#include "mail/bounce_reason.h"

struct text_bounce {
    struct mail_recipient *recipients;
    size_t count, cap;
};

/* Where an address stands, and so how sure it is that it wasn't reached. */
enum bounce_place {
    PLACE_NONE,
    PLACE_ANYWHERE, /* somewhere in the text */
    PLACE_SENTENCE, /* "your message to X" */
    PLACE_LABEL,    /* "Recipient: X" */
    PLACE_LINE,     /* alone, or at the beginning with the reason after it */
};

/* A text that was searched for addresses; opaque. */
struct bounce_text;

/* ours: addresses that are no recipients (our own, the daemon's), NULL-ended. */
struct bounce_text *bounce_text_search(struct arena *a, const char *text, const char *const *ours);

/* Adds those that the text names as not reached, as judged. delayed: the mail waits. */
void bounce_text_read(struct bounce_text *t, bool delayed, struct text_bounce *out);

/* What the text says of that recipient: the words near the address, else those round the list that
 * it stands in, or all of them where it names no other. "" where it says nothing. */
const char *bounce_text_reason(struct bounce_text *t, const char *address);

/* The best place of any address in it. */
enum bounce_place bounce_text_place(const struct bounce_text *t);

/* The text as told of that recipient. */
const struct bounce_around *bounce_text_around(struct bounce_text *t, const char *address);

/* The next address in s from *at on; *at moves past it, *start is where it stands. NULL where there
 * is none. */
const char *bounce_text_address(struct arena *a, const char *s, size_t len, size_t *at,
                                size_t *start);

#endif
