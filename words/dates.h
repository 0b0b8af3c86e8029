/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dates.h - dates as people write them in English and in their own language; inside words/ only.
 *
 * 12 Nov, Nov 12th, 12th of November 2026, 12.11., 12.11.2026, 2026-11-12,
 * 13/11/2026, the 12th, today, yesterday, (on|last) Monday, Monday 12 Nov, 3 days ago, in a week;
 * el 12 de noviembre, am Montag, il y a trois jours. The language says which of 12/11 is the day;
 * where it can't, both are offered.
 */
#ifndef WORDS_DATES_H
#define WORDS_DATES_H

#include "words/writer.h"
#include <stddef.h>

enum date_sense { DATE_PAST, DATE_FUTURE }; /* where a date without its year lies */

struct date_found {
    struct date date;  /* year 0: looks like a date and is none (31 Feb) */
    struct date other; /* year set: 12/11 may be this one as well */
    size_t len;        /* bytes read; 0: there is no date here */
};

/* Reads a date at the very beginning of s. */
struct date_found date_read(const char *s, const struct writer *w, enum date_sense sense);

/* A whole number in digits or words ("7", "seven", "a", "siete"), -1 where there is none.
 * *len becomes the bytes read. */
int number_read(const char *s, const struct writer *w, size_t *len);

/* Is the word at s the article that also means one ("a mentor", "un mentor")? */
bool number_is_article(const char *s, const struct writer *w);

#endif
