/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl release: lets a batch go that was held because it is so large or so late, or letters
 * to somebody who got so many in a day. */
#include "ctl/daemon.h"

#include <string.h>

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

static int release_letters_to(struct ctl *c, const char *whom)
{
    int64_t person = 0;
    int status = ctl_engine(c), released;

    if (status != CTL_OK)
        return status;
    if (strcmp(whom, c->config->admin) != 0 && !(person = ctl_person(c, whom)))
        return CTL_NO;
    if (store_begin(c->store) < 0 ||
        (released = store_release_letters_to(c->store, person, "limit")) < 0 ||
        store_commit(c->store) < 0)
        return ctl_failed(c);
    if (!released)
        return ctl_complain(CTL_NO, "no letter to %s is held at the limit", whom);
    wake_daemon(c);
    out_text("%d letter%s to %s may go.\n", released, released == 1 ? "" : "s", whom);
    return CTL_OK;
}

static int release_batch(struct ctl *c, const struct ctl_args *args)
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
    out_text(programme_rule(p->rules, rule)
                 ? "%s %s is released.\n"
                 : "%s %s is off the list; its rule is gone, and nothing begins.\n",
             rule, occurrence);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *to = ctl_given(args, "to");

    if (args->operands_count != (to ? 0 : 2))
        return ctl_complain(CTL_USAGE, "say a rule and an occurrence, or --to somebody");
    return to ? release_letters_to(c, to) : release_batch(c, args);
}

static const struct ctl_option options[] = {
    {"to", "PERSON",
     "letters to this person (or the admin's address) that are held as there were "
     "so many in a day"},
    {"programme", "NAME", "of this programme, where there are several"},
    {0},
};

const struct ctl_command cmd_release = {
    .name = "release",
    .operands = "[RULE OCCURRENCE]",
    .help = "Let a batch or letters go that are held for somebody to agree",
    .more = "A rule that would write to more people than its max_per_run, or later than its late: "
            "says, is held; so are letters to an address that got as many in a day as the "
            "configuration allows. mentorctl status lists what is: mentorctl release survey "
            "2026-12, mentorctl release --to ana@example.org",
    .options = options,
    .least = 0,
    .most = 2,
    .run = run,
};
