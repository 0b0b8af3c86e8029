/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay.h - the log, applied from its first event to an empty state, beside the tables.
 *
 * Events are the only way that state changes, so both must say the same: people's
 * status and absence, roles, links, cases with their answers, and modes. What the
 * log does not hold (names, addresses, zones, mail) is not compared.
 */
#ifndef ENGINE_REPLAY_H
#define ENGINE_REPLAY_H

#include "engine/shelf.h"
#include "store/store.h"

struct replay_sum {
    size_t events, people, roles, links, cases; /* that were compared */
    size_t strange;                             /* events of programmes that the shelf has not */
    size_t differences;
};

/* Each difference is a line in out, people as @7. -1: the store failed. */
int replay_verify(struct store *store, const struct shelf *shelf, struct buf *out,
                  struct replay_sum *sum);

#endif
