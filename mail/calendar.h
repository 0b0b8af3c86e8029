/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.h - answers to invitations (RFC 5546, 6047). */
#ifndef MAIL_CALENDAR_H
#define MAIL_CALENDAR_H

#include "mail/facts.h"
#include "mail/mime.h"

/* True where there is one; then calendar is filled. */
bool calendar_read(struct arena *a, const struct mime *m, struct mail_facts *out);

#endif
