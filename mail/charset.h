/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset.h - bytes in any character set as clean UTF-8; inside mail/ only.
 *
 * All converters are opened by charset_init and stay open: later, in a sandbox
 * without files, none can be opened. Used by one thread.
 */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"

void charset_init(void);

/* As mime_to_utf8; *out_len, where not NULL, becomes the length. */
char *charset_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len,
                      size_t *out_len);

#endif
