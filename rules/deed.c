/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deed.c - what each verb does when its step is entered. */
#include "rules/decision.h"

#include <string.h>

#define MAX_PEOPLE 64

static void done(struct decision *d, const struct position *at, const char *reason)
{
    put_case_event(d, at, EVENT_STEP_DONE, "%s", reason);
}

/* The people of a step's `to` (or of `tell`); the subject where none is said.
 * At most MAX_PEOPLE; TO_ALL is left to the caller of decide(). */
static size_t people_of(const struct decision *d, const struct position *at,
                        const struct audience *to, size_t to_count, int64_t *people)
{
    static const struct audience subject = {.kind = TO_SUBJECT};
    size_t n = 0;

    if (!to_count)
        return resolve_audience(d->s, at->k, &subject, people, MAX_PEOPLE);
    for (size_t i = 0; i < to_count; i++) {
        size_t more = resolve_audience(d->s, at->k, &to[i], people + n, MAX_PEOPLE - n);
        for (size_t j = 0; j < more; j++) {
            size_t twice = 0;
            while (people[twice] != people[n + j])
                twice++;
            if (twice == n + j)
                continue;
            memmove(&people[n + j], &people[n + j + 1], (more - j - 1) * sizeof *people);
            more--, j--;
        }
        n += more;
    }
    return n;
}

/* ---- who is responsible ------------------------------------------------------- */

/* The holder of a role with the fewest people, who is neither away nor gone;
 * the first in order of ids among equals. */
static int64_t fewest(const struct decision *d, const char *role, int64_t not_this_one)
{
    const struct role_holding *best = NULL;
    struct date today = civil_at(d->now, d->p->zone).date;

    for (size_t i = 0; i < d->s->roles_count; i++) {
        const struct role_holding *h = &d->s->roles[i];
        const struct person *p = state_person(d->s, h->person);

        if (h->gone || strcmp(h->role, role) || h->person == not_this_one || !p)
            continue;
        if (strcmp(p->status, STATUS_ACTIVE) || date_compare(p->away_until, today) > 0)
            continue;
        if (!best || h->load < best->load || (h->load == best->load && h->person < best->person))
            best = h;
    }
    return best ? best->person : 0;
}

/* A move is told to those whom it concerns before it is made: afterwards
 * "coordinator" may be somebody else. */
static void tell(struct decision *d, const struct position *at)
{
    int64_t to[MAX_PEOPLE];
    size_t n =
        at->step->tell_count ? people_of(d, at, at->step->tell, at->step->tell_count, to) : 0;

    for (size_t i = 0; i < n; i++) /* nobody's personal letter */
        put_case_letter(d, at, LETTER_TELL, at->step->with, to[i], "responsibility is handed over")
            ->as = 0;
}

static void make_responsible(struct decision *d, const struct position *at, int64_t person,
                             int64_t who, const char *reason)
{
    struct event *e = put_case_event(d, at, EVENT_LINKED, "%s", reason);

    e->name = "responsible";
    e->person = person;
    e->other = who;
    e->value = at->step->until_reply ? "reply" : NULL;
}

static void do_assign(struct decision *d, const struct position *at)
{
    int64_t now_with = state_responsible(d->s, at->k->person);
    int64_t who;

    if (now_with && state_has_role(d->s, now_with, at->step->role)) {
        done(d, at,
             arena_printf(d->out->arena, "@%lld is responsible already", (long long)now_with));
        return;
    }
    who = fewest(d, at->step->role, at->k->person);
    if (who)
        make_responsible(
            d, at, at->k->person, who,
            arena_printf(d->out->arena, "@%lld has the fewest people", (long long)who));
    done(d, at,
         who ? arena_printf(d->out->arena, "@%lld is responsible now", (long long)who)
             : arena_printf(d->out->arena, "nobody active holds the role %s", at->step->role));
}

/* Who is responsible in that role already stays so. A loan becomes hers for
 * good where the rule now says so without "until: reply". */
static void keep_with(struct decision *d, const struct position *at, int64_t person, int64_t who)
{
    bool lent = false;

    for (size_t i = 0; i < d->s->links_count; i++) {
        const struct link *l = &d->s->links[i];
        lent |= !l->gone && l->from == person && l->to == who && l->revert_to &&
                !strcmp(l->kind, "responsible");
    }
    if (lent && !at->step->until_reply)
        make_responsible(d, at, person, who, "for good");
    done(d, at, arena_printf(d->out->arena, "@%lld is responsible already", (long long)who));
}

static void hand_over(struct decision *d, const struct position *at, int64_t person, int64_t who)
{
    tell(d, at);
    make_responsible(d, at, person, who,
                     arena_printf(d->out->arena, "%s: @%lld is responsible from now on",
                                  at->k->rule, (long long)who));
    done(d, at, arena_printf(d->out->arena, "handed to @%lld", (long long)who));
}

static void do_reassign(struct decision *d, const struct position *at)
{
    int64_t person[MAX_PEOPLE], who, now_with;

    if (!people_of(d, at, at->step->to, at->step->to_count, person)) {
        done(d, at, "there is nobody to reassign");
        return;
    }
    now_with = person_responsible(d->s, person[0]);
    who = fewest(d, at->step->role, person[0]);
    if (now_with && state_has_role(d->s, now_with, at->step->role))
        keep_with(d, at, person[0], now_with);
    else if (who)
        hand_over(d, at, person[0], who);
    else
        done(d, at, arena_printf(d->out->arena, "nobody active holds the role %s", at->step->role));
}

/* ---- letters ------------------------------------------------------------------ */

static const char *unreachable(const struct person *p)
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

bool reaches_anybody(const struct decision *d, const struct position *at)
{
    int64_t to[MAX_PEOPLE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, to);

    for (size_t i = 0; i < n; i++)
        if (!unreachable(state_person(d->s, to[i])))
            return true;
    return false;
}

/* Writes the step's letter to all it is for. Returns how many; *why tells what
 * stood in the way of the last one left out. */
static size_t write_letters(struct decision *d, const struct position *at, enum letter_kind kind,
                            const char *reason, const char **why)
{
    int64_t to[MAX_PEOPLE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, to), written = 0;

    *why = "nobody is linked in that role";
    for (size_t i = 0; i < n; i++) {
        const char *trouble = unreachable(state_person(d->s, to[i]));
        if (trouble) {
            *why = arena_printf(d->out->arena, "@%lld %s", (long long)to[i], trouble);
            continue;
        }
        put_case_letter(d, at, kind, at->step->letter, to[i], reason);
        written++;
    }
    return written;
}

static void write_to_all(struct decision *d, const struct position *at, const char *reason)
{
    for (size_t i = 0; i < at->step->to_count; i++)
        if (at->step->to[i].kind == TO_ALL)
            put_case_letter(d, at, LETTER_SEND, at->step->letter, 0, reason)->all =
                &at->step->to[i];
}

static const char *letter_reason(struct decision *d, const struct position *at)
{
    return arena_printf(d->out->arena, "%s %s, %s: %s", at->k->rule, at->k->occurrence,
                        at->step->id, d->e->reason);
}

static void do_send(struct decision *d, const struct position *at)
{
    const char *why, *reason = letter_reason(d, at);
    enum letter_kind kind = at->step->verb == VERB_REPORT ? LETTER_REPORT : LETTER_SEND;
    bool to_all = at->step->to_count && at->step->to[0].kind == TO_ALL;

    write_to_all(d, at, reason);
    if (write_letters(d, at, kind, reason, &why) || to_all)
        done(d, at, arena_printf(d->out->arena, "%s is written", at->step->letter));
    else
        done(d, at, arena_printf(d->out->arena, "%s is not written: %s", at->step->letter, why));
}

/* An attempt that can reach nobody must not become silence: who asked for no
 * letters is let go; a dead address stops the case. */
static void do_attempt(struct decision *d, const struct position *at)
{
    const char *why, *reason = letter_reason(d, at);
    enum letter_kind kind = at->step->verb == VERB_ASK ? LETTER_ASK : LETTER_ATTEMPT;

    if (write_letters(d, at, kind, reason, &why))
        return;
    if (strstr(why, "address"))
        put_case_event(d, at, EVENT_CASE_STOPPED, "%s", why);
    else if (strstr(why, "nobody"))
        done(d, at, arena_printf(d->out->arena, "%s is not written: %s", at->step->letter, why));
    else
        put_case_event(d, at, EVENT_CASE_ENDED, "%s", why);
}

/* ---- the rest ----------------------------------------------------------------- */

static void do_wait(struct decision *d, const struct position *at)
{
    set_wait(d, at, instant_add_days(d->now, at->step->wait_days, d->p->zone), NULL,
             arena_printf(d->out->arena, "%d %s", at->step->wait_days,
                          at->step->wait_days == 1 ? "day" : "days"));
}

static void do_mark(struct decision *d, const struct position *at)
{
    int64_t who[MAX_PEOPLE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, who);

    for (size_t i = 0; i < n; i++) {
        struct event *e = put_case_event(d, at, EVENT_MARKED, "%s: %s", at->k->rule, d->e->reason);
        e->person = who[i];
        e->value = at->step->name;
    }
    done(d, at, arena_printf(d->out->arena, "marked %s", at->step->name));
}

static void start_for(struct decision *d, const struct position *at, int64_t person, int64_t other)
{
    struct event *e = put_case_event(d, at, EVENT_TRIGGERED, "started by %s", at->k->rule);

    e->rule = at->step->name;
    e->person = person;
    e->other = other;
}

static bool flagged_before(const struct kase *k, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (k->vars[j].person == k->vars[i].person)
            return true;
    return false;
}

static void do_start(struct decision *d, const struct position *at)
{
    int64_t to[MAX_PEOPLE];
    size_t n = at->step->flagged ? 0 : people_of(d, at, at->step->to, at->step->to_count, to);

    for (size_t i = 0; i < n; i++)
        start_for(d, at, to[i], to[i] == at->k->person ? at->k->other : 0);
    for (size_t i = 0; at->step->flagged && i < at->k->vars_count; i++)
        if (at->k->vars[i].person && !flagged_before(at->k, i))
            start_for(d, at, at->k->vars[i].person, 0);
    done(d, at, arena_printf(d->out->arena, "%s is started", at->step->name));
}

static void do_note(struct decision *d, const struct position *at)
{
    done(d, at, "noted");
}

static void do_end(struct decision *d, const struct position *at)
{
    put_case_event(d, at, EVENT_CASE_ENDED, "%s", d->e->reason);
}

static void (*const deeds[])(struct decision *, const struct position *) = {
    [VERB_ASSIGN] = do_assign,   [VERB_REASSIGN] = do_reassign, [VERB_SEND] = do_send,
    [VERB_ATTEMPT] = do_attempt, [VERB_ASK] = do_attempt,       [VERB_WAIT] = do_wait,
    [VERB_MARK] = do_mark,       [VERB_REPORT] = do_send,       [VERB_START] = do_start,
    [VERB_NOTE] = do_note,       [VERB_END] = do_end,
};

/* Whom a step is done for: the first of its people. */
static int64_t object_of(const struct decision *d, const struct position *at,
                         const struct step *step)
{
    int64_t people[MAX_PEOPLE];

    if (step->verb == VERB_SEND || !people_of(d, at, step->to, step->to_count, people))
        return at->k->person;
    return people[0];
}

/* Who is responsible in that role already is not handed anything. */
static bool changes_nothing(const struct decision *d, const struct position *at,
                            const struct step *step)
{
    int64_t who = person_responsible(d->s, object_of(d, at, step));

    return step->verb == VERB_REASSIGN && who && state_has_role(d->s, who, step->role);
}

bool needs_announcement(const struct decision *d, const struct position *at,
                        const struct step *step)
{
    return step->hold_days && !changes_nothing(d, at, step);
}

void announce(struct decision *d, const struct position *at, const struct step *step, instant until)
{
    int64_t about = object_of(d, at, step);
    int64_t to = person_responsible(d->s, about);
    struct letter_intent *l = put_case_letter(
        d, at, LETTER_HOLD, "hold-notice", to,
        arena_printf(d->out->arena, "%s is announced %d %s ahead; undo stops it", step->id,
                     step->hold_days, step->hold_days == 1 ? "day" : "days"));
    instant full = instant_add_days(l->not_before, step->hold_days, d->p->zone);

    /* the hold lasts its whole time from when the notice can be read */
    l->until = full > until ? full : until;
    l->step = step->id;
    l->as = 0;
    if (about != at->k->person) {
        l->about = about;
        l->about_other = at->k->person;
    }
    struct event *e = put_case_event(d, at, EVENT_HOLD_ANNOUNCED, "%s comes next", step->id);
    e->step = step->id;
    e->until = d->out->items[d->out->count - 2].letter.until;
}

void do_step(struct decision *d, const struct position *at)
{
    const struct step *step = at->step;
    bool announced = at->k->announced && !strcmp(at->k->announced, step->id);

    if (needs_announcement(d, at, step) && !announced) {
        announce(d, at, step, instant_add_days(d->now, step->hold_days, d->p->zone));
        return;
    }
    if (step->note)
        put_case_event(d, at, EVENT_NOTED, "the rule says so")->value = step->note;
    deeds[step->verb](d, at);
}
