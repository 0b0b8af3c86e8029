/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values come into the tree after cmark has read the Markdown, as the
 * literal content of nodes. So there is nothing to escape, and no way for a
 * value to be read as markup. */
#include "templates/fill.h"
#include "base/log.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MARK_LEN (sizeof MARK_OPEN - 1)

void filling_add_mark(struct filling *f, const struct field *field, const struct piece *piece,
                      struct buf *out)
{
    struct mark *mark = arena_grow(f->arena, &f->marks, f->count, &f->cap, sizeof *mark);

    *mark = (struct mark){field, piece};
    buf_addf(out, MARK_OPEN "%zu" MARK_CLOSE, f->count++);
    f->bytes += strlen(field->text);
}

/* --- marks in a string --------------------------------------------------------------------------
 */

static bool has_mark(const char *s)
{
    return s && strstr(s, MARK_OPEN);
}

/* The mark at or after *s, which moves behind it; *before gets the length of
 * what stands in front. NULL where there is none. */
static const struct mark *next_mark(const struct filling *f, const char **s, size_t *before)
{
    const char *open = strstr(*s, MARK_OPEN);
    unsigned long number;
    char *end;

    if (!open)
        return NULL;
    number = strtoul(open + MARK_LEN, &end, 10);
    if (number >= f->count || strncmp(end, MARK_CLOSE, MARK_LEN) != 0)
        return NULL;
    *before = (size_t)(open - *s);
    *s = end + MARK_LEN;
    return &f->marks[number];
}

/* The one mark that s consists of, or NULL. */
static const struct mark *only_mark(const struct filling *f, const char *s)
{
    size_t before;
    const struct mark *mark = next_mark(f, &s, &before);

    return mark && before == 0 && *s == '\0' ? mark : NULL;
}

typedef void add_value_fn(struct buf *out, const char *value);

static const char *replace_marks(const struct filling *f, const char *s, add_value_fn *add_value)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(SIZE_MAX / 2);
    const struct mark *mark;
    const char *from = s;
    size_t before;

    while ((mark = next_mark(f, &s, &before))) {
        buf_add(&out, from, before);
        add_value(&out, mark->field->text);
        from = s;
    }
    buf_adds(&out, from);
    return arena_strndup(f->arena, buf_str(&out), out.len);
}

static void add_percent_encoded(struct buf *out, const char *value)
{
    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~@", c))
            buf_addc(out, (char)c);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static void add_in_one_line(struct buf *out, const char *value)
{
    for (; *value; value++)
        buf_addc(out, *value == '\n' ? ' ' : *value);
}

/* --- nodes --------------------------------------------------------------------------------------
 */

static cmark_node *text_node(const char *text, size_t len)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    char *copy = strndup(text, len);

    if (!copy || !cmark_node_set_literal(node, copy))
        die("out of memory");
    free(copy);
    return node;
}

static void insert_text(cmark_node *at, const char *text, size_t len)
{
    if (len > 0)
        cmark_node_insert_before(at, text_node(text, len));
}

/* Puts the lines of a text before a node, with hard breaks between them. */
static void insert_lines(cmark_node *at, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, "\n");

        insert_text(at, text, len);
        text += len;
        if (!*text++)
            return;
        cmark_node_insert_before(at, cmark_node_new(CMARK_NODE_LINEBREAK));
    }
}

/* The first line keeps the blanks that it begins with. */
static const char *without_outer_blank_lines(struct arena *a, const char *text)
{
    const char *start = text;
    size_t len;

    for (const char *s = text; *s == ' ' || *s == '\n'; s++) {
        if (*s == '\n')
            start = s + 1;
    }
    len = strlen(start);
    while (len > 0 && (start[len - 1] == '\n' || start[len - 1] == ' '))
        len--;
    return arena_strndup(a, start, len);
}

static bool is_inside_link(cmark_node *node)
{
    for (node = cmark_node_parent(node); node; node = cmark_node_parent(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_LINK)
            return true;
    }
    return false;
}

static void insert_value(struct filling *f, cmark_node *at, const struct field *field)
{
    cmark_node *link;

    if (field->kind != FIELD_URL || is_inside_link(at)) {
        insert_lines(at, without_outer_blank_lines(f->arena, field->text));
        return;
    }
    link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, field->text);
    cmark_node_append_child(link, text_node(field->text, strlen(field->text)));
    cmark_node_insert_before(at, link);
}

static void remove_node(cmark_node *node)
{
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* A paragraph whose values are all empty would be a hole in the page. */
static void remove_empty_paragraph(cmark_node *paragraph)
{
    if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
        return;
    for (cmark_node *n = cmark_node_first_child(paragraph); n; n = cmark_node_next(n)) {
        bool empty_text = cmark_node_get_type(n) == CMARK_NODE_TEXT && !*cmark_node_get_literal(n);

        if (!empty_text && cmark_node_get_type(n) != CMARK_NODE_SOFTBREAK)
            return;
    }
    remove_node(paragraph);
}

/* The quotation of a block value: a paragraph for each run of lines. */
static cmark_node *quotation(struct arena *a, const char *text)
{
    cmark_node *quote = cmark_node_new(CMARK_NODE_BLOCK_QUOTE);

    cmark_node_set_user_data(quote, arena_strdup(a, text));
    while (*text) {
        const char *gap = strstr(text, "\n\n");
        size_t len = gap ? (size_t)(gap - text) : strlen(text);
        cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node *end = text_node("", 0);

        cmark_node_append_child(quote, paragraph);
        cmark_node_append_child(paragraph, end);
        insert_lines(end, arena_strndup(a, text, len));
        text += len;
        text += strspn(text, "\n");
    }
    return quote;
}

/* Markup of our own, and in its user data what stands in the plain text. */
static cmark_node *image(struct arena *a, const struct field *field)
{
    _cleanup_(buf_release) struct buf html = BUF_INIT(SIZE_MAX / 2);
    cmark_node *node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);

    buf_adds(&html, "<p><img src=\"");
    buf_adds_markup(&html, field->picture->source);
    buf_adds(&html, "\" alt=\"");
    buf_adds_markup(&html, field->text);
    buf_addf(&html, "\" width=\"%d\" style=\"max-width: 100%%; height: auto\"></p>",
             field->picture->width);
    cmark_node_set_on_enter(node, buf_str(&html));
    cmark_node_set_user_data(node, arena_strdup(a, field->picture->figures));
    return node;
}

static cmark_node *picture(struct arena *a, const struct field *field)
{
    cmark_node *node;

    if (field->picture->source)
        return image(a, field);
    node = cmark_node_new(CMARK_NODE_CODE_BLOCK);
    cmark_node_set_literal(node, field->picture->figures);
    return node;
}

/* Whether the text is all of a paragraph, and one value that is a block or a picture. */
static const struct mark *lone_block(const struct filling *f, cmark_node *node)
{
    const struct mark *mark = only_mark(f, cmark_node_get_literal(node));
    cmark_node *parent = cmark_node_parent(node);

    if (!mark || (mark->field->kind != FIELD_BLOCK && mark->field->kind != FIELD_PICTURE) ||
        cmark_node_next(node) || cmark_node_previous(node) ||
        cmark_node_get_type(parent) != CMARK_NODE_PARAGRAPH)
        return NULL;
    return mark;
}

static void fill_paragraph(const struct filling *f, cmark_node *paragraph,
                           const struct field *field)
{
    const char *block = without_outer_blank_lines(f->arena, field->text);

    if (field->kind == FIELD_PICTURE)
        cmark_node_insert_before(paragraph, picture(f->arena, field));
    else if (*block)
        cmark_node_insert_before(paragraph, quotation(f->arena, block));
    remove_node(paragraph);
}

static void fill_text(struct filling *f, cmark_node *node)
{
    const char *s = arena_strdup(f->arena, cmark_node_get_literal(node)), *from = s;
    cmark_node *parent = cmark_node_parent(node);
    const struct mark *mark = lone_block(f, node);
    size_t before;

    if (mark) {
        fill_paragraph(f, parent, mark->field);
        return;
    }
    while ((mark = next_mark(f, &s, &before))) {
        insert_text(node, from, before);
        insert_value(f, node, mark->field);
        from = s;
    }
    insert_text(node, from, strlen(from));
    remove_node(node);
    remove_empty_paragraph(parent);
}

static int fill_link(struct filling *f, cmark_node *node)
{
    const char *url = cmark_node_get_url(node), *title = cmark_node_get_title(node);
    const struct mark *mark = only_mark(f, url);
    const struct piece *piece;
    const char *s = url;
    size_t before;

    if (has_mark(title))
        cmark_node_set_title(node, replace_marks(f, title, add_in_one_line));
    url = mark ? mark->field->text : replace_marks(f, url, add_percent_encoded);
    if (url_is_safe(url)) {
        cmark_node_set_url(node, arena_strdup(f->arena, url));
        return 0;
    }
    mark = next_mark(f, &s, &before);
    if (!mark)
        return err_set(f->err, "%s: a link leads to no https://, http:// or mailto: address",
                       f->letter->path);
    piece = mark->piece;
    return err_set(f->err,
                   "%s:%d:%d: {{%s}} gives a link that leads to no https://, http:// or mailto: "
                   "address",
                   piece->pos.file, piece->pos.line, piece->pos.column, piece->text);
}

static int fill_node(struct filling *f, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        fill_text(f, node);
        return 0;
    case CMARK_NODE_CODE:
        cmark_node_set_literal(node,
                               replace_marks(f, cmark_node_get_literal(node), add_in_one_line));
        return 0;
    case CMARK_NODE_CODE_BLOCK: /* its info string is for programs, not for readers */
        cmark_node_set_fence_info(node, "");
        cmark_node_set_literal(node, replace_marks(f, cmark_node_get_literal(node), buf_adds));
        return 0;
    case CMARK_NODE_LINK:
        return fill_link(f, node);
    case CMARK_NODE_IMAGE:
        return err_set(f->err, "%s: letters carry no pictures", f->letter->path);
    default:
        return 0;
    }
}

static bool wants_filling(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_CODE_BLOCK ||
           has_mark(cmark_node_get_literal(node));
}

/* Filling changes the tree, so the nodes are gathered before. */
int filling_fill(struct filling *f, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_node **nodes = NULL;
    size_t count = 0, cap = 0;
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (event == CMARK_EVENT_ENTER && wants_filling(node)) {
            cmark_node **slot = arena_grow(f->arena, &nodes, count++, &cap, sizeof *slot);
            *slot = node;
        }
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < count; i++) {
        if (fill_node(f, nodes[i]) < 0)
            return -1;
    }
    return 0;
}
