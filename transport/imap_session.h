/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imap_session.h - IMAP as far as the source needs it, one command a function.
 *
 * The parser of the protocol is libetpan's; the bytes come over a connection
 * that libcurl has verified and logged in (connection.h), so libetpan gets to
 * see a server that greets with PREAUTH. Every command has a deadline for the
 * whole of it, however slowly the bytes drip.
 *
 * Anything but TRANSPORT_OK means that the session is of no more use and is to
 * be closed, except where said. Never asked for: BODYSTRUCTURE (deep nesting
 * crashes libetpan), "*" in a UID FETCH (it always names a message).
 */
#ifndef TRANSPORT_IMAP_SESSION_H
#define TRANSPORT_IMAP_SESSION_H

#include "transport/connection.h"
#include "transport/transport.h"

struct imap_session;

/* multi and server are foreign and outlive the session. */
enum transport_result imap_session_open(struct imap_session **session, CURLM *multi,
                                        const struct mail_server *server, struct err *why);

/* LOGOUT, for at most 2 seconds, and frees. */
void imap_session_close(struct imap_session *s);

struct imap_folder {
    bool exists; /* else the rest is 0 */
    uint32_t uidvalidity;
    uint32_t uidnext;  /* 0: the server does not tell */
    uint32_t messages; /* how many it has */
    bool keeps_keywords;
};

/* SELECT. A folder that is not there is TRANSPORT_OK with exists false. */
enum transport_result imap_select(struct imap_session *s, const char *name,
                                  struct imap_folder *folder, struct err *why);

enum imap_part {
    IMAP_LIST,    /* size and date */
    IMAP_CONTENT, /* the whole message */
    IMAP_START,   /* its first 64 KiB */
};

/* What came about one message; valid during the callback. */
struct imap_item {
    uint32_t uid;
    uint32_t size;    /* IMAP_LIST */
    instant arrived;  /* IMAP_LIST */
    const char *body; /* own; NULL where the server gave none */
    size_t length;
};

typedef void imap_item_handler(void *context, const struct imap_item *item);

/* UID FETCH first:last, without setting \Seen. bytes, the expected size, only
 * stretches the deadline. The handler is called while the answer comes in. */
enum transport_result imap_fetch(struct imap_session *s, uint32_t first, uint32_t last,
                                 enum imap_part part, uint64_t bytes, imap_item_handler *handler,
                                 void *context, struct err *why);

/* Sets the keyword $MentordRead. That a server refuses does no harm. */
enum transport_result imap_flag(struct imap_session *s, uint32_t first, uint32_t last,
                                struct err *why);

/* IDLE until the server says something, the time is over or the doorbell is
 * readable. imap_can_idle first. */
bool imap_can_idle(struct imap_session *s);
enum transport_result imap_idle(struct imap_session *s, int seconds, int doorbell, struct err *why);

#endif
