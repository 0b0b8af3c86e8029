/* SPDX-License-Identifier: GPL-2.0-or-later */
/* audience.c - who is meant: roles along links, and hours at which to write. */
#include "rules/decide.h"

#include <stdio.h>
#include <string.h>

struct people {
    int64_t *ids;
    size_t count, max;
};

static void add_once(struct people *out, int64_t id)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->ids[i] == id)
            return;
    if (id && out->count < out->max)
        out->ids[out->count++] = id;
}

static void add_if_role(const struct state *s, struct people *out, int64_t id, const char *role)
{
    if (id && state_has_role(s, id, role))
        add_once(out, id);
}

/* Who stays in touch with a person: by their own link, else as the match of
 * somebody who has one. Where the link is only lent, the lender counts too:
 * "coordinator" goes on to mean her while the welcome coordinator has a try. */
static void add_responsible(const struct state *s, struct people *out, int64_t of, const char *role)
{
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (l->gone || l->from != of || strcmp(l->kind, "responsible"))
            continue;
        add_if_role(s, out, l->to, role);
        add_if_role(s, out, l->revert_to, role);
    }
}

static void add_matches(const struct state *s, struct people *out, int64_t of, const char *role)
{
    size_t i = 0, j = 0;
    int64_t id;

    while ((id = state_linked(s, "match", of, false, &i)))
        add_if_role(s, out, id, role);
    while ((id = state_linked(s, "match", of, true, &j)))
        add_if_role(s, out, id, role);
}

static void add_matches_responsible(const struct state *s, struct people *out, int64_t of,
                                    const char *role)
{
    size_t i = 0;
    int64_t id;

    while ((id = state_linked(s, "match", of, true, &i)))
        add_responsible(s, out, id, role);
}

static void add_holders(const struct state *s, struct people *out, const char *role)
{
    for (size_t i = 0; i < s->roles_count; i++)
        if (!s->roles[i].gone && !strcmp(s->roles[i].role, role))
            add_once(out, s->roles[i].person);
}

/* Seen from a coordinator, "mentor" is whom she is responsible for. */
static void add_charges(const struct state *s, struct people *out, int64_t of, const char *role)
{
    size_t i = 0;
    int64_t id;

    while ((id = state_linked(s, "responsible", of, true, &i)))
        add_if_role(s, out, id, role);
}

static void add_superiors(const struct state *s, struct people *out, int64_t of, const char *role)
{
    size_t i = 0;
    int64_t id;

    while ((id = state_linked(s, "answers_to", of, false, &i)))
        add_if_role(s, out, id, role);
}

/* Everybody active of a role, as far as the slice has them: programme_wants_whole() sees to it
 * that it has all. */
static void add_all(const struct state *s, struct people *out, const char *role)
{
    for (size_t i = 0; i < s->roles_count; i++) {
        const struct role_holding *h = &s->roles[i];
        const struct person *p = state_person(s, h->person);
        if (!h->gone && !strcmp(h->role, role) && p && !strcmp(p->status, STATUS_ACTIVE))
            add_once(out, h->person);
    }
}

/* From one person along links to a role; nearer meanings win. */
static void add_linked(const struct state *s, struct people *out, int64_t base, const char *role)
{
    size_t before = out->count;

    add_responsible(s, out, base, role);
    if (out->count == before)
        add_superiors(s, out, base, role);
    if (out->count == before)
        add_matches(s, out, base, role);
    if (out->count == before)
        add_matches_responsible(s, out, base, role);
    if (out->count == before)
        add_charges(s, out, base, role);
}

static void add_role(const struct state *s, struct people *out, const int64_t *bases,
                     size_t bases_count, const char *role)
{
    size_t before = out->count;

    if (role_is_office(s->programme, role) || !bases_count) {
        add_holders(s, out, role);
        return;
    }
    for (size_t i = 0; i < bases_count; i++)
        add_if_role(s, out, bases[i], role);
    for (size_t i = 0; i < bases_count && out->count == before; i++)
        add_linked(s, out, bases[i], role);
}

size_t resolve_audience(const struct state *s, const struct kase *k, const struct audience *to,
                        int64_t *people, size_t max)
{
    struct people out = {people, 0, max};
    int64_t bases[2];
    size_t bases_count = 0;

    if (k->person)
        bases[bases_count++] = k->person;
    if (k->other)
        bases[bases_count++] = k->other;
    if (to->kind == TO_SUBJECT) {
        add_once(&out, k->person);
    } else if (to->kind == TO_RESPONSIBLE) {
        add_once(&out, person_responsible(s, k->person));
    } else if (to->kind == TO_ALL) {
        add_all(s, &out, to->role);
    } else if (to->kind == TO_ROLE && to->via) {
        int64_t middle[32];
        struct people via = {middle, 0, 32};
        add_role(s, &via, bases, bases_count, to->via);
        for (size_t i = 0; i < via.count; i++)
            add_linked(s, &out, middle[i], to->role);
    } else if (to->kind == TO_ROLE) {
        add_role(s, &out, bases, bases_count, to->role);
    }
    return out.count;
}

/* ---- roles as a whole ------------------------------------------------------------ */

/* Letters to all are written by whoever enumerates the role. */
static bool is_broadcast(const struct step *step, const struct audience *to)
{
    return to->kind == TO_ALL && step->letter && step->verb != VERB_ASK;
}

static bool means_all_of(const struct programme *p, const struct audience *to, const char *role)
{
    return to->role && !strcmp(to->role, role) &&
           (to->kind == TO_ALL || (to->kind == TO_ROLE && !to->via && role_is_office(p, role)));
}

bool step_wants_whole(const struct programme *p, const struct step *step, const char *role)
{
    if ((step->verb == VERB_ASSIGN || step->verb == VERB_REASSIGN) && !strcmp(step->role, role))
        return true;
    if (step->deputy && !strcmp(step->deputy, role) && role_is_office(p, role))
        return true;
    for (size_t i = 0; i < step->to_count; i++)
        if (!is_broadcast(step, &step->to[i]) && means_all_of(p, &step->to[i], role))
            return true;
    for (size_t i = 0; i < step->tell_count; i++)
        if (means_all_of(p, &step->tell[i], role))
            return true;
    return false;
}

bool programme_wants_whole(const struct programme *p, const char *role)
{
    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].steps_count; j++)
            if (step_wants_whole(p, &p->rules[i].steps[j], role))
                return true;
    return false;
}

bool too_many_at_once(const struct state *s, const struct kase *k, const struct step *step)
{
    int64_t people[MOST_AT_ONCE + 1];

    for (size_t i = 0; i < step->to_count; i++)
        if (!is_broadcast(step, &step->to[i]) &&
            resolve_audience(s, k, &step->to[i], people, MOST_AT_ONCE + 1) > MOST_AT_ONCE)
            return true;
    for (size_t i = 0; i < step->tell_count; i++)
        if (resolve_audience(s, k, &step->tell[i], people, MOST_AT_ONCE + 1) > MOST_AT_ONCE)
            return true;
    return false;
}

const char *person_unreachable(const struct person *p)
{
    if (!p)
        return "is not known";
    if (!strcmp(p->status, STATUS_UNDELIVERABLE))
        return "has no address that works";
    if (!strcmp(p->status, STATUS_OPTED_OUT))
        return "asked for no more letters";
    if (!strcmp(p->status, STATUS_LEFT))
        return "has left";
    return NULL;
}

static bool is_away(const struct state *s, int64_t id, instant now)
{
    const struct person *p = state_person(s, id);

    return p && date_compare(p->away_until, civil_at(now, s->programme->zone).date) > 0;
}

static bool is_absent(const struct state *s, int64_t id, instant now)
{
    return is_away(s, id, now) || person_unreachable(state_person(s, id));
}

static size_t first_asked(const struct state *s, const struct kase *k, const struct step *step,
                          int64_t *first)
{
    size_t n = 0;

    for (size_t i = 0; i < step->to_count && n < MOST_AT_ONCE; i++)
        n += resolve_audience(s, k, &step->to[i], first + n, MOST_AT_ONCE - n);
    return n;
}

static size_t deputies_of(const struct state *s, const struct kase *k, const struct step *step,
                          int64_t *deputies)
{
    const struct audience deputy = {.kind = TO_ROLE, .role = step->deputy};

    return step->deputy ? resolve_audience(s, k, &deputy, deputies, MOST_AT_ONCE) : 0;
}

bool deputy_stands_in(const struct state *s, const struct kase *k, const struct step *step,
                      instant now)
{
    int64_t first[MOST_AT_ONCE], deputies[MOST_AT_ONCE];
    size_t n = first_asked(s, k, step, first);
    bool absent = false;

    for (size_t i = 0; i < n; i++)
        absent |= is_absent(s, first[i], now);
    return absent && deputies_of(s, k, step, deputies) > 0;
}

size_t people_asked(const struct state *s, const struct kase *k, const struct step *step,
                    instant now, int64_t *people, size_t max)
{
    int64_t first[MOST_AT_ONCE], second[MOST_AT_ONCE];
    size_t n = first_asked(s, k, step, first), deputies = deputies_of(s, k, step, second);
    bool all = deputy_was_asked(k, step);
    struct people out = {people, 0, max};

    for (size_t i = 0; i < n; i++) {
        if (deputies && is_absent(s, first[i], now))
            all = true;
        else
            add_once(&out, first[i]);
    }
    for (size_t i = 0; all && i < deputies; i++)
        add_once(&out, second[i]);
    return out.count;
}

bool deputy_was_asked(const struct kase *k, const struct step *step)
{
    char name[128];

    snprintf(name, sizeof name, "%s/deputy", step->id);
    return case_var(k, name) != NULL;
}

/* Of several matches the oldest counts, in whatever order the links stand: a
 * slice and the whole log must give the same. */
int64_t match_responsible(const struct state *s, int64_t person)
{
    const struct link *oldest = NULL;

    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (l->gone || l->to != person || strcmp(l->kind, "match") ||
            !state_responsible(s, l->from))
            continue;
        if (!oldest || l->since < oldest->since ||
            (l->since == oldest->since && l->from < oldest->from))
            oldest = l;
    }
    return oldest ? state_responsible(s, oldest->from) : 0;
}

int64_t person_responsible(const struct state *s, int64_t person)
{
    int64_t who = person ? state_responsible(s, person) : 0;

    return who || !person ? who : match_responsible(s, person);
}

/* ---- when --------------------------------------------------------------------- */

static bool may_send_on(const struct programme *p, struct date day)
{
    return p->hours.days & (1u << (date_weekday(day) - 1));
}

instant sending_instant(const struct programme *p, const struct person *to, instant t)
{
    const struct zone *z = to && to->zone ? to->zone : p->zone;
    struct civil c;

    if (to && to->away_until.year) {
        instant back = civil_instant((struct civil){.date = to->away_until}, z);
        if (back > t)
            t = back;
    }
    c = civil_at(t, z);
    for (int day = 0; day < 14; day++) {
        int minute = day ? 0 : c.hour * 60 + c.minute;
        struct date d = date_add(c.date, day);

        if (!may_send_on(p, d) || minute >= p->hours.to)
            continue;
        if (day == 0 && minute >= p->hours.from)
            return t;
        return civil_instant((struct civil){d, p->hours.from / 60, p->hours.from % 60, 0}, z);
    }
    return t; /* no day is allowed at all: the loader refuses that */
}

instant sending_end(const struct programme *p, const struct zone *zone, instant t)
{
    const struct zone *z = zone ? zone : p->zone;
    struct civil c = civil_at(t, z);
    int minute = c.hour * 60 + c.minute;

    if (!may_send_on(p, c.date) || minute < p->hours.from || minute >= p->hours.to)
        return 0;
    if (p->hours.to == 24 * 60)
        return civil_instant((struct civil){.date = date_add(c.date, 1)}, z);
    return civil_instant((struct civil){c.date, p->hours.to / 60, p->hours.to % 60, 0}, z);
}
