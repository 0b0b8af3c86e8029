/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many people, lines and names at once: all are dealt with, it is told, and in little memory. */
#include "engine/engine_internal.h"
#include "store/internal.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define PROGRAMME "mentor2mentor"
#define CAROL     "Carol Nguyen <carol@example.org>"
#define WEN       "Wen Li <wen@example.org>"
#define ANA       "Ana Ruiz <ana@example.org>"

/* So many more mentors of somebody. */
static void give_mentors(struct scene *s, int64_t coordinator, const char *name, int count)
{
    for (int i = 0; i < count; i++) {
        int64_t id = scene_person(s, PROGRAMME, arena_printf(s->arena, "%s %d", name, i),
                                  arena_printf(s->arena, "%s%d@example.org", name, i), "mentor");
        scene_happen(s, PROGRAMME, EVENT_LINKED, id, coordinator, "responsible");
    }
}

static int people_of(struct scene *s, int64_t coordinator)
{
    return (int)scene_number(s, arena_printf(s->arena,
                                             "SELECT count(*) FROM link WHERE kind = 'responsible' "
                                             "AND to_id = %lld",
                                             (long long)coordinator));
}

/* Something to answer to, for Carol. */
static struct outbox_row forwarded(struct scene *s)
{
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = ANA, .answers = &l, .text = "All is well.");
    return scene_letter(s, "forwarded-answer", "carol@example.org");
}

/* What is passed on has a ceiling; that something is missing is said. */
static void a_letter_without_end_says_that_it_goes_on(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");
    char words[MAIL_MAX_TEXT + 1000];

    for (size_t i = 0; i < sizeof words; i++)
        words[i] = "We met.\n"[i % 8];
    words[sizeof words - 1] = '\0';
    RECEIVE(s, .from = ANA, .answers = &l, .text = words);
    assert_true(scene_reached(s, "carol@example.org", "[The letter goes on."));
}

static struct outbox_row asked_to_move_all(struct scene *s)
{
    struct outbox_row l = forwarded(s);

    RECEIVE(s, .from = CAROL, .answers = &l, .text = "move all to Kay");
    return scene_letter(s, "confirm-move", "carol@example.org");
}

static void a_crowd_is_moved_and_the_letter_says_so(void **state)
{
    struct scene *s = *state;

    give_mentors(s, s->carol, "May", 1050);
    struct outbox_row l = asked_to_move_all(s);
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes");
    assert_int_equal(people_of(s, s->carol), 0);
    assert_int_equal(people_of(s, s->kay), 1052);
    assert_true(
        scene_reached(s, "carol@example.org", "1051 of Carol Nguyen's people are with Kay"));
    assert_true(scene_reached(s, "carol@example.org", "and 1011 more"));
}

/* Who came since is not meant by it. */
static void a_yes_counts_once(void **state)
{
    struct scene *s = *state;

    give_mentors(s, s->carol, "May", 10);
    struct outbox_row l = asked_to_move_all(s);
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes");
    assert_int_equal(people_of(s, s->carol), 0);
    give_mentors(s, s->carol, "June", 1);
    RECEIVE(s, .from = CAROL, .answers = &l, .text = "yes, please");
    assert_int_equal(people_of(s, s->carol), 1);
    assert_true(scene_reached(s, "carol@example.org", "was done already"));
}

/* Who takes them over hears of each. */
static void two_moves_of_one_letter_are_both_told(void **state)
{
    struct scene *s = *state;
    int64_t pam = scene_person(s, PROGRAMME, "Pam Hay", "pam@example.org", "coordinator");

    give_mentors(s, s->carol, "May", 2);
    give_mentors(s, s->kay, "June", 1);
    RECEIVE(s, .from = ANA, .text = "I'd like to speak to somebody.");
    struct outbox_row l = forwarded(s);
    scene_happen(s, PROGRAMME, EVENT_LINKED, s->ana, s->wen, "responsible");
    l = scene_letter(s, "check-in", "ana@example.org");
    RECEIVE(s, .from = ANA, .answers = &l, .text = "Once more.");
    l = scene_letter(s, "forwarded-answer", "wen@example.org");
    RECEIVE(s, .from = WEN, .answers = &l,
            .text = "move all from Carol to Pam\nmove all from Kay to Pam");
    assert_int_equal(people_of(s, pam), 4);
    scene_at(s, "2026-12-16 10:00");
    assert_true(scene_reached(s, "pam@example.org", "May 0"));
    assert_true(scene_reached(s, "pam@example.org", "June 0"));
}

/* What there is no room for is not passed over in silence. */
static void more_orders_than_a_letter_has_room_for(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = forwarded(s);
    const char *text = "";

    for (int i = 0; i < 260; i++)
        text = arena_printf(s->arena, "%sNobody%d stop\n", text, i);
    RECEIVE(s, .from = CAROL, .answers = &l, .text = text);
    assert_true(scene_reached(s, "carol@example.org", "what follows line 200: not read"));
    assert_true(scene_reached(s, "carol@example.org", "1 more line"));
}

/* 3001 mentees. */
static void crowd(struct scene *s)
{
    store_test_sql(
        s->sim.store, SQLITE_OK,
        "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < "
        "4000) INSERT INTO person (id, name, folded, status) SELECT i, 'Somebody ' || i "
        "|| ' of the City', 'somebody ' || i, 'active' FROM n;"
        "INSERT INTO role (programme, role, person) SELECT 'mentor2mentor', 'mentee', id "
        "FROM person WHERE id >= 1000;"
        "INSERT INTO address SELECT 'm' || id || '@example.org', id, 0 FROM person "
        "WHERE id >= 1000");
}

/* Each line is looked up among all names, which must not be kept each time. */
static void many_names_are_looked_up_in_little_memory(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = forwarded(s);
    const char *text = "";

    crowd(s);
    for (int i = 0; i < 100; i++)
        text = arena_printf(s->arena, "%sNobody%d stop\n", text, i);
    RECEIVE(s, .from = CAROL, .answers = &l, .text = text);
    assert_int_equal(scene_count(s, "ask-back", "carol@example.org"), 1);
    assert_in_range(arena_used(s->sim.engine->ahead->arena), 1, 8 * 1024 * 1024);
}

/* The state round each of them is read, and let go again. */
static void everybody_is_written_to_in_little_memory(void **state)
{
    struct scene *s = *state;
    struct engine *e = s->sim.engine;
    const struct audience mentees = {.kind = TO_ALL, .role = "mentee"};
    const struct letter_intent l = {
        .kind = LETTER_SEND, .letter = "handed-over", .all = &mentees, .reason = "a test"};

    crowd(s);
    e->programme = shelf_programme(engine_shelf(e), PROGRAMME);
    engine_clear(e);
    IN_TRANSACTION(s->sim.store, {
        assert_int_equal(engine_write_to_all(e, &l), 0);
        assert_int_equal(engine_drop_slice(e), 0);
    });
    assert_int_equal(scene_count(s, "handed-over", ""), 3002);
    assert_in_range(arena_used(e->arena), 0, 1024 * 1024);
}

static void every_deputy_hears_of_urgent_words(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    for (int i = 0; i < 80; i++)
        scene_person(s, PROGRAMME, arena_printf(s->arena, "Una %d", i),
                     arena_printf(s->arena, "una%d@example.org", i), "welcome");
    RECEIVE(s, .from = ANA, .answers = &l, .text = "I am not safe here.");
    assert_int_equal(scene_count(s, "urgent", ""), 82);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_letter_without_end_says_that_it_goes_on),
        T(a_crowd_is_moved_and_the_letter_says_so),
        T(a_yes_counts_once),
        T(two_moves_of_one_letter_are_both_told),
        T(more_orders_than_a_letter_has_room_for),
        T(many_names_are_looked_up_in_little_memory),
        T(everybody_is_written_to_in_little_memory),
        T(every_deputy_hears_of_urgent_words),
    };

    return cmocka_run_group_tests_name("engine_crowds", tests, NULL, NULL);
}
