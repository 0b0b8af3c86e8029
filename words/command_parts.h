/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_parts.h - what stands behind the verb of a command; inside words/ only.
 *
 * Each function reads at p->i and moves it behind what it read. After a false
 * the line is no command any more, so p->i may stand anywhere.
 */
#ifndef WORDS_COMMAND_PARTS_H
#define WORDS_COMMAND_PARTS_H

#include "words/command_verbs.h"

/* Words of the English phrase, or of what the writer's language has for it, at p->i; of the longest
 * of several. Both move nothing. */
size_t part_phrase(const struct command_parse *p, const char *english);
size_t part_match(const struct command_parse *p, const char *const *phrases);

/* Is nothing but politeness left? */
bool part_at_end(struct command_parse *p);

/* The punctuation before p->i, or 0; and the text from there on. */
char part_mark(const struct command_parse *p);
const char *part_rest(const struct command_parse *p);

/* The rest of the line as a note, where one of marks stands before: "ok, note" or
 * "ok thanks, note". */
bool part_note(struct command_parse *p, const char *marks);
bool part_note_objects(const struct command_parse *p);
bool part_note_missed(const struct command_parse *p);
bool part_because(struct command_parse *p);

bool part_days(struct command_parse *p);  /* "7 days", "a week", "2w", "7" */
bool part_until(struct command_parse *p); /* a day to come */

/* Up to four words that are all capitalised or all not. */
bool part_name(struct command_parse *p, const char **out);

/* The name of who it is about, or "her", behind a verb that has none before it: "snooze Ana". */
void part_whom(struct command_parse *p);

/* A day that has been; *problem says what it should be where it can't be one. */
bool part_date(struct command_parse *p, const char **problem);
bool part_hour(struct command_parse *p); /* "at 3pm", "15:30": read and dropped */
bool part_how(struct command_parse *p);  /* "by phone" */

#endif
