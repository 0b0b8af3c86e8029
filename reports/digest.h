/* SPDX-License-Identifier: GPL-2.0-or-later */
/* digest.h - a coordinator's people as numbered lines: what is, and what comes next.
 *
 * Who needs her comes first: who can't be reached, who is silent, then who is
 * away, then the rest; by name among equals. The numbers are those of one
 * letter: the store keeps whom each was about (store_put_letter_line).
 */
#ifndef REPORTS_DIGEST_H
#define REPORTS_DIGEST_H

#include "store/store.h"

#define DIGEST_MOST 200

enum digest_place { DIGEST_STOPPED, DIGEST_SILENT, DIGEST_AWAY, DIGEST_FINE };

struct digest_row {
    int number; /* from 1 */
    int64_t person;
    const char *name;
    enum digest_place place;
    const char *what; /* "written to on 15 Dec, no answer yet" */
    const char *next; /* "hand over to welcome"; "" where nothing is planned */
    instant next_at;  /* when, unless stopped; 0 */
};

struct digest {
    struct digest_row *rows;
    size_t count, cap;
};

/* One person's row, without a number. -1: store_error(). */
int digest_person(struct store *s, struct arena *a, const struct programme *p, int64_t person,
                  instant now, struct digest_row *out);

/* At most DIGEST_MOST people. Everything lives in the arena. -1: store_error(). */
int digest_build(struct store *s, struct arena *a, const struct programme *p, int64_t coordinator,
                 instant now, struct digest *out);

#endif
