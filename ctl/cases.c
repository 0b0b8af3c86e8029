/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/cases.h"
#include "rules/schedule.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 128

static const char *sending_now(struct ctl *c, const char *programme, const char *step, int letters)
{
    const char *mode = store_mode(c->store, c->arena, programme);

    if (mode && !strcmp(mode, "shadow"))
        return arena_printf(c->arena, "%s is written and held, as the programme is in shadow",
                            step);
    return letters == 1 ? arena_printf(c->arena, "%s is written and not yet sent", step)
                        : arena_printf(c->arena, "%s is written; %d letters are not yet sent", step,
                                       letters);
}

const char *case_now(struct ctl *c, const char *programme, const struct kase *k)
{
    const char *step = k->step ? k->step : "its first step";
    const char *deadline = ctl_time(c, programme, k->deadline);

    switch (k->phase) {
    case PHASE_ACTING:
        return arena_printf(c->arena, "is about to do %s", step);
    case PHASE_SENDING:
        return sending_now(c, programme, step, k->awaiting);
    case PHASE_WAITING:
        if (case_stands_still(k))
            return arena_printf(c->arena, "stands still at %s until mail is sorted", step);
        if (k->announced)
            return arena_printf(c->arena, "waits at %s; %s is announced for %s", step, k->announced,
                                deadline);
        return arena_printf(c->arena, "waits at %s until %s", step, deadline);
    case PHASE_HELD:
        return arena_printf(c->arena, "%s is announced for %s", k->announced ? k->announced : step,
                            deadline);
    case PHASE_STOPPED:
        return arena_printf(c->arena, "stands at %s: somebody must act", step);
    case PHASE_ENDED:
        return "has ended";
    }
    return "";
}

const char *case_subject(struct ctl *c, const char *programme, const struct kase *k)
{
    if (!k->person)
        return programme;
    if (!k->other)
        return ctl_name(c, k->person);
    return arena_printf(c->arena, "%s and %s", ctl_name(c, k->person), ctl_name(c, k->other));
}

/* ---- lists ------------------------------------------------------------------------------- */

static instant when_due(const struct kase *k)
{
    return k->due ? k->due : INSTANT_NEVER;
}

static int by_due(const void *a, const void *b)
{
    const struct kase *x = a, *y = b;
    instant one = when_due(x), other = when_due(y);

    if (one != other)
        return one < other ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

int open_cases(struct ctl *c, const char *programme, struct kase **out)
{
    struct kase batch[BATCH];
    size_t count = 0, cap = 0;
    int n;

    *out = NULL;
    do {
        int64_t after = count ? (*out)[count - 1].id : 0;
        n = store_open_cases(c->store, c->arena, programme, after, batch, BATCH);
        for (int i = 0; i < n; i++)
            *(struct kase *)arena_grow(c->arena, out, count++, &cap, sizeof **out) = batch[i];
    } while (n == BATCH);
    if (n < 0)
        return -1;
    if (count)
        qsort(*out, count, sizeof **out, by_due);
    return (int)count;
}

static int by_instant(const void *a, const void *b)
{
    const struct upcoming *x = a, *y = b;

    return x->at < y->at ? -1 : x->at > y->at;
}

int upcoming_rules(struct ctl *c, const struct programme *p, struct upcoming **out)
{
    size_t count = 0, cap = 0;

    *out = NULL;
    for (size_t i = 0; i < p->rules_count; i++) {
        const struct rule *r = &p->rules[i];
        for (size_t j = 0; j < r->triggers_count; j++) {
            const struct schedule *s = &r->triggers[j].schedule;
            instant at = r->triggers[j].kind == TRIGGER_SCHEDULE ? schedule_next(s, p->zone, c->now)
                                                                 : INSTANT_NEVER;
            if (at == INSTANT_NEVER)
                continue;
            *(struct upcoming *)arena_grow(c->arena, out, count++, &cap, sizeof **out) =
                (struct upcoming){r, at, schedule_key(c->arena, s, p->zone, at)};
        }
    }
    if (count)
        qsort(*out, count, sizeof **out, by_instant);
    return (int)count;
}
