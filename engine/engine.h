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
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/config.h"
#include "engine/shelf.h"
#include "parser/parser.h"
#include "store/store.h"

struct engine;

/* config, store and parser stay the caller's and must outlive the engine. The
 * programmes are loaded from config->programmes; NULL with diagnostics in d
 * (files) or e (store) where that fails. */
struct engine *engine_new(const struct config *config, struct store *store, struct parser *parser,
                          struct diags *d, struct err *e);
/* The same with a shelf, which becomes the engine's own, also where that fails. */
struct engine *engine_new_with(const struct config *config, struct store *store,
                               struct parser *parser, struct shelf *shelf, struct err *e);
void engine_free(struct engine *e);
DEFINE_FREEP(struct engine, engine_free)

/* Does all that is due at now. 1: something was done, call again after the
 * sender; 2: nothing but results of letters was noted, and the sender says when
 * there are enough of them again; 0: idle; -1: rolled back, engine_error says
 * why. */
int engine_pass(struct engine *e, instant now);

/* A sentence on why the last pass failed: the store's, or that there is no parser. */
const char *engine_error(const struct engine *e);

/* The engine before this one ended without being told to: until a pass finds nothing to do, results
 * and waits are done one by one, and one over which the engine ended three times is set aside
 * (poison.c). */
void engine_be_careful(struct engine *e);
#define SETTING_RUNNING "engine_runs" /* while one does: found at the start, it ended badly */
#define SETTING_STUCK   "stuck"       /* what was set aside: "case 12, result 7" */

/* When the next thing falls due, or INSTANT_NEVER. */
instant engine_next(struct engine *e);

/* Waits ended that can't be concluded before mail is read up to now: ring the reader. */
bool engine_wants_mail(const struct engine *e);

/* All or nothing: the folder's rules come into force (adopt.h), or with errors in d, or where the
 * store failed, the old ones go on. */
int engine_reload(struct engine *e, struct diags *d, instant now);

/* The same; the refusal goes to the admin with its diagnostics, and stands in the setting until the
 * rules are good. Where even that can't be stored, the log alone tells of it. */
#define SETTING_REFUSED "rules_refused" /* since when, an instant in digits */
int engine_reload_at(struct engine *e, struct diags *d, instant now);
void engine_refuse(struct engine *e, struct diags *d, instant now); /* the refusal alone */

/* ---- for mentorctl, which changes things through the same code ----------- */

/* Stores, applies and decides one event, and everything that follows from it,
 * letters included. ev->programme, kind and ids are the caller's; at, version
 * and id are filled in. Within the caller's transaction; on -1 roll back. */
int engine_perform(struct engine *e, const struct event *ev, instant now);

const struct shelf *engine_shelf(const struct engine *e);

/* A letter as it would go out, not stored: for preview and plan. The intent is
 * as decide() puts it out. */
int engine_render(struct engine *e, const struct programme *p, const struct letter_intent *l,
                  instant now, struct arena *a, struct rendered_letter *out, struct err *err);

/* Lets a held batch go (batch-held, BATCH_RELEASED): 1 released, 0 there is none, -1. */
int engine_release(struct engine *e, const char *programme, const char *rule,
                   const char *occurrence, instant now);

/* A person says what became of a letter that is uncertain: it arrived, and its case goes on from
 * now; or it is sent again, at the next sending hours. Within the caller's transaction. 1; 0: it is
 * not uncertain, or its case has gone on without it, so that it is not sent again; -1. */
int engine_settle(struct engine *e, int64_t letter, bool arrived, const char *reason, instant now);

/* A person has looked at a message that was set aside or waited for sorting: it holds up no silence
 * any more. Within the caller's transaction. 1; 0: it waits for nobody; -1. */
int engine_sort(struct engine *e, int64_t inbox, instant now);

/* Shadow to live: letters younger than the rules' lateness go out, older ones
 * are dropped and their cases end. Counts come in *released and *dropped. */
int engine_go_live(struct engine *e, const char *programme, instant now, int *released,
                   int *dropped);

#endif
