/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/doorbell.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>

int doorbell_pair(int fds[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds);
}

void doorbell_ring(int fd, enum bell bell)
{
    char byte = (char)bell;

    if (fd >= 0)
        while (send(fd, &byte, 1, MSG_NOSIGNAL) < 0 && errno == EINTR)
            ;
}

unsigned doorbell_heard(int fd)
{
    unsigned heard = 0;
    char bytes[64];
    ssize_t n;

    while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0 || (n < 0 && errno == EINTR))
        for (ssize_t i = 0; i < n; i++)
            heard |= (unsigned char)bytes[i];
    if (n == 0 || errno != EAGAIN)
        heard |= BELL_GONE;
    return heard;
}

unsigned doorbell_wait(int fd, int timeout_ms)
{
    struct pollfd pfd = {.fd = fd, .events = POLLIN};

    return poll(&pfd, 1, timeout_ms) > 0 ? doorbell_heard(fd) : 0;
}
