/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl plan: every letter that would go out, if nobody answered. The live
 * store is copied into memory, and the engine runs on the copy. */
#include "ctl/planned.h"
#include "sheets/table.h"

#define DEFAULT_DAYS 31
#define MOST_DAYS    3660
#define CSV_BYTES    ((size_t)256 * 1024 * 1024)

/* ---- showing -------------------------------------------------------------------- */

static void show_table(const struct plan *p)
{
    struct columns t;

    columns_init(&t, p->c->arena,
                 (const char *[]){"When", "To", "As", "Letter", "About", "Why",
                                  p->programme ? NULL : "Programme", NULL});
    for (size_t i = 0; i < p->count; i++) {
        const struct planned *l = &p->items[i];
        columns_add(&t, (const char *[]){ctl_time(p->c, l->programme, l->at), planned_to(p, l),
                                         planned_as(p, l), l->letter, planned_about(p, l), l->why,
                                         l->programme});
    }
    if (p->count)
        out_columns(&t, 0, true);
    out_styled(STYLE_FAINT, "%s%zu letter%s until %s, if nobody answers\n", p->count ? "\n" : "",
               p->count, p->count == 1 ? "" : "s", ctl_time(p->c, p->programme, p->until));
    if (!p->programme)
        out_styled(STYLE_FAINT, "Times are each programme's own.\n");
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
        const struct planned *l = &p->items[i];
        const char *cells[] = {ctl_time(p->c, l->programme, l->at),
                               planned_to(p, l),
                               l->address,
                               planned_as(p, l),
                               l->letter,
                               planned_about(p, l),
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
        const struct planned *l = &p->items[i];
        json_t *o = json_object();
        json_put(o, "at", json_instant(l->at));
        json_put(o, "programme", json_text(l->programme));
        json_put(o, "letter", json_text(l->letter));
        json_put(o, "kind", json_text(l->letter_kind));
        json_put(o, "to", json_text(planned_to(p, l)));
        json_put(o, "address", json_text(l->address));
        json_put(o, "as", json_text(planned_as(p, l)));
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
    if (p->until > instant_add_days(p->c->now, MOST_DAYS, zone))
        return ctl_complain(CTL_USAGE, "a plan reaches ten years ahead at most");
    return CTL_OK;
}

static int plan(struct plan *p, const struct ctl_args *args)
{
    struct diags d;
    struct shelf *shelf;
    int status;

    diags_init(&d, p->c->arena);
    shelf = shelf_load(p->c->config->programmes, p->c->config->programme, &d);
    if (!shelf)
        return ctl_complain(CTL_BROKEN, "the rules can't be used");
    if ((status = plan_play(p, p->c->store, shelf, false)) != CTL_OK)
        return status;
    if (ctl_given(args, "json"))
        show_json(p);
    else if (ctl_given(args, "csv"))
        show_csv(p);
    else if (ctl_given(args, "ics"))
        plan_show_calendar(p);
    else
        show_table(p);
    return CTL_OK;
}

static int count_forms(const struct ctl_args *args)
{
    return !!ctl_given(args, "json") + !!ctl_given(args, "csv") + !!ctl_given(args, "ics");
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct plan p = {.c = c};
    const struct shelf_programme *only;
    bool diff = ctl_given(args, "diff");
    int status;

    if (count_forms(args) > 1 || (diff && ctl_given(args, "ics")))
        return ctl_complain(CTL_USAGE, diff ? "--diff goes with --json or --csv, or neither"
                                            : "one of --json, --csv and --ics");
    if ((status = ctl_store(c, STORE_READ)) != CTL_OK || (status = ctl_shelf(c)) != CTL_OK)
        return status;
    if (args->operands_count || c->shelf->count == 1) {
        only = ctl_programme(c, args->operands_count ? args->operands[0] : NULL);
        if (!only)
            return CTL_NO;
        p.programme = only->rules->name;
    }
    if ((status = read_until(&p, ctl_given(args, "until"))) != CTL_OK)
        return status;
    return diff ? plan_diff(&p, args) : plan(&p, args);
}

static const struct ctl_option options[] = {
    {"until", "DATE", "up to the end of that day, or to a time; a month ahead without"},
    {"json", NULL, "for a program"},
    {"csv", NULL, "for a spreadsheet"},
    {"ics", NULL, "for a calendar: an event a letter"},
    {"diff", NULL, "what the edited files change, against the rules that run"},
    {0},
};

const struct ctl_command cmd_plan = {
    .name = "plan",
    .operands = "[PROGRAMME]",
    .help = "Every letter that would go out until a date, if nobody answers",
    .more = "When, to whom, in whose name, which letter and why. Nothing is changed: the store is "
            "copied into memory, and the rules run there. A programme in shadow is shown as if it "
            "went live now; one that is paused sends nothing here either. With --diff the rules "
            "in force and the edited files are both played, and what differs is told in names: "
            "the status is then 0 where nothing does, 1 where something does, and 3 where the "
            "edited files can't come into force.",
    .options = options,
    .most = 1,
    .run = run,
};
