/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_families.h - what a server's words mean, where no phrase that is known word for word
 * stands in them: a word for an address or a box near one that says what is wrong with it, in some
 * twenty languages; inside mail/ only. */
#ifndef MAIL_BOUNCE_FAMILIES_H
#define MAIL_BOUNCE_FAMILIES_H

enum bounce_family { FAMILY_NONE, FAMILY_FULL, FAMILY_CLOSED, FAMILY_UNKNOWN };

enum bounce_family bounce_family(const char *folded);

#endif
