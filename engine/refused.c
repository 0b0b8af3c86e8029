/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refused.c - edited rules with errors change nothing, and the admin hears why. */
#include "engine/desk_order.h"
#include "engine/engine_internal.h"

#include "base/log.h"

#define MOST_NAMED 50 /* errors in one letter; the log has all */

static const char *place(struct arena *a, const struct pos *pos)
{
    if (!pos->file)
        return "";
    return pos->line ? arena_printf(a, "%s:%d:%d", pos->file, pos->line, pos->column) : pos->file;
}

static void list_errors(struct engine *e, const struct diags *d)
{
    struct transcript_line *lines = arena_array(e->mail, MOST_NAMED, sizeof *lines);
    size_t n = 0;

    for (size_t i = 0; i < d->count && n < MOST_NAMED; i++)
        if (d->items[i].severity == DIAG_ERROR)
            lines[n++] = (struct transcript_line){place(e->mail, &d->items[i].pos),
                                                  engine_with_names(e, e->mail, d->items[i].text)};
    e->occasion.lines = lines;
    e->occasion.lines_count = n;
}

static int write_refusal(struct engine *e, void *ctx)
{
    const struct diags *d = ctx;
    struct letter_intent l = {.kind = LETTER_NOTICE,
                              .letter = "rules-refused",
                              .not_before = e->now,
                              .reason = "the edited rules have errors"};

    e->occasion =
        (struct occasion){.origin = arena_printf(e->mail, "reload/%lld", (long long)e->now)};
    list_errors(e, d);
    if (store_set_setting(e->store, SETTING_REFUSED,
                          arena_printf(e->mail, "%lld", (long long)e->now)) < 0 ||
        engine_write_apart(e, &l) < 0)
        return -1;
    return 0;
}

static int forget_refusal(struct engine *e, void *ctx)
{
    (void)ctx;
    return store_set_setting(e->store, SETTING_REFUSED, NULL);
}

static void begin(struct engine *e, instant now)
{
    e->now = now;
    e->programme = &e->shelf->programmes[0];
    arena_reset(e->mail);
    engine_clear(e);
}

void engine_refuse(struct engine *e, struct diags *d, instant now)
{
    begin(e, now);
    engine_transaction(e, write_refusal, d);
}

int engine_reload_at(struct engine *e, struct diags *d, instant now)
{
    int rc = engine_reload(e, d, now);

    if (rc < 0 && d->errors)
        engine_refuse(e, d, now);
    if (rc < 0)
        return rc;
    begin(e, now);
    if (store_setting(e->store, e->mail, SETTING_REFUSED))
        engine_transaction(e, forget_refusal, NULL);
    if (rc == 0 && engine_retry_stuck(e) < 0)
        log_error("%s", engine_error(e));
    return rc;
}
