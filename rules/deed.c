/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deed.c - what each verb does when its step is entered. */
#include "rules/decision.h"
#include "rules/words.h"

#include <string.h>

static void done(struct decision *d, const struct position *at, const char *reason)
{
    put_case_event(d, at, EVENT_STEP_DONE, "%s", reason);
}

/* Adds those who are not among the n people yet; the new count. */
static size_t add_people(const struct decision *d, const struct position *at,
                         const struct audience *to, int64_t *people, size_t n)
{
    int64_t more[MOST_AT_ONCE];
    size_t count = resolve_audience(d->s, at->k, to, more, MOST_AT_ONCE);

    for (size_t i = 0; i < count && n < MOST_AT_ONCE; i++) {
        size_t twice = 0;
        while (twice < n && people[twice] != more[i])
            twice++;
        if (twice == n)
            people[n++] = more[i];
    }
    return n;
}

/* The people of a step's `to` (or of `tell`); the subject where none is said.
 * At most MOST_AT_ONCE. */
static size_t people_of(const struct decision *d, const struct position *at,
                        const struct audience *to, size_t to_count, int64_t *people)
{
    static const struct audience subject = {.kind = TO_SUBJECT};
    size_t n = 0;

    if (!to_count)
        return resolve_audience(d->s, at->k, &subject, people, MOST_AT_ONCE);
    for (size_t i = 0; i < to_count; i++)
        n = add_people(d, at, &to[i], people, n);
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
    int64_t to[MOST_AT_ONCE];
    size_t n =
        at->step->tell_count ? people_of(d, at, at->step->tell, at->step->tell_count, to) : 0;

    for (size_t i = 0; i < n; i++) /* nobody's personal letter */
        if (!person_unreachable(state_person(d->s, to[i])))
            put_case_letter(d, at, LETTER_TELL, at->step->with, to[i],
                            "responsibility is handed over")
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
    int64_t person[MOST_AT_ONCE], who, now_with;

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

/* Letters to all are left to the caller of decide(); an ask waits for answers, and so is
 * for those whom the slice has. */
static size_t recipients(const struct decision *d, const struct position *at, int64_t *to)
{
    size_t n = 0;

    if (at->step->verb == VERB_ASK)
        return people_asked(d->s, at->k, at->step, d->now, to, MOST_AT_ONCE);
    for (size_t i = 0; i < at->step->to_count; i++)
        if (at->step->to[i].kind != TO_ALL)
            n = add_people(d, at, &at->step->to[i], to, n);
    return n;
}

/* Writes the step's letter to these. Returns how many; *why tells what stood in the way of the
 * last one left out. */
static size_t write_to(struct decision *d, const struct position *at, enum letter_kind kind,
                       const int64_t *to, size_t n, const char *reason, const char **why)
{
    size_t written = 0;

    *why = "nobody is linked in that role";
    for (size_t i = 0; i < n; i++) {
        const char *trouble = person_unreachable(state_person(d->s, to[i]));
        if (trouble) {
            *why = arena_printf(d->out->arena, "@%lld %s", (long long)to[i], trouble);
            continue;
        }
        put_case_letter(d, at, kind, at->step->letter, to[i], reason);
        written++;
    }
    return written;
}

static size_t write_letters(struct decision *d, const struct position *at, enum letter_kind kind,
                            const char *reason, const char **why)
{
    int64_t to[MOST_AT_ONCE];

    return write_to(d, at, kind, to, recipients(d, at, to), reason, why);
}

static bool has_no_address(const struct decision *d, int64_t person)
{
    const struct person *p = state_person(d->s, person);

    return p && !strcmp(p->status, STATUS_UNDELIVERABLE);
}

static void write_to_all(struct decision *d, const struct position *at, const char *reason)
{
    for (size_t i = 0; i < at->step->to_count; i++)
        if (at->step->to[i].kind == TO_ALL)
            put_case_letter(d, at, LETTER_SEND, at->step->letter, 0, reason)->all =
                &at->step->to[i];
}

bool reaches_anybody(const struct decision *d, const struct position *at)
{
    int64_t to[MOST_AT_ONCE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, to);

    for (size_t i = 0; i < n; i++)
        if (!person_unreachable(state_person(d->s, to[i])))
            return true;
    return false;
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
    int64_t to[MOST_AT_ONCE];
    size_t n = recipients(d, at, to);

    if (write_to(d, at, kind, to, n, reason, &why)) {
        if (kind == LETTER_ASK && deputy_stands_in(d->s, at->k, at->step, d->now))
            put_case_event(d, at, EVENT_DEPUTY_ASKED, "who is asked is away")->value =
                DEPUTY_AT_ONCE;
        return;
    }
    if (!n)
        done(d, at, arena_printf(d->out->arena, "%s is not written: %s", at->step->letter, why));
    else if (has_no_address(d, to[n - 1]))
        put_case_event(d, at, EVENT_CASE_STOPPED, "%s", why);
    else
        put_case_event(d, at, EVENT_CASE_ENDED, "%s", why);
}

/* ---- questions ---------------------------------------------------------------- */

static size_t deputies_of(const struct decision *d, const struct position *at, int64_t *ids)
{
    const struct audience deputy = {.kind = TO_ROLE, .role = at->step->deputy};

    return at->step->deputy ? add_people(d, at, &deputy, ids, 0) : 0;
}

bool needs_deputy(const struct decision *d, const struct position *at)
{
    int64_t asked[MOST_AT_ONCE], deputy[MOST_AT_ONCE];

    if (deputy_was_asked(at->k, at->step))
        return false;
    size_t n = people_asked(d->s, at->k, at->step, d->now, asked, MOST_AT_ONCE);
    size_t deputies = deputies_of(d, at, deputy);

    for (size_t i = 0; i < deputies; i++) {
        size_t known = 0;
        while (known < n && asked[known] != deputy[i])
            known++;
        if (known == n && !person_unreachable(state_person(d->s, deputy[i])))
            return true;
    }
    return false;
}

/* A deputy who is among those whom the step asks has its letter already. */
void ask_deputy(struct decision *d, const struct position *at)
{
    const char *why;
    int64_t asked[MOST_AT_ONCE], deputy[MOST_AT_ONCE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, asked), fresh = 0;
    size_t deputies = deputies_of(d, at, deputy);

    for (size_t i = 0; i < deputies; i++) {
        size_t known = 0;
        while (known < n && asked[known] != deputy[i])
            known++;
        if (known == n)
            deputy[fresh++] = deputy[i];
    }
    write_to(d, at, LETTER_ASK, deputy, fresh, letter_reason(d, at), &why);
}

/* Its letters need no waiting for: it closes at its time, whenever they arrive. */
static void do_poll(struct decision *d, const struct position *at)
{
    const char *why, *reason = letter_reason(d, at);

    write_to_all(d, at, reason);
    write_letters(d, at, LETTER_SEND, reason, &why);
    set_wait(d, at, instant_add_days(d->now, at->step->wait_days, d->p->zone), NULL,
             arena_printf(d->out->arena, "the poll is open for %d %s", at->step->wait_days,
                          days_word(at->step->wait_days)));
}

static void do_plan(struct decision *d, const struct position *at)
{
    done(d, at, plan_meeting(d, at));
}

/* ---- roles and matches ---------------------------------------------------------- */

static void do_enrol(struct decision *d, const struct position *at)
{
    bool give = at->step->verb == VERB_ENROL;
    int64_t who[MOST_AT_ONCE];
    size_t n = people_of(d, at, at->step->to, at->step->to_count, who);

    for (size_t i = 0; i < n; i++) {
        if (state_has_role(d->s, who[i], at->step->role) == give)
            continue;
        struct event *e = put_case_event(d, at, give ? EVENT_ROLE_GIVEN : EVENT_ROLE_TAKEN,
                                         "%s: %s", at->k->rule, d->e->reason);
        e->person = who[i];
        e->other = 0;
        e->name = at->step->role;
    }
    done(d, at, arena_printf(d->out->arena, "%s %s", give ? "now" : "no longer", at->step->role));
}

static void do_match(struct decision *d, const struct position *at)
{
    bool match = at->step->verb == VERB_MATCH;

    put_case_event(d, at, match ? EVENT_LINKED : EVENT_UNLINKED, "%s: %s", at->k->rule,
                   d->e->reason)
        ->name = "match";
    done(d, at, match ? "they are matched" : "they are matched no more");
}

/* ---- the rest ----------------------------------------------------------------- */

static void do_wait(struct decision *d, const struct position *at)
{
    set_wait(
        d, at, instant_add_days(d->now, at->step->wait_days, d->p->zone), NULL,
        arena_printf(d->out->arena, "%d %s", at->step->wait_days, days_word(at->step->wait_days)));
}

static void do_mark(struct decision *d, const struct position *at)
{
    int64_t who[MOST_AT_ONCE];
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

static bool is_flagged(const struct case_var *v)
{
    return v->person && !strcmp(v->name, "flagged");
}

static bool flagged_before(const struct kase *k, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (is_flagged(&k->vars[j]) && k->vars[j].person == k->vars[i].person)
            return true;
    return false;
}

static void do_start(struct decision *d, const struct position *at)
{
    int64_t to[MOST_AT_ONCE];
    size_t n = at->step->flagged ? 0 : people_of(d, at, at->step->to, at->step->to_count, to);

    for (size_t i = 0; i < n; i++)
        start_for(d, at, to[i], to[i] == at->k->person ? at->k->other : 0);
    for (size_t i = 0; at->step->flagged && i < at->k->vars_count; i++)
        if (is_flagged(&at->k->vars[i]) && !flagged_before(at->k, i))
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
    [VERB_NOTE] = do_note,       [VERB_END] = do_end,           [VERB_ENROL] = do_enrol,
    [VERB_REMOVE] = do_enrol,    [VERB_MATCH] = do_match,       [VERB_UNMATCH] = do_match,
    [VERB_INVITE] = do_send,     [VERB_POLL] = do_poll,         [VERB_PLAN] = do_plan,
};

/* Whom a step is done for: the first of its people. */
static int64_t object_of(const struct decision *d, const struct position *at,
                         const struct step *step)
{
    int64_t people[MOST_AT_ONCE];

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

/* When the notice can be read: by a deputy, where who is responsible is away. */
static instant readable_at(const struct decision *d, const struct letter_intent *l)
{
    const struct person *to = state_person(d->s, l->to);

    if (!to || !d->p->urgent_role)
        return l->not_before;
    struct person at_work = *to;
    at_work.away_until = (struct date){0};
    return sending_instant(d->p, &at_work, d->now);
}

void announce(struct decision *d, const struct position *at, const struct step *step, instant until)
{
    int64_t about = object_of(d, at, step);
    int64_t to = person_responsible(d->s, about);

    /* first, so that the case awaits its notice */
    put_case_event(d, at, EVENT_HOLD_ANNOUNCED, "%s comes next", step->id);
    struct letter_intent *l =
        put_case_letter(d, at, LETTER_HOLD, "hold-notice", to,
                        arena_printf(d->out->arena, "%s is announced %d %s ahead; undo stops it",
                                     step->id, step->hold_days, days_word(step->hold_days)));
    instant full = instant_add_days(readable_at(d, l), step->hold_days, d->p->zone);

    /* the hold lasts its whole time from when the notice can be read */
    until = full > until ? full : until;
    l->until = until;
    l->step = step->id;
    l->as = 0;
    if (about != at->k->person) {
        l->about = about;
        l->about_other = at->k->person;
    }
    struct event *e = &d->out->items[d->out->count - 2].event;
    e->step = step->id;
    e->until = until;
}

void do_step(struct decision *d, const struct position *at)
{
    const struct step *step = at->step;
    const char *announced = at->k->announced;
    bool known = announced && (!strcmp(announced, step->id) || step_was(step, announced));

    if (needs_announcement(d, at, step) && !known) {
        announce(d, at, step, instant_add_days(d->now, step->hold_days, d->p->zone));
        return;
    }
    if (too_many_at_once(d->s, at->k, step)) {
        put_case_event(d, at, EVENT_CASE_STOPPED, "%s is for more than %d people", step->id,
                       MOST_AT_ONCE);
        return;
    }
    if (step->note)
        put_case_event(d, at, EVENT_NOTED, "the rule says so")->value = step->note;
    deeds[step->verb](d, at);
}
