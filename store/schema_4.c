/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_4.c - version 4: since when people have their roles. What was given
 * before stands in the log. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_4[] =
"ALTER TABLE role ADD COLUMN since INTEGER NOT NULL DEFAULT 0;"
"UPDATE role SET since = coalesce((SELECT max(e.at) FROM event AS e WHERE e.person = role.person"
"    AND e.kind = 'role-given' AND e.name = role.role AND e.programme = role.programme), 0);"
"CREATE INDEX role_since ON role (programme, role, since, person) WHERE since > 0;";
