/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/fake_sink.h"
#include "store/internal.h"
#include "tests/unit/support/store_test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct fake_sink *self_of(const struct mail_sink *s)
{
    return (struct fake_sink *)s;
}

static size_t slot_of(struct fake_sink *f, int64_t id)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (f->hand[i] == id)
            return i;
    fail_msg("letter %d is not in hand", (int)id);
    return 0;
}

static size_t fake_free_slots(const struct mail_sink *s)
{
    size_t count = 0;

    for (size_t i = 0; i < SLOTS; i++)
        count += !self_of(s)->hand[i];
    return count;
}

static void fake_submit(struct mail_sink *s, const struct sink_letter *l)
{
    struct fake_sink *f = self_of(s);
    size_t slot = slot_of(f, 0);
    char to[48];

    snprintf(to, sizeof to, "%lld@example.org", (long long)l->id);
    assert_string_equal(l->to, to);
    assert_string_equal(l->message_id, to);
    assert_int_equal(l->length, 21);
    f->hand[slot] = l->id;
    f->ready[slot] = f->went[slot] = false;
    f->submits++;
}

static struct sink_event *say(struct fake_sink *f, struct sink_events *out,
                              enum sink_event_kind kind, int64_t id)
{
    struct sink_event *e = &f->events[out->count++];

    *e = (struct sink_event){.kind = kind, .id = id, .code = 250, .step = SINK_STEP_CONTENT};
    snprintf(e->text, sizeof e->text, "told: <ana@example.org>, to=bea@example.org");
    return e;
}

static void end(struct fake_sink *f, size_t slot, struct sink_events *out,
                enum sink_event_kind kind)
{
    say(f, out, kind, f->hand[slot]);
    f->hand[slot] = 0;
}

static void say_down(struct fake_sink *f, size_t slot, struct sink_events *out)
{
    struct sink_event *e;

    end(f, slot, out, SINK_RETURNED);
    e = say(f, out, SINK_TROUBLE, 0);
    e->result = TRANSPORT_TEMPORARY;
    snprintf(e->text, sizeof e->text, "mail.example.org is down");
}

static void tell_waiting(struct fake_sink *f, size_t slot, struct sink_events *out)
{
    int64_t id = f->hand[slot];

    switch (f->act[id]) {
    case ACT_REFUSE_RECIPIENT:
        end(f, slot, out, SINK_REFUSED);
        f->events[out->count - 1].step = SINK_STEP_RECIPIENT;
        break;
    case ACT_DOWN:
        say_down(f, slot, out);
        break;
    case ACT_LOSE:
        say(f, out, SINK_READY, id);
        f->act[id] = ACT_SEND;
        end(f, slot, out, SINK_RETURNED);
        break;
    default:
        say(f, out, SINK_READY, id);
        f->ready[slot] = true;
        if (f->on_ready)
            f->on_ready(f);
    }
}

static void tell_gone(struct fake_sink *f, size_t slot, struct sink_events *out)
{
    switch (f->act[f->hand[slot]]) {
    case ACT_DEFER:
        end(f, slot, out, SINK_DEFERRED);
        break;
    case ACT_UNCERTAIN:
        end(f, slot, out, SINK_UNCERTAIN);
        break;
    case ACT_KILL_POLL:
        raise(SIGKILL);
        break;
    default:
        end(f, slot, out, SINK_SENT);
    }
}

static void fake_poll(struct mail_sink *s, int timeout_ms, int doorbell, struct sink_events *out)
{
    struct fake_sink *f = self_of(s);

    *out = (struct sink_events){.items = f->events};
    if (++f->polls > 10000)
        fail_msg("the sender spins");
    for (size_t i = 0; i < SLOTS; i++)
        if (f->hand[i] && f->went[i])
            tell_gone(f, i, out);
        else if (f->hand[i] && !f->ready[i] && out->count < 2 * SLOTS - 2)
            tell_waiting(f, i, out);
}

static void fake_go(struct mail_sink *s, int64_t id)
{
    struct fake_sink *f = self_of(s);
    size_t slot = slot_of(f, id);
    char sql[100];

    assert_true(f->ready[slot] && !f->went[slot]);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM delivery WHERE letter = %lld AND state = "
             "'in_flight'",
             (long long)id);
    assert_true(store_test_count(f->store, sql) >= 1);
    assert_true(sqlite3_get_autocommit(f->store->db));
    f->gone[id]++;
    if (f->act[id] == ACT_KILL_GO)
        raise(SIGKILL);
    f->went[slot] = true;
    if (f->stop)
        sender_stop(f->stop);
}

static void fake_cancel(struct mail_sink *s, int64_t id)
{
    struct fake_sink *f = self_of(s);

    f->cancels++;
    f->hand[slot_of(f, id)] = 0;
}

const struct sink_driver forgetful = {
    .name = "fake",
    .free_slots = fake_free_slots,
    .submit = fake_submit,
    .poll = fake_poll,
    .go = fake_go,
    .cancel = fake_cancel,
};

const struct sink_driver recognising = {
    .name = "fake",
    .free_slots = fake_free_slots,
    .submit = fake_submit,
    .poll = fake_poll,
    .go = fake_go,
    .cancel = fake_cancel,
    .recognises_letters = true,
};
