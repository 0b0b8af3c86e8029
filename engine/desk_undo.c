/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_undo.c - what was announced is called off; or it is said what became of
 * it, and what turns it back. */
#include "engine/desk_order.h"

#include <string.h>

#define LOOK_BACK_DAYS 31 /* for what is spoken of by name alone */

/* What became of an announced step, from the log. */
struct fate {
    const char *step;
    enum event_kind kind; /* HOLD_UNDONE, STEP_ENTERED, CASE_ENDED; HOLD_ANNOUNCED: it waits */
    instant at;
    int64_t by;
    const char *reason;
    struct arena *arena;
};

static int follow_fate(void *ctx, const struct event *ev)
{
    struct fate *f = ctx;
    bool ended = ev->kind == EVENT_CASE_ENDED && f->kind == EVENT_HOLD_ANNOUNCED;

    if (!ended && (!ev->step || strcmp(ev->step, f->step)))
        return 0;
    f->kind = ev->kind;
    f->at = ev->at;
    f->by = ev->by;
    f->reason = arena_strdup(f->arena, ev->reason);
    return 0;
}

static int find_fate(struct order *o, int64_t case_id, struct fate *f)
{
    static const int kinds[] = {EVENT_HOLD_ANNOUNCED, EVENT_HOLD_UNDONE, EVENT_STEP_ENTERED,
                                EVENT_CASE_ENDED, -1};
    struct event_filter filter = {.case_id = case_id, .kinds = kinds};

    return store_walk_events(o->k->e->store, o->k->e->mail, &filter, follow_fate, f);
}

/* ---- too late ------------------------------------------------------------------- */

/* Who had them before, to whom they go back when they are heard; else who asks. */
static int64_t former(const struct order *o, const struct state *s)
{
    for (size_t i = 0; s && i < s->links_count; i++)
        if (!s->links[i].gone && s->links[i].from == o->person && s->links[i].revert_to)
            return s->links[i].revert_to;
    return o->k->m->sender;
}

/* What was done, and the order that turns it back. */
static const char *deed(struct order *o, const struct step *step)
{
    struct desk *k = o->k;
    struct arena *a = k->e->mail;
    const char *name = desk_name_of(k, o->person);
    const struct state *s = order_state(o);

    switch (step ? step->verb : VERB_NOTE) {
    case VERB_REASSIGN:
        return arena_printf(a, "%s is with %s now. To turn it back, write \"%s: reassign to %s\"",
                            name, desk_name_of(k, s ? person_responsible(s, o->person) : 0), name,
                            desk_name_of(k, former(o, s)));
    case VERB_MARK:
        return arena_printf(a,
                            "%s is marked as %s. As soon as %s is heard that is over: answer, or "
                            "write \"%s: reached\" and the date",
                            name, step->name, name, name);
    case VERB_SEND:
    case VERB_ATTEMPT:
    case VERB_ASK:
        return "a letter that has gone can't be called back; write to them by answering what they "
               "wrote";
    default:
        return "it can't be turned back by an order";
    }
}

static void say_fate(struct order *o, const struct kase *c, const struct fate *f)
{
    struct desk *k = o->k;
    struct arena *a = k->e->mail;
    const struct rule *r = programme_rule(k->e->programme->rules, c->rule);
    const char *day = desk_day(k, f->at);

    if (f->kind == EVENT_HOLD_UNDONE)
        o->done =
            arena_printf(a, "it is called off already (%s, by %s)", day, desk_name_of(k, f->by));
    else if (f->kind == EVENT_CASE_ENDED)
        o->done = arena_printf(a, "it did not happen and will not: %s (%s)",
                               engine_with_names(k->e, k->e->mail, f->reason), day);
    else
        o->done = arena_printf(a, "it is too late to undo this: it was done on %s. %s", day,
                               deed(o, r ? rule_step(r, f->step) : NULL));
}

/* ---- in time -------------------------------------------------------------------- */

/* It was announced to whoever is responsible: they hear of it where another called it off. */
static int tell_of_end(struct order *o, const struct kase *c)
{
    struct engine *e = o->k->e;
    const struct state *s = order_state(o);
    struct letter_intent l = {.kind = LETTER_TELL,
                              .letter = "called-off",
                              .to = s ? person_responsible(s, o->person) : 0,
                              .as = o->k->m->sender,
                              .about = o->person,
                              .case_id = c->id,
                              .not_before = e->now};

    if (!s)
        return -1;
    if (!l.to || l.to == l.as)
        return 0;
    l.reason = arena_printf(e->mail, "@%lld called it off", (long long)l.as);
    return engine_write_apart(e, &l);
}

static int call_off(struct order *o, const struct kase *open)
{
    struct arena *a = o->k->e->mail;
    struct kase c = *open; /* what the slice keeps goes with the next event */
    struct event ev = order_event(o, EVENT_HOLD_UNDONE);

    ev.case_id = c.id;
    ev.step = arena_strdup(a, c.announced);
    ev.rule = arena_strdup(a, c.rule);
    ev.occurrence = arena_strdup(a, c.occurrence);
    ev.other = c.other;
    o->done = arena_printf(a, "undone: it will not happen, and %s ends", ev.rule);
    return order_perform(o, &ev) < 0 ? -1 : tell_of_end(o, &c);
}

/* Of the letter that announced it, or that told of it. */
static int undo_letter(struct order *o, const struct kase *c)
{
    const struct outbox_row *l = &o->k->m->letter;
    struct fate f = {.step = l->step, .kind = EVENT_HOLD_ANNOUNCED, .arena = o->k->e->mail};

    if (c->announced && !strcmp(c->announced, l->step) && c->phase != PHASE_ENDED)
        return call_off(o, c);
    if (find_fate(o, c->id, &f) < 0)
        return -1;
    say_fate(o, c, &f);
    return 0;
}

/* What was announced last about somebody. */
struct announced {
    int64_t person, case_id;
    const char *step;
    struct arena *arena;
};

static int note_announced(void *ctx, const struct event *ev)
{
    struct announced *last = ctx;

    if (ev->person != last->person)
        return 0;
    last->case_id = ev->case_id;
    last->step = arena_strdup(last->arena, ev->step);
    return 0;
}

/* By name, and too late: what became of it. */
static int say_last(struct order *o)
{
    static const int kinds[] = {EVENT_HOLD_ANNOUNCED, -1};
    struct engine *e = o->k->e;
    struct announced last = {.person = o->person, .arena = e->mail};
    struct event_filter filter = {
        .kinds = kinds,
        .person = o->person,
        .programme = e->programme->rules->name,
        .since = instant_add_days(e->now, -LOOK_BACK_DAYS, e->programme->rules->zone)};
    const char *programme;
    struct kase c;

    o->done = arena_printf(e->mail, "nothing is announced for %s that could be undone",
                           desk_name_of(o->k, o->person));
    if (store_walk_events(e->store, e->mail, &filter, note_announced, &last) < 0)
        return -1;
    int rc = last.case_id ? store_get_case(e->store, e->mail, last.case_id, &c, &programme) : 1;
    struct fate f = {.step = last.step, .kind = EVENT_HOLD_ANNOUNCED, .arena = e->mail};
    if (rc < 0 || (rc == 0 && find_fate(o, c.id, &f) < 0))
        return -1;
    if (rc == 0)
        say_fate(o, &c, &f);
    return 0;
}

/* Without such a letter: what is announced for this person. */
static int undo_person(struct order *o)
{
    const struct state *s = order_state(o);

    if (!s)
        return -1;
    for (size_t i = 0; i < s->cases_count; i++)
        if (s->cases[i].announced && s->cases[i].phase != PHASE_ENDED)
            return call_off(o, &s->cases[i]);
    return say_last(o);
}

/* Whether something is announced for the order's person, and the sender may call it off. 1, 0, -1.
 */
static int could_be_meant(struct order *o)
{
    const struct state *s = order_state(o);

    for (size_t i = 0; s && i < s->cases_count; i++)
        if (s->cases[i].announced && s->cases[i].phase != PHASE_ENDED)
            return order_may(o);
    return s ? 0 : -1;
}

/* Without a number, in answer to numbered lines: where it can be meant of one only. */
static int undo_listed(struct order *o)
{
    struct desk *k = o->k;
    const char *names = NULL;
    int64_t line, found = 0;
    size_t count = 0;

    for (int n = 1; (line = store_letter_line(k->e->store, k->m->letter.id, n)) > 0; n++) {
        o->person = line;
        int meant = could_be_meant(o);
        if (meant < 0)
            return -1;
        if (!meant)
            continue;
        found = line;
        names = arena_printf(k->e->mail, "%s%s%d (%s)", count ? names : "", count ? ", or " : "", n,
                             desk_name_of(k, line));
        count++;
    }
    o->person = found;
    if (line < 0 || count == 1)
        return line < 0 ? -1 : undo_person(o);
    o->done =
        count ? arena_printf(k->e->mail, "not done: write with its number whom you mean: %s", names)
              : "nothing is announced that could be undone";
    return 0;
}

int run_undo(struct order *o)
{
    const struct outbox_row *l = &o->k->m->letter;
    bool announces = !strcmp(l->kind, "hold") || !strcmp(l->kind, "tell");
    const char *programme;
    struct kase c;
    int rc = 1;

    if (o->k->numbered && !o->c->number && !o->c->name[0])
        return undo_listed(o);
    if (announces && l->case_id && l->step && o->person == l->about)
        rc = store_get_case(o->k->e->store, o->k->e->mail, l->case_id, &c, &programme);
    if (rc < 0)
        return -1;
    return rc ? undo_person(o) : undo_letter(o, &c);
}
