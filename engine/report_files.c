/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/report_files.h"

#include "base/log.h"
#include "reports/contact_form.h"
#include "reports/picture.h"

#include <string.h>

#define FORM_MAX_BYTES (12u * 1024 * 1024) /* two of them, as base64, fit into a message */
#define XLSX_TYPE      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static struct mail_attachment file_of(struct engine *e, const char *name, const char *type,
                                      const struct buf *bytes)
{
    char *data = arena_alloc(e->scratch, bytes->len + 1);

    if (bytes->len)
        memcpy(data, bytes->data, bytes->len);
    return (struct mail_attachment){.name = name, .type = type, .data = data, .len = bytes->len};
}

static int add_form(struct engine *e, const struct contact_form *form, struct mail_attachment *out)
{
    _cleanup_(buf_release) struct buf csv = BUF_INIT(FORM_MAX_BYTES);
    _cleanup_(buf_release) struct buf xlsx = BUF_INIT(FORM_MAX_BYTES);
    struct err why;

    contact_form_csv(form, &csv);
    out[0] = file_of(e, "mentor-contact-form.csv", "text/csv", &csv);
    if (contact_form_xlsx(form, e->now, &xlsx, &why) < 0) {
        log_warning("the contact form goes without its workbook: %s", why.text);
        return 1;
    }
    out[1] = file_of(e, "mentor-contact-form.xlsx", XLSX_TYPE, &xlsx);
    return 2;
}

int report_files(struct engine *e, struct mail_attachment out[REPORT_MOST_FILES])
{
    const struct programme *p = e->programme->rules;
    struct contact_form form;
    instant from, to;

    contact_form_month(p, civil_at(e->now, p->zone).date, &from, &to);
    if (contact_form_build(e->store, e->scratch, p, from, to, &form) < 0)
        return -1;
    return add_form(e, &form, out);
}

int report_picture(struct engine *e, const char *message_id, struct report_picture *out)
{
    _cleanup_(buf_release) struct buf png = BUF_INIT(PICTURE_MAX_BYTES);
    const struct programme *p = e->programme->rules;
    struct date today = civil_at(e->now, p->zone).date;
    struct figures figures;
    struct err why;

    *out = (struct report_picture){.width = PICTURE_WIDTH};
    if (figures_build(e->store, e->scratch, p, today, e->now, &figures) < 0)
        return -1;
    out->words = picture_words(e->scratch, &figures);
    out->figures = picture_figures(e->scratch, &figures);
    if (picture_draw(&figures, PICTURE_PNG, &png, &why) < 0) {
        log_warning("a letter goes without its picture: %s", why.text);
        return 0;
    }
    out->file = file_of(e, "twelve-months.png", "image/png", &png);
    out->id = arena_printf(e->scratch, "twelve-months.%s", message_id);
    out->source = arena_printf(e->scratch, "cid:%s", out->id);
    return 0;
}
