/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster_apply.c - a plan as events. Their order matters: who answers for
 * others holds that role before anybody is put in their care, and a new mentor
 * has a responsible person, and the status that the file states, before the
 * role is given that makes the rules write. */
#include "engine/engine_internal.h"
#include "engine/roster.h"

#include <string.h>

struct application {
    struct engine *engine;
    struct store *store;
    struct roster_plan *plan;
    const struct apply_options *options;
    instant now;
};

static int perform(struct application *x, struct event e)
{
    e.programme = x->plan->programme->name;
    e.reason = x->options->reason;
    return engine_perform(x->engine, &e, x->now);
}

static int64_t id_of(const struct application *x, size_t person)
{
    return x->plan->people[person].id;
}

static const char *silent(const struct application *x)
{
    return x->options->silent ? "silent" : NULL;
}

static bool answers_for_others(const struct programme *p, const char *role)
{
    for (size_t i = 0; i < p->links_count; i++)
        if (!strcmp(p->links[i].kind, "responsible") && !strcmp(p->links[i].from, role))
            return false;
    return true;
}

/* ---- one change ----------------------------------------------------------------------- */

static const char *field_name(enum change_kind kind)
{
    switch (kind) {
    case CHANGE_NAME:
        return "name";
    case CHANGE_ADDRESS:
        return "address";
    case CHANGE_ZONE:
        return "time zone";
    case CHANGE_LANGUAGE:
        return "language";
    default:
        return NULL;
    }
}

/* Who could not be reached can be, at the new address. */
static int tell_field(struct application *x, const struct change *c)
{
    const struct planned *who = &x->plan->people[c->person];

    if (perform(x, (struct event){.kind = EVENT_PERSON_CHANGED,
                                  .person = who->id,
                                  .name = field_name(c->kind)}) < 0)
        return -1;
    if (c->kind != CHANGE_ADDRESS || strcmp(who->row.status, STATUS_UNDELIVERABLE))
        return 0;
    if (perform(
            x, (struct event){.kind = EVENT_MARKED, .person = who->id, .value = STATUS_ACTIVE}) < 0)
        return -1;
    return engine_resume(x->engine, who->id, 0, x->options->reason);
}

static int mark(struct application *x, const struct change *c)
{
    struct event e = {.kind = EVENT_MARKED, .person = id_of(x, c->person), .value = c->to};

    if (c->kind == CHANGE_AWAY) {
        e.value = "away";
        e.until = civil_instant((struct civil){.date = c->until}, x->plan->programme->zone);
    }
    return perform(x, e);
}

static int give_role(struct application *x, const struct change *c)
{
    return perform(x, (struct event){.kind = EVENT_ROLE_GIVEN,
                                     .person = id_of(x, c->person),
                                     .name = c->to,
                                     .value = silent(x)});
}

static const char *link_name(enum change_kind kind)
{
    return kind == CHANGE_MATCH        ? "match"
           : kind == CHANGE_ANSWERS_TO ? "answers_to"
                                       : "responsible";
}

static int link_people(struct application *x, const struct change *c)
{
    return perform(x, (struct event){.kind = EVENT_LINKED,
                                     .person = id_of(x, c->person),
                                     .other = id_of(x, c->other),
                                     .name = link_name(c->kind),
                                     .value = silent(x)});
}

/* ---- all of them, pass by pass ------------------------------------------------------------ */

enum pass { PASS_PEOPLE, PASS_STATUS, PASS_HELPERS, PASS_RESPONSIBLE, PASS_ROLES, PASS_MATCHES };

static int apply_change(struct application *x, const struct change *c, enum pass pass)
{
    bool helper = c->kind == CHANGE_ROLE && answers_for_others(x->plan->programme, c->to);

    if (pass == PASS_PEOPLE && c->kind == CHANGE_NEW)
        return perform(x, (struct event){.kind = EVENT_PERSON_ADDED,
                                         .person = id_of(x, c->person),
                                         .value = silent(x)});
    if (pass == PASS_PEOPLE && field_name(c->kind))
        return tell_field(x, c);
    if (pass == PASS_STATUS && (c->kind == CHANGE_STATUS || c->kind == CHANGE_AWAY))
        return mark(x, c);
    if (pass == PASS_HELPERS && helper)
        return give_role(x, c);
    if (pass == PASS_RESPONSIBLE && (c->kind == CHANGE_RESPONSIBLE || c->kind == CHANGE_ANSWERS_TO))
        return link_people(x, c);
    if (pass == PASS_ROLES && c->kind == CHANGE_ROLE && !helper)
        return give_role(x, c);
    if (pass == PASS_MATCHES && c->kind == CHANGE_MATCH)
        return link_people(x, c);
    return 0;
}

static int put_people(struct application *x)
{
    for (size_t i = 0; i < x->plan->people_count; i++) {
        struct planned *who = &x->plan->people[i];
        if (!who->changed)
            continue;
        who->row.id = who->id;
        if (store_put_person(x->store, &who->row) < 0)
            return -1;
        who->id = who->row.id;
    }
    return 0;
}

static int mark_gone(struct application *x)
{
    for (size_t i = 0; i < x->plan->gone_count; i++)
        if (perform(x, (struct event){.kind = EVENT_MARKED,
                                      .person = x->plan->gone[i]->person.id,
                                      .value = STATUS_LEFT}) < 0)
            return -1;
    return 0;
}

int roster_apply(struct engine *e, struct store *s, struct roster_plan *plan,
                 const struct apply_options *o, instant now)
{
    struct application x = {.engine = e, .store = s, .plan = plan, .options = o, .now = now};

    if (put_people(&x) < 0)
        return -1;
    for (int pass = PASS_PEOPLE; pass <= PASS_MATCHES; pass++)
        for (size_t i = 0; i < plan->changes_count; i++)
            if (apply_change(&x, &plan->changes[i], (enum pass)pass) < 0)
                return -1;
    return o->mark_gone ? mark_gone(&x) : 0;
}
