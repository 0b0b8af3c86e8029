/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sender.h - letters from the store to a sink, each at most once.
 *
 *     due --submit--> in hand --READY--> claimed (durable) --go--> result (durable)
 *
 * A letter is marked in flight in the store, and that is on the disk, before a
 * byte of it leaves. One transaction carries the results that have come since
 * the last one together with the claims of the letters that are ready to go,
 * of all connections: so the disk is waited for once a round, not twice a
 * letter. If the process dies, what was claimed and has no result is sent again
 * where this very sink recognises its letters, and is else uncertain for good.
 *
 * A letter put off by the server is tried again after 5 minutes, then after
 * twice as long each time, up to 4 hours, and given up after 5 days (RFC 5321,
 * 4.5.4.1) and ten tries: it may have waited for its hours most of these days. A server that can't
 * be spoken with (down, wrong certificate, wrong password) puts off no letter: the sender leaves it
 * alone for 5 seconds, then twice as long each time, up to 5 minutes, and says so in the log and in
 * the store, for status.
 */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include "daemon/clock.h"
#include "store/store.h"
#include "transport/transport.h"

#define SENDER_FIRST_RETRY   (5 * 60)
#define SENDER_LONGEST_RETRY (4 * 60 * 60)
#define SENDER_GIVE_UP       (5 * 24 * 60 * 60)
#define SENDER_LEAST_TRIES   10
#define SENDER_FIRST_PAUSE   5
#define SENDER_LONGEST_PAUSE (5 * 60)

struct sender;

struct sender_options {
    struct store *store;    /* foreign */
    struct mail_sink *sink; /* foreign */
    struct clock clock;
    int doorbell; /* rung with BELL_WAKE when there are results; -1: none */
};

/* Deals with what a crash left in flight. NULL with *why where the store fails. */
struct sender *sender_new(const struct sender_options *options, struct err *why);
void sender_free(struct sender *s);
DEFINE_FREEP(struct sender, sender_free)

/* Sends all that is due now and waits for its results; for --once, tests and
 * the demo. 1: there were results; 0: nothing was due, or nothing can be sent
 * now; -1: the store failed (store_error): results that could not be written
 * are kept and written by the next pass. */
int sender_pass(struct sender *s);

/* When the next letter falls due or the pause ends, after a pass; or INSTANT_NEVER. */
instant sender_next(const struct sender *s);

/* The life of a process: until sender_stop, or until the doorbell is closed.
 * Then letters that have gone are waited for, and no others go. */
void sender_loop(struct sender *s);

/* May be called from a signal handler; taken to heart at the next event or within
 * half a minute. Closing the doorbell wakes the loop. */
void sender_stop(struct sender *s);

#endif
