/* SPDX-License-Identifier: GPL-2.0-or-later */
/* classify.h - human, automatic or list mail, and until when somebody is away (RFC 3834). */
#ifndef MAIL_CLASSIFY_H
#define MAIL_CLASSIFY_H

#include "mail/facts.h"
#include "mail/mime.h"

/* hints: the text of our letter that is answered, and our address: a list of that name is a group
 * through which people write to us. Fills class, class_why, kind, away_until and away_why from the
 * headers and the newly written text. Bounces are found before, by bounce_read. */
void classify(struct arena *a, const struct mime *m, const char *text,
              const struct mail_hints *hints, struct mail_facts *out);

#endif
