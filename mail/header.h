/* SPDX-License-Identifier: GPL-2.0-or-later */
/* header.h - the header block of an entity (RFC 5322, 2047); inside mail/ only. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "mail/mime.h"

struct header_block {
    struct mime_header *items;
    size_t count;
    size_t used;   /* bytes up to and with the blank line */
    bool overflow; /* more than MIME_MAX_HEADERS */
};

/* Reads as people's mail programs read: a line that is no header is passed
 * over where headers go on after it; else the body begins there. */
void header_block_read(struct arena *a, const char *bytes, size_t len, struct header_block *out);

/* Bytes of mailbox separators ("From x Tue ...") and blank lines before the first header. */
size_t header_skip_preamble(const char *bytes, size_t len);

/* What follows `at` after the end of its line; end where it is the last. */
const char *line_next(const char *at, const char *end);

#endif
