/* SPDX-License-Identifier: GPL-2.0-or-later */
/* away_dates.h - dates as people write them in notices of absence, all languages at once; inside
 * mail/ only.
 *
 * dates.h reads what one person writes, whose language is known. Here nobody is
 * known: the text is folded (fold.h), months and days of the week are looked up
 * in all languages, and a date without a year is the next one.
 */
#ifndef MAIL_AWAY_DATES_H
#define MAIL_AWAY_DATES_H

#include "base/civil.h"

struct date_reader {
    struct date sent; /* the day of the message */
    bool day_first;   /* 5/7 is in July: the text is in no English, which writes it both ways */
    bool month_first; /* 5/7 is in May: the Far East */
};

/* What the language of the text says about the order of 5/7. */
void date_reader_init(struct date_reader *r, const char *text, struct date sent);

/* The date that begins at s, or year 0; date_here: only one that may be a return, not long past
 * nor years away. */
struct date date_written(const struct date_reader *r, const char *s);
struct date date_here(const struct date_reader *r, const char *s);

/* The same, of less: "the 17th", "May 2027", "Monday", "tomorrow". before: the beginning of the
 * text, as "in" or "the" stand before s. */
struct date date_vague(const struct date_reader *r, const char *before, const char *s);

/* "月曜日", "周一": written together with what follows. */
struct date date_far_east_weekday(const struct date_reader *r, const char *s);

/* A day of the week begins at s. */
bool date_is_weekday(const char *s);

/* "Next week" begins at s. */
bool date_is_next_week(const char *s);

/* The name of a month or a day of the week, folded. */
bool date_is_word(const char *folded);

/* "May 2027": its first day. */
struct date date_month(const struct date_reader *r, const char *s);

/* Whether a date may begin at s: no figure goes on there. */
bool date_may_begin(const char *before, const char *s);

#endif
