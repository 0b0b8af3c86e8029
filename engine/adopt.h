/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adopt.h - edited rules come into force: what they do to the cases that run.
 *
 * Nobody's case ends because of an edit unless the rules say so. A step or a
 * rule that is gone while cases stand there is an error, with the people and
 * the choices: keep it, say `was:` where another one stands in for it, or say
 * in `gone:` where they go. What is said is done in one transaction with which
 * the texts come into force; from then on the store knows what runs.
 */
#ifndef ENGINE_ADOPT_H
#define ENGINE_ADOPT_H

#include "engine/engine.h"

/* Adds an error for each step, rule or programme that is gone while cases stand there. People
 * are @ID in it. Changes nothing. 0, or -1 where the store failed. */
int adopt_check(struct store *s, const struct shelf *shelf, struct diags *d);

/* The engine's rules come into force. 0; -1 with errors in d, or none where the store failed:
 * then nothing has changed. */
int engine_adopt(struct engine *e, struct diags *d, instant now);

/* The engine that serves: with the rules of the folder, or, where those can't come into force and
 * others are, with these; the admin hears of it as of a reload that is refused. NULL with
 * diagnostics in d or with e where there is nothing to begin with. */
struct engine *engine_begin(const struct config *config, struct store *store, struct parser *parser,
                            instant now, struct diags *d, struct err *e);

#endif
