/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf.h - the programmes of a folder, loaded and checked: rules and letters.
 *
 *     programmes/
 *       letters/              letters that every programme has (hold-notice.md)
 *       mentor2mentor/
 *         rules.yaml
 *         letters/check-in.md, check-in.es.md
 *         tests.yaml
 *
 * The same is made of the texts that the store keeps of the rules in force.
 * A shelf never changes. It lives in an arena of its own; reloading makes a
 * new one. A programme's version is a hash of its rules.yaml and letters, names and words.
 */
#ifndef ENGINE_SHELF_H
#define ENGINE_SHELF_H

#include "base/diag.h"
#include "rules/model.h"
#include "store/store.h"
#include "templates/letter.h"

struct shelf_letter {
    const char *name;     /* "check-in" */
    const char *language; /* "en" */
    struct letter *letter;
    bool common; /* from programmes/letters */
    const struct rules_file *source;
};

struct shelf_programme {
    struct programme *rules;
    const char *folder;
    struct shelf_letter *letters; /* its own first, then the common ones it has none of */
    size_t letters_count;
    struct rules_row source; /* the files that it was made of */
};

struct shelf {
    struct arena *arena;
    struct shelf_programme *programmes;
    size_t count;
};

/* Loads each folder with a rules.yaml below `folder`; only that named by
 * `only` where it is not NULL. NULL with diagnostics where anything is wrong. */
struct shelf *shelf_load(const char *folder, const char *only, struct diags *d);
/* The programmes that run, from the texts in the store. 1 with *out; 0 where it has none, or none
 * that this mentord still understands (with diagnostics); -1 where the store failed. */
int shelf_in_force(struct store *s, struct shelf **out, struct diags *d);
void shelf_free(struct shelf *s);
DEFINE_FREEP(struct shelf, shelf_free)

/* Adds a diagnostic for each field of a letter that is not there at a step that
 * sends it, and for each letter that the engine needs and the programme lacks. */
void shelf_check_letters(const struct shelf_programme *p, struct diags *d);

/* Adds one for each phrase that is written as a pattern and is none. */
void shelf_check_patterns(const struct shelf_programme *p, struct diags *d);

const struct shelf_programme *shelf_programme(const struct shelf *s, const char *name);

/* The letter in that language, else in English; NULL where there is none. */
const struct letter *shelf_letter(const struct shelf_programme *p, const char *name,
                                  const char *language);

#endif
