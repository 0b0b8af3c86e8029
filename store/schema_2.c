/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_2.c - version 2: the numbered lines of a letter, so that "2 ok" is
 * about whom line 2 was about in that very letter, whatever has changed since;
 * and the threads that a letter stands in, so that mail programs show a
 * conversation through us as one on either side. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_2[] =
"CREATE TABLE letter_line ("
"    letter INTEGER NOT NULL REFERENCES letter (id),"
"    number INTEGER NOT NULL CHECK (number > 0),"
"    person INTEGER NOT NULL REFERENCES person (id),"
"    PRIMARY KEY (letter, number)"
") STRICT, WITHOUT ROWID;"
"CREATE TRIGGER letter_line_stays BEFORE UPDATE ON letter_line BEGIN"
"    SELECT raise(ABORT, 'a letter is never written over'); END;"
/* Message-IDs with blanks between, oldest first: of the letter's own References,
 * and of the thread of whose words it passes on. */
"CREATE TABLE letter_thread ("
"    letter INTEGER PRIMARY KEY REFERENCES letter (id),"
"    here   TEXT NOT NULL,"
"    there  TEXT NOT NULL"
") STRICT;";
