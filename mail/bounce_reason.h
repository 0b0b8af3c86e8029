/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_reason.h - what a server's words mean for the address.
 *
 * dead: nobody will ever be reached there (unknown user, no such domain, moved
 * away). Refused for content, reputation or policy, a full or a suspended
 * box, or a server in trouble say nothing of the kind.
 *
 * "No such user" counts where it is said of the address: with a status of the
 * address (5.1.x), in answer to RCPT, or as the reporter's own finding. Where it is
 * only retold, it may be a filter's.
 */
#ifndef MAIL_BOUNCE_REASON_H
#define MAIL_BOUNCE_REASON_H

#include "mail/facts.h"

/* The text that a failed delivery is told in, as far as our own message; opaque. */
struct bounce_around;
const struct bounce_around *bounce_around(struct arena *a, const char *text);

/* The same as told of one recipient of several, whose own words stand in it. */
const struct bounce_around *bounce_around_near(struct arena *a, const struct bounce_around *text,
                                               const char *own);

/* What is known of one failed delivery; NULL where nothing is. */
struct delivery {
    const char *action;     /* "failed", "delayed", ... */
    const char *status;     /* of the Status field: "5.1.1" */
    const char *diagnostic; /* the server's words, as they came */
    const struct bounce_around *around;
    const char *category; /* what the reporter's own fields call it: "bad-mailbox" */
};

/* Fills status, permanent, hard and reason of r. */
void bounce_judge(struct arena *a, const struct delivery *d, struct mail_recipient *r);

/* The first enhanced status (RFC 3463) in text, or NULL. */
const char *bounce_status_in(struct arena *a, const char *text);

/* As much of a server's words as is told to people. */
const char *bounce_excerpt(struct arena *a, const char *said);

/* Do these words give a reason at all? */
bool bounce_tells(struct arena *a, const char *words);

#endif
