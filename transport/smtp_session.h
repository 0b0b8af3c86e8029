/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smtp_session.h - one connection of the SMTP sink and the letters on it.
 *
 * A session has at most two letters: one whose content is on its way, and
 * behind it one whose envelope is tried. Commands are pipelined where the
 * server offers that (RFC 2920), so that a letter costs one round trip:
 *
 *     us      MAIL(a) RCPT(a) DATA(a) | content(a) MAIL(b) RCPT(b) DATA(b) | content(b) ...
 *     server      250     250     354 |    250(a)      250     250     354 |
 *
 * The content waits for the claim, which is the caller's: with the answers to
 * the content of a and the envelope of b in hand he writes the result of a and
 * the claim of b in one commit. A letter that he does not want to go after all
 * can then only be stopped by closing the connection: any line, even a RSET,
 * would be its content.
 *
 *                .--> LOST <------- anything unreadable, silence, 421, a close
 *                |      ^
 *   STARTING --> HELLO --> UP --> QUITTING --> NONE
 *       |          |                            ^
 *       '----------'--> FAILED -----------------' (the driver looks and empties it)
 */
#ifndef TRANSPORT_SMTP_SESSION_H
#define TRANSPORT_SMTP_SESSION_H

#include "transport/connection.h"
#include "transport/smtp_wire.h"
#include "transport/transport.h"

enum letter_stage {
    LETTER_FREE,     /* the slot is empty */
    LETTER_WAITING,  /* for a session */
    LETTER_ENVELOPE, /* MAIL is said, up to DATA */
    LETTER_READY,    /* the server waits for the content, which waits for the caller */
    LETTER_GONE,     /* the content is said */
    LETTER_ENDED,    /* outcome waits to be collected */
};

struct smtp_letter {
    enum letter_stage stage;
    int64_t id;
    uint64_t order; /* of submission */
    int tries;      /* connections lost under its envelope */
    bool announced; /* READY was handed to the caller */
    char *from;     /* own */
    char *to;       /* own */
    struct buf content;
    size_t size; /* of the message, dots not doubled */
    bool eight_bit;
    struct sink_event outcome;
};

/* What the sessions of a sink share. */
struct smtp_shared {
    struct mail_server server;
    CURLM *multi; /* own */
    int letters_a_connection;
    int idle_seconds;
    bool troubled; /* trouble waits to be collected */
    struct sink_event trouble;

    /* The next waiting letter, or NULL. */
    struct smtp_letter *(*next_letter)(void *context);
    void *context; /* foreign */
};

enum session_state {
    SESSION_NONE,
    SESSION_STARTING,
    SESSION_HELLO,
    SESSION_UP,
    SESSION_QUITTING,
    SESSION_LOST,   /* it was up; its letters have been dealt with */
    SESSION_FAILED, /* it never came up: failure and result say why */
};

enum smtp_command {
    COMMAND_EHLO,
    COMMAND_MAIL,
    COMMAND_RCPT,
    COMMAND_DATA,
    COMMAND_CONTENT,
    COMMAND_DOT, /* content that has no recipient */
    COMMAND_RSET,
    COMMAND_QUIT,
};

/* A reply that is due. */
struct expected {
    enum smtp_command command;
    struct smtp_letter *letter; /* foreign; NULL: the answer changes nothing any more */
};

enum { EXPECTED_MAX = 8 };

struct smtp_session {
    enum session_state state;
    struct smtp_shared *shared;    /* foreign */
    struct connection *connection; /* own */
    struct smtp_offers offers;
    struct buf in, out;
    size_t sent;        /* of out */
    size_t content_end; /* of out: what follows is no longer the letter; 0: no letter there */
    struct expected expected[EXPECTED_MAX];
    size_t expected_count;
    struct smtp_letter *content;  /* foreign; sent or being sent, not answered */
    struct smtp_letter *envelope; /* foreign; MAIL up to DATA */
    int letters;                  /* so far */
    int64_t deadline;             /* INT64_MAX: none */
    enum transport_result result; /* of SESSION_FAILED */
    struct err failure;
};

void smtp_session_start(struct smtp_session *s, struct smtp_shared *shared);

/* After connection_drive, or when the descriptor is ready: reads, answers,
 * writes, as far as that goes without waiting. */
void smtp_session_advance(struct smtp_session *s, bool readable);

/* Sends what waits to be sent. */
void smtp_session_flush(struct smtp_session *s);

/* Lets the deadline pass: an idle session says QUIT, another is lost. */
void smtp_session_check_time(struct smtp_session *s, int64_t now);

/* Up and without a letter, and not at the end of its count. */
bool smtp_session_idle(const struct smtp_session *s);

void smtp_session_take(struct smtp_session *s, struct smtp_letter *letter);
void smtp_session_go(struct smtp_session *s, struct smtp_letter *letter);
void smtp_session_quit(struct smtp_session *s);

/* Closes at once, whatever goes on, and empties. Letters keep their stage. */
void smtp_session_release(struct smtp_session *s);

void smtp_letter_end(struct smtp_letter *letter, enum sink_event_kind kind, enum sink_step step,
                     const struct smtp_reply *reply, const char *text);

#endif
