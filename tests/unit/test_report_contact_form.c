/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/contact_form.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define DECEMBER_1 INT64_C(1796083200) /* 2026-12-01 00:00 UTC */
#define DAY        INT64_C(86400)

static struct store *s;
static struct arena *a;
static struct programme programme;
static struct link_rule links[] = {
    {"responsible", "mentor", "coordinator", NULL},
    {"match", "mentor", "mentee", NULL},
};
static int64_t ana, bo, carol, bea;
static struct contact_form form;

static void give(int64_t person, const char *role)
{
    store_test_sql(
        s, 0,
        arena_printf(a, "INSERT INTO role VALUES ('m2m', '%s', %lld, 0)", role, (long long)person));
}

static void link_people(const char *kind, int64_t from, int64_t to)
{
    store_test_sql(s, 0,
                   arena_printf(a, "INSERT INTO link VALUES ('m2m', '%s', %lld, %lld, NULL, 1)",
                                kind, (long long)from, (long long)to));
}

static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(4 * 1024 * 1024);
    programme = *store_test_programme();
    programme.title = "Mentor to Mentor";
    programme.links = links;
    programme.links_count = 2;
    carol = store_test_person(s, "Carol");
    ana = store_test_person(s, "Ana");
    bo = store_test_person(s, "Bo");
    bea = store_test_person(s, "Bea");
    give(carol, "coordinator");
    give(ana, "mentor");
    give(bo, "mentor");
    give(bea, "mentee");
    link_people("responsible", ana, carol);
    link_people("match", ana, bea);
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    arena_free(a);
    return 0;
}

static void happen(int day, struct event e)
{
    e.programme = "m2m";
    e.version = "v1";
    e.reason = "a test";
    e.at = DECEMBER_1 + (day - 1) * DAY + 36000;
    IN_TRANSACTION(s, assert_int_equal(store_append_event(s, &e), 0));
}

static int64_t text(int64_t person, const char *words)
{
    int64_t id;

    IN_TRANSACTION(s, id = store_put_text(s, person, words, DECEMBER_1));
    return id;
}

static const struct contact_row *row(int64_t mentor)
{
    instant from, to;

    contact_form_month(&programme, (struct date){2026, 12, 9}, &from, &to);
    assert_int_equal(from, DECEMBER_1);
    assert_int_equal(to, DECEMBER_1 + 31 * DAY);
    assert_int_equal(contact_form_build(s, a, &programme, from, to, &form), 0);
    for (size_t i = 0; i < form.rows_count; i++)
        if (form.rows[i].mentor == mentor)
            return &form.rows[i];
    return NULL;
}

static void attempts_and_contacts_are_dated(void **state)
{
    const struct contact_row *r;

    happen(-1, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    happen(15, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    happen(22, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    happen(22, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    happen(23, (struct event){.kind = EVENT_CONTACT_MADE, .person = ana, .by = carol});
    r = row(ana);
    assert_string_equal(contact_dates(a, r->attempted, r->attempted_count), "15 Dec, 22 Dec");
    assert_string_equal(contact_dates(a, r->made, r->made_count), "23 Dec");
    assert_string_equal(r->responsible, "Carol");
    assert_int_equal(r->mentees_count, 1);
    assert_string_equal(r->mentees[0], "Bea");
}

static void every_mentor_has_a_row_even_if_nothing_happened(void **state)
{
    assert_non_null(row(bo));
    assert_int_equal(form.rows_count, 2);
    assert_int_equal(form.rows[1].mentor, bo); /* nobody is responsible: last */
    assert_string_equal(contact_row_summary(a, row(bo)), "");
    assert_null(row(carol));
}

static void a_mentors_letter_is_never_copied(void **state)
{
    happen(23, (struct event){.kind = EVENT_CONTACT_MADE,
                              .person = ana,
                              .by = carol,
                              .text = text(ana, "Between us: I am worn out.")});
    assert_string_equal(contact_row_summary(a, row(ana)), "");
}

static void a_reported_contact_has_the_coordinators_words(void **state)
{
    const struct contact_row *r;

    happen(20, (struct event){.kind = EVENT_CONTACT_MADE,
                              .person = ana,
                              .by = carol,
                              .until = DECEMBER_1 + 11 * DAY,
                              .text = text(ana, "by phone: doing well")});
    r = row(ana);
    assert_string_equal(contact_dates(a, r->made, r->made_count), "12 Dec");
    assert_string_equal(contact_row_summary(a, r), "by phone: doing well");
}

static void one_answer_is_shared_out_by_name(void **state)
{
    happen(21, (struct event){.kind = EVENT_ANSWERED,
                              .person = carol,
                              .by = carol,
                              .name = "summary",
                              .text = text(carol, "1. ana: enjoys it,\nthey meet weekly\n"
                                                  "BO - still looking for a time\n\n"
                                                  "A quiet month.\n")});
    assert_string_equal(contact_row_summary(a, row(ana)), "enjoys it, they meet weekly");
    assert_string_equal(contact_row_summary(a, row(bo)), "still looking for a time");
    assert_int_equal(form.remarks_count, 1);
    assert_string_equal(form.remarks[0].text, "A quiet month.");
    assert_string_equal(form.remarks[0].by, "Carol");
}

static void a_later_answer_corrects_an_earlier_one(void **state)
{
    happen(21, (struct event){.kind = EVENT_ANSWERED,
                              .person = carol,
                              .name = "summary",
                              .text = text(carol, "Ana: well\nBo: tired")});
    happen(22, (struct event){.kind = EVENT_ANSWERED,
                              .person = carol,
                              .name = "summary",
                              .text = text(carol, "Ana: better than that")});
    assert_string_equal(contact_row_summary(a, row(ana)), "better than that");
    assert_string_equal(contact_row_summary(a, row(bo)), "tired");
}

static void the_rules_notes_are_kept(void **state)
{
    happen(21, (struct event){
                   .kind = EVENT_NOTED, .person = ana, .value = "The mentee does not answer."});
    assert_string_equal(contact_row_summary(a, row(ana)), "The mentee does not answer.");
}

static void who_gave_the_role_up_this_month_is_still_there(void **state)
{
    happen(3, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    store_test_sql(s, 0, "DELETE FROM role WHERE person = 2");
    assert_null(row(ana));
    happen(10, (struct event){.kind = EVENT_ROLE_TAKEN, .person = ana, .name = "mentor"});
    assert_non_null(row(ana));
    assert_int_equal(row(ana)->attempted_count, 1);
}

static void it_reads_as_a_table(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);

    happen(15, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    row(ana);
    contact_form_text(&form, 72, &out);
    assert_string_equal(buf_str(&out), "Mentor Contact Form: Mentor to Mentor, December 2026\n"
                                       "\nCarol\n\n"
                                       "  Mentor  Attempted  Reached  Mentees  Summary\n"
                                       "  Ana     15 Dec     -        Bea\n"
                                       "\nNobody is responsible\n\n"
                                       "  Mentor  Attempted  Reached  Mentees  Summary\n"
                                       "  Bo                 -\n");
}

static void it_goes_into_a_spreadsheet(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);

    happen(15, (struct event){.kind = EVENT_CONTACT_ATTEMPTED, .person = ana});
    happen(21, (struct event){.kind = EVENT_ANSWERED,
                              .person = carol,
                              .name = "summary",
                              .text = text(carol, "Ana: =HYPERLINK(\"x\")")});
    row(ana);
    contact_form_csv(&form, &out);
    assert_non_null(strstr(buf_str(&out), "\r\nAna,active,Carol,2026-12-15,,Bea,"));
    assert_null(strstr(buf_str(&out), "\"=HYPERLINK"));
    assert_non_null(strstr(buf_str(&out), "\"'=HYPERLINK"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(attempts_and_contacts_are_dated),
        TEST(every_mentor_has_a_row_even_if_nothing_happened),
        TEST(a_mentors_letter_is_never_copied),
        TEST(a_reported_contact_has_the_coordinators_words),
        TEST(one_answer_is_shared_out_by_name),
        TEST(a_later_answer_corrects_an_earlier_one),
        TEST(the_rules_notes_are_kept),
        TEST(who_gave_the_role_up_this_month_is_still_there),
        TEST(it_reads_as_a_table),
        TEST(it_goes_into_a_spreadsheet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
