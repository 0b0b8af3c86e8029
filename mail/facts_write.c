/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/facts.h"
#include "mail/facts_names.h"
#include "mail/json_write.h"

static void write_address(struct json_writer *w, const char *key, const struct mail_address *m)
{
    json_open(w, key, '{');
    json_string(w, "name", m->name);
    json_string(w, "email", m->email);
    json_close(w, '}');
}

static void write_head(struct json_writer *w, const char *key, const struct mail_head *h)
{
    json_open(w, key, '{');
    write_address(w, "from", &h->from);
    json_integer(w, "from_count", (int64_t)h->from_count);
    json_open(w, "to", '[');
    for (size_t i = 0; i < h->to_count; i++)
        write_address(w, NULL, &h->to[i]);
    json_close(w, ']');
    json_string(w, "subject", h->subject);
    json_string(w, "message_id", h->message_id);
    json_strings(w, "refs", h->refs, h->refs_count);
    json_strings(w, "tokens", h->tokens, h->tokens_count);
    json_integer(w, "date", h->date);
    json_string(w, "dmarc", dmarc_names[h->dmarc]);
    json_string(w, "refused", h->refused);
    json_close(w, '}');
}

static void write_recipients(struct json_writer *w, const struct mail_facts *f)
{
    json_open(w, "recipients", '[');
    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        json_open(w, NULL, '{');
        json_string(w, "recipient", r->recipient);
        json_string(w, "status", r->status);
        json_bool(w, "permanent", r->permanent);
        json_bool(w, "hard", r->hard);
        json_string(w, "reason", r->reason);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void write_calendar(struct json_writer *w, const struct mail_facts *f)
{
    json_open(w, "calendar", '[');
    for (size_t i = 0; i < f->calendar_count; i++) {
        const struct mail_calendar *c = &f->calendar[i];
        json_open(w, NULL, '{');
        json_string(w, "method", c->method);
        json_string(w, "uid", c->uid);
        json_string(w, "recurrence_id", c->recurrence_id);
        json_string(w, "attendee", c->attendee);
        json_string(w, "partstat", c->partstat);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void write_attachments(struct json_writer *w, const struct mail_facts *f)
{
    json_open(w, "attachments", '[');
    for (size_t i = 0; i < f->attachments_count; i++) {
        const struct mail_attachment *t = &f->attachments[i];
        json_open(w, NULL, '{');
        json_string(w, "name", t->name);
        json_string(w, "type", t->type);
        json_base64(w, "data", t->data, t->len);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void write_facts(struct json_writer *w, struct arena *a, const struct mail_facts *f)
{
    json_open(w, NULL, '{');
    write_head(w, "head", &f->head);
    json_string(w, "class", class_names[f->class]);
    json_string(w, "class_why", f->class_why);
    json_string(w, "kind", f->kind);
    json_string(w, "text", f->text);
    json_string(w, "text_why", f->text_why);
    json_string(w, "rest", f->rest);
    json_bool(w, "text_truncated", f->text_truncated);
    json_string(w, "away_until", f->away_until.year ? date_format(a, f->away_until) : NULL);
    json_string(w, "away_why", f->away_why);
    json_string(w, "in_answer_to", f->in_answer_to);
    write_recipients(w, f);
    write_calendar(w, f);
    write_attachments(w, f);
    json_close(w, '}');
}

char *mail_head_to_json(struct arena *a, const struct mail_head *h)
{
    struct json_writer w = {0};
    write_head(&w, NULL, h);
    w = (struct json_writer){.at = arena_alloc(a, w.len + 1)};
    write_head(&w, NULL, h);
    return w.at;
}

char *mail_facts_to_json(struct arena *a, const struct mail_facts *f)
{
    struct json_writer w = {0};
    write_facts(&w, a, f);
    w = (struct json_writer){.at = arena_alloc(a, w.len + 1)};
    write_facts(&w, a, f);
    return w.at;
}
