/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/mini.h"
#include "rules/load.h"
#include "tests/unit/unit.h"

#include <string.h>

#define MINI_BYTES (512u * 1024 * 1024)

static bool any_letter(void *ctx, const char *name, const char **near)
{
    (void)ctx;
    (void)name;
    *near = NULL;
    return true;
}

struct programme *mini_load(struct arena *a, const char *yaml, size_t len)
{
    _cleanup_(buf_release) struct buf said = BUF_INIT(64 * 1024);
    struct rules_source src = {.file = "rules.yaml",
                               .bytes = yaml,
                               .len = len,
                               .version = "test",
                               .letter_exists = any_letter};
    struct diags d;

    diags_init(&d, a);
    struct programme *p = rules_load(a, &src, &d);
    diags_print(&d, &said);
    if (!p)
        fail_msg("%s", buf_str(&said));
    return p;
}

static void empty_state(struct mini *m, struct state *s)
{
    *s = (struct state){
        .arena = m->arena, .programme = m->p, .mode = "live", .mail_read_until = INSTANT_NEVER};
}

void mini_init(struct mini *m, struct programme *p, struct programme *reloaded, const char *start)
{
    struct civil c;

    *m = (struct mini){.arena = arena_new(MINI_BYTES), .p = p, .reloaded = reloaded};
    empty_state(m, &m->state);
    assert_int_equal(civil_parse(start, &c), 0);
    m->now = civil_instant(c, m->p->zone);
}

void mini_release(struct mini *m)
{
    arena_free(m->arena);
}

/* ---- performing --------------------------------------------------------------- */

static void keep(struct mini *m, const struct event *e)
{
    struct event *slot = arena_grow(m->arena, &m->log, m->log_count++, &m->log_cap, sizeof *slot);
    *slot = *e;
    slot->id = (int64_t)m->log_count;
}

static void write_letter(struct mini *m, const struct letter_intent *l);

static void perform_all(struct mini *m, struct outcomes *out)
{
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].kind == OUTCOME_EVENT)
            mini_perform(m, out->items[i].event);
        else
            write_letter(m, &out->items[i].letter);
    }
}

void mini_perform(struct mini *m, struct event e)
{
    struct outcomes out = {.arena = m->arena};

    e.at = m->now;
    e.programme = m->p->name;
    if (e.kind == EVENT_CASE_STARTED)
        e.case_id = ++m->next_case;
    if (!event_is_transient(e.kind))
        keep(m, &e);
    apply(&m->state, &e);
    decide(m->p, &m->state, &e, m->now, &out);
    perform_all(m, &out);
}

static bool wrote_before(const struct mini *m, const struct letter_intent *l)
{
    for (size_t i = 0; i < m->log_count; i++) {
        const struct event *e = &m->log[i];
        if (e->kind == EVENT_LETTER_QUEUED && l->case_id && e->case_id == l->case_id &&
            !strcmp(e->step, l->step) && e->person == l->to &&
            !strcmp(e->value, letter_kind_name(l->kind)) && l->kind != LETTER_HOLD)
            return true;
    }
    return false;
}

/* Letters go out the moment they may; sending hours move the clock. */
static void write_letter(struct mini *m, const struct letter_intent *l)
{
    struct event e = {.kind = EVENT_LETTER_QUEUED,
                      .letter = (int64_t)m->letters_count + 1,
                      .case_id = l->case_id,
                      .step = l->step,
                      .person = l->to,
                      .by = l->as,
                      .name = l->letter,
                      .value = letter_kind_name(l->kind),
                      .reason = l->reason};
    struct mini_letter *slot;

    assert_false(wrote_before(m, l));
    assert_true(l->reason && l->reason[0]);
    if (l->not_before > m->now)
        m->now = l->not_before;
    slot = arena_grow(m->arena, &m->letters, m->letters_count++, &m->letters_cap, sizeof *slot);
    *slot = (struct mini_letter){l->kind, l->letter, l->to, l->as, m->now, l->reason};
    mini_perform(m, e);
    e.kind = EVENT_LETTER_SENT;
    mini_perform(m, e);
}

int64_t mini_person(struct mini *m, int64_t id, const char *role)
{
    mini_perform(m, (struct event){.kind = EVENT_PERSON_ADDED, .person = id, .value = "silent"});
    mini_perform(
        m, (struct event){.kind = EVENT_ROLE_GIVEN, .person = id, .name = role, .value = "silent"});
    return id;
}

void mini_link(struct mini *m, const char *kind, int64_t from, int64_t to)
{
    mini_perform(
        m, (struct event){
               .kind = EVENT_LINKED, .person = from, .other = to, .name = kind, .value = "silent"});
}

void mini_trigger(struct mini *m, const char *rule, const char *occurrence, int64_t person)
{
    mini_perform(m, (struct event){.kind = EVENT_TRIGGERED,
                                   .rule = rule,
                                   .person = person,
                                   .occurrence = occurrence,
                                   .reason = "the test says so"});
}

void mini_hear(struct mini *m, int64_t person, const char *value, instant until)
{
    mini_perform(
        m, (struct event){.kind = EVENT_HEARD, .person = person, .value = value, .until = until});
}

/* ---- time --------------------------------------------------------------------- */

static struct kase *earliest(struct mini *m)
{
    struct kase *first = NULL;

    for (size_t i = 0; i < m->state.cases_count; i++) {
        struct kase *k = &m->state.cases[i];
        if (k->phase != PHASE_ENDED && k->due && (!first || k->due < first->due))
            first = k;
    }
    return first;
}

bool mini_next(struct mini *m)
{
    struct kase *k = earliest(m);

    if (!k)
        return false;
    if (k->due > m->now)
        m->now = k->due;
    mini_perform(m,
                 (struct event){
                     .kind = EVENT_DUE, .case_id = k->id, .person = k->person, .other = k->other});
    return true;
}

void mini_advance(struct mini *m, instant t)
{
    struct kase *k;

    while ((k = earliest(m)) && k->due <= t)
        mini_next(m);
    m->now = t > m->now ? t : m->now;
}

/* ---- reload and restart ------------------------------------------------------- */

void mini_reload(struct mini *m)
{
    struct programme *before = m->p;

    m->p = m->reloaded;
    m->reloaded = before;
    m->state.programme = m->p;
}

static void assert_same_text(const char *a, const char *b)
{
    assert_string_equal(a ? a : "-", b ? b : "-");
}

static void assert_same_case(const struct kase *a, const struct kase *b)
{
    assert_int_equal(a->id, b->id);
    assert_same_text(a->step, b->step);
    assert_int_equal(a->phase, b->phase);
    assert_true(a->deadline == b->deadline && a->due == b->due);
    assert_int_equal(a->awaiting, b->awaiting);
    assert_same_text(a->announced, b->announced);
    assert_int_equal(a->reminded, b->reminded);
    assert_int_equal(a->put_off, b->put_off);
    assert_int_equal(a->vars_count, b->vars_count);
}

void mini_restart(struct mini *m)
{
    struct state again;

    empty_state(m, &again);
    for (size_t i = 0; i < m->log_count; i++)
        apply(&again, &m->log[i]);
    assert_int_equal(again.people_count, m->state.people_count);
    for (size_t i = 0; i < again.people_count; i++) {
        assert_same_text(again.people[i].status, m->state.people[i].status);
        assert_int_equal(date_compare(again.people[i].away_until, m->state.people[i].away_until),
                         0);
        assert_int_equal(state_responsible(&again, again.people[i].id),
                         state_responsible(&m->state, again.people[i].id));
    }
    assert_int_equal(again.cases_count, m->state.cases_count);
    for (size_t i = 0; i < again.cases_count; i++)
        assert_same_case(&again.cases[i], &m->state.cases[i]);
    m->state = again;
}

size_t mini_count(const struct mini *m, const char *letter, int64_t to)
{
    size_t n = 0;

    for (size_t i = 0; i < m->letters_count; i++)
        n += !strcmp(m->letters[i].letter, letter) && (!to || m->letters[i].to == to);
    return n;
}

size_t mini_open_cases(const struct mini *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->state.cases_count; i++)
        n += m->state.cases[i].phase != PHASE_ENDED;
    return n;
}
