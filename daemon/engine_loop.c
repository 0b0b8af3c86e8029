/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/engine_loop.h"
#include "base/log.h"
#include "daemon/doorbell.h"
#include "daemon/log_diags.h"
#include "daemon/reload_outcome.h"
#include "engine/adopt.h"
#include "parser/wire.h"
#include <sysexits.h>

#define DIAGS_CEILING  ((size_t)8 * 1024 * 1024)
#define FETCH_EVERY_MS 5000 /* a mailbox that can't be read is not asked for all the time */

struct engine_process {
    const struct config *config; /* foreign */
    const struct clock *clock;   /* foreign */
    int doorbell;                /* -1: none */
    struct store *store;
    struct parser *parser;
    struct engine *engine;
    int64_t fetch_asked; /* when mail was asked for, wire_clock(); 0: never */
};

/* Found at the next start, it says that this engine ended without being told to. */
static int set_running(struct engine_process *p, const char *value)
{
    if (store_begin(p->store) == 0 && store_set_setting(p->store, SETTING_RUNNING, value) == 0 &&
        store_commit(p->store) == 0)
        return 0;
    store_rollback(p->store);
    return -1;
}

static int note_running(struct engine_process *p)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(65536);

    if (store_setting(p->store, a, SETTING_RUNNING)) {
        log_notice("the engine before this one ended badly: this one goes carefully at first");
        engine_be_careful(p->engine);
    }
    return set_running(p, "1");
}

static void engine_process_release(struct engine_process *p)
{
    engine_freep(&p->engine);
    parser_freep(&p->parser);
    store_closep(&p->store);
}

/* Whoever asked for a reload while no engine ran, or one that could not use the rules, waits for
 * this one's word. */
static void begin_engine(struct engine_process *p, struct diags *d, struct err *why)
{
    int64_t asked = reload_asked(p->store);
    instant now = clock_now(p->clock);

    p->engine = engine_begin(p->config, p->store, p->parser, now, d, why);
    log_diags(d);
    if (reload_note(p->store, asked, p->engine && !d->errors, d, why->text, now) < 0)
        log_error("%s", store_error(p->store));
}

static int open_all(struct engine_process *p)
{
    struct parser_options options = {.limit_ms = p->config->seconds_per_message * 1000};
    _cleanup_(arena_freep) struct arena *a = arena_new(DIAGS_CEILING);
    struct diags diags;
    struct err why = {{0}};
    int rc;

    /* First, so that it prepares itself while the store is opened. */
    p->parser = parser_new(&options);
    if (parser_start(p->parser, &why) < 0)
        log_error("%s", why.text);
    if ((rc = store_open(&p->store, p->config->store, STORE_CREATE, &why)) < 0) {
        log_error("%s", why.text);
        return rc == STORE_UNFIT ? EX_CONFIG : EX_TEMPFAIL;
    }
    diags_init(&diags, a);
    why.text[0] = '\0';
    begin_engine(p, &diags, &why);
    if (p->engine)
        return EX_OK;
    if (why.text[0])
        log_error("%s", why.text);
    return diags.errors ? EX_CONFIG : EX_TEMPFAIL;
}

static void reload(struct engine_process *p)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(DIAGS_CEILING);
    int64_t asked = reload_asked(p->store);
    instant now = clock_now(p->clock);
    struct diags diags;
    bool good;

    diags_init(&diags, a);
    good = engine_reload_at(p->engine, &diags, now) == 0;
    log_diags(&diags);
    if (!good && !diags.errors)
        log_error("%s", engine_error(p->engine));
    if (reload_note(p->store, asked, good, &diags, engine_error(p->engine), now) < 0)
        log_error("%s", store_error(p->store));
    doorbell_ring(p->doorbell, good ? BELL_RELOAD : BELL_FAILED);
    if (!good)
        doorbell_ring(p->doorbell, BELL_WAKE); /* a letter about it waits to go out */
}

static void ask_for_mail(struct engine_process *p)
{
    int64_t now = wire_clock();

    if (!engine_wants_mail(p->engine) || (p->fetch_asked && now - p->fetch_asked < FETCH_EVERY_MS))
        return;
    doorbell_ring(p->doorbell, BELL_FETCH);
    p->fetch_asked = now;
}

/* True when it is time to end. */
static bool obey(struct engine_process *p, unsigned heard)
{
    if (heard & BELL_RELOAD)
        reload(p);
    doorbell_ring(p->doorbell, BELL_ALIVE);
    return heard & BELL_GONE;
}

/* Never long: the clock may be set, and the supervisor wants to hear of us.
 * Never nothing: what is due and was not done now is not tried in a circle. */
static int timeout_ms(struct engine_process *p)
{
    instant now = clock_now(p->clock), next = engine_next(p->engine);

    if (next <= now)
        return 1000;
    return next - now < DOORBELL_ALIVE_SECONDS ? (int)(next - now) * 1000
                                               : DOORBELL_ALIVE_SECONDS * 1000;
}

static int serve(struct engine_process *p)
{
    int did;

    doorbell_ring(p->doorbell, BELL_ALIVE);
    for (;;) {
        did = engine_pass(p->engine, clock_now(p->clock));
        if (did < 0) {
            log_error("%s", engine_error(p->engine));
            return EX_TEMPFAIL;
        }
        if (did)
            doorbell_ring(p->doorbell, BELL_WAKE);
        if (did != 1)
            ask_for_mail(p);
        /* not at once for the few results that came meanwhile: each time would cost a flush */
        if (obey(p, did == 1 ? doorbell_heard(p->doorbell)
                             : doorbell_wait(p->doorbell, timeout_ms(p))))
            return EX_OK;
    }
}

int engine_loop(const struct config *config, const struct clock *clock, int doorbell)
{
    _cleanup_(engine_process_release) struct engine_process p = {
        .config = config, .clock = clock, .doorbell = doorbell};
    int code = open_all(&p);

    if (code == EX_OK && note_running(&p) < 0)
        code = EX_TEMPFAIL;
    if (code == EX_OK && (code = serve(&p)) == EX_OK)
        set_running(&p, NULL);
    return code;
}

int engine_loop_once(const struct config *config, const struct clock *clock, bool *worked)
{
    _cleanup_(engine_process_release) struct engine_process p = {
        .config = config, .clock = clock, .doorbell = -1};
    int code = open_all(&p), did = 1;
    instant now = clock_now(clock);

    *worked = false;
    while (code == EX_OK && (did = engine_pass(p.engine, now)) > 0)
        *worked = true;
    if (did < 0) {
        log_error("%s", engine_error(p.engine));
        return EX_TEMPFAIL;
    }
    return code;
}
