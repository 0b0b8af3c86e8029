/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/ways.h"

struct ways {
    struct way *items;
    size_t count;
};

static void add(struct ways *w, enum way_kind kind, const char *answer, size_t target,
                struct pos pos)
{
    if (w->count < WAYS_MOST)
        w->items[w->count++] = (struct way){kind, answer, target, pos};
}

static void ways_of_attempt(const struct step *s, struct ways *w)
{
    bool goes_on = s->branches_count > 0;

    add(w, WAY_REPLY, NULL, goes_on ? s->branches[0].target : STEP_END,
        goes_on ? s->branches[0].pos : s->pos);
    add(w, WAY_SILENCE, NULL, s->next, s->pos);
}

/* Where there are answers to choose from, the chosen one says where to go,
 * whatever else was filled in. Room is left for the ways that every step may have. */
static void ways_of_ask(const struct step *s, struct ways *w)
{
    for (size_t i = 0; i < s->branches_count && w->count + 3 < WAYS_MOST; i++)
        add(w, WAY_ANSWER, s->branches[i].answer, s->branches[i].target, s->branches[i].pos);
    if (!s->branches_count)
        add(w, WAY_FILLED, NULL, s->next, s->pos);
    add(w, WAY_EXPIRED, NULL, s->expired, s->expired_pos.line ? s->expired_pos : s->pos);
}

size_t step_ways(const struct step *s, struct way out[WAYS_MOST])
{
    struct ways w = {out, 0};

    if (s->verb == VERB_ATTEMPT)
        ways_of_attempt(s, &w);
    else if (s->verb == VERB_ASK)
        ways_of_ask(s, &w);
    else if (s->verb == VERB_POLL) {
        add(&w, WAY_FILLED, NULL, s->next, s->pos);
        add(&w, WAY_EXPIRED, NULL, s->expired, s->expired_pos.line ? s->expired_pos : s->pos);
    } else
        add(&w, WAY_DONE, NULL, s->verb == VERB_END ? STEP_END : s->next, s->pos);
    if (s->hold_days)
        add(&w, WAY_UNDONE, NULL, STEP_END, s->pos);
    if (s->conds_count)
        add(&w, WAY_PASSED, NULL, s->next, s->conds[0].pos);
    return w.count;
}
