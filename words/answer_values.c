/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/answer_values.h"

#include "words/answer_clause.h"
#include "words/bytes.h"
#include "words/dates.h"
#include "words/fold.h"
#include "words/times.h"
#include "words/tongue.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_URL  2000
#define AT_BYTES 20 /* that "a partir das " takes up */

static struct answer_found found(const char *value)
{
    return (struct answer_found){value, NULL};
}

static struct answer_found problem(const char *why)
{
    return (struct answer_found){NULL, why};
}

static bool begins_word(const char *text, const char *at)
{
    return at == text || !byte_in_word(at[-1]);
}

/* Without the punctuation of the sentence round it; a closing bracket stays if it was
 * opened inside. */
static size_t url_end(const char *p, size_t n)
{
    int open = 0;
    for (size_t i = 0; i < n; i++)
        open += (p[i] == '(') - (p[i] == ')');
    for (; n > 0 && strchr(".,;:!?)]}'*_", p[n - 1]); n--) {
        if (p[n - 1] == ')' && open >= 0)
            break;
        open += p[n - 1] == ')';
    }
    return n;
}

size_t answer_url_find(const char *text, size_t *at)
{
    for (const char *p = text; *p; p++) {
        size_t scheme = strncasecmp(p, "https://", 8) == 0  ? 8
                        : strncasecmp(p, "http://", 7) == 0 ? 7
                                                            : 0;
        if (!scheme || !begins_word(text, p))
            continue;
        size_t n = strcspn(p, " \t\n<>\"");
        n = n <= MAX_URL ? url_end(p, n) : 0;
        if (n > scheme && byte_in_word(p[scheme])) {
            *at = (size_t)(p - text);
            return n;
        }
        p += scheme - 1;
    }
    return 0;
}

static struct answer_found read_url(struct arena *a, const char *text, bool labelled)
{
    const char *first = NULL;
    for (size_t at, n; (n = answer_url_find(text, &at)); text += at + n) {
        char *url = arena_strndup(a, text + at, n);
        if (first && strcmp(first, url) != 0)
            return problem("there is more than one link");
        first = url;
    }
    if (first)
        return found(first);
    return labelled ? problem("is no link that begins with https://") : found(NULL);
}

static const char *const ambiguous_date =
    "the day and the month may be swapped: write the month as a word";

static struct answer_found add_date(struct arena *a, struct answer_found so_far,
                                    struct date_found f)
{
    if (f.other.year)
        return problem(ambiguous_date);
    if (!f.date.year)
        return problem("is no day of the calendar");
    const char *value = date_format(a, f.date);
    if (so_far.value && strcmp(so_far.value, value) != 0)
        return problem("there is more than one date");
    return found(value);
}

/* "at 10.12" and "um 10.12" are times. */
static bool follows_at(const char *text, const char *p, const struct tongue *t)
{
    const char *list = t ? t->at : NULL;
    for (const char *q = p - text > AT_BYTES ? p - AT_BYTES : text; q < p; q++) {
        if (!begins_word(text, q))
            continue;
        size_t n = tongue_stands(q, "at"), m = tongue_stands(q, list);
        n = m > n ? m : n;
        if (n && q + n + strspn(q + n, " ") == p)
            return true;
    }
    return false;
}

static struct answer_found read_date(struct arena *a, const char *text, const struct writer *w,
                                     enum date_sense sense, bool labelled)
{
    const struct tongue *t = tongue_of(w->language);
    struct answer_found v = {0};
    for (const char *p = text; *p && !v.problem; p++) {
        if (!begins_word(text, p) || !byte_in_word(*p) || follows_at(text, p, t))
            continue;
        struct date_found f = date_read(p, w, sense);
        if (!f.len)
            continue;
        if (clause_denies(a, text, p, f.len, t, true))
            return problem("does not clearly say which day");
        if (clause_has_two(text, p, t))
            return problem("there is more than one date");
        v = add_date(a, v, f);
        p += f.len - 1;
    }
    if (!v.value && !v.problem && labelled)
        return problem("is no date: write it like 12 Nov");
    return v;
}

static const char *const ambiguous_time = "may mean two times of day: write it like 14:30";

/* "14 heures 30", and nothing else. */
static bool is_time_alone(const char *text, const struct writer *w)
{
    const char *rest = text + time_read(text, w, true).len;
    return rest > text && !rest[strspn(rest, " .!\n")];
}

static struct answer_found read_time(struct arena *a, const char *text, const struct writer *w,
                                     bool labelled)
{
    const struct tongue *t = tongue_of(w->language);
    struct answer_found v = {0};

    for (const char *p = text; *p; p++) {
        if (!byte_in_word(*p) || !begins_word(text, p))
            continue;
        bool told = labelled || follows_at(text, p, t) || (p == text && is_time_alone(text, w));
        struct time_found f = time_read(p, w, told);
        if (!f.len)
            continue;
        const char *value = arena_printf(a, "%02d:%02d", f.minute / 60, f.minute % 60);
        if (f.unclear)
            return problem(ambiguous_time);
        if (clause_denies(a, text, p, f.len, t, false))
            return problem("does not clearly say which time");
        if ((v.value && strcmp(v.value, value) != 0) || clause_has_two(text, p, t))
            return problem("there is more than one time");
        v.value = value;
        p += f.len - 1;
    }
    if (!v.value && labelled)
        return problem("is no time of day: write it like 14:30");
    return v;
}

/* Digits with one decimal point, as they stand; not part of a date, a time or a word. */
static size_t number_length(const char *p)
{
    size_t n = strspn(p, "0123456789");
    if (n > 0 && n < 16 && (p[n] == '.' || p[n] == ',') && strspn(p + n + 1, "0123456789") > 0)
        n += 1 + strspn(p + n + 1, "0123456789");
    bool alone = n > 0 && n < 20 && !byte_in_word(p[n]) &&
                 !(strchr("/:-.,", p[n]) && byte_in_word(p[n] ? p[n + 1] : 0));
    return alone ? n : 0;
}

/* "1,000": a thousand for some, one for others. */
static bool maybe_thousands(const char *p, size_t n)
{
    size_t whole = strspn(p, "0123456789");
    return whole < n && n - whole == 4 && *p != '0';
}

/* A whole answer that is a number of times: "Twice.", "none". */
static const char *number_alone(struct arena *a, const char *text)
{
    static const struct {
        const char *word, *value;
    } words[] = {{"none", "0"}, {"never", "0"}, {"not once", "0"},
                 {"once", "1"}, {"twice", "2"}, {"a dozen", "12"}};
    const char *plain = fold_text(a, text, strcspn(text, ".!\n"));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(plain, words[i].word) == 0)
            return words[i].value;
    return NULL;
}

static const char *number_text(struct arena *a, const char *p, size_t n)
{
    char *s = arena_strndup(a, p, n);
    for (char *c = s; *c; c++)
        if (*c == ',')
            *c = '.';
    return s;
}

static struct answer_found read_number(struct arena *a, const char *text, const struct writer *w,
                                       bool labelled)
{
    const struct tongue *t = tongue_of(w->language);
    struct answer_found v = {0};
    for (const char *p = text; *p; p++) {
        if (!byte_in_word(*p) || !begins_word(text, p) ||
            (p > text && strchr("/:-.,", p[-1]) && p - text > 1 && byte_in_word(p[-2])))
            continue;
        size_t date = date_read(p, w, DATE_PAST).len, n = date ? 0 : number_length(p), len;
        const char *value = n ? number_text(a, p, n) : NULL;
        if (n && maybe_thousands(p, n))
            return problem("may mean thousands or a fraction: write it without the mark");
        int word = date || n ? -1 : number_read(p, w, &len);
        if (word >= 0 && !number_is_article(p, w) && !byte_is_digit(*p)) /* "a mentor" is no 1 */
            value = arena_printf(a, "%d", word);
        if (value && v.value && strcmp(v.value, value) != 0)
            return problem("there is more than one number");
        if (value && clause_denies_number(a, text, p, t))
            return problem("does not clearly say which number");
        if (value)
            v.value = value;
        if (date || n)
            p += (date ? date : n) - 1;
    }
    if (!v.value)
        v.value = number_alone(a, text);
    if (!v.value && labelled)
        return problem("is no number");
    return v;
}

static struct answer_found read_text(const char *text)
{
    return found(*text ? text : NULL);
}

struct answer_found answer_value(struct arena *a, const struct answer_field *f, const char *text,
                                 const struct writer *w, bool labelled)
{
    static const char *const yes_no[] = {"yes", "no", NULL};
    switch (f->type) {
    case ANSWER_URL:
        return read_url(a, text, labelled);
    case ANSWER_DATE:
        return read_date(a, text, w, DATE_PAST, labelled);
    case ANSWER_DATE_AHEAD:
        return read_date(a, text, w, DATE_FUTURE, labelled);
    case ANSWER_TIME:
        return read_time(a, text, w, labelled);
    case ANSWER_NUMBER:
        return read_number(a, text, w, labelled);
    case ANSWER_YES_NO:
        return answer_choice(a, yes_no, text, w, labelled);
    case ANSWER_CHOICE:
        return answer_choice(a, f->choices, text, w, labelled);
    case ANSWER_TEXT:
        break;
    }
    return read_text(text);
}
