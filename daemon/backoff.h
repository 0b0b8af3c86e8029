/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backoff.h - how long to leave alone what has failed: 1 s, doubling to 60 s.
 *
 * Whatever ran well for five minutes starts again at 1 s. Times are
 * milliseconds of a monotonic clock and always given.
 */
#ifndef DAEMON_BACKOFF_H
#define DAEMON_BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST_MS   1000
#define BACKOFF_LONGEST_MS 60000
#define BACKOFF_HEALTHY_MS (5 * 60 * 1000)

struct backoff {
    int64_t started; /* when it began to run */
    int64_t wait;    /* the last wait, 0: none yet */
};

static inline void backoff_started(struct backoff *b, int64_t now)
{
    b->started = now;
}

/* It has ended: when to start it again. */
static inline int64_t backoff_ended(struct backoff *b, int64_t now)
{
    if (b->wait == 0 || now - b->started >= BACKOFF_HEALTHY_MS)
        b->wait = BACKOFF_FIRST_MS;
    else if (b->wait < BACKOFF_LONGEST_MS)
        b->wait = b->wait * 2 < BACKOFF_LONGEST_MS ? b->wait * 2 : BACKOFF_LONGEST_MS;
    return now + b->wait;
}

#endif
