/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figures.c - the log is read once; a case is followed from its first attempt on. */
#include "reports/figures.h"

#include <stdlib.h>
#include <string.h>

#define LATE_DAYS 92 /* an answer counts so long after the end of the time shown */

struct followed {
    int64_t id, person;
    int64_t by;       /* whose first attempt it was */
    const char *step; /* of the last attempt */
    int month;        /* place in figures.months */
    enum figure now;  /* what an answer would count as */
    bool open;
    size_t next_of_person; /* further case of theirs, from 1; 0: none */
};

/* Numbers to places from 1: a table of open addresses. */
struct map {
    int64_t *keys;
    size_t *places;
    size_t count, cap;
};

struct counter {
    struct arena *arena;
    struct figures *out;
    struct followed *cases;
    size_t count, cap;
    struct map by_id, by_person;
};

const char *figure_name(enum figure f)
{
    static const char *const names[] = {
        [FIGURE_FIRST] = "at the first attempt",
        [FIGURE_SECOND] = "at the second",
        [FIGURE_LATER] = "later, or after a hand-over",
        [FIGURE_NONE] = "not at all",
        [FIGURE_OPEN] = "still waited for",
    };

    return names[f];
}

int figures_total(const struct figures_month *m)
{
    int sum = 0;

    for (int f = 0; f < FIGURE_COUNT; f++)
        sum += m->count[f];
    return sum;
}

/* ---- the map ------------------------------------------------------------------------- */

static size_t *map_slot(struct map *m, int64_t key)
{
    size_t i = (size_t)((uint64_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 20) % m->cap;

    while (m->places[i] && m->keys[i] != key)
        i = (i + 1) % m->cap;
    m->keys[i] = key;
    return &m->places[i];
}

static void map_grow(struct arena *a, struct map *m)
{
    struct map old = *m;

    m->cap = old.cap ? 2 * old.cap : 256;
    m->keys = arena_array(a, m->cap, sizeof *m->keys);
    m->places = arena_array(a, m->cap, sizeof *m->places);
    for (size_t i = 0; i < old.cap; i++)
        if (old.places[i])
            *map_slot(m, old.keys[i]) = old.places[i];
}

static size_t map_get(struct map *m, int64_t key)
{
    return m->cap ? *map_slot(m, key) : 0;
}

static void map_put(struct arena *a, struct map *m, int64_t key, size_t place)
{
    size_t *slot;

    if (2 * m->count >= m->cap)
        map_grow(a, m);
    slot = map_slot(m, key);
    m->count += *slot == 0;
    *slot = place;
}

/* ---- counting ------------------------------------------------------------------------ */

/* The place of the month in which it happened; -1 for before or after. */
static int month_of(const struct counter *c, instant at)
{
    struct date first = c->out->months[0].month;
    struct date d = civil_at(at, c->out->programme->zone).date;
    int place = (d.year - first.year) * 12 + d.month - first.month;

    return place >= 0 && place < FIGURES_MONTHS ? place : -1;
}

static struct followed *case_of(struct counter *c, int64_t id)
{
    size_t place = map_get(&c->by_id, id);

    return place ? &c->cases[place - 1] : NULL;
}

static int *figure_of(struct counter *c, const struct followed *k, enum figure f)
{
    return &c->out->months[k->month].count[f];
}

static void follow(struct counter *c, const struct event *e)
{
    int month = month_of(c, e->at);
    struct followed *k;

    if (month < 0)
        return;
    k = arena_grow(c->arena, &c->cases, c->count++, &c->cap, sizeof *k);
    *k = (struct followed){.id = e->case_id,
                           .person = e->person,
                           .by = e->by,
                           .step = e->step,
                           .month = month,
                           .open = true};
    k->next_of_person = map_get(&c->by_person, e->person);
    map_put(c->arena, &c->by_id, e->case_id, c->count);
    map_put(c->arena, &c->by_person, e->person, c->count);
    ++*figure_of(c, k, FIGURE_OPEN);
}

static bool is_same_step(const char *one, const char *other)
{
    return one && other && !strcmp(one, other);
}

static void count_attempt(struct counter *c, const struct event *e)
{
    struct followed *k = case_of(c, e->case_id);

    if (!k) {
        follow(c, e);
        return;
    }
    if (e->by != k->by)
        k->now = FIGURE_LATER;
    else if (!is_same_step(k->step, e->step))
        k->now = k->now == FIGURE_FIRST ? FIGURE_SECOND : FIGURE_LATER;
    k->step = e->step;
}

static void settle(struct counter *c, struct followed *k, enum figure f)
{
    if (!k->open)
        return;
    k->open = false;
    --*figure_of(c, k, FIGURE_OPEN);
    ++*figure_of(c, k, f);
}

static void count_contact(struct counter *c, const struct event *e)
{
    for (size_t i = map_get(&c->by_person, e->person); i; i = c->cases[i - 1].next_of_person)
        settle(c, &c->cases[i - 1], c->cases[i - 1].now);
}

/* An answer comes before the end that it brings about. */
static int count_event(void *ctx, const struct event *e)
{
    struct counter *c = ctx;
    struct followed *k;

    if (e->kind == EVENT_CONTACT_ATTEMPTED && e->case_id)
        count_attempt(c, e);
    else if (e->kind == EVENT_CONTACT_MADE)
        count_contact(c, e);
    else if (e->kind == EVENT_CASE_ENDED && (k = case_of(c, e->case_id)))
        settle(c, k, FIGURE_NONE);
    return 0;
}

/* ---- the time ------------------------------------------------------------------------ */

static instant start_of(const struct programme *p, struct date d)
{
    return civil_instant((struct civil){.date = d}, p->zone);
}

int figures_build(struct store *s, struct arena *a, const struct programme *p, struct date day,
                  instant now, struct figures *out)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_CONTACT_MADE, EVENT_CASE_ENDED, -1};
    struct counter c = {.arena = a, .out = out};
    struct date last = {day.year, day.month, 1};
    struct event_filter filter = {.programme = p->name, .kinds = kinds};

    *out = (struct figures){.programme = p};
    for (int i = 0; i < FIGURES_MONTHS; i++)
        out->months[i].month = date_add_months(last, i - FIGURES_MONTHS + 1);
    filter.since = start_of(p, out->months[0].month);
    filter.until = start_of(p, date_add(date_add_months(last, 1), LATE_DAYS));
    if (filter.until > now + 1)
        filter.until = now + 1;
    return store_walk_events(s, a, &filter, count_event, &c);
}
