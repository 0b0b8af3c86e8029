/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce.h"
#include "mail/bounce_list.h"
#include "mail/bounce_reason.h"
#include "mail/bounce_sounds.h"
#include "mail/bounce_text.h"
#include "mail/fold.h"
#include "mail/html.h"
#include "mail/mailboxes.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RECIPIENTS_MAX 200
#define GROUPS_MAX     1000 /* read of a delivery-status, which may name one address for ever */
#define HUMAN_BYTES    (32 * 1024) /* read of the text for people */

struct report {
    struct arena *a;
    const struct mime *top;
    struct mail_facts *out;
    struct mail_recipient *recipients;
    size_t count, cap;
    size_t failed, delayed, relayed;
    const char *human;         /* the text for people, "" where none */
    struct bounce_text *words; /* the same, searched */
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

/* \x{EB} in an address of type utf-8 is that character (RFC 6533, 3). */
static const char *without_escapes(struct arena *a, const char *s, size_t n)
{
    struct buf b = BUF_INIT(1000);
    for (const char *end = s + n; s < end; s++) {
        char *after = NULL;
        unsigned long c = strncmp(s, "\\x{", 3) == 0 ? strtoul(s + 3, &after, 16) : 0;
        if (c >= 0x20 && c <= 0x10FFFF && *after == '}') {
            char utf8[8] = "";
            buf_add(&b, utf8, (size_t)g_unichar_to_utf8((gunichar)c, utf8));
            s = after;
        } else {
            buf_addc(&b, *s);
        }
    }
    const char *out = arena_strndup(a, buf_str(&b), b.len);
    buf_release(&b);
    return out;
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
    if (!memchr(s, '@', n))
        return "";
    return strncasecmp(value + strspn(value, " \t"), "utf-8", 5) == 0 ? without_escapes(a, s, n)
                                                                      : arena_strndup(a, s, n);
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

/* "mentors+TOKEN@example.org": "mentors@example.org". */
static const char *without_token(struct arena *a, const char *address)
{
    const char *at = strchr(address, '@'), *plus = strchr(address, '+');
    return at && plus && plus < at ? arena_printf(a, "%.*s%s", (int)(plus - address), address, at)
                                   : address;
}

/* Addresses of ours and of the daemon's: no recipients. */
static const char *const *own_addresses(struct report *r)
{
    static const char *const headers[] = {"To", "From", "Cc", "Reply-To", "Errors-To", NULL};
    struct mailboxes list = {.max = 40};
    for (const char *const *h = headers; *h; h++) {
        const char *value = mime_header(r->top, *h);
        if (value)
            mailboxes_add(r->a, &list, value);
    }
    const char **out = arena_array(r->a, 2 * list.count + 1, sizeof *out);
    for (size_t i = 0; i < list.count; i++) {
        out[2 * i] = list.items[i].email;
        out[2 * i + 1] = without_token(r->a, list.items[i].email);
    }
    return out;
}

/* Most messages are no bounces: searched only when asked for. */
static struct bounce_text *words_of(struct report *r)
{
    if (!r->words)
        r->words = bounce_text_search(r->a, r->human, own_addresses(r));
    return r->words;
}

/* Some name the kind of failure in a field of their own: X-PowerMTA-BounceCategory: bad-mailbox. */
static const char *category_of(const struct mime_header *h, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncasecmp(h[i].name, "X-", 2) == 0 && strcasestr(h[i].name, "category"))
            return h[i].raw;
    return NULL;
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
    struct delivery d = {.action = action,
                         .status = status_of(r->a, status),
                         .diagnostic = diagnostic ? diagnostic : "",
                         .category = category_of(h, n),
                         .around = bounce_text_told(words_of(r))};
    if (!diagnostic || !*diagnostic)
        d.diagnostic = bounce_text_reason(words_of(r), address);
    struct mail_recipient *new = recipient_named(r, address);
    if (!new)
        return;
    bounce_judge(r->a, &d, new);
    *(is_action(action, "delayed") ? &r->delayed : &r->failed) += 1;
}

/* Some leave out the blank line between two recipients: a field of one that comes again. */
static size_t group_end(const struct mime_header *h, size_t n)
{
    bool final = false, original = false;
    for (size_t i = 0; i < n; i++) {
        bool is_final = strcasecmp(h[i].name, "Final-Recipient") == 0;
        bool is_original = strcasecmp(h[i].name, "Original-Recipient") == 0;
        if ((is_final && final) || (is_original && original))
            return i;
        final = final || is_final;
        original = original || is_original;
    }
    return n;
}

static void read_fields(struct report *r, const char *s, size_t len)
{
    for (size_t at = 0, used = 0, groups = 0; at < len && groups < GROUPS_MAX; groups++) {
        struct mime_header *h = NULL;
        size_t n = mime_fields(r->a, s + at, len - at, &h, &used);
        for (size_t from = 0, end; from < n; from += end) {
            end = group_end(h + from, n - from);
            add_group(r, h + from, end);
        }
        if (!used)
            break;
        at += used;
    }
}

/* --- complaints (RFC 5965) --------------------------------------------------------------- */

static const char *field_of_body(struct arena *a, const struct mime *m, const char *name)
{
    struct mime_header *h = NULL;
    size_t n = mime_fields(a, m->body, m->body_len, &h, NULL);
    return field(h, n, name);
}

/* To of the message that came back: a whole one, or its headers. */
static const char *returned_to(struct report *r)
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

static void add_complainer(struct report *r, const char *address)
{
    struct mail_recipient *c = *address ? recipient_named(r, address) : NULL;
    if (!c)
        return;
    c->status = "";
    c->reason = c->meaning = "marked our mail as unwanted";
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

/* --- the text for people ----------------------------------------------------------------- */

/* One provider sends the message complained about with no report at all. */
static bool bare_complaint(struct report *r)
{
    const char *subject = mime_header(r->top, "Subject");
    if (!subject || !strcasestr(subject, "complaint about message from"))
        return false;
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m)) {
        const char *to = m == r->top ? NULL : mime_header(m, "X-HmXmrOriginalRecipient");
        if (to)
            add_complainer(r, address_of(r->a, to));
    }
    r->out->kind = "complaint";
    r->out->class_why = "the subject says \"complaint about message\"";
    return r->count > 0;
}

/* --- notices in JSON --------------------------------------------------------------------- */

/* The string of that name in JSON from s on, "" where there is none before end. The notice may
 * itself be a string in JSON: then every quotation mark has a backslash. */
static const char *json_value(struct arena *a, const char *s, const char *end, const char *name)
{
    const char *at = memmem(s, (size_t)(end - s), name, strlen(name));
    at = at ? at + strlen(name) : NULL;
    if (!at || at + strspn(at, "\\\": ") >= end)
        return "";
    at += strspn(at, "\\\": ");
    return arena_strndup(a, at, strcspn(at, "\\\""));
}

/* Amazon SES tells of bounces so: {"notificationType":"Bounce","bounce":{"bouncedRecipients":[ */
static bool read_json(struct report *r)
{
    const char *s = strstr(r->human, "bouncedRecipients");
    if (!s || r->human[strspn(r->human, " \n")] != '{')
        return false;
    const char *list_end = strchrnul(s, ']');
    while ((s = memmem(s, (size_t)(list_end - s), "{", 1))) {
        const char *end = strchrnul(s, '}');
        struct mail_recipient *new = recipient_named(r, json_value(r->a, s, end, "emailAddress"));
        struct delivery d = {.status = json_value(r->a, s, end, "status"),
                             .diagnostic = json_value(r->a, s, end, "diagnosticCode")};
        if (new)
            bounce_judge(r->a, &d, new);
        r->failed++;
        s = end;
        if (s >= list_end)
            break;
    }
    r->out->class_why = "a notice of bounces in JSON";
    return r->count > 0;
}

/* --- refused by a mailing list ---------------------------------------------------------------- */

static bool read_list(struct report *r)
{
    const char *list = bounce_list_refused(r->a, r->top, r->human, own_addresses(r));
    if (!list)
        return false;
    struct mail_recipient *refused = recipient_named(r, list);
    refused->status = "";
    refused->permanent = refused->ours = true;
    refused->meaning = "refused by the mailing list";
    refused->reason = arena_printf(r->a, "%s: %.500s", refused->meaning, r->human);
    r->failed++;
    r->out->class_why = "the program of a mailing list refuses the letter";
    return true;
}

/* --- the text of a message --------------------------------------------------------------- */

/* The report of a bounce that a person attached is none about a letter of ours. */
static bool inside_message(const struct mime *m)
{
    for (const struct mime *up = m->parent; up; up = up->parent)
        if (up->child && mime_is(up, "message", NULL))
            return true;
    return false;
}

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
                                        "post_master",
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

/* Services that send under an address that takes no answers. */
static bool nobody_sends(struct report *r)
{
    const char *from = mime_header(r->top, "From");
    return from && (strcasestr(from, "no-reply@") || strcasestr(from, "noreply@"));
}

static bool empty_path(const struct mime *m)
{
    const char *path = mime_header(m, "Return-Path");
    return path && strcmp(path + strspn(path, " "), "<>") == 0;
}

/* Exim tells them in a header. */
static void failed_recipients(struct report *r, const char *value)
{
    struct mailboxes list = {.max = 50};
    mailboxes_add(r->a, &list, value);
    for (size_t i = 0; i < list.count; i++) {
        struct mail_recipient *new = recipient_named(r, list.items[i].email);
        struct delivery d = {.diagnostic = bounce_text_reason(words_of(r), list.items[i].email),
                             .around = bounce_text_told(words_of(r))};
        if (new && !new->status)
            bounce_judge(r->a, &d, new);
    }
}

/* No address in the text: whom the returned message was for. */
static void returned_recipients(struct report *r, bool delayed)
{
    struct mailboxes list = {.max = 10};
    const char *to = returned_to(r);
    const char *line = to ? NULL : strcasestr(r->human, "\nTo:");
    if (to)
        mailboxes_add(r->a, &list, to);
    else if (line)
        mailboxes_add(r->a, &list, arena_strndup(r->a, line + 4, strcspn(line + 4, "\n")));
    for (size_t i = 0; i < list.count; i++) {
        struct mail_recipient *new = recipient_named(r, list.items[i].email);
        struct delivery d = {.action = delayed ? "delayed" : "",
                             .diagnostic = r->human,
                             .around = bounce_text_told(words_of(r))};
        if (new)
            bounce_judge(r->a, &d, new);
    }
}

/* The fields of a report, in a text that isn't declared as one. */
static void embedded_fields(struct report *r, const char *text)
{
    const char *final = strcasestr(text, "\nFinal-Recipient:");
    const char *original = strcasestr(text, "\nOriginal-Recipient:");
    const char *start = final && original && original < final ? original : final;
    if (start)
        read_fields(r, start + 1, strlen(start + 1));
}

/* Perhaps in a part of its own, with a name like details.txt. */
static void embedded_reports(struct report *r)
{
    embedded_fields(r, r->human);
    for (const struct mime *m = r->top; m && !r->count; m = mime_next(r->top, m))
        if (!m->child && mime_is(m, "text", "plain") && !inside_message(m))
            embedded_fields(r, mime_text(r->a, m));
}

static void named_recipients(struct report *r, bool delayed)
{
    const char *failed = mime_header(r->top, "X-Failed-Recipients");
    if (failed)
        failed_recipients(r, failed);
    else
        embedded_reports(r);
    if (r->failed + r->delayed + r->relayed)
        return; /* they told it themselves */
    *(delayed ? &r->delayed : &r->failed) += 1;
    if (r->count)
        return;
    struct text_bounce found = {0};
    bounce_text_read(words_of(r), delayed, &found);
    r->recipients = found.recipients;
    r->count = r->cap = found.count;
    if (!r->count)
        returned_recipients(r, delayed);
}

static bool is_reply_subject(const char *folded)
{
    return fold_starts(folded, "re:") || fold_starts(folded, "fw:") ||
           fold_starts(folded, "fwd:") || fold_starts(folded, "aw:") || fold_starts(folded, "wg:");
}

/* A person who tells of a bounce has the words, but not what only a server writes. */
static bool has_evidence(struct report *r, const char *folded)
{
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m))
        if (mime_is(m, "message", NULL) || mime_is(m, "text", "rfc822-headers"))
            return true;
    return bounce_status_in(r->a, folded) || strstr(folded, " 550") || strstr(folded, " 554") ||
           strstr(folded, "received: ") || strstr(folded, "message-id:");
}

/* A server's notice of anything else hasn't the words; a person's letter has them but not what only
 * a server writes, and neither has a program that isn't a mail server. */
static bool sounds_like_one(struct report *r, const char *title, const char *text)
{
    bool daemon = daemon_sender(r), sender = daemon || empty_path(r->top);
    bool evidence = has_evidence(r, text);
    int loud = bounce_sounds(title), sounds = loud + bounce_sounds(text);
    sounds += (daemon || (sender && evidence)) &&
              (bounce_sounds_undelivered(title) || bounce_sounds_undelivered(text));
    int enough = sender ? 1 : !nobody_sends(r) ? 4 : loud == 2 ? 2 : 3;
    return sounds >= enough && (sender || evidence) && !bounce_sounds_periodic(title) &&
           (daemon || !is_reply_subject(title));
}

static bool read_words(struct report *r)
{
    const char *failed = mime_header(r->top, "X-Failed-Recipients");
    const char *subject = mime_header(r->top, "Subject");
    const char *title =
        fold_text(r->a, subject ? subject : "", subject ? strnlen(subject, 500) : 0);
    const char *text = fold_text(r->a, r->human, strnlen(r->human, 4000));
    bool is =
        failed ? !is_reply_subject(title) || daemon_sender(r) : sounds_like_one(r, title, text);
    if (!is)
        return false;
    named_recipients(r, bounce_sounds_delayed(title, text));
    bool sender = daemon_sender(r) || empty_path(r->top);
    if (!r->count && !(sender && has_evidence(r, text)))
        return false; /* of nobody's mail */
    r->out->class_why = failed   ? "X-Failed-Recipients"
                        : sender ? "a mail server's sender and the words of a bounce"
                                 : "subject and text say that mail came back";
    return true;
}

/* --- all of it --------------------------------------------------------------------------- */

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
        if (inside_message(m) && !daemon_sender(r))
            continue;
        if (mime_is(m, "message", "feedback-report"))
            return read_complaint(r, m);
        if (is_status(m)) {
            read_fields(r, m->body, m->body_len);
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
    if (!read_report(&r) && !bare_complaint(&r) && !read_json(&r) && !read_list(&r) &&
        !read_words(&r))
        return false;
    out->class = MAIL_BOUNCE;
    if (!out->kind || !*out->kind)
        out->kind = kind_of(&r);
    out->recipients = r.recipients;
    out->recipients_count = r.count;
    return true;
}
