/* SPDX-License-Identifier: GPL-2.0-or-later */
/* content.h - what an entity says of its content (RFC 2045, 2183, 2231); inside mail/ only. */
#ifndef MAIL_CONTENT_H
#define MAIL_CONTENT_H

#include "mail/mime.h"

/* Sets type, subtype, params, disposition, filename and content_id from the headers of m. */
void content_read(struct arena *a, struct mime *m);

/* Without the angle brackets. */
const char *content_trim_id(struct arena *a, const char *id);

/* The charset in the first <meta> that names one, "" where none does. */
const char *content_meta_charset(struct arena *a, const char *html, size_t len);

#endif
