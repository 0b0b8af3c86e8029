/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stage.h - reader, engine and sender as in service, on a clock that is moved.
 *
 * What makes it another thing than mentord is that all three take turns in one
 * process, that the clock is a number, and that mail lies in Maildirs. The
 * parser is the process that it is in service, sandbox and all.
 */
#ifndef CTL_STAGE_H
#define CTL_STAGE_H

#include "daemon/reader.h"
#include "daemon/sender.h"
#include "engine/engine.h"

struct stage {
    const struct config *config;               /* foreign; Maildir in and out, one place to read */
    instant now;                               /* moved by the caller */
    struct store *store;                       /* foreign: the engine's */
    struct engine *engine;                     /* own */
    struct parser *parser;                     /* own */
    struct store *reader_store, *sender_store; /* own: every process has its connection */
    struct mail_source *source;                /* own */
    struct mail_sink *sink;                    /* own */
    struct reader *reader;                     /* own */
    struct sender *sender;                     /* own */
    unsigned delivered;                        /* messages so far */
};

/* mentord is the program that the parser runs in. The incoming Maildir is made.
 * -1 with d (rules) or e. */
int stage_init(struct stage *s, const struct config *config, struct store *store,
               const char *mentord, instant now, struct diags *d, struct err *e);
void stage_release(struct stage *s);

/* Everything that is due now, until all are idle. -1 with e. */
int stage_settle(struct stage *s, struct err *e);

/* When the next thing falls due by itself. */
instant stage_next(struct stage *s);

/* A message arrives in the incoming Maildir. -1 with e. */
int stage_deliver(struct stage *s, const char *bytes, size_t len, struct err *e);

#endif
