/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_test.c - mentorctl test: a programme's rule tests. */
#include "ctl/folder.h"
#include "ctl/rule_tests.h"

#define TEST_ARENA_BYTES (256u * 1024 * 1024)
#define OUT_BYTES        (1024u * 1024)

struct tally {
    size_t passed, failed;
};

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

static int run_folder(struct ctl *c, const struct programme_folder *f, struct tally *tally)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(YAML_MAX_BYTES), said = BUF_INIT(OUT_BYTES);
    _cleanup_(shelf_freep) struct shelf *shelf = ctl_folder_shelf(c, f);
    const char *file = arena_printf(c->arena, "%s/tests.yaml", f->path);
    const struct config *config = ctl_folder_config(c->arena, f);
    struct rule_tests *tests = NULL;
    struct diags d;

    diags_init(&d, c->arena);
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
        run_one(c, &tests->tests[i], config, f->name, tally);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct tally tally = {0};
    size_t n = args->operands_count ? args->operands_count : 1;

    for (size_t i = 0; i < n; i++) {
        struct programme_folder folder;
        int status = ctl_folder(c, args->operands_count ? args->operands[i] : NULL, &folder);
        if (status == CTL_OK)
            status = run_folder(c, &folder, &tally);
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
