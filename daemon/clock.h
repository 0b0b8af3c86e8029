/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.h - where the loops of the daemon get the time from.
 *
 * The system's clock, or a file that says what time it is: a line such as
 * "2026-12-15 10:00 America/New_York" (without a zone: UTC), read again
 * whenever somebody asks. So a test moves the time of every process at once
 * and wakes them (SIGUSR1 to mentord).
 */
#ifndef DAEMON_CLOCK_H
#define DAEMON_CLOCK_H

#include "base/civil.h"
#include "base/diag.h"

struct clock {
    instant (*now)(void *context);
    void *context; /* foreign */
};

static inline instant clock_now(const struct clock *c)
{
    return c->now(c->context);
}

/* What the system says. */
struct clock clock_system(void);

/* What the file at path (foreign) says. While it can't be read, being changed,
 * time stands still at what it said last, or at the system's before that. */
struct clock clock_file(const char *path);

/* A line of such a file. 0, or -1 with why. */
int clock_parse_line(const char *line, instant *out, struct err *why);

#endif
