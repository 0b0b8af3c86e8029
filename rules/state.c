/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state.c - finding and adding in a slice. Slices are small: plain scans. */
#include "rules/state.h"

#include <string.h>

struct person *state_person(const struct state *s, int64_t id)
{
    for (size_t i = 0; i < s->people_count; i++)
        if (s->people[i].id == id)
            return &s->people[i];
    return NULL;
}

struct kase *state_case(const struct state *s, int64_t id)
{
    for (size_t i = 0; i < s->cases_count; i++)
        if (s->cases[i].id == id)
            return &s->cases[i];
    return NULL;
}

bool state_has_role(const struct state *s, int64_t person, const char *role)
{
    for (size_t i = 0; i < s->roles_count; i++) {
        const struct role_holding *h = &s->roles[i];
        if (h->person == person && !h->gone && !strcmp(h->role, role))
            return true;
    }
    return false;
}

int64_t state_linked(const struct state *s, const char *kind, int64_t person, bool reverse,
                     size_t *i)
{
    while (*i < s->links_count) {
        const struct link *l = &s->links[(*i)++];
        if (!l->gone && !strcmp(l->kind, kind) && (reverse ? l->to : l->from) == person)
            return reverse ? l->from : l->to;
    }
    return 0;
}

int64_t state_responsible(const struct state *s, int64_t person)
{
    size_t i = 0;
    return state_linked(s, "responsible", person, false, &i);
}

const struct case_var *case_var(const struct kase *k, const char *name)
{
    /* the last one counts: people correct themselves */
    for (size_t i = k->vars_count; i-- > 0;)
        if (!strcmp(k->vars[i].name, name))
            return &k->vars[i];
    return NULL;
}

bool case_is_queued(const struct kase *k)
{
    return k->phase == PHASE_WAITING && !k->step;
}

bool case_stands_still(const struct kase *k)
{
    return k->phase == PHASE_WAITING && k->step && !k->due;
}

static bool moves_case(enum event_kind kind)
{
    return kind >= EVENT_CASE_BEGUN && kind <= EVENT_CASE_ENDED;
}

bool event_is_overtaken(const struct state *s, const struct event *e)
{
    const struct kase *k = e->case_id && moves_case(e->kind) ? state_case(s, e->case_id) : NULL;

    return k && k->phase == PHASE_ENDED;
}

struct person *state_add_person(struct state *s, int64_t id)
{
    struct person *p =
        arena_grow(s->arena, &s->people, s->people_count, &s->people_cap, sizeof *s->people);
    s->people_count++;
    p->id = id;
    p->status = STATUS_ACTIVE;
    return p;
}

void state_add_role(struct state *s, int64_t person, const char *role, int load)
{
    struct role_holding *h =
        arena_grow(s->arena, &s->roles, s->roles_count, &s->roles_cap, sizeof *s->roles);
    s->roles_count++;
    *h = (struct role_holding){.person = person, .role = role, .load = load};
}

void state_add_link(struct state *s, const char *kind, int64_t from, int64_t to)
{
    struct link *l =
        arena_grow(s->arena, &s->links, s->links_count, &s->links_cap, sizeof *s->links);
    s->links_count++;
    *l = (struct link){.kind = kind, .from = from, .to = to};
}

struct kase *state_add_case(struct state *s, int64_t id)
{
    struct kase *k =
        arena_grow(s->arena, &s->cases, s->cases_count, &s->cases_cap, sizeof *s->cases);
    s->cases_count++;
    k->id = id;
    return k;
}

struct appointment *state_add_appointment(struct state *s, const char *meeting)
{
    struct appointment *m = arena_grow(s->arena, &s->appointments, s->appointments_count,
                                       &s->appointments_cap, sizeof *s->appointments);
    s->appointments_count++;
    m->meeting = meeting;
    return m;
}
