/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl reload: the edited rules take effect, if all of them are good. */
#include "ctl/daemon.h"
#include "ctl/standing.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static bool can_come_into_force(struct ctl *c)
{
    struct diags d;

    diags_init(&d, c->arena);
    if (ctl_standing(c, c->shelf, &d) != CTL_OK)
        return false;
    ctl_print_diags(&d);
    return !d.errors;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct err e;
    pid_t pid;

    if (ctl_shelf(c) != CTL_OK || !can_come_into_force(c))
        return ctl_complain(CTL_NO, "the old rules and letters stay in use");
    pid = daemon_pid(c, &e);
    if (pid < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    if (pid == 0)
        return ctl_complain(CTL_NO,
                            "no mentord runs on %s; the rules are good, and read when it "
                            "starts",
                            c->config->state);
    if (kill(pid, SIGHUP) < 0)
        return ctl_complain(CTL_NO, "mentord (process %d) can't be told: %s", (int)pid,
                            strerror(errno));
    out_text("mentord reads its configuration, rules and letters again.\n");
    return CTL_OK;
}

const struct ctl_command cmd_reload = {
    .name = "reload",
    .help = "Let the running mentord take up edited rules and letters",
    .more = "They are checked first: with one mistake anywhere the old ones stay in use.",
    .run = run,
};
