/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structure is cut by this file, on the bytes in place: GMime would build an
 * object for every part and parse every address in them before anything could
 * be refused. What is inside a header or a transfer encoding is GMime's. */
#include "mail/mime.h"

#include "mail/charset.h"
#include "mail/header.h"
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#define MAX_DEPTH   20
#define MAX_PARAMS  50
#define MAX_DECODED (28u * 1024 * 1024) /* an encoded message in an encoded message in ... */

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

/* Texts that GMime decoded: cleaned, whatever they held. */
static const char *clean(struct arena *a, const char *s)
{
    return s ? charset_to_utf8(a, NULL, s, strlen(s), NULL) : "";
}

static const char *lower(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, clean(a, s));
    for (char *p = out; *p; p++)
        *p = g_ascii_tolower(*p);
    return out;
}

/* Parameters are split before words are decoded: those may hold quotes and semicolons. */
static const char *raw_header(const struct mime *m, const char *name)
{
    for (size_t i = 0; i < m->header_count; i++)
        if (strcasecmp(m->headers[i].name, name) == 0)
            return m->headers[i].raw;
    return NULL;
}

static void read_params(struct reader *r, struct mime *m, GMimeParamList *list)
{
    int n = g_mime_param_list_length(list);
    n = n > MAX_PARAMS ? MAX_PARAMS : n;
    m->params = arena_array(r->arena, (size_t)n, sizeof *m->params);
    for (int i = 0; i < n; i++) {
        GMimeParam *p = g_mime_param_list_get_parameter_at(list, i);
        m->params[i].name = lower(r->arena, g_mime_param_get_name(p));
        m->params[i].value = clean(r->arena, g_mime_param_get_value(p));
    }
    m->param_count = (size_t)n;
}

/* "../../x/name" and "C:\x\name" are "name"; newlines have no place in it either. */
static const char *base_name(struct arena *a, const char *path)
{
    const char *name = path;
    for (const char *p = path; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return "";
    char *out = arena_strdup(a, strstr(name, "=?") ? mime_decode_words(a, name) : name);
    for (char *p = out; *p; p++)
        if (*p == '\n' || *p == '\t' || *p == '/' || *p == '\\')
            *p = ' ';
    return out;
}

static void read_type(struct reader *r, struct mime *m)
{
    const char *header = raw_header(m, "Content-Type");
    m->type = "text";
    m->subtype = m->parent && mime_is(m->parent, "multipart", "digest") ? "rfc822" : "plain";
    if (*m->subtype == 'r')
        m->type = "message";
    if (!header || !*header)
        return;
    GMimeContentType *ct = g_mime_content_type_parse(NULL, header);
    const char *type = g_mime_content_type_get_media_type(ct);
    const char *subtype = g_mime_content_type_get_media_subtype(ct);
    if (type && *type && subtype && *subtype) {
        m->type = lower(r->arena, type);
        m->subtype = lower(r->arena, subtype);
    }
    read_params(r, m, g_mime_content_type_get_parameters(ct));
    g_object_unref(ct);
    m->filename = base_name(r->arena, mime_param(m, "name"));
}

static void read_disposition(struct reader *r, struct mime *m)
{
    const char *header = raw_header(m, "Content-Disposition");
    if (!header || !*header)
        return;
    GMimeContentDisposition *cd = g_mime_content_disposition_parse(NULL, header);
    m->disposition = lower(r->arena, g_mime_content_disposition_get_disposition(cd));
    const char *name = g_mime_content_disposition_get_parameter(cd, "filename");
    if (name && *name)
        m->filename = base_name(r->arena, clean(r->arena, name));
    g_object_unref(cd);
}

static const char *trim_angles(struct arena *a, const char *s)
{
    s += strspn(s, " <");
    return arena_strndup(a, s, strcspn(s, "> "));
}

static void read_content_fields(struct reader *r, struct mime *m)
{
    m->filename = m->disposition = m->content_id = m->body = "";
    read_type(r, m);
    read_disposition(r, m);
    const char *id = mime_header(m, "Content-ID");
    if (id)
        m->content_id = trim_angles(r->arena, id);
}

/* Undoes the transfer encoding; 7bit, 8bit, binary and what nobody knows stays in place. */
static void decode_body(struct reader *r, struct mime *m, const char *bytes, size_t len)
{
    const char *header = mime_header(m, "Content-Transfer-Encoding");
    GMimeContentEncoding how =
        header ? g_mime_content_encoding_from_string(header) : GMIME_CONTENT_ENCODING_DEFAULT;
    m->body = bytes;
    m->body_len = len;
    if (how != GMIME_CONTENT_ENCODING_BASE64 && how != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
        return;
    if (len > r->decoded) {
        r->problem = "too large once decoded";
        return;
    }
    r->decoded -= len;
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, how);
    char *out =
        arena_alloc(r->arena, how == GMIME_CONTENT_ENCODING_BASE64 ? len / 4 * 3 + 8 : len + 8);
    m->body_len = g_mime_encoding_step(&state, bytes, len, out);
    m->body_len += g_mime_encoding_flush(&state, "", 0, out + m->body_len);
    m->body = out;
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
static void read_multipart(struct reader *r, struct mime *m, const char *bytes, size_t len,
                           int depth)
{
    const char *boundary = mime_param(m, "boundary"), *end = bytes + len, *part = NULL;
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
    if (!last && !r->problem)
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
    struct header_block block;
    header_block_read(r->arena, bytes, len, &r->headers, &block);
    m->headers = block.items;
    m->header_count = block.count;
    if (block.overflow)
        r->problem = "too many headers";
    read_content_fields(r, m);
    return block.used;
}

static void read_entity(struct reader *r, struct mime *m, const char *bytes, size_t len, int depth)
{
    size_t used = read_headers(r, m, bytes, len);
    bytes += used;
    len -= used;
    if (strcmp(m->type, "multipart") == 0)
        read_multipart(r, m, bytes, len, depth);
    else if (carries_message(m))
        read_carried(r, m, bytes, len, depth);
    else
        decode_body(r, m, bytes, len);
}

struct mime *mime_parse(struct arena *a, const char *bytes, size_t len)
{
    struct reader r = {
        .arena = a, .headers = HEADER_BUDGET, .peeks = HEADER_BUDGET, .decoded = MAX_DECODED};
    struct mime *m = arena_new_of(a, struct mime);
    size_t skip = header_skip_preamble(bytes, len);
    read_entity(&r, m, bytes + skip, len - skip, 0);
    m->problem = r.problem;
    return m;
}

struct mime *mime_parse_head(struct arena *a, const char *bytes, size_t len)
{
    struct reader r = {.arena = a, .headers = HEADER_BUDGET, .decoded = MAX_DECODED};
    struct mime *m = arena_new_of(a, struct mime);
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

const char *mime_header(const struct mime *m, const char *name)
{
    for (size_t i = 0; i < m->header_count; i++)
        if (strcasecmp(m->headers[i].name, name) == 0)
            return m->headers[i].value;
    return NULL;
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

bool mime_is_attachment(const struct mime *m)
{
    if (mime_is(m, "multipart", NULL) || m->child)
        return false;
    if (strcmp(m->disposition, "attachment") == 0 || !mime_is(m, "text", NULL))
        return true;
    return m->parent && *m->filename; /* some programs name even the letter itself */
}

const struct mime *mime_next(const struct mime *top, const struct mime *at)
{
    if (at->child)
        return at->child;
    while (at != top && !at->next)
        at = at->parent;
    return at == top ? NULL : at->next;
}

char *mime_text(struct arena *a, const struct mime *m)
{
    size_t len = m->body_len < MIME_MAX_TEXT ? m->body_len : MIME_MAX_TEXT;
    char *text = charset_to_utf8(a, mime_param(m, "charset"), m->body, len, &len);
    if (len > MIME_MAX_TEXT) {
        len = MIME_MAX_TEXT;
        while (len > 0 && (text[len] & 0xC0) == 0x80)
            len--;
        text[len] = '\0';
    }
    return text;
}
