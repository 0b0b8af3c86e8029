/* SPDX-License-Identifier: GPL-2.0-or-later */
/* utf8.h - bytes as characters (RFC 3629).
 *
 * Text inside mentord is valid UTF-8 without NUL; whatever takes bytes from
 * outside proves it with utf8_check. Counting and stepping then need no
 * further test, but never run past the end, whatever the bytes are.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The offset of the first byte that is not UTF-8 (overlong forms, surrogates
 * and what lies over U+10FFFF are not), or len where all is well. NUL counts
 * as a character. */
size_t utf8_check(const char *bytes, size_t len);

/* The character at *s, which moves behind it; U+FFFD and one byte on where
 * there is none. end bounds the reading: *s < end. */
uint32_t utf8_next(const char **s, const char *end);

/* Adds the bytes of a character to to[4]; returns how many. */
size_t utf8_put(char *to, uint32_t character);

/* Where a text of more than n bytes is cut, at n or before, so that no character is torn. */
size_t utf8_cut(const char *text, size_t n);

/* Characters in the bytes. */
size_t utf8_count(const char *bytes, size_t len);

/* Columns on a terminal: 0 for marks that combine and for invisible
 * characters, 2 for wide East Asian ones and emoji, else 1. */
size_t utf8_width(const char *bytes, size_t len);

#endif
