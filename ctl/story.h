/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.h - what happened at an instant, as a paragraph that people read.
 *
 *     Tue 15 Dec 10:00  check-in 2026-12 comes round
 *                       → check-in, from Dave Osei to Mia Sato
 *                         an answer by Tue 22 Dec 10:00, else check-in-again
 *
 * A paragraph is made of the events since the last one. What the log keeps for
 * machines (steps entered, letters queued) is not told. Never wider than the
 * terminal; 80 columns into a pipe.
 */
#ifndef CTL_STORY_H
#define CTL_STORY_H

#include "ctl/ctl.h"

/* A letter that went out, to be answered later. */
struct told_letter {
    int64_t id, recipient, about, case_id;
    const char *name, *step;
};

struct story {
    struct ctl *c;                     /* foreign: store and names */
    const struct programme *programme; /* foreign */
    struct arena *arena;               /* own: of one paragraph */
    int64_t last;                      /* the last event that was told */
    int month;                         /* of the last paragraph */
    struct told_letter *letters;       /* in the arena of c */
    size_t letters_count, letters_cap;
    int64_t moved, moved_by; /* the last one to be handed over, and the case that did it */
    size_t heard, attempts, contacts, handed_over;
};

void story_init(struct story *s, struct ctl *c, const struct programme *p);
void story_release(struct story *s);

/* The paragraph of now, under a headline (NULL: made of the events). Nothing is
 * printed where nothing happened that is told. -1: the store failed. */
int story_tell(struct story *s, instant now, const char *headline);

/* The last letter of that name to this person, about that one (0: anybody); 0: none. */
int64_t story_letter(const struct story *s, const char *name, int64_t recipient, int64_t about);

/* The last letter of this step of this case; NULL: none. */
const struct told_letter *story_letter_of(const struct story *s, int64_t case_id, const char *step);

/* A status as people say it: "non responsive". */
const char *story_plain(struct arena *a, const char *word);

/* ---- inside the story ------------------------------------------------------ */

struct moment {
    struct story *story;
    instant now;
    struct event *events;
    size_t count, cap;
    const char *headline; /* until it is printed */
    bool begun;           /* the date is printed */
    bool quoted;          /* so are the words of somebody */
    bool enrolling;       /* people who are no newcomers come in: their links are no news */
};

/* Printing (story_print.c): the date and the headline, which the first of the others does by
 * itself; a line of what followed; a line that belongs to the one above it. */
void moment_begin(struct moment *m);
void moment_say(struct moment *m, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void moment_add(struct moment *m, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "Tue 15 Dec 10:00", without the time where it is midnight. */
const char *moment_date(struct moment *m, instant t);

/* The letters of a moment, those of one kind together: that went out, and that
 * wait for sending hours (story_letters.c). */
int moment_letters(struct moment *m);

/* "an answer by Tue 22 Dec 10:00, else check-in-again", of the wait that the case was set;
 * NULL: there is none. */
const char *moment_next(struct moment *m, int64_t case_id, const char *step);

/* A step of the rule of e in words: "hand-over to welcome". */
const char *moment_step(struct moment *m, const struct event *e);

#endif
