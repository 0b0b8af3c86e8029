/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bytes.h - what a byte of UTF-8 is to a word, whatever the locale and the sign of char; inside
 * words/ only. All beyond ASCII counts as letters. */
#ifndef WORDS_BYTES_H
#define WORDS_BYTES_H

#include <stdbool.h>

static inline bool byte_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool byte_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static inline bool byte_in_word(char c)
{
    return byte_is_letter(c) || byte_is_digit(c);
}

#endif
