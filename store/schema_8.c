/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_8.c - version 8: the rules in force, as they were written. What an
 * edit changes can only be told from what runs, and a daemon that starts again
 * over files with mistakes goes on with what ran before. A text is kept once,
 * however many versions have it; versions are kept, as the log names them. A
 * rule may be renamed, and then its cases are. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_8[] =
"CREATE TABLE rules_text ("
"    hash TEXT PRIMARY KEY,"
"    text BLOB NOT NULL"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE rules_file ("
"    programme TEXT NOT NULL,"
"    version   TEXT NOT NULL,"
"    path      TEXT NOT NULL,"   /* below the folder of programmes */
"    hash      TEXT NOT NULL REFERENCES rules_text (hash),"
"    PRIMARY KEY (programme, version, path)"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE rules_in_force ("
"    programme TEXT PRIMARY KEY,"
"    version   TEXT NOT NULL,"
"    since     INTEGER NOT NULL"
") STRICT, WITHOUT ROWID;"
"DROP TRIGGER case_key_stays;"
"CREATE TRIGGER case_key_stays"
"    BEFORE UPDATE OF id, programme, occurrence, person, other ON kase BEGIN"
"    SELECT raise(ABORT, 'a case keeps its key'); END;";
