/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/rule_coverage.h"

#include "rules/phrases.h"
#include "rules/ways.h"

#include <string.h>

struct step_cover {
    struct way ways[WAYS_MOST];
    bool taken[WAYS_MOST]; /* beside ways */
    size_t ways_count;
    bool entered, reminded;
};

struct rule_cover {
    const struct rule *rule;
    struct step_cover *steps;
    bool began, refused, ended_by_reply, ended_by_mark;
};

/* A case of the history that is being read. */
struct traced {
    int64_t id, person, other;
    struct rule_cover *rule;
    size_t step; /* STEP_END: it has just begun */
    bool written, answered, silent, held, undone;
    const char *answer, *announced;
    instant deadline;
};

struct rule_coverage {
    struct arena *arena;
    const struct programme *p;
    struct rule_cover *rules;
    struct traced *cases;
    size_t cases_count, cases_cap;
    struct event contact, mark; /* the last ones: person and at */
};

struct rule_coverage *rule_coverage_new(struct arena *a, const struct programme *p)
{
    struct rule_coverage *v = arena_new_of(a, struct rule_coverage);

    v->arena = a;
    v->p = p;
    v->rules = arena_array(a, p->rules_count, sizeof *v->rules);
    for (size_t i = 0; i < p->rules_count; i++) {
        const struct rule *r = v->rules[i].rule = &p->rules[i];
        v->rules[i].steps = arena_array(a, r->steps_count, sizeof *v->rules[i].steps);
        for (size_t j = 0; j < r->steps_count; j++) {
            struct step_cover *s = &v->rules[i].steps[j];
            s->ways_count = step_ways(&r->steps[j], s->ways);
        }
    }
    return v;
}

/* ---- finding ------------------------------------------------------------------ */

static struct rule_cover *find_rule(struct rule_coverage *v, const char *name)
{
    for (size_t i = 0; name && i < v->p->rules_count; i++)
        if (!strcmp(v->rules[i].rule->name, name))
            return &v->rules[i];
    return NULL;
}

static struct traced *find_case(struct rule_coverage *v, int64_t id)
{
    for (size_t i = v->cases_count; id && i-- > 0;)
        if (v->cases[i].id == id)
            return &v->cases[i];
    return NULL;
}

/* STEP_END where the rule has no step of that name: another version's. */
static size_t find_step(const struct rule *r, const char *id)
{
    const struct step *s = id ? rule_step(r, id) : NULL;

    return s ? (size_t)(s - r->steps) : STEP_END;
}

static const struct step *step_of(const struct traced *k)
{
    return k->step == STEP_END ? NULL : &k->rule->rule->steps[k->step];
}

/* ---- from step to step ------------------------------------------------------------ */

static bool has_way(const struct step_cover *s, enum way_kind kind)
{
    for (size_t i = 0; i < s->ways_count; i++)
        if (s->ways[i].kind == kind)
            return true;
    return false;
}

/* Whether the step waits for what people say. */
static bool is_asking(const struct step_cover *s)
{
    return has_way(s, WAY_REPLY) || has_way(s, WAY_ANSWER) || has_way(s, WAY_FILLED);
}

/* The way that the case must have taken for what it was told; false where it took none, as nobody
 * could be asked. */
static bool way_taken(const struct traced *k, const struct step_cover *s, struct way *out)
{
    *out = (struct way){.kind = WAY_DONE};
    if (!is_asking(s))
        return true;
    if (!k->written)
        return false;
    if (k->silent)
        out->kind = has_way(s, WAY_SILENCE) ? WAY_SILENCE : WAY_EXPIRED;
    else if (has_way(s, WAY_REPLY))
        out->kind = WAY_REPLY;
    else if (has_way(s, WAY_ANSWER))
        *out = (struct way){.kind = WAY_ANSWER, .answer = k->answer};
    else
        out->kind = WAY_FILLED;
    return true;
}

static bool is_way(const struct way *w, const struct way *taken)
{
    if (w->kind != taken->kind)
        return false;
    return w->kind != WAY_ANSWER || (taken->answer && !strcmp(w->answer, taken->answer));
}

static size_t take(struct step_cover *s, const struct way *taken)
{
    for (size_t i = 0; i < s->ways_count; i++) {
        if (!is_way(&s->ways[i], taken))
            continue;
        s->taken[i] = true;
        return s->ways[i].target;
    }
    return STEP_END;
}

/* Whether passing over steps leads from one to the other. */
static bool leads_past(const struct rule *r, size_t from, size_t to)
{
    for (size_t left = r->steps_count; from != to && left > 0; left--) {
        if (from == STEP_END || !r->steps[from].conds_count)
            return false;
        from = r->steps[from].next;
    }
    return from == to;
}

static void pass_over(struct rule_cover *r, size_t from, size_t to)
{
    static const struct way passed = {.kind = WAY_PASSED};

    if (leads_past(r->rule, from, to))
        while (from != to)
            from = take(&r->steps[from], &passed);
}

/* The case goes on to a step, or to its end. */
static void move_on(struct traced *k, size_t to)
{
    const struct step *s = step_of(k);
    struct step_cover *cover = s ? &k->rule->steps[k->step] : NULL;
    struct way taken;

    if (!s)
        pass_over(k->rule, 0, to);
    else if (way_taken(k, cover, &taken))
        pass_over(k->rule, take(cover, &taken), to);
    else
        pass_over(k->rule, s->next, to);
}

/* ---- events ------------------------------------------------------------------------ */

static void on_started(struct rule_coverage *v, const struct event *e)
{
    struct rule_cover *r = find_rule(v, e->rule);
    struct traced *k;

    if (!r)
        return;
    k = arena_grow(v->arena, &v->cases, v->cases_count++, &v->cases_cap, sizeof *k);
    *k = (struct traced){
        .id = e->case_id, .person = e->person, .other = e->other, .rule = r, .step = STEP_END};
    r->began = true;
}

static void on_entered(struct traced *k, const struct event *e)
{
    size_t to = find_step(k->rule->rule, e->step);

    if (to == STEP_END)
        return;
    if (to != k->step)
        move_on(k, to);
    k->rule->steps[to].entered = true;
    *k = (struct traced){
        .id = k->id, .person = k->person, .other = k->other, .rule = k->rule, .step = to};
}

static bool concerns(const struct traced *k, const struct event *what, instant at)
{
    return what->at == at && what->person &&
           (what->person == k->person || what->person == k->other);
}

/* Whether the end came from within the ladder, and not from outside. */
static bool ended_by_itself(const struct traced *k, const struct event *e)
{
    const struct step *s = step_of(k);

    if (!s)
        return true;
    if (k->held)
        return false;
    if (is_asking(&k->rule->steps[k->step]))
        return k->silent || k->answered || !k->written;
    return s->verb != VERB_WAIT || e->at >= k->deadline;
}

static void undo(struct traced *k)
{
    static const struct way undone = {.kind = WAY_UNDONE};
    size_t step = find_step(k->rule->rule, k->announced);

    if (step != STEP_END)
        take(&k->rule->steps[step], &undone);
}

static void on_ended(struct rule_coverage *v, struct traced *k, const struct event *e)
{
    const struct step *s = step_of(k);
    static const struct way reply = {.kind = WAY_REPLY};

    if (k->undone) {
        undo(k);
    } else if (ended_by_itself(k, e)) {
        move_on(k, STEP_END);
    } else if (concerns(k, &v->contact, e->at)) {
        k->rule->ended_by_reply = true;
        if (s->verb == VERB_ATTEMPT && !s->branches_count)
            take(&k->rule->steps[k->step], &reply);
    } else if (concerns(k, &v->mark, e->at)) {
        k->rule->ended_by_mark = true;
    }
}

static void on_case_event(struct rule_coverage *v, struct traced *k, const struct event *e)
{
    const struct step *s = step_of(k);

    switch (e->kind) {
    case EVENT_STEP_ENTERED:
        on_entered(k, e);
        break;
    case EVENT_LETTER_QUEUED:
        k->written |= s && e->step && !strcmp(s->id, e->step);
        break;
    case EVENT_WAIT_SET:
        k->deadline = e->until;
        break;
    case EVENT_SILENCE:
        k->silent = true;
        break;
    case EVENT_STEP_DONE:
        k->silent |= e->value && !strcmp(e->value, "expired");
        break;
    case EVENT_ANSWERED:
        k->answered = true;
        if (s && !strcmp(e->name, s->id))
            k->answer = arena_strdup(v->arena, e->value);
        break;
    case EVENT_REMINDED:
        if (s)
            k->rule->steps[k->step].reminded = true;
        break;
    case EVENT_HOLD_ANNOUNCED:
        k->announced = arena_strdup(v->arena, e->step);
        k->held = s && !strcmp(s->id, e->step);
        break;
    case EVENT_HOLD_UNDONE:
        k->undone = true;
        break;
    case EVENT_CASE_ENDED:
        on_ended(v, k, e);
        break;
    default:
        break;
    }
}

static const char *without_not(const char *cond)
{
    return strncmp(cond, "not ", 4) ? cond : cond + 4;
}

/* Whether no case began because of a condition of the rule: it stands in the reason. */
static bool is_refused(const struct rule *r, const struct event *e)
{
    for (size_t i = 0; e->reason && i < r->conds_count; i++)
        if (strstr(e->reason, without_not(r->conds[i].text)))
            return true;
    return false;
}

static int on_event(void *ctx, const struct event *e)
{
    struct rule_coverage *v = ctx;
    struct rule_cover *r = find_rule(v, e->rule);
    struct traced *k = find_case(v, e->case_id);

    if (e->kind == EVENT_CASE_STARTED)
        on_started(v, e);
    else if (e->kind == EVENT_SKIPPED && r)
        r->refused |= is_refused(r->rule, e);
    else if (e->kind == EVENT_CONTACT_MADE)
        v->contact = (struct event){.at = e->at, .person = e->person};
    else if (e->kind == EVENT_MARKED)
        v->mark = (struct event){.at = e->at, .person = e->person};
    else if (k)
        on_case_event(v, k, e);
    return 0;
}

int rule_coverage_add(struct rule_coverage *v, struct store *store)
{
    struct event_filter all = {.programme = v->p->name};

    v->cases_count = 0;
    v->contact = v->mark = (struct event){0};
    return store_walk_events(store, v->arena, &all, on_event, v);
}

/* ---- the report ----------------------------------------------------------------------- */

struct report {
    struct arena *a;
    const struct rule *rule;
    struct diags missing;
    struct rule_coverage_sum sum;
};

static void count(struct report *p, bool covered, struct pos pos, const char *step,
                  const char *what)
{
    p->sum.all++;
    p->sum.covered += covered;
    if (!covered)
        diag_warning(&p->missing, pos, "%s%s%s: %s", p->rule->name, step ? ", " : "",
                     step ? step : "", what);
}

/* The opposite of conditions, in words. */
static const char *not_so(struct arena *a, const struct cond *conds, size_t count)
{
    const char *words = phrase_conds(a, conds, count);

    if (count == 1 && conds[0].negated)
        return without_not(words);
    return arena_printf(a, "not so that %s", words);
}

static const char *missing_way(struct arena *a, const struct step *s, const struct way *w)
{
    switch (w->kind) {
    case WAY_PASSED:
        return arena_printf(a, "no test passes over it (%s)", not_so(a, s->conds, s->conds_count));
    case WAY_DONE:
        return "no test sees it done";
    case WAY_UNDONE:
        return "no test undoes it";
    default:
        return arena_printf(a, "no test has \"%s\"", phrase_way(a, s, w));
    }
}

/* A step that no test comes to is one line, not one for each of its ways. */
static void report_step(struct report *p, const struct step *s, const struct step_cover *c)
{
    count(p, c->entered, s->pos, s->id, "no test comes to this step");
    for (size_t i = 0; i < c->ways_count; i++) {
        if (c->entered || c->taken[i] || c->ways[i].kind == WAY_PASSED)
            count(p, c->taken[i], c->ways[i].pos, s->id, missing_way(p->a, s, &c->ways[i]));
        else
            p->sum.all++;
    }
    if (s->remind_days && c->entered)
        count(p, c->reminded, s->pos, s->id, "no test sees the reminder");
}

static void report_rule(struct report *p, const struct rule_cover *c)
{
    const struct rule *r = p->rule = c->rule;

    count(p, c->began, r->pos, NULL, "no test begins a case of this rule");
    if (!c->began)
        return;
    if (r->conds_count)
        count(p, c->refused, r->conds[0].pos, NULL,
              arena_printf(p->a, "no test has \"%s\"", not_so(p->a, r->conds, r->conds_count)));
    if (r->until_reply)
        count(p, c->ended_by_reply, r->pos, NULL, "no test ends it by a reply (until)");
    if (r->until_marked && *r->until_marked)
        count(p, c->ended_by_mark, r->pos, NULL, "no test ends it by a mark (until)");
    for (size_t i = 0; i < r->steps_count; i++)
        report_step(p, &r->steps[i], &c->steps[i]);
}

struct rule_coverage_sum rule_coverage_report(const struct rule_coverage *v, struct buf *out)
{
    struct report p = {.a = v->arena};

    diags_init(&p.missing, v->arena);
    for (size_t i = 0; i < v->p->rules_count; i++)
        report_rule(&p, &v->rules[i]);
    diags_print(&p.missing, out);
    return p.sum;
}
