/* SPDX-License-Identifier: GPL-2.0-or-later */
/* withdraw.c - letters in the outbox that must not go any more.
 *
 * A letter is right when it is written, and may lie there for hours or days:
 * until Monday, until the server answers, until go-live. What happens
 * meanwhile takes it back: the answer to it, the end of its case, a "stop" of
 * whom it is for; an absence puts it off. What the sender has claimed is gone. */
#include "daemon/engine_internal.h"

#include <string.h>

#define AT_ONCE 32

/* What only makes sense while its step waits. What a case tells in passing stays true. */
static bool serves_its_step(const struct outbox_row *l)
{
    return !strcmp(l->kind, "attempt") || !strcmp(l->kind, "ask") || !strcmp(l->kind, "remind") ||
           !strcmp(l->kind, "hold");
}

static int withdraw(struct engine *e, const struct outbox_row *l, const char *why)
{
    struct event ev = {.kind = EVENT_LETTER_DROPPED,
                       .letter = l->id,
                       .case_id = l->case_id,
                       .step = l->step,
                       .person = l->recipient,
                       .name = l->letter,
                       .value = l->kind,
                       .reason = arena_strdup(e->arena, why)};
    int rc = store_drop_letter(e->store, l->id, why, e->now);

    if (rc)
        return rc < 0 ? -1 : 0; /* too late: it is on its way */
    return engine_follow(e, &ev);
}

/* The letters of a case that has left its step. */
static int withdraw_of_case(struct engine *e, const struct event *ev)
{
    struct outbox_row rows[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_letters_of_case(e->store, e->arena, ev->case_id, after, rows, AT_ONCE);
        for (int i = 0; i < n; i++) {
            bool stays =
                ev->kind == EVENT_STEP_ENTERED && rows[i].step && !strcmp(rows[i].step, ev->step);
            after = rows[i].id;
            if (!stays && serves_its_step(&rows[i]) && withdraw(e, &rows[i], ev->reason) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

/* Answers to mail, and words that people pass on to each other, go all the same. */
static int each_letter_to(struct engine *e, int64_t person,
                          int (*f)(struct engine *, const struct outbox_row *, const void *),
                          const void *ctx)
{
    struct outbox_row rows[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_letters_to(e->store, e->arena, person, after, rows, AT_ONCE);
        for (int i = 0; i < n; i++) {
            after = rows[i].id;
            if (!rows[i].at_any_hour && f(e, &rows[i], ctx) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

static int withdraw_one(struct engine *e, const struct outbox_row *l, const void *why)
{
    return withdraw(e, l, why);
}

static int put_off_one(struct engine *e, const struct outbox_row *l, const void *until)
{
    return store_put_off_letter(e->store, l->id, *(const instant *)until);
}

static int put_off_letters_to(struct engine *e, const struct state *s, int64_t person)
{
    instant until = sending_instant(e->programme->rules, state_person(s, person), e->now);

    return each_letter_to(e, person, put_off_one, &until);
}

int engine_withdraw(struct engine *e, const struct state *s, const struct event *ev)
{
    if (ev->kind == EVENT_CASE_ENDED || ev->kind == EVENT_STEP_ENTERED)
        return withdraw_of_case(e, ev);
    if (ev->kind != EVENT_MARKED)
        return 0;
    if (!strcmp(ev->value, STATUS_OPTED_OUT) || !strcmp(ev->value, STATUS_LEFT))
        return each_letter_to(e, ev->person, withdraw_one, ev->reason);
    return strcmp(ev->value, "away") ? 0 : put_off_letters_to(e, s, ev->person);
}
