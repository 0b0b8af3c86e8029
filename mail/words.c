/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "mail/charset.h"
#include "mail/mime.h"
#include "mail/transfer.h"
#include <gmime/gmime.h>
#include <string.h>

struct word {
    const char *charset;
    size_t charset_len;
    char encoding; /* 'b' or 'q' */
    const char *text;
    size_t len;
    const char *end; /* after the closing ?= */
};

/* The encoded word at s, which begins "=?". Blanks inside are against the
 * rules and happen; a word never runs on into another "=?". */
static bool word_at(const char *s, struct word *w)
{
    const char *charset = s + 2, *mark = memchr(charset, '?', strnlen(charset, 60));
    if (!mark || mark == charset || !mark[1] || mark[2] != '?')
        return false;
    char encoding = (char)(mark[1] | 0x20);
    if (encoding != 'b' && encoding != 'q')
        return false;
    /* Looked for no further than the next opening: linear however many never close.
     * "=?=" is an = in the text and the closing. */
    const char *text = mark + 3, *other = strstr(text, "=?");
    size_t reach = other ? (size_t)(other - text) + 3 : strlen(text);
    const char *close = memmem(text, strnlen(text, reach), "?=", 2);
    if (!close) /* cut off by a program: other programs show it as it is, too */
        return false;
    const char *language = memchr(charset, '*', (size_t)(mark - charset));
    *w = (struct word){charset,
                       (size_t)((language ? language : mark) - charset),
                       encoding,
                       text,
                       (size_t)(close - text),
                       close + 2};
    return true;
}

static size_t decode_q(const char *in, size_t len, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        int high = -1, low = -1;
        if (in[i] == '=' && i + 2 < len) {
            high = g_ascii_xdigit_value(in[i + 1]);
            low = g_ascii_xdigit_value(in[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = in[i] == '_' ? ' ' : in[i];
        }
    }
    return n;
}

static bool same_charset(const struct word *a, const struct word *b)
{
    return a->charset_len == b->charset_len &&
           g_ascii_strncasecmp(a->charset, b->charset, a->charset_len) == 0;
}

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " \t");
}

/* Writes the word at *s and those that follow it, and moves *s behind them.
 * The bytes of neighbours in one character set are joined in `bytes` before they are
 * converted: many programs cut in the middle of a character. */
static void add_words(struct arena *a, const char **s, struct word w, char *bytes, struct buf *out)
{
    size_t n = 0;
    struct word next = w;
    do {
        n += next.encoding == 'q'
                 ? decode_q(next.text, next.len, bytes + n)
                 : transfer_decode(TRANSFER_BASE64, next.text, next.len, bytes + n);
        *s = next.end;
        const char *p = skip_blanks(next.end);
        if (strncmp(p, "=?", 2) != 0 || !word_at(p, &next))
            break;
        *s = p; /* blanks between two encoded words are no text */
    } while (same_charset(&w, &next));
    size_t len;
    char *charset = arena_strndup(a, w.charset, w.charset_len);
    char *text = charset_to_utf8(a, charset, bytes, n, &len);
    buf_add(out, text, len);
}

/* Text between encoded words, in whatever set it came. */
static void add_plain(struct arena *a, const char *s, size_t n, struct buf *out)
{
    size_t len;
    char *text = charset_to_utf8(a, NULL, s, n, &len);
    buf_add(out, text, len);
}

/* The next encoded word in s, or the end. */
static const char *next_word(const char *s, struct word *w)
{
    for (; *s; s++)
        if (s[0] == '=' && s[1] == '?' && word_at(s, w))
            break;
    return s;
}

char *mime_decode_words(struct arena *a, const char *raw)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(4 * MIME_MAX_VALUE);
    char *bytes = arena_alloc(a, strlen(raw) + 8);
    while (*raw) {
        struct word w;
        const char *at = next_word(raw, &w);
        if (at > raw)
            add_plain(a, raw, (size_t)(at - raw), &out);
        raw = at;
        if (*raw)
            add_words(a, &raw, w, bytes, &out);
    }
    return charset_one_line(arena_strndup(a, buf_str(&out), out.len));
}
