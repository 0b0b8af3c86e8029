/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_parts.h"
#include "mail/bounce_sounds.h"
#include "mail/fold.h"
#include "mail/mailboxes.h"
#include <string.h>
#include <strings.h>

/* The report of a bounce that a person attached is none about a letter of ours. */
bool bounce_inside_message(const struct mime *m)
{
    for (const struct mime *up = m->parent; up; up = up->parent)
        if (up->child && mime_is(up, "message", NULL))
            return true;
    return false;
}

bool bounce_daemon_sender(struct report *r)
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
        struct mail_recipient *new = bounce_recipient(r, list.items[i].email);
        struct delivery d = {.diagnostic =
                                 bounce_text_reason(bounce_searched(r), list.items[i].email),
                             .around = bounce_text_told(bounce_searched(r))};
        if (new && !new->status)
            bounce_judge(r->a, &d, new);
    }
}

/* No address in the text: whom the returned message was for. */
static void returned_recipients(struct report *r, bool delayed)
{
    struct mailboxes list = {.max = 10};
    const char *to = bounce_returned_to(r);
    const char *line = to ? NULL : strcasestr(r->human, "\nTo:");
    if (to)
        mailboxes_add(r->a, &list, to);
    else if (line)
        mailboxes_add(r->a, &list, arena_strndup(r->a, line + 4, strcspn(line + 4, "\n")));
    for (size_t i = 0; i < list.count; i++) {
        struct mail_recipient *new = bounce_recipient(r, list.items[i].email);
        struct delivery d = {.action = delayed ? "delayed" : "",
                             .diagnostic = r->human,
                             .around = bounce_text_told(bounce_searched(r))};
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
        bounce_fields(r, start + 1, strlen(start + 1));
}

/* Perhaps in a part of its own, with a name like details.txt. */
static void embedded_reports(struct report *r)
{
    embedded_fields(r, r->human);
    for (const struct mime *m = r->top; m && !r->count; m = mime_next(r->top, m))
        if (!m->child && mime_is(m, "text", "plain") && !bounce_inside_message(m))
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
    bounce_text_read(bounce_searched(r), delayed, &found);
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
    bool daemon = bounce_daemon_sender(r), sender = daemon || empty_path(r->top);
    bool evidence = has_evidence(r, text);
    int loud = bounce_sounds(title), sounds = loud + bounce_sounds(text);
    sounds += (daemon || (sender && evidence)) &&
              (bounce_sounds_undelivered(title) || bounce_sounds_undelivered(text));
    int enough = sender ? 1 : !nobody_sends(r) ? 4 : loud == 2 ? 2 : 3;
    return sounds >= enough && (sender || evidence) && !bounce_sounds_periodic(title) &&
           (daemon || !is_reply_subject(title));
}

bool bounce_told_in_words(struct report *r)
{
    const char *failed = mime_header(r->top, "X-Failed-Recipients");
    const char *subject = mime_header(r->top, "Subject");
    const char *title =
        fold_text(r->a, subject ? subject : "", subject ? strnlen(subject, 500) : 0);
    const char *text = fold_text(r->a, r->human, strnlen(r->human, 4000));
    bool is = failed ? !is_reply_subject(title) || bounce_daemon_sender(r)
                     : sounds_like_one(r, title, text);
    if (!is)
        return false;
    named_recipients(r, bounce_sounds_delayed(title, text));
    bool sender = bounce_daemon_sender(r) || empty_path(r->top);
    if (!r->count && !(sender && has_evidence(r, text)))
        return false; /* of nobody's mail */
    r->out->class_why = failed   ? "X-Failed-Recipients"
                        : sender ? "a mail server's sender and the words of a bounce"
                                 : "subject and text say that mail came back";
    return true;
}
