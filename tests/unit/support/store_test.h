/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store_test.h - a store to try things on, and what stands in it at first. */
#ifndef TESTS_UNIT_STORE_TEST_H
#define TESTS_UNIT_STORE_TEST_H

#include "store/store.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1796000000) /* when the tests begin */

/* A private store in memory. */
struct store *store_test_new(void);

/* A folder that is removed by store_test_remove; for stores in files. */
char *store_test_folder(void);
void store_test_remove(char *folder);

/* SQL on the side, with the schema's triggers and keys: its result code is
 * wanted, SQLITE_OK or SQLITE_CONSTRAINT. */
void store_test_sql(struct store *s, int wanted, const char *sql);
int64_t store_test_count(struct store *s, const char *sql);

/* Does it within a transaction. */
#define IN_TRANSACTION(s, what)                                                                    \
    do {                                                                                           \
        assert_int_equal(store_begin(s), 0);                                                       \
        what;                                                                                      \
        assert_int_equal(store_commit(s), 0);                                                      \
    } while (0)

/* A person with the address NAME@example.org. */
int64_t store_test_person(struct store *s, const char *name);

/* A letter number n to n@example.org, within the caller's transaction; its id or -1. */
int64_t store_test_letter(struct store *s, int n, instant not_before, const char *held);

/* A programme with roles mentor, mentee, coordinator, welcome. */
const struct programme *store_test_programme(void);

#endif
