/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/cleanup.h"
#include <errno.h>
#include <unistd.h>

void close_fdp(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}
