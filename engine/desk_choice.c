/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_choice.c - answers to invitations and polls: a word, or numbers. */
#include "engine/desk.h"

#include "rules/meeting.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_ANSWER 60 /* bytes: longer ones are read by a person, too */

struct choice {
    struct desk desk;
    struct kase k;
    const struct rule *rule;
    const struct step *step;
};

/* 1: the letter is an invitation, or a poll that is still open. */
static int find_choice(struct choice *c)
{
    struct engine *e = c->desk.e;
    const struct outbox_row *l = &c->desk.m->letter;
    const char *programme;
    int rc;

    if (!l->id || !l->case_id || !l->step || strcmp(l->kind, "send"))
        return 0;
    if ((rc = store_get_case(e->store, e->mail, l->case_id, &c->k, &programme)))
        return rc < 0 ? -1 : 0;
    c->rule = programme_rule(e->programme->rules, c->k.rule);
    c->step = c->rule ? rule_step(c->rule, l->step) : NULL;
    if (!c->step)
        return 0;
    if (c->step->verb == VERB_POLL)
        return c->k.phase != PHASE_ENDED && c->k.step && !strcmp(c->k.step, l->step);
    return c->step->verb == VERB_INVITE;
}

static int perform(struct choice *c, enum event_kind kind, const char *name, const char *occurrence,
                   const char *value)
{
    struct engine *e = c->desk.e;
    struct event ev = {.kind = kind,
                       .programme = e->programme->rules->name,
                       .rule = c->k.rule,
                       .occurrence = occurrence,
                       .case_id = c->k.id,
                       .step = c->step->id,
                       .person = c->k.person,
                       .other = c->k.other,
                       .by = c->desk.m->sender,
                       .letter = c->desk.m->letter.id,
                       .inbox = c->desk.m->row.id,
                       .name = name,
                       .value = value,
                       .reason = "answered"};

    return engine_go_on(e, &ev) < 0 ? -1 : 1;
}

/* ---- invitations ------------------------------------------------------------------- */

static const char *one_of(struct choice *c, const char *const *choices)
{
    struct answer_field f = {.name = "answer", .type = ANSWER_CHOICE, .choices = choices};

    answers_parse(c->desk.e->mail, c->desk.m->facts.text, c->desk.writer, &f, 1);
    return f.value;
}

static const char *said_coming(struct choice *c)
{
    static const char *const words[] = {"coming", "not coming", NULL};
    static const char *const yes_no[] = {"yes", "no", NULL};
    const char *said = one_of(c, words);

    if (!said && (said = one_of(c, yes_no)))
        said = strcmp(said, "yes") ? "not coming" : "coming";
    return said;
}

/* The date of the meeting that the invitation was to, as it is now. */
static const char *meeting_day(struct choice *c, const struct meeting **m)
{
    struct engine *e = c->desk.e;
    const struct state *s;
    instant at;

    if (!(s = engine_look(e, c->k.person, c->k.other)))
        return NULL;
    *m = case_meeting(s, &c->k, c->rule, c->step, e->now, &at);
    return date_format(e->mail, civil_at(at, e->programme->rules->zone).date);
}

static int take_coming(struct choice *c)
{
    const struct meeting *m = NULL;
    const char *said = said_coming(c), *day = said ? meeting_day(c, &m) : NULL;

    if (!said)
        return 0;
    if (!day)
        return -1;
    desk_line(&c->desk, m ? m->title : "the invitation", said);
    return perform(c, EVENT_COMING, m ? m->name : NULL, day, said);
}

/* ---- polls --------------------------------------------------------------------------- */

static const char *add_number(struct choice *c, const char *numbers, size_t n)
{
    const char *one = arena_printf(c->desk.e->mail, "%zu", n);

    desk_line(&c->desk, one, c->step->options[n - 1]);
    return numbers ? arena_printf(c->desk.e->mail, "%s %s", numbers, one) : one;
}

/* The option stands in the text: by its number alone, or in its words. */
static bool chooses(const char *text, size_t n, const char *option)
{
    const char *phrase[] = {option, NULL};

    for (const char *p = text; *p; p++) {
        char *end;
        if (!isdigit((unsigned char)*p))
            continue;
        bool begins = p == text || (!isalnum((unsigned char)p[-1]) && p[-1] != ':');
        unsigned long number = strtoul(p, &end, 10);
        if (begins && number == n && *end != ':' && !isalpha((unsigned char)*end))
            return true;
        p = end - 1;
    }
    return phrase_find(text, phrase) != NULL;
}

static int take_votes(struct choice *c)
{
    const char *numbers = NULL;

    for (size_t i = 0; c->step->options[i]; i++)
        if (chooses(c->desk.m->facts.text, i + 1, c->step->options[i]))
            numbers = add_number(c, numbers, i + 1);
    return numbers ? perform(c, EVENT_VOTED, NULL, c->k.occurrence, numbers) : 0;
}

int desk_choice(struct engine *e, struct message *m, bool member)
{
    struct choice c = {.rule = NULL};
    int rc;

    desk_open(&c.desk, e, m);
    if ((rc = find_choice(&c)) <= 0)
        return rc;
    rc = c.step->verb == VERB_POLL ? take_votes(&c) : take_coming(&c);
    if (rc > 0 && !member && desk_send_transcript(&c.desk, "thank-you") < 0)
        return -1;
    if (rc > 0 && member && strlen(m->facts.text) > SHORT_ANSWER)
        return 0; /* there is more in it than the answer */
    return rc;
}
