/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine_loop.h - the life of the engine process.
 *
 * Waits for its doorbell or for the next date, lets the engine do all that is
 * due (engine.h), and rings for the sender. It owns the parser. All that it
 * knows is in the store, so on trouble (a full disk, a store that cannot be
 * read) it ends with EX_TEMPFAIL, and the supervisor begins it anew a little
 * later.
 */
#ifndef DAEMON_ENGINE_LOOP_H
#define DAEMON_ENGINE_LOOP_H

#include "daemon/clock.h"
#include "engine/config.h"

/* Until the doorbell is closed. EX_OK, EX_CONFIG where the rules cannot be
 * loaded or the store is another's, EX_TEMPFAIL. */
int engine_loop(const struct config *config, const struct clock *clock, int doorbell);

/* All that is due now. *worked says whether there was anything. The same codes. */
int engine_loop_once(const struct config *config, const struct clock *clock, bool *worked);

#endif
