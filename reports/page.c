/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/page.h"
#include "reports/contact_form.h"

#include <string.h>

/* What is drawn on a line of days. */
enum mark { MARK_ATTEMPT, MARK_SILENCE, MARK_HANDED, MARK_REACHED, MARK_COUNT };

struct marked_day {
    int64_t person;
    int day;
    enum mark mark;
};

struct page {
    struct store *store;
    struct arena *arena;
    const struct programme *programme;
    const struct figures *figures;
    struct contact_form form;
    struct marked_day *days; /* as they happened */
    size_t count, cap;
    int month_days;
    struct buf *out;
};

static const char *const mark_words[MARK_COUNT] = {
    [MARK_ATTEMPT] = "written to",
    [MARK_SILENCE] = "no answer",
    [MARK_HANDED] = "handed over",
    [MARK_REACHED] = "reached",
};

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<style>\n"
    ":root{color-scheme:light dark;--ink:#20252c;--faint:#5d6673;--paper:#fff;--line:#d9dde2;"
    "--first:#abd9c2;--second:#5fa5b6;--handed:#b36b1a;--none:#6b1f29;--open:#e3e6ea;"
    "--reached:#1f7a53;--attempt:#3b6ea8}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--faint:#a3abb5;--paper:#16191d;"
    "--line:#363c44;--first:#a9d8c0;--second:#4d97aa;--handed:#d08a3a;--none:#c2515e;"
    "--open:#3f464f;--reached:#5cc493;--attempt:#7fb0e6}}\n"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1.5rem 1rem 3rem;"
    "background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.6rem;line-height:1.2;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem}"
    "p{margin:.3rem 0}.faint{color:var(--faint)}svg{display:block;width:100%;height:auto}\n"
    ""
    "svg text{font:12px system-ui,sans-serif;fill:var(--faint)}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0;padding:0;list-style:none;"
    "font-size:.9rem}.key svg{display:inline-block;width:14px;height:14px;margin-right:.35rem;"
    "vertical-align:-2px}\n"
    ".row{display:grid;grid-template-columns:13rem 1fr;gap:.1rem 1.2rem;padding:.7rem 0;"
    "border-top:1px solid var(--line)}.row p{margin:0}.what{font-size:.9rem}\n"
    ".f0{fill:var(--first)}.f1{fill:var(--second)}.f2{fill:var(--handed)}.f3{fill:var(--none)}"
    ".f4{fill:var(--open)}.m0{fill:var(--attempt)}.m1{fill:var(--paper);stroke:var(--none);"
    "stroke-width:2}.m2{fill:var(--handed)}.m3{fill:var(--reached)}.l{stroke:var(--line)}\n"
    "@media(max-width:38rem){.row{grid-template-columns:1fr}svg text{font-size:18px}}\n"
    "@media print{.row{break-inside:avoid}}\n"
    "</style>\n";

/* ---- what happened -------------------------------------------------------------------- */

/* How it is marked; MARK_COUNT: not at all. */
static enum mark mark_of(const struct event *e)
{
    switch (e->kind) {
    case EVENT_CONTACT_ATTEMPTED:
        return MARK_ATTEMPT;
    case EVENT_SILENCE:
        return MARK_SILENCE;
    case EVENT_CONTACT_MADE:
        return MARK_REACHED;
    case EVENT_LINKED:
        return e->case_id && e->name && !strcmp(e->name, "responsible") ? MARK_HANDED : MARK_COUNT;
    default:
        return MARK_COUNT;
    }
}

/* A contact that was reported later stands on its own day, if that is in the month. */
static int keep_day(void *ctx, const struct event *e)
{
    struct page *p = ctx;
    enum mark mark = mark_of(e);
    instant at = mark == MARK_REACHED && e->until ? e->until : e->at;
    struct marked_day *d;

    if (mark == MARK_COUNT || at < p->form.from || at >= p->form.to)
        return 0;
    d = arena_grow(p->arena, &p->days, p->count++, &p->cap, sizeof *d);
    *d = (struct marked_day){e->person, civil_at(at, p->programme->zone).date.day, mark};
    return 0;
}

static int read_days(struct page *p)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_SILENCE, EVENT_CONTACT_MADE,
                                EVENT_LINKED, -1};
    const struct event_filter filter = {.programme = p->programme->name,
                                        .since = p->form.from,
                                        .until = p->form.to,
                                        .kinds = kinds};

    return store_walk_events(p->store, p->arena, &filter, keep_day, p);
}

/* ---- twelve months --------------------------------------------------------------------- */

#define BARS_TOP    10
#define BARS_BOTTOM 170

static int total(const struct figures_month *m)
{
    int sum = 0;

    for (int i = 0; i < FIGURE_COUNT; i++)
        sum += m->count[i];
    return sum;
}

static void add_bar(struct page *p, int place, int most)
{
    const struct figures_month *m = &p->figures->months[place];
    double y = BARS_BOTTOM;
    int x = 8 + place * 52;

    for (int i = 0; i < FIGURE_COUNT; i++) {
        double height = (double)(BARS_BOTTOM - BARS_TOP) * m->count[i] / most;

        y -= height;
        if (m->count[i])
            buf_addf(p->out,
                     "<rect class=\"f%d\" x=\"%d\" y=\"%.1f\" width=\"36\" height=\"%.1f\">"
                     "<title>%s: %d</title></rect>",
                     i, x, y, height > 1.5 ? height - 1 : height, figure_name((enum figure)i),
                     m->count[i]);
    }
    if (total(m))
        buf_addf(p->out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">%d</text>", x + 18,
                 y - 4, total(m));
    buf_addf(p->out, "<text x=\"%d\" y=\"189\" text-anchor=\"middle\">%.3s</text>", x + 18,
             month_name(m->month.month));
    if (place == 0 || m->month.month == 1)
        buf_addf(p->out, "<text x=\"%d\" y=\"208\" text-anchor=\"middle\">%d</text>", x + 18,
                 m->month.year);
}

static void add_bars(struct page *p)
{
    int most = 1;

    for (int i = 0; i < FIGURES_MONTHS; i++)
        if (total(&p->figures->months[i]) > most)
            most = total(&p->figures->months[i]);
    buf_adds(p->out, "<h2>When people answered</h2>\n<p class=\"faint\">All who were written to, "
                     "by the month of the first letter</p>\n<ul class=\"key\">");
    for (int i = 0; i < FIGURE_COUNT; i++)
        buf_addf(p->out,
                 "<li><svg viewBox=\"0 0 14 14\"><rect class=\"f%d\" width=\"14\" height=\"14\"/>"
                 "</svg>%s</li>",
                 i, figure_name((enum figure)i));
    buf_adds(p->out, "</ul>\n<svg viewBox=\"0 -12 632 226\" role=\"img\">"
                     "<line class=\"l\" x1=\"0\" y1=\"170\" x2=\"632\" y2=\"170\"/>");
    for (int i = 0; i < FIGURES_MONTHS; i++)
        add_bar(p, i, most);
    buf_adds(p->out, "</svg>\n");
}

/* ---- lines of days ----------------------------------------------------------------------- */

#define DAY_WIDTH 20

static void add_shape(struct buf *out, enum mark mark, int x)
{
    if (mark == MARK_HANDED)
        buf_addf(out, "<path class=\"m%d\" d=\"M%d 5l7 7-7 7-7-7z\">", (int)mark, x);
    else
        buf_addf(out, "<circle class=\"m%d\" cx=\"%d\" cy=\"12\" r=\"%d\">", (int)mark, x,
                 mark == MARK_REACHED ? 7 : 5);
}

static void close_shape(struct buf *out, enum mark mark)
{
    buf_adds(out, mark == MARK_HANDED ? "</path>" : "</circle>");
}

/* What happened on one day stands side by side. */
static int place_of(const struct page *p, size_t i)
{
    const struct marked_day *d = &p->days[i];
    int before = 0;

    for (size_t k = 0; k < i; k++)
        before += p->days[k].person == d->person && p->days[k].day == d->day;
    return (d->day - 1) * DAY_WIDTH + DAY_WIDTH / 2 + before * 13;
}

static void add_line(struct page *p, int64_t mentor)
{
    int width = p->month_days * DAY_WIDTH + 20;

    buf_addf(
        p->out,
        "<svg viewBox=\"0 0 %d 24\" role=\"img\"><line class=\"l\" x1=\"0\" y1=\"12\" x2=\"%d\" "
        "y2=\"12\"/>",
        width, width);
    for (int day = 1; day <= p->month_days; day += 7)
        buf_addf(p->out, "<line class=\"l\" x1=\"%d\" y1=\"6\" x2=\"%d\" y2=\"18\"/>",
                 (day - 1) * DAY_WIDTH, (day - 1) * DAY_WIDTH);
    for (size_t i = 0; i < p->count; i++) {
        const struct marked_day *d = &p->days[i];

        if (d->person != mentor)
            continue;
        add_shape(p->out, d->mark, place_of(p, i));
        buf_addf(p->out, "<title>%d: %s</title>", d->day, mark_words[d->mark]);
        close_shape(p->out, d->mark);
    }
    buf_adds(p->out, "</svg>");
}

/* "15 written to, 22 no answer": the same in words. */
static void add_words(struct page *p, int64_t mentor)
{
    const char *month = month_name(p->figures->months[FIGURES_MONTHS - 1].month.month);
    size_t words = 0;

    buf_adds(p->out, "<p class=\"what faint\">");
    for (size_t i = 0; i < p->count; i++)
        if (p->days[i].person == mentor)
            buf_addf(p->out, "%s%d %.3s %s", words++ ? " &middot; " : "", p->days[i].day, month,
                     mark_words[p->days[i].mark]);
    buf_addf(p->out, "%s</p>", words ? "" : "Nothing this month");
}

static void add_row(struct page *p, const struct contact_row *r)
{
    buf_adds(p->out, "<div class=\"row\"><div><p><b>");
    buf_adds_markup(p->out, r->name);
    buf_adds(p->out, "</b>");
    for (size_t i = 0; i < r->mentees_count; i++) {
        buf_adds(p->out, i ? ", " : " with ");
        buf_adds_markup(p->out, r->mentees[i]);
    }
    buf_adds(p->out, "</p><p class=\"what faint\">");
    buf_adds_markup(p->out, *r->responsible ? r->responsible : "Nobody is responsible");
    if (r->status)
        buf_addf(p->out, "; %s", strcmp(r->status, STATUS_NON_RESPONSIVE) ? r->status : "silent");
    buf_adds(p->out, "</p></div><div>");
    add_line(p, r->mentor);
    add_words(p, r->mentor);
    buf_adds(p->out, "</div></div>\n");
}

static void add_rows(struct page *p)
{
    buf_adds(p->out, "<h2>Every match, day by day</h2>\n<ul class=\"key\">");
    for (int i = 0; i < MARK_COUNT; i++) {
        buf_adds(p->out, "<li><svg viewBox=\"0 4 16 16\">");
        add_shape(p->out, (enum mark)i, 8);
        close_shape(p->out, (enum mark)i);
        buf_addf(p->out, "</svg>%s</li>", mark_words[i]);
    }
    buf_adds(p->out, "</ul>\n");
    for (size_t i = 0; i < p->form.rows_count; i++)
        add_row(p, &p->form.rows[i]);
    if (!p->form.rows_count)
        buf_adds(p->out, "<p>Nobody mentors in this programme.</p>\n");
}

/* ---- the page ------------------------------------------------------------------------------ */

static void add_title(struct page *p)
{
    const char *title = p->programme->title ? p->programme->title : p->programme->name;

    buf_adds(p->out, head);
    buf_adds(p->out, "<title>");
    buf_adds_markup(p->out, title);
    buf_addf(p->out, ", %s</title>\n<h1>", contact_form_period(&p->form));
    buf_adds_markup(p->out, title);
    buf_addf(p->out, "</h1>\n<p class=\"faint\">%s</p>\n", contact_form_period(&p->form));
}

int page_build(struct store *s, struct arena *a, const struct figures *f, struct buf *out)
{
    struct date month = f->months[FIGURES_MONTHS - 1].month;
    struct page p = {.store = s, .arena = a, .programme = f->programme, .figures = f, .out = out};
    instant from, to;

    contact_form_month(f->programme, month, &from, &to);
    if (contact_form_build(s, a, f->programme, from, to, &p.form) < 0 || read_days(&p) < 0)
        return -1;
    p.month_days = days_in_month(month.year, month.month);
    add_title(&p);
    add_bars(&p);
    add_rows(&p);
    buf_adds(out, "</html>\n");
    return 0;
}
