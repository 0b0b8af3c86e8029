/* SPDX-License-Identifier: GPL-2.0-or-later */
/* year.h - a year of a programme on a made-up roster, for what no single rule shows.
 *
 * One person a role, linked as the programme links them. The year is played
 * twice: nobody ever answers; everybody does, in turn with the first and with
 * the last answer that a question offers. From that come warnings: rules that
 * write to one person twice on a day, and rules that never begin; and errors:
 * letters that can't be written.
 *
 * Not counted are reports, and letters that belong to an act (a hold is
 * announced, a hand-over told) or to what somebody said that day; and rules that
 * one rule started are one story with it.
 */
#ifndef CTL_YEAR_H
#define CTL_YEAR_H

#include "ctl/folder.h"

/* p is the programme of that folder, without errors. The year begins at `start`. */
void year_check(struct arena *a, const struct programme_folder *f, const struct programme *p,
                instant start, struct diags *d);

#endif
