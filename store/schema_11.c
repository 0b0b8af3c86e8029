/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_11.c - version 11: a letter that was refused, but not because of the address, is done with
 * as well; and letters by the second person whom they are about, for forgetting. */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_11[] =
"DROP TRIGGER event_closes_letter;"
"CREATE TRIGGER event_closes_letter AFTER INSERT ON event"
"    WHEN NEW.letter IS NOT NULL AND (NEW.kind = 'letter-sent' OR"
"        NEW.kind = 'letter-failed' OR NEW.kind = 'letter-refused' OR"
"        NEW.kind = 'letter-uncertain') BEGIN"
"    UPDATE letter SET closed = 1 WHERE id = NEW.letter; END;"
"CREATE INDEX letter_about_other ON letter (about_other) WHERE about_other IS NOT NULL;";
