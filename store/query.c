/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query.c - preparing, binding and stepping; failing with a sentence. */
#include "base/log.h"
#include "store/internal.h"

#include <stdio.h>
#include <string.h>

static bool is_of_the_disk(int code)
{
    return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_BUSY ||
           code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_READONLY ||
           code == SQLITE_PERM || code == SQLITE_CANTOPEN;
}

int store_failed(struct store *s, const char *doing)
{
    int code = sqlite3_extended_errcode(s->db);

    s->unwell |= is_of_the_disk(code & 0xff);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        die("out of memory in the store");
    case SQLITE_FULL:
        return err_set(&s->error,
                       "the disk of %s is full while %s: make room on it; nothing was "
                       "half-written",
                       s->path, doing);
    case SQLITE_IOERR:
        return err_set(&s->error, "%s cannot be read or written while %s (%s): look at the disk",
                       s->path, doing, strerror(sqlite3_system_errno(s->db)));
    case SQLITE_BUSY:
        return err_set(&s->error, "%s stayed locked by another process while %s: try again",
                       s->path, doing);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(&s->error, "%s is damaged (%s): put a copy of it in place", s->path,
                       sqlite3_errmsg(s->db));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return err_set(&s->error,
                       "%s may not be written while %s (%s): look at its owner "
                       "and mode, or do it as root",
                       s->path, doing, sqlite3_errmsg(s->db));
    default:
        return err_set(&s->error, "%s refused it while %s: %s", s->path, doing,
                       sqlite3_errmsg(s->db));
    }
}

int store_in_transaction(struct store *s)
{
    if (sqlite3_get_autocommit(s->db))
        return err_set(&s->error, "this changes several rows of %s and wants a transaction",
                       s->path);
    return 0;
}

/* The first words of a query name what it does well enough for a log. */
static int query_failed(struct store *s, const char *sql)
{
    char doing[64];

    s->spoilt = !sqlite3_get_autocommit(s->db);
    snprintf(doing, sizeof doing, "running \"%.40s...\"", sql);
    return store_failed(s, doing);
}

static int bind_value(sqlite3_stmt *st, int place, const struct value *v)
{
    char date[32];

    switch (v->kind) {
    case VALUE_NULL:
        return sqlite3_bind_null(st, place);
    case VALUE_INT:
        return sqlite3_bind_int64(st, place, v->number);
    case VALUE_TEXT:
        return sqlite3_bind_text(st, place, v->bytes, -1, SQLITE_STATIC);
    case VALUE_BLOB:
        return sqlite3_bind_blob64(st, place, v->len ? v->bytes : "", v->len, SQLITE_STATIC);
    case VALUE_DATE:
        snprintf(date, sizeof date, "%04d-%02d-%02d", v->date.year, v->date.month, v->date.day);
        return sqlite3_bind_text(st, place, date, -1, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static sqlite3_stmt *prepared(struct store *s, enum query q)
{
    if (s->prepared[q])
        return s->prepared[q];
    s->preparing = &s->about_people[q];
    if (sqlite3_prepare_v3(s->db, query_text[q], -1, SQLITE_PREPARE_PERSISTENT, &s->prepared[q],
                           NULL) != SQLITE_OK)
        query_failed(s, query_text[q]);
    s->preparing = NULL;
    return s->prepared[q];
}

sqlite3_stmt *query(struct store *s, enum query q, struct values values)
{
    sqlite3_stmt *st = prepared(s, q);

    if (!st)
        return NULL;
    if (s->about_people[q])
        roster_drop(s);
    sqlite3_reset(st);
    if (sqlite3_bind_parameter_count(st) != values.count)
        die("query %d wants %d values, not %d", q, sqlite3_bind_parameter_count(st), values.count);
    for (int i = 0; i < values.count; i++)
        if (bind_value(st, i + 1, &values.items[i]) != SQLITE_OK) {
            query_failed(s, query_text[q]);
            return NULL;
        }
    return st;
}

int step(struct store *s, sqlite3_stmt *st)
{
    int rc;

    if (!st)
        return -1;
    rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc != SQLITE_DONE)
        query_failed(s, sqlite3_sql(st));
    sqlite3_reset(st);
    return rc == SQLITE_DONE ? 0 : -1;
}

void query_end(sqlite3_stmt *st)
{
    if (st)
        sqlite3_reset(st);
}

int run(struct store *s, enum query q, struct values values)
{
    sqlite3_stmt *st = query(s, q, values);

    return step(s, st) < 0 ? -1 : sqlite3_changes(s->db);
}

int fetch(struct store *s, int64_t *out, enum query q, struct values values)
{
    sqlite3_stmt *st = query(s, q, values);
    int rc = step(s, st);

    if (rc <= 0)
        return rc;
    rc = sqlite3_column_type(st, 0) != SQLITE_NULL;
    if (rc)
        *out = sqlite3_column_int64(st, 0);
    /* to its end: a statement that writes has then written all */
    if (step(s, st) < 0)
        return -1;
    query_end(st);
    return rc;
}

int fetch_ids(struct store *s, int64_t *ids, size_t max, enum query q, struct values values)
{
    sqlite3_stmt *st = query(s, q, values);
    size_t count = 0;
    int rc = 0;

    while (count < max && (rc = step(s, st)) > 0)
        ids[count++] = column_id(st, 0);
    query_end(st);
    return rc < 0 ? -1 : (int)count;
}

const char *fetch_text(struct store *s, struct arena *a, enum query q, struct values values)
{
    sqlite3_stmt *st = query(s, q, values);
    const char *text = NULL;

    if (step(s, st) > 0)
        text = column_text(st, 0, a);
    query_end(st);
    return text;
}

int column_int(sqlite3_stmt *st, int column)
{
    return sqlite3_column_int(st, column);
}

struct date column_date(sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    struct date d = {0};

    if (text)
        date_parse(text, &d);
    return d;
}

char *column_text(sqlite3_stmt *st, int column, struct arena *a)
{
    const char *text = (const char *)sqlite3_column_text(st, column);

    return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(st, column)) : NULL;
}

char *column_bytes(sqlite3_stmt *st, int column, struct arena *a, size_t *len)
{
    const void *bytes = sqlite3_column_blob(st, column);
    char *copy;

    *len = (size_t)sqlite3_column_bytes(st, column);
    copy = arena_alloc(a, *len + 1);
    if (*len)
        memcpy(copy, bytes, *len);
    return copy;
}
