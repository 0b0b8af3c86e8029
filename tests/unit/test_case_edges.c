/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_case_edges.c - what random programmes have brought to light, told plainly. */
#include "tests/unit/support/world.h"
#include "tests/unit/unit.h"

#include <string.h>

#define MONDAY      1804510800 /* 2027-03-08 08:00 in New York */
#define NEXT_MONDAY 1805112000 /* an hour less: summer time begins */
#define DAY         86400

enum { ANA = 1, CAROL, WEN };

static const char rules[] = "programme: edges\ntitle: Edges\ntimezone: America/New_York\n"
                            "sending_hours: {on: mon-fri, from: \"08:00\", to: \"20:00\"}\n"
                            "roles: [mentor, coordinator, welcome]\n"
                            "links: {responsible: {mentor: coordinator}}\n"
                            "rules:\n"
                            "  one-by-one:\n"
                            "    trigger: {every: day, at: \"09:00\"}\n"
                            "    for: mentor\n"
                            "    overlap: queue\n"
                            "    steps:\n"
                            "      - send: hello\n"
                            "      - wait: 5 days\n"
                            "  question:\n"
                            "    trigger: {every: month, on: 1}\n"
                            "    for: mentor\n"
                            "    steps:\n"
                            "      - ask: question\n"
                            "        to: coordinator\n"
                            "        deputy: welcome\n"
                            "        fields: {what: text}\n"
                            "        wait: 4 days\n"
                            "        expired: next\n"
                            "      - send: nobody-knows\n"
                            "        to: welcome\n"
                            "  last-words:\n"
                            "    trigger: {every: month, on: 1}\n"
                            "    for: mentor\n"
                            "    steps:\n"
                            "      - start: goodbye\n"
                            "      - note: this\n"
                            "        id: this\n"
                            "      - note: that\n"
                            "        id: that\n"
                            "      - attempt: are-you-there\n"
                            "        wait: 4 days\n"
                            "  goodbye:\n"
                            "    trigger: started\n"
                            "    for: mentor\n"
                            "    steps:\n"
                            "      - mark: non_responsive\n";

static int begin(void **state)
{
    static struct world w;
    static const char *const roles[] = {"mentor", "coordinator", "welcome"};

    world_init(&w, 0, MONDAY);
    world_rules(&w, rules, sizeof rules - 1);
    for (int id = ANA; id <= WEN; id++) {
        PERFORM(&w, .kind = EVENT_PERSON_ADDED, .person = id, .value = "silent");
        PERFORM(&w, .kind = EVENT_ROLE_GIVEN, .person = id, .name = roles[id - 1],
                .value = "silent");
    }
    PERFORM(&w, .kind = EVENT_LINKED, .name = "responsible", .person = ANA, .other = CAROL,
            .value = "silent");
    *state = &w;
    return 0;
}

static int end(void **state)
{
    world_release(*state);
    return 0;
}

static void start(struct world *w, const char *rule, const char *occurrence)
{
    PERFORM(w, .kind = EVENT_TRIGGERED, .rule = rule, .occurrence = occurrence, .person = ANA);
}

static void deliver_all(struct world *w)
{
    for (size_t i = 0; i < w->letters_count; i++)
        if (w->letters[i].fate == WAITS)
            world_deliver(w, i, EVENT_LETTER_SENT);
}

static size_t letters_to(const struct world *w, int64_t person)
{
    size_t n = 0;

    for (size_t i = 0; i < w->letters_count; i++)
        n += w->letters[i].to == person;
    return n;
}

/* The case that waited for its turn must not begin because the one before it ended too. */
static void who_leaves_has_no_next_case(void **state)
{
    struct world *w = *state;

    start(w, "one-by-one", "2027-03-08");
    start(w, "one-by-one", "2027-03-09");
    PERFORM(w, .kind = EVENT_MARKED, .person = ANA, .value = STATUS_LEFT);
    assert_int_equal(w->s.cases_count, 2);
    assert_int_equal(w->s.cases[0].phase, PHASE_ENDED);
    assert_int_equal(w->s.cases[1].phase, PHASE_ENDED);
    assert_int_equal(letters_to(w, ANA), 1);
}

/* Who was away when the deputy was asked in their place may be back when the time is over. */
static void a_deputy_who_stood_in_is_not_asked_again(void **state)
{
    struct world *w = *state;

    PERFORM(w, .kind = EVENT_MARKED, .person = CAROL, .value = "away", .until = w->now + 2 * DAY);
    start(w, "question", "2027-03");
    assert_int_equal(letters_to(w, WEN), 1);
    assert_int_equal(letters_to(w, CAROL), 0);
    deliver_all(w);
    w->now = w->s.cases[0].due;
    PERFORM(w, .kind = EVENT_DUE, .case_id = 1, .person = ANA);
    assert_int_equal(w->s.cases[0].phase, PHASE_ENDED);
    assert_int_equal(letters_to(w, WEN), 2); /* that nobody knows */
}

/* Who gives a mentor back hears of it at a decent hour. */
static void what_is_told_keeps_to_the_hours(void **state)
{
    struct world *w = *state;

    PERFORM(w, .kind = EVENT_LINKED, .name = "responsible", .person = ANA, .other = WEN,
            .value = "reply");
    w->now = MONDAY + 5 * DAY; /* a Saturday */
    PERFORM(w, .kind = EVENT_MARKED, .person = CAROL, .value = STATUS_LEFT);
    PERFORM(w, .kind = EVENT_HEARD, .person = ANA, .value = "human", .text = 1);
    for (size_t i = 0; i < w->letters_count; i++)
        if (w->letters[i].kind == LETTER_TELL)
            assert_true(w->letters[i].to == WEN && w->letters[i].not_before == NEXT_MONDAY);
    assert_int_equal(letters_to(w, CAROL), 0);
}

/* What one case does may end another before its next step. */
static void a_case_that_has_ended_goes_no_further(void **state)
{
    struct world *w = *state;

    start(w, "last-words", "2027-03");
    assert_int_equal(w->s.cases_count, 2);
    assert_int_equal(w->s.cases[0].phase, PHASE_ENDED);
    assert_int_equal(letters_to(w, ANA), 0);
}

/* The letters of a step that was renamed under its case are those of the step that the case knows:
 * otherwise it would wait for none. */
static void a_renamed_step_is_the_same_step(void **state)
{
    struct world *w = *state;
    _cleanup_(buf_release) struct buf edited = BUF_INIT(65536);
    const char *rest = strstr(rules, "        to: coordinator\n");

    start(w, "question", "2027-03");
    deliver_all(w);
    buf_add(&edited, rules, (size_t)(rest - rules));
    buf_addf(&edited, "        id: what-is-it\n        was: question\n%s", rest);
    world_rules(w, arena_strndup(w->arena, edited.data, edited.len), edited.len);
    w->now = w->s.cases[0].due;
    PERFORM(w, .kind = EVENT_DUE, .case_id = 1, .person = ANA);
    assert_int_equal(w->s.cases[0].awaiting, 1); /* the deputy's answer */
    assert_int_equal(letters_to(w, WEN), 1);
    deliver_all(w);
    assert_int_equal(w->s.cases[0].phase, PHASE_WAITING);
    assert_true(w->s.cases[0].due > w->now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_leaves_has_no_next_case, begin, end),
        cmocka_unit_test_setup_teardown(a_deputy_who_stood_in_is_not_asked_again, begin, end),
        cmocka_unit_test_setup_teardown(what_is_told_keeps_to_the_hours, begin, end),
        cmocka_unit_test_setup_teardown(a_case_that_has_ended_goes_no_further, begin, end),
        cmocka_unit_test_setup_teardown(a_renamed_step_is_the_same_step, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
