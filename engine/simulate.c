/* SPDX-License-Identifier: GPL-2.0-or-later */
/* simulate.c - what reader and sender do in service, done on the spot. */
#include "engine/simulate.h"

#include <sodium.h>
#include <stdio.h>

#define SIM_ARENA_BYTES (64u * 1024 * 1024)
#define LETTERS_AT_ONCE 100
#define MOST_PASSES     10000 /* at one instant; more is a circle */

static int store_failed(struct simulation *s, struct err *e)
{
    store_rollback(s->store);
    return err_set(e, "%s", store_error(s->store));
}

int simulation_init_with(struct simulation *s, const struct config *config, struct store *store,
                         instant start, struct shelf *shelf, struct err *e)
{
    *s = (struct simulation){.config = config, .store = store, .now = start};
    s->arena = arena_new(SIM_ARENA_BYTES);
    s->parser = parser_in_process();
    s->engine = engine_new_with(config, store, s->parser, shelf, e);
    return s->engine ? 0 : -1;
}

int simulation_init(struct simulation *s, const struct config *config, struct store *store,
                    instant start, struct diags *d, struct err *e)
{
    struct shelf *shelf = shelf_load(config->programmes, config->programme, d);

    if (shelf)
        return simulation_init_with(s, config, store, start, shelf, e);
    *s = (struct simulation){.store = store};
    return err_set(e, "the programmes in %s can't be used", config->programmes);
}

void simulation_release(struct simulation *s)
{
    engine_freep(&s->engine);
    parser_freep(&s->parser);
    store_closep(&s->store);
    if (s->arena)
        arena_free(s->arena);
    s->arena = NULL;
}

/* ---- sending ------------------------------------------------------------------ */

static int take_letter(struct simulation *s, int64_t id)
{
    struct delivery_row claim = {.letter = id, .state = DELIVERY_IN_FLIGHT, .at = s->now};
    struct delivery_row sent = {.letter = id, .state = DELIVERY_SENT, .at = s->now, .code = 250};

    if (store_begin(s->store) < 0)
        return -1;
    if (store_put_delivery(s->store, &claim) < 0 || store_put_delivery(s->store, &sent) < 0)
        return -1;
    return store_commit(s->store);
}

static int tell(struct simulation *s, int64_t id)
{
    struct outbox_row l;

    if (!s->on_letter)
        return 0;
    if (store_get_letter(s->store, s->arena, id, false, &l) != 0)
        return -1;
    return s->on_letter(s->ctx, &l, s->now);
}

/* Count of letters sent; when the next falls due comes in *next. */
static int send_due(struct simulation *s, instant *next, struct err *e)
{
    struct due_letter due[LETTERS_AT_ONCE];
    int n, sent = 0;

    if (s->server_down)
        return 0;
    do {
        n = store_due_letters(s->store, s->arena, s->now, NULL, due, LETTERS_AT_ONCE, next);
        for (int i = 0; i < n; i++) {
            if (take_letter(s, due[i].id) < 0 || tell(s, due[i].id) < 0)
                return store_failed(s, e);
        }
        sent += n > 0 ? n : 0;
    } while (n == LETTERS_AT_ONCE);
    return n < 0 ? store_failed(s, e) : sent;
}

/* ---- time --------------------------------------------------------------------- */

/* Everything at this instant, until all is idle. */
static int settle(struct simulation *s, instant *next_letter, struct err *e)
{
    for (int i = 0; i < MOST_PASSES; i++) {
        arena_reset(s->arena);
        int did = engine_pass(s->engine, s->now);
        int sent = did < 0 ? -1 : send_due(s, next_letter, e);
        if (did < 0) {
            store_rollback(s->store);
            return err_set(e, "%s", engine_error(s->engine));
        }
        if (sent < 0)
            return -1;
        if (!did && !sent)
            return 0;
    }
    return err_set(e, "the rules go round in a circle at one instant");
}

int simulation_advance(struct simulation *s, instant t, struct err *e)
{
    for (;;) {
        instant letter = INSTANT_NEVER, next;

        if (settle(s, &letter, e) < 0)
            return -1;
        next = engine_next(s->engine);
        next = letter < next ? letter : next;
        if (next > t)
            break;
        s->now = next;
    }
    s->now = t;
    instant unused;
    return settle(s, &unused, e);
}

void simulation_sleep(struct simulation *s, instant t)
{
    s->now = t;
}

/* ---- mail and events ---------------------------------------------------------- */

int simulation_receive(struct simulation *s, const char *bytes, size_t len, struct err *e)
{
    unsigned char sum[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof sum + 1], uid[16];
    struct inbox_row row = {.mailbox = "test/INBOX",
                            .uidvalidity = 1,
                            .uid = uid,
                            .hash = hex,
                            .fetched = s->now,
                            .raw = bytes,
                            .raw_len = len};

    snprintf(uid, sizeof uid, "%u", ++s->received);
    crypto_generichash(sum, sizeof sum, (const unsigned char *)bytes, len,
                       (const unsigned char *)uid, 0);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    if (store_begin(s->store) < 0 || store_put_inbox(s->store, &row) < 0 ||
        store_commit(s->store) < 0)
        return store_failed(s, e);
    return 0;
}

int simulation_perform(struct simulation *s, const struct event *ev, struct err *e)
{
    if (store_begin(s->store) < 0 || engine_perform(s->engine, ev, s->now) < 0 ||
        store_commit(s->store) < 0)
        return store_failed(s, e);
    return 0;
}
