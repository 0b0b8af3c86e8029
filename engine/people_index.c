/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/people_index.h"
#include "words/fold.h"

#include <glib.h>
#include <string.h>

struct people_index {
    struct arena *arena; /* of the keys */
    GHashTable *addresses, *names, *first_names;
};

struct people_index *people_index_new(struct arena *a)
{
    struct people_index *x = arena_new_of(a, struct people_index);

    *x = (struct people_index){
        .arena = a,
        .addresses = g_hash_table_new(g_str_hash, g_str_equal),
        .names = g_hash_table_new(g_str_hash, g_str_equal),
        .first_names = g_hash_table_new(g_str_hash, g_str_equal),
    };
    return x;
}

void people_index_free(struct people_index *x)
{
    g_hash_table_destroy(x->addresses);
    g_hash_table_destroy(x->names);
    g_hash_table_destroy(x->first_names);
}

static ssize_t find(GHashTable *table, const char *key)
{
    gpointer value;

    return g_hash_table_lookup_extended(table, key, NULL, &value) ? GPOINTER_TO_INT(value)
                                                                  : INDEX_NOBODY;
}

static void add(GHashTable *table, char *key, ssize_t place)
{
    ssize_t there = find(table, key);

    if (there != INDEX_NOBODY && there != place)
        place = INDEX_SEVERAL;
    g_hash_table_insert(table, key, GINT_TO_POINTER((int)place));
}

static char *key_of(struct arena *a, const char *name)
{
    return fold_text(a, name, strlen(name));
}

void people_index_name(struct people_index *x, const char *name, ssize_t place)
{
    char *key = key_of(x->arena, name);

    if (!*key)
        return;
    add(x->names, key, place);
    add(x->first_names, arena_strndup(x->arena, key, strcspn(key, " ")), place);
}

void people_index_address(struct people_index *x, const char *address, ssize_t place)
{
    add(x->addresses, arena_strdup(x->arena, address), place);
}

ssize_t people_by_address(const struct people_index *x, const char *address)
{
    return find(x->addresses, address);
}

ssize_t people_by_name(const struct people_index *x, const char *name)
{
    return find(x->names, key_of(x->arena, name));
}

ssize_t people_by_first_name(const struct people_index *x, const char *name)
{
    return find(x->first_names, key_of(x->arena, name));
}
