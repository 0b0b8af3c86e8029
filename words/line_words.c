/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/line_words.h"

#include "words/fold.h"
#include <string.h>
#include <unistr.h>

/* Typographic punctuation becomes ASCII, invisible characters go, letters keep their case. */
static char *tidy_line(struct arena *a, const char *line, size_t len)
{
    char *out = arena_alloc(a, len + len / 2 + 8);
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        unsigned c;
        size_t size = fold_char(line + i, len - i, &c);
        unsigned plain = fold_letter(c) ? c : fold_code(c);
        if (plain == ' ' && (n == 0 || out[n - 1] == ' '))
            plain = 0;
        if (plain == c)
            memcpy(out + n, line + i, size), n += size;
        else if (plain && plain < 0x80)
            out[n++] = (char)plain;
        else if (plain)
            n += (size_t)u8_uctomb((uint8_t *)out + n, plain, 4);
        i += size;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

static bool is_outer(char c)
{
    return c != '\0' && strchr(" .,;:!?()[]{}\"'*_-", c) != NULL;
}

/* Before a word also the Spanish marks that open a question or an exclamation. */
static size_t outer_bytes(const char *s)
{
    if (strncmp(s, "\xC2\xBF", 2) == 0 || strncmp(s, "\xC2\xA1", 2) == 0)
        return 2;
    return is_outer(*s);
}

static const char *skip_bullet(const char *s)
{
    if (strncmp(s, "\xE2\x80\xA2 ", 4) == 0) /* the round one */
        return s + 4;
    return (*s == '-' || *s == '*' || *s == '+') && s[1] == ' ' ? s + 2 : s;
}

/* The end of the word at s: a blank, or a colon, bracket or full stop after a number
 * that is stuck to what follows ("1.ok", "reached:well"). */
static size_t word_end(const char *s)
{
    size_t n = strcspn(s, " ");
    size_t number = strspn(s, "0123456789");
    if (number > 0 && number < n && strchr(".):", s[number]) &&
        fold_letter((unsigned char)s[number + 1]) && (unsigned)(s[number + 1] - '0') > 9)
        return number + 1;
    const char *colon = memchr(s, ':', n);
    if (colon && colon > s && strncmp(colon, "://", 3) != 0 && !strchr("0123456789", colon[-1]))
        return (size_t)(colon - s) + 1;
    return n;
}

static char mark_of(const char *s, size_t n)
{
    char mark = 0;
    for (size_t i = 0; i < n; i++)
        if (strchr(".,;:!?-)", s[i]) && mark != ':' && mark != '?')
            mark = s[i];
    return mark;
}

/* A word without letters or digits is punctuation of the word before it: "ok - thanks".
 * Anything else unfoldable (a smiley) is a word. */
static void add_word(struct arena *a, struct line_words *l, size_t from, size_t to)
{
    const char *s = l->tidy;
    size_t start = from, end = to;
    while (start < end && outer_bytes(s + start))
        start += outer_bytes(s + start);
    while (end > start && is_outer(s[end - 1]))
        end--;
    if (start == end) {
        if (l->count && !l->at[l->count - 1].mark)
            l->at[l->count - 1].mark = mark_of(s + from, to - from);
        return;
    }
    unsigned c;
    fold_char(s + start, end - start, &c);
    l->at[l->count++] = (struct line_word){
        .folded = fold_text(a, s + start, end - start),
        .from = start,
        .to = end,
        .mark = mark_of(s + end, to - end),
        .capital = fold_letter(c) && fold_code(c) != c,
    };
}

void line_words_split(struct arena *a, const char *line, size_t len, struct line_words *out)
{
    *out = (struct line_words){.tidy = skip_bullet(tidy_line(a, line, len))};
    size_t at = strspn(out->tidy, " ");
    while (out->tidy[at]) {
        if (out->count == LINE_WORDS_MAX) {
            out->more = true;
            return;
        }
        size_t n = word_end(out->tidy + at);
        add_word(a, out, at, at + n);
        at += n;
        at += strspn(out->tidy + at, " ");
    }
}

size_t line_words_match(const struct line_words *l, size_t i, const char *phrase)
{
    size_t count = 0;
    while (*phrase) {
        size_t n = strcspn(phrase, " ");
        if (i + count == l->count)
            return 0;
        const char *word = l->at[i + count].folded;
        if (strncmp(word, phrase, n) != 0 || word[n] != '\0')
            return 0;
        count++;
        phrase += n + (phrase[n] == ' ');
    }
    return count;
}
