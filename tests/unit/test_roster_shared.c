/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is in a programme, where some of them are in another one, too. */
#include "engine/roster.h"
#include "tests/unit/support/scene.h"

#include <string.h>

/* So that a list of the one programme marks nobody of the other as left. */
static void a_list_knows_who_is_in_both(void **state)
{
    const char *roles[] = {"mentor", "coordinator", NULL};
    const struct programme p = {.name = "mentor2mentor", .roles = roles};
    struct scene *s = *state;
    struct roster r;
    int64_t manager = scene_person(s, "peer-mentoring", "Max Boss", "max@example.org", "manager");

    scene_happen(s, "peer-mentoring", EVENT_ROLE_GIVEN, s->ana, 0, "worker");
    assert_int_equal(roster_load(s->sim.store, s->arena, &p, &r), 0);
    assert_string_equal(roster_member(&r, s->ana)->elsewhere, "peer-mentoring");
    assert_null(roster_member(&r, s->carol)->elsewhere);
    assert_int_equal(roster_member(&r, manager)->roles_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_list_knows_who_is_in_both, scene_setup_all,
                                        scene_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
