/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/lines.h"
#include "words/fold.h"
#include <string.h>

/* The size of a blank of any kind at s, 0 where there is none. */
static size_t blank_at(const char *s, size_t len)
{
    char folded[8];
    if (!len)
        return 0;
    if ((unsigned char)*s <= ' ')
        return 1;
    if ((unsigned char)*s < 0x80)
        return 0;
    unsigned c;
    size_t n = fold_char(s, len, &c);
    return fold_into(folded, sizeof folded, s, n) == 0 ? n : 0;
}

static void trim(const char **s, size_t *len)
{
    for (size_t n; (n = blank_at(*s, *len)); *s += n, *len -= n)
        ;
    while (*len) {
        size_t n = 1;
        while (n < *len && n < 4 && ((unsigned char)(*s)[*len - n] & 0xC0) == 0x80)
            n++;
        if (blank_at(*s + *len - n, n) != n)
            break;
        *len -= n;
    }
}

/* "<<sent by phone>>" and ">>> look here <<<" are decoration. */
static bool decorated(const char *s, size_t len)
{
    return len > 4 && s[len - 1] == '<' && s[len - 2] == '<';
}

/* ">:-(" and ">_<" are faces. */
static bool is_face(const char *s, size_t len)
{
    if (len < 3 || *s != '>')
        return false;
    if (strchr("._o-", s[1]) && s[2] == '<')
        return true;
    size_t mouth = s[2] == '-' || s[2] == '\'' ? 3 : 2;
    return strchr(":;=8", s[1]) && mouth < len && strchr("()[]DPpOo/|3", s[mouth]) &&
           (mouth + 1 == len || s[mouth + 1] == ' ');
}

/* Takes the quotation marks off: "> > text", ">> text", up to three blanks before each. */
static unsigned strip_marks(const char **s, size_t *len)
{
    unsigned depth = 0;
    for (;;) {
        size_t n = 0;
        while (n < *len && n < 4 && (*s)[n] == ' ')
            n++;
        if (n >= *len || (*s)[n] != '>')
            return depth;
        *s += n + 1;
        *len -= n + 1;
        depth++;
    }
}

struct line *lines_add(struct arena *a, struct lines *l, const char *s, size_t len)
{
    struct line *line = arena_grow(a, &l->at, l->count++, &l->cap, sizeof *l->at);
    line->raw = line->text = s;
    line->raw_len = line->len = len;
    trim(&line->text, &line->len);
    if (!decorated(line->text, line->len) && !is_face(line->text, line->len))
        line->depth = strip_marks(&line->text, &line->len);
    trim(&line->text, &line->len);
    line->folded = fold_text(a, line->text, line->len);
    while (line->raw_len && (unsigned char)line->raw[line->raw_len - 1] <= ' ')
        line->raw_len--;
    return line;
}

/* Mailbox files put a mark before a line of the letter that begins "From ": it stands alone. */
static bool is_marked_from(const char *line, const char *next, const char *end, bool below_quoted)
{
    return !below_quoted && end - line > 6 && memcmp(line, ">From ", 6) == 0 &&
           (next == end || *next != '>');
}

/* So that an array of them need not grow, which would leave the smaller ones behind. */
static size_t line_count(const char *text, size_t len)
{
    size_t count = 1;
    const char *end = text + len;
    while (count < LINES_MAX && (text = memchr(text, '\n', (size_t)(end - text)))) {
        text++;
        count++;
    }
    return count;
}

void lines_split(struct arena *a, const char *text, size_t len, struct lines *out)
{
    bool quoted = false;
    *out = (struct lines){.cap = line_count(text, len)};
    out->at = arena_array(a, out->cap, sizeof *out->at);
    size_t at = 0;
    while (at < len && out->count < LINES_MAX) {
        const char *newline = memchr(text + at, '\n', len - at);
        size_t n = newline ? (size_t)(newline - text) - at : len - at;
        const char *next = newline ? newline + 1 : text + len;
        bool marked = is_marked_from(text + at, next, text + len, quoted);
        quoted = lines_add(a, out, text + at + marked, n - marked)->depth > 0;
        at += n + 1;
    }
    out->more = at < len;
}

bool line_blank(const struct line *l)
{
    return l->len == 0;
}

size_t lines_skip_blank(const struct lines *l, size_t i)
{
    while (i < l->count && line_blank(&l->at[i]))
        i++;
    return i;
}
