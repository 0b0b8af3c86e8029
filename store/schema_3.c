/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_3.c - version 3: the dates of meetings, and ways to what rules ask of
 * the past: links by their beginning, cases by their rule. */
#include "store/schema.h"

/* clang-format off */

/* engine. Whose a meeting is: 0 stands for the programme, and for nobody. */
const char schema_3[] =
"CREATE TABLE meeting ("
"    programme TEXT NOT NULL,"
"    name      TEXT NOT NULL,"
"    person    INTEGER NOT NULL,"
"    other     INTEGER NOT NULL,"
"    at        INTEGER NOT NULL,"
"    choice    TEXT,"
"    PRIMARY KEY (programme, name, person, other, at),"
"    CHECK ((at = 0) = (choice IS NOT NULL))"
") STRICT, WITHOUT ROWID;"
"CREATE INDEX meeting_at ON meeting (programme, name, at);"
"CREATE INDEX meeting_person ON meeting (programme, person, at);"
"CREATE INDEX meeting_other ON meeting (programme, other, at) WHERE other <> 0;"
"CREATE INDEX link_since ON link (programme, kind, since);"
"CREATE INDEX case_rule ON kase (programme, rule, started);";
