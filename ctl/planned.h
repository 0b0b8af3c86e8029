/* SPDX-License-Identifier: GPL-2.0-or-later */
/* planned.h - what rules would do until a date, if nobody answered: letters, and cases that
 * begin and end. A copy of the live store is played, never the store itself. */
#ifndef CTL_PLANNED_H
#define CTL_PLANNED_H

#include "ctl/ctl.h"
#include "engine/simulate.h"

/* What would come to pass at an instant. */
enum planned_kind {
    PLANNED_LETTER,
    PLANNED_BEGINS, /* a case */
    PLANNED_STEP,   /* a case that runs goes to another step, because of the edit */
    PLANNED_ENDS,   /* a case that runs */
};

struct planned {
    enum planned_kind kind;
    instant at;
    int64_t id; /* of the letter or the event, in the copy */
    const char *programme;
    const char *rule, *occurrence, *step; /* of its case; NULL: of none */
    int64_t subject, other;               /* whom the case is about */
    int64_t case_id;
    const char *why;
    /* of a letter */
    int64_t to, as, about;
    const char *letter, *letter_kind, *address, *subject_line, *text;
    const struct rules_file *source; /* as written; NULL: unknown */
};

struct plan {
    struct ctl *c;
    const char *programme; /* only this one; NULL: all */
    instant until;
    bool with_cases;    /* cases too */
    const char *paused; /* a programme that is, or NULL */
    struct simulation sim;
    struct planned *items; /* in the order of time */
    size_t count, cap;
};

/* Plays the shelf, which becomes its own, on a copy of `from`; with `adopt` it comes into force
 * there first. CTL_OK, or what to exit with. The items stay valid in the arena of the ctl. */
int plan_play(struct plan *p, struct store *from, struct shelf *shelf, bool adopt);

/* In words: "Ana Ruiz", "the admin"; in whose name; "" where it is about nobody else. */
const char *planned_to(const struct plan *p, const struct planned *l);
const char *planned_as(const struct plan *p, const struct planned *l);
const char *planned_about(const struct plan *p, const struct planned *l);

/* plan_ics.c: a calendar with an event a letter, on standard output. */
void plan_show_calendar(const struct plan *p);

/* plan_diff.c: what the edited files change against what runs. An enum ctl_exit: CTL_OK where
 * nothing differs, CTL_NO where something does. */
int plan_diff(struct plan *p, const struct ctl_args *args);

#endif
