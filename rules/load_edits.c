/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_edits.c - what an edit says of the cases that run: what a step or rule
 * was called before, and where those go who stand at one that is gone. */
#include "rules/load_internal.h"

#include <string.h>

/* ---- was: of a step and of a rule --------------------------------------------- */

void load_was(struct loader *l, const struct ynode *n, struct step *s)
{
    size_t count;

    if (n)
        s->was = ynode_strings(l->arena, n, &count, l->diags);
    s->was_pos = n ? n->pos : (struct pos){0};
}

static const struct step *step_by_id(const struct rule *r, const char *id)
{
    for (size_t i = 0; i < r->steps_count; i++)
        if (strcmp(r->steps[i].id, id) == 0)
            return &r->steps[i];
    return NULL;
}

static const struct step *other_with_was(const struct rule *r, const struct step *than,
                                         const char *id)
{
    const struct step *s = rule_step(r, id);

    return s && s != than && !step_by_id(r, id) ? s : NULL;
}

static void check_was(struct rule_loader *rl, const struct step *s, const char *id)
{
    const struct step *taken = step_by_id(rl->rule, id), *other;

    if (taken)
        diag_error(rl->l->diags, s->was_pos,
                   "there is a step \"%s\" in line %d, and who stands there stays there: give "
                   "that one another \"id:\", or take this \"was:\" away",
                   id, taken->pos.line);
    else if ((other = other_with_was(rl->rule, s, id)))
        diag_error(rl->l->diags, s->was_pos,
                   "which step was \"%s\"? The one in line %d says so too", id, other->pos.line);
}

static void load_rule_was(struct rule_loader *rl, const struct ynode *n)
{
    struct loader *l = rl->l;

    if (!n)
        return;
    rl->rule->was = n->text;
    rl->rule->was_pos = n->pos;
    for (size_t i = 0; l->rule_names[i]; i++)
        if (strcmp(l->rule_names[i], n->text) == 0)
            diag_error(
                l->diags, n->pos,
                "there is a rule \"%s\", and its cases stay with it: take this \"was:\" away",
                n->text);
    for (const struct rule *r = l->programme->rules; r != rl->rule; r++)
        if (r->was && strcmp(r->was, n->text) == 0)
            diag_error(l->diags, n->pos, "which rule was \"%s\"? \"%s\" says so too", n->text,
                       r->name);
}

/* ---- gone: of a rule: its steps -------------------------------------------------- */

static size_t gone_to(struct rule_loader *rl, const struct ynode *n)
{
    const struct rule *r = rl->rule;
    const char **ids = arena_array(rl->l->arena, r->steps_count + 2, sizeof *ids);

    if (strcmp(n->text, "end") == 0)
        return STEP_END;
    ids[0] = "end";
    for (size_t i = 0; i < r->steps_count; i++) {
        if (strcmp(r->steps[i].id, n->text) == 0)
            return i;
        ids[i + 1] = r->steps[i].id;
    }
    unknown_word(rl->l, n->pos, "step", n->text, ids);
    return STEP_END;
}

static void load_gone_step(struct rule_loader *rl, const struct ynode *n, struct gone *out)
{
    const struct step *s = rule_step(rl->rule, n->key);

    *out = (struct gone){.name = n->key, .pos = n->key_pos, .target = STEP_END};
    if (s && strcmp(s->id, n->key) == 0)
        diag_error(rl->l->diags, n->key_pos, "the step \"%s\" is not gone: it is in line %d",
                   n->key, s->pos.line);
    else if (s)
        diag_error(rl->l->diags, n->key_pos,
                   "the step in line %d says that it was \"%s\": who stands there goes on there "
                   "already",
                   s->pos.line, n->key);
    if (n->kind == YNODE_SCALAR)
        out->target = gone_to(rl, n);
    else
        diag_error(rl->l->diags, n->pos, "where do they go? Say the id of a step, or end");
}

void load_edits(struct rule_loader *rl, const struct ynode *rule_node)
{
    const struct ynode *gone = part_of(rule_node, rule_keys, "gone");
    struct rule *r = rl->rule;

    load_rule_was(rl, part_of(rule_node, rule_keys, "was"));
    for (size_t i = 0; i < r->steps_count; i++)
        for (const char **id = r->steps[i].was; id && *id; id++)
            check_was(rl, &r->steps[i], *id);
    if (!gone)
        return;
    r->gone = arena_array(rl->l->arena, gone->count + 1, sizeof *r->gone);
    for_each_child (one, gone)
        load_gone_step(rl, one, &r->gone[r->gone_count++]);
}

/* ---- gone: of a programme: its rules ------------------------------------------------ */

/* The rule that says that it was this one; NULL: none does. */
static const struct rule *heir_of(const struct programme *p, const char *name)
{
    for (size_t i = 0; i < p->rules_count; i++)
        if (p->rules[i].was && strcmp(p->rules[i].was, name) == 0)
            return &p->rules[i];
    return NULL;
}

static void load_gone_rule(struct loader *l, const struct ynode *n, struct gone *out)
{
    const struct rule *there = programme_rule(l->programme, n->key);
    const struct rule *heir = heir_of(l->programme, n->key);

    *out = (struct gone){.name = n->key, .pos = n->key_pos, .target = STEP_END};
    if (there)
        diag_error(l->diags, n->key_pos, "the rule \"%s\" is not gone: it is in line %d", n->key,
                   there->pos.line);
    else if (heir)
        diag_error(l->diags, n->key_pos,
                   "\"%s\" was \"%s\", and its cases go on there: say it once", heir->name, n->key);
    if (n->kind != YNODE_SCALAR || strcmp(n->text, "end") != 0)
        diag_error(l->diags, n->pos,
                   "the cases of a rule that is gone can only end: say \"%s: end\"", n->key);
}

void load_gone_rules(struct loader *l, const struct ynode *n)
{
    struct programme *p = l->programme;

    if (!n)
        return;
    p->gone = arena_array(l->arena, n->count + 1, sizeof *p->gone);
    for_each_child (one, n)
        load_gone_rule(l, one, &p->gone[p->gone_count++]);
}
