/* SPDX-License-Identifier: GPL-2.0-or-later */
/* yaml.h - YAML text as nodes that know where they stand.
 *
 * A strict subset of YAML 1.1: one document; maps, lists, scalars; no
 * anchors, aliases, tags or duplicate keys; depth and size are limited. Every
 * breach is a diagnostic with file:line:column. A bare null (empty, ~) is a
 * scalar with text "" and quoted false. Nodes live in the arena.
 */
#ifndef YAML_YAML_H
#define YAML_YAML_H

#include "base/diag.h"
#include <stdbool.h>
#include <stdint.h>

#define YAML_MAX_BYTES (1024 * 1024)
#define YAML_MAX_DEPTH 32
#define YAML_MAX_NODES 50000 /* with their texts, at most 16 MiB of the arena */

enum ynode_kind { YNODE_SCALAR, YNODE_LIST, YNODE_MAP };

struct ynode {
    enum ynode_kind kind;
    struct pos pos;     /* where the value starts */
    const char *key;    /* in a map: the key; else NULL */
    struct pos key_pos; /* in a map */
    const char *text;   /* of a scalar, UTF-8 */
    bool quoted;        /* of a scalar: "..." or '...' or a block */
    struct ynode *first, *next;
    size_t count; /* children */
};

/* NULL where the text is no YAML or breaks the subset (the diagnostics say
 * where). An empty document is an empty map. file is named in diagnostics. */
struct ynode *yaml_parse(struct arena *a, const char *file, const char *bytes, size_t len,
                         struct diags *d);

#define for_each_child(child, node)                                                                \
    for (struct ynode *child = (node)->first; child; child = child->next)

/* The value under key in a map, or NULL. */
struct ynode *ynode_get(const struct ynode *map, const char *key);

/* A key that a map may have. Tables end with {0}; they are what the loader
 * checks with and what the editor's JSON Schema is made from. */
struct ykey {
    const char *name;
    unsigned flags;   /* YKEY_* */
    const char *help; /* one sentence for people */
};
#define YKEY_REQUIRED 1u
#define YKEY_SCALAR   2u /* a scalar is meant; anything else is a diagnostic */
#define YKEY_LIST     4u
#define YKEY_MAP      8u /* flags may be combined: YKEY_SCALAR | YKEY_MAP */

/* Checks that node is a map with known keys (the nearest one is offered) of
 * the right kinds and with every required one. what names the thing in
 * messages: "a step". 0, or -1 with diagnostics. */
int ynode_check(const struct ynode *node, const struct ykey *keys, const char *what,
                struct diags *d);

/* Typed scalars; each adds a diagnostic and returns -1 where the text is
 * something else. Durations: "7 days", "1 day", "2 weeks" (civil days);
 * "36 hours" is refused with a hint. */
int ynode_int(const struct ynode *n, int64_t min, int64_t max, int64_t *out, struct diags *d);
int ynode_bool(const struct ynode *n, bool *out, struct diags *d);
int ynode_days(const struct ynode *n, int *days, struct diags *d);

/* A scalar, or a list of scalars, as a NULL-ended array of strings; a scalar
 * counts as a list of one. NULL with a diagnostic for anything else. */
const char **ynode_strings(struct arena *a, const struct ynode *n, size_t *count, struct diags *d);

#endif
