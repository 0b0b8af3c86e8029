/* SPDX-License-Identifier: GPL-2.0-or-later */
/* enriched.h - text/enriched (RFC 1896), and the text/richtext before it (RFC 1341, 7.1.3), as
 * plain text: what some old programs send alone. */
#ifndef MAIL_ENRICHED_H
#define MAIL_ENRICHED_H

#include "base/arena.h"
#include <stdbool.h>

/* Commands are left out, "<<" is "<", a single line end is a blank, and of several one is lost. In
 * richtext every line end is a blank, "<nl>" a line end and "<lt>" is "<". */
char *enriched_undo(struct arena *a, const char *text, bool richtext);

#endif
