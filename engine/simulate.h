/* SPDX-License-Identifier: GPL-2.0-or-later */
/* simulate.h - the engine on a store in memory, with a clock that jumps.
 *
 * Letters arrive the moment they fall due; mail is given as bytes and goes
 * through the same inbox, parser and engine as in service. For `mentorctl
 * test` and `plan`. Time only moves when all is idle.
 */
#ifndef ENGINE_SIMULATE_H
#define ENGINE_SIMULATE_H

#include "engine/engine.h"

struct simulation {
    const struct config *config; /* foreign; mailboxes empty: all mail counts as read */
    struct store *store;         /* own */
    struct parser *parser;       /* own */
    struct engine *engine;       /* own */
    struct arena *arena;         /* own; for what a step needs */
    instant now;
    bool server_down;  /* nothing can be sent: letters wait */
    unsigned received; /* messages so far */
    /* Told of each letter as it is sent; may be NULL. 0, or -1 to stop. */
    int (*on_letter)(void *ctx, const struct outbox_row *l, instant at);
    void *ctx;
};

/* On an empty store, or on a copy: store becomes the simulation's own. -1 with e or d. */
int simulation_init(struct simulation *s, const struct config *config, struct store *store,
                    instant start, struct diags *d, struct err *e);
/* The same with a shelf, which becomes its own too. */
int simulation_init_with(struct simulation *s, const struct config *config, struct store *store,
                         instant start, struct shelf *shelf, struct err *e);
void simulation_release(struct simulation *s);

/* Does everything that falls due up to and at t. -1 with e. */
int simulation_advance(struct simulation *s, instant t, struct err *e);
/* Jumps to t as if nothing had run in between; what is due then is done by the next advance. */
void simulation_sleep(struct simulation *s, instant t);

/* A message comes now; decided by the next advance. -1 with e. */
int simulation_receive(struct simulation *s, const char *bytes, size_t len, struct err *e);

/* One event through the engine, at now. */
int simulation_perform(struct simulation *s, const struct event *ev, struct err *e);

#endif
