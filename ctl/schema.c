/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/schema.h"

#include "base/log.h"
#include "ctl/output.h"
#include "ctl/schema_internal.h"
#include "engine/config.h"

#include <stdio.h>
#include <string.h>

/* How the map or list under a key is made of another table's maps. */
enum shape {
    MAP,      /* it is such a map */
    MAP_OF,   /* a map of names to such maps */
    LIST_OF,  /* a list of such maps */
    MAP_LIST, /* such a map, or a list of them */
    BLOCKS,   /* a map of names to lists of them */
};

#define MOST_TABLES 6

static const struct nest {
    const struct ykey *table;
    const char *key;
    enum shape shape;
    const char *names[MOST_TABLES]; /* of definitions: any of them */
} nests[] = {
    {programme_keys, "sending_hours", MAP, {"hours"}},
    {programme_keys, "links", MAP, {"links"}},
    {programme_keys, "urgent", MAP, {"urgent"}},
    {programme_keys, "suggest", MAP, {"suggest"}},
    {programme_keys, "rules", MAP_OF, {"rule"}},
    {programme_keys, "meetings", MAP_OF, {"meeting"}},
    {meeting_keys, "times", LIST_OF, {"time"}},
    {rule_keys, "trigger", MAP, {"schedule", "since", "said", "marked", "relative", "any"}},
    {rule_keys, "steps", LIST_OF, {"step"}},
    {rule_keys, "blocks", BLOCKS, {"step"}},
    {any_keys, "any", LIST_OF, {"schedule", "since", "said", "marked", "relative"}},
    {step_keys, "fields", MAP_OF, {"field"}},
    {config_keys, "mailbox", MAP, {"mailbox"}},
    {config_keys, "incoming", MAP_LIST, {"incoming"}},
    {config_keys, "outgoing", MAP, {"outgoing"}},
    {config_keys, "limits", MAP, {"limits"}},
    {config_keys, "retention", MAP, {"retention"}},
    {rule_tests_keys, "people", LIST_OF, {"person"}},
    {rule_tests_keys, "tests", LIST_OF, {"test"}},
    {rule_test_keys, "people", LIST_OF, {"person"}},
    {rule_test_keys, "timeline", LIST_OF, {"entry"}},
    {rule_entry_keys, "people", LIST_OF, {"person"}},
    {rule_entry_keys, "mark", MAP, {"mark"}},
    {rule_entry_keys, "receive", MAP_LIST, {"message"}},
    {rule_entry_keys, "expect", LIST_OF, {"expectation"}},
    {rule_message_keys, "attachment", MAP, {"attachment"}},
};

static const struct definition {
    const char *schema, *name;
    const struct ykey *table;
} definitions[] = {
    {"rules", NULL, programme_keys},
    {"rules", "hours", hours_keys},
    {"rules", "links", link_keys},
    {"rules", "urgent", urgent_keys},
    {"rules", "suggest", suggest_keys},
    {"rules", "rule", rule_keys},
    {"rules", "step", step_keys},
    {"rules", "field", field_keys},
    {"rules", "schedule", schedule_keys},
    {"rules", "said", said_keys},
    {"rules", "marked", marked_keys},
    {"rules", "since", since_keys},
    {"rules", "relative", relative_keys},
    {"rules", "any", any_keys},
    {"rules", "meeting", meeting_keys},
    {"rules", "time", time_keys},
    {"config", NULL, config_keys},
    {"config", "mailbox", config_mailbox_keys},
    {"config", "incoming", config_incoming_keys},
    {"config", "outgoing", config_outgoing_keys},
    {"config", "limits", config_limits_keys},
    {"config", "retention", config_retention_keys},
    {"tests", NULL, rule_tests_keys},
    {"tests", "person", rule_person_keys},
    {"tests", "test", rule_test_keys},
    {"tests", "entry", rule_entry_keys},
    {"tests", "mark", rule_mark_keys},
    {"tests", "message", rule_message_keys},
    {"tests", "attachment", rule_attachment_keys},
    {"tests", "expectation", rule_expect_keys},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

json_t *schema_append(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) < 0)
        die("out of memory");
    return list;
}

json_t *schema_object(const char *key, json_t *value)
{
    json_t *o = json_object();

    json_put(o, key, value);
    return o;
}

/* ---- what may stand under a key -------------------------------------------------- */

static json_t *reference(const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "#/definitions/%s", name);
    return schema_object("$ref", json_string(path));
}

static json_t *any_of(const struct nest *n)
{
    json_t *all;

    if (!n->names[1])
        return reference(n->names[0]);
    all = json_array();
    for (size_t i = 0; i < MOST_TABLES && n->names[i]; i++)
        schema_append(all, reference(n->names[i]));
    return schema_object("anyOf", all);
}

static json_t *list_of(json_t *items)
{
    json_t *list = schema_object("type", json_string("array"));

    json_put(list, "items", items);
    return list;
}

static json_t *names_to(json_t *values)
{
    json_t *map = schema_object("type", json_string("object"));

    json_put(map, "additionalProperties", values);
    return map;
}

/* What may stand instead of such a map: of a step "end", of a field its type, of a trigger
 * "joined". */
static json_t *or_word(const struct nest *n)
{
    const char *const *words = n->table == any_keys            ? happening_words
                               : !strcmp(n->names[0], "field") ? field_type_words
                               : !strcmp(n->names[0], "step")  ? bare_step_words
                                                               : NULL;

    if (!words)
        return any_of(n);
    return schema_object(
        "anyOf", schema_append(schema_append(json_array(), any_of(n)), schema_words(words)));
}

static json_t *nested(const struct nest *n)
{
    switch (n->shape) {
    case MAP_OF:
        return names_to(or_word(n));
    case LIST_OF:
        return list_of(or_word(n));
    case MAP_LIST:
        return schema_object(
            "anyOf", schema_append(schema_append(json_array(), any_of(n)), list_of(any_of(n))));
    case BLOCKS:
        return names_to(list_of(or_word(n)));
    case MAP:
        break;
    }
    return any_of(n);
}

static const struct nest *find_nest(const struct ykey *table, const char *key)
{
    for (size_t i = 0; i < COUNT(nests); i++)
        if (nests[i].table == table && !strcmp(nests[i].key, key))
            return &nests[i];
    return NULL;
}

/* Beside a reference nothing counts, so that it stands in a list of one. */
static json_t *described(json_t *kinds)
{
    json_t *one = json_array_get(kinds, 0);

    if (!one) { /* anything may stand there */
        json_decref(kinds);
        return json_object();
    }
    if (json_array_size(kinds) != 1 || json_object_get(one, "$ref"))
        return schema_object("anyOf", kinds);
    json_incref(one);
    json_decref(kinds);
    return one;
}

static json_t *value_of(const struct ykey *table, const struct ykey *key)
{
    const struct nest *n = find_nest(table, key->name);
    json_t *kinds = json_array(), *value;

    if (key->flags & YKEY_SCALAR)
        schema_append(kinds, schema_scalar(table, key->name));
    if (n)
        schema_append(kinds, nested(n));
    else if (key->flags & YKEY_LIST)
        schema_append(kinds, list_of(schema_scalar(table, key->name)));
    if (!n && key->flags & YKEY_MAP)
        schema_append(kinds, schema_object("type", json_string("object")));
    value = described(kinds);
    json_put(value, "description", json_string(key->help));
    return value;
}

/* ---- a table ------------------------------------------------------------------------ */

static json_t *map_of(const struct ykey *table)
{
    json_t *map = schema_object("type", json_string("object"));
    json_t *properties = json_object(), *required = json_array();

    for (const struct ykey *k = table; k->name; k++) {
        json_put(properties, k->name, value_of(table, k));
        if (k->flags & YKEY_REQUIRED)
            schema_append(required, json_string(k->name));
    }
    json_put(map, "properties", properties);
    json_put(map, "required", required);
    json_put(map, "additionalProperties", json_false());
    if (table == step_keys)
        schema_restrict_step(map);
    if (table == relative_keys) /* one of them */
        json_put(map, "oneOf",
                 json_pack("[{s[s]}{s[s]}]", "required", "before", "required", "after"));
    return map;
}

json_t *schema_of(const char *what)
{
    json_t *schema = NULL, *all = NULL;

    for (size_t i = 0; i < COUNT(definitions); i++) {
        const struct definition *d = &definitions[i];
        if (strcmp(d->schema, what))
            continue;
        if (d->name) {
            json_put(all, d->name, map_of(d->table));
            continue;
        }
        schema = map_of(d->table);
        json_put(schema, "$schema", json_string("http://json-schema.org/draft-07/schema#"));
        json_put(schema, "definitions", all = json_object());
    }
    return schema;
}
