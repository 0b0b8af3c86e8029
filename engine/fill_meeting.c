/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fill_meeting.c - fields of letters about meetings, polls, and what a rule gathered. */
#include "engine/engine_internal.h"

#include "rules/meeting.h"

#include <string.h>

#define CASES_AT_FIRST 256
#define INVITED_SINCE  62 /* days: an invitation older than that is not looked at */

struct about {
    struct engine *e;
    const struct writing *w;
    struct fields *f;
    const struct rule *rule;
    const struct step *step;
    const struct meeting *meeting;
    instant at; /* of the meeting; 0: not known */
};

/* ---- the meeting ----------------------------------------------------------------- */

static const struct zone *reader_zone(const struct about *a)
{
    const struct zone *z = a->w->to.zone ? zone_find(a->w->to.zone) : NULL;

    return z ? z : a->e->programme->rules->zone;
}

/* "New York": the place whose clock is meant. */
static const char *zone_place(struct arena *arena, const struct zone *z)
{
    const char *slash = strrchr(zone_name(z), '/');
    char *place = arena_strdup(arena, slash ? slash + 1 : zone_name(z));

    for (char *c = place; *c; c++)
        if (*c == '_')
            *c = ' ';
    return place;
}

static const char *length_words(struct arena *a, int minutes)
{
    if (minutes % 60)
        return arena_printf(a, "%d minutes", minutes);
    return arena_printf(a, "%d %s", minutes / 60, minutes == 60 ? "hour" : "hours");
}

static void fill_when(const struct about *a)
{
    const struct zone *z = reader_zone(a);
    struct civil c = civil_at(a->at, z);
    struct arena *arena = a->e->scratch;

    fields_set(a->f, "meeting.date",
               a->at ? arena_printf(arena, "%s, %d %s %d", weekday_name(date_weekday(c.date)),
                                    c.date.day, month_name(c.date.month), c.date.year)
                     : "");
    fields_set(a->f, "meeting.time",
               a->at ? arena_printf(arena, "%02d:%02d", c.hour, c.minute) : "");
    fields_set(a->f, "meeting.zone", zone_place(arena, z));
}

static void fill_about(const struct about *a)
{
    const struct meeting *m = a->meeting;

    fields_set(a->f, "meeting.title", m ? m->title : "");
    fields_set(a->f, "meeting.length", m ? length_words(a->e->scratch, m->lasts) : "");
    if (!m || fields_set_url(a->f, "meeting.place", m->place) < 0)
        fields_set(a->f, "meeting.place", m ? m->place : "");
    fill_when(a);
}

/* All cases of a rule since then, with their answers; count or -1. */
static int cases_of_rule(const struct about *a, const char *rule, int64_t person, instant since,
                         struct kase **out)
{
    const char *programme = a->e->programme->rules->name;

    for (size_t max = CASES_AT_FIRST;; max *= 2) {
        *out = arena_array(a->e->scratch, max, sizeof **out);
        int n = store_cases_of_rule(a->e->store, a->e->scratch, programme, rule, person, since,
                                    *out, max);
        if (n < 0 || (size_t)n < max)
            return n;
    }
}

/* ---- who is coming ----------------------------------------------------------------- */

static bool invites_to(const struct rule *r, const struct meeting *m)
{
    bool invites = false, follows = false;

    for (size_t i = 0; i < r->triggers_count; i++)
        follows |= trigger_is_relative(&r->triggers[i]) && !strcmp(r->triggers[i].name, m->name);
    for (size_t i = 0; i < r->steps_count; i++)
        invites |= r->steps[i].verb == VERB_INVITE &&
                   (r->steps[i].meeting ? !strcmp(r->steps[i].meeting, m->name) : follows);
    return invites;
}

static int add_person(const struct about *a, const char *list, int64_t id)
{
    struct person_row p = {.name = ""};

    if (store_get_person(a->e->store, a->e->scratch, id, &p) < 0)
        return -1;
    if (*p.name) /* who was forgotten comes to nothing */
        fields_set(fields_append(a->f, list), "name", p.name);
    return 0;
}

/* The last word of each; what was erased with somebody is none. */
static int add_answers(const struct about *a, const struct kase *k, const char *name)
{
    for (size_t i = 0; i < k->vars_count; i++) {
        const struct case_var *v = &k->vars[i];
        bool last = !strcmp(v->name, name) && v->person && v->value;
        for (size_t j = i + 1; last && j < k->vars_count; j++)
            last = k->vars[j].person != v->person || strcmp(k->vars[j].name, name);
        if (last &&
            add_person(a, strcmp(v->value, "coming") ? "not_coming" : "coming", v->person) < 0)
            return -1;
    }
    return 0;
}

static int fill_coming(const struct about *a)
{
    const struct programme *p = a->e->programme->rules;
    instant since = instant_add_days(a->e->now, -INVITED_SINCE, p->zone);
    struct kase *cases;
    int64_t whose = a->meeting->subject == FOR_PROGRAMME ? 0 : a->w->k->person;
    const char *name = arena_printf(a->e->scratch, "coming/%s",
                                    date_format(a->e->scratch, civil_at(a->at, p->zone).date));

    for (size_t i = 0; i < p->rules_count; i++) {
        if (!invites_to(&p->rules[i], a->meeting))
            continue;
        int n = cases_of_rule(a, p->rules[i].name, whose, since, &cases);
        for (int j = 0; j < n; j++)
            if (add_answers(a, &cases[j], name) < 0)
                return -1;
        if (n < 0)
            return -1;
    }
    return 0;
}

/* ---- what was gathered ---------------------------------------------------------------- */

static const char *title_of(const struct rule *r, const char *name)
{
    for (size_t i = 0; r && i < r->steps_count; i++)
        for (size_t j = 0; j < r->steps[i].fields_count; j++)
            if (!strcmp(r->steps[i].fields[j].name, name))
                return r->steps[i].fields[j].title;
    return name;
}

/* "Title: answer", a line each; NULL where nothing was answered. */
static const char *answers_of(const struct about *a, const struct rule *r, const struct kase *k)
{
    const char *all = NULL;

    for (size_t i = 0; i < k->vars_count; i++) {
        const struct case_var *v = &k->vars[i];
        const char *value = v->value;
        if (v->person || strchr(v->name, '/') || case_var(k, v->name) != v)
            continue;
        if (!value && v->text)
            value = store_text(a->e->store, a->e->scratch, v->text);
        if (value)
            all = arena_printf(a->e->scratch, "%s%s%s: %s", all ? all : "", all ? "\n" : "",
                               title_of(r, v->name), value);
    }
    return all;
}

static int gathered_since(const struct about *a, instant *since)
{
    const struct programme *p = a->e->programme->rules;

    *since = instant_add_days(a->e->now, -a->step->gather_days, p->zone);
    if (!a->step->gather_since)
        return 0;
    return store_last_of_rule(a->e->store, p->name, a->step->gather_since, a->w->k->person,
                              a->w->k->started, since);
}

static int add_gathered(const struct about *a, const struct rule *r, const struct kase *k)
{
    const char *text = answers_of(a, r, k);
    struct person_row p = {.name = ""};
    struct civil c = civil_at(k->started, a->e->programme->rules->zone);

    if (!text)
        return 0;
    if (k->person && store_get_person(a->e->store, a->e->scratch, k->person, &p) < 0)
        return -1;
    struct fields *row = fields_append(a->f, "gathered");
    fields_set(row, "name", p.name);
    fields_set(row, "date",
               arena_printf(a->e->scratch, "%d %s", c.date.day, month_name(c.date.month)));
    fields_set(row, "text", text);
    return 0;
}

static int fill_gathered(const struct about *a)
{
    const struct programme *p = a->e->programme->rules;
    const struct rule *r = programme_rule(p, a->step->gather);
    struct kase *cases;
    instant since;
    int n;

    if (gathered_since(a, &since) < 0)
        return -1;
    n = cases_of_rule(a, a->step->gather, a->w->k->person, since, &cases);
    for (int i = 0; i < n; i++)
        if (add_gathered(a, r, &cases[i]) < 0)
            return -1;
    return n < 0 ? -1 : 0;
}

/* ---- polls ------------------------------------------------------------------------------ */

static void fill_options(const struct about *a)
{
    for (size_t i = 0; a->step->options && a->step->options[i]; i++) {
        struct fields *row = fields_append(a->f, "options");
        fields_set(row, "number", arena_printf(a->e->scratch, "%zu", i + 1));
        fields_set(row, "text", a->step->options[i]);
    }
}

int engine_fill_meeting(struct engine *e, const struct writing *w, struct fields *f)
{
    static const char *const lists[] = {"coming", "not_coming", "gathered", "options", NULL};
    struct about a = {.e = e, .w = w, .f = f};

    for (const char *const *list = lists; *list; list++)
        fields_list(f, *list);
    a.rule = w->k->rule ? programme_rule(e->programme->rules, w->k->rule) : NULL;
    a.step = a.rule && w->intent->step ? rule_step(a.rule, w->intent->step) : NULL;
    if (a.rule)
        a.meeting = case_meeting(w->state, w->k, a.rule, a.step, e->now, &a.at);
    fill_about(&a);
    if (a.meeting && a.at && fill_coming(&a) < 0)
        return -1;
    if (a.step && a.step->gather && fill_gathered(&a) < 0)
        return -1;
    if (a.step)
        fill_options(&a);
    return 0;
}
