/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sender_internal.h - the two halves of the sender: what goes (sender.c) and
 * what became of it (sender_results.c). */
#ifndef DAEMON_SENDER_INTERNAL_H
#define DAEMON_SENDER_INTERNAL_H

#include "daemon/sender.h"

#include <signal.h>

#define DUE_AT_ONCE 256

/* The engine hears of results by the hundred. Woken for each round it would
 * want the store's one write lock as often as the sender does. */
#define TELL_RESULTS 500
#define TELL_MS      100

/* A letter that the sink has. */
struct in_hand {
    struct due_letter letter; /* its strings are not kept */
    bool claimed;             /* since a former life, or since READY */
    bool gone;
};

/* What became of a letter, until it is in the store. */
struct result {
    int64_t letter;
    const char *state;
    instant at, retry_at;
    const char *step; /* that was refused, or NULL */
    int code;
    char detail[520];
};

struct sender {
    struct store *store;    /* foreign */
    struct mail_sink *sink; /* foreign */
    struct clock clock;
    int doorbell;
    volatile sig_atomic_t stopping;

    struct arena *due_arena; /* of due[] */
    struct due_letter due[DUE_AT_ONCE];
    size_t due_count, due_at;
    bool look;    /* into the store: there may be more that is due */
    instant next; /* when there will be; holds while look is false */

    struct arena *raw; /* of the letter being submitted */
    size_t slots;      /* the size of the three arrays */
    struct in_hand *in_hand;
    size_t in_hand_count;
    int64_t *ready; /* to be claimed in the next transaction */
    size_t ready_count;
    struct result *results; /* to be written in the next transaction */
    size_t results_count;
    int untold;      /* results in the store that the engine has not been told of */
    int64_t told_at; /* wire_clock() */

    instant pause_until; /* the sink, or the store, is left alone */
    instant pause;       /* how long the last one was; 0: all is well */
    bool store_failed;   /* results wait for the end of the pause */
    bool slow_disk;      /* the last commit was worth sharing */
    char trouble[520];   /* as it stands in the store; "" for none */
    instant trouble_since;
};

/* ---- sender_results.c ----------------------------------------------------------- */

struct in_hand *sender_in_hand(struct sender *s, int64_t id); /* or NULL */

/* A result is kept until sender_settle has written it; there is room for one a slot. */
void sender_add_result(struct sender *s, int64_t letter, const char *state, const char *detail);

void sender_take_event(struct sender *s, const struct sink_event *e);

/* Writes the results and claims what is ready, in one transaction, and lets go
 * what was claimed. The number of results written, or -1: then they are kept,
 * and the store is left alone until the pause ends. */
int sender_settle(struct sender *s);

/* Rings for results that are written: when there are many, or none will follow soon. */
void sender_tell_engine(struct sender *s);

/* Seconds for which the sink, or the store, is left alone yet: a clock that was set back makes them
 * no more than the longest pause. */
instant sender_pause_left(const struct sender *s);

/* The store failed: -1. */
int sender_failed(struct sender *s);

#endif
