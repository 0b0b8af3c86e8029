/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf_files.c - reading the folders. Files are taken in the order of their names,
 * so that the same files always give the same version and diagnostics. */
#include "engine/shelf_files.h"

#include "yaml/yaml.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_CHARS 12
#define COMMON        "letters" /* the folder of the letters that every programme has */

struct reading {
    struct arena *arena;
    struct diags *diags;
    const char *root;
    crypto_generichash_state hash; /* of the programme that is being read */
};

/* ---- what a path says ----------------------------------------------------------- */

char *shelf_letter_name(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    const char *dot = strchr(file, '.');
    size_t len = strlen(file);

    if (len < 4 || strcmp(file + len - 3, ".md") || dot == file)
        return NULL;
    return arena_strndup(a, file, (size_t)(dot - file));
}

bool shelf_is_letter(const struct rules_file *f)
{
    size_t len = strlen(f->path);

    return len > 3 && !strcmp(f->path + len - 3, ".md");
}

bool shelf_is_common(const struct rules_file *f)
{
    return !strncmp(f->path, COMMON "/", sizeof COMMON);
}

bool shelf_has_file(const struct rules_row *row, const char *letter)
{
    size_t len = strlen(letter);

    for (size_t i = 0; i < row->files_count; i++) {
        const char *slash = strrchr(row->files[i].path, '/');
        if (slash && shelf_is_letter(&row->files[i]) && !strncmp(slash + 1, letter, len) &&
            slash[1 + len] == '.')
            return true;
    }
    return false;
}

/* ---- files -------------------------------------------------------------------- */

static int wanted(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* The names in a folder, sorted; count, or -1 with a diagnostic where it can't be read. */
static int list_folder(struct reading *r, const char *folder, const char ***names)
{
    struct dirent **found = NULL;
    int n = scandir(folder, &found, wanted, alphasort);

    if (n < 0) {
        diag_error(r->diags, (struct pos){.file = folder}, "can't be read: %s", strerror(errno));
        return -1;
    }
    *names = arena_array(r->arena, (size_t)n + 1, sizeof **names);
    for (int i = 0; i < n; i++) {
        (*names)[i] = arena_strdup(r->arena, found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return n;
}

/* Its name and length as well: the same words under another name are other rules. */
static void add_to_version(struct reading *r, const struct rules_file *f)
{
    crypto_generichash_update(&r->hash, (const unsigned char *)f->path, strlen(f->path) + 1);
    crypto_generichash_update(&r->hash, (const unsigned char *)&f->len, sizeof f->len);
    crypto_generichash_update(&r->hash, (const unsigned char *)f->bytes, f->len);
}

/* The whole file, which also goes into the version. */
static int read_file(struct reading *r, struct rules_row *row, size_t *cap, const char *path,
                     size_t limit)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(limit);
    const char *place = arena_printf(r->arena, "%s/%s", r->root, path);
    struct rules_file *f;

    if (buf_read_file(&b, place) < 0) {
        diag_error(r->diags, (struct pos){.file = place}, "can't be read: %s",
                   errno == EFBIG ? "it is larger than any such file" : strerror(errno));
        return -1;
    }
    f = arena_grow(r->arena, &row->files, row->files_count++, cap, sizeof *f);
    *f = (struct rules_file){path, arena_strndup(r->arena, buf_str(&b), b.len), b.len};
    add_to_version(r, f);
    return 0;
}

static void read_letters(struct reading *r, struct rules_row *row, size_t *cap, const char *folder)
{
    const char **names;
    int n = list_folder(r, arena_printf(r->arena, "%s/%s", r->root, folder), &names);

    for (int i = 0; i < n; i++)
        if (shelf_letter_name(r->arena, names[i]))
            read_file(r, row, cap, arena_printf(r->arena, "%s/%s", folder, names[i]),
                      LETTER_MAX_BYTES);
}

/* ---- programmes --------------------------------------------------------------- */

static const char *version(struct reading *r)
{
    unsigned char sum[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof sum + 1];

    crypto_generichash_final(&r->hash, sum, sizeof sum);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    return arena_strndup(r->arena, hex, VERSION_CHARS);
}

static int read_programme(struct reading *r, const char *name, struct rules_row *row)
{
    size_t cap = 0;

    *row = (struct rules_row){.programme = name};
    crypto_generichash_init(&r->hash, NULL, 0, crypto_generichash_BYTES_MIN);
    if (read_file(r, row, &cap, arena_printf(r->arena, "%s/rules.yaml", name), YAML_MAX_BYTES) < 0)
        return -1;
    read_letters(r, row, &cap, arena_printf(r->arena, "%s/letters", name));
    read_letters(r, row, &cap, COMMON);
    row->version = version(r);
    return 0;
}

static bool is_programme(struct reading *r, const char *name)
{
    DIR *d = opendir(arena_printf(r->arena, "%s/%s", r->root, name));

    if (d)
        closedir(d);
    return d && strcmp(name, COMMON);
}

int shelf_read(struct arena *a, const char *root, const char *only, struct rules_row **out,
               struct diags *d)
{
    struct reading r = {.arena = a, .diags = d, .root = root};
    const char **names;
    int n = list_folder(&r, root, &names), count = 0;

    *out = arena_array(a, n > 0 ? (size_t)n : 1, sizeof **out);
    for (int i = 0; i < n; i++)
        if (is_programme(&r, names[i]) && (!only || !strcmp(only, names[i])) &&
            read_programme(&r, names[i], &(*out)[count]) == 0)
            count++;
    return n < 0 ? -1 : count;
}
