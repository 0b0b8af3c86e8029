/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"
#include <stdbool.h>

struct range {
    uint32_t first, last;
};

/* How many bytes the lead announces; 0 for a byte that leads nothing. */
static size_t announced(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* The length of the character at s, 0 where there is none. */
static size_t decode(const unsigned char *s, size_t room, uint32_t *out)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t len = room ? announced(s[0]) : 0;
    uint32_t c;

    if (len == 0 || len > room)
        return 0;
    c = s[0] & lead_bits[len];
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3f);
    }
    if (c < smallest[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return len;
}

size_t utf8_check(const char *bytes, size_t len)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t at = 0;

    while (at < len) {
        uint32_t c;
        size_t step = s[at] < 0x80 ? 1 : decode(s + at, len - at, &c);

        if (!step)
            break;
        at += step;
    }
    return at;
}

uint32_t utf8_next(const char **s, const char *end)
{
    uint32_t c = 0xfffd;
    size_t step = decode((const unsigned char *)*s, (size_t)(end - *s), &c);

    *s += step ? step : 1;
    return c;
}

size_t utf8_put(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

size_t utf8_cut(const char *text, size_t n)
{
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    return n;
}

size_t utf8_count(const char *bytes, size_t len)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

static bool is_in(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && c >= ranges[i].first; i++) {
        if (c <= ranges[i].last)
            return true;
    }
    return false;
}

/* The ranges are whole blocks where the exceptions in them matter to nobody
 * who writes letters: a line that is wrapped a column early does no harm. */
static size_t character_width(uint32_t c)
{
    static const struct range invisible[] = {
        {0x0300, 0x036f},   {0x0483, 0x0489},   {0x0591, 0x05bd}, {0x0610, 0x061a},
        {0x064b, 0x065f},   {0x06d6, 0x06dc},   {0x093c, 0x093c}, {0x0941, 0x0948},
        {0x094d, 0x094d},   {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff},
        {0x1dc0, 0x1dff},   {0x200b, 0x200f},   {0x202a, 0x202e}, {0x2060, 0x206f},
        {0x20d0, 0x20ff},   {0xfe00, 0xfe0f},   {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
        {0x1f3fb, 0x1f3ff}, {0xe0000, 0xe01ef},
    };
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
    };

    if (c < 0x20 || c == 0x7f)
        return 0;
    if (c < 0x300)
        return 1;
    if (is_in(c, invisible, sizeof invisible / sizeof *invisible))
        return 0;
    return is_in(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t utf8_width(const char *bytes, size_t len)
{
    const char *end = bytes + len;
    size_t width = 0;

    while (bytes < end)
        width += character_width(utf8_next(&bytes, end));
    return width;
}
