/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce.h - delivery reports and complaints (RFC 3464, 6533, 5965), and bounces that follow none.
 */
#ifndef MAIL_BOUNCE_H
#define MAIL_BOUNCE_H

#include "mail/facts.h"
#include "mail/mime.h"

/* True where it is one; then class, class_why, kind and recipients are filled. */
bool bounce_read(struct arena *a, const struct mime *m, struct mail_facts *out);

#endif
