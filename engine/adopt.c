/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adopt.c - the edited rules come into force, and the store keeps them. */
#include "engine/adopt.h"
#include "engine/engine_internal.h"

#include <string.h>

#define AT_ONCE 64

/* ---- renamed rules ----------------------------------------------------------------- */

static int rename_rule(struct engine *e, const struct programme *p, const struct rule *r)
{
    struct event ev = {
        .kind = EVENT_RULE_RENAMED,
        .programme = p->name,
        .rule = r->name,
        .name = r->was,
        .reason = arena_printf(e->mail, "the edited rules say that %s was %s", r->name, r->was)};
    int known = store_rule_has_cases(e->store, p->name, r->was);

    if (known < 0 || store_rename_rule(e->store, p->name, r->was, r->name) < 0)
        return -1;
    return known ? engine_perform(e, &ev, e->now) : 0;
}

static int rename_rules(struct engine *e, const struct programme *p)
{
    for (size_t i = 0; i < p->rules_count; i++)
        if (p->rules[i].was && rename_rule(e, p, &p->rules[i]) < 0)
            return -1;
    return 0;
}

/* ---- what is gone -------------------------------------------------------------------- */

static bool stands_nowhere(const struct programme *p, const struct kase *k)
{
    const struct rule *r = programme_rule(p, k->rule);

    return !r || (k->step && !rule_step(r, k->step));
}

/* The case goes where the rules say that it goes. */
static int move_case(struct engine *e, const struct programme *p, const struct kase *k)
{
    struct event ev = {.kind = EVENT_RULES_CHANGED,
                       .programme = p->name,
                       .case_id = k->id,
                       .rule = k->rule,
                       .occurrence = k->occurrence,
                       .person = k->person,
                       .other = k->other,
                       .reason = "the rules changed"};

    return stands_nowhere(p, k) ? engine_perform(e, &ev, e->now) : 0;
}

static int move_cases(struct engine *e, const struct programme *p)
{
    struct kase open[AT_ONCE];
    int64_t after = 0;
    int n;

    do {
        n = store_open_cases(e->store, e->mail, p->name, after, open, AT_ONCE);
        for (int i = 0; i < n; i++) {
            after = open[i].id;
            if (move_case(e, p, &open[i]) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    return n < 0 ? -1 : 0;
}

/* ---- into force --------------------------------------------------------------------- */

static int end_those_gone(struct engine *e, const struct rules_row *rows, int n)
{
    for (int i = 0; i < n; i++)
        if (!shelf_programme(e->shelf, rows[i].programme) &&
            store_end_force(e->store, rows[i].programme) < 0)
            return -1;
    return 0;
}

static bool runs_already(const struct rules_row *rows, int n, const struct rules_row *row)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(rows[i].programme, row->programme))
            return !strcmp(rows[i].version, row->version);
    return false;
}

static int put_in_force(struct engine *e, void *ctx)
{
    struct rules_row *rows;
    int n = store_in_force(e->store, e->mail, &rows);

    (void)ctx;
    if (n < 0 || end_those_gone(e, rows, n) < 0)
        return -1;
    for (size_t i = 0; i < e->shelf->count; i++) {
        const struct shelf_programme *p = &e->shelf->programmes[i];
        if (runs_already(rows, n, &p->source))
            continue;
        if (rename_rules(e, p->rules) < 0 || move_cases(e, p->rules) < 0 ||
            store_put_in_force(e->store, &p->source, e->now) < 0)
            return -1;
    }
    return 0;
}

int engine_adopt(struct engine *e, struct diags *d, instant now)
{
    size_t before = d->errors;

    e->now = now;
    arena_reset(e->mail);
    e->occasion = (struct occasion){0};
    if (adopt_check(e->store, e->shelf, d) < 0 || d->errors > before)
        return -1;
    return engine_transaction(e, put_in_force, NULL);
}

/* ---- beginning ------------------------------------------------------------------------- */

static struct engine *begin_with_edited(const struct config *config, struct store *store,
                                        struct parser *parser, instant now, struct diags *d,
                                        struct err *err)
{
    struct engine *e = engine_new(config, store, parser, d, err);

    if (e && engine_adopt(e, d, now) < 0) {
        err_set(err, "%s", d->errors ? "the edited rules can't come into force" : engine_error(e));
        engine_free(e);
        return NULL;
    }
    return e;
}

struct engine *engine_begin(const struct config *config, struct store *store, struct parser *parser,
                            instant now, struct diags *d, struct err *err)
{
    struct engine *e = begin_with_edited(config, store, parser, now, d, err);
    struct diags unread;
    struct shelf *shelf;

    if (e || !d->errors)
        return e;
    diags_init(&unread, d->arena);
    if (shelf_in_force(store, &shelf, &unread) != 1)
        return NULL;
    e = engine_new_with(config, store, parser, shelf, err);
    if (e)
        engine_refuse(e, d, now);
    return e;
}
