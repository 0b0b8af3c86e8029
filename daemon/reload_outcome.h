/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reload_outcome.h - what became of a reload, for whoever asked for it and waits.
 *
 * Who asks takes a number in the store, then signals mentord. A reload answers all numbers that
 * were taken before it began to read the files: what was edited before asking was read by it. */
#ifndef DAEMON_RELOAD_OUTCOME_H
#define DAEMON_RELOAD_OUTCOME_H

#include "store/store.h"

struct reload_outcome {
    int64_t answers; /* the highest number that it answers; 0: there was none yet */
    instant at;
    bool good;
    const char *why; /* not good: the diagnostics, a line each, people as @ID */
};

/* Takes a number, in a transaction of its own. The number, or -1. */
int64_t reload_ask(struct store *s);

/* The number that was taken last: read it before the files. */
int64_t reload_asked(struct store *s);

/* What became of the reload before which `asked` was read, in a transaction of its own. d, sorted
 * by this, tells why it was refused, or `error` where nothing of it does. 0 or -1. */
int reload_note(struct store *s, int64_t asked, bool good, struct diags *d, const char *error,
                instant now);

/* The last one. */
void reload_look(struct store *s, struct arena *a, struct reload_outcome *out);

#endif
