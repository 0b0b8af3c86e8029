/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_test.c - mentorctl test: programmes' rule tests, what they reach, and their results as XML.
 */
#include "ctl/folder.h"
#include "ctl/junit.h"
#include "ctl/rule_coverage.h"
#include "ctl/rule_tests.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define TEST_ARENA_BYTES (256u * 1024 * 1024)
#define OUT_BYTES        (1024u * 1024)
#define JUNIT_BYTES      (64u * 1024 * 1024)

struct suite {
    struct ctl *c;
    bool cover;
    const char *letters;
    struct junit_case *results;
    size_t count, cap, failed;
    struct rule_coverage_sum reached;
};

/* One programme and its tests. */
struct tested {
    const struct programme_folder *folder;
    const struct config *config;
    struct rule_tests *tests;
    struct rule_coverage *cover;
};

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- one test ------------------------------------------------------------------- */

static void tell(const struct junit_case *r)
{
    if (!r->failure && !r->error) {
        out_text("ok   %s: %s\n", r->suite, r->name);
        return;
    }
    out_styled(STYLE_BAD, "FAIL");
    out_text(" %s: %s (%s:%d)\n%s", r->suite, r->name, r->pos.file, r->pos.line,
             r->failure ? r->failure : "");
    if (r->error)
        out_text("    %s\n", r->error);
}

static void run_one(struct suite *s, const struct tested *p, const struct rule_test *t)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(TEST_ARENA_BYTES);
    _cleanup_(buf_release) struct buf out = BUF_INIT(OUT_BYTES);
    struct junit_case *r = arena_grow(s->c->arena, &s->results, s->count++, &s->cap, sizeof *r);
    struct err e = {{0}};
    double begun = seconds();
    const struct rule_tests_also also = {.cover = p->cover, .letters = s->letters};
    int rc = rule_test_run(a, t, p->config, p->folder->name, &also, &out, &e);

    *r = (struct junit_case){
        .suite = p->folder->name, .name = t->name, .pos = t->pos, .seconds = seconds() - begun};
    if (rc != 0)
        r->failure = arena_strdup(s->c->arena, buf_str(&out));
    if (rc < 0)
        r->error = arena_strdup(s->c->arena, e.text);
    s->failed += rc != 0;
    tell(r);
}

/* ---- one programme --------------------------------------------------------------- */

static struct rule_tests *read_tests(struct ctl *c, const struct programme_folder *f,
                                     const struct programme *p)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(YAML_MAX_BYTES), said = BUF_INIT(OUT_BYTES);
    const char *file = arena_printf(c->arena, "%s/tests.yaml", f->path);
    struct rule_tests *tests = NULL;
    struct diags d;

    diags_init(&d, c->arena);
    if (buf_read_file(&bytes, file) < 0)
        diag_error(&d, (struct pos){.file = file}, "can't be read: %s%s", strerror(errno),
                   errno == ENOENT ? " (docs/rules.md, Tests, tells what to write there)" : "");
    else
        tests = rule_tests_parse(c->arena, file, buf_str(&bytes), bytes.len, p, &d);
    diags_print(&d, &said);
    fputs(buf_str(&said), stderr);
    return tests;
}

static void report_coverage(struct suite *s, const struct tested *p)
{
    _cleanup_(buf_release) struct buf said = BUF_INIT(OUT_BYTES);
    struct rule_coverage_sum sum = rule_coverage_report(p->cover, &said);

    out_buf(&said);
    out_text("%s: %zu of %zu steps and branches are reached\n", p->folder->name, sum.covered,
             sum.all);
    s->reached.covered += sum.covered;
    s->reached.all += sum.all;
}

static int run_folder(struct suite *s, const struct programme_folder *f)
{
    _cleanup_(shelf_freep) struct shelf *shelf = ctl_folder_shelf(s->c, f);
    struct tested p = {.folder = f, .config = ctl_folder_config(s->c->arena, f)};

    if (!shelf)
        return CTL_BROKEN;
    if (!(p.tests = read_tests(s->c, f, shelf->programmes[0].rules)))
        return CTL_BROKEN;
    if (s->cover)
        p.cover = rule_coverage_new(s->c->arena, shelf->programmes[0].rules);
    for (size_t i = 0; i < p.tests->count; i++)
        run_one(s, &p, &p.tests->tests[i]);
    if (s->cover)
        report_coverage(s, &p);
    return CTL_OK;
}

/* ---- the command ----------------------------------------------------------------- */

static int write_junit(const struct suite *s, const char *path)
{
    _cleanup_(buf_release) struct buf xml = BUF_INIT(JUNIT_BYTES);
    FILE *f = fopen(path, "we");
    bool good;

    if (!f)
        return ctl_complain(CTL_BROKEN, "%s can't be written: %s", path, strerror(errno));
    junit_print(s->results, s->count, &xml);
    good = fwrite(xml.data, 1, xml.len, f) == xml.len;
    good &= fclose(f) == 0;
    return good && !xml.overflow ? CTL_OK
                                 : ctl_complain(CTL_BROKEN, "%s could not be written whole", path);
}

static int verdict(const struct suite *s)
{
    out_text("%zu passed, %zu failed\n", s->count - s->failed, s->failed);
    return s->failed || s->reached.covered < s->reached.all ? CTL_NO : CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct suite s = {.c = c,
                      .cover = ctl_given(args, "coverage") != NULL,
                      .letters = ctl_given(args, "letters")};
    const char *junit = ctl_given(args, "junit");
    size_t n = args->operands_count ? args->operands_count : 1;

    if (s.letters && mkdir(s.letters, 0777) < 0 && errno != EEXIST)
        return ctl_complain(CTL_NO, "%s can't be made: %s", s.letters, strerror(errno));
    for (size_t i = 0; i < n; i++) {
        struct programme_folder folder;
        int status = ctl_folder(c, args->operands_count ? args->operands[i] : NULL, &folder);
        if (status == CTL_OK)
            status = run_folder(&s, &folder);
        if (status != CTL_OK)
            return status;
    }
    if (junit && write_junit(&s, junit) != CTL_OK)
        return CTL_BROKEN;
    return verdict(&s);
}

static const struct ctl_option options[] = {
    {"coverage", NULL, "name the steps and branches that no test reaches"},
    {"letters", "FOLDER", "keep the last letter of each name there, as it would be sent"},
    {"junit", "FILE", "write the results as JUnit XML, for build servers"},
    {0}};

const struct ctl_command cmd_test = {
    .name = "test",
    .operands = "[PROGRAMME|FOLDER ...]",
    .help = "Run a programme's rule tests",
    .more = "Each test of tests.yaml is played on a simulation: the same engine, another clock.\n"
            "A letter that a test does not expect fails it. docs/rules.md tells how to write one.\n"
            "The status is 1 where a test failed and, with --coverage, where something is not\n"
            "reached.",
    .options = options,
    .most = 100,
    .run = run,
};
