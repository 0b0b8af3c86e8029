/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/transfer.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

#define MAX_NAME 20

enum transfer transfer_named(const char *value)
{
    char name[MAX_NAME];
    size_t n = 0;
    for (; value && *value && !strchr("(;,", *value) && n < sizeof name - 1; value++)
        if (g_ascii_isalnum(*value))
            name[n++] = g_ascii_tolower(*value);
    name[n] = '\0';
    if (strcmp(name, "base64") == 0 || strcmp(name, "b64") == 0)
        return TRANSFER_BASE64;
    if (strcmp(name, "quotedprintable") == 0)
        return TRANSFER_QUOTED;
    return strcmp(name, "xuuencode") == 0 || strcmp(name, "xuue") == 0 ||
                   strcmp(name, "uuencode") == 0
               ? TRANSFER_UU
               : TRANSFER_NONE;
}

static const char *line_end(const char *at, const char *end)
{
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    return lf ? lf + 1 : end;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- base64 ------------------------------------------------------------------ */

/* The six bits of a digit, -1 for what is none. Both alphabets of RFC 4648. */
static int six_bits(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

struct base64 {
    char *to;
    unsigned bits, digits; /* of the group of four that is read */
    bool padded;           /* a group was ended: what comes now must look like more */
};

/* Ends a group: two digits are a byte, three are two, one is nothing. */
static void end_group(struct base64 *b)
{
    unsigned bits = b->bits << 6 * (4 - b->digits);
    for (unsigned i = 0; i + 1 < b->digits; i++)
        *b->to++ = (char)(bits >> (16 - 8 * i));
    b->bits = b->digits = 0;
}

static void read_digits(struct base64 *b, const char *at, const char *next)
{
    for (; at < next; at++) {
        int six = six_bits(*at);
        if (*at == '=') {
            b->padded = b->padded || b->digits > 0;
            end_group(b);
        }
        if (six < 0)
            continue;
        b->bits = b->bits << 6 | (unsigned)six;
        if (++b->digits == 4)
            end_group(b);
    }
}

/* Digits and nothing else, but for blanks around them. */
static bool all_digits(const char *at, const char *next)
{
    while (at < next && blank(next[-1]))
        next--;
    while (at < next && (six_bits(*at) >= 0 || *at == '='))
        at++;
    return at == next;
}

static bool is_rule(const char *at, const char *next)
{
    return next - at > 2 && (*at == '-' || *at == '_') && at[1] == *at &&
           (at[2] == *at || blank(at[2]));
}

static size_t decode_base64(const char *in, size_t len, char *out)
{
    struct base64 b = {.to = out};
    for (const char *at = in, *end = in + len, *next; at < end; at = next) {
        next = line_end(at, end);
        if (is_rule(at, next) || (b.padded && !all_digits(at, next)))
            break;
        read_digits(&b, at, next);
    }
    end_group(&b);
    return (size_t)(b.to - out);
}

/* ---- quoted-printable -------------------------------------------------------- */

/* What follows the = of a soft break: blanks and any line end. NULL where it is none. */
static const char *soft_break(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    const char *line = s;
    while (s < end && *s == '\r')
        s++;
    if (s < end && *s == '\n')
        s++;
    return s > line || s == end ? s : NULL;
}

/* out may be NULL: then it is only counted. */
static size_t decode_quoted(const char *in, size_t len, char *out)
{
    const char *end = in + len, *next;
    size_t n = 0;
    for (const char *s = in; s < end; s = next) {
        next = s + 1;
        char c = *s;
        int high = c == '=' && end - s > 2 ? g_ascii_xdigit_value(s[1]) : -1;
        int low = high >= 0 ? g_ascii_xdigit_value(s[2]) : -1;
        const char *after = c == '=' && low < 0 ? soft_break(s + 1, end) : NULL;
        if (low >= 0) {
            c = (char)(high * 16 + low);
            next = s + 3;
        } else if (after) {
            next = after;
            continue;
        }
        if (out)
            out[n] = c;
        n++;
    }
    return n;
}

/* ---- uuencode ---------------------------------------------------------------- */

static unsigned uu_bits(const char *s, const char *end)
{
    return s < end ? ((unsigned)*s - ' ') & 0x3F : 0;
}

/* A line: how many bytes it makes, then four characters for each three. */
static char *uu_line(const char *s, const char *end, char *to)
{
    unsigned n = uu_bits(s++, end);
    for (; n > 0 && s < end; s += 4) {
        unsigned bits = uu_bits(s, end) << 18 | uu_bits(s + 1, end) << 12 |
                        uu_bits(s + 2, end) << 6 | uu_bits(s + 3, end);
        for (unsigned i = 0; i < 3 && n > 0; i++, n--)
            *to++ = (char)(bits >> (16 - 8 * i));
        if (end - s < 4)
            break;
    }
    return to;
}

static size_t decode_uu(const char *in, size_t len, char *out)
{
    bool begun = false;
    char *to = out;
    for (const char *at = in, *end = in + len, *next; at < end; at = next) {
        next = line_end(at, end);
        const char *stop = next;
        while (stop > at && (stop[-1] == '\n' || stop[-1] == '\r'))
            stop--;
        if (!begun)
            begun = stop - at > 6 && memcmp(at, "begin ", 6) == 0;
        else if (stop - at == 3 && memcmp(at, "end", 3) == 0)
            break;
        else if (stop - at > 1)
            to = uu_line(at, stop, to);
    }
    return (size_t)(to - out);
}

size_t transfer_room(enum transfer how, const char *in, size_t len)
{
    switch (how) {
    case TRANSFER_BASE64:
        return len / 4 * 3 + 3;
    case TRANSFER_QUOTED:
        return decode_quoted(in, len, NULL);
    case TRANSFER_UU: /* a line cut short makes three bytes of one character */
    case TRANSFER_NONE:
        break;
    }
    return len;
}

size_t transfer_decode(enum transfer how, const char *in, size_t len, char *out)
{
    switch (how) {
    case TRANSFER_BASE64:
        return decode_base64(in, len, out);
    case TRANSFER_QUOTED:
        return decode_quoted(in, len, out);
    case TRANSFER_UU:
        return decode_uu(in, len, out);
    case TRANSFER_NONE:
        break;
    }
    memcpy(out, in, len);
    return len;
}

bool transfer_is_prose(const char *in, size_t len, const char *decoded, size_t decoded_len)
{
    bool words = false, control = false;
    for (size_t i = 1; !words && i + 1 < len; i++)
        words = in[i] == ' ' && !blank(in[i - 1]) && !blank(in[i + 1]);
    for (size_t i = 0; words && !control && i < decoded_len; i++)
        control = (unsigned char)decoded[i] < ' ' && !blank(decoded[i]) && decoded[i] != '\x1B';
    return control;
}
