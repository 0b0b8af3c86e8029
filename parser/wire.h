/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.h - frames between the parser process and its client.
 *
 * A frame is a kind, a length, and parts. A part is bytes with their length,
 * or NULL, so that an absent string stays absent. Numbers are 32 bits in the
 * machine's own order: both ends are the same program on the same machine.
 * Answers come in the order of their requests, of which several may be under
 * way: what came behind a frame stays in its buffer, and begins the next.
 *
 * Both ends use send and recv on a stream socket and raise no SIGPIPE.
 */
#ifndef PARSER_WIRE_H
#define PARSER_WIRE_H

#include "base/buf.h"
#include <stdint.h>

enum wire_kind {
    WIRE_HEAD = 1, /* request: address, authserv_id, message */
    WIRE_READ,     /* request: address, authserv_id, original, bare_text, message */
    WIRE_FACTS,    /* answer: JSON */
    WIRE_READY,    /* once, from the parser: the sandbox is closed, no parts */
};

#define WIRE_HEADER      8u
#define WIRE_SLACK       (64u * 1024) /* a receiver's buffer is so much larger than its largest frame */
#define WIRE_MAX_REQUEST (27u * 1024 * 1024) /* the largest message and our own letter */
#define WIRE_MAX_ANSWER  (42u * 1024 * 1024) /* its attachments, as base64, and tables */

#define WIRE_FOREVER INT64_MAX

/* Milliseconds of the monotonic clock, what deadlines are counted in. */
int64_t wire_clock(void);

/* Building one: begin, add each part, end. */
void wire_begin(struct buf *frame, enum wire_kind kind);
void wire_add(struct buf *frame, const char *bytes,
              size_t len); /* bytes NULL: a part that is NULL */
void wire_add_string(struct buf *frame, const char *s);
void wire_end(struct buf *frame);

/* 0, or -1 with errno; ETIMEDOUT after the deadline, EMSGSIZE for a frame that overflowed. */
int wire_send(int fd, const struct buf *frame, int64_t deadline);

/* Waits for one whole frame, after the one that stands in the buffer. 1; 0 where
 * the other end closed before its first byte; -1 with errno: ETIMEDOUT, EBADMSG
 * for what is no frame within its buffer's ceiling less WIRE_SLACK, EPIPE for
 * half of one. */
int wire_receive(int fd, struct buf *frame, int64_t deadline);

/* How much of what follows the frame in the buffer came with it. */
size_t wire_rest(const struct buf *frame);

/* Reading the parts of a frame that was received. */
struct wire_reader {
    enum wire_kind kind;
    const char *at, *end;
};

struct wire_reader wire_open(const struct buf *frame);

/* The next part, which is not NUL-terminated and points into the frame; NULL
 * where it is NULL. 0, or -1 where there is none or it reaches past the end. */
int wire_part(struct wire_reader *r, const char **bytes, size_t *len);

#endif
