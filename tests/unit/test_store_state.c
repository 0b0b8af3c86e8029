/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slices of state, cases, and the log. */
#include "store/internal.h"
#include "tests/unit/support/store_test.h"
#include <stdio.h>
#include <string.h>

static struct store *s;
static struct arena *a;
static struct state st;
static int64_t ana, bea, carol, wen;

/* Ana is a mentor, Bea her mentee; Carol is responsible for Ana, Wen welcomes. */
static int setup(void **state)
{
    s = store_test_new();
    a = arena_new(64 << 20);
    ana = store_test_person(s, "ana");
    bea = store_test_person(s, "bea");
    carol = store_test_person(s, "carol");
    wen = store_test_person(s, "wen");
    assert_int_equal(store_load_state(s, a, store_test_programme(), ana, 0, &st), 0);
    state_add_role(&st, ana, "mentor", 0);
    state_add_person(&st, bea);
    state_add_person(&st, carol);
    state_add_person(&st, wen);
    state_add_role(&st, bea, "mentee", 0);
    state_add_role(&st, carol, "coordinator", 0);
    state_add_role(&st, wen, "welcome", 0);
    state_add_link(&st, "match", ana, bea);
    state_add_link(&st, "responsible", ana, carol);
    for (size_t i = 0; i < st.roles_count; i++)
        st.roles[i].dirty = true;
    for (size_t i = 0; i < st.links_count; i++)
        st.links[i].dirty = true;
    IN_TRANSACTION(s, assert_int_equal(store_save_state(s, &st), 0));
    return 0;
}

static int teardown(void **state)
{
    store_close(s);
    arena_free(a);
    return 0;
}

static void load(int64_t person, int64_t other)
{
    if (store_load_state(s, a, store_test_programme(), person, other, &st) < 0)
        fail_msg("%s", store_error(s));
}

static struct kase *begin(const char *rule, const char *occurrence, int64_t person, int64_t other)
{
    struct kase *k = state_add_case(&st, store_new_case_id(s));

    k->rule = rule;
    k->occurrence = occurrence;
    k->person = person;
    k->other = other;
    k->step = "attempt-check-in";
    k->phase = PHASE_WAITING;
    k->started = T0;
    k->deadline = k->due = T0 + 7 * 86400;
    k->dirty = true;
    return k;
}

static void save(void)
{
    assert_int_equal(store_begin(s), 0);
    if (store_save_state(s, &st) < 0 || store_commit(s) < 0)
        fail_msg("%s", store_error(s));
}

/* ---- slices --------------------------------------------------------------------------- */

static int load_of(int64_t person)
{
    for (size_t i = 0; i < st.roles_count; i++)
        if (st.roles[i].person == person)
            return st.roles[i].load;
    return -1;
}

static void a_slice_has_who_is_linked(void **state)
{
    load(bea, 0);
    assert_non_null(state_person(&st, bea));
    assert_non_null(state_person(&st, ana));   /* her mentor */
    assert_non_null(state_person(&st, carol)); /* her mentor's coordinator */
    assert_non_null(state_person(&st, wen));   /* holds a small role */
    assert_true(state_has_role(&st, bea, "mentee"));
    assert_true(state_has_role(&st, ana, "mentor"));
    assert_int_equal(st.links_count, 2);
    assert_int_equal(load_of(carol), 1);
    assert_int_equal(load_of(wen), 0);
    assert_string_equal(st.mode, "shadow");
    assert_string_equal(state_person(&st, ana)->language, "en");
}

/* Small roles are read once a transaction: what is written in it counts all the same. */
static void a_slice_sees_what_its_transaction_wrote(void **state)
{
    int64_t dan = store_test_person(s, "dan");
    struct inbox_row mail = {.mailbox = "INBOX", .uid = "1", .hash = "h", .fetched = T0};
    int64_t inbox;

    assert_int_equal(store_begin(s), 0);
    load(bea, 0);
    assert_null(state_person(&st, dan));
    state_add_person(&st, dan);
    state_add_role(&st, dan, "coordinator", 0);
    st.roles[st.roles_count - 1].dirty = true;
    state_add_link(&st, "responsible", bea, dan);
    st.links[st.links_count - 1].dirty = true;
    assert_int_equal(store_save_state(s, &st), 0);
    load(wen, 0);
    assert_true(state_has_role(&st, dan, "coordinator"));
    assert_int_equal(load_of(dan), 1);
    assert_int_equal(state_person(&st, dan)->unsorted_since, 0);
    assert_true((inbox = store_put_inbox(s, &mail)) > 0);
    assert_int_equal(store_inbox_done(s, inbox, "unsorted", dan, 0, T0, "whose?"), 0);
    load(wen, 0);
    assert_int_equal(state_person(&st, dan)->unsorted_since, T0);
    assert_int_equal(store_sorted(s, inbox), 0);
    load(wen, 0);
    assert_int_equal(state_person(&st, dan)->unsorted_since, 0);
    store_rollback(s);
    load(wen, 0);
    assert_null(state_person(&st, dan));
}

static void a_slice_of_the_programme_has_its_offices(void **state)
{
    load(0, 0);
    assert_non_null(state_person(&st, wen));
    assert_int_equal(st.links_count, 0);
}

static void a_slice_stays_small_in_a_large_programme(void **state)
{
    store_test_sql(s, SQLITE_OK,
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                   " INSERT INTO person (name, folded, status) SELECT 'x', 'x', 'active' FROM n;"
                   "INSERT INTO role SELECT 'm2m', 'mentor', id, 0 FROM person WHERE id > 4;"
                   "INSERT INTO link SELECT 'm2m', 'responsible', id, 3, NULL, 0 FROM person"
                   " WHERE id > 4");
    load(ana, 0);
    assert_int_equal(st.people_count, 4);
    assert_int_equal(load_of(carol), 501);
    load(carol, 0); /* all of hers come when she is the subject */
    assert_int_equal(st.people_count, 504);
}

static void a_changed_slice_is_saved(void **state)
{
    load(ana, 0);
    state_person(&st, ana)->status = STATUS_NON_RESPONSIVE;
    state_person(&st, ana)->away_until = (struct date){2027, 1, 4};
    state_person(&st, ana)->dirty = true;
    for (size_t i = 0; i < st.links_count; i++)
        if (!strcmp(st.links[i].kind, "responsible"))
            st.links[i].gone = st.links[i].dirty = true;
    state_add_link(&st, "responsible", ana, wen);
    st.links[st.links_count - 1].revert_to = carol;
    st.links[st.links_count - 1].since = T0;
    st.links[st.links_count - 1].dirty = true;
    save();
    load(ana, 0);
    assert_string_equal(state_person(&st, ana)->status, STATUS_NON_RESPONSIVE);
    assert_int_equal(state_person(&st, ana)->away_until.month, 1);
    assert_int_equal(st.links_count, 2);
    assert_int_equal(load_of(carol), 0);
    assert_int_equal(load_of(wen), 1);
    for (size_t i = 0; i < st.links_count; i++)
        if (!strcmp(st.links[i].kind, "responsible")) {
            assert_int_equal(st.links[i].revert_to, carol);
            assert_int_equal(st.links[i].since, T0);
        }
}

static void a_role_is_given_and_taken(void **state)
{
    load(ana, 0);
    for (size_t i = 0; i < st.roles_count; i++)
        if (st.roles[i].person == ana)
            st.roles[i].gone = st.roles[i].dirty = true;
    save();
    load(ana, 0);
    assert_false(state_has_role(&st, ana, "mentor"));
}

static void unsorted_mail_shows_on_the_person(void **state)
{
    struct inbox_row m = {.mailbox = "main/INBOX", .uid = "1", .hash = "h", .raw = ""};
    instant since;

    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_put_inbox(s, &m), 1);
    assert_int_equal(store_inbox_done(s, 1, "unsorted", ana, 0, T0, "who is it?"), 0);
    assert_int_equal(store_commit(s), 0);
    load(ana, 0);
    assert_int_equal(state_person(&st, ana)->unsorted_since, T0);
    assert_int_equal(store_sorted(s, 1), 0);
    assert_int_equal(store_unsorted_since(s, ana, &since), 0);
    assert_int_equal(since, 0);
}

/* ---- cases ------------------------------------------------------------------------------- */

static void a_case_comes_back_as_saved(void **state)
{
    struct kase *k = begin("check-in", "2026-12", ana, bea), out;
    const char *programme;

    k->announced = "reassign-welcome";
    k->put_off = true;
    k->awaiting = 2;
    k->vars = arena_array(a, 2, sizeof *k->vars);
    k->vars[0] = (struct case_var){.name = "link", .value = "https://example.org"};
    k->vars[1] = (struct case_var){.name = "flagged", .person = bea};
    k->vars_count = 2;
    save();
    assert_int_equal(store_get_case(s, a, k->id, &out, &programme), 0);
    assert_string_equal(programme, "m2m");
    assert_string_equal(out.rule, "check-in");
    assert_string_equal(out.step, "attempt-check-in");
    assert_string_equal(out.announced, "reassign-welcome");
    assert_int_equal(out.phase, PHASE_WAITING);
    assert_int_equal(out.awaiting, 2);
    assert_true(out.put_off);
    assert_false(out.reminded);
    assert_int_equal(out.due, T0 + 7 * 86400);
    assert_int_equal(out.vars_count, 2);
    assert_string_equal(out.vars[0].value, "https://example.org");
    assert_int_equal(out.vars[1].person, bea);
    assert_int_equal(store_get_case(s, a, 999, &out, &programme), 1);
    load(ana, 0);
    assert_int_equal(st.cases_count, 1);
    load(bea, 0);
    assert_int_equal(st.cases_count, 1);
    load(ana, bea);
    assert_int_equal(st.cases_count, 1);
    assert_int_equal(st.cases[0].vars_count, 2);
}

static void one_occurrence_starts_one_case(void **state)
{
    begin("check-in", "2026-12", ana, 0);
    save();
    assert_int_equal(store_case_exists(s, "m2m", "check-in", "2026-12", ana, 0), 1);
    assert_int_equal(store_case_exists(s, "m2m", "check-in", "2027-01", ana, 0), 0);
    begin("check-in", "2026-12", ana, 0);
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_save_state(s, &st), -1);
    store_rollback(s);
    st.cases_count--;
    begin("form", "2026-12", 0, 0); /* of the programme: no subject is a key too */
    save();
    begin("form", "2026-12", 0, 0);
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_save_state(s, &st), -1);
    store_rollback(s);
}

static void a_number_taken_by_another_case_is_noticed(void **state)
{
    struct kase *k = begin("check-in", "2026-12", ana, 0);

    save();
    k->occurrence = "2027-01";
    k->dirty = true;
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(store_save_state(s, &st), -1);
    assert_non_null(strstr(store_error(s), "decide again"));
    store_rollback(s);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE kase SET person = 2");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM kase");
}

static void numbers_of_cases_differ_before_they_are_saved(void **state)
{
    int64_t first = store_new_case_id(s);

    assert_int_equal(store_new_case_id(s), first + 1);
}

static void due_cases_come_in_order_and_in_batches(void **state)
{
    struct due_case due[2];
    instant next;

    assert_int_equal(store_next_due(s, "m2m", &next), 0);
    assert_true(next == INSTANT_NEVER);
    for (int i = 0; i < 5; i++) {
        struct kase *k = begin("check-in", arena_printf(a, "%d", i), ana, 0);
        k->due = T0 + (i % 2) * 100;
    }
    begin("check-in", "ended", ana, 0)->phase = PHASE_ENDED;
    save();
    assert_int_equal(store_next_due(s, "m2m", &next), 0);
    assert_int_equal(next, T0);
    assert_int_equal(store_due_cases(s, "m2m", T0 - 1, 0, 0, due, 2), 0);
    assert_int_equal(store_due_cases(s, "m2m", T0 + 100, 0, 0, due, 2), 2);
    assert_int_equal(due[0].id, 1);
    assert_int_equal(due[1].id, 3);
    assert_int_equal(store_due_cases(s, "m2m", T0 + 100, due[1].due, due[1].id, due, 2), 2);
    assert_int_equal(due[0].id, 5);
    assert_int_equal(due[1].id, 2);
    assert_int_equal(store_due_cases(s, "m2m", T0 + 100, due[1].due, due[1].id, due, 2), 1);
    assert_int_equal(store_due_cases(s, "other", T0 + 100, 0, 0, due, 2), 0);
}

static void open_cases_are_listed(void **state)
{
    struct kase out[4];

    begin("check-in", "1", ana, 0);
    begin("check-in", "2", ana, 0)->phase = PHASE_ENDED;
    begin("check-in", "3", ana, 0)->due = 0;
    save();
    assert_int_equal(store_open_cases(s, a, "m2m", 0, out, 4), 2);
    assert_int_equal(store_open_cases(s, a, "m2m", out[0].id, out, 4), 1);
    assert_string_equal(out[0].occurrence, "3");
}

static void only_what_waits_for_sorted_mail_stands_still(void **state)
{
    struct kase out[4];

    begin("check-in", "waits", ana, 0);
    begin("check-in", "stands", ana, 0)->due = 0;
    begin("check-in", "stopped", ana, 0)->phase = PHASE_STOPPED;
    begin("check-in", "ended", ana, 0)->phase = PHASE_ENDED;
    struct kase *queued = begin("check-in", "queued", ana, 0);
    queued->step = NULL;
    queued->due = 0;
    for (size_t i = 0; i < st.cases_count; i++)
        if (st.cases[i].phase != PHASE_WAITING)
            st.cases[i].due = 0;
    save();
    assert_int_equal(store_still_cases(s, a, "m2m", 0, out, 4), 1);
    assert_string_equal(out[0].occurrence, "stands");
    assert_true(case_stands_still(&out[0]));
    assert_int_equal(store_still_cases(s, a, "m2m", out[0].id, out, 4), 0);
}

/* About somebody; or about others, and they are who was written to. */
static void what_stopped_is_found_by_whom_it_concerns(void **state)
{
    int64_t ids[4];

    begin("check-in", "about her", ana, 0)->phase = PHASE_STOPPED;
    begin("check-in", "runs", ana, 0);
    begin("survey", "asked of her", 0, 0)->phase = PHASE_STOPPED;
    begin("survey", "asked of another", 0, 0)->phase = PHASE_STOPPED;
    for (size_t i = 0; i < st.cases_count; i++)
        if (st.cases[i].phase == PHASE_STOPPED)
            st.cases[i].due = 0;
    save();
    const struct outbox_row l = {.programme = "m2m",
                                 .case_id = st.cases[2].id,
                                 .step = "ask",
                                 .kind = "ask",
                                 .recipient = ana,
                                 .unique_key = "k",
                                 .message_id = "m@example.org",
                                 .envelope_from = "mentors@example.org",
                                 .envelope_to = "ana@example.org",
                                 .created = T0,
                                 .not_before = T0,
                                 .raw = ""};
    IN_TRANSACTION(s, assert_true(store_put_letter(s, &l) > 0));
    assert_int_equal(store_stopped_cases(s, ana, 0, ids, 4), 2);
    assert_int_equal(ids[0], st.cases[0].id);
    assert_int_equal(ids[1], st.cases[2].id);
    assert_int_equal(store_stopped_cases(s, ana, ids[0], ids, 4), 1);
}

/* ---- the log ----------------------------------------------------------------------------------
 */

static struct event event(enum event_kind kind, instant at)
{
    return (struct event){.at = at, .kind = kind, .programme = "m2m", .version = "v1"};
}

static int append(struct event e)
{
    int rc = store_append_event(s, &e);

    return rc < 0 ? rc : (int)e.id;
}

static void cases_that_ended_long_ago_are_left_out(void **state)
{
    begin("check-in", "old", ana, 0)->phase = PHASE_ENDED;
    begin("check-in", "old but open", ana, 0);
    begin("check-in", "new", ana, 0)->started = T0 + 60 * 86400;
    st.cases[2].phase = PHASE_ENDED;
    save();
    load(ana, 0);
    assert_int_equal(st.cases_count, 3);
    assert_true(append(event(EVENT_MODE_SET, T0 + 63 * 86400)) > 0);
    load(ana, 0);
    assert_int_equal(st.cases_count, 2);
}

static void the_log_is_only_added_to(void **state)
{
    assert_int_equal(append(event(EVENT_MODE_SET, T0)), 1);
    store_test_sql(s, SQLITE_CONSTRAINT, "UPDATE event SET reason = 'x'");
    store_test_sql(s, SQLITE_CONSTRAINT, "DELETE FROM event");
    store_test_sql(s, SQLITE_CONSTRAINT,
                   "INSERT OR REPLACE INTO event (id, at, kind) VALUES (1, 2, 'mode-set')");
    store_test_sql(s, SQLITE_CONSTRAINT, "INSERT INTO event (at, kind) VALUES (1, 'nonsense')");
    assert_int_equal(append(event(EVENT_DUE, T0)), -1); /* transient */
}

static void every_kind_of_event_can_be_logged(void **state)
{
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        if (!event_is_transient(kind))
            assert_true(append(event(kind, T0)) > 0);
}

static void an_event_of_a_case_may_come_before_it_is_saved(void **state)
{
    struct kase *k = begin("check-in", "1", ana, 0);
    struct event e = event(EVENT_CASE_STARTED, T0);

    e.case_id = k->id;
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(append(e), 1);
    assert_int_equal(store_save_state(s, &st), 0);
    assert_int_equal(store_commit(s), 0);
    e.case_id = 99;
    assert_int_equal(store_begin(s), 0);
    assert_int_equal(append(e), 2);
    assert_int_equal(store_commit(s), -1); /* it never was */
    store_rollback(s);
    assert_int_equal(store_test_count(s, "SELECT count(*) FROM event"), 1);
}

struct walk {
    int count, stop_at;
    struct event last;
};

static int visit(void *ctx, const struct event *e)
{
    struct walk *w = ctx;

    w->last = *e;
    return ++w->count == w->stop_at;
}

static int walk(struct event_filter f, struct walk *w)
{
    int before = w->count = 0;

    assert_int_equal(store_walk_events(s, a, &f, visit, w), before);
    return w->count;
}

static void the_log_is_walked_by_filter(void **state)
{
    struct event e = event(EVENT_HEARD, T0);
    struct walk w = {0};
    const int kinds[] = {EVENT_HEARD, EVENT_MARKED, -1};

    begin("check-in", "1", ana, 0);
    save();
    for (int i = 0; i < 150; i++)
        append(event(EVENT_MODE_SET, T0 + i));
    e.person = ana;
    e.other = bea;
    e.by = carol;
    e.value = "human";
    e.reason = "because";
    append(e);
    e = event(EVENT_CASE_ENDED, T0 + 200);
    e.case_id = 1;
    e.rule = "check-in";
    e.person = bea;
    append(e);
    assert_int_equal(walk((struct event_filter){0}, &w), 152);
    assert_int_equal(walk((struct event_filter){.from = 151}, &w), 2);
    assert_int_equal(walk((struct event_filter){.person = ana}, &w), 1);
    assert_int_equal(w.last.by, carol);
    assert_int_equal(w.last.id, 151);
    assert_string_equal(w.last.value, "human");
    assert_string_equal(w.last.reason, "because");
    assert_int_equal(walk((struct event_filter){.person = bea}, &w), 2);
    assert_int_equal(walk((struct event_filter){.case_id = 1}, &w), 1);
    assert_int_equal(w.last.kind, EVENT_CASE_ENDED);
    assert_int_equal(walk((struct event_filter){.rule = "check-in"}, &w), 1);
    assert_int_equal(walk((struct event_filter){.programme = "other"}, &w), 0);
    assert_int_equal(walk((struct event_filter){.kinds = kinds}, &w), 1);
    assert_int_equal(walk((struct event_filter){.since = T0 + 100, .until = T0 + 120}, &w), 20);
    w.stop_at = 70;
    assert_int_equal(walk((struct event_filter){0}, &w), 70);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_slice_has_who_is_linked),
        T(a_slice_sees_what_its_transaction_wrote),
        T(a_slice_of_the_programme_has_its_offices),
        T(a_slice_stays_small_in_a_large_programme),
        T(a_changed_slice_is_saved),
        T(a_role_is_given_and_taken),
        T(unsorted_mail_shows_on_the_person),
        T(a_case_comes_back_as_saved),
        T(one_occurrence_starts_one_case),
        T(a_number_taken_by_another_case_is_noticed),
        T(numbers_of_cases_differ_before_they_are_saved),
        T(due_cases_come_in_order_and_in_batches),
        T(open_cases_are_listed),
        T(only_what_waits_for_sorted_mail_stands_still),
        T(what_stopped_is_found_by_whom_it_concerns),
        T(cases_that_ended_long_ago_are_left_out),
        T(the_log_is_only_added_to),
        T(every_kind_of_event_can_be_logged),
        T(an_event_of_a_case_may_come_before_it_is_saved),
        T(the_log_is_walked_by_filter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
