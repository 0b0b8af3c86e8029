/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_schema.c - what the editor's schema takes is what is shipped, and no misspelling of it.
 *
 * A validator of the few words that our schemas use. */
#include "base/buf.h"
#include "ctl/schema.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include "yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

static bool fits(const json_t *root, const json_t *schema, const struct ynode *n);

static const json_t *resolve(const json_t *root, const json_t *schema)
{
    const char *ref = json_string_value(json_object_get(schema, "$ref"));

    if (!ref)
        return schema;
    schema = json_object_get(json_object_get(root, "definitions"), strrchr(ref, '/') + 1);
    assert_non_null(schema);
    return schema;
}

static bool fits_map(const json_t *root, const json_t *schema, const struct ynode *n)
{
    const json_t *properties = json_object_get(schema, "properties");
    const json_t *more = json_object_get(schema, "additionalProperties"), *name;
    size_t i;

    if (n->kind != YNODE_MAP)
        return false;
    json_array_foreach(json_object_get(schema, "required"), i,
                       name) if (!ynode_get(n, json_string_value(name))) return false;
    for_each_child (child, n) {
        const json_t *value = json_object_get(properties, child->key);
        value = value ? value : more;
        if (json_is_false(value) || (value && !fits(root, value, child)))
            return false;
    }
    return true;
}

static bool fits_list(const json_t *root, const json_t *schema, const struct ynode *n)
{
    const json_t *items = json_object_get(schema, "items");

    if (n->kind != YNODE_LIST)
        return false;
    for_each_child (child, n)
        if (items && !fits(root, items, child))
            return false;
    return true;
}

static bool fits(const json_t *root, const json_t *schema, const struct ynode *n)
{
    const json_t *one, *any, *type;
    size_t i;

    schema = resolve(root, schema);
    if ((any = json_object_get(schema, "anyOf"))) {
        json_array_foreach(any, i, one) if (fits(root, one, n)) return true;
        return false;
    }
    type = json_object_get(schema, "type");
    if (json_is_string(type) && !strcmp(json_string_value(type), "object"))
        return fits_map(root, schema, n);
    if (json_is_string(type) && !strcmp(json_string_value(type), "array"))
        return fits_list(root, schema, n);
    return !type || n->kind == YNODE_SCALAR;
}

/* The file, with one word of it replaced by another of the same length. */
static bool file_fits(const char *what, const char *path, const char *word, const char *by)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(YAML_MAX_BYTES);
    json_t *schema = schema_of(what);
    struct diags d;
    char *at;
    bool good;

    assert_int_equal(buf_read_file(&text, path), 0);
    if (word) {
        at = strstr((char *)buf_str(&text), word);
        assert_non_null(at);
        memcpy(at, by, strlen(by));
    }
    diags_init(&d, arena);
    struct ynode *n = yaml_parse(arena, path, buf_str(&text), text.len, &d);
    assert_non_null(n);
    good = fits(schema, schema, n);
    json_decref(schema);
    return good;
}

#define RULES "programmes/mentor2mentor/rules.yaml"
#define TESTS "programmes/mentor2mentor/tests.yaml"

static void shipped_files_fit(void **state)
{
    static const char *const programmes[] = {"mentor2mentor", "peer-mentoring",
                                             "statewide-helpline-workgroup",
                                             "helpline-volunteer-managers"};

    (void)state;
    for (size_t i = 0; i < sizeof programmes / sizeof *programmes; i++)
        if (!file_fits("rules", arena_printf(arena, "programmes/%s/rules.yaml", programmes[i]),
                       NULL, NULL))
            fail_msg("the rules of %s do not fit", programmes[i]);
    assert_true(file_fits("tests", TESTS, NULL, NULL));
}

static void misspelt_keys_do_not(void **state)
{
    (void)state;
    assert_false(file_fits("rules", RULES, "timezone:", "timezome:"));
    assert_false(file_fits("rules", RULES, "trigger:", "triger_:"));
    assert_false(file_fits("rules", RULES, "- attempt:", "- atempt_:"));
    assert_false(file_fits("rules", RULES, "{every:", "{evry_:"));
    assert_false(file_fits("rules", RULES, "{type:", "{tpye:"));
    assert_false(file_fits("rules", RULES, "{on: mon", "{in: mon"));
    assert_false(file_fits("tests", TESTS, "{mail:", "{mial:"));
    assert_false(file_fits("tests", TESTS, "timeline:", "timelime:"));
    assert_false(file_fits("tests", TESTS, "answers:", "answres:"));
}

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
        cmocka_unit_test(shipped_files_fit),
        cmocka_unit_test(misspelt_keys_do_not),
        cmocka_unit_test(keys_are_explained),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
