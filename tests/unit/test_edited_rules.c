/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases that run while an admin takes away the step that they stand at, or the
 * whole rule: they end, whatever comes next. A case that nothing can move
 * would keep its subject from every later one, and be looked at for ever. */
#include "tests/unit/support/mini.h"
#include "tests/unit/unit.h"

#include <string.h>

#define HEAD                                                                                       \
    "programme: p\ntitle: P\ntimezone: UTC\n"                                                      \
    "sending_hours: {on: mon-sun, from: \"00:00\", to: \"24:00\"}\n"                               \
    "roles: [mentor, coordinator]\nlinks:\n  responsible: {mentor: coordinator}\nrules:\n"
#define OTHER                                                                                      \
    "  other:\n    trigger: {every: month, on: 1, at: \"10:00\"}\n    for: mentor\n"               \
    "    steps:\n      - send: hello\n"
#define RULE(step)                                                                                 \
    "  ladder:\n    trigger: {every: month, on: 15, at: \"10:00\"}\n    for: mentor\n"             \
    "    until: reply\n    steps:\n      - " step "\n        wait: 7 days\n"                       \
    "      - send: last\n"

enum { ANA = 1, CAROL };

struct world {
    struct arena *arena;
    struct mini m;
};

static struct programme *rules(struct world *w, const char *text)
{
    return mini_load(w->arena, text, strlen(text));
}

static int begin(void **state)
{
    static struct world w;

    w.arena = arena_new(16 * 1024 * 1024);
    mini_init(&w.m, rules(&w, HEAD OTHER RULE("attempt: first")), rules(&w, HEAD OTHER),
              "2026-12-15 10:00");
    mini_person(&w.m, CAROL, "coordinator");
    mini_person(&w.m, ANA, "mentor");
    mini_link(&w.m, "responsible", ANA, CAROL);
    mini_trigger(&w.m, "ladder", "2026-12", ANA);
    *state = &w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;

    mini_release(&w->m);
    arena_free(w->arena);
    return 0;
}

static void comes_to_an_end(struct mini *m)
{
    int steps = 0;

    while (mini_next(m))
        assert_true(++steps < 10);
    assert_int_equal(mini_open_cases(m), 0);
}

static void the_rule_is_gone(void **state)
{
    struct world *w = *state;

    mini_reload(&w->m);
    comes_to_an_end(&w->m);
    assert_int_equal(mini_count(&w->m, "last", 0), 0);
}

static void the_step_is_gone(void **state)
{
    struct world *w = *state;

    w->m.reloaded = rules(w, HEAD OTHER RULE("attempt: other-first"));
    mini_reload(&w->m);
    comes_to_an_end(&w->m);
    assert_int_equal(mini_count(&w->m, "other-first", 0), 0);
}

/* The letter was queued under the old rules and goes out under the new. */
static void the_letter_of_a_step_that_is_gone_is_sent(void **state)
{
    struct world *w = *state;
    struct kase *k = state_case(&w->m.state, 1);

    k->phase = PHASE_SENDING;
    k->awaiting = 1;
    k->due = k->deadline = 0;
    mini_reload(&w->m);
    mini_perform(&w->m, (struct event){.kind = EVENT_LETTER_SENT,
                                       .case_id = 1,
                                       .step = "attempt-first",
                                       .value = "attempt",
                                       .person = ANA});
    assert_int_equal(mini_open_cases(&w->m), 0);
}

static void a_case_that_stood_at_a_step_that_is_gone_is_resumed(void **state)
{
    struct world *w = *state;

    mini_perform(&w->m, (struct event){.kind = EVENT_CASE_STOPPED, .case_id = 1});
    mini_reload(&w->m);
    mini_perform(&w->m,
                 (struct event){.kind = EVENT_CASE_RESUMED, .case_id = 1, .reason = "an address"});
    assert_int_equal(mini_open_cases(&w->m), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_rule_is_gone),
        TEST(the_step_is_gone),
        TEST(the_letter_of_a_step_that_is_gone_is_sent),
        TEST(a_case_that_stood_at_a_step_that_is_gone_is_resumed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
