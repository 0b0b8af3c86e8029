/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/sender.h"
#include "base/log.h"
#include "daemon/doorbell.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUE_AT_ONCE  256
#define LETTER_BYTES (64u * 1024 * 1024)

/* A letter that the sink has. */
struct in_hand {
    struct due_letter letter; /* its strings are not kept */
    bool claimed;             /* since a former life, or since READY */
    bool gone;
};

/* What became of a letter, until it is in the store. */
struct result {
    int64_t letter;
    const char *state;
    instant at, retry_at;
    const char *step; /* that was refused, or NULL */
    int code;
    char detail[520];
};

struct sender {
    struct store *store;    /* foreign */
    struct mail_sink *sink; /* foreign */
    struct clock clock;
    int doorbell;
    volatile sig_atomic_t stopping;

    struct arena *due_arena; /* of due[] */
    struct due_letter due[DUE_AT_ONCE];
    size_t due_count, due_at;
    bool look;    /* into the store: there may be more that is due */
    instant next; /* when there will be; holds while look is false */

    struct arena *raw; /* of the letter being submitted */
    size_t slots;      /* the size of the three arrays */
    struct in_hand *in_hand;
    size_t in_hand_count;
    int64_t *ready; /* to be claimed in the next transaction */
    size_t ready_count;
    struct result *results; /* to be written in the next transaction */
    size_t results_count;

    instant pause_until; /* the sink, or the store, is left alone */
    instant pause;       /* how long the last one was; 0: all is well */
    bool store_failed;   /* results wait for the end of the pause */
    char trouble[520];   /* as it stands in the store; "" for none */
    instant trouble_since;
};

/* ---- letters in hand ---------------------------------------------------------- */

static struct in_hand *in_hand(struct sender *s, int64_t id)
{
    for (size_t i = 0; i < s->in_hand_count; i++)
        if (s->in_hand[i].letter.id == id)
            return &s->in_hand[i];
    return NULL;
}

static void out_of_hand(struct sender *s, struct in_hand *h)
{
    *h = s->in_hand[--s->in_hand_count];
}

static bool any_gone(const struct sender *s)
{
    for (size_t i = 0; i < s->in_hand_count; i++)
        if (s->in_hand[i].gone)
            return true;
    return false;
}

/* ---- results ------------------------------------------------------------------ */

static struct result *add_result(struct sender *s, int64_t letter, const char *state,
                                 const char *detail)
{
    struct result *r = &s->results[s->results_count++];

    *r = (struct result){.letter = letter, .state = state, .at = clock_now(&s->clock)};
    snprintf(r->detail, sizeof r->detail, "%s", detail);
    return r;
}

static instant retry_wait(int tries)
{
    instant wait = SENDER_FIRST_RETRY;

    while (tries-- > 0 && wait < SENDER_LONGEST_RETRY)
        wait *= 2;
    return wait < SENDER_LONGEST_RETRY ? wait : SENDER_LONGEST_RETRY;
}

/* What the server said, and to what. */
static void describe(struct result *r, const struct sink_event *e)
{
    static const char *const steps[] = {
        [SINK_STEP_MAIL] = "sender",
        [SINK_STEP_RECIPIENT] = "recipient",
        [SINK_STEP_CONTENT] = "content",
    };

    r->step = e->kind == SINK_SENT ? NULL : steps[e->step];
    r->code = e->code;
}

static void put_off(struct sender *s, const struct due_letter *l, const struct sink_event *e)
{
    struct result *r = add_result(s, l->id, DELIVERY_DEFERRED, e->text);
    instant since = l->tries ? l->first_try : r->at;

    describe(r, e);
    if (r->at - since >= SENDER_GIVE_UP) {
        r->state = DELIVERY_FAILED;
        snprintf(r->detail, sizeof r->detail, "given up after 5 days: %.480s", e->text);
        return;
    }
    r->retry_at = r->at + retry_wait(l->tries);
    if (r->retry_at < s->next)
        s->next = r->retry_at;
}

/* `since` is when it began, however the sentence changes meanwhile. */
static void tell_trouble(struct sender *s, const char *text)
{
    if (!s->trouble[0])
        s->trouble_since = clock_now(&s->clock);
    snprintf(s->trouble, sizeof s->trouble, "%s", text);

    struct sender_row row = {.trouble = *text ? s->trouble : NULL,
                             .trouble_since = s->trouble_since};
    if (store_put_sender(s->store, &row) < 0)
        log_error("%s", store_error(s->store));
}

/* Several connections fail at the same time: that is one failure. */
static void pause_sending(struct sender *s)
{
    instant now = clock_now(&s->clock);

    if (now < s->pause_until)
        return;
    s->pause = s->pause ? 2 * s->pause : SENDER_FIRST_PAUSE;
    if (s->pause > SENDER_LONGEST_PAUSE)
        s->pause = SENDER_LONGEST_PAUSE;
    s->pause_until = now + s->pause;
}

/* Each sentence is told once. */
static void in_trouble(struct sender *s, const struct sink_event *e)
{
    pause_sending(s);
    s->look = true;
    if (!strcmp(s->trouble, e->text))
        return;
    log_line(e->result == TRANSPORT_CONFIG ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING,
             "letters can't be sent now: %s", e->text);
    tell_trouble(s, e->text);
}

static void out_of_trouble(struct sender *s)
{
    s->pause = s->pause_until = 0;
    if (!s->trouble[0])
        return;
    log_notice("letters can be sent again");
    tell_trouble(s, "");
}

/* ---- what the sink says --------------------------------------------------------- */

/* A letter may be ready and lost again in one poll. */
static void not_ready(struct sender *s, int64_t id)
{
    for (size_t i = 0; i < s->ready_count; i++)
        if (s->ready[i] == id)
            s->ready[i--] = s->ready[--s->ready_count];
}

static void take_end(struct sender *s, struct in_hand *h, const struct sink_event *e)
{
    static const char *const states[] = {
        [SINK_SENT] = DELIVERY_SENT,
        [SINK_REFUSED] = DELIVERY_FAILED,
        [SINK_UNCERTAIN] = DELIVERY_UNCERTAIN,
    };

    if (e->kind == SINK_DEFERRED)
        put_off(s, &h->letter, e);
    else if (e->kind != SINK_RETURNED)
        describe(add_result(s, e->id, states[e->kind], e->text), e);
    if (e->kind == SINK_UNCERTAIN)
        log_warning("letter %lld may or may not have arrived: %s", (long long)e->id, e->text);
    not_ready(s, e->id);
    out_of_hand(s, h);
}

static void take_ready(struct sender *s, struct in_hand *h)
{
    if (s->stopping) {
        s->sink->driver->cancel(s->sink, h->letter.id);
        out_of_hand(s, h);
    } else {
        s->ready[s->ready_count++] = h->letter.id;
    }
}

static void take_event(struct sender *s, const struct sink_event *e)
{
    struct in_hand *h;

    if (e->kind == SINK_TROUBLE) {
        in_trouble(s, e);
        return;
    }
    h = in_hand(s, e->id);
    if (!h)
        die("the sink speaks of letter %lld, which it was not given", (long long)e->id);
    if (e->kind == SINK_READY)
        take_ready(s, h);
    else
        take_end(s, h, e);
    if (e->kind == SINK_READY || e->kind == SINK_SENT)
        out_of_trouble(s);
    if (e->kind == SINK_RETURNED)
        s->look = true;
}

/* ---- the transaction of a round --------------------------------------------------- */

static int write_results(struct sender *s)
{
    for (size_t i = 0; i < s->results_count; i++) {
        const struct result *r = &s->results[i];
        struct delivery_row row = {.letter = r->letter,
                                   .state = r->state,
                                   .at = r->at,
                                   .retry_at = r->retry_at,
                                   .step = r->step,
                                   .code = r->code,
                                   .detail = r->detail};

        if (store_put_delivery(s->store, &row) < 0)
            return -1;
    }
    return 0;
}

static int claim_ready(struct sender *s)
{
    instant now = clock_now(&s->clock);

    for (size_t i = 0; i < s->ready_count; i++) {
        struct in_hand *h = in_hand(s, s->ready[i]);
        int rc = h->claimed ? 1 : store_claim_letter(s->store, h->letter.id, now);

        if (rc < 0)
            return -1;
        h->gone = rc;
    }
    return 0;
}

static int write_round(struct sender *s)
{
    if (store_begin(s->store) < 0)
        return -1;
    if (write_results(s) < 0 || claim_ready(s) < 0 || store_commit(s->store) < 0) {
        store_rollback(s->store);
        return -1;
    }
    return 0;
}

/* What is claimed goes; what was held or dropped meanwhile, or could not be
 * claimed because the store failed, does not. */
static void let_go(struct sender *s, bool written)
{
    for (size_t i = 0; i < s->ready_count; i++) {
        struct in_hand *h = in_hand(s, s->ready[i]);

        h->gone = h->gone && written;
        if (h->gone) {
            s->sink->driver->go(s->sink, h->letter.id);
        } else {
            s->sink->driver->cancel(s->sink, h->letter.id);
            out_of_hand(s, h);
        }
    }
    s->ready_count = 0;
}

static int round_failed(struct sender *s)
{
    log_error("%s", store_error(s->store));
    s->store_failed = true;
    s->look = true;
    pause_sending(s);
    return -1;
}

/* The number of results written, or -1: then they are kept, and the store is
 * left alone until the pause ends. */
static int settle(struct sender *s)
{
    int written = (int)s->results_count;
    bool pausing = s->store_failed && clock_now(&s->clock) < s->pause_until;
    bool done;

    if (!s->results_count && !s->ready_count)
        return 0;
    done = !pausing && write_round(s) == 0;
    let_go(s, done);
    if (!done)
        return pausing ? -1 : round_failed(s);
    if (s->store_failed)
        s->pause = s->pause_until = 0;
    s->store_failed = false;
    s->results_count = 0;
    if (written)
        doorbell_ring(s->doorbell, BELL_WAKE);
    return written;
}

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

            if (!in_hand(s, l->id))
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
        add_result(s, l->id, DELIVERY_FAILED, "its text has been erased");
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

    if (s->stopping || !has_room(s) || clock_now(&s->clock) < s->pause_until)
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
    if (now < s->pause_until)
        until = s->pause_until;
    else if (!s->look && has_room(s))
        until = s->next;
    if (until - now >= DOORBELL_ALIVE_SECONDS)
        return DOORBELL_ALIVE_SECONDS * 1000;
    return until > now ? (int)(until - now) * 1000 : 0;
}

/* Fills the free connections, waits for something to happen, and writes down
 * what did. As settle(). */
static int turn(struct sender *s, bool wait, int doorbell)
{
    struct sink_events events = {0};

    if (fill_hands(s) < 0)
        return round_failed(s);
    if (s->in_hand_count || wait)
        s->sink->driver->poll(s->sink, wait_ms(s), doorbell, &events);
    for (size_t i = 0; i < events.count; i++)
        take_event(s, &events.items[i]);
    return settle(s);
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

static int take_up_one(struct sender *s, int64_t id)
{
    if (s->sink->driver->recognises_letters)
        return submit_again(s, id);
    log_warning("letter %lld was on its way when the sender ended: nobody knows whether it "
                "arrived, and it is not sent again",
                (long long)id);
    add_result(s, id, DELIVERY_UNCERTAIN, "the sender ended while the letter was on its way");
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

static void *array(size_t count, size_t size)
{
    void *p = calloc(count, size);

    if (!p)
        die("out of memory in the sender");
    return p;
}

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
    struct sender *s = array(1, sizeof *s);

    s->store = o->store;
    s->sink = o->sink;
    s->clock = o->clock;
    s->doorbell = o->doorbell;
    s->due_arena = arena_new(LETTER_BYTES);
    s->raw = arena_new(LETTER_BYTES);
    s->slots = o->sink->driver->free_slots(o->sink);
    s->in_hand = array(s->slots, sizeof *s->in_hand);
    s->ready = array(s->slots, sizeof *s->ready);
    s->results = array(s->slots, sizeof *s->results);
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
    return clock_now(&s->clock) < s->pause_until ? s->pause_until : s->next;
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
