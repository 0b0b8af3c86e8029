/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_check.c - what only shows once a rule, or all of them, have been read. */
#include "rules/flow.h"
#include "rules/load_internal.h"

#include <string.h>

/* ---- ways through the steps ------------------------------------------------ */

static bool is_first_of_block(const struct rule_loader *rl, size_t step)
{
    for (size_t i = 0; i < rl->blocks_count; i++)
        if (rl->blocks[i].first == step)
            return true;
    return false;
}

/* Only the first of a row is named: the rest follows from it. */
static void check_reached(struct rule_loader *rl, const struct flow *f)
{
    const struct rule *r = rl->rule;

    for (size_t i = 0; i < rl->blocks_count; i++)
        if (!rl->blocks[i].used)
            diag_error(rl->l->diags, rl->blocks[i].pos,
                       "nothing leads to the block \"%s\": name it in \"answers:\", \"expired:\" "
                       "or \"then:\", or take it out",
                       rl->blocks[i].name);
    for (size_t i = 1; i < r->steps_count; i++) {
        if (f->reached[i] || !f->reached[i - 1] || is_first_of_block(rl, i))
            continue;
        diag_error(rl->l->diags, r->steps[i].pos,
                   "this step is never reached: every way ends before it");
    }
}

static void check_ends(struct rule_loader *rl)
{
    const struct rule *r = rl->rule;
    size_t back, at = flow_endless(rl->l->arena, r, &back);

    if (at != STEP_END)
        diag_error(rl->l->diags, r->steps[at].pos,
                   "this never ends: when nobody answers, \"%s\" goes back to \"%s\"",
                   r->steps[at].id, r->steps[back].id);
}

/* ---- whom a rule can speak of ---------------------------------------------- */

static bool link_leads(const struct programme *p, const char *kind, const char *from,
                       const char *to)
{
    for (size_t i = 0; i < p->links_count; i++) {
        const struct link_rule *link = &p->links[i];
        if (strcmp(link->kind, kind) == 0 && strcmp(link->from, from) == 0 &&
            strcmp(link->to, to) == 0)
            return true;
    }
    return false;
}

static bool is_matched_with(const struct programme *p, const char *a, const char *b)
{
    return link_leads(p, "match", a, b) || link_leads(p, "match", b, a);
}

/* As resolve_audience goes: the responsible one, the match, the match's responsible one. */
static bool leads_to(const struct programme *p, const char *from, const char *to)
{
    if (strcmp(from, to) == 0 || link_leads(p, "responsible", from, to) ||
        link_leads(p, "responsible", to, from) || /* "mentor", seen from her coordinator */
        link_leads(p, "answers_to", from, to) || is_matched_with(p, from, to))
        return true;
    for (size_t i = 0; i < p->links_count; i++) {
        const struct link_rule *link = &p->links[i];
        if (strcmp(link->kind, "responsible") == 0 && strcmp(link->to, to) == 0 &&
            is_matched_with(p, from, link->from))
            return true;
    }
    return false;
}

static bool has_responsible(const struct programme *p, const char *role)
{
    for (size_t i = 0; i < p->links_count; i++)
        if (strcmp(p->links[i].kind, "responsible") == 0 && strcmp(p->links[i].from, role) == 0)
            return true;
    return false;
}

/* The roles of the people that a case is about: none, one, or both of a match. */
static size_t subject_roles(const struct programme *p, const struct rule *r, const char *out[2])
{
    const struct link_rule *match = programme_match(p);

    if (r->subject == FOR_ROLE) {
        out[0] = r->role;
        return 1;
    }
    if (r->subject != FOR_MATCH || !match)
        return 0;
    out[0] = match->from;
    out[1] = match->to;
    return 2;
}

static void check_role_of(struct loader *l, const struct rule *r, const struct audience *to)
{
    const char *subject[2], *role = to->via ? to->via : to->role;
    size_t count = subject_roles(l->programme, r, subject);

    if (!role || !to->role)
        return; /* not understood, and said so */
    if (to->via && !leads_to(l->programme, to->via, to->role))
        diag_error(l->diags, to->pos, "no link leads from a %s to a %s", to->via, to->role);
    if (role_is_office(l->programme, role))
        return;
    if (!count) {
        diag_error(l->diags, to->pos,
                   "which %s? This rule is for the whole programme: say \"all %ss\"", role, role);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (leads_to(l->programme, subject[i], role))
            return;
    diag_error(l->diags, to->pos, "which %s? No link leads from a %s to a %s", role, subject[0],
               role);
}

static void check_audience(struct loader *l, const struct rule *r, const struct step *s,
                           const struct audience *to)
{
    const char *subject[2];
    size_t count = subject_roles(l->programme, r, subject);
    const char *key = s->letter ? "to" : "for";
    struct pos pos = to->pos.line ? to->pos : s->pos;

    if (to->kind == TO_SUBJECT && r->subject == FOR_PROGRAMME)
        diag_error(l->diags, pos, "whom? This rule is for the whole programme: add \"%s:\"", key);
    else if (to->kind == TO_SUBJECT && r->subject == FOR_MATCH)
        diag_error(l->diags, pos, "which of the two? Add \"%s:\"", key);
    else if (to->kind == TO_RESPONSIBLE && r->subject == FOR_PROGRAMME)
        diag_error(l->diags, pos, "responsible for whom? This rule is for the whole programme");
    else if (to->kind == TO_RESPONSIBLE && count && !has_responsible(l->programme, subject[0]))
        diag_error(l->diags, pos, "nobody is responsible for a %s: see \"links:\"", subject[0]);
    else if (to->kind == TO_ROLE)
        check_role_of(l, r, to);
}

bool role_is_looked_after(const struct programme *p, const char *role)
{
    const struct link_rule *match = programme_match(p);

    return has_responsible(p, role) ||
           (match && !strcmp(match->to, role) && has_responsible(p, match->from));
}

/* Of an attempt only the answer of whom the case is about is heard. */
static void check_attempt(struct loader *l, const struct rule *r, const struct step *s,
                          const struct audience *to)
{
    const char *subject[2], *role = to->kind == TO_SUBJECT ? r->role : to->role;
    size_t count = subject_roles(l->programme, r, subject);
    bool heard = to->kind == TO_SUBJECT;

    if (to->kind == TO_ALL || (!role && to->kind != TO_RESPONSIBLE))
        return; /* refused, or not understood, and said so */
    for (size_t i = 0; i < count && to->kind == TO_ROLE && !to->via; i++)
        heard |= strcmp(subject[i], role) == 0;
    if (!heard)
        diag_stricter(
            l->diags, to->pos.line ? to->pos : s->pos,
            "an attempt is at whom the rule is for: anybody else's answer to it would not "
            "be heard. Say \"ask\", or \"send\"");
    else if (!role_is_looked_after(l->programme, role))
        diag_stricter(
            l->diags, to->pos.line ? to->pos : s->pos,
            "an attempt is at somebody who is looked after, and nobody is responsible for a "
            "%s (see \"links:\"): what they write is read as orders. Say \"ask\", or \"send\"",
            role);
}

static void check_audiences(struct loader *l, const struct rule *r)
{
    for (size_t i = 0; i < r->steps_count; i++) {
        const struct step *s = &r->steps[i];
        for (size_t j = 0; !s->flagged && j < s->to_count; j++)
            if (s->verb != VERB_START || s->to[j].kind != TO_SUBJECT)
                check_audience(l, r, s, &s->to[j]);
        for (size_t j = 0; s->verb == VERB_ATTEMPT && j < s->to_count; j++)
            check_attempt(l, r, s, &s->to[j]);
        for (size_t j = 0; j < s->tell_count; j++)
            check_audience(l, r, s, &s->tell[j]);
        struct audience deputy = {.kind = TO_ROLE, .pos = s->pos, .role = s->deputy};
        if (s->deputy)
            check_audience(l, r, s, &deputy);
    }
}

/* ---- conditions ------------------------------------------------------------ */

static void unknown_answer(struct loader *l, const struct cond *c, const struct flow *f)
{
    const char *names[FLOW_MOST_ANSWERS + 1] = {NULL};

    for (size_t i = 0; i < f->count; i++)
        names[i] = f->names[i];
    unknown_word(l, c->pos, "answer", c->name, names);
}

static void check_choice(struct loader *l, const struct cond *c, const struct step *ask)
{
    const char *names[FLOW_MOST_ANSWERS + 2] = {"given"};

    for (size_t i = 0; i < ask->branches_count && i < FLOW_MOST_ANSWERS; i++) {
        if (strcmp(ask->branches[i].answer, c->value) == 0)
            return;
        names[i + 1] = ask->branches[i].answer;
    }
    if (strcmp(c->value, "given") != 0)
        unknown_word(l, c->pos, "answer to this question", c->value, names);
}

static void check_answer_cond(struct loader *l, const struct cond *c, const struct flow *f,
                              uint64_t possible)
{
    bool known = flow_has(f, ~(uint64_t)0, c->name);

    if (!known)
        unknown_answer(l, c, f);
    else if (!flow_has(f, possible, c->name))
        diag_error(l->diags, c->pos, "\"%s\" is only asked later", c->name);
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->names[i], c->name) == 0 && !f->fields[i] && f->asks[i]->verb == VERB_ASK)
            check_choice(l, c, f->asks[i]);
}

static void check_conds(struct loader *l, const struct rule *r, const struct cond *conds,
                        size_t count, const struct flow *f, uint64_t possible)
{
    for (size_t i = 0; i < count; i++) {
        const struct cond *c = &conds[i];
        struct audience who = {.kind = TO_ROLE, .pos = c->pos, .role = c->name};

        if (c->kind == COND_ANSWER_IS)
            check_answer_cond(l, c, f, possible);
        else if (c->kind == COND_ROLE_FIELD_IS || c->kind == COND_HAS)
            check_role_of(l, r, &who);
        else if (c->kind == COND_RESPONSIBLE_IS && r->subject == FOR_PROGRAMME)
            diag_error(l->diags, c->pos,
                       "responsible for whom? This rule is for the whole programme");
    }
}

/* ---- the rule -------------------------------------------------------------- */

static bool is_about_a_person(enum trigger_kind kind)
{
    return kind == TRIGGER_JOINED || kind == TRIGGER_LEFT || kind == TRIGGER_MARKED ||
           kind == TRIGGER_BACK || kind == TRIGGER_UNDELIVERABLE;
}

/* Only a pair is matched; people are assigned, and join. */
static bool counts_for(const struct rule *r, const struct trigger *t)
{
    return r->subject == FOR_ROLE || (r->subject == FOR_MATCH && !strcmp(t->name, "match"));
}

static void check_triggers(struct loader *l, const struct rule *r)
{
    for (size_t i = 0; i < r->triggers_count; i++) {
        const struct trigger *t = &r->triggers[i];
        if (is_about_a_person(t->kind) && r->subject != FOR_ROLE)
            diag_error(l->diags, t->pos, "this happens to one person: \"for:\" takes a role here");
        else if ((t->kind == TRIGGER_MATCHED || t->kind == TRIGGER_UNMATCHED) &&
                 r->subject == FOR_PROGRAMME)
            diag_error(l->diags, t->pos,
                       "this happens to two people: \"for:\" takes \"match\" or a role here");
        else if (t->kind == TRIGGER_SINCE && !counts_for(r, t))
            diag_error(l->diags, t->pos,
                       "this counts from a date of each one's own: \"for:\" takes %s here",
                       strcmp(t->name, "match") ? "a role" : "\"match\" or a role");
    }
}

/* A step that plans needs an answer of the right kind, which is asked before. */
static void check_plan(struct loader *l, const struct rule *r, const struct step *s,
                       const char *answer, const char *type, const struct flow *f)
{
    uint64_t possible = f->possible[s - r->steps];

    for (size_t i = 0; answer && i < f->count; i++) {
        if (strcmp(f->names[i], answer) != 0 || !(possible & (uint64_t)1 << i))
            continue;
        if (f->asks[i]->verb == VERB_POLL && strcmp(type, "date") == 0)
            return;
        if (!f->fields[i] || !f->fields[i]->type || strcmp(f->fields[i]->type, type) != 0)
            break;
        return;
    }
    if (answer)
        diag_error(l->diags, s->pos, "no step before this one asks for a %s called \"%s\"", type,
                   answer);
}

static void check_plans(struct loader *l, const struct rule *r, const struct flow *f)
{
    for (size_t i = 0; i < r->steps_count; i++) {
        check_plan(l, r, &r->steps[i], r->steps[i].on, "date", f);
        check_plan(l, r, &r->steps[i], r->steps[i].at, "time", f);
    }
}

void check_rule(struct rule_loader *rl, bool understood)
{
    struct loader *l = rl->l;
    const struct rule *r = rl->rule;
    struct flow f;

    flow_analyse(l->arena, r, &f);
    if (f.count == FLOW_MOST_ANSWERS)
        diag_error(l->diags, r->pos,
                   "a rule can ask for fewer than %d answers; this one asks for "
                   "more: make two of it",
                   FLOW_MOST_ANSWERS);
    check_triggers(l, r);
    if (r->role || r->subject != FOR_ROLE)
        check_audiences(l, r);
    if (!understood)
        return;
    check_reached(rl, &f);
    check_ends(rl);
    check_plans(l, r, &f);
    check_conds(l, r, r->conds, r->conds_count, &f, 0);
    for (size_t i = 0; i < r->steps_count; i++)
        check_conds(l, r, r->steps[i].conds, r->steps[i].conds_count, &f, f.possible[i]);
}

/* ---- rules that start each other ------------------------------------------- */

static bool starts(const struct rule *r, const char *name)
{
    for (size_t i = 0; i < r->steps_count; i++)
        if (r->steps[i].verb == VERB_START && r->steps[i].name &&
            strcmp(r->steps[i].name, name) == 0)
            return true;
    return false;
}

static bool is_started(const struct programme *p, const char *name)
{
    for (size_t i = 0; i < p->rules_count; i++)
        if (starts(&p->rules[i], name))
            return true;
    return false;
}

static bool only_started(const struct rule *r)
{
    return r->triggers_count == 1 && r->triggers[0].kind == TRIGGER_STARTED;
}

/* Marks what can be reached by starts from r; whether r is among it. */
static bool starts_itself(const struct programme *p, size_t from, bool *seen)
{
    bool changed = true;

    for (size_t i = 0; i < p->rules_count; i++)
        seen[i] = starts(&p->rules[from], p->rules[i].name);
    while (changed) {
        changed = false;
        for (size_t i = 0; i < p->rules_count; i++)
            for (size_t j = 0; seen[i] && j < p->rules_count; j++)
                if (!seen[j] && starts(&p->rules[i], p->rules[j].name))
                    changed = seen[j] = true;
    }
    return seen[from];
}

static void check_start_steps(struct loader *l, const struct rule *r)
{
    for (size_t i = 0; i < r->steps_count; i++) {
        const struct step *s = &r->steps[i];
        const struct rule *other =
            s->verb == VERB_START && s->name ? programme_rule(l->programme, s->name) : NULL;
        if (!other || s->flagged || other->subject == FOR_PROGRAMME || s->to[0].kind != TO_SUBJECT)
            continue;
        if (r->subject != other->subject || (r->role && strcmp(r->role, other->role) != 0))
            diag_error(l->diags, s->pos,
                       "\"%s\" is for %s, and this rule is not: add \"for:\" to say for whom",
                       other->name, other->role ? other->role : "a match");
    }
}

void check_starts(struct loader *l)
{
    const struct programme *p = l->programme;
    bool *seen = arena_array(l->arena, p->rules_count + 1, sizeof *seen);

    for (size_t i = 0; i < p->rules_count; i++) {
        const struct rule *r = &p->rules[i];
        check_start_steps(l, r);
        if (only_started(r) && !is_started(p, r->name))
            diag_error(l->diags, r->pos, "nothing starts \"%s\": no rule has \"start: %s\"",
                       r->name, r->name);
        if (starts_itself(p, i, seen))
            diag_error(l->diags, r->pos, "this never ends: \"%s\" starts itself again", r->name);
    }
}
