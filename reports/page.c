/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/page.h"
#include "reports/contact_form.h"
#include "reports/ladders.h"
#include "reports/picture.h"

#include <string.h>

struct page {
    struct store *store;
    struct arena *arena;
    const struct programme *programme;
    const struct figures *figures;
    struct contact_form form;
    struct ladders ladders;
    struct buf *out;
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
    "p{margin:.3rem 0;overflow-wrap:anywhere}.faint{color:var(--faint)}"
    "svg{display:block;width:100%}.bars{height:216px}.line{height:24px;overflow:visible}\n"
    "svg text{font:12px system-ui,sans-serif;fill:var(--faint)}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0;padding:0;list-style:none;"
    "font-size:.9rem}.key svg{display:inline-block;width:14px;height:14px;margin-right:.35rem;"
    "vertical-align:-2px}\n"
    ".row{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:.1rem 1.2rem;padding:.7rem 0;"
    "border-top:1px solid var(--line)}.row p{margin:0}.what{font-size:.9rem}.what "
    "span{white-space:nowrap}\n"
    ".f0{fill:var(--first)}.f1{fill:var(--second)}.f2{fill:var(--handed)}.f3{fill:var(--none)}"
    ".f4{fill:var(--open)}.m0{fill:var(--attempt)}.m1{fill:var(--paper);stroke:var(--none);"
    "stroke-width:2}.m2{fill:var(--faint)}.m3{fill:var(--handed)}.m4{fill:var(--none)}"
    ".m5{fill:var(--reached)}.l{stroke:var(--line)}\n"
    "@media(max-width:38rem){.row{grid-template-columns:minmax(0,1fr)}svg text{font-size:11px}}\n"
    "@media print{.row{break-inside:avoid}}\n"
    "</style>\n";

/* ---- twelve months --------------------------------------------------------------------- */

#define BARS_TOP    16
#define BARS_BOTTOM 180

static double bar_height(const struct page *p, int count)
{
    int most = 1;

    for (int i = 0; i < FIGURES_MONTHS; i++)
        if (figures_total(&p->figures->months[i]) > most)
            most = figures_total(&p->figures->months[i]);
    return (double)(BARS_BOTTOM - BARS_TOP) * count / most;
}

static void add_bar_text(struct page *p, double middle, double y, const char *text)
{
    buf_addf(p->out, "<text x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", middle, y,
             text);
}

/* Across, all is in hundredths of the window: letters and gaps keep their size in any. */
static void add_bar(struct page *p, int place)
{
    const struct figures_month *m = &p->figures->months[place];
    double middle = (place + 0.5) * 100 / FIGURES_MONTHS, y = BARS_BOTTOM;

    for (int i = 0; i < FIGURE_COUNT; i++) {
        double height = bar_height(p, m->count[i]);
        y -= height;
        if (m->count[i])
            buf_addf(p->out,
                     "<rect class=\"f%d\" x=\"%.2f%%\" y=\"%.1f\" width=\"5.6%%\" height=\"%.1f\">"
                     "<title>%s: %d</title></rect>",
                     i, middle - 2.8, y, height > 1.5 ? height - 1 : height,
                     figure_name((enum figure)i), m->count[i]);
    }
    if (figures_total(m))
        add_bar_text(p, middle, y - 4, arena_printf(p->arena, "%d", figures_total(m)));
    add_bar_text(p, middle, BARS_BOTTOM + 16,
                 arena_printf(p->arena, "%.3s", month_name(m->month.month)));
    if (place == 0 || m->month.month == 1)
        add_bar_text(p, middle, BARS_BOTTOM + 32, arena_printf(p->arena, "%d", m->month.year));
}

static void add_bars(struct page *p)
{
    buf_adds(p->out, "<h2>When people answered</h2>\n<p class=\"faint\">All who were written to, "
                     "by the month of the first letter</p>\n<ul class=\"key\">");
    for (int i = 0; i < FIGURE_COUNT; i++)
        buf_addf(p->out,
                 "<li><svg viewBox=\"0 0 14 14\"><rect class=\"f%d\" width=\"14\" height=\"14\"/>"
                 "</svg>%s</li>",
                 i, figure_name((enum figure)i));
    buf_addf(p->out,
             "</ul>\n<svg class=\"bars\" role=\"img\" aria-label=\"%s\"><line class=\"l\" x1=\"0\" "
             "y1=\"%d\" x2=\"100%%\" y2=\"%d\"/>",
             picture_words(p->arena, p->figures), BARS_BOTTOM, BARS_BOTTOM);
    for (int i = 0; i < FIGURES_MONTHS; i++)
        add_bar(p, i);
    buf_adds(p->out, "</svg>\n");
}

/* ---- every match ------------------------------------------------------------------------- */

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
    ladder_draw(&p->ladders, r->mentor, p->out);
    buf_adds(p->out, "</div></div>\n");
}

static void add_rows(struct page *p)
{
    buf_adds(p->out, "<h2>Every mentor and match, day by day</h2>\n");
    ladders_key(p->out);
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
    if (contact_form_build(s, a, f->programme, from, to, &p.form) < 0 ||
        ladders_read(s, a, f->programme, month, &p.ladders) < 0)
        return -1;
    add_title(&p);
    add_bars(&p);
    add_rows(&p);
    buf_adds(out, "</html>\n");
    return 0;
}
