/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_10.c - version 10: what each decided message said, as a keyed hash of its sender,
 * Message-ID and words: so that one message which came on two ways, with other bytes in its
 * transport fields, is decided once. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_10[] =
"CREATE TABLE inbox_said ("
"    hash  TEXT PRIMARY KEY,"
"    inbox INTEGER NOT NULL REFERENCES inbox (id)"
") STRICT, WITHOUT ROWID;";
