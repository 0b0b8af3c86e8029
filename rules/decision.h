/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decision.h - inside rules/: one call of decide() and what it puts out. */
#ifndef RULES_DECISION_H
#define RULES_DECISION_H

#include "rules/decide.h"

struct decision {
    const struct programme *p;
    const struct state *s;
    const struct event *e; /* what was applied */
    instant now;
    struct outcomes *out;
};

/* A case with the rule and step that it stands at; step NULL where an edit
 * took it away. */
struct position {
    const struct kase *k;
    const struct rule *rule;
    const struct step *step;
};

struct position position_of(const struct decision *d, const struct kase *k);

/* Adds an event; returned, so that the caller fills in the rest. The reason is
 * formatted into the arena. */
struct event *put_event(struct decision *d, enum event_kind kind, const char *reason, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, about a case: rule, occurrence, people, case and step are filled in. */
struct event *put_case_event(struct decision *d, const struct position *at, enum event_kind kind,
                             const char *reason, ...) __attribute__((format(printf, 4, 5)));
struct letter_intent *put_letter(struct decision *d, enum letter_kind kind, const char *letter,
                                 int64_t to, const char *reason, ...)
    __attribute__((format(printf, 5, 6)));
/* The case's letter to one person: sending hours, name, subject filled in. */
struct letter_intent *put_case_letter(struct decision *d, const struct position *at,
                                      enum letter_kind kind, const char *letter, int64_t to,
                                      const char *reason);

/* Those whom the programme is for, not those who run it. */
bool is_looked_after(const struct decision *d, int64_t person);
/* Lets a routine letter wait for a day without another (manners.c). */
void keep_to_one_a_day(struct decision *d, const struct position *at, struct letter_intent *l);

/* Case events (case.c). */
void decide_case_started(struct decision *d);
void decide_step_entered(struct decision *d);
void decide_step_done(struct decision *d);
void decide_letter_sent(struct decision *d);
void decide_letter_dropped(struct decision *d);
void decide_letter_failed(struct decision *d);
void decide_letter_refused(struct decision *d);
void decide_letter_uncertain(struct decision *d);
void decide_due(struct decision *d);
void decide_rules_changed(struct decision *d);
void decide_answered(struct decision *d);
void decide_hold_undone(struct decision *d);
void decide_case_resumed(struct decision *d);
void decide_case_ended(struct decision *d);
void decide_deputy_asked(struct decision *d);

/* Sets the wait of the case's step and what happens before its end. value: NULL, "away" or
 * "put-off" (WAIT_SET). */
void set_wait(struct decision *d, const struct position *at, instant until, const char *value,
              const char *reason);

/* Whether a case begins (trigger.c). */
void put_trigger(struct decision *d, const struct rule *r, const char *occurrence, int64_t person,
                 int64_t other, const char *reason);

/* Meetings (deed_meeting.c): a poll's time is over; what became of a plan, in words. */
void conclude_poll(struct decision *d, const struct position *at);
const char *plan_meeting(struct decision *d, const struct position *at);

/* What a step does (deed.c). */
void do_step(struct decision *d, const struct position *at);
/* Whether nobody answered an ask whose deputy was not asked yet; and asking her. */
bool needs_deputy(const struct decision *d, const struct position *at);
void ask_deputy(struct decision *d, const struct position *at);
/* Tells who answers for the subject that `step` comes next, no earlier than `until`; undo stops it.
 */
bool needs_announcement(const struct decision *d, const struct position *at,
                        const struct step *step);
void announce(struct decision *d, const struct position *at, const struct step *step,
              instant until);

/* Whether the step's letter may go to anybody at all. */
bool reaches_anybody(const struct decision *d, const struct position *at);

/* What people send (heard.c). */
bool awaits(const struct decision *d, const struct position *at, int64_t person);
/* The event of that, for its case; NULL where it would undo another word. */
struct event *mark_undeliverable(struct decision *d, const char *why);
void decide_heard(struct decision *d);
void decide_contact_made(struct decision *d);

/* Dates (planned.c). */
void decide_came_round(struct decision *d);
void decide_meeting_planned(struct decision *d);
/* The meeting that ended the case by taking place ("until: after MEETING"); NULL. */
const char *ended_by_meeting(const struct decision *d, const struct position *at);

/* Triggers and marks (trigger.c). */
void decide_triggered(struct decision *d);
void decide_said(struct decision *d);
void decide_person_event(struct decision *d);

#endif
