/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_may.c - who may do what at the desk, from roles and links alone. */
#include "engine/desk.h"

#include <string.h>

static bool is_linked_role(const struct programme *p, const char *role)
{
    for (size_t i = 0; i < p->links_count; i++)
        if (!strcmp(p->links[i].from, role) || !strcmp(p->links[i].to, role))
            return true;
    return false;
}

bool desk_holds_office(const struct state *s, int64_t who)
{
    for (size_t i = 0; i < s->roles_count; i++)
        if (s->roles[i].person == who && !s->roles[i].gone &&
            !is_linked_role(s->programme, s->roles[i].role))
            return true;
    return false;
}

static bool has_left(const struct state *s, int64_t who)
{
    const struct person *p = state_person(s, who);

    return !p || !strcmp(p->status, STATUS_LEFT);
}

bool desk_belongs(const struct state *s, int64_t who)
{
    for (size_t i = 0; i < s->roles_count; i++)
        if (s->roles[i].person == who && !s->roles[i].gone)
            return !has_left(s, who);
    return false;
}

bool desk_serves(const struct state *s, int64_t who)
{
    return !has_left(s, who) && desk_can_take_over(s, who);
}

bool desk_looks_after(const struct state *s, int64_t who, int64_t person)
{
    if (person_responsible(s, person) == who)
        return true;
    for (size_t i = 0; i < s->links_count; i++)
        if (!s->links[i].gone && s->links[i].from == person && s->links[i].revert_to == who)
            return true;
    return false;
}

bool desk_can_take_over(const struct state *s, int64_t who)
{
    for (size_t i = 0; i < s->programme->links_count; i++)
        if (!strcmp(s->programme->links[i].kind, "responsible") &&
            state_has_role(s, who, s->programme->links[i].to))
            return true;
    return desk_holds_office(s, who);
}
