/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roles.h - what each process of a configuration does; inside service only.
 *
 * Every role has two lives: as a service, until its doorbell is closed, and
 * as one pass for --once, whose exit code says whether anything was done.
 * Each opens what it needs after the fork and wipes the passwords that are
 * not its own.
 */
#ifndef DAEMON_ROLES_H
#define DAEMON_ROLES_H

#include "daemon/service.h"
#include "daemon/supervisor.h"

/* Exit codes of one pass; EX_OK is "nothing was due". */
#define ROLE_WORKED 3

/* The context of a role. All foreign. */
struct role_context {
    const struct service_options *options;
    struct config *config;
    const struct config_incoming *incoming; /* of a reader */
};

/* child_role.run of each kind: role->context is a struct role_context. With
 * doorbell -1 it makes one pass. */
int role_reader(const struct child_role *role, int doorbell);
int role_engine(const struct child_role *role, int doorbell);
int role_sender(const struct child_role *role, int doorbell);

#endif
