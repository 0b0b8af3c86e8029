/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report_files.h - what goes with a report as files. */
#ifndef DAEMON_REPORT_FILES_H
#define DAEMON_REPORT_FILES_H

#include "daemon/engine_internal.h"

#define REPORT_MOST_FILES 3

/* The contact form of this month as CSV and XLSX, and the picture of twelve
 * months; in e->scratch. A file that can't be made is left out, with a line in the
 * log. How many there are, or -1: store_error(). */
int report_files(struct engine *e, struct mail_attachment out[REPORT_MOST_FILES]);

#endif
