/* SPDX-License-Identifier: GPL-2.0-or-later */
/* child.h - one child of the supervisor, and how it stands; inside supervisor only.
 *
 *                 start              ask_to_end / kill
 *     resting  ----------> running ---------------------> leaving
 *     (start_at)  <---------- | <-------------------------- |
 *                   reap: ended by itself, was killed, or did as it was asked
 *
 * Times are milliseconds of wire_clock().
 */
#ifndef DAEMON_CHILD_H
#define DAEMON_CHILD_H

#include "base/diag.h"
#include "daemon/backoff.h"
#include "daemon/supervisor.h"
#include <stdbool.h>
#include <sys/types.h>

struct child {
    const struct child_role *role; /* foreign */
    pid_t pid;                     /* 0: resting */
    int doorbell;                  /* our end; -1 while resting */
    bool alive;                    /* has rung since it started */
    int64_t heard;                 /* when it last rang, or started */
    int64_t end_by;                /* leaving: when it is killed; else INT64_MAX */
    int64_t start_at;              /* resting: when to start it; INT64_MAX: not again */
    struct backoff backoff;
};

void child_init(struct child *c, const struct child_role *role);

/* Forks. 1 in the new child, whose own end of the doorbell is *doorbell; 0 in
 * the supervisor; -1 with why, and the child rests a while. */
int child_start(struct child *c, int64_t now, int *doorbell, struct err *why);

/* Closes the doorbell for writing, which the child hears as BELL_GONE. */
void child_ask_to_end(struct child *c, int64_t now);

void child_kill(struct child *c);

/* It has ended with this status of waitpid: logs that, and decides when it starts again. */
void child_ended(struct child *c, int status, int64_t now);

#endif
