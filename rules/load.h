/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load.h - rules.yaml to a struct programme, with everything that is wrong with it.
 *
 * Loading is from memory: the caller reads the files. Every problem is found
 * and named at once; a programme with errors is not returned.
 */
#ifndef RULES_LOAD_H
#define RULES_LOAD_H

#include "rules/model.h"
#include "yaml/yaml.h"

/* Tells whether letters/NAME.md exists, so that a rule can't name one that
 * does not; near: the nearest name that does, or NULL. ctx is the caller's. */
typedef bool letter_exists_fn(void *ctx, const char *name, const char **near);

struct rules_source {
    const char *file; /* as named in diagnostics */
    const char *bytes;
    size_t len;
    const char *version;
    letter_exists_fn *letter_exists;
    void *ctx;
};

/* NULL with diagnostics where anything is wrong. */
struct programme *rules_load(struct arena *a, const struct rules_source *src, struct diags *d);

/* The key tables, for the editor's schema and the reference. */
extern const struct ykey programme_keys[], rule_keys[], step_keys[];
/* ... and of what stands inside them. */
extern const struct ykey hours_keys[], link_keys[], urgent_keys[], suggest_keys[];
extern const struct ykey meeting_keys[], time_keys[], relative_keys[], since_keys[];
extern const struct ykey schedule_keys[], said_keys[], marked_keys[], any_keys[], field_keys[];

#endif
