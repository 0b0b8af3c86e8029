/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/child.h"
#include "base/log.h"
#include "daemon/doorbell.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void child_init(struct child *c, const struct child_role *role)
{
    *c = (struct child){.role = role, .doorbell = -1, .end_by = INT64_MAX};
}

static int rest(struct child *c, int64_t now, struct err *why)
{
    c->pid = 0;
    c->start_at = backoff_ended(&c->backoff, now);
    return err_set(why, "cannot start %s: %s", c->role->name, strerror(errno));
}

int child_start(struct child *c, int64_t now, int *doorbell, struct err *why)
{
    int fds[2];

    backoff_started(&c->backoff, now);
    if (doorbell_pair(fds) < 0)
        return rest(c, now, why);
    c->pid = fork();
    if (c->pid == 0) {
        close(fds[0]);
        *doorbell = fds[1];
        return 1;
    }
    close(fds[1]);
    if (c->pid < 0) {
        close(fds[0]);
        return rest(c, now, why);
    }
    c->doorbell = fds[0];
    c->alive = false;
    c->heard = now;
    return 0;
}

void child_ask_to_end(struct child *c, int64_t now)
{
    c->start_at = INT64_MAX;
    if (c->pid == 0 || c->end_by != INT64_MAX)
        return;
    shutdown(c->doorbell, SHUT_WR);
    c->end_by = now + SUPERVISOR_END_SECONDS * 1000;
}

void child_kill(struct child *c)
{
    if (c->pid)
        kill(c->pid, SIGKILL);
}

static void log_end(const struct child *c, int status, int64_t wait)
{
    int seconds = (int)(wait / 1000);

    if (WIFSIGNALED(status))
        log_error("%s (process %d) was ended by signal %d (%s); it starts again in %d s",
                  c->role->name, (int)c->pid, WTERMSIG(status), strsignal(WTERMSIG(status)),
                  seconds);
    else
        log_error("%s (process %d) ended with code %d; it starts again in %d s", c->role->name,
                  (int)c->pid, WEXITSTATUS(status), seconds);
}

static void log_late_end(const struct child *c, int status)
{
    if (WIFSIGNALED(status))
        log_warning("%s was told to end and was ended by signal %d", c->role->name,
                    WTERMSIG(status));
    else
        log_debug("%s has ended", c->role->name);
}

void child_ended(struct child *c, int status, int64_t now)
{
    if (c->end_by == INT64_MAX) {
        c->start_at = backoff_ended(&c->backoff, now);
        log_end(c, status, c->start_at - now);
    } else {
        log_late_end(c, status);
    }
    close_fdp(&c->doorbell);
    c->pid = 0;
    c->end_by = INT64_MAX;
}
