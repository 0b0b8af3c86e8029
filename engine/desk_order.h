/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_order.h - inside the desk: one command with the person it is about. */
#ifndef ENGINE_DESK_ORDER_H
#define ENGINE_DESK_ORDER_H

#include "engine/desk.h"

#define NO_SUCH_LINE "the letter that you answer has no such line; nothing was done"

struct order {
    struct desk *k;
    const struct command *c;
    int64_t person;
    const char *done; /* for the transcript; in the message's arena */
};

/* In the message's arena. */
const char *desk_day(struct desk *k, instant t);      /* "Tuesday, 29 December" */
const char *desk_date(struct desk *k, struct date d); /* with the year, of one that is over */

struct event order_event(const struct order *o, enum event_kind kind);
int order_perform(const struct order *o, const struct event *ev);
/* Whether the sender may give an order about its person. 1; 0, and done says why not; -1. */
int order_may(struct order *o);
/* The state round the order's person, until the next event is performed. NULL: the store failed. */
const struct state *order_state(const struct order *o);
/* A second name in the command. 1: *out; 0: it is said in done what is unclear; -1. */
int order_other(struct order *o, const char *written, const struct people_list *likely,
                int64_t *out);

/* One function a command; 0, or -1 where the store failed. */
int run_reassign(struct order *o); /* desk_links.c */
int run_match(struct order *o);
int run_unmatch(struct order *o);
int run_move_all(struct order *o);
int run_unmatched(struct order *o);
bool find_pair(struct order *o, int64_t *mentor, int64_t *mentee);
int run_why(struct order *o);  /* desk_why.c */
int run_team(struct order *o); /* desk_team.c */
int run_undo(struct order *o); /* desk_undo.c */

/* What comes next for somebody and when, "" where nothing does (desk_why.c). */
const char *desk_next_words(struct desk *k, const struct state *s, int64_t person);
/* Which rule comes round first for somebody: "; check-in comes round on ...", or "". */
const char *desk_round_words(struct desk *k, const struct state *s, int64_t person);

#endif
