/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/daemon.h"
#include "daemon/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The number in the lock file may be that of a process which ended and whose
 * number was given away: a signal must not hit a stranger. */
static bool is_mentord(struct ctl *c, pid_t pid)
{
    _cleanup_(buf_release) struct buf name = BUF_INIT(64);

    return buf_read_file(&name, arena_printf(c->arena, "/proc/%d/comm", (int)pid)) == 0 &&
           !strncmp(buf_str(&name), "mentord", 7);
}

pid_t daemon_pid(struct ctl *c, struct err *e)
{
    const char *path = arena_printf(c->arena, "%s/" LOCK_FILE, c->config->state);
    _cleanup_(close_fdp) int fd = open(path, O_RDONLY | O_CLOEXEC);
    char digits[16] = "";
    pid_t pid;

    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return err_set(e, "%s can't be read: %s", path, strerror(errno));
    if (flock(fd, LOCK_SH | LOCK_NB) == 0)
        return 0;
    if (read(fd, digits, sizeof digits - 1) < 0)
        return err_set(e, "%s can't be read: %s", path, strerror(errno));
    pid = (pid_t)strtol(digits, NULL, 10);
    return pid > 1 && is_mentord(c, pid) ? pid : 0;
}

void wake_daemon(struct ctl *c)
{
    struct err e;
    pid_t pid = daemon_pid(c, &e);

    if (pid > 0)
        kill(pid, SIGUSR1);
}
