/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/junit.h"

#include <string.h>

static void add_attribute(struct buf *out, const char *name, const char *value)
{
    buf_addf(out, " %s=\"", name);
    buf_adds_markup(out, value);
    buf_addc(out, '"');
}

static void add_trouble(struct buf *out, const char *element, const char *message, const char *text)
{
    buf_addf(out, "      <%s", element);
    add_attribute(out, "message", message);
    buf_addc(out, '>');
    buf_adds_markup(out, text);
    buf_addf(out, "</%s>\n", element);
}

static void add_case(struct buf *out, const struct junit_case *c)
{
    buf_adds(out, "    <testcase");
    add_attribute(out, "classname", c->suite);
    add_attribute(out, "name", c->name);
    add_attribute(out, "file", c->pos.file);
    buf_addf(out, " line=\"%d\" time=\"%.3f\"", c->pos.line, c->seconds);
    if (!c->failure && !c->error) {
        buf_adds(out, "/>\n");
        return;
    }
    buf_adds(out, ">\n");
    if (c->error)
        add_trouble(out, "error", c->error, c->error);
    else
        add_trouble(out, "failure", "what came is not what was expected", c->failure);
    buf_adds(out, "    </testcase>\n");
}

struct sum {
    size_t tests, failures, errors;
    double seconds;
};

static struct sum sum_of(const struct junit_case *cases, size_t count)
{
    struct sum s = {.tests = count};

    for (size_t i = 0; i < count; i++) {
        s.errors += cases[i].error != NULL;
        s.failures += !cases[i].error && cases[i].failure;
        s.seconds += cases[i].seconds;
    }
    return s;
}

static void add_sum(struct buf *out, const struct sum *s)
{
    buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\">\n", s->tests,
             s->failures, s->errors, s->seconds);
}

static void add_suite(struct buf *out, const struct junit_case *cases, size_t count)
{
    struct sum s = sum_of(cases, count);

    buf_adds(out, "  <testsuite");
    add_attribute(out, "name", cases[0].suite);
    add_sum(out, &s);
    for (size_t i = 0; i < count; i++)
        add_case(out, &cases[i]);
    buf_adds(out, "  </testsuite>\n");
}

void junit_print(const struct junit_case *cases, size_t count, struct buf *out)
{
    struct sum all = sum_of(cases, count);

    buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_sum(out, &all);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && !strcmp(cases[to].suite, cases[from].suite); to++)
            continue;
        add_suite(out, cases + from, to - from);
    }
    buf_adds(out, "</testsuites>\n");
}
