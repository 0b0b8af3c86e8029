/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/decode.h"
#include "base/utf8.h"
#include <string.h>

/* Windows-1252 from 0x80 to 0x9f; the rest is Latin-1. The five places that it
 * leaves open are C1 controls, as in the WHATWG's table. */
static const uint16_t WINDOWS_1252[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static char *from_windows_1252(struct arena *a, const unsigned char *bytes, size_t *len)
{
    char *text = arena_array(a, *len + 1, 3);
    size_t to = 0;

    for (size_t i = 0; i < *len; i++) {
        uint32_t c = bytes[i];

        to += utf8_put(text + to, c >= 0x80 && c < 0xa0 ? WINDOWS_1252[c - 0x80] : c);
    }
    *len = to;
    return text;
}

static uint32_t unit_at(const unsigned char *bytes, bool big_endian)
{
    return (uint32_t)(big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0]);
}

/* A surrogate without its partner becomes U+FFFD. */
static char *from_utf16(struct arena *a, const unsigned char *bytes, size_t *len, bool big_endian)
{
    size_t units = *len / 2, to = 0;
    char *text = arena_array(a, units + 1, 3);

    for (size_t i = 0; i < units; i++) {
        uint32_t c = unit_at(bytes + 2 * i, big_endian);
        uint32_t low = i + 1 < units ? unit_at(bytes + 2 * i + 2, big_endian) : 0;

        if (c >= 0xd800 && c <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i++;
        } else if (c >= 0xd800 && c <= 0xdfff)
            c = 0xfffd;
        to += utf8_put(text + to, c);
    }
    *len = to;
    return text;
}

static char *to_utf8(struct arena *a, const unsigned char *bytes, size_t *len)
{
    const char *text = (const char *)bytes;

    if (*len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        *len -= 2;
        return from_utf16(a, bytes + 2, len, bytes[0] == 0xfe);
    }
    if (*len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        *len -= 3;
    }
    if (utf8_check(text, *len) < *len)
        return from_windows_1252(a, (const unsigned char *)text, len);
    return *len ? memcpy(arena_alloc(a, *len + 1), text, *len) : arena_alloc(a, 1);
}

static void plain_lines(char *text, size_t *len)
{
    size_t to = 0;

    for (size_t from = 0; from < *len; from++) {
        unsigned char c = (unsigned char)text[from];

        if (c == '\r') {
            from += from + 1 < *len && text[from + 1] == '\n';
            c = '\n';
        }
        text[to++] = (char)((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? ' ' : c);
    }
    text[to] = '\0';
    *len = to;
}

char *text_decode(struct arena *a, const char *file, const char *bytes, size_t *len, struct err *e)
{
    char *text;

    if (*len >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        err_set(e, "%s: this is no CSV file but a spreadsheet or an archive: save it as CSV", file);
        return NULL;
    }
    text = to_utf8(a, (const unsigned char *)bytes, len);
    if (memchr(text, '\0', *len)) {
        err_set(e, "%s: this is no text file: save the sheet as CSV in UTF-8", file);
        return NULL;
    }
    plain_lines(text, len);
    return text;
}
