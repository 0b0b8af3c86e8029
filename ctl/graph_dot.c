/* SPDX-License-Identifier: GPL-2.0-or-later */
/* graph_dot.c - ladders in DOT. Every kind of way has a line of its own kind and
 * a label, so that the picture also reads in grey and without colours. */
#include "ctl/graph.h"
#include "rules/phrases.h"

#include <string.h>

/* characters of a line */
#define WIDTH       30
#define SMALL_WIDTH 40

struct drawing {
    struct arena *a;
    const struct programme *p;
    struct buf *out;
    const struct rule *r;
    size_t rule; /* its place: nodes are called r0s1 */
    size_t ends; /* drawn so far */
};

/* ---- labels ------------------------------------------------------------------ */

/* A paragraph of a label, broken into lines between words. Each line is wrapped in open and close,
 * as Graphviz knows no fonts that go over line breaks. */
static void add_lines(struct buf *out, const char *text, size_t width, const char *open,
                      const char *close)
{
    size_t column = 0;

    for (const char *word = text; *word; word += strspn(word, " ")) {
        size_t len = strcspn(word, " ");
        if (column && column + 1 + len > width) {
            buf_addf(out, "%s<BR ALIGN=\"LEFT\"/>", close);
            column = 0;
        }
        buf_adds(out, column ? " " : open);
        buf_add_markup(out, word, len);
        column += len + (column > 0);
        word += len;
    }
    if (column)
        buf_addf(out, "%s<BR ALIGN=\"LEFT\"/>", close);
}

#define SMALL "<FONT POINT-SIZE=\"9\" COLOR=\"#444444\">"

static void add_small(struct buf *out, const char *text)
{
    add_lines(out, text, SMALL_WIDTH, SMALL, "</FONT>");
}

static void add_condition(struct drawing *d, const struct cond *conds, size_t count)
{
    if (count)
        add_lines(d->out, arena_printf(d->a, "only if %s", phrase_conds(d->a, conds, count)),
                  SMALL_WIDTH, SMALL "<I>", "</I></FONT>");
}

/* ---- ways -------------------------------------------------------------------- */

static const char *const styles[] = {
    [WAY_DONE] = "color=\"#333333\"",
    [WAY_REPLY] = "color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold",
    [WAY_ANSWER] = "color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold",
    [WAY_FILLED] = "color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold",
    [WAY_SILENCE] = "color=\"#b34700\", fontcolor=\"#8f3900\", style=dashed",
    [WAY_EXPIRED] = "color=\"#b34700\", fontcolor=\"#8f3900\", style=dashed",
    [WAY_UNDONE] = "color=\"#4527a0\", fontcolor=\"#4527a0\", arrowhead=tee",
    [WAY_PASSED] = "color=\"#757575\", fontcolor=\"#616161\", style=dotted, arrowhead=empty",
};

/* Each way to the end has an end of its own beside its step: one for all would draw lines over
 * the whole picture. */
static const char *target_node(struct drawing *d, const struct way *w)
{
    const char *name;

    if (w->target != STEP_END)
        return arena_printf(d->a, "r%zus%zu", d->rule, w->target);
    name = arena_printf(d->a, "r%zue%zu", d->rule, d->ends++);
    buf_addf(d->out,
             "    %s [shape=circle, label=\"end\", width=0.4, fixedsize=true, "
             "fontsize=9, style=filled, fillcolor=\"#eeeeee\"];\n",
             name);
    return name;
}

static void draw_way(struct drawing *d, size_t step, const struct way *w)
{
    const struct step *s = &d->r->steps[step];
    const char *words = w->kind == WAY_PASSED ? "otherwise" : phrase_way(d->a, s, w);
    const char *to = target_node(d, w);

    buf_addf(d->out, "    r%zus%zu -> %s [%s, weight=%d", d->rule, step, to, styles[w->kind],
             w->target == step + 1 ? 8 : 1); /* the ladder itself goes straight down */
    if (*words) {
        buf_adds(d->out, ", label=<");
        add_lines(d->out, words, WIDTH, " ", "");
        buf_addc(d->out, '>');
    }
    buf_adds(d->out, "];\n");
}

/* ---- steps ------------------------------------------------------------------- */

static const char *shape_of(enum verb v)
{
    switch (v) {
    case VERB_ATTEMPT:
    case VERB_ASK:
        return "style=\"rounded,filled,bold\", fillcolor=\"#dce8f6\"";
    case VERB_SEND:
    case VERB_REPORT:
        return "style=\"rounded,filled\", fillcolor=\"#f1f6fb\"";
    case VERB_WAIT:
        return "style=\"filled\", fillcolor=\"#ffffff\", shape=hexagon";
    default:
        return "style=\"filled\", fillcolor=\"#f7efd9\"";
    }
}

static void draw_step(struct drawing *d, size_t step)
{
    const struct step *s = &d->r->steps[step];
    const char **details = phrase_details(d->a, d->p, d->r, s);
    struct way ways[WAYS_MOST];
    size_t count = step_ways(s, ways);

    buf_addf(d->out, "    r%zus%zu [%s, label=<", d->rule, step, shape_of(s->verb));
    add_condition(d, s->conds, s->conds_count);
    add_lines(d->out, phrase_step(d->a, d->p, d->r, s), WIDTH, "<B>", "</B>");
    for (; *details; details++)
        add_small(d->out, *details);
    buf_adds(d->out, ">];\n");
    for (size_t i = 0; i < count; i++)
        draw_way(d, step, &ways[i]);
}

/* ---- rules ------------------------------------------------------------------- */

static void draw_beginning(struct drawing *d)
{
    const struct rule *r = d->r;

    buf_addf(d->out, "    r%zu [shape=plaintext, label=<", d->rule);
    for (size_t i = 0; i < r->triggers_count; i++)
        add_lines(
            d->out,
            arena_printf(d->a, "%s%s", i ? "or: " : "", phrase_trigger(d->a, r, &r->triggers[i])),
            SMALL_WIDTH, "", "");
    add_condition(d, r->conds, r->conds_count);
    buf_adds(d->out, ">];\n");
    if (r->steps_count)
        buf_addf(d->out, "    r%zu -> r%zus0 [%s];\n", d->rule, d->rule, styles[WAY_DONE]);
}

static void draw_rule(struct drawing *d)
{
    const char *until = phrase_until(d->a, d->p, d->r);

    buf_addf(d->out, "  subgraph cluster_%zu {\n    margin=14; labeljust=l; label=<", d->rule);
    add_lines(d->out, arena_printf(d->a, "%s", d->r->name), SMALL_WIDTH, "<B>", "</B>");
    add_small(d->out, arena_printf(d->a, "about %s", phrase_subject(d->a, d->p, d->r)));
    if (until)
        add_small(d->out, arena_printf(d->a, "ends early %s", until));
    buf_adds(d->out, ">;\n");
    draw_beginning(d);
    for (size_t i = 0; i < d->r->steps_count; i++)
        draw_step(d, i);
    buf_adds(d->out, "  }\n");
}

void graph_dot(struct arena *a, const struct programme *p, const struct rule *only, struct buf *out)
{
    struct drawing d = {.a = a, .p = p, .out = out};

    buf_addf(out, "digraph \"%s\" {\n", p->name);
    buf_adds(
        out,
        "  graph [fontname=\"Helvetica,sans-serif\", fontsize=15, style=rounded, "
        "color=\"#999999\", nodesep=0.4, ranksep=0.45];\n"
        "  node [shape=box, fontname=\"Helvetica,sans-serif\", fontsize=11, color=\"#333333\", "
        "margin=\"0.15,0.08\"];\n"
        "  edge [fontname=\"Helvetica,sans-serif\", fontsize=10];\n");
    for (size_t i = 0; i < p->rules_count; i++) {
        d.r = &p->rules[i];
        d.rule = i;
        if (!only || only == d.r)
            draw_rule(&d);
    }
    buf_adds(out, "}\n");
}
