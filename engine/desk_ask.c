/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_ask.c - answers to an `ask`: named answers, typed fields, tables.
 *
 * What was found counts; what is missing or unclear is asked again. Nothing is
 * guessed. */
#include "engine/desk.h"
#include "engine/questions.h"
#include "parser/tables.h"

#include "mail/address.h"

#include <stdio.h>
#include <string.h>

#define MOST_FIELDS 32
#define MOST_NAMED  25 /* rows of a table that are left out */

struct asked {
    struct desk desk;
    struct kase k;
    const struct step *step;
    struct answer_field fields[MOST_FIELDS];
    size_t count;
    size_t found;
    size_t left_out; /* rows of a table */
    bool member;
};

/* ---- what was asked ----------------------------------------------------------- */

/* The letters whose answer is one to a question: it, its reminder, and what
 * asks for the rest of it. */
static bool is_question(const struct outbox_row *l)
{
    return !strcmp(l->kind, "ask") || !strcmp(l->kind, "remind") || !strcmp(l->letter, "ask-again");
}

/* 1: the letter is an ask whose case still waits for it; 0: it is none, or the
 * time for it has passed; -1. */
static int find_question(struct asked *q)
{
    struct engine *e = q->desk.e;
    const struct outbox_row *l = &q->desk.m->letter;
    const struct rule *r;
    const char *programme;
    int rc;

    if (!l->id || !l->case_id || !is_question(l))
        return 0;
    if ((rc = store_get_case(e->store, e->mail, l->case_id, &q->k, &programme)))
        return rc < 0 ? -1 : 0;
    if (q->k.phase == PHASE_ENDED || !q->k.step || !l->step || strcmp(q->k.step, l->step))
        return 0;
    r = programme_rule(e->programme->rules, q->k.rule);
    q->step = r ? rule_step(r, q->k.step) : NULL;
    return q->step && q->step->verb == VERB_ASK;
}

static enum answer_type type_of(const char *name)
{
    static const struct {
        const char *name;
        enum answer_type type;
    } types[] = {{"url", ANSWER_URL},
                 {"date", ANSWER_DATE},
                 {"time", ANSWER_TIME},
                 {"number", ANSWER_NUMBER},
                 {"yes/no", ANSWER_YES_NO}};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!strcmp(types[i].name, name))
            return types[i].type;
    return ANSWER_TEXT;
}

/* A day on which something is planned is one to come. */
static bool is_ahead(const struct asked *q, const char *name)
{
    const struct rule *r = programme_rule(q->desk.e->programme->rules, q->k.rule);

    for (size_t i = 0; r && i < r->steps_count; i++)
        if (r->steps[i].on && !strcmp(r->steps[i].on, name))
            return true;
    return false;
}

static enum answer_type field_type(const struct asked *q, const struct ask_field *f)
{
    enum answer_type type = type_of(f->type);

    return type == ANSWER_DATE && is_ahead(q, f->name) ? ANSWER_DATE_AHEAD : type;
}

static bool is_roster(const struct ask_field *f)
{
    return !strcmp(f->type, "roster");
}

static bool is_table(const struct ask_field *f)
{
    return !strcmp(f->type, "table") || is_roster(f);
}

static void add_choice(struct asked *q)
{
    const char **choices =
        arena_array(q->desk.e->mail, q->step->branches_count + 1, sizeof *choices);

    for (size_t i = 0; i < q->step->branches_count; i++)
        choices[i] = q->step->branches[i].answer;
    q->fields[q->count++] =
        (struct answer_field){.name = q->step->id, .type = ANSWER_CHOICE, .choices = choices};
}

static void list_fields(struct asked *q)
{
    if (q->step->branches_count)
        add_choice(q);
    for (size_t i = 0; i < q->step->fields_count && q->count < MOST_FIELDS; i++)
        if (!is_table(&q->step->fields[i]))
            q->fields[q->count++] = (struct answer_field){
                .name = q->step->fields[i].name, .type = field_type(q, &q->step->fields[i])};
}

/* ---- storing ------------------------------------------------------------------ */

static struct event answer_event(struct asked *q, enum event_kind kind)
{
    struct desk *d = &q->desk;

    return (struct event){.kind = kind,
                          .programme = d->e->programme->rules->name,
                          .rule = q->k.rule,
                          .occurrence = q->k.occurrence,
                          .case_id = q->k.id,
                          .step = q->k.step,
                          .person = q->k.person,
                          .other = q->k.other,
                          .by = d->m->sender,
                          .inbox = d->m->row.id,
                          .letter = d->m->letter.id};
}

static const char *title_of(const struct asked *q, const char *name)
{
    for (size_t i = 0; i < q->step->fields_count; i++)
        if (!strcmp(q->step->fields[i].name, name) && q->step->fields[i].title)
            return q->step->fields[i].title;
    return strcmp(name, q->step->id) ? name : "your answer";
}

static int store_answer(struct asked *q, const struct answer_field *f)
{
    struct engine *e = q->desk.e;
    struct event ev = answer_event(q, EVENT_ANSWERED);

    ev.name = f->name;
    ev.reason = "answered";
    if (f->type == ANSWER_TEXT || f->type == ANSWER_URL) /* as they were typed: erasable */
        ev.text = store_put_text(e->store, q->desk.m->sender, f->value, e->now);
    else
        ev.value = f->value;
    if (ev.text < 0 || engine_go_on(e, &ev) < 0)
        return -1;
    q->found++;
    desk_line(&q->desk, title_of(q, f->name), f->value);
    return 0;
}

/* A question with one free field is answered by whatever is written. */
static void take_whole_text(struct asked *q)
{
    const char *text = q->desk.m->facts.text;

    if (q->count == 1 && q->fields[0].type == ANSWER_TEXT && !q->fields[0].value && text && text[0])
        q->fields[0].value = text;
}

/* What completes the question comes last, so that the steps which follow find all the rest:
 * what may be left out, then what may not, then where to go on. */
static int turn_of(const struct asked *q, const struct answer_field *f)
{
    if (f->type == ANSWER_CHOICE)
        return 2;
    for (size_t i = 0; i < q->step->fields_count; i++)
        if (!strcmp(q->step->fields[i].name, f->name))
            return !q->step->fields[i].optional;
    return 1;
}

static int store_answers(struct asked *q)
{
    struct engine *e = q->desk.e;

    struct question asked[MOST_QUESTIONS];
    size_t count = questions_of(e, e->mail, q->step, &q->k, asked);
    const char *text = questions_answered(e->mail, q->desk.m->facts.text, q->desk.m->letter.text,
                                          &q->desk.m->facts, asked, count);

    answers_parse(e->mail, text, q->desk.writer, q->fields, q->count);
    take_whole_text(q);
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < q->count; i++)
            if (q->fields[i].value && turn_of(q, &q->fields[i]) == pass &&
                store_answer(q, &q->fields[i]) < 0)
                return -1;
    return 0;
}

/* ---- tables ------------------------------------------------------------------- */

static const char *const email_names[] = {"email", "e-mail",  "email address",
                                          "mail",  "address", NULL};

static bool is_flag(const struct table_flag *f, const char *cell)
{
    for (size_t i = 0; f->values[i]; i++)
        if (heading_equal(f->values[i], cell))
            return true;
    return false;
}

static int flag_row(struct asked *q, const struct table *t, const struct row *r, int64_t person)
{
    struct engine *e = q->desk.e;

    for (size_t i = 0; i < q->step->flags_count; i++) {
        const struct table_flag *f = &q->step->flags[i];
        const char *names[] = {f->column, NULL};
        int column = table_column(t, names);
        struct event ev = answer_event(q, EVENT_FLAGGED);

        if (column < 0 || !is_flag(f, row_cell(r, (size_t)column)))
            continue;
        ev.person = person;
        ev.name = f->column;
        ev.reason = "the survey says so";
        ev.text = store_put_text(e->store, person, row_cell(r, (size_t)column), e->now);
        if (ev.text < 0 || engine_go_on(e, &ev) < 0)
            return -1;
    }
    return 0;
}

static int read_row(struct asked *q, const struct table *t, const struct row *r, int email)
{
    struct engine *e = q->desk.e;
    const char *address = address_normal(e->mail, row_cell(r, (size_t)email));
    int64_t person = address ? store_person_by_address(e->store, address) : 0;

    if (person < 0)
        return -1;
    if (!person && q->left_out++ < MOST_NAMED)
        desk_line(&q->desk, arena_printf(e->mail, "row %d", r->line),
                  address ? "nobody has this address; the row is left out"
                          : "there is no address in it; the row is left out");
    return person ? flag_row(q, t, r, person) : 0;
}

static int read_rows(struct asked *q, const struct ask_field *f, struct table *t)
{
    struct engine *e = q->desk.e;
    struct event ev = answer_event(q, EVENT_ANSWERED);
    int email;

    table_skip_titles(t, email_names);
    if ((email = table_column(t, email_names)) < 0) {
        desk_line(&q->desk, t->file, "there is no column of e-mail addresses in it");
        return 0;
    }
    for (size_t i = 1; i < t->count; i++)
        if (read_row(q, t, &t->rows[i], email) < 0)
            return -1;
    if (q->left_out > MOST_NAMED)
        desk_line(&q->desk,
                  arena_printf(e->mail, "%zu more row%s", q->left_out - MOST_NAMED,
                               q->left_out - MOST_NAMED == 1 ? "" : "s"),
                  "left out like these");
    ev.name = f->name;
    ev.value = arena_printf(e->mail, "%zu row%s", t->count - 1, t->count == 2 ? "" : "s");
    ev.reason = "a table came";
    q->found++;
    desk_line(&q->desk, t->file, ev.value);
    return engine_go_on(e, &ev);
}

/* What a list of people would change is shown in a letter of its own, and waits for an "ok"; the
 * question is answered all the same. */
static int read_roster(struct asked *q, const struct ask_field *f, const struct table *t)
{
    struct engine *e = q->desk.e;
    struct event ev = answer_event(q, EVENT_ANSWERED);
    const char *origin = e->occasion.origin;
    int shown = desk_roster_preview(&q->desk, t);

    e->occasion.origin = origin;
    if (shown < 0)
        return -1;
    if (shown)
        desk_line(&q->desk, t->file, "what it would change stands in a letter of its own");
    ev.name = f->name;
    ev.value = arena_printf(e->mail, "%zu row%s", t->count - 1, t->count == 2 ? "" : "s");
    ev.reason = "a list of people came";
    q->found++;
    return engine_go_on(e, &ev);
}

/* The line begins with the name of the file; so does the reader's sentence. */
static const char *why_unread(struct asked *q, const struct mail_attachment *a, const char *why)
{
    size_t len = strlen(a->name);

    if (len && !strncmp(why, a->name, len))
        why += len;
    return arena_strdup(q->desk.e->mail, why + strspn(why, ": "));
}

static int store_table(struct asked *q, const struct ask_field *f)
{
    const struct mail_facts *facts = &q->desk.m->facts;
    struct engine *e = q->desk.e;

    for (size_t i = 0; i < facts->attachments_count; i++) {
        const struct mail_attachment *a = &facts->attachments[i];
        struct table t;
        struct err err;
        int is = tables_get(e->mail, a, &t, &err);

        if (is < 0)
            desk_line(&q->desk, a->name, why_unread(q, a, err.text));
        if (is > 0 && t.count)
            return is_roster(f) ? read_roster(q, f, &t) : read_rows(q, f, &t);
    }
    return 0;
}

/* A table is stored last: with it the question may be complete, and what
 * follows needs all that was flagged. */
static int store_tables(struct asked *q)
{
    for (size_t i = 0; i < q->step->fields_count; i++)
        if (is_table(&q->step->fields[i]) && store_table(q, &q->step->fields[i]) < 0)
            return -1;
    return 0;
}

/* ---- what is missing ----------------------------------------------------------------------------
 */

static bool is_answered(const struct kase *k, const char *name)
{
    return case_var(k, name) != NULL;
}

static const char *choices_text(struct asked *q)
{
    const char *text = "please answer";

    for (size_t i = 0; i < q->step->branches_count; i++)
        text = arena_printf(q->desk.e->mail, "%s%s \"%s\"", text, i ? " or" : "",
                            q->step->branches[i].answer);
    return text;
}

static size_t list_missing(struct asked *q, const struct kase *now)
{
    size_t missing = 0;

    if (q->step->branches_count && !is_answered(now, q->step->id)) {
        desk_line(&q->desk, "your answer", choices_text(q));
        missing++;
    }
    for (size_t i = 0; i < q->step->fields_count; i++) {
        const struct ask_field *f = &q->step->fields[i];
        if (f->optional || is_answered(now, f->name))
            continue;
        desk_line(&q->desk, title_of(q, f->name), "is still missing");
        missing++;
    }
    for (size_t i = 0; i < q->count; i++)
        if (q->fields[i].problem && !q->fields[i].value)
            desk_line(&q->desk, title_of(q, q->fields[i].name), q->fields[i].problem);
    return missing;
}

static int ask_for_the_rest(struct asked *q)
{
    struct message *m = q->desk.m;

    q->desk.about_case = q->k.id;
    q->desk.about_step = q->k.step;
    for (size_t i = 0; i < q->count && !q->desk.words; i++)
        if (q->fields[i].problem && m->facts.text && m->facts.text[0])
            q->desk.words =
                store_put_text(q->desk.e->store, m->sender, m->facts.text, q->desk.e->now);
    if (q->desk.words < 0)
        return -1;
    return desk_send_transcript(&q->desk, "ask-again");
}

static int answer_back(struct asked *q)
{
    struct engine *e = q->desk.e;
    const char *programme;
    struct kase now;
    int rc = store_get_case(e->store, e->mail, q->k.id, &now, &programme);

    if (rc)
        return rc < 0 ? -1 : 0;
    if (list_missing(q, &now))
        return ask_for_the_rest(q);
    return q->member ? 0 : desk_send_transcript(&q->desk, "thank-you");
}

int desk_ask(struct engine *e, struct message *m, bool member)
{
    struct asked q = {.member = member};
    int is;

    desk_open(&q.desk, e, m);
    if ((is = find_question(&q)) <= 0)
        return is;
    list_fields(&q);
    if (!member && desk_read_form(&q.desk) < 0)
        return -1;
    if (store_answers(&q) < 0 || store_tables(&q) < 0 || answer_back(&q) < 0)
        return -1;
    return 1;
}
