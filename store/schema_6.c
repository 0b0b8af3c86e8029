/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_6.c - version 6: the day of a person's last routine letter, so that the
 * next one can wait for another day. */
#include "store/schema.h"

/* clang-format off */

/* engine. When that letter goes, at the earliest. A table of its own, as a slice that is at hand
 * stays good when a letter is written. */
const char schema_6[] =
"CREATE TABLE written ("
"    person INTEGER PRIMARY KEY REFERENCES person (id),"
"    at     INTEGER NOT NULL"
") STRICT;";
