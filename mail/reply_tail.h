/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply_tail.h - marks signatures, footers and banners among the words of an answer. */
#ifndef MAIL_REPLY_TAIL_H
#define MAIL_REPLY_TAIL_H

#include "mail/lines.h"

/* original: our letter was found, so that unmarked old text is gone already. */
void tail_mark(struct arena *a, struct lines *l, bool original);

/* What mail servers put on top of letters, and nothing else. */
bool tail_is_banner(struct arena *a, struct lines *l);

#endif
