/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_fields.c - the ways through a rule, and what a letter may speak of on them. */
#include "rules/fields.h"
#include "rules/flow.h"
#include "rules/load.h"

#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"

#include <string.h>

#define HEAD                                                                                       \
    "programme: p\ntitle: P\ntimezone: UTC\nroles: [mentor, mentee, coordinator, welcome]\n"       \
    "links:\n  responsible: {mentor: coordinator}\n  match: {mentor: mentee}\nrules:\n"

static struct programme *load(const char *rules)
{
    const char *text = arena_printf(arena, HEAD "%s", rules);
    struct rules_source src = {.file = "r", .bytes = text, .len = strlen(text), .version = "1"};
    _cleanup_(buf_release) struct buf out = BUF_INIT(4096);
    struct diags d;

    diags_init(&d, arena);
    struct programme *p = rules_load(arena, &src, &d);
    diags_print(&d, &out);
    assert_string_equal(buf_str(&out), "");
    return p;
}

static bool has(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static const char **at(const struct programme *p, const char *rule, const char *step)
{
    const struct rule *r = programme_rule(p, rule);
    return fields_available(arena, p, r, rule_step(r, step));
}

static const char asking[] = "  r:\n"
                             "    trigger: joined\n"
                             "    for: mentor\n"
                             "    steps:\n"
                             "      - ask: one\n"
                             "        fields: {link: url, note: {type: text, optional: true}}\n"
                             "        wait: 3 days\n"
                             "        expired: late\n"
                             "      - send: two\n"
                             "      - ask: three\n"
                             "        answers: {yes: next, no: late}\n"
                             "        wait: 3 days\n"
                             "        expired: next\n"
                             "      - send: four\n"
                             "        if: answer note is given\n"
                             "    blocks:\n"
                             "      late:\n"
                             "        - send: five\n";

static void answers_are_sure_only_where_every_way_brings_them(void **state)
{
    const struct programme *p = load(asking);

    assert_false(has(at(p, "r", "one"), "link"));
    assert_true(has(at(p, "r", "one"), "reminder"));
    assert_true(has(at(p, "r", "two"), "link"));
    assert_false(has(at(p, "r", "two"), "note"));
    assert_false(has(at(p, "r", "two"), "reminder"));
    assert_true(has(at(p, "r", "four"), "link"));
    assert_false(has(at(p, "r", "four"), "three"));
    assert_false(has(at(p, "r", "five"), "link"));
}

static void an_ask_that_may_be_passed_over_brings_nothing(void **state)
{
    const struct programme *p = load("  r:\n"
                                     "    trigger: joined\n"
                                     "    for: mentor\n"
                                     "    steps:\n"
                                     "      - ask: one\n"
                                     "        if: has mentee\n"
                                     "        fields: {link: url}\n"
                                     "        wait: 3 days\n"
                                     "      - send: two\n");

    assert_false(has(at(p, "r", "two"), "link"));
}

static void people_by_what_the_case_is_about(void **state)
{
    const struct programme *p = load("  mentors:\n"
                                     "    trigger: joined\n"
                                     "    for: mentor\n"
                                     "    steps: [{send: a}]\n"
                                     "  mentees:\n"
                                     "    trigger: joined\n"
                                     "    for: mentee\n"
                                     "    steps: [{send: b}]\n"
                                     "  pairs:\n"
                                     "    trigger: matched\n"
                                     "    for: match\n"
                                     "    steps: [{send: c, to: mentor}]\n"
                                     "  all:\n"
                                     "    trigger: {every: month, on: 1}\n"
                                     "    for: programme\n"
                                     "    steps:\n"
                                     "      - {send: d, to: all mentors}\n"
                                     "      - {send: e, to: [welcome, all mentors]}\n"
                                     "      - {report: contact-form, to: welcome}\n");

    assert_true(has(at(p, "mentors", "a"), "mentees.first_name"));
    assert_false(has(at(p, "mentors", "a"), "mentee.name")); /* there may be two */
    assert_true(has(at(p, "mentors", "a"), "responsible.name"));
    assert_true(has(at(p, "mentors", "a"), "coordinator.address"));
    assert_true(has(at(p, "mentees", "b"), "mentor.name"));
    assert_false(has(at(p, "mentees", "b"), "mentees"));
    assert_true(has(at(p, "pairs", "c"), "mentee.name"));
    assert_true(has(at(p, "pairs", "c"), "contacts.what"));
    assert_true(has(at(p, "all", "d"), "coordinator.name"));
    assert_false(has(at(p, "all", "d"), "subject.name"));
    assert_false(has(at(p, "all", "e"), "coordinator.name"));
    assert_true(has(at(p, "all", "e"), "welcome.name"));
    assert_true(has(at(p, "all", "contact-form"), "rows.mentees.name"));
    assert_false(has(at(p, "all", "d"), "rows"));
}

static void flags_where_a_rule_is_only_ever_started_for_them(void **state)
{
    const struct programme *p = load("  survey:\n"
                                     "    trigger: {every: month, on: 1}\n"
                                     "    for: programme\n"
                                     "    steps:\n"
                                     "      - ask: results\n"
                                     "        to: welcome\n"
                                     "        fields: {table: table}\n"
                                     "        flag: {Trouble: yes}\n"
                                     "        wait: 3 days\n"
                                     "      - {start: flagged, for: flagged}\n"
                                     "      - {start: both, for: flagged}\n"
                                     "  flagged:\n"
                                     "    trigger: started\n"
                                     "    for: mentor\n"
                                     "    steps: [{send: a}]\n"
                                     "  both:\n"
                                     "    trigger: {any: [started, joined]}\n"
                                     "    for: mentor\n"
                                     "    steps: [{send: b}]\n");

    assert_true(has(at(p, "flagged", "a"), "flags.value"));
    assert_false(has(at(p, "both", "b"), "flags.value"));
}

static void standard_letters_have_theirs(void **state)
{
    const struct programme *p = load(asking);

    assert_null(fields_of_standard_letter(arena, p, "check-in"));
    for (const char *const *name = standard_letters; *name; name++)
        assert_true(has(fields_of_standard_letter(arena, p, *name), "to.name"));
    assert_true(has(fields_of_standard_letter(arena, p, "hold-notice"), "hold.what"));
    assert_true(has(fields_of_standard_letter(arena, p, "forwarded-answer"), "message"));
    assert_false(has(fields_of_standard_letter(arena, p, "transcript"), "message"));
    assert_true(has(fields_of_standard_letter(arena, p, "transcript"), "lines.done"));
}

static void silence_always_ends(void **state)
{
    const struct programme *p = load(asking);
    size_t back = 0;
    struct rule r = p->rules[0];

    assert_int_equal(flow_endless(arena, &r, &back), STEP_END);
    r.steps[4].next = 1; /* five goes back to two, but only "no" leads to it from there */
    assert_int_equal(flow_endless(arena, &r, &back), STEP_END);
    r.steps[2].expired = 4; /* now silence does, too */
    assert_int_equal(flow_endless(arena, &r, &back), 2);
    assert_int_equal(back, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_sure_only_where_every_way_brings_them),
        cmocka_unit_test(an_ask_that_may_be_passed_over_brings_nothing),
        cmocka_unit_test(people_by_what_the_case_is_about),
        cmocka_unit_test(flags_where_a_rule_is_only_ever_started_for_them),
        cmocka_unit_test(standard_letters_have_theirs),
        cmocka_unit_test(silence_always_ends),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
