/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state.h - what is so now, as far as one decision needs it.
 *
 * A state is a slice of the store round one subject: the person (and the
 * other of a pair), everybody linked to them, who holds the programme's
 * roles, and the cases about them. The store loads it, apply() changes it and
 * marks what it changed, the store saves what is marked. A state that holds
 * the whole programme is a slice too: tests and replay use such.
 */
#ifndef RULES_STATE_H
#define RULES_STATE_H

#include "rules/event.h"
#include "rules/model.h"

/* Statuses of a person. "away" is not among them: it is away_until. */
#define STATUS_ACTIVE         "active"
#define STATUS_NON_RESPONSIVE "non_responsive"
#define STATUS_UNDELIVERABLE  "undeliverable"
#define STATUS_OPTED_OUT      "opted_out"
#define STATUS_LEFT           "left"

struct person {
    int64_t id;
    const char *status;
    struct date away_until;  /* the first day back; year 0: not away */
    const struct zone *zone; /* NULL: the programme's */
    const char *language;    /* "en" */
    instant written;         /* when the last routine letter goes, at the earliest; 0: none */
    instant unsorted_since;  /* mail from this person waits for sorting since; 0: none */
    bool dirty;
};

struct role_holding { /* person holds role in the programme */
    int64_t person;
    const char *role;
    int load;      /* how many people this one is responsible for */
    instant since; /* of one that was given in this decision */
    bool gone;     /* taken in this decision; not saved as held */
    bool dirty;
};

struct link {
    const char *kind;
    int64_t from, to;
    int64_t revert_to; /* of a link until reply: who had it before; 0: none */
    instant since;
    bool gone;
    bool dirty;
};

/* Where a case stands. Drawn in decide.c. */
enum phase {
    PHASE_ACTING,  /* a step was entered; its deed is being done */
    PHASE_SENDING, /* its letters are queued; the server has not taken all of them */
    PHASE_WAITING, /* until the deadline, or an answer */
    PHASE_HELD,    /* what comes next was announced; until the deadline it can be undone */
    PHASE_STOPPED, /* a person must act (an address that does not work) */
    PHASE_ENDED,
};

struct case_var { /* what an ask was answered */
    const char *name;
    const char *value; /* NULL where it is text */
    int64_t text;
    int64_t person; /* of "flagged": who */
};

struct kase {
    int64_t id;
    const char *rule, *occurrence;
    int64_t person, other; /* 0: the programme itself; other: the mentee of a pair */
    const char *step;
    enum phase phase;
    instant started;
    instant deadline;      /* of the wait; 0: none */
    instant due;           /* when DUE comes next: deadline, reminder or hold notice; 0: none */
    int awaiting;          /* letters of this step, or notices of the announced one, that the
                              server has not taken yet */
    const char *announced; /* the step whose hold was announced; NULL: none */
    bool reminded;         /* of an ask */
    bool put_off;          /* the wait was lengthened once for an absence without a date */
    struct case_var *vars;
    size_t vars_count, vars_cap;
    bool dirty;
};

/* When a meeting is: of a planned one its date, of one with several times the
 * time that was chosen. What was is kept as long as rules may follow it. */
struct appointment {
    const char *meeting;
    int64_t person, other; /* whose; 0: the programme's */
    instant at;            /* 0: of a choice */
    const char *choice;    /* among the times of the meeting; NULL: it has a date */
    bool gone;
    bool dirty;
};

struct state {
    struct arena *arena;
    const struct programme *programme;
    const char *mode;       /* shadow, live, paused */
    int64_t subject, other; /* the slice is round these; 0: the programme */
    struct person *people;
    size_t people_count, people_cap;
    struct role_holding *roles;
    size_t roles_count, roles_cap;
    struct link *links;
    size_t links_count, links_cap;
    struct kase *cases; /* open ones, and those that ended in the last 62 days */
    size_t cases_count, cases_cap;
    struct appointment
        *appointments; /* the subjects' and the programme's, of the last 62 days on */
    size_t appointments_count, appointments_cap;
    int64_t writer;          /* whose message is being decided: answers to it don't wait; 0: none */
    instant mail_read_until; /* every mailbox was fetched, and all its mail decided, as of then */
};

struct person *state_person(const struct state *s, int64_t id);
struct kase *state_case(const struct state *s, int64_t id);
bool state_has_role(const struct state *s, int64_t person, const char *role);
/* Whoever kind links person to (or, with reverse, who is linked to person), from position *i on;
 * 0 at the end. Start with *i = 0. */
int64_t state_linked(const struct state *s, const char *kind, int64_t person, bool reverse,
                     size_t *i);
int64_t state_responsible(const struct state *s, int64_t person); /* or 0 */
/* Who is responsible for a match of this person: a mentee's mentor's coordinator; or 0. */
int64_t match_responsible(const struct state *s, int64_t person);
const struct case_var *case_var(const struct kase *k, const char *name);
/* A case that waits for the one before it to end (overlap: queue). */
bool case_is_queued(const struct kase *k);
/* A case whose wait is over, and that waits for mail to be sorted: for no date, but EVENT_SORTED.
 */
bool case_stands_still(const struct kase *k);

/* Adds; used by the store and by tests. The strings must live as long as the arena. */
struct person *state_add_person(struct state *s, int64_t id);
void state_add_role(struct state *s, int64_t person, const char *role, int load);
void state_add_link(struct state *s, const char *kind, int64_t from, int64_t to);
struct kase *state_add_case(struct state *s, int64_t id);
struct appointment *state_add_appointment(struct state *s, const char *meeting);

/* Whether the event would move a case that has ended: of what one cascade brings, the end of a case
 * may come before its next step. The caller of decide() leaves such an event out. */
bool event_is_overtaken(const struct state *s, const struct event *e);

/* The one function that changes state. Applying the log from the first event
 * on an empty state rebuilds it exactly. */
void apply(struct state *s, const struct event *e);

#endif
