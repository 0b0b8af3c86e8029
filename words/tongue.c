/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/tongue.h"

#include "words/fold.h"
#include <string.h>
#include <strings.h>

static bool has_region(const char *language, const char *const *regions)
{
    const char *region = language + strcspn(language, "-_");
    for (; *region && *regions; regions++)
        if (strcasecmp(region + 1, *regions) == 0)
            return true;
    return false;
}

static bool is_language(const char *language, const char *code)
{
    size_t n = strcspn(language, "-_");
    return n == strlen(code) && strncasecmp(language, code, n) == 0;
}

const struct tongue *tongue_of(const char *language)
{
    for (const struct tongue *const *t = tongues; language && *t; t++)
        if (is_language(language, (*t)->code))
            return *t;
    return NULL;
}

char tongue_date_order(const char *language)
{
    static const char *const month_first[] = {"US", "PH", NULL};
    static const char *const either[] = {"CA", "ZA", "KE", "PR", NULL};
    static const char *const day_first[] = {"GB", "IE", "AU", "NZ", "IN", "MT", "SG", NULL};
    const struct tongue *t = tongue_of(language);

    if (!language || has_region(language, either))
        return 0;
    if (has_region(language, month_first))
        return t ? 0 : 'm'; /* Spanish in the United States is written either way */
    return t || has_region(language, day_first) ? 'd' : 0;
}

/* The character at s as it is compared, after any that nobody sees; 0 at the end. */
static unsigned next_code(const char **s)
{
    unsigned c, code = 0;
    while (**s && !code) {
        *s += fold_char(*s, strnlen(*s, 4), &c);
        code = fold_code(c);
    }
    return code;
}

static bool word_goes_on(const char *s)
{
    return fold_letter(next_code(&s));
}

/* The bytes at s that the phrase of n bytes takes up, 0 where it doesn't stand there whole. */
static size_t phrase_at(const char *s, const char *phrase, size_t n)
{
    const char *at = s, *end = phrase + n;
    unsigned want = ' ';
    while (phrase < end) {
        phrase += fold_char(phrase, (size_t)(end - phrase), &want);
        if (next_code(&at) != want)
            return 0;
        at += want == ' ' ? strspn(at, " ") : 0;
    }
    return fold_letter(want) && word_goes_on(at) ? 0 : (size_t)(at - s);
}

size_t tongue_stands(const char *s, const char *list)
{
    size_t best = 0;
    while (list && *list) {
        size_t n = strcspn(list, "|"), len = phrase_at(s, list, n);
        best = len > best ? len : best;
        list += n + (list[n] == '|');
    }
    return best;
}

int tongue_among(const char *s, const char *const *lists, size_t count, size_t *len)
{
    int found = -1;
    *len = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = tongue_stands(s, lists[i]);
        if (n > *len) {
            *len = n;
            found = (int)i;
        }
    }
    return found;
}

const char *tongue_says(const struct tongue *t, const char *english)
{
    for (const struct tongue_phrase *p = t ? t->phrases : NULL; p && p->english; p++)
        if (strcmp(p->english, english) == 0)
            return p->theirs;
    return NULL;
}

bool tongue_next(const char **list, char *out, size_t cap)
{
    if (!*list || !**list)
        return false;
    size_t n = strcspn(*list, "|"), kept = n < cap ? n : cap - 1;
    memcpy(out, *list, kept);
    out[kept] = '\0';
    *list += n + ((*list)[n] == '|');
    return true;
}

bool tongue_has(const struct tongue *t, const char *english, const char *folded)
{
    const char *theirs = tongue_says(t, english);
    char phrase[TONGUE_PHRASE_BYTES];
    while (tongue_next(&theirs, phrase, sizeof phrase))
        if (fold_has(folded, phrase))
            return true;
    return false;
}
