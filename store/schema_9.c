/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_9.c - version 9: messages that could not be read, and of which not
 * even the sender is known. Each may be anybody's answer, so nobody counts as
 * silent since it came; its row goes when somebody has looked at it. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_9[] =
"CREATE TABLE inbox_unread ("
"    inbox INTEGER PRIMARY KEY REFERENCES inbox (id)"
") STRICT;";
