/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_likely.c - the order that says what somebody wrote as prose. It is told, never done. */
#include "engine/desk.h"

#include <string.h>

#define FEW_LINES 4 /* a longer text is no order put into words */

/* The one person that a name may mean; 0: none or several. -1: the store. */
static int64_t person_named(struct desk *k, const char *name)
{
    const struct people_list *own = desk_own_people(k);
    struct name_found found;

    if (!own || desk_find_name(k, name, own, &found) < 0)
        return -1;
    return found.match == NAME_ONE ? found.person : 0;
}

/* Who the order is about: whom the words name, else whom the letter is about. */
static int find_whom(struct desk *k, struct command_likely *likely)
{
    int64_t person = 0;

    if (likely->order.number)
        return 0;
    for (size_t i = 0; i < likely->names_count && !person; i++)
        if ((person = person_named(k, likely->names[i])) < 0)
            return -1;
    if (person && person != k->m->sender)
        likely->order.name = desk_name_of(k, person);
    else if (k->numbered || !k->m->letter.about)
        likely->order.name = "NAME";
    return 0;
}

static int find_taker(struct desk *k, struct command *order)
{
    int64_t taker = order->verb == COMMAND_REASSIGN ? person_named(k, order->other) : 0;

    if (taker < 0)
        return -1;
    if (order->verb == COMMAND_REASSIGN)
        order->other = taker ? desk_name_of(k, taker) : "NAME";
    return 0;
}

int desk_likely(struct desk *k, const struct command *c, size_t n)
{
    size_t prose = 0;

    for (size_t i = 0; i < n; i++)
        prose += c[i].verb == COMMAND_NONE;
    for (size_t i = 0; i < n && prose <= FEW_LINES && !k->passes_on; i++) {
        struct command_likely likely;
        if (c[i].verb != COMMAND_NONE || k->trouble[i] || desk_said_name(k, c[i].line) ||
            !command_likely(k->e->mail, c[i].line, k->writer, &likely))
            continue;
        if (find_whom(k, &likely) < 0 || find_taker(k, &likely.order) < 0)
            return -1;
        k->trouble[i] = arena_printf(k->e->mail, "not done: did you mean \"%s\"?",
                                     command_written(k->e->mail, &likely.order));
    }
    return 0;
}
