/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adopt_check.c - who stands at what an edit took away, and what can be done about it. */
#include "engine/adopt.h"

#include <string.h>

#define AT_ONCE    64
#define MOST_NAMED 8

/* One thing that is gone, and whose cases stand there. */
struct loss {
    const char *rule, *step; /* step NULL: the rule is gone */
    size_t count;
    const char *people; /* "@7, @9 and @12" of the first MOST_NAMED, joined as they come */
};

struct losses {
    struct arena *arena;
    struct diags *diags;
    const struct programme *p; /* as edited; NULL: it is gone */
    const char *programme;
    struct loss *items;
    size_t count, cap;
};

/* ---- finding them --------------------------------------------------------------- */

static const struct rule *rule_of(const struct programme *p, const char *name)
{
    const struct rule *r = programme_rule(p, name);

    for (size_t i = 0; !r && i < p->rules_count; i++)
        if (p->rules[i].was && !strcmp(p->rules[i].was, name))
            r = &p->rules[i];
    return r;
}

/* What of it is gone without a word on its cases: 0 nothing, 1 the step, 2 the rule. */
static int what_is_gone(const struct programme *p, const struct kase *k)
{
    const struct rule *r = p ? rule_of(p, k->rule) : NULL;

    if (!r)
        return p && programme_gone(p, k->rule) ? 0 : 2;
    return !k->step || rule_step(r, k->step) || rule_gone(r, k->step) ? 0 : 1;
}

static const char *subject(struct arena *a, const struct kase *k)
{
    if (!k->person)
        return "the programme itself";
    if (!k->other)
        return arena_printf(a, "@%lld", (long long)k->person);
    return arena_printf(a, "@%lld with @%lld", (long long)k->person, (long long)k->other);
}

static struct loss *find_loss(struct losses *l, const char *rule, const char *step)
{
    struct loss *new;

    for (size_t i = 0; i < l->count; i++)
        if (!strcmp(l->items[i].rule, rule) && !l->items[i].step == !step &&
            (!step || !strcmp(l->items[i].step, step)))
            return &l->items[i];
    new = arena_grow(l->arena, &l->items, l->count++, &l->cap, sizeof *new);
    *new = (struct loss){.rule = rule, .step = step, .people = ""};
    return new;
}

static void note_loss(struct losses *l, const struct kase *k)
{
    int gone = what_is_gone(l->p, k);
    struct loss *loss;

    if (!gone)
        return;
    loss = find_loss(l, k->rule, gone == 1 ? k->step : NULL);
    if (loss->count++ < MOST_NAMED)
        loss->people = arena_printf(l->arena, "%s%s%s", loss->people, loss->count > 1 ? ", " : "",
                                    subject(l->arena, k));
}

static int find_losses(struct store *s, struct losses *l)
{
    struct kase open[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_cases(s, l->arena, l->programme, after, open, AT_ONCE);
        for (int i = 0; i < n; i++) {
            note_loss(l, &open[i]);
            after = open[i].id;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

/* ---- telling of them -------------------------------------------------------------- */

static const char *who(struct losses *l, const struct loss *loss)
{
    if (loss->count <= MOST_NAMED)
        return loss->people;
    return arena_printf(l->arena, "%s and %zu more", loss->people, loss->count - MOST_NAMED);
}

static void tell_step(struct losses *l, const struct loss *loss)
{
    const struct rule *r = rule_of(l->p, loss->rule);
    const char **ids = arena_array(l->arena, r->steps_count + 1, sizeof *ids), *near;

    for (size_t i = 0; i < r->steps_count; i++)
        ids[i] = r->steps[i].id;
    near = nearest_word(loss->step, ids);
    diag_error(
        l->diags, r->pos,
        "the step \"%s\" of %s is gone, and %zu case%s there: %s. Keep it; or, where another "
        "step stands in for it%s%s%s, say \"was: %s\" there; or say in the rule where they "
        "go: \"gone: {%s: end}\", or a step instead of end",
        loss->step, loss->rule, loss->count, loss->count == 1 ? " stands" : "s stand", who(l, loss),
        near ? " (" : "", near ? near : "", near ? "?)" : "", loss->step, loss->step);
}

static const char *missing_file(struct losses *l)
{
    return l->p->rules_count ? l->p->rules[0].pos.file : l->programme;
}

static void tell_rule(struct losses *l, const struct loss *loss)
{
    diag_error(
        l->diags, (struct pos){.file = missing_file(l)},
        "the rule %s is gone, and %zu of its cases run%s: %s. Keep it; or, where a rule is "
        "the same under another name, say \"was: %s\" in that; or say beside \"rules:\" that "
        "they end: \"gone: {%s: end}\"",
        loss->rule, loss->count, loss->count == 1 ? "s" : "", who(l, loss), loss->rule, loss->rule);
}

static void tell_programme(struct losses *l)
{
    size_t cases = 0;
    const char *rules = "";

    for (size_t i = 0; i < l->count; i++) {
        cases += l->items[i].count;
        rules = arena_printf(l->arena, "%s%s%s: end", rules, i ? ", " : "", l->items[i].rule);
    }
    diag_error(
        l->diags, (struct pos){.file = l->programme},
        "the programme is gone, and %zu of its cases run%s: %s%s. Keep its folder; or leave "
        "in its rules.yaml only \"rules: {}\" and \"gone: {%s}\", reload, and take it away then",
        cases, cases == 1 ? "s" : "", who(l, &l->items[0]),
        l->count > 1 ? " and those of other rules" : "", rules);
}

static void tell_crowd(struct losses *l, const struct rule *r, const char *role)
{
    for (size_t i = 0; i < r->steps_count; i++) {
        const struct step *step = &r->steps[i];

        if (step->verb == VERB_ASSIGN || step->verb == VERB_REASSIGN ||
            !step_wants_whole(l->p, step, role))
            continue;
        diag_error(
            l->diags, step->pos,
            "%s: the step \"%s\" is for all who are %s, and more than %d people are: one step "
            "is for at most so many. To write to all of them without a limit, say \"send\", "
            "\"invite\" or \"poll\"",
            r->name, step->id, role, MOST_AT_ONCE);
    }
}

/* A rule can take over the cases of another only where it has none of its own. */
static int check_renamed(struct store *s, struct losses *l)
{
    for (size_t i = 0; l->p && i < l->p->rules_count; i++) {
        const struct rule *r = &l->p->rules[i];
        int was, has;

        if (!r->was)
            continue;
        if ((was = store_rule_has_cases(s, l->programme, r->was)) < 0 ||
            (has = store_rule_has_cases(s, l->programme, r->name)) < 0)
            return -1;
        if (was && has)
            diag_error(l->diags, r->was_pos,
                       "\"%s\" has cases of its own, so those of \"%s\" can't become its: give the "
                       "rule a name that was never used",
                       r->name, r->was);
    }
    return 0;
}

/* A question to all, or a deed for all, of a role that by now too many people hold. */
static int check_crowds(struct store *s, struct losses *l)
{
    for (const char **role = l->p ? l->p->roles : NULL; role && *role; role++) {
        int many = store_role_exceeds(s, l->programme, *role, MOST_AT_ONCE);

        if (many < 0)
            return -1;
        for (size_t i = 0; many && i < l->p->rules_count; i++)
            tell_crowd(l, &l->p->rules[i], *role);
    }
    return 0;
}

static int check_programme(struct store *s, const char *name, const struct programme *p,
                           struct diags *d)
{
    struct losses l = {.arena = d->arena, .diags = d, .p = p, .programme = name};

    if (find_losses(s, &l) < 0 || check_renamed(s, &l) < 0 || check_crowds(s, &l) < 0)
        return -1;
    if (!p && l.count)
        tell_programme(&l);
    for (size_t i = 0; p && i < l.count; i++) {
        if (l.items[i].step)
            tell_step(&l, &l.items[i]);
        else
            tell_rule(&l, &l.items[i]);
    }
    return 0;
}

int adopt_check(struct store *s, const struct shelf *shelf, struct diags *d)
{
    struct rules_row *rows;
    int n = store_in_force(s, d->arena, &rows);

    for (int i = 0; i < n; i++)
        if (!shelf_programme(shelf, rows[i].programme) &&
            check_programme(s, rows[i].programme, NULL, d) < 0)
            return -1;
    for (size_t i = 0; n >= 0 && i < shelf->count; i++) {
        const struct programme *p = shelf->programmes[i].rules;
        if (check_programme(s, p->name, p, d) < 0)
            return -1;
    }
    return n < 0 ? -1 : 0;
}
