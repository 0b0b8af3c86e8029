/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/arena_test.h"

#define CEILING ((size_t)256 << 20)

struct arena *arena;

int arena_setup(void **state)
{
    (void)state;
    arena = arena_new(CEILING);
    return 0;
}

int arena_teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}
