/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/year.h"

#include "ctl/rule_tests.h"
#include "rules/meeting.h"

#include <stdio.h>
#include <string.h>

#define YEAR_DAYS     366
#define JOIN_DAYS     4  /* in which letters to those who joined go out, whatever the weekday */
#define SAID_DAYS     40 /* into the year, when everybody who may says a command */
#define PLAN_DAYS     5  /* ahead, of a date that somebody is asked for */
#define MOST_ROLES    64
#define MESSAGE_BYTES (1024u * 1024)
#define PLAY_BYTES    ((size_t)256 * 1024 * 1024)

enum manner { SILENT, ANSWERING, MANNERS };

static const char *const manner_words[] = {
    [SILENT] = "when nobody answers",
    [ANSWERING] = "when everybody answers",
};

/* Two steps that wrote to one person on one day. */
struct clash {
    const struct rule *rule[2];
    const struct step *step[2];
    const char *role;
    struct date first;
    enum manner manner;
    size_t days;
};

/* What all plays of the year showed. */
struct findings {
    struct arena *arena;
    const struct programme *p;
    struct clash *clashes;
    size_t count, cap;
    bool *began; /* beside the rules */
    struct diags *diags;
    enum manner manner; /* that is played */
};

struct written {
    int64_t to;
    const struct rule *rule;
    const struct step *step;
};

struct play {
    struct arena *arena;
    const struct config *config;
    struct findings *found;
    const struct programme *p;
    enum manner manner;
    struct simulation sim;
    int64_t people[MOST_ROLES]; /* beside the roles */
    struct date today;
    struct written *letters; /* of today */
    size_t letters_count, letters_cap;
    bool counts; /* not the days on which all of them join, or speak */
    unsigned messages;
    struct err *e;
};

/* ---- letters ----------------------------------------------------------------------- */

static const char *role_of(const struct play *y, int64_t person)
{
    for (size_t i = 0; y->p->roles[i] && i < MOST_ROLES; i++)
        if (y->people[i] == person)
            return y->p->roles[i];
    return "admin";
}

static void note_clash(struct play *y, const struct written *a, const struct written *b)
{
    struct findings *f = y->found;
    struct clash *c;

    for (size_t i = 0; i < f->count; i++) {
        c = &f->clashes[i];
        if (c->step[0] == a->step && c->step[1] == b->step) {
            c->days += c->manner == y->manner;
            return;
        }
    }
    c = arena_grow(f->arena, &f->clashes, f->count++, &f->cap, sizeof *c);
    *c = (struct clash){.rule = {a->rule, b->rule},
                        .step = {a->step, b->step},
                        .role = role_of(y, a->to),
                        .first = y->today,
                        .manner = y->manner,
                        .days = 1};
}

static bool starts(const struct rule *r, const char *name)
{
    for (size_t i = 0; i < r->steps_count; i++)
        if (r->steps[i].verb == VERB_START && !strcmp(r->steps[i].name, name))
            return true;
    return false;
}

/* The rule with which the story of a rule begins, that others start. */
static const struct rule *root_of(const struct programme *p, const struct rule *r)
{
    for (size_t left = p->rules_count; left > 0; left--) {
        const struct rule *starter = NULL;
        for (size_t i = 0; i < p->rules_count && !starter; i++)
            if (starts(&p->rules[i], r->name))
                starter = &p->rules[i];
        if (!starter)
            break;
        r = starter;
    }
    return r;
}

static bool is_said(const struct rule *r)
{
    return r->triggers_count == 1 && r->triggers[0].kind == TRIGGER_SAID;
}

/* Days that are people's own, or that somebody sets, fall on any day of the year: that such a
 * letter meets another is chance, and no edit of the rules would prevent it. */
static bool has_any_day(const struct programme *p, const struct rule *r)
{
    const struct rule *root = root_of(p, r);

    for (size_t i = 0; i < root->triggers_count; i++) {
        const struct trigger *t = &root->triggers[i];
        const struct meeting *m = trigger_is_relative(t) ? programme_meeting(p, t->name) : NULL;
        if (t->kind == TRIGGER_SINCE || (m && !m->times_count))
            return true;
    }
    return false;
}

/* Who answers a question may well get the next one at once. */
static bool is_one_story(const struct play *y, const struct written *a, const struct written *b)
{
    if (a->rule == b->rule)
        return y->manner != SILENT;
    return is_said(a->rule) || is_said(b->rule) || root_of(y->p, a->rule) == root_of(y->p, b->rule);
}

static void note_letter(struct play *y, const struct written *w)
{
    struct written *slot;

    for (size_t i = 0; y->counts && i < y->letters_count; i++)
        if (y->letters[i].to == w->to && !is_one_story(y, &y->letters[i], w) &&
            !has_any_day(y->p, y->letters[i].rule) && !has_any_day(y->p, w->rule))
            note_clash(y, &y->letters[i], w);
    slot = arena_grow(y->arena, &y->letters, y->letters_count++, &y->letters_cap, sizeof *slot);
    *slot = *w;
}

/* ---- answers ------------------------------------------------------------------------- */

/* A date is one that is near, so that what is planned takes place. */
static const char *value_of_type(const struct play *y, const char *type)
{
    static const char *const values[][2] = {{"url", "https://survey.example.org/a"},
                                            {"time", "10:00"},
                                            {"number", "1"},
                                            {"yes/no", "yes"}};

    if (!strcmp(type, "date"))
        return date_format(y->arena, date_add(civil_at(y->sim.now, y->p->zone).date, PLAN_DAYS));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!strcmp(values[i][0], type))
            return values[i][1];
    return "All is well.";
}

/* Everybody's row of a table, with the answers that ask for attention. */
static const char *table_for(struct play *y, const struct step *s)
{
    const char *text = "Email", *cells = "";

    for (size_t i = 0; i < s->flags_count; i++) {
        text = arena_printf(y->arena, "%s,%s", text, s->flags[i].column);
        cells = arena_printf(y->arena, "%s,%s", cells, s->flags[i].values[0]);
    }
    for (size_t i = 0; y->p->roles[i] && i < MOST_ROLES; i++)
        text = arena_printf(y->arena, "%s\n%s@example.org%s", text, y->p->roles[i], cells);
    return arena_printf(y->arena, "%s\n", text);
}

static void fill_answer(struct play *y, const struct step *s, struct incoming *in)
{
    const char *text = "";

    in->text = "Thank you, all is well.";
    if (s && s->verb == VERB_POLL)
        in->text = "1";
    if (!s || s->verb != VERB_ASK)
        return;
    if (s->branches_count)
        text = s->branches[y->messages % 2 ? 0 : s->branches_count - 1].answer;
    for (size_t i = 0; i < s->fields_count; i++) {
        const struct ask_field *f = &s->fields[i];
        if (!strcmp(f->type, "table") || !strcmp(f->type, "roster")) {
            in->attachment_name = "table.csv";
            in->attachment_text = table_for(y, s);
        } else {
            text = arena_printf(y->arena, "%s%s%s: %s", text, *text ? "\n" : "", f->title,
                                value_of_type(y, f->type));
        }
    }
    in->text = *text ? text : "Here it is.";
}

static int answer(struct play *y, const struct outbox_row *l, const struct step *s)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(MESSAGE_BYTES);
    struct incoming in = {.letter = l,
                          .mailbox = y->config->self.address,
                          .date = y->sim.now,
                          .number = ++y->messages};

    in.from_name = role_of(y, l->recipient);
    in.from_address = arena_printf(y->arena, "%s@example.org", in.from_name);
    fill_answer(y, s, &in);
    if (incoming_compose(&in, &bytes, y->e) < 0)
        return -1;
    return simulation_receive(&y->sim, bytes.data, bytes.len, y->e);
}

/* ---- each letter as it goes ------------------------------------------------------------ */

static bool counts_as_writing(enum letter_kind kind)
{
    return kind == LETTER_SEND || kind == LETTER_ATTEMPT || kind == LETTER_ASK ||
           kind == LETTER_REMIND;
}

static void begin_day(struct play *y, instant at)
{
    struct date day = civil_at(at, y->p->zone).date;

    if (!date_compare(day, y->today))
        return;
    y->today = day;
    y->letters_count = 0;
}

/* An answer comes at once; it is read when the letter has gone. */
static int on_letter(void *ctx, const struct outbox_row *l, instant at)
{
    struct play *y = ctx;
    struct written w = {.to = l->recipient};
    enum letter_kind kind;
    const char *programme;
    struct kase k;

    if (letter_kind_parse(l->kind, &kind) < 0 || !counts_as_writing(kind) || !l->case_id ||
        !l->recipient)
        return 0;
    if (store_get_case(y->sim.store, y->arena, l->case_id, &k, &programme))
        return 0;
    w.rule = programme_rule(y->p, k.rule);
    w.step = w.rule && l->step ? rule_step(w.rule, l->step) : NULL;
    begin_day(y, at);
    if (w.step)
        note_letter(y, &w);
    bool asks =
        kind == LETTER_ATTEMPT || kind == LETTER_ASK || (w.step && w.step->verb == VERB_POLL);
    if (y->manner == SILENT || !asks)
        return 0;
    return answer(y, l, w.step);
}

/* ---- people --------------------------------------------------------------------------- */

static int64_t holder(const struct play *y, const char *role)
{
    for (size_t i = 0; y->p->roles[i] && i < MOST_ROLES; i++)
        if (!strcmp(y->p->roles[i], role))
            return y->people[i];
    return 0;
}

static int perform(struct play *y, struct event ev)
{
    ev.programme = y->p->name;
    ev.reason = "made up";
    return simulation_perform(&y->sim, &ev, y->e);
}

static int add_person(struct play *y, size_t i)
{
    const char *address = arena_printf(y->arena, "%s@example.org", y->p->roles[i]);
    struct person_row row = {.name = y->p->roles[i],
                             .status = STATUS_ACTIVE,
                             .addresses = &address,
                             .addresses_count = 1};

    if (store_begin(y->sim.store) < 0 || store_put_person(y->sim.store, &row) < 0 ||
        store_commit(y->sim.store) < 0)
        return err_set(y->e, "%s", store_error(y->sim.store));
    y->people[i] = row.id;
    return perform(y,
                   (struct event){.kind = EVENT_PERSON_ADDED, .person = row.id, .value = "silent"});
}

static int link_people(struct play *y)
{
    for (size_t i = 0; i < y->p->links_count; i++) {
        const struct link_rule *l = &y->p->links[i];
        if (l->via)
            continue;
        if (perform(y, (struct event){.kind = EVENT_LINKED,
                                      .name = l->kind,
                                      .person = holder(y, l->from),
                                      .other = holder(y, l->to)}) < 0)
            return -1;
    }
    return 0;
}

static int gather(struct play *y)
{
    for (size_t i = 0; y->p->roles[i] && i < MOST_ROLES; i++)
        if (add_person(y, i) < 0)
            return -1;
    for (size_t i = 0; y->p->roles[i] && i < MOST_ROLES; i++)
        if (perform(y, (struct event){.kind = EVENT_ROLE_GIVEN,
                                      .person = y->people[i],
                                      .name = y->p->roles[i]}) < 0)
            return -1;
    return link_people(y);
}

/* ---- commands --------------------------------------------------------------------------- */

static int say(struct play *y, const struct rule *r, const struct trigger *t)
{
    const struct link_rule *match = programme_match(y->p);
    struct event ev = {.kind = EVENT_SAID, .name = t->name};

    ev.by = t->by && t->by[0] ? holder(y, t->by[0]) : 0;
    if (r->subject == FOR_ROLE)
        ev.person = holder(y, r->role);
    if (r->subject == FOR_MATCH && match) {
        ev.person = holder(y, match->from);
        ev.other = holder(y, match->to);
    }
    return perform(y, ev);
}

static int say_everything(struct play *y)
{
    for (size_t i = 0; i < y->p->rules_count; i++) {
        const struct rule *r = &y->p->rules[i];
        for (size_t j = 0; j < r->triggers_count; j++)
            if (r->triggers[j].kind == TRIGGER_SAID && say(y, r, &r->triggers[j]) < 0)
                return -1;
    }
    return 0;
}

/* ---- a play -------------------------------------------------------------------------------- */

static int open_play(struct play *y, instant start)
{
    struct store *store;
    struct diags d;

    diags_init(&d, y->arena);
    if (store_open(&store, NULL, STORE_MEMORY, y->e) < 0)
        return -1;
    if (simulation_init(&y->sim, y->config, store, start, &d, y->e) < 0)
        return -1;
    y->sim.on_letter = on_letter;
    y->sim.ctx = y;
    if (store_begin(store) < 0 || store_set_mode(store, y->p->name, "live") < 0 ||
        store_commit(store) < 0)
        return err_set(y->e, "%s", store_error(store));
    if (perform(y, (struct event){.kind = EVENT_MODE_SET, .value = "live"}) < 0)
        return -1;
    return simulation_advance(&y->sim, start, y->e) < 0 ? -1 : gather(y);
}

static int note_begin(void *ctx, const struct event *e)
{
    struct findings *f = ctx;

    for (size_t i = 0; i < f->p->rules_count; i++)
        if (!strcmp(f->p->rules[i].name, e->rule))
            f->began[i] = true;
    return 0;
}

static bool is_told(const struct diags *d, struct pos pos)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].pos.line == pos.line && d->items[i].severity == DIAG_ERROR)
            return true;
    return false;
}

/* A letter that can't be written is named in the event; whoever has left is written no more. */
static int note_fault(void *ctx, const struct event *e)
{
    struct findings *f = ctx;
    const struct rule *r = e->rule ? programme_rule(f->p, e->rule) : NULL;
    const struct step *s = r && e->step ? rule_step(r, e->step) : NULL;

    if (e->name && s && !is_told(f->diags, s->pos))
        diag_error(f->diags, s->pos, "%s, %s", e->reason, manner_words[f->manner]);
    return 0;
}

static int advance(struct play *y, instant start, int days)
{
    return simulation_advance(&y->sim, instant_add_days(start, days, y->p->zone), y->e);
}

static int play_days(struct play *y, instant start)
{
    const int kinds[] = {EVENT_CASE_STARTED, -1},
              faults[] = {EVENT_SKIPPED, EVENT_CASE_STOPPED, -1};
    struct event_filter begun = {.programme = y->p->name, .kinds = kinds};
    struct event_filter faulty = {.programme = y->p->name, .kinds = faults};

    if (advance(y, start, JOIN_DAYS) < 0)
        return -1;
    y->counts = true;
    if (advance(y, start, SAID_DAYS) < 0)
        return -1;
    y->counts = false;
    if ((y->manner != SILENT && say_everything(y) < 0) || advance(y, start, SAID_DAYS + 1) < 0)
        return -1;
    y->counts = true;
    if (advance(y, start, YEAR_DAYS) < 0)
        return -1;
    if (store_walk_events(y->sim.store, y->arena, &begun, note_begin, y->found) < 0 ||
        store_walk_events(y->sim.store, y->arena, &faulty, note_fault, y->found) < 0)
        return err_set(y->e, "%s", store_error(y->sim.store));
    return 0;
}

static int play_year(struct findings *f, const struct programme_folder *folder, enum manner manner,
                     instant start, struct err *e)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(PLAY_BYTES);
    struct play y = {.arena = a,
                     .config = ctl_folder_config(a, folder),
                     .found = f,
                     .p = f->p,
                     .manner = manner,
                     .e = e};
    int rc = open_play(&y, start);

    if (rc == 0)
        rc = play_days(&y, start);
    simulation_release(&y.sim);
    return rc;
}

/* ---- what is told of it ---------------------------------------------------------------------- */

static void warn_of_clash(const struct findings *f, const struct clash *c, struct diags *d)
{
    const char *day = date_format(f->arena, c->first);

    diag_warning(
        d, c->step[1]->pos, "on %s \"%s\" of %s and \"%s\" of %s both write to one %s, %s%s", day,
        c->step[1]->id, c->rule[1]->name, c->step[0]->id,
        c->rule[0] == c->rule[1] ? "the same rule" : c->rule[0]->name, c->role,
        manner_words[c->manner],
        c->days > 1 ? arena_printf(f->arena, " (and on %zu more days of a year)", c->days - 1)
                    : "");
}

/* Whether the year has all that the trigger waits for. What another rule starts may hang on an
 * answer that nobody gave. */
static bool is_played(const struct programme *p, const struct trigger *t)
{
    const struct meeting *m = trigger_is_relative(t) ? programme_meeting(p, t->name) : NULL;

    if (t->kind == TRIGGER_SINCE)
        return t->months < 12 && t->days < YEAR_DAYS - JOIN_DAYS;
    if (m)
        return m->times_count == 1; /* one of several is chosen when it may be */
    return t->kind == TRIGGER_SCHEDULE || t->kind == TRIGGER_JOINED || t->kind == TRIGGER_MATCHED ||
           t->kind == TRIGGER_SAID;
}

static void warn_of_sleeper(const struct programme *p, const struct rule *r, struct diags *d)
{
    for (size_t i = 0; i < r->triggers_count; i++)
        if (!is_played(p, &r->triggers[i]))
            return;
    diag_warning(d, r->pos,
                 "\"%s\" never begins within a year: look at its trigger, and at \"if:\"", r->name);
}

void year_check(struct arena *a, const struct programme_folder *folder, const struct programme *p,
                instant start, struct diags *d)
{
    struct findings f = {.arena = a, .p = p, .diags = d};
    struct err e;

    f.began = arena_array(a, p->rules_count + 1, sizeof *f.began);
    for (enum manner m = SILENT; m < MANNERS; m++) {
        f.manner = m;
        if (play_year(&f, folder, m, start, &e) == 0)
            continue;
        diag_warning(d, (struct pos){.file = folder->path}, "a year can't be played: %s", e.text);
        return;
    }
    for (size_t i = 0; i < f.count; i++)
        warn_of_clash(&f, &f.clashes[i], d);
    for (size_t i = 0; i < p->rules_count; i++)
        if (!f.began[i])
            warn_of_sleeper(p, &p->rules[i], d);
}
