/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_diags.h - what is wrong with the files, one line of the log each. */
#ifndef DAEMON_LOG_DIAGS_H
#define DAEMON_LOG_DIAGS_H

#include "base/diag.h"

/* In the order of file and place. */
void log_diags(struct diags *d);

#endif
