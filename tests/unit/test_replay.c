/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_replay.c - properties of random histories.
 *
 * People join, are matched, fall silent, answer, bounce, go away, refuse, say
 * commands; nothing runs for days, programmes are paused. Whatever the order:
 * the log rebuilds the store; the same history gives the same log; no letter and no
 * decision without a reason; no two letters for one step and recipient; every case
 * ends, waits for something with a date, or is stopped with a reason. A failure
 * names its seed.
 */
#include "ctl/rule_tests.h"
#include "engine/replay.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#define SEEDS        30
#define MOVES        60
#define MOST_PEOPLE  12
#define MOST_LETTERS 4000
#define DUMP_BYTES   (64u * 1024 * 1024)

struct history {
    struct arena *arena;
    const struct config *config;
    struct simulation sim;
    uint64_t random; /* its state */
    int64_t people[MOST_PEOPLE];
    size_t people_count;
    int64_t letters[MOST_LETTERS]; /* that were sent */
    size_t letters_count;
    unsigned messages;
    struct err e;
};

/* ---- chance: splitmix64 ------------------------------------------------------------- */

static uint64_t next(struct history *h)
{
    uint64_t z = h->random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(struct history *h, size_t n)
{
    return next(h) % n;
}

#define one_of(h, array) ((array)[below((h), sizeof(array) / sizeof *(array))])

/* ---- what can happen ------------------------------------------------------------------ */

static void good(struct history *h, int rc)
{
    if (rc < 0)
        fail_msg("%s", h->e.text);
}

static int on_letter(void *ctx, const struct outbox_row *l, instant at)
{
    struct history *h = ctx;

    (void)at;
    if (h->letters_count < MOST_LETTERS)
        h->letters[h->letters_count++] = l->id;
    return 0;
}

static void perform(struct history *h, enum event_kind kind, int64_t person, int64_t other,
                    const char *name, const char *value, instant until)
{
    struct event ev = {.kind = kind,
                       .programme = "mentor2mentor",
                       .person = person,
                       .other = other,
                       .name = name,
                       .value = value,
                       .until = until,
                       .reason = "it happened"};

    good(h, simulation_perform(&h->sim, &ev, &h->e));
}

static int64_t somebody(struct history *h)
{
    return h->people[below(h, h->people_count)];
}

static int64_t join(struct history *h, const char *role, const char *value)
{
    const char *address = arena_printf(h->arena, "p%zu@example.org", h->people_count);
    struct person_row row = {.name = arena_printf(h->arena, "P%zu", h->people_count),
                             .status = STATUS_ACTIVE,
                             .addresses = &address,
                             .addresses_count = 1};

    assert_int_equal(store_begin(h->sim.store), 0);
    assert_int_equal(store_put_person(h->sim.store, &row), 0);
    assert_int_equal(store_commit(h->sim.store), 0);
    perform(h, EVENT_PERSON_ADDED, row.id, 0, NULL, value, 0);
    perform(h, EVENT_ROLE_GIVEN, row.id, 0, role, value, 0);
    h->people[h->people_count++] = row.id;
    return row.id;
}

static void somebody_joins(struct history *h)
{
    static const char *const roles[] = {"mentor", "mentee", "mentor", "coordinator"};

    if (h->people_count < MOST_PEOPLE)
        join(h, one_of(h, roles), below(h, 4) ? NULL : "silent");
}

static void links_change(struct history *h)
{
    static const enum event_kind kinds[] = {EVENT_LINKED, EVENT_LINKED, EVENT_UNLINKED};
    static const char *const names[] = {"responsible", "match"};
    int64_t from = somebody(h), to = somebody(h);
    const char *name = one_of(h, names);

    if (from != to)
        perform(h, one_of(h, kinds), from, to, name,
                below(h, 5) || strcmp(name, "responsible") ? NULL : "reply", 0);
}

static void somebody_is_marked(struct history *h)
{
    static const char *const statuses[] = {
        STATUS_ACTIVE, STATUS_ACTIVE, STATUS_NON_RESPONSIVE, STATUS_OPTED_OUT, STATUS_LEFT,
        "away",        "back"};
    const char *status = one_of(h, statuses);
    int64_t person = somebody(h);

    perform(h, EVENT_MARKED, person, 0, NULL, status,
            strcmp(status, "away") ? 0 : h->sim.now + (instant)(1 + below(h, 20)) * 86400);
}

static void mail_comes(struct history *h)
{
    static const char *const texts[] = {
        "All is well.",
        "yes",
        "no",
        "reached",
        "not reached",
        "undo",
        "mentee-silent",
        "reviewed",
        "follow-up",
        "snooze 7 days",
        "stop",
        "I have not heard from my mentee.",
        "1 ok",
        "Mentor survey: https://s.example.org/a\nMentee survey: https://s.example.org/b",
        "reached by phone yesterday: doing well"};
    static const enum incoming_class classes[] = {INCOMING_HUMAN,      INCOMING_HUMAN,
                                                  INCOMING_HUMAN,      INCOMING_HUMAN,
                                                  INCOMING_AUTO_REPLY, INCOMING_BOUNCE};
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(1024 * 1024);
    struct outbox_row letter;
    struct person_row p;
    struct incoming in = {.mailbox = h->config->self.address,
                          .class = one_of(h, classes),
                          .text = one_of(h, texts),
                          .date = h->sim.now,
                          .number = ++h->messages};

    if (!h->letters_count)
        return;
    assert_int_equal(store_get_letter(h->sim.store, h->arena,
                                      h->letters[below(h, h->letters_count)], false, &letter),
                     0);
    if (!letter.recipient)
        return;
    assert_int_equal(store_get_person(h->sim.store, h->arena, letter.recipient, &p), 0);
    in.letter = &letter;
    in.from_name = p.name;
    in.from_address = p.addresses[0];
    if (in.class == INCOMING_AUTO_REPLY)
        in.text = NULL;
    if (in.class == INCOMING_AUTO_REPLY && below(h, 2))
        in.away_until = civil_at(h->sim.now + (instant)(1 + below(h, 30)) * 86400,
                                 zone_find("America/New_York"))
                            .date;
    good(h, incoming_compose(&in, &bytes, &h->e));
    good(h, simulation_receive(&h->sim, bytes.data, bytes.len, &h->e));
}

static void time_passes(struct history *h)
{
    instant to = h->sim.now + (instant)(1 + below(h, 200)) * 3600;

    if (!below(h, 6))
        simulation_sleep(&h->sim, to);
    good(h, simulation_advance(&h->sim, to, &h->e));
}

static void mode_changes(struct history *h)
{
    const char *mode = below(h, 3) ? "live" : "paused";

    assert_int_equal(store_begin(h->sim.store), 0);
    assert_int_equal(store_set_mode(h->sim.store, "mentor2mentor", mode), 0);
    assert_int_equal(store_commit(h->sim.store), 0);
    perform(h, EVENT_MODE_SET, 0, 0, NULL, mode, 0);
}

static void move(struct history *h)
{
    static void (*const moves[])(struct history *) = {
        time_passes, time_passes,    time_passes,  mail_comes,         mail_comes,
        mail_comes,  somebody_joins, links_change, somebody_is_marked, mode_changes};

    one_of(h, moves)(h);
    good(h, simulation_advance(&h->sim, h->sim.now, &h->e));
}

/* ---- a history -------------------------------------------------------------------------- */

static const struct config *test_config(struct arena *a)
{
    struct config *c = arena_new_of(a, struct config);

    c->file = "(test)";
    c->organisation = "The Organisation";
    c->admin = "admin@example.org";
    c->programmes = "programmes";
    c->programme = "mentor2mentor";
    c->zone = zone_find("UTC");
    c->mailbox_name = "The Organisation";
    c->self.address = "mentors@example.org";
    c->mailboxes = arena_array(a, 1, sizeof *c->mailboxes);
    c->letters_per_address_and_day = 1000;
    return c;
}

static void begin(struct history *h, uint64_t seed)
{
    struct store *store;
    struct diags d;

    *h = (struct history){.arena = arena_new((size_t)512 << 20), .random = seed};
    h->config = test_config(h->arena);
    diags_init(&d, h->arena);
    good(h, store_open(&store, NULL, STORE_MEMORY, &h->e));
    good(h, simulation_init(&h->sim, h->config, store, 1796655600 /* 2026-12-07 */, &d, &h->e));
    h->sim.on_letter = on_letter;
    h->sim.ctx = h;
    mode_changes(h);
    join(h, "coordinator", "silent");
    join(h, "welcome", "silent");
    join(h, "mentor", "silent");
    join(h, "mentee", "silent");
    perform(h, EVENT_LINKED, h->people[2], h->people[0], "responsible", "silent", 0);
    perform(h, EVENT_LINKED, h->people[2], h->people[3], "match", "silent", 0);
    good(h, simulation_advance(&h->sim, h->sim.now, &h->e));
}

static void end(struct history *h)
{
    simulation_release(&h->sim);
    arena_free(h->arena);
}

/* ---- what must hold ------------------------------------------------------------------------ */

static void rebuilt(struct history *h, uint64_t seed, int moves)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1024 * 1024);
    struct replay_sum sum;

    assert_int_equal(replay_verify(h->sim.store, engine_shelf(h->sim.engine), &out, &sum), 0);
    if (sum.differences)
        fail_msg("seed %llu, after %d moves: %s", (unsigned long long)seed, moves, buf_str(&out));
}

struct keys {
    struct arena *arena;
    const char **items;
    size_t count, cap;
    uint64_t seed;
};

/* Facts (a letter was sent) need no reason; whatever was decided does. */
static bool is_decision(enum event_kind kind)
{
    return kind == EVENT_LETTER_QUEUED || kind == EVENT_CASE_STARTED ||
           kind == EVENT_STEP_ENTERED || kind == EVENT_CASE_ENDED || kind == EVENT_CASE_STOPPED ||
           kind == EVENT_SILENCE || kind == EVENT_SKIPPED || kind == EVENT_MARKED ||
           kind == EVENT_LINKED || kind == EVENT_HOLD_ANNOUNCED;
}

/* Letters of steps; those that answer mail go as often as mail comes. A hold is announced again
 * when its date moves: what may not come twice is the event. */
static bool is_of_a_step(const struct event *e)
{
    enum letter_kind kind;

    return e->kind == EVENT_LETTER_QUEUED && e->case_id &&
           letter_kind_parse(e->value, &kind) == 0 && kind <= LETTER_REPORT && kind != LETTER_HOLD;
}

static int no_letter_twice(void *ctx, const struct event *e)
{
    struct keys *k = ctx;
    const char *key;

    if (is_decision(e->kind) && (!e->reason || !*e->reason))
        fail_msg("seed %llu: %s without a reason", (unsigned long long)k->seed,
                 event_kind_name(e->kind));
    if (!is_of_a_step(e) && e->kind != EVENT_HOLD_ANNOUNCED)
        return 0;
    key = e->kind == EVENT_HOLD_ANNOUNCED
              ? arena_printf(k->arena, "case %lld, hold of %s until %lld", (long long)e->case_id,
                             e->step, (long long)e->until)
              : arena_printf(k->arena, "case %lld, %s, %s %s to %lld", (long long)e->case_id,
                             e->step, e->value, e->name, (long long)e->person);
    for (size_t i = 0; i < k->count; i++)
        if (!strcmp(k->items[i], key))
            fail_msg("seed %llu: twice: %s", (unsigned long long)k->seed, key);
    const char **slot = arena_grow(k->arena, &k->items, k->count++, &k->cap, sizeof *slot);
    *slot = key;
    return 0;
}

static bool letter_waits(struct history *h, int64_t case_id)
{
    struct outbox_row rows[256];
    int n = store_waiting_letters(h->sim.store, h->arena, "mentor2mentor", 0, rows, 256);

    for (int i = 0; i < n; i++)
        if (rows[i].case_id == case_id)
            return true;
    return false;
}

static void cases_rest(struct history *h, uint64_t seed)
{
    struct kase open[64];
    int n = store_open_cases(h->sim.store, h->arena, "mentor2mentor", 0, open, 64);

    for (int i = 0; i < n; i++) {
        const struct kase *k = &open[i];
        bool dated = (k->phase == PHASE_WAITING || k->phase == PHASE_HELD) && k->due;
        if (!dated && k->phase != PHASE_STOPPED && !letter_waits(h, k->id))
            fail_msg("seed %llu: case %lld (%s, at %s) waits for nothing", (unsigned long long)seed,
                     (long long)k->id, k->rule, k->step);
    }
}

static int dump_event(void *ctx, const struct event *e)
{
    const char *const texts[] = {e->rule, e->occurrence, e->step, e->name, e->value, e->reason};

    buf_addf(ctx, "%lld %s %lld %lld %lld %lld %lld %lld", (long long)e->at,
             event_kind_name(e->kind), (long long)e->case_id, (long long)e->person,
             (long long)e->other, (long long)e->by, (long long)e->letter, (long long)e->until);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        buf_addf(ctx, "|%s", texts[i] ? texts[i] : "");
    buf_addc(ctx, '\n');
    return 0;
}

/* Plays the history of a seed and checks it; its log comes in out. */
static void play(uint64_t seed, struct buf *out)
{
    struct event_filter all = {0};
    struct history h;
    struct keys keys;

    begin(&h, seed);
    for (int i = 0; i < MOVES; i++) {
        move(&h);
        if (i % 5 == 4)
            rebuilt(&h, seed, i + 1);
        cases_rest(&h, seed);
    }
    keys = (struct keys){.arena = h.arena, .seed = seed};
    assert_int_equal(store_walk_events(h.sim.store, h.arena, &all, no_letter_twice, &keys), 0);
    assert_int_equal(store_walk_events(h.sim.store, h.arena, &all, dump_event, out), 0);
    end(&h);
}

static void random_histories(void **state)
{
    size_t bytes = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        _cleanup_(buf_release) struct buf log = BUF_INIT(DUMP_BYTES);
        play(seed, &log);
        bytes += log.len;
    }
    assert_true(bytes > SEEDS * 4000); /* much happened in them */
}

static void the_same_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 101; seed < 105; seed++) {
        _cleanup_(buf_release) struct buf one = BUF_INIT(DUMP_BYTES), two = BUF_INIT(DUMP_BYTES);
        play(seed, &one);
        play(seed, &two);
        assert_string_equal(buf_str(&one), buf_str(&two));
    }
}

/* The comparison must be able to fail. */
static void a_change_by_hand_is_found(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(65536);
    struct replay_sum sum;
    struct history h;
    struct state s;

    (void)state;
    begin(&h, 7);
    assert_int_equal(store_load_state(h.sim.store, h.arena,
                                      engine_shelf(h.sim.engine)->programmes[0].rules, h.people[2],
                                      0, &s),
                     0);
    state_person(&s, h.people[2])->status = STATUS_LEFT;
    state_person(&s, h.people[2])->dirty = true;
    s.links[0].gone = s.links[0].dirty = true;
    assert_int_equal(store_begin(h.sim.store), 0);
    assert_int_equal(store_save_state(h.sim.store, &s), 0);
    assert_int_equal(store_commit(h.sim.store), 0);
    assert_int_equal(replay_verify(h.sim.store, engine_shelf(h.sim.engine), &out, &sum), 0);
    assert_int_equal(sum.differences, 2);
    assert_non_null(strstr(buf_str(&out), "active by the log, left in the store"));
    assert_non_null(strstr(buf_str(&out), "only by the log"));
    end(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories),
        cmocka_unit_test(the_same_twice),
        cmocka_unit_test(a_change_by_hand_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
