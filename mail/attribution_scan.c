/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/attribution_scan.h"
#include "mail/attribution.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* "12/11/2026", "2026-11-12", "12.11.26": three numbers and two separators. */
static size_t numeric_date(const char *s)
{
    size_t a = digits_at(s);
    if (!a || a > 4 || !strchr("./-", s[a]) || !s[a])
        return 0;
    size_t at = a + 1;
    if (s[at] == ' ')
        at++;
    size_t b = digits_at(s + at);
    if (!b || b > 2)
        return 0;
    at += b;
    if (!s[at] || !strchr("./-", s[at]))
        return 0;
    at++;
    if (s[at] == ' ')
        at++;
    size_t c = digits_at(s + at);
    return c && c <= 4 && (c >= 2 || a == 4) ? at + c : 0;
}

/* "19:03", "19.03", "19h03". */
static size_t clock_time(const char *s, bool dotted)
{
    size_t a = digits_at(s);
    if (!a || a > 2 || !s[a] || !strchr(dotted ? ":.h" : ":h", s[a]))
        return 0;
    if (digits_at(s + a + 1) != 2 || atoi(s) > 24 || atoi(s + a + 1) > 59)
        return 0;
    size_t end = a + 3;
    return s[end] == '.' && digit(s[end + 1]) ? 0 : end;
}

static bool is_year(const char *s, size_t n)
{
    int v = n == 4 ? atoi(s) : 0; /* and of the Thai and the Persian calendar */
    return (v >= 1980 && v < 2100) || (v >= 2523 && v < 2643) || (v >= 1360 && v < 1480);
}

static bool far_east_date(const char *s)
{
    static const char *const units[] = {"年", "月", "日", "년", "월", "일", NULL};
    for (const char *const *u = units; *u; u++)
        if (strncmp(s, *u, strlen(*u)) == 0)
            return true;
    return false;
}

/* An address: an @ between word characters. */
static bool email_at(const char *folded, const char *at)
{
    return at > folded && (isalnum((unsigned char)at[-1]) || strchr("_-+.'", at[-1])) &&
           isalnum((unsigned char)at[1]);
}

/* "<name@example.org>", "(name@example.org)", "[mailto:...". */
static bool in_brackets(const char *folded, const char *at)
{
    while (at > folded && at[-1] != ' ' && !strchr("<([", at[-1]))
        at--;
    return at > folded && at[-1] != ' ';
}

struct scan {
    struct attribution_marks *m;
    const char *folded;
    size_t word;                /* number of the word that is looked at */
    size_t year_word, day_word; /* where a year and a day of the month stood; 0: nowhere */
    bool found;
};

static void found_at(struct scan *s, size_t word)
{
    if (!s->found)
        s->m->lead = word ? word - 1 : 0;
    s->found = true;
}

static void found(struct scan *s)
{
    found_at(s, s->word);
}

static size_t scan_number(struct scan *s, const char *p)
{
    size_t n = numeric_date(p);
    if (n) {
        s->m->date = s->m->year = true;
        s->m->iso = s->m->iso || digits_at(p) == 4;
        found(s);
        return n;
    }
    n = digits_at(p);
    if (far_east_date(p + n)) {
        s->m->date = s->m->year = true;
        found(s);
        return n;
    }
    size_t clock = clock_time(p, true);
    if (clock) {
        s->m->time = true;
        found(s);
        return clock;
    }
    if (is_year(p, n))
        s->year_word = s->word;
    else if (n <= 2 && atoi(p) >= 1 && atoi(p) <= 31)
        s->day_word = s->word;
    else
        return n;
    if (s->year_word && s->day_word && s->year_word + 5 > s->day_word &&
        s->day_word + 5 > s->year_word) {
        s->m->date = s->m->year = true;
        found_at(s, s->day_word < s->year_word ? s->day_word : s->year_word);
    }
    return n;
}

/* The bytes of the address that begins at p; 0 where none does. */
static size_t address_at(const char *folded, const char *p)
{
    if (p > folded && !strchr(" <([:\"", p[-1]))
        return 0;
    size_t n = strcspn(p, " <>()[]:\"");
    const char *at = memchr(p, '@', n);
    return at && email_at(folded, at) ? n : 0;
}

/* However many words an address is made of, it counts as one. */
static size_t scan_address(struct scan *s, const char *p)
{
    size_t n = address_at(s->folded, p);
    if (!n)
        return 0;
    s->word++;
    s->m->email = true;
    s->m->wrapped = s->m->wrapped || in_brackets(s->folded, p);
    found(s);
    return n;
}

void attribution_scan(const char *folded, struct attribution_marks *m)
{
    struct scan s = {.m = m, .folded = folded};
    bool in_word = false;
    for (const char *p = folded; *p;) {
        size_t address = scan_address(&s, p);
        if (address) {
            p += address;
            in_word = false;
            continue;
        }
        bool letter = digit(*p) || isalpha((unsigned char)*p) || (unsigned char)*p >= 0x80;
        if (letter && !in_word)
            s.word++;
        size_t step =
            digit(*p) && !(in_word && isalpha((unsigned char)p[-1])) ? scan_number(&s, p) : 1;
        p += step;
        in_word = step > 1 ? digit(p[-1]) : letter;
    }
    m->words = s.word;
    m->date = m->date || (m->time && s.day_word);
    if (!s.found)
        m->lead = s.word;
}

bool text_has_date(const char *folded)
{
    struct attribution_marks m = {0};
    attribution_scan(folded, &m);
    return m.date;
}

bool text_has_time(const char *folded)
{
    struct attribution_marks m = {0};
    attribution_scan(folded, &m);
    return m.time;
}

bool text_has_email(const char *folded)
{
    for (const char *p = folded; (p = strchr(p, '@')); p++)
        if (email_at(folded, p))
            return true;
    return false;
}
