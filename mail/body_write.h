/* SPDX-License-Identifier: GPL-2.0-or-later */
/* body_write.h - content out as 7-bit lines of CRLF (RFC 2045, 6); inside mail/ only. */
#ifndef MAIL_BODY_WRITE_H
#define MAIL_BODY_WRITE_H

#include "base/buf.h"

enum body_encoding { BODY_7BIT, BODY_QUOTED_PRINTABLE, BODY_BASE64 };

/* The one that leaves most of the text readable and survives every relay. */
enum body_encoding body_encoding_for(const char *text);
const char *body_encoding_name(enum body_encoding how);

/* CR, LF and CRLF all end a line. The last line is ended too. */
void body_add_text(struct buf *out, const char *text, enum body_encoding how);
void body_add_base64(struct buf *out, const char *data, size_t len);

#endif
