/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply_roles.h - decides for each line of an answer what it is (lines.h).
 *
 * The order matters: what is marked as quoted, then what stands in our letter,
 * then attributions and old headers, then signatures and footers, banners, and
 * last which quoted lines stay as the question that an answer belongs to.
 */
#ifndef MAIL_REPLY_ROLES_H
#define MAIL_REPLY_ROLES_H

#include "mail/lines.h"

/* original may be NULL. Returns in words what decided, for *.why. */
const char *roles_assign(struct arena *a, struct lines *l, const char *original);

#endif
