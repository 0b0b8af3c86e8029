/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl report: what is sent to people each month, at any time. */
#include "ctl/ctl.h"
#include "reports/contact_form.h"
#include "reports/page.h"
#include "reports/picture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* ---- files --------------------------------------------------------------------------- */

/* Where it goes, opened while mentorctl is still who called it. What is in it stays until there is
 * something to put in its place. */
struct target {
    const char *path; /* NULL: standard output */
    FILE *file;
};

static const char *const file_options[] = {"xlsx", "html", "picture", NULL};

static int open_target(const struct ctl_args *args, struct target *t)
{
    for (int i = 0; file_options[i]; i++)
        if (ctl_given(args, file_options[i]))
            t->path = ctl_given(args, file_options[i]);
    if (t->path && !(t->file = fopen(t->path, "ae")))
        return ctl_complain(CTL_NO, "%s can't be written: %s", t->path, strerror(errno));
    return CTL_OK;
}

static int close_target(struct target *t, const struct buf *bytes)
{
    bool emptied = ftruncate(fileno(t->file), 0) == 0 || errno == EINVAL; /* no file: a pipe */
    size_t written = bytes->len ? fwrite(bytes->data, 1, bytes->len, t->file) : 0;
    int closed = fclose(t->file);

    t->file = NULL;
    if (!emptied || written < bytes->len || closed != 0)
        return ctl_complain(CTL_NO, "%s can't be written: %s", t->path, strerror(errno));
    return CTL_OK;
}

/* ---- the reports --------------------------------------------------------------------- */

struct report {
    struct ctl *c;
    const struct ctl_args *args;
    const struct programme *programme;
    struct date month; /* a day in it */
    struct buf out;
};

static int contact_form(struct report *r)
{
    struct contact_form form;
    instant from, to;
    struct err e;

    contact_form_month(r->programme, r->month, &from, &to);
    if (contact_form_build(r->c->store, r->c->arena, r->programme, from, to, &form) < 0)
        return ctl_failed(r->c);
    if (ctl_given(r->args, "xlsx"))
        return contact_form_xlsx(&form, r->c->now, &r->out, &e) < 0
                   ? ctl_complain(CTL_BROKEN, "%s", e.text)
                   : CTL_OK;
    if (ctl_given(r->args, "json"))
        out_json(form_json(r->c, &form));
    else if (ctl_given(r->args, "csv"))
        contact_form_csv(&form, &r->out);
    else
        contact_form_text(&form, out_width(), &r->out);
    return CTL_OK;
}

static enum picture_format format_of(const char *path)
{
    return !strcasecmp(strrchr(path, '.'), ".svg") ? PICTURE_SVG : PICTURE_PNG;
}

static int month(struct report *r)
{
    const char *picture = ctl_given(r->args, "picture");
    struct ctl *c = r->c;
    struct figures figures;
    struct err e;

    if (figures_build(c->store, c->arena, r->programme, r->month, c->now, &figures) < 0)
        return ctl_failed(c);
    if (picture && picture_draw(&figures, format_of(picture), &r->out, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    if (ctl_given(r->args, "html") && page_build(c->store, c->arena, &figures, &r->out) < 0)
        return ctl_failed(c);
    if (!picture && !ctl_given(r->args, "html"))
        buf_addf(&r->out, "%s\n", picture_words(c->arena, &figures));
    return CTL_OK;
}

static int make(struct report *r, const char *name)
{
    const struct shelf_programme *p;
    int status;

    if ((status = ctl_store(r->c, STORE_READ)) != CTL_OK || (status = ctl_shelf(r->c)) != CTL_OK)
        return status;
    if (!(p = ctl_programme(r->c, ctl_given(r->args, "programme"))))
        return CTL_NO;
    r->programme = p->rules;
    if (month_of(r->c, p->rules, ctl_given(r->args, "month"), &r->month) < 0)
        return CTL_USAGE;
    return strcmp(name, "month") ? contact_form(r) : month(r);
}

/* An option of the other report would change nothing, and nobody would notice. */
static int check_options(const char *name, const struct ctl_args *args)
{
    static const char *const of_form[] = {"csv", "json", "xlsx", NULL};
    static const char *const of_month[] = {"html", "picture", NULL};
    bool is_month = !strcmp(name, "month");
    const char *const *others = is_month ? of_form : of_month;
    const char *picture = ctl_given(args, "picture"), *dot = picture ? strrchr(picture, '.') : NULL;

    for (; *others; others++)
        if (ctl_given(args, *others))
            return ctl_complain(CTL_USAGE, "--%s is for the report %s", *others,
                                is_month ? "contact-form" : "month");
    if (picture && (!dot || (strcasecmp(dot, ".png") != 0 && strcasecmp(dot, ".svg") != 0)))
        return ctl_complain(CTL_USAGE, "a picture is .png or .svg, not %s", picture);
    return ctl_at_most_one(args, is_month ? of_month : of_form);
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *name = args->operands[0];
    struct report r = {.c = c, .args = args, .out = BUF_INIT(CEILING)};
    struct target target = {0};
    int status;

    if (strcmp(name, "contact-form") && strcmp(name, "month"))
        return ctl_complain(CTL_USAGE, "there is no report \"%s\"; there are: contact-form, month",
                            name);
    if ((status = check_options(name, args)) != CTL_OK ||
        (status = open_target(args, &target)) != CTL_OK)
        return status;
    status = make(&r, name);
    if (status == CTL_OK && r.out.overflow)
        status = ctl_complain(CTL_BROKEN, "the report is too large");
    if (target.file && status == CTL_OK)
        status = close_target(&target, &r.out);
    else if (target.file)
        fclose(target.file);
    else if (status == CTL_OK)
        out_buf(&r.out);
    buf_release(&r.out);
    return status;
}

static const struct ctl_option options[] = {
    {"month", "MONTH", "2026-12; this month where nothing is said"},
    {"programme", "NAME", "of this programme, where there are several"},
    {"csv", NULL, "contact-form: for a spreadsheet"},
    {"xlsx", "FILE", "contact-form: as a workbook, into that file"},
    {"json", NULL, "contact-form: for a program"},
    {"html", "FILE", "month: as one page to look at, into that file"},
    {"picture", "FILE", "month: twelve months as bars, into that file: .png or .svg"},
    {0},
};

const struct ctl_command cmd_report = {
    .name = "report",
    .operands = "contact-form|month",
    .help = "The Mentor Contact Form of a month, or how the month went",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
