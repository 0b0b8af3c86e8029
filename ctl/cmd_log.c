/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl log: what happened, in order, and why. */
#include "ctl/ctl.h"
#include "ctl/explain.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_LINES 40

struct lines { /* the last `limit` events, in a ring */
    struct ctl *c;
    struct event *events;
    size_t limit, count; /* limit 0: all, printed as they come */
    json_t *json;
    size_t cap;
};

static int take(void *ctx, const struct event *e)
{
    struct lines *l = ctx;

    if (l->limit && l->count >= l->limit) {
        l->events[l->count++ % l->limit] = event_copy(l->c->arena, e);
        return 0;
    }
    *(struct event *)arena_grow(l->c->arena, &l->events, l->count++, &l->cap, sizeof *e) =
        event_copy(l->c->arena, e);
    return 0;
}

static bool is_rule(const struct ctl *c, const char *rule)
{
    for (size_t i = 0; c->shelf && i < c->shelf->count; i++)
        if (programme_rule(c->shelf->programmes[i].rules, rule))
            return true;
    return !c->shelf;
}

/* A name that means nothing today may be in the log, of rules that are gone. Where it is not, it
 * was mistyped. */
static int none_found(struct ctl *c, const struct event_filter *f)
{
    if (f->programme && c->shelf && !shelf_programme(c->shelf, f->programme))
        return ctl_complain(CTL_NO, "there is no programme \"%s\", and none in the log",
                            f->programme);
    if (f->rule && !is_rule(c, f->rule))
        return ctl_complain(CTL_NO, "there is no rule \"%s\", and none in the log", f->rule);
    return CTL_OK;
}

/* With which programme, where that is not said already: its times are by its own zone. */
static void print(struct lines *l, const char *programme, bool json)
{
    bool several = !programme && l->c->shelf && l->c->shelf->count > 1;
    struct ctl *c = l->c;
    size_t first = l->limit && l->count > l->limit ? l->count - l->limit : 0;
    json_t *list = json ? json_array() : NULL;
    struct columns t;

    columns_init(
        &t, c->arena,
        (const char *[]){"When", "Who", "What", "Why", several ? "Programme" : NULL, NULL});
    for (size_t i = first; i < l->count; i++) {
        const struct event *e = &l->events[l->limit ? i % l->limit : i];
        if (json)
            json_array_append_new(list, json_event(c, e));
        else
            columns_add(&t, (const char *[]){ctl_time(c, e->programme, e->at), ctl_who(c, e),
                                             ctl_sentence(c, e), ctl_with_names(c, e->reason),
                                             e->programme});
    }
    if (json) {
        out_json(list);
        return;
    }
    if (l->count)
        out_columns(&t, 0, true);
    else
        out_text("Nothing of that is in the log.\n");
    if (first)
        out_styled(STYLE_FAINT, "(%zu earlier ones: --all)\n", first);
}

static int read_filter(struct ctl *c, const struct ctl_args *args, struct event_filter *f)
{
    const char *person = ctl_given(args, "person");
    const char *since = ctl_given(args, "since"), *until = ctl_given(args, "until");

    *f = (struct event_filter){.rule = ctl_given(args, "rule"),
                               .programme = ctl_given(args, "programme")};
    if (person && !(f->person = ctl_person(c, person)))
        return CTL_NO;
    if (since && ctl_instant(since, ctl_zone(c, f->programme), &f->since) < 0)
        return CTL_USAGE;
    if (until && ctl_instant(until, ctl_zone(c, f->programme), &f->until) < 0)
        return CTL_USAGE;
    if (since && until && f->until <= f->since)
        return ctl_complain(CTL_USAGE, "--until %s is not after --since %s", until, since);
    return CTL_OK;
}

/* How many lines; 0 is all of them. */
static int read_limit(const struct ctl_args *args, size_t *limit)
{
    static const char *const either[] = {"last", "all", NULL};
    const char *last = ctl_given(args, "last");
    char *end;
    long n;

    *limit = ctl_given(args, "all") || ctl_given(args, "since") ? 0 : DEFAULT_LINES;
    if (ctl_at_most_one(args, either) != CTL_OK)
        return CTL_USAGE;
    if (!last)
        return CTL_OK;
    n = strtol(last, &end, 10);
    if (end == last || *end || n < 1)
        return ctl_complain(CTL_USAGE, "--last wants a number, not \"%s\"", last);
    *limit = (size_t)n;
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct lines l = {.c = c};
    struct event_filter filter;
    int status = read_limit(args, &l.limit);

    if (status != CTL_OK || (status = ctl_look(c)) != CTL_OK ||
        (status = read_filter(c, args, &filter)) != CTL_OK)
        return status;
    if (store_walk_events(c->store, c->arena, &filter, take, &l) < 0)
        return ctl_failed(c);
    if (!l.count && (status = none_found(c, &filter)) != CTL_OK)
        return status;
    print(&l, filter.programme, ctl_given(args, "json"));
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"person", "NAME", "only what is about this person (name, address or @number)"},
    {"rule", "RULE", "only what this rule did"},
    {"programme", "NAME", "only this programme"},
    {"since", "DATE", "from that day on: 2026-12-15 or \"2026-12-15 10:00\""},
    {"until", "DATE", "before that day"},
    {"last", "N", "the last N events; 40 where nothing is said"},
    {"all", NULL, "all of them"},
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_log = {
    .name = "log",
    .help = "What happened, in order, and why",
    .options = options,
    .run = run,
};
