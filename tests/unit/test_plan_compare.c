/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two plans side by side: what belongs together is found, and what is left is on one side. */
#include "ctl/plan_compare.h"
#include "rules/compare.h"
#include "tests/unit/support/mini.h"
#include "tests/unit/unit.h"

#include <string.h>

enum { ANA = 1, BEN, CAROL, WEN };

static const struct rules_file first = {"letters/check-in.md", "one", 3},
                               edited = {"letters/check-in.md", "two", 3};

/* A letter of Ana's check-in, but for what is said. */
#pragma GCC diagnostic ignored "-Woverride-init"
#define LETTER(...)                                                                                \
    (struct planned)                                                                               \
    {                                                                                              \
        .kind = PLANNED_LETTER, .programme = "p", .rule = "check-in", .occurrence = "2026-12",     \
        .step = "check-in", .case_id = 1, .subject = ANA, .to = ANA, .letter = "check-in",         \
        .letter_kind = "attempt", .at = 100, .why = "", .text = "Dear", .source = &first,          \
        __VA_ARGS__                                                                                \
    }

static struct arena *arena;
static struct plan_change *changes;

static int begin(void **state)
{
    arena = arena_new(1024 * 1024);
    *state = arena;
    return 0;
}

static int end(void **state)
{
    arena_free(*state);
    return 0;
}

#define COMPARE(old, new)                                                                          \
    plan_compare(arena, old, sizeof old / sizeof *old, new, sizeof new / sizeof *new, &changes)

static void the_same_is_no_change(void **state)
{
    const struct planned old[] = {LETTER(.id = 1), LETTER(.id = 2, .step = "again")};
    const struct planned new[] = {LETTER(.id = 8, .step = "again"), LETTER(.id = 9)};

    (void)state;
    assert_int_equal(COMPARE(old, new), 0);
}

static void a_letter_moves_and_another_goes_no_more(void **state)
{
    const struct planned old[] = {LETTER(.id = 1), LETTER(.id = 2, .step = "again")};
    const struct planned new[] = {LETTER(.id = 1, .at = 50)};

    (void)state;
    assert_int_equal(COMPARE(old, new), 2);
    assert_int_equal(changes[0].kind, CHANGE_MOVED);
    assert_int_equal(changes[0].new->at, 50);
    assert_int_equal(changes[1].kind, CHANGE_GONE);
    assert_string_equal(changes[1].old->step, "again");
}

static void a_letter_goes_to_somebody_else(void **state)
{
    const struct planned old[] = {LETTER(.to = CAROL), LETTER(.to = BEN)};
    const struct planned new[] = {LETTER(.to = BEN), LETTER(.to = WEN)};

    (void)state;
    assert_int_equal(COMPARE(old, new), 1);
    assert_int_equal(changes[0].kind, CHANGE_PERSON);
    assert_int_equal(changes[0].old->to, CAROL);
    assert_int_equal(changes[0].new->to, WEN);
}

static void a_schedule_that_moves_makes_other_occurrences(void **state)
{
    const struct planned old[] = {LETTER(.occurrence = "2026-12-15")};
    const struct planned new[] = {LETTER(.occurrence = "2026-12-20", .at = 200)};

    (void)state;
    assert_int_equal(COMPARE(old, new), 1);
    assert_int_equal(changes[0].kind, CHANGE_MOVED);
}

static void a_text_differs_only_where_the_file_was_edited(void **state)
{
    const struct planned old[] = {LETTER(.id = 1), LETTER(.id = 2, .step = "again")};
    const struct planned new[] = {LETTER(.id = 1, .text = "Hello", .source = &edited),
                                  LETTER(.id = 2, .step = "again", .text = "by the 3rd")};

    (void)state;
    assert_int_equal(COMPARE(old, new), 1);
    assert_int_equal(changes[0].kind, CHANGE_TEXT);
    assert_string_equal(changes[0].new->step, "check-in");
}

static void a_case_that_begins_is_told_where_no_letter_tells_it(void **state)
{
    const struct planned none[] = {LETTER(.case_id = 0)};
    const struct planned quiet[] = {LETTER(.case_id = 0),
                                    LETTER(.kind = PLANNED_BEGINS, .step = NULL)};
    const struct planned loud[] = {LETTER(.case_id = 0), LETTER(.id = 2),
                                   LETTER(.kind = PLANNED_BEGINS, .step = NULL)};

    (void)state;
    assert_int_equal(COMPARE(none, quiet), 1);
    assert_int_equal(changes[0].new->kind, PLANNED_BEGINS);
    assert_int_equal(COMPARE(none, loud), 1);
    assert_int_equal(changes[0].new->kind, PLANNED_LETTER);
}

/* ---- the rules themselves --------------------------------------------------------- */

#define HEAD                                                                                       \
    "programme: p\ntitle: P\ntimezone: UTC\nroles: [mentor, coordinator]\n"                        \
    "links:\n  responsible: {mentor: coordinator}\nrules:\n"
#define RULE(name, more, steps)                                                                    \
    "  " name ":\n    trigger: joined\n    for: mentor\n" more "    steps:\n" steps

static struct programme *rules(const char *text)
{
    return mini_load(arena, text, strlen(text));
}

static bool says(const struct rule_edit *edits, size_t n, const char *rule, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(edits[i].rule, rule) && !strcmp(edits[i].text, text))
            return true;
    return false;
}

static void an_edit_is_told_in_words(void **state)
{
    struct rule_edit *e;
    size_t n = rules_compare(
        arena,
        rules(HEAD RULE("a", "", "      - attempt: x\n        wait: 3 days\n      - send: y\n")),
        rules(HEAD RULE("b", "    was: a\n", "      - attempt: x\n        wait: 5 days\n")
                  RULE("c", "", "      - send: y\n")),
        &e);

    (void)state;
    assert_true(says(e, n, "b", "its name was a, is b"));
    assert_true(says(e, n, "b", "x: wait was 3 days, is 5 days"));
    assert_true(says(e, n, "b", "y: the step is gone"));
    assert_true(says(e, n, "c", "the rule is new"));
}

/* Each is one edit, and none is overlooked: the second of a line is what it is told as. */
static void every_word_of_a_rule_is_compared(void **state)
{
    static const char plain[] = HEAD RULE("a", "", "      - attempt: x\n        wait: 3 days\n");
    static const struct {
        const char *text, *told;
    } edits[] = {
        {HEAD "  a: {trigger: left, for: mentor, steps: [{attempt: x, wait: 3 days}]}\n",
         "trigger was a mentor joins, is a mentor leaves"},
        {HEAD RULE("a", "    until: marked left\n", "      - attempt: x\n        wait: 3 days\n"),
         "until was nothing, is when marked left"},
        {HEAD RULE("a", "", "      - attempt: x\n        wait: 3 days\n        note: written to\n"),
         "x: note was nothing, is written to"},
        {HEAD RULE("a", "", "      - attempt: x\n        wait: 3 days\n        at_once: true\n"),
         "x: at once was nothing, is yes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct rule_edit *e;
        size_t n = rules_compare(arena, rules(plain), rules(edits[i].text), &e);
        assert_int_equal(n, 1);
        assert_string_equal(e[0].text, edits[i].told);
    }
}

static void the_same_rules_have_no_edits(void **state)
{
    const char *text = HEAD RULE("a", "", "      - attempt: x\n        wait: 3 days\n");
    struct rule_edit *e;

    (void)state;
    assert_int_equal(rules_compare(arena, rules(text), rules(text), &e), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_is_no_change),
        TEST(a_letter_moves_and_another_goes_no_more),
        TEST(a_letter_goes_to_somebody_else),
        TEST(a_schedule_that_moves_makes_other_occurrences),
        TEST(a_text_differs_only_where_the_file_was_edited),
        TEST(a_case_that_begins_is_told_where_no_letter_tells_it),
        TEST(an_edit_is_told_in_words),
        TEST(every_word_of_a_rule_is_compared),
        TEST(the_same_rules_have_no_edits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
