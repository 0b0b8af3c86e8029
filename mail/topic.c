/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/topic.h"
#include "mail/answer_formulas.h"
#include "mail/away_dates.h"
#include "words/fold.h"
#include <string.h>

#define LETTER_MAX 8000 /* bytes of the letter that are looked at */
#define NAME_MIN   3    /* bytes */
#define NAME_MAX   40
#define PREFIX     6 /* bytes of "Re" and its kin */
#define RARE       5 /* names are no more than one word in so many of a letter */

struct word {
    const char *at; /* the word, and its bytes */
    size_t len;
    bool capital;
    bool begins; /* a sentence */
};

static bool is_capital(const char *s)
{
    unsigned c;
    fold_char(s, strnlen(s, 4), &c);
    return fold_letter(c) && fold_code(c) != c && !(c >= '0' && c <= '9');
}

/* The next word at or behind *s; false at the end. */
static bool next_word(const char **s, struct word *out)
{
    unsigned c;
    bool begins = out->at == NULL;
    const char *p = *s;
    for (; *p; p += fold_char(p, strnlen(p, 4), &c)) {
        fold_char(p, strnlen(p, 4), &c);
        if (fold_letter(c))
            break;
        begins |= strchr(".!?:;\n\"(>-*", *p) != NULL || c >= 0x80;
    }
    *out = (struct word){.at = p, .capital = is_capital(p), .begins = begins};
    for (; *p; p += fold_char(p, strnlen(p, 4), &c)) {
        fold_char(p, strnlen(p, 4), &c);
        if (!fold_letter(c))
            break;
    }
    out->len = (size_t)(p - out->at);
    *s = p;
    return out->len > 0;
}

/* In the middle of sentences: how many words, and how many of them with a capital? */
static bool capitals_are_names(const char *source, unsigned rare)
{
    unsigned all = 0, capitals = 0;
    for (struct word w = {0}; next_word(&source, &w);)
        if (!w.begins) {
            all++;
            capitals += w.capital && w.len >= NAME_MIN;
        }
    return capitals && capitals * rare <= all;
}

static bool has_word(const char *text, const char *word, size_t len)
{
    for (struct word w = {0}; next_word(&text, &w);)
        if (w.len == len && memcmp(w.at, word, len) == 0)
            return true;
    return false;
}

/* No name, or one that a machine knows: a day, a month, the sender's own, "Sir". */
static bool is_common(struct arena *a, const struct word *w, const char *sender)
{
    const char *folded = fold_text(a, w->at, w->len);
    return date_is_word(folded) || fold_has(sender, folded) || fold_any(folded, words_anybody);
}

static bool names_shared(struct arena *a, const char *source, unsigned rare, const char *sender,
                         const char *text)
{
    if (!capitals_are_names(source, rare))
        return false;
    for (struct word w = {0}; next_word(&source, &w);)
        if (w.capital && !w.begins && w.len >= NAME_MIN && w.len <= NAME_MAX &&
            has_word(text, w.at, w.len) && !is_common(a, &w, sender))
            return true;
    return false;
}

bool topic_shared(struct arena *a, const char *letter, const char *subject, const char *sender,
                  const char *text)
{
    sender = fold_text(a, sender, strlen(sender));
    if (letter &&
        names_shared(a, arena_strndup(a, letter, strnlen(letter, LETTER_MAX)), RARE, sender, text))
        return true;
    /* "Re: x": it is our subject; and an acknowledgement repeats the whole of it */
    const char *colon = strchr(subject, ':');
    const char *bare = colon ? colon + 1 + strspn(colon + 1, " ") : subject;
    return colon && colon - subject <= PREFIX && !strstr(text, bare) &&
           names_shared(a, subject, 2, sender, text);
}
