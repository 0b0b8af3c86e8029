/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/times.h"

#include "words/bytes.h"
#include "words/dates.h"
#include "words/tongue.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HALF_DAY 12

static size_t blanks(const char *s)
{
    return strspn(s, " ");
}

/* "pm", " p.m.", " in the evening": 'a', 'p' or 0, and its length. */
static char half_read(const char *s, size_t *len)
{
    static const struct {
        const char *words;
        char half;
    } halves[] = {{"am", 'a'},
                  {"a.m.", 'a'},
                  {"a.m", 'a'},
                  {"in the morning", 'a'},
                  {"pm", 'p'},
                  {"p.m.", 'p'},
                  {"p.m", 'p'},
                  {"in the afternoon", 'p'},
                  {"in the evening", 'p'},
                  {"at night", 'p'}};
    const char *at = s + blanks(s);
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        size_t n = strlen(halves[i].words);
        if (strncasecmp(at, halves[i].words, n) == 0 && !byte_in_word(at[n])) {
            *len = (size_t)(at - s) + n;
            return halves[i].half;
        }
    }
    *len = 0;
    return 0;
}

static int two_digits(const char *s)
{
    return strspn(s, "0123456789") == 2 ? atoi(s) : -1;
}

/* What stands behind the hour: minutes, "h", "Uhr", "pm". */
struct clock_tail {
    int minute;
    bool minutes, hours, unclear;
    char half;
    size_t len;
};

static struct clock_tail tail_read(const char *p, const struct tongue *t)
{
    struct clock_tail c = {0};
    size_t n;
    if (*p && strchr(":.hH", *p) && two_digits(p + 1) >= 0) {
        c.minute = two_digits(p + 1);
        c.minutes = true;
        c.len = 3;
    }
    c.half = half_read(p + c.len, &n);
    if (c.half) {
        c.len += n;
        return c;
    }
    const char *word = p + c.len + blanks(p + c.len);
    if (!t || !(n = tongue_stands(word, t->hour)))
        return c;
    c.hours = true;
    c.len = (size_t)(word - p) + n;
    n = blanks(p + c.len);
    if (!c.minutes && two_digits(p + c.len + n) >= 0) { /* "18 Uhr 30" */
        c.minute = two_digits(p + c.len + n);
        c.minutes = true;
        c.len += n + 2;
        c.unclear = p[c.len] == ' ' && byte_in_word(p[c.len + 1]);
    }
    return c;
}

static struct time_found none(void)
{
    return (struct time_found){0};
}

static struct time_found in_digits(const char *s, const struct tongue *t, bool told)
{
    size_t n = strspn(s, "0123456789");
    int hour = n && n <= 2 ? atoi(s) : -1;
    struct clock_tail c = tail_read(s + n, t);
    bool alone = told && t && (c.hours || (hour >= HALF_DAY + 1 && !byte_in_word(s[n])));

    if (hour < 0 || hour > 23 || c.minute > 59 || (!c.minutes && !c.half && !alone) ||
        (c.half && hour > HALF_DAY))
        return none();
    if (c.half)
        hour = hour % HALF_DAY + HALF_DAY * (c.half == 'p');
    return (struct time_found){hour * 60 + c.minute, c.unclear, n + c.len};
}

/* The hour of "half past six", "quarter to 7 pm", "6 o'clock": of one of the halves of a day. */
static struct time_found by_the_dial(const char *s, const struct writer *w)
{
    static const struct {
        const char *words;
        int minutes;
    } before[] = {{"half past ", 30}, {"quarter past ", 15}, {"quarter to ", -15}, {"", 0}};
    size_t i = 0, n, len, half;

    while (strncasecmp(s, before[i].words, strlen(before[i].words)) != 0)
        i++;
    len = strlen(before[i].words);
    int hour = number_read(s + len, w, &n);
    if (hour < 1 || hour > HALF_DAY || number_is_article(s + len, w))
        return none();
    len += n;
    if (!before[i].minutes && strncasecmp(s + len, " o'clock", 8) != 0)
        return none();
    len += before[i].minutes ? 0 : 8;
    char said = half_read(s + len, &half);
    int minute = (hour % HALF_DAY + HALF_DAY * (said == 'p')) * 60 + before[i].minutes;
    return (struct time_found){(minute + 24 * 60) % (24 * 60), !said, len + half};
}

static struct time_found in_words(const char *s, const struct writer *w)
{
    static const struct {
        const char *word;
        int minute;
    } words[] = {{"noon", 12 * 60}, {"midday", 12 * 60}, {"midnight", 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i].word);
        if (strncasecmp(s, words[i].word, n) == 0 && !byte_in_word(s[n]))
            return (struct time_found){words[i].minute, false, n};
    }
    return by_the_dial(s, w);
}

struct time_found time_read(const char *s, const struct writer *w, bool told)
{
    struct time_found digits = in_digits(s, tongue_of(w->language), told);

    return digits.len ? digits : in_words(s, w);
}
