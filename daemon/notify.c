/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/notify.h"
#include "base/cleanup.h"
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A name that begins with @ is in the abstract namespace, where that is a NUL. */
void notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    _cleanup_(close_fdp) int fd = -1;
    size_t len = path ? strlen(path) : 0;

    if (len == 0 || len >= sizeof address.sun_path || (*path != '/' && *path != '@'))
        return;
    memcpy(address.sun_path, path, len);
    if (*path == '@')
        address.sun_path[0] = '\0';
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
               (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
}

int notify_watchdog_ms(void)
{
    const char *text = getenv("WATCHDOG_USEC");
    unsigned long long ms = text ? strtoull(text, NULL, 10) / 2000 : 0;

    if (ms == 0)
        return -1;
    return ms > INT_MAX ? INT_MAX : (int)ms;
}
