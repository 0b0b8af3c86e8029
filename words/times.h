/* SPDX-License-Identifier: GPL-2.0-or-later */
/* times.h - a time of day as people write it; inside words/ only.
 *
 * 14:30, 2.30 pm, 14h30, 18 Uhr 30, noon, 6 in the evening, half past six pm. A bare number is no
 * time, nor is "for 2 h"; "half past six" is one of two.
 */
#ifndef WORDS_TIMES_H
#define WORDS_TIMES_H

#include "words/writer.h"
#include <stdbool.h>
#include <stddef.h>

struct time_found {
    int minute;   /* of the day */
    bool unclear; /* of the morning or of the evening; or "18 Uhr 30 Leute" */
    size_t len;   /* bytes read; 0: there is no time here */
};

/* Reads a time at the very beginning of s. told: something says that one stands there ("um"), so
 * that an hour alone will do. */
struct time_found time_read(const char *s, const struct writer *w, bool told);

#endif
