/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/answer_clause.h"

#include "words/fold.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLAUSE_BYTES 200 /* looked at, before and behind */
#define DENIED_NEAR  4   /* words */
#define WORD_BYTES   40  /* that "until" or "3rd" may take up */

static bool is_not(const char *word, size_t n, const struct tongue *t)
{
    static const char *const words[] = {"not",   "cannot",     "cant",    "dont",
                                        "never", "except",     "unless",  "neither",
                                        "nor",   "impossible", "instead", NULL};
    if (n > 3 && memcmp(word + n - 3, "n't", 3) == 0)
        return true;
    for (size_t i = 0; words[i]; i++)
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
            return true;
    return t && n && tongue_stands(word, t->nots) == n;
}

static bool is_and(const char *word, size_t n, const struct tongue *t)
{
    return (n == 3 && (memcmp(word, "and", 3) == 0 || memcmp(word, "but", 3) == 0)) ||
           (n && tongue_stands(word, tongue_says(t, "and")) == n);
}

/* A "not" in the first words of folded text; "Monday week", "Tuesday of next week". */
static bool denied_behind(const char *s, const struct tongue *t, bool day)
{
    s += strspn(s, " ");
    if (day && tongue_stands(s, "week|of|en huit|en quinze"))
        return true;
    for (int words = 0; words < DENIED_NEAR && *s; words++) {
        size_t n = strcspn(s, " ");
        if (is_and(s, n, t) || is_not(s, n, t))
            return !is_and(s, n, t);
        s += n + strspn(s + n, " ");
    }
    return false;
}

static bool ends_with(const char *s, const char *list)
{
    char phrase[TONGUE_PHRASE_BYTES];
    size_t len = strlen(s);
    while (tongue_next(&list, phrase, sizeof phrase)) {
        size_t n = strlen(phrase);
        if (n <= len && strcmp(s + len - n, phrase) == 0 && (n == len || s[len - n - 1] == ' '))
            return true;
    }
    return false;
}

/* A "not" in the last words of folded text, or "before" as the very last. */
static bool denied_before(const char *s, const struct tongue *t, bool day)
{
    static const char which[] = "first|second|third|fourth|1st|2nd|3rd|4th|from"; /* Tuesday */
    const char *p = s + strlen(s);
    if (ends_with(s, "before|after|until|till|than") || (day && ends_with(s, which)) ||
        (t && ends_with(s, t->not_then)))
        return true;
    for (int words = 0; words < DENIED_NEAR && p > s; words++) {
        const char *end = p;
        while (p > s && p[-1] != ' ')
            p--;
        if (is_and(p, (size_t)(end - p), t) || is_not(p, (size_t)(end - p), t))
            return !is_and(p, (size_t)(end - p), t);
        p -= p > s;
    }
    return false;
}

/* What stands before p in its clause, folded. */
static const char *clause_before(struct arena *a, const char *text, const char *p)
{
    const char *from = p;
    while (from > text && p - from < CLAUSE_BYTES && !strchr(CLAUSE_ENDS, from[-1]))
        from--;
    return fold_text(a, from, (size_t)(p - from));
}

bool clause_denies_number(struct arena *a, const char *text, const char *p, const struct tongue *t)
{
    return denied_before(clause_before(a, text, p), t, false);
}

bool clause_denies(struct arena *a, const char *text, const char *p, size_t len,
                   const struct tongue *t, bool day)
{
    bool sentence_ends =
        p[len - 1] == '.' && p[len] == ' ' && p[len + 1] >= 'A' && p[len + 1] <= 'Z';
    size_t n = 0;
    while (!sentence_ends && n < CLAUSE_BYTES && !strchr(CLAUSE_ENDS, p[len + n]))
        n++;
    return denied_before(clause_before(a, text, p), t, day) ||
           denied_behind(fold_text(a, p + len, n), t, day);
}

/* "1", "1.", "1st", "1er": what may begin "1 to 5 December", from `from` to `to`. */
static bool is_first_number(const char *from, const char *to)
{
    static const char endings[] = "|.|st|nd|rd|th|er|e|ro|\u00BA|\u00B0|h|uhr|";
    char ending[8];
    size_t n = strspn(from, "0123456789"), left = (size_t)(to - from) - n;
    if (n < 1 || n > 2 || from + n > to || atoi(from) > 31 || left + 3 > sizeof ending)
        return false;
    snprintf(ending, sizeof ending, "|%.*s|", (int)left, from + n);
    return left == 0 || strstr(endings, ending);
}

static const char *skip_blanks_back(const char *text, const char *p)
{
    while (p > text && p[-1] == ' ')
        p--;
    return p;
}

/* Of a longer word, a place inside it will do: it is none of those that are looked for. */
static const char *word_start(const char *text, const char *end)
{
    const char *p = end;
    while (p > text && end - p < WORD_BYTES && !strchr(" \n(-", p[-1]))
        p--;
    return p;
}

static bool is_joint(const char *from, const char *to, const struct tongue *t)
{
    static const char english[] = "and|or|to|until|till|through|&|/";
    static const char *const keys[] = {"and", "or", "until"};
    size_t n = (size_t)(to - from);
    bool joint = n && tongue_stands(from, english) == n;
    for (size_t i = 0; n && i < sizeof keys / sizeof *keys; i++)
        joint = joint || tongue_stands(from, tongue_says(t, keys[i])) == n;
    return joint;
}

bool clause_has_two(const char *text, const char *p, const struct tongue *t)
{
    const char *end = skip_blanks_back(text, p), *from = word_start(text, end);
    bool inside = tongue_stands(p, tongue_says(t, "or")) > 0;
    /* in French "au" is the joint, and begins the second one */
    if (end > text && end[-1] == '-')
        end = skip_blanks_back(text, end - 1);
    else if (is_joint(from, end, t))
        end = skip_blanks_back(text, from);
    else if (!inside)
        return false;
    return end > text && is_first_number(word_start(text, end), end);
}
