/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.h - the versions of the store's tables; inside store/ only. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

struct store;

extern const char schema_1[], schema_2[], schema_3[], schema_4[], schema_5[], schema_6[],
    schema_7[], schema_8[], schema_9[], schema_10[], schema_11[];

/* SQL that brings a store of version i to i + 1. */
extern const char *const migrations[];
extern const int migrations_count;

/* Brings the store to version `count` in one transaction; a newer one is
 * refused, and so is a file that belongs to another program (s->unfit). 0 or -1. */
int schema_migrate(struct store *s, const char *const *list, int count);
/* 0 where the store is of that very version. */
int schema_check(struct store *s, int count);

#endif
