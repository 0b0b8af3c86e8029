/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "templates/fields.h"
#include "base/utf8.h"
#include <string.h>

#define LONGEST_URL 2000

struct fields {
    struct arena *arena;
    struct field *first;
    struct fields *next; /* row of the same list */
};

struct fields *fields_new(struct arena *a)
{
    struct fields *f = arena_new_of(a, struct fields);

    f->arena = a;
    return f;
}

struct fields *fields_next_row(const struct fields *row)
{
    return row->next;
}

static struct field *find_part(const struct fields *f, const char *part, size_t len)
{
    for (struct field *field = f->first; field; field = field->next) {
        if (strncmp(field->name, part, len) == 0 && field->name[len] == '\0')
            return field;
    }
    return NULL;
}

const struct field *fields_find(const struct fields *f, const char *name)
{
    for (;;) {
        size_t len = strcspn(name, ".");
        const struct field *field = find_part(f, name, len);

        if (!field || name[len] == '\0')
            return field;
        if (field->kind != FIELD_GROUP)
            return NULL;
        f = field->rows;
        name += len + 1;
    }
}

static struct field *claim_part(struct fields *f, const char *part, size_t len)
{
    struct field *field = find_part(f, part, len);

    if (!field) {
        field = arena_new_of(f->arena, struct field);
        field->name = arena_strndup(f->arena, part, len);
        field->next = f->first;
        f->first = field;
    }
    return field;
}

/* The field of that name, made with all groups that lead to it. */
static struct field *claim(struct fields *f, const char *name)
{
    for (;;) {
        size_t len = strcspn(name, ".");
        struct field *field = claim_part(f, name, len);

        if (name[len] == '\0')
            return field;
        if (field->kind != FIELD_GROUP) {
            field->kind = FIELD_GROUP;
            field->rows = fields_new(f->arena);
        }
        f = field->rows;
        name += len + 1;
    }
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static char *tidy(struct arena *a, const char *value)
{
    const char *s = value ? value : "", *end = s + strlen(s);
    char *copy = arena_array(a, (size_t)(end - s) + 1, 3); /* U+FFFD may stand for each byte */
    size_t len = 0;

    while (s < end) {
        const char *before = s;
        uint32_t c = utf8_next(&s, end);

        if (is_line_end(c)) {
            if (*before == '\r' && *s == '\n')
                s++;
            copy[len++] = '\n';
        } else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
            copy[len++] = ' ';
        else
            len += utf8_put(copy + len, c);
    }
    copy[len] = '\0';
    return copy;
}

static void set(struct fields *f, const char *name, enum field_kind kind, const char *value)
{
    struct field *field = claim(f, name);

    field->kind = kind;
    field->text = tidy(f->arena, value);
}

void fields_set(struct fields *f, const char *name, const char *value)
{
    set(f, name, FIELD_TEXT, value);
}

int fields_set_url(struct fields *f, const char *name, const char *url)
{
    if (!url_is_safe(url))
        return -1;
    set(f, name, FIELD_URL, url);
    return 0;
}

void fields_set_block(struct fields *f, const char *name, const char *text)
{
    set(f, name, FIELD_BLOCK, text);
}

void fields_set_picture(struct fields *f, const char *name, const struct field_picture *p)
{
    struct field_picture *own = arena_new_of(f->arena, struct field_picture);

    set(f, name, FIELD_PICTURE, p->words);
    own->source = p->source ? tidy(f->arena, p->source) : NULL;
    own->figures = tidy(f->arena, p->figures);
    own->width = p->width;
    claim(f, name)->picture = own;
}

static struct field *claim_list(struct fields *f, const char *name)
{
    struct field *field = claim(f, name);

    if (field->kind != FIELD_LIST) {
        field->kind = FIELD_LIST;
        field->rows = field->last = NULL;
    }
    return field;
}

void fields_list(struct fields *f, const char *name)
{
    claim_list(f, name);
}

struct fields *fields_append(struct fields *f, const char *name)
{
    struct field *list = claim_list(f, name);
    struct fields *row = fields_new(f->arena);

    if (list->last)
        list->last->next = row;
    else
        list->rows = row;
    list->last = row;
    return row;
}

static size_t scheme_length(const char *url)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t len = strlen(schemes[i]);

        if (strncasecmp(url, schemes[i], len) == 0)
            return len;
    }
    return 0;
}

bool url_is_safe(const char *url)
{
    size_t scheme = url ? scheme_length(url) : 0;
    size_t len = url ? strlen(url) : 0;
    const char *s = url ? url : "", *end = s + len;

    if (scheme == 0 || len == scheme || len > LONGEST_URL || url[scheme] == '/' ||
        utf8_check(url, len) < len)
        return false;
    while (s < end) {
        uint32_t c = utf8_next(&s, end);

        if (c <= 0x20 || (c >= 0x7f && c <= 0xa0) || is_line_end(c) ||
            (c < 0x80 && strchr("<>\"\\`", (int)c)) || (c >= 0x2000 && c <= 0x200f) ||
            (c >= 0x202a && c <= 0x202f) || (c >= 0x205f && c <= 0x206f))
            return false;
    }
    return true;
}
