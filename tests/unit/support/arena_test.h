/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arena_test.h - an arena for each test: name the two functions in cmocka_unit_test_setup_teardown,
 * or as the group's. What the test makes lives in `arena` and goes with it, so that a sanitizer
 * sees whatever outlives its test. */
#ifndef TESTS_UNIT_SUPPORT_ARENA_TEST_H
#define TESTS_UNIT_SUPPORT_ARENA_TEST_H

#include "base/arena.h"

extern struct arena *arena;

int arena_setup(void **state);
int arena_teardown(void **state);

#endif
