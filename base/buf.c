/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_CAP ((size_t)256)

void buf_release(struct buf *b)
{
    free(b->data);
    b->data = NULL;
    b->cap = 0;
    buf_reset(b);
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->overflow = false;
}

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

void buf_add_markup(struct buf *b, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        const char *entity = entity_of(text[i]);

        if (entity)
            buf_adds(b, entity);
        else
            buf_addc(b, (c < ' ' && c != '\n' && c != '\t') || c == 0x7f ? ' ' : text[i]);
    }
}

void buf_adds_markup(struct buf *b, const char *text)
{
    buf_add_markup(b, text, strlen(text));
}

/* One byte more than asked for is kept free: the NUL of buf_str(). */
char *buf_reserve(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : FIRST_CAP;

    if (b->overflow || b->len > b->ceiling || n > b->ceiling - b->len) {
        b->overflow = true;
        return NULL;
    }
    while (cap - b->len <= n) {
        if (__builtin_mul_overflow(cap, 2, &cap))
            die("out of memory");
    }
    if (cap != b->cap) {
        char *wider = realloc(b->data, cap);
        if (!wider)
            die("out of memory");
        b->data = wider;
        b->cap = cap;
    }
    return b->data + b->len;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
    char *to = buf_reserve(b, len);

    if (!to || len == 0)
        return;
    memcpy(to, data, len);
    b->len += len;
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vaddf(b, fmt, ap);
    va_end(ap);
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int len;
    char *to;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (len < 0)
        die("a text could not be formatted: %s", fmt);
    to = buf_reserve(b, (size_t)len);
    if (!to)
        return;
    vsnprintf(to, (size_t)len + 1, fmt, ap);
    b->len += (size_t)len;
}

void buf_truncate(struct buf *b, size_t len)
{
    if (len < b->len)
        b->len = len;
}

const char *buf_str(struct buf *b)
{
    if (!b->data)
        return "";
    b->data[b->len] = '\0';
    return b->data;
}

static int read_all(struct buf *b, int fd)
{
    for (;;) {
        size_t room = b->ceiling - b->len < 65536 ? b->ceiling - b->len : 65536;
        char one_more, *to = room ? buf_reserve(b, room) : &one_more;
        ssize_t got = read(fd, to, room ? room : 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return (int)got;
        if (!room) {
            b->overflow = true;
            errno = EFBIG;
            return -1;
        }
        b->len += (size_t)got;
    }
}

int buf_read_file(struct buf *b, const char *path)
{
    _cleanup_(close_fdp) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    return fd < 0 ? -1 : read_all(b, fd);
}
