/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pass.c - all that is to be done at one instant.
 *
 * The order matters: what became of letters, then answers, then waits that
 * ended, then schedules. So an answer that lies in the inbox when a deadline
 * passes is always heard before silence is concluded. */
#include "engine/bounced.h"
#include "engine/engine_internal.h"

#include "base/log.h"
#include "rules/schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DELIVERIES_AT_ONCE                                                                         \
    500 /* as many as the sender tells of; it waits for the lock meanwhile                         \
         */
#define CASES_AT_ONCE    200
#define SUBJECTS_AT_ONCE 200
#define CLOCK_SLACK      86400 /* what stands in the store is not later than now by more */

/* ---- what became of letters --------------------------------------------------- */

/* The admin hears once a day that a server does not like us. */
static int tell_of_policy(struct engine *e, const char *reason)
{
    const struct date today = civil_at(e->now, e->programme->rules->zone).date;

    return engine_tell_admin(e, "letter-refused",
                             arena_printf(e->mail, "refused/%s", date_format(e->mail, today)),
                             reason);
}

/* Of all that a server can refuse, only the address is the recipient's; if it is that still. */
static int note_refusal(struct engine *e, const struct outbox_row *l, const struct delivery_row *d,
                        struct event *ev)
{
    struct refusal r = bounced_refusal(e->mail, d);
    int used = r.of_address ? bounced_from_used(e->store, e->mail, l) : 1;

    if (used < 0)
        return -1;
    if (!used)
        r = (struct refusal){.reason = "it went to an address that is not used any more"};
    ev->kind = r.of_address ? EVENT_LETTER_FAILED : EVENT_LETTER_REFUSED;
    ev->reason = r.of_address ? d->detail : r.reason;
    if (engine_perform(e, ev, e->now) < 0)
        return -1;
    return r.ours && ev->person && e->programme ? tell_of_policy(e, r.reason) : 0;
}

/* A letter of no case changes no state when it is sent. */
static int log_sent(struct engine *e, struct event *ev)
{
    e->programme = shelf_programme(e->shelf, ev->programme);
    return e->programme ? engine_log(e, ev) : 0;
}

static int note_delivery(struct engine *e, const struct delivery_row *d)
{
    struct outbox_row l;
    struct event ev = {.letter = d->letter, .reason = d->detail};
    int rc = store_get_letter(e->store, e->mail, d->letter, false, &l);

    if (rc || !strcmp(d->state, DELIVERY_DEFERRED))
        return rc < 0 ? -1 : 0;
    e->occasion =
        (struct occasion){.origin = arena_printf(e->mail, "delivery/%lld", (long long)d->id)};
    ev.at = d->at;
    ev.programme = l.programme;
    ev.case_id = l.case_id;
    ev.step = l.step;
    ev.person = l.recipient;
    ev.by = l.as;
    ev.value = l.kind;
    ev.name = l.letter;
    if (!strcmp(d->state, DELIVERY_FAILED))
        return note_refusal(e, &l, d, &ev);
    ev.kind = strcmp(d->state, DELIVERY_SENT) ? EVENT_LETTER_UNCERTAIN : EVENT_LETTER_SENT;
    if (ev.kind == EVENT_LETTER_SENT && !ev.case_id)
        return log_sent(e, &ev);
    return engine_perform(e, &ev, e->now);
}

struct deliveries {
    struct delivery_row rows[DELIVERIES_AT_ONCE];
    int count;
};

static int note_deliveries(struct engine *e, void *ctx)
{
    const struct deliveries *d = ctx;

    for (int i = 0; i < d->count; i++)
        if (note_delivery(e, &d->rows[i]) < 0)
            return -1;
    return store_set_setting(e->store, "delivery_cursor",
                             arena_printf(e->mail, "%lld", (long long)d->rows[d->count - 1].id));
}

int engine_note_result(struct engine *e, int64_t id)
{
    struct delivery_row row;
    int n = store_deliveries(e->store, e->mail, id - 1, &row, 1);

    return n < 0 || (n > 0 && row.id == id && note_delivery(e, &row) < 0) ? -1 : 0;
}

static const char *item_of_result(struct engine *e, const struct deliveries *d)
{
    return arena_printf(e->mail, "result %lld", (long long)d->rows[0].id);
}

static int put_result_away(struct engine *e, void *ctx)
{
    struct deliveries *d = ctx;
    const char *item = item_of_result(e, d);

    d->count = 0;
    if (engine_put_away(e, item) < 0)
        return -1;
    return store_set_setting(e->store, "delivery_cursor",
                             arena_printf(e->mail, "%lld", (long long)d->rows[0].id));
}

static int note_batch(struct engine *e, struct deliveries *d)
{
    if (!e->careful)
        return engine_transaction(e, note_deliveries, d);
    return engine_do_carefully(e, item_of_result(e, d), note_deliveries, put_result_away, d);
}

static int pass_deliveries(struct engine *e)
{
    const size_t most = e->careful ? 1 : DELIVERIES_AT_ONCE;
    struct deliveries d;
    int64_t cursor;
    int did = 0, n;

    do {
        arena_reset(e->mail);
        if (store_number(e->store, "delivery_cursor", &cursor) < 0)
            return -1;
        d.count = n = store_deliveries(e->store, e->mail, cursor, d.rows, most);
        if (n < 0 || (n && note_batch(e, &d) < 0))
            return -1;
        did |= n > 0;
    } while (n == (int)most);
    return did;
}

/* ---- mail --------------------------------------------------------------------- */

/* The next batch is claimed with it, so that both cost one commit; and read on
 * between two decisions. That it can't be read is found again, and told, when
 * this one is committed. */
static int decide_batch(struct engine *e, void *ctx)
{
    struct batch *b = ctx;
    bool reads = !b->alone;

    if (reads && engine_claim_more(e, b, e->ahead) < 0)
        return -1;
    for (int i = 0; i < b->count; i++) {
        if (engine_decide_message(e, &b->messages[i]) < 0)
            return -1;
        reads = reads && engine_read_some(e, e->ahead) == 0;
    }
    return 0;
}

static int untry_batch(struct engine *e, void *ctx)
{
    const struct batch *b = ctx;

    for (int i = 0; i < b->count; i++)
        if (store_untry_inbox(e->store, b->messages[i].row.id) < 0)
            return -1;
    return 0;
}

/* That the disk is full is no message's fault; where even that can't be noted, it counts. */
static int decide_or_untry(struct engine *e, struct batch *b)
{
    int rc = engine_transaction(e, decide_batch, b);

    if (rc < 0 && store_is_unwell(e->store))
        engine_in_passing(e, untry_batch, b);
    return rc;
}

/* Decides the batch; then the next one is read, and takes its place. */
static int decide_and_read_on(struct engine *e)
{
    struct batch *b = e->batch, *next = e->ahead;

    if (decide_or_untry(e, b) < 0 || (b->alone && engine_claim_batch(e, b, next) < 0) ||
        engine_read_rest(e, next) < 0)
        return -1;
    e->batch = next;
    e->ahead = b;
    e->mail = next->arena;
    return 0;
}

static int pass_mail(struct engine *e)
{
    int did = 0;

    if (engine_claim_batch(e, NULL, e->batch) < 0 || engine_read_rest(e, e->batch) < 0)
        return -1;
    for (; e->batch->count > 0; did = 1)
        if (decide_and_read_on(e) < 0)
            return -1;
    e->occasion = (struct occasion){0}; /* it points into the mail */
    return did;
}

/* ---- waits -------------------------------------------------------------------- */

static bool is_paused(struct engine *e, const char *programme)
{
    const char *mode = store_mode(e->store, e->mail, programme);

    return mode && !strcmp(mode, "paused");
}

struct due_batch {
    const char *programme;
    struct due_case cases[CASES_AT_ONCE];
    int count;
};

static int end_waits(struct engine *e, void *ctx)
{
    const struct due_batch *b = ctx;

    e->occasion = (struct occasion){0};
    for (int i = 0; i < b->count; i++) {
        struct event ev = {.kind = EVENT_DUE,
                           .programme = b->programme,
                           .case_id = b->cases[i].id,
                           .person = b->cases[i].person,
                           .other = b->cases[i].other};
        if (engine_perform(e, &ev, e->now) < 0)
            return -1;
    }
    return 0;
}

static const char *item_of_case(struct engine *e, const struct due_batch *b)
{
    return arena_printf(e->mail, "case %lld", (long long)b->cases[0].id);
}

static int put_case_away(struct engine *e, void *ctx)
{
    const struct due_batch *b = ctx;

    if (engine_put_off_case(e, b->cases[0].id, true) < 0)
        return -1;
    return engine_put_away(e, item_of_case(e, b));
}

static int end_batch(struct engine *e, struct due_batch *b)
{
    if (!e->careful)
        return engine_transaction(e, end_waits, b);
    return engine_do_carefully(e, item_of_case(e, b), end_waits, put_case_away, b);
}

/* Waits end only as far as mail has been read; what is due since it was fetched
 * makes the engine ask for mail. */
static int pass_waits_of(struct engine *e, const char *programme)
{
    struct due_batch b = {.programme = programme};
    instant after = INT64_MIN;
    int64_t after_id = 0;
    const size_t most = e->careful ? 1 : CASES_AT_ONCE;
    int did = 0, n;

    do {
        n = b.count = store_due_cases(e->store, programme, e->now, after, after_id, b.cases, most);
        if (b.count <= 0)
            break;
        after = b.cases[b.count - 1].due;
        after_id = b.cases[b.count - 1].id;
        for (; b.count && b.cases[b.count - 1].due > e->read_until; b.count--)
            e->wants_mail |= b.cases[b.count - 1].due > e->fetched_until;
        if (b.count && end_batch(e, &b) < 0)
            return -1;
        did |= b.count > 0;
    } while (n == (int)most && b.count == n);
    return b.count < 0 ? -1 : did;
}

/* ---- schedules ---------------------------------------------------------------- */

int engine_tell_admin(struct engine *e, const char *letter, const char *origin, const char *reason)
{
    struct letter_intent l = {
        .kind = LETTER_NOTICE, .letter = letter, .not_before = e->now, .reason = reason};

    e->occasion = (struct occasion){.origin = origin};
    engine_clear(e);
    return engine_write_apart(e, &l);
}

static int log_occurrence(struct engine *e, enum event_kind kind, const struct occurrence_row *o,
                          const char *reason)
{
    struct event ev = {
        .kind = kind, .rule = o->rule, .occurrence = o->key, .until = o->at, .reason = reason};
    return engine_log(e, &ev);
}

/* How many cases an occurrence would begin, counted up to one more than max. */
static int count_subjects(struct engine *e, const struct rule *r, int max)
{
    int64_t *ids = arena_array(e->mail, 2 * ((size_t)max + 1), sizeof *ids);
    const char *name = e->programme->rules->name;

    if (r->subject == FOR_PROGRAMME)
        return 1;
    if (r->subject == FOR_MATCH)
        return store_links(e->store, name, "match", 0, 0, ids, (size_t)max + 1);
    return store_active_people(e->store, name, r->role, false, 0, ids, (size_t)max + 1);
}

const char *engine_late_reason(struct engine *e, const struct rule *r, instant at)
{
    instant limit = instant_add_days(at, r->late_days, e->programme->rules->zone);

    if (e->now - at < 3600)
        return NULL; /* a restart or a busy hour is not lateness */
    if (r->late == LATE_SKIP || e->now > limit)
        return "too late: its time had passed while nothing ran";
    return NULL;
}

static int hold_occurrence(struct engine *e, struct occurrence_row *o, const char *why)
{
    const char *origin = arena_printf(e->mail, "batch/%s/%s/%s", o->programme, o->rule, o->key);
    const char *how =
        arena_printf(e->mail, "%s; \"mentorctl release %s %s --programme %s\" lets it go", why,
                     o->rule, o->key, o->programme);

    o->state = "held";
    if (store_put_occurrence(e->store, o) < 0 || log_occurrence(e, EVENT_BATCH_HELD, o, why) < 0 ||
        engine_tell_admin(e, "batch-held", origin, how) < 0)
        return -1;
    return 1;
}

int engine_hold(struct engine *e, const struct rule *r, instant at, const char *key, int n)
{
    struct occurrence_row o = {
        .programme = e->programme->rules->name, .rule = r->name, .key = key, .at = at};
    const char *why = NULL;

    if (n > r->max_per_run)
        why = arena_printf(e->mail, "%s %s would start more than %d case%s", r->name, key,
                           r->max_per_run, r->max_per_run == 1 ? "" : "s");
    else if (r->late == LATE_ASK && e->now - at >= 3600)
        why = arena_printf(e->mail, "%s %s is late", r->name, key);
    return why ? hold_occurrence(e, &o, why) : 0;
}

/* An occurrence comes round: it is put down, so that what it starts can go on
 * after a crash; or held for the admin; or skipped. */
static int open_occurrence(struct engine *e, const struct rule *r, instant at, const char *key)
{
    struct occurrence_row o = {.programme = e->programme->rules->name,
                               .rule = r->name,
                               .key = key,
                               .at = at,
                               .state = "running"};
    const char *late = engine_late_reason(e, r, at);
    int n;

    if (store_set_rule_clock(e->store, o.programme, r->name, at) < 0)
        return -1;
    if (late)
        return log_occurrence(e, EVENT_SKIPPED, &o, late);
    if ((n = count_subjects(e, r, r->max_per_run)) < 0)
        return -1;
    if ((n = engine_hold(e, r, at, key, n)))
        return n < 0 ? -1 : 0;
    if (store_put_occurrence(e->store, &o) < 0)
        return -1;
    return log_occurrence(e, EVENT_OCCURRED, &o, "its time has come");
}

struct firing {
    const struct shelf_programme *programme;
    const struct rule *rule;
    instant at;
    const char *key;
};

static int fire(struct engine *e, void *ctx)
{
    const struct firing *f = ctx;

    e->programme = f->programme;
    return open_occurrence(e, f->rule, f->at, f->key);
}

int engine_fire(struct engine *e, const struct shelf_programme *p, const struct rule *r, instant at,
                const char *key)
{
    struct firing f = {p, r, at, key};

    return engine_transaction(e, fire, &f);
}

static int activate(struct engine *e, void *ctx)
{
    const struct firing *f = ctx;

    return store_set_rule_clock(e->store, f->programme->rules->name, f->rule->name, e->now);
}

int engine_rule_clock(struct engine *e, const struct shelf_programme *p, const struct rule *r,
                      instant *out)
{
    if (store_rule_clock(e->store, p->rules->name, r->name, out) < 0)
        return -1;
    if (*out - e->now > CLOCK_SLACK)
        *out = 0;
    return 0;
}

/* Of several occurrences missed while nothing ran, only the last one counts. */
static int pass_schedule(struct engine *e, const struct shelf_programme *p, const struct rule *r,
                         const struct schedule *s)
{
    struct firing f = {p, r, 0, NULL};
    instant clock;

    if (engine_rule_clock(e, p, r, &clock) < 0)
        return -1;
    if (!clock)
        return engine_transaction(e, activate, &f) < 0 ? -1 : 0;
    f.at = schedule_last(s, p->rules->zone, clock, e->now);
    if (f.at == INSTANT_NEVER)
        return 0;
    f.key = schedule_key(e->mail, s, p->rules->zone, f.at);
    return engine_transaction(e, fire, &f) < 0 ? -1 : 1;
}

/* Such triggers share no rule with a schedule. */
static bool follows_dates(const struct rule *r)
{
    return r->triggers_count &&
           (r->triggers[0].kind == TRIGGER_BEFORE || r->triggers[0].kind == TRIGGER_AFTER);
}

static int pass_schedules_of(struct engine *e, const struct shelf_programme *p)
{
    int did = 0;

    for (size_t i = 0; i < p->rules->rules_count; i++) {
        const struct rule *r = &p->rules->rules[i];
        if (follows_dates(r) || rule_own_date(r)) {
            int rc = rule_own_date(r) ? engine_pass_own(e, p, r) : engine_pass_dates(e, p, r);
            if (rc < 0)
                return -1;
            did |= rc;
            continue;
        }
        for (size_t j = 0; j < r->triggers_count; j++) {
            int rc = r->triggers[j].kind == TRIGGER_SCHEDULE
                         ? pass_schedule(e, p, r, &r->triggers[j].schedule)
                         : 0;
            if (rc < 0)
                return -1;
            did |= rc;
        }
    }
    return did;
}

/* ---- occurrences, a batch of subjects a transaction -------------------------------------------
 */

static int trigger_one(struct engine *e, const struct occurrence_row *o, int64_t person,
                       int64_t other)
{
    struct event ev = {.kind = EVENT_TRIGGERED,
                       .programme = o->programme,
                       .rule = o->rule,
                       .occurrence = o->key,
                       .person = person,
                       .other = other,
                       .reason = arena_printf(e->mail, "%s came round", o->key)};
    return engine_perform(e, &ev, e->now);
}

static int trigger_role(struct engine *e, struct occurrence_row *o, const struct rule *r)
{
    int64_t ids[SUBJECTS_AT_ONCE];
    int n = store_active_people(e->store, o->programme, r->role, false, o->after, ids,
                                SUBJECTS_AT_ONCE);

    for (int i = 0; i < n; i++)
        if (trigger_one(e, o, ids[i], 0) < 0)
            return -1;
    if (n > 0)
        o->after = ids[n - 1];
    return n;
}

static int trigger_matches(struct engine *e, struct occurrence_row *o)
{
    int64_t ids[2 * SUBJECTS_AT_ONCE];
    int n = store_links(e->store, o->programme, "match", o->after, o->after_other, ids,
                        SUBJECTS_AT_ONCE);

    for (int i = 0; i < n; i++)
        if (trigger_one(e, o, ids[2 * i], ids[2 * i + 1]) < 0)
            return -1;
    if (n > 0) {
        o->after = ids[2 * n - 2];
        o->after_other = ids[2 * n - 1];
    }
    return n;
}

static int start_some(struct engine *e, void *ctx)
{
    struct occurrence_row *o = ctx;
    const struct shelf_programme *p = shelf_programme(e->shelf, o->programme);
    const struct rule *r = p ? programme_rule(p->rules, o->rule) : NULL;
    int n = 0;

    e->occasion = (struct occasion){0};
    e->programme = p;
    if (r && rule_own_date(r))
        n = engine_begin_own_day(e, r, o->key);
    else if (r && r->subject == FOR_PROGRAMME)
        n = trigger_one(e, o, 0, 0);
    else if (r)
        n = r->subject == FOR_MATCH ? trigger_matches(e, o) : trigger_role(e, o, r);
    if (n < 0)
        return -1;
    if (n < SUBJECTS_AT_ONCE)
        o->state = "done";
    return store_put_occurrence(e->store, o);
}

static const char *item_of_occurrence(struct engine *e, const struct occurrence_row *o)
{
    return arena_printf(e->mail, "occurrence %s %s %s", o->programme, o->rule, o->key);
}

static int put_occurrence_away(struct engine *e, void *ctx)
{
    struct occurrence_row *o = ctx;

    e->programme = shelf_programme(e->shelf, o->programme);
    return hold_occurrence(e, o,
                           arena_printf(e->mail, "the engine ended over %s %s three times", o->rule,
                                        o->key)) < 0
               ? -1
               : 0;
}

static int start_batch(struct engine *e, struct occurrence_row *o)
{
    if (!e->careful)
        return engine_transaction(e, start_some, o);
    return engine_do_carefully(e, item_of_occurrence(e, o), start_some, put_occurrence_away, o);
}

static int pass_occurrences(struct engine *e)
{
    struct occurrence_row rows[16];
    int n, did = 0;

    while ((n = store_occurrences(e->store, e->mail, "running", rows, 16)) > 0) {
        for (int i = 0; i < n; i++)
            while (!strcmp(rows[i].state, "running"))
                if (start_batch(e, &rows[i]) < 0)
                    return -1;
        did = 1;
    }
    return n < 0 ? -1 : did;
}

/* ---- keeping no longer than promised -------------------------------------------- */

static int prune(struct engine *e, void *ctx)
{
    const char *today = ctx;

    if (store_prune(e->store, e->now - (instant)e->config->keep_messages_days * 86400) < 0)
        return -1;
    return store_set_setting(e->store, "pruned_on", today);
}

/* Once a day. */
static int pass_retention(struct engine *e)
{
    const struct zone *z = e->config->zone;
    char *today = date_format(e->mail, civil_at(e->now, z).date);
    const char *last = store_setting(e->store, e->mail, "pruned_on");

    if (!e->config->keep_messages_days || (last && !strcmp(last, today)))
        return 0;
    return engine_transaction(e, prune, today);
}

/* ---- the pass ----------------------------------------------------------------- */

static int update_fetched_until(struct engine *e)
{
    if (!e->config->mailboxes || !e->config->mailboxes[0]) {
        e->fetched_until = e->now; /* nothing is read: a simulation */
        return 0;
    }
    if (store_read_until(e->store, e->config->mailboxes, &e->fetched_until) < 0)
        return -1;
    if (e->fetched_until - e->now > CLOCK_SLACK)
        e->fetched_until = 0; /* the clock was far ahead then; the reader will look again */
    return 0;
}

static int update_read_until(struct engine *e)
{
    instant unread;

    if (update_fetched_until(e) < 0 || store_unread_since(e->store, &unread) < 0)
        return -1;
    e->read_until = unread < e->fetched_until ? unread : e->fetched_until;
    return 0;
}

static int pass_programmes(struct engine *e)
{
    int did = 0, rc;

    for (size_t i = 0; i < e->shelf->count; i++) {
        const struct shelf_programme *p = &e->shelf->programmes[i];
        if (is_paused(e, p->rules->name))
            continue;
        if ((rc = engine_put_off_missed(e, p)) < 0)
            return -1;
        did |= rc;
        if ((rc = pass_waits_of(e, p->rules->name)) < 0)
            return -1;
        did |= rc;
        if ((rc = pass_schedules_of(e, p)) < 0)
            return -1;
        did |= rc;
    }
    return did;
}

int engine_pass(struct engine *e, instant now)
{
    int (*const parts[])(struct engine *) = {pass_deliveries, pass_mail,        update_read_until,
                                             pass_programmes, pass_occurrences, engine_pass_limit,
                                             pass_retention};
    int did[sizeof parts / sizeof *parts], any = 0;

    e->now = now;
    e->wants_mail = false;
    e->error[0] = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        did[i] = parts[i](e);
        if (did[i] < 0)
            return -1;
        any |= i > 0 && did[i];
    }
    e->careful &= any || did[0];
    return any ? 1 : did[0] ? 2 : 0;
}
