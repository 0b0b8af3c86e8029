/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a tag ends and what counts as one attribute follows libxml2 to the letter: a quotation mark
 * means something only behind an equals sign that follows a name. A tag seen otherwise than the
 * parser sees it could hide attributes from the count.
 *
 * Comments and scripts are scanned like all else: what looks like a tag in them is left out of
 * nothing that anybody reads. */
#include "mail/html_tags.h"
#include <stdbool.h>
#include <string.h>

#define NAME_BYTES 100 /* the parser takes the rest of a longer name for another */

struct scan {
    const char *at, *end;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool starts_name(char c)
{
    return is_letter(c) || c == '_' || c == ':' || c == '.';
}

static bool in_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '-';
}

static void skip_blanks(struct scan *s)
{
    while (s->at < s->end && is_blank(*s->at))
        s->at++;
}

static void skip_name(struct scan *s)
{
    for (unsigned n = 0; n < NAME_BYTES && s->at < s->end && in_name(*s->at); n++)
        s->at++;
}

static void skip_word(struct scan *s)
{
    while (s->at < s->end && !is_blank(*s->at) && *s->at != '>')
        s->at++;
}

static void skip_value(struct scan *s)
{
    skip_blanks(s);
    if (s->at == s->end || (*s->at != '"' && *s->at != '\'')) {
        skip_word(s);
        return;
    }
    const char *close = memchr(s->at + 1, *s->at, (size_t)(s->end - s->at) - 1);
    s->at = close ? close + 1 : s->end;
}

/* A name, with or without a value; or a word that is no attribute. */
static void skip_attribute(struct scan *s)
{
    if (!starts_name(*s->at)) {
        skip_word(s);
        return;
    }
    skip_name(s);
    skip_blanks(s);
    if (s->at < s->end && *s->at == '=') {
        s->at++;
        skip_value(s);
    }
}

/* From behind a '<' to the '>' of its tag. Returns the end of what is kept of it. */
static const char *skip_tag(struct scan *s)
{
    const char *kept = NULL;
    skip_name(s);
    skip_blanks(s);
    for (unsigned count = 0; s->at < s->end && *s->at != '>'; skip_blanks(s)) {
        if (count++ == HTML_MAX_ATTRIBUTES)
            kept = s->at;
        skip_attribute(s);
    }
    return kept ? kept : s->at;
}

/* Without a copy as long as out is NULL: then it is only asked whether anything goes. */
static size_t copy_bounded(const char *html, size_t len, char *out)
{
    struct scan s = {html, html + len};
    size_t n = 0;
    while (s.at < s.end) {
        const char *from = s.at, *open = memchr(from, '<', (size_t)(s.end - from));
        s.at = open ? open + 1 : s.end;
        bool tag = s.at < s.end && is_letter(*s.at);
        const char *to = tag ? skip_tag(&s) : s.at;
        if (out)
            memcpy(out + n, from, (size_t)(to - from));
        n += (size_t)(to - from);
    }
    return n;
}

const char *html_tags_bound(struct arena *a, const char *html, size_t *len)
{
    size_t n = copy_bounded(html, *len, NULL);
    if (n == *len)
        return html;
    char *out = arena_alloc(a, n + 1);
    copy_bounded(html, *len, out);
    *len = n;
    return out;
}
