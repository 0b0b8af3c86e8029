/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/facts.h"

#include "base/utf8.h"
#include "mail/bounce.h"
#include "mail/calendar.h"
#include "mail/charset.h"
#include "mail/classify.h"
#include "mail/facts_names.h"
#include "mail/head.h"
#include "mail/mailboxes.h"
#include "mail/mime.h"
#include "mail/reply.h"
#include <string.h>
#include <strings.h>

#define MAX_LINE 1000

void mail_init(void)
{
    mime_init();
}

/* The letter that a bounce returned: a whole message, or its headers alone. */
static size_t returned_headers(struct arena *a, const struct mime *m, struct mime_header **out)
{
    for (const struct mime *at = m; at; at = mime_next(m, at)) {
        if (at != m && at->child && mime_is(at, "message", NULL)) {
            *out = at->child->headers;
            return at->child->header_count;
        }
        if (mime_is(at, "text", "rfc822-headers") || mime_is(at, "message", "global-headers"))
            return mime_fields(a, at->body, at->body_len, out, NULL);
    }
    return 0;
}

/* Bounces of servers that know no MIME quote our letter in their text: its
 * header lines stand there, indented or not. */
static size_t quoted_headers(struct arena *a, const struct mime *m, struct mime_header **out)
{
    while (m->child)
        m = m->child;
    char *text = mime_text(a, m);
    const char *id = strcasestr(text, "\nMessage-ID:");
    if (!id)
        return 0;
    while (id > text && !(id[0] == '\n' && id[1] == '\n'))
        id--;
    id += strspn(id, "\n");
    return mime_fields(a, id, strlen(id), out, NULL);
}

static const char *first_own_id(const struct mail_head *h, const char *self)
{
    for (size_t i = 0; i < h->refs_count; i++)
        if (head_is_own_id(self, h->refs[i]))
            return h->refs[i];
    return "";
}

static void read_returned(struct arena *a, const struct mime *m, const char *self,
                          struct mail_facts *out)
{
    struct mime_header *headers = NULL;
    size_t count = returned_headers(a, m, &headers);
    if (!count)
        count = quoted_headers(a, m, &headers);
    head_add_returned(a, headers, count, self, &out->head);
    struct strings ids = {.max = 1};
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(headers[i].name, "Message-ID") == 0)
            message_ids_add(a, &ids, headers[i].raw);
    if (ids.count && head_is_own_id(self, ids.items[0]))
        out->in_answer_to = ids.items[0];
}

/* Pictures in the text and the seals of signed mail are no attachments. */
static bool is_file(const struct mime *m)
{
    if (!mime_is_attachment(m) || mime_is(m, "message", "delivery-status"))
        return false;
    if (mime_is(m, "image", NULL) && *m->content_id && strcmp(m->disposition, "attachment") != 0)
        return false;
    return strstr(m->subtype, "pgp-signature") == NULL &&
           strstr(m->subtype, "pkcs7-signature") == NULL;
}

static void add_attachment(struct arena *a, const struct mime *m, size_t *cap,
                           struct mail_facts *out)
{
    struct mail_attachment *t =
        arena_grow(a, &out->attachments, out->attachments_count++, cap, sizeof *out->attachments);
    t->name = m->filename;
    t->type = arena_printf(a, "%s/%s", m->type, m->subtype);
    t->data = m->body;
    t->len = m->body_len;
}

static bool carries(const struct mime *m)
{
    return m->child && mime_is(m, "message", NULL);
}

static void read_attachments(struct arena *a, const struct mime *m, struct mail_facts *out)
{
    size_t cap = 0;
    for (const struct mime *at = m; at; at = mime_next_own(m, at)) {
        if ((carries(at) || is_file(at)) && out->attachments_count < MAIL_MAX_ATTACHMENTS)
            add_attachment(a, at, &cap, out);
    }
}

/* Cut at max bytes, between characters, without controls: what the JSON of facts allows. */
static const char *bounded(struct arena *a, const char *s, size_t max, bool *cut)
{
    size_t n = s ? strnlen(s, max + 1) : 0;
    if (n > max) {
        n = utf8_cut(s, max);
        if (cut)
            *cut = true;
    }
    return n == 0 ? "" : mime_to_utf8(a, NULL, s, n);
}

static const char *bounded_line(struct arena *a, const char *s, size_t max)
{
    return charset_one_line(arena_strdup(a, bounded(a, s, max, NULL)));
}

static void bound_files(struct arena *a, struct mail_facts *f)
{
    for (size_t i = 0; i < f->attachments_count; i++) {
        f->attachments[i].name = bounded_line(a, f->attachments[i].name, MAX_LINE);
        f->attachments[i].type = bounded_line(a, f->attachments[i].type, MAX_LINE);
    }
}

static void bound_lists(struct arena *a, struct mail_facts *f)
{
    if (f->recipients_count > MAIL_MAX_RECIPIENTS)
        f->recipients_count = MAIL_MAX_RECIPIENTS;
    for (size_t i = 0; i < f->recipients_count; i++) {
        struct mail_recipient *r = &f->recipients[i];
        r->recipient = bounded_line(a, r->recipient, 500);
        r->status = bounded_line(a, r->status, 20);
        r->reason = bounded(a, r->reason, MAX_LINE, NULL);
    }
    f->calendar_method = bounded_line(a, f->calendar_method, MAX_LINE);
    if (f->calendar_count > MAIL_MAX_RECIPIENTS)
        f->calendar_count = MAIL_MAX_RECIPIENTS;
    for (size_t i = 0; i < f->calendar_count; i++) {
        struct mail_calendar *c = &f->calendar[i];
        c->uid = bounded_line(a, c->uid, MAX_LINE);
        c->recurrence_id = bounded_line(a, c->recurrence_id, MAX_LINE);
        c->attendee = bounded_line(a, c->attendee, MAX_LINE);
        c->partstat = bounded_line(a, c->partstat, MAX_LINE);
    }
}

static void bound(struct arena *a, struct mail_facts *f)
{
    f->text = bounded(a, f->text, MAIL_MAX_TEXT, &f->text_truncated);
    f->rest = bounded(a, f->rest, MAIL_MAX_REST, NULL);
    f->class_why = bounded(a, f->class_why, MAX_LINE, NULL);
    f->text_why = bounded(a, f->text_why, MAX_LINE, NULL);
    f->away_why = bounded(a, f->away_why, MAX_LINE, NULL);
    f->kind = bounded_line(a, f->kind, 20);
    bound_lists(a, f);
    bound_files(a, f);
}

/* The text without the lines of others in it: what they said is nothing that the sender is. */
static const char *own_words(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, text ? text : ""), *to = out;
    for (const char *p = out; *p;) {
        size_t n = strcspn(p, "\n");
        n += p[n] == '\n';
        if (*p != '>')
            to = (char *)memmove(to, p, n) + n;
        p += n;
    }
    *to = '\0';
    return out;
}

/* Pressing "unsubscribe" in a mail program makes it send what the List-Unsubscribe of our letter
 * says (compose.c, RFC 2369): no answer to anything, and nothing in it but perhaps the program's
 * own words. That is a person's order, whatever else the message looks like. */
static void read_unsubscribe(struct arena *a, struct mail_facts *f)
{
    if (f->head.refs_count || !f->head.tokens_count || strcasecmp(f->head.subject, "stop") != 0)
        return;
    f->class = MAIL_HUMAN;
    f->kind = "";
    f->class_why = "an answer to List-Unsubscribe: the subject is \"stop\"";
    f->text = f->text && *f->text ? arena_printf(a, "stop\n\n%s", f->text) : "stop";
}

void mail_read(struct arena *a, const char *bytes, size_t len, const struct mail_hints *hints,
               struct mail_facts *out)
{
    *out = (struct mail_facts){0};
    bool large = len > MAIL_MAX_BYTES;
    const struct mime *m = hints->bare_text ? mime_bare(a, bytes, large ? 0 : len)
                           : large          ? mime_parse_head(a, bytes, len)
                                            : mime_parse(a, bytes, len);
    head_read(a, m, &hints->self, &out->head);
    if (large)
        out->head.refused = MAIL_TOO_LARGE;
    out->in_answer_to = first_own_id(&out->head, hints->self.address);
    bool bounce = bounce_read(a, m, out);
    reply_extract(a, m, hints, out);
    if (bounce) {
        read_returned(a, m, hints->self.address, out);
    } else {
        classify(a, m, own_words(a, out->text), hints, out);
        read_unsubscribe(a, out);
        read_attachments(a, m, out);
    }
    calendar_read(a, m, out);
    bound(a, out);
}
