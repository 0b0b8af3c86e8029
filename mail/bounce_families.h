/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_families.h - what a server's words mean, where no phrase that is known word for word
 * stands in them: a word for an address or a box near one that says what is wrong with it, in some
 * thirty languages; inside mail/ only. */
#ifndef MAIL_BOUNCE_FAMILIES_H
#define MAIL_BOUNCE_FAMILIES_H

#include <stdbool.h>

enum bounce_family { FAMILY_NONE, FAMILY_FULL, FAMILY_CLOSED, FAMILY_UNKNOWN, FAMILY_NO_DOMAIN };

enum bounce_family bounce_family(const char *folded);

/* The same of the sentence round at alone. */
enum bounce_family bounce_family_at(const char *folded, const char *at);

/* Does the sentence round at have one of the stems, at a word's edge? */
bool bounce_family_near(const char *folded, const char *at, const char *const *stems);

/* Does the sentence round at speak of the sender, and not of the recipient? */
bool bounce_family_of_sender(const char *folded, const char *at);

/* Does a sentence have one of the stems, at a word's edge, and one of the others? */
bool bounce_family_pair(const char *folded, const char *const *stems, const char *const *others);

#endif
