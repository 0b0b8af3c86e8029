/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/world.h"
#include "rules/load.h"
#include "tests/unit/support/mini.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define WORLD_BYTES   ((size_t)512 << 20)
#define DUMP_BYTES    ((size_t)16 << 20)
#define MOST_OUTCOMES 20000 /* of one event */

/* ---- in words ------------------------------------------------------------------ */

static void dump_text(struct buf *out, const char *text)
{
    buf_addf(out, " %s", text ? text : "-");
}

static void dump_numbers(struct buf *out, size_t count, const int64_t *numbers)
{
    for (size_t i = 0; i < count; i++)
        buf_addf(out, " %lld", (long long)numbers[i]);
}

#define NUMBERS(out, ...)                                                                          \
    dump_numbers((out), sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t),                        \
                 (int64_t[]){__VA_ARGS__})

static void dump_case(const struct kase *k, struct buf *out)
{
    buf_adds(out, "case");
    NUMBERS(out, k->id, k->person, k->other, k->phase, k->started, k->deadline, k->due, k->awaiting,
            k->reminded, k->put_off);
    dump_text(out, k->rule);
    dump_text(out, k->occurrence);
    dump_text(out, k->step);
    dump_text(out, k->announced);
    for (size_t i = 0; i < k->vars_count; i++) {
        dump_text(out, k->vars[i].name);
        dump_text(out, k->vars[i].value);
        NUMBERS(out, k->vars[i].text, k->vars[i].person);
    }
    buf_addc(out, '\n');
}

static void dump_people(const struct state *s, struct buf *out)
{
    for (size_t i = 0; i < s->people_count; i++) {
        const struct person *p = &s->people[i];
        buf_adds(out, "person");
        NUMBERS(out, p->id, p->away_until.year, p->away_until.month, p->away_until.day,
                p->unsorted_since);
        dump_text(out, p->status);
        buf_addc(out, '\n');
    }
    for (size_t i = 0; i < s->roles_count; i++) {
        const struct role_holding *h = &s->roles[i];
        buf_addf(out, "role %lld %s %d %d\n", (long long)h->person, h->role, h->load, h->gone);
    }
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        buf_addf(out, "link %s %d", l->kind, l->gone);
        NUMBERS(out, l->from, l->to, l->revert_to, l->since);
        buf_addc(out, '\n');
    }
}

void world_dump(const struct state *s, struct buf *out)
{
    dump_people(s, out);
    for (size_t i = 0; i < s->cases_count; i++)
        dump_case(&s->cases[i], out);
    for (size_t i = 0; i < s->appointments_count; i++) {
        const struct appointment *m = &s->appointments[i];
        buf_addf(out, "meeting %s %d", m->meeting, m->gone);
        NUMBERS(out, m->person, m->other, m->at);
        dump_text(out, m->choice);
        buf_addc(out, '\n');
    }
}

static void dump_event(const struct event *e, struct buf *out)
{
    const char *const texts[] = {e->programme, e->version, e->rule,  e->occurrence,
                                 e->step,      e->name,    e->value, e->reason};

    buf_adds(out, event_kind_name(e->kind));
    NUMBERS(out, e->at, e->case_id, e->person, e->other, e->by, e->letter, e->inbox, e->text,
            e->until);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        dump_text(out, texts[i]);
    buf_addc(out, '\n');
}

static void dump_letter(const struct letter_intent *l, struct buf *out)
{
    buf_addf(out, "letter %s %s", letter_kind_name(l->kind), l->letter);
    NUMBERS(out, l->to, l->as, l->about, l->about_other, l->case_id, l->not_before, l->until,
            l->text);
    dump_text(out, l->all ? l->all->role : NULL);
    dump_text(out, l->step);
    dump_text(out, l->reason);
    buf_addc(out, '\n');
}

static void dump_outcomes(const struct outcomes *o, struct buf *out)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->items[i].kind == OUTCOME_EVENT)
            dump_event(&o->items[i].event, out);
        else
            dump_letter(&o->items[i].letter, out);
}

/* ---- failing ---------------------------------------------------------------------- */

void world_fail(const struct world *w, int64_t case_id, const char *fmt, ...)
{
    _cleanup_(buf_release) struct buf said = BUF_INIT(DUMP_BYTES);
    va_list ap;

    va_start(ap, fmt);
    buf_vaddf(&said, fmt, ap);
    va_end(ap);
    print_error("seed %llu: ", (unsigned long long)w->seed);
    fputs(buf_str(&said), stderr);
    for (size_t i = 0; i < w->log_count; i++) {
        buf_reset(&said);
        dump_event(&w->log[i], &said);
        if (case_id && w->log[i].case_id == case_id)
            fprintf(stderr, "\n%s", buf_str(&said));
    }
    fputc('\n', stderr);
    buf_release(&said); /* what comes jumps */
    fail();
    abort();
}

/* ---- copies --------------------------------------------------------------------- */

static void *copy_of(struct arena *a, const void *items, size_t count, size_t size)
{
    void *copy = arena_array(a, count ? count : 1, size);

    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

#define COPY(a, s, field)                                                                          \
    ((s)->field = copy_of((a), (s)->field, (s)->field##_count, sizeof *(s)->field))

static void copy_case(struct arena *a, struct kase *k)
{
    k->rule = arena_strdup(a, k->rule);
    k->occurrence = arena_strdup(a, k->occurrence);
    k->step = arena_strdup(a, k->step);
    k->announced = arena_strdup(a, k->announced);
    COPY(a, k, vars);
}

/* Nothing in it is where it was, but for the words of answers. */
static struct state copy_state(struct arena *a, const struct state *of, struct programme *p)
{
    struct state s = *of;

    s.arena = a;
    s.programme = p;
    COPY(a, &s, people);
    COPY(a, &s, roles);
    COPY(a, &s, links);
    COPY(a, &s, cases);
    COPY(a, &s, appointments);
    for (size_t i = 0; i < s.cases_count; i++)
        copy_case(a, &s.cases[i]);
    return s;
}

/* ---- deciding, with proof ---------------------------------------------------------- */

static void is_same(struct world *w, struct buf *a, struct buf *b, const struct event *e,
                    const char *what)
{
    if (strcmp(buf_str(a), buf_str(b)))
        world_fail(w, 0, "%s (%s):\n%s\n--- and\n%s", what, event_kind_name(e->kind), buf_str(a),
                   buf_str(b));
}

static void decide_twice(struct world *w, const struct event *e, struct outcomes *out)
{
    _cleanup_(buf_release) struct buf before = BUF_INIT(DUMP_BYTES), after = BUF_INIT(DUMP_BYTES);
    _cleanup_(buf_release) struct buf one = BUF_INIT(DUMP_BYTES), two = BUF_INIT(DUMP_BYTES);
    struct outcomes again = {.arena = w->copies};
    struct state copy = copy_state(w->copies, &w->s, w->twin);
    struct event same = event_copy(w->copies, e);

    world_dump(&w->s, &before);
    dump_event(e, &before);
    decide(w->p, &w->s, e, w->now, out);
    world_dump(&w->s, &after);
    dump_event(e, &after);
    is_same(w, &before, &after, e, "decide changed what it was given");
    decide(w->twin, &copy, &same, w->now, &again);
    dump_outcomes(out, &one);
    dump_outcomes(&again, &two);
    is_same(w, &one, &two, e, "decide says two things of the same");
    arena_reset(w->copies);
}

/* ---- events ------------------------------------------------------------------------ */

static void push(struct world *w, struct outcome o)
{
    if (w->queue_count >= MOST_OUTCOMES)
        world_fail(w, 0, "this goes round in a circle");
    struct outcome *slot =
        arena_grow(w->scratch, &w->queue, w->queue_count++, &w->queue_cap, sizeof *slot);
    *slot = o;
}

static bool is_decision(enum event_kind kind)
{
    return kind != EVENT_LETTER_SENT && kind != EVENT_CONTACT_MADE && kind != EVENT_DUE &&
           kind != EVENT_HEARD;
}

static bool begins_case(enum event_kind kind)
{
    return kind == EVENT_CASE_STARTED || kind == EVENT_CASE_QUEUED;
}

static bool same_text(const char *a, const char *b)
{
    return a && b && !strcmp(a, b);
}

/* The store's unique key: one case an occurrence and subject. */
static bool has_begun(const struct world *w, const struct event *e)
{
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *k = &w->s.cases[i];
        if (same_text(k->rule, e->rule) && same_text(k->occurrence, e->occurrence) &&
            k->person == e->person && k->other == e->other)
            return true;
    }
    return false;
}

static void log_and_apply(struct world *w, struct event *e)
{
    const struct kase *k = e->case_id ? state_case(&w->s, e->case_id) : NULL;
    bool was_over = k && k->phase == PHASE_ENDED;

    if (is_decision(e->kind) && (!e->reason || !*e->reason))
        world_fail(w, 0, "%s without a reason", event_kind_name(e->kind));
    if (!event_is_transient(e->kind)) {
        struct event *slot =
            arena_grow(w->arena, &w->log, w->log_count++, &w->log_cap, sizeof *slot);
        *slot = event_copy(w->arena, e);
    }
    apply(&w->s, e);
    k = e->case_id ? state_case(&w->s, e->case_id) : NULL;
    if (was_over && k->phase != PHASE_ENDED)
        world_fail(w, k->id, "case %lld had ended before %s (%s)", (long long)k->id,
                   event_kind_name(e->kind), e->reason);
}

static unsigned *entries_of(struct world *w, int64_t case_id)
{
    while ((size_t)case_id >= w->entries_cap)
        arena_grow(w->arena, &w->entries, w->entries_cap, &w->entries_cap, sizeof *w->entries);
    return &w->entries[case_id];
}

/* engine/withdraw.c: what makes no sense any more is taken back. */
static bool is_overtaken(const struct world_letter *l, const struct event *e)
{
    if (e->kind == EVENT_MARKED)
        return l->to == e->person && l->kind < LETTER_FORWARD &&
               (same_text(e->value, STATUS_OPTED_OUT) || same_text(e->value, STATUS_LEFT));
    if (e->kind != EVENT_CASE_ENDED && e->kind != EVENT_STEP_ENTERED)
        return false;
    bool stays = e->kind == EVENT_STEP_ENTERED && same_text(l->step, e->step);
    return l->case_id == e->case_id && !stays &&
           (l->kind == LETTER_ATTEMPT || l->kind == LETTER_ASK || l->kind == LETTER_REMIND ||
            l->kind == LETTER_HOLD);
}

static struct event event_of_letter(const struct world *w, size_t i, enum event_kind kind)
{
    const struct world_letter *l = &w->letters[i];

    return (struct event){.kind = kind,
                          .letter = (int64_t)i + 1,
                          .case_id = l->case_id,
                          .step = l->step,
                          .person = l->to,
                          .value = letter_kind_name(l->kind),
                          .reason = "the letter's fate"};
}

static void withdraw(struct world *w, const struct event *e)
{
    for (size_t i = 0; i < w->letters_count; i++) {
        if (w->letters[i].fate != WAITS || !is_overtaken(&w->letters[i], e))
            continue;
        w->letters[i].fate = LOST;
        push(w, (struct outcome){.kind = OUTCOME_EVENT,
                                 .event = event_of_letter(w, i, EVENT_LETTER_DROPPED)});
    }
}

static void perform_event(struct world *w, struct event *e)
{
    struct outcomes out = {.arena = w->scratch};

    if (begins_case(e->kind)) {
        if (has_begun(w, e))
            return;
        e->case_id = ++w->cases;
    }
    if (event_is_overtaken(&w->s, e))
        return;
    e->at = e->at ? e->at : w->now;
    e->programme = w->p->name;
    e->version = w->p->version;
    if (e->kind == EVENT_STEP_ENTERED)
        ++*entries_of(w, e->case_id);
    log_and_apply(w, e);
    withdraw(w, e);
    decide_twice(w, e, &out);
    for (size_t i = 0; i < out.count; i++)
        push(w, out.items[i]);
}

/* ---- letters ------------------------------------------------------------------------ */

static const struct world_letter *written_before(const struct world *w,
                                                 const struct letter_intent *l)
{
    for (size_t i = w->letters_count; l->case_id && i-- > 0;) {
        const struct world_letter *other = &w->letters[i];
        if (other->case_id == l->case_id && other->to == l->to && other->kind == l->kind &&
            same_text(other->step, l->step))
            return other;
    }
    return NULL;
}

/* The store keeps one letter a step and recipient. A step that is done again, or an ask that
 * reminds its deputy, runs into that; within one entry nothing but these may. */
static bool is_written_again(struct world *w, const struct letter_intent *l)
{
    const struct world_letter *before = written_before(w, l);

    if (!before || l->kind > LETTER_REPORT)
        return false;
    if (!before->of_all && before->entry == *entries_of(w, l->case_id) &&
        l->kind != LETTER_REMIND && l->kind != LETTER_HOLD)
        world_fail(w, l->case_id, "case %lld writes twice at %s: %s to @%lld (%s)",
                   (long long)l->case_id, l->step, letter_kind_name(l->kind), (long long)l->to,
                   l->reason);
    return l->kind != LETTER_HOLD;
}

static void check_letter(struct world *w, const struct letter_intent *l)
{
    const struct person *to = state_person(&w->s, l->to);

    if (!l->reason || !*l->reason)
        world_fail(w, 0, "letter %s without a reason", l->letter);
    if (l->not_before < w->now)
        world_fail(w, 0, "letter %s for a time that has passed", l->letter);
    if (to && l->kind <= LETTER_REPORT && sending_instant(w->p, to, l->not_before) != l->not_before)
        world_fail(w, 0, "letter %s to @%lld at an hour that is none of theirs", l->letter,
                   (long long)l->to);
}

/* As engine/letters.c: a case does not wait for what was not written. */
static void leave_out(struct world *w, const struct letter_intent *l)
{
    const struct kase *k = state_case(&w->s, l->case_id);
    struct event e = {.kind = EVENT_CASE_STOPPED,
                      .at = w->now,
                      .case_id = l->case_id,
                      .step = l->step,
                      .programme = w->p->name,
                      .reason = "it is not written"};

    if ((l->kind == LETTER_ATTEMPT || l->kind == LETTER_ASK) && k->phase == PHASE_ACTING)
        log_and_apply(w, &e);
}

/* What was decided before it in the same cascade makes it senseless. */
static bool has_left_its_step(const struct world *w, const struct letter_intent *l)
{
    const struct kase *k = state_case(&w->s, l->case_id);

    return (l->kind == LETTER_ATTEMPT || l->kind == LETTER_ASK || l->kind == LETTER_REMIND ||
            l->kind == LETTER_HOLD) &&
           (k->phase == PHASE_ENDED || (l->kind != LETTER_HOLD && !same_text(k->step, l->step)));
}

static bool has_gone(const struct world *w, const struct letter_intent *l)
{
    const struct person *p = state_person(&w->s, l->to);

    return p && l->kind < LETTER_FORWARD &&
           (same_text(p->status, STATUS_LEFT) || same_text(p->status, STATUS_OPTED_OUT));
}

static void write_letter(struct world *w, const struct letter_intent *l)
{
    struct world_letter *slot;

    if (l->case_id && has_left_its_step(w, l))
        return;
    check_letter(w, l);
    if (has_gone(w, l) || is_written_again(w, l)) {
        leave_out(w, l);
        return;
    }
    slot = arena_grow(w->arena, &w->letters, w->letters_count++, &w->letters_cap, sizeof *slot);
    *slot = (struct world_letter){.kind = l->kind,
                                  .to = l->to,
                                  .case_id = l->case_id,
                                  .step = arena_strdup(w->arena, l->step),
                                  .not_before = l->not_before,
                                  .entry = l->case_id ? *entries_of(w, l->case_id) : 0};
    struct event e = event_of_letter(w, w->letters_count - 1, EVENT_LETTER_QUEUED);
    e.at = w->now;
    e.programme = w->p->name;
    e.reason = l->reason;
    log_and_apply(w, &e);
}

static bool is_meant(const struct world *w, const struct audience *all,
                     const struct role_holding *h)
{
    const struct person *p = state_person(&w->s, h->person);
    size_t i = 0, j = 0;

    return !h->gone && !strcmp(h->role, all->role) && p && !strcmp(p->status, STATUS_ACTIVE) &&
           (!all->matched || state_linked(&w->s, "match", h->person, false, &i) ||
            state_linked(&w->s, "match", h->person, true, &j));
}

static void write_to_all(struct world *w, const struct letter_intent *all)
{
    for (size_t i = 0; i < w->s.roles_count; i++) {
        const struct role_holding *h = &w->s.roles[i];
        struct letter_intent l = *all;
        if (!is_meant(w, all->all, h))
            continue;
        l.all = NULL;
        l.to = h->person;
        l.not_before = sending_instant(w->p, state_person(&w->s, l.to), w->now);
        if (written_before(w, &l))
            continue;
        write_letter(w, &l);
        w->letters[w->letters_count - 1].of_all = true;
    }
}

/* ---- a cascade ------------------------------------------------------------------------- */

void world_perform(struct world *w, struct event e)
{
    arena_reset(w->scratch);
    w->queue = NULL;
    w->queue_head = w->queue_count = w->queue_cap = 0;
    push(w, (struct outcome){.kind = OUTCOME_EVENT, .event = e});
    while (w->queue_head < w->queue_count) {
        struct outcome o = w->queue[w->queue_head++];
        if (o.kind == OUTCOME_EVENT)
            perform_event(w, &o.event);
        else if (o.letter.all)
            write_to_all(w, &o.letter);
        else
            write_letter(w, &o.letter);
    }
    world_is_at_rest(w);
}

void world_deliver(struct world *w, size_t letter, enum event_kind fate)
{
    struct event e = event_of_letter(w, letter, fate);

    w->letters[letter].fate = fate == EVENT_LETTER_SENT ? SENT : LOST;
    world_perform(w, e);
}

/* ---- at rest --------------------------------------------------------------------------- */

static int awaited_letters(const struct world *w, const struct kase *k)
{
    int n = 0;

    for (size_t i = 0; i < w->letters_count; i++) {
        const struct world_letter *l = &w->letters[i];
        n += l->fate == WAITS && l->case_id == k->id && same_text(l->step, k->step) &&
             (l->kind == LETTER_ATTEMPT || l->kind == LETTER_ASK);
    }
    return n;
}

static bool another_runs(const struct world *w, const struct kase *queued)
{
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *k = &w->s.cases[i];
        if (k->phase != PHASE_ENDED && !case_is_queued(k) && !strcmp(k->rule, queued->rule) &&
            k->person == queued->person && k->other == queued->other)
            return true;
    }
    return false;
}

/* A date, the server, a person, or the case before it. */
static bool waits_for_something(const struct world *w, const struct kase *k)
{
    switch (k->phase) {
    case PHASE_SENDING:
        return k->awaiting > 0 && awaited_letters(w, k) > 0;
    case PHASE_WAITING:
        if (case_is_queued(k))
            return another_runs(w, k) && !k->due;
        return case_stands_still(k) ? k->deadline <= w->now : k->due > 0;
    case PHASE_HELD:
        return k->due > 0;
    default:
        return k->phase != PHASE_ACTING;
    }
}

static void letter_makes_sense(struct world *w, const struct world_letter *l)
{
    const struct kase *k = l->case_id ? state_case(&w->s, l->case_id) : NULL;

    if (l->fate != WAITS || !k || (l->kind != LETTER_ATTEMPT && l->kind != LETTER_ASK))
        return;
    if (k->phase == PHASE_ENDED || !same_text(k->step, l->step))
        world_fail(w, k->id, "case %lld (%s) is over with %s, but its letter to @%lld would go",
                   (long long)k->id, k->rule, l->step, (long long)l->to);
}

void world_is_at_rest(struct world *w)
{
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *k = &w->s.cases[i];
        if (!waits_for_something(w, k))
            world_fail(w, k->id, "case %lld (%s of @%lld, at %s, phase %d) waits for nothing",
                       (long long)k->id, k->rule, (long long)k->person, k->step ? k->step : "-",
                       (int)k->phase);
    }
    for (size_t i = 0; i < w->letters_count; i++)
        letter_makes_sense(w, &w->letters[i]);
}

/* ---- a world ---------------------------------------------------------------------------- */

void world_init(struct world *w, uint64_t seed, instant start)
{
    *w = (struct world){.seed = seed,
                        .chance = {seed},
                        .arena = arena_new(WORLD_BYTES),
                        .scratch = arena_new(WORLD_BYTES),
                        .copies = arena_new(WORLD_BYTES),
                        .now = start};
    w->s = (struct state){.arena = w->arena, .mode = "live", .mail_read_until = INSTANT_NEVER};
}

void world_release(struct world *w)
{
    arena_free(w->arena);
    arena_free(w->scratch);
    arena_free(w->copies);
}

void world_rules(struct world *w, const char *yaml, size_t len)
{
    w->p = mini_load(w->arena, yaml, len);
    w->twin = mini_load(w->arena, yaml, len);
    w->s.programme = w->p;
}

/* Zones and languages are rows of the store, and no events. */
static void take_settings(struct state *s, const struct state *from)
{
    for (size_t i = 0; i < s->people_count; i++) {
        s->people[i].zone = from->people[i].zone;
        s->people[i].language = from->people[i].language;
    }
}

void world_restart(struct world *w)
{
    _cleanup_(buf_release) struct buf one = BUF_INIT(DUMP_BYTES), two = BUF_INIT(DUMP_BYTES);
    struct state again = {.arena = w->arena,
                          .programme = w->p,
                          .mode = w->s.mode,
                          .mail_read_until = w->s.mail_read_until};
    const struct event restart = {.kind = EVENT_MODE_SET};

    for (size_t i = 0; i < w->log_count; i++)
        apply(&again, &w->log[i]);
    world_dump(&w->s, &one);
    world_dump(&again, &two);
    is_same(w, &one, &two, &restart, "the log makes another state");
    take_settings(&again, &w->s);
    w->s = again;
}
