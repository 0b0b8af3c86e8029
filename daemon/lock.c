/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/lock.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* For whoever looks who holds it; nobody relies on it. */
static void note_process(int fd)
{
    if (ftruncate(fd, 0) == 0)
        dprintf(fd, "%d\n", (int)getpid());
}

int lock_state(const char *folder, struct err *why)
{
    _cleanup_(buf_release) struct buf path = BUF_INIT(4096);
    int fd;

    if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
        err_set(why, "cannot make the state folder %s: %s", folder, strerror(errno));
        return LOCK_FAILED;
    }
    buf_addf(&path, "%s/" LOCK_FILE, folder);
    fd = open(buf_str(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        err_set(why, "cannot open %s: %s", buf_str(&path), strerror(errno));
        return LOCK_FAILED;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        note_process(fd);
        return fd;
    }
    err_set(why, "another mentord runs on %s, or one that was told to end still does", folder);
    close(fd);
    return LOCK_HELD;
}
