/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mailboxes.h - the addresses and message ids that headers name; inside mail/ only. */
#ifndef MAIL_MAILBOXES_H
#define MAIL_MAILBOXES_H

#include "mail/facts.h"
#include "mail/mime.h"

/* A list of at most `max` addresses that grows; total counts the rest too. */
struct mailboxes {
    struct mail_address *items;
    size_t count, cap, max, total;
};

/* Adds those of one From, To or Cc value (before RFC 2047). Members of groups
 * count like others; whatever has no @ is no address. */
void mailboxes_add(struct arena *a, struct mailboxes *list, const char *raw);

struct strings {
    const char **items;
    size_t count, cap, max;
};

/* Adds s unless it is there or the list is full. */
void strings_add(struct arena *a, struct strings *list, const char *s);

/* The message ids of a value, in their order, without angle brackets. Commas, comments
 * and phrases between them are passed over (RFC 5322, 4.5.4, and worse). */
void message_ids_add(struct arena *a, struct strings *list, const char *raw);

#endif
