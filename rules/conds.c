/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conds.c - conditions of rules and steps, one function a kind. */
#include "rules/decide.h"
#include "rules/meeting.h"

#include <string.h>

struct question {
    const struct state *s;
    const struct kase *k;
    const struct cond *c;
    instant now;
};

static bool responsible_is(const struct question *q)
{
    int64_t who = person_responsible(q->s, q->k->person);

    return who && state_has_role(q->s, who, q->c->name);
}

static const char *person_field(const struct question *q, const struct person *p, const char *field)
{
    const struct state *s = q->s;

    if (!strcmp(field, "away"))
        return date_compare(p->away_until, civil_at(q->now, s->programme->zone).date) > 0 ? "yes"
                                                                                          : "no";
    if (!strcmp(field, "status"))
        return p->status;
    if (!strcmp(field, "language"))
        return p->language ? p->language : "en";
    if (!strcmp(field, "zone"))
        return zone_name(p->zone ? p->zone : s->programme->zone);
    return "";
}

static bool role_field_is(const struct question *q)
{
    const struct audience who = {.kind = TO_ROLE, .role = q->c->name};
    int64_t id;

    if (!resolve_audience(q->s, q->k, &who, &id, 1))
        return false;
    const struct person *p = state_person(q->s, id);
    return p && !strcmp(person_field(q, p, q->c->field), q->c->value);
}

static bool answer_is(const struct question *q)
{
    const struct case_var *v = case_var(q->k, q->c->name);

    if (!strcmp(q->c->value, "given"))
        return v != NULL;
    return v && v->value && !strcmp(v->value, q->c->value);
}

static bool rule_within(const struct question *q)
{
    instant since = instant_add_days(q->now, -q->c->days, q->s->programme->zone);

    for (size_t i = 0; i < q->s->cases_count; i++) {
        const struct kase *k = &q->s->cases[i];
        if (k->person == q->k->person && k->started > since && !strcmp(k->rule, q->c->name))
            return true;
    }
    return false;
}

static bool has_role(const struct question *q)
{
    const struct audience who = {.kind = TO_ROLE, .role = q->c->name};
    int64_t id;
    return resolve_audience(q->s, q->k, &who, &id, 1) > 0;
}

/* A pair's or a person's own, or the programme's. */
static bool is_planned(const struct question *q)
{
    const struct meeting *m = programme_meeting(q->s->programme, q->c->name);
    bool whole = m && m->subject == FOR_PROGRAMME;

    if (m && m->times_count)
        return meeting_schedule(m, meeting_choice(q->s, m)) != NULL;
    return next_appointment(q->s, q->c->name, whole ? 0 : q->k->person, whole ? 0 : q->k->other,
                            q->now) != NULL;
}

static bool (*const answers[])(const struct question *) = {
    [COND_RESPONSIBLE_IS] = responsible_is,
    [COND_ROLE_FIELD_IS] = role_field_is,
    [COND_ANSWER_IS] = answer_is,
    [COND_RULE_WITHIN] = rule_within,
    [COND_HAS] = has_role,
    [COND_PLANNED] = is_planned,
};

bool conds_hold(const struct state *s, const struct kase *k, const struct cond *conds, size_t count,
                instant now, const char **why)
{
    for (size_t i = 0; i < count; i++) {
        struct question q = {s, k, &conds[i], now};
        if (answers[conds[i].kind](&q) != conds[i].negated)
            continue;
        if (why)
            *why = conds[i].text;
        return false;
    }
    return true;
}
