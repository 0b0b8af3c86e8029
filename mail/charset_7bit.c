/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/charset.h"
#include <string.h>

/* ---- ISO-2022-JP ------------------------------------------------------------- */

enum set { ASCII, KATAKANA, KANJI, KANJI_EXTRA };

static const struct {
    const char *escape; /* what follows ESC */
    enum set set;
} escapes[] = {
    {"(B", ASCII},  {"(J", ASCII},  {"(H", ASCII},        {"(I", KATAKANA},
    {"$@", KANJI},  {"$B", KANJI},  {"$(D", KANJI_EXTRA}, {"$(B", KANJI},
    {"$(Q", KANJI}, {"$(O", KANJI}, {"&@", KANJI},
};

/* The size of the escape at s, 0 where it is none of these. */
static size_t escape_at(const char *s, size_t len, enum set *set)
{
    for (size_t i = 0; *s == '\x1B' && i < sizeof escapes / sizeof *escapes; i++) {
        size_t n = strlen(escapes[i].escape);
        if (len > n && memcmp(s + 1, escapes[i].escape, n) == 0) {
            *set = escapes[i].set;
            return n + 1;
        }
    }
    return 0;
}

static bool in_set(char c)
{
    return c > ' ' && c < 0x7F;
}

/* One character of that set; returns the bytes read. */
static size_t put(enum set set, const char *s, size_t len, char **to)
{
    bool pair = set >= KANJI && len > 1 && in_set(s[1]);
    if (set == ASCII || !in_set(*s) || (set >= KANJI && !pair)) {
        *(*to)++ = *s;
        return 1;
    }
    if (set == KATAKANA)
        *(*to)++ = '\x8E';
    else if (set == KANJI_EXTRA)
        *(*to)++ = '\x8F';
    for (size_t i = 0; i <= pair; i++)
        *(*to)++ = (char)(s[i] | 0x80);
    return 1 + pair;
}

char *charset_jis_to_euc(struct arena *a, const char *bytes, size_t len, size_t *out_len)
{
    char *out = arena_array(a, len + 1, 2), *to = out;
    enum set set = ASCII;
    for (size_t i = 0; i < len;) {
        size_t n = escape_at(bytes + i, len - i, &set);
        if (bytes[i] == '\n')
            set = ASCII;
        else if (bytes[i] == '\x0E' || bytes[i] == '\x0F')
            set = bytes[i] == '\x0E' ? KATAKANA : ASCII;
        i += n ? n : put(set, bytes + i, len - i, &to);
    }
    *out_len = (size_t)(to - out);
    return out;
}

/* ---- HZ (RFC 1843) ----------------------------------------------------------- */

char *charset_hz_to_gb(struct arena *a, const char *bytes, size_t len, size_t *out_len)
{
    char *out = arena_alloc(a, len + 1), *to = out;
    bool chinese = false;
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i], mark = c == '~' && i + 1 < len ? bytes[i + 1] : '\0';
        chinese = chinese && c != '\n';
        if (mark == '{' || mark == '}') {
            chinese = mark == '{';
            i++;
        } else if (mark == '~' && !chinese) {
            *to++ = '~';
            i++;
        } else {
            *to++ = chinese && in_set(c) ? (char)(c | 0x80) : c;
        }
    }
    *out_len = (size_t)(to - out);
    return out;
}
