/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story_letters.c - letters that went out, those that say the same together. */
#include "ctl/story.h"

#include "rules/decide.h"

#include <stdio.h>
#include <string.h>

/* ---- what comes next ------------------------------------------------------------ */

static const char *step_words(struct arena *a, const struct step *step)
{
    const char *ahead = step->hold_days ? ", announced a day ahead" : "";

    if (step->hold_days > 1)
        ahead = arena_printf(a, ", announced %d days ahead", step->hold_days);
    if (step->verb == VERB_REASSIGN || step->verb == VERB_ASSIGN)
        return arena_printf(a, "hand-over to %s%s", step->role, ahead);
    if (step->verb == VERB_MARK)
        return arena_printf(a, "marked as %s%s", step->name, ahead);
    if (step->letter)
        return arena_printf(a, "%s%s", step->letter, ahead);
    return step->id;
}

/* The step that would come now, as the rules choose it. */
static const struct step *following(struct moment *m, const struct state *s, const struct kase *k,
                                    const struct rule *r, const struct step *step)
{
    size_t target = step->verb == VERB_ASK ? step->expired : step->next;

    for (size_t left = r->steps_count; target != STEP_END && left > 0; left--) {
        const struct step *next = &r->steps[target];
        if (conds_hold(s, k, next->conds, next->conds_count, m->now, NULL))
            return next;
        target = next->next;
    }
    return NULL;
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
    next = following(m, &state, k, r, step);
    return next ? step_words(m->story->arena, next) : "it ends";
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
    const char *next; /* or NULL */
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

    return same_text(g->first->name, e->name) && same_text(g->first->value, e->value) &&
           g->first->by == e->by && same_text(g->next, next) && (own || g->about == about);
}

static void put(struct moment *m, struct groups *gs, const struct event *e,
                const struct outbox_row *l)
{
    struct arena *a = m->story->arena;
    const char *next = moment_next(m, e->case_id, e->step);
    const char *to = e->person ? ctl_name(m->story->c, e->person) : "the admin";
    struct group *g = gs->items;

    while (g < gs->items + gs->count && !belongs(g, e, l->about, next))
        g++;
    if (g < gs->items + gs->count) {
        g->to = arena_printf(a, "%s, %s", g->to, to);
        g->count++;
        return;
    }
    g = arena_grow(a, &gs->items, gs->count++, &gs->cap, sizeof *g);
    *g = (struct group){.first = e, .to = to, .about = l->about, .next = next, .count = 1};
}

/* ---- telling ----------------------------------------------------------------------- */

static void tell_forward(struct moment *m, const struct group *g)
{
    bool urgent = !strcmp(g->first->value, "urgent");

    moment_say(m, urgent ? STYLE_BAD : STYLE_PLAIN, "%s get%s it%s", g->to,
               g->count == 1 ? "s" : "", urgent ? " at once, marked urgent" : "");
}

static void tell_mail(struct moment *m, const struct group *g, enum style style)
{
    struct ctl *c = m->story->c;
    const char *from =
        g->first->by ? arena_printf(m->story->arena, ", from %s", ctl_name(c, g->first->by)) : "";
    const char *about = g->about && !strstr(g->to, ctl_name(c, g->about))
                            ? arena_printf(m->story->arena, ", about %s", ctl_name(c, g->about))
                            : "";

    moment_say(m, style, "%s%s%s to %s", g->first->name, from, about, g->to);
    if (g->next)
        moment_add(m, STYLE_FAINT, "%s", g->next);
}

static void tell_group(struct moment *m, const struct group *g)
{
    const char *kind = g->first->value;

    if (!strcmp(kind, "forward") || !strcmp(kind, "urgent"))
        tell_forward(m, g);
    else if (!strcmp(kind, "relay"))
        moment_say(m, STYLE_PLAIN, "%s gets these words, from %s", g->to,
                   ctl_name(m->story->c, g->first->by));
    else if (!strcmp(kind, "transcript"))
        moment_say(m, STYLE_FAINT, "%s hears what was understood and done (%s)", g->to,
                   g->first->name);
    else if (!strcmp(kind, "remind"))
        moment_say(m, STYLE_WARN, "%s is reminded of %s", g->to, g->first->name);
    else
        tell_mail(m, g, STYLE_PLAIN);
}

static void remember(struct story *s, const struct event *e, const struct outbox_row *l)
{
    struct told_letter *t =
        arena_grow(s->c->arena, &s->letters, s->letters_count++, &s->letters_cap, sizeof *t);

    *t = (struct told_letter){.id = e->letter,
                              .recipient = e->person,
                              .about = l->about,
                              .name = arena_strdup(s->c->arena, e->name)};
}

int moment_letters(struct moment *m)
{
    struct groups groups = {0};

    for (size_t i = 0; i < m->count; i++) {
        const struct event *e = &m->events[i];
        struct outbox_row l;
        if (e->kind != EVENT_LETTER_SENT)
            continue;
        if (store_get_letter(m->story->c->store, m->story->arena, e->letter, false, &l) != 0)
            return -1;
        remember(m->story, e, &l);
        put(m, &groups, e, &l);
    }
    for (size_t i = 0; i < groups.count; i++)
        tell_group(m, &groups.items[i]);
    return 0;
}

int64_t story_letter(const struct story *s, const char *name, int64_t recipient, int64_t about)
{
    for (size_t i = s->letters_count; i > 0; i--) {
        const struct told_letter *t = &s->letters[i - 1];
        if (!strcmp(t->name, name) && t->recipient == recipient && (!about || t->about == about))
            return t->id;
    }
    return 0;
}
