/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_help.c - what this very person can write, with names that she knows. */
#include "engine/desk_order.h"

#include <string.h>

#define MOST_ORDERS 24

struct help {
    struct desk *k;
    struct transcript_line *orders;
    size_t count;
};

static void add(struct help *h, const char *line, const char *does)
{
    if (h->count < MOST_ORDERS)
        h->orders[h->count++] = (struct transcript_line){line, does};
}

/* One of her people for the examples: by first name where that is enough. */
static const char *example(struct desk *k, const struct people_list *own)
{
    const char *name = own->count ? desk_name_of(k, own->ids[0]) : "NAME";
    const char *first = arena_strndup(k->e->mail, name, strcspn(name, " "));
    struct name_found found;

    if (!own->count || desk_find_name(k, first, own, &found) < 0)
        return "NAME";
    return found.match == NAME_ONE ? first : name;
}

/* Somebody else who could take people over, for the example. */
static const char *another_taker(struct help *h, const struct state *s)
{
    const struct people_list *takers = desk_takers(h->k, s);

    for (size_t i = 0; i < takers->count; i++)
        if (takers->ids[i] != h->k->m->sender)
            return desk_name_of(h->k, takers->ids[i]);
    return "NAME";
}

static void add_own(struct help *h, const char *who, const char *other)
{
    struct arena *a = h->k->e->mail;
    struct date day = date_add(h->k->writer.today, -2);

    add(h,
        arena_printf(a, "%s reached %d %.3s by phone: doing well", who, day.day,
                     month_name(day.month)),
        "notes a contact on the form; no more letters are needed");
    add(h, arena_printf(a, "%s tried %d %.3s by phone", who, day.day, month_name(day.month)),
        "notes an attempt on the form; what runs goes on");
    add(h, arena_printf(a, "%s snooze 7 days", who), "what comes next comes a week later");
    add(h, arena_printf(a, "%s stop", who), "no more letters of what runs now");
    add(h, arena_printf(a, "%s reassign to %s", who, other), "somebody else looks after them");
    add(h, arena_printf(a, "%s why", who), "tells what is waited for, and what comes next");
    if (programme_match(h->k->e->programme->rules))
        add(h, arena_printf(a, "%s team", who), "asks the match whether they want a common thread");
    add(h, "1, 3 ok", "in answer to a digest: that is fine; \"all ok\" for everybody");
    add(h, "undo", "calls off what was announced");
}

static void add_office(struct help *h, const char *other)
{
    if (programme_match(h->k->e->programme->rules)) {
        add(h, "unmatched", "lists who has no match");
        add(h, "match NAME with NAME", "makes a match; \"unmatch NAME and NAME\" ends one");
    }
    add(h, arena_printf(h->k->e->mail, "move all from NAME to %s", other),
        "all people of somebody who leaves, in one step");
}

/* Whether a step asks one of somebody's roles for a yes or a no. */
static bool asks_for_yes(const struct state *s, int64_t who, const struct step *step)
{
    bool asked = step->deputy && state_has_role(s, who, step->deputy);
    bool yes = false;

    for (size_t i = 0; i < step->to_count; i++)
        asked |= step->to[i].kind == TO_ROLE && state_has_role(s, who, step->to[i].role);
    for (size_t i = 0; i < step->branches_count; i++)
        yes |= !strcmp(step->branches[i].answer, "yes");
    return step->verb == VERB_ASK && asked && yes;
}

/* What a director may do: decide what she is asked. */
static void add_decisions(struct help *h, const struct state *s)
{
    const struct programme *p = h->k->e->programme->rules;

    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].steps_count; j++) {
            if (!asks_for_yes(s, h->k->m->sender, &p->rules[i].steps[j]))
                continue;
            add(h, "yes", "in answer to a question: you agree");
            add(h, "no, because ...", "you do not; your reason is kept with it");
            return;
        }
}

static bool may_say(const struct state *s, int64_t who, const struct trigger *t)
{
    for (const char **role = t->by; role && *role; role++)
        if (state_has_role(s, who, *role))
            return true;
    return false;
}

/* When to say the two orders that most programmes know; "" of the others. */
static const char *occasion_of(const char *said)
{
    return !strcmp(said, "follow-up")       ? "there is a difficulty: "
           : !strcmp(said, "mentee-silent") ? "the mentee does not answer: "
                                            : "";
}

/* The programme's own words; who is NULL for a member, who says them about herself. */
static void add_said(struct help *h, const struct state *s, const char *who)
{
    const struct programme *p = h->k->e->programme->rules;
    struct arena *a = h->k->e->mail;

    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].triggers_count; j++) {
            const struct trigger *t = &p->rules[i].triggers[j];
            bool known = who && t->kind == TRIGGER_SAID &&
                         (!strcmp(t->name, "follow-up") || !strcmp(t->name, "mentee-silent"));
            if (t->kind == TRIGGER_SAID && may_say(s, h->k->m->sender, t))
                add(h, known ? arena_printf(a, "%s %s", who, t->name) : t->name,
                    arena_printf(a, "%sbegins %s", occasion_of(t->name), p->rules[i].name));
        }
}

/* The person to write to where I am no help: whom she answers to, else an office. */
static const char *helper(struct desk *k, const struct state *s)
{
    size_t at = 0;
    int64_t who = state_linked(s, "answers_to", k->m->sender, false, &at);

    for (size_t i = 0; !who && i < s->people_count; i++)
        if (s->people[i].id != k->m->sender && desk_holds_office(s, s->people[i].id))
            who = s->people[i].id;
    return who ? desk_name_of(k, who) : NULL;
}

static void add_member(struct help *h)
{
    add(h, "stop", "alone and first: no more letters to you");
    add(h, "start", "brings them back");
}

int desk_list_orders(struct desk *k)
{
    struct help h = {.k = k, .orders = arena_array(k->e->mail, MOST_ORDERS, sizeof *h.orders)};
    const struct people_list *own = desk_own_people(k);
    const struct command none = {.name = ""};
    struct order self = {.k = k, .c = &none, .person = k->m->sender};
    const struct state *s = own ? order_state(&self) : NULL;

    if (!s)
        return -1;
    bool office = desk_holds_office(s, k->m->sender);
    const char *other = another_taker(&h, s);
    const char *who = example(k, own);
    add_decisions(&h, s);
    if (own->count || desk_can_take_over(s, k->m->sender))
        add_own(&h, who, other);
    add_said(&h, s, desk_serves(s, k->m->sender) ? who : NULL);
    if (person_responsible(s, k->m->sender))
        add_member(&h);
    if (office)
        add_office(&h, other);
    k->e->occasion.helper = helper(k, s);
    k->e->occasion.orders = h.orders;
    k->e->occasion.orders_count = h.count;
    return 0;
}
