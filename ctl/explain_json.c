/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain_json.c - what explain tells, for a program. */
#include "base/log.h"
#include "ctl/cases.h"
#include "ctl/explain.h"
#include "rules/phrases.h"
#include "rules/words.h"

#include <string.h>

static void append(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) < 0)
        die("out of memory");
}

json_t *json_event(struct ctl *c, const struct event *e)
{
    json_t *o = json_object();

    json_put(o, "id", json_id(e->id));
    json_put(o, "at", json_instant(e->at));
    json_put(o, "kind", json_text(event_kind_name(e->kind)));
    json_put(o, "programme", json_text(e->programme));
    json_put(o, "version", json_text(e->version));
    json_put(o, "rule", json_text(e->rule));
    json_put(o, "occurrence", json_text(e->occurrence));
    json_put(o, "case", json_id(e->case_id));
    json_put(o, "step", json_text(e->step));
    json_put(o, "person", json_id(e->person));
    json_put(o, "other", json_id(e->other));
    json_put(o, "by", json_id(e->by));
    json_put(o, "letter", json_id(e->letter));
    json_put(o, "until", json_instant(e->until));
    json_put(o, "name", json_text(e->name));
    json_put(o, "value", json_text(e->value));
    json_put(o, "reason", json_text(e->reason));
    json_put(o, "who", json_text(ctl_who(c, e)));
    json_put(o, "what", json_text(ctl_sentence(c, e)));
    return o;
}

/* ---- a case ---------------------------------------------------------------------------- */

struct past {
    struct ctl *c;
    json_t *events;
};

static int add_event(void *ctx, const struct event *e)
{
    struct past *p = ctx;

    append(p->events, json_event(p->c, e));
    return 0;
}

static json_t *conditions(struct ctl *c, const struct state *s, const struct kase *k,
                          const struct step *step)
{
    json_t *list = json_array();

    for (size_t i = 0; i < step->conds_count; i++) {
        json_t *o = json_object();
        json_put(o, "condition", json_text(step->conds[i].text));
        json_put(o, "holds", json_boolean(conds_hold(s, k, &step->conds[i], 1, c->now, NULL)));
        append(list, o);
    }
    return list;
}

static json_t *steps(struct ctl *c, const struct state *s, const struct kase *k,
                     const struct rule *r)
{
    json_t *list = json_array();

    for (size_t i = 0; r && i < r->steps_count; i++) {
        json_t *o = json_object();
        json_put(o, "step", json_text(r->steps[i].id));
        json_put(o, "does", json_text(phrase_step(c->arena, s->programme, r, &r->steps[i])));
        json_put(o, "conditions", conditions(c, s, k, &r->steps[i]));
        append(list, o);
    }
    return list;
}

static json_t *names(struct ctl *c, const int64_t *people, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        if (people[i])
            append(list, json_text(ctl_name(c, people[i])));
    return list;
}

json_t *explain_case_json(struct ctl *c, const struct state *s, const struct kase *k)
{
    const struct rule *r = programme_rule(s->programme, k->rule);
    const struct step *step = r && k->step ? rule_step(r, k->step) : NULL;
    const struct step *next =
        step && k->phase != PHASE_ENDED ? step_after_silence(s, k, r, step, c->now) : NULL;
    const struct event_filter filter = {.programme = s->programme->name, .case_id = k->id};
    struct past past = {c, json_array()};
    json_t *o = json_object();

    json_put(o, "case", json_id(k->id));
    json_put(o, "programme", json_text(s->programme->name));
    json_put(o, "rule", json_text(k->rule));
    json_put(o, "occurrence", json_text(k->occurrence));
    json_put(o, "about", names(c, (const int64_t[]){k->person, k->other}, 2));
    json_put(o, "step", json_text(k->step));
    json_put(o, "now", json_text(case_now(c, s->programme->name, k)));
    json_put(o, "ended", json_boolean(k->phase == PHASE_ENDED));
    json_put(o, "deadline", json_instant(k->deadline));
    json_put(o, "due", json_instant(k->due));
    json_put(o, "if_nobody_answers", json_text(next ? next->id : NULL));
    json_put(o, "steps", steps(c, s, k, r));
    json_put(o, "events", past.events);
    if (store_walk_events(c->store, c->arena, &filter, add_event, &past) < 0) {
        json_decref(o);
        return NULL;
    }
    return o;
}

/* ---- a person ---------------------------------------------------------------------------- */

static json_t *cases_of(struct ctl *c, const struct state *s, int64_t person)
{
    json_t *list = json_array(), *one;

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct kase *k = &s->cases[i];
        if (k->phase == PHASE_ENDED || (k->person != person && k->other != person))
            continue;
        if (!(one = explain_case_json(c, s, k))) {
            json_decref(list);
            return NULL;
        }
        append(list, one);
    }
    return list;
}

json_t *explain_person_json(struct ctl *c, const struct programme *p, int64_t person)
{
    struct state s = {0};
    json_t *o, *cases, *roles = json_array();
    int64_t responsible;

    if (store_load_state(c->store, c->arena, p, person, 0, &s) < 0 ||
        !(cases = cases_of(c, &s, person))) {
        json_decref(roles);
        return NULL;
    }
    const struct person *who = state_person(&s, person);
    responsible = person_responsible(&s, person);
    for (size_t i = 0; i < s.roles_count; i++)
        if (s.roles[i].person == person)
            append(roles, json_text(s.roles[i].role));
    o = json_object();
    json_put(o, "programme", json_text(p->name));
    json_put(o, "person", json_id(person));
    json_put(o, "name", json_text(ctl_name(c, person)));
    json_put(o, "roles", roles);
    json_put(o, "status", json_text(who ? who->status : NULL));
    json_put(
        o, "away_until",
        json_text(who && who->away_until.year ? date_format(c->arena, who->away_until) : NULL));
    json_put(o, "responsible", json_text(responsible ? ctl_name(c, responsible) : NULL));
    json_put(o, "cases", cases);
    return o;
}
