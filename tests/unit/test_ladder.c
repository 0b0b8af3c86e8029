/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_ladder.c - a model check of the check-in ladder.
 *
 * Every order of {nothing, answer, automatic reply, bounce, reload, restart} up
 * to a depth is played from the first attempt on, and then nothing more comes
 * until the case rests. In every one of them: never a third attempt by the
 * coordinator, never an attempt after an answer, always an end or a named stop.
 */
#include "tests/unit/support/mini.h"
#include "tests/unit/unit.h"

#include <string.h>

#define DEPTH 6

enum { ANA = 1, BEA, CAROL, WEN };
enum move { NOTHING, ANSWER, AWAY, BOUNCE, RELOAD, RESTART, MOVES };

static struct arena *arena; /* of the programmes */
static struct programme *programme, *reloaded;

static int load_rules(void **state)
{
    _cleanup_(buf_release) struct buf yaml = BUF_INIT(1024 * 1024);

    (void)state;
    arena = arena_new(64 * 1024 * 1024);
    if (buf_read_file(&yaml, "programmes/mentor2mentor/rules.yaml") < 0)
        return -1;
    programme = mini_load(arena, buf_str(&yaml), yaml.len);
    reloaded = mini_load(arena, buf_str(&yaml), yaml.len);
    return 0;
}

static int free_rules(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void begin(struct mini *m)
{
    mini_init(m, programme, reloaded, "2026-12-15 10:00");
    mini_person(m, CAROL, "coordinator");
    mini_person(m, WEN, "welcome");
    mini_person(m, ANA, "mentor");
    mini_person(m, BEA, "mentee");
    mini_link(m, "responsible", ANA, CAROL);
    mini_link(m, "match", ANA, BEA);
    mini_trigger(m, "check-in", "2026-12", ANA);
}

struct watch {
    size_t letters; /* looked at so far */
    bool silenced;  /* answered, bounced, or given up: no attempt may follow */
};

static size_t attempts_by(const struct mini *m, int64_t who)
{
    size_t n = 0;

    for (size_t i = 0; i < m->letters_count; i++)
        n += m->letters[i].kind == LETTER_ATTEMPT && m->letters[i].as == who;
    return n;
}

static void look(struct watch *w, const struct mini *m)
{
    for (; w->letters < m->letters_count; w->letters++)
        if (w->silenced)
            assert_int_not_equal(m->letters[w->letters].kind, LETTER_ATTEMPT);
    assert_true(attempts_by(m, CAROL) <= 2);
    assert_true(attempts_by(m, WEN) <= 2);
}

static void play(struct mini *m, struct watch *w, enum move move)
{
    switch (move) {
    case NOTHING:
        mini_next(m);
        break;
    case ANSWER:
        mini_hear(m, ANA, "human", 0);
        w->silenced = true;
        break;
    case AWAY:
        mini_hear(m, ANA, "away", m->now + 10 * 86400);
        break;
    case BOUNCE:
        mini_hear(m, ANA, "bounce", 0);
        w->silenced = true;
        break;
    case RELOAD:
        mini_reload(m);
        break;
    case RESTART:
        mini_restart(m);
        break;
    case MOVES:
        break;
    }
    look(w, m);
}

static void come_to_rest(struct mini *m, struct watch *w)
{
    int steps = 0;

    while (mini_next(m)) {
        assert_true(++steps < 100);
        look(w, m);
    }
    for (size_t i = 0; i < m->state.cases_count; i++)
        assert_true(m->state.cases[i].phase == PHASE_ENDED ||
                    m->state.cases[i].phase == PHASE_STOPPED);
}

static void every_order_keeps_the_promises(void **state)
{
    size_t orders = 1;

    (void)state;
    for (int i = 0; i < DEPTH; i++)
        orders *= MOVES;
    for (size_t order = 0; order < orders; order++) {
        struct mini m;
        struct watch w = {0};
        size_t left = order;

        begin(&m);
        look(&w, &m);
        for (int i = 0; i < DEPTH; i++, left /= MOVES)
            play(&m, &w, (enum move)(left % MOVES));
        come_to_rest(&m, &w);
        mini_restart(&m);
        mini_release(&m);
    }
}

/* ---- the orders that matter most, told one by one ----------------------------- */

static void silence_all_the_way(void **state)
{
    struct mini m;
    struct watch w = {0};

    (void)state;
    begin(&m);
    come_to_rest(&m, &w);
    assert_int_equal(mini_count(&m, "check-in", ANA), 1);
    assert_int_equal(mini_count(&m, "check-in-again", ANA), 1);
    assert_int_equal(mini_count(&m, "hold-notice", CAROL), 1);
    assert_int_equal(mini_count(&m, "mentor-silent", CAROL), 1);
    assert_int_equal(mini_count(&m, "mentor-silent", WEN), 1);
    assert_int_equal(mini_count(&m, "welcome-check-in", ANA), 1);
    assert_int_equal(mini_count(&m, "welcome-last", ANA), 1);
    assert_int_equal(mini_count(&m, "new-match-needed", BEA), 1);
    assert_string_equal(state_person(&m.state, ANA)->status, STATUS_NON_RESPONSIVE);
    assert_int_equal(mini_open_cases(&m), 0);
    mini_release(&m);
}

static void an_answer_after_the_hand_over_gives_her_back(void **state)
{
    struct mini m;

    (void)state;
    begin(&m);
    while (state_responsible(&m.state, ANA) == CAROL)
        assert_true(mini_next(&m));
    assert_int_equal(state_responsible(&m.state, ANA), WEN);
    mini_hear(&m, ANA, "human", 0);
    assert_int_equal(state_responsible(&m.state, ANA), CAROL);
    assert_int_equal(mini_count(&m, "forwarded-answer", WEN), 1);
    assert_int_equal(mini_count(&m, "forwarded-answer", CAROL), 0);
    assert_int_equal(mini_open_cases(&m), 0);
    mini_release(&m);
}

static void an_absence_without_a_date_puts_off_once(void **state)
{
    struct mini m;
    instant first;

    (void)state;
    begin(&m);
    first = m.state.cases[0].deadline;
    mini_hear(&m, ANA, "away", 0);
    assert_true(m.state.cases[0].deadline == instant_add_days(first, 7, m.p->zone));
    mini_hear(&m, ANA, "away", 0);
    assert_true(m.state.cases[0].deadline == instant_add_days(first, 7, m.p->zone));
    mini_release(&m);
}

static void silence_is_not_concluded_over_unread_mail(void **state)
{
    struct mini m;

    (void)state;
    begin(&m);
    m.state.mail_read_until = m.now;
    mini_next(&m);
    assert_int_equal(mini_count(&m, "check-in-again", ANA), 0);
    m.state.mail_read_until = INSTANT_NEVER;
    mini_next(&m);
    assert_int_equal(mini_count(&m, "check-in-again", ANA), 1);
    mini_release(&m);
}

static void a_refusal_ends_it_without_escalation(void **state)
{
    struct mini m;

    (void)state;
    begin(&m);
    mini_hear(&m, ANA, "refusal", 0);
    assert_int_equal(mini_open_cases(&m), 0);
    assert_string_equal(state_person(&m.state, ANA)->status, STATUS_OPTED_OUT);
    assert_int_equal(mini_count(&m, "asked-to-stop", CAROL), 1);
    assert_int_equal(state_responsible(&m.state, ANA), CAROL);
    mini_trigger(&m, "check-in", "2027-01", ANA);
    assert_int_equal(mini_open_cases(&m), 0);
    mini_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_all_the_way),
        cmocka_unit_test(an_answer_after_the_hand_over_gives_her_back),
        cmocka_unit_test(an_absence_without_a_date_puts_off_once),
        cmocka_unit_test(silence_is_not_concluded_over_unread_mail),
        cmocka_unit_test(a_refusal_ends_it_without_escalation),
        cmocka_unit_test(every_order_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
