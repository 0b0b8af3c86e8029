/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_parts.h - the message that bounce.c reads, and what the readers of its parts share:
 * reports (bounce_fields.c), complaints (bounce_complaint.c), words (bounce_words.c). Inside mail/
 * only. */
#ifndef MAIL_BOUNCE_PARTS_H
#define MAIL_BOUNCE_PARTS_H

#include "mail/bounce_text.h"
#include "mail/facts.h"
#include "mail/mime.h"

struct report {
    struct arena *a;
    const struct mime *top;
    struct mail_facts *out;
    struct mail_recipient *recipients;
    size_t count, cap;
    size_t failed, delayed, relayed;
    const char *human;         /* the text for people, "" where none */
    struct bounce_text *words; /* the same, searched; see bounce_searched */
};

/* --- bounce_fields.c --------------------------------------------------------------------- */

/* The value of the field, NULL where there is none. */
const char *bounce_field(const struct mime_header *h, size_t n, const char *name);

/* "rfc822; name@example.org": the address, "" where none. */
const char *bounce_address(struct arena *a, const char *value);

/* The recipient of that name, a new one where there was none; NULL where there are too many. */
struct mail_recipient *bounce_recipient(struct report *r, const char *address);

/* Addresses of ours and of the daemon's: no recipients. NULL-ended. */
const char *const *bounce_own_addresses(struct report *r);

/* The text for people, searched: only when asked for, as most messages are no bounces. */
struct bounce_text *bounce_searched(struct report *r);

/* Reads the groups of fields of a delivery-status. */
void bounce_fields(struct report *r, const char *s, size_t len);

/* --- bounce_complaint.c ------------------------------------------------------------------ */

/* To of the message that came back: a whole one, or its headers. NULL: none did. */
const char *bounce_returned_to(struct report *r);

/* Who marked our mail as unwanted; "" adds nobody. */
void bounce_complainer(struct report *r, const char *address);

bool bounce_complaint(struct report *r, const struct mime *m);
bool bounce_bare_complaint(struct report *r);

/* --- bounce_words.c ---------------------------------------------------------------------- */

bool bounce_daemon_sender(struct report *r);

/* The report of a bounce that a person attached is none about a letter of ours. */
bool bounce_inside_message(const struct mime *m);

bool bounce_told_in_words(struct report *r);

#endif
