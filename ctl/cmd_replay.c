/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_replay.c - mentorctl replay --verify: whether the log rebuilds what the store says. */
#include "ctl/ctl.h"
#include "engine/replay.h"

#define OUT_BYTES (16u * 1024 * 1024)

static int verify(struct ctl *c)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(OUT_BYTES);
    struct replay_sum sum;

    if (replay_verify(c->store, c->shelf, &out, &sum) < 0)
        return ctl_complain(CTL_BROKEN, "%s", store_error(c->store));
    out_text("%s", ctl_with_names(c, buf_str(&out)));
    if (sum.strange)
        out_text("%zu events are of programmes that are not there any more: not looked at.\n",
                 sum.strange);
    out_text("Events replayed: %zu. People: %zu, roles: %zu, links: %zu, cases: %zu; ", sum.events,
             sum.people, sum.roles, sum.links, sum.cases);
    if (!sum.differences)
        out_text("all as in the store.\n");
    else
        out_styled(STYLE_BAD, "%zu difference%s.\n", sum.differences,
                   sum.differences == 1 ? "" : "s");
    return sum.differences ? CTL_NO : CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    int status;

    if (!ctl_given(args, "verify"))
        return ctl_complain(CTL_USAGE, "replay does one thing: mentorctl replay --verify");
    if ((status = ctl_store(c, STORE_READ)) != CTL_OK || (status = ctl_shelf(c)) != CTL_OK)
        return status;
    return verify(c);
}

static const struct ctl_option options[] = {
    {"verify", NULL, "compare what the log gives with the tables of the store"}, {0}};

const struct ctl_command cmd_replay = {
    .name = "replay",
    .help = "Apply the log from its first event and compare",
    .more = "Everything that happened is an event in the log, and the tables of people, roles,\n"
            "links and cases follow from it. This works them out once more. A difference means\n"
            "that the store was changed by hand, or is damaged: the status is 1 then. Nothing is\n"
            "changed. While mentord runs, something may happen in between: run it again.",
    .options = options,
    .run = run,
};
