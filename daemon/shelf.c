/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf.c - reading the folders. Files are taken in the order of their names,
 * so that the same files always give the same version and diagnostics. */
#include "daemon/shelf.h"

#include "rules/load.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SHELF_MAX_BYTES (64u * 1024 * 1024)
#define VERSION_CHARS   12

struct loader {
    struct shelf *shelf;
    struct diags *diags;
    crypto_generichash_state hash;
};

static struct pos whole_file(const char *path)
{
    return (struct pos){.file = path};
}

/* ---- files -------------------------------------------------------------------- */

static int wanted(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* The names in a folder, sorted; count, or -1 with a diagnostic where it can't be read. */
static int list_folder(struct loader *l, const char *folder, const char ***names)
{
    struct dirent **found = NULL;
    int n = scandir(folder, &found, wanted, alphasort);

    if (n < 0) {
        diag_error(l->diags, whole_file(folder), "can't be read: %s", strerror(errno));
        return -1;
    }
    *names = arena_array(l->shelf->arena, (size_t)n + 1, sizeof **names);
    for (int i = 0; i < n; i++) {
        (*names)[i] = arena_strdup(l->shelf->arena, found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return n;
}

/* The whole file, which also goes into the version. */
static int read_file(struct loader *l, const char *path, size_t limit, const char **bytes,
                     size_t *len)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(limit);

    if (buf_read_file(&b, path) < 0) {
        diag_error(l->diags, whole_file(path), "can't be read: %s",
                   errno == EFBIG ? "it is larger than any such file" : strerror(errno));
        return -1;
    }
    *bytes = arena_strndup(l->shelf->arena, buf_str(&b), b.len);
    *len = b.len;
    crypto_generichash_update(&l->hash, (const unsigned char *)*bytes, b.len);
    return 0;
}

/* ---- letters ------------------------------------------------------------------ */

/* "check-in" of "check-in.es.md"; NULL where the name is no letter's. */
static char *letter_name(struct arena *a, const char *file)
{
    size_t len = strlen(file);
    const char *dot = strchr(file, '.');

    if (len < 4 || strcmp(file + len - 3, ".md") || dot == file)
        return NULL;
    return arena_strndup(a, file, (size_t)(dot - file));
}

static bool has_letter(const struct shelf_programme *p, const char *name, const char *language)
{
    for (size_t i = 0; i < p->letters_count; i++)
        if (!strcmp(p->letters[i].name, name) && !strcmp(p->letters[i].language, language))
            return true;
    return false;
}

static void load_letter(struct loader *l, struct shelf_programme *p, size_t *cap,
                        const char *folder, const char *file, bool common)
{
    struct arena *a = l->shelf->arena;
    const char *path = arena_printf(a, "%s/%s", folder, file), *bytes;
    char *name = letter_name(a, file);
    struct letter *letter;
    size_t len;

    if (!name || read_file(l, path, LETTER_MAX_BYTES, &bytes, &len) < 0)
        return;
    letter = letter_parse(a, path, bytes, len, l->diags);
    if (!letter || has_letter(p, name, letter_language(letter)))
        return;
    struct shelf_letter *s = arena_grow(a, &p->letters, p->letters_count++, cap, sizeof *s);
    *s = (struct shelf_letter){name, letter_language(letter), letter, common};
}

static void load_letters(struct loader *l, struct shelf_programme *p, const char *folder,
                         bool common, size_t *cap)
{
    const char **names;
    int n = list_folder(l, folder, &names);

    for (int i = 0; i < n; i++)
        load_letter(l, p, cap, folder, names[i], common);
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
    return false;
}

/* ---- programmes --------------------------------------------------------------- */

static const char *version(struct loader *l)
{
    unsigned char sum[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof sum + 1];

    crypto_generichash_final(&l->hash, sum, sizeof sum);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    return arena_strndup(l->shelf->arena, hex, VERSION_CHARS);
}

static void load_programme(struct loader *l, const char *root, const char *folder, size_t *cap)
{
    struct arena *a = l->shelf->arena;
    struct shelf_programme p = {.folder = arena_printf(a, "%s/%s", root, folder)};
    struct rules_source src = {.letter_exists = letter_exists, .ctx = &p};
    size_t letters_cap = 0;

    src.file = arena_printf(a, "%s/rules.yaml", p.folder);
    crypto_generichash_init(&l->hash, NULL, 0, crypto_generichash_BYTES_MIN);
    if (read_file(l, src.file, YAML_MAX_BYTES, &src.bytes, &src.len) < 0)
        return;
    load_letters(l, &p, arena_printf(a, "%s/letters", p.folder), false, &letters_cap);
    load_letters(l, &p, arena_printf(a, "%s/letters", root), true, &letters_cap);
    src.version = version(l);
    p.rules = rules_load(a, &src, l->diags);
    if (!p.rules)
        return;
    if (strcmp(p.rules->name, folder)) {
        diag_error(l->diags, whole_file(src.file),
                   "the programme is called %s, but its folder %s: give both one name",
                   p.rules->name, folder);
        return;
    }
    shelf_check_letters(&p, l->diags);
    shelf_check_patterns(&p, l->diags);
    struct shelf_programme *slot =
        arena_grow(a, &l->shelf->programmes, l->shelf->count++, cap, sizeof *slot);
    *slot = p;
}

static bool is_programme(struct arena *a, const char *root, const char *name)
{
    DIR *d = opendir(arena_printf(a, "%s/%s", root, name));

    if (d)
        closedir(d);
    return d && strcmp(name, "letters");
}

struct shelf *shelf_load(const char *folder, const char *only, struct diags *d)
{
    struct arena *a = arena_new(SHELF_MAX_BYTES);
    struct shelf *shelf = arena_new_of(a, struct shelf);
    struct loader l = {.shelf = shelf, .diags = d};
    size_t before = d->errors, cap = 0;
    const char **names;
    int n;

    shelf->arena = a;
    n = list_folder(&l, arena_strdup(a, folder), &names);
    for (int i = 0; i < n; i++)
        if (is_programme(a, folder, names[i]) && (!only || !strcmp(only, names[i])))
            load_programme(&l, arena_strdup(a, folder), names[i], &cap);
    if (n >= 0 && d->errors == before && !shelf->count)
        diag_error(d, whole_file(arena_strdup(d->arena, folder)),
                   only ? "there is no programme %s in this folder"
                        : "there is no programme%s in this folder",
                   only ? only : "");
    if (d->errors == before)
        return shelf;
    shelf_free(shelf);
    return NULL;
}

void shelf_free(struct shelf *s)
{
    arena_free(s->arena);
}

const struct shelf_programme *shelf_programme(const struct shelf *s, const char *name)
{
    for (size_t i = 0; i < s->count; i++)
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
