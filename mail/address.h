/* SPDX-License-Identifier: GPL-2.0-or-later */
/* address.h - e-mail addresses as mentord stores and compares them (RFC 5321).
 *
 * An address that passes address_valid can stand in an envelope as it is: one
 * @, no spaces, controls, quotes, brackets or source routes, at most 254
 * bytes; domain ASCII (IDN as A-labels) or UTF-8 letters.
 */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "base/arena.h"
#include <stdbool.h>

bool address_valid(const char *s);

/* Can c be part of an address that needs no quotes? The @ and all beyond ASCII too. */
bool address_char(char c);

/* For storing and comparing: trimmed, domain and local part in lower case
 * (no provider in use tells them apart), a trailing dot of the domain gone.
 * NULL where it is no valid address. */
char *address_normal(struct arena *a, const char *s);

bool address_equal(const char *a, const char *b); /* by their normal forms */

/* mentors@example.org with token "k7" is mentors+k7@example.org. */
char *address_with_token(struct arena *a, const char *address, const char *token);

/* The token in address where it is self+TOKEN@domain, else NULL. */
char *address_token(struct arena *a, const char *self, const char *address);

#endif
