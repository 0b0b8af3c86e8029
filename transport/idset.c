/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/idset.h"

#include "base/log.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void idset_release(struct idset *set)
{
    free(set->slots);
    *set = (struct idset){0};
}

/* The slot that holds id, or the empty one where it belongs. The ids are
 * hashes already, so their low bits spread well. */
static uint64_t *find_slot(const struct idset *set, uint64_t id)
{
    size_t i = id & (set->size - 1);
    while (set->slots[i] && set->slots[i] != id)
        i = (i + 1) & (set->size - 1);
    return &set->slots[i];
}

bool idset_has(const struct idset *set, uint64_t id)
{
    return set->size && *find_slot(set, id) == id;
}

static void grow(struct idset *set)
{
    struct idset larger = {.size = set->size ? 2 * set->size : 64, .count = set->count};
    larger.slots = checked(calloc(larger.size, sizeof *larger.slots));
    for (size_t i = 0; i < set->size; i++)
        if (set->slots[i])
            *find_slot(&larger, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = larger;
}

void idset_add(struct idset *set, uint64_t id)
{
    if (2 * (set->count + 1) > set->size)
        grow(set);
    uint64_t *slot = find_slot(set, id);
    if (*slot)
        return;
    *slot = id;
    set->count++;
}

uint64_t idset_hash(const char *bytes, size_t length)
{
    /* A fixed key: file names are made by mail servers and by us, not by
     * people who would look for a collision. */
    static const unsigned char key[crypto_shorthash_KEYBYTES] = "mentord";
    unsigned char out[crypto_shorthash_BYTES];
    crypto_shorthash(out, (const unsigned char *)bytes, length, key);
    uint64_t hash;
    memcpy(&hash, out, sizeof hash);
    hash &= INT64_MAX;
    return hash ? hash : 1;
}
