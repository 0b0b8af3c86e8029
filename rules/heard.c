/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heard.c - what follows from mail. Silence, bounce, absence and refusal are
 * four different things; an answer is the fifth. */
#include "rules/decision.h"

#include <stdlib.h>
#include <string.h>

#define AWAY_MAX_DAYS     60 /* a longer absence is looked at again after so many */
#define SOFT_BOUNCES      3  /* so many letters that came back lately give an address up */
#define SOFT_BOUNCES_WORD "third"
#define AWAY_UNSAID_DAYS  7 /* where an absence names no date */

static bool about(const struct kase *k, int64_t person)
{
    return k->phase != PHASE_ENDED && !case_is_queued(k) &&
           (k->person == person || k->other == person);
}

/* Whether the case's step waits for this very person. */
bool awaits(const struct decision *d, const struct position *at, int64_t person)
{
    int64_t to[MOST_AT_ONCE];

    if (!at->step || (at->step->verb != VERB_ATTEMPT && at->step->verb != VERB_ASK))
        return false;
    if (!at->step->to_count)
        return at->k->person == person;
    size_t n = people_asked(d->s, at->k, at->step, d->now, to, MOST_AT_ONCE);
    for (size_t i = 0; i < n; i++)
        if (to[i] == person)
            return true;
    return false;
}

static bool ends_on_reply(const struct decision *d, const struct position *at, int64_t person)
{
    if (!at->rule || !at->rule->until_reply)
        return false;
    if (!at->rule->until_role)
        return at->k->person == person;
    return state_has_role(d->s, person, at->rule->until_role);
}

/* ---- a person's answer -------------------------------------------------------- */

static void log_contact(struct decision *d, int64_t with)
{
    struct event *e = put_event(d, EVENT_CONTACT_MADE, "@%lld wrote", (long long)d->e->person);

    e->person = d->e->person;
    e->by = with;
    e->text = d->e->text;
    e->letter = d->e->letter;
}

static void forward(struct decision *d, int64_t to)
{
    struct letter_intent *l = put_letter(d, LETTER_FORWARD, "forwarded-answer", to, "@%lld wrote",
                                         (long long)d->e->person);

    l->about = d->e->person;
    l->text = d->e->text;
}

static void answer_case(struct decision *d, const struct position *at)
{
    long long who = (long long)d->e->person;
    bool attempt = at->step && at->step->verb == VERB_ATTEMPT && awaits(d, at, d->e->person);

    if (ends_on_reply(d, at, d->e->person) || (attempt && !at->step->branches_count))
        put_case_event(d, at, EVENT_CASE_ENDED, "@%lld answered", who);
    else if (attempt)
        put_case_event(d, at, EVENT_STEP_DONE, "@%lld answered %s", who, at->step->id)->value =
            BRANCH_REPLY;
}

static void tell_back(struct decision *d, const struct person *p, int64_t to)
{
    const struct person *who = state_person(d->s, to);

    if (person_unreachable(who))
        return;
    struct letter_intent *t =
        put_letter(d, LETTER_TELL, "handed-back", to, "@%lld is heard again", (long long)p->id);
    t->about = p->id;
    t->not_before = sending_instant(d->p, who, d->now);
}

static bool has_left(const struct decision *d, int64_t id)
{
    const struct person *p = state_person(d->s, id);

    return p && !strcmp(p->status, STATUS_LEFT);
}

/* A loan of responsibility until the person is heard again ends now. Who had
 * been given up as non-responsive stays with whom they answered, and so does
 * whose lender has left. */
static void end_loan(struct decision *d, const struct person *p)
{
    for (size_t i = 0; i < d->s->links_count; i++) {
        const struct link *l = &d->s->links[i];
        if (l->gone || l->from != p->id || !l->revert_to || strcmp(l->kind, "responsible"))
            continue;
        if (!strcmp(p->status, STATUS_NON_RESPONSIVE) || has_left(d, l->revert_to))
            continue;
        /* who is a match's responsible one needs no link, and is to change with the match's */
        bool through_match = match_responsible(d->s, p->id) == l->revert_to;
        struct event *e = put_event(d, through_match ? EVENT_UNLINKED : EVENT_LINKED,
                                    "@%lld is heard again: back to @%lld", (long long)p->id,
                                    (long long)l->revert_to);
        e->name = "responsible";
        e->person = p->id;
        e->other = through_match ? l->to : l->revert_to;
        tell_back(d, p, l->to);
        tell_back(d, p, l->revert_to);
    }
}

static void answer_cases(struct decision *d)
{
    for (size_t i = 0; i < d->s->cases_count; i++) {
        struct position at = position_of(d, &d->s->cases[i]);
        if (about(at.k, d->e->person))
            answer_case(d, &at);
    }
}

/* A contact that somebody reports (by phone, in person) counts like an answer. */
void decide_contact_made(struct decision *d)
{
    const struct person *p = state_person(d->s, d->e->person);

    if (!d->e->until)
        return; /* it was made by a letter, and HEARD has decided it */
    answer_cases(d);
    if (p)
        end_loan(d, p);
}

static void is_heard(struct decision *d)
{
    const struct person *p = state_person(d->s, d->e->person);

    answer_cases(d);
    if (!p)
        return;
    end_loan(d, p);
    if (!strcmp(p->status, STATUS_NON_RESPONSIVE) || !strcmp(p->status, STATUS_UNDELIVERABLE)) {
        struct event *e = put_event(d, EVENT_MARKED, "@%lld is heard again", (long long)p->id);
        e->person = p->id;
        e->value = STATUS_ACTIVE;
    }
}

static void heard_human(struct decision *d)
{
    int64_t with = person_responsible(d->s, d->e->person);

    log_contact(d, with);
    forward(d, with);
    is_heard(d);
}

/* What was answered is kept where it belongs: nobody needs to read the letter. */
static void heard_answer(struct decision *d)
{
    log_contact(d, person_responsible(d->s, d->e->person));
    is_heard(d);
}

/* ---- absence ------------------------------------------------------------------ */

/* The wait begins again, whole, on the day of return at the hour of the old
 * deadline; without a date it is put off once. */
static void put_off_case(struct decision *d, const struct position *at, instant back)
{
    const struct zone *z = d->p->zone;
    struct civil c = civil_at(at->k->deadline, z);

    if (back) {
        c.date = civil_at(back, z).date;
        set_wait(d, at, instant_add_days(civil_instant(c, z), at->step->wait_days, z), "away",
                 "away: the wait begins again on the day of return");
    } else if (!at->k->put_off) {
        set_wait(d, at, instant_add_days(at->k->deadline, AWAY_UNSAID_DAYS, z), "put-off",
                 "away without a date: put off once, by 7 days");
    }
}

static instant bounded_return(const struct decision *d)
{
    instant latest = instant_add_days(d->now, AWAY_MAX_DAYS, d->p->zone);

    if (d->e->until <= d->now)
        return 0;
    return d->e->until < latest ? d->e->until : latest;
}

static void heard_away(struct decision *d)
{
    instant back = bounded_return(d);

    if (back) {
        struct event *e = put_event(d, EVENT_MARKED, "an automatic answer says so");
        e->person = d->e->person;
        e->value = "away";
        e->until = back;
    }
    for (size_t i = 0; i < d->s->cases_count; i++) {
        struct position at = position_of(d, &d->s->cases[i]);
        if (about(at.k, d->e->person) && at.k->phase == PHASE_WAITING &&
            awaits(d, &at, d->e->person))
            put_off_case(d, &at, back);
    }
}

/* ---- bounce and refusal ------------------------------------------------------- */

static void notice(struct decision *d, const char *letter, const char *reason)
{
    struct letter_intent *l =
        put_letter(d, LETTER_NOTICE, letter, person_responsible(d->s, d->e->person), "%s", reason);

    l->about = d->e->person;
    l->text = d->e->text;
}

static void stop_cases(struct decision *d, const char *why)
{
    for (size_t i = 0; i < d->s->cases_count; i++) {
        struct position at = position_of(d, &d->s->cases[i]);
        if (about(at.k, d->e->person) && at.k->phase != PHASE_STOPPED &&
            awaits(d, &at, d->e->person))
            put_case_event(d, &at, EVENT_CASE_STOPPED, "%s", why);
    }
}

/* Who asked for no letters, or has left, stays so: a working address would undo it. */
struct event *mark_undeliverable(struct decision *d, const char *why)
{
    const struct person *p = state_person(d->s, d->e->person);
    struct event *e;

    if (p && (!strcmp(p->status, STATUS_OPTED_OUT) || !strcmp(p->status, STATUS_LEFT)))
        return NULL;
    e = put_event(d, EVENT_MARKED, "%s", why);
    e->person = d->e->person;
    e->value = STATUS_UNDELIVERABLE;
    return e;
}

static void give_up_address(struct decision *d, const char *why)
{
    mark_undeliverable(d, why);
    stop_cases(d, "the letter came back; this is no silence");
    notice(d, "address-needed", why);
}

static void heard_bounce(struct decision *d)
{
    give_up_address(d, "a letter came back");
}

/* What waits for an answer to this letter stops: who never got it can't be silent. */
static void stop_letter(struct decision *d)
{
    stop_cases(d, "the letter came back; this is no silence");
    notice(d, "letter-returned", d->e->reason);
}

/* A full box or a closed account may work again; one that keeps refusing does not. */
static void heard_soft_bounce(struct decision *d)
{
    if (d->e->name && atoi(d->e->name) >= SOFT_BOUNCES)
        give_up_address(d, "the " SOFT_BOUNCES_WORD " letter in a month came back");
    else
        stop_letter(d);
}

/* Nothing of that is held against the person. */
static void heard_policy_bounce(struct decision *d)
{
    stop_letter(d);
    put_letter(d, LETTER_NOTICE, "letter-refused", 0, "%s", d->e->reason);
}

static void heard_refusal(struct decision *d)
{
    const struct person *p = state_person(d->s, d->e->person);

    if (!p || strcmp(p->status, STATUS_LEFT)) {
        struct event *e =
            put_event(d, EVENT_MARKED, "@%lld asked for no more letters", (long long)d->e->person);
        e->person = d->e->person;
        e->value = STATUS_OPTED_OUT;
    }
    log_contact(d, person_responsible(d->s, d->e->person));
    notice(d, "asked-to-stop", "asked for no more letters");
}

static const struct {
    const char *value;
    void (*decide)(struct decision *);
} kinds[] = {
    {"human", heard_human},
    {"answer", heard_answer},
    {"away", heard_away},
    {"bounce", heard_bounce},
    {"bounce-soft", heard_soft_bounce},
    {"bounce-policy", heard_policy_bounce},
    {"refusal", heard_refusal},
};

void decide_heard(struct decision *d)
{
    /* other automatic mail and delay notices are logged and change nothing */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(d->e->value, kinds[i].value))
            kinds[i].decide(d);
}
