/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pass_own.c - triggers that count from a date of somebody's own: since they
 * were matched, somebody became responsible for them, or they joined.
 *
 * Each day is an occurrence. It looks at the days since the rule's clock, and
 * for each at those who began so many intervals before it, found by an index. */
#include "engine/engine_internal.h"

#include <string.h>

#define DATES_AT_ONCE 200

/* Those whose interval is over on a day. */
struct own_day {
    const struct programme *programme;
    const struct rule *rule;
    const struct trigger *trigger;
    struct date day;
    instant at;      /* on that day, at the trigger's hour */
    const char *key; /* the day */
    const char *late;
    instant first; /* when the first of all began */
    struct meeting_row rows[DATES_AT_ONCE];
    int count; /* of rows */
    int found; /* of all that were visited */
    int most;  /* no more than these are visited; 0: all */
};

const struct trigger *rule_own_date(const struct rule *r)
{
    return r->triggers_count == 1 && r->triggers[0].kind == TRIGGER_SINCE ? &r->triggers[0] : NULL;
}

/* ---- who began when --------------------------------------------------------------- */

static bool has_joined(const struct trigger *t)
{
    return !strcmp(t->name, "joined");
}

static int find_first(struct engine *e, struct own_day *o)
{
    const char *programme = o->programme->name;

    return has_joined(o->trigger)
               ? store_first_role(e->store, programme, o->rule->role, &o->first)
               : store_first_link(e->store, programme, o->trigger->name, &o->first);
}

static int find_rows(struct engine *e, struct own_day *o, const struct meeting_row *after,
                     instant until)
{
    const char *programme = o->programme->name;

    return has_joined(o->trigger) ? store_roles_since(e->store, programme, o->rule->role, after,
                                                      until, o->rows, DATES_AT_ONCE)
                                  : store_links_since(e->store, programme, o->trigger->name, after,
                                                      until, o->rows, DATES_AT_ONCE);
}

static struct date steps_after(const struct trigger *t, struct date d, int steps)
{
    return t->months ? date_add_months(d, steps * t->months) : date_add(d, steps * t->days);
}

static instant midnight(const struct own_day *o, struct date d)
{
    return civil_instant((struct civil){.date = d}, o->programme->zone);
}

/* ---- one day ------------------------------------------------------------------------ */

typedef int visit_fn(struct engine *e, struct own_day *o, const struct meeting_row *row);

/* Those of the rows whose day it is: who began on the 31st has it on the last of a shorter month.
 */
static int visit_rows(struct engine *e, struct own_day *o, int steps, visit_fn *visit)
{
    for (int i = 0; i < o->count && (!o->most || o->found < o->most); i++) {
        struct date began = civil_at(o->rows[i].at, o->programme->zone).date;
        if (date_compare(steps_after(o->trigger, began, steps), o->day))
            continue;
        o->found++;
        if (visit && visit(e, o, &o->rows[i]) < 0)
            return -1;
    }
    return 0;
}

/* Who began so many intervals before the day: up to three days later, where months are shorter. */
static int visit_step(struct engine *e, struct own_day *o, int steps, visit_fn *visit)
{
    struct date from = steps_after(o->trigger, o->day, -steps);
    struct meeting_row after = {.at = midnight(o, from)};
    instant until = midnight(o, date_add(from, o->trigger->months ? 4 : 1));

    do {
        o->count = find_rows(e, o, &after, until);
        if (o->count < 0 || visit_rows(e, o, steps, visit) < 0)
            return -1;
        after = o->count ? o->rows[o->count - 1] : after;
    } while (o->count == DATES_AT_ONCE);
    return 0;
}

static int visit_day(struct engine *e, struct own_day *o, visit_fn *visit)
{
    o->found = 0;
    for (int steps = 1;
         o->first < midnight(o, date_add(steps_after(o->trigger, o->day, -steps), 4)); steps++)
        if (visit_step(e, o, steps, visit) < 0)
            return -1;
    return 0;
}

static int come_round(struct engine *e, struct own_day *o, const struct meeting_row *row)
{
    struct event ev = {.kind = o->late ? EVENT_SKIPPED : EVENT_CAME_ROUND,
                       .programme = o->programme->name,
                       .rule = o->rule->name,
                       .occurrence = o->key,
                       .person = row->person,
                       .other = row->other,
                       .reason =
                           o->late ? o->late : arena_printf(e->mail, "%s came round", o->key)};

    return engine_perform(e, &ev, e->now);
}

static void set_day(struct engine *e, struct own_day *o, struct date day)
{
    int minute = o->trigger->minute;

    o->day = day;
    o->at = civil_instant((struct civil){day, minute / 60, minute % 60, 0}, o->programme->zone);
    o->key = date_format(e->mail, day);
    o->late = engine_late_reason(e, o->rule, o->at);
}

/* Held where it is more than may begin at once; begun, or skipped as too late. */
static int begin_day(struct engine *e, void *ctx)
{
    struct own_day *o = ctx;
    int known = store_has_occurrence(e->store, o->programme->name, o->rule->name, o->key), held = 0;

    if (known)
        return known < 0 ? -1 : 0; /* held, or let go since */
    o->most = o->late ? 0 : o->rule->max_per_run + 1;
    if (visit_day(e, o, NULL) < 0)
        return -1;
    if (!o->found)
        return 0;
    if (!o->late && (held = engine_hold(e, o->rule, o->at, o->key, o->found)))
        return held < 0 ? -1 : 0;
    e->occasion = (struct occasion){0};
    o->most = 0;
    return visit_day(e, o, come_round);
}

static struct own_day own_day_of(struct engine *e, const struct rule *r)
{
    return (struct own_day){
        .programme = e->programme->rules, .rule = r, .trigger = rule_own_date(r)};
}

int engine_begin_own_day(struct engine *e, const struct rule *r, const char *key)
{
    struct own_day o = own_day_of(e, r);
    struct date day;

    if (date_parse(key, &day) < 0)
        return 0;
    set_day(e, &o, day);
    o.late = NULL; /* an admin lets it go */
    return find_first(e, &o) < 0 ? -1 : visit_day(e, &o, come_round);
}

/* ---- the days since the clock --------------------------------------------------------- */

/* The last day whose hour of the trigger is not after t. */
static struct date last_day(const struct trigger *t, const struct zone *z, instant at)
{
    struct civil c = civil_at(at, z);

    c.hour = t->minute / 60;
    c.minute = t->minute % 60;
    c.second = 0;
    return civil_instant(c, z) > at ? date_add(c.date, -1) : c.date;
}

static int set_clock(struct engine *e, void *ctx)
{
    const struct own_day *o = ctx;

    return store_set_rule_clock(e->store, o->programme->name, o->rule->name, e->now);
}

int engine_pass_own(struct engine *e, const struct shelf_programme *p, const struct rule *r)
{
    e->programme = p;
    struct own_day o = own_day_of(e, r);
    instant clock;
    int did = 0;

    if (engine_rule_clock(e, p, r, &clock) < 0)
        return -1;
    if (!clock)
        return engine_transaction(e, set_clock, &o) < 0 ? -1 : 0;
    struct date day = last_day(o.trigger, p->rules->zone, clock);
    struct date today = last_day(o.trigger, p->rules->zone, e->now);
    if (date_compare(day, today) >= 0)
        return 0;
    if (find_first(e, &o) < 0)
        return -1;
    while (date_compare(day, today) < 0) {
        set_day(e, &o, day = date_add(day, 1));
        if (engine_transaction(e, begin_day, &o) < 0)
            return -1;
        did |= o.found > 0;
    }
    return engine_transaction(e, set_clock, &o) < 0 ? -1 : did;
}

instant engine_next_own(struct engine *e, const struct shelf_programme *p, const struct trigger *t)
{
    struct date next = date_add(last_day(t, p->rules->zone, e->now), 1);

    return civil_instant((struct civil){next, t->minute / 60, t->minute % 60, 0}, p->rules->zone);
}
