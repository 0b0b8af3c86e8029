/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply.h"
#include "base/buf.h"
#include "mail/align.h"
#include "mail/embedded.h"
#include "mail/enriched.h"
#include "mail/flowed.h"
#include "mail/html.h"
#include "mail/reply_tail.h"
#include "words/fold.h"
#include <string.h>
#include <strings.h>

#define BODY_PARTS   20
#define LEAD_BYTES   (64 * 1024) /* of a part that may say nothing itself */
#define UTF8_LONGEST 4           /* bytes of a character: a text that was cut lacks fewer */

/* The parts of a message that are its letter: for each the plain text and the HTML of it. Apple's
 * program cuts a letter where a picture or a file stands in it, and the text goes on behind. A
 * text right behind a text is something else: the footer of a list, for one. */
struct body {
    const struct mime *plain[BODY_PARTS], *html[BODY_PARTS];
    bool aside[BODY_PARTS]; /* no part of the letter: what a list or a scanner added */
    size_t count;
    const struct mime *last; /* the leaf before, of any type */
    const char *writer;      /* as in struct lines */
};

static bool is_enriched(const struct mime *m)
{
    return mime_is(m, "text", "enriched") || mime_is(m, "text", "richtext");
}

static bool is_body(const struct mime *m)
{
    return (mime_is(m, "text", "plain") || mime_is(m, "text", "html")) && !mime_is_attachment(m);
}

static bool is_empty(const struct mime *m)
{
    size_t i = 0;
    while (i < m->body_len && (unsigned char)m->body[i] <= ' ')
        i++;
    return i == m->body_len;
}

static bool is_html(const struct mime *m)
{
    return mime_is(m, "text", "html");
}

static void find_leaf(const struct mime *m, bool html, const struct mime **out)
{
    if (*out)
        return;
    if (!m->child) {
        if (is_body(m) && is_html(m) == html)
            *out = m;
        return;
    }
    if (mime_is(m, "message", NULL))
        return;
    for (const struct mime *c = m->child; c; c = c->next)
        find_leaf(c, html, out);
}

static void add_body(struct body *b, const struct mime *plain, const struct mime *html)
{
    if (b->count == BODY_PARTS || (!plain && !html))
        return;
    b->aside[b->count] = b->count && is_body(b->last);
    b->plain[b->count] = plain;
    b->html[b->count++] = html;
}

static void collect(const struct mime *m, struct body *b)
{
    if (mime_is(m, "message", NULL) && m->child)
        return;
    if (!m->child) {
        if (is_empty(m))
            return;
        if (is_body(m))
            add_body(b, is_html(m) ? NULL : m, is_html(m) ? m : NULL);
        b->last = m;
        return;
    }
    if (mime_is(m, "multipart", "alternative")) {
        const struct mime *plain = NULL, *html = NULL;
        find_leaf(m, false, &plain);
        find_leaf(m, true, &html);
        add_body(b, plain, html);
        b->last = plain ? plain : html ? html : b->last;
        return;
    }
    for (const struct mime *c = m->child; c; c = c->next)
        collect(c, b);
}

/* Text of a kind that nobody knows is read as if it were plain (RFC 2046, 4.1.4). */
static bool is_readable(const struct mime *m)
{
    static const char *const data[] = {"calendar", "card", "directory", "headers",   "html",
                                       "css",      "csv",  "xml",       "javascript"};
    bool readable = mime_is(m, "text", NULL) && !mime_is_attachment(m);
    for (size_t i = 0; readable && i < sizeof data / sizeof *data; i++)
        readable = !strstr(m->subtype, data[i]);
    return readable;
}

/* GroupWise names the letter itself "TEXT.htm", without saying that it is attached. */
static bool is_named_letter(const struct mime *m)
{
    return (mime_is(m, "text", "plain") || mime_is(m, "text", "html")) &&
           strcmp(m->disposition, "attachment") != 0;
}

/* Old programs send rich text alone; where there is another, it says the same. */
static void collect_letter(const struct mime *m, struct body *b)
{
    collect(m, b);
    for (const struct mime *at = m; at && !b->count; at = mime_next_own(m, at))
        if (is_readable(at) || is_named_letter(at))
            add_body(b, is_html(at) ? NULL : at, is_html(at) ? at : NULL);
}

/* The first part's lines are taken over, not copied: there may be many. */
static void append_lines(struct arena *a, struct lines *to, const struct lines *from)
{
    to->more |= from->more || to->count + from->count > LINES_MAX;
    if (!to->count) {
        to->at = from->at;
        to->count = from->count;
        to->cap = from->cap;
        return;
    }
    for (size_t i = 0; i < from->count && to->count < LINES_MAX; i++)
        *(struct line *)arena_grow(a, &to->at, to->count++, &to->cap, sizeof *to->at) = from->at[i];
}

/* Returns the bytes of text that were read. */
static size_t part_lines(struct arena *a, const struct mime *m, bool aside, struct lines *out)
{
    struct lines part = {0};
    char *text = mime_text(a, m);
    size_t len = strlen(text);
    if (is_html(m)) {
        html_lines(a, text, len, &part);
    } else {
        if (is_enriched(m))
            text = enriched_undo(a, text, mime_is(m, "text", "richtext"));
        else if (strcasecmp(mime_param(m, "format"), "flowed") == 0)
            text = flowed_undo(a, text, strcasecmp(mime_param(m, "delsp"), "yes") == 0);
        embedded_undo_armour(text);
        lines_split(a, text, strlen(text), &part);
    }
    part.more |= m->body_len > MIME_MAX_TEXT || len + UTF8_LONGEST > MIME_MAX_TEXT;
    for (size_t i = 0; aside && i < part.count; i++)
        part.at[i].hints |= HINT_ASIDE;
    append_lines(a, out, &part);
    return len;
}

/* Bounded as if all of it were one part. */
static void body_lines(struct arena *a, const struct body *b, bool html, struct lines *out)
{
    size_t bytes = 0, i = 0;
    *out = (struct lines){.writer = b->writer};
    for (; i < b->count && bytes < MIME_MAX_TEXT && out->count < LINES_MAX; i++) {
        const struct mime *first = html ? b->html[i] : b->plain[i];
        const struct mime *other = html ? b->plain[i] : b->html[i];
        bytes += part_lines(a, first ? first : other, b->aside[i], out);
    }
    out->more |= i < b->count;
}

static bool has_both(const struct body *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->plain[i] && b->html[i])
            return true;
    return false;
}

static void take(struct mail_facts *f, const struct reply *r)
{
    f->text = r->text;
    f->text_why = r->why;
    f->rest = r->rest;
    f->text_truncated = r->truncated;
}

/* Plain text is what the sender's program thinks the letter says; its HTML says better where the
 * quotation is. So HTML where the text is empty, or marks none of what the HTML marks. */
static void read_body(struct arena *a, const struct body *b, const char *original,
                      struct reply *out, struct lines *l)
{
    body_lines(a, b, false, l);
    reply_lines(a, l, original, out);
    if (!has_both(b) || (*out->text && out->quoted))
        return;
    struct reply html;
    struct lines other;
    body_lines(a, b, true, &other);
    reply_lines(a, &other, original, &html);
    if (*html.text && (!*out->text || html.quoted)) {
        *out = html;
        *l = other;
    }
}

static struct body one_part(const struct body *b, size_t i)
{
    return (struct body){
        .plain = {b->plain[i]}, .html = {b->html[i]}, .count = 1, .writer = b->writer};
}

/* A server that puts its banner, or a program that puts the quotation, into a part of its own: the
 * letter is the text behind it. */
static void find_letter(struct arena *a, struct body *b, const char *original)
{
    for (size_t i = 0; i + 1 < b->count && b->aside[i + 1]; i++) {
        const struct mime *part = b->plain[i] ? b->plain[i] : b->html[i];
        const struct body one = one_part(b, i);
        struct lines l;
        struct reply r;
        if (part->body_len > LEAD_BYTES)
            return;
        body_lines(a, &one, false, &l);
        bool banner = tail_is_banner(a, &l);
        if (!banner)
            reply_lines(a, &l, original, &r);
        if (!banner && *r.text)
            return;
        b->aside[i] = banner;
        b->aside[i + 1] = false;
    }
}

void reply_extract(struct arena *a, const struct mime *m, const struct mail_hints *hints,
                   struct mail_facts *f)
{
    struct reply r;
    struct lines l;
    const char *name = f->head.from.name;
    struct body b = {.writer = name ? fold_text(a, name, strlen(name)) : NULL};
    collect_letter(m, &b);
    find_letter(a, &b, hints->original);
    read_body(a, &b, hints->original, &r, &l);
    take(f, &r);
    if (hints->explain)
        f->text_lines = reply_explain(a, &l);
}

/* The words of one body, plain or HTML, that the original has. */
static size_t words_known(struct arena *a, const struct body *b, bool html, const char *original)
{
    struct lines l;
    size_t known = 0;
    body_lines(a, b, html, &l);
    align_lines(a, &l, original);
    for (size_t i = 0; i < l.count; i++)
        known += l.at[i].known;
    return known;
}

size_t reply_words_of(struct arena *a, const struct mime *m, const char *original)
{
    struct body b = {0};
    collect_letter(m, &b);
    size_t plain = words_known(a, &b, false, original);
    size_t html = has_both(&b) ? words_known(a, &b, true, original) : 0;
    return html > plain ? html : plain;
}

const char *reply_whole_text(struct arena *a, const struct mime *m)
{
    struct lines l;
    struct body b = {0};
    struct buf out = BUF_INIT(4u * MIME_MAX_TEXT);
    collect_letter(m, &b);
    body_lines(a, &b, false, &l);
    for (size_t i = 0; i < l.count; i++) {
        buf_add(&out, l.at[i].text, l.at[i].len);
        buf_addc(&out, '\n');
    }
    const char *text = arena_strndup(a, buf_str(&out), out.len);
    buf_release(&out);
    return text;
}
