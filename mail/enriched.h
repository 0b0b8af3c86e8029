/* SPDX-License-Identifier: GPL-2.0-or-later */
/* enriched.h - text/enriched (RFC 1896) as plain text: what some old programs send alone. */
#ifndef MAIL_ENRICHED_H
#define MAIL_ENRICHED_H

#include "base/arena.h"

/* Commands are left out, "<<" is "<", a single line end is a blank, and of several one is lost. */
char *enriched_undo(struct arena *a, const char *text);

#endif
