/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/paragraphs.h"
#include "mail/answer_formulas.h"
#include "mail/away_dates.h"
#include "mail/machine_words.h"
#include "words/fold.h"
#include <string.h>

#define NAME 60 /* bytes of a line in which somebody is greeted */

/* --- lines ------------------------------------------------------------------------------------ */

static bool capital(const char *s)
{
    unsigned c;
    fold_char(s, strnlen(s, 4), &c);
    return c != fold_code(c) && fold_letter(c);
}

/* "Back on the 10. We ...": behind a figure a sentence ends where a capital follows, unless the
 * date goes on ("10. März"). The bytes up to there, or all. */
static size_t sentence_behind_figure(struct arena *a, const char *line, size_t len)
{
    for (size_t i = 1; i + 2 < len; i++) {
        const char *next = line + i + 2;
        if (line[i] != '.' || line[i + 1] != ' ' || !strchr("0123456789", line[i - 1]) ||
            !capital(next))
            continue;
        if (!date_is_word(fold_text(a, next, strcspn(next, " .,;:!?\n"))))
            return i + 1;
    }
    return len;
}

char *paragraphs_of(struct arena *a, const char *text)
{
    size_t len = strlen(text), cap = 2 * len + 16, at = 0;
    char *out = arena_alloc(a, cap);
    while (*text) {
        size_t whole = strcspn(text, "\n"), n = sentence_behind_figure(a, text, whole);
        size_t folded = fold_into(out + at, cap - at, text, n);
        if (at && fold_any_start(out + at, words_closing))
            out[at - 1] = '\n';
        at += folded;
        text += n + (n < whole || text[n] == '\n');
        if (!*text)
            break;
        if (at + 8 < cap)
            out[at++] = folded && n == whole ? ' ' : '\n';
    }
    out[at] = '\0';
    return out;
}

/* "Anna Lund", "- Anna": no word is another's. */
static bool is_sender(const char *line, const char *sender)
{
    bool any = false;
    for (size_t n; *line; line += n) {
        line += strspn(line, " ,.-");
        n = strcspn(line, " ,.-");
        char word[48];
        if (n >= sizeof word)
            return false;
        memcpy(word, line, n);
        word[n] = '\0';
        if (n && !fold_has(sender, word))
            return false;
        any |= n > 1;
    }
    return any;
}

size_t paragraphs_signature(struct arena *a, const char *text, const char *sender)
{
    bool said = false;
    for (const char *p = text; *p && *sender; p += strcspn(p, "\n"), p += *p == '\n') {
        const char *line = fold_text(a, p, strcspn(p, "\n"));
        if (said && is_sender(line, sender))
            return (size_t)(p - text);
        said |= *line && !fold_any_start(line, words_greeting) && !is_sender(line, sender);
    }
    return 0;
}

/* --- whom it greets --------------------------------------------------------------------------- */

/* One to three words with capitals and then a mark: a name, unless any sender is called so. */
static bool is_name(struct arena *a, const char *s, size_t len)
{
    size_t n = 0;
    unsigned words = 0;
    while (n < len && capital(s + n) && words < 4) {
        size_t w = strcspn(s + n, " ,.!:;\n-");
        w = n + w > len ? len - n : w;
        char *word = fold_text(a, s + n, w);
        if (fold_any_start(word, words_anybody))
            return false;
        words++;
        n += w;
        if (n >= len || s[n] != ' ')
            break;
        n += strspn(s + n, " ");
    }
    return words >= 1 && words <= 3 && (n >= len || strchr(",.!:;-", s[n]));
}

bool paragraphs_greet_by_name(struct arena *a, const char *text)
{
    text += strspn(text, " \n\t");
    size_t len = strcspn(text, "\n");
    len = len > NAME ? NAME : len;
    const char *folded = fold_text(a, text, len);
    for (const char *const *w = words_greeting; *w; w++) {
        size_t n = strlen(*w); /* folding a greeting changes none of its lengths */
        if (!fold_starts(folded, *w))
            continue;
        n += strspn(text + n, ", ");
        if (n < len && is_name(a, text + n, len - n))
            return true;
    }
    if (len > 2 && text[len - 1] == ',' && !fold_any_start(folded, words_greeting) &&
        is_name(a, text, len - 1))
        return true;
    return fold_ends(folded, "様") && !fold_ends(folded, "お客様");
}

bool paragraphs_greet_group(struct arena *a, const char *text)
{
    text += strspn(text, " \n\t");
    size_t len = strcspn(text, "\n,:!.");
    const char *line = fold_text(a, text, len > NAME ? NAME : len);
    return fold_any_start(line, words_greeting) && fold_any(line, words_group);
}
