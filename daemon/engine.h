/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine.h - the one that decides: store and rules in, events and letters out.
 *
 * The engine has no network and no clock of its own. Each pass takes the time
 * as its argument and does, in this order, all there is to do at that instant:
 * what became of letters, mail that came (in the order in which it came),
 * waits that ended, schedules that came round. An event, the state that
 * follows from it, the letters and the inbox row marked done are one
 * transaction. The same engine serves the daemon, mentorctl test, plan and play.
 */
#ifndef DAEMON_ENGINE_H
#define DAEMON_ENGINE_H

#include "daemon/config.h"
#include "daemon/parser.h"
#include "store/store.h"

struct engine;

/* config, store and parser stay the caller's and must outlive the engine. The
 * programmes are loaded from config->programmes; NULL with diagnostics in d
 * (files) or e (store) where that fails. */
struct engine *engine_new(const struct config *config, struct store *store, struct parser *parser,
                          struct diags *d, struct err *e);
void engine_free(struct engine *e);
DEFINE_FREEP(struct engine, engine_free)

/* Does all that is due at now. 1: something was done, call again after the
 * sender; 0: idle; -1: the store failed (rolled back; store_error says why). */
int engine_pass(struct engine *e, instant now);

/* When the next thing falls due, or INSTANT_NEVER. */
instant engine_next(struct engine *e);

/* All or nothing: with errors in d the old rules go on. */
int engine_reload(struct engine *e, struct diags *d);

#endif
