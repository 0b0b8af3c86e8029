/* SPDX-License-Identifier: GPL-2.0-or-later */
/* line_words.h - one line cut into words, for commands and answers; inside words/ only. */
#ifndef WORDS_LINE_WORDS_H
#define WORDS_LINE_WORDS_H

#include "base/arena.h"
#include <stdbool.h>

#define LINE_WORDS_MAX 64

struct line_word {
    const char *folded; /* lower case, without outer punctuation */
    size_t from, to;    /* in tidy, without outer punctuation */
    char mark;          /* the punctuation behind: one of . , ; : ! ? - ) or 0 */
    bool capital;
};

struct line_words {
    const char *tidy; /* the line with ASCII quotes and dashes, single blanks, no bullet */
    struct line_word at[LINE_WORDS_MAX];
    size_t count;
    bool more; /* the line has more words than that */
};

void line_words_split(struct arena *a, const char *line, size_t len, struct line_words *out);

/* Do the words of phrase (folded, single blanks) stand from word i on? How many, or 0. */
size_t line_words_match(const struct line_words *l, size_t i, const char *phrase);

#endif
