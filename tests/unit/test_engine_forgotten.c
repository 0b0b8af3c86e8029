/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left of somebody who was forgotten does no harm to the others. */
#include "engine/engine_internal.h"
#include "engine/replay.h"
#include "store/internal.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"

#include <string.h>

#define HELPLINE "statewide-helpline-workgroup"

static int setup(void **state)
{
    int rc = scene_setup_all(state);
    struct scene *s = *state;

    IN_TRANSACTION(s->sim.store,
                   assert_int_equal(store_set_mode(s->sim.store, HELPLINE, "live"), 0));
    return rc;
}

/* Their answers in cases that were about them are erased. */
static void an_erased_answer_is_nobodys(void **state)
{
    struct scene *s = *state;
    int64_t host = scene_person(s, HELPLINE, "Hana Berg", "hana@example.org", "host");
    int64_t mia = scene_person(s, HELPLINE, "Mia Sato", "mia@example.org", "member");

    scene_happen(s, HELPLINE, EVENT_LINKED, mia, host, "responsible");
    scene_at(s, "2027-01-14 10:00");
    struct outbox_row l = scene_letter(s, "invitation-without-agenda", "mia@example.org");
    RECEIVE(s, .from = "Mia Sato <mia@example.org>", .answers = &l, .text = "coming");
    assert_int_equal(scene_events(s, "coming", "coming", 0), 1);
    store_test_sql(s->sim.store, SQLITE_OK,
                   "UPDATE case_var SET value = NULL WHERE name LIKE 'coming/%'");
    scene_at(s, "2027-01-19 10:00");
    assert_int_equal(scene_count(s, "who-comes", "hana@example.org"), 1);
    assert_false(scene_reached(s, "hana@example.org", "Mia Sato"));
}

/* A candidate whose director has agreed. */
static int64_t approved(struct scene *s)
{
    int64_t host = scene_person(s, HELPLINE, "Hana Berg", "hana@example.org", "host");
    int64_t dora = scene_person(s, HELPLINE, "Dora Quist", "dora@example.org", "director");
    int64_t cleo = scene_person(s, HELPLINE, "Cleo Park", "cleo@example.org", "host");
    const struct event joined = {.kind = EVENT_ROLE_GIVEN,
                                 .programme = HELPLINE,
                                 .person = cleo,
                                 .name = "candidate",
                                 .reason = "is put down"};
    struct err e;

    scene_happen(s, HELPLINE, EVENT_ROLE_TAKEN, cleo, 0, "host");
    scene_happen(s, HELPLINE, EVENT_LINKED, cleo, host, "responsible");
    scene_happen(s, HELPLINE, EVENT_LINKED, cleo, dora, "answers_to");
    assert_int_equal(simulation_perform(&s->sim, &joined, &e), 0);
    scene_at(s, "2026-12-15 11:00");
    struct outbox_row l = scene_letter(s, "may-join", "dora@example.org");
    RECEIVE(s, .from = "Dora Quist <dora@example.org>", .answers = &l, .text = "yes");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM case_var WHERE value = 'yes'"), 1);
    return cleo;
}

static void forget(struct scene *s, int64_t person)
{
    const struct event left = {.kind = EVENT_MARKED,
                               .programme = HELPLINE,
                               .person = person,
                               .value = STATUS_LEFT,
                               .reason = "is forgotten"};
    struct err e;

    assert_int_equal(simulation_perform(&s->sim, &left, &e), 0);
    IN_TRANSACTION(s->sim.store, assert_int_equal(store_forget_person(s->sim.store, person), 0));
}

static void what_was_erased_is_no_difference(void **state)
{
    struct scene *s = *state;
    struct buf out _cleanup_(buf_release) = BUF_INIT(65536);
    struct replay_sum sum;

    forget(s, approved(s));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM case_var WHERE value = 'yes'"), 0);
    assert_int_equal(replay_verify(s->sim.store, engine_shelf(s->sim.engine), &out, &sum), 0);
    assert_string_equal(buf_str(&out), "");
}

/* A letter to Ana about somebody who was forgotten since. */
static void a_subject_that_was_erased_is_not_told(void **state)
{
    struct scene *s = *state;
    struct outbox_row l = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &l, .text = "All is well.");
    l = scene_letter(s, "forwarded-answer", "carol@example.org");
    store_test_sql(s->sim.store, SQLITE_OK,
                   "UPDATE letter SET subject = NULL WHERE envelope_to = 'ana@example.org'");
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &l, .text = "Ana: why");
    assert_true(scene_reached(s, "carol@example.org", "the last letter went on"));
    assert_false(scene_reached(s, "carol@example.org", "(null)"));
}

/* "@7" is a person, and "list@7.csv" a file that somebody called so. */
static void names_stand_for_people_alone(void **state)
{
    struct scene *s = *state;
    const char *reason = arena_printf(s->arena, "@%lld agreed to list@%lld.csv (@%lld) @ 1",
                                      (long long)s->carol, (long long)s->dan, (long long)s->ana);

    assert_string_equal(engine_with_names(s->sim.engine, s->arena, reason),
                        arena_printf(s->arena,
                                     "Carol Nguyen agreed to list@%lld.csv (Ana Ruiz) @ 1",
                                     (long long)s->dan));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_erased_answer_is_nobodys),
        T(what_was_erased_is_no_difference),
        T(a_subject_that_was_erased_is_not_told),
        T(names_stand_for_people_alone),
    };

    return cmocka_run_group_tests_name("engine_forgotten", tests, NULL, NULL);
}
