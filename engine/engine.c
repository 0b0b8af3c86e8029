/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine.c - the engine's life, and what mentorctl asks of it. */
#include "engine/adopt.h"
#include "engine/engine_internal.h"

#include "base/log.h"
#include "rules/schedule.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_AGAIN_SECONDS 30

static struct batch *batch_new(void)
{
    struct batch *b = checked(calloc(1, sizeof *b));

    b->arena = arena_new(ENGINE_ARENA_BYTES);
    return b;
}

static void batch_free(struct batch *b)
{
    arena_free(b->arena);
    free(b);
}

struct engine *engine_new_with(const struct config *config, struct store *store,
                               struct parser *parser, struct shelf *shelf, struct err *err)
{
    struct engine *e = checked(calloc(1, sizeof *e));

    e->config = config;
    e->store = store;
    e->parser = parser;
    e->arena = arena_new(ENGINE_ARENA_BYTES);
    e->batch = batch_new();
    e->ahead = batch_new();
    e->mail = e->batch->arena;
    e->scratch = arena_new(ENGINE_ARENA_BYTES);
    e->shelf = shelf;
    if (store_secret(store, e->key) == 0)
        return e;
    err_set(err, "%s", store_error(store));
    engine_free(e);
    return NULL;
}

struct engine *engine_new(const struct config *config, struct store *store, struct parser *parser,
                          struct diags *d, struct err *err)
{
    struct shelf *shelf = shelf_load(config->programmes, config->programme, d);

    if (shelf)
        return engine_new_with(config, store, parser, shelf, err);
    err_set(err, "the programmes in %s can't be used", config->programmes);
    return NULL;
}

void engine_free(struct engine *e)
{
    shelf_freep(&e->shelf);
    arena_free(e->arena);
    batch_free(e->batch);
    batch_free(e->ahead);
    arena_free(e->scratch);
    explicit_bzero(e->key, sizeof e->key);
    free(e);
}

const struct shelf *engine_shelf(const struct engine *e)
{
    return e->shelf;
}

const char *engine_error(const struct engine *e)
{
    return e->error[0] ? e->error : store_error(e->store);
}

void engine_be_careful(struct engine *e)
{
    e->careful = true;
}

bool engine_wants_mail(const struct engine *e)
{
    return e->wants_mail;
}

/* ---- when next ---------------------------------------------------------------- */

static instant next_of_rule(struct engine *e, const struct shelf_programme *p, const struct rule *r)
{
    instant next = INSTANT_NEVER, clock;

    for (size_t i = 0; i < r->triggers_count; i++) {
        instant t = INSTANT_NEVER;
        if (r->triggers[i].kind == TRIGGER_SINCE)
            t = engine_next_own(e, p, &r->triggers[i]);
        else if (r->triggers[i].kind == TRIGGER_BEFORE || r->triggers[i].kind == TRIGGER_AFTER)
            t = engine_next_date(e, p, r, &r->triggers[i]);
        next = t < next ? t : next;
        if (r->triggers[i].kind != TRIGGER_SCHEDULE || engine_rule_clock(e, p, r, &clock) < 0)
            continue;
        t = schedule_next(&r->triggers[i].schedule, p->rules->zone, clock ? clock : e->now);
        next = t < next ? t : next;
    }
    return next;
}

/* What is due and was not done waits for mail (then it is looked at again
 * soon) or for a programme that is paused (then somebody will wake us). */
static instant next_of_programme(struct engine *e, const struct shelf_programme *p)
{
    instant next, t;

    if (store_next_due(e->store, p->rules->name, &next) < 0)
        next = INSTANT_NEVER;
    if (next <= e->now)
        next = e->wants_mail ? e->now + LOOK_AGAIN_SECONDS : INSTANT_NEVER;
    for (size_t i = 0; i < p->rules->rules_count; i++) {
        t = next_of_rule(e, p, &p->rules->rules[i]);
        if (t > e->now && t < next)
            next = t;
    }
    return next;
}

instant engine_next(struct engine *e)
{
    instant next;

    if (store_next_closing(e->store, e->now, &next) < 0)
        next = INSTANT_NEVER;
    for (size_t i = 0; i < e->shelf->count; i++) {
        instant t = next_of_programme(e, &e->shelf->programmes[i]);
        next = t < next ? t : next;
    }
    return next;
}

/* ---- new rules ---------------------------------------------------------------- */

int engine_reload(struct engine *e, struct diags *d, instant now)
{
    struct shelf *fresh = shelf_load(e->config->programmes, e->config->programme, d);
    struct shelf *old = e->shelf;

    if (!fresh)
        return -1;
    e->shelf = fresh;
    e->programme = NULL;
    engine_clear(e);
    if (engine_adopt(e, d, now) == 0) {
        shelf_free(old);
        return 0;
    }
    shelf_free(fresh);
    e->shelf = old;
    e->programme = NULL;
    engine_clear(e);
    return -1;
}

/* ---- held batches, and going live --------------------------------------------- */

int engine_release(struct engine *e, const char *programme, const char *rule,
                   const char *occurrence, instant now)
{
    struct event ev = {.kind = EVENT_BATCH_RELEASED,
                       .rule = rule,
                       .occurrence = occurrence,
                       .reason = "released by the admin"};
    struct occurrence_row row;
    int rc = store_occurrence(e->store, e->mail, programme, rule, occurrence, &row);

    e->now = now;
    e->programme = shelf_programme(e->shelf, programme);
    if (rc || strcmp(row.state, "held") || !e->programme)
        return rc < 0 ? -1 : 0;
    row.state = "running";
    return store_put_occurrence(e->store, &row) < 0 || engine_log(e, &ev) < 0 ? -1 : 1;
}

static int late_days_of(const struct programme *p, const struct engine *e,
                        const struct outbox_row *l)
{
    struct kase k;
    const char *programme;
    const struct rule *r = NULL;

    if (l->case_id && store_get_case(e->store, e->mail, l->case_id, &k, &programme) == 0)
        r = programme_rule(p, k.rule);
    return r && r->late_days ? r->late_days : 7;
}

static int end_old_case(struct engine *e, int64_t id)
{
    struct event end = {
        .kind = EVENT_CASE_ENDED, .case_id = id, .reason = "it began in shadow mode, too long ago"};
    struct kase k;
    int rc = id ? store_get_case(e->store, e->mail, id, &k, &end.programme) : 1;

    if (rc || k.phase == PHASE_ENDED)
        return rc < 0 ? -1 : 0;
    end.rule = k.rule;
    end.occurrence = k.occurrence;
    end.person = k.person;
    end.other = k.other;
    return engine_perform(e, &end, e->now);
}

/* Too old to go out: the case ends, as if the programme began today, and with
 * it most of its letters; what is left of them is dropped. */
static int drop_old(struct engine *e, const struct outbox_row *l)
{
    struct event ev = {.kind = EVENT_LETTER_DROPPED,
                       .programme = l->programme,
                       .letter = l->id,
                       .case_id = l->case_id,
                       .step = l->step,
                       .person = l->recipient,
                       .value = l->kind,
                       .reason = "written in shadow mode, too long ago"};
    int rc = end_old_case(e, l->case_id);

    if (rc == 0)
        rc = store_drop_letter(e->store, l->id, ev.reason, e->now);
    if (rc)
        return rc < 0 ? -1 : 0; /* it went with its case */
    return engine_perform(e, &ev, e->now);
}

int engine_go_live(struct engine *e, const char *programme, instant now, int *released,
                   int *dropped)
{
    const struct shelf_programme *p = shelf_programme(e->shelf, programme);
    struct outbox_row rows[64];
    struct event live = {.kind = EVENT_MODE_SET,
                         .programme = programme,
                         .value = "live",
                         .reason = "the admin said go live"};
    int64_t after = 0;
    int n;

    e->now = now;
    *released = *dropped = 0;
    if (!p)
        return 0;
    do {
        n = store_waiting_letters(e->store, e->mail, programme, after, rows, 64);
        for (int i = 0; i < n; i++) {
            int days = late_days_of(p->rules, e, &rows[i]);
            after = rows[i].id;
            if (!rows[i].held || strcmp(rows[i].held, "shadow") ||
                instant_add_days(rows[i].created, days, p->rules->zone) >= now)
                continue;
            if (drop_old(e, &rows[i]) < 0)
                return -1;
            (*dropped)++;
        }
    } while (n == 64);
    if (n < 0)
        return -1;
    *released = store_release_letters(e->store, programme, "shadow");
    if (*released < 0 || store_set_mode(e->store, programme, "live") < 0)
        return -1;
    return engine_perform(e, &live, now);
}
