/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/content.h"

#include "mail/charset.h"
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#define MAX_PARAMS 50

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

static void read_params(struct arena *a, struct mime *m, GMimeParamList *list)
{
    int n = g_mime_param_list_length(list);
    n = n > MAX_PARAMS ? MAX_PARAMS : n;
    m->params = arena_array(a, (size_t)n, sizeof *m->params);
    for (int i = 0; i < n; i++) {
        GMimeParam *p = g_mime_param_list_get_parameter_at(list, i);
        m->params[i].name = lower(a, g_mime_param_get_name(p));
        m->params[i].value = clean(a, g_mime_param_get_value(p));
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
        if (*p == '/' || *p == '\\')
            *p = ' ';
    return charset_one_line(out);
}

#define TYPE_ENDS "/;, \t(\""

/* "text/plain charset=utf-8", "text/plain, charset=utf-8": with the semicolon that is missing. */
static const char *parted(struct arena *a, const char *type, const char *subtype)
{
    const char *end = subtype + strcspn(subtype, TYPE_ENDS), *params = end + strspn(end, " \t,");
    if (!*params || *params == ';' || *params == '(' || *end == '/')
        return type;
    return arena_printf(a, "%.*s;%s", (int)(end - type), type, params);
}

/* One word where a type and a subtype should be, or both the wrong way round: only "html" says
 * anything. With its parameters it becomes what it should have been. */
static const char *whole_type(struct arena *a, const char *header)
{
    const char *p = header + strspn(header, " \t");
    size_t n = strcspn(p, TYPE_ENDS);
    const char *after = p + n + strspn(p + n, " \t"), *params = strchr(p, ';');
    bool html = n == 4 && strncasecmp(p, "html", n) == 0;
    bool plain = n == 5 && strncasecmp(p, "plain", n) == 0;
    if (n > 0 && *after == '(')
        return header;
    if (n > 0 && *after == '/' && !html && !plain)
        return parted(a, p, after + 1 + strspn(after + 1, " \t"));
    return arena_printf(a, "text/%s%s", html ? "html" : "plain", params ? params : "");
}

static struct mime_param *param_find(const struct mime *m, const char *name)
{
    for (size_t i = 0; i < m->param_count; i++)
        if (strcmp(m->params[i].name, name) == 0)
            return &m->params[i];
    return NULL;
}

/* "charset: utf-8", "charset=charset=utf-8": what stands behind the last "charset". */
static void mend_charset(struct arena *a, struct mime *m, const char *header)
{
    static const char name[] = "charset";
    struct mime_param *found = param_find(m, name);
    const char *last = NULL;
    for (const char *p = header; (p = strcasestr(p, name)); p += sizeof name - 1)
        last = p + sizeof name - 1;
    if (!last || !strchr(" :=", *last) || (found && !strcasestr(found->value, name)))
        return;
    last += strspn(last, " \t:=\"'");
    if (!found) {
        struct mime_param *params = arena_array(a, m->param_count + 1, sizeof *params);
        memcpy(params, m->params, m->param_count * sizeof *params);
        m->params = params;
        found = &params[m->param_count++];
        found->name = name;
    }
    found->value = arena_strndup(a, last, strcspn(last, " \t;,\"'"));
}

/* Parameters are split before words are decoded: those may hold quotes and semicolons. */
static void read_type(struct arena *a, struct mime *m)
{
    const char *header = mime_raw_header(m, "Content-Type");
    m->type = "text";
    m->subtype = m->parent && mime_is(m->parent, "multipart", "digest") ? "rfc822" : "plain";
    if (*m->subtype == 'r')
        m->type = "message";
    if (!header || !*header)
        return;
    GMimeContentType *ct = g_mime_content_type_parse(NULL, whole_type(a, header));
    const char *type = g_mime_content_type_get_media_type(ct);
    const char *subtype = g_mime_content_type_get_media_subtype(ct);
    if (type && *type && subtype && *subtype) {
        m->type = lower(a, type);
        m->subtype = lower(a, subtype);
    }
    if (mime_is(m, "application", "xhtml+xml")) {
        m->type = "text";
        m->subtype = "html";
    }
    read_params(a, m, g_mime_content_type_get_parameters(ct));
    mend_charset(a, m, header);
    g_object_unref(ct);
    m->filename = base_name(a, mime_param(m, "name"));
}

static void read_disposition(struct arena *a, struct mime *m)
{
    const char *header = mime_raw_header(m, "Content-Disposition");
    if (!header || !*header)
        return;
    GMimeContentDisposition *cd = g_mime_content_disposition_parse(NULL, header);
    m->disposition = lower(a, g_mime_content_disposition_get_disposition(cd));
    const char *name = g_mime_content_disposition_get_parameter(cd, "filename");
    if (name && *name)
        m->filename = base_name(a, clean(a, name));
    g_object_unref(cd);
}

const char *content_trim_id(struct arena *a, const char *s)
{
    s += strspn(s, " <");
    return arena_strndup(a, s, strcspn(s, "> "));
}

void content_read(struct arena *a, struct mime *m)
{
    m->filename = m->disposition = m->content_id = m->body = "";
    read_type(a, m);
    read_disposition(a, m);
    const char *id = mime_header(m, "Content-ID");
    if (id)
        m->content_id = content_trim_id(a, id);
}

/* ---- the character set that HTML names itself -------------------------------- */

#define META_NEAR 2048 /* bytes in which it is looked for */

const char *content_meta_charset(struct arena *a, const char *html, size_t len)
{
    static const char label[] = "charset";
    const char *end = html + (len < META_NEAR ? len : META_NEAR);
    const char *p = memmem(html, (size_t)(end - html), "<", 1);
    for (bool meta = false; p && end - p > (ptrdiff_t)sizeof label; p++) {
        meta = *p == '<' ? strncasecmp(p + 1, "meta", 4) == 0 : meta && *p != '>';
        if (!meta || strncasecmp(p, label, sizeof label - 1) != 0)
            continue;
        p += sizeof label - 1;
        while (p < end && strchr(" \t\r\n=\"'", *p) && *p)
            p++;
        const char *to = p;
        while (to < end && (g_ascii_isalnum(*to) || strchr("-_:.", *to)) && *to)
            to++;
        return arena_strndup(a, p, (size_t)(to - p));
    }
    return "";
}
