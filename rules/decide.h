/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decide.h - whom to write to, and why.
 *
 * decide() is pure: rules, state, one event that was just applied, and the
 * time, give what follows from it. What follows is more events, in order,
 * each to be stored, applied and decided in its turn, and letters to write.
 * The caller goes on until nothing follows; a case always comes to rest
 * waiting for something with a date, stopped with a reason, or ended.
 *
 *     TRIGGERED -> CASE_STARTED -> STEP_ENTERED -> letters, WAIT_SET ...
 *     DUE -> SILENCE -> STEP_ENTERED | CASE_ENDED
 *     HEARD -> CONTACT_MADE, CASE_ENDED, letters to who is responsible
 */
#ifndef RULES_DECIDE_H
#define RULES_DECIDE_H

#include "rules/state.h"

enum letter_kind {
    LETTER_SEND,    /* no answer needed */
    LETTER_ATTEMPT, /* expects an answer; logged as an attempt at contact */
    LETTER_ASK,
    LETTER_REMIND,
    LETTER_HOLD,   /* announces what can be undone */
    LETTER_TELL,   /* tells of what was done */
    LETTER_REPORT, /* with what reports/ makes of it */
    /* The rest are the engine's answers to mail; they go out at any hour. */
    LETTER_FORWARD, /* what somebody wrote, to who is responsible */
    LETTER_RELAY,   /* her answer back */
    LETTER_URGENT,
    LETTER_TRANSCRIPT, /* what became of commands */
    LETTER_NOTICE,     /* to the admin, or about an address that does not work */
};

/* "send", "attempt", ...: as stored, and as the value of LETTER_* events. */
const char *letter_kind_name(enum letter_kind k);
int letter_kind_parse(const char *name, enum letter_kind *out); /* 0 or -1 */

struct letter_intent {
    enum letter_kind kind;
    const char *letter; /* letters/LETTER.md */
    int64_t to;
    const struct audience *all; /* everybody of it instead of `to`: the caller writes to each */
    int64_t as;                 /* whose name; 0: the programme */
    int64_t about; /* the subject it speaks of: subject.* in the letter; 0: the programme */
    int64_t about_other;
    int64_t case_id;
    const char *step;
    bool routine;       /* no more than one such letter a day */
    bool at_once;       /* ... but this one does not wait */
    instant latest;     /* of routine: it waits no longer than that; 0: it can */
    instant not_before; /* sending hours of the recipient, and absence */
    instant until;      /* of hold and tell: when it is done */
    int64_t text;       /* what is quoted in it; 0: nothing */
    const char *reason;
};

enum outcome_kind { OUTCOME_EVENT, OUTCOME_LETTER };

struct outcome {
    enum outcome_kind kind;
    struct event event;
    struct letter_intent letter;
};

struct outcomes {
    struct arena *arena;
    struct outcome *items;
    size_t count, cap;
};

/* e must have been applied to s. Event ids, new case ids and letter ids are 0:
 * the caller gives them (CASE_STARTED: before it applies it). */
void decide(const struct programme *p, const struct state *s, const struct event *e, instant now,
            struct outcomes *out);

/* Whom one step is for at most: a case that comes to a step with more is stopped. Letters to all
 * have no limit: they are left to the caller, who enumerates the role. */
#define MOST_AT_ONCE 500
bool too_many_at_once(const struct state *s, const struct kase *k, const struct step *step);

/* Whether some step can't be decided without everybody of this role, so that each slice must have
 * them: it chooses among them, asks all of them, or does something for all. */
bool programme_wants_whole(const struct programme *p, const char *role);
bool step_wants_whole(const struct programme *p, const struct step *step, const char *role);

/* Who an audience is for a case: ids into *people. Of TO_ALL a slice has the roles that
 * are wanted whole, and those that few people hold. */
size_t resolve_audience(const struct state *s, const struct kase *k, const struct audience *to,
                        int64_t *people, size_t max);

/* Whoever answers for a person now: by a link of their own, else as the match
 * of somebody who has one; 0 where nobody does. */
int64_t person_responsible(const struct state *s, int64_t person);

/* Who is asked by an ask of a case: its people, the deputy for those who are away or can't be
 * reached, and the deputy besides once nobody answered. */
size_t people_asked(const struct state *s, const struct kase *k, const struct step *step,
                    instant now, int64_t *people, size_t max);
/* Whether the deputy is asked at once, for somebody who is away or can't be reached; and whether
 * she was asked, then or later. */
bool deputy_stands_in(const struct state *s, const struct kase *k, const struct step *step,
                      instant now);
bool deputy_was_asked(const struct kase *k, const struct step *step);
/* Why nobody can write to this person; NULL where one can. */
const char *person_unreachable(const struct person *p);

/* The first instant, not before t, at which this person may be written to:
 * sending hours in their own zone, and not while away. */
instant sending_instant(const struct programme *p, const struct person *to, instant t);
/* Until when: the end of the sending hours of t in that zone (NULL: the programme's); 0 where t is
 * in none, or they have no end. */
instant sending_end(const struct programme *p, const struct zone *zone, instant t);

/* The same for a routine letter: on a day on which no other went, if that is before `latest`. */
instant routine_instant(const struct programme *p, const struct person *to, instant t,
                        instant latest);

/* Its reason, where that made it wait. */
const char *letter_that_waits(struct arena *a, const struct letter_intent *l);

/* Whether all the conditions hold; *why is the text of the first that does not. */
bool conds_hold(const struct state *s, const struct kase *k, const struct cond *conds, size_t count,
                instant now, const char **why);

#endif
