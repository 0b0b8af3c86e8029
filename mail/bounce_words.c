/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_families.h"
#include "mail/bounce_parts.h"
#include "mail/bounce_sounds.h"
#include "mail/header_block.h"
#include "mail/mailboxes.h"
#include "words/fold.h"
#include <string.h>
#include <strings.h>

#define TEXT_HEARD 4000
#define FILE_READ  (64 * 1024)

/* The report of a bounce that a person attached is none about a letter of ours. */
bool bounce_inside_message(const struct mime *m)
{
    for (const struct mime *up = m->parent; up; up = up->parent)
        if (up->child && mime_is(up, "message", NULL))
            return true;
    return false;
}

/* Mail servers, as they call themselves. */
/* clang-format off */
static const char *const servers[] = {
    "post_master", "postmaster", "mail delivery", "mail delivery system", "mail delivery subsystem",
    "mail system", "mail administrator", "microsoft outlook", "microsoft exchange",
    "delivery subsystem", "mdaemon", "bounce@", "bounces@", "mail-administrator", "mailer@",
    "system administrator", NULL};
/* clang-format on */
/* They write of nothing but mail that came back. */
static const char *const daemons[] = {"mailer-daemon", "mailerdaemon", "mail-daemon",
                                      "mailer daemon", NULL};

static bool is_empty_path(const char *value)
{
    return strcmp(value + strspn(value, " "), "<>") == 0;
}

static bool from_any(struct report *r, const char *const *names)
{
    const char *from = mime_header(r->top, "From");
    return from && fold_any(fold_text(r->a, from, strnlen(from, 500)), names);
}

static bool mailer_daemon(struct report *r)
{
    return from_any(r, daemons);
}

/* From: <> has nobody but a mail system. */
bool bounce_daemon_sender(struct report *r)
{
    const char *from = mime_header(r->top, "From");
    return mailer_daemon(r) || from_any(r, servers) || (from && is_empty_path(from));
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
    return path && is_empty_path(path);
}

/* A postmaster is a person as well, then with an address to answer to. */
static bool has_path(const struct mime *m)
{
    return mime_header(m, "Return-Path") && !empty_path(m);
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
                             .around = bounce_text_around(bounce_searched(r), list.items[i].email)};
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
                             .around = bounce_text_around(bounce_searched(r), list.items[i].email)};
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

/* Of a file, as much as a report would be. */
static const char *part_words(struct arena *a, const struct mime *m)
{
    if (mime_is(m, "text", NULL))
        return mime_text(a, m);
    return arena_strndup(a, m->body, m->body_len < FILE_READ ? m->body_len : FILE_READ);
}

/* Perhaps in a part of its own, with a name like details.txt, of whatever type. */
static void embedded_reports(struct report *r)
{
    embedded_fields(r, r->human);
    for (const struct mime *m = r->top; m && !r->count; m = mime_next(r->top, m))
        if (!m->child && !mime_is(m, "text", "html") && !bounce_inside_message(m))
            embedded_fields(r, part_words(r->a, m));
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

/* What a message says that may tell of a bounce in words. */
struct hearing {
    const char *title, *text; /* folded */
    bool daemon;              /* a mail server by its name */
    bool certain;             /* one that writes of nothing else */
    bool sender;              /* that, or mail that takes no bounce itself */
    bool returned;            /* our message, or its headers, came back with it */
    bool code;                /* a reply code or a status */
    int loud, sounds;
};

static bool brings_message(struct report *r)
{
    for (const struct mime *m = r->top; m; m = mime_next(r->top, m))
        if (mime_is(m, "message", NULL) || mime_is(m, "text", "rfc822-headers"))
            return true;
    return strcasestr(r->human, "\nReceived:") || strcasestr(r->human, "\nMessage-ID:");
}

static void hear(struct report *r, struct hearing *h)
{
    const char *subject = mime_header(r->top, "Subject");
    h->title = fold_text(r->a, subject ? subject : "", subject ? strnlen(subject, 500) : 0);
    h->text = fold_text(r->a, r->human, strnlen(r->human, TEXT_HEARD));
    h->daemon = bounce_daemon_sender(r);
    h->certain = mailer_daemon(r);
    h->sender = h->daemon || empty_path(r->top);
    h->returned = brings_message(r);
    h->code = bounce_status_in(r->a, h->text) || strstr(h->text, " 550") || strstr(h->text, " 554");
    h->loud = bounce_sounds(h->title);
    h->sounds = h->loud + bounce_sounds(h->text);
    if (h->daemon || (h->sender && (h->returned || h->code)))
        h->sounds += h->certain || bounce_sounds_undelivered(h->title) ||
                     bounce_sounds_undelivered(h->text) || bounce_sounds_late(h->title) ||
                     bounce_family(h->text) != FAMILY_NONE;
}

static bool from_a_list(const struct mime *m)
{
    return mime_header(m, "List-Id") || mime_header(m, "List-Unsubscribe");
}

/* A person pasted what a mail server wrote: old headers in the text name it. */
static bool pasted(struct report *r)
{
    struct lines l;
    struct header_block b;
    lines_split(r->a, r->human, strnlen(r->human, TEXT_HEARD), &l);
    for (size_t i = 0; i < l.count; i++)
        if (header_block_at(&l, i, &b))
            for (size_t at = b.first; at <= b.last; at++)
                if (fold_any(l.at[at].folded, daemons) || fold_any(l.at[at].folded, servers))
                    return true;
    return false;
}

/* A server's notice of anything else hasn't the words; a person's letter has them but not what only
 * a server writes, and neither has a program that isn't a mail server. */
static bool sounds_like_one(struct report *r, const struct hearing *h)
{
    if (bounce_sounds_periodic(h->title) || bounce_sounds_arrived(h->title, h->text))
        return false;
    if (!h->returned && (bounce_sounds_incoming(h->title) || from_a_list(r->top)))
        return false;
    if (is_reply_subject(h->title) && (!h->daemon || (has_path(r->top) && !h->returned)))
        return false;
    if (h->daemon)
        return h->sounds >= 1;
    if (h->sender)
        return h->sounds >= 1 && (h->returned || h->loud);
    int enough = !nobody_sends(r) ? 4 : h->loud == 2 ? 2 : 3;
    return h->sounds >= enough && (h->returned || h->code) && !pasted(r);
}

/* Notices name an address to ask for help as well: is there one that wasn't reached? */
static bool names_recipients(struct report *r, const struct hearing *h)
{
    if (!r->count)
        return (h->sender && (h->returned || h->code)) || (h->certain && h->loud);
    enum bounce_place place = bounce_text_place(bounce_searched(r));
    if (h->returned || place == PLACE_NONE) /* then it is of our message's headers */
        return true;
    if (h->daemon)
        return h->certain || h->loud || h->code ||
               place >= (has_path(r->top) ? PLACE_LABEL : PLACE_SENTENCE);
    return place >= (h->sender && nobody_sends(r) && h->loud == 2 ? PLACE_SENTENCE : PLACE_LABEL);
}

bool bounce_told_in_words(struct report *r)
{
    struct hearing h;
    hear(r, &h);
    const char *failed = mime_header(r->top, "X-Failed-Recipients");
    if (failed ? is_reply_subject(h.title) && !h.daemon : !sounds_like_one(r, &h))
        return false;
    named_recipients(r, bounce_sounds_delayed(h.title, h.text));
    if (!failed && !names_recipients(r, &h))
        return false;
    r->out->class_why = failed     ? "X-Failed-Recipients"
                        : h.sender ? "a mail server's sender and the words of a bounce"
                                   : "subject and text say that mail came back";
    return true;
}
