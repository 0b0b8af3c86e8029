/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.c - opening, transactions, copies. */
#include "base/log.h"
#include "store/internal.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A log larger than this is cut back once it has been copied into the file. */
#define JOURNAL_BYTES "67108864"

/* Every process here runs in one thread, and nobody asks SQLite how much memory
 * it has: locks and counters at each allocation cost a fifth of a short
 * statement. Once SQLite has started it refuses, which is as well. */
static void start_libraries(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sodium_init() < 0)
        die("libsodium does not start");
}

static struct store *store_new(const char *path)
{
    struct store *s = checked(calloc(1, sizeof *s));

    s->path = checked(strdup(path));
    start_libraries();
    return s;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    for (int i = 0; i < QUERY_COUNT; i++)
        sqlite3_finalize(s->prepared[i]);
    if (s->db && sqlite3_close(s->db) != SQLITE_OK)
        log_error("%s: %s", s->path, sqlite3_errmsg(s->db));
    roster_free(s);
    free(s->path);
    free(s);
}

const char *store_error(const struct store *s)
{
    return s->error.text;
}

bool store_is_unwell(const struct store *s)
{
    return s->unwell;
}

/* ---- opening ------------------------------------------------------------ */

/* SQLite gives the files beside it the mode of this one. */
static int create_file(const char *path, struct err *e)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return err_set(e, "%s cannot be %s: %s", path, access(path, F_OK) == 0 ? "written" : "made",
                       strerror(errno));
    close(fd);
    return 0;
}

/* The writers hold the lock for some milliseconds, and who has much to do leaves
 * it for less than one; so looks come soon after each other. `tries` counts up
 * to some ten seconds. */
static int wait_for_lock(void *vfs, int tries)
{
    int microseconds = tries < 100 ? 200 : 1000;

    if (tries >= 10000)
        return 0;
    ((sqlite3_vfs *)vfs)->xSleep(vfs, microseconds);
    return 1;
}

static int configure(struct store *s, bool writes)
{
    static const char common[] = "PRAGMA foreign_keys = ON;"
                                 "PRAGMA recursive_triggers = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA temp_store = MEMORY;";
    static const char writing[] = "PRAGMA journal_mode = WAL;"
                                  "PRAGMA synchronous = FULL;"
                                  "PRAGMA secure_delete = ON;" /* "forget" keeps its word */
                                  "PRAGMA journal_size_limit = " JOURNAL_BYTES ";";

    roster_watch(s);
    sqlite3_busy_handler(s->db, wait_for_lock, sqlite3_vfs_find(NULL));
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (sqlite3_exec(s->db, common, NULL, NULL, NULL) != SQLITE_OK ||
        (writes && sqlite3_exec(s->db, writing, NULL, NULL, NULL) != SQLITE_OK))
        return store_failed(s, "opening it");
    return 0;
}

static int open_database(struct store *s, enum store_access access)
{
    static const int flags[] = {
        [STORE_CREATE] = SQLITE_OPEN_READWRITE,
        [STORE_WRITE] = SQLITE_OPEN_READWRITE,
        [STORE_READ] = SQLITE_OPEN_READONLY,
        [STORE_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
    };
    const char *path = access == STORE_MEMORY ? ":memory:" : s->path;

    if (sqlite3_open_v2(path, &s->db, flags[access] | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return store_failed(s, "opening it");
    if (configure(s, access != STORE_READ) < 0)
        return -1;
    if (access == STORE_CREATE || access == STORE_MEMORY)
        return schema_migrate(s, migrations, migrations_count);
    return schema_check(s, migrations_count);
}

int store_open(struct store **out, const char *path, enum store_access access, struct err *e)
{
    struct store *s;

    *out = NULL;
    if (access == STORE_CREATE && create_file(path, e) < 0)
        return -1;
    s = store_new(access == STORE_MEMORY ? "memory" : path);
    if (open_database(s, access) < 0) {
        int rc = s->unfit ? STORE_UNFIT : -1;
        *e = s->error;
        store_close(s);
        return rc;
    }
    *out = s;
    return 0;
}

/* ---- copying -------------------------------------------------------------- */

static int copy_database(struct store *to, struct store *from)
{
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", from->db, "main");

    if (!copy)
        return store_failed(to, "copying it");
    sqlite3_backup_step(copy, -1);
    if (sqlite3_backup_finish(copy) != SQLITE_OK)
        return store_failed(to, "copying it");
    return 0;
}

int store_copy_to_memory(struct store *from, struct store **out, struct err *e)
{
    struct store *to = store_new("the copy in memory");

    *out = NULL;
    if (sqlite3_open_v2(":memory:", &to->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        copy_database(to, from) < 0 || configure(to, false) < 0) {
        *e = to->error;
        store_close(to);
        return -1;
    }
    *out = to;
    return 0;
}

/* ---- transactions --------------------------------------------------------- */

int store_begin(struct store *s)
{
    roster_drop(s);
    s->spoilt = s->unwell = false;
    return run(s, Q_BEGIN, NO_VALUES) < 0 ? -1 : 0;
}

int store_begin_reading(struct store *s)
{
    roster_drop(s);
    s->spoilt = false;
    return run(s, Q_BEGIN_READING, NO_VALUES) < 0 ? -1 : 0;
}

int store_commit(struct store *s)
{
    if (s->spoilt)
        return -1;
    return run(s, Q_COMMIT, NO_VALUES) < 0 ? -1 : 0;
}

/* A full disk may have rolled back already. */
void store_rollback(struct store *s)
{
    struct err first = s->error;

    for (int i = 0; i < QUERY_COUNT; i++)
        query_end(s->prepared[i]);
    if (!sqlite3_get_autocommit(s->db) && run(s, Q_ROLLBACK, NO_VALUES) < 0)
        log_error("%s", s->error.text);
    s->error = first;
}
