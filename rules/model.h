/* SPDX-License-Identifier: GPL-2.0-or-later */
/* model.h - a programme's rules as the program holds them.
 *
 * rules_load (load.h) makes a struct programme out of rules.yaml; nothing
 * changes it afterwards. The steps of a rule, blocks included, stand in one
 * array; a step names its successors by their place in it. docs/rules.md says
 * what each word means to an admin.
 */
#ifndef RULES_MODEL_H
#define RULES_MODEL_H

#include "base/civil.h"
#include "base/diag.h"

/* ---- when ---------------------------------------------------------- */

enum schedule_unit { EVERY_DAY, EVERY_WEEK, EVERY_MONTH };

struct schedule {
    enum schedule_unit unit;
    int interval;       /* every 2 months: 2 */
    const char *rrule;  /* RFC 5545, dates only: "FREQ=MONTHLY;BYDAY=3WE" */
    const char *words;  /* as written: "every month, on third wednesday, at 14:30" */
    struct date anchor; /* where counting begins: no occurrence before it */
    int minute;         /* of the day, in the programme's zone */
    bool several;       /* more than one a unit ("on: [monday, thursday]"): the key is the date */
    struct date *except;
    size_t except_count;
};

enum trigger_kind {
    TRIGGER_SCHEDULE,
    TRIGGER_JOINED,
    TRIGGER_LEFT,
    TRIGGER_MATCHED,
    TRIGGER_UNMATCHED,
    TRIGGER_MARKED, /* name: the status */
    TRIGGER_BACK,
    TRIGGER_UNDELIVERABLE,
    TRIGGER_SAID,    /* name: the command; by: who may say it. One that names nobody is about all
                        the people of the rule's role for whom the sender is responsible */
    TRIGGER_STARTED, /* only by another rule's start step */
    TRIGGER_BEFORE,  /* name: a meeting; days before it, at minute */
    TRIGGER_AFTER,   /* ... after it */
    TRIGGER_SINCE,   /* every so many days or months from a date of the subject's own, at minute;
                        name: the kind of link whose beginning it is ("match", "responsible"), or
                        "joined": since they have the rule's role. It stands alone */
};

struct trigger {
    enum trigger_kind kind;
    struct pos pos;
    struct schedule schedule;
    const char *name;
    const char **by; /* NULL-ended roles */
    int days;
    int months; /* of TRIGGER_SINCE, instead of days */
    int minute; /* of the day; -1: that of the meeting */
};

/* ---- meetings ------------------------------------------------------ */

enum subject_kind { FOR_ROLE, FOR_MATCH, FOR_PROGRAMME };

/* One that comes round by a schedule, or whose date a step `plan` sets, for the
 * whole programme or for each person or pair that the step's case is about. */
struct meeting {
    const char *name, *title;
    const char *place; /* "" where it is not said */
    struct pos pos;
    enum subject_kind subject; /* whose it is: of one that is planned */
    const char *role;          /* of FOR_ROLE */
    struct schedule *times;    /* none: planned; one: it comes round; several: `plan` chooses */
    const char **times_words;  /* "second Tuesday at 10:00": what is chosen */
    size_t times_count;
    int minute; /* of the day, of one that is planned without a time */
    int lasts;  /* minutes */
};

/* ---- whom ---------------------------------------------------------- */

enum audience_kind {
    TO_SUBJECT,     /* whom the case is about */
    TO_ROLE,        /* who of this role is linked to the subject, else who holds it */
    TO_RESPONSIBLE, /* who is responsible for the subject now, of whatever role */
    TO_ALL,         /* everybody active of this role */
};

struct audience {
    enum audience_kind kind;
    struct pos pos;
    const char *role; /* of TO_ROLE and TO_ALL */
    const char *via;  /* "mentor's coordinator": via mentor; else NULL */
    bool matched;     /* "all matched mentees" */
};

/* ---- if ------------------------------------------------------------ */

enum cond_kind {
    COND_RESPONSIBLE_IS, /* responsible is ROLE: the responsible person holds it */
    COND_ROLE_FIELD_IS,  /* ROLE.FIELD is VALUE: status, language, zone */
    COND_ANSWER_IS,      /* answer NAME is VALUE: a field of an earlier ask, or the id of one that
                            has answers; VALUE "given": any */
    COND_RULE_WITHIN,    /* RULE within N days: a case of that rule began */
    COND_HAS,            /* has ROLE: somebody of that role is linked */
    COND_PLANNED,        /* planned MEETING: it has a date that is still to come */
};

struct cond {
    enum cond_kind kind;
    bool negated;
    struct pos pos;
    const char *name, *field, *value;
    int days;
    const char *text; /* as written, for explain */
};

/* ---- steps --------------------------------------------------------- */

enum verb {
    VERB_ASSIGN,
    VERB_REASSIGN,
    VERB_ENROL,
    VERB_REMOVE,
    VERB_MATCH,
    VERB_UNMATCH,
    VERB_SEND,
    VERB_INVITE,
    VERB_ATTEMPT,
    VERB_ASK,
    VERB_POLL,
    VERB_PLAN,
    VERB_WAIT,
    VERB_MARK,
    VERB_REPORT,
    VERB_START,
    VERB_NOTE,
    VERB_END,
};

#define STEP_END     SIZE_MAX
#define BRANCH_REPLY "reply"

struct branch {
    const char *answer; /* "not reached" */
    size_t target;      /* step, or STEP_END */
    struct pos pos;
};

/* A typed field of an ask. The types are those of words/commands.h by name:
 * "text", "url", "date", "time", "number", "yes/no", "table", "roster". */
struct ask_field {
    const char *name;
    const char *type;
    const char *title;
    bool optional;
};

/* What to look for in a table that comes as an attachment (survey results). */
struct table_flag {
    const char *column;
    const char **values; /* NULL-ended; a row whose cell is one of these is flagged */
};

enum poll_decision {
    POLL_MOST,     /* the most votes; the first of equals */
    POLL_MAJORITY, /* more than half of those who voted */
    POLL_ALL,      /* all who voted */
};

struct step {
    const char *id;   /* given, or verb-letter; stable under edits */
    const char **was; /* NULL-ended former ids, of its own or of steps it stands in for; or NULL */
    struct pos pos, was_pos;
    enum verb verb;
    const char *letter; /* send, invite, attempt, ask, poll, report: letters/LETTER.md */
    const char *title;  /* what that letter says of itself; NULL: nothing that is always the same */
    const char *role;   /* assign, reassign, enrol, remove */
    const char *name; /* mark: status; start: rule; report: which; assign: "fewest"; plan: meeting;
                         poll: under which its result is kept */
    struct audience *to; /* recipients; of assign, reassign, mark, start ("for: mentee"): for whom
                            it is done. Never empty but for wait, note, end */
    size_t to_count;
    const char *as; /* role under whose name it goes out; NULL: who is responsible */
    const char
        *deputy; /* ask: the role that is asked when nobody answers or who is asked is away */
    const char *meeting; /* that the letter speaks of; NULL: that of the trigger */
    const char *on, *at; /* plan: the answers that say the date (or the time chosen) and the hour */
    const char **options;      /* poll: what can be chosen, NULL-ended */
    enum poll_decision decide; /* poll: what an option needs to be the result */
    const char *gather;        /* the rule whose answers the letter lists */
    const char
        *gather_since; /* ... since that rule began last for the subject; NULL: gather_days */
    int gather_days;
    int wait_days;    /* attempt, ask, poll, wait; 0: none */
    int remind_days;  /* ask: a reminder after so many days; 0: none */
    int hold_days;    /* announced so many days ahead */
    bool at_once;     /* letters: does not wait though another letter went that day */
    bool until_reply; /* reassign: back again when the subject is heard */
    bool flagged;     /* start: once for each flagged person who has the started rule's role */
    struct audience *tell;
    size_t tell_count;
    const char *with; /* the letter for tell */
    struct cond *conds;
    size_t conds_count;
    struct ask_field *fields;
    size_t fields_count;
    struct table_flag *flags;
    size_t flags_count;
    struct branch *branches; /* of ask, by answer; of attempt: BRANCH_REPLY where `answered:` is
                                given. Without it a reply ends the case */
    size_t branches_count;
    size_t expired;         /* of ask, poll: where to go when nobody answers */
    struct pos expired_pos; /* line 0 where it is not said */
    size_t next;      /* of attempt: when nobody answers; of ask: when every field is answered */
    const char *note; /* for the contact form, or NULL */
};

/* ---- rules --------------------------------------------------------- */

/* A step or a rule that is there no more, and where those go on who stand there. */
struct gone {
    const char *name;
    struct pos pos;
    size_t target; /* a step, or STEP_END; of a rule STEP_END */
};

enum overlap { OVERLAP_SKIP, OVERLAP_REPLACE, OVERLAP_QUEUE };
enum late { LATE_SEND, LATE_SKIP, LATE_ASK };

struct rule {
    const char *name;
    struct pos pos;
    const char *was; /* its former name, or NULL */
    struct pos was_pos;
    struct trigger *triggers;
    size_t triggers_count;
    enum subject_kind subject;
    const char *role; /* of FOR_ROLE */
    struct cond *conds;
    size_t conds_count;
    struct step *steps;
    size_t steps_count;
    bool until_reply;           /* a human answer of ... ends the case */
    const char *until_role;     /* ... this role; NULL: the subject */
    const char **until_marked;  /* NULL-ended statuses that end it */
    const char **until_planned; /* NULL-ended meetings whose being planned ends it */
    const char **until_after;   /* NULL-ended meetings that end it by taking place */
    enum overlap overlap;
    enum late late;
    int late_days; /* longest lateness at which it still goes */
    int max_per_run;
    struct gone *gone; /* steps */
    size_t gone_count;
};

struct link_rule {
    const char *kind;      /* "responsible", "match", "answers_to" */
    const char *from, *to; /* roles: responsible goes from mentor to coordinator, answers_to from
                              member to director */
    const char *via; /* "mentee: mentor's coordinator": without a link of their own, that of the
                        mentor they are matched with; else NULL */
};

struct sending_hours {
    unsigned days; /* bit 1 << (weekday - 1) */
    int from, to;  /* minutes of the day, in the recipient's zone */
};

struct programme {
    const char *name, *title;
    const char *version; /* hash of rules.yaml and letters; goes with every event */
    const struct zone *zone;
    struct sending_hours hours;
    bool one_letter_a_day; /* to a person, where it can wait */
    const char **roles;    /* NULL-ended */
    struct link_rule *links;
    size_t links_count;
    const char **roster_from;     /* NULL-ended roles whose lists of people are taken; or NULL */
    const char **urgent;          /* NULL-ended phrases; "/.../" is a pattern */
    struct pos *urgent_at;        /* of each */
    const char *urgent_role;      /* the deputy's role, told besides who is responsible */
    const char **suggest_phrases; /* pairs phrase, command; NULL-ended; "/.../" is a pattern */
    struct pos *suggest_at;       /* of each phrase */
    size_t suggest_count;
    struct meeting *meetings;
    size_t meetings_count;
    struct rule *rules;
    size_t rules_count;
    struct gone *gone; /* rules */
    size_t gone_count;
};

const struct rule *programme_rule(const struct programme *p, const char *name);
bool programme_has_role(const struct programme *p, const char *role);
/* Which two roles are matched with each other; NULL: none are. */
const struct link_rule *programme_match(const struct programme *p);
/* A role that no link leads to or from: whoever holds it is meant, of whomever a case is. */
bool role_is_office(const struct programme *p, const char *role);
const struct meeting *programme_meeting(const struct programme *p, const char *name);
/* The step with that id, or with was: id; NULL where neither is. */
const struct step *rule_step(const struct rule *r, const char *id);
/* Whether the rules say that the step had that id once, or stands in for one that had. */
bool step_was(const struct step *s, const char *id);
/* What the rules say of a step (a rule) that is there no more; NULL: nothing. */
const struct gone *rule_gone(const struct rule *r, const char *step);
const struct gone *programme_gone(const struct programme *p, const char *rule);
const char *verb_name(enum verb v);

#endif
