/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_list.h - the programs of mailing lists, where they refuse a letter for good: Mailman, fml,
 * Sympa, LISTSERV, Majordomo and their kin. A letter that waits for a moderator is not refused.
 * Inside mail/ only. */
#ifndef MAIL_BOUNCE_LIST_H
#define MAIL_BOUNCE_LIST_H

#include "mail/mime.h"

/* The address of the list that refused, NULL where none did; "" where it isn't named. text: for
 * people; ours: addresses that are no list, NULL-ended. */
const char *bounce_list_refused(struct arena *a, const struct mime *m, const char *text,
                                const char *const *ours);

#endif
