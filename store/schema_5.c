/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_5.c - version 5: until when a letter may go (the end of its
 * recipient's sending hours). */
#include "store/schema.h"

/* clang-format off */

/* engine */
const char schema_5[] =
"ALTER TABLE letter ADD COLUMN not_after INTEGER;"
"CREATE INDEX letter_closing ON letter (not_after)"
"    WHERE closed = 0 AND held IS NULL AND not_after IS NOT NULL;";
