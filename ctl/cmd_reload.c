/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl reload: the edited rules take effect, if all of them are good. */
#include "ctl/daemon.h"
#include "ctl/standing.h"
#include "daemon/reload_outcome.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE_SECONDS 30
#define LOOK_EVERY_MS    50
#define AT_ONCE          256

static bool can_come_into_force(struct ctl *c)
{
    struct diags d;

    if (ctl_shelf(c) != CTL_OK)
        return false;
    diags_init(&d, c->arena);
    if (ctl_standing(c, c->shelf, &d) != CTL_OK)
        return false;
    ctl_print_diags(&d);
    return !d.errors;
}

static int patience(const struct ctl_args *args, int *seconds)
{
    const char *text = ctl_given(args, "timeout");
    char *end;
    long n = text ? strtol(text, &end, 10) : PATIENCE_SECONDS;

    if (text && (end == text || *end || n < 1 || n > 86400))
        return ctl_complain(CTL_USAGE, "--timeout wants a number of seconds, not \"%s\"", text);
    *seconds = (int)n;
    return CTL_OK;
}

/* ---- waiting --------------------------------------------------------------- */

static int64_t monotonic_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* CTL_OK once there is an answer to this number. */
static int wait_for_answer(struct ctl *c, int64_t number, int seconds, struct reload_outcome *out)
{
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    int64_t end = monotonic_ms() + (int64_t)seconds * 1000;
    struct err e;

    for (;;) {
        bool late = monotonic_ms() >= end, alive = daemon_pid(c, &e) > 0;

        reload_look(c->store, c->arena, out);
        if (out->answers >= number)
            return CTL_OK;
        if (!alive)
            return ctl_complain(CTL_NO, "mentord ended before it answered: its log tells why; it "
                                        "reads the rules when it starts");
        if (late)
            return ctl_complain(CTL_NO,
                                "mentord has not answered within %d second%s; it was told, and may "
                                "still take up the rules: its log and mentorctl status tell",
                                seconds, seconds == 1 ? "" : "s");
        nanosleep(&pause, NULL);
    }
}

/* ---- telling --------------------------------------------------------------- */

static int count_open(struct ctl *c, const char *programme)
{
    struct kase open[AT_ONCE];
    int64_t after = 0;
    int n, count = 0;

    while ((n = store_open_cases(c->store, c->arena, programme, after, open, AT_ONCE)) > 0) {
        count += n;
        after = open[n - 1].id;
    }
    return n < 0 ? -1 : count;
}

static int tell_in_force(struct ctl *c)
{
    struct rules_row *rows;
    int n = store_in_force(c->store, c->arena, &rows);

    for (int i = 0; i < n; i++) {
        int cases = count_open(c, rows[i].programme);

        if (cases < 0)
            return ctl_failed(c);
        out_text("%s: the rules of version %.12s are in force; ", rows[i].programme,
                 rows[i].version);
        if (cases)
            out_text("%d case%s on.\n", cases, cases == 1 ? " runs" : "s run");
        else
            out_text("no case runs.\n");
    }
    return n < 0 ? ctl_failed(c) : CTL_OK;
}

static int tell(struct ctl *c, const struct reload_outcome *outcome)
{
    char *why = arena_strdup(c->arena, outcome->why), *rest = NULL;

    if (outcome->good)
        return tell_in_force(c);
    for (char *line = strtok_r(why, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        ctl_complain(0, "%s", ctl_with_names(c, line));
    return ctl_complain(CTL_BROKEN, "mentord refused them: the old rules and letters stay in use");
}

/* ---- the command ------------------------------------------------------------ */

static int ask(struct ctl *c, pid_t pid, int seconds)
{
    struct reload_outcome outcome;
    int64_t number = reload_ask(c->store);
    int status;

    if (number < 0)
        return ctl_failed(c);
    if (kill(pid, SIGHUP) < 0)
        return ctl_complain(CTL_NO, "mentord (process %d) can't be told: %s", (int)pid,
                            strerror(errno));
    status = wait_for_answer(c, number, seconds, &outcome);
    return status == CTL_OK ? tell(c, &outcome) : status;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    int seconds = 0, status = patience(args, &seconds);
    struct err e;
    pid_t pid;

    if (status != CTL_OK || (status = ctl_config(c)) != CTL_OK)
        return status;
    pid = daemon_pid(c, &e);
    if (pid < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    if (pid > 0 && (status = ctl_store(c, STORE_WRITE)) != CTL_OK)
        return status;
    if (!can_come_into_force(c))
        return ctl_complain(CTL_BROKEN, "the old rules and letters stay in use");
    if (pid == 0)
        return ctl_complain(CTL_NO,
                            "no mentord runs on %s, so there is nobody to tell; the rules are "
                            "good, and taken up when it starts",
                            c->config->state);
    return ask(c, pid, seconds);
}

static const struct ctl_option options[] = {
    {"timeout", "SECONDS", "how long to wait for mentord's answer; 30 without it"},
    {0},
};

const struct ctl_command cmd_reload = {
    .name = "reload",
    .help = "Let the running mentord take up edited rules and letters",
    .more = "They are checked first: with one mistake anywhere the old ones stay in use. Then it "
            "waits until mentord says what is in force. The status is 0 where it is what stands "
            "in the files, 1 where no mentord runs or none answers, 3 where it was refused.",
    .options = options,
    .run = run,
};
