/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader.h - mail from one mailbox into the store, whole and unread.
 *
 * Messages are gathered outside any transaction, and stored up to 200 or
 * 4 MiB at a time together with how far the folder has been read; only then
 * does the source flag them. A message is known by the hash of its bytes, so
 * what comes again after a crash or a change of UIDVALIDITY changes nothing.
 *
 * A folder is complete as of the instant before a fetch that ended well, and
 * the engine concludes silence only over that. While a mailbox can't be read
 * this instant stands still, and the store says why and since when. A server
 * that fails is tried again after 5 seconds, then after twice as long each
 * time, up to 5 minutes; where a person must act (password, certificate), every
 * 5 minutes; and whenever the doorbell rings.
 */
#ifndef DAEMON_READER_H
#define DAEMON_READER_H

#include "daemon/clock.h"
#include "store/store.h"
#include "transport/transport.h"

#define READER_BATCH_MESSAGES 200
#define READER_BATCH_BYTES    (4u * 1024 * 1024)
#define READER_FIRST_PAUSE    5
#define READER_LONGEST_PAUSE  (5 * 60)
#define READER_LOOK_SECONDS   120 /* at least so often, announced or not */

struct reader;

struct reader_options {
    struct store *store;          /* foreign */
    struct mail_source *source;   /* foreign */
    const char *const *mailboxes; /* foreign; of each folder of the source its name in the store,
                                     "main/INBOX"; NULL-ended */
    struct clock clock;
    int doorbell; /* rung with BELL_WAKE when there is something new, and when a look is complete;
                     -1: none */
};

/* NULL with *why where the store fails. */
struct reader *reader_new(const struct reader_options *options, struct err *why);
void reader_free(struct reader *r);
DEFINE_FREEP(struct reader, reader_free)

/* Fetches all there is in every folder. 1: something new was stored; 0: nothing
 * new; -1: a folder could not be read, or the store failed: reader_trouble says
 * which and why. */
int reader_pass(struct reader *r);
const char *reader_trouble(const struct reader *r); /* "" for none */

/* After a failed pass: when to try again. */
instant reader_next(const struct reader *r);

/* The life of a process: until reader_stop, or until the doorbell is closed. */
void reader_loop(struct reader *r);

/* May be called from a signal handler; taken to heart when the wait ends. */
void reader_stop(struct reader *r);

#endif
