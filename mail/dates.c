/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/dates.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c < 0;
}

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
    return strncasecmp(s, want, n) == 0 && !is_letter(s[n]) && !is_digit(s[n]) ? n : 0;
}

static size_t blanks(const char *s)
{
    return strspn(s, " ");
}

int number_read(const char *s, size_t *len)
{
    static const char *const words[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    int n = digits(s, 4, len);
    if (*len)
        return is_letter(s[*len]) && s[*len] != 'd' && s[*len] != 'w' ? -1 : n;
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
        if ((*len = word(s, words[i])))
            return i;
    if ((*len = word(s, "a")) || (*len = word(s, "an")))
        return 1;
    return -1;
}

/* At least three letters of a month's name: "nov", "sept", "november". */
static int month_read(const char *s, size_t *len)
{
    size_t n = 0;
    while (is_letter(s[n]))
        n++;
    *len = n;
    for (int m = 1; n >= 3 && m <= 12; m++)
        if (strlen(month_name(m)) >= n && strncasecmp(s, month_name(m), n) == 0)
            return m;
    return 0;
}

static int weekday_read(const char *s, size_t *len)
{
    size_t n = 0;
    while (is_letter(s[n]))
        n++;
    *len = n;
    /* "Sat" is a day, "sat" is what one does on a chair. */
    bool capital = *s >= 'A' && *s <= 'Z';
    for (int d = MONDAY; n >= 3 && d <= SUNDAY; d++) {
        size_t whole = strlen(weekday_name((enum weekday)d));
        if ((n == whole || (capital && n < whole && n <= 5)) &&
            strncasecmp(s, weekday_name((enum weekday)d), n) == 0)
            return d;
    }
    return 0;
}

static size_t ordinal(const char *s)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (word(s, endings[i]))
            return 2;
    return 0;
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
static struct date in_some_year(int month, int day, struct date today, enum date_sense sense)
{
    int step = sense == DATE_PAST ? -1 : 1;
    for (int i = 0, y = today.year; i <= 8; i++, y += step) {
        struct date d = {y, month, day};
        if (date_valid(d) && date_compare(d, today) * step >= 0)
            return d;
    }
    return (struct date){0};
}

static struct date made(int year, int month, int day, struct date today, enum date_sense sense)
{
    struct date d = {year, month, day};
    if (!year)
        return in_some_year(month, day, today, sense);
    return date_valid(d) ? d : (struct date){0};
}

/* "12th of November, 2026" and "12 Nov" */
static struct date_found day_month(const char *s, struct date today, enum date_sense sense)
{
    struct date_found f = {0};
    size_t n, at;
    int day = digits(s, 2, &at);
    if (!at)
        return f;
    at += ordinal(s + at);
    at += s[at] == '.';
    at += strspn(s + at, " -");
    if ((n = word(s + at, "of")))
        at += n + blanks(s + at + n);
    int month = month_read(s + at, &n);
    if (!month)
        return f;
    at += n;
    f.len = at + (s[at] == '.');
    at = f.len + strspn(s + f.len, ", -");
    int year = year_read(s + at, false, &n);
    if (n)
        f.len = at + n;
    f.date = made(year, month, day, today, sense);
    return f;
}

/* "November 12th, 2026" */
static struct date_found month_day(const char *s, struct date today, enum date_sense sense)
{
    struct date_found f = {0};
    size_t n, at;
    int month = month_read(s, &at);
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
    at += ordinal(s + at);
    f.len = at;
    at += strspn(s + at, ", ");
    int year = year_read(s + at, false, &n);
    if (n)
        f.len = at + n;
    f.date = made(year, month, day, today, sense);
    return f;
}

static struct date_found iso(const char *s)
{
    struct date_found f = {0};
    char text[11] = "";
    strncpy(text, s, 10);
    if (strspn(text, "0123456789-") == 10 && text[4] == '-' && !is_digit(s[10])) {
        f.len = 10;
        if (date_parse(text, &f.date))
            f.date = (struct date){0};
    }
    return f;
}

/* 12.11. and 12.11.2026: the day comes first wherever dots are used. */
static struct date_found dotted(const char *s, struct date today, enum date_sense sense)
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
    f.date = made(year, month, day, today, sense);
    return f;
}

/* 12/11/2026: whether the day or the month comes first depends on the country. */
static struct date_found slashed(const char *s, struct date today, enum date_sense sense)
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
    struct date day_first = made(year, second, first, today, sense);
    struct date month_first = made(year, first, second, today, sense);
    f.date = day_first.year ? day_first : month_first;
    if (day_first.year && month_first.year && first != second)
        f.other = month_first;
    return f;
}

/* "the 12th" */
static struct date_found day_alone(const char *s, struct date today, enum date_sense sense)
{
    struct date_found f = {0};
    size_t n;
    int day = digits(s, 2, &n);
    if (!n || !ordinal(s + n))
        return f;
    f.len = n + ordinal(s + n);
    int step = sense == DATE_PAST ? -1 : 1;
    struct date first = {today.year, today.month, 1};
    for (int i = 0; i < 3 && !f.date.year; i++) {
        struct date month = date_add_months(first, i * step), d = {month.year, month.month, day};
        if (date_valid(d) && date_compare(d, today) * step >= 0)
            f.date = d;
    }
    return f;
}

static struct date_found weekday(const char *s, struct date today, enum date_sense sense)
{
    struct date_found f = {0};
    size_t n, last = word(s, "last"), next = word(s, "next");
    size_t at = last ? last : next;
    at += blanks(s + at);
    int day = weekday_read(s + at, &n);
    if (!day || (last && sense == DATE_FUTURE) || (next && sense == DATE_PAST))
        return f;
    int distance = (int)date_weekday(today) - day;
    if (sense == DATE_FUTURE)
        distance = -distance;
    distance = (distance + 7) % 7;
    if (distance == 0 && (last || sense == DATE_FUTURE))
        distance = 7;
    f.len = at + n;
    f.date = date_add(today, sense == DATE_PAST ? -distance : distance);
    return f;
}

/* today, yesterday, tomorrow, 3 days ago, a week ago */
static struct date_found relative(const char *s, struct date today, enum date_sense sense)
{
    static const struct {
        const char *phrase;
        int days;
    } table[] = {{"today", 0},        {"this morning", 0}, {"this afternoon", 0},
                 {"this evening", 0}, {"tonight", 0},      {"just now", 0},
                 {"yesterday", -1},   {"last night", -1},  {"the day before yesterday", -2},
                 {"tomorrow", 1}};
    struct date_found f = {0};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if ((f.len = word(s, table[i].phrase))) {
            f.date = date_add(today, table[i].days);
            return f;
        }
    size_t n, at;
    int count = number_read(s, &at);
    if (count < 0 || count > 366 || sense == DATE_FUTURE)
        return f;
    at += blanks(s + at);
    int unit = (n = word(s + at, "days")) || (n = word(s + at, "day"))     ? 1
               : (n = word(s + at, "weeks")) || (n = word(s + at, "week")) ? 7
                                                                           : 0;
    at += n;
    at += blanks(s + at);
    if (unit && word(s + at, "ago")) {
        f.len = at + 3;
        f.date = date_add(today, -count * unit);
    }
    return f;
}

/* A date is over where no letter or digit goes on. */
static bool is_whole(const char *s, struct date_found f)
{
    return f.len > 0 && !is_letter(s[f.len]) && !is_digit(s[f.len]);
}

struct date_found date_read(const char *s, struct date today, enum date_sense sense)
{
    size_t skip = word(s, "on");
    skip += blanks(s + skip);
    struct date_found f = relative(s + skip, today, sense);
    if (!f.len && word(s + skip, "the")) {
        skip += 3;
        skip += blanks(s + skip);
    }
    s += skip;
    if (!f.len)
        f = iso(s);
    if (!is_whole(s, f))
        f = day_month(s, today, sense);
    if (!is_whole(s, f))
        f = month_day(s, today, sense);
    if (!is_whole(s, f))
        f = slashed(s, today, sense);
    if (!is_whole(s, f))
        f = dotted(s, today, sense);
    if (!is_whole(s, f))
        f = weekday(s, today, sense);
    if (!is_whole(s, f))
        f = day_alone(s, today, sense);
    if (!is_whole(s, f))
        return (struct date_found){0};
    f.len += skip;
    return f;
}
