/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fake_sink.h - a sink that does with each letter what it is told, and looks whether the claim is
 * durable before a letter goes. Letters are those of store_test_letter, and known by their number.
 */
#ifndef TESTS_UNIT_SUPPORT_FAKE_SINK_H
#define TESTS_UNIT_SUPPORT_FAKE_SINK_H

#include "daemon/sender.h"

enum { SLOTS = 6, MOST_LETTERS = 700 };

enum act {
    ACT_SEND,
    ACT_REFUSE_RECIPIENT, /* before READY */
    ACT_DEFER,            /* after go */
    ACT_UNCERTAIN,
    ACT_DOWN,      /* no connection: RETURNED, and TROUBLE */
    ACT_LOSE,      /* READY and RETURNED in one poll */
    ACT_KILL_GO,   /* the process dies in go */
    ACT_KILL_POLL, /* ... after go, before the result is told */
};

struct fake_sink {
    struct mail_sink base;
    struct store *store; /* to look whether the claim is durable */
    enum act act[MOST_LETTERS];
    int gone[MOST_LETTERS]; /* how often each went */
    int64_t hand[SLOTS];
    bool ready[SLOTS], went[SLOTS];
    struct sink_event events[2 * SLOTS + 1];
    int polls, cancels, submits;
    void (*on_ready)(struct fake_sink *);
    struct sender *stop; /* told to stop once something has gone */
};

extern const struct sink_driver forgetful, recognising; /* its own letters, in the next life */

#endif
