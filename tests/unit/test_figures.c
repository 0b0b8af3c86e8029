/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/page.h"
#include "reports/picture.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define DECEMBER_1 INT64_C(1796083200) /* 2026-12-01 00:00 UTC */
#define DAY        INT64_C(86400)
#define LATER      (DECEMBER_1 + 60 * DAY)

static struct store *s;
static struct arena *a;
static struct programme programme;
static struct link_rule links[] = {{"responsible", "mentor", "coordinator", NULL}};
static int64_t ana, carol, wen;
static struct figures figures;

static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(4 * 1024 * 1024);
    /* The figures look at the log alone: its cases need not be there. */
    store_test_sql(s, 0, "PRAGMA foreign_keys = OFF");
    programme = *store_test_programme();
    programme.title = "Mentor <to> Mentor";
    programme.links = links;
    programme.links_count = 1;
    ana = store_test_person(s, "Ana <&>");
    carol = store_test_person(s, "Carol");
    wen = store_test_person(s, "Wen");
    store_test_sql(
        s, 0,
        arena_printf(a, "INSERT INTO role VALUES ('m2m', 'mentor', %lld, 0)", (long long)ana));
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    arena_free(a);
    return 0;
}

static void happen(int day, enum event_kind kind, int64_t case_id, int64_t person, int64_t by)
{
    struct event e = {.kind = kind,
                      .programme = "m2m",
                      .version = "v1",
                      .reason = "a test",
                      .case_id = case_id,
                      .person = person,
                      .by = by,
                      .at = DECEMBER_1 + (day - 1) * DAY + 36000};

    IN_TRANSACTION(s, assert_int_equal(store_append_event(s, &e), 0));
}

static void attempt_of(int day, int64_t case_id, int64_t by, const char *step)
{
    struct event e = {.kind = EVENT_CONTACT_ATTEMPTED,
                      .programme = "m2m",
                      .version = "v1",
                      .reason = "a test",
                      .case_id = case_id,
                      .step = step,
                      .person = case_id + 100,
                      .by = by,
                      .at = DECEMBER_1 + (day - 1) * DAY + 36000};

    IN_TRANSACTION(s, assert_int_equal(store_append_event(s, &e), 0));
}

static void attempt(int day, int64_t case_id, int64_t by)
{
    attempt_of(day, case_id, by, NULL);
}

static void answer(int day, int64_t case_id)
{
    happen(day, EVENT_CONTACT_MADE, 0, case_id + 100, carol);
    happen(day, EVENT_CASE_ENDED, case_id, case_id + 100, 0);
}

/* "1 0 0 2 0" of that many months before December. */
static const char *counts(int back, instant now)
{
    const int *n;

    assert_int_equal(figures_build(s, a, &programme, (struct date){2026, 12, 24}, now, &figures),
                     0);
    n = figures.months[FIGURES_MONTHS - 1 - back].count;
    return arena_printf(a, "%d %d %d %d %d", n[0], n[1], n[2], n[3], n[4]);
}

static void each_case_counts_once_by_what_was_answered(void **state)
{
    attempt(10, 1, carol);
    attempt(10, 2, carol);
    attempt(10, 3, carol);
    attempt(10, 4, carol);
    attempt(10, 5, carol);
    answer(11, 1);
    attempt(17, 2, carol);
    attempt(17, 3, carol);
    attempt(17, 4, carol);
    answer(18, 2);
    attempt(24, 3, wen);
    attempt(24, 4, wen);
    answer(25, 3);
    happen(31, EVENT_CASE_ENDED, 4, 104, 0);
    answer(33, 4); /* too late for that case */
    assert_string_equal(counts(0, LATER), "1 1 1 1 1");
    assert_string_equal(counts(0, DECEMBER_1 + 16 * DAY), "1 0 0 0 4");
    assert_string_equal(counts(1, LATER), "0 0 0 0 0");
}

static void a_letter_that_goes_out_again_is_the_same_attempt(void **state)
{
    attempt_of(10, 1, carol, "check-in");
    attempt_of(11, 1, carol, "check-in"); /* to a new address */
    answer(12, 1);
    attempt_of(10, 2, carol, "check-in");
    attempt_of(17, 2, carol, "check-in-again");
    answer(18, 2);
    assert_string_equal(counts(0, LATER), "1 1 0 0 0");
}

static void a_third_attempt_is_later_than_the_second(void **state)
{
    attempt_of(10, 1, wen, "first");
    attempt_of(17, 1, wen, "again");
    attempt_of(24, 1, wen, "last");
    answer(25, 1);
    assert_string_equal(counts(0, LATER), "0 0 1 0 0");
}

static void a_case_belongs_to_the_month_of_its_first_letter(void **state)
{
    attempt(-2, 1, carol);
    attempt(5, 1, carol);
    answer(6, 1);
    attempt(31, 2, carol);
    attempt(40, 2, carol);
    answer(41, 2);
    attempt(35, 3, carol); /* January's */
    assert_string_equal(counts(0, LATER), "0 1 0 0 0");
    assert_string_equal(counts(1, LATER), "0 1 0 0 0");
}

static void many_cases_are_followed(void **state)
{
    for (int i = 1; i <= 600; i++)
        attempt(10, i, carol);
    for (int i = 1; i <= 600; i += 2)
        answer(11, i);
    assert_string_equal(counts(0, LATER), "300 0 0 0 300");
}

static void draw(enum picture_format format, struct buf *out)
{
    struct err e;

    if (picture_draw(&figures, format, out, &e) < 0)
        fail_msg("%s", e.text);
}

static void pictures_are_drawn(void **state)
{
    _cleanup_(buf_release) struct buf one = BUF_INIT(PICTURE_MAX_BYTES);
    _cleanup_(buf_release) struct buf two = BUF_INIT(PICTURE_MAX_BYTES);
    _cleanup_(buf_release) struct buf svg = BUF_INIT(PICTURE_MAX_BYTES);

    attempt(10, 1, carol);
    answer(11, 1);
    counts(0, LATER);
    draw(PICTURE_PNG, &one);
    draw(PICTURE_PNG, &two);
    draw(PICTURE_SVG, &svg);
    assert_memory_equal(one.data, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    assert_non_null(strstr(buf_str(&svg), "<svg"));
    assert_string_equal(picture_words(a, &figures),
                        "December 2026: 1 written to; 1 answered at the first attempt");
    assert_string_equal(picture_figures(a, &figures),
                        "Answered  first  second  later  not    open\n"
                        "Dec 2026      1      0       0      0      0\n");
}

static void link_to(int day, int64_t person, int64_t who)
{
    struct event e = {.kind = EVENT_LINKED,
                      .name = "responsible",
                      .programme = "m2m",
                      .version = "v1",
                      .reason = "a test",
                      .person = person,
                      .other = who,
                      .at = DECEMBER_1 + (day - 1) * DAY + 36000};

    IN_TRANSACTION(s, assert_int_equal(store_append_event(s, &e), 0));
}

static void a_first_coordinator_is_no_hand_over(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);

    link_to(1, ana, carol);
    happen(10, EVENT_CONTACT_ATTEMPTED, 1, ana, carol);
    happen(11, EVENT_LETTER_FAILED, 1, ana, 0);
    link_to(24, ana, wen);
    counts(0, LATER);
    assert_int_equal(page_build(s, a, &figures, &out), 0);
    assert_non_null(strstr(buf_str(&out),
                           "<span>10 Dec written to</span> &middot; <span>11 Dec came back</span> "
                           "&middot; <span>24 Dec handed over</span></p>"));
}

static void the_page_stands_alone(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    const char *page;

    happen(10, EVENT_CONTACT_ATTEMPTED, 1, ana, carol);
    happen(17, EVENT_SILENCE, 1, ana, 0);
    happen(18, EVENT_CONTACT_MADE, 0, ana, carol);
    happen(40, EVENT_CONTACT_MADE, 0, ana, carol); /* January's */
    counts(0, LATER);
    assert_int_equal(page_build(s, a, &figures, &out), 0);
    page = buf_str(&out);
    assert_non_null(strstr(page, "<h1>Mentor &lt;to&gt; Mentor</h1>"));
    assert_non_null(strstr(page, "<b>Ana &lt;&amp;&gt;</b>"));
    assert_non_null(strstr(page,
                           "<span>10 Dec written to</span> &middot; <span>17 Dec no answer</span> "
                           "&middot; <span>18 Dec reached</span></p>"));
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "http://"));
    assert_null(strstr(page, "https://"));
}

#define figures_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        figures_test(each_case_counts_once_by_what_was_answered),
        figures_test(a_letter_that_goes_out_again_is_the_same_attempt),
        figures_test(a_third_attempt_is_later_than_the_second),
        figures_test(a_case_belongs_to_the_month_of_its_first_letter),
        figures_test(many_cases_are_followed),
        figures_test(pictures_are_drawn),
        figures_test(a_first_coordinator_is_no_hand_over),
        figures_test(the_page_stands_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
