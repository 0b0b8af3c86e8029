/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apply.c - the one place where state changes. One function an event kind that
 * changes any; kinds that are not in the table change nothing. */
#include "rules/state.h"

#include <string.h>

static char *keep(struct state *s, const char *text)
{
    return arena_strdup(s->arena, text);
}

/* ---- people and links --------------------------------------------------------- */

static void person_added(struct state *s, const struct event *e)
{
    if (!state_person(s, e->person))
        state_add_person(s, e->person)->dirty = true;
}

static void role_given(struct state *s, const struct event *e)
{
    if (state_has_role(s, e->person, e->name))
        return;
    state_add_role(s, e->person, keep(s, e->name), 0);
    s->roles[s->roles_count - 1].since = e->at;
    s->roles[s->roles_count - 1].dirty = true;
}

static void role_taken(struct state *s, const struct event *e)
{
    for (size_t i = 0; i < s->roles_count; i++) {
        struct role_holding *h = &s->roles[i];
        if (h->person == e->person && !strcmp(h->role, e->name))
            h->gone = h->dirty = true;
    }
}

static void add_load(struct state *s, int64_t person, int by)
{
    for (size_t i = 0; i < s->roles_count; i++)
        if (s->roles[i].person == person)
            s->roles[i].load += by;
}

static void drop_link(struct state *s, struct link *l)
{
    l->gone = l->dirty = true;
    if (!strcmp(l->kind, "responsible"))
        add_load(s, l->to, -1);
}

/* A person has one responsible person at a time: the new link takes the old
 * one's place. A loan (value "reply") remembers whom it came from, through
 * further loans. */
static int64_t replace_responsible(struct state *s, const struct event *e)
{
    int64_t lender = 0;
    bool loan = e->value && !strcmp(e->value, "reply");

    for (size_t i = 0; i < s->links_count; i++) {
        struct link *l = &s->links[i];
        if (l->gone || strcmp(l->kind, "responsible") || l->from != e->person)
            continue;
        if (loan)
            lender = l->revert_to ? l->revert_to : l->to;
        drop_link(s, l);
    }
    if (loan && !lender) /* a mentee has her mentor's */
        lender = match_responsible(s, e->person);
    return lender == e->other ? 0 : lender;
}

static bool link_exists(const struct state *s, const struct event *e)
{
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (!l->gone && l->from == e->person && l->to == e->other && !strcmp(l->kind, e->name))
            return true;
    }
    return false;
}

static void linked(struct state *s, const struct event *e)
{
    int64_t lender = 0;

    if (!strcmp(e->name, "responsible")) {
        lender = replace_responsible(s, e);
        add_load(s, e->other, 1);
    } else if (link_exists(s, e)) {
        return;
    }
    state_add_link(s, keep(s, e->name), e->person, e->other);
    struct link *l = &s->links[s->links_count - 1];
    l->revert_to = lender;
    l->since = e->at;
    l->dirty = true;
}

static void unlinked(struct state *s, const struct event *e)
{
    for (size_t i = 0; i < s->links_count; i++) {
        struct link *l = &s->links[i];
        if (!l->gone && l->from == e->person && l->to == e->other && !strcmp(l->kind, e->name))
            drop_link(s, l);
    }
}

static void marked(struct state *s, const struct event *e)
{
    struct person *p = state_person(s, e->person);

    if (!p)
        return;
    if (!strcmp(e->value, "away"))
        p->away_until = civil_at(e->until, s->programme->zone).date;
    else if (!strcmp(e->value, "back"))
        p->away_until = (struct date){0};
    else
        p->status = keep(s, e->value);
    p->dirty = true;
}

/* A new date takes the place of the one that was still to come; one that has
 * been stays. */
static void meeting_planned(struct state *s, const struct event *e)
{
    for (size_t i = 0; i < s->appointments_count; i++) {
        struct appointment *a = &s->appointments[i];
        if (!a->gone && a->person == e->person && a->other == e->other &&
            !strcmp(a->meeting, e->name) && (a->at > e->at || a->choice))
            a->gone = a->dirty = true;
    }
    struct appointment *a = state_add_appointment(s, keep(s, e->name));
    a->person = e->person;
    a->other = e->other;
    a->at = e->until;
    a->choice = keep(s, e->value);
    a->dirty = true;
}

static void mode_set(struct state *s, const struct event *e)
{
    s->mode = keep(s, e->value);
}

static void sorted(struct state *s, const struct event *e)
{
    struct person *p = state_person(s, e->person);

    if (p)
        p->unsorted_since = e->by || strcmp(e->value, "asked") ? 0 : e->at;
}

/* ---- cases -------------------------------------------------------------------- */

static void case_started(struct state *s, const struct event *e)
{
    struct kase *k = state_add_case(s, e->case_id);

    k->rule = keep(s, e->rule);
    k->occurrence = keep(s, e->occurrence);
    k->person = e->person;
    k->other = e->other;
    k->phase = PHASE_ACTING;
    k->started = e->at;
    k->dirty = true;
}

static void rule_renamed(struct state *s, const struct event *e)
{
    for (size_t i = 0; i < s->cases_count; i++)
        if (!strcmp(s->cases[i].rule, e->name))
            s->cases[i].rule = keep(s, e->rule);
}

/* It waits for no instant, and stands at no step yet. */
static void case_queued(struct state *s, const struct event *e)
{
    case_started(s, e);
    s->cases[s->cases_count - 1].phase = PHASE_WAITING;
}

static void case_begun(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->phase = PHASE_ACTING;
}

/* What belongs to a step ends with it; `announced` lives until the step that
 * was announced is entered and has acted. */
static void step_entered(struct kase *k, struct state *s, const struct event *e)
{
    if (k->announced && strcmp(k->announced, e->step))
        k->announced = NULL;
    k->step = keep(s, e->step);
    k->phase = PHASE_ACTING;
    k->deadline = k->due = 0;
    k->awaiting = 0;
    k->reminded = k->put_off = false;
}

static bool is_awaited(const struct kase *k, const struct event *e)
{
    return k->step && e->step && e->value && !strcmp(k->step, e->step) &&
           (!strcmp(e->value, "attempt") || !strcmp(e->value, "ask"));
}

/* The notice of the step that is announced. */
static bool is_hold_notice(const struct kase *k, const struct event *e)
{
    return k->announced && e->step && e->value && !strcmp(k->announced, e->step) &&
           !strcmp(e->value, "hold");
}

static void letter_queued(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    if (k->phase == PHASE_ENDED)
        return;
    if (is_awaited(k, e))
        k->phase = PHASE_SENDING;
    if (is_awaited(k, e) || is_hold_notice(k, e))
        k->awaiting++;
}

/* Failed, dropped or uncertain: the case awaits it no longer. */
static void letter_done(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    if ((is_awaited(k, e) || is_hold_notice(k, e)) && k->awaiting > 0)
        k->awaiting--;
}

/* Where deputies are told too, one notice that went out is enough. */
static void letter_sent(struct kase *k, struct state *s, const struct event *e)
{
    letter_done(k, s, e);
    if (is_hold_notice(k, e))
        k->awaiting = 0;
}

static void wait_set(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    k->phase = PHASE_WAITING;
    k->deadline = k->due = e->until;
    k->announced = NULL;
    if (e->value && !strcmp(e->value, "put-off"))
        k->put_off = true;
}

static void alarm_set(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    k->due = e->until;
}

static void reminded(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->reminded = true;
    k->due = k->deadline;
}

/* Announced out of a wait, the wait goes on to the new deadline; announced on
 * entering the step itself, the case is held before its deed. */
static void hold_announced(struct kase *k, struct state *s, const struct event *e)
{
    if (k->phase == PHASE_ACTING)
        k->phase = PHASE_HELD;
    k->announced = keep(s, e->step);
    k->deadline = k->due = e->until;
}

static void hold_undone(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->announced = NULL;
}

static void stood_still(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    k->due = e->until;
}

static void silence(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->due = 0;
}

static void case_stopped(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->phase = PHASE_STOPPED;
    k->due = 0;
}

static void case_resumed(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->phase = PHASE_ACTING;
    k->awaiting = 0;
    k->announced = NULL; /* where its notice failed, there will be another */
}

static void snoozed(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    k->deadline = k->due = e->until;
    k->announced = NULL;
}

static void case_ended(struct kase *k, struct state *s, const struct event *e)
{
    (void)s;
    (void)e;
    k->phase = PHASE_ENDED;
    k->deadline = k->due = 0;
    k->awaiting = 0;
    k->announced = NULL;
}

static void add_var(struct kase *k, struct state *s, const char *name, const struct event *e)
{
    struct case_var *v = arena_grow(s->arena, &k->vars, k->vars_count, &k->vars_cap, sizeof *v);

    k->vars_count++;
    v->name = name;
    v->value = keep(s, e->value);
    v->text = e->text;
}

static void answered(struct kase *k, struct state *s, const struct event *e)
{
    add_var(k, s, keep(s, e->name), e);
}

/* That the deputy was asked is known of the case as its answers are. */
static void deputy_asked(struct kase *k, struct state *s, const struct event *e)
{
    add_var(k, s, arena_printf(s->arena, "%s/deputy", e->step), e);
    if (e->value)
        return; /* at once: the wait is everybody's */
    k->reminded = false;
    k->deadline = k->due = 0;
}

static void voted(struct kase *k, struct state *s, const struct event *e)
{
    add_var(k, s, arena_printf(s->arena, "%s/vote", e->step), e);
    k->vars[k->vars_count - 1].person = e->by;
}

static void coming(struct kase *k, struct state *s, const struct event *e)
{
    add_var(k, s, arena_printf(s->arena, "coming/%s", e->occurrence), e);
    k->vars[k->vars_count - 1].person = e->by;
}

static void flagged(struct kase *k, struct state *s, const struct event *e)
{
    add_var(k, s, "flagged", e);
    k->vars[k->vars_count - 1].person = e->person;
    k->vars[k->vars_count - 1].value = keep(s, e->name);
}

/* ---- the tables --------------------------------------------------------------- */

typedef void state_change(struct state *s, const struct event *e);
typedef void case_change(struct kase *k, struct state *s, const struct event *e);

static state_change *const state_changes[EVENT_KIND_COUNT] = {
    [EVENT_PERSON_ADDED] = person_added, [EVENT_ROLE_GIVEN] = role_given,
    [EVENT_ROLE_TAKEN] = role_taken,     [EVENT_LINKED] = linked,
    [EVENT_UNLINKED] = unlinked,         [EVENT_MARKED] = marked,
    [EVENT_MODE_SET] = mode_set,         [EVENT_SORTED] = sorted,
    [EVENT_RULE_RENAMED] = rule_renamed, [EVENT_CASE_STARTED] = case_started,
    [EVENT_CASE_QUEUED] = case_queued,   [EVENT_MEETING_PLANNED] = meeting_planned,
};

static case_change *const case_changes[EVENT_KIND_COUNT] = {
    [EVENT_STEP_ENTERED] = step_entered,
    [EVENT_LETTER_QUEUED] = letter_queued,
    [EVENT_LETTER_SETTLED] = letter_queued,
    [EVENT_LETTER_SENT] = letter_sent,
    [EVENT_LETTER_FAILED] = letter_done,
    [EVENT_LETTER_REFUSED] = letter_done,
    [EVENT_LETTER_UNCERTAIN] = letter_done,
    [EVENT_LETTER_DROPPED] = letter_done,
    [EVENT_WAIT_SET] = wait_set,
    [EVENT_ALARM_SET] = alarm_set,
    [EVENT_REMINDED] = reminded,
    [EVENT_HOLD_ANNOUNCED] = hold_announced,
    [EVENT_HOLD_UNDONE] = hold_undone,
    [EVENT_SILENCE] = silence,
    [EVENT_STOOD_STILL] = stood_still,
    [EVENT_CASE_STOPPED] = case_stopped,
    [EVENT_CASE_RESUMED] = case_resumed,
    [EVENT_SNOOZED] = snoozed,
    [EVENT_CASE_ENDED] = case_ended,
    [EVENT_ANSWERED] = answered,
    [EVENT_FLAGGED] = flagged,
    [EVENT_CASE_BEGUN] = case_begun,
    [EVENT_DEPUTY_ASKED] = deputy_asked,
    [EVENT_VOTED] = voted,
    [EVENT_COMING] = coming,
};

void apply(struct state *s, const struct event *e)
{
    if (state_changes[e->kind])
        state_changes[e->kind](s, e);
    if (!case_changes[e->kind] || !e->case_id)
        return;
    struct kase *k = state_case(s, e->case_id);
    if (!k)
        return;
    case_changes[e->kind](k, s, e);
    k->dirty = true;
}
