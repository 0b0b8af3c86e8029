/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "yaml/yaml.h"
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WAIT 3660 /* days */
#define KINDS        (YKEY_SCALAR | YKEY_LIST | YKEY_MAP)

struct ynode *ynode_get(const struct ynode *map, const char *key)
{
    if (map->kind != YNODE_MAP)
        return NULL;
    for_each_child (n, map) {
        if (strcmp(n->key, key) == 0)
            return n;
    }
    return NULL;
}

static bool is_null(const struct ynode *n)
{
    return n->kind == YNODE_SCALAR && !n->quoted && !*n->text;
}

/* --- maps against their tables ------------------------------------------------------------------
 */

static unsigned kind_flag(const struct ynode *n)
{
    static const unsigned flags[] = {
        [YNODE_SCALAR] = YKEY_SCALAR, [YNODE_LIST] = YKEY_LIST, [YNODE_MAP] = YKEY_MAP};

    return flags[n->kind];
}

static const char *kinds_in_words(unsigned flags)
{
    switch (flags & KINDS) {
    case YKEY_SCALAR:
        return "a single value";
    case YKEY_LIST:
        return "a list";
    case YKEY_MAP:
        return "a map (\"key: value\" lines)";
    case YKEY_SCALAR | YKEY_LIST:
        return "a single value or a list";
    case YKEY_SCALAR | YKEY_MAP:
        return "a single value or a map (\"key: value\" lines)";
    case YKEY_LIST | YKEY_MAP:
        return "a list or a map (\"key: value\" lines)";
    default:
        return "something";
    }
}

static const struct ykey *find_key(const struct ykey *keys, const char *name)
{
    for (; keys->name; keys++) {
        if (strcmp(keys->name, name) == 0)
            return keys;
    }
    return NULL;
}

static const char *nearest_key(const char *word, const struct ykey *keys)
{
    const char *names[64];
    size_t count = 0;

    for (; keys->name && count + 1 < sizeof names / sizeof *names; keys++)
        names[count++] = keys->name;
    names[count] = NULL;
    return nearest_word(word, names);
}

static void report_unknown(const struct ynode *n, const struct ykey *keys, const char *what,
                           struct diags *d)
{
    const char *nearest = nearest_key(n->key, keys);

    if (nearest)
        diag_error(d, n->key_pos, "unknown key \"%s\" in %s: did you mean \"%s\"?", n->key, what,
                   nearest);
    else
        diag_error(d, n->key_pos, "unknown key \"%s\" in %s", n->key, what);
}

static int check_kind(const struct ynode *n, const struct ykey *key, struct diags *d)
{
    unsigned wanted = key->flags & KINDS;

    if (is_null(n) && (key->flags & YKEY_REQUIRED || (wanted && !(wanted & YKEY_SCALAR)))) {
        diag_error(d, n->key_pos, "\"%s\" is empty: it takes %s", n->key, kinds_in_words(wanted));
        return -1;
    }
    if (!wanted || wanted & kind_flag(n))
        return 0;
    diag_error(d, n->pos, "\"%s\" takes %s, not %s", n->key, kinds_in_words(wanted),
               kinds_in_words(kind_flag(n)));
    return -1;
}

static int check_required(const struct ynode *map, const struct ykey *keys, const char *what,
                          struct diags *d)
{
    int result = 0;

    for (; keys->name; keys++) {
        if (!(keys->flags & YKEY_REQUIRED) || ynode_get(map, keys->name))
            continue;
        diag_error(d, map->pos, "%s needs \"%s\"%s%s", what, keys->name, keys->help ? ": " : "",
                   keys->help ? keys->help : "");
        result = -1;
    }
    return result;
}

int ynode_check(const struct ynode *node, const struct ykey *keys, const char *what,
                struct diags *d)
{
    int result = 0;

    if (node->kind != YNODE_MAP) {
        diag_error(d, node->pos, "%s is a map (\"key: value\" lines), not %s", what,
                   is_null(node) ? "empty" : kinds_in_words(kind_flag(node)));
        return -1;
    }
    for_each_child (n, node) {
        const struct ykey *key = find_key(keys, n->key);

        if (!key)
            report_unknown(n, keys, what, d);
        if (!key || check_kind(n, key, d) < 0)
            result = -1;
    }
    return check_required(node, keys, what, d) < 0 ? -1 : result;
}

/* --- typed scalars ------------------------------------------------------------------------------
 */

/* "wait: " before a message about a value under a key, else nothing. */
struct label {
    const char *quote, *name, *colon;
};

static struct label label_of(const struct ynode *n)
{
    return n->key ? (struct label){"\"", n->key, "\": "} : (struct label){"", "", ""};
}

#define LABELLED "%s%s%s"
#define LABEL(l) (l).quote, (l).name, (l).colon

static int wrong(const struct ynode *n, const char *meant, struct diags *d)
{
    struct label l = label_of(n);

    if (n->kind != YNODE_SCALAR)
        diag_error(d, n->pos, LABELLED "%s is meant, not %s", LABEL(l), meant,
                   kinds_in_words(kind_flag(n)));
    else if (!*n->text)
        diag_error(d, n->pos, LABELLED "%s is meant, but it is empty", LABEL(l), meant);
    else
        diag_error(d, n->pos, LABELLED "%s is meant, not \"%s\"", LABEL(l), meant, n->text);
    return -1;
}

static int parse_int(const char *s, int64_t *out)
{
    char *end;

    if (*s != '-' && (*s < '0' || *s > '9'))
        return -1;
    errno = 0;
    *out = strtoll(s, &end, 10);
    return errno || end == s || *end ? -1 : 0;
}

int ynode_int(const struct ynode *n, int64_t min, int64_t max, int64_t *out, struct diags *d)
{
    struct label l = label_of(n);
    int64_t value;

    if (n->kind != YNODE_SCALAR || parse_int(n->text, &value) < 0)
        return wrong(n, "a whole number", d);
    if (value < min || value > max) {
        diag_error(d, n->pos,
                   LABELLED "%" PRId64 " is out of range: %" PRId64 " to %" PRId64 " is meant",
                   LABEL(l), value, min, max);
        return -1;
    }
    *out = value;
    return 0;
}

static bool is_one_of(const char *text, const char *a, const char *b)
{
    return strcasecmp(text, a) == 0 || strcasecmp(text, b) == 0;
}

int ynode_bool(const struct ynode *n, bool *out, struct diags *d)
{
    if (n->kind == YNODE_SCALAR && is_one_of(n->text, "yes", "true"))
        *out = true;
    else if (n->kind == YNODE_SCALAR && is_one_of(n->text, "no", "false"))
        *out = false;
    else
        return wrong(n, "yes or no", d);
    return 0;
}

/* Splits "7 days" into 7 and "days"; -1 where there is no number. The unit is
 * "" where only a number stands. */
static int split_duration(const char *text, int *number, const char **unit)
{
    char *end;
    long value;

    if (*text < '0' || *text > '9')
        return -1;
    value = strtol(text, &end, 10);
    if (*end == ' ')
        end++;
    *number = value > LONGEST_WAIT ? LONGEST_WAIT + 1 : (int)value;
    *unit = end;
    return 0;
}

static int refuse_duration(const struct ynode *n, int number, const char *unit, struct diags *d)
{
    struct label l = label_of(n);
    int in_day = is_one_of(unit, "minute", "minutes") ? 24 * 60 : 24;
    int days = number > in_day ? (number + in_day - 1) / in_day : 1;

    if (!*unit)
        diag_error(d, n->pos, LABELLED "%d what? Write \"%d day%s\"", LABEL(l), number, number,
                   number == 1 ? "" : "s");
    else if (is_one_of(unit, "hour", "hours") || is_one_of(unit, "minute", "minutes"))
        diag_error(d, n->pos, LABELLED "whole days are meant, such as \"%d day%s\", not \"%s\"",
                   LABEL(l), days, days == 1 ? "" : "s", n->text);
    else if (is_one_of(unit, "month", "months"))
        diag_error(d, n->pos,
                   LABELLED "months differ in length: write days or weeks, such as \"4 weeks\"",
                   LABEL(l));
    else
        return wrong(n, "a number of days or weeks, such as \"7 days\",", d);
    return -1;
}

int ynode_days(const struct ynode *n, int *days, struct diags *d)
{
    struct label l = label_of(n);
    const char *unit;
    int number;

    if (n->kind != YNODE_SCALAR || split_duration(n->text, &number, &unit) < 0)
        return wrong(n, "a number of days or weeks, such as \"7 days\",", d);
    if (strcmp(unit, "week") == 0 || strcmp(unit, "weeks") == 0)
        number *= 7;
    else if (strcmp(unit, "day") != 0 && strcmp(unit, "days") != 0)
        return refuse_duration(n, number, unit, d);
    if (number > LONGEST_WAIT) {
        diag_error(d, n->pos, LABELLED "\"%s\" is more than %d days", LABEL(l), n->text,
                   LONGEST_WAIT);
        return -1;
    }
    *days = number;
    return 0;
}

const char **ynode_strings(struct arena *a, const struct ynode *n, size_t *count, struct diags *d)
{
    size_t most = n->kind == YNODE_LIST ? n->count : 1;
    const char **strings = arena_array(a, most + 1, sizeof *strings);
    size_t found = 0;

    if (n->kind == YNODE_MAP || is_null(n)) {
        wrong(n, "a single value or a list", d);
        return NULL;
    }
    if (n->kind == YNODE_SCALAR)
        strings[found++] = n->text;
    for_each_child (item, n) {
        if (item->kind != YNODE_SCALAR || is_null(item)) {
            wrong(item, "a single value", d);
            return NULL;
        }
        strings[found++] = item->text;
    }
    if (count)
        *count = found;
    return strings;
}
