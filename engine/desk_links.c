/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_links.c - commands that change who is with whom: a hand-over, all of
 * somebody's people at once, matches. */
#include "engine/desk_order.h"

#include "reports/unmatched.h"

#include <stdio.h>
#include <string.h>

#define MOVE_ASKS_FROM 11 /* so many people are moved only after a yes */
#define MOST_LISTED    40 /* names in a letter */

/* ---- one person ----------------------------------------------------------------- */

static int link_responsible(struct order *o, int64_t person, int64_t who)
{
    struct event ev = order_event(o, EVENT_LINKED);

    ev.name = "responsible";
    ev.person = person;
    ev.other = who;
    ev.letter = o->k->m->letter.id;
    return order_perform(o, &ev);
}

/* "@1 handed over @5, @6 and 12 more" */
static const char *who_moved(const struct order *o, const int64_t *ids, size_t count)
{
    struct arena *a = o->k->e->mail;
    const char *text = arena_printf(a, "@%lld handed over", (long long)o->k->m->sender);

    for (size_t i = 0; i < count && i < MOST_LISTED; i++)
        text = arena_printf(a, "%s%s @%lld", text, i ? "," : "", (long long)ids[i]);
    return count > MOST_LISTED ? arena_printf(a, "%s and %zu more", text, count - MOST_LISTED)
                               : text;
}

/* Whoever gives and whoever takes are told, but not the one who ordered it. */
static int tell_of_move(struct order *o, const int64_t *ids, size_t count, int64_t from, int64_t to)
{
    struct engine *e = o->k->e;
    const int64_t who[] = {from, to};

    for (size_t i = 0; i < 2; i++) {
        struct letter_intent l = {.kind = LETTER_TELL,
                                  .letter = "handed-over",
                                  .to = who[i],
                                  .about = count == 1 ? ids[0] : 0,
                                  .not_before = e->now,
                                  .reason = who_moved(o, ids, count)};
        if (!who[i] || who[i] == o->k->m->sender)
            continue;
        if (engine_write_apart(e, &l) < 0)
            return -1;
    }
    return 0;
}

/* 1; 0: done says why not; -1. */
static int can_take_over(struct order *o, int64_t who)
{
    const struct state *s = engine_look(o->k->e, who, 0);

    if (!s)
        return -1;
    if (desk_serves(s, who))
        return 1;
    o->done = arena_printf(o->k->e->mail,
                           desk_can_take_over(s, who)
                               ? "%s has left; nothing was done"
                               : "%s is not one of those who can take somebody over",
                           desk_name_of(o->k, who));
    return 0;
}

/* 1: *who can take somebody over; 0: done says why not; -1. */
static int find_taker(struct order *o, const struct state *s, int64_t *who)
{
    int rc = order_other(o, o->c->other, desk_takers(o->k, s), who);

    return rc > 0 ? can_take_over(o, *who) : rc;
}

int run_reassign(struct order *o)
{
    const struct state *s = order_state(o);
    int64_t who, before = s ? person_responsible(s, o->person) : 0;
    int rc = s ? find_taker(o, s, &who) : -1;

    if (rc <= 0)
        return rc;
    if (before == who) {
        o->done = arena_printf(o->k->e->mail, "%s is with %s already",
                               desk_name_of(o->k, o->person), desk_name_of(o->k, who));
        return 0;
    }
    o->done = arena_printf(
        o->k->e->mail, "%s is with %s now; what %s writes from now on goes there",
        desk_name_of(o->k, o->person), desk_name_of(o->k, who), desk_name_of(o->k, o->person));
    if (link_responsible(o, o->person, who) < 0)
        return -1;
    return tell_of_move(o, &o->person, 1, before, who);
}

/* ---- all of somebody's people ----------------------------------------------------- */

/* Whom `from` has a link of their own to: others follow their match. */
static int own_links(struct order *o, int64_t from, struct people_list *out)
{
    const struct state *s = engine_look(o->k->e, from, 0);
    size_t i = 0;
    int64_t id;

    if (!s)
        return -1;
    while ((id = state_linked(s, "responsible", from, true, &i)))
        people_list_add(o->k->e->mail, out, id);
    return 0;
}

static int ask_for_yes(struct order *o, int64_t from, int64_t to, size_t count)
{
    struct desk *k = o->k;

    k->confirm[0] = from;
    k->confirm[1] = to;
    o->done = arena_printf(k->e->mail,
                           "not done yet: these are %zu people of %s. Answer this letter with "
                           "\"yes\", and they are with %s",
                           count, desk_name_of(k, from), desk_name_of(k, to));
    return 0;
}

static int move_each(struct order *o, const struct people_list *people, int64_t to)
{
    struct desk *k = o->k;

    for (size_t i = 0; i < people->count; i++) {
        if (link_responsible(o, people->ids[i], to) < 0)
            return -1;
        if (i < MOST_LISTED)
            desk_line(k, desk_name_of(k, people->ids[i]), "moved");
    }
    if (people->count > MOST_LISTED)
        desk_line(k, arena_printf(k->e->mail, "and %zu more", people->count - MOST_LISTED),
                  "moved");
    return 0;
}

/* Several moves of one message are told each. */
static int tell_of_all(struct order *o, const struct people_list *people, int64_t from, int64_t to)
{
    struct engine *e = o->k->e;
    const char *origin = e->occasion.origin;

    e->occasion.origin = arena_printf(e->mail, "%s/of/%lld", origin, (long long)from);
    int rc = tell_of_move(o, people->ids, people->count, from, to);
    e->occasion.origin = origin;
    return rc;
}

static int move_all(struct order *o, int64_t from, int64_t to, bool sure)
{
    struct desk *k = o->k;
    struct people_list people = {0};

    if (own_links(o, from, &people) < 0)
        return -1;
    if (people.count >= MOVE_ASKS_FROM && !sure)
        return ask_for_yes(o, from, to, people.count);
    if (move_each(o, &people, to) < 0)
        return -1;
    o->done = people.count
                  ? arena_printf(k->e->mail, "%zu of %s's people are with %s now", people.count,
                                 desk_name_of(k, from), desk_name_of(k, to))
                  : arena_printf(k->e->mail, "%s looks after nobody", desk_name_of(k, from));
    return people.count ? tell_of_all(o, &people, from, to) : 0;
}

/* Her own people, or somebody else's where she holds an office. */
static int move_from(struct order *o, int64_t *from)
{
    int rc = 1;

    *from = o->k->m->sender;
    if (o->c->name[0])
        rc = order_other(o, o->c->name, NULL, from);
    if (rc <= 0 || *from == o->k->m->sender)
        return rc;
    o->person = o->k->m->sender;
    const struct state *s = order_state(o);
    if (s && !desk_holds_office(s, o->k->m->sender)) {
        o->done = arena_printf(o->k->e->mail, "%s's people are not yours to move",
                               desk_name_of(o->k, *from));
        return 0;
    }
    return s ? 1 : -1;
}

int run_move_all(struct order *o)
{
    int64_t from, to;
    int rc = move_from(o, &from);

    if (rc <= 0)
        return rc;
    o->person = from;
    const struct state *s = order_state(o);
    if ((rc = s ? find_taker(o, s, &to) : -1) <= 0)
        return rc;
    if (from == to) {
        o->done = "they are there already";
        return 0;
    }
    return move_all(o, from, to, false);
}

struct earlier_yes {
    int64_t letter;
    bool found;
};

static int find_yes(void *ctx, const struct event *ev)
{
    struct earlier_yes *y = ctx;

    y->found = ev->letter == y->letter;
    return y->found;
}

/* Whether an answer to this very letter moved them already: who came since is not meant by it. */
static int was_confirmed(struct desk *k, int64_t to, bool *out)
{
    static const int kinds[] = {EVENT_LINKED, -1};
    const struct event_filter f = {.kinds = kinds, .person = to};
    struct earlier_yes y = {.letter = k->m->letter.id};
    int rc = store_walk_events(k->e->store, k->e->mail, &f, find_yes, &y);

    *out = y.found;
    return rc;
}

int desk_confirmed(struct desk *k)
{
    const struct command none = {.name = "", .other = "", .note = "", .line = "yes"};
    struct order o = {.k = k, .c = &none, .person = k->m->sender};
    int64_t from = store_letter_line(k->e->store, k->m->letter.id, 1);
    int64_t to = store_letter_line(k->e->store, k->m->letter.id, 2);
    const struct state *s = order_state(&o);
    bool before;
    int rc = from < 0 || to < 0 || !s || was_confirmed(k, to, &before) < 0 ? -1 : 0;

    if (rc < 0)
        return -1;
    if (!from || !to || (from != k->m->sender && !desk_holds_office(s, k->m->sender)))
        o.done = "there is nothing to agree to here";
    else if (before)
        o.done = "that was done already, and who came since stays; say \"move all\" once more for "
                 "them";
    else if ((rc = can_take_over(&o, to)) > 0)
        rc = move_all(&o, from, to, true);
    desk_line(k, "yes", o.done);
    return rc;
}

/* ---- matches --------------------------------------------------------------------- */

static size_t matches_of(const struct state *s, int64_t person, bool reverse, int64_t *ids,
                         size_t max)
{
    size_t i = 0, n = 0;
    int64_t id;

    while (n < max && (id = state_linked(s, "match", person, reverse, &i)))
        ids[n++] = id;
    return n;
}

/* The match that the command names; where it names nobody, the only one. 1; 0 and done; -1. */
static int choose_match(struct order *o, const int64_t *ids, size_t n, int64_t *out)
{
    struct people_list among = {(int64_t *)ids, n, n};
    int rc = 0;

    if (o->c->other[0] && (rc = order_other(o, o->c->other, &among, out)) <= 0)
        return rc;
    for (size_t i = 0; i < n; i++)
        if (rc ? ids[i] == *out : n == 1) {
            *out = ids[i];
            return 1;
        }
    o->done = rc  ? arena_printf(o->k->e->mail, "%s and %s are not matched; nothing was done",
                                 desk_name_of(o->k, o->person), desk_name_of(o->k, *out))
              : n ? "there is more than one match: say which, with the name"
                  : "there is no match to speak of";
    return 0;
}

/* The pair that a command is about; false, and asked back, where it is not clear. */
bool find_pair(struct order *o, int64_t *mentor, int64_t *mentee)
{
    const struct state *s = order_state(o);
    int64_t ids[16], match;
    size_t n = s ? matches_of(s, o->person, false, ids, 16) : 0;
    bool is_mentor = n > 0;

    if (s && !is_mentor)
        n = matches_of(s, o->person, true, ids, 16);
    if (!s || choose_match(o, ids, n, &match) <= 0)
        return false;
    *mentor = is_mentor ? o->person : match;
    *mentee = is_mentor ? match : o->person;
    return true;
}

/* Puts the two in the order of the programme's match: a mentor first. */
static bool put_in_order(const struct state *s, const struct link_rule *m, int64_t *a, int64_t *b)
{
    if (state_has_role(s, *a, m->from) && state_has_role(s, *b, m->to))
        return true;
    int64_t swapped = *a;
    *a = *b;
    *b = swapped;
    return state_has_role(s, *a, m->from) && state_has_role(s, *b, m->to);
}

static bool are_matched(const struct state *s, int64_t mentor, int64_t mentee)
{
    size_t i = 0;
    int64_t id;

    while ((id = state_linked(s, "match", mentor, false, &i)))
        if (id == mentee)
            return true;
    return false;
}

/* 1 where the two can be matched; 0 and done; -1. */
static int check_match(struct order *o, int64_t *mentor, int64_t *mentee)
{
    struct engine *e = o->k->e;
    const struct link_rule *m = programme_match(e->programme->rules);

    const struct state *s = engine_look(e, *mentor, *mentee);
    if (!s)
        return -1;
    if (!m || !put_in_order(s, m, mentor, mentee)) {
        o->done = m ? arena_printf(e->mail, "a match needs a %s and a %s; nothing was done",
                                   m->from, m->to)
                    : "this programme has no matches";
        return 0;
    }
    if (are_matched(s, *mentor, *mentee)) {
        o->done = arena_printf(e->mail, "%s and %s are matched already",
                               desk_name_of(o->k, *mentor), desk_name_of(o->k, *mentee));
        return 0;
    }
    return 1;
}

int run_match(struct order *o)
{
    struct event ev = order_event(o, EVENT_LINKED);
    int rc = order_other(o, o->c->other, desk_own_people(o->k), &ev.other);

    if (rc > 0)
        rc = check_match(o, &ev.person, &ev.other);
    if (rc <= 0)
        return rc;
    ev.name = "match";
    o->done = arena_printf(o->k->e->mail, "%s and %s are matched now",
                           desk_name_of(o->k, ev.person), desk_name_of(o->k, ev.other));
    return order_perform(o, &ev);
}

int run_unmatch(struct order *o)
{
    struct event ev = order_event(o, EVENT_UNLINKED);

    ev.name = "match";
    if (!find_pair(o, &ev.person, &ev.other))
        return 0;
    o->done = arena_printf(o->k->e->mail, "%s and %s are no longer matched",
                           desk_name_of(o->k, ev.person), desk_name_of(o->k, ev.other));
    return order_perform(o, &ev);
}

/* ---- who has no match -------------------------------------------------------------- */

/* "Dan Reed, Eve Moss" */
static void list_role(struct order *o, const struct unmatched *u)
{
    const char *names = "nobody";

    for (size_t i = 0; i < u->names_count; i++)
        names = i ? arena_printf(o->k->e->mail, "%s, %s", names, u->names[i]) : u->names[i];
    desk_line(o->k, arena_printf(o->k->e->mail, "%ss without a match (%zu)", u->role, u->count),
              names);
}

int run_unmatched(struct order *o)
{
    struct engine *e = o->k->e;
    struct unmatched sides[2];
    int rc = unmatched_build(e->store, e->mail, e->programme->rules, sides);

    o->done = "this programme has no matches";
    if (rc <= 0)
        return rc;
    list_role(o, &sides[0]);
    list_role(o, &sides[1]);
    o->done = sides[0].count && sides[1].count
                  ? "to match two of them, write \"match NAME with NAME\""
                  : "there is nobody to match with";
    return 0;
}
