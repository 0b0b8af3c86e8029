/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_late.c - an answer that comes when the question is over: it was answered
 * by somebody else, nobody answered in time, or the poll is closed. Whoever wrote
 * is told what happened; whoever answers for the person in question gets the
 * words. Nothing is changed by them, and they are not lost. */
#include "engine/desk_order.h"

#include <string.h>

struct late_answer {
    struct desk desk;
    struct kase k;
    const struct step *step;
    int64_t answered_by; /* 0: nobody */
    instant answered, ended;
    const char *why; /* it ended */
};

static bool is_question(const struct outbox_row *l, const struct step *s)
{
    bool asks =
        !strcmp(l->kind, "ask") || !strcmp(l->kind, "remind") || !strcmp(l->letter, "ask-again");

    return s &&
           ((s->verb == VERB_ASK && asks) || (s->verb == VERB_POLL && !strcmp(l->kind, "send")));
}

/* 1: the letter asked what is not asked any more; 0; -1. */
static int find_past_question(struct late_answer *x)
{
    struct engine *e = x->desk.e;
    const struct outbox_row *l = &x->desk.m->letter;
    const struct rule *r;
    const char *programme;
    int rc;

    if (!l->id || !l->case_id || !l->step)
        return 0;
    if ((rc = store_get_case(e->store, e->mail, l->case_id, &x->k, &programme)))
        return rc < 0 ? -1 : 0;
    r = programme_rule(e->programme->rules, x->k.rule);
    x->step = r ? rule_step(r, l->step) : NULL;
    return is_question(l, x->step) &&
           (x->k.phase == PHASE_ENDED || !x->k.step || strcmp(x->k.step, l->step));
}

/* An order has nothing to do with the question, whichever letter it answers. */
static bool is_order(struct late_answer *x)
{
    struct desk *k = &x->desk;
    struct command *c;
    size_t n = commands_parse(k->e->mail, k->m->facts.text, k->writer, &c);

    for (size_t i = 0; i < n; i++)
        if (c[i].verb != COMMAND_NONE && c[i].verb != COMMAND_UNSURE && c[i].verb != COMMAND_YES &&
            c[i].verb != COMMAND_NO && c[i].verb != COMMAND_OK)
            return true;
    return false;
}

/* ---- what happened -------------------------------------------------------------------- */

static int note_event(void *ctx, const struct event *ev)
{
    struct late_answer *x = ctx;
    bool same = ev->step && !strcmp(ev->step, x->step->id);

    if (ev->kind == EVENT_ANSWERED && same) {
        x->answered_by = ev->by;
        x->answered = ev->at;
    }
    if (!x->ended && (ev->kind == EVENT_CASE_ENDED || (ev->kind == EVENT_SILENCE && same))) {
        x->ended = ev->at;
        x->why = arena_strdup(x->desk.e->mail, ev->reason);
    }
    return 0;
}

static const char *what_happened(struct late_answer *x)
{
    struct desk *k = &x->desk;
    struct arena *a = k->e->mail;

    if (x->step->verb == VERB_POLL)
        return arena_printf(a, "the poll closed%s%s before your answer came",
                            x->ended ? " on " : "", x->ended ? desk_day(k, x->ended) : "");
    if (x->answered_by == k->m->sender)
        return arena_printf(a, "your answer of %s counts already", desk_day(k, x->answered));
    if (x->answered_by)
        return arena_printf(a, "%s answered on %s, and that answer counts",
                            desk_name_of(k, x->answered_by), desk_day(k, x->answered));
    if (x->ended)
        return arena_printf(a, "this was over on %s (%s), before your answer came",
                            desk_day(k, x->ended), engine_with_names(k->e, k->e->mail, x->why));
    return "this was over before your answer came";
}

/* ---- telling -------------------------------------------------------------------------- */

static int write_letter(struct late_answer *x, const char *letter, int64_t to, int64_t text)
{
    struct engine *e = x->desk.e;
    const struct letter_intent l = {.kind = LETTER_TRANSCRIPT,
                                    .letter = letter,
                                    .to = to,
                                    .as = to == x->desk.m->sender ? 0 : x->desk.m->sender,
                                    .about = x->k.person,
                                    .not_before = e->now,
                                    .text = text,
                                    .reason = "an answer that came too late"};

    e->occasion.lines = x->desk.lines;
    e->occasion.lines_count = x->desk.lines_count;
    return engine_write_apart(e, &l);
}

/* Whoever answers for this person, but not the writer; 0: nobody. */
static int64_t who_decides(struct late_answer *x, int64_t about)
{
    const struct state *s = about ? engine_look(x->desk.e, about, 0) : NULL;
    int64_t who = s ? person_responsible(s, about) : 0;

    return who == x->desk.m->sender ? 0 : who;
}

/* What a member writes is passed on anyway. */
static int tell(struct late_answer *x, bool member)
{
    struct desk *k = &x->desk;
    const char *words = k->m->facts.text ? k->m->facts.text : "";
    int64_t text = store_put_text(k->e->store, k->m->sender, words, k->e->now);
    int64_t who = who_decides(x, member ? k->m->sender : x->k.person);

    if (text < 0)
        return -1;
    const char *subject = k->m->letter.subject; /* gone with the name of whom it was about */
    desk_line(k, subject && *subject ? subject : "the question", what_happened(x));
    if (who && !member && write_letter(x, "late-answer", who, text) < 0)
        return -1;
    if (who)
        desk_line(k, "your words",
                  arena_printf(k->e->mail,
                               "went to %s, who decides what becomes "
                               "of them",
                               desk_name_of(k, who)));
    return write_letter(x, "too-late", k->m->sender, text) < 0 ? -1 : 1;
}

int desk_late(struct engine *e, struct message *m, bool member)
{
    static const int kinds[] = {EVENT_ANSWERED, EVENT_SILENCE, EVENT_CASE_ENDED, -1};
    struct late_answer x = {.answered_by = 0};
    int is;

    desk_open(&x.desk, e, m);
    if ((is = find_past_question(&x)) <= 0 || is_order(&x))
        return is < 0 ? -1 : 0;
    const struct event_filter f = {.case_id = x.k.id, .kinds = kinds};
    if (store_walk_events(e->store, e->mail, &f, note_event, &x) < 0)
        return -1;
    if (member && x.answered_by == m->sender)
        return 0; /* an afterthought */
    return tell(&x, member);
}
