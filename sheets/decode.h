/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode.h - the bytes of a text file as UTF-8. */
#ifndef SHEETS_DECODE_H
#define SHEETS_DECODE_H

#include "base/diag.h"
#include <stdbool.h>

/* UTF-8 (a byte order mark is dropped), UTF-16 with its mark, else windows-1252,
 * which is what spreadsheets on Windows write where they write no UTF-8. Line
 * ends become "\n", control characters other than tabs blanks. NUL-terminated, in the arena,
 * to be changed freely; *len gets the new length. NULL with e where it is no text. */
char *text_decode(struct arena *a, const char *file, const char *bytes, size_t *len, struct err *e);

#endif
