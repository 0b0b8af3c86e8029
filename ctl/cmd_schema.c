/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_schema.c - mentorctl schema: what editors complete and check YAML with. */
#include "ctl/ctl.h"
#include "ctl/schema.h"

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *what = args->operands_count ? args->operands[0] : "rules";
    json_t *schema = schema_of(what);

    (void)c;
    if (!schema)
        return ctl_complain(CTL_USAGE,
                            "there is a schema of rules, of tests and of config, none "
                            "of \"%s\"",
                            what);
    out_json(schema);
    return CTL_OK;
}

const struct ctl_command cmd_schema = {
    .name = "schema",
    .operands = "[rules|tests|config]",
    .help = "Print the JSON Schema of a file, for the editor",
    .more = "With the YAML extension of VS Code: mentorctl schema >rules.schema.json, and as the\n"
            "first line of rules.yaml\n"
            "    # yaml-language-server: $schema=rules.schema.json",
    .most = 1,
    .run = run,
};
