/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_schema.c - the editor's schema explains every key. What it takes, tests/rules/schema.test
 * asks of another validator. */
#include "ctl/schema.h"
#include "tests/unit/unit.h"

#include <string.h>

static void every_key_is_explained(const json_t *map)
{
    const json_t *value;
    const char *key;

    json_object_foreach((json_t *)json_object_get(map, "properties"), key,
                        value) if (!json_string_length(json_object_get(value, "description")))
        fail_msg("%s has no description", key);
}

static void keys_are_explained(void **state)
{
    static const char *const all[] = {"rules", "tests", "config"};
    const json_t *map;
    const char *name;

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        json_t *schema = schema_of(all[i]);
        every_key_is_explained(schema);
        json_object_foreach(json_object_get(schema, "definitions"), name, map)
            every_key_is_explained(map);
        json_decref(schema);
    }
    assert_null(schema_of("letters"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
