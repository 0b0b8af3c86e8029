/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of a programme: another one whenever a file of it is another. */
#include "engine/shelf_files.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/support/store_test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

static const char *at(const char *path)
{
    return arena_printf(arena, "%s/%s", folder, path);
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(at(path), "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static int setup(void **state)
{
    static const char *const folders[] = {"letters", "choir", "choir/letters"};

    arena_setup(state);
    folder = store_test_folder();
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(mkdir(at(folders[i]), 0700), 0);
    put("choir/rules.yaml", "programme: choir\n");
    put("choir/letters/one.md", "ab");
    put("choir/letters/two.md", "c");
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    return remove(path);
}

static int teardown(void **state)
{
    assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
    return arena_teardown(state);
}

static const char *version(void)
{
    struct rules_row *rows;
    struct diags d;

    diags_init(&d, arena);
    assert_int_equal(shelf_read(arena, folder, NULL, &rows, &d), 1);
    assert_int_equal(rows[0].files_count, 3);
    return rows[0].version;
}

static void the_same_files_have_the_same_version(void **state)
{
    const char *first = version();

    put("choir/letters/one.md", "ab");
    assert_string_equal(version(), first);
}

/* A letter in another language, or for another step. */
static void a_file_of_another_name_is_another_version(void **state)
{
    const char *first = version();

    assert_int_equal(rename(at("choir/letters/one.md"), at("choir/letters/one.es.md")), 0);
    assert_string_not_equal(version(), first);
}

static void what_moves_from_one_file_to_the_next_is_another_version(void **state)
{
    const char *first = version();

    put("choir/letters/one.md", "a");
    put("choir/letters/two.md", "bc");
    assert_string_not_equal(version(), first);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_same_files_have_the_same_version),
        T(a_file_of_another_name_is_another_version),
        T(what_moves_from_one_file_to_the_next_is_another_version),
    };

    return cmocka_run_group_tests_name("shelf", tests, NULL, NULL);
}
