/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"
#include "daemon/doorbell.h"
#include "daemon/sender_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTER_BYTES (64u * 1024 * 1024)
#define GATHER_MS    1 /* of silence: then whoever has not answered is not waited for */

/* ---- what is due ---------------------------------------------------------------- */

/* The next letters, beyond those of the last look; from the start again when
 * that look came to the end. */
static int look_for_due(struct sender *s)
{
    struct due_letter last = {0}, *after = NULL;
    int count;

    if (s->due_count == DUE_AT_ONCE) {
        last = s->due[s->due_count - 1];
        after = &last;
    }
    arena_reset(s->due_arena);
    s->due_at = s->due_count = 0;
    count = store_due_letters(s->store, s->due_arena, clock_now(&s->clock), after, s->due,
                              DUE_AT_ONCE, &s->next);
    if (count < 0)
        return -1;
    s->due_count = (size_t)count;
    s->look = after || s->due_count == DUE_AT_ONCE;
    return count;
}

/* The next due letter that is not in hand; NULL where there is none, or on failure. */
static const struct due_letter *next_due(struct sender *s, bool *failed)
{
    for (;;) {
        while (s->due_at < s->due_count) {
            const struct due_letter *l = &s->due[s->due_at++];

            if (!sender_in_hand(s, l->id))
                return l;
        }
        if (!s->look && clock_now(&s->clock) < s->next)
            return NULL;
        if (look_for_due(s) < 0) {
            *failed = true;
            return NULL;
        }
    }
}

/* A letter whose text was erased can't go any more. */
static int submit(struct sender *s, const struct due_letter *l, bool claimed)
{
    struct sink_letter letter = {
        .id = l->id, .from = l->envelope_from, .to = l->envelope_to, .message_id = l->message_id};
    int rc;

    arena_reset(s->raw);
    rc = store_letter_raw(s->store, s->raw, l->id, &letter.bytes, &letter.length);
    if (rc < 0)
        return -1;
    if (rc > 0) {
        sender_add_result(s, l->id, DELIVERY_FAILED, "its text has been erased");
        return 0;
    }
    s->in_hand[s->in_hand_count++] = (struct in_hand){.letter = *l, .claimed = claimed};
    s->sink->driver->submit(s->sink, &letter);
    return 0;
}

static bool has_room(const struct sender *s)
{
    return s->in_hand_count + s->results_count < s->slots &&
           s->sink->driver->free_slots(s->sink) > 0;
}

static int submit_due(struct sender *s)
{
    const struct due_letter *l;
    bool failed = false;

    while (has_room(s) && (l = next_due(s, &failed)))
        if (submit(s, l, false) < 0)
            return -1;
    return failed ? -1 : 0;
}

static int fill_hands(struct sender *s)
{
    int rc;

    if (s->stopping || !has_room(s) || sender_pause_left(s))
        return 0;
    if (store_begin_reading(s->store) < 0)
        return -1;
    rc = submit_due(s);
    if (rc == 0 && store_commit(s->store) == 0)
        return 0;
    store_rollback(s->store);
    return -1;
}

/* ---- rounds -------------------------------------------------------------------------- */

/* Until the next letter falls due or the pause ends, but not past the next sign
 * of life. With full hands, with a pause or at the end, more that is due is no
 * reason to wake: then only an event is. */
static int wait_ms(const struct sender *s)
{
    instant now = clock_now(&s->clock), until = INSTANT_NEVER;

    if (s->results_count && !s->store_failed)
        return 0;
    if (s->untold)
        return TELL_MS;
    if (sender_pause_left(s))
        until = s->pause_until;
    else if (!s->look && has_room(s))
        until = s->next;
    if (until - now >= DOORBELL_ALIVE_SECONDS)
        return DOORBELL_ALIVE_SECONDS * 1000;
    return until > now ? (int)(until - now) * 1000 : 0;
}

static bool any_gone(const struct sender *s)
{
    for (size_t i = 0; i < s->in_hand_count; i++)
        if (s->in_hand[i].gone)
            return true;
    return false;
}

static size_t listen_to_sink(struct sender *s, int timeout_ms, int doorbell)
{
    struct sink_events events = {0};

    s->sink->driver->poll(s->sink, timeout_ms, doorbell, &events);
    for (size_t i = 0; i < events.count; i++)
        sender_take_event(s, &events.items[i]);
    return events.count;
}

/* Fills the free connections, waits for something to happen, and writes down
 * what did. As sender_settle(). Where a commit takes long, the first answer
 * waits for the others, as they will come while it would be written: otherwise
 * each commit would serve half of the connections. */
static int turn(struct sender *s, bool wait, int doorbell)
{
    size_t heard = 0;
    int written;

    if (fill_hands(s) < 0)
        return sender_failed(s);
    if (s->in_hand_count || wait)
        heard = listen_to_sink(s, wait_ms(s), doorbell);
    while (heard && s->slow_disk && any_gone(s))
        heard = listen_to_sink(s, GATHER_MS, -1);
    written = sender_settle(s);
    sender_tell_engine(s);
    return written;
}

/* Until nothing is in hand and nothing due. 1: there were results. */
static int finish(struct sender *s)
{
    int results = 0, rc;

    do {
        rc = turn(s, false, -1);
        results |= rc > 0;
    } while (rc > 0 || (rc == 0 && s->in_hand_count));
    return rc < 0 ? -1 : results;
}

/* ---- what a crash left ------------------------------------------------------------ */

static int submit_again(struct sender *s, int64_t id)
{
    struct outbox_row row;

    if (store_get_letter(s->store, s->due_arena, id, false, &row) != 0)
        return -1;
    struct due_letter l = {.id = id,
                           .envelope_from = row.envelope_from,
                           .envelope_to = row.envelope_to,
                           .message_id = row.message_id};
    return submit(s, &l, true);
}

/* Only the very transport that had it can tell whether it has it already: the
 * configuration may name another one since. 1, 0, -1. */
static int would_recognise(struct sender *s, int64_t id)
{
    struct delivery_row claim;

    if (!s->sink->driver->recognises_letters)
        return 0;
    if (store_last_delivery(s->store, s->due_arena, id, &claim) != 0)
        return -1;
    return claim.detail && !strcmp(claim.detail, s->sink->name);
}

static int take_up_one(struct sender *s, int64_t id)
{
    int recognised = would_recognise(s, id);

    if (recognised)
        return recognised < 0 ? -1 : submit_again(s, id);
    log_warning("letter %lld was on its way when the sender ended: nobody knows whether it "
                "arrived, and it is not sent again",
                (long long)id);
    sender_add_result(s, id, DELIVERY_UNCERTAIN,
                      "the sender ended while the letter was on its way");
    return 0;
}

/* In several rounds where the configuration has fewer connections than it had.
 * Nothing else goes meanwhile: nobody has looked for what is due. */
static int take_up(struct sender *s)
{
    int64_t *left = arena_array(s->due_arena, s->slots, sizeof *left);
    int count;

    do {
        count = store_in_flight(s->store, left, s->slots);
        for (int i = 0; i < count; i++)
            if (take_up_one(s, left[i]) < 0)
                return -1;
        if (count < 0 || finish(s) < 0)
            return -1;
    } while ((size_t)count == s->slots);
    return 0;
}

/* ---- life -------------------------------------------------------------------------- */

static void remember_trouble(struct sender *s)
{
    struct sender_row row;

    if (store_get_sender(s->store, s->raw, &row) < 0 || !row.trouble)
        return;
    snprintf(s->trouble, sizeof s->trouble, "%s", row.trouble);
    s->trouble_since = row.trouble_since;
}

struct sender *sender_new(const struct sender_options *o, struct err *why)
{
    struct sender *s = checked(calloc(1, sizeof *s));

    s->store = o->store;
    s->sink = o->sink;
    s->clock = o->clock;
    s->doorbell = o->doorbell;
    s->due_arena = arena_new(LETTER_BYTES);
    s->raw = arena_new(LETTER_BYTES);
    s->slots = o->sink->driver->free_slots(o->sink);
    s->in_hand = checked(calloc(s->slots, sizeof *s->in_hand));
    s->ready = checked(calloc(s->slots, sizeof *s->ready));
    s->results = checked(calloc(s->slots, sizeof *s->results));
    s->next = INSTANT_NEVER;
    remember_trouble(s);
    if (take_up(s) < 0) {
        err_set(why, "%s", store_error(s->store));
        sender_free(s);
        return NULL;
    }
    return s;
}

void sender_free(struct sender *s)
{
    if (!s)
        return;
    arena_free(s->due_arena);
    arena_free(s->raw);
    free(s->in_hand);
    free(s->ready);
    free(s->results);
    free(s);
}

void sender_stop(struct sender *s)
{
    s->stopping = 1;
}

/* ---- for the outside ------------------------------------------------------------------ */

instant sender_next(const struct sender *s)
{
    return sender_pause_left(s) ? s->pause_until : s->next;
}

int sender_pass(struct sender *s)
{
    s->look = true;
    s->store_failed = false;
    return finish(s);
}

static void listen(struct sender *s)
{
    unsigned heard = s->doorbell >= 0 ? doorbell_heard(s->doorbell) : 0;

    if (heard & BELL_GONE)
        s->stopping = 1;
    if (heard & BELL_WAKE)
        s->look = true;
    doorbell_ring(s->doorbell, BELL_ALIVE);
}

static bool has_ended(const struct sender *s)
{
    return s->stopping && !any_gone(s) && (!s->results_count || s->store_failed);
}

void sender_loop(struct sender *s)
{
    s->look = true;
    while (!has_ended(s)) {
        turn(s, true, s->stopping ? -1 : s->doorbell);
        listen(s);
    }
}
