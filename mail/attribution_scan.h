/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribution_scan.h - the dates, times and addresses of what may be an attribution; inside mail/
 * only.
 */
#ifndef MAIL_ATTRIBUTION_SCAN_H
#define MAIL_ATTRIBUTION_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct attribution_marks {
    bool date, iso, year, time, email, wrapped, bracket, verb, verb_last, colon, framed, person,
        tail;
    bool ended;  /* with a colon of its own; a verb at the end makes colon true, too */
    bool opens;  /* the first word is the date, the address or leads to it */
    size_t lead; /* words before the first date or address */
    size_t words;
};

static inline bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline size_t digits_at(const char *s)
{
    return strspn(s, "0123456789");
}

/* Sets of m: date, iso, year, time, email, wrapped, lead and words; the others are attribution.c's.
 */
void attribution_scan(const char *folded, struct attribution_marks *m);

#endif
