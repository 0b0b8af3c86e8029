/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/meeting.h"

#include "rules/schedule.h"

#include <string.h>

const struct schedule *meeting_schedule(const struct meeting *m, const char *choice)
{
    if (m->times_count == 1)
        return &m->times[0];
    for (size_t i = 0; choice && i < m->times_count; i++)
        if (!strcmp(m->times_words[i], choice))
            return &m->times[i];
    return NULL;
}

const char *meeting_choice(const struct state *s, const struct meeting *m)
{
    for (size_t i = s->appointments_count; i-- > 0;) {
        const struct appointment *a = &s->appointments[i];
        if (!a->gone && a->choice && !strcmp(a->meeting, m->name))
            return a->choice;
    }
    return NULL;
}

bool trigger_is_relative(const struct trigger *t)
{
    return t->kind == TRIGGER_BEFORE || t->kind == TRIGGER_AFTER;
}

instant relative_instant(const struct trigger *t, const struct zone *z, instant meeting)
{
    struct civil c = civil_at(meeting, z);

    c.date = date_add(c.date, t->kind == TRIGGER_BEFORE ? -t->days : t->days);
    if (t->minute >= 0) {
        c.hour = t->minute / 60;
        c.minute = t->minute % 60;
        c.second = 0;
    }
    return civil_instant(c, z);
}

/* A meeting later than this can't have triggered by then: a day more than the
 * distance covers any hour that the trigger names. */
static instant latest_meeting(const struct trigger *t, const struct zone *z, instant then)
{
    int days = t->kind == TRIGGER_BEFORE ? t->days : -t->days;

    return instant_add_days(then, days + 1, z);
}

instant relative_last(const struct trigger *t, const struct schedule *s, const struct zone *z,
                      instant since, instant now, instant *at)
{
    instant m = latest_meeting(t, z, now);

    for (int tries = 0; tries < 4; tries++) {
        m = schedule_last(s, z, 0, m);
        if (m == INSTANT_NEVER)
            return INSTANT_NEVER;
        *at = relative_instant(t, z, m);
        if (*at <= now)
            return *at > since ? m : INSTANT_NEVER;
        m--;
    }
    return INSTANT_NEVER;
}

instant relative_next(const struct trigger *t, const struct schedule *s, const struct zone *z,
                      instant after)
{
    int days = t->kind == TRIGGER_BEFORE ? t->days : -t->days;
    instant m = instant_add_days(after, days - 2, z);

    for (int tries = 0; tries < 6; tries++) {
        m = schedule_next(s, z, m);
        if (m == INSTANT_NEVER)
            return INSTANT_NEVER;
        instant at = relative_instant(t, z, m);
        if (at > after)
            return at;
    }
    return INSTANT_NEVER;
}

/* ---- those that are planned ---------------------------------------------------- */

static bool is_of(const struct appointment *a, const char *meeting, int64_t person, int64_t other)
{
    return !a->gone && a->at && a->person == person && a->other == other &&
           !strcmp(a->meeting, meeting);
}

const struct appointment *next_appointment(const struct state *s, const char *meeting,
                                           int64_t person, int64_t other, instant now)
{
    const struct appointment *next = NULL;

    for (size_t i = 0; i < s->appointments_count; i++) {
        const struct appointment *a = &s->appointments[i];
        if (is_of(a, meeting, person, other) && a->at > now && (!next || a->at < next->at))
            next = a;
    }
    return next;
}

/* ---- of a case ------------------------------------------------------------------ */

/* Whose a planned meeting is, seen from a case: the pair itself, or the pair that its person
 * belongs to, or the programme. */
static bool concerns(const struct appointment *a, const struct kase *k)
{
    if (!a->person)
        return true;
    return a->person == k->person || (a->other && a->other == k->person);
}

/* The one whose date is the occurrence. */
static instant appointment_on(const struct state *s, const struct kase *k, const struct meeting *m)
{
    const struct zone *z = s->programme->zone;
    struct date day;

    if (!k->occurrence || date_parse(k->occurrence, &day) < 0)
        return 0;
    for (size_t i = s->appointments_count; i-- > 0;) {
        const struct appointment *a = &s->appointments[i];
        if (!a->gone && a->at && !strcmp(a->meeting, m->name) && concerns(a, k) &&
            !date_compare(civil_at(a->at, z).date, day))
            return a->at;
    }
    return 0;
}

static instant scheduled_on(const struct state *s, const struct kase *k, const struct meeting *m)
{
    const struct schedule *schedule = meeting_schedule(m, meeting_choice(s, m));
    const struct zone *z = s->programme->zone;
    struct civil c = {0};

    if (!schedule || !k->occurrence || date_parse(k->occurrence, &c.date) < 0)
        return 0;
    instant t = schedule_next(schedule, z, civil_instant(c, z) - 1);
    return t != INSTANT_NEVER && !date_compare(civil_at(t, z).date, c.date) ? t : 0;
}

static instant by_occurrence(const struct state *s, const struct kase *k, const struct meeting *m)
{
    return m->times_count ? scheduled_on(s, k, m) : appointment_on(s, k, m);
}

/* A step that names the meeting speaks of the one to come. */
static instant to_come(const struct state *s, const struct kase *k, const struct meeting *m,
                       instant now)
{
    const struct schedule *schedule = meeting_schedule(m, meeting_choice(s, m));
    const struct appointment *next = NULL;

    if (schedule)
        return schedule_next(schedule, s->programme->zone, now);
    for (size_t i = 0; i < s->appointments_count; i++) {
        const struct appointment *a = &s->appointments[i];
        if (!a->gone && a->at > now && !strcmp(a->meeting, m->name) && concerns(a, k) &&
            (!next || a->at < next->at))
            next = a;
    }
    return next ? next->at : 0;
}

const struct meeting *case_meeting(const struct state *s, const struct kase *k,
                                   const struct rule *r, const struct step *step, instant now,
                                   instant *at)
{
    const struct meeting *m = NULL;

    *at = 0;
    for (size_t i = 0; r && i < r->triggers_count && !*at; i++) {
        const struct trigger *t = &r->triggers[i];
        const struct meeting *one =
            trigger_is_relative(t) ? programme_meeting(s->programme, t->name) : NULL;
        if (!one || (step && step->meeting && strcmp(step->meeting, one->name)))
            continue;
        m = one;
        *at = by_occurrence(s, k, m);
    }
    if (m || !step || !step->meeting || !(m = programme_meeting(s->programme, step->meeting)))
        return m;
    *at = to_come(s, k, m, now);
    return m;
}

int meeting_time_parse(const char *text, int minute, const struct zone *z, instant *out)
{
    struct civil c;

    if (civil_parse(text, &c) < 0)
        return -1;
    if (!strchr(text, ':')) {
        c.hour = minute / 60;
        c.minute = minute % 60;
    }
    *out = civil_instant(c, z);
    return 0;
}

bool meeting_took_place(const struct state *s, const struct kase *k, const struct meeting *m,
                        instant now)
{
    const struct schedule *schedule = meeting_schedule(m, meeting_choice(s, m));

    if (m->times_count)
        return schedule &&
               schedule_last(schedule, s->programme->zone, k->started, now) != INSTANT_NEVER;
    for (size_t i = 0; i < s->appointments_count; i++) {
        const struct appointment *a = &s->appointments[i];
        if (!a->gone && a->at > k->started && a->at <= now && !strcmp(a->meeting, m->name) &&
            concerns(a, k))
            return true;
    }
    return false;
}
