/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story_letters.c - letters that went out, those that say the same together. */
#include "ctl/story.h"

#include "rules/words.h"

#include <stdio.h>
#include <string.h>

/* ---- what comes next ------------------------------------------------------------ */

const char *moment_step(struct moment *m, const struct event *e)
{
    const struct rule *r = e->rule ? programme_rule(m->story->programme, e->rule) : NULL;
    const struct step *step = r ? rule_step(r, e->step) : NULL;

    return step ? step_words(m->story->arena, step) : e->step;
}

static const char *next_words(struct moment *m, const struct event *wait)
{
    const struct programme *p = m->story->programme;
    const struct rule *r = programme_rule(p, wait->rule);
    const struct step *step = r && wait->step ? rule_step(r, wait->step) : NULL, *next;
    struct state state;
    struct kase *k;

    if (!step || store_load_state(m->story->c->store, m->story->arena, p, wait->person, wait->other,
                                  &state) < 0)
        return "";
    if (!(k = state_case(&state, wait->case_id)))
        return "";
    if (!(next = step_after_silence(&state, k, r, step, m->now)))
        return "it ends";
    return arena_printf(m->story->arena, "%s%s",
                        next->letter ? next->letter : step_words(m->story->arena, next),
                        next->hold_days ? ", announced before" : "");
}

const char *moment_next(struct moment *m, int64_t case_id, const char *step)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct event *e = &m->events[i];
        if (e->kind != EVENT_WAIT_SET || !case_id || e->case_id != case_id ||
            (step && strcmp(e->step, step)))
            continue;
        return arena_printf(m->story->arena, "an answer by %s, else %s", moment_date(m, e->until),
                            next_words(m, e));
    }
    return NULL;
}

/* ---- groups ---------------------------------------------------------------------- */

struct group {
    const struct event *first;
    const char *to; /* names */
    int64_t about;
    const char *next; /* or why it waits; NULL: nothing to say */
    size_t count;
};

struct groups {
    struct group *items;
    size_t count, cap;
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool belongs(const struct group *g, const struct event *e, int64_t about, const char *next)
{
    bool own = !strcmp(e->value, "send") || !strcmp(e->value, "attempt");

    if (g->first->kind != e->kind || !same_text(g->first->name, e->name) ||
        !same_text(g->next, next))
        return false;
    return e->kind == EVENT_LETTER_QUEUED || (same_text(g->first->value, e->value) &&
                                              g->first->by == e->by && (own || g->about == about));
}

static void put(struct moment *m, struct groups *gs, const struct event *e, int64_t about,
                const char *next)
{
    struct arena *a = m->story->arena;
    const char *to = e->person ? ctl_name(m->story->c, e->person) : "the admin";
    struct group *g = gs->items;

    while (g < gs->items + gs->count && !belongs(g, e, about, next))
        g++;
    if (g < gs->items + gs->count) {
        g->to = arena_printf(a, "%s, %s", g->to, to);
        g->count++;
        return;
    }
    g = arena_grow(a, &gs->items, gs->count++, &gs->cap, sizeof *g);
    *g = (struct group){.first = e, .to = to, .about = about, .next = next, .count = 1};
}

/* Why a letter waits until then: what the recipient's own clock says now. */
static const char *why_waiting(struct moment *m, const struct event *e)
{
    struct arena *a = m->story->arena;
    struct person_row p = {0};
    const struct zone *z;
    struct civil there;

    if (store_get_person(m->story->c->store, a, e->person, &p) != 0)
        return NULL;
    z = p.zone ? zone_find(p.zone) : NULL;
    there = civil_at(m->now, z ? z : m->story->programme->zone);
    if (date_compare(p.away_until, there.date) > 0)
        return arena_printf(a, "until %s, back from an absence", moment_date(m, e->until));
    return arena_printf(a, "until %s: there it is %.3s %02d:%02d", moment_date(m, e->until),
                        weekday_name(date_weekday(there.date)), there.hour, there.minute);
}

/* ---- telling ----------------------------------------------------------------------- */

static void tell_forward(struct moment *m, const struct group *g)
{
    bool urgent = !strcmp(g->first->value, "urgent");

    moment_say(m, urgent ? STYLE_BAD : STYLE_PLAIN, "%s get%s it%s", g->to,
               g->count == 1 ? "s" : "", urgent ? " at once, marked urgent" : "");
}

static void tell_mail(struct moment *m, const struct group *g)
{
    struct ctl *c = m->story->c;
    struct arena *a = m->story->arena;
    const char *about = "", *from = "";

    if (g->about && !strstr(g->to, ctl_name(c, g->about)))
        about = arena_printf(a, " about %s", ctl_name(c, g->about));
    if (g->first->by)
        from = arena_printf(a, ", from %s", ctl_name(c, g->first->by));
    moment_say(m, STYLE_PLAIN, "%s%s%s to %s", g->first->name, about, from, g->to);
    if (g->next)
        moment_add(m, STYLE_FAINT, "%s", g->next);
}

static void tell_group(struct moment *m, const struct group *g)
{
    const char *kind = g->first->value;

    if (g->first->kind == EVENT_LETTER_QUEUED)
        moment_say(m, STYLE_FAINT, "%s to %s waits %s", g->first->name, g->to, g->next);
    else if (!strcmp(kind, "forward") || !strcmp(kind, "urgent"))
        tell_forward(m, g);
    else if (!strcmp(kind, "relay"))
        moment_say(m, STYLE_PLAIN, "%s gets these words, from %s", g->to,
                   ctl_name(m->story->c, g->first->by));
    else if (!strcmp(kind, "transcript"))
        moment_say(m, STYLE_FAINT, "%s is told what was understood", g->to);
    else if (!strcmp(kind, "remind"))
        moment_say(m, STYLE_WARN, "%s is reminded of %s", g->to, g->first->name);
    else
        tell_mail(m, g);
}

static void remember(struct story *s, const struct event *e, const struct outbox_row *l)
{
    struct arena *a = s->c->arena;
    struct told_letter *t =
        arena_grow(a, &s->letters, s->letters_count++, &s->letters_cap, sizeof *t);

    *t = (struct told_letter){.id = e->letter,
                              .recipient = e->person,
                              .about = l->about,
                              .case_id = e->case_id,
                              .name = arena_strdup(a, e->name),
                              .step = arena_strdup(a, e->step)};
}

static int put_sent(struct moment *m, struct groups *groups, const struct event *e)
{
    struct outbox_row l;

    if (store_get_letter(m->story->c->store, m->story->arena, e->letter, false, &l) != 0)
        return -1;
    remember(m->story, e, &l);
    put(m, groups, e, l.about, moment_next(m, e->case_id, e->step));
    return 0;
}

int moment_letters(struct moment *m)
{
    struct groups groups = {0};

    for (size_t i = 0; i < m->count; i++) {
        const struct event *e = &m->events[i];
        if (e->kind == EVENT_LETTER_SENT && put_sent(m, &groups, e) < 0)
            return -1;
        if (e->kind == EVENT_LETTER_QUEUED && e->until > m->now)
            put(m, &groups, e, 0, why_waiting(m, e));
    }
    for (size_t i = 0; i < groups.count; i++)
        tell_group(m, &groups.items[i]);
    return 0;
}

/* ---- letters that went out before ------------------------------------------------------ */

int64_t story_letter(const struct story *s, const char *name, int64_t recipient, int64_t about)
{
    for (size_t i = s->letters_count; i > 0; i--) {
        const struct told_letter *t = &s->letters[i - 1];
        if (!strcmp(t->name, name) && t->recipient == recipient && (!about || t->about == about))
            return t->id;
    }
    return 0;
}

const struct told_letter *story_letter_of(const struct story *s, int64_t case_id, const char *step)
{
    for (size_t i = s->letters_count; i > 0; i--) {
        const struct told_letter *t = &s->letters[i - 1];
        if (t->case_id == case_id && same_text(t->step, step))
            return t;
    }
    return NULL;
}
