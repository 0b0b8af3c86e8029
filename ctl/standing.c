/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/standing.h"

#include "engine/adopt.h"

#include <errno.h>
#include <unistd.h>

#define BATCH 64

bool held_is_gone(const struct shelf *s, const struct occurrence_row *held)
{
    const struct shelf_programme *p = shelf_programme(s, held->programme);

    return !p || !programme_rule(p->rules, held->rule);
}

static int warn_of_batches(struct ctl *c, const struct shelf *edited, struct diags *d)
{
    struct occurrence_row held[BATCH];
    int n = store_occurrences(c->store, c->arena, "held", held, BATCH);

    for (int i = 0; i < n; i++)
        if (held_is_gone(edited, &held[i]))
            diag_warning(d, (struct pos){.file = c->config->programmes},
                         "the rule %s of %s is gone, and %s is still held: nothing of it would "
                         "begin (\"release\" takes it off the list)",
                         held[i].rule, held[i].programme, held[i].key);
    return n < 0 ? ctl_failed(c) : CTL_OK;
}

int ctl_standing(struct ctl *c, const struct shelf *edited, struct diags *d)
{
    struct diags found;
    int status;

    if (access(c->config->store, F_OK) < 0 && errno == ENOENT)
        return CTL_OK;
    if ((status = ctl_store(c, STORE_READ)) != CTL_OK)
        return status;
    diags_init(&found, c->arena);
    if (adopt_check(c->store, edited, &found) < 0)
        return ctl_failed(c);
    for (size_t i = 0; i < found.count; i++)
        diag_error(d, found.items[i].pos, "%s", ctl_with_names(c, found.items[i].text));
    return warn_of_batches(c, edited, d);
}
