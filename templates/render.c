/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces and values into Markdown with marks; the tree that cmark makes of it
 * into text and HTML. What becomes of the marks is in fill.c. */
#include "base/utf8.h"
#include "templates/fill.h"
#include <string.h>

#define MARKDOWN_CEILING ((size_t)1024 * 1024)
#define OUTPUT_CEILING   ((size_t)8 * 1024 * 1024)
#define LONGEST_SUBJECT  200 /* characters */

/* Where names are looked up, the innermost last. */
struct scopes {
    const struct fields *stack[MOST_SECTIONS + 1];
    size_t depth;
};

struct expansion {
    struct filling *filling; /* NULL for a subject, where values stand as they are */
    struct scopes scopes;
    struct buf *out;
    struct err *err;
};

static int fail(struct err *e, struct pos pos, const char *name, const char *what)
{
    return err_set(e, "%s:%d:%d: {{%s}} %s", pos.file, pos.line, pos.column, name, what);
}

static const struct field *look_up(const struct scopes *scopes, const char *name)
{
    for (size_t i = scopes->depth; i-- > 0;) {
        const struct field *field = fields_find(scopes->stack[i], name);

        if (field)
            return field;
    }
    return NULL;
}

static bool is_empty(const struct field *field)
{
    return field->kind == FIELD_LIST || field->kind == FIELD_GROUP ? !field->rows : !*field->text;
}

static int expand(struct expansion *x, const struct piece *pieces);

static int expand_value(struct expansion *x, const struct piece *p, const struct field *field)
{
    if (field->kind == FIELD_LIST || field->kind == FIELD_GROUP)
        return fail(x->err, p->pos, p->text, "is a list, not a value: name a field of its rows");
    if (x->filling)
        filling_add_mark(x->filling, field, p, x->out);
    else
        buf_adds(x->out, field->text);
    return 0;
}

static int expand_section(struct expansion *x, const struct piece *p, const struct field *field)
{
    int result = 0;

    if (field->kind != FIELD_LIST && field->kind != FIELD_GROUP)
        return is_empty(field) ? 0 : expand(x, p->first);
    for (const struct fields *row = field->rows; row && result == 0; row = fields_next_row(row)) {
        x->scopes.stack[x->scopes.depth++] = row;
        result = expand(x, p->first);
        x->scopes.depth--;
    }
    return result;
}

static int expand_piece(struct expansion *x, const struct piece *p)
{
    const struct field *field;

    if (p->kind == PIECE_TEXT) {
        buf_add(x->out, p->text, p->len);
        return 0;
    }
    field = look_up(&x->scopes, p->text);
    if (!field)
        return fail(x->err, p->pos, p->text, "has no value here");
    if (p->kind == PIECE_VALUE)
        return expand_value(x, p, field);
    if (p->kind == PIECE_SECTION)
        return expand_section(x, p, field);
    return is_empty(field) ? expand(x, p->first) : 0;
}

static int expand(struct expansion *x, const struct piece *pieces)
{
    for (; pieces; pieces = pieces->next) {
        if (expand_piece(x, pieces) < 0)
            return -1;
    }
    return 0;
}

static int check_needs(const struct letter *l, const struct scopes *scopes, struct err *e)
{
    for (const struct letter_field *f = l->first_field; f; f = f->next) {
        const struct field *field;

        if (f->use != USE_NEED)
            continue;
        field = look_up(scopes, f->name);
        if (!field || is_empty(field))
            return fail(e, f->pos, f->name, "is needed by this letter and has no value");
    }
    return 0;
}

/* --- the subject --------------------------------------------------------------------------------
 */

/* Characters that turn the direction of what follows could make a subject
 * show what it does not say. */
static bool turns_direction(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* One line, single blanks, at most LONGEST_SUBJECT characters. */
static const char *one_line(struct arena *a, const char *s, size_t len)
{
    const char *end = s + len;
    char *line = arena_alloc(a, len + 4);
    size_t to = 0, count = 0;

    while (s < end && count < LONGEST_SUBJECT) {
        const char *from = s;
        uint32_t c = utf8_next(&s, end);

        if (turns_direction(c))
            continue;
        if (c > 0x20 && c != 0x7f) {
            memcpy(line + to, from, (size_t)(s - from));
            to += (size_t)(s - from);
            count++;
        } else if (to > 0 && line[to - 1] != ' ') {
            line[to++] = ' ';
            count++;
        }
    }
    if (s < end)
        to += utf8_put(line + to, 0x2026);
    while (to > 0 && line[to - 1] == ' ')
        to--;
    line[to] = '\0';
    return line;
}

static int render_subject(const struct letter *l, const struct scopes *scopes, struct arena *a,
                          const char **subject, struct err *e)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(MARKDOWN_CEILING);
    struct expansion x = {.scopes = *scopes, .out = &out, .err = e};

    if (expand(&x, l->subject) < 0)
        return -1;
    *subject = one_line(a, buf_str(&out), out.len);
    if (out.overflow || !**subject)
        return err_set(e, "%s: the subject is %s", l->path, out.overflow ? "too long" : "empty");
    return 0;
}

/* --- the text -----------------------------------------------------------------------------------
 */

static int render_tree(const struct letter *l, cmark_node *document, struct arena *a,
                       struct rendered_letter *out, struct err *e)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(OUTPUT_CEILING);
    _cleanup_(buf_release) struct buf html = BUF_INIT(OUTPUT_CEILING);

    plain_render(document, &text);
    page_render(document, l->language, out->subject, &html);
    if (text.overflow || html.overflow)
        return err_set(e, "%s: the letter becomes too large", l->path);
    out->text = arena_strndup(a, buf_str(&text), text.len);
    out->html = arena_strndup(a, buf_str(&html), html.len);
    return 0;
}

static int render_body(const struct letter *l, const struct scopes *scopes, struct arena *a,
                       struct rendered_letter *out, struct err *e)
{
    _cleanup_(buf_release) struct buf markdown = BUF_INIT(MARKDOWN_CEILING);
    struct filling filling = {.letter = l, .arena = a, .err = e};
    struct expansion x = {.filling = &filling, .scopes = *scopes, .out = &markdown, .err = e};
    cmark_node *document;
    int result;

    if (expand(&x, l->body) < 0)
        return -1;
    buf_adds(&markdown, "\n\n");
    if (expand(&x, l->reply) < 0)
        return -1;
    if (markdown.overflow || filling.bytes > MARKDOWN_CEILING)
        return err_set(e, "%s: the letter becomes larger than 1 MiB", l->path);
    document = cmark_parse_document(markdown.data, markdown.len, CMARK_OPT_DEFAULT);
    result = filling_fill(&filling, document);
    if (result == 0)
        result = render_tree(l, document, a, out, e);
    cmark_node_free(document);
    return result;
}

int letter_render(const struct letter *l, const struct fields *f, struct arena *a,
                  struct rendered_letter *out, struct err *e)
{
    struct scopes scopes = {.stack = {f}, .depth = 1};

    if (check_needs(l, &scopes, e) < 0 || render_subject(l, &scopes, a, &out->subject, e) < 0)
        return -1;
    return render_body(l, &scopes, a, out, e);
}
