/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_test.c - mentorctl test: a programme's rule tests. */
#include "ctl/ctl.h"
#include "ctl/rule_tests.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define TEST_ARENA_BYTES (256u * 1024 * 1024)
#define OUT_BYTES        (1024u * 1024)

struct tally {
    size_t passed, failed;
};

/* What a test needs of a configuration; nothing of it leaves the simulation. */
static struct config *test_config(struct arena *a, const char *folder)
{
    struct config *c = arena_new_of(a, struct config);

    c->file = "(test)";
    c->organisation = "The Organisation";
    c->admin = "admin@example.org";
    c->programmes = folder;
    c->zone = zone_find("UTC");
    c->mailbox_name = "The Organisation";
    c->self.address = "mentors@example.org";
    c->mailboxes = arena_array(a, 1, sizeof *c->mailboxes);
    c->letters_per_address_and_day = 1000;
    return c;
}

static void run_one(struct ctl *c, const struct rule_test *t, const struct config *config,
                    const char *programme, struct tally *tally)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(TEST_ARENA_BYTES);
    _cleanup_(buf_release) struct buf out = BUF_INIT(OUT_BYTES);
    struct err e = {{0}};
    int rc = rule_test_run(a, t, config, programme, &out, &e);

    (void)c;
    if (rc == 0) {
        tally->passed++;
        out_text("ok   %s: %s\n", programme, t->name);
        return;
    }
    tally->failed++;
    out_styled(STYLE_BAD, "FAIL");
    out_text(" %s: %s (%s:%d)\n%s", programme, t->name, t->pos.file, t->pos.line, buf_str(&out));
    if (rc < 0)
        out_text("    %s\n", e.text);
}

/* Cuts "/a/b" in two; returns "b". */
static char *split_path(char *path)
{
    char *slash = strrchr(path, '/');

    *slash = '\0';
    return slash + 1;
}

/* The folder of a programme: a path, or the name of one of the configuration. */
static int find_folder(struct ctl *c, const char *operand, const char **folder)
{
    const struct shelf_programme *p;
    char real[PATH_MAX];

    if (operand && realpath(arena_printf(c->arena, "%s/rules.yaml", operand), real)) {
        split_path(real);
        *folder = arena_strdup(c->arena, real);
        return CTL_OK;
    }
    int status = ctl_shelf(c);
    if (status != CTL_OK)
        return status;
    p = ctl_programme(c, operand);
    if (!p)
        return CTL_USAGE;
    *folder = p->folder;
    return CTL_OK;
}

static int run_folder(struct ctl *c, const char *folder, struct tally *tally)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(YAML_MAX_BYTES), said = BUF_INIT(OUT_BYTES);
    const char *file = arena_printf(c->arena, "%s/tests.yaml", folder);
    char *parent = arena_strdup(c->arena, folder), *name = split_path(parent);
    const struct config *config = test_config(c->arena, parent);
    struct rule_tests *tests = NULL;
    struct diags d;

    diags_init(&d, c->arena);
    _cleanup_(shelf_freep) struct shelf *shelf = shelf_load(config->programmes, name, &d);
    if (buf_read_file(&bytes, file) < 0)
        diag_error(&d, (struct pos){.file = file}, "can't be read");
    else if (shelf)
        tests = rule_tests_parse(c->arena, file, buf_str(&bytes), bytes.len,
                                 shelf->programmes[0].rules, &d);
    diags_print(&d, &said);
    out_buf(&said);
    if (!tests)
        return CTL_BROKEN;
    for (size_t i = 0; i < tests->count; i++)
        run_one(c, &tests->tests[i], config, name, tally);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct tally tally = {0};
    size_t n = args->operands_count ? args->operands_count : 1;

    for (size_t i = 0; i < n; i++) {
        const char *folder;
        int status = find_folder(c, args->operands_count ? args->operands[i] : NULL, &folder);
        if (status == CTL_OK)
            status = run_folder(c, folder, &tally);
        if (status != CTL_OK)
            return status;
    }
    out_text("%zu passed, %zu failed\n", tally.passed, tally.failed);
    return tally.failed ? CTL_NO : CTL_OK;
}

const struct ctl_command cmd_test = {
    .name = "test",
    .operands = "[PROGRAMME|FOLDER ...]",
    .help = "run a programme's rule tests",
    .more = "Each test of tests.yaml is played on a simulation: the same engine, another clock.\n"
            "A letter that a test does not expect fails it. docs/rules.md tells how to write one.",
    .most = 100,
    .run = run,
};
