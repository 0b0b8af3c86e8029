/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mini.h - the pure core alone: rules, state, a queue, letters that arrive at once.
 *
 * No store, no mail: what decide() puts out is performed on a state that holds
 * everybody. The log is kept, so that a restart can be played by applying it
 * to an empty state.
 */
#ifndef TESTS_MINI_H
#define TESTS_MINI_H

#include "rules/decide.h"

struct mini_letter {
    enum letter_kind kind;
    const char *letter;
    int64_t to, as;
    instant at;
    const char *reason;
};

struct mini {
    struct arena *arena;
    struct programme *p;
    struct programme *reloaded; /* the same rules, loaded a second time */
    struct state state;
    instant now;
    struct event *log;
    size_t log_count, log_cap;
    struct mini_letter *letters;
    size_t letters_count, letters_cap;
    int64_t next_case;
};

/* Loads rules; fails the test with the diagnostics where they are wrong. */
struct programme *mini_load(struct arena *a, const char *yaml, size_t len);
/* The programmes are foreign. */
void mini_init(struct mini *m, struct programme *p, struct programme *reloaded, const char *start);
void mini_release(struct mini *m);

/* A person with a role, enrolled silently. */
int64_t mini_person(struct mini *m, int64_t id, const char *role);
void mini_link(struct mini *m, const char *kind, int64_t from, int64_t to);

/* The event and all that follows. */
void mini_perform(struct mini *m, struct event e);
void mini_trigger(struct mini *m, const char *rule, const char *occurrence, int64_t person);
void mini_hear(struct mini *m, int64_t person, const char *value, instant until);

/* Lets time come up to t, or to the next due instant; false where nothing is due. */
void mini_advance(struct mini *m, instant t);
bool mini_next(struct mini *m);

void mini_reload(struct mini *m);
/* Rebuilds the state from the log and asserts that it is the same. */
void mini_restart(struct mini *m);

/* Letters of that name, to anybody where to is 0. */
size_t mini_count(const struct mini *m, const char *letter, int64_t to);
size_t mini_open_cases(const struct mini *m);

#endif
