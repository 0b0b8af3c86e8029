/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl release: lets a batch go that was held because it is so large or so late. */
#include "ctl/daemon.h"

static int none_held(struct ctl *c)
{
    struct occurrence_row held[16];
    int n = store_occurrences(c->store, c->arena, "held", held, 16);
    const char *list = "";

    for (int i = 0; i < n; i++)
        list = arena_printf(c->arena, "%s%s%s %s", list, i ? ", " : "", held[i].rule, held[i].key);
    return n > 0 ? ctl_complain(CTL_NO, "that is not held; these are: %s", list)
                 : ctl_complain(CTL_NO, "nothing is held");
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *rule = args->operands[0], *occurrence = args->operands[1];
    const struct shelf_programme *p;
    int status = ctl_engine(c), released;

    if (status != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, ctl_given(args, "programme"))))
        return CTL_NO;
    if (store_begin(c->store) < 0)
        return ctl_failed(c);
    released = engine_release(c->engine, p->rules->name, rule, occurrence, c->now);
    if (released < 0 || store_commit(c->store) < 0)
        return ctl_failed(c);
    if (!released)
        return none_held(c);
    wake_daemon(c);
    out_text("%s %s is released.\n", rule, occurrence);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"programme", "NAME", "of this programme, where there are several"},
    {0},
};

const struct ctl_command cmd_release = {
    .name = "release",
    .operands = "RULE OCCURRENCE",
    .help = "Let a batch go that is held for somebody to agree",
    .more = "A rule that would write to more people than its max_per_run, or later than its late: "
            "says, is held. mentorctl status lists what is: mentorctl release survey 2026-12",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run,
};
