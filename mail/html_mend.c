/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/html_mend.h"

#include <glib.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <string.h>
#include <unistr.h>

#define MAX_DIGITS    10 /* of a reference; what has more is too large in any case */
#define MAX_NAME      10
#define MAX_CONDITION 200
#define UNKNOWN       0xFFFD

/* 0x80 to 0x9F of windows-1252 */
static const uint16_t windows[] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                   0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

struct mending {
    const char *at, *end;
    char *to;
};

static ucs4_t meant(ucs4_t c)
{
    if (c >= 0x80 && c < 0xA0)
        return windows[c - 0x80];
    return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? UNKNOWN : c;
}

/* The number behind "&#" at s, with its size; 0 where there is none. What is too large for a
 * character stays so. */
static size_t number_at(const char *s, const char *end, ucs4_t *n)
{
    const char *p = s + 2;
    if (end - s < 3 || s[0] != '&' || s[1] != '#')
        return 0;
    bool hex = (*p | 0x20) == 'x';
    const char *digits = p += hex;
    for (*n = 0; p < end && (hex ? g_ascii_isxdigit(*p) : g_ascii_isdigit(*p)); p++)
        if (*n <= 0x10FFFF)
            *n = *n * (hex ? 16 : 10) + (ucs4_t)g_ascii_xdigit_value(*p);
    if (p == digits)
        return 0;
    return (size_t)(p - s) + (p < end && *p == ';');
}

/* "&#150;", "&#x96"; "&#55357;&#56397;" is one character in two halves of UTF-16. 0 where it is
 * none, or is one that the parser reads well. */
static size_t numeric_reference(const struct mending *m, ucs4_t *c)
{
    ucs4_t n, low;
    size_t size = number_at(m->at, m->end, &n);
    if (!size)
        return 0;
    size_t more = n >> 10 == 0xD800 >> 10 ? number_at(m->at + size, m->end, &low) : 0;
    if (more && low >> 10 == 0xDC00 >> 10) {
        *c = 0x10000 + ((n & 0x3FF) << 10) + (low & 0x3FF);
        return size + more;
    }
    *c = meant(n);
    return *c == n ? 0 : size;
}

/* "&uuml" and no semicolon, nor the equals sign of an address. */
static size_t unended_name(const struct mending *m)
{
    char name[MAX_NAME + 1];
    size_t n = 0;
    const char *p = m->at + 1;
    while (p + n < m->end && n < MAX_NAME && g_ascii_isalnum(p[n])) {
        name[n] = p[n];
        n++;
    }
    name[n] = '\0';
    if (n < 2 || (p + n < m->end && (p[n] == ';' || p[n] == '=' || g_ascii_isalnum(p[n]))))
        return 0;
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    return known && known->value < 256 ? n + 1 : 0;
}

static void mend_reference(struct mending *m)
{
    ucs4_t c = 0;
    bool numeric = m->end - m->at > 2 && m->at[1] == '#';
    size_t n = numeric ? numeric_reference(m, &c) : unended_name(m);
    if (n && numeric) {
        m->to += u8_uctomb((uint8_t *)m->to, c, 6);
    } else if (n) {
        memcpy(m->to, m->at, n);
        m->to[n] = ';';
        m->to += n + 1;
    } else {
        *m->to++ = '&';
        n = 1;
    }
    m->at += n;
}

/* The size of "<![if mso]>", 0 where it is none: "<!--[if mso]>" and "<![endif]-->" are the ends of
 * a comment. */
static size_t conditional(const struct mending *m)
{
    size_t left = (size_t)(m->end - m->at);
    if (left < 5 || memcmp(m->at, "<![", 3) != 0)
        return 0;
    const char *close = memchr(m->at, '>', left < MAX_CONDITION ? left : MAX_CONDITION);
    return close && close[-1] != '-' ? (size_t)(close - m->at) + 1 : 0;
}

/* "</body>", "</html>": gateways write theirs below, as one more document. A line ends here. */
static size_t document_end(const struct mending *m)
{
    return m->end - m->at > 6 && (g_ascii_strncasecmp(m->at, "</body>", 7) == 0 ||
                                  g_ascii_strncasecmp(m->at, "</html>", 7) == 0)
               ? 7
               : 0;
}

char *html_mend(const char *html, size_t *len)
{
    char *out = g_malloc(*len * 2 + 4);
    struct mending m = {html, html + *len, out};
    while (m.at < m.end) {
        size_t dropped = *m.at == '<' ? conditional(&m) : 0;
        size_t ended = *m.at == '<' ? document_end(&m) : 0;
        if (ended)
            m.to = mempcpy(m.to, "<div></div>", 11);
        if (dropped || ended)
            m.at += dropped + ended;
        else if (*m.at == '&')
            mend_reference(&m);
        else
            *m.to++ = *m.at++;
    }
    *len = (size_t)(m.to - out);
    return out;
}
