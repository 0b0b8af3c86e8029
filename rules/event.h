/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event.h - what happened, as one flat record.
 *
 * Events are the log and the only way that state changes: apply() reads
 * nothing else. People stand in them as ids; text that people wrote stands in
 * rows of its own (text), which can be erased while the log stays. In reasons
 * a person is @ID, which the one who shows it turns into a name.
 *
 * Columns that a kind doesn't name are 0 or NULL. "why" is always reason.
 */
#ifndef RULES_EVENT_H
#define RULES_EVENT_H

#include "base/civil.h"

/*  kind             stored name         what it uses, beyond why */
#define EVENT_KINDS(X)                                                                              \
    /* people and links, by import or command */                                                    \
    X(PERSON_ADDED, "person-added")     /* person; silent (value "silent"): triggers nothing */     \
    X(PERSON_CHANGED, "person-changed") /* person; name: which field */                             \
    X(ROLE_GIVEN, "role-given") /* person, name: role; value "silent": enrolled silently */         \
    X(ROLE_TAKEN, "role-taken") /* person, name: role */                                            \
    X(LINKED, "linked")         /* name: link kind; person -> other; value "reply": until a reply,  \
                                   when it goes back to whoever had it before */                    \
    X(UNLINKED, "unlinked")     /* name: link kind; person -> other */                              \
    X(MARKED, "marked")         /* person, value: status; until: of "away", the first day back */   \
    /* triggers */                                                                                  \
    X(TRIGGERED, "triggered") /* transient: rule, occurrence, person, other; may start a case */    \
    X(CAME_ROUND,                                                                                   \
      "came-round") /* transient: rule, occurrence; person, other: whose date it was */             \
    X(SAID, "said") /* transient: name: command; occurrence; person, other: about whom (0:          \
                       all whom the speaker is responsible for); by */                              \
    X(DUE, "due")   /* transient: case; its due instant has come */                                 \
    X(RULES_CHANGED, "rules-changed") /* transient: case; the rules have no such step any more */   \
    X(RULE_RENAMED, "rule-renamed")   /* rule; name: what it was called before */                   \
    X(SKIPPED, "skipped")             /* rule, occurrence, person, other: no case began; or step,   \
                                         name: of the letter that can't be written */               \
    X(BATCH_HELD, "batch-held")       /* rule, occurrence; until: none; value: how many */          \
    X(BATCH_RELEASED, "batch-released") /* rule, occurrence */                                      \
    X(OCCURRED, "occurred") /* rule, occurrence; until: the instant that it stands for */           \
    X(MODE_SET, "mode-set") /* value: shadow, live, paused */                                       \
    X(MEETING_PLANNED, "meeting-planned") /* name: which; person, other: whose; until: when;        \
                                             value: of several times the one chosen */              \
    /* cases; from CASE_BEGUN to CASE_ENDED what moves one */                                       \
    X(CASE_STARTED, "case-started") /* case, rule, occurrence, person, other */                     \
    X(CASE_QUEUED, "case-queued")   /* as case-started, but the one before still runs */            \
    X(CASE_BEGUN, "case-begun")     /* case: its turn has come */                                   \
    X(STEP_ENTERED, "step-entered") /* case, step */                                                \
    X(WAIT_SET, "wait-set")         /* case, step; until: the deadline; value "away": begun again   \
                                       because of an absence */                                     \
    X(STEP_DONE, "step-done")       /* transient: case, step; value: the branch taken, or NULL */   \
    X(ALARM_SET, "alarm-set") /* case, step; until: before the deadline; name: remind, hold */      \
    X(REMINDED, "reminded")   /* case, step: the one reminder of an ask */                          \
    X(DEPUTY_ASKED, "deputy-asked") /* case, step; value "at once": with the others, as one of      \
                                       them is away */                                              \
    X(HOLD_ANNOUNCED,                                                                               \
      "hold-announced")             /* case, step: what is announced; until: when it is done */     \
    X(HOLD_UNDONE, "hold-undone")   /* case, step; by */                                            \
    X(SILENCE, "silence")           /* case, step: the wait ended without an answer */              \
    X(STOOD_STILL, "stood-still")   /* case, step; silence can't be concluded yet;                  \
                                       until: looked at again then; 0: when mail is sorted */       \
    X(CASE_STOPPED, "case-stopped") /* case: a person must act first (undeliverable) */             \
    X(CASE_RESUMED, "case-resumed") /* case: the step is done again */                              \
    X(SNOOZED, "snoozed")           /* case; until; by */                                           \
    X(CASE_ENDED, "case-ended")     /* case */                                                      \
    X(NOTED, "noted")               /* case, person; value: the rule's note, or text */             \
    X(ANSWERED, "answered")         /* case, step, name: field (of named answers: the               \
                                       step's id), value or text; by */                             \
    X(VOTED, "voted")               /* case, step; by; value: the numbers chosen, "1 3" */          \
    X(COMING, "coming")             /* case, step; by; name: meeting, occurrence: its date;         \
                                       value: coming, not coming */                                 \
    X(FLAGGED, "flagged")           /* case, person; name: column, text: what the cell says */      \
    /* letters */                                                                                   \
    X(LETTER_QUEUED, "letter-queued")   /* letter, case, step, person: recipient, by: whose name;   \
                                           name: template; until: not before; value: letter kind */ \
    X(LETTER_SENT, "letter-sent")       /* letter, case, step, person: the server took it */        \
    X(LETTER_FAILED, "letter-failed")   /* letter, case, step, person: the address is refused for   \
                                           good */                                                  \
    X(LETTER_REFUSED, "letter-refused") /* the same: the letter, or who sends it */                 \
    X(LETTER_UNCERTAIN, "letter-uncertain") /* letter, case, step, person */                        \
    X(LETTER_SETTLED, "letter-settled") /* the same: in doubt no more, its case awaits it again */  \
    X(LETTER_DROPPED, "letter-dropped") /* letter, case, step, person: never sent, on purpose */    \
    /* contact */                                                                                   \
    X(HEARD, "heard") /* person; letter answered or 0; value: human, answer (to a question, and     \
                         nothing besides), away, auto, bounce (dead address), bounce-soft (this     \
                         letter; name: how many lately), bounce-policy (our fault), delayed,        \
                         refusal; until: first day back of away; text; inbox */                     \
    X(CONTACT_ATTEMPTED, "contact-attempted") /* person; by; letter, case, step */                  \
    X(CONTACT_MADE, "contact-made")           /* person; by: with whom; text; letter; until: the    \
                                                 date when, of a contact reported later */          \
    X(RELAYED, "relayed")                     /* person: whose words, other: to whom; letter */     \
    X(SORTED, "sorted")                       /* inbox, person; by, or 0 while it is asked;         \
                                                 value: what became of it */

enum event_kind {
#define X(id, name) EVENT_##id,
    EVENT_KINDS(X)
#undef X
        EVENT_KIND_COUNT
};

#define DEPUTY_AT_ONCE "at once"

struct event {
    int64_t id; /* of the log; 0 until stored */
    instant at;
    enum event_kind kind;
    const char *programme, *version;
    const char *rule, *occurrence;
    int64_t case_id;
    const char *step;
    int64_t person, other; /* the subject; the second of a pair, or where a link leads */
    int64_t by;            /* who did it: a person; 0: the rules, or an admin */
    int64_t letter, inbox, text;
    instant until;
    const char *name, *value;
    const char *reason;
};

const char *event_kind_name(enum event_kind k);
int event_kind_parse(const char *name, enum event_kind *out); /* 0 or -1 */
bool event_is_transient(enum event_kind k); /* never stored: it only causes others */

/* With strings of its own, in a. */
struct event event_copy(struct arena *a, const struct event *e);

#endif
