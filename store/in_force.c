/* SPDX-License-Identifier: GPL-2.0-or-later */
/* in_force.c - the rules that run, as they were written, and the renaming of one. */
#include "store/internal.h"

#include <sodium.h>

#define HASH_BYTES crypto_generichash_BYTES

static int put_text(struct store *s, const struct rules_file *f, const char *hash)
{
    return run(s, Q_PUT_RULES_TEXT, V(v_text(hash), v_blob(f->bytes, f->len))) < 0 ? -1 : 0;
}

static int put_file(struct store *s, const char *programme, const char *version,
                    const struct rules_file *f)
{
    unsigned char sum[HASH_BYTES];
    char hash[2 * HASH_BYTES + 1];

    crypto_generichash(sum, sizeof sum, (const unsigned char *)f->bytes, f->len, NULL, 0);
    sodium_bin2hex(hash, sizeof hash, sum, sizeof sum);
    if (put_text(s, f, hash) < 0)
        return -1;
    return run(s, Q_PUT_RULES_FILE,
               V(v_text(programme), v_text(version), v_text(f->path), v_text(hash))) < 0
               ? -1
               : 0;
}

int store_put_in_force(struct store *s, const struct rules_row *row, instant since)
{
    if (store_in_transaction(s) < 0)
        return -1;
    for (size_t i = 0; i < row->files_count; i++)
        if (put_file(s, row->programme, row->version, &row->files[i]) < 0)
            return -1;
    return run(s, Q_PUT_IN_FORCE, V(v_text(row->programme), v_text(row->version), v_int(since))) < 0
               ? -1
               : 0;
}

int store_end_force(struct store *s, const char *programme)
{
    return run(s, Q_END_FORCE, V(v_text(programme))) < 0 ? -1 : 0;
}

static int read_files(struct store *s, struct arena *a, struct rules_row *row)
{
    sqlite3_stmt *st = query(s, Q_RULES_FILES, V(v_text(row->programme), v_text(row->version)));
    size_t cap = 0;
    int rc;

    while ((rc = step(s, st)) > 0) {
        struct rules_file *f = arena_grow(a, &row->files, row->files_count++, &cap, sizeof *f);
        f->path = column_text(st, 0, a);
        f->bytes = column_bytes(st, 1, a, &f->len);
    }
    return rc;
}

int store_in_force(struct store *s, struct arena *a, struct rules_row **out)
{
    sqlite3_stmt *st = query(s, Q_IN_FORCE, NO_VALUES);
    size_t count = 0, cap = 0;
    int rc;

    *out = NULL;
    while ((rc = step(s, st)) > 0) {
        struct rules_row *row = arena_grow(a, out, count++, &cap, sizeof *row);
        *row = (struct rules_row){.programme = column_text(st, 0, a),
                                  .version = column_text(st, 1, a)};
    }
    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = read_files(s, a, &(*out)[i]);
    return rc < 0 ? -1 : (int)count;
}

int store_rule_has_cases(struct store *s, const char *programme, const char *rule)
{
    int64_t one;

    return fetch(s, &one, Q_RULE_HAS_CASES, V(v_text(programme), v_text(rule)));
}

int store_rename_rule(struct store *s, const char *programme, const char *was, const char *rule)
{
    static const enum query parts[] = {Q_RENAME_CASES, Q_RENAME_CLOCK, Q_RENAME_OCCURRENCES};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (run(s, parts[i], V(v_text(programme), v_text(was), v_text(rule))) < 0)
            return -1;
    return 0;
}
