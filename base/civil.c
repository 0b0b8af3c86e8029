/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates are counted in days since 1970-01-01. The arithmetic lets a year begin
 * in March, so that the leap day is the last of its year. */
#include "base/civil.h"
#include <stddef.h>
#include <string.h>

#define DAYS_PER_ERA 146097    /* 400 years */
#define DAYS_TO_1970 719468    /* from 0000-03-01 */
#define FIRST_DAY    (-719162) /* 0001-01-01 */
#define LAST_DAY     2932896   /* 9999-12-31 */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= days_in_month(d.year, d.month);
}

int64_t date_days(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = year / 400;
    int64_t year_of_era = year % 400;
    int64_t month = (d.month + 9) % 12; /* March is 0 */
    int64_t day_of_year = (153 * month + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct date date_from_days(int64_t days)
{
    int64_t day, era, day_of_era, year_of_era, day_of_year, month;

    days = days < FIRST_DAY ? FIRST_DAY : days > LAST_DAY ? LAST_DAY : days;
    day = days + DAYS_TO_1970;
    era = day / DAYS_PER_ERA;
    day_of_era = day % DAYS_PER_ERA;
    year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) /
        365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * day_of_year + 2) / 153;
    return (struct date){
        .year = (int)(year_of_era + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

struct date date_add(struct date d, int days)
{
    return date_from_days(date_days(d) + days);
}

struct date date_add_months(struct date d, int months)
{
    int64_t month = (int64_t)d.year * 12 + d.month - 1 + months;

    if (month < 12)
        return date_from_days(FIRST_DAY);
    if (month >= 10000 * 12)
        return date_from_days(LAST_DAY);
    d.year = (int)(month / 12);
    d.month = (int)(month % 12) + 1;
    if (d.day > days_in_month(d.year, d.month))
        d.day = days_in_month(d.year, d.month);
    return d;
}

int date_compare(struct date a, struct date b)
{
    int a_key = (a.year * 16 + a.month) * 32 + a.day;
    int b_key = (b.year * 16 + b.month) * 32 + b.day;

    return (a_key > b_key) - (a_key < b_key);
}

enum weekday date_weekday(struct date d)
{
    /* 0001-01-01 was a Monday. */
    return (enum weekday)((date_days(d) - FIRST_DAY) % 7 + MONDAY);
}

/* Reads exactly that many digits; -1 where there is anything else. */
static int digits(const char *s, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

static int date_prefix(const char *s, struct date *out)
{
    struct date d;

    if (strnlen(s, 10) < 10 || s[4] != '-' || s[7] != '-')
        return -1;
    d = (struct date){.year = digits(s, 4), .month = digits(s + 5, 2), .day = digits(s + 8, 2)};
    if (!date_valid(d))
        return -1;
    *out = d;
    return 0;
}

int date_parse(const char *s, struct date *out)
{
    struct date d;

    if (date_prefix(s, &d) < 0 || s[10] != '\0')
        return -1;
    *out = d;
    return 0;
}

int civil_parse(const char *s, struct civil *out)
{
    struct civil c = {0};
    size_t len = strnlen(s, 20);

    if (date_prefix(s, &c.date) < 0 || (len != 10 && len != 16 && len != 19))
        return -1;
    if (len > 10) {
        if ((s[10] != ' ' && s[10] != 'T') || s[13] != ':' || (len == 19 && s[16] != ':'))
            return -1;
        c.hour = digits(s + 11, 2);
        c.minute = digits(s + 14, 2);
        c.second = len == 19 ? digits(s + 17, 2) : 0;
    }
    if (c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 59)
        return -1;
    *out = c;
    return 0;
}

int clock_parse(const char *s)
{
    int hour, minute;

    if (strnlen(s, 6) != 5 || s[2] != ':')
        return -1;
    hour = digits(s, 2);
    minute = digits(s + 3, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    return hour * 60 + minute;
}

char *date_format(struct arena *a, struct date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

char *civil_format(struct arena *a, struct civil c)
{
    return arena_printf(a, "%04d-%02d-%02d %02d:%02d", c.date.year, c.date.month, c.date.day,
                        c.hour, c.minute);
}

const char *weekday_name(enum weekday d)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};

    return names[d - MONDAY];
}

const char *month_name(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    return names[month - 1];
}
