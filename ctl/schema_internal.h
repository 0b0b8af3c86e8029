/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_internal.h - what the two files of the schema share. */
#ifndef CTL_SCHEMA_INTERNAL_H
#define CTL_SCHEMA_INTERNAL_H

#include "ctl/rule_tests.h"
#include "rules/vocabulary.h"

#include <jansson.h>

/* Appends and returns the list. */
json_t *schema_append(json_t *list, json_t *value);
/* An object of one key. */
json_t *schema_object(const char *key, json_t *value);

/* What a scalar under a key of a table may be, or an item of a list there. */
json_t *schema_scalar(const struct ykey *table, const char *key);
/* One of these words. */
json_t *schema_words(const char *const *words);
/* That a step has one verb, and of the other keys those that go with it. */
void schema_restrict_step(json_t *map);

#endif
