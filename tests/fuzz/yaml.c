/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a YAML file: a tree, or a diagnostic that says why not. */
#include "yaml/yaml.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(64 << 20);
    struct diags d;

    diags_init(&d, a);
    if (!yaml_parse(a, "rules.yaml", (const char *)data, size, &d) != (d.errors > 0))
        abort();
    return 0;
}
