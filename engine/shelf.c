/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf.c - programmes made of their files, wherever those come from: a folder
 * (shelf_files.c), or the store, which keeps those in force. */
#include "engine/shelf_files.h"

#include "rules/load.h"

#include <string.h>

#define SHELF_MAX_BYTES (64u * 1024 * 1024)

struct loader {
    struct shelf *shelf;
    struct diags *diags;
    const char *root; /* stands before paths where they are shown */
    size_t cap;
};

static struct pos whole_file(const char *path)
{
    return (struct pos){.file = path};
}

/* ---- letters ------------------------------------------------------------------ */

static bool has_letter(const struct shelf_programme *p, const char *name, const char *language)
{
    for (size_t i = 0; i < p->letters_count; i++)
        if (!strcmp(p->letters[i].name, name) && !strcmp(p->letters[i].language, language))
            return true;
    return false;
}

static void load_letter(struct loader *l, struct shelf_programme *p, size_t *cap,
                        const struct rules_file *f, bool common)
{
    struct arena *a = l->shelf->arena;
    const char *path = arena_printf(a, "%s/%s", l->root, f->path);
    struct letter *letter = letter_parse(a, path, f->bytes, f->len, l->diags);

    if (!letter || has_letter(p, shelf_letter_name(a, path), letter_language(letter)))
        return;
    struct shelf_letter *s = arena_grow(a, &p->letters, p->letters_count++, cap, sizeof *s);
    *s = (struct shelf_letter){.name = shelf_letter_name(a, path),
                               .language = letter_language(letter),
                               .letter = letter,
                               .common = common,
                               .source = f};
}

/* Its own first: they stand in for those that all programmes have. */
static void load_letters(struct loader *l, struct shelf_programme *p)
{
    size_t cap = 0;

    for (int common = 0; common < 2; common++)
        for (size_t i = 0; i < p->source.files_count; i++)
            if (shelf_is_letter(&p->source.files[i]) &&
                shelf_is_common(&p->source.files[i]) == common)
                load_letter(l, p, &cap, &p->source.files[i], common);
}

/* letter_exists_fn: ctx is the shelf_programme. */
static bool letter_exists(void *ctx, const char *name, const char **near)
{
    const struct shelf_programme *p = ctx;
    const char *names[512];
    size_t n = 0;

    for (size_t i = 0; i < p->letters_count && n < 511; i++) {
        if (!strcmp(p->letters[i].name, name))
            return true;
        names[n++] = p->letters[i].name;
    }
    names[n] = NULL;
    *near = nearest_word(name, names);
    return shelf_has_file(&p->source, name);
}

/* ---- programmes --------------------------------------------------------------- */

static const struct rules_file *rules_file(const struct rules_row *row)
{
    for (size_t i = 0; i < row->files_count; i++)
        if (!shelf_is_letter(&row->files[i]))
            return &row->files[i];
    return NULL;
}

static bool is_named_as_its_folder(struct loader *l, const struct shelf_programme *p,
                                   const char *file)
{
    if (!strcmp(p->rules->name, p->source.programme))
        return true;
    diag_error(l->diags, whole_file(file),
               "the programme is called %s, but its folder %s: give both one name", p->rules->name,
               p->source.programme);
    return false;
}

/* Words for those who don't know the names of files. */
static void name_letters(struct loader *l, const struct shelf_programme *p)
{
    for (size_t i = 0; i < p->rules->rules_count; i++)
        for (size_t k = 0; k < p->rules->rules[i].steps_count; k++) {
            struct step *s = &p->rules->rules[i].steps[k];
            const struct letter *letter = s->letter ? shelf_letter(p, s->letter, NULL) : NULL;
            s->title = letter ? letter_fixed_subject(letter, l->shelf->arena) : NULL;
        }
}

static void make_programme(struct loader *l, const struct rules_row *row)
{
    struct arena *a = l->shelf->arena;
    struct shelf_programme p = {.folder = arena_printf(a, "%s/%s", l->root, row->programme),
                                .source = *row};
    const struct rules_file *rules = rules_file(row);
    struct rules_source src = {.version = row->version, .letter_exists = letter_exists, .ctx = &p};

    if (!rules)
        return;
    src.file = arena_printf(a, "%s/%s", l->root, rules->path);
    src.bytes = rules->bytes;
    src.len = rules->len;
    load_letters(l, &p);
    p.rules = rules_load(a, &src, l->diags);
    if (!p.rules || !is_named_as_its_folder(l, &p, src.file))
        return;
    name_letters(l, &p);
    shelf_check_letters(&p, l->diags);
    shelf_check_patterns(&p, l->diags);
    struct shelf_programme *slot =
        arena_grow(a, &l->shelf->programmes, l->shelf->count++, &l->cap, sizeof *slot);
    *slot = p;
}

static struct loader begin(const char *root, struct diags *d)
{
    struct arena *a = arena_new(SHELF_MAX_BYTES);
    struct loader l = {.shelf = arena_new_of(a, struct shelf), .diags = d};

    l.shelf->arena = a;
    l.root = arena_strdup(a, root);
    return l;
}

/* The shelf, unless there are more errors than before. */
static struct shelf *finish(struct loader *l, size_t errors_before)
{
    if (l->diags->errors == errors_before)
        return l->shelf;
    shelf_free(l->shelf);
    return NULL;
}

struct shelf *shelf_load(const char *folder, const char *only, struct diags *d)
{
    struct loader l = begin(folder, d);
    size_t before = d->errors;
    struct rules_row *rows;
    int n = shelf_read(l.shelf->arena, l.root, only, &rows, d);

    for (int i = 0; i < n; i++)
        make_programme(&l, &rows[i]);
    if (n >= 0 && d->errors == before && !l.shelf->count)
        diag_error(d, whole_file(arena_strdup(d->arena, folder)),
                   only ? "there is no programme %s in this folder"
                        : "there is no programme%s in this folder",
                   only ? only : "");
    return finish(&l, before);
}

int shelf_in_force(struct store *s, struct shelf **out, struct diags *d)
{
    struct loader l = begin("in force", d);
    size_t before = d->errors;
    struct rules_row *rows;
    int n = store_in_force(s, l.shelf->arena, &rows);

    d->ran_before = true;
    for (int i = 0; i < n; i++)
        make_programme(&l, &rows[i]);
    d->ran_before = false;
    *out = finish(&l, before);
    if (n <= 0 && *out) {
        shelf_free(*out);
        *out = NULL;
    }
    return n < 0 ? -1 : *out ? 1 : 0;
}

void shelf_free(struct shelf *s)
{
    arena_free(s->arena);
}

const struct shelf_programme *shelf_programme(const struct shelf *s, const char *name)
{
    for (size_t i = 0; name && i < s->count; i++)
        if (!strcmp(s->programmes[i].rules->name, name))
            return &s->programmes[i];
    return NULL;
}

const struct letter *shelf_letter(const struct shelf_programme *p, const char *name,
                                  const char *language)
{
    const struct letter *english = NULL, *any = NULL;

    for (size_t i = 0; i < p->letters_count; i++) {
        const struct shelf_letter *l = &p->letters[i];
        if (strcmp(l->name, name))
            continue;
        if (language && !strcmp(l->language, language))
            return l->letter;
        if (!strcmp(l->language, "en"))
            english = l->letter;
        any = l->letter;
    }
    return english ? english : any;
}
