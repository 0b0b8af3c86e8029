/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/standing.h"

#include "daemon/adopt.h"

#include <errno.h>
#include <unistd.h>

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
    return CTL_OK;
}
