/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_parts.h"
#include "mail/mailboxes.h"
#include <string.h>
#include <strings.h>

static const char *field_of_body(struct arena *a, const struct mime *m, const char *name)
{
    struct mime_header *h = NULL;
    size_t n = mime_fields(a, m->body, m->body_len, &h, NULL);
    return bounce_field(h, n, name);
}

/* To of the message that came back: a whole one, or its headers. */
const char *bounce_returned_to(struct report *r)
{
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m)) {
        const char *to = NULL;
        if (m != r->top && m->parent && mime_is(m->parent, "message", NULL))
            to = mime_header(m, "To");
        else if (mime_is(m, "text", "rfc822-headers"))
            to = field_of_body(r->a, m, "To");
        if (to)
            return to;
    }
    return NULL;
}

void bounce_complainer(struct report *r, const char *address)
{
    struct mail_recipient *c = *address ? bounce_recipient(r, address) : NULL;
    if (!c)
        return;
    c->status = "";
    c->reason = c->meaning = "marked our mail as unwanted";
}

bool bounce_complaint(struct report *r, const struct mime *m)
{
    struct mime_header *h = NULL;
    size_t n = mime_fields(r->a, m->body, m->body_len, &h, NULL);
    const char *type = bounce_field(h, n, "Feedback-Type");
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(h[i].name, "Original-Rcpt-To") == 0 ||
            strcasecmp(h[i].name, "Removal-Recipient") == 0)
            bounce_complainer(r, bounce_address(r->a, h[i].raw));
    const char *to = r->count ? NULL : bounce_returned_to(r);
    if (to) {
        struct mailboxes list = {.max = 10};
        mailboxes_add(r->a, &list, to);
        for (size_t i = 0; i < list.count; i++)
            bounce_complainer(r, list.items[i].email);
    }
    r->out->kind = "complaint";
    r->out->class_why = arena_printf(r->a, "a complaint (RFC 5965): %.100s", type ? type : "abuse");
    return true;
}

/* One provider sends the message complained about with no report at all. */
bool bounce_bare_complaint(struct report *r)
{
    const char *subject = mime_header(r->top, "Subject");
    if (!subject || !strcasestr(subject, "complaint about message from"))
        return false;
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m)) {
        const char *to = m == r->top ? NULL : mime_header(m, "X-HmXmrOriginalRecipient");
        if (to)
            bounce_complainer(r, bounce_address(r->a, to));
    }
    r->out->kind = "complaint";
    r->out->class_why = "the subject says \"complaint about message\"";
    return r->count > 0;
}
