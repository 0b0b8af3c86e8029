/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sender_results.c - what the sink says, and the one transaction of a round. */
#include "base/log.h"
#include "daemon/doorbell.h"
#include "daemon/sender_internal.h"
#include "parser/wire.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SLOW_COMMIT_NS 300000

/* ---- letters in hand ---------------------------------------------------------- */

struct in_hand *sender_in_hand(struct sender *s, int64_t id)
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

/* ---- results ------------------------------------------------------------------ */

static struct result *add_result(struct sender *s, int64_t letter, const char *state,
                                 const char *detail)
{
    struct result *r = &s->results[s->results_count++];

    *r = (struct result){.letter = letter, .state = state, .at = clock_now(&s->clock)};
    snprintf(r->detail, sizeof r->detail, "%s", detail);
    return r;
}

void sender_add_result(struct sender *s, int64_t letter, const char *state, const char *detail)
{
    add_result(s, letter, state, detail);
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
    if (r->at - since >= SENDER_GIVE_UP && l->tries >= SENDER_LEAST_TRIES) {
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

instant sender_pause_left(const struct sender *s)
{
    instant left = s->pause_until - clock_now(&s->clock);

    return left > 0 && left <= SENDER_LONGEST_PAUSE ? left : 0;
}

/* Several connections fail at the same time: that is one failure. */
static void pause_sending(struct sender *s)
{
    if (sender_pause_left(s))
        return;
    s->pause = s->pause ? 2 * s->pause : SENDER_FIRST_PAUSE;
    if (s->pause > SENDER_LONGEST_PAUSE)
        s->pause = SENDER_LONGEST_PAUSE;
    s->pause_until = clock_now(&s->clock) + s->pause;
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

void sender_take_event(struct sender *s, const struct sink_event *e)
{
    struct in_hand *h;

    if (e->kind == SINK_TROUBLE) {
        in_trouble(s, e);
        return;
    }
    h = sender_in_hand(s, e->id);
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

/* What a server says names addresses, and what stands in the log can't be
 * erased: of each word with an @ in it nothing else is kept. */
static void hide_addresses(char *text)
{
    static const char ends[] = " \t<>()[]{},;:\"'";
    char *out = text;

    for (const char *word = text; *word;) {
        size_t len = strcspn(word, ends);
        if (memchr(word, '@', len)) {
            *out++ = '@';
        } else {
            memmove(out, word, len);
            out += len;
        }
        word += len;
        if (*word)
            *out++ = *word++;
    }
    *out = '\0';
}

static int write_results(struct sender *s)
{
    for (size_t i = 0; i < s->results_count; i++) {
        struct result *r = &s->results[i];

        hide_addresses(r->detail);
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
        struct in_hand *h = sender_in_hand(s, s->ready[i]);
        int rc = h->claimed ? 1 : store_claim_letter(s->store, h->letter.id, now, s->sink->name);

        if (rc < 0)
            return -1;
        h->gone = rc;
    }
    return 0;
}

static int64_t monotonic_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int write_round(struct sender *s)
{
    int64_t start;

    if (store_begin(s->store) < 0)
        return -1;
    start = monotonic_ns();
    if (write_results(s) < 0 || claim_ready(s) < 0 || store_commit(s->store) < 0) {
        store_rollback(s->store);
        return -1;
    }
    s->slow_disk = monotonic_ns() - start > SLOW_COMMIT_NS;
    return 0;
}

/* What is claimed goes; what was held or dropped meanwhile, or could not be
 * claimed because the store failed, does not. */
static void let_go(struct sender *s, bool written)
{
    for (size_t i = 0; i < s->ready_count; i++) {
        struct in_hand *h = sender_in_hand(s, s->ready[i]);

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

int sender_failed(struct sender *s)
{
    log_error("%s", store_error(s->store));
    s->store_failed = true;
    s->look = true;
    pause_sending(s);
    return -1;
}

int sender_settle(struct sender *s)
{
    int written = (int)s->results_count;
    bool pausing = s->store_failed && sender_pause_left(s);
    bool done;

    if (!s->results_count && !s->ready_count)
        return 0;
    done = !pausing && write_round(s) == 0;
    let_go(s, done);
    if (!done)
        return pausing ? -1 : sender_failed(s);
    if (s->store_failed)
        s->pause = s->pause_until = 0;
    s->store_failed = false;
    s->results_count = 0;
    s->untold += written;
    return written;
}

void sender_tell_engine(struct sender *s)
{
    int64_t now = wire_clock();

    if (!s->untold || (s->in_hand_count && s->untold < TELL_RESULTS && now - s->told_at < TELL_MS))
        return;
    doorbell_ring(s->doorbell, BELL_WAKE);
    s->untold = 0;
    s->told_at = now;
}
