/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A spreadsheet against who there is: what would change. */
#include "engine/roster.h"
#include "engine/roster_cells.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static struct arena *a;
static struct roster there;
static struct wanted_list wanted;
static struct roster_plan plan;
static struct compare_options options;
static struct err e;

static const char *roles[] = {"mentor", "mentee", "coordinator", "welcome", NULL};
static struct link_rule links[] = {
    {"responsible", "mentor", "coordinator", NULL},
    {"responsible", "mentee", "coordinator", "mentor"},
    {"match", "mentor", "mentee", NULL},
};
static struct programme programme = {
    .name = "m2m", .title = "Mentor to Mentor", .roles = roles, .links = links, .links_count = 3};

static int setup(void **state)
{
    a = arena_new(4 * 1024 * 1024);
    there = (struct roster){.programme = &programme};
    options = (struct compare_options){.rename_by = "add --rename"};
    programme.zone = zone_find("UTC");
    return 0;
}

static int teardown(void **state)
{
    arena_free(a);
    return 0;
}

static struct member *add_member(const char *name, const char *address, const char *role)
{
    struct member *m = arena_grow(a, &there.members, there.count, &there.cap, sizeof *m);
    const char **addresses = arena_array(a, 1, sizeof *addresses);
    const char **held = arena_array(a, 1, sizeof *held);

    addresses[0] = address;
    held[0] = role;
    *m = (struct member){.person = {.id = (int64_t)++there.count,
                                    .name = name,
                                    .status = "active",
                                    .addresses = addresses,
                                    .addresses_count = 1},
                         .roles = held,
                         .roles_count = 1};
    return m;
}

static int read_csv(const char *csv)
{
    struct table t;

    assert_int_equal(table_read_csv(a, "people.csv", csv, strlen(csv), &t, &e), 0);
    return roster_read(a, &t, &programme, NULL, &wanted, &e);
}

static void compare(const char *csv)
{
    assert_int_equal(read_csv(csv), 0);
    roster_compare(a, &there, &wanted, &options, &plan);
}

/* "kind person from>to", a line a change. */
static const char *changes(void)
{
    static const char *const kinds[] = {"new",    "name", "address", "zone",        "language",
                                        "status", "away", "role",    "responsible", "match"};
    const char *out = "";

    for (size_t i = 0; i < plan.changes_count; i++) {
        const struct change *c = &plan.changes[i];
        out = arena_printf(a, "%s%s %s %s>%s\n", out, kinds[c->kind],
                           plan.people[c->person].row.name, c->from ? c->from : "", c->to);
    }
    return out;
}

static const char *notes(const struct row_notes *n)
{
    const char *out = "";

    for (size_t i = 0; i < n->count; i++)
        out = arena_printf(a, "%s%d %s\n", out, n->items[i].line, n->items[i].text);
    return out;
}

/* ---- reading -------------------------------------------------------------------------- */

static void columns_are_found_by_meaning(void **state)
{
    assert_int_equal(read_csv("First Name;Surname;E-Mail Address;Time Zone;Current Mentee(s)\n"
                              "Ana;Ruiz;ANA@Example.org;Eastern;Bea Lind & Cid\n"),
                     0);
    assert_int_equal(wanted.count, 1);
    assert_string_equal(wanted.items[0].name, "Ana Ruiz");
    assert_string_equal(wanted.items[0].address, "ana@example.org");
    assert_string_equal(wanted.items[0].zone, "America/New_York");
    assert_int_equal(wanted.items[0].matches_count, 2);
    assert_string_equal(wanted.items[0].matches[1], "Cid");
}

static void headings_may_be_german_or_spanish(void **state)
{
    assert_int_equal(read_csv("Nachname;Vorname;E-Mail;Rolle;Koordinator;Telefon;Ort\n"
                              "Ruiz;Ana;ana@example.org;Mentor;Carol Day;1;2\n"),
                     0);
    assert_string_equal(wanted.items[0].name, "Ana Ruiz");
    assert_string_equal(wanted.items[0].roles[0], "mentor");
    assert_string_equal(wanted.items[0].responsible, "Carol Day");
    assert_string_equal(notes(&wanted.unused), "1 \"Telefon\", \"Ort\"\n");
    assert_int_equal(wanted.bad.count, 0);
}

static void names_are_read_as_they_are_said(void **state)
{
    assert_int_equal(read_csv("name;email;coordinator\n"
                              "Ruiz, Ana;ana@example.org;Day, Carol\n"
                              "Cid  de  la Vega;cid@example.org;\n"
                              "Dan Reed, PhD;dan@example.org;\n"),
                     0);
    assert_string_equal(wanted.items[0].name, "Ana Ruiz");
    assert_string_equal(wanted.items[0].responsible, "Carol Day");
    assert_string_equal(wanted.items[1].name, "Cid de la Vega");
    assert_string_equal(wanted.items[2].name, "Dan Reed, PhD");
}

static void a_file_without_addresses_is_refused(void **state)
{
    assert_int_equal(read_csv("name,role\nAna,mentor\n"), -1);
    assert_non_null(strstr(e.text, "people.csv:1: no column is headed \"e-mail\""));
    assert_non_null(strstr(e.text, "\"name\", \"role\""));
}

static void bad_rows_are_named_and_the_rest_is_read(void **state)
{
    assert_int_equal(read_csv("name,email,role,zone\n"
                              "Ana,ana@example.org,mentr,Mars\n"
                              ",x@example.org,mentor,\n"
                              "Bo,bo@,mentor,\n"
                              "Cid,ana@example.org,mentor,\n"
                              "Dan,dan@example.org,Mentors,\n"),
                     0);
    assert_int_equal(wanted.count, 2);
    assert_string_equal(notes(&wanted.bad),
                        "2 Ana: \"mentr\" is no role; \"mentor\"?\n"
                        "2 Ana: \"Mars\" is no time zone; write one like America/New_York\n"
                        "3 nobody is named\n"
                        "4 \"bo@\" is no e-mail address\n"
                        "5 Cid has the address of Ana (row 2); everybody needs one of their own\n");
    assert_string_equal(wanted.items[1].roles[0], "mentor");
}

static void addresses_are_taken_as_they_were_copied(void **state)
{
    assert_int_equal(read_csv("name,email\n"
                              "Ana,Ana Ruiz <Ana@Example.org>\n"
                              "Bo,mailto:bo@example.org\n"
                              "Cid,<cid@example.org> (work)\n"
                              "Dan,dan@example.org; d@example.org\n"),
                     0);
    assert_int_equal(wanted.count, 2);
    assert_string_equal(wanted.items[0].address, "ana@example.org");
    assert_string_equal(wanted.items[1].address, "bo@example.org");
    assert_string_equal(
        notes(&wanted.bad),
        "4 \"<cid@example.org> (work)\" is no e-mail address\n"
        "5 \"dan@example.org; d@example.org\" is no e-mail address; there may be one in a cell\n");
}

static void rows_of_one_person_are_one_person(void **state)
{
    assert_int_equal(read_csv("name,email,role\nAna,ana@example.org,mentor\n"
                              "Ana,ana@example.org,coordinator\n"),
                     0);
    assert_int_equal(wanted.count, 1);
    assert_int_equal(wanted.items[0].roles_count, 2);
}

static void rows_of_other_programmes_are_left_alone(void **state)
{
    assert_int_equal(read_csv("name,email,programme\nAna,ana@example.org,Mentor to mentor\n"
                              "Bo,bo@example.org,choir\n"),
                     0);
    assert_int_equal(wanted.count, 1);
    assert_int_equal(wanted.other_programme, 1);
}

static void statuses_are_understood(void **state)
{
    const char *status, *why;
    struct date until;

    assert_int_equal(cell_status(a, "Non-responsive", &status, &until, &why), 0);
    assert_string_equal(status, STATUS_NON_RESPONSIVE);
    assert_int_equal(cell_status(a, "away until 2027-01-04", &status, &until, &why), 0);
    assert_string_equal(status, STATUS_ACTIVE);
    assert_int_equal(until.year, 2027);
    assert_int_equal(cell_status(a, "sleepy", &status, &until, &why), -1);
    assert_non_null(strstr(why, "\"sleepy\" is no status"));
}

/* ---- comparing --------------------------------------------------------------------------- */

static void a_first_import_has_everybody_new(void **state)
{
    compare("name,email,role,coordinator,mentees\n"
            "Ana Ruiz,ana@example.org,mentor,Carol,Bea\n"
            "Carol Nguyen,carol@example.org,coordinator,,\n"
            "Bea Lind,bea@example.org,mentee,,Ana Ruiz\n");
    assert_true(plan.first);
    assert_string_equal(changes(), "new Ana Ruiz >ana@example.org\nrole Ana Ruiz >mentor\n"
                                   "new Carol Nguyen >carol@example.org\n"
                                   "role Carol Nguyen >coordinator\n"
                                   "new Bea Lind >bea@example.org\nrole Bea Lind >mentee\n"
                                   "responsible Ana Ruiz >Carol Nguyen\n"
                                   "match Ana Ruiz >Bea Lind\n");
    assert_string_equal(notes(&plan.unclear), "");
    assert_string_equal(plan.orphans, "");
}

static void the_same_file_again_changes_nothing(void **state)
{
    struct member *ana = add_member("Ana Ruiz", "ana@example.org", "mentor");
    ana->responsible = 2;
    add_member("Carol Nguyen", "carol@example.org", "coordinator");
    compare("name,email,role,coordinator\nAna Ruiz,ana@example.org,mentor,Carol Nguyen\n"
            "Carol Nguyen,carol@example.org,coordinator,\n");
    assert_false(plan.first);
    assert_string_equal(changes(), "");
    assert_int_equal(plan.same, 2);
    assert_int_equal(plan.gone_count, 0);
}

static void people_are_known_by_address_then_by_name(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    add_member("Bo Berg", "bo@example.org", "mentor");
    compare("name,email,role\nAna Ruiz-Gomez,ana@example.org,mentor\n"
            "bo berg,bo@example.com,mentor\n");
    assert_string_equal(changes(), "name Ana Ruiz-Gomez Ana Ruiz>Ana Ruiz-Gomez\n"
                                   "name bo berg Bo Berg>bo berg\n"
                                   "address bo berg bo@example.org>bo@example.com\n");
    assert_int_equal(plan.people[1].row.addresses_count, 2);
    assert_string_equal(plan.people[1].row.addresses[1], "bo@example.org");
}

static void a_namesake_with_a_row_of_their_own_is_new(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    compare("name,email,role\nAna Ruiz,ana@example.com,mentor\nAna Ruiz,ana@example.org,mentor\n");
    assert_string_equal(changes(), "new Ana Ruiz >ana@example.com\nrole Ana Ruiz >mentor\n");
}

static void an_address_under_a_strangers_name_is_unclear(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    compare("name,email,role\nZoe Fox,ana@example.org,mentor\n");
    assert_string_equal(changes(), "");
    assert_non_null(strstr(notes(&plan.unclear), "2 ana@example.org is the address of Ana Ruiz"));
    options.rename = true;
    compare("name,email,role\nZoe Fox,ana@example.org,mentor\n");
    assert_string_equal(changes(), "name Zoe Fox Ana Ruiz>Zoe Fox\n");
}

static void nobody_is_removed_for_not_being_in_the_file(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    add_member("Bo Berg", "bo@example.org", "mentor");
    add_member("Gone Girl", "gone@example.org", "mentor")->person.status = STATUS_LEFT;
    compare("name,email,role\nAna Ruiz,ana@example.org,\n");
    assert_string_equal(changes(), "");
    assert_int_equal(plan.gone_count, 1);
    assert_string_equal(plan.gone[0]->person.name, "Bo Berg");
}

/* Whoever leaves, leaves all programmes: a list of one can't say so. */
static void who_is_in_another_programme_as_well_is_kept(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    add_member("Bo Berg", "bo@example.org", "mentor")->elsewhere = "helpline";
    compare("name,email,role\nAna Ruiz,ana@example.org,\n");
    assert_int_equal(plan.gone_count, 0);
    assert_int_equal(plan.unclear.count, 1);
    assert_non_null(strstr(plan.unclear.items[0].text, "takes part in helpline, too"));
}

static void a_list_of_mentors_misses_no_coordinator(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    add_member("Carol Nguyen", "carol@example.org", "coordinator");
    compare("name,email,role\nAna Ruiz,ana@example.org,mentor\n");
    assert_int_equal(plan.gone_count, 0);
}

static void a_title_may_stand_above_the_headings(void **state)
{
    compare(
        "Our mentors,,\nName,,\nFull Name,E-Mail,Role\nAna Ruiz,ana@example.org,mentor\nBo,,\n");
    assert_string_equal(changes(), "new Ana Ruiz >ana@example.org\nrole Ana Ruiz >mentor\n");
    assert_non_null(strstr(notes(&wanted.bad), "5 Bo has no e-mail address"));
}

static void the_number_of_a_plan_is_that_of_its_changes(void **state)
{
    add_member("Ana Ruiz", "ana@example.org", "mentor");
    compare("name,email,role\nAna Ruiz,ana@example.com,mentor\n");
    const char *number = roster_number(a, &plan);
    compare("role;e-mail;name\nmentor;ana@example.com;Ana Ruiz\n");
    assert_string_equal(roster_number(a, &plan), number);
    compare("name,email,role\nAna Ruiz,ana@example.net,mentor\n");
    assert_string_not_equal(roster_number(a, &plan), number);
}

static void a_link_to_nobody_is_unclear(void **state)
{
    compare("name,email,role,coordinator,mentees\nAna,ana@example.org,mentor,Karol,Ana\n");
    assert_string_equal(notes(&plan.unclear),
                        "2 responsible of Ana: nobody is \"Karol\"\n"
                        "2 Ana and Ana can't be matched: that takes a mentor and a mentee\n");
    assert_string_equal(plan.orphans, "Ana");
}

static void what_the_rules_concluded_outlives_a_file_that_says_active(void **state)
{
    add_member("Ana", "ana@example.org", "mentor")->person.status = STATUS_NON_RESPONSIVE;
    add_member("Bo", "bo@example.org", "mentor")->person.status = STATUS_LEFT;
    compare("name,email,status\nAna,ana@example.org,active\nBo,bo@example.org,active\n");
    assert_string_equal(changes(), "status Bo left>active\n");
    assert_non_null(strstr(notes(&plan.unclear), "but Ana is non_responsive here"));
}

static void a_link_reaches_people_outside_the_file(void **state)
{
    struct member *ana = add_member("Ana Ruiz", "ana@example.org", "mentor");
    add_member("Carol Nguyen", "carol@example.org", "coordinator");
    add_member("Dana Ortiz", "dana@example.org", "coordinator");
    ana->responsible = 2;
    compare("name,email,coordinator\nAna Ruiz,ana@example.org,dana@example.org\n");
    assert_string_equal(changes(), "responsible Ana Ruiz Carol Nguyen>Dana Ortiz\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(columns_are_found_by_meaning),
        TEST(headings_may_be_german_or_spanish),
        TEST(names_are_read_as_they_are_said),
        TEST(a_file_without_addresses_is_refused),
        TEST(bad_rows_are_named_and_the_rest_is_read),
        TEST(addresses_are_taken_as_they_were_copied),
        TEST(rows_of_one_person_are_one_person),
        TEST(rows_of_other_programmes_are_left_alone),
        TEST(statuses_are_understood),
        TEST(a_first_import_has_everybody_new),
        TEST(the_same_file_again_changes_nothing),
        TEST(people_are_known_by_address_then_by_name),
        TEST(a_namesake_with_a_row_of_their_own_is_new),
        TEST(an_address_under_a_strangers_name_is_unclear),
        TEST(nobody_is_removed_for_not_being_in_the_file),
        TEST(who_is_in_another_programme_as_well_is_kept),
        TEST(a_list_of_mentors_misses_no_coordinator),
        TEST(a_title_may_stand_above_the_headings),
        TEST(the_number_of_a_plan_is_that_of_its_changes),
        TEST(a_link_to_nobody_is_unclear),
        TEST(what_the_rules_concluded_outlives_a_file_that_says_active),
        TEST(a_link_reaches_people_outside_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
