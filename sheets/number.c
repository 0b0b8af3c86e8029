/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/number.h"
#include "base/civil.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAY           86400
#define DAYS_TO_1970  25569 /* from 1899-12-30 */
#define DAYS_OF_1904  1462
#define LAST_DAY      2958465 /* 9999-12-31 */
#define EXCEL_LEAP    60      /* 1900-02-29, which never was, but Excel counts it */
#define MOST_ACCURATE 1e15    /* whole numbers below it are exact in a double */

/* --- formats ------------------------------------------------------------------------------------
 */

struct number_format number_format_builtin(long id)
{
    struct number_format f = {NUMBER_PLAIN, 0};

    if (id == 9 || id == 10)
        f.kind = NUMBER_PERCENT;
    else if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        f.kind = NUMBER_DATE;
    else if (id == 22)
        f.kind = NUMBER_DATE_TIME;
    else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        f.kind = NUMBER_TIME;
    return f;
}

/* The letter at *code that says something, in lower case; literal text, colours
 * and conditions are passed over. [h], hours beyond 24, is h. 0 at the end, which
 * is that of the section for positive numbers. */
static char next_letter(const char **code)
{
    const char *s = *code, *close;
    char c = 0;

    while (!c && *s && *s != ';') {
        if (*s == '"') {
            close = strchr(s + 1, '"');
            s = close ? close + 1 : s + strlen(s);
        } else if (*s == '[' && s[1 + strspn(s + 1, "hHmMsS")] != ']' && (close = strchr(s, ']'))) {
            s = close + 1;
        } else if (strchr("\\_*", *s)) {
            s += s[1] ? 2 : 1;
        } else {
            c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 'a' - 'A') : *s;
            s++;
        }
    }
    *code = s;
    return c;
}

struct number_format number_format_code(const char *code)
{
    struct number_format f = {NUMBER_PLAIN, 0};
    bool date = false, time = false, months = false, other = false;
    char c;

    while ((c = next_letter(&code))) {
        date |= c == 'y' || c == 'd';
        time |= c == 'h' || c == 's';
        months |= c == 'm'; /* or minutes */
        f.digits += c == '0';
        other |= c != '0';
        if (c == '%')
            f.kind = NUMBER_PERCENT;
    }
    if (date || time || months)
        f.kind = date || !time ? (time ? NUMBER_DATE_TIME : NUMBER_DATE) : NUMBER_TIME;
    if (other)
        f.digits = 0;
    return f;
}

/* --- numbers ------------------------------------------------------------------------------------
 */

static const char *clock_text(struct arena *a, long seconds)
{
    if (seconds % 60)
        return arena_printf(a, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60,
                            seconds % 60);
    return arena_printf(a, "%02ld:%02ld", seconds / 3600, seconds / 60 % 60);
}

static const char *date_text(struct arena *a, double serial, enum number_kind kind, bool since_1904)
{
    double day = floor(serial);
    long seconds = lround((serial - day) * DAY);
    struct date d;

    if (seconds == DAY) {
        day++;
        seconds = 0;
    }
    if (kind == NUMBER_TIME)
        return clock_text(a, (long)day * DAY + seconds);
    if (since_1904)
        day += DAYS_OF_1904;
    else if (day < EXCEL_LEAP)
        day++;
    d = date_from_days((int64_t)day - DAYS_TO_1970);
    if (kind == NUMBER_DATE || seconds == 0) /* who types a day means no midnight */
        return date_format(a, d);
    return arena_printf(a, "%s %s", date_format(a, d), clock_text(a, seconds));
}

static bool is_whole(const char *number)
{
    number += *number == '-';
    return *number && number[strspn(number, "0123456789")] == '\0';
}

static const char *plain_text(struct arena *a, const char *number, double value, int digits)
{
    bool whole = fabs(value) < MOST_ACCURATE && value == floor(value);

    if (whole && digits > 0 && digits < 20 && value >= 0)
        return arena_printf(a, "%0*.0f", digits, value);
    if (is_whole(number))
        return arena_strdup(a, number);
    return whole ? arena_printf(a, "%.0f", value + 0.0) : arena_printf(a, "%.15g", value);
}

static const char *percent_text(struct arena *a, double value)
{
    return arena_printf(a, "%.10g%%", value * 100);
}

const char *number_text(struct arena *a, const char *number, struct number_format format,
                        bool since_1904)
{
    char *end;
    double value = strtod(number, &end);

    if (end == number || *end || !isfinite(value))
        return arena_strdup(a, number);
    if (format.kind == NUMBER_PERCENT)
        return percent_text(a, value);
    if (format.kind != NUMBER_PLAIN && value >= 0 && value <= LAST_DAY - DAYS_OF_1904)
        return date_text(a, value, format.kind, since_1904);
    return plain_text(a, number, value, format.digits);
}
