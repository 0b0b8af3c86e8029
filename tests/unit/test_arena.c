/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"
#include "tests/unit/unit.h"
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1 << 20);

    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = arena_alloc(a, size);

        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, size);
    }
}

static void allocations_do_not_overlap(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(64 << 20);
    unsigned char *kept[200];

    for (int i = 0; i < 200; i++) {
        size_t size = i % 20 == 19 ? 300000 : (size_t)i * 37 + 1;

        kept[i] = arena_alloc(a, size);
        memset(kept[i], i, size);
    }
    for (int i = 0; i < 200; i++) {
        size_t size = i % 20 == 19 ? 300000 : (size_t)i * 37 + 1;

        for (size_t at = 0; at < size; at++)
            assert_int_equal(kept[i][at], i);
    }
}

static void reset_empties_and_zeroes_again(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(100000);

    for (int round = 0; round < 50; round++) {
        char *p = arena_alloc(a, 90000);

        assert_int_equal(p[0] | p[89999], 0);
        memset(p, 'x', 90000);
        assert_int_equal(arena_used(a), 90000);
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
}

static void strings_are_copied(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1000);

    assert_null(arena_strdup(a, NULL));
    assert_string_equal(arena_strdup(a, "mentor"), "mentor");
    assert_string_equal(arena_strndup(a, "mentor", 3), "men");
    assert_string_equal(arena_strndup(a, "mentor", 30), "mentor");
    assert_string_equal(arena_printf(a, "%d-%s", 7, "days"), "7-days");
}

static void arrays_grow(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(1 << 20);
    int *numbers = NULL;
    size_t count = 0, cap = 0;

    for (int i = 0; i < 1000; i++) {
        int *n = arena_grow(a, &numbers, count++, &cap, sizeof *numbers);

        assert_int_equal(*n, 0);
        *n = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
}

/* The exit status of a child that runs past the ceiling. */
static int status_of_greedy_child(size_t count, size_t size)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct arena *a = arena_new(1000);

        close(STDERR_FILENO);
        arena_array(a, count, size);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void the_ceiling_ends_the_process(void **state)
{
    assert_int_equal(status_of_greedy_child(1, 1000), 0);
    assert_int_equal(status_of_greedy_child(1, 1001), 70);
    assert_int_equal(status_of_greedy_child(SIZE_MAX / 2, 3), 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(reset_empties_and_zeroes_again),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(the_ceiling_ends_the_process),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
