/* SPDX-License-Identifier: GPL-2.0-or-later */
/* graph_dot.c - ladders in DOT. Every kind of way has a line of its own kind and
 * a label, so that the picture also reads in grey and without colours. */
#include "ctl/graph.h"
#include "rules/phrases.h"

#include <string.h>

#define LABEL_WIDTH 30 /* characters of a line in a box */

struct drawing {
    struct arena *a;
    const struct programme *p;
    struct buf *out;
    const struct rule *r;
    size_t rule; /* its place: nodes are called r0s1 */
    size_t ends; /* drawn so far */
};

/* ---- labels ------------------------------------------------------------------ */

/* Escaped for a quoted string, broken into lines between words; the lines end with `end`: "\n"
 * centres them, "\l" puts them to the left. */
static void add_label(struct buf *out, const char *text, const char *end)
{
    size_t column = 0;

    for (const char *word = text; *word;) {
        size_t len = strcspn(word, " ");
        if (column && column + 1 + len > LABEL_WIDTH) {
            buf_adds(out, end);
            column = 0;
        } else if (column) {
            buf_addc(out, ' ');
            column++;
        }
        for (size_t i = 0; i < len; i++) {
            if (word[i] == '"' || word[i] == '\\')
                buf_addc(out, '\\');
            buf_addc(out, word[i]);
        }
        column += len;
        word += len;
        word += strspn(word, " ");
    }
    buf_adds(out, end);
}

/* ---- ways -------------------------------------------------------------------- */

static const struct {
    const char *line;
} styles[] = {
    [WAY_DONE] = {"color=\"#333333\""},
    [WAY_REPLY] = {"color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold"},
    [WAY_ANSWER] = {"color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold"},
    [WAY_FILLED] = {"color=\"#1b5e20\", fontcolor=\"#1b5e20\", style=bold"},
    [WAY_SILENCE] = {"color=\"#b34700\", fontcolor=\"#8f3900\", style=dashed"},
    [WAY_EXPIRED] = {"color=\"#b34700\", fontcolor=\"#8f3900\", style=dashed"},
    [WAY_UNDONE] = {"color=\"#4527a0\", fontcolor=\"#4527a0\", arrowhead=tee"},
    [WAY_PASSED] = {"color=\"#757575\", fontcolor=\"#616161\", style=dotted, arrowhead=empty"},
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
    const char *to = target_node(d, w);

    buf_addf(d->out, "    r%zus%zu -> %s [%s, label=\"", d->rule, step, to, styles[w->kind].line);
    add_label(d->out, w->kind == WAY_PASSED ? "otherwise" : phrase_way(d->a, s, w), "\\l");
    buf_adds(d->out, "\"];\n");
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
    const char **details = phrase_details(d->a, d->r, s);
    struct way ways[WAYS_MOST];
    size_t count = step_ways(s, ways);

    buf_addf(d->out, "    r%zus%zu [%s, label=\"", d->rule, step, shape_of(s->verb));
    add_label(d->out, phrase_step(d->a, d->r, s), "\\l");
    if (s->conds_count)
        add_label(d->out,
                  arena_printf(d->a, "only if %s", phrase_conds(d->a, s->conds, s->conds_count)),
                  "\\l");
    for (; *details; details++)
        add_label(d->out, arena_printf(d->a, "(%s)", *details), "\\l");
    buf_adds(d->out, "\"];\n");
    for (size_t i = 0; i < count; i++)
        draw_way(d, step, &ways[i]);
}

/* ---- rules ------------------------------------------------------------------- */

static void draw_beginning(struct drawing *d)
{
    const struct rule *r = d->r;

    buf_addf(d->out, "    r%zu [shape=plaintext, label=\"", d->rule);
    for (size_t i = 0; i < r->triggers_count; i++)
        add_label(
            d->out,
            arena_printf(d->a, "%s%s", i ? "or: " : "", phrase_trigger(d->a, r, &r->triggers[i])),
            "\\n");
    if (r->conds_count)
        add_label(d->out,
                  arena_printf(d->a, "only if %s", phrase_conds(d->a, r->conds, r->conds_count)),
                  "\\n");
    buf_adds(d->out, "\"];\n");
    if (r->steps_count)
        buf_addf(d->out, "    r%zu -> r%zus0 [color=\"#333333\"];\n", d->rule, d->rule);
}

static void draw_rule(struct drawing *d)
{
    const char *until = phrase_until(d->a, d->p, d->r);

    buf_addf(d->out, "  subgraph cluster_%zu {\n    label=\"", d->rule);
    add_label(d->out, d->r->name, "\\n");
    if (until)
        add_label(d->out, arena_printf(d->a, "ends early %s", until), "\\n");
    buf_adds(d->out, "\";\n");
    draw_beginning(d);
    for (size_t i = 0; i < d->r->steps_count; i++)
        draw_step(d, i);
    buf_adds(d->out, "  }\n");
}

void graph_dot(struct arena *a, const struct programme *p, const struct rule *only, struct buf *out)
{
    struct drawing d = {.a = a, .p = p, .out = out};

    buf_addf(out, "digraph \"%s\" {\n", p->name);
    buf_adds(out, "  graph [fontname=\"sans-serif\", fontsize=15, style=rounded, "
                  "color=\"#999999\", margin=14, nodesep=0.4, ranksep=0.45];\n"
                  "  node [shape=box, fontname=\"sans-serif\", fontsize=11, color=\"#333333\", "
                  "margin=\"0.15,0.08\"];\n"
                  "  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (size_t i = 0; i < p->rules_count; i++) {
        d.r = &p->rules[i];
        d.rule = i;
        if (!only || only == d.r)
            draw_rule(&d);
    }
    buf_adds(out, "}\n");
}
