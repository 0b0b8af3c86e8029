/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf_files.h - the files of programmes, before anything is made of them. Between the
 * files of the shelf. Paths are below the folder of programmes: "mentor2mentor/rules.yaml",
 * "mentor2mentor/letters/check-in.md", and "letters/hold-notice.md" that all have. */
#ifndef ENGINE_SHELF_FILES_H
#define ENGINE_SHELF_FILES_H

#include "engine/shelf.h"

/* The programmes of a folder, or only that named, with their files and version. What can't be
 * read is a diagnostic. Count, -1 where the folder itself can't be. */
int shelf_read(struct arena *a, const char *root, const char *only, struct rules_row **out,
               struct diags *d);

/* "check-in" of ".../check-in.es.md"; NULL where the name is no letter's. */
char *shelf_letter_name(struct arena *a, const char *path);
bool shelf_is_letter(const struct rules_file *f);
bool shelf_is_common(const struct rules_file *f); /* a letter that every programme has */

/* Whether there is a file of that letter, good or bad: what is wrong in it was told. */
bool shelf_has_file(const struct rules_row *row, const char *letter);

#endif
