/* SPDX-License-Identifier: GPL-2.0-or-later */
/* graph_text.c - a ladder in characters.
 *
 *     1  write to the mentor: letter "check-in"
 *     │  only if responsible is coordinator, else on to 2
 *     ├─ answered ─────▶ end
 *     │
 *     │  no answer within 7 days
 *     ▼
 *     2  ...
 */
#include "ctl/graph.h"
#include "rules/phrases.h"

#include <string.h>

struct drawing {
    struct arena *a;
    const struct programme *p;
    const struct rule *r;
    struct buf *out;
};

/* ---- the head ---------------------------------------------------------------- */

static void head_line(struct drawing *d, const char *label, const char *text)
{
    buf_addf(d->out, "  %-11s %s\n", label, text);
}

static void draw_head(struct drawing *d)
{
    const struct rule *r = d->r;
    const char *until = phrase_until(d->a, d->p, r);

    buf_addf(d->out, "%s\n", r->name);
    for (size_t i = 0; i < r->triggers_count; i++)
        head_line(d, i ? "or" : "begins", phrase_trigger(d->a, r, &r->triggers[i]));
    head_line(d, "about", phrase_subject(d->a, d->p, r));
    if (r->conds_count)
        head_line(d, "only if", phrase_conds(d->a, r->conds, r->conds_count));
    if (until)
        head_line(d, "ends early", until);
    buf_addc(d->out, '\n');
}

/* ---- ways -------------------------------------------------------------------- */

static const char *place(struct drawing *d, size_t target)
{
    return target == STEP_END ? "end" : arena_printf(d->a, "%zu", target + 1);
}

/* Whether the way is the one that goes down to the step that is drawn next. */
static bool goes_down(const struct way *w, size_t step)
{
    return w->target == step + 1 && w->kind != WAY_PASSED;
}

static void draw_side_way(struct drawing *d, const struct step *s, const struct way *w, bool last)
{
    const char *words = phrase_way(d->a, s, w);

    buf_addf(d->out, "     %s─%s%s%s──▶ %s\n", last ? "└" : "├", *words ? " " : "", words,
             *words ? " " : "", place(d, w->target));
}

/* What leads to the next step stands on the line down to it. */
static void draw_down(struct drawing *d, const struct step *s, const struct way *ways, size_t count,
                      size_t step)
{
    for (size_t i = 0; i < count; i++) {
        const char *words = phrase_way(d->a, s, &ways[i]);
        if (goes_down(&ways[i], step) && *words)
            buf_addf(d->out, "     │  %s\n", words);
    }
    buf_adds(d->out, "     ▼\n");
}

static void draw_ways(struct drawing *d, const struct step *s, size_t step)
{
    struct way ways[WAYS_MOST];
    size_t count = step_ways(s, ways), aside = 0, drawn = 0;
    bool down = false;

    for (size_t i = 0; i < count; i++) {
        down |= goes_down(&ways[i], step);
        aside += !goes_down(&ways[i], step) && ways[i].kind != WAY_PASSED;
    }
    for (size_t i = 0; i < count; i++)
        if (!goes_down(&ways[i], step) && ways[i].kind != WAY_PASSED)
            draw_side_way(d, s, &ways[i], ++drawn == aside && !down);
    if (down)
        draw_down(d, s, ways, count, step);
    else
        buf_addc(d->out, '\n');
}

/* A step that is not below one that leads to it says where it is come from. */
static void draw_origin(struct drawing *d, size_t step)
{
    struct way ways[WAYS_MOST];

    for (size_t from = 0; from < d->r->steps_count; from++) {
        const struct step *s = &d->r->steps[from];
        size_t count = step_ways(s, ways);
        for (size_t i = 0; i < count && from + 1 != step; i++) {
            if (ways[i].target == step && ways[i].kind != WAY_PASSED)
                buf_addf(d->out, "     from %zu, %s:\n", from + 1, phrase_way(d->a, s, &ways[i]));
        }
    }
}

/* ---- steps ------------------------------------------------------------------- */

static void draw_step(struct drawing *d, size_t step)
{
    const struct step *s = &d->r->steps[step];
    const char **details = phrase_details(d->a, d->p, d->r, s);

    draw_origin(d, step);
    buf_addf(d->out, "  %4zu  %s\n", step + 1, phrase_step(d->a, d->p, d->r, s));
    if (s->conds_count)
        buf_addf(d->out, "     │  only if %s, else on to %s\n",
                 phrase_conds(d->a, s->conds, s->conds_count), place(d, s->next));
    for (; *details; details++)
        buf_addf(d->out, "     │  %s\n", *details);
    draw_ways(d, s, step);
}

void graph_text(struct arena *a, const struct programme *p, const struct rule *r, struct buf *out)
{
    struct drawing d = {a, p, r, out};

    draw_head(&d);
    for (size_t i = 0; i < r->steps_count; i++)
        draw_step(&d, i);
}
