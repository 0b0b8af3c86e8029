/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scenario_mail.c - the messages of a scenario, filled in. */
#include "ctl/scenario.h"

#include <errno.h>
#include <string.h>

#define TEMPLATE_BYTES ((size_t)1024 * 1024)

static void add_to(const struct reply *r, struct buf *out)
{
    buf_adds(out, r->letter ? r->letter->envelope_from : r->mailbox);
}

static void add_message_id(const struct reply *r, struct buf *out)
{
    buf_adds(out, r->letter->message_id);
}

static void add_subject(const struct reply *r, struct buf *out)
{
    buf_adds(out, r->letter->subject ? r->letter->subject : "");
}

static void add_quoted(const struct reply *r, struct buf *out)
{
    const char *line = r->letter->text ? r->letter->text : "";

    while (*line) {
        const char *end = strchrnul(line, '\n');
        buf_addf(out, "%s>%s%.*s", line == r->letter->text ? "" : "\n", end > line ? " " : "",
                 (int)(end - line), line);
        line = *end ? end + 1 : end;
    }
}

static void add_quoted_html(const struct reply *r, struct buf *out)
{
    for (const char *c = r->letter->text ? r->letter->text : ""; *c; c++) {
        if (*c == '\n')
            buf_adds(out, "<br>\n");
        else
            buf_add_markup(out, c, 1);
    }
}

static void add_date(const struct reply *r, struct buf *out)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(4096);

    buf_adds(out, instant_rfc5322(a, r->now, r->zone));
}

static const struct place {
    const char *name;
    bool needs_letter;
    void (*add)(const struct reply *r, struct buf *out);
} places[] = {
    {"to", false, add_to},
    {"date", false, add_date},
    {"message_id", true, add_message_id},
    {"subject", true, add_subject},
    {"quoted", true, add_quoted},
    {"quoted_html", true, add_quoted_html},
};

static int fill_place(const struct reply *r, const char *name, size_t len, struct buf *out,
                      struct err *e)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct place *p = &places[i];
        if (strlen(p->name) != len || memcmp(p->name, name, len))
            continue;
        if (p->needs_letter && !r->letter)
            return err_set(e, "{{%s}} needs a letter that is answered", p->name);
        p->add(r, out);
        return 0;
    }
    return err_set(e, "{{%.*s}} is none of the places of a message", (int)len, name);
}

int reply_compose(const struct reply *r, const char *path, struct buf *out, struct err *e)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(TEMPLATE_BYTES);
    const char *at, *open;

    if (buf_read_file(&text, path) < 0)
        return err_set(e, "cannot be read: %s", strerror(errno));
    for (at = buf_str(&text); (open = strstr(at, "{{")); at = strstr(open, "}}") + 2) {
        const char *close = strstr(open, "}}");
        if (!close)
            return err_set(e, "a \"{{\" without its \"}}\"");
        buf_add(out, at, (size_t)(open - at));
        if (fill_place(r, open + 2, (size_t)(close - open - 2), out, e) < 0)
            return -1;
    }
    buf_adds(out, at);
    return out->overflow ? err_set(e, "is too long when it is filled in") : 0;
}
