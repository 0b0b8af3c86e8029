/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan of every query: none walks through a table that grows with the years. */
#include "store/internal.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <string.h>

/* Run seldom, and said so: forgetting a person, and the nightly pruning. */
static bool may_scan(enum query q)
{
    return q == Q_PRUNE_BODIES || q == Q_PRUNE_MAIL;
}

/* "SCAN letter USING INDEX letter_open" of a partial index walks what is open;
 * "SCAN l" walks everything. */
static bool walks_everything(const char *line)
{
    static const char *const small[] = {
        "SCAN CONSTANT ROW",   "SCAN p",
        "SCAN sender",         "SCAN secret",
        "SCAN inbox_floor",    "SCAN mailbox",
        "SCAN rules_in_force", "SCAN inbox_unread", /* only what nobody has looked at yet */
    };

    if (strncmp(line, "SCAN ", 5))
        return false;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (!strncmp(line, small[i], strlen(small[i])))
            return false;
    return !strstr(line, "case_due") && !strstr(line, "letter_open");
}

static int complaints(struct store *s, enum query q)
{
    sqlite3_stmt *st;
    char sql[4096];
    int found = 0;

    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", query_text[q]);
    assert_int_equal(sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(st, 3);

        if (walks_everything(line)) {
            print_error("%s\n    in %s\n", line, query_text[q]);
            found++;
        }
    }
    sqlite3_finalize(st);
    return found;
}

static void no_query_walks_through_what_grows(void **state)
{
    struct store *s;
    struct err e;
    int found = 0;

    assert_int_equal(store_open(&s, NULL, STORE_MEMORY, &e), 0);
    for (int q = 0; q < QUERY_COUNT; q++) {
        assert_non_null(query_text[q]);
        if (!may_scan(q))
            found += complaints(s, q);
    }
    assert_int_equal(found, 0);
    store_close(s);
}

static void must_use(struct store *s, enum query q, const char *wanted, bool in_order)
{
    sqlite3_stmt *st;
    char sql[4096];
    bool used = false, sorts = false;

    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", query_text[q]);
    assert_int_equal(sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(st, 3);

        used |= strstr(line, wanted) != NULL;
        sorts |= strstr(line, "TEMP B-TREE") != NULL;
    }
    sqlite3_finalize(st);
    if (!used || (sorts && in_order))
        fail_msg("%s: %s, %s", query_text[q], used ? "uses it" : "does not use it",
                 sorts ? "but sorts" : "and does not sort");
}

/* What matters is how much of the index is bound, so that is asked for too. */
static void a_slice_is_found_by_its_people(void **state)
{
    struct store *s;
    struct err e;

    assert_int_equal(store_open(&s, NULL, STORE_MEMORY, &e), 0);
    must_use(s, Q_STATE_PERSON, "PRIMARY KEY (rowid=?)", true);
    must_use(s, Q_STATE_PERSON, "inbox_unsorted (person=?)", true);
    must_use(s, Q_STATE_PERSON, "role_person (person=? AND programme=?)", true);
    must_use(s, Q_STATE_PERSON, "PRIMARY KEY (programme=? AND person=?)", true);
    must_use(s, Q_STATE_LARGE_ROLE, "PRIMARY KEY (programme=? AND role=?)", true);
    must_use(s, Q_ROLES_SINCE, "role_since (programme=? AND role=? AND since>? AND since<?)", true);
    must_use(s, Q_STATE_HOLDERS, "PRIMARY KEY (programme=? AND role=?)", true);
    must_use(s, Q_STATE_HOLDERS, "role_person (person=? AND programme=?)", true);
    must_use(s, Q_STATE_LINKS_FROM, "link_from (from_id=? AND programme=?)", false);
    must_use(s, Q_STATE_LINKS_TO, "link_to (to_id=? AND programme=?)", false);
    must_use(s, Q_STATE_CASES, "case_person (person=? AND programme=?)", true);
    must_use(s, Q_STATE_CASES_OTHER, "case_other (other=? AND programme=?)", true);
    must_use(s, Q_CASE_EXISTS, "case_key (programme=? AND rule=? AND occurrence=?", true);
    must_use(s, Q_UNDONE_COMPLETE, "PRIMARY KEY (rowid>?)", true);
    store_close(s);
}

static void what_a_tick_asks_comes_in_order_from_an_index(void **state)
{
    struct store *s;
    struct err e;

    assert_int_equal(store_open(&s, NULL, STORE_MEMORY, &e), 0);
    must_use(s, Q_DUE_CASES, "case_due", true);
    must_use(s, Q_NEXT_DUE, "case_due", true);
    must_use(s, Q_OPEN_CASES, "case_open", true);
    must_use(s, Q_DUE_LETTERS, "letter_open", true);
    must_use(s, Q_NEXT_NOT_BEFORE, "letter_open", true);
    must_use(s, Q_NEXT_RETRY, "letter_open", true);
    must_use(s, Q_LINKS, "PRIMARY KEY", true);
    must_use(s, Q_PEOPLE_OF_ROLE, "PRIMARY KEY", true);
    must_use(s, Q_ACTIVE_PEOPLE, "PRIMARY KEY", true);
    must_use(s, Q_NEXT_INBOX, "PRIMARY KEY", true);
    must_use(s, Q_EVENTS_OF_CASE, "event_case", true);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_query_walks_through_what_grows),
        cmocka_unit_test(a_slice_is_found_by_its_people),
        cmocka_unit_test(what_a_tick_asks_comes_in_order_from_an_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
