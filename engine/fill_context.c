/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fill_context.c - who somebody is, in one line: what a coordinator with thirty
 * people likes to be told when one of them writes. */
#include "engine/engine_internal.h"

#include <string.h>

#define CONTACT_DAYS 62
#define MOST_SHOWN   3

struct context {
    struct engine *e;
    const struct writing *w;
    int64_t person;
    struct {
        instant at;
        bool made;
    } last[MOST_SHOWN]; /* oldest first */
    size_t count;
};

static const char *day(struct context *c, instant t)
{
    struct date d = civil_at(t, c->e->programme->rules->zone).date;

    return arena_printf(c->e->scratch, "%d %.3s %d", d.day, month_name(d.month), d.year);
}

static const char *name_of(struct context *c, int64_t person)
{
    struct person_row p;

    return store_get_person(c->e->store, c->e->scratch, person, &p) == 0 ? p.name : "";
}

/* "mentor" */
static const char *role_of(struct context *c)
{
    const struct state *s = c->w->state;

    for (size_t i = 0; i < s->roles_count; i++)
        if (s->roles[i].person == c->person && !s->roles[i].gone)
            return s->roles[i].role;
    return "";
}

/* ", matched with Bea Moss since 3 Mar 2027" for each match. */
static const char *matches(struct context *c)
{
    const struct state *s = c->w->state;
    const char *out = "";

    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (l->gone || strcmp(l->kind, "match") || (l->from != c->person && l->to != c->person))
            continue;
        out = arena_printf(c->e->scratch, "%s, matched with %s", out,
                           name_of(c, l->from == c->person ? l->to : l->from));
        if (l->since)
            out = arena_printf(c->e->scratch, "%s since %s", out, day(c, l->since));
    }
    return out;
}

/* The letter that is being passed on is no contact of before. */
static int keep_contact(void *ctx, const struct event *ev)
{
    struct context *c = ctx;

    if (ev->person != c->person || ev->at >= c->e->now)
        return 0;
    if (c->count == MOST_SHOWN)
        memmove(&c->last[0], &c->last[1], --c->count * sizeof c->last[0]);
    c->last[c->count].at = ev->until ? ev->until : ev->at;
    c->last[c->count++].made = ev->kind == EVENT_CONTACT_MADE;
    return 0;
}

static int find_contacts(struct context *c)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_CONTACT_MADE, -1};
    const struct programme *p = c->e->programme->rules;
    struct event_filter f = {.person = c->person,
                             .programme = p->name,
                             .kinds = kinds,
                             .since = instant_add_days(c->e->now, -CONTACT_DAYS, p->zone)};

    return store_walk_events(c->e->store, c->e->scratch, &f, keep_contact, c);
}

static const char *contacts(struct context *c)
{
    const char *out = c->count ? "Last contacts: " : "No contact in the last two months";

    for (size_t i = 0; i < c->count; i++)
        out = arena_printf(c->e->scratch, "%s%s%s %s", out, i ? ", " : "",
                           c->last[i].made ? "heard on" : "written to on", day(c, c->last[i].at));
    return arena_printf(c->e->scratch, "%s.", out);
}

int engine_fill_context(struct engine *e, const struct writing *w, struct fields *f)
{
    struct context c = {.e = e, .w = w, .person = w->intent->about};

    if (!c.person || !w->about.name[0])
        return 0;
    if (find_contacts(&c) < 0)
        return -1;
    fields_set(f, "context",
               arena_printf(e->scratch, "%s: %s%s. %s", w->about.name, role_of(&c), matches(&c),
                            contacts(&c)));
    return 0;
}
