/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_poll.c - what steps say of meetings: polls, plans, invitations; and what they gather. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <string.h>

#define MOST_OPTIONS 32

static const struct ynode *step_part(const struct ynode *n, const char *key)
{
    return part_of(n, step_keys, key);
}

/* A list of its own, or the times of a meeting. */
static void load_options(struct loader *l, const struct ynode *n, struct step *s)
{
    static const char *none[] = {NULL};
    const struct meeting *m;
    size_t count = 0;

    s->options = none;
    if (n->kind == YNODE_LIST) {
        const char **options = ynode_strings(l->arena, n, &count, l->diags);
        s->options = options ? options : none;
    } else if ((m = load_meeting_name(l, n))) {
        s->options = m->times_words ? m->times_words : none;
        count = m->times_count;
        if (!count)
            diag_error(l->diags, n->pos, "\"%s\" has no \"times\" to choose from", m->name);
    }
    if (n->kind == YNODE_LIST && (count < 2 || count > MOST_OPTIONS))
        diag_error(l->diags, n->pos, "a poll has from 2 to %d options", MOST_OPTIONS);
}

static void load_decision(struct loader *l, const struct ynode *n, struct step *s)
{
    int which = vocabulary_index(decision_words, n->text);

    if (which >= 0)
        s->decide = (enum poll_decision)which;
    else
        unknown_word(l, n->pos, "decision", n->text, decision_words);
}

void load_poll(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *options = step_part(n, "options"), *closes = step_part(n, "closes"),
                       *save = step_part(n, "save_as"), *decide = step_part(n, "decide");
    struct loader *l = rl->l;

    if (options)
        load_options(l, options, s);
    else
        diag_error(l->diags, s->pos, "which answers are there? Add \"options:\"");
    if (closes)
        load_optional_days(l, closes, &s->wait_days);
    else
        diag_error(l->diags, s->pos, "how long is the poll open? Add \"closes: 10 days\"");
    if (save) {
        s->name = save->text;
        load_answer_name(l, save->text, save->pos);
    } else {
        diag_error(l->diags, s->pos, "under which name is the result kept? Add \"save_as:\"");
    }
    if (decide)
        load_decision(l, decide, s);
    load_expired(rl, n, s);
}

void load_plan(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *on = step_part(n, "on"), *at = step_part(n, "at");
    const struct meeting *m = load_meeting_name(rl->l, step_part(n, "plan"));

    s->name = m ? m->name : NULL;
    s->on = on ? on->text : NULL;
    s->at = at ? at->text : NULL;
    if (!on)
        diag_error(rl->l->diags, s->pos, "on which day? Add \"on:\" with the name of an answer");
    if (!m)
        return;
    if (m->times_count == 1)
        diag_error(rl->l->diags, s->pos, "\"%s\" comes round by itself: see \"meetings:\"",
                   m->name);
    else if (m->subject == FOR_MATCH && rl->rule->subject != FOR_MATCH)
        diag_error(rl->l->diags, s->pos, "\"%s\" is a pair's, and this rule is not for: match",
                   m->name);
    else if (m->subject == FOR_ROLE &&
             (rl->rule->subject != FOR_ROLE || !rl->rule->role || strcmp(m->role, rl->rule->role)))
        diag_error(rl->l->diags, s->pos, "\"%s\" is a %s's, and this rule is not for: %s", m->name,
                   m->role, m->role);
}

void load_meeting_of_step(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *meeting = step_part(n, "meeting");
    bool known = false;

    if (meeting) {
        const struct meeting *m = load_meeting_name(rl->l, meeting);
        s->meeting = m ? m->name : NULL;
        return;
    }
    for (size_t i = 0; i < rl->rule->triggers_count; i++)
        known |= rl->rule->triggers[i].kind == TRIGGER_BEFORE ||
                 rl->rule->triggers[i].kind == TRIGGER_AFTER;
    if (s->verb == VERB_INVITE && !known)
        diag_error(rl->l->diags, s->pos, "to which meeting? Add \"meeting:\"");
}

/* "gather: RULE" with "since: last RULE" or "since: 30 days". */
void load_gather(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *gather = step_part(n, "gather"), *since = step_part(n, "since");
    struct loader *l = rl->l;

    if (gather && !(s->gather = load_rule_name(l, gather->text, gather->pos)))
        return;
    if (gather && !since)
        diag_error(l->diags, gather->key_pos,
                   "since when? Add \"since: 30 days\", or \"since: last\" and a rule");
    else if (since && !gather)
        diag_error(l->diags, since->key_pos, "\"since\" goes with \"gather\"");
    else if (since && !strncmp(since->text, "last ", 5))
        s->gather_since = load_rule_name(l, since->text + 5, scalar_pos(since, 5));
    else if (since)
        load_optional_days(l, since, &s->gather_days);
}
