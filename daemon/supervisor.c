/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/supervisor.h"
#include "base/log.h"
#include "daemon/child.h"
#include "daemon/doorbell.h"
#include "daemon/notify.h"
#include "daemon/title.h"
#include "parser/wire.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define NEVER INT64_MAX

struct supervisor {
    const struct supervisor_options *options;
    struct child *children; /* own */
    struct pollfd *fds;     /* own; one a child, and the signals */
    size_t count;
    int signals; /* signalfd */
    sigset_t before;
    bool ready;  /* systemd was told */
    bool ending; /* for good */
    int exit_code;
    int64_t reload_by;      /* the engine was asked to reload; NEVER: it was not */
    bool asked_again;       /* to reload, while it did: what was edited since counts */
    bool changed;           /* there is a plan that waits for the engine's word */
    bool switching;         /* all are leaving, and then that plan begins */
    struct child_plan next; /* foreign */
    int watchdog_ms;
    int64_t feed_at;
};

static const int handled[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1};

static void drop_plan(struct supervisor *s)
{
    free(s->children);
    free(s->fds);
    s->children = NULL;
    s->fds = NULL;
    s->count = 0;
}

static void take_plan(struct supervisor *s, struct child_plan plan)
{
    drop_plan(s);
    s->children = checked(calloc(plan.count, sizeof *s->children));
    s->fds = checked(calloc(plan.count + 1, sizeof *s->fds));
    s->count = plan.count;
    for (size_t i = 0; i < plan.count; i++)
        child_init(&s->children[i], &plan.roles[i]);
}

static int begin(struct supervisor *s, const struct supervisor_options *options)
{
    sigset_t set;

    *s = (struct supervisor){.options = options, .reload_by = NEVER};
    s->watchdog_ms = notify_watchdog_ms();
    take_plan(s, options->plan);
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
        sigaddset(&set, handled[i]);
    sigprocmask(SIG_BLOCK, &set, &s->before);
    signal(SIGPIPE, SIG_IGN);
    s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (s->signals < 0)
        log_error("cannot wait for signals: %s", strerror(errno));
    return s->signals;
}

static void finish(struct supervisor *s)
{
    close_fdp(&s->signals);
    drop_plan(s);
    sigprocmask(SIG_SETMASK, &s->before, NULL);
}

/* ---- in a child ----------------------------------------------------------- */

/* What is sent to all processes of a terminal or a service is for the
 * supervisor: a child hears of it by its doorbell. */
static void leave_signals_alone(const sigset_t *mask)
{
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGPIPE};

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
}

/* A doorbell held open here would never tell its child that the supervisor is gone. */
static void leave_supervisor(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        close_fdp(&s->children[i].doorbell);
    close_fdp(&s->signals);
    leave_signals_alone(&s->before);
    drop_plan(s);
}

static _Noreturn void live(const struct child_role *role, int doorbell)
{
    title_set(role->name);
    exit(role->run(role, doorbell));
}

/* ---- starting and ending ---------------------------------------------------- */

static void start(struct supervisor *s, struct child *c, int64_t now)
{
    const struct child_role *role = c->role;
    struct err why;
    int doorbell;

    switch (child_start(c, now, &doorbell, &why)) {
    case 1:
        leave_supervisor(s);
        live(role, doorbell);
    case 0:
        log_debug("%s is process %d", role->name, (int)c->pid);
        break;
    default:
        log_error("%s", why.text);
    }
}

static void start_due(struct supervisor *s, int64_t now)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pid == 0 && s->children[i].start_at <= now)
            start(s, &s->children[i], now);
}

static void ask_all_to_end(struct supervisor *s, int64_t now)
{
    for (size_t i = 0; i < s->count; i++)
        child_ask_to_end(&s->children[i], now);
}

static void begin_ending(struct supervisor *s, int code, int64_t now)
{
    if (s->ending)
        return;
    s->ending = true;
    s->exit_code = code;
    notify("STOPPING=1");
    ask_all_to_end(s, now);
}

static bool all_gone(const struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pid)
            return false;
    return true;
}

/* What a person must mend before the engine can begin (its rules, most
 * likely) ends a start; later it is retried, as the rest goes on. */
static void note_end(struct supervisor *s, struct child *c, int status, int64_t now)
{
    bool hopeless = !s->ready && c->role->kind == CHILD_ENGINE && WIFEXITED(status) &&
                    WEXITSTATUS(status) == EX_CONFIG;

    if (hopeless)
        child_ask_to_end(c, now);
    child_ended(c, status, now);
    if (hopeless)
        begin_ending(s, EX_CONFIG, now);
}

static void reap(struct supervisor *s, int64_t now)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < s->count; i++)
            if (s->children[i].pid == pid)
                note_end(s, &s->children[i], status, now);
}

static void kill_overdue(struct supervisor *s, int64_t now)
{
    for (size_t i = 0; i < s->count; i++) {
        struct child *c = &s->children[i];
        if (c->pid && now >= c->end_by) {
            log_warning("%s did not end in time", c->role->name);
            child_kill(c);
            c->end_by = now + 1000;
        } else if (c->pid && now - c->heard >= SUPERVISOR_SILENCE_SECONDS * 1000) {
            log_error("%s hangs: not heard of for %d s", c->role->name, SUPERVISOR_SILENCE_SECONDS);
            child_kill(c);
            c->heard = now - SUPERVISOR_SILENCE_SECONDS * 1000 + 1000;
        }
    }
}

/* ---- bells -------------------------------------------------------------------- */

static struct child *find(struct supervisor *s, enum child_kind kind)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].role->kind == kind)
            return &s->children[i];
    return NULL;
}

static void wake(struct supervisor *s, enum child_kind kind)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].role->kind == kind)
            doorbell_ring(s->children[i].doorbell, BELL_WAKE);
}

static void wake_all(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        doorbell_ring(s->children[i].doorbell, BELL_WAKE);
}

static void tell_ready(struct supervisor *s)
{
    notify("READY=1");
    if (!s->ready)
        log_info("ready");
    s->ready = true;
}

/* ---- reloading ------------------------------------------------------------------ */

static void settle(struct supervisor *s, bool taken)
{
    if (s->changed && s->options->settled)
        s->options->settled(s->options->context, taken);
    s->changed = false;
    s->reload_by = NEVER;
    tell_ready(s);
}

static void reload_agreed(struct supervisor *s, int64_t now)
{
    if (!s->changed) {
        log_info("the rules were loaded again");
        settle(s, true);
        return;
    }
    log_info("the configuration has changed: all processes start again with it");
    s->reload_by = NEVER;
    s->switching = true;
    ask_all_to_end(s, now);
}

static void reload_refused(struct supervisor *s, const char *why)
{
    log_warning("nothing was reloaded: %s", why);
    settle(s, false);
}

static void finish_switching(struct supervisor *s)
{
    if (!s->switching || s->ending || !all_gone(s))
        return;
    s->switching = false;
    take_plan(s, s->next);
    settle(s, true);
}

static void tell_reloading(int64_t now)
{
    char text[80];

    snprintf(text, sizeof text, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)now * 1000 + 999);
    notify(text);
}

static void reload(struct supervisor *s, int64_t now)
{
    struct child *engine = find(s, CHILD_ENGINE);
    enum reload_result result;

    if (s->ending || !s->options->reload)
        return;
    s->asked_again = s->switching || s->reload_by != NEVER;
    if (s->asked_again)
        return;
    tell_reloading(now);
    result = s->options->reload(s->options->context, &s->next);
    s->changed = result == RELOAD_CHANGED;
    if (result == RELOAD_BAD) {
        reload_refused(s, "the configuration has errors");
    } else if (engine && engine->pid) {
        s->reload_by = now + SUPERVISOR_RELOAD_SECONDS * 1000;
        doorbell_ring(engine->doorbell, BELL_RELOAD);
    } else { /* it may be resting because of the very rules that were mended */
        if (engine)
            engine->start_at = now;
        reload_agreed(s, now);
    }
}

static void hear_of_reload(struct supervisor *s, unsigned heard, int64_t now)
{
    if (s->reload_by == NEVER)
        return;
    if (heard & BELL_FAILED)
        reload_refused(s, "the rules have errors, and the old ones go on");
    else if (heard & BELL_RELOAD)
        reload_agreed(s, now);
}

/* ---- the loop ---------------------------------------------------------------------- */

static void hear(struct supervisor *s, struct child *c, int64_t now)
{
    unsigned heard = doorbell_heard(c->doorbell);

    if (heard & ~(unsigned)BELL_GONE) {
        c->heard = now;
        c->alive = true;
    }
    if (heard & BELL_GONE) /* it is about to end: SIGCHLD follows */
        close_fdp(&c->doorbell);
    if (heard & BELL_WAKE)
        wake(s, c->role->kind == CHILD_ENGINE ? CHILD_SENDER : CHILD_ENGINE);
    if (heard & BELL_FETCH)
        wake(s, CHILD_READER);
    if (c->role->kind != CHILD_ENGINE)
        return;
    if (c->alive && !s->ready && !s->ending)
        tell_ready(s);
    hear_of_reload(s, heard, now);
}

static void take_signals(struct supervisor *s, int64_t now)
{
    struct signalfd_siginfo info;

    while (read(s->signals, &info, sizeof info) == sizeof info) {
        switch (info.ssi_signo) {
        case SIGTERM:
        case SIGINT:
            log_info("ending");
            begin_ending(s, EX_OK, now);
            break;
        case SIGHUP:
            reload(s, now);
            break;
        case SIGUSR1:
            wake_all(s);
            break;
        }
    }
}

static bool any_overdue(const struct supervisor *s, int64_t now)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pid &&
            now - s->children[i].heard >= (SUPERVISOR_SILENCE_SECONDS - 1) * 1000)
            return true;
    return false;
}

/* A process that hangs and cannot be killed either is for systemd to end, with all others. */
static void feed_watchdog(struct supervisor *s, int64_t now)
{
    if (s->watchdog_ms < 0 || now < s->feed_at || any_overdue(s, now))
        return;
    notify("WATCHDOG=1");
    s->feed_at = now + s->watchdog_ms;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int next_timeout(const struct supervisor *s, int64_t now)
{
    int64_t next = s->reload_by;

    if (s->watchdog_ms >= 0)
        next = earlier(next, s->feed_at > now ? s->feed_at : now + s->watchdog_ms);
    for (size_t i = 0; i < s->count; i++) {
        const struct child *c = &s->children[i];
        next =
            earlier(next, c->pid ? earlier(c->end_by, c->heard + SUPERVISOR_SILENCE_SECONDS * 1000)
                                 : c->start_at);
    }
    if (next == NEVER)
        return -1;
    return next <= now ? 0 : (int)earlier(next - now, INT_MAX);
}

static void wait_and_hear(struct supervisor *s, int64_t now)
{
    struct pollfd *fds = s->fds;
    int n;

    for (size_t i = 0; i < s->count; i++)
        fds[i] = (struct pollfd){.fd = s->children[i].doorbell, .events = POLLIN};
    fds[s->count] = (struct pollfd){.fd = s->signals, .events = POLLIN};
    n = poll(fds, s->count + 1, next_timeout(s, now));
    now = wire_clock();
    for (size_t i = 0; n > 0 && i < s->count; i++)
        if (fds[i].revents)
            hear(s, &s->children[i], now);
    if (n > 0 && fds[s->count].revents)
        take_signals(s, now);
}

static bool over(const struct supervisor *s)
{
    return s->ending && all_gone(s);
}

int supervise(const struct supervisor_options *options)
{
    struct supervisor s;

    if (begin(&s, options) < 0)
        return EX_OSERR;
    while (!over(&s)) {
        int64_t now = wire_clock();
        start_due(&s, now);
        feed_watchdog(&s, now);
        wait_and_hear(&s, now);
        now = wire_clock();
        reap(&s, now);
        kill_overdue(&s, now);
        finish_switching(&s);
        if (now >= s.reload_by)
            reload_refused(&s, "the engine did not answer");
        if (s.asked_again)
            reload(&s, now);
    }
    finish(&s);
    return s.exit_code;
}

int supervise_once(const struct child_role *role)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        live(role, -1);
    }
    if (pid < 0) {
        log_error("cannot start %s: %s", role->name, strerror(errno));
        return EX_OSERR;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    log_error("%s was ended by signal %d (%s)", role->name, WTERMSIG(status),
              strsignal(WTERMSIG(status)));
    return EX_TEMPFAIL;
}
