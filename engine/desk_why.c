/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_why.c - "why": which letter went last, what is waited for, what comes
 * next and when, and why not earlier. */
#include "engine/desk_order.h"

#include "rules/schedule.h"
#include "rules/words.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_BACK_DAYS 92

/* ---- the letter that is answered -------------------------------------------------- */

struct reason_of {
    int64_t letter;
    const char *rule, *reason;
    struct arena *arena;
};

static int note_reason(void *ctx, const struct event *ev)
{
    struct reason_of *r = ctx;

    if (ev->letter != r->letter || !ev->reason)
        return 0;
    r->reason = arena_strdup(r->arena, ev->reason);
    r->rule = ev->rule ? arena_strdup(r->arena, ev->rule) : NULL;
    return 1;
}

/* "digest 2027-W12, digest: the case began" is for admins, up to the colon. */
static const char *reason_words(struct desk *k, const struct reason_of *r)
{
    struct arena *a = k->e->mail;
    const char *why = r->rule ? strstr(r->reason, ": ") : NULL;

    if (!why || strncmp(r->reason, r->rule, strlen(r->rule)) != 0)
        return arena_printf(a, ": %s", engine_with_names(k->e, a, r->reason));
    if (!strcmp(why, ": the case began"))
        why = "";
    return arena_printf(a, ", by the rule %s%s", id_words(a, r->rule),
                        engine_with_names(k->e, a, why));
}

/* "You got the letter because ...", or "". */
static int why_letter(struct order *o, const char **out)
{
    static const int kinds[] = {EVENT_LETTER_QUEUED, -1};
    struct desk *k = o->k;
    struct reason_of r = {.letter = k->m->letter.id, .arena = k->e->mail};
    struct event_filter f = {.kinds = kinds,
                             .person = k->m->sender,
                             .programme = k->e->programme->rules->name,
                             .since = k->m->letter.created};

    *out = "";
    if (store_walk_events(k->e->store, k->e->mail, &f, note_reason, &r) < 0)
        return -1;
    if (r.reason)
        *out = arena_printf(k->e->mail, "that letter came on %s%s",
                            desk_day(k, k->m->letter.created), reason_words(k, &r));
    return 0;
}

/* ---- what was --------------------------------------------------------------------- */

struct past {
    int64_t person, letter;
    instant sent, heard;
};

static int note_past(void *ctx, const struct event *ev)
{
    struct past *p = ctx;

    if (ev->person != p->person)
        return 0;
    if (ev->kind == EVENT_LETTER_SENT) {
        p->letter = ev->letter;
        p->sent = ev->at;
    } else {
        p->heard = ev->until ? ev->until : ev->at;
    }
    return 0;
}

/* Gone where it was about somebody who was forgotten. */
static const char *subject_words(struct arena *a, const struct outbox_row *l)
{
    return l->subject && *l->subject ? arena_printf(a, ", \"%s\",", l->subject) : "";
}

static int say_past(struct order *o, const char **out)
{
    static const int kinds[] = {EVENT_LETTER_SENT, EVENT_CONTACT_MADE, -1};
    struct desk *k = o->k;
    struct arena *a = k->e->mail;
    struct past p = {.person = o->person};
    struct event_filter f = {
        .kinds = kinds,
        .person = o->person,
        .programme = k->e->programme->rules->name,
        .since = instant_add_days(k->e->now, -LOOK_BACK_DAYS, k->e->programme->rules->zone)};
    struct outbox_row l;

    if (store_walk_events(k->e->store, a, &f, note_past, &p) < 0)
        return -1;
    *out = "no letter went in three months";
    if (p.letter && store_get_letter(k->e->store, a, p.letter, false, &l) == 0)
        *out = arena_printf(a, "the last letter%s went on %s", subject_words(a, &l),
                            desk_day(k, p.sent));
    if (p.heard)
        *out = arena_printf(a, "%s; last heard on %s", *out, desk_day(k, p.heard));
    return 0;
}

/* ---- what is, and what comes ------------------------------------------------------ */

static const char *next_step_words(struct desk *k, const struct state *s, const struct kase *c)
{
    const struct rule *r = programme_rule(k->e->programme->rules, c->rule);
    const struct step *step = r && c->step ? rule_step(r, c->step) : NULL;
    const struct step *next = step ? step_after_silence(s, c, r, step, k->e->now) : NULL;

    if (c->phase == PHASE_HELD && step)
        next = step;
    return next ? step_words(k->e->mail, next) : "it ends";
}

/* Why nothing happens before the deadline. */
static const char *why_not_earlier(struct desk *k, const struct kase *c)
{
    const struct rule *r = programme_rule(k->e->programme->rules, c->rule);
    const struct step *step = r && c->step ? rule_step(r, c->step) : NULL;
    int days = step ? step->wait_days : 0;

    if (c->put_off)
        return "an absence lengthened the wait";
    if (c->phase == PHASE_HELD)
        return "it is announced first, so that it can be undone";
    return days ? arena_printf(k->e->mail, "the rule waits %d day%s for an answer", days,
                               days == 1 ? "" : "s")
                : "the rule says so";
}

static const char *say_case(struct desk *k, const struct state *s, const struct kase *c)
{
    struct arena *a = k->e->mail;

    switch (c->phase) {
    case PHASE_STOPPED:
        return arena_printf(a, "%s stands still until there is an address that works",
                            id_words(a, c->rule));
    case PHASE_WAITING:
    case PHASE_HELD:
        return arena_printf(a, "%s: if no answer comes, the next is on %s: %s. Not earlier, as %s",
                            id_words(a, c->rule), desk_day(k, c->deadline),
                            next_step_words(k, s, c), why_not_earlier(k, c));
    default:
        return arena_printf(a,
                            "%s: a letter is on its way; it goes at an hour at which letters "
                            "may be sent",
                            id_words(a, c->rule));
    }
}

static instant rule_next(const struct rule *r, const struct zone *z, instant now)
{
    instant next = INSTANT_NEVER;

    for (size_t i = 0; i < r->triggers_count; i++) {
        instant t = r->triggers[i].kind == TRIGGER_SCHEDULE
                        ? schedule_next(&r->triggers[i].schedule, z, now)
                        : INSTANT_NEVER;
        next = t < next ? t : next;
    }
    return next;
}

const char *desk_round_words(struct desk *k, const struct state *s, int64_t person)
{
    const struct programme *p = k->e->programme->rules;
    const struct rule *first = NULL;
    instant when = INSTANT_NEVER;

    for (size_t i = 0; i < p->rules_count; i++) {
        const struct rule *r = &p->rules[i];
        if (r->subject != FOR_ROLE || !state_has_role(s, person, r->role))
            continue;
        instant t = rule_next(r, p->zone, k->e->now);
        if (t < when) {
            when = t;
            first = r;
        }
    }
    return first ? arena_printf(k->e->mail, "; %s comes round on %s",
                                id_words(k->e->mail, first->name), desk_day(k, when))
                 : "";
}

const char *desk_next_words(struct desk *k, const struct state *s, int64_t person)
{
    const char *out = "";

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct kase *c = &s->cases[i];
        if (c->phase != PHASE_ENDED && (c->person == person || c->other == person))
            out = arena_printf(k->e->mail, "%s%s%s", out, *out ? "; " : "", say_case(k, s, c));
    }
    return out;
}

static int say_person(struct order *o, const char **out)
{
    struct desk *k = o->k;
    const char *past, *next;
    struct digest_row row;
    const struct state *s;

    if (say_past(o, &past) < 0 ||
        digest_person(k->e->store, k->e->mail, k->e->programme->rules, o->person, k->e->now, &row) <
            0 ||
        !(s = order_state(o)))
        return -1;
    next = desk_next_words(k, s, o->person);
    if (!*next)
        next = arena_printf(k->e->mail, "nothing is running%s", desk_round_words(k, s, o->person));
    *out = arena_printf(k->e->mail, "%s: %s. Now: %s; %s", row.name, past, row.what, next);
    return 0;
}

/* Of the person, where the line or the letter names one; of the letter itself
 * where nobody is named. */
int run_why(struct order *o)
{
    struct desk *k = o->k;
    bool named = o->c->name[0] || o->c->number;
    const char *letter = "", *person = "";

    if ((!named && why_letter(o, &letter) < 0) ||
        (o->person && o->person != k->m->sender && say_person(o, &person) < 0))
        return -1;
    o->done = *letter && *person ? arena_printf(k->e->mail, "%s. %s", letter, person)
              : *letter          ? letter
              : *person          ? person
              : o->c->number     ? NO_SUCH_LINE
                                 : "nothing is known of it";
    return 0;
}
