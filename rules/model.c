/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/model.h"

#include <string.h>

const struct rule *programme_rule(const struct programme *p, const char *name)
{
    for (size_t i = 0; i < p->rules_count; i++)
        if (strcmp(p->rules[i].name, name) == 0)
            return &p->rules[i];
    return NULL;
}

bool programme_has_role(const struct programme *p, const char *role)
{
    for (const char **r = p->roles; *r; r++)
        if (strcmp(*r, role) == 0)
            return true;
    return false;
}

const struct link_rule *programme_match(const struct programme *p)
{
    for (size_t i = 0; i < p->links_count; i++)
        if (strcmp(p->links[i].kind, "match") == 0)
            return &p->links[i];
    return NULL;
}

bool role_is_office(const struct programme *p, const char *role)
{
    for (size_t i = 0; i < p->links_count; i++)
        if (strcmp(p->links[i].from, role) == 0 || strcmp(p->links[i].to, role) == 0)
            return false;
    return true;
}

const struct meeting *programme_meeting(const struct programme *p, const char *name)
{
    for (size_t i = 0; i < p->meetings_count; i++)
        if (strcmp(p->meetings[i].name, name) == 0)
            return &p->meetings[i];
    return NULL;
}

bool step_was(const struct step *s, const char *id)
{
    for (const char **w = s->was; w && *w; w++)
        if (strcmp(*w, id) == 0)
            return true;
    return false;
}

/* A step that has the id now wins over one that had it once. */
const struct step *rule_step(const struct rule *r, const char *id)
{
    for (size_t i = 0; i < r->steps_count; i++)
        if (strcmp(r->steps[i].id, id) == 0)
            return &r->steps[i];
    for (size_t i = 0; i < r->steps_count; i++)
        if (step_was(&r->steps[i], id))
            return &r->steps[i];
    return NULL;
}

static const struct gone *find_gone(const struct gone *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

const struct gone *rule_gone(const struct rule *r, const char *step)
{
    return find_gone(r->gone, r->gone_count, step);
}

const struct gone *programme_gone(const struct programme *p, const char *rule)
{
    return find_gone(p->gone, p->gone_count, rule);
}

const char *verb_name(enum verb v)
{
    static const char *const names[] = {
        [VERB_ASSIGN] = "assign", [VERB_REASSIGN] = "reassign", [VERB_ENROL] = "enrol",
        [VERB_REMOVE] = "remove", [VERB_MATCH] = "match",       [VERB_UNMATCH] = "unmatch",
        [VERB_SEND] = "send",     [VERB_INVITE] = "invite",     [VERB_ATTEMPT] = "attempt",
        [VERB_ASK] = "ask",       [VERB_POLL] = "poll",         [VERB_PLAN] = "plan",
        [VERB_WAIT] = "wait",     [VERB_MARK] = "mark",         [VERB_REPORT] = "report",
        [VERB_START] = "start",   [VERB_NOTE] = "note",         [VERB_END] = "end",
    };
    return names[v];
}
