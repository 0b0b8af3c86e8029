/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl report: what is sent to people each month, at any time. */
#include "ctl/ctl.h"
#include "reports/contact_form.h"

#include <stdio.h>
#include <string.h>

#define CEILING ((size_t)64 * 1024 * 1024)

static json_t *dates_json(struct ctl *c, const struct date *dates, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_text(date_format(c->arena, dates[i])));
    return list;
}

static json_t *form_json(struct ctl *c, const struct contact_form *f)
{
    json_t *list = json_array();

    for (size_t i = 0; i < f->rows_count; i++) {
        const struct contact_row *r = &f->rows[i];
        json_t *o = json_object(), *mentees = json_array();
        for (size_t k = 0; k < r->mentees_count; k++)
            json_array_append_new(mentees, json_text(r->mentees[k]));
        json_put(o, "mentor", json_text(r->name));
        json_put(o, "status", json_text(r->status ? r->status : STATUS_ACTIVE));
        json_put(o, "responsible", *r->responsible ? json_text(r->responsible) : json_null());
        json_put(o, "attempted", dates_json(c, r->attempted, r->attempted_count));
        json_put(o, "made", dates_json(c, r->made, r->made_count));
        json_put(o, "mentees", mentees);
        json_put(o, "summary", json_text(contact_row_summary(c->arena, r)));
        json_array_append_new(list, o);
    }
    return list;
}

/* "2026-12", or this month. */
static int month_of(struct ctl *c, const struct programme *p, const char *text, struct date *out)
{
    if (!text) {
        *out = civil_at(c->now, p->zone).date;
        return 0;
    }
    if (strlen(text) == 7 && date_parse(arena_printf(c->arena, "%s-01", text), out) == 0)
        return 0;
    return ctl_complain(-1, "\"%s\" is no month: write 2026-12", text);
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(CEILING);
    const struct shelf_programme *p;
    struct contact_form form;
    struct date month;
    instant from, to;
    int status;

    if (strcmp(args->operands[0], "contact-form"))
        return ctl_complain(CTL_USAGE, "there is no report \"%s\"; there is: contact-form",
                            args->operands[0]);
    if ((status = ctl_store(c, STORE_READ)) != CTL_OK || (status = ctl_shelf(c)) != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, ctl_given(args, "programme"))))
        return CTL_NO;
    if (month_of(c, p->rules, ctl_given(args, "month"), &month) < 0)
        return CTL_USAGE;
    contact_form_month(p->rules, month, &from, &to);
    if (contact_form_build(c->store, c->arena, p->rules, from, to, &form) < 0)
        return ctl_failed(c);
    if (ctl_given(args, "json"))
        out_json(form_json(c, &form));
    else if (ctl_given(args, "csv"))
        contact_form_csv(&form, &out);
    else
        contact_form_text(&form, out_width(), &out);
    out_buf(&out);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"month", "MONTH", "2026-12; this month where nothing is said"},
    {"programme", "NAME", "of this programme, where there are several"},
    {"csv", NULL, "for a spreadsheet"},
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_report = {
    .name = "report",
    .operands = "contact-form",
    .help = "The Mentor Contact Form of a month",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
