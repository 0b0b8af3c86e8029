/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_form.h - the Mentor Contact Form: who was written to, who was reached, how it goes.
 *
 * One row a mentor: the dates on which contact was attempted, those on which it
 * was made, the mentees of today, and a summary. The mentors are who holds the
 * role that the programme's `match` starts from (else the first role that
 * somebody is responsible for), and who gave it up within the time asked for.
 *
 * The summary is in the coordinator's own words: what she answered when she was
 * asked (the field "summary" of an `ask`), what she noted when she reported a
 * contact, and the rules' notes. What a mentor wrote never gets there. An answer
 * speaks of several mentors by name, one a paragraph:
 *
 *     Ana: enjoys it, they meet weekly.
 *     Bo Berg - still looking for a time.
 *
 * Names are full names, or first names that only one mentor has; without regard
 * to case. A later answer about a mentor takes the place of an earlier one. What
 * names nobody is the coordinator's remark.
 */
#ifndef REPORTS_CONTACT_FORM_H
#define REPORTS_CONTACT_FORM_H

#include "store/store.h"

struct contact_row {
    int64_t mentor;
    const char *name;
    const char *status;      /* NULL while active */
    const char *responsible; /* whose person this is now; "" where nobody is */
    int64_t responsible_id;
    struct date *attempted; /* oldest first, each day once */
    size_t attempted_count, attempted_cap;
    struct date *made;
    size_t made_count, made_cap;
    const char **mentees;
    size_t mentees_count, mentees_cap;
    const char *answer;  /* how the coordinator summed it up; NULL: not yet */
    const char *reports; /* what was noted with contacts that were reported; NULL: nothing */
    const char *notes;   /* of the rules; NULL: none */
};

struct contact_remark {
    const char *by, *text;
};

struct contact_form {
    const struct programme *programme;
    struct arena *arena;
    instant from, to;
    struct contact_row *rows; /* by who is responsible, then by name */
    size_t rows_count, rows_cap;
    struct contact_remark *remarks; /* said about nobody in particular */
    size_t remarks_count, remarks_cap;
};

/* What happened at from <= t < to. Everything lives in the arena. -1: store_error(). */
int contact_form_build(struct store *s, struct arena *a, const struct programme *p, instant from,
                       instant to, struct contact_form *out);

/* The month that the day lies in, in the programme's zone. */
void contact_form_month(const struct programme *p, struct date day, instant *from, instant *to);

/* All that is said of a mentor, in one paragraph; "" where nothing is. */
const char *contact_row_summary(struct arena *a, const struct contact_row *r);
/* "15 Dec, 22 Dec"; "" where there is none. */
const char *contact_dates(struct arena *a, const struct date *dates, size_t count);

/* A table no wider than width (0: as wide as it gets), headed by title and time. */
void contact_form_text(const struct contact_form *f, int width, struct buf *out);
/* The same for a spreadsheet: a line a mentor, dates as 2026-12-15. */
void contact_form_csv(const struct contact_form *f, struct buf *out);
/* The same as an XLSX file. created: what the file says of itself. -1 with e. */
int contact_form_xlsx(const struct contact_form *f, instant created, struct buf *out,
                      struct err *e);
/* "December 2026" for a month, else both days. */
const char *contact_form_period(const struct contact_form *f);

#endif
