/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People, addresses, text, settings; forgetting and pruning. */
#include "store/internal.h"
#include "tests/unit/support/store_test.h"
#include <string.h>

static struct store *s;
static struct arena *a;

static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    arena_free(a);
    return 0;
}

/* ---- people ------------------------------------------------------------------------- */

static void a_person_comes_back_as_written(void **state)
{
    const char *addresses[] = {"ana@example.org", "ana@example.net"};
    struct person_row in = {.name = "Ana Ávila",
                            .zone = "America/Bogota",
                            .language = "es",
                            .away_until = {2026, 12, 31},
                            .addresses = addresses,
                            .addresses_count = 2};
    struct person_row out;

    IN_TRANSACTION(s, assert_int_equal(store_put_person(s, &in), 0));
    assert_true(in.id > 0);
    assert_int_equal(store_get_person(s, a, in.id, &out), 0);
    assert_string_equal(out.name, "Ana Ávila");
    assert_string_equal(out.zone, "America/Bogota");
    assert_string_equal(out.language, "es");
    assert_string_equal(out.status, STATUS_ACTIVE);
    assert_int_equal(date_compare(out.away_until, in.away_until), 0);
    assert_int_equal(out.addresses_count, 2);
    assert_string_equal(out.addresses[1], "ana@example.net");
    assert_int_equal(store_get_person(s, a, 999, &out), 1);
}

static void an_update_replaces_the_addresses(void **state)
{
    const char *addresses[] = {"new@example.org", "ana@example.org", "new@example.org"};
    struct person_row p = {.id = store_test_person(s, "ana"),
                           .name = "Ana",
                           .addresses = addresses,
                           .addresses_count = 3};

    IN_TRANSACTION(s, assert_int_equal(store_put_person(s, &p), 0));
    assert_int_equal(store_get_person(s, a, p.id, &p), 0);
    assert_int_equal(p.addresses_count, 2);
    assert_string_equal(p.addresses[0], "new@example.org");
    assert_null(p.language);
}

static void an_address_has_one_owner(void **state)
{
    int64_t ana = store_test_person(s, "ana"), bea = store_test_person(s, "bea");
    const char *taken[] = {"ana@example.org"};
    struct person_row p = {.id = bea, .name = "Bea", .addresses = taken, .addresses_count = 1};

    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_put_person(s, &p), -1);
    assert_non_null(strstr(store_error(s), "ana@example.org"));
    store_rollback(s);
    assert_int_equal(store_person_by_address(s, "ana@example.org"), ana);
    assert_int_equal(store_person_by_address(s, "bea@example.org"), bea);
    assert_int_equal(store_person_by_address(s, "who@example.org"), 0);
}

static void names_are_found_whatever_their_case(void **state)
{
    int64_t ana = store_test_person(s, "Ána");

    assert_int_equal(store_person_by_name(s, "áNA"), ana);
    assert_int_equal(store_person_by_name(s, "A\u0301na"), ana); /* the same, decomposed */
    assert_int_equal(store_person_by_name(s, "Ana"), 0);
    store_test_sql(s, SQLITE_OK,
                   "INSERT INTO person (name, folded, status)"
                   " VALUES ('ÁNA', 'ána', 'active')");
    assert_int_equal(store_person_by_name(s, "Ána"), 0);
}

static void several_rows_want_a_transaction(void **state)
{
    struct person_row p = {.name = "Ana"};

    assert_int_equal(store_put_person(s, &p), -1);
    assert_non_null(strstr(store_error(s), "transaction"));
    p.id = 77;
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_put_person(s, &p), -1);
    store_rollback(s);
}

static void people_are_listed_by_role_and_status(void **state)
{
    int64_t ids[10], pairs[10];
    int64_t ana = store_test_person(s, "ana"), bea = store_test_person(s, "bea"),
            carol = store_test_person(s, "carol");

    store_test_sql(s, SQLITE_OK,
                   "INSERT INTO role VALUES ('m2m', 'mentor', 1, 0), ('m2m', 'mentor', 2, 0),"
                   " ('m2m', 'coordinator', 3, 0), ('m2m', 'welcome', 3, 0), ('x', 'mentor', 3, 0);"
                   "INSERT INTO link VALUES ('m2m', 'match', 1, 2, NULL, 5),"
                   " ('m2m', 'responsible', 1, 3, NULL, 5);"
                   "UPDATE person SET status = 'left' WHERE id = 2");
    assert_int_equal(store_people(s, "m2m", NULL, 0, ids, 10), 3);
    assert_int_equal(ids[2], carol);
    assert_int_equal(store_people(s, "m2m", NULL, ana, ids, 1), 1);
    assert_int_equal(ids[0], bea);
    assert_int_equal(store_people(s, "m2m", "mentor", 0, ids, 10), 2);
    assert_int_equal(store_active_people(s, "m2m", "mentor", false, 0, ids, 10), 1);
    assert_int_equal(store_active_people(s, "m2m", "mentor", true, 0, ids, 10), 1);
    assert_int_equal(ids[0], ana);
    assert_int_equal(store_active_people(s, "m2m", "coordinator", true, 0, ids, 10), 0);
    assert_int_equal(store_links(s, "m2m", "responsible", 0, 0, pairs, 5), 1);
    assert_int_equal(pairs[1], carol);
    assert_int_equal(store_links(s, "m2m", "match", ana, bea, pairs, 5), 0);

    const char **programmes = store_programmes_of(s, a, carol);
    assert_string_equal(programmes[0], "m2m");
    assert_string_equal(programmes[1], "x");
    assert_null(programmes[2]);
}

/* ---- keeping --------------------------------------------------------------------------- */

static void a_forgotten_person_leaves_no_words(void **state)
{
    int64_t ana = store_test_person(s, "ana"), text, letter;
    struct person_row p;
    struct outbox_row l;

    assert_true((text = store_put_text(s, ana, "I am ill", T0)) > 0);
    assert_string_equal(store_text(s, a, text), "I am ill");
    IN_TRANSACTION(s, letter = store_test_letter(s, 1, T0, NULL));
    store_test_sql(s, SQLITE_OK,
                   "INSERT INTO letter (kind, recipient, unique_key, message_id, envelope_from,"
                   " envelope_to, created, not_before, at_any_hour, subject)"
                   " VALUES ('send', 1, 'k', 'i', 'f', 'ana@example.org', 0, 0, 0, 'Dear Ana');"
                   "INSERT INTO letter_body VALUES (2, 'Dear Ana', x'00')");
    IN_TRANSACTION(s, assert_int_equal(store_forget_person(s, ana), 0));
    assert_null(store_text(s, a, text));
    assert_int_equal(store_get_person(s, a, ana, &p), 0);
    assert_string_equal(p.name, "");
    assert_int_equal(p.addresses_count, 0);
    assert_string_equal(p.status, STATUS_LEFT);
    assert_int_equal(store_get_letter(s, a, 2, true, &l), 0);
    assert_null(l.subject);
    assert_null(l.text);
    assert_null(l.raw);
    assert_string_equal(l.envelope_to, "");
    assert_int_equal(store_get_letter(s, a, letter, true, &l), 0);
    assert_non_null(l.raw); /* of somebody else */
}

static void a_person_is_never_deleted(void **state)
{
    store_test_person(s, "ana");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM person");
    store_test_sql(s, SQLITE_CONSTRAINT, "INSERT INTO address VALUES ('x@example.org', 9, 0)");
    store_put_text(s, 1, "words", T0);
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM text");
}

static void pruning_spares_what_is_still_needed(void **state)
{
    struct inbox_row m = {.mailbox = "main/INBOX",
                          .uid = "1",
                          .hash = "h1",
                          .fetched = T0 - 100,
                          .raw = "x",
                          .raw_len = 1};
    int64_t old, undone;

    store_begin(s);
    old = store_put_inbox(s, &m);
    m.hash = "h2";
    m.uid = "2";
    undone = store_put_inbox(s, &m);
    assert_int_equal(store_inbox_done(s, old, "decided", 0, 0, T0, NULL), 0);
    store_test_letter(s, 1, T0, NULL);
    store_test_letter(s, 2, T0, NULL);
    assert_int_equal(store_drop_letter(s, 1, "no need", T0), 0);
    assert_int_equal(store_prune(s, T0 + 1), 0);
    assert_int_equal(store_commit(s), 0);
    assert_int_equal(store_test_count(s, "SELECT max(letter) FROM letter_body"), 2);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM letter_body"), 1);
    assert_int_equal(store_test_count(s, "SELECT inbox FROM inbox_raw"), undone);
    assert_int_equal(store_inbox_raw(s, a, old, &m), 0);
    assert_null(m.raw);
}

/* ---- settings ----------------------------------------------------------------------------- */

static void settings_are_kept(void **state)
{
    unsigned char key[32], again[32], zero[32] = {0};

    assert_null(store_setting(s, a, "cursor"));
    assert_int_equal(store_set_setting(s, "cursor", "5"), 0);
    assert_int_equal(store_set_setting(s, "cursor", "6"), 0);
    assert_string_equal(store_setting(s, a, "cursor"), "6");
    assert_int_equal(store_set_setting(s, "cursor", NULL), 0);
    assert_null(store_setting(s, a, "cursor"));
    assert_int_equal(store_secret(s, key), 0);
    assert_int_equal(store_secret(s, again), 0);
    assert_memory_equal(key, again, 32);
    assert_memory_not_equal(key, zero, 32);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE secret SET key = randomblob(32)");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM secret");
}

static void modes_and_schedules_are_kept(void **state)
{
    struct occurrence_row o = {"m2m", "check-in", "2026-12", T0, 0, 0, "running"}, out[3];
    instant at;

    assert_string_equal(store_mode(s, a, "m2m"), "shadow");
    assert_int_equal(store_set_mode(s, "m2m", "live"), 0);
    assert_string_equal(store_mode(s, a, "m2m"), "live");
    assert_int_equal(store_set_mode(s, "m2m", "lively"), -1);
    assert_int_equal(store_rule_clock(s, "m2m", "check-in", &at), 0);
    assert_int_equal(at, 0);
    assert_int_equal(store_set_rule_clock(s, "m2m", "check-in", T0), 0);
    assert_int_equal(store_rule_clock(s, "m2m", "check-in", &at), 0);
    assert_int_equal(at, T0);
    assert_int_equal(store_put_occurrence(s, &o), 0);
    o.after = 17;
    assert_int_equal(store_put_occurrence(s, &o), 0);
    assert_int_equal(store_occurrences(s, a, "running", out, 3), 1);
    assert_int_equal(out[0].after, 17);
    assert_string_equal(out[0].key, "2026-12");
    assert_int_equal(store_occurrences(s, a, "held", out, 3), 0);
    assert_int_equal(store_occurrence(s, a, "m2m", "check-in", "2026-12", &out[1]), 0);
    assert_int_equal(out[1].after, 17);
    assert_int_equal(store_occurrence(s, a, "m2m", "check-in", "2027-01", &out[1]), 1);
    assert_int_equal(store_set_mode(s, "m2m", "paused"), 0);
    assert_int_equal(store_occurrences(s, a, "running", out, 3), 0);
    o.state = "held";
    assert_int_equal(store_put_occurrence(s, &o), 0);
    assert_int_equal(store_occurrences(s, a, "held", out, 3), 1);
}

static void what_failed_unheard_is_not_committed(void **state)
{
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_set_setting(s, "half", "done"), 0);
    assert_int_equal(store_set_mode(s, "m2m", "lively"), -1);
    assert_int_equal(store_set_setting(s, "other half", "done"), 0);
    assert_int_equal(store_commit(s), -1);
    assert_non_null(strstr(store_error(s), "CHECK constraint"));
    store_rollback(s);
    assert_null(store_setting(s, a, "half"));
    IN_TRANSACTION(s, assert_int_equal(store_set_setting(s, "half", "done"), 0));
    assert_non_null(store_setting(s, a, "half"));
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_failed_unheard_is_not_committed),
        T(a_person_comes_back_as_written),
        T(an_update_replaces_the_addresses),
        T(an_address_has_one_owner),
        T(names_are_found_whatever_their_case),
        T(several_rows_want_a_transaction),
        T(people_are_listed_by_role_and_status),
        T(a_forgotten_person_leaves_no_words),
        T(a_person_is_never_deleted),
        T(pruning_spares_what_is_still_needed),
        T(settings_are_kept),
        T(modes_and_schedules_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
