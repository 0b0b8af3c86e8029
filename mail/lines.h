/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines.h - the lines of a message body, with how deep each is quoted.
 *
 * Both plain text and HTML come down to this: plain text by its '>' marks,
 * HTML by its elements. What each line turns out to be (its role) is found by
 * reply.c and the modules it asks.
 */
#ifndef MAIL_LINES_H
#define MAIL_LINES_H

#include "base/arena.h"
#include <stdbool.h>

#define LINES_MAX 40000 /* lines looked at; what follows is left out */

enum line_role {
    LINE_WORDS, /* newly written, until something else is found */
    LINE_QUOTE,
    LINE_ATTRIBUTION,
    LINE_HISTORY, /* headers of the old message and what stands below them */
    LINE_SIGNATURE,
    LINE_FOOTER, /* "Sent from my phone", disclaimers, list footers */
    LINE_BANNER,
    LINE_QUESTION,  /* quoted, kept because the line below it answers it */
    LINE_FORWARDED, /* of a letter that is passed on: kept like a question */
};

/* What HTML says about a line. */
enum line_hint {
    HINT_ATTRIBUTION = 1, /* Thunderbird's, Gmail's: "On ... wrote:" */
    HINT_HISTORY = 2,     /* Outlook's: the old message begins here */
    HINT_SIGNATURE = 4,
    HINT_RULE = 8,    /* a drawn line */
    HINT_ASIDE = 32,  /* in a part of the message that is not the letter */
    HINT_INDENT = 16, /* a blockquote that doesn't say that it quotes */
};

struct line {
    const char *raw; /* as written, without the newline */
    size_t raw_len;
    const char *text; /* without quotation marks and blanks at either end */
    size_t len;
    const char *folded; /* text as fold.h makes it */
    unsigned depth;     /* of quotation; 0: not quoted */
    unsigned hints;
    enum line_role role;

    const char *cut; /* what was taken out of the line, NULL where nothing was */
    size_t cut_len;

    /* Filled by align.h */
    unsigned words, known;      /* words of the line; those of them that our letter has here */
    size_t fresh_at, fresh_end; /* bytes of text from the first to the last unknown word */
};

struct lines {
    struct line *at;
    size_t count, cap;
    bool more;          /* than that: something was left out */
    const char *writer; /* the name of whose letter it is, folded; NULL where it isn't known */
};

/* Cuts text (UTF-8, LF) into lines, LINES_MAX at the most; they point into it. */
void lines_split(struct arena *a, const char *text, size_t len, struct lines *out);

/* One more line, however many there are. */
struct line *lines_add(struct arena *a, struct lines *l, const char *s, size_t len);

bool line_blank(const struct line *l); /* nothing visible, apart from quotation marks */

/* The first line at or after i that isn't blank; count where none. */
size_t lines_skip_blank(const struct lines *l, size_t i);

#endif
