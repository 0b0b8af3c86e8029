/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pass_dates.c - triggers that follow meetings.
 *
 * Each looks at the window of time since the rule's clock: what it costs
 * follows the meetings in that window. What was planned too
 * late for its window decide() has triggered already (rules/planned.c). */
#include "engine/engine_internal.h"

#include "rules/meeting.h"
#include "rules/schedule.h"

#include <string.h>

#define DATES_AT_ONCE 200

struct window {
    const struct shelf_programme *programme;
    const struct rule *rule;
    const struct trigger *trigger;
    instant since, until; /* triggers after `since` and not after `until` */
    struct meeting_row rows[DATES_AT_ONCE];
    int count;
};

/* ---- one subject ------------------------------------------------------------- */

static int came_round(struct engine *e, const struct window *w, const struct meeting_row *m,
                      instant at, struct date day)
{
    const char *name = w->programme->rules->name, *key = date_format(e->mail, day);
    const char *late = engine_late_reason(e, w->rule, at);
    struct event ev = {.kind = late ? EVENT_SKIPPED : EVENT_CAME_ROUND,
                       .programme = name,
                       .rule = w->rule->name,
                       .occurrence = key,
                       .person = m->person,
                       .other = m->other,
                       .reason = late ? late : arena_printf(e->mail, "%s came round", key)};

    if (!late && w->trigger->kind == TRIGGER_BEFORE && m->at <= e->now)
        return 0; /* what was to come before it would come after it */
    return engine_perform(e, &ev, e->now);
}

static int set_clock(struct engine *e, void *ctx)
{
    const struct window *w = ctx;

    return store_set_rule_clock(e->store, w->programme->rules->name, w->rule->name, w->until);
}

/* ---- meetings that are planned -------------------------------------------------- */

static int trigger_rows(struct engine *e, void *ctx)
{
    const struct window *w = ctx;
    const struct zone *z = w->programme->rules->zone;

    e->occasion = (struct occasion){0};
    for (int i = 0; i < w->count; i++) {
        instant at = relative_instant(w->trigger, z, w->rows[i].at);
        if (w->rows[i].person && at > w->since && at <= w->until &&
            came_round(e, w, &w->rows[i], at, civil_at(w->rows[i].at, z).date) < 0)
            return -1;
    }
    return 0;
}

/* The programme's own begin an occurrence, as a schedule does: everybody of the
 * rule's role has a case. 1: it did. */
static int open_whole(struct engine *e, const struct window *w, const struct meeting_row *m)
{
    const struct zone *z = w->programme->rules->zone;
    instant at = relative_instant(w->trigger, z, m->at);
    const char *key = date_format(e->mail, civil_at(m->at, z).date);

    if (m->person || at > w->until || (w->trigger->kind == TRIGGER_BEFORE && m->at <= e->now))
        return 0;
    int has = store_has_occurrence(e->store, w->programme->rules->name, w->rule->name, key);
    if (has)
        return has < 0 ? -1 : 0;
    return engine_fire(e, w->programme, w->rule, at, key) < 0 ? -1 : 1;
}

/* Meetings whose trigger may lie in the window: a day more on both sides
 * covers any hour that it names. */
static int pass_planned(struct engine *e, struct window *w)
{
    const struct zone *z = w->programme->rules->zone;
    int days = w->trigger->kind == TRIGGER_BEFORE ? w->trigger->days : -w->trigger->days, did = 0;
    struct meeting_row after = {.at = instant_add_days(w->since, days - 1, z)};
    instant until = instant_add_days(w->until, days + 1, z);

    do {
        w->count = store_meetings(e->store, w->programme->rules->name, w->trigger->name, &after,
                                  until, w->rows, DATES_AT_ONCE);
        if (w->count < 0 || (w->count && engine_transaction(e, trigger_rows, w) < 0))
            return -1;
        for (int i = 0; i < w->count; i++) {
            int rc = open_whole(e, w, &w->rows[i]);
            if (rc < 0)
                return -1;
            did |= rc;
        }
        after = w->count ? w->rows[w->count - 1] : after;
    } while (w->count == DATES_AT_ONCE);
    return did;
}

/* ---- meetings that come round ------------------------------------------------------ */

static const struct schedule *schedule_of(struct engine *e, const struct shelf_programme *p,
                                          const struct meeting *m)
{
    const char *choice = m->times_count > 1
                             ? store_meeting_choice(e->store, e->mail, p->rules->name, m->name)
                             : NULL;

    return meeting_schedule(m, choice);
}

static int pass_scheduled(struct engine *e, struct window *w, const struct schedule *s)
{
    const struct zone *z = w->programme->rules->zone;
    instant at, meeting = relative_last(w->trigger, s, z, w->since, w->until, &at);

    if (meeting == INSTANT_NEVER || (w->trigger->kind == TRIGGER_BEFORE && meeting <= e->now))
        return 0;
    return engine_fire(e, w->programme, w->rule, at,
                       date_format(e->mail, civil_at(meeting, z).date)) < 0
               ? -1
               : 1;
}

/* ---- the triggers of a rule ------------------------------------------------------------- */

static int pass_relative(struct engine *e, struct window *w)
{
    const struct meeting *m = programme_meeting(w->programme->rules, w->trigger->name);
    const struct schedule *s = m && m->times_count ? schedule_of(e, w->programme, m) : NULL;

    if (!m || (m->times_count && !s))
        return 0;
    return s ? pass_scheduled(e, w, s) : pass_planned(e, w);
}

/* The clock is set where something could have come, and once a day in any case, so that
 * the window stays short. */
static int move_clock(struct engine *e, struct window *w, int did)
{
    if (w->until <= w->since || (!did && w->until - w->since < 86400))
        return did;
    return engine_transaction(e, set_clock, w) < 0 ? -1 : did;
}

int engine_pass_dates(struct engine *e, const struct shelf_programme *p, const struct rule *r)
{
    struct window w = {.programme = p, .rule = r, .until = e->now};
    int did = 0;

    if (engine_rule_clock(e, p, r, &w.since) < 0)
        return -1;
    e->programme = p;
    if (!w.since)
        return engine_transaction(e, set_clock, &w) < 0 ? -1 : 0;
    for (size_t i = 0; i < r->triggers_count; i++) {
        w.trigger = &r->triggers[i];
        int rc = pass_relative(e, &w);
        if (rc < 0)
            return -1;
        did |= rc;
    }
    return move_clock(e, &w, did);
}

/* ---- when next ---------------------------------------------------------------------------- */

static instant next_planned(struct engine *e, const struct shelf_programme *p,
                            const struct trigger *t, instant clock)
{
    const struct zone *z = p->rules->zone;
    int days = t->kind == TRIGGER_BEFORE ? t->days : -t->days;
    struct meeting_row rows[16];
    struct meeting_row after = {.at = instant_add_days(clock, days - 1, z)};
    instant next = INSTANT_NEVER;
    int n;

    do {
        n = store_meetings(e->store, p->rules->name, t->name, &after, INSTANT_NEVER, rows, 16);
        for (int i = 0; i < n; i++) {
            instant at = relative_instant(t, z, rows[i].at);
            next = at > e->now && at < next ? at : next;
            after = rows[i];
        }
    } while (n == 16 && next == INSTANT_NEVER);
    return next;
}

instant engine_next_date(struct engine *e, const struct shelf_programme *p, const struct rule *r,
                         const struct trigger *t)
{
    struct window w = {.programme = p, .rule = r, .trigger = t};
    const struct meeting *m;
    const struct schedule *s;

    if (engine_rule_clock(e, p, r, &w.since) < 0)
        return INSTANT_NEVER;
    if (!(m = programme_meeting(p->rules, t->name)))
        return INSTANT_NEVER;
    if (!m->times_count)
        return next_planned(e, p, t, w.since ? w.since : e->now);
    s = schedule_of(e, p, m);
    return s ? relative_next(t, s, p->rules->zone, e->now) : INSTANT_NEVER;
}
