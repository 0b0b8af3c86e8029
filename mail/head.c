/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/head.h"

#include "base/utf8.h"
#include "mail/address.h"
#include "mail/auth.h"
#include "mail/mailboxes.h"
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#define MAX_REFS    100
#define MAX_TOKENS  20
#define MAX_SUBJECT 2000
#define EARLIEST    INT64_C(631152000)  /* 1990-01-01 */
#define LATEST      INT64_C(4102444800) /* 2100-01-01 */

static void add_mailboxes(struct arena *a, const struct mime *m, const char *name,
                          struct mailboxes *list)
{
    for (size_t i = 0; i < m->header_count; i++)
        if (strcasecmp(m->headers[i].name, name) == 0)
            mailboxes_add(a, list, m->headers[i].raw);
}

/* Programs show the first of several: so is it said. Whether it is believed is the reader's. */
static void read_from(struct arena *a, const struct mime *m, struct mail_head *out)
{
    struct mailboxes from = {.max = 2};
    add_mailboxes(a, m, "From", &from);
    out->from_count = from.total;
    out->from = from.count ? from.items[0] : (struct mail_address){"", ""};
}

static void read_to(struct arena *a, const struct mime *m, struct mail_head *out)
{
    struct mailboxes to = {.max = MAIL_MAX_ADDRESSES};
    add_mailboxes(a, m, "To", &to);
    add_mailboxes(a, m, "Cc", &to);
    out->to = to.items;
    out->to_count = to.count;
}

static const char *raw_of(const struct mime *m, const char *name)
{
    const char *raw = mime_raw_header(m, name);
    return raw ? raw : "";
}

static void read_ids(struct arena *a, const struct mime *m, struct mail_head *out)
{
    struct strings own = {.max = 1}, refs = {.max = MAX_REFS}, older = {.max = 10 * MAX_REFS};
    message_ids_add(a, &own, raw_of(m, "Message-ID"));
    out->message_id = own.count ? own.items[0] : "";
    message_ids_add(a, &refs, raw_of(m, "In-Reply-To"));
    message_ids_add(a, &older, raw_of(m, "References"));
    for (size_t i = older.count; i-- > 0;)
        strings_add(a, &refs, older.items[i]);
    out->refs = refs.items;
    out->refs_count = refs.count;
}

static void add_tokens_of(struct arena *a, const struct mime *m, const char *name, const char *self,
                          struct strings *tokens)
{
    struct mailboxes list = {.max = MAIL_MAX_ADDRESSES};
    add_mailboxes(a, m, name, &list);
    for (size_t i = 0; i < list.count; i++) {
        const char *token = address_token(a, self, list.items[i].email);
        if (token)
            strings_add(a, tokens, token);
    }
}

bool head_is_own_id(const char *self, const char *id)
{
    const char *self_at = strrchr(self, '@'), *at = strrchr(id, '@');
    return self_at && at && address_equal(self_at, at);
}

/* Our letters carry their token as the left part of their Message-ID. */
static void add_token_of_id(struct arena *a, const char *self, const char *id,
                            struct strings *tokens)
{
    if (head_is_own_id(self, id))
        strings_add(a, tokens, arena_strndup(a, id, (size_t)(strrchr(id, '@') - id)));
}

/* What servers noted of the delivery comes before what the sender wrote. */
static void read_tokens(struct arena *a, const struct mime *m, const char *self,
                        struct mail_head *out)
{
    static const char *const fields[] = {
        "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc"};
    struct strings tokens = {.max = MAX_TOKENS};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        add_tokens_of(a, m, fields[i], self, &tokens);
    for (size_t i = 0; i < out->refs_count; i++)
        add_token_of_id(a, self, out->refs[i], &tokens);
    out->tokens = tokens.items;
    out->tokens_count = tokens.count;
}

void head_add_returned(struct arena *a, const struct mime_header *headers, size_t count,
                       const char *self, struct mail_head *out)
{
    static const char *const fields[] = {"Return-Path", "Reply-To", "From"};
    struct mime returned = {.headers = (struct mime_header *)headers, .header_count = count};
    struct strings tokens = {.max = MAX_TOKENS}, ids = {.max = 1};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        add_tokens_of(a, &returned, fields[i], self, &tokens);
    message_ids_add(a, &ids, raw_of(&returned, "Message-ID"));
    if (ids.count)
        add_token_of_id(a, self, ids.items[0], &tokens);
    for (size_t i = 0; i < out->tokens_count; i++)
        strings_add(a, &tokens, out->tokens[i]);
    out->tokens = tokens.items;
    out->tokens_count = tokens.count;
}

static instant read_date(const struct mime *m)
{
    const char *header = mime_header(m, "Date");
    GDateTime *date = header ? g_mime_utils_header_decode_date(header) : NULL;
    if (!date)
        return 0;
    instant t = g_date_time_to_unix(date);
    g_date_time_unref(date);
    return t < EARLIEST || t >= LATEST ? 0 : t;
}

static const char *read_subject(struct arena *a, const struct mime *m)
{
    const char *s = mime_header(m, "Subject");
    if (!s)
        return "";
    return g_strstrip(arena_strndup(a, s, utf8_cut(s, strnlen(s, MAX_SUBJECT))));
}

void head_read(struct arena *a, const struct mime *m, const struct mail_self *self,
               struct mail_head *out)
{
    *out = (struct mail_head){.refused = m->problem};
    read_from(a, m, out);
    read_to(a, m, out);
    read_ids(a, m, out);
    read_tokens(a, m, self->address, out);
    out->subject = read_subject(a, m);
    out->date = read_date(m);
    if (out->from_count == 1)
        out->dmarc = auth_dmarc(a, m, self->authserv_id, out->from.email);
}

void mail_read_head(struct arena *a, const char *bytes, size_t len, const struct mail_self *self,
                    struct mail_head *out)
{
    head_read(a, mime_parse_head(a, bytes, len), self, out);
    if (len > MAIL_MAX_BYTES)
        out->refused = MAIL_TOO_LARGE;
}
