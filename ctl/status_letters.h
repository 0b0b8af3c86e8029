/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status_letters.h - the part of mentorctl status about letters that want
 * somebody: held at the limit of their address, or uncertain. */
#ifndef CTL_STATUS_LETTERS_H
#define CTL_STATUS_LETTERS_H

#include "ctl/ctl.h"

/* Prints them, with the command that helps; nothing where there are none. 0 or -1. */
int show_letters_that_want_somebody(struct ctl *c);

/* For --json; NULL where the store fails. */
json_t *limited_json(struct ctl *c);
json_t *uncertain_json(struct ctl *c);

#endif
