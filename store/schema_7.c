/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_7.c - version 7: of an uncertain letter a person says that it arrived
 * (letter.settled), or has it sent again: after the engine has logged it as
 * uncertain (closed), "deferred" may follow. */
#include "store/schema.h"

/* clang-format off */

/* engine, sender */
const char schema_7[] =
"ALTER TABLE letter ADD COLUMN settled INTEGER;"
"DROP INDEX delivery_final;"
"CREATE UNIQUE INDEX delivery_final ON delivery (letter) WHERE state = 'sent' OR state = 'failed';"
"CREATE INDEX delivery_uncertain ON delivery (letter) WHERE state = 'uncertain';"
"DROP TRIGGER delivery_order;"
"CREATE TRIGGER delivery_order BEFORE INSERT ON delivery WHEN NOT CASE"
"    ifnull((SELECT state FROM delivery WHERE letter = NEW.letter ORDER BY id DESC LIMIT 1),"
"        'deferred')"
"    WHEN 'deferred' THEN NEW.state IN ('deferred', 'failed') OR (NEW.state = 'in_flight'"
"        AND EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter AND closed = 0"
"            AND held IS NULL))"
"    WHEN 'in_flight' THEN NEW.state <> 'in_flight'"
"    WHEN 'uncertain' THEN NEW.state = 'deferred' AND EXISTS (SELECT 1 FROM letter"
"        WHERE id = NEW.letter AND closed = 1 AND settled IS NULL)"
"    ELSE 0 END BEGIN"
"    SELECT raise(ABORT, 'the letter is final, in flight, held, or was never claimed'); END;";
