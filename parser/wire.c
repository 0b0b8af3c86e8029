/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parser/wire.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define NULL_PART UINT32_MAX

int64_t wire_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint32_t number_at(const char *bytes)
{
    uint32_t n;

    memcpy(&n, bytes, sizeof n);
    return n;
}

static void add_number(struct buf *frame, uint32_t n)
{
    buf_add(frame, &n, sizeof n);
}

void wire_begin(struct buf *frame, enum wire_kind kind)
{
    buf_reset(frame);
    add_number(frame, kind);
    add_number(frame, 0);
}

void wire_add(struct buf *frame, const char *bytes, size_t len)
{
    if (len >= NULL_PART) {
        frame->overflow = true;
        return;
    }
    add_number(frame, bytes ? (uint32_t)len : NULL_PART);
    if (bytes)
        buf_add(frame, bytes, len);
}

void wire_add_string(struct buf *frame, const char *s)
{
    wire_add(frame, s, s ? strlen(s) : 0);
}

void wire_end(struct buf *frame)
{
    uint32_t length;

    if (frame->overflow)
        return;
    length = (uint32_t)(frame->len - WIRE_HEADER);
    memcpy(frame->data + sizeof length, &length, sizeof length);
}

/* A blocking call would not return at the deadline. So where there is one,
 * each call is made without blocking and this waits between them. */
static int wait_for(int fd, short events, int64_t deadline)
{
    struct pollfd pfd = {.fd = fd, .events = events};
    int64_t left = deadline - wire_clock();
    int n;

    if (left <= 0) {
        errno = ETIMEDOUT;
        return -1;
    }
    n = poll(&pfd, 1, left > INT_MAX ? INT_MAX : (int)left);
    return n < 0 && errno != EINTR ? -1 : 0;
}

static int flags_for(int64_t deadline)
{
    return deadline == WIRE_FOREVER ? 0 : MSG_DONTWAIT;
}

int wire_send(int fd, const struct buf *frame, int64_t deadline)
{
    size_t sent = 0;

    if (frame->overflow) {
        errno = EMSGSIZE;
        return -1;
    }
    while (sent < frame->len) {
        ssize_t n =
            send(fd, frame->data + sent, frame->len - sent, MSG_NOSIGNAL | flags_for(deadline));
        if (n >= 0)
            sent += (size_t)n;
        else if (errno == EAGAIN ? wait_for(fd, POLLOUT, deadline) < 0 : errno != EINTR)
            return -1;
    }
    return 0;
}

/* The length the whole frame will have, as far as that can be told yet. */
static size_t expected(const struct buf *frame)
{
    return frame->len < WIRE_HEADER ? WIRE_HEADER
                                    : WIRE_HEADER + (size_t)number_at(frame->data + 4);
}

static int breach(int error)
{
    errno = error;
    return -1;
}

size_t wire_rest(const struct buf *frame)
{
    return frame->len > expected(frame) ? frame->len - expected(frame) : 0;
}

/* Leaves what came behind the frame. */
static void remove_frame(struct buf *frame)
{
    size_t rest = wire_rest(frame);

    if (rest)
        memmove(frame->data, frame->data + frame->len - rest, rest);
    buf_truncate(frame, rest);
}

int wire_receive(int fd, struct buf *frame, int64_t deadline)
{
    remove_frame(frame);
    while (frame->len < expected(frame)) {
        size_t missing = expected(frame) - frame->len;
        size_t room = missing < WIRE_SLACK ? WIRE_SLACK : missing;
        char *to = expected(frame) > frame->ceiling - WIRE_SLACK ? NULL : buf_reserve(frame, room);
        if (!to)
            return breach(EBADMSG);
        ssize_t n = recv(fd, to, room, flags_for(deadline));
        if (n > 0)
            frame->len += (size_t)n;
        else if (n == 0)
            return frame->len ? breach(EPIPE) : 0;
        else if (errno == EAGAIN ? wait_for(fd, POLLIN, deadline) < 0 : errno != EINTR)
            return -1;
    }
    return 1;
}

struct wire_reader wire_open(const struct buf *frame)
{
    return (struct wire_reader){
        .kind = number_at(frame->data),
        .at = frame->data + WIRE_HEADER,
        .end = frame->data + expected(frame),
    };
}

int wire_part(struct wire_reader *r, const char **bytes, size_t *len)
{
    uint32_t n;

    if (r->end - r->at < (ptrdiff_t)sizeof n)
        return -1;
    n = number_at(r->at);
    r->at += sizeof n;
    *bytes = NULL;
    *len = 0;
    if (n == NULL_PART)
        return 0;
    if ((size_t)(r->end - r->at) < n)
        return -1;
    *bytes = r->at;
    *len = n;
    r->at += n;
    return 0;
}
