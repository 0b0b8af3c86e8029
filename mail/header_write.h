/* SPDX-License-Identifier: GPL-2.0-or-later */
/* header_write.h - header fields out: folded, encoded, checked; inside mail/ only.
 *
 * A header_writer remembers the first thing that will not do and the field it
 * stands in; after that it writes nothing of use. Nothing with a control
 * character gets into a header, encoded or not.
 */
#ifndef MAIL_HEADER_WRITE_H
#define MAIL_HEADER_WRITE_H

#include "base/diag.h"
#include "mail/facts.h"

struct header_writer {
    struct buf *out;
    struct err *err;
    const char *field; /* that is being written */
    size_t column;
    bool failed;
};

void header_begin(struct header_writer *w, const char *field);
void header_end(struct header_writer *w);

/* Appends as it is; breaks the line before it where it would be too long. */
void header_token(struct header_writer *w, const char *token);
void header_text(struct header_writer *w, const char *text);
void header_mailbox(struct header_writer *w, const char *name, const char *email);
void header_id(struct header_writer *w, const char *id); /* puts the angle brackets on */
/* ; name=value, quoted or by RFC 2231 */
void header_param(struct header_writer *w, const char *name, const char *value);

/* A whole field. */
void header_plain(struct header_writer *w, const char *field, const char *token);

void header_fail(struct header_writer *w, const char *problem);

#endif
