/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce.h"
#include "mail/bounce_reason.h"
#include "mail/bounce_text.h"
#include "mail/fold.h"
#include "mail/html.h"
#include "mail/mailboxes.h"
#include <string.h>
#include <strings.h>

#define RECIPIENTS_MAX 200
#define HUMAN_BYTES    (32 * 1024) /* read of the text for people */

struct report {
    struct arena *a;
    const struct mime *top;
    struct mail_facts *out;
    struct mail_recipient *recipients;
    size_t count, cap;
    size_t failed, delayed, relayed;
    const char *human; /* the text for people, "" where none */
};

/* --- delivery-status (RFC 3464) ------------------------------------------------------------------
 */

static const char *field(const struct mime_header *h, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(h[i].name, name) == 0)
            return h[i].raw;
    return NULL;
}

/* "rfc822; name@example.org": the address, "" where none. */
static const char *address_of(struct arena *a, const char *value)
{
    if (!value)
        return "";
    const char *semicolon = strchr(value, ';');
    const char *s = semicolon ? semicolon + 1 : value;
    s += strspn(s, " \t<");
    size_t n = strcspn(s, ">;, \t");
    return memchr(s, '@', n) ? arena_strndup(a, s, n) : "";
}

static const char *recipient_of(struct arena *a, const struct mime_header *h, size_t n)
{
    static const char *const names[] = {"Final-Recipient",    "Original-Recipient",
                                        "X-Actual-Recipient", "X-Original-Recipient",
                                        "Final-Log-Id",       NULL};
    for (const char *const *name = names; *name; name++) {
        const char *address = address_of(a, field(h, n, *name));
        if (*address)
            return address;
    }
    return "";
}

/* "5.1.1 (bad address)": "5.1.1". */
static const char *status_of(struct arena *a, const char *value)
{
    if (!value)
        return "";
    value += strspn(value, " \t");
    size_t n = strspn(value, "0123456789.");
    return n >= 5 ? arena_strndup(a, value, n) : "";
}

static bool is_action(const char *action, const char *what)
{
    return strncasecmp(action, what, strlen(what)) == 0;
}

static struct mail_recipient *recipient_named(struct report *r, const char *address)
{
    for (size_t i = 0; i < r->count; i++)
        if (*address && strcasecmp(r->recipients[i].recipient, address) == 0)
            return &r->recipients[i];
    if (r->count == RECIPIENTS_MAX)
        return NULL;
    struct mail_recipient *new =
        arena_grow(r->a, &r->recipients, r->count++, &r->cap, sizeof *r->recipients);
    new->recipient = address;
    return new;
}

static void add_group(struct report *r, const struct mime_header *h, size_t n)
{
    const char *action = field(h, n, "Action"), *status = field(h, n, "Status");
    const char *address = recipient_of(r->a, h, n);
    if (!action && !status && !*address)
        return; /* the fields of the message as a whole */
    action = action ? action + strspn(action, " \t") : "";
    if (is_action(action, "delivered") || is_action(action, "relayed") ||
        is_action(action, "expanded")) {
        r->relayed++;
        return;
    }
    const char *diagnostic = field(h, n, "Diagnostic-Code");
    struct delivery d = {action, status_of(r->a, status), diagnostic ? diagnostic : ""};
    struct mail_recipient *new = recipient_named(r, address);
    if (!new)
        return;
    bounce_judge(r->a, &d, new);
    *(is_action(action, "delayed") ? &r->delayed : &r->failed) += 1;
}

static void read_status_part(struct report *r, const struct mime *m)
{
    for (size_t at = 0; at < m->body_len;) {
        struct mime_header *h = NULL;
        size_t used = 0;
        size_t n = mime_fields(r->a, m->body + at, m->body_len - at, &h, &used);
        add_group(r, h, n);
        if (!used)
            break;
        at += used;
    }
}

/* --- complaints (RFC 5965)
 * ------------------------------------------------------------------------ */

/* To of the message that came back: a whole one, or its headers. */
static const char *returned_to(struct report *r)
{
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m)) {
        const char *to = NULL;
        struct mime_header *h = NULL;
        if (m != r->top && m->parent && mime_is(m->parent, "message", NULL))
            to = mime_header(m, "To");
        else if (mime_is(m, "text", "rfc822-headers"))
            to = field(h, mime_fields(r->a, m->body, m->body_len, &h, NULL), "To");
        if (to)
            return to;
    }
    return NULL;
}

static void add_complainer(struct report *r, const char *address)
{
    struct mail_recipient *c = *address ? recipient_named(r, address) : NULL;
    if (!c)
        return;
    c->status = "";
    c->reason = "marked our mail as unwanted";
}

static bool read_complaint(struct report *r, const struct mime *m)
{
    struct mime_header *h = NULL;
    size_t n = mime_fields(r->a, m->body, m->body_len, &h, NULL);
    const char *type = field(h, n, "Feedback-Type");
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(h[i].name, "Original-Rcpt-To") == 0 ||
            strcasecmp(h[i].name, "Removal-Recipient") == 0)
            add_complainer(r, address_of(r->a, h[i].raw));
    const char *to = r->count ? NULL : returned_to(r);
    if (to) {
        struct mailboxes list = {.max = 10};
        mailboxes_add(r->a, &list, to);
        for (size_t i = 0; i < list.count; i++)
            add_complainer(r, list.items[i].email);
    }
    r->out->kind = "complaint";
    r->out->class_why = arena_printf(r->a, "a complaint (RFC 5965): %.100s", type ? type : "abuse");
    return true;
}

/* --- the text for people
 * -------------------------------------------------------------------------- */

static const char *part_text(struct arena *a, const struct mime *m)
{
    char *text = mime_text(a, m);
    return mime_is(m, "text", "html") ? html_text(a, text, strlen(text)) : text;
}

/* The first text that isn't inside the returned message. */
static const char *human_text(struct arena *a, const struct mime *m)
{
    if (m->child) {
        if (mime_is(m, "message", NULL))
            return NULL;
        for (const struct mime *c = m->child; c; c = c->next) {
            const char *text = human_text(a, c);
            if (text && *text)
                return text;
        }
        return NULL;
    }
    if (!mime_is(m, "text", NULL) || mime_is(m, "text", "rfc822-headers"))
        return NULL;
    return part_text(a, m);
}

static bool daemon_sender(struct report *r)
{
    static const char *const names[] = {"mailer-daemon",
                                        "mailerdaemon",
                                        "mail-daemon",
                                        "postmaster",
                                        "mail delivery",
                                        "mail delivery system",
                                        "mail delivery subsystem",
                                        "mail system",
                                        "mail administrator",
                                        "microsoft outlook",
                                        "microsoft exchange",
                                        "delivery subsystem",
                                        "mailer daemon",
                                        "mdaemon",
                                        "bounce",
                                        "mail-administrator",
                                        "mailer",
                                        "system administrator",
                                        NULL};
    const char *from = mime_header(r->top, "From");
    if (!from)
        return false;
    return fold_any(fold_text(r->a, from, strnlen(from, 500)), names) != NULL;
}

static bool empty_path(const struct mime *m)
{
    const char *path = mime_header(m, "Return-Path");
    return path && strcmp(path + strspn(path, " "), "<>") == 0;
}

/* Addresses of ours and of the daemon's: no recipients. */
static const char *const *own_addresses(struct report *r)
{
    static const char *const headers[] = {"To", "From",     "Delivered-To", "X-Original-To",
                                          "Cc", "Reply-To", "Errors-To",    NULL};
    struct mailboxes list = {.max = 40};
    for (const char *const *h = headers; *h; h++) {
        const char *value = mime_header(r->top, *h);
        if (value)
            mailboxes_add(r->a, &list, value);
    }
    const char **out = arena_array(r->a, list.count + 1, sizeof *out);
    for (size_t i = 0; i < list.count; i++)
        out[i] = list.items[i].email;
    return out;
}

/* Exim tells them in a header. */
static void failed_recipients(struct report *r, const char *value)
{
    struct mailboxes list = {.max = 50};
    mailboxes_add(r->a, &list, value);
    struct delivery d = {"", "", r->human};
    for (size_t i = 0; i < list.count; i++) {
        struct mail_recipient *new = recipient_named(r, list.items[i].email);
        if (new && !new->status)
            bounce_judge(r->a, &d, new);
    }
}

static bool is_reply_subject(const char *folded)
{
    return fold_starts(folded, "re:") || fold_starts(folded, "fw:") ||
           fold_starts(folded, "fwd:") || fold_starts(folded, "aw:") || fold_starts(folded, "wg:");
}

static bool read_words(struct report *r)
{
    const char *failed = mime_header(r->top, "X-Failed-Recipients");
    const char *subject = mime_header(r->top, "Subject");
    const char *title =
        fold_text(r->a, subject ? subject : "", subject ? strnlen(subject, 500) : 0);
    const char *text = fold_text(r->a, r->human, strnlen(r->human, 4000));
    int sounds = bounce_sounds(title) + bounce_sounds(text);
    bool sender = daemon_sender(r) || empty_path(r->top);
    bool is = failed || (sender && sounds >= 1) || (sounds >= 4 && !is_reply_subject(title));
    if (!is || (is_reply_subject(title) && !daemon_sender(r)))
        return false;
    bool delayed = bounce_sounds_delayed(title) || bounce_sounds_delayed(text);
    if (failed)
        failed_recipients(r, failed);
    if (!r->count) {
        struct text_bounce found = {0};
        bounce_text_read(r->a, r->human, own_addresses(r), delayed, &found);
        r->recipients = found.recipients;
        r->count = found.count;
    }
    *(delayed ? &r->delayed : &r->failed) += 1;
    r->out->class_why = failed   ? "X-Failed-Recipients"
                        : sender ? "a mail server's sender and the words of a bounce"
                                 : "subject and text say that mail came back";
    return true;
}

/* --- all of it
 * -------------------------------------------------------------------------------------- */

/* Services that ask the sender to prove being human send reports too. */
static bool challenge(struct report *r)
{
    const char *text = fold_text(r->a, r->human, strnlen(r->human, 2000));
    return !daemon_sender(r) && (fold_has(text, "guest list") || fold_has(text, "waitlisted"));
}

static bool is_status(const struct mime *m)
{
    return mime_is(m, "message", "delivery-status") ||
           mime_is(m, "message", "global-delivery-status");
}

static bool read_report(struct report *r)
{
    bool status = false;
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m)) {
        if (mime_is(m, "message", "feedback-report"))
            return read_complaint(r, m);
        if (is_status(m)) {
            read_status_part(r, m);
            status = true;
        }
    }
    if (!status || challenge(r))
        return false;
    r->out->class_why = "a delivery report (RFC 3464)";
    return r->count || r->relayed;
}

static const char *kind_of(const struct report *r)
{
    if (r->failed)
        return "failed";
    return r->delayed ? "delayed" : "relayed";
}

bool bounce_read(struct arena *a, const struct mime *m, struct mail_facts *out)
{
    struct report r = {.a = a, .top = m, .out = out};
    const char *human = human_text(a, m);
    r.human = human ? arena_strndup(a, human, strnlen(human, HUMAN_BYTES)) : "";
    if (!read_report(&r) && !read_words(&r))
        return false;
    out->class = MAIL_BOUNCE;
    if (!out->kind || !*out->kind)
        out->kind = kind_of(&r);
    out->recipients = r.recipients;
    out->recipients_count = r.count;
    return true;
}
