/* SPDX-License-Identifier: GPL-2.0-or-later */
/* doorbell.h - hints between the supervisor and its children, one byte each.
 *
 * Every child has one end of a socketpair and the supervisor the other; the
 * supervisor passes on who rings for whom (reader to engine, engine to
 * sender, sender to engine). A ring is a hint and no more: whoever wakes looks
 * into the store for what is undone. So a ring that finds the pair full is
 * dropped: the other side has enough reasons to wake already.
 */
#ifndef DAEMON_DOORBELL_H
#define DAEMON_DOORBELL_H

/* Bits, so that what was heard fits one word. */
enum bell {
    BELL_WAKE = 1,   /* to a child: there may be work. From one: there may be work for others */
    BELL_RELOAD = 2, /* to the engine: read the rules again. From it: done, they hold */
    BELL_FAILED = 4, /* from the engine: the rules are bad, the old ones go on */
    BELL_ALIVE = 8,  /* from a child, at least every DOORBELL_ALIVE_SECONDS: its loop turns */
    BELL_FETCH = 16, /* from the engine: read mail, a decision waits for it; readers hear WAKE */
    BELL_GONE = 32,  /* heard only: the other end is closed, the process should end */
};

#define DOORBELL_ALIVE_SECONDS 30

/* fds[0] is the supervisor's, fds[1] the child's. 0, or -1 with errno. */
int doorbell_pair(int fds[2]);

/* Never blocks and never fails. fd -1: nobody is there. */
void doorbell_ring(int fd, enum bell bell);

/* Takes all that was rung since the last call and returns it as bits; 0 for
 * nothing. Never blocks. */
unsigned doorbell_heard(int fd);

/* Waits up to timeout_ms (-1: for good) for a ring, then as doorbell_heard. A
 * signal ends the wait with what there is. */
unsigned doorbell_wait(int fd, int timeout_ms);

#endif
