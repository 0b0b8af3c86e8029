/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster.h - the people of a programme as a spreadsheet would have them.
 *
 *     roster_load       who there is, from the store
 *     roster_read       who there should be, from a table; bad rows are told and left out
 *     roster_compare    what makes the one the other: a plan, which changes nothing
 *     roster_lines      tells it, a line a person
 *     roster_apply      does it, as events, within the caller's transaction
 *
 * The middle three are pure. A person is known by address, else by a name that
 * one person alone has. Nothing is ever taken from anybody because a file is
 * silent about it: an empty cell says nothing, and who is not in the file stays
 * (and is told).
 */
#ifndef ENGINE_ROSTER_H
#define ENGINE_ROSTER_H

#include "engine/engine.h"
#include "sheets/table.h"
#include "store/store.h"

/* ---- who there is ---------------------------------------------------------------- */

struct member {
    struct person_row person;
    const char **roles; /* in this programme; none: somebody else's */
    size_t roles_count, roles_cap;
    const char *elsewhere; /* another programme in which they hold a role; NULL: none */
    int64_t responsible;   /* 0: nobody */
    int64_t *matches;      /* either way */
    size_t matches_count, matches_cap;
    int64_t *superiors; /* whom they answer to */
    size_t superiors_count, superiors_cap;
};

struct roster {
    const struct programme *programme;
    struct member *members; /* everybody in the store, by id */
    size_t count, cap;
};

int roster_load(struct store *s, struct arena *a, const struct programme *p, struct roster *out);
struct member *roster_member(const struct roster *r, int64_t id);
bool member_has_role(const struct member *m, const char *role);

/* ---- who there should be ------------------------------------------------------------ */

struct wanted {
    int line; /* of the file, where it first appears */
    const char *name, *address;
    const char **roles;
    size_t roles_count, roles_cap;
    const char *zone, *language; /* NULL: the file does not say */
    const char *status;
    struct date away_until;
    const char *responsible; /* a name or an address, as written */
    const char **matches;
    size_t matches_count, matches_cap;
    const char **superiors; /* whom they answer to */
    size_t superiors_count, superiors_cap;
};

struct row_note {
    int line; /* 0: the whole file */
    const char *text;
};
const char *row_note_place(struct arena *a, const struct row_note *n); /* "row 4", "the list" */

struct row_notes {
    struct row_note *items;
    size_t count, cap;
};

struct wanted_list {
    struct wanted *items;
    size_t count, cap;
    struct row_notes bad;    /* rows and cells that can't be used, and why */
    struct row_notes unused; /* what is headed by words that are none of ours: no fault */
    size_t other_programme;  /* rows that are about another one */
};

/* role is for files without such a column, or NULL. -1 with e where the file has
 * no heading for names or addresses. */
int roster_read(struct arena *a, const struct table *t, const struct programme *p, const char *role,
                struct wanted_list *out, struct err *e);

/* ---- what to do ------------------------------------------------------------------------ */

enum change_kind {
    CHANGE_NEW,
    CHANGE_NAME,
    CHANGE_ADDRESS,
    CHANGE_ZONE,
    CHANGE_LANGUAGE,
    CHANGE_STATUS,
    CHANGE_AWAY,
    CHANGE_ROLE,
    CHANGE_RESPONSIBLE,
    CHANGE_MATCH,
    CHANGE_ANSWERS_TO,
};

struct planned {
    int64_t id;                  /* 0: not yet in the store */
    struct person_row row;       /* as it shall be */
    const struct wanted *wanted; /* NULL: only named by others */
    bool changed;
    bool given; /* gets a responsible person */
};

struct change {
    enum change_kind kind;
    size_t person, other;  /* places among the planned people */
    const char *from, *to; /* in words; from NULL: nothing */
    struct date until;     /* of CHANGE_AWAY */
};

struct roster_plan {
    const struct programme *programme;
    struct planned *people;
    size_t people_count, people_cap;
    struct change *changes; /* a person's together, CHANGE_NEW first */
    size_t changes_count, changes_cap;
    struct row_notes unclear;   /* somebody must say what is meant */
    const struct member **gone; /* of this programme alone, and not in the file */
    size_t gone_count, gone_cap;
    const char *orphans; /* names of those in the file who ought to have a responsible person */
    size_t same;         /* people about whom nothing changes */
    bool first;          /* nobody was in the programme before */
};

struct compare_options {
    bool rename;           /* an address stays with its person under a wholly other name */
    const char *rename_by; /* how to say so: "add --rename" */
};

void roster_compare(struct arena *a, const struct roster *r, const struct wanted_list *w,
                    const struct compare_options *o, struct roster_plan *out);

/* ---- in words (roster_words.c) ------------------------------------------------------------ */

struct roster_line {
    const char *name, *what; /* "mentor; responsible Carol Nguyen" */
};

struct roster_lines {
    struct roster_line *items;
    size_t count, cap;
};

/* A line a person with all that changes: those who are new, or those who are not. */
void roster_lines(struct arena *a, const struct roster_plan *p, bool new_ones,
                  struct roster_lines *out);
/* Eight letters that stay the same as long as the plan would do the same. */
const char *roster_number(struct arena *a, const struct roster_plan *p);

/* ---- doing it -------------------------------------------------------------------------- */

struct apply_options {
    const char *reason; /* "import of people.csv" */
    bool silent;        /* nobody is new to the rules: joined and matched trigger nothing */
    bool mark_gone;     /* who is not in the file is marked as left */
};

/* 0, or -1: store_error(). */
int roster_apply(struct engine *e, struct store *s, struct roster_plan *plan,
                 const struct apply_options *o, instant now);

#endif
