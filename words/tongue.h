/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tongue.h - words for dates, numbers, commands and answers in the languages that people write;
 * inside words/ only.
 *
 * English is understood from everybody and is no tongue here: what takes a tongue takes NULL for
 * English alone. A list is phrases with | between them, folded (fold.h); the longest that stands in
 * a place counts. A phrase of several words has one blank between them.
 */
#ifndef WORDS_TONGUE_H
#define WORDS_TONGUE_H

#include <stdbool.h>
#include <stddef.h>

#define TONGUE_PHRASE_BYTES 80 /* no phrase of a list is longer */

struct tongue_phrase {
    const char *english; /* as the tables of commands and answers have it */
    const char *theirs;  /* a list */
};

struct tongue {
    const char *code;        /* "es" */
    const char *months[12];  /* lists: names and short forms */
    const char *weekdays[7]; /* Monday first; whole names only: "Mon" is French for "my" */
    const char *numbers[13]; /* zero to twelve */
    const char *on;          /* before a date: "el", "am" */
    const char *of;          /* between day, month and year: "de" */
    const char *ordinals;    /* behind the digits of a day: "er" */
    const char *last, *next; /* before or behind a day of the week */
    const char *ago, *in;    /* before or behind "3 days" */
    const char *today, *yesterday, *day_before, *tomorrow, *day_after;
    const char *at, *hour; /* "um", "Uhr": round a time of day */
    const char *denials;   /* words that deny or put off what stands beside them */
    const char *nots;      /* those that say it of a day: "on the 5th I can't" */
    const char *not_then;  /* right before a day: "before", "after" */
    bool verb_last;        /* orders may end with the verb: "eine Woche verschieben" */
    const struct tongue_phrase *phrases; /* ended by a NULL */
};

extern const struct tongue *const tongues[]; /* all, NULL-ended */

/* "es", "pt-BR"; NULL for English, for none and for those that have no words here. */
const struct tongue *tongue_of(const char *language);

/* What people of that language put first in 5/7: 'd', 'm', or 0 where nobody can know. */
char tongue_date_order(const char *language);

/* The bytes of raw text at s that are the longest phrase of the list, whole words in any case. */
size_t tongue_stands(const char *s, const char *list);

/* The place in a table of lists whose phrase stands at s; -1 where none. *len: its bytes. */
int tongue_among(const char *s, const char *const *lists, size_t count, size_t *len);

/* The list for an English phrase, or NULL. */
const char *tongue_says(const struct tongue *t, const char *english);

/* Does folded text have what the language says for the English phrase? */
bool tongue_has(const struct tongue *t, const char *english, const char *folded);

/* The next phrase of a list from *list on, into out (cut where cap ends); false at the end. */
bool tongue_next(const char **list, char *out, size_t cap);

#endif
