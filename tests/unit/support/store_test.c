/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/store_test.h"
#include "store/internal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct store *store_test_new(void)
{
    struct store *s;
    struct err e;

    if (store_open(&s, NULL, STORE_MEMORY, &e) < 0)
        fail_msg("%s", e.text);
    return s;
}

char *store_test_folder(void)
{
    char *folder = strdup("/tmp/mentord-store.XXXXXX");

    assert_non_null(mkdtemp(folder));
    return folder;
}

void store_test_remove(char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    assert_non_null(dir);
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(folder);
    free(folder);
}

void store_test_sql(struct store *s, int wanted, const char *sql)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL) & 0xff;

    if (rc != wanted)
        fail_msg("%s\ngives %d (%s), not %d", sql, rc, sqlite3_errmsg(s->db), wanted);
}

int64_t store_test_count(struct store *s, const char *sql)
{
    sqlite3_stmt *st;
    int64_t value;

    assert_int_equal(sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    value = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return value;
}

int64_t store_test_person(struct store *s, const char *name)
{
    char address[100];
    const char *addresses[] = {address};
    struct person_row p = {
        .name = name, .language = "en", .addresses = addresses, .addresses_count = 1};

    snprintf(address, sizeof address, "%s@example.org", name);
    IN_TRANSACTION(s, assert_int_equal(store_put_person(s, &p), 0));
    return p.id;
}

int64_t store_test_letter(struct store *s, int n, instant not_before, const char *held)
{
    static const char raw[] = "Subject: x\r\n\r\nHello\r\n";
    char key[32], message_id[48], token[32], to[48];
    struct outbox_row l = {
        .programme = "m2m",
        .kind = "send",
        .letter = "check-in",
        .unique_key = key,
        .token = token,
        .message_id = message_id,
        .envelope_from = "m@example.org",
        .envelope_to = to,
        .created = T0,
        .not_before = not_before,
        .subject = "x",
        .text = "Hello",
        .raw = raw,
        .raw_len = sizeof raw - 1,
        .held = held,
    };

    snprintf(key, sizeof key, "key/%d", n);
    snprintf(token, sizeof token, "token%d", n);
    snprintf(message_id, sizeof message_id, "%d@example.org", n);
    snprintf(to, sizeof to, "%d@example.org", n);
    return store_put_letter(s, &l);
}

const struct programme *store_test_programme(void)
{
    static const char *roles[] = {"mentor", "mentee", "coordinator", "welcome", NULL};
    static struct programme p = {.name = "m2m", .version = "v1", .roles = roles};

    p.zone = zone_find("UTC");
    return &p;
}
