/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_verbs.h - what each verb of a command may look like; inside words/ only. */
#ifndef WORDS_COMMAND_VERBS_H
#define WORDS_COMMAND_VERBS_H

#include "words/commands.h"
#include "words/line_words.h"
#include "words/tongue.h"

#define COMMAND_NUMBERS_MAX 20

struct command_parse {
    struct arena *arena;
    const struct line_words *line;
    size_t i; /* the word that is looked at */
    struct writer writer;
    const struct tongue *tongue; /* NULL: English alone */
    bool numbered;               /* a digest line was named: this is meant as an order */
    bool named;                  /* a word that may be a name stands before */
    bool dated;                  /* what should be a day can't be one */
    int numbers[COMMAND_NUMBERS_MAX];
    size_t numbers_count;
    struct command c;
};

/* MISS: no command. NEAR: one was begun; c.meant says how it should be, if that
 * is known. FULL: c is filled. */
enum command_match { MATCH_MISS, MATCH_NEAR, MATCH_FULL };

/* Reads the verb at p->i and all behind it. */
enum command_match command_verb_read(struct command_parse *p);

/* Reads a list of numbers at p->i; false, and nothing read, where there is none. */
bool command_numbers_read(struct command_parse *p);

/* May the word be the number of a line of a digest, and nothing else? */
bool command_is_number(const struct line_word *w);

/* Where the word is nearly a verb: the verb, else NULL. Words of the language that
 * only look alike (shop, held) are none, but where an order is meant. */
const char *command_nearest(const char *folded, bool meant_as_order);

/* Does the line only greet, thank or say goodbye? */
bool command_is_courtesy(const struct line_words *line);

/* Can this be a person's name, rather than a word that begins a sentence? May: in small letters,
 * too, where the place says that it is one ("ana: ok"). */
bool command_is_name(const struct line_word *w);
bool command_may_name(const struct line_word *w);

#endif
