/* SPDX-License-Identifier: GPL-2.0-or-later */
/* auth.h - what the mailbox's own server says of the sender (RFC 8601); inside mail/ only. */
#ifndef MAIL_AUTH_H
#define MAIL_AUTH_H

#include "mail/facts.h"
#include "mail/mime.h"

/* Believes the topmost Authentication-Results of authserv_id and those of the
 * same id that follow it with no Received between: what stands below a
 * Received line of the server came from outside. A pass counts only for the
 * domain that From names. */
enum mail_dmarc auth_dmarc(struct arena *a, const struct mime *m, const char *authserv_id,
                           const char *from_email);

#endif
