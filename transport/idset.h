/* SPDX-License-Identifier: GPL-2.0-or-later */
/* idset.h - a growing set of 64-bit numbers, 16 bytes of memory or less each.
 *
 * For names too many to keep: the Maildir drivers remember each file name as
 * 63 bits of hash. Two different names among a million meet with a probability
 * of one in ten million. Running out of memory ends the process.
 */
#ifndef TRANSPORT_IDSET_H
#define TRANSPORT_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct idset {
    uint64_t *slots; /* own; 0 means empty */
    size_t count;
    size_t size; /* a power of two, or 0 */
};

void idset_release(struct idset *set); /* empty again, and may be used again */
bool idset_has(const struct idset *set, uint64_t id);
void idset_add(struct idset *set, uint64_t id); /* id is not 0 */

/* 63 bits of hash, never 0; the same in every process and version. */
uint64_t idset_hash(const char *bytes, size_t length);

#endif
