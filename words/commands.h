/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands.h - lines that a person sends as orders or as answers.
 *
 * Grammar, one command a line, case and trailing punctuation ignored, until a
 * signature (the text given is the newly written text). Quoted lines are passed
 * over, but the number that one begins with counts for an answer written below it:
 *
 *     [N|NAME] ok | undo | stop | help | why
 *     [N|NAME] snooze N days | until DATE
 *     [N|NAME] reassign to NAME
 *     [N|NAME] reached [DATE] [by phone|in person|...][: summary]
 *     [N|NAME] tried [DATE] [by phone|...][: note]
 *     [NAME] move all [from NAME] to NAME
 *     unmatched
 *     [N|NAME] team
 *     [N|NAME] follow-up [: note]
 *     [N|NAME] mentee-silent
 *     yes | no[, because ...]
 *
 * NAME may also stand behind the verb ("snooze Ana 7 days", "stop Ana"); where nobody has it, the
 * line is prose. N may be a list ("1, 2 and 4 ok", "1-3 ok": a command each), and several
 * orders may share a line ("1 ok, 2 snooze 7 days", "reassign Ana to Cem and Bea
 * to Wen" not, but "... and move Bea to Wen"). Common other words for the same
 * are understood where the whole line is nothing but them.
 *
 * A wrong guess does harm, so a line is a command only as a whole: "ok thanks"
 * is one, "ok thanks, I will phone her on Tuesday" is prose. With a number
 * before it a line is meant as an order: there a note may follow a comma, and
 * what is begun and not understood is asked back. A day without its year that
 * was months ago is asked back as well. A line that would be a
 * command but for a typo, a missing or an ambiguous part comes back as
 * COMMAND_UNSURE with the nearest meaning; plain prose as COMMAND_NONE, so that
 * the caller can tell a letter from orders. A capitalised word before a verb is
 * taken for a name ("Ana ok"): whoever knows the people decides whether it is one,
 * and treats the line as prose where it is not.
 */
#ifndef WORDS_COMMANDS_H
#define WORDS_COMMANDS_H

#include "base/diag.h"
#include "words/writer.h"

enum command_verb {
    COMMAND_NONE,   /* prose */
    COMMAND_UNSURE, /* looks like a command; .meant says which */
    COMMAND_OK,
    COMMAND_UNDO,
    COMMAND_STOP,
    COMMAND_HELP,
    COMMAND_WHY,
    COMMAND_SNOOZE,
    COMMAND_REASSIGN,
    COMMAND_REACHED,
    COMMAND_FOLLOW_UP,
    COMMAND_MENTEE_SILENT,
    COMMAND_MATCH,
    COMMAND_UNMATCH,
    COMMAND_YES,
    COMMAND_NO,
    COMMAND_MOVE_ALL,  /* name: whose people, "" the sender's; other: to whom */
    COMMAND_UNMATCHED, /* who has no match */
    COMMAND_TRIED,     /* an attempt at contact that came to nothing */
    COMMAND_COURTESY,  /* "Hi there," "Best wishes": prose that asks for nothing */
    COMMAND_TEAM,      /* a thread of a mentor, their mentees and who is responsible */
};

struct command {
    enum command_verb verb;
    int number;        /* the digest line it speaks of; 0 where none */
    bool all;          /* it speaks of every line of the digest, but for those in except */
    const int *except; /* ended by 0; NULL: none */
    const char *name;  /* the person it speaks of, as written; "" where none */
    bool behind;       /* the name stands behind the verb, where any word may: "stop Ana" */
    const char *other; /* second name: reassign to OTHER, match NAME with OTHER; "" */
    int days;
    struct date date;  /* year 0 where not said */
    const char *how;   /* "by phone", "in person"; "" */
    const char *note;  /* free words after the colon or "because"; "" */
    const char *line;  /* as it was written */
    bool apart;        /* a blank line stands before it */
    const char *meant; /* of COMMAND_UNSURE: the command as it should be, or "" */
};

#define COMMANDS_MOST_LINES 200

/* Reads at most so many lines of text. w is who wrote them: the day decides dates without a year
 * ("12 Nov" is the latest one not after today), the language is understood besides English. Blank
 * lines are left out. Returns the count. */
size_t commands_parse(struct arena *a, const char *text, struct writer w, struct command **out);

/* "all ok", "all ok except 2", "everybody snooze 7 days": an order only in answer to
 * numbered lines, and prose elsewhere. Only what does no harm is understood of all at once. */
bool command_for_all(struct arena *a, const char *line, struct writer w, struct command *out);

/* Whom a line of prose speaks to, as written: "Wen" of "Hi Wen," and of "Wen - what do you think?".
 * "" where nobody. It may be no name at all: "Well". */
const char *command_addressee(struct arena *a, const char *line);

/* Whether prose takes an order of the same message back: "no wait, don't stop 2". */
bool command_takes_back(struct arena *a, const char *line, const struct command *order);

/* What prose most likely asks for. Only to be told to whoever wrote it, never carried out. */
struct command_likely {
    struct command order; /* name is "": who it is about is one of names */
    const char *names[6]; /* all that may be somebody's name, as written */
    size_t names_count;
};

/* False where nothing can be guessed. */
bool command_likely(struct arena *a, const char *line, struct writer w, struct command_likely *out);

/* A line that says an order of one of command_likely's verbs: "Ana Ruiz: snooze 7 days". */
const char *command_written(struct arena *a, const struct command *c);

/* The typed answers of an `ask`: looks for each named field in the text, as
 * "name: value" lines (the field's title in any case, with - _ or blanks), or,
 * where only one field of a type is missing, as the one value of that type
 * anywhere in the text. */
enum answer_type {
    ANSWER_TEXT,
    ANSWER_URL,
    ANSWER_DATE,
    ANSWER_DATE_AHEAD, /* a day to come: "12 Jan" is the next one */
    ANSWER_TIME,       /* 2:30 pm; out as 14:30 */
    ANSWER_NUMBER,
    ANSWER_YES_NO,
    ANSWER_CHOICE
};

struct answer_field {
    const char *name; /* "mentor_link" */
    enum answer_type type;
    const char *const *choices; /* of ANSWER_CHOICE, NULL-ended, with natural synonyms for
                                   "reached" / "not reached", "yes" / "no" */
    const char *value;          /* out: NULL where not found; dates as 2026-12-15, yes/no */
    const char *problem;        /* out: why what was found won't do, or NULL */
};

/* Number of fields found. */
size_t answers_parse(struct arena *a, const char *text, struct writer w,
                     struct answer_field *fields, size_t count);

/* The first of the phrases (NULL-ended) that stands in text, whole words,
 * case folded, blanks alike; or NULL. "/.../" is a pattern (pattern.h). */
const char *phrase_find(const char *text, const char *const *phrases);

#endif
