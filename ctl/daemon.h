/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon.h - the mentord that runs on this configuration, if one does. */
#ifndef CTL_DAEMON_H
#define CTL_DAEMON_H

#include "ctl/ctl.h"

#include <sys/types.h>

/* Its process id, from the lock on the state folder; 0 where none runs, -1 with e. */
pid_t daemon_pid(struct ctl *c, struct err *e);

/* Tells it that there is something new in the store. It would notice by
 * itself a little later, so that nothing is lost where this fails. */
void wake_daemon(struct ctl *c);

#endif
