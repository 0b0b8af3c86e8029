/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_workbook.c - the contact form as an XLSX file. */
#include "reports/contact_form.h"
#include "sheets/workbook.h"

static const struct workbook_column columns[] = {
    {"Mentor's name", 24},
    {"Status", 14},
    {"Responsible", 22},
    {"Contact attempted", 18},
    {"Contact made", 14},
    {"Current mentee(s)", 26},
    {"Summary of mentor check-in", 60},
};

#define COLUMNS (sizeof columns / sizeof *columns)

/* One date is a date, to sort and filter by; several are lines of text. */
static struct workbook_cell dates_cell(struct arena *a, const struct date *dates, size_t count)
{
    struct workbook_cell cell = {NULL, {0}};

    if (count == 1)
        cell.date = dates[0];
    for (size_t i = 0; count > 1 && i < count; i++)
        cell.text = i ? arena_printf(a, "%s\n%s", cell.text, date_format(a, dates[i]))
                      : date_format(a, dates[i]);
    return cell;
}

static struct workbook_cell text_cell(const char *text)
{
    return (struct workbook_cell){text, {0}};
}

static const char *lines(struct arena *a, const char *const *items, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%s%s%s", out, i ? "\n" : "", items[i]);
    return out;
}

static void add_row(struct workbook *w, struct arena *a, const struct contact_row *r)
{
    const struct workbook_cell cells[COLUMNS] = {
        text_cell(r->name),
        text_cell(r->status ? r->status : STATUS_ACTIVE),
        text_cell(r->responsible),
        dates_cell(a, r->attempted, r->attempted_count),
        dates_cell(a, r->made, r->made_count),
        text_cell(lines(a, r->mentees, r->mentees_count)),
        text_cell(contact_row_summary(a, r)),
    };

    workbook_add_row(w, cells);
}

int contact_form_xlsx(const struct contact_form *f, instant created, struct buf *out, struct err *e)
{
    struct workbook w;

    workbook_init(&w, contact_form_period(f), columns, COLUMNS);
    for (size_t i = 0; i < f->rows_count; i++)
        add_row(&w, f->arena, &f->rows[i]);
    return workbook_finish(&w, created, out, e);
}
