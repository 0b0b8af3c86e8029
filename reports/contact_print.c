/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_print.c - the contact form as a table to read and as one to keep. */
#include "reports/columns.h"
#include "reports/contact_form.h"
#include "sheets/table.h"

#include <string.h>

const char *contact_dates(struct arena *a, const struct date *dates, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%s%s%d %.3s", out, i ? ", " : "", dates[i].day,
                           month_name(dates[i].month));
    return out;
}

static const char *iso_dates(struct arena *a, const struct date *dates, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%s%s%s", out, i ? ", " : "", date_format(a, dates[i]));
    return out;
}

static const char *names(struct arena *a, const char *const *items, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%s%s%s", out, i ? ", " : "", items[i]);
    return out;
}

const char *contact_row_summary(struct arena *a, const struct contact_row *r)
{
    const char *parts[] = {r->reports, r->answer, r->notes};
    const char *out = "";

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] && *parts[i])
            out = arena_printf(a, "%s%s%s", out, *out ? "\n" : "", parts[i]);
    return out;
}

/* ---- to read ------------------------------------------------------------------------ */

static const char *mentor_cell(struct arena *a, const struct contact_row *r)
{
    return r->status ? arena_printf(a, "%s (%s)", r->name, r->status) : r->name;
}

static void add_text_row(struct columns *t, struct arena *a, const struct contact_row *r)
{
    columns_add(t, (const char *[]){
                       mentor_cell(a, r),
                       contact_dates(a, r->attempted, r->attempted_count),
                       r->made_count ? contact_dates(a, r->made, r->made_count) : "-",
                       names(a, r->mentees, r->mentees_count),
                       contact_row_summary(a, r),
                   });
}

/* The mentors of one coordinator, from row i on; the place of the next one's. */
static size_t add_group(const struct contact_form *f, size_t i, int width, struct buf *out)
{
    const char *responsible = f->rows[i].responsible;
    struct columns t;

    columns_init(&t, f->arena,
                 (const char *[]){"Mentor", "Attempted", "Reached", "Mentees", "Summary", NULL});
    for (; i < f->rows_count && !strcmp(f->rows[i].responsible, responsible); i++)
        add_text_row(&t, f->arena, &f->rows[i]);
    buf_addf(out, "\n%s\n\n",
             *responsible ? text_printable(f->arena, responsible) : "Nobody is responsible");
    columns_print(&t, &(struct columns_style){.width = width, .indent = 2}, out);
    return i;
}

/* "December 2026" for a month, else both days; the end is the last day in it. */
const char *contact_form_period(const struct contact_form *f)
{
    struct date first = civil_at(f->from, f->programme->zone).date;
    struct date last = civil_at(f->to - 1, f->programme->zone).date;

    if (first.day == 1 && last.month == first.month && last.year == first.year)
        return arena_printf(f->arena, "%s %d", month_name(first.month), first.year);
    return arena_printf(f->arena, "%s to %s", date_format(f->arena, first),
                        date_format(f->arena, last));
}

void contact_form_text(const struct contact_form *f, int width, struct buf *out)
{
    buf_addf(out, "Mentor Contact Form: %s, %s\n",
             f->programme->title ? f->programme->title : f->programme->name,
             contact_form_period(f));
    for (size_t i = 0; i < f->rows_count;)
        i = add_group(f, i, width, out);
    if (!f->rows_count)
        buf_adds(out, "\nNobody mentors in this programme.\n");
    if (f->remarks_count)
        buf_adds(out, "\nRemarks\n\n");
    for (size_t i = 0; i < f->remarks_count; i++)
        text_wrap(out,
                  text_printable(f->arena, arena_printf(f->arena, "%s: %s", f->remarks[i].by,
                                                        f->remarks[i].text)),
                  width, 2);
}

/* ---- to keep ------------------------------------------------------------------------- */

void contact_form_csv(const struct contact_form *f, struct buf *out)
{
    static const char *const titles[] = {"Mentor's name",
                                         "Status",
                                         "Responsible",
                                         "Contact attempted",
                                         "Contact made",
                                         "Current mentee(s)",
                                         "Summary of mentor check-in"};
    struct arena *a = f->arena;

    csv_add_row(out, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < f->rows_count; i++) {
        const struct contact_row *r = &f->rows[i];
        const char *cells[] = {
            r->name,
            r->status ? r->status : STATUS_ACTIVE,
            r->responsible,
            iso_dates(a, r->attempted, r->attempted_count),
            iso_dates(a, r->made, r->made_count),
            names(a, r->mentees, r->mentees_count),
            contact_row_summary(a, r),
        };
        csv_add_row(out, cells, sizeof cells / sizeof *cells);
    }
}
