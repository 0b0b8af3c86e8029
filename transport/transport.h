/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transport.h - how mail comes in and goes out: the two driver interfaces.
 *
 * A `struct mail_source` brings messages (IMAP, an incoming Maildir), a
 * `struct mail_sink` takes letters away (SMTP, an outgoing Maildir). The
 * reader and the sender know these two structures and no protocol. Neither
 * interface knows the store; each says at which moments its caller has to make
 * something durable, and every slot says what a kill -9 in the middle of it
 * leaves behind.
 *
 * Ownership. "foreign" beside a pointer: it belongs to the caller and must
 * outlive the call (or, in a configuration, the source or sink). "own": it
 * belongs to the driver and is valid as long as the comment says.
 *
 * Failure. Slots that can fail return a transport_result and put one sentence
 * into *why, which names the server and says what to do. They never retry and
 * never back off: that is for the caller to decide, by the class:
 *
 *   TRANSPORT_CONFIG     a person must act: wrong password, wrong certificate,
 *                        no such folder. Tell the admin, try again seldom.
 *   TRANSPORT_TEMPORARY  the network or the server: try again with back-off.
 *   TRANSPORT_STOPPED    a callback said no; its own reason is the caller's.
 *
 * Processes that use a transport ignore SIGPIPE.
 */
#ifndef TRANSPORT_TRANSPORT_H
#define TRANSPORT_TRANSPORT_H

#include "base/civil.h"
#include "base/diag.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum transport_result {
    TRANSPORT_OK = 0,
    TRANSPORT_TEMPORARY,
    TRANSPORT_CONFIG,
    TRANSPORT_STOPPED,
};

/* How the connection is protected. The certificate and the host name are
 * always verified. */
enum tls_mode {
    TLS_REQUIRED, /* STARTTLS, and nothing is said in the clear without it */
    TLS_IMPLICIT, /* TLS from the first byte */
    TLS_NONE,     /* in the clear: refused unless the host is this machine */
};

/* A monotonic clock in milliseconds. Tests give their own. */
typedef int64_t monotonic_clock(void *context);

struct mail_server {
    const char *host; /* foreign; also the name that the certificate must have */
    int port;
    enum tls_mode tls;
    const char *user;       /* foreign; NULL for none: then the server is not asked for AUTH */
    const char *password;   /* foreign; NULL with user NULL */
    const char *ca_file;    /* foreign; PEM, the only authorities trusted; NULL: the system's */
    const char *helo;       /* foreign; the name given in EHLO; NULL: this host's name */
    monotonic_clock *clock; /* NULL: CLOCK_MONOTONIC */
    void *clock_context;    /* foreign */
};

/* ------------------------------------------------------------------ source */

/* Up to where a folder has been read. {0, 0} before the first fetch. */
struct source_position {
    uint64_t uidvalidity;
    uint64_t uid;
};

/* A message as it lies on the server. What identifies it is (folder,
 * uidvalidity, uid). After a change of uidvalidity the same message comes
 * again under another number: the caller recognises it by its content. */
struct source_message {
    size_t folder; /* index into source_config.folders */
    uint64_t uidvalidity;
    uint64_t uid;      /* IMAP: the UID. Maildir: 63 bits of hash of the name up to ':' */
    const char *name;  /* own; for the log: "INBOX/17", "new/1700000000.M1P2.host" */
    const char *bytes; /* own, until the callback returns; as they lie there, NUL possible */
    size_t length;     /* of bytes */
    uint64_t size;     /* of the message; more than length where oversize */
    bool oversize;     /* over max_message: bytes is its header, as far as it fits in 64 KiB */
    instant arrived;   /* INTERNALDATE, or the file's time */
};

/* What the caller of `fetch` answers. context is handed to each. */
struct source_callbacks {
    void *context; /* foreign */

    /* Whether this message is in the store already. Only the Maildir driver
     * asks, once for each file in a process, as it has no rising number to
     * start from; NULL means that none is. */
    bool (*known)(void *context, size_t folder, uint64_t uidvalidity, uint64_t uid);

    /* A message. Put it into the open transaction; it need not be durable
     * yet. The same message may come again after a crash or a change of
     * uidvalidity. 0, or -1 to end the fetch with TRANSPORT_STOPPED. */
    int (*message)(void *context, const struct source_message *m);

    /* Make all messages handed over since the last commit durable, together
     * with the position: everything up to it has been handed over. Only after
     * 0 is a message flagged on the server. -1 ends the fetch with
     * TRANSPORT_STOPPED, and nothing is flagged. Called at least once in a
     * fetch that succeeds, also when there was nothing new. */
    int (*commit)(void *context, size_t folder, struct source_position position);
};

struct mail_source;

struct source_config {
    struct mail_server server;  /* IMAP */
    const char *path;           /* foreign; Maildir: the folder that holds the folders */
    const char *const *folders; /* foreign; the first is waited on: {"INBOX", "Junk"}.
                                   Maildir: "INBOX" is path itself, "Junk" is path/.Junk */
    size_t folder_count;
    uint64_t max_message; /* bytes; larger ones come as oversize. 0: 25 MiB */
    int poll_seconds;     /* how often to look where nothing announces mail. 0: 60 */
};

/* The reader's loop, in full:
 *
 *     for (;;) {
 *         now = the time;
 *         result = driver->open(source, &why);
 *         for each folder, while result is TRANSPORT_OK:
 *             result = driver->fetch(source, folder, &position[folder], &callbacks, &why);
 *         if (all folders were TRANSPORT_OK)
 *             write down: this mailbox is read completely up to now;
 *         if (result is TRANSPORT_OK)
 *             driver->wait(source, seconds until the folders are due again, doorbell, &why);
 *         else
 *             tell (once, and at once if TRANSPORT_CONFIG), poll the doorbell for the back-off;
 *     }
 */
struct source_driver {
    const char *name; /* "imap", "maildir" */

    /* Connects and logs in, or opens the folders. Blocks for at most 60
     * seconds. Opening an open source does nothing. Changes nothing on the
     * server: killed here, nothing is left. */
    enum transport_result (*open)(struct mail_source *s, struct err *why);

    /* Hands over all messages of one folder after *position, commits them in
     * batches, flags each batch after its commit (IMAP: the keyword
     * $MentordRead where the server keeps keywords, \Seen is never touched and
     * never read; Maildir: new/NAME becomes cur/NAME:2,S) and moves *position.
     *
     * TRANSPORT_OK promises completeness: every message that lay in the folder
     * when the call began has been handed over and committed. Note the time
     * before the call, not after it.
     *
     * If the server's uidvalidity is another than *position has, all messages
     * come again under the new one; this is logged, and the next commit carries
     * the new uidvalidity. A folder that the server does not have is
     * TRANSPORT_CONFIG for the first folder, and complete and empty for the
     * others (a new account has no Junk until there is some).
     *
     * On any other result the source is closed by the driver (except after
     * TRANSPORT_STOPPED and "no such folder"): open it again. What was
     * committed stays so.
     *
     * kill -9: before a commit, the batch lies unread on the server and comes
     * again. Between commit and flag, the batch is in the store and lies
     * unflagged on the server, for good; nobody relies on the flag. The Maildir
     * driver then finds the file in new/ again, asks `known`, and moves it. */
    enum transport_result (*fetch)(struct mail_source *s, size_t folder,
                                   struct source_position *position,
                                   const struct source_callbacks *callbacks, struct err *why);

    /* Waits until mail may have come, `seconds` have passed, or `doorbell` (-1:
     * none) is readable; the doorbell is not read. May return early for no
     * reason. IMAP: IDLE in the first folder, at most 28 minutes; without IDLE,
     * at most poll_seconds. Mail that came since the last fetch ends the wait
     * at once. Changes nothing: killed here, nothing is left. */
    enum transport_result (*wait)(struct mail_source *s, int seconds, int doorbell,
                                  struct err *why);

    /* Logs out and closes, within 2 seconds; may be opened again. */
    void (*close)(struct mail_source *s);

    /* Closes and frees. */
    void (*free)(struct mail_source *s);
};

/* The head of each driver's own structure. */
struct mail_source {
    const struct source_driver *driver;
};

/* NULL with *why where the configuration cannot work (a folder name with a
 * line end, no TLS to another machine); nothing is opened yet. */
struct mail_source *imap_source_new(const struct source_config *config, struct err *why);
struct mail_source *maildir_source_new(const struct source_config *config, struct err *why);

static inline void mail_source_freep(struct mail_source **s)
{
    if (*s)
        (*s)->driver->free(*s);
}

/* -------------------------------------------------------------------- sink */

/* One letter to one recipient. */
struct sink_letter {
    int64_t id;             /* the caller's; unique among the letters in hand */
    const char *from;       /* foreign; envelope sender, "" for none */
    const char *to;         /* foreign; envelope recipient */
    const char *message_id; /* foreign; without <>; the Maildir driver names the file by it */
    const char *bytes;      /* foreign; the message, lines end in CRLF; copied by submit */
    size_t length;
};

/* The way of a letter. Each letter that was submitted ends in exactly one of
 * the events marked "end"; go or cancel answers READY.
 *
 *   submit --> waiting --> envelope --READY--> go --> content --> SENT
 *                 |           |  ^               |       |------> REFUSED
 *                 |           |  '- cancel ends  |       |------> DEFERRED
 *                 '-----------'     it, no event '-------'------> UNCERTAIN
 *                  RETURNED, REFUSED, DEFERRED
 */
enum sink_event_kind {
    /* The server accepted the recipient and waits for the letter, of which not a
     * byte has been sent. Make the claim ("in flight") durable, then `go`; or `cancel`. */
    SINK_READY,
    /* end: the server has taken responsibility. */
    SINK_SENT,
    /* end: refused for good (5xx). The letter has not been delivered. */
    SINK_REFUSED,
    /* end: refused for now (4xx), or the connection was lost before the last
     * byte of the letter was handed to the network. It has not been delivered:
     * take a claim back, and try again later. */
    SINK_DEFERRED,
    /* end: not tried: there is no connection, or it was lost before `go`. Does
     * not count as a try. Also a READY that was not answered can end so. */
    SINK_RETURNED,
    /* end: the whole letter was handed over, and no answer came. Nobody here
     * knows whether it was delivered: never send it again blindly. */
    SINK_UNCERTAIN,
    /* Of the connection, and not of a letter (id 0): result and text say what.
     * Letters in hand come back as RETURNED. Wait before submitting again. */
    SINK_TROUBLE,
};

/* Where the answer came. Only a refusal of the recipient can say something about
 * the recipient's address, and not with 5.7.x, which is the server's policy. (A
 * refused sender is trouble, and not the letter's.) */
enum sink_step { SINK_STEP_NONE, SINK_STEP_MAIL, SINK_STEP_RECIPIENT, SINK_STEP_CONTENT };

struct sink_event {
    enum sink_event_kind kind;
    int64_t id;
    enum sink_step step;
    enum transport_result result; /* of SINK_TROUBLE */
    int code;                     /* SMTP reply, 0 where none came */
    char enhanced[12];            /* "5.1.1", "" where the reply has none */
    char text[501];               /* printable ASCII: the reply, or our sentence */
};

struct sink_events {
    struct sink_event *items; /* own, until the next call into the sink */
    size_t count;
};

struct mail_sink;

struct sink_config {
    struct mail_server server; /* SMTP */
    const char *path;          /* foreign; Maildir: the outgoing folder; made if missing */
    size_t connections;        /* at most this many at once, each some 4 MiB where it has to
                                  trust all authorities of the system. 0: 4 */
    int letters_a_connection;  /* then QUIT and a new one. 0: 100 */
    int idle_seconds;          /* QUIT after so long without a letter. 0: 30 */
};

/* The sender's loop, in full:
 *
 *     for (;;) {
 *         take driver->free_slots(sink) due letters from the store, submit each
 *         driver->poll(sink, timeout, doorbell, &events);
 *         if (events.count) {
 *             begin;
 *             write down each SENT, REFUSED, DEFERRED, UNCERTAIN;
 *             claim each READY;
 *             commit;
 *             for each READY: driver->go(sink, id), or cancel if it was not claimed
 *         }
 *     }
 *
 * So one commit serves all connections that moved in the meantime: the slower
 * the disk, the larger the group. At most `connections` letters are claimed
 * and unanswered at any time, and that many can be uncertain after a crash.
 */
struct sink_driver {
    const char *name; /* "smtp", "maildir" */

    /* A second go of the same Message-ID delivers nothing twice, in this process
     * or the next: what a crash left in flight here (by the sink of the same
     * name) is then simply sent again. */
    bool recognises_letters;

    /* How many letters `submit` would take now: three a connection in all, one on its
     * way, one whose envelope is tried, and one that can follow without a wait. */
    size_t (*free_slots)(const struct mail_sink *s);

    /* Takes a letter in hand; nothing is sent before the next poll. Everything
     * is copied. A letter that cannot be sent at all (an address with a line
     * end, bare CR or LF in the content) is taken and ends as REFUSED in the
     * next poll. There must be a free slot. kill -9: as if never submitted. */
    void (*submit)(struct mail_sink *s, const struct sink_letter *letter);

    /* Moves everything that can move; waits up to timeout_ms (-1: as long as
     * it takes) until there is an event or `doorbell` (-1: none) is readable;
     * the doorbell is not read. A signal does not end it: ring the doorbell.
     * Events already known return at once. Deadlines
     * of the protocol pass in here: a connection whose server stays silent too
     * long, or drips, is closed and its letters get their event.
     *
     * kill -9 here: letters not yet gone are untouched. Of those gone, each is
     * delivered or not, and the caller's claim without a result says just that:
     * at the next start they are uncertain. */
    void (*poll)(struct mail_sink *s, int timeout_ms, int doorbell, struct sink_events *events);

    /* The claim is durable: send it. Only after READY. SMTP: the server, which
     * has said 354, gets the content. Maildir: the file is written and linked
     * in; the following poll makes the folder durable and reports. kill -9 in the middle: a file in
     * tmp/ that the next start removes, or the whole letter in new/, which a second go of the same
     * Message-ID recognises. */
    void (*go)(struct mail_sink *s, int64_t id);

    /* Not now after all (held or paused meanwhile). Only after READY; the
     * letter is out of the sink, without an event. SMTP: costs the connection. */
    void (*cancel)(struct mail_sink *s, int64_t id);

    /* Says QUIT, does not wait for the answer, closes and frees. Letters still in
     * hand are dropped as by kill -9: to end cleanly submit no more, cancel what
     * is READY, and poll until every letter gone has its event. */
    void (*free)(struct mail_sink *s);
};

struct mail_sink {
    const struct sink_driver *driver;
    const char *name; /* own; "smtp", "maildir:PATH": a claim says whose it is */
};

/* NULL with *why where the configuration cannot work; SMTP connects only when
 * there is a letter. */
struct mail_sink *smtp_sink_new(const struct sink_config *config, struct err *why);
struct mail_sink *maildir_sink_new(const struct sink_config *config, struct err *why);

static inline void mail_sink_freep(struct mail_sink **s)
{
    if (*s)
        (*s)->driver->free(*s);
}

#endif
