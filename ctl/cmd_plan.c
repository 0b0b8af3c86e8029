/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl plan: every letter that would go out, if nobody answered. The live
 * store is copied into memory, and the engine runs on the copy. */
#include "ctl/ctl.h"
#include "daemon/simulate.h"
#include "sheets/table.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_DAYS 31
#define CSV_BYTES    ((size_t)256 * 1024 * 1024)

struct planned_letter {
    instant at;
    int64_t id, to, as, about;
    const char *programme, *letter, *kind, *address;
    const char *why;
};

struct plan {
    struct ctl *c;
    const char *programme; /* only this one; NULL: all */
    instant until;
    const char *paused; /* a programme that is, or NULL */
    struct simulation sim;
    struct planned_letter *letters; /* in the order of time */
    size_t count, cap;
};

/* ---- running ------------------------------------------------------------------ */

static int note_letter(void *ctx, const struct outbox_row *l, instant at)
{
    struct plan *p = ctx;
    struct arena *a = p->c->arena;
    struct planned_letter *new;

    if (p->programme && strcmp(p->programme, l->programme))
        return 0;
    new = arena_grow(a, &p->letters, p->count++, &p->cap, sizeof *new);
    *new = (struct planned_letter){.at = at,
                                   .id = l->id,
                                   .to = l->recipient,
                                   .as = l->as,
                                   .about = l->about,
                                   .programme = arena_strdup(a, l->programme),
                                   .letter = arena_strdup(a, l->letter),
                                   .kind = arena_strdup(a, l->kind),
                                   .address = arena_strdup(a, l->envelope_to),
                                   .why = ""};
    return 0;
}

static int by_id(const void *a, const void *b)
{
    const struct planned_letter *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static int by_time(const void *a, const void *b)
{
    const struct planned_letter *x = a, *y = b;

    return x->at == y->at ? by_id(a, b) : x->at < y->at ? -1 : 1;
}

static int note_reason(void *ctx, const struct event *e)
{
    struct plan *p = ctx;
    const struct planned_letter key = {.id = e->letter};
    struct planned_letter *l = bsearch(&key, p->letters, p->count, sizeof key, by_id);

    if (l && e->reason)
        l->why = ctl_with_names(p->c, e->reason);
    return 0;
}

/* A letter that was sent was queued before, and there is the reason. */
static int find_reasons(struct plan *p)
{
    static const int queued[] = {EVENT_LETTER_QUEUED, -1};
    const struct event_filter all = {.kinds = queued};
    int rc;

    if (!p->count)
        return 0;
    qsort(p->letters, p->count, sizeof *p->letters, by_id);
    rc = store_walk_events(p->sim.store, p->c->arena, &all, note_reason, p);
    qsort(p->letters, p->count, sizeof *p->letters, by_time);
    return rc;
}

static int store_failed(struct plan *p)
{
    return ctl_complain(CTL_BROKEN, "%s", store_error(p->sim.store));
}

/* A programme in shadow is shown as if it went live now. */
static int go_live(struct plan *p)
{
    const struct shelf *shelf = engine_shelf(p->sim.engine);
    int released, dropped;

    for (size_t i = 0; i < shelf->count; i++) {
        const char *name = shelf->programmes[i].rules->name;
        const char *mode = store_mode(p->sim.store, p->c->arena, name);
        if (mode && !strcmp(mode, "paused") && (!p->programme || !strcmp(p->programme, name)))
            p->paused = arena_strdup(p->c->arena, name);
        if (!mode || strcmp(mode, "shadow"))
            continue;
        if (store_begin(p->sim.store) < 0 ||
            engine_go_live(p->sim.engine, name, p->c->now, &released, &dropped) < 0 ||
            store_commit(p->sim.store) < 0)
            return store_failed(p);
    }
    return CTL_OK;
}

static int advance(struct plan *p)
{
    struct err e;
    int status = go_live(p);

    if (status != CTL_OK)
        return status;
    p->sim.on_letter = note_letter;
    p->sim.ctx = p;
    if (simulation_advance(&p->sim, p->until, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    return find_reasons(p) < 0 ? store_failed(p) : CTL_OK;
}

/* All mail counts as read: nobody answers. */
static int simulate(struct plan *p)
{
    static const char *no_mailboxes[] = {NULL};
    struct config config = *p->c->config;
    struct store *copy = NULL;
    struct diags d;
    struct err e = {""};
    int status;

    diags_init(&d, p->c->arena);
    config.mailboxes = no_mailboxes;
    if (store_copy_to_memory(p->c->store, &copy, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    if (simulation_init(&p->sim, &config, copy, p->c->now, &d, &e) < 0)
        status = ctl_complain(CTL_BROKEN, "%s", e.text[0] ? e.text : "the rules can't be used");
    else
        status = advance(p);
    simulation_release(&p->sim);
    return status;
}

/* ---- showing -------------------------------------------------------------------- */

static const char *to_whom(const struct plan *p, const struct planned_letter *l)
{
    return l->to ? ctl_name(p->c, l->to) : "the admin";
}

static const char *as_whom(const struct plan *p, const struct planned_letter *l)
{
    return l->as ? ctl_name(p->c, l->as) : "the programme";
}

static const char *about_whom(const struct plan *p, const struct planned_letter *l)
{
    return l->about && l->about != l->to ? ctl_name(p->c, l->about) : "";
}

static void show_table(const struct plan *p)
{
    struct columns t;

    columns_init(&t, p->c->arena,
                 (const char *[]){"When", "To", "As", "Letter", "About", "Why", NULL});
    for (size_t i = 0; i < p->count; i++) {
        const struct planned_letter *l = &p->letters[i];
        columns_add(&t, (const char *[]){ctl_time(p->c, l->programme, l->at), to_whom(p, l),
                                         as_whom(p, l), l->letter, about_whom(p, l), l->why});
    }
    if (p->count)
        out_columns(&t, 0, true);
    out_styled(STYLE_FAINT, "%s%zu letter%s until %s, if nobody answers\n", p->count ? "\n" : "",
               p->count, p->count == 1 ? "" : "s", ctl_time(p->c, p->programme, p->until));
    if (p->paused)
        out_styled(STYLE_WARN, "%s is paused: nothing of it goes out before mentorctl resume\n",
                   p->paused);
}

static void show_csv(const struct plan *p)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(CSV_BYTES);
    const char *titles[] = {"When", "To", "Address", "As", "Letter", "About", "Programme", "Why"};

    csv_add_row(&out, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < p->count; i++) {
        const struct planned_letter *l = &p->letters[i];
        const char *cells[] = {ctl_time(p->c, l->programme, l->at),
                               to_whom(p, l),
                               l->address,
                               as_whom(p, l),
                               l->letter,
                               about_whom(p, l),
                               l->programme,
                               l->why};
        csv_add_row(&out, cells, sizeof cells / sizeof *cells);
    }
    out_buf(&out);
}

static void show_json(const struct plan *p)
{
    json_t *list = json_array();

    for (size_t i = 0; i < p->count; i++) {
        const struct planned_letter *l = &p->letters[i];
        json_t *o = json_object();
        json_put(o, "at", json_instant(l->at));
        json_put(o, "programme", json_text(l->programme));
        json_put(o, "letter", json_text(l->letter));
        json_put(o, "kind", json_text(l->kind));
        json_put(o, "to", json_text(to_whom(p, l)));
        json_put(o, "address", json_text(l->address));
        json_put(o, "as", json_text(as_whom(p, l)));
        json_put(o, "about", l->about ? json_text(ctl_name(p->c, l->about)) : json_null());
        json_put(o, "why", json_text(l->why));
        json_array_append_new(list, o);
    }
    out_json(list);
}

/* ---- the command ------------------------------------------------------------------ */

/* A day means the whole of it. */
static int read_until(struct plan *p, const char *text)
{
    const struct zone *zone = ctl_zone(p->c, p->programme);
    struct date day;

    if (!text)
        p->until = instant_add_days(p->c->now, DEFAULT_DAYS, zone);
    else if (date_parse(text, &day) == 0)
        p->until = civil_instant((struct civil){.date = date_add(day, 1)}, zone) - 1;
    else if (ctl_instant(text, zone, &p->until) < 0)
        return CTL_USAGE;
    if (p->until < p->c->now)
        return ctl_complain(CTL_USAGE, "that is in the past");
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct plan p = {.c = c};
    const struct shelf_programme *only;
    int status = ctl_store(c, STORE_READ);

    if (status == CTL_OK)
        status = ctl_shelf(c);
    if (status != CTL_OK)
        return status;
    if (args->operands_count || c->shelf->count == 1) {
        only = ctl_programme(c, args->operands_count ? args->operands[0] : NULL);
        if (!only)
            return CTL_NO;
        p.programme = only->rules->name;
    }
    if ((status = read_until(&p, ctl_given(args, "until"))) != CTL_OK ||
        (status = simulate(&p)) != CTL_OK)
        return status;
    if (ctl_given(args, "json"))
        show_json(&p);
    else if (ctl_given(args, "csv"))
        show_csv(&p);
    else
        show_table(&p);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"until", "DATE", "up to the end of that day, or to a time; a month ahead without"},
    {"json", NULL, "for a program"},
    {"csv", NULL, "for a spreadsheet"},
    {0},
};

const struct ctl_command cmd_plan = {
    .name = "plan",
    .operands = "[PROGRAMME]",
    .help = "Every letter that would go out until a date, if nobody answers",
    .more = "When, to whom, in whose name, which letter and why. Nothing is changed: the store is "
            "copied into memory, and the rules run there. A programme in shadow is shown as if it "
            "went live now; one that is paused sends nothing here either.",
    .options = options,
    .most = 1,
    .run = run,
};
