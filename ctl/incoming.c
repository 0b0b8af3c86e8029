/* SPDX-License-Identifier: GPL-2.0-or-later */
/* incoming.c - messages for rule tests, as mail programs and servers write them. */
#include "ctl/rule_tests.h"

#include <stdio.h>
#include <string.h>

static void add_quoted(struct buf *out, const char *text)
{
    for (const char *line = text; line && *line;) {
        const char *end = strchrnul(line, '\n');
        buf_addf(out, "> %.*s\r\n", (int)(end - line), line);
        line = *end ? end + 1 : end;
    }
}

static void add_lines(struct buf *out, const char *text)
{
    for (const char *line = text; line && *line;) {
        const char *end = strchrnul(line, '\n');
        buf_addf(out, "%.*s\r\n", (int)(end - line), line);
        line = *end ? end + 1 : end;
    }
}

static void add_head(const struct incoming *in, struct buf *out, const char *from,
                     const char *subject)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(64 * 1024);

    buf_addf(out, "Date: %s\r\n", instant_rfc5322(a, in->date, zone_find("UTC")));
    buf_addf(out, "From: %s\r\n", from);
    buf_addf(out, "To: %s\r\n", in->letter ? in->letter->envelope_from : in->mailbox);
    if (in->cc)
        buf_addf(out, "Cc: %s\r\n", in->cc);
    buf_addf(out, "Subject: %s\r\n", subject);
    buf_addf(out, "Message-ID: <test-%u@example.net>\r\n", in->number);
    if (in->letter && in->class != INCOMING_BOUNCE)
        buf_addf(out, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", in->letter->message_id,
                 in->letter->message_id);
    buf_adds(out, "MIME-Version: 1.0\r\n");
}

static const char *subject_of(const struct incoming *in)
{
    return in->letter && in->letter->subject ? in->letter->subject : "A question";
}

static void add_from(const struct incoming *in, struct buf *out)
{
    buf_addf(out, "%s <%s>", in->from_name, in->from_address);
}

static void add_body(const struct incoming *in, struct buf *out)
{
    add_lines(out, in->text);
    if (!in->letter)
        return;
    buf_addf(out, "\r\nOn Mon, Jan 4, 2027 at 9:00 AM %s wrote:\r\n", in->letter->envelope_from);
    add_quoted(out, in->letter->text);
}

static void compose_human(const struct incoming *in, struct buf *out, const char *from)
{
    const char *boundary = "=_mixed_of_the_test";

    add_head(in, out, from, subject_of(in));
    if (!in->attachment_name) {
        buf_adds(out, "Content-Type: text/plain; charset=utf-8\r\n\r\n");
        add_body(in, out);
        return;
    }
    buf_addf(out, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n", boundary);
    buf_addf(out, "--%s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n", boundary);
    add_body(in, out);
    buf_addf(out,
             "\r\n--%s\r\nContent-Type: text/csv; charset=utf-8\r\n"
             "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
             boundary, in->attachment_name);
    add_lines(out, in->attachment_text);
    buf_addf(out, "--%s--\r\n", boundary);
}

static void compose_auto_reply(const struct incoming *in, struct buf *out, const char *from)
{
    add_head(in, out, from, "Automatic reply: I am away");
    buf_adds(out, "Auto-Submitted: auto-replied\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n\r\n");
    if (in->text)
        add_lines(out, in->text);
    else if (in->away_until.year)
        buf_addf(out, "I am out of the office and will be back on %d %s %d.\r\n",
                 in->away_until.day, month_name(in->away_until.month), in->away_until.year);
    else
        buf_adds(out, "I am out of the office at the moment.\r\n");
}

/* RFC 3464, as Postfix writes it; the text is what the server said. */
static void compose_bounce(const struct incoming *in, struct buf *out)
{
    const char *boundary = "=_report_of_the_test";
    const char *said = in->text ? in->text : "550 5.1.1 user unknown";

    add_head(in, out, "Mail Delivery System <MAILER-DAEMON@mx.example.net>",
             "Undelivered Mail Returned to Sender");
    buf_addf(out,
             "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; "
             "report-type=delivery-status; boundary=\"%s\"\r\n\r\n",
             boundary);
    buf_addf(out, "--%s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n<%s>: %s\r\n\r\n",
             boundary, in->from_address, said);
    buf_addf(out,
             "--%s\r\nContent-Type: message/delivery-status\r\n\r\n"
             "Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; %s\r\n"
             "Action: failed\r\nStatus: %c.0.0\r\n"
             "Diagnostic-Code: smtp; %s\r\n\r\n",
             boundary, in->from_address, *said == '4' ? '4' : '5', said);
    buf_addf(out, "--%s\r\nContent-Type: text/rfc822-headers\r\n\r\n", boundary);
    if (in->letter)
        buf_addf(out, "Message-ID: <%s>\r\nReturn-Path: <%s>\r\n", in->letter->message_id,
                 in->letter->envelope_from);
    buf_addf(out, "\r\n--%s--\r\n", boundary);
}

int incoming_compose(const struct incoming *in, struct buf *out, struct err *e)
{
    _cleanup_(buf_release) struct buf from = BUF_INIT(1024);

    add_from(in, &from);
    switch (in->class) {
    case INCOMING_HUMAN:
    case INCOMING_REFUSAL:
        compose_human(in, out, buf_str(&from));
        break;
    case INCOMING_AUTO_REPLY:
        compose_auto_reply(in, out, buf_str(&from));
        break;
    case INCOMING_BOUNCE:
        compose_bounce(in, out);
        break;
    }
    return out->overflow ? err_set(e, "the message of the test is too long") : 0;
}
