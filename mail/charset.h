/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset.h - bytes in any character set as clean UTF-8; inside mail/ only.
 *
 * All converters are opened by charset_init and stay open: later, in a sandbox
 * without files, none can be opened. Used by one thread.
 */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"
#include <iconv.h>
#include <stdbool.h>

void charset_init(void);

/* As mime_to_utf8; *out_len, where not NULL, becomes the length. */
char *charset_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len,
                      size_t *out_len);

/* In place: line ends and tabs of such a text become blanks. Returns s. */
char *charset_one_line(char *s);

/* The set that is labelled so, and its converter; NULL for UTF-8, ASCII and what nobody knows. */
const char *charset_name(const char *label, iconv_t *cd);

/* ISO-2022-JP as EUC-JP, in the arena. What iconv refuses is common: half-width katakana, the
 * circled numbers of NEC, a line that ends without its last escape. */
char *charset_jis_to_euc(struct arena *a, const char *bytes, size_t len, size_t *out_len);

/* HZ as GB2312: iconv knows none of it. */
char *charset_hz_to_gb(struct arena *a, const char *bytes, size_t len, size_t *out_len);

#endif
