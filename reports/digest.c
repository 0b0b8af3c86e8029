/* SPDX-License-Identifier: GPL-2.0-or-later */
/* digest.c - one row a person, from their state and their last contacts. */
#include "reports/digest.h"

#include "rules/words.h"

#include <stdlib.h>
#include <string.h>

#define CONTACT_DAYS 62

struct builder {
    struct store *store;
    struct arena *arena;
    const struct programme *p;
    instant now;
};

struct contacts {
    instant attempted, made;
};

static int note_contact(void *ctx, const struct event *e)
{
    struct contacts *c = ctx;

    if (e->kind == EVENT_CONTACT_ATTEMPTED)
        c->attempted = e->at;
    else
        c->made = e->until ? e->until : e->at;
    return 0;
}

static int last_contacts(struct builder *b, int64_t person, struct contacts *out)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_CONTACT_MADE, -1};
    struct event_filter f = {.person = person,
                             .programme = b->p->name,
                             .kinds = kinds,
                             .since = instant_add_days(b->now, -CONTACT_DAYS, b->p->zone)};

    *out = (struct contacts){0};
    return store_walk_events(b->store, b->arena, &f, note_contact, out);
}

static const char *day(struct builder *b, instant t)
{
    struct date d = civil_at(t, b->p->zone).date;

    return arena_printf(b->arena, "%d %.3s", d.day, month_name(d.month));
}

/* ---- one person ------------------------------------------------------------------ */

/* The case that says most: a stopped one, else the one that ends its wait first. */
static const struct kase *telling_case(const struct state *s, int64_t person)
{
    const struct kase *best = NULL;

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct kase *k = &s->cases[i];
        if (k->phase == PHASE_ENDED || (k->person != person && k->other != person))
            continue;
        if (k->phase == PHASE_STOPPED)
            return k;
        if (!best || (k->deadline && (!best->deadline || k->deadline < best->deadline)))
            best = k;
    }
    return best;
}

static void say_next(struct builder *b, const struct state *s, const struct kase *k,
                     struct digest_row *row)
{
    const struct rule *r = programme_rule(b->p, k->rule);
    const struct step *step = r && k->step ? rule_step(r, k->step) : NULL;
    const struct step *next = step ? step_after_silence(s, k, r, step, b->now) : NULL;

    if (k->phase == PHASE_HELD && step)
        next = step;
    if (!k->deadline)
        return;
    row->next = next ? step_words(b->arena, next) : "it ends";
    row->next_at = k->deadline;
}

static bool waits_for_answer(const struct kase *k, const struct contacts *c)
{
    return k && k->phase == PHASE_WAITING && c->attempted > c->made;
}

static const char *status_words(const char *status)
{
    static const char *const words[][2] = {
        {STATUS_NON_RESPONSIVE, "marked as non-responsive; gets no letters"},
        {STATUS_UNDELIVERABLE, "letters do not arrive"},
        {STATUS_OPTED_OUT, "has asked for no more letters"},
        {STATUS_LEFT, "has left"}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i][0], status))
            return words[i][1];
    return status;
}

static void say_state(struct builder *b, const struct person *p, const struct kase *k,
                      const struct contacts *c, struct digest_row *row)
{
    struct date today = civil_at(b->now, b->p->zone).date;

    if (k && k->phase == PHASE_STOPPED) {
        row->place = DIGEST_STOPPED;
        row->what = "letters do not arrive";
    } else if (strcmp(p->status, STATUS_ACTIVE)) {
        row->place = DIGEST_STOPPED;
        row->what = status_words(p->status);
    } else if (date_compare(p->away_until, today) > 0) {
        row->place = DIGEST_AWAY;
        row->what = arena_printf(b->arena, "away until %d %.3s", p->away_until.day,
                                 month_name(p->away_until.month));
    } else if (waits_for_answer(k, c)) {
        row->place = DIGEST_SILENT;
        row->what = arena_printf(b->arena, "written to on %s, no answer yet", day(b, c->attempted));
    } else if (c->made) {
        row->what = arena_printf(b->arena, "heard on %s", day(b, c->made));
    }
}

static int say_person(struct builder *b, int64_t person, struct digest_row *row)
{
    struct person_row names;
    struct contacts contacts;
    struct state s;

    if (store_get_person(b->store, b->arena, person, &names) != 0 ||
        store_load_state(b->store, b->arena, b->p, person, 0, &s) < 0 ||
        last_contacts(b, person, &contacts) < 0)
        return -1;
    const struct kase *k = telling_case(&s, person);
    *row = (struct digest_row){.person = person,
                               .name = names.name,
                               .place = DIGEST_FINE,
                               .what = "nothing in the last two months",
                               .next = ""};
    say_state(b, state_person(&s, person), k, &contacts, row);
    if (k)
        say_next(b, &s, k, row);
    return 0;
}

int digest_person(struct store *store, struct arena *a, const struct programme *p, int64_t person,
                  instant now, struct digest_row *out)
{
    struct builder b = {store, a, p, now};

    return say_person(&b, person, out);
}

/* ---- all of them ------------------------------------------------------------------ */

static int by_need(const void *a, const void *b)
{
    const struct digest_row *x = a, *y = b;

    return x->place != y->place ? (int)x->place - (int)y->place : strcmp(x->name, y->name);
}

int digest_build(struct store *store, struct arena *a, const struct programme *p,
                 int64_t coordinator, instant now, struct digest *out)
{
    struct builder b = {store, a, p, now};
    struct state s;
    size_t i = 0;
    int64_t person;

    *out = (struct digest){0};
    if (store_load_state(store, a, p, coordinator, 0, &s) < 0)
        return -1;
    while (out->count < DIGEST_MOST &&
           (person = state_linked(&s, "responsible", coordinator, true, &i)))
        if (say_person(&b, person,
                       arena_grow(a, &out->rows, out->count++, &out->cap, sizeof *out->rows)) < 0)
            return -1;
    if (out->count)
        qsort(out->rows, out->count, sizeof *out->rows, by_need);
    for (size_t n = 0; n < out->count; n++)
        out->rows[n].number = (int)n + 1;
    return 0;
}
