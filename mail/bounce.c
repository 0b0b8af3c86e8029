/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce.h"
#include "mail/bounce_list.h"
#include "mail/bounce_parts.h"
#include "mail/html.h"
#include "words/fold.h"
#include <string.h>

#define HUMAN_BYTES (32 * 1024) /* read of the text for people */

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

static void add_bounced(struct report *r, const char *s, const char *end)
{
    struct mail_recipient *new = bounce_recipient(r, json_value(r->a, s, end, "emailAddress"));
    struct delivery d = {.status = json_value(r->a, s, end, "status"),
                         .diagnostic = json_value(r->a, s, end, "diagnosticCode")};
    if (new)
        bounce_judge(r->a, &d, new);
    r->failed++;
}

static void add_complained(struct report *r, const char *s, const char *end)
{
    bounce_complainer(r, json_value(r->a, s, end, "emailAddress"));
}

/* Amazon SES tells of them so: {"notificationType":"Bounce","bounce":{"bouncedRecipients":[ */
static bool read_json(struct report *r)
{
    const char *bounced = strstr(r->human, "bouncedRecipients");
    const char *s = bounced ? bounced : strstr(r->human, "complainedRecipients");
    if (!s || r->human[strspn(r->human, " \n")] != '{')
        return false;
    const char *list_end = strchrnul(s, ']');
    while (s < list_end && (s = memmem(s, (size_t)(list_end - s), "{", 1))) {
        const char *end = strchrnul(s, '}');
        (bounced ? add_bounced : add_complained)(r, s, end);
        s = end;
    }
    if (!r->count)
        return false;
    if (!bounced)
        r->out->kind = "complaint";
    r->out->class_why = bounced ? "a notice of bounces in JSON" : "a notice of complaints in JSON";
    return true;
}

/* --- refused by a mailing list ---------------------------------------------------------------- */

static bool read_list(struct report *r)
{
    const char *list = bounce_list_refused(r->a, r->top, r->human, bounce_own_addresses(r));
    if (!list)
        return false;
    struct mail_recipient *refused = bounce_recipient(r, list);
    if (!refused)
        return false;
    refused->status = "";
    refused->permanent = refused->ours = true;
    refused->meaning = "refused by the mailing list";
    refused->reason =
        arena_printf(r->a, "%s: %s", refused->meaning, bounce_excerpt(r->a, r->human));
    r->failed++;
    r->out->class_why = "the program of a mailing list refuses the letter";
    return true;
}

/* --- the text of a message --------------------------------------------------------------- */

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

/* --- all of it --------------------------------------------------------------------------- */

/* Services that ask the sender to prove being human send reports too. */
static bool challenge(struct report *r)
{
    const char *text = fold_text(r->a, r->human, strnlen(r->human, 2000));
    return !bounce_daemon_sender(r) &&
           (fold_has(text, "guest list") || fold_has(text, "waitlisted"));
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
        if (bounce_inside_message(m) && !bounce_daemon_sender(r))
            continue;
        if (mime_is(m, "message", "feedback-report"))
            return bounce_complaint(r, m);
        if (is_status(m)) {
            bounce_fields(r, m->body, m->body_len);
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
    if (!read_report(&r) && !bounce_bare_complaint(&r) && !read_json(&r) && !read_list(&r) &&
        !bounce_told_in_words(&r))
        return false;
    out->class = MAIL_BOUNCE;
    if (!out->kind || !*out->kind)
        out->kind = kind_of(&r);
    out->recipients = r.recipients;
    out->recipients_count = r.count;
    return true;
}
