/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.c - the version of a store, and the way to the next.
 *
 * user_version counts migrations; application_id tells a store from any other
 * SQLite file. A migration is SQL, run once, all that are missing in one
 * transaction: after a crash the store is of the old version or of the new.
 */
#include "store/schema.h"
#include "store/internal.h"

#include <sodium.h>
#include <stdio.h>

#define APPLICATION_ID 0x6d656e74 /* "ment" */

const char *const migrations[] = {schema_1, schema_2, schema_3, schema_4,  schema_5, schema_6,
                                  schema_7, schema_8, schema_9, schema_10, schema_11};
const int migrations_count = sizeof migrations / sizeof *migrations;

/* Settled before any statement of queries.c: these are run once. */
static int pragma_value(struct store *s, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);

    if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW)
        *out = sqlite3_column_int64(st, 0);
    if (rc != SQLITE_ROW)
        store_failed(s, "reading its version");
    sqlite3_finalize(st);
    return rc == SQLITE_ROW ? 0 : -1;
}

static int read_version(struct store *s, int64_t *version)
{
    int64_t application, tables;

    if (pragma_value(s, "PRAGMA application_id", &application) < 0 ||
        pragma_value(s, "PRAGMA user_version", version) < 0 ||
        pragma_value(s, "SELECT count(*) FROM sqlite_schema", &tables) < 0)
        return -1;
    s->unfit = tables && application != APPLICATION_ID;
    if (s->unfit)
        return err_set(&s->error, "%s belongs to another program: name another file for the store",
                       s->path);
    return 0;
}

static int set_version(struct store *s, int version)
{
    char sql[96];

    snprintf(sql, sizeof sql, "PRAGMA user_version = %d; PRAGMA application_id = %d", version,
             APPLICATION_ID);
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return store_failed(s, "writing its version");
    return 0;
}

/* The words that the log may use grow with the program: no migration for that. */
static int add_event_kinds(struct store *s)
{
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        if (!event_is_transient(kind) &&
            run(s, Q_ADD_EVENT_KIND, V(v_text(event_kind_name(kind)))) < 0)
            return -1;
    return 0;
}

static int add_secret(struct store *s)
{
    unsigned char key[32];
    int rc;

    randombytes_buf(key, sizeof key);
    rc = run(s, Q_ADD_SECRET, V(v_blob(key, sizeof key)));
    sodium_memzero(key, sizeof key);
    return rc < 0 ? -1 : 0;
}

static int migrate_from(struct store *s, int64_t version, const char *const *list, int count)
{
    for (int64_t i = version; i < count; i++)
        if (sqlite3_exec(s->db, list[i], NULL, NULL, NULL) != SQLITE_OK)
            return store_failed(s, "bringing it to a newer version");
    if (version < count && set_version(s, count) < 0)
        return -1;
    return add_event_kinds(s) < 0 || add_secret(s) < 0 ? -1 : 0;
}

static int too_new(struct store *s, int64_t version, int count)
{
    s->unfit = true;
    return err_set(&s->error,
                   "%s is of version %lld and this mentord knows %d: install a newer one", s->path,
                   (long long)version, count);
}

int schema_migrate(struct store *s, const char *const *list, int count)
{
    int64_t version;

    if (store_begin(s) < 0)
        return -1;
    if (read_version(s, &version) == 0) {
        if (version > count)
            too_new(s, version, count);
        else if (migrate_from(s, version, list, count) == 0 && store_commit(s) == 0)
            return 0;
    }
    store_rollback(s);
    return -1;
}

int schema_check(struct store *s, int count)
{
    int64_t version;

    if (read_version(s, &version) < 0)
        return -1;
    if (version > count)
        return too_new(s, version, count);
    if (version < count)
        return err_set(&s->error,
                       "%s is of version %lld and not %d: start mentord once to bring "
                       "it up",
                       s->path, (long long)version, count);
    return 0;
}
