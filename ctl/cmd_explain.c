/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl explain: why this mail, why not yet, what comes next and when. */
#include "ctl/cases.h"
#include "ctl/explain.h"

#include <stdlib.h>
#include <string.h>

/* ---- a person --------------------------------------------------------------------------- */

static const char *listed(struct arena *a, const char *before, const char *item)
{
    return *before ? arena_printf(a, "%s, %s", before, item) : item;
}

static const char *roles_of(struct ctl *c, const struct state *s, int64_t person)
{
    const char *out = "";

    for (size_t i = 0; i < s->roles_count; i++)
        if (s->roles[i].person == person)
            out = listed(c->arena, out, s->roles[i].role);
    return out;
}

static const char *status_of(struct ctl *c, const struct person *p)
{
    if (date_compare(p->away_until, civil_at(c->now, ctl_zone(c, NULL)).date) > 0)
        return arena_printf(c->arena, "%s, away until %s", p->status,
                            date_format(c->arena, p->away_until));
    return p->status;
}

static const char *responsible_for(struct ctl *c, const struct state *s, int64_t person)
{
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (l->from == person && l->revert_to && !strcmp(l->kind, "responsible"))
            return arena_printf(c->arena, "%s is responsible, until a reply; then %s again",
                                ctl_name(c, l->to), ctl_name(c, l->revert_to));
    }
    int64_t who = person_responsible(s, person);
    return who ? arena_printf(c->arena, "%s is responsible", ctl_name(c, who)) : NULL;
}

static const char *matches_of(struct ctl *c, const struct state *s, int64_t person)
{
    const char *out = "";

    for (int reverse = 0; reverse < 2; reverse++) {
        size_t i = 0;
        int64_t other;
        while ((other = state_linked(s, "match", person, reverse, &i)))
            out = listed(c->arena, out, ctl_name(c, other));
    }
    return *out ? arena_printf(c->arena, "matched with %s", out) : NULL;
}

static void show_person(struct ctl *c, const struct state *s, int64_t person)
{
    const struct person *p = state_person(s, person);
    const char *facts[] = {responsible_for(c, s, person), matches_of(c, s, person)};

    out_heading("%s, %s of %s", ctl_name(c, person), roles_of(c, s, person), s->programme->name);
    out_text("  %s", p ? status_of(c, p) : "unknown");
    for (size_t i = 0; i < 2; i++)
        if (facts[i])
            out_text("; %s", facts[i]);
    out_text("\n");
    if (p && p->unsorted_since)
        out_styled(STYLE_WARN,
                   "  Mail that seems to be theirs waits since %s for somebody to sort it; until "
                   "then no silence is concluded.\n",
                   ctl_time(c, s->programme->name, p->unsorted_since));
}

static int explain_in(struct ctl *c, const struct programme *p, int64_t person)
{
    struct state s = {0};
    size_t open = 0;

    if (store_load_state(c->store, c->arena, p, person, 0, &s) < 0)
        return -1;
    show_person(c, &s, person);
    for (size_t i = 0; i < s.cases_count; i++) {
        const struct kase *k = &s.cases[i];
        if (k->phase == PHASE_ENDED || (k->person != person && k->other != person))
            continue;
        out_text("\n");
        if (explain_case(c, &s, k) < 0)
            return -1;
        open++;
    }
    if (!open)
        out_text("\n  No case is open.\n");
    return explain_past(c, p->name, person) < 0 || explain_future(c, &s, person) < 0 ? -1 : 0;
}

static int put_json(struct ctl *c, json_t *value)
{
    if (!value)
        return ctl_failed(c);
    out_json(value);
    return CTL_OK;
}

/* A list: an object for each programme that the person is in. */
static int person_json(struct ctl *c, int64_t person)
{
    const char **programmes = store_programmes_of(c->store, c->arena, person);
    json_t *list = json_array();

    for (size_t i = 0; programmes && programmes[i]; i++) {
        const struct shelf_programme *p = shelf_programme(c->shelf, programmes[i]);
        json_t *one = p ? explain_person_json(c, p->rules, person) : NULL;
        if (p && !one) {
            json_decref(list);
            return ctl_failed(c);
        }
        if (one)
            json_array_append_new(list, one);
    }
    return put_json(c, list);
}

static int explain_person(struct ctl *c, int64_t person)
{
    const char **programmes = store_programmes_of(c->store, c->arena, person);
    size_t shown = 0;

    for (size_t i = 0; programmes && programmes[i]; i++) {
        const struct shelf_programme *p = shelf_programme(c->shelf, programmes[i]);
        if (!p)
            continue;
        if (explain_in(c, p->rules, person) < 0)
            return ctl_failed(c);
        shown++;
    }
    if (!shown)
        out_text("%s takes part in no programme: nothing is written.\n", ctl_name(c, person));
    return CTL_OK;
}

/* ---- a case, a letter --------------------------------------------------------------------------
 */

static int explain_case_id(struct ctl *c, int64_t id, bool json)
{
    const char *programme;
    const struct shelf_programme *p;
    struct state s = {0};
    struct kase found;
    const struct kase *k;
    int rc = store_get_case(c->store, c->arena, id, &found, &programme);

    if (rc < 0)
        return ctl_failed(c);
    if (rc > 0)
        return ctl_complain(CTL_NO, "there is no case %lld", (long long)id);
    p = shelf_programme(c->shelf, programme);
    if (!p)
        return ctl_complain(CTL_NO, "case %lld is of %s, which is no programme any more",
                            (long long)id, programme);
    if (store_load_state(c->store, c->arena, p->rules, found.person, found.other, &s) < 0)
        return ctl_failed(c);
    k = state_case(&s, id);
    if (json)
        return put_json(c, explain_case_json(c, &s, k ? k : &found));
    return explain_case(c, &s, k ? k : &found) < 0 ? ctl_failed(c) : CTL_OK;
}

/* Of "case 14" the number; 0 where it is none. */
static int64_t number_of(const struct ctl_args *args)
{
    const char *text = args->operands_count == 2 ? args->operands[1] : "";
    char *end;
    long long n = strtoll(text, &end, 10);

    return *text && !*end && n > 0 ? n : 0;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *what = args->operands[0];
    bool is_case = !strcmp(what, "case"), is_letter = !strcmp(what, "letter");
    int64_t id = is_case || is_letter ? number_of(args) : 0, person;
    int status;

    if (!id && (is_case || is_letter || args->operands_count == 2))
        return ctl_complain(CTL_USAGE, "explain PERSON, explain case NUMBER or explain letter "
                                       "NUMBER (put quotation marks round a name)");
    if ((status = ctl_store(c, STORE_READ)) != CTL_OK || (status = ctl_shelf(c)) != CTL_OK)
        return status;
    if (is_case)
        return explain_case_id(c, id, ctl_given(args, "json"));
    if (is_letter)
        return explain_letter(c, id, ctl_given(args, "json"));
    person = ctl_person(c, what);
    if (!person)
        return CTL_NO;
    return ctl_given(args, "json") ? person_json(c, person) : explain_person(c, person);
}

static const struct ctl_option options[] = {
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_explain = {
    .name = "explain",
    .operands = "PERSON | case NUMBER | letter NUMBER",
    .help = "Why this mail, why not yet, what comes next and when",
    .more = "PERSON is a name, an address or a number like @7. The numbers of cases and letters "
            "stand in what status, log and explain print.",
    .options = options,
    .least = 1,
    .most = 2,
    .run = run,
};
