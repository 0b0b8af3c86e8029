/* SPDX-License-Identifier: GPL-2.0-or-later */
/* world.h - decide and apply alone, in a world that tests each thing they do.
 *
 * A world has one programme and a state that holds everybody. What decide()
 * puts out is performed as the engine performs it (engine/perform.c), without
 * store or mail: letters lie in a list until world_deliver. With each event it
 * is shown that decide() changed nothing that it was given, and said the same
 * of a copy of the state under rules that were loaded anew; that no letter and
 * no decision lacks a reason, that no case rises again, and no step writes to
 * anybody twice. A failure names the seed of the world.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "rules/decide.h"
#include "tests/unit/support/chance.h"

enum fate { WAITS, SENT, LOST };

struct world_letter {
    enum letter_kind kind;
    int64_t to, case_id;
    const char *step;
    instant not_before;
    enum fate fate;
    bool of_all;    /* to everybody: who is meant besides gets it once, which the store sees to */
    unsigned entry; /* the step's: how often the case had entered steps */
};

struct world {
    uint64_t seed;
    struct chance chance;
    struct arena *arena, *scratch, *copies;
    struct programme *p, *twin; /* the same rules, loaded twice */
    struct state s;
    instant now;
    struct event *log;
    size_t log_count, log_cap;
    struct world_letter *letters;
    size_t letters_count, letters_cap;
    struct outcome *queue;
    size_t queue_head, queue_count, queue_cap;
    unsigned *entries; /* of each case, by its number */
    size_t entries_cap;
    int64_t cases;
};

void world_init(struct world *w, uint64_t seed, instant start);
void world_release(struct world *w);

/* The programme of this text; fails the test with diagnostics where anything is wrong with it. */
void world_rules(struct world *w, const char *yaml, size_t len);

/* The event and all that follows from it. at, programme and version are filled in. */
void world_perform(struct world *w, struct event e);
#define PERFORM(w, ...) world_perform((w), (struct event){__VA_ARGS__, .reason = "it happened"})

/* What becomes of a letter: LETTER_SENT, _FAILED, _UNCERTAIN or _DROPPED. */
void world_deliver(struct world *w, size_t letter, enum event_kind fate);
/* The state anew from the log, which must be the same. */
void world_restart(struct world *w);
/* Every case ends or waits for something that has a name, and so does every letter. */
void world_is_at_rest(struct world *w);

/* Ends the test: the seed, these words, and the log of a case (0: of none). */
void world_fail(const struct world *w, int64_t case_id, const char *fmt, ...)
    __attribute__((format(printf, 3, 4), noreturn));

/* All that is known, in words: for comparing. */
void world_dump(const struct state *s, struct buf *out);

#endif
