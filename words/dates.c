/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/dates.h"

#include "words/bytes.h"
#include "words/tongue.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_ARTICLES 4 /* in a row: a letter of nothing else would be walked through at each */

/* What a date without its year, or 12/11, is read with. */
struct reading {
    const struct tongue *tongue; /* NULL: English alone */
    struct date today;
    enum date_sense sense;
    char order; /* tongue_date_order */
};

/* Digits, at most max of them, with no digit behind; else len 0. */
static int digits(const char *s, size_t max, size_t *len)
{
    size_t n = strspn(s, "0123456789");
    *len = n > 0 && n <= max ? n : 0;
    return *len ? atoi(s) : 0;
}

/* Does the whole word stand at s (any case)? Its length, or 0. */
static size_t word(const char *s, const char *want)
{
    size_t n = strlen(want);
    return strncasecmp(s, want, n) == 0 && !byte_in_word(s[n]) ? n : 0;
}

static size_t blanks(const char *s)
{
    return strspn(s, " ");
}

static int number_word(const char *s, size_t *len)
{
    static const char *const words[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
        if ((*len = word(s, words[i])))
            return i;
    return (*len = word(s, "a")) || (*len = word(s, "an")) ? 1 : -1;
}

int number_read(const char *s, const struct writer *w, size_t *len)
{
    const struct tongue *t = tongue_of(w->language);
    int n = digits(s, 4, len);
    if (*len)
        return byte_is_letter(s[*len]) && s[*len] != 'd' && s[*len] != 'w' ? -1 : n;
    n = t ? tongue_among(s, t->numbers, 13, len) : -1;
    return n >= 0 ? n : number_word(s, len);
}

bool number_is_article(const char *s, const struct writer *w)
{
    const struct tongue *t = tongue_of(w->language);
    size_t n = t ? tongue_stands(s, t->numbers[1]) : 0;
    return word(s, "a") || word(s, "an") || (n && s[n] == ' ' && byte_is_letter(s[n + 1]));
}

/* At least three letters of a month's name: "nov", "sept", "november". */
static int month_read(const struct reading *r, const char *s, size_t *len)
{
    size_t n = 0;
    int theirs = r->tongue ? tongue_among(s, r->tongue->months, 12, len) : -1;
    if (theirs >= 0)
        return theirs + 1;
    while (byte_is_letter(s[n]))
        n++;
    *len = n;
    for (int m = 1; n >= 3 && m <= 12; m++)
        if (strlen(month_name(m)) >= n && strncasecmp(s, month_name(m), n) == 0)
            return m;
    return 0;
}

static int weekday_read(const struct reading *r, const char *s, size_t *len)
{
    size_t n = 0;
    int theirs = r->tongue ? tongue_among(s, r->tongue->weekdays, 7, len) : -1;
    if (theirs >= 0)
        return MONDAY + theirs;
    while (byte_is_letter(s[n]))
        n++;
    *len = n;
    /* "Sat" is a day, "sat" is what one does on a chair, and "Mon" is French for "my". */
    bool capital = *s >= 'A' && *s <= 'Z' && !r->tongue;
    for (int d = MONDAY; n >= 3 && d <= SUNDAY; d++) {
        size_t whole = strlen(weekday_name((enum weekday)d));
        if ((n == whole || (capital && n < whole && n <= 5)) &&
            strncasecmp(s, weekday_name((enum weekday)d), n) == 0)
            return d;
    }
    return 0;
}

static size_t ordinal(const struct reading *r, const char *s)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (word(s, endings[i]))
            return 2;
    return r->tongue ? tongue_stands(s, r->tongue->ordinals) : 0;
}

/* "of", "de", and the blanks behind it. */
static size_t joint(const struct reading *r, const char *s)
{
    size_t n = word(s, "of");
    if (!n && r->tongue)
        n = tongue_stands(s, r->tongue->of);
    return n ? n + blanks(s + n) : 0;
}

/* A year behind a date, with or without a comma: 2026, or '26 where short ones are usual. */
static int year_read(const char *s, bool two, size_t *len)
{
    size_t n;
    int y = digits(s, 4, &n);
    *len = 0;
    if (n == 4 && y >= 1900 && y < 2200)
        *len = 4;
    else if (two && n == 2)
        *len = 2, y += 2000;
    return *len ? y : 0;
}

/* The nearest year, back or forth, in which day and month are a date in that direction. */
static struct date in_some_year(const struct reading *r, int month, int day)
{
    int step = r->sense == DATE_PAST ? -1 : 1;
    for (int i = 0, y = r->today.year; i <= 8; i++, y += step) {
        struct date d = {y, month, day};
        if (date_valid(d) && date_compare(d, r->today) * step >= 0)
            return d;
    }
    return (struct date){0};
}

static struct date made(const struct reading *r, int year, int month, int day)
{
    struct date d = {year, month, day};
    if (!year)
        return in_some_year(r, month, day);
    return date_valid(d) ? d : (struct date){0};
}

/* "12th of November, 2026" and "12 Nov" */
static struct date_found day_month(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n, at;
    int day = digits(s, 2, &at);
    if (!at)
        return f;
    at += ordinal(r, s + at);
    at += s[at] == '.';
    at += strspn(s + at, " -");
    at += joint(r, s + at);
    int month = month_read(r, s + at, &n);
    if (!month)
        return f;
    at += n;
    f.len = at + (s[at] == '.');
    at = f.len + strspn(s + f.len, ", -");
    at += joint(r, s + at);
    int year = year_read(s + at, false, &n);
    if (n)
        f.len = at + n;
    f.date = made(r, year, month, day);
    return f;
}

/* "November 12th, 2026" */
static struct date_found month_day(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n, at;
    int month = month_read(r, s, &at);
    if (!month)
        return f;
    at += s[at] == '.';
    at += blanks(s + at);
    if ((n = word(s + at, "the")))
        at += n + blanks(s + at + n);
    int day = digits(s + at, 2, &n);
    if (!n)
        return f;
    at += n;
    at += ordinal(r, s + at);
    f.len = at;
    at += strspn(s + at, ", ");
    int year = year_read(s + at, false, &n);
    if (n)
        f.len = at + n;
    f.date = made(r, year, month, day);
    return f;
}

static struct date_found iso(const struct reading *r, const char *s)
{
    (void)r;
    struct date_found f = {0};
    char text[11] = "";
    size_t n;
    strncpy(text, s, 10);
    if (strspn(text, "0123456789-") == 10 && text[4] == '-' && !byte_is_digit(s[10])) {
        f.len = 10;
        if (!year_read(s, false, &n) || date_parse(text, &f.date))
            f.date = (struct date){0};
    }
    return f;
}

/* 12.11. and 12.11.2026: the day comes first wherever dots are used. */
static struct date_found dotted(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n, at;
    int day = digits(s, 2, &at);
    if (!at || s[at] != '.')
        return f;
    at++;
    at += blanks(s + at);
    int month = digits(s + at, 2, &n);
    if (!n)
        return f;
    at += n;
    bool closed = s[at] == '.';
    at += closed;
    int year = closed ? year_read(s + at, true, &n) : 0;
    if (closed && !n && s[at] == ' ' && (year = year_read(s + at + 1, false, &n)))
        at++;
    if (!closed && (at < 5 || month > 12)) /* "1.5" is a number, "10.30" a time, "12.11" a date */
        return f;
    f.len = at + (year ? n : 0);
    f.date = made(r, year, month, day);
    return f;
}

static bool is_far(const struct reading *r, struct date d)
{
    long days = (long)(date_days(d) - date_days(r->today));
    return days > 183 || days < -183;
}

/* Both readings are offered where the language doesn't know, or knows one that is most of a year
 * away while the other is near. */
static void choose_order(const struct reading *r, struct date day_first, struct date month_first,
                         struct date_found *f)
{
    f->date = r->order == 'm' && month_first.year ? month_first : day_first;
    f->date = f->date.year ? f->date : month_first;
    if (!day_first.year || !month_first.year || date_compare(day_first, month_first) == 0)
        return;
    struct date other = r->order == 'm' ? day_first : month_first;
    if (!r->order || (is_far(r, f->date) && !is_far(r, other)))
        f->other = other;
}

/* 12/11/2026: whether the day or the month comes first depends on the country. */
static struct date_found slashed(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n, at;
    int first = digits(s, 2, &at);
    char mark = s[at];
    if (!at || (mark != '/' && mark != '-'))
        return f;
    int second = digits(s + at + 1, 2, &n);
    if (!n)
        return f;
    at += 1 + n;
    int year = s[at] == mark ? year_read(s + at + 1, true, &n) : 0;
    if (mark == '-' && !year)
        return f; /* "3-4" is a range */
    f.len = year ? at + 1 + n : at;
    struct date day_first = made(r, year, second, first),
                month_first = made(r, year, first, second);
    choose_order(r, day_first, month_first, &f);
    return f;
}

/* "the 12th" */
static struct date_found day_alone(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n;
    int day = digits(s, 2, &n);
    if (!n || !ordinal(r, s + n))
        return f;
    f.len = n + ordinal(r, s + n);
    int step = r->sense == DATE_PAST ? -1 : 1;
    struct date first = {r->today.year, r->today.month, 1};
    for (int i = 0; i < 3 && !f.date.year; i++) {
        struct date month = date_add_months(first, i * step), d = {month.year, month.month, day};
        if (date_valid(d) && date_compare(d, r->today) * step >= 0)
            f.date = d;
    }
    return f;
}

/* "last", "que viene": the bytes of it and of the blanks round it. */
static size_t beside(const struct reading *r, const char *s, const char *english, bool last)
{
    size_t skip = blanks(s), n = word(s + skip, english);
    if (!n && r->tongue)
        n = tongue_stands(s + skip, last ? r->tongue->last : r->tongue->next);
    return n ? skip + n + blanks(s + skip + n) : 0;
}

static struct date day_of_week(const struct reading *r, int day, bool another)
{
    int distance = (int)date_weekday(r->today) - day;
    if (r->sense == DATE_FUTURE)
        distance = -distance;
    distance = (distance + 7) % 7;
    if (distance == 0 && (another || r->sense == DATE_FUTURE))
        distance = 7;
    return date_add(r->today, r->sense == DATE_PAST ? -distance : distance);
}

/* "last Monday", "lunes pasado" */
static struct date_found weekday(const struct reading *r, const char *s)
{
    struct date_found f = {0};
    size_t n, last = beside(r, s, "last", true), next = beside(r, s, "next", false);
    size_t at = last ? last : next;
    int day = weekday_read(r, s + at, &n);
    if (!day)
        return f;
    at += n;
    if (r->tongue && !last && !next &&
        (last = tongue_stands(s + at + blanks(s + at), r->tongue->last)))
        at += blanks(s + at) + last;
    else if (r->tongue && !last && !next &&
             (next = tongue_stands(s + at + blanks(s + at), r->tongue->next)))
        at += blanks(s + at) + next;
    if ((last && r->sense == DATE_FUTURE) || (next && r->sense == DATE_PAST))
        return f;
    f.len = at;
    f.date = day_of_week(r, day, last);
    return f;
}

static struct date_found day_named(const struct reading *r, const char *s)
{
    static const struct {
        const char *phrase;
        int days;
    } table[] = {{"today", 0},
                 {"this morning", 0},
                 {"this afternoon", 0},
                 {"this evening", 0},
                 {"tonight", 0},
                 {"just now", 0},
                 {"yesterday", -1},
                 {"last night", -1},
                 {"the day before yesterday", -2},
                 {"day before yesterday", -2},
                 {"tomorrow", 1},
                 {"day after tomorrow", 2},
                 {"the day after tomorrow", 2}};
    struct date_found f = {0};
    int days = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table && !f.len; i++)
        if ((f.len = word(s, table[i].phrase)))
            days = table[i].days;
    if (!f.len && r->tongue) {
        const struct tongue *t = r->tongue;
        const char *const lists[] = {t->day_before, t->yesterday, t->today, t->tomorrow,
                                     t->day_after};
        days = tongue_among(s, lists, 5, &f.len) - 2;
    }
    /* "por la mañana" and "morgen" are the morning too, and no day that has been */
    if (days == 1 && r->tongue && r->sense == DATE_PAST)
        return (struct date_found){0};
    if (f.len)
        f.date = date_add(r->today, days);
    return f;
}

static int unit_read(const struct reading *r, const char *s, size_t *len)
{
    static const struct {
        const char *word, *key;
        int days;
    } units[] = {
        {"days", "days", 1}, {"day", "days", 1}, {"weeks", "weeks", 7}, {"week", "weeks", 7}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        *len = word(s, units[i].word);
        if (!*len)
            *len = tongue_stands(s, tongue_says(r->tongue, units[i].key));
        if (*len)
            return units[i].days;
    }
    return 0;
}

/* "3 days": how many days, and its length; -1 where it is none. */
static int span_read(const struct reading *r, const struct writer *w, const char *s, size_t *len)
{
    size_t n;
    int count = number_read(s, w, len);
    if (count < 0 || count > 366)
        return -1;
    *len += blanks(s + *len);
    int unit = unit_read(r, s + *len, &n);
    *len += n;
    return unit ? count * unit : -1;
}

/* "3 days ago", "vor 3 Tagen", "in a week" */
static struct date_found relative(const struct reading *r, const struct writer *w, const char *s)
{
    struct date_found f = day_named(r, s);
    bool past = r->sense == DATE_PAST;
    const char *list = !r->tongue ? NULL : past ? r->tongue->ago : r->tongue->in;
    size_t n, before = past ? 0 : word(s, "in");
    if (f.len)
        return f;
    if (!before)
        before = tongue_stands(s, list);
    before += before ? blanks(s + before) : 0;
    int days = span_read(r, w, s + before, &n);
    if (days < 0)
        return f;
    size_t at = before + n, blank = blanks(s + at), after = past ? word(s + at + blank, "ago") : 0;
    if (!after && !before)
        after = tongue_stands(s + at + blank, list);
    if (before || after) {
        f.len = at + (after ? blank + after : 0);
        f.date = date_add(r->today, past ? -days : days);
    }
    return f;
}

/* A date is over where no letter or digit goes on. */
static bool is_whole(const char *s, struct date_found f)
{
    return f.len > 0 && !byte_in_word(s[f.len]);
}

static struct date_found in_figures(const struct reading *r, const char *s)
{
    static struct date_found (*const readers[])(const struct reading *, const char *) = {
        iso, day_month, month_day, slashed, dotted, day_alone};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct date_found f = readers[i](r, s);
        if (is_whole(s, f))
            return f;
    }
    return (struct date_found){0};
}

/* "on", "the", "el", "am", or some of them. */
static size_t skip_articles(const struct reading *r, const char *s)
{
    size_t at = 0, n = 1;
    for (int i = 0; n && i < MAX_ARTICLES; at += n, i++) {
        n = word(s + at, "on");
        n = n ? n : word(s + at, "the");
        n = n ? n : r->tongue ? tongue_stands(s + at, r->tongue->on) : 0;
        n += n ? blanks(s + at + n) : 0;
    }
    return at;
}

/* "Monday, 12 Nov": the day of the week only has to agree; of 12/11 it tells which is meant. */
static struct date_found weekday_and_date(const struct reading *r, const char *s)
{
    size_t n;
    int day = weekday_read(r, s, &n);
    size_t at = day ? n + strspn(s + n, "., ") : 0;
    at += day ? skip_articles(r, s + at) : 0;
    struct date_found f = {0};
    if (day && at > n)
        f = in_figures(r, s + at);
    if (!f.len)
        return f;
    f.len += at;
    if (f.other.year && (int)date_weekday(f.other) == day && (int)date_weekday(f.date) != day)
        f.date = f.other;
    if (f.date.year && (int)date_weekday(f.date) != day)
        f.date = (struct date){0};
    f.other = (struct date){0};
    return f;
}

struct date_found date_read(const char *s, const struct writer *w, enum date_sense sense)
{
    const struct reading r = {.tongue = tongue_of(w->language),
                              .today = w->today,
                              .sense = sense,
                              .order = tongue_date_order(w->language)};
    struct date_found f = relative(&r, w, s);
    size_t skip = f.len ? 0 : skip_articles(&r, s);
    s += skip;
    if (!is_whole(s, f))
        f = relative(&r, w, s);
    if (!is_whole(s, f))
        f = weekday_and_date(&r, s);
    if (!is_whole(s, f))
        f = in_figures(&r, s);
    if (!is_whole(s, f))
        f = weekday(&r, s);
    if (!is_whole(s, f))
        return (struct date_found){0};
    f.len += skip;
    return f;
}
