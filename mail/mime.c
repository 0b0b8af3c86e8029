/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structure is cut by this file, on the bytes in place: GMime would build an
 * object for every part and parse every address in them before anything could
 * be refused. Only the parameters of a header are read by GMime. */
#include "mail/mime.h"

#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/header.h"
#include "mail/transfer.h"
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#define MAX_DEPTH    20
#define MAX_DECODED  (20u * 1024 * 1024) /* an encoded message in an encoded message in ... */
#define MAX_CR_ALONE (4u * 1024 * 1024)  /* a larger message without LF is read as one line */

struct reader {
    struct arena *arena;
    size_t parts;
    struct header_budget headers, peeks; /* peeks: of headers that are read ahead, and again */
    size_t decoded;                      /* bytes that undoing encodings may still make */
    const char *problem;
};

static void read_entity(struct reader *r, struct mime *m, const char *bytes, size_t len, int depth);
static size_t read_headers(struct reader *r, struct mime *m, const char *bytes, size_t len);

void mime_init(void)
{
    charset_init();
    g_mime_init();
}

/* Undoes the transfer encoding; 7bit, 8bit, binary and what nobody knows stays in place. */
static void decode_body(struct reader *r, struct mime *m, const char *bytes, size_t len)
{
    enum transfer how = transfer_named(mime_header(m, "Content-Transfer-Encoding"));
    m->body = bytes;
    m->body_len = len;
    if (how == TRANSFER_NONE)
        return;
    size_t room = transfer_room(how, bytes, len);
    if (room > r->decoded) {
        r->problem = "too large once decoded";
        return;
    }
    r->decoded -= room;
    char *out = arena_alloc(r->arena, room);
    size_t n = transfer_decode(how, bytes, len, out);
    if (how == TRANSFER_BASE64 && mime_is(m, "text", NULL) && transfer_is_prose(bytes, len, out, n))
        return;
    m->body = out;
    m->body_len = n;
}

enum mark { MARK_NONE, MARK_PART, MARK_CLOSE };

/* Is this line the boundary? Exactly it: one boundary may begin another. */
static enum mark boundary_mark(const char *at, const char *next, const char *boundary, size_t n)
{
    if ((size_t)(next - at) < n + 2 || at[0] != '-' || at[1] != '-' ||
        memcmp(at + 2, boundary, n) != 0)
        return MARK_NONE;
    const char *p = at + 2 + n;
    enum mark mark = MARK_PART;
    if (next - p >= 2 && p[0] == '-' && p[1] == '-') {
        mark = MARK_CLOSE;
        p += 2;
    }
    while (p < next && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    return p == next ? mark : MARK_NONE;
}

static struct mime *child_new(struct reader *r, struct mime *m, struct mime **last, int depth)
{
    if (depth >= MAX_DEPTH || r->parts >= MIME_MAX_PARTS) {
        r->problem = depth >= MAX_DEPTH ? "nested too deeply" : "too many parts";
        return NULL;
    }
    struct mime *child = arena_new_of(r->arena, struct mime);
    child->parent = m;
    r->parts++;
    if (*last)
        (*last)->next = child;
    else
        m->child = child;
    return *last = child;
}

/* The line end before a boundary belongs to the boundary. */
static const char *part_end(const char *from, const char *to)
{
    if (to > from && to[-1] == '\n')
        to--;
    if (to > from && to[-1] == '\r')
        to--;
    return to;
}

static void read_part(struct reader *r, struct mime *m, struct mime **last, const char *from,
                      const char *to, int depth)
{
    struct mime *child = child_new(r, m, last, depth + 1);
    if (child)
        read_entity(r, child, from, (size_t)(to - from), depth + 1);
}

/* A body whose boundary never comes is read as the text that it shows. */
static void become_text(struct mime *m, const char *bytes, size_t len)
{
    m->type = "text";
    m->subtype = "plain";
    m->body = bytes;
    m->body_len = len;
}

/* The parts inside the part that is being read, as far as they matter here. */
struct inner {
    bool asked;
    const char *boundary;
    size_t n; /* its bytes; 0: none, or it is over */
};

static struct inner inner_of(struct reader *r, const char *part, const char *to)
{
    struct reader ahead = {.arena = r->arena, .headers = r->peeks};
    struct mime m = {0};
    read_headers(&ahead, &m, part, (size_t)(to - part));
    r->peeks = ahead.headers;
    const char *boundary = mime_is(&m, "multipart", NULL) ? mime_param(&m, "boundary") : "";
    return (struct inner){true, boundary, strlen(boundary)};
}

/* What ends the parts of "a" begins one of "a--": it does where the open part says that it has
 * such parts, as long as they have not ended. */
static bool is_inner(struct reader *r, struct inner *inner, const char *part, const char *at,
                     const char *next, enum mark mark)
{
    if (mark == MARK_CLOSE && !inner->asked)
        *inner = inner_of(r, part, at);
    if (!inner->n)
        return false;
    enum mark of_inner = boundary_mark(at, next, inner->boundary, inner->n);
    if (of_inner == MARK_CLOSE)
        inner->n = 0;
    return of_inner == MARK_PART;
}

/* Parts that follow the end are parts: multiparts in multiparts may have the same boundary. */
static void read_parts(struct reader *r, struct mime *m, const char *boundary, const char *bytes,
                       size_t len, int depth)
{
    const char *end = bytes + len, *part = NULL;
    size_t n = strlen(boundary);
    struct mime *last = NULL;
    struct inner inner = {0};
    for (const char *at = bytes, *next; n > 0 && at < end; at = next) {
        next = line_next(at, end);
        enum mark mark = boundary_mark(at, next, boundary, n);
        if ((part && is_inner(r, &inner, part, at, next, mark)) || mark == MARK_NONE)
            continue;
        if (part)
            read_part(r, m, &last, part, part_end(part, at), depth);
        part = mark == MARK_PART ? next : NULL;
        inner = (struct inner){0};
    }
    if (part)
        read_part(r, m, &last, part, end, depth);
}

/* What stands between "--" and the end of a line that headers of content follow: the boundary,
 * where the header says none, or another, or says it so that nobody can read it. */
static const char *guess_boundary(struct arena *a, const char *bytes, size_t len)
{
    for (const char *at = bytes, *end = bytes + len, *next; at < end; at = next) {
        next = line_next(at, end);
        if (!line_opens_part(at, next, end))
            continue;
        const char *stop = next;
        while (stop > at + 2 && (unsigned char)stop[-1] <= ' ')
            stop--;
        return arena_strndup(a, at + 2, (size_t)(stop - at - 2));
    }
    return "";
}

/* The part that "start" names is the letter, wherever it stands (RFC 2387). */
static void move_root_first(struct arena *a, struct mime *m)
{
    const char *root = content_trim_id(a, mime_param(m, "start"));
    struct mime **at = &m->child;
    if (!*root || !mime_is(m, "multipart", "related"))
        return;
    while (*at && strcmp((*at)->content_id, root) != 0)
        at = &(*at)->next;
    struct mime *found = *at;
    if (!found || found == m->child)
        return;
    *at = found->next;
    found->next = m->child;
    m->child = found;
}

static void read_multipart(struct reader *r, struct mime *m, const char *bytes, size_t len,
                           int depth)
{
    read_parts(r, m, mime_param(m, "boundary"), bytes, len, depth);
    if (!m->child && !r->problem)
        read_parts(r, m, guess_boundary(r->arena, bytes, len), bytes, len, depth);
    move_root_first(r->arena, m);
    if (!m->child && !r->problem)
        become_text(m, bytes, len);
}

static bool carries_message(const struct mime *m)
{
    return strcmp(m->type, "message") == 0 &&
           (strcmp(m->subtype, "rfc822") == 0 || strcmp(m->subtype, "global") == 0 ||
            strcmp(m->subtype, "news") == 0);
}

static void read_carried(struct reader *r, struct mime *m, const char *bytes, size_t len, int depth)
{
    struct mime *last = NULL;
    decode_body(r, m, bytes, len);
    struct mime *child = child_new(r, m, &last, depth + 1);
    if (!child)
        return;
    size_t skip = header_skip_preamble(m->body, m->body_len);
    read_entity(r, child, m->body + skip, m->body_len - skip, depth + 1);
}

static size_t read_headers(struct reader *r, struct mime *m, const char *bytes, size_t len)
{
    struct header_list list;
    header_list_read(r->arena, bytes, len, &r->headers, &list);
    m->headers = list.items;
    m->header_count = list.count;
    if (list.overflow)
        r->problem = "too many headers";
    content_read(r->arena, m);
    return list.used;
}

/* A whole document of HTML is one, whatever it is called. */
static bool is_html_document(const char *s, size_t len)
{
    static const char *const openings[] = {"<!doctype html", "<html"};
    while (len > 0 && (unsigned char)*s <= ' ')
        s++, len--;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (len > 20 && strncasecmp(s, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

static void read_leaf(struct reader *r, struct mime *m, const char *bytes, size_t len)
{
    decode_body(r, m, bytes, len);
    if (mime_is(m, "text", "plain") && is_html_document(m->body, m->body_len))
        m->subtype = "html";
}

/* Nothing says what it is, and the body begins with a part, or with the sentence that programs
 * write for those that know no MIME: a server lost the headers of a multipart. */
static void restore_type(struct mime *m, const char *bytes, size_t len)
{
    static const char sentence[] = "This is a multi";
    const char *end = bytes + len, *next;
    if (m->parent || mime_header(m, "Content-Type"))
        return;
    while (bytes < end && (unsigned char)*bytes <= ' ')
        bytes++;
    next = line_next(bytes, end);
    if (!line_opens_part(bytes, next, end) &&
        ((size_t)(end - bytes) < sizeof sentence ||
         strncasecmp(bytes, sentence, sizeof sentence - 1) != 0))
        return;
    m->type = "multipart";
    m->subtype = "mixed";
}

static void read_entity(struct reader *r, struct mime *m, const char *bytes, size_t len, int depth)
{
    size_t used = read_headers(r, m, bytes, len);
    bytes += used;
    len -= used;
    restore_type(m, bytes, len);
    if (strcmp(m->type, "multipart") == 0)
        read_multipart(r, m, bytes, len, depth);
    else if (carries_message(m))
        read_carried(r, m, bytes, len, depth);
    else
        read_leaf(r, m, bytes, len);
}

/* Old mail programs of the Macintosh ended lines with CR alone. */
static const char *with_line_ends(struct arena *a, const char *bytes, size_t len)
{
    if (len > MAX_CR_ALONE || memchr(bytes, '\n', len) || !memchr(bytes, '\r', len))
        return bytes;
    char *out = memcpy(arena_alloc(a, len + 1), bytes, len);
    for (char *p = out; (p = memchr(p, '\r', (size_t)(out + len - p)));)
        *p = '\n';
    return out;
}

struct mime *mime_parse(struct arena *a, const char *bytes, size_t len)
{
    struct reader r = {
        .arena = a, .headers = HEADER_BUDGET, .peeks = HEADER_BUDGET, .decoded = MAX_DECODED};
    struct mime *m = arena_new_of(a, struct mime);
    bytes = with_line_ends(a, bytes, len);
    size_t skip = header_skip_preamble(bytes, len);
    read_entity(&r, m, bytes + skip, len - skip, 0);
    m->problem = r.problem;
    return m;
}

struct mime *mime_parse_head(struct arena *a, const char *bytes, size_t len)
{
    struct reader r = {.arena = a, .headers = HEADER_BUDGET, .decoded = MAX_DECODED};
    struct mime *m = arena_new_of(a, struct mime);
    bytes = with_line_ends(a, bytes, len);
    size_t skip = header_skip_preamble(bytes, len);
    read_headers(&r, m, bytes + skip, len - skip);
    m->problem = r.problem;
    return m;
}

struct mime *mime_bare(struct arena *a, const char *text, size_t len)
{
    struct mime *m = arena_new_of(a, struct mime);
    become_text(m, text, len);
    m->disposition = m->filename = m->content_id = "";
    return m;
}

static const struct mime_header *header_named(const struct mime *m, const char *name)
{
    for (size_t i = 0; i < m->header_count; i++)
        if (strcasecmp(m->headers[i].name, name) == 0)
            return &m->headers[i];
    return NULL;
}

const char *mime_header(const struct mime *m, const char *name)
{
    const struct mime_header *h = header_named(m, name);
    return h ? h->value : NULL;
}

const char *mime_raw_header(const struct mime *m, const char *name)
{
    const struct mime_header *h = header_named(m, name);
    return h ? h->raw : NULL;
}

const char *mime_param(const struct mime *m, const char *name)
{
    for (size_t i = 0; i < m->param_count; i++)
        if (strcasecmp(m->params[i].name, name) == 0)
            return m->params[i].value;
    return "";
}

bool mime_is(const struct mime *m, const char *type, const char *subtype)
{
    return strcmp(m->type, type) == 0 && (!subtype || strcmp(m->subtype, subtype) == 0);
}

/* Exchange names a part of the letter that has no name "ATT00001.txt", and calls it attached. */
static bool is_named_by_exchange(const struct mime *m)
{
    const char *digits = m->filename + 3, *end = digits;
    if (strncmp(m->filename, "ATT", 3) != 0)
        return false;
    while (*end >= '0' && *end <= '9')
        end++;
    return end - digits == 5 &&
           (strcmp(end, ".txt") == 0 || strcmp(end, ".htm") == 0 || strcmp(end, ".html") == 0);
}

bool mime_is_attachment(const struct mime *m)
{
    if (mime_is(m, "multipart", NULL) || m->child)
        return false;
    if (!mime_is(m, "text", NULL))
        return true;
    if (is_named_by_exchange(m))
        return false;
    if (!m->parent) /* some programs name even the letter itself, others say that it's attached */
        return *m->filename && strcmp(m->disposition, "attachment") == 0;
    return *m->filename || strcmp(m->disposition, "attachment") == 0;
}

static const struct mime *next_beside(const struct mime *top, const struct mime *at)
{
    while (at != top && !at->next)
        at = at->parent;
    return at == top ? NULL : at->next;
}

const struct mime *mime_next(const struct mime *top, const struct mime *at)
{
    return at->child ? at->child : next_beside(top, at);
}

const struct mime *mime_next_own(const struct mime *top, const struct mime *at)
{
    return mime_is(at, "message", NULL) ? next_beside(top, at) : mime_next(top, at);
}

char *mime_text(struct arena *a, const struct mime *m)
{
    size_t len = m->body_len < MIME_MAX_TEXT ? m->body_len : MIME_MAX_TEXT;
    const char *charset = mime_param(m, "charset");
    if (mime_is(m, "text", "html") && (!*charset || strcasecmp(charset, "us-ascii") == 0))
        charset = content_meta_charset(a, m->body, len);
    char *text = charset_to_utf8(a, charset, m->body, len, &len);
    if (len > MIME_MAX_TEXT) {
        len = utf8_cut(text, MIME_MAX_TEXT);
        text[len] = '\0';
    }
    return text;
}
