/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster_cells.h - what people write into the cells of a roster, as mentord
 * names it. Each returns 0, or -1 with *why (a sentence without its full stop). */
#ifndef ENGINE_ROSTER_CELLS_H
#define ENGINE_ROSTER_CELLS_H

#include "rules/model.h"

/* "Eastern", "America/Chicago" -> an IANA name. */
int cell_zone(struct arena *a, const char *cell, const char **zone, const char **why);
/* "Spanish", "es", "pt-BR" -> "es", "pt-BR". */
int cell_language(struct arena *a, const char *cell, const char **language, const char **why);
/* "away until 2027-01-04" -> active and the date; "non-responsive" -> non_responsive. */
int cell_status(struct arena *a, const char *cell, const char **status, struct date *away_until,
                const char **why);
/* "Mentors" -> "mentor". */
int cell_role(struct arena *a, const char *cell, const struct programme *p, const char **role,
              const char **why);

/* "Ana Ruiz; Bo Berg" as a NULL-ended array. */
const char **cell_list(struct arena *a, const char *cell);

#endif
