/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/facts.h"
#include "mail/facts_names.h"
#include "mail/json_write.h"

static void write_address(struct json_writer *w, const char *key, const struct mail_address *m)
{
    json_write_open(w, key, '{');
    json_write_string(w, "name", m->name);
    json_write_string(w, "email", m->email);
    json_write_close(w, '}');
}

static void write_head(struct json_writer *w, const char *key, const struct mail_head *h)
{
    json_write_open(w, key, '{');
    write_address(w, "from", &h->from);
    json_write_integer(w, "from_count", (int64_t)h->from_count);
    json_write_open(w, "to", '[');
    for (size_t i = 0; i < h->to_count; i++)
        write_address(w, NULL, &h->to[i]);
    json_write_close(w, ']');
    json_write_string(w, "subject", h->subject);
    json_write_string(w, "message_id", h->message_id);
    json_write_strings(w, "refs", h->refs, h->refs_count);
    json_write_strings(w, "tokens", h->tokens, h->tokens_count);
    json_write_integer(w, "date", h->date);
    json_write_string(w, "dmarc", dmarc_names[h->dmarc]);
    json_write_string(w, "refused", h->refused);
    json_write_close(w, '}');
}

static void write_recipients(struct json_writer *w, const struct mail_facts *f)
{
    json_write_open(w, "recipients", '[');
    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        json_write_open(w, NULL, '{');
        json_write_string(w, "recipient", r->recipient);
        json_write_string(w, "status", r->status);
        json_write_bool(w, "permanent", r->permanent);
        json_write_bool(w, "hard", r->hard);
        json_write_string(w, "reason", r->reason);
        json_write_string(w, "meaning", r->meaning);
        json_write_bool(w, "ours", r->ours);
        json_write_close(w, '}');
    }
    json_write_close(w, ']');
}

static void write_calendar(struct json_writer *w, const struct mail_facts *f)
{
    json_write_string(w, "calendar_method", f->calendar_method);
    json_write_open(w, "calendar", '[');
    for (size_t i = 0; i < f->calendar_count; i++) {
        const struct mail_calendar *c = &f->calendar[i];
        json_write_open(w, NULL, '{');
        json_write_string(w, "uid", c->uid);
        json_write_string(w, "recurrence_id", c->recurrence_id);
        json_write_string(w, "attendee", c->attendee);
        json_write_string(w, "partstat", c->partstat);
        json_write_close(w, '}');
    }
    json_write_close(w, ']');
}

static void write_attachments(struct json_writer *w, const struct mail_facts *f)
{
    json_write_open(w, "attachments", '[');
    for (size_t i = 0; i < f->attachments_count; i++) {
        const struct mail_attachment *t = &f->attachments[i];
        json_write_open(w, NULL, '{');
        json_write_string(w, "name", t->name);
        json_write_string(w, "type", t->type);
        json_write_base64(w, "data", t->data, t->len);
        json_write_string(w, "table", t->table);
        json_write_string(w, "table_why", t->table_why);
        json_write_close(w, '}');
    }
    json_write_close(w, ']');
}

static void write_facts(struct json_writer *w, struct arena *a, const struct mail_facts *f)
{
    json_write_open(w, NULL, '{');
    write_head(w, "head", &f->head);
    json_write_string(w, "class", class_names[f->class]);
    json_write_string(w, "class_why", f->class_why);
    json_write_string(w, "kind", f->kind);
    json_write_string(w, "text", f->text);
    json_write_string(w, "text_why", f->text_why);
    json_write_string(w, "rest", f->rest);
    json_write_bool(w, "text_truncated", f->text_truncated);
    json_write_string(w, "away_until", f->away_until.year ? date_format(a, f->away_until) : NULL);
    json_write_string(w, "away_why", f->away_why);
    json_write_string(w, "in_answer_to", f->in_answer_to);
    write_recipients(w, f);
    write_calendar(w, f);
    write_attachments(w, f);
    json_write_close(w, '}');
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
