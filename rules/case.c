/* SPDX-License-Identifier: GPL-2.0-or-later */
/* case.c - a case goes from step to step. The drawing is in decide.c. */
#include "rules/decision.h"
#include "rules/words.h"

#include <string.h>

#define HOLD_SLACK 3600 /* a notice is seldom sent in the very second that was planned */

static struct position here(const struct decision *d)
{
    return position_of(d, state_case(d->s, d->e->case_id));
}

static bool is_open(const struct position *at)
{
    return at->k && at->k->phase != PHASE_ENDED;
}

/* "until: after MEETING": what would come after it does not come. */
static bool is_over(struct decision *d, const struct position *at)
{
    const char *meeting = is_open(at) ? ended_by_meeting(d, at) : NULL;

    if (meeting)
        put_case_event(d, at, EVENT_CASE_ENDED, "%s has taken place", meeting);
    return meeting != NULL;
}

/* An event about a step that the case has left says nothing any more. */
static bool is_current(const struct position *at, const struct event *e)
{
    return is_open(at) && at->step && e->step && at->k->step && !strcmp(at->k->step, e->step);
}

/* Enters the first step from `target` on whose conditions hold, or ends. What
 * was passed over stands in the reason. */
static void enter(struct decision *d, const struct position *at, size_t target, const char *reason)
{
    /* targets only ever lead on in the array or to a block; the loader refuses
     * circles without a wait, and this bound makes sure */
    for (size_t left = at->rule->steps_count; target != STEP_END && left > 0; left--) {
        const struct step *step = &at->rule->steps[target];
        const char *why = NULL;

        if (conds_hold(d->s, at->k, step->conds, step->conds_count, d->now, &why)) {
            put_case_event(d, at, EVENT_STEP_ENTERED, "%s", reason)->step = step->id;
            return;
        }
        reason = arena_printf(d->out->arena, "%s; %s is passed over: not so that %s", reason,
                              step->id, why);
        target = step->next;
    }
    put_case_event(d, at, EVENT_CASE_ENDED, "%s; no step is left", reason);
}

/* An edit may take away the step that a case stands at, or its rule. Such rules come into force
 * only where they say what becomes of it (`gone:`). While it is open its subject gets no other
 * case, so it never stays where nothing can move it. */
static bool is_lost(struct decision *d, const struct position *at)
{
    const struct gone *gone;

    if (!is_open(at) || at->step || (at->rule && !at->k->step))
        return false;
    gone = at->rule ? rule_gone(at->rule, at->k->step) : programme_gone(d->p, at->k->rule);
    if (gone && gone->target != STEP_END)
        enter(d, at, gone->target,
              arena_printf(d->out->arena,
                           "the step %s is gone from the rules, and who stood there "
                           "goes on",
                           at->k->step));
    else if (at->k->step)
        put_case_event(d, at, EVENT_CASE_ENDED, "the rules have no step %s of %s any more",
                       at->k->step, at->k->rule);
    else
        put_case_event(d, at, EVENT_CASE_ENDED, "the rules have no %s any more", at->k->rule);
    return true;
}

void decide_rules_changed(struct decision *d)
{
    struct position at = here(d);

    is_lost(d, &at);
}

void decide_case_started(struct decision *d)
{
    struct position at = here(d);

    if (at.rule)
        enter(d, &at, 0, "the case began");
    else if (is_open(&at)) /* it waited for its turn, and its rule went meanwhile */
        put_case_event(d, &at, EVENT_CASE_ENDED, "there is no rule %s any more", at.k->rule);
}

void decide_step_entered(struct decision *d)
{
    struct position at = here(d);

    if (is_open(&at) && at.step)
        do_step(d, &at);
}

void decide_case_resumed(struct decision *d)
{
    struct position at = here(d);

    if (!is_lost(d, &at) && is_open(&at) && at.step)
        put_case_event(d, &at, EVENT_STEP_ENTERED, "done again: %s", d->e->reason);
}

static size_t branch_target(const struct step *step, const char *value)
{
    if (value && !strcmp(value, "expired"))
        return step->expired;
    for (size_t i = 0; value && i < step->branches_count; i++)
        if (!strcmp(step->branches[i].answer, value))
            return step->branches[i].target;
    return step->next;
}

void decide_step_done(struct decision *d)
{
    struct position at = here(d);

    if (is_current(&at, d->e) && !is_over(d, &at))
        enter(d, &at, branch_target(at.step, d->e->value), d->e->reason);
}

/* ---- letters of a step -------------------------------------------------------- */

static const struct step *following(const struct decision *d, const struct position *at)
{
    return step_after_silence(d->s, at->k, at->rule, at->step, d->now);
}

/* When the next step's hold must be announced so that it lasts its full time
 * before the deadline; the announcement keeps to the reader's hours. */
static void plan_hold(struct decision *d, const struct position *at, instant deadline)
{
    const struct step *next = following(d, at);

    if (!next || !needs_announcement(d, at, next))
        return;
    instant when = instant_add_days(deadline, -next->hold_days, d->p->zone);
    struct event *e = put_case_event(d, at, EVENT_ALARM_SET, "%s is announced %d %s ahead",
                                     next->id, next->hold_days, days_word(next->hold_days));
    e->until = when > d->now ? when : d->now;
    e->name = "hold";
}

/* As long before the end of the wait as the rule says: one that begins again has it again, unless
 * it went. */
static void plan_reminder(struct decision *d, const struct position *at, instant deadline)
{
    const struct step *step = at->step;
    struct event *e;

    if (step->verb != VERB_ASK || !step->remind_days || step->remind_days >= step->wait_days ||
        at->k->reminded)
        return;
    e = put_case_event(d, at, EVENT_ALARM_SET, "a reminder after %d %s", step->remind_days,
                       days_word(step->remind_days));
    e->until = instant_add_days(deadline, step->remind_days - step->wait_days, d->p->zone);
    e->name = "remind";
}

void set_wait(struct decision *d, const struct position *at, instant until, const char *value,
              const char *reason)
{
    struct event *e = put_case_event(d, at, EVENT_WAIT_SET, "%s", reason);

    e->until = until;
    e->value = value;
    plan_hold(d, at, until);
    plan_reminder(d, at, until);
}

/* The server took the letter then; but a machine may have answered that they
 * are away before that was known here. */
static instant wait_begins(const struct decision *d, const struct position *at)
{
    const struct zone *z = d->p->zone;
    struct civil from = civil_at(d->e->at, z);

    for (size_t i = 0; i < d->s->people_count; i++) {
        const struct person *p = &d->s->people[i];
        if (date_compare(p->away_until, from.date) > 0 && awaits(d, at, p->id))
            from.date = p->away_until;
    }
    return date_compare(from.date, civil_at(d->e->at, z).date) ? civil_instant(from, z) : d->e->at;
}

static void start_wait(struct decision *d, const struct position *at)
{
    int days = at->step->wait_days;

    set_wait(d, at, instant_add_days(wait_begins(d, at), days, d->p->zone), NULL,
             arena_printf(d->out->arena, "the server took the letter; %d %s for an answer", days,
                          days_word(days)));
}

static void log_attempt(struct decision *d, const struct position *at)
{
    struct event *e = put_case_event(d, at, EVENT_CONTACT_ATTEMPTED, "%s went out", at->step->id);

    e->person = d->e->person;
    e->by = d->e->by;
    e->letter = d->e->letter;
}

static bool is_hold_notice(const struct decision *d, const struct position *at)
{
    const struct event *e = d->e;

    return is_open(at) && at->k->announced && e->step && e->value && !strcmp(e->value, "hold") &&
           !strcmp(e->step, at->k->announced);
}

/* Whoever reads the notice has the whole time to undo it, also where it went out late. */
static void lengthen_hold(struct decision *d, const struct position *at)
{
    const struct step *step = rule_step(at->rule, at->k->announced);
    instant full = instant_add_days(d->e->at, step ? step->hold_days : 0, d->p->zone);
    struct event *e;

    if (!step || full <= at->k->deadline + HOLD_SLACK)
        return;
    e = put_case_event(d, at, EVENT_HOLD_ANNOUNCED, "its notice went out late");
    e->step = step->id;
    e->until = full;
}

void decide_letter_sent(struct decision *d)
{
    struct position at = here(d);

    if (is_lost(d, &at))
        return;
    if (is_hold_notice(d, &at))
        lengthen_hold(d, &at);
    if (!is_current(&at, d->e) || at.k->phase != PHASE_SENDING)
        return;
    if (at.step->verb == VERB_ATTEMPT)
        log_attempt(d, &at);
    if (at.k->awaiting == 0)
        start_wait(d, &at);
}

/* A letter that was taken back before it went out. Where it was the last that the step
 * waited for, the step goes on with those who got theirs; with nobody, as if there had been
 * nobody to write to. */
void decide_letter_dropped(struct decision *d)
{
    struct position at = here(d);

    if (is_lost(d, &at) || !is_current(&at, d->e) || at.k->phase != PHASE_SENDING || at.k->awaiting)
        return;
    if (reaches_anybody(d, &at))
        start_wait(d, &at);
    else if (at.step->verb == VERB_ASK)
        put_case_event(d, &at, EVENT_STEP_DONE, "%s", d->e->reason)->value = "expired";
    else
        put_case_event(d, &at, EVENT_CASE_ENDED, "%s", d->e->reason);
}

static void tell_of_letter(struct decision *d, const char *letter, const char *reason)
{
    int64_t person = d->e->person;
    struct letter_intent *l =
        put_letter(d, LETTER_NOTICE, letter, person_responsible(d->s, person), "%s", reason);

    l->about = person;
    l->case_id = d->e->case_id;
    l->step = d->e->step;
}

/* Nobody could undo what nobody has heard of: when the wait is over it is announced once more. */
static void withdraw_announcement(struct decision *d, const struct position *at)
{
    if (is_hold_notice(d, at) && at->k->phase == PHASE_WAITING && !at->k->awaiting)
        put_case_event(d, at, EVENT_WAIT_SET, "the notice of %s reached nobody", d->e->step)
            ->until = at->k->deadline;
}

/* Who answers for the person hears that a letter did not arrive, and the
 * ladder stops: a letter that never came can't be met with silence. One to the admin
 * calls forth no other, which would not arrive either. */
static void stop_case(struct decision *d, const struct position *at, const char *letter,
                      const char *reason)
{
    if (d->e->person)
        tell_of_letter(d, letter, reason);
    withdraw_announcement(d, at);
    if (!is_lost(d, at) && is_current(at, d->e) && at->k->phase != PHASE_STOPPED)
        put_case_event(d, at, EVENT_CASE_STOPPED, "%s", reason);
}

void decide_letter_failed(struct decision *d)
{
    struct position at = here(d);
    struct event *e = mark_undeliverable(d, "the server refused the letter for good");

    if (e)
        e->case_id = d->e->case_id;
    stop_case(d, &at, "address-needed", "the server refused the letter for good");
}

/* Nothing of that is held against the person. */
void decide_letter_refused(struct decision *d)
{
    struct position at = here(d);

    stop_case(d, &at, "letter-returned", d->e->reason);
}

void decide_letter_uncertain(struct decision *d)
{
    struct position at = here(d);

    stop_case(d, &at, "letter-uncertain",
              "the connection broke off after the letter; whether it arrived is not known");
}

/* ---- time --------------------------------------------------------------------- */

void decide_deputy_asked(struct decision *d)
{
    struct position at = here(d);

    if (is_open(&at) && at.step && !d->e->value)
        ask_deputy(d, &at);
}

static void conclude_silence(struct decision *d, const struct position *at)
{
    struct event *e;

    if (at->step->verb == VERB_POLL) {
        conclude_poll(d, at);
        return;
    }
    if (needs_deputy(d, at)) {
        put_case_event(d, at, EVENT_DEPUTY_ASKED, "no answer to %s within %d %s", at->step->id,
                       at->step->wait_days, days_word(at->step->wait_days));
        return;
    }
    put_case_event(d, at, EVENT_SILENCE, "no answer to %s, and all mail up to now is read",
                   at->step->id);
    e = put_case_event(d, at, EVENT_STEP_DONE, "no answer to %s within %d %s", at->step->id,
                       at->step->wait_days, days_word(at->step->wait_days));
    e->value = at->step->verb == VERB_ASK ? "expired" : NULL;
}

static bool expects_answers(const struct step *step)
{
    return step->verb == VERB_ATTEMPT || step->verb == VERB_ASK || step->verb == VERB_POLL;
}

static bool answer_is_unsorted(const struct decision *d, const struct position *at)
{
    for (size_t i = 0; i < d->s->people_count; i++) {
        const struct person *p = &d->s->people[i];
        if (p->unsorted_since && (p->id == at->k->person || awaits(d, at, p->id)))
            return true;
    }
    return false;
}

/* Silence is concluded only over read mail, and not while mail that seems to
 * be from one who is waited for waits for sorting: then for no date, as whoever
 * sorts it makes the case due again. */
static bool stands_still(struct decision *d, const struct position *at)
{
    if (d->s->mail_read_until < at->k->deadline)
        put_case_event(d, at, EVENT_STOOD_STILL, "mail is not read up to the deadline yet")->until =
            d->now + 3600;
    else if (answer_is_unsorted(d, at))
        put_case_event(d, at, EVENT_STOOD_STILL,
                       "a letter that may be the answer waits for sorting");
    else
        return false;
    return true;
}

static void remind(struct decision *d, const struct position *at)
{
    int64_t to[MOST_AT_ONCE];
    size_t n = people_asked(d->s, at->k, at->step, d->now, to, MOST_AT_ONCE);

    put_case_event(d, at, EVENT_REMINDED, "no answer to %s after %d %s", at->step->id,
                   at->step->remind_days, days_word(at->step->remind_days));
    for (size_t i = 0; i < n; i++)
        put_case_letter(d, at, LETTER_REMIND, at->step->letter, to[i], "no answer yet");
}

static void before_deadline(struct decision *d, const struct position *at)
{
    const struct step *next = following(d, at);

    if (at->step->verb == VERB_ASK && at->step->remind_days && !at->k->reminded)
        remind(d, at);
    else if (next && needs_announcement(d, at, next))
        announce(d, at, next, at->k->deadline);
    else
        put_case_event(d, at, EVENT_ALARM_SET, "nothing to announce")->until = at->k->deadline;
}

/* Nobody could undo what nobody has heard of. */
static bool notice_is_missing(struct decision *d, const struct position *at)
{
    if (!at->k->announced || !at->k->awaiting || at->k->deadline > d->now)
        return false;
    put_case_event(d, at, EVENT_STOOD_STILL, "the notice of %s has not gone out yet",
                   at->k->announced)
        ->until = instant_add_days(d->now, 1, d->p->zone);
    return true;
}

void decide_due(struct decision *d)
{
    struct position at = here(d);

    if (is_lost(d, &at) || !is_open(&at) || !at.step)
        return;
    if (!at.k->due || at.k->due > d->now)
        return; /* it was put off since it was seen to be due */
    if (is_over(d, &at) || notice_is_missing(d, &at))
        return;
    if (at.k->phase == PHASE_HELD)
        put_case_event(d, &at, EVENT_STEP_ENTERED, "nobody undid it");
    else if (at.k->phase != PHASE_WAITING)
        return;
    else if (at.k->deadline > d->now)
        before_deadline(d, &at);
    else if (!expects_answers(at.step))
        put_case_event(d, &at, EVENT_STEP_DONE, "the wait is over");
    else if (!stands_still(d, &at))
        conclude_silence(d, &at);
}

void decide_hold_undone(struct decision *d)
{
    struct position at = here(d);

    if (is_open(&at))
        put_case_event(d, &at, EVENT_CASE_ENDED, "@%lld undid %s", (long long)d->e->by,
                       d->e->step ? d->e->step : "it");
}

/* ---- answers to an ask -------------------------------------------------------- */

static bool all_answered(const struct position *at)
{
    if (at->step->branches_count && !case_var(at->k, at->step->id))
        return false;
    for (size_t i = 0; i < at->step->fields_count; i++)
        if (!at->step->fields[i].optional && !case_var(at->k, at->step->fields[i].name))
            return false;
    return true;
}

/* Where several were asked the first answer counts, and the others need not think about it. */
static void tell_others(struct decision *d, const struct position *at)
{
    int64_t to[MOST_AT_ONCE];
    size_t n = people_asked(d->s, at->k, at->step, d->now, to, MOST_AT_ONCE);

    for (size_t i = 0; i < n; i++)
        if (to[i] != d->e->by && !person_unreachable(state_person(d->s, to[i])))
            put_case_letter(
                d, at, LETTER_TELL, "answered-already", to[i],
                arena_printf(d->out->arena, "@%lld answered %s", (long long)d->e->by, at->step->id))
                ->as = 0;
}

void decide_answered(struct decision *d)
{
    struct position at = here(d);

    if (!is_current(&at, d->e) || at.step->verb != VERB_ASK)
        return;
    if (at.k->phase != PHASE_SENDING && at.k->phase != PHASE_WAITING)
        return;
    if (!all_answered(&at))
        return;
    const struct case_var *answer = case_var(at.k, at.step->id);
    tell_others(d, &at);
    put_case_event(d, &at, EVENT_STEP_DONE, "@%lld answered %s", (long long)d->e->by, at.step->id)
        ->value = at.step->branches_count && answer ? answer->value : NULL;
}
