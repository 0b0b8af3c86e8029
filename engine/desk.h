/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk.h - inside the engine: one message at the desk, and its transcript. */
#ifndef ENGINE_DESK_H
#define ENGINE_DESK_H

#include "engine/engine_internal.h"
#include "sheets/table.h"

/* People by id, in the message's arena. */
struct people_list {
    int64_t *ids;
    size_t count, cap;
};

struct desk {
    struct engine *e;
    struct message *m;
    struct writer writer; /* of the message */
    struct transcript_line *lines;
    size_t lines_count, lines_left_out;
    int64_t about_case; /* of a transcript whose answer belongs to a question; 0: none */
    const char *about_step;
    int64_t words;          /* what was written, for the transcript to give back; 0: nothing */
    struct name_row *names; /* of the whole programme; NULL until one is looked for */
    struct name_words *name_words; /* ... and the words of each */
    size_t names_count;
    struct people_list own; /* whom the sender looks after */
    bool own_known;
    bool passes_on;               /* words in answer to this letter go to whom it is about */
    bool numbered;                /* the letter has numbered lines */
    const char **trouble;         /* of each command: why it is asked back, or NULL */
    struct people_list spoken_of; /* whom orders were about */
    int64_t confirm[2];           /* what a "yes" would do: move all of [0] to [1] */
};

const char *desk_name_of(struct desk *k, int64_t person); /* "nobody" for 0 */

void desk_open(struct desk *k, struct engine *e, struct message *m);
/* Notes what became of a line. The strings must outlive the message (e->mail). Of lines that a
 * letter has no room for it says how many there were. */
void desk_line(struct desk *k, const char *line, const char *done);
int desk_send_transcript(struct desk *k, const char *letter);

/* ---- desk_names.c ---------------------------------------------------------------- */

enum name_match { NAME_NOBODY, NAME_ONE, NAME_SEVERAL, NAME_NEAR };

struct name_found {
    enum name_match match;
    int64_t person;  /* of NAME_ONE, else 0 */
    const char *say; /* what to tell the writer where it is not one */
};

/* Who is meant. likely (or NULL): who is meant where several have the name. -1: the store. */
int desk_find_name(struct desk *k, const char *written, const struct people_list *likely,
                   struct name_found *out);
const struct people_list *desk_own_people(struct desk *k); /* NULL: the store failed */
void people_list_add(struct arena *a, struct people_list *l, int64_t id);
void desk_note_person(struct desk *k, int64_t person); /* that an order was about them */
bool desk_spoke_of(const struct desk *k, int64_t person);
const struct people_list *desk_takers(struct desk *k, const struct state *s);

/* ---- desk_may.c ------------------------------------------------------------------ */

/* Whether `who` is responsible for the person, or has only lent them out. */
bool desk_looks_after(const struct state *s, int64_t who, int64_t person);
/* Whether `who` holds a role that no link leads to: welcome, director. */
bool desk_holds_office(const struct state *s, int64_t who);
bool desk_can_take_over(const struct state *s, int64_t who);
/* Whether `who` has a part in the programme (still); and whether it is to look after others: who
 * does not gives no orders about anybody, whatever letter they hold. */
bool desk_belongs(const struct state *s, int64_t who);
bool desk_serves(const struct state *s, int64_t who);

/* ---- desk_lines.c ---------------------------------------------------------------- */

struct desk_tally {
    size_t commands, unsure, prose, courtesy;
};

/* Tells orders from words in place, and finds the trouble of each. The lines of a report are
 * joined, so count may shrink. */
int desk_sort_lines(struct desk *k, struct command *c, size_t *count);
struct desk_tally desk_count_lines(struct desk *k, const struct command *c, size_t n);

/* Gives prose that is not passed on the order that may be meant as its trouble (desk_likely.c). */
int desk_likely(struct desk *k, const struct command *c, size_t n);

/* ---- desk_commands.c ------------------------------------------------------------- */

/* Does one command as far as its sender may, and notes what became of it
 * (desk_commands.c). -1 only where the store failed. */
int desk_run(struct desk *k, const struct command *c);

/* The thread of a team, in answer to one of its letters: her words go to its members; "close" ends
 * it. 1: it was such a word, and a line says what came of it; 0; -1 (desk_team.c). */
int desk_team_relay(struct desk *k);
int desk_team_word(struct desk *k);

/* A letter of hers that answers none of ours, about contacts elsewhere. 1: it was one; 0; -1
 * (desk_elsewhere.c). */
int desk_elsewhere(struct desk *k);

/* Reads the lines of a form that went out filled in, and leaves its words as the message's
 * text. Count of lines that were answered, 0: it is no such form; -1 (desk_form.c). */
int desk_read_form(struct desk *k);

/* A table of people: shows what it would change. 1: the letter went; 0: it is said in lines why
 * there is nothing to show; -1 (desk_roster.c). */
int desk_roster_preview(struct desk *k, const struct table *t);
/* Spreadsheets that nobody asked for, and the answer to what was shown. 1: dealt with; 0: there is
 * none; -1. */
int desk_roster_sent(struct desk *k);
int desk_roster_answered(struct desk *k);

/* "yes" to what a transcript asked (desk_links.c). */
int desk_confirmed(struct desk *k);

/* What this sender can write, with names of their own people, for the letter
 * that is sent next (desk_help.c). */
int desk_list_orders(struct desk *k);

/* The command of the programme ("reviewed") that a line is, in its own spelling, or NULL. */
const char *desk_said_name(struct desk *k, const char *line);

#endif
