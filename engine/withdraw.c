/* SPDX-License-Identifier: GPL-2.0-or-later */
/* withdraw.c - letters in the outbox that must not go any more.
 *
 * A letter is right when it is written, and may lie there for hours or days:
 * until Monday, until the server answers, until go-live. What happens
 * meanwhile takes it back: the answer to it, the end of its case, a "stop" of
 * whom it is for; an absence puts it off, and so does the end of their sending hours, where
 * nothing could be sent until then. What the sender has claimed is gone. */
#include "engine/engine_internal.h"

#include <string.h>

#define AT_ONCE 32

/* What only makes sense while its step waits. What a case tells in passing stays true. */
static bool serves_its_step(const struct outbox_row *l)
{
    return !strcmp(l->kind, "attempt") || !strcmp(l->kind, "ask") || !strcmp(l->kind, "remind") ||
           !strcmp(l->kind, "hold");
}

static int withdraw(struct engine *e, const struct outbox_row *l, const char *why)
{
    struct event ev = {.kind = EVENT_LETTER_DROPPED,
                       .programme = l->programme,
                       .letter = l->id,
                       .case_id = l->case_id,
                       .step = l->step,
                       .person = l->recipient,
                       .name = l->letter,
                       .value = l->kind,
                       .reason = arena_strdup(e->arena, why)};
    int rc = store_drop_letter(e->store, l->id, why, e->now);

    if (rc)
        return rc < 0 ? -1 : 0; /* too late: it is on its way */
    return engine_follow(e, &ev);
}

/* The letters of a case that has left its step. */
static int withdraw_of_case(struct engine *e, const struct event *ev)
{
    struct outbox_row rows[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_letters_of_case(e->store, e->arena, ev->case_id, after, rows, AT_ONCE);
        for (int i = 0; i < n; i++) {
            bool stays =
                ev->kind == EVENT_STEP_ENTERED && rows[i].step && !strcmp(rows[i].step, ev->step);
            after = rows[i].id;
            if (!stays && serves_its_step(&rows[i]) && withdraw(e, &rows[i], ev->reason) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

/* Answers to mail, and words that people pass on to each other, go all the same. */
static int each_letter_to(struct engine *e, int64_t person,
                          int (*f)(struct engine *, const struct outbox_row *, const void *),
                          const void *ctx)
{
    struct outbox_row rows[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_letters_to(e->store, e->arena, person, after, rows, AT_ONCE);
        for (int i = 0; i < n; i++) {
            after = rows[i].id;
            if (!rows[i].at_any_hour && f(e, &rows[i], ctx) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

static int withdraw_one(struct engine *e, const struct outbox_row *l, const void *why)
{
    return withdraw(e, l, why);
}

/* To the next sending hours of this person, in the letter's own programme. */
static int put_off_one(struct engine *e, const struct outbox_row *l, const void *person)
{
    const struct shelf_programme *p = shelf_programme(e->shelf, l->programme);
    const struct programme *rules = p ? p->rules : e->programme->rules;
    const struct person *to = person;
    instant t = sending_instant(rules, to, e->now);

    return store_put_off_letter(e->store, l->id, t, sending_end(rules, to ? to->zone : NULL, t));
}

int engine_withdraw(struct engine *e, const struct state *s, const struct event *ev)
{
    if (ev->kind == EVENT_CASE_ENDED || ev->kind == EVENT_STEP_ENTERED)
        return withdraw_of_case(e, ev);
    if (ev->kind != EVENT_MARKED)
        return 0;
    if (!strcmp(ev->value, STATUS_OPTED_OUT) || !strcmp(ev->value, STATUS_LEFT))
        return each_letter_to(e, ev->person, withdraw_one, ev->reason);
    return strcmp(ev->value, "away")
               ? 0
               : each_letter_to(e, ev->person, put_off_one, state_person(s, ev->person));
}

/* ---- whose hours have closed ---------------------------------------------------- */

struct missed {
    struct outbox_row rows[AT_ONCE];
    int count;
};

static int put_off_each(struct engine *e, void *ctx)
{
    const struct missed *m = ctx;

    for (int i = 0; i < m->count; i++) {
        const struct state *s;

        engine_clear(e);
        if (!(s = engine_look(e, m->rows[i].recipient, 0)) ||
            put_off_one(e, &m->rows[i], state_person(s, m->rows[i].recipient)) < 0)
            return -1;
    }
    return 0;
}

int engine_put_off_missed(struct engine *e, const struct shelf_programme *p)
{
    const char *name = p->rules->name;
    struct missed m;
    int64_t after = 0;
    int did = 0;

    e->programme = p;
    do {
        m.count = store_missed_letters(e->store, e->mail, name, e->now, after, m.rows, AT_ONCE);
        if (m.count < 0 || (m.count && engine_transaction(e, put_off_each, &m) < 0))
            return -1;
        after = m.count ? m.rows[m.count - 1].id : after;
        did |= m.count > 0;
    } while (m.count == AT_ONCE);
    return did;
}
