/* SPDX-License-Identifier: GPL-2.0-or-later */
/* perform.c - an event is stored, applied and decided, and so is everything
 * that follows from it, in order, until nothing follows.
 *
 * One slice of state is at hand at a time. An event about somebody else
 * changes slices: what changed is saved, and the next slice loaded within the
 * same transaction sees it. */
#include "engine/engine_internal.h"

#include "rules/meeting.h"

#include <stdio.h>
#include <string.h>

#define MOST_OUTCOMES 200000 /* of one event; more is a circle in the code, not in a programme */

/* ---- slices ------------------------------------------------------------------- */

void engine_clear(struct engine *e)
{
    arena_reset(e->arena);
    e->slice = (struct state){0};
    e->has_slice = false;
    e->queue = NULL;
    e->queue_head = e->queue_count = e->queue_cap = 0;
}

int engine_drop_slice(struct engine *e)
{
    if (!e->has_slice)
        return 0;
    e->has_slice = false;
    return store_save_state(e->store, &e->slice);
}

/* Is it the slice that was loaded last, and would loading it again give the same? */
static bool take_up_slice(struct engine *e, int64_t person, int64_t other)
{
    if (e->slice.programme != e->programme->rules || e->slice.subject != person ||
        e->slice.other != other)
        return false;
    if (!e->has_slice && !store_slices_hold(e->store, e->slice_read))
        return false;
    e->has_slice = true;
    return true;
}

struct state *engine_slice(struct engine *e, int64_t person, int64_t other)
{
    if (take_up_slice(e, person, other))
        return &e->slice;
    if (engine_drop_slice(e) < 0)
        return NULL;
    e->slice = (struct state){0};
    if (store_load_state(e->store, e->arena, e->programme->rules, person, other, &e->slice) < 0) {
        e->slice.programme = NULL;
        return NULL;
    }
    e->slice.mail_read_until = e->read_until;
    e->slice_read = store_slices(e->store);
    e->slice.writer = e->occasion.sender;
    e->has_slice = true;
    return &e->slice;
}

const struct state *engine_look(struct engine *e, int64_t person, int64_t other)
{
    const struct state *s = engine_slice(e, person, other);

    e->has_slice = false;
    return s;
}

static bool about_a_person(enum event_kind k)
{
    switch (k) {
    case EVENT_PERSON_ADDED:
    case EVENT_PERSON_CHANGED:
    case EVENT_ROLE_GIVEN:
    case EVENT_ROLE_TAKEN:
    case EVENT_LINKED:
    case EVENT_UNLINKED:
    case EVENT_MARKED:
    case EVENT_HEARD:
    case EVENT_CONTACT_MADE:
    case EVENT_SORTED:
        return true;
    default:
        return false;
    }
}

static bool begins_case(enum event_kind k)
{
    return k == EVENT_CASE_STARTED || k == EVENT_CASE_QUEUED;
}

/* The slice that an event of a case needs is the one round the case's subject,
 * whatever people the event itself names. */
static struct state *slice_of_case(struct engine *e, const struct event *ev)
{
    struct kase k;
    const char *programme;

    if (begins_case(ev->kind))
        return engine_slice(e, ev->person, ev->other);
    if (e->has_slice && state_case(&e->slice, ev->case_id))
        return &e->slice;
    int found = store_get_case(e->store, e->arena, ev->case_id, &k, &programme);
    if (found < 0)
        return NULL;
    return found == 0 ? engine_slice(e, k.person, k.other) : engine_slice(e, 0, 0);
}

static struct state *slice_for(struct engine *e, const struct event *ev)
{
    bool pair =
        ev->kind == EVENT_TRIGGERED || ev->kind == EVENT_SAID || ev->kind == EVENT_CAME_ROUND;

    if (ev->kind == EVENT_SAID && !ev->person)
        return engine_slice(e, ev->by, 0);
    if (pair)
        return engine_slice(e, ev->person, ev->other);
    if (about_a_person(ev->kind)) {
        if (e->has_slice && e->slice.programme == e->programme->rules && ev->person &&
            (e->slice.subject == ev->person || e->slice.other == ev->person))
            return &e->slice;
        return engine_slice(e, ev->person, 0);
    }
    if (ev->case_id)
        return slice_of_case(e, ev);
    return engine_slice(e, ev->person, ev->other);
}

/* ---- one event ---------------------------------------------------------------- */

int engine_log(struct engine *e, struct event *ev)
{
    ev->at = ev->at ? ev->at : e->now;
    ev->programme = e->programme->rules->name;
    ev->version = e->programme->rules->version;
    return store_append_event(e->store, ev);
}

static int push(struct engine *e, const struct shelf_programme *p, const struct outcome *o)
{
    if (e->queue_count >= MOST_OUTCOMES) {
        snprintf(e->error, sizeof e->error, "%s: more than %d things follow from one event",
                 p->rules->name, MOST_OUTCOMES);
        return -1;
    }
    struct queued *slot =
        arena_grow(e->arena, &e->queue, e->queue_count, &e->queue_cap, sizeof *slot);
    e->queue_count++;
    *slot = (struct queued){p, *o};
    return 0;
}

int engine_follow(struct engine *e, const struct event *ev)
{
    const struct shelf_programme *p = shelf_programme(e->shelf, ev->programme);
    struct outcome o = {.kind = OUTCOME_EVENT, .event = *ev};

    return p ? push(e, p, &o) : 0; /* of one that was taken away nothing changes any more */
}

/* Who asks for no letters, or leaves, does so everywhere. */
static bool is_news_to_all(const struct state *s, const struct event *ev)
{
    const struct person *p = ev->kind == EVENT_MARKED ? state_person(s, ev->person) : NULL;

    return p && strcmp(p->status, ev->value) != 0 &&
           (!strcmp(ev->value, STATUS_OPTED_OUT) || !strcmp(ev->value, STATUS_LEFT));
}

/* The cases of the other programmes end, too, or they would take it for silence. */
static int tell_the_others(struct engine *e, const struct event *ev)
{
    const char *here = e->programme->rules->name;
    const char **of = store_programmes_of(e->store, e->arena, ev->person);

    for (; *of; of++) {
        struct event there = *ev;
        there.id = there.case_id = 0;
        there.programme = *of;
        if (strcmp(*of, here) && engine_follow(e, &there) < 0)
            return -1;
    }
    return 0;
}

/* A new case gets its number; 1 where this occurrence has had its case: the
 * store's unique key says so also for cases that the slice has forgotten. */
static int number_case(struct engine *e, struct event *ev)
{
    int exists = store_case_exists(e->store, e->programme->rules->name, ev->rule, ev->occurrence,
                                   ev->person, ev->other);

    if (exists)
        return exists;
    ev->case_id = store_new_case_id(e->store);
    return ev->case_id < 0 ? -1 : 0;
}

/* One of a meeting's times was chosen: it counts from now on, and nothing follows a date before. */
static int start_clocks(struct engine *e, const struct event *ev)
{
    const struct programme *p = e->programme->rules;

    for (size_t i = 0; ev->kind == EVENT_MEETING_PLANNED && ev->value && i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].triggers_count; j++) {
            const struct trigger *t = &p->rules[i].triggers[j];
            if (trigger_is_relative(t) && !strcmp(t->name, ev->name) &&
                store_set_rule_clock(e->store, p->name, p->rules[i].name, e->now) < 0)
                return -1;
        }
    return 0;
}

static int perform_event(struct engine *e, struct event *ev)
{
    struct outcomes out = {.arena = e->arena};
    struct state *s;
    int skip = begins_case(ev->kind) ? number_case(e, ev) : 0;

    if (skip)
        return skip < 0 ? -1 : 0;
    if (!(s = slice_for(e, ev)))
        return -1;
    if (event_is_overtaken(s, ev))
        return 0;
    e->begun += begins_case(ev->kind);
    e->skipped = ev->kind == EVENT_SKIPPED ? ev->reason : e->skipped;
    ev->at = ev->at ? ev->at : e->now;
    ev->programme = e->programme->rules->name;
    ev->version = e->programme->rules->version;
    if (!event_is_transient(ev->kind) && store_append_event(e->store, ev) < 0)
        return -1;
    bool to_all = is_news_to_all(s, ev);
    apply(s, ev);
    if (engine_withdraw(e, s, ev) < 0 || start_clocks(e, ev) < 0)
        return -1;
    decide(e->programme->rules, s, ev, e->now, &out);
    for (size_t i = 0; i < out.count; i++)
        if (push(e, e->programme, &out.items[i]) < 0)
            return -1;
    return to_all ? tell_the_others(e, ev) : 0;
}

static int perform_queue(struct engine *e)
{
    const struct shelf_programme *here = e->programme;

    while (e->queue_head < e->queue_count) {
        struct queued q = e->queue[e->queue_head++];
        struct outcome *o = &q.what;
        int rc;

        e->programme = q.programme;
        if (o->kind == OUTCOME_EVENT)
            rc = perform_event(e, &o->event);
        else
            rc = o->letter.all ? engine_write_to_all(e, &o->letter)
                               : engine_write_letter(e, &o->letter);
        if (rc < 0)
            return -1;
    }
    e->programme = here;
    return engine_drop_slice(e);
}

int engine_go_on(struct engine *e, const struct event *ev)
{
    struct outcome first = {.kind = OUTCOME_EVENT, .event = *ev};

    e->programme = shelf_programme(e->shelf, ev->programme);
    if (!e->programme)
        return 0; /* an event of a programme that was taken away changes nothing any more */
    e->queue_head = e->queue_count = 0;
    e->begun = 0;
    e->skipped = NULL;
    if (push(e, e->programme, &first) == 0 && perform_queue(e) == 0)
        return 0;
    engine_clear(e);
    return -1;
}

int engine_perform(struct engine *e, const struct event *ev, instant now)
{
    e->now = now;
    engine_clear(e);
    return engine_go_on(e, ev);
}

int engine_transaction(struct engine *e, int (*f)(struct engine *, void *), void *ctx)
{
    if (store_begin(e->store) < 0)
        return -1;
    if (f(e, ctx) < 0 || store_commit(e->store) < 0) {
        store_rollback(e->store);
        return -1;
    }
    return 0;
}

void engine_in_passing(struct engine *e, int (*f)(struct engine *, void *), void *ctx)
{
    if (!e->error[0])
        snprintf(e->error, sizeof e->error, "%s", store_error(e->store));
    engine_transaction(e, f, ctx);
}
