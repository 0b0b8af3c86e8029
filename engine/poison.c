/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poison.c - what ends the engine again and again is set aside.
 *
 * A message has its tries counted always (reading.c). Of results and waits
 * hundreds share a transaction, so that these are counted only after the engine
 * ended without being told to: then each is done alone, and counted durably
 * before it is touched, until a pass finds nothing more to do. What was tried
 * three times is put out of the way, and the admin is told; it is listed in
 * the setting "stuck" until the rules are read again, which tries it once more.
 * An occurrence is held, as one with too many cases is. What fails because of the disk or of a
 * lock is no try. */
#include "engine/engine_internal.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TRIES    3
#define PUT_AWAY_DAYS 3650 /* a wait that is stuck has no date of its own */

static const char *setting_of(struct engine *e, const char *item)
{
    return arena_printf(e->mail, "tries of %s", item);
}

static int count_try(struct engine *e, void *ctx)
{
    const char *name = setting_of(e, ctx), *before = store_setting(e->store, e->mail, name);

    return store_set_setting(e->store, name,
                             arena_printf(e->mail, "%d", before ? atoi(before) + 1 : 1));
}

static int forget_tries(struct engine *e, void *ctx)
{
    return store_set_setting(e->store, setting_of(e, ctx), NULL);
}

struct careful {
    const char *item;
    int (*f)(struct engine *e, void *ctx);
    void *ctx;
};

static int do_and_forget(struct engine *e, void *ctx)
{
    const struct careful *c = ctx;

    return c->f(e, c->ctx) < 0 || forget_tries(e, (void *)c->item) < 0 ? -1 : 0;
}

/* That the disk is full is not its fault. */
int engine_do_carefully(struct engine *e, const char *item, int (*f)(struct engine *, void *),
                        int (*away)(struct engine *, void *), void *ctx)
{
    const char *tries = store_setting(e->store, e->mail, setting_of(e, item));
    bool too_often = tries && atoi(tries) >= MOST_TRIES;
    struct careful c = {item, too_often ? away : f, ctx};
    int rc;

    if (!too_often && engine_transaction(e, count_try, (void *)item) < 0)
        return -1;
    rc = engine_transaction(e, do_and_forget, &c);
    if (rc < 0 && store_is_unwell(e->store))
        engine_in_passing(e, forget_tries, (void *)item);
    return rc;
}

/* Within a transaction. */
int engine_put_away(struct engine *e, const char *item)
{
    const char *stuck = store_setting(e->store, e->mail, SETTING_STUCK);
    const char *why = "the engine ended over it three times";

    log_error("%s is set aside: %s", item, why);
    if (store_set_setting(
            e->store, SETTING_STUCK,
            arena_printf(e->mail, "%s%s%s", stuck ? stuck : "", stuck ? ", " : "", item)) < 0)
        return -1;
    e->programme = e->programme ? e->programme : &e->shelf->programmes[0];
    return engine_tell_admin(e, "set-aside", arena_printf(e->mail, "stuck/%s", item),
                             arena_printf(e->mail, "%s: %s", item, why));
}

/* Its wait goes on some other day; or now. */
int engine_put_off_case(struct engine *e, int64_t id, bool away)
{
    struct event ev = {.kind = EVENT_SNOOZED,
                       .case_id = id,
                       .reason = away ? "set aside: the engine ended over it three times"
                                      : "it is tried again"};
    struct kase k;
    int rc = store_get_case(e->store, e->mail, id, &k, &ev.programme);

    if (rc || k.phase == PHASE_ENDED)
        return rc < 0 ? -1 : 0;
    engine_about_case(&ev, &k);
    ev.until = away ? e->now + (instant)PUT_AWAY_DAYS * 86400 : e->now;
    return engine_perform(e, &ev, e->now);
}

static int retry(struct engine *e, const char *item)
{
    e->occasion = (struct occasion){0};
    if (!strncmp(item, "case ", 5))
        return engine_put_off_case(e, atoll(item + 5), false);
    return engine_note_result(e, atoll(item + strlen("result ")));
}

/* Takes it off the list; or puts it at its end, so that it is in nobody's way. */
static int strike(struct engine *e, const char *item, bool keep)
{
    const char *stuck = store_setting(e->store, e->mail, SETTING_STUCK), *list = "";
    char *rest = arena_strdup(e->mail, stuck ? stuck : ""), *one;

    while ((one = strsep(&rest, ","))) {
        one += strspn(one, " ");
        if (*one && strcmp(one, item))
            list = arena_printf(e->mail, "%s%s%s", list, *list ? ", " : "", one);
    }
    if (keep)
        list = arena_printf(e->mail, "%s%s%s", list, *list ? ", " : "", item);
    return store_set_setting(e->store, SETTING_STUCK, *list ? list : NULL);
}

static int move_to_end(struct engine *e, void *ctx)
{
    return strike(e, ctx, true);
}

static int try_again(struct engine *e, void *ctx)
{
    return retry(e, ctx) < 0 || strike(e, ctx, false) < 0 ? -1 : 0;
}

/* Each once. What still fails, or ends the engine, stays on the list for the next reload. */
int engine_retry_stuck(struct engine *e)
{
    const char *stuck = store_setting(e->store, e->mail, SETTING_STUCK);
    char *rest = stuck ? arena_strdup(e->mail, stuck) : NULL, *item;
    int rc = 0;

    while ((item = strsep(&rest, ","))) {
        item += strspn(item, " ");
        if (engine_transaction(e, move_to_end, item) < 0)
            return -1;
        rc |= engine_transaction(e, try_again, item);
    }
    return rc;
}
