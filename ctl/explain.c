/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain.c - a case as its ladder: each step with what was done there and
 * when, or whether it would be taken now, condition by condition. */
#include "ctl/explain.h"
#include "ctl/cases.h"

#include <string.h>

#define PAST_DAYS 62

/* What the log says of one case, step by step. */
struct story {
    struct ctl *c;
    const struct rule *rule;
    const char *why, *version; /* of its beginning */
    bool *entered;             /* beside rule->steps */
    const char **notes;        /* likewise: when it was done, and what became of it */
    const char *ended;
};

/* ---- what was done ------------------------------------------------------------------------- */

static void add_to_step(struct story *s, const struct event *e, const char *text)
{
    const struct step *step = e->step && s->rule ? rule_step(s->rule, e->step) : NULL;
    size_t place;

    if (!step)
        return;
    place = (size_t)(step - s->rule->steps);
    s->entered[place] |= e->kind == EVENT_STEP_ENTERED;
    s->notes[place] =
        s->notes[place] ? arena_printf(s->c->arena, "%s; %s", s->notes[place], text) : text;
}

static const char *dated(struct story *s, const struct event *e, const char *what)
{
    return arena_printf(s->c->arena, "%s %s", what, ctl_time(s->c, e->programme, e->at));
}

static int hear_story(void *ctx, const struct event *e)
{
    struct story *s = ctx;

    switch (e->kind) {
    case EVENT_CASE_STARTED:
        s->why = ctl_with_names(s->c, e->reason);
        s->version = arena_strdup(s->c->arena, e->version);
        break;
    case EVENT_STEP_ENTERED:
        add_to_step(s, e, dated(s, e, "begun"));
        break;
    case EVENT_LETTER_QUEUED:
        add_to_step(s, e,
                    arena_printf(s->c->arena, "letter %lld to %s", (long long)e->letter,
                                 ctl_name(s->c, e->person)));
        break;
    case EVENT_LETTER_SENT:
        add_to_step(s, e, dated(s, e, "sent"));
        break;
    case EVENT_LETTER_FAILED:
    case EVENT_LETTER_REFUSED:
    case EVENT_LETTER_UNCERTAIN:
    case EVENT_LETTER_DROPPED:
    case EVENT_REMINDED:
    case EVENT_STOOD_STILL:
    case EVENT_HOLD_UNDONE:
    case EVENT_CASE_STOPPED:
        add_to_step(s, e,
                    arena_printf(s->c->arena, "%s: %s", event_kind_name(e->kind),
                                 ctl_with_names(s->c, e->reason)));
        break;
    case EVENT_HOLD_ANNOUNCED:
        add_to_step(s, e,
                    arena_printf(s->c->arena, "announced for %s, undo stops it",
                                 ctl_time(s->c, e->programme, e->until)));
        break;
    case EVENT_WAIT_SET:
        if (e->value)
            add_to_step(s, e, ctl_with_names(s->c, e->reason));
        break;
    case EVENT_SILENCE:
        add_to_step(s, e, dated(s, e, "no answer by"));
        break;
    case EVENT_CASE_ENDED:
        s->ended = arena_printf(s->c->arena, "%s: %s", ctl_time(s->c, e->programme, e->at),
                                ctl_with_names(s->c, e->reason));
        break;
    default:
        break;
    }
    return 0;
}

static int read_story(struct story *s, const struct kase *k)
{
    const struct event_filter filter = {.case_id = k->id};
    size_t count = s->rule ? s->rule->steps_count + 1 : 1;

    s->entered = arena_array(s->c->arena, count, sizeof *s->entered);
    s->notes = arena_array(s->c->arena, count, sizeof *s->notes);
    return store_walk_events(s->c->store, s->c->arena, &filter, hear_story, s);
}

/* ---- what would be done -----------------------------------------------------------------------
 */

static bool changes_people(const struct step *s)
{
    return s->verb == VERB_ASSIGN || s->verb == VERB_REASSIGN || s->verb == VERB_MARK ||
           s->verb == VERB_START;
}

static const char *what_step_does(struct ctl *c, const struct step *s)
{
    const char *to = "";

    for (size_t i = 0; i < s->to_count; i++)
        if (s->to_count > 1 || s->to[i].kind != TO_SUBJECT)
            to = arena_printf(c->arena, "%s%s%s", to, i ? " and " : "",
                              ctl_audience(c->arena, &s->to[i]));
    return arena_printf(c->arena, "%s%s%s%s%s%s", verb_name(s->verb), s->letter ? " " : "",
                        s->letter ? s->letter
                        : s->role ? arena_printf(c->arena, " %s", s->role)
                        : s->name ? arena_printf(c->arena, " %s", s->name)
                                  : "",
                        *to ? changes_people(s) ? " for " : " to " : "", to,
                        s->wait_days ? arena_printf(c->arena, ", wait %d day%s", s->wait_days,
                                                    s->wait_days == 1 ? "" : "s")
                                     : "");
}

/* "if responsible is coordinator (so now)" for each condition, at `when`. */
static const char *conditions(struct ctl *c, const struct state *s, const struct kase *k,
                              const struct cond *conds, size_t count, instant when, bool *all)
{
    const char *out = "", *why;

    *all = true;
    for (size_t i = 0; i < count; i++) {
        bool holds = conds_hold(s, k, &conds[i], 1, when, &why);
        *all &= holds;
        out = arena_printf(c->arena, "%s%s %s (%s)", out, i ? " and" : "if", conds[i].text,
                           holds            ? when == c->now ? "so now" : "as things are, so then"
                           : when == c->now ? "not so now"
                                            : "as things are, not so then");
    }
    return out;
}

/* ---- the ladder
 * ----------------------------------------------------------------------------------- */

/* Whether the case gets to this step next, as far as can be said now: it is announced, or the first
 * one behind the present whose conditions hold. */
static bool is_next(const struct story *story, const struct kase *k, const struct step *step,
                    bool holds)
{
    const struct step *here = k->step ? rule_step(story->rule, k->step) : NULL;

    if (k->phase == PHASE_ENDED || story->entered[step - story->rule->steps])
        return false;
    if (k->announced)
        return rule_step(story->rule, k->announced) == step;
    return holds && (!here || step > here);
}

static void add_rung(struct story *story, const struct state *s, const struct kase *k,
                     const struct step *step, bool *next_found, struct columns *t)
{
    size_t place = (size_t)(step - story->rule->steps);
    bool here = k->phase != PHASE_ENDED && k->step && rule_step(story->rule, k->step) == step;
    bool holds;
    const char *ifs =
        conditions(story->c, s, k, step->conds, step->conds_count, story->c->now, &holds);
    const char *note = story->notes[place] ? story->notes[place] : "";
    const char *mark = here ? "now" : story->entered[place] ? "done" : "";

    if (!here && !*next_found && is_next(story, k, step, holds)) {
        mark = "next";
        *next_found = true;
    }
    if (!story->entered[place] && *ifs)
        note = arena_printf(story->c->arena, "%s%s%s", ifs, *note ? "; " : "", note);
    columns_add(t, (const char *[]){mark, step->id, what_step_does(story->c, step), note});
}

static void show_ladder(struct story *story, const struct state *s, const struct kase *k)
{
    struct columns t;
    bool next_found = false;

    columns_init(&t, story->c->arena, (const char *[]){"", "step", "what", "", NULL});
    for (size_t i = 0; i < story->rule->steps_count; i++)
        add_rung(story, s, k, &story->rule->steps[i], &next_found, &t);
    out_columns(&t, 4, false);
}

static void show_wait(struct ctl *c, const struct state *s, const struct kase *k)
{
    const char *programme = s->programme->name;
    const struct person *p = state_person(s, k->person);

    out_text("  now: %s\n", case_now(c, programme, k));
    if (k->due && k->due != k->deadline)
        out_text("  next look: %s\n", ctl_time(c, programme, k->due));
    if (k->phase != PHASE_WAITING || !k->deadline || k->deadline > c->now)
        return;
    out_styled(STYLE_WARN, "  The wait is over, but silence is concluded only over read mail%s.\n",
               p && p->unsorted_since ? ", and mail of theirs is not sorted" : "");
}

int explain_case(struct ctl *c, const struct state *s, const struct kase *k)
{
    struct story story = {.c = c, .rule = programme_rule(s->programme, k->rule)};

    if (read_story(&story, k) < 0)
        return -1;
    out_heading("%s %s, %s (case %lld)", k->rule, k->occurrence,
                case_subject(c, s->programme->name, k), (long long)k->id);
    out_text("  began %s: %s\n", ctl_time(c, s->programme->name, k->started),
             story.why ? story.why : "");
    if (story.version)
        out_text("  under rules %.12s%s\n", story.version,
                 strcmp(story.version, s->programme->version) ? ", edited since" : "");
    if (k->phase == PHASE_ENDED)
        out_text("  ended %s\n", story.ended ? story.ended : "");
    else
        show_wait(c, s, k);
    if (!story.rule)
        out_styled(STYLE_WARN, "  The rule was taken out of rules.yaml.\n");
    else
        show_ladder(&story, s, k);
    return 0;
}

/* ---- what comes round
 * ------------------------------------------------------------------------------ */

static const char *whether(struct ctl *c, const struct state *s, const struct rule *r, instant when,
                           int64_t person)
{
    const struct kase subject = {.person = person};
    const struct person *p = state_person(s, person);
    const char *ifs;
    bool holds;

    if (!p || strcmp(p->status, STATUS_ACTIVE))
        return arena_printf(c->arena, "would not begin: the status is %s",
                            p ? p->status : "unknown");
    ifs = conditions(c, s, &subject, r->conds, r->conds_count, when, &holds);
    for (size_t i = 0; i < s->cases_count && r->overlap == OVERLAP_SKIP; i++)
        if (s->cases[i].phase != PHASE_ENDED && s->cases[i].person == person &&
            !strcmp(s->cases[i].rule, r->name))
            return arena_printf(c->arena, "begins unless %s still runs", s->cases[i].occurrence);
    if (!holds)
        return arena_printf(c->arena, "would not begin: %s", ifs);
    return *ifs ? arena_printf(c->arena, "begins %s", ifs) : "begins";
}

/* Whether a rule that is about the programme writes to this person, being of that role. */
static bool writes_to(const struct state *s, const struct rule *r, int64_t person)
{
    for (size_t i = 0; i < r->steps_count; i++)
        for (size_t j = 0; j < r->steps[i].to_count; j++) {
            const struct audience *to = &r->steps[i].to[j];
            if ((to->kind == TO_ALL || to->kind == TO_ROLE) && to->role &&
                state_has_role(s, person, to->role))
                return true;
        }
    return false;
}

int explain_future(struct ctl *c, const struct state *s, int64_t person)
{
    struct upcoming *rules;
    int count = upcoming_rules(c, s->programme, &rules), shown = 0;
    struct columns t;

    columns_init(&t, c->arena, (const char *[]){"", "", "", NULL});
    for (int i = 0; i < count; i++) {
        const struct rule *r = rules[i].rule;
        const char *what;
        if (r->subject == FOR_ROLE && state_has_role(s, person, r->role))
            what = whether(c, s, r, rules[i].at, person);
        else if (r->subject == FOR_PROGRAMME && writes_to(s, r, person))
            what = "begins for the whole programme, and writes to people of this role";
        else
            continue;
        columns_add(&t,
                    (const char *[]){ctl_time(c, s->programme->name, rules[i].at),
                                     arena_printf(c->arena, "%s %s", r->name, rules[i].key), what});
        shown++;
    }
    if (shown) {
        out_heading("\nTo come");
        out_columns(&t, 2, false);
    }
    return 0;
}

/* ---- what ended, or did not begin
 * ------------------------------------------------------------------------------ */

struct lately {
    struct ctl *c;
    struct columns table;
    int count;
};

static int hear_lately(void *ctx, const struct event *e)
{
    struct lately *s = ctx;

    columns_add(&s->table,
                (const char *[]){
                    ctl_time(s->c, e->programme, e->at),
                    arena_printf(s->c->arena, "%s %s", e->rule ? e->rule : "",
                                 e->occurrence ? e->occurrence : ""),
                    e->kind == EVENT_SKIPPED
                        ? "did not begin"
                        : arena_printf(s->c->arena, "ended (case %lld)", (long long)e->case_id),
                    ctl_with_names(s->c, e->reason)});
    s->count++;
    return 0;
}

int explain_past(struct ctl *c, const char *programme, int64_t person)
{
    static const int kinds[] = {EVENT_SKIPPED, EVENT_CASE_ENDED, -1};
    const struct event_filter filter = {.programme = programme,
                                        .person = person,
                                        .since = c->now - (instant)PAST_DAYS * 86400,
                                        .kinds = kinds};
    struct lately s = {.c = c};

    columns_init(&s.table, c->arena, (const char *[]){"", "", "", "", NULL});
    if (store_walk_events(c->store, c->arena, &filter, hear_lately, &s) < 0)
        return -1;
    if (s.count) {
        out_heading("\nLately");
        out_columns(&s.table, 2, false);
    }
    return 0;
}
