/* SPDX-License-Identifier: GPL-2.0-or-later */
/* people_index.h - places by address, name and first name, without regard to case. */
#ifndef ENGINE_PEOPLE_INDEX_H
#define ENGINE_PEOPLE_INDEX_H

#include "base/arena.h"
#include <sys/types.h>

struct people_index;

#define INDEX_NOBODY  -1
#define INDEX_SEVERAL -2

struct people_index *people_index_new(struct arena *a);
void people_index_free(struct people_index *x);
DEFINE_FREEP(struct people_index, people_index_free)

/* A name that is added under two places stands for several; adding a place again changes nothing.
 */
void people_index_name(struct people_index *x, const char *name, ssize_t place);
void people_index_address(struct people_index *x, const char *address, ssize_t place);

/* A place, or one of INDEX_*. Addresses are normal forms. */
ssize_t people_by_address(const struct people_index *x, const char *address);
ssize_t people_by_name(const struct people_index *x, const char *name);
ssize_t people_by_first_name(const struct people_index *x, const char *name);

#endif
