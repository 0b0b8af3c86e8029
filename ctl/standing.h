/* SPDX-License-Identifier: GPL-2.0-or-later */
/* standing.h - who stands at what an edit takes away: before it comes into force. */
#ifndef CTL_STANDING_H
#define CTL_STANDING_H

#include "ctl/ctl.h"

/* Whether the rule of a batch is gone: nothing of it would begin. */
bool held_is_gone(const struct shelf *s, const struct occurrence_row *held);

/* Adds an error for each step, rule or programme that is gone while cases stand there, with
 * names, and a warning for each rule that is gone while a batch of it is held. Nothing where there
 * is no store yet. CTL_OK, or CTL_BROKEN, complained of. */
int ctl_standing(struct ctl *c, const struct shelf *edited, struct diags *d);

#endif
