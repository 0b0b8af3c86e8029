/* SPDX-License-Identifier: GPL-2.0-or-later */
/* header.h - the header block of an entity (RFC 5322, 2047); inside mail/ only. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "mail/mime.h"

/* What one message may still spend on headers, in all its parts together. */
struct header_budget {
    size_t count, bytes;
};
#define HEADER_BUDGET ((struct header_budget){.count = 5000, .bytes = 2 * 1024 * 1024})

struct header_list {
    struct mime_header *items;
    size_t count;
    size_t used;   /* bytes up to and with the blank line */
    bool overflow; /* more than MIME_MAX_HEADERS or the budget: the rest is left out */
};

/* Reads as people's mail programs read: a line that is no header is passed
 * over where headers go on after it; else the body begins there. */
void header_list_read(struct arena *a, const char *bytes, size_t len, struct header_budget *budget,
                      struct header_list *out);

/* Bytes of mailbox separators ("From x Tue ...") and blank lines before the first header. */
size_t header_skip_preamble(const char *bytes, size_t len);

/* What follows `at` after the end of its line; end where it is the last. */
const char *line_next(const char *at, const char *end);

/* "--" and more in the line from at to next, and headers of content right below it. */
bool line_opens_part(const char *at, const char *next, const char *end);

#endif
