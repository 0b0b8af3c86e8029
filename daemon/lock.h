/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lock.h - one mentord a state folder. */
#ifndef DAEMON_LOCK_H
#define DAEMON_LOCK_H

#include "base/diag.h"

#define LOCK_FILE "mentord.lock"

enum lock_result { LOCK_FAILED = -2, LOCK_HELD = -1 };

/* Makes the folder where it is missing (its parent must be there) and locks
 * the file in it. The descriptor, to be kept open: the lock lasts until it and
 * all its copies in children are closed, so that a new mentord cannot start
 * beside what an old one left behind. LOCK_HELD where another has it;
 * LOCK_FAILED where it cannot be made. Both with why. */
int lock_state(const char *folder, struct err *why);

#endif
