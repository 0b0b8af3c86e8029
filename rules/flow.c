/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/flow.h"

#include <string.h>

/* One way on from a step, and the answers that it brings. */
struct edge {
    size_t to;
    uint64_t brings;
    bool silent; /* it is taken though nobody answers */
};

#define MOST_EDGES 67

struct edges {
    struct edge items[MOST_EDGES];
    size_t count;
};

static void add_edge(struct edges *e, size_t to, uint64_t brings, bool silent)
{
    if (to != STEP_END && e->count < MOST_EDGES)
        e->items[e->count++] = (struct edge){to, brings, silent};
}

static uint64_t bit_of(const struct flow *f, const struct step *ask, const struct ask_field *field)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->asks[i] == ask && f->fields[i] == field)
            return (uint64_t)1 << i;
    return 0;
}

static uint64_t field_bits(const struct flow *f, const struct step *s, bool optional_too)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < s->fields_count; i++)
        if (optional_too || !s->fields[i].optional)
            bits |= bit_of(f, s, &s->fields[i]);
    return bits;
}

/* Every way on. A step whose conditions don't hold is passed over to its next. */
static void edges_of(const struct flow *f, const struct step *s, bool optional_too,
                     struct edges *out)
{
    out->count = 0;
    if (s->conds_count || (s->verb != VERB_ASK && s->verb != VERB_POLL && s->verb != VERB_END))
        add_edge(out, s->next, 0, true);
    if (s->verb == VERB_POLL) {
        add_edge(out, s->expired, 0, true);
        add_edge(out, s->next, bit_of(f, s, NULL), false);
    }
    if (s->verb == VERB_ASK) {
        add_edge(out, s->expired, 0, true);
        if (s->fields_count)
            add_edge(out, s->next, field_bits(f, s, optional_too), false);
    }
    for (size_t i = 0; i < s->branches_count; i++)
        add_edge(out, s->branches[i].target, bit_of(f, s, NULL) | field_bits(f, s, optional_too),
                 false);
}

static void add_name(struct flow *f, const char *name, const struct step *ask,
                     const struct ask_field *field)
{
    if (f->count == FLOW_MOST_ANSWERS)
        return;
    f->names[f->count] = name;
    f->asks[f->count] = ask;
    f->fields[f->count++] = field;
}

static void collect_names(const struct rule *r, struct flow *f)
{
    for (size_t i = 0; i < r->steps_count; i++) {
        const struct step *s = &r->steps[i];
        if (s->verb == VERB_POLL && s->name)
            add_name(f, s->name, s, NULL);
        if (s->verb != VERB_ASK)
            continue;
        if (s->branches_count)
            add_name(f, s->id, s, NULL);
        for (size_t j = 0; j < s->fields_count; j++)
            add_name(f, s->fields[j].name, s, &s->fields[j]);
    }
}

/* Carries what is known at step i along its edges; whether that changed anything. */
static bool spread_from(const struct rule *r, struct flow *f, size_t i, bool optional_too)
{
    struct edges e;
    bool changed = false;

    edges_of(f, &r->steps[i], optional_too, &e);
    for (size_t j = 0; j < e.count; j++) {
        size_t to = e.items[j].to;
        uint64_t sure = f->sure[to] & (f->sure[i] | e.items[j].brings);
        uint64_t possible = f->possible[to] | f->possible[i] | e.items[j].brings;

        if (optional_too)
            sure = f->sure[to];
        changed |= !f->reached[to] || sure != f->sure[to] || possible != f->possible[to];
        f->reached[to] = true;
        f->sure[to] = sure;
        f->possible[to] = possible;
    }
    return changed;
}

/* To the fixed point: sure answers only shrink, possible ones only grow, so this ends. */
static void spread(const struct rule *r, struct flow *f)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = 0; i < r->steps_count; i++) {
            if (!f->reached[i])
                continue;
            changed |= spread_from(r, f, i, false);
            changed |= spread_from(r, f, i, true);
        }
    }
}

void flow_analyse(struct arena *a, const struct rule *r, struct flow *out)
{
    *out = (struct flow){0};
    out->reached = arena_array(a, r->steps_count + 1, sizeof *out->reached);
    out->sure = arena_array(a, r->steps_count + 1, sizeof *out->sure);
    out->possible = arena_array(a, r->steps_count + 1, sizeof *out->possible);
    collect_names(r, out);
    if (!r->steps_count)
        return;
    memset(out->sure, 0xff, r->steps_count * sizeof *out->sure);
    out->sure[0] = 0;
    out->reached[0] = true;
    spread(r, out);
}

bool flow_has(const struct flow *f, uint64_t answers, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (answers & (uint64_t)1 << i && strcmp(f->names[i], name) == 0)
            return true;
    return false;
}

enum colour { WHITE, GREY, BLACK };

struct walk {
    const struct rule *rule;
    enum colour *colour;
    size_t *stack, *tried;
};

/* Depth first along silent edges, with a stack of our own: a rule may be as
 * long as its author likes. */
static size_t walk_from(struct walk *w, size_t start, size_t *back)
{
    const struct flow no_answers = {0};
    struct edges e;
    size_t depth = 0;

    w->stack[depth++] = start;
    w->colour[start] = GREY;
    while (depth) {
        size_t at = w->stack[depth - 1];
        edges_of(&no_answers, &w->rule->steps[at], false, &e);
        if (w->tried[at] == e.count) {
            w->colour[at] = BLACK;
            depth--;
            continue;
        }
        struct edge next = e.items[w->tried[at]++];
        if (next.silent && w->colour[next.to] == GREY) {
            *back = next.to;
            return at;
        }
        if (next.silent && w->colour[next.to] == WHITE) {
            w->colour[next.to] = GREY;
            w->stack[depth++] = next.to;
        }
    }
    return STEP_END;
}

/* From every step: one that only an answer leads to begins a silence of its own. */
size_t flow_endless(struct arena *a, const struct rule *r, size_t *back)
{
    struct walk w = {.rule = r,
                     .colour = arena_array(a, r->steps_count + 1, sizeof *w.colour),
                     .stack = arena_array(a, r->steps_count + 1, sizeof *w.stack),
                     .tried = arena_array(a, r->steps_count + 1, sizeof *w.tried)};

    for (size_t i = 0; i < r->steps_count; i++) {
        size_t at = w.colour[i] == WHITE ? walk_from(&w, i, back) : STEP_END;
        if (at != STEP_END)
            return at;
    }
    return STEP_END;
}
