/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store as a file: who may open it, versions, crashes, a full disk. */
#include "store/internal.h"
#include "store/schema.h"
#include "tests/unit/support/store_test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder, path[64];
static struct store *s;
static struct err e;

static int setup(void **state)
{
    folder = store_test_folder();
    snprintf(path, sizeof path, "%s/store", folder);
    s = NULL;
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    store_test_remove(folder);
    return 0;
}

static void open_as(enum store_access access)
{
    store_close(s);
    if (store_open(&s, path, access, &e) < 0)
        fail_msg("%s", e.text);
}

static void refused(enum store_access access, const char *because)
{
    struct store *none;

    assert_true(store_open(&none, path, access, &e) < 0);
    if (!strstr(e.text, because))
        fail_msg("\"%s\" says nothing of \"%s\"", e.text, because);
}

/* Trying again is of no use. */
static void refused_for_good(enum store_access access, const char *because)
{
    struct store *none;

    assert_int_equal(store_open(&none, path, access, &e), STORE_UNFIT);
    if (!strstr(e.text, because))
        fail_msg("\"%s\" says nothing of \"%s\"", e.text, because);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

/* How often the words stand in one of the store's files. */
static int times_in(const char *name, const char *words)
{
    static char bytes[1 << 20];
    char file[80];
    int count = 0;

    snprintf(file, sizeof file, "%s%s", path, name);
    FILE *f = fopen(file, "rb");
    assert_non_null(f);
    size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_true(len < sizeof bytes);
    for (char *at = bytes; (at = memmem(at, (size_t)(bytes + len - at), words, strlen(words)));)
        at++, count++;
    return count;
}

#define SECRET "Xanthippe"

/* More than a page of it, too. */
static int64_t put_secrets(void)
{
    static char raw[20000];
    const char *addresses[] = {"xanthippe@example.org"};
    struct person_row p = {.name = SECRET " Quill", .addresses = addresses, .addresses_count = 1};
    struct inbox_row m = {.mailbox = "main/INBOX",
                          .uid = "1",
                          .hash = "h1",
                          .fetched = T0,
                          .raw = raw,
                          .raw_len = sizeof raw};

    for (size_t i = 0; i + sizeof SECRET <= sizeof raw; i += sizeof SECRET)
        memcpy(raw + i, SECRET "\n", sizeof SECRET);
    IN_TRANSACTION(s, {
        assert_int_equal(store_put_person(s, &p), 0);
        assert_true(store_put_text(s, p.id, "I am " SECRET ".", T0) > 0);
        int64_t inbox = store_put_inbox(s, &m);
        assert_int_equal(store_inbox_done(s, inbox, "decided", p.id, 0, T0, NULL), 0);
    });
    return p.id;
}

static void what_is_forgotten_is_gone_from_the_files(void **state)
{
    struct store *daemon;
    int64_t person;

    open_as(STORE_CREATE);
    assert_int_equal(store_open(&daemon, path, STORE_WRITE, &e), 0);
    person = put_secrets();
    assert_int_equal(store_wipe(s), 0);
    assert_true(times_in("", SECRET) > 1000);
    IN_TRANSACTION(s, assert_int_equal(store_forget_person(s, person), 0));
    assert_int_equal(store_wipe(s), 0);
    assert_int_equal(times_in("", SECRET), 0);
    assert_int_equal(times_in("", "xanthippe"), 0);
    assert_int_equal(times_in("-wal", SECRET), 0);
    store_close(daemon);
}

/* ---- opening ----------------------------------------------------------------------------- */

static void a_new_store_is_its_owners_alone(void **state)
{
    char wal[80];
    struct stat st;

    refused(STORE_WRITE, "may not be written");
    refused(STORE_READ, "unable to open");
    open_as(STORE_CREATE);
    store_test_person(s, "ana");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    snprintf(wal, sizeof wal, "%s-wal", path);
    assert_int_equal(stat(wal, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void the_promises_of_sqlite_are_asked_for(void **state)
{
    open_as(STORE_CREATE);
    assert_int_equal(store_test_count(s, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"),
                     1);
    assert_int_equal(store_test_count(s, "PRAGMA synchronous"), 2);
    assert_int_equal(store_test_count(s, "PRAGMA secure_delete"), 1);
    assert_int_equal(store_test_count(s, "PRAGMA foreign_keys"), 1);
    assert_int_equal(store_test_count(s, "PRAGMA recursive_triggers"), 1);
    assert_int_equal(store_test_count(s, "PRAGMA trusted_schema"), 0);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM pragma_table_list"
                                         " WHERE strict = 0 AND name NOT LIKE 'sqlite_%'"),
                     0);
}

static void a_store_that_is_read_is_not_written(void **state)
{
    open_as(STORE_CREATE);
    open_as(STORE_READ);
    assert_int_equal(store_set_mode(s, "m2m", "live"), -1);
    assert_non_null(strstr(store_error(s), "may not be written"));
}

static void a_file_of_somebody_else_is_left_alone(void **state)
{
    open_as(STORE_CREATE);
    store_test_sql(s, SQLITE_OK, "PRAGMA application_id = 1");
    store_close(s);
    s = NULL;
    refused_for_good(STORE_CREATE, "belongs to another program");
    refused_for_good(STORE_WRITE, "belongs to another program");
}

static void what_is_no_database_is_said_so(void **state)
{
    FILE *f = fopen(path, "w");

    for (int i = 0; i < 1000; i++)
        fputs("nonsense ", f);
    fclose(f);
    refused(STORE_CREATE, "damaged");
}

static void a_newer_store_is_refused(void **state)
{
    open_as(STORE_CREATE);
    store_test_sql(s, SQLITE_OK, "PRAGMA user_version = 99");
    store_close(s);
    s = NULL;
    refused_for_good(STORE_CREATE, "install a newer one");
    refused_for_good(STORE_READ, "install a newer one");
}

/* ---- migrations --------------------------------------------------------------------------------
 */

static void migrations_run_once_and_all_or_nothing(void **state)
{
    enum { MOST = 100 };
    const char *list[MOST];
    int now = migrations_count;

    assert_true(now + 2 <= MOST);
    memcpy(list, migrations, (size_t)now * sizeof *list);
    list[now] = "CREATE TABLE more (x INTEGER) STRICT; INSERT INTO more SELECT id FROM person";
    list[now + 1] = "CREATE TABLE worse (x INTEGER) STRICT; nonsense";

    open_as(STORE_CREATE);
    store_test_person(s, "ana");
    assert_int_equal(schema_migrate(s, list, now + 1), 0);
    assert_int_equal(store_test_count(s, "PRAGMA user_version"), now + 1);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM more"), 1);
    assert_int_equal(schema_migrate(s, list, now + 1), 0);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM more"), 1);
    assert_int_equal(schema_migrate(s, list, now + 2), -1);
    assert_int_equal(store_test_count(s, "PRAGMA user_version"), now + 1);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM sqlite_schema WHERE name = 'worse'"),
                     0);
    store_close(s);
    s = NULL;
    refused(STORE_WRITE, "install a newer one");
}

/* The tables as they came to be, comments and spaces included. */
static const char *tables_of(struct store *of, struct arena *a)
{
    sqlite3_stmt *st;
    const char *text;

    assert_int_equal(sqlite3_prepare_v2(of->db,
                                        "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM"
                                        " sqlite_schema WHERE sql IS NOT NULL ORDER BY name)",
                                        -1, &st, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    text = arena_strdup(a, (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    return text;
}

/* The dump was made by the program of that version, and is never made again: a
 * store that is brought up must be as a new one. */
static void a_store_of_version_1_is_brought_up(void **state)
{
    char command[300];
    struct person_row p;
    struct arena *a = arena_new(1 << 20);
    unsigned char key[32];

    snprintf(command, sizeof command, "sqlite3 %s < %s/tests/unit/fixtures/store_1.sql", path,
             getenv("ROOT") ? getenv("ROOT") : ".");
    assert_int_equal(system(command), 0);
    open_as(STORE_CREATE);
    assert_int_equal(store_test_count(s, "PRAGMA user_version"), migrations_count);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(store_get_person(s, a, 1, &p), 0);
    assert_string_equal(p.name, "Ana");
    assert_int_equal(store_person_by_address(s, "ana@example.org"), 1);
    assert_int_equal(store_secret(s, key), 0);
    assert_int_equal(key[0], 1);
    assert_int_equal(store_count_undone(s), 1);
    struct store *fresh = store_test_new();
    assert_string_equal(tables_of(s, a), tables_of(fresh, a));
    store_close(fresh);
    open_as(STORE_WRITE);
    arena_free(a);
}

/* ---- several processes
 * --------------------------------------------------------------------------- */

static void writers_wait_for_each_other(void **state)
{
    enum { PROCESSES = 4, ROUNDS = 40 };
    int status, failures = 0;

    open_as(STORE_CREATE);
    store_close(s);
    s = NULL;
    for (int p = 0; p < PROCESSES; p++) {
        if (fork())
            continue;
        if (store_open(&s, path, STORE_WRITE, &e) < 0)
            _exit(1);
        for (int i = 0; i < ROUNDS; i++)
            if (store_begin(s) < 0 || store_put_text(s, 0, "x", T0) < 0 || store_commit(s) < 0)
                _exit(2);
        _exit(0);
    }
    while (wait(&status) > 0)
        failures += status != 0;
    assert_int_equal(failures, 0);
    open_as(STORE_WRITE);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM text"), PROCESSES * ROUNDS);
}

static void a_copy_in_memory_changes_nothing(void **state)
{
    struct store *copy;

    open_as(STORE_CREATE);
    store_test_person(s, "ana");
    assert_int_equal(store_copy_to_memory(s, &copy, &e), 0);
    store_test_person(copy, "bea");
    assert_int_equal(store_test_count(copy, "SELECT count(*) FROM person"), 2);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM person"), 1);
    store_test_sql(copy, SQLITE_CONSTRAINT, "DELETE FROM person");
    store_close(copy);
}

/* ---- crashes
 * ----------------------------------------------------------------------------------------- */

/* Whole units only: a letter with its body, its claim and its event. */
static int write_unit(int n)
{
    struct event ev = {.at = T0, .kind = EVENT_LETTER_QUEUED};
    struct delivery_row d = {.state = DELIVERY_IN_FLIGHT, .at = T0};

    if (store_begin(s) < 0)
        return -1;
    ev.letter = d.letter = store_test_letter(s, n, T0, NULL);
    if (ev.letter < 0 || store_append_event(s, &ev) < 0 || store_put_delivery(s, &d) < 0 ||
        store_commit(s) < 0) {
        store_rollback(s);
        return -1;
    }
    return 0;
}

static void assert_whole_units(int64_t at_least)
{
    int64_t units = store_test_count(s, "SELECT count(*) FROM letter");

    assert_true(units >= at_least);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM letter_body"), units);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM delivery"), units);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM event"), units);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(
        store_test_count(s, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

static void write_until_killed(int from, int tell)
{
    if (store_open(&s, path, STORE_WRITE, &e) < 0)
        _exit(1);
    for (int i = from;; i++)
        if (write_unit(i) < 0 || write(tell, "x", 1) != 1)
            _exit(2);
}

/* The child tells of each commit; it is killed after the n-th, somewhere in
 * the next. What it told of must be there. */
static int64_t killed_after(int n, int from)
{
    int fds[2], status, told = 0;
    char byte;
    pid_t child;

    assert_int_equal(pipe(fds), 0);
    child = fork();
    if (child == 0)
        write_until_killed(from, fds[1]);
    close(fds[1]);
    while (told < n && read(fds[0], &byte, 1) == 1)
        told++;
    kill(child, SIGKILL);
    while (read(fds[0], &byte, 1) == 1)
        told++;
    close(fds[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    return told;
}

static void a_killed_writer_leaves_whole_units(void **state)
{
    int64_t told = 0;

    open_as(STORE_CREATE);
    for (int i = 0; i < 25; i++) {
        store_close(s);
        s = NULL;
        told += killed_after(1 + i * 7 % 11, 1000 * (i + 1));
        open_as(STORE_WRITE);
        assert_whole_units(told);
    }
}

/* ---- a full disk
 * ------------------------------------------------------------------------------------------ */

static void a_full_disk_leaves_whole_units(void **state)
{
    int written = 0;
    char sql[80];

    open_as(STORE_CREATE);
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d",
             (int)store_test_count(s, "PRAGMA page_count") + 6);
    store_test_count(s, sql);
    while (written < 1000 && write_unit(written) == 0)
        written++;
    assert_true(written > 5 && written < 1000);
    assert_non_null(strstr(store_error(s), "is full"));
    assert_non_null(strstr(store_error(s), "make room"));
    assert_whole_units(written);
    assert_int_equal(write_unit(written), -1);
    store_test_count(s, "PRAGMA max_page_count = 100000");
    assert_int_equal(write_unit(written), 0); /* once there is room it goes on */
    assert_whole_units(written + 1);
}

/* The disk itself: files may not grow beyond a limit (EFBIG stands for ENOSPC). */
static void a_file_that_cannot_grow_leaves_whole_units(void **state)
{
    int status;
    pid_t child;

    open_as(STORE_CREATE);
    store_close(s);
    s = NULL;
    child = fork();
    if (child == 0) {
        struct rlimit limit = {600 * 1024, 600 * 1024};
        int written = 0;

        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) < 0 || store_open(&s, path, STORE_WRITE, &e) < 0)
            _exit(1);
        while (written < 10000 && write_unit(written) == 0)
            written++;
        _exit(written > 5 && written < 10000 && strlen(store_error(s)) > 10 ? 0 : 2);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    open_as(STORE_WRITE);
    assert_whole_units(5);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_is_forgotten_is_gone_from_the_files),
        T(a_new_store_is_its_owners_alone),
        T(the_promises_of_sqlite_are_asked_for),
        T(a_store_that_is_read_is_not_written),
        T(a_file_of_somebody_else_is_left_alone),
        T(what_is_no_database_is_said_so),
        T(a_newer_store_is_refused),
        T(migrations_run_once_and_all_or_nothing),
        T(a_store_of_version_1_is_brought_up),
        T(writers_wait_for_each_other),
        T(a_copy_in_memory_changes_nothing),
        T(a_killed_writer_leaves_whole_units),
        T(a_full_disk_leaves_whole_units),
        T(a_file_that_cannot_grow_leaves_whole_units),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
