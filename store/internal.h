/* SPDX-License-Identifier: GPL-2.0-or-later */
/* internal.h - what the files of store/ share; nobody else includes it.
 *
 * All SQL that is run more than once stands in queries.c, one text a name. A
 * statement is prepared when it is first used and kept. A query is run in one
 * of three ways:
 *
 *     run(s, Q_SET_MODE, V(v_text(programme), v_text(mode)))     no rows
 *     fetch(s, &out, Q_NEXT_DUE, V(v_int(now)))                  one integer
 *     st = query(s, Q_LINKS, V(...));                            rows
 *     while ((rc = step(s, st)) > 0)
 *         ...
 *
 * Whatever fails has put a sentence into s->error.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/queries.h"
#include "store/store.h"
#include <sqlite3.h>

/* A piece of a slice: all who hold a role that few hold (roster.c). */
struct roster {
    struct state people;
    struct roster *next; /* of another programme */
};

struct store {
    sqlite3 *db;
    char *path; /* own; "memory" of a private one */
    sqlite3_stmt *prepared[QUERY_COUNT];
    bool about_people[QUERY_COUNT]; /* running it ends the rosters */
    bool *preparing;                /* the one of about_people that is being found out */
    struct roster *rosters;         /* in roster_arena */
    struct arena *roster_arena;
    uint64_t slices;      /* counts what makes slices invalid */
    int64_t last_case_id; /* given out by this handle */
    bool spoilt;          /* a statement failed in this transaction */
    bool unfit;           /* it is not ours to open */
    bool unwell;          /* of what failed, the disk or a lock was to blame */
    struct err error;
};

/* ---- values of parameters, in the order of ?1, ?2 ... ------------------- */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB, VALUE_DATE };

struct value {
    enum value_kind kind;
    union {
        int64_t number;
        struct date date;
        struct {
            const void *bytes; /* must live until the statement has run */
            size_t len;
        };
    };
};

struct values {
    const struct value *items;
    int count;
};

#define V(...)                                                                                     \
    ((struct values){(const struct value[]){__VA_ARGS__},                                          \
                     sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)})
#define NO_VALUES ((struct values){NULL, 0})

static inline struct value v_int(int64_t number)
{
    return (struct value){.kind = VALUE_INT, .number = number};
}

/* A reference, or anything else whose 0 means "none": stored as NULL. */
static inline struct value v_ref(int64_t id)
{
    return (struct value){.kind = id ? VALUE_INT : VALUE_NULL, .number = id};
}

static inline struct value v_text(const char *text)
{
    return (struct value){.kind = text ? VALUE_TEXT : VALUE_NULL, .bytes = text, .len = SIZE_MAX};
}

static inline struct value v_blob(const void *bytes, size_t len)
{
    return (struct value){.kind = VALUE_BLOB, .bytes = bytes, .len = len};
}

/* Stored as "2026-12-15"; the year 0 as NULL. */
static inline struct value v_date(struct date d)
{
    return (struct value){.kind = d.year ? VALUE_DATE : VALUE_NULL, .date = d};
}

/* ---- running ------------------------------------------------------------ */

/* Prepared, bound, not yet stepped; NULL on failure. Ends a run of the same
 * query that was left in the middle. */
sqlite3_stmt *query(struct store *s, enum query q, struct values values);
/* 1: a row; 0: no more; -1. After 0 and -1 the statement is at rest. st may be NULL: -1. */
int step(struct store *s, sqlite3_stmt *st);
/* Leaves the rest of the rows. */
void query_end(sqlite3_stmt *st);

/* The number of rows changed, or -1. */
int run(struct store *s, enum query q, struct values values);
/* The first column of the first row: 1 with *out, 0 where there is no row or it is NULL, -1. */
int fetch(struct store *s, int64_t *out, enum query q, struct values values);
/* Ids in the first column, at most max; their count or -1. */
int fetch_ids(struct store *s, int64_t *ids, size_t max, enum query q, struct values values);
/* One text, NULL where there is none or on failure. */
const char *fetch_text(struct store *s, struct arena *a, enum query q, struct values values);

int column_int(sqlite3_stmt *st, int column);
struct date column_date(sqlite3_stmt *st, int column);
char *column_text(sqlite3_stmt *st, int column, struct arena *a); /* NULL for NULL */
char *column_bytes(sqlite3_stmt *st, int column, struct arena *a, size_t *len);
#define column_id(st, column) sqlite3_column_int64(st, column)

/* ---- failing ------------------------------------------------------------ */

/* Says in s->error what SQLite complains of while `doing` something. -1. */
int store_failed(struct store *s, const char *doing);
/* -1 with a sentence where the caller has no transaction open, else 0. */
int store_in_transaction(struct store *s);

/* ---- state.c -------------------------------------------------------------- */

/* Adds people from rows of PERSON_OF_STATE; who is there already is passed
 * over. The count of rows, or -1. */
int state_read_people(struct store *s, struct state *st, sqlite3_stmt *rows);

/* ---- roster.c ------------------------------------------------------------- */

/* Once the store is open: from now on SQLite tells what statements change. */
void roster_watch(struct store *s);
void roster_free(struct store *s);
/* What it says may hold no more. Beginning a transaction and writing about people do it. */
void roster_drop(struct store *s);
/* The store notes it too; a roster that is at hand stays good. */
void roster_note_written(struct store *s, int64_t person, instant at);
/* Valid until the next statement that writes about people. NULL: failed. */
const struct state *roster_of(struct store *s, const struct programme *p);
/* Who is in the slice already is passed over. */
void roster_copy(const struct state *roster, struct state *to);
/* False: this one is not in it. */
bool roster_copy_one(const struct state *roster, int64_t id, struct state *to);

/* ---- cases.c -------------------------------------------------------------- */

int load_cases(struct store *s, struct state *st);
int save_cases(struct store *s, const struct state *st); /* those that are dirty */

/* ---- meetings.c ------------------------------------------------------------ */

int load_appointments(struct store *s, struct state *st);
int save_appointments(struct store *s, const struct state *st);

#endif
