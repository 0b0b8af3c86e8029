/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/compose.h"

#include "mail/address.h"
#include "mail/body_write.h"
#include "mail/header_write.h"
#include <glib.h>
#include <string.h>
#include <unistr.h>

#define MAX_REFS 40 /* the first and the latest are kept */

static void add_mailbox_field(struct header_writer *w, const char *field,
                              const struct mail_address *m)
{
    header_begin(w, field);
    header_mailbox(w, m->name, m->email);
    header_end(w);
}

static void add_id_field(struct header_writer *w, const char *field, const char *id)
{
    header_begin(w, field);
    header_id(w, id);
    header_end(w);
}

static void add_refs(struct header_writer *w, const struct mail_letter *l)
{
    if (!l->refs_count)
        return;
    header_begin(w, "References");
    for (size_t i = 0; i < l->refs_count; i++)
        if (i == 0 || i + MAX_REFS > l->refs_count)
            header_id(w, l->refs[i]);
    header_end(w);
}

/* <mailto:mentors+k7@example.org?subject=stop> */
static void add_unsubscribe(struct header_writer *w, const char *address)
{
    header_begin(w, "List-Unsubscribe");
    if (address_valid(address)) {
        _cleanup_(buf_release) struct buf uri = BUF_INIT(1000);
        buf_adds(&uri, "<mailto:");
        for (const char *p = address; *p; p++)
            if (g_ascii_isalnum(*p) || strchr("@+-._~", *p))
                buf_addc(&uri, *p);
            else
                buf_addf(&uri, "%%%02X", (unsigned char)*p);
        buf_adds(&uri, "?subject=stop>");
        header_token(w, buf_str(&uri));
    } else {
        header_fail(w, "is no valid address");
    }
    header_end(w);
}

static void add_auto_submitted(struct header_writer *w, const char *value)
{
    header_begin(w, "Auto-Submitted");
    if (!value || (strcmp(value, "auto-generated") != 0 && strcmp(value, "auto-replied") != 0))
        header_fail(w, "must be auto-generated or auto-replied");
    else
        header_token(w, value);
    header_end(w);
}

static void add_date(struct header_writer *w, const struct mail_letter *l)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(4096);
    header_plain(w, "Date", instant_rfc5322(a, l->date, l->zone));
}

static void add_headers(struct header_writer *w, const struct mail_letter *l)
{
    add_date(w, l);
    add_mailbox_field(w, "From", &l->from);
    add_mailbox_field(w, "To", &l->to);
    if (l->reply_to)
        add_mailbox_field(w, "Reply-To", &(struct mail_address){"", l->reply_to});
    header_begin(w, "Subject");
    header_text(w, l->subject);
    header_end(w);
    add_id_field(w, "Message-ID", l->message_id);
    if (l->in_reply_to)
        add_id_field(w, "In-Reply-To", l->in_reply_to);
    add_refs(w, l);
    add_auto_submitted(w, l->auto_submitted);
    if (l->unsubscribe)
        add_unsubscribe(w, l->unsubscribe);
    if (l->urgent) {
        header_plain(w, "X-Priority", "1");
        header_plain(w, "Importance", "high");
    }
    header_plain(w, "MIME-Version", "1.0");
}

/* Neither quoted-printable nor base64 can hold "=_", and text that begins a
 * line with "--" is never sent as 7bit: no content can look like a boundary. */
static void boundary_of(char out[64], const char *message_id, char which)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, message_id, -1);
    g_snprintf(out, 64, "=_%.32s_%c", sum, which);
}

static void add_multipart(struct header_writer *w, const char *type, const char *boundary)
{
    header_begin(w, "Content-Type");
    header_token(w, type);
    header_param(w, "boundary", boundary);
    header_end(w);
    header_end(w);
}

static void add_text_part(struct header_writer *w, const char *type, const char *text)
{
    enum body_encoding how = body_encoding_for(text);
    header_begin(w, "Content-Type");
    header_token(w, type);
    buf_adds(w->out, "; charset=utf-8");
    header_end(w);
    header_plain(w, "Content-Transfer-Encoding", body_encoding_name(how));
    header_end(w);
    body_add_text(w->out, text, how);
}

/* token "/" token of RFC 2045; parameters are ours to add. */
static bool type_valid(const char *type)
{
    const char *slash = type ? strchr(type, '/') : NULL;
    if (!slash || slash == type || !slash[1] || strlen(type) > 127)
        return false;
    for (const char *p = type; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("!#$&-^_.+", *p) && p != slash)
            return false;
    return true;
}

/* disposition: "attachment", or "inline" with the id by which the page shows it. */
static void add_file(struct header_writer *w, const struct mail_attachment *t,
                     const char *disposition, const char *id)
{
    header_begin(w, "Content-Type");
    if (type_valid(t->type))
        header_token(w, t->type);
    else
        header_fail(w, "the type of an attachment is not like text/csv");
    if (!w->failed && g_str_has_prefix(t->type, "text/"))
        buf_adds(w->out, "; charset=utf-8");
    header_end(w);
    header_begin(w, "Content-Disposition");
    header_token(w, disposition);
    if (t->name && *t->name)
        header_param(w, "filename", t->name);
    header_end(w);
    if (id)
        add_id_field(w, "Content-ID", id);
    header_plain(w, "Content-Transfer-Encoding", "base64");
    header_end(w);
    body_add_base64(w->out, t->data, t->len);
}

/* The page, and the picture in it (RFC 2387). */
static void add_page_part(struct header_writer *w, const struct mail_letter *l)
{
    char boundary[64];

    if (!l->picture) {
        add_text_part(w, "text/html", l->html);
        return;
    }
    boundary_of(boundary, l->message_id, 'r');
    header_begin(w, "Content-Type");
    header_token(w, "multipart/related");
    header_param(w, "type", "text/html");
    header_param(w, "boundary", boundary);
    header_end(w);
    header_end(w);
    buf_addf(w->out, "--%s\r\n", boundary);
    add_text_part(w, "text/html", l->html);
    buf_addf(w->out, "\r\n--%s\r\n", boundary);
    add_file(w, l->picture, "inline", l->picture_id);
    buf_addf(w->out, "\r\n--%s--\r\n", boundary);
}

static void add_words_part(struct header_writer *w, const struct mail_letter *l)
{
    if (!l->html) {
        add_text_part(w, "text/plain", l->text);
        return;
    }
    char boundary[64];
    boundary_of(boundary, l->message_id, 'a');
    add_multipart(w, "multipart/alternative", boundary);
    buf_addf(w->out, "--%s\r\n", boundary);
    add_text_part(w, "text/plain", l->text);
    buf_addf(w->out, "\r\n--%s\r\n", boundary);
    add_page_part(w, l);
    buf_addf(w->out, "\r\n--%s--\r\n", boundary);
}

static void add_content(struct header_writer *w, const struct mail_letter *l)
{
    if (!l->attachments_count) {
        add_words_part(w, l);
        return;
    }
    char boundary[64];
    boundary_of(boundary, l->message_id, 'm');
    add_multipart(w, "multipart/mixed", boundary);
    buf_addf(w->out, "--%s\r\n", boundary);
    add_words_part(w, l);
    for (size_t i = 0; i < l->attachments_count; i++) {
        buf_addf(w->out, "\r\n--%s\r\n", boundary);
        add_file(w, &l->attachments[i], "attachment", NULL);
    }
    buf_addf(w->out, "\r\n--%s--\r\n", boundary);
}

static bool is_utf8(const char *s)
{
    return !u8_check((const uint8_t *)s, strlen(s));
}

int mail_compose(const struct mail_letter *l, struct buf *out, struct err *e)
{
    struct header_writer w = {.out = out, .err = e};
    if (!is_utf8(l->text) || (l->html && !is_utf8(l->html)))
        return err_set(e, "the text of the letter is not valid UTF-8");
    add_headers(&w, l);
    if (w.failed)
        return -1;
    add_content(&w, l);
    if (w.failed)
        return -1;
    return out->overflow ? err_set(e, "the letter is larger than may be sent") : 0;
}
