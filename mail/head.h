/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head.h - the facts in a message's headers; inside mail/ only. */
#ifndef MAIL_HEAD_H
#define MAIL_HEAD_H

#include "mail/facts.h"
#include "mail/mime.h"

#define MAIL_TOO_LARGE "larger than 25 MiB"

void head_read(struct arena *a, const struct mime *m, const struct mail_self *self,
               struct mail_head *out);

/* Puts the tokens in the headers of a letter of ours that a bounce returned before the others. */
void head_add_returned(struct arena *a, const struct mime_header *headers, size_t count,
                       const char *self, struct mail_head *out);

/* Is that Message-ID one that this mailbox's letters have: at its own domain? */
bool head_is_own_id(const char *self, const char *id);

#endif
