/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_value.c - what one value of a file may be, as JSON Schema. */
#include "ctl/output.h"
#include "ctl/schema_internal.h"

#include <ctype.h>
#include <string.h>

/* ---- of tests.yaml and the configuration ------------------------------------- */

static const char *const classes[] = {"human", "auto_reply", "bounce", "refusal", NULL};
static const char *const modes[] = {"live", "shadow", "paused", NULL};
static const char *const contacts[] = {"attempted", "made", NULL};

#define WHEN "^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"

static const struct value_form test_forms[] = {
    {rule_test_keys, "start", NULL, WHEN, 0},
    {rule_entry_keys, "at", NULL, WHEN, 0},
    {rule_entry_keys, "after", NULL, "^{days}$", 0},
    {rule_entry_keys, "down", truth_words, NULL, 0},
    {rule_entry_keys, "reload", truth_words, NULL, 0},
    {rule_entry_keys, "mode", modes, NULL, 0},
    {rule_mark_keys, "status", status_words, NULL, 0},
    {rule_message_keys, "class", classes, NULL, 0},
    {rule_expect_keys, "status", status_words, NULL, 0},
    {rule_expect_keys, "logged", contacts, NULL, 0},
    {rule_expect_keys, "times", NULL, "^[0-9]+$", FORM_NUMBER},
    {0},
};

static const struct value_form *find_form(const struct ykey *table, const char *key)
{
    const struct value_form *const lists[] = {value_forms, test_forms};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct value_form *f = lists[i]; f->table; f++)
            if (f->table == table && !strcmp(f->key, key))
                return f;
    return NULL;
}

/* ---- patterns ------------------------------------------------------------------ */

/* In either case of their first letter: [Mm]onday. */
static void put_either_case(struct buf *out, const char *const *words)
{
    for (const char *const *w = words; *w; w++)
        buf_addf(out, "%s[%c%c]%s", w == words ? "(" : "|", toupper((unsigned char)**w), **w,
                 *w + 1);
    buf_adds(out, ")");
}

static void put_words(struct buf *out, const char *const *words)
{
    for (const char *const *w = words; *w; w++)
        buf_addf(out, "%s%s", w == words ? "(" : "|", *w);
    buf_adds(out, ")");
}

/* What stands for a name in braces; false where it is none, but a count as in {1,2}. */
static bool put_named(struct buf *out, const char *name, size_t len)
{
    static const struct {
        const char *name;
        const char *const *words;
    } lists[] = {{"unit", unit_words},
                 {"weekday", weekday_words},
                 {"month", month_words},
                 {"ordinal", ordinal_words}};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strlen(lists[i].name) == len && !strncmp(lists[i].name, name, len)) {
            put_either_case(out, lists[i].words);
            return true;
        }
    if (len == 6 && !strncmp(name, "status", len))
        put_words(out, status_words);
    else if (len == 4 && !strncmp(name, "days", len))
        buf_adds(out, "[0-9]+ *(day|week)s?");
    else
        return false;
    return true;
}

static json_t *pattern_of(const char *pattern)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(4096);

    for (const char *p = pattern; *p; p++) {
        size_t len = *p == '{' ? strcspn(p + 1, "}") : 0;
        if (len && put_named(&out, p + 1, len))
            p += len + 1;
        else
            buf_add(&out, p, 1);
    }
    return json_string(buf_str(&out));
}

/* ---- values ---------------------------------------------------------------------- */

/* YAML reads 15 as a number and true as a truth: a scalar is any of them. */
static json_t *any_scalar(void)
{
    return json_pack("{s[sss]}", "type", "string", "number", "boolean");
}

json_t *schema_words(const char *const *words)
{
    json_t *list = json_array();

    for (; *words; words++) {
        schema_append(list, json_string(*words));
        if (!strcmp(*words, "true") || !strcmp(*words, "false"))
            schema_append(list, json_boolean(**words == 't'));
    }
    return schema_object("enum", list);
}

static json_t *text_of(const struct value_form *f)
{
    json_t *text = f->flags & FORM_NUMBER ? json_pack("{s[ss]}", "type", "string", "number")
                                          : json_pack("{ss}", "type", "string");

    json_put(text, "pattern", pattern_of(f->pattern));
    return text;
}

json_t *schema_scalar(const struct ykey *table, const char *key)
{
    const struct value_form *f = find_form(table, key);
    json_t *either;

    if (!f)
        return any_scalar();
    if (!f->words)
        return text_of(f);
    if (!f->pattern && !(f->flags & FORM_OPEN))
        return schema_words(f->words);
    either = schema_append(json_array(), schema_words(f->words));
    schema_append(either, f->pattern ? text_of(f) : any_scalar());
    return schema_object("anyOf", either);
}

/* ---- steps: one verb, and the keys that go with it --------------------------------- */

static json_t *required(const char *key)
{
    return json_pack("{s[s]}", "required", key);
}

static bool is_bystander(enum verb v)
{
    return v == VERB_WAIT || v == VERB_NOTE;
}

static json_t *verbs_of(unsigned mask)
{
    json_t *list = json_array();

    for (enum verb v = VERB_ASSIGN; v <= VERB_END; v++)
        if (mask & 1u << v)
            schema_append(list, required(verb_name(v)));
    return list;
}

/* "wait" and "note" are what a step does only where it does nothing else. */
static json_t *one_verb(void)
{
    const unsigned bystanders = 1u << VERB_WAIT | 1u << VERB_NOTE;
    json_t *list = verbs_of(~bystanders), *alone = json_object();

    json_put(alone, "anyOf", verbs_of(bystanders));
    json_put(alone, "not", schema_object("anyOf", verbs_of(~bystanders)));
    return schema_append(list, alone);
}

static bool is_verb(const char *key)
{
    for (enum verb v = VERB_ASSIGN; v <= VERB_END; v++)
        if (!strcmp(verb_name(v), key))
            return !is_bystander(v) || v == VERB_NOTE;
    return false;
}

void schema_restrict_step(json_t *map)
{
    json_t *dependencies = json_object();

    for (const struct ykey *k = step_keys; k->name; k++)
        if (!is_verb(k->name) && step_key_verbs(k->name) != ~0u && strcmp(k->name, "wait"))
            json_put(dependencies, k->name,
                     schema_object("anyOf", verbs_of(step_key_verbs(k->name))));
    json_put(map, "oneOf", one_verb());
    json_put(map, "dependencies", dependencies);
}
