/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.h - the files that admins edit as JSON Schema, for their editors.
 *
 * Made from the key tables that the loaders check with, so that what an editor
 * offers is what mentord takes. A key that stands in no other table takes
 * anything of its kind.
 */
#ifndef CTL_SCHEMA_H
#define CTL_SCHEMA_H

#include <jansson.h>

/* "rules", "tests" or "config"; NULL for another word. A new reference. */
json_t *schema_of(const char *what);

#endif
