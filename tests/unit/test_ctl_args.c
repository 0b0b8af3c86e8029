/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/args.h"
#include "tests/unit/unit.h"

#include <string.h>

static const struct ctl_option options[] = {
    {"since", "DATE", "from then on"},
    {"json", NULL, "for a program"},
    {0},
};

static struct arena *a;
static struct ctl_args args;
static struct err e;

static int setup(void **state)
{
    a = arena_new(64 * 1024);
    return 0;
}

static int teardown(void **state)
{
    arena_free(a);
    return 0;
}

static int parse(const char *const *words)
{
    int count = 0;

    while (words[count])
        count++;
    return args_parse(a, options, count, (char **)words, &args, &e);
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void options_stand_anywhere(void **state)
{
    assert_int_equal(PARSE("Ana", "--since", "2026-12-01", "Bo", "--json"), 0);
    assert_int_equal(args.operands_count, 2);
    assert_string_equal(args.operands[1], "Bo");
    assert_string_equal(ctl_given(&args, "since"), "2026-12-01");
    assert_non_null(ctl_given(&args, "json"));
}

static void a_value_may_follow_an_equals_sign(void **state)
{
    assert_int_equal(PARSE("--since=2026-12-01"), 0);
    assert_string_equal(ctl_given(&args, "since"), "2026-12-01");
    assert_null(ctl_given(&args, "json"));
    assert_int_equal(args.operands_count, 0);
}

static void two_dashes_end_the_options(void **state)
{
    assert_int_equal(PARSE("--", "--json"), 0);
    assert_null(ctl_given(&args, "json"));
    assert_string_equal(args.operands[0], "--json");
}

static void mistakes_are_named(void **state)
{
    assert_int_equal(PARSE("--sinse", "x"), -1);
    assert_string_equal(e.text, "unknown option --sinse: did you mean --since?");
    assert_int_equal(PARSE("--since"), -1);
    assert_string_equal(e.text, "--since wants DATE");
    assert_int_equal(PARSE("--json=yes"), -1);
    assert_string_equal(e.text, "--json takes nothing");
    assert_int_equal(PARSE("-x"), -1);
    assert_non_null(strstr(e.text, "-x"));
}

static void operands_are_counted(void **state)
{
    const struct ctl_command one = {.name = "forget", .operands = "PERSON", .least = 1, .most = 1};

    assert_int_equal(PARSE("Ana"), 0);
    assert_int_equal(args_count(&one, &args, &e), 0);
    assert_int_equal(PARSE("--json"), 0);
    assert_int_equal(args_count(&one, &args, &e), -1);
    assert_string_equal(e.text, "forget wants PERSON");
    assert_int_equal(PARSE("Ana", "Ruiz"), 0);
    assert_int_equal(args_count(&one, &args, &e), -1);
    assert_non_null(strstr(e.text, "\"Ruiz\" is one word too many"));
}

static void every_command_says_what_it_is_for(void **state)
{
    for (size_t i = 0; ctl_commands[i]; i++) {
        if (!ctl_commands[i]->name)
            continue;
        assert_non_null(ctl_commands[i]->help);
        assert_non_null(ctl_commands[i]->run);
        assert_true(ctl_commands[i]->least <= ctl_commands[i]->most);
        assert_true(!ctl_commands[i]->most || ctl_commands[i]->operands);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(a_value_may_follow_an_equals_sign),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(operands_are_counted),
        cmocka_unit_test(every_command_says_what_it_is_for),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
