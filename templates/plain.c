/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmark's tree as plain text of 72 columns. The words of a paragraph gather
 * in a line buffer and are wrapped when it ends. Each line begins with the
 * prefix of what it stands in ("> ", the indentation of a list); a list's
 * first line has its marker instead, which waits until that line comes. */
#include "base/utf8.h"
#include "templates/internal.h"
#include <stdio.h>
#include <string.h>

#define COLUMNS 72
#define LIMIT   ((size_t)8 * 1024 * 1024)

struct plain {
    struct buf *out;
    struct buf prefix; /* of every line */
    struct buf first;  /* of the next line alone; empty: prefix */
    struct buf words;  /* of the paragraph; "\n" is a hard break */
    bool gap;          /* an empty line is due before the next block */
};

/* --- lines --------------------------------------------------------------------------------------
 */

static void trim_right(struct buf *b)
{
    while (b->len > 0 && b->data[b->len - 1] == ' ')
        b->len--;
}

static void put_line(struct plain *p, const char *text, size_t len)
{
    struct buf *prefix = p->first.len ? &p->first : &p->prefix;

    buf_add(p->out, prefix->data, prefix->len);
    buf_add(p->out, text, len);
    trim_right(p->out);
    buf_addc(p->out, '\n');
    buf_reset(&p->first);
}

static void put_gap(struct plain *p)
{
    if (p->gap)
        put_line(p, "", 0);
    p->gap = false;
}

static size_t prefix_width(struct plain *p)
{
    return utf8_width(buf_str(&p->prefix), p->prefix.len);
}

/* A line of words as lines of at most COLUMNS; a longer word has its own. */
static void put_wrapped(struct plain *p, const char *s, const char *end)
{
    size_t room = COLUMNS - prefix_width(p);
    const char *line = s, *line_end = s;

    if (room > COLUMNS || room < COLUMNS / 3)
        room = COLUMNS / 3;
    while (s < end) {
        const char *word_end;

        s += strspn(s, " ");
        if (s == end)
            break;
        word_end = s + strcspn(s, " \n");
        if (line_end > line && utf8_width(line, (size_t)(word_end - line)) > room) {
            put_line(p, line, (size_t)(line_end - line));
            line = s;
        } else if (line_end == line)
            line = s;
        line_end = s = word_end;
    }
    put_line(p, line, (size_t)(line_end - line));
}

static void put_words(struct plain *p)
{
    const char *s = buf_str(&p->words), *end = s + p->words.len;

    while (s <= end) {
        size_t len = strcspn(s, "\n");

        put_wrapped(p, s, s + len);
        s += len + 1;
    }
    buf_reset(&p->words);
}

static void put_verbatim(struct plain *p, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        put_line(p, text, len);
        text += len + (text[len] == '\n');
    }
}

/* --- what blocks stand in -----------------------------------------------------------------------
 */

/* marker begins the next line, as many blanks the lines below it. */
static void push_prefix(struct plain *p, const char *marker, bool repeated)
{
    if (p->first.len == 0)
        buf_add(&p->first, p->prefix.data, p->prefix.len);
    buf_adds(&p->first, marker);
    if (repeated)
        buf_adds(&p->prefix, marker);
    else
        buf_addf(&p->prefix, "%*s", (int)strlen(marker), "");
}

static void pop_prefix(struct plain *p, size_t width)
{
    if (p->first.len) /* an empty item: its marker still stands alone */
        put_line(p, "", 0);
    buf_truncate(&p->prefix, p->prefix.len - width);
    p->gap = true;
}

static void item_marker(cmark_node *item, char *marker, size_t size)
{
    cmark_node *list = cmark_node_parent(item);
    int number = cmark_node_get_list_start(list);

    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        snprintf(marker, size, "- ");
        return;
    }
    for (cmark_node *n = cmark_node_previous(item); n; n = cmark_node_previous(n))
        number++;
    snprintf(marker, size, "%d. ", number);
}

static void enter_item(struct plain *p, cmark_node *item)
{
    char marker[32];

    if (cmark_node_previous(item) && cmark_node_get_list_tight(cmark_node_parent(item)))
        p->gap = false;
    put_gap(p);
    item_marker(item, marker, sizeof marker);
    push_prefix(p, marker, false);
}

static void leave_item(struct plain *p, cmark_node *item)
{
    char marker[32];

    item_marker(item, marker, sizeof marker);
    pop_prefix(p, strlen(marker));
}

static bool is_in_tight_item(cmark_node *paragraph)
{
    cmark_node *item = cmark_node_parent(paragraph);

    return item && cmark_node_get_type(item) == CMARK_NODE_ITEM &&
           cmark_node_get_list_tight(cmark_node_parent(item));
}

static void underline(struct plain *p, char with)
{
    size_t width = utf8_width(buf_str(&p->words), p->words.len);
    char line[COLUMNS + 1];

    width = width > COLUMNS ? COLUMNS : width;
    memset(line, with, width);
    put_words(p);
    put_line(p, line, width);
}

/* --- the walk -----------------------------------------------------------------------------------
 */

/* A link whose text says where it leads is not said twice. */
static void leave_link(struct plain *p, cmark_node *link)
{
    const char *url = cmark_node_get_url(link);
    cmark_node *child = cmark_node_first_child(link);
    const char *text = child ? cmark_node_get_literal(child) : NULL;

    if (text && !cmark_node_next(child) &&
        (strcmp(text, url) == 0 ||
         (strncasecmp(url, "mailto:", 7) == 0 && strcmp(text, url + 7) == 0)))
        return;
    buf_addf(&p->words, "%s<%s>", child ? " " : "", url);
}

static void put_inline(struct plain *p, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        buf_adds(&p->words, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        buf_addc(&p->words, ' ');
        break;
    case CMARK_NODE_LINEBREAK:
        buf_addc(&p->words, '\n');
        break;
    default:
        break;
    }
}

/* Blocks that hold others, and those without an end of their own. */
static void enter_block(struct plain *p, cmark_node *node, cmark_iter *iter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_ITEM:
        enter_item(p, node);
        return;
    case CMARK_NODE_BLOCK_QUOTE:
        put_gap(p);
        push_prefix(p, "> ", true);
        if (!cmark_node_get_user_data(node))
            return;
        put_verbatim(p, cmark_node_get_user_data(node));
        cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        pop_prefix(p, 2);
        return;
    case CMARK_NODE_CODE_BLOCK:
        put_gap(p);
        put_verbatim(p, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_CUSTOM_BLOCK: /* a picture: its figures */
        put_gap(p);
        put_verbatim(p, cmark_node_get_user_data(node));
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        put_gap(p);
        put_line(p, "* * *", 5);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_LIST:
        put_gap(p);
        return;
    default:
        put_inline(p, node);
        return;
    }
    p->gap = true;
}

static void leave_block(struct plain *p, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_ITEM:
        leave_item(p, node);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        pop_prefix(p, 2);
        break;
    case CMARK_NODE_PARAGRAPH:
        put_words(p);
        p->gap = !is_in_tight_item(node);
        break;
    case CMARK_NODE_HEADING:
        underline(p, cmark_node_get_heading_level(node) == 1 ? '=' : '-');
        p->gap = true;
        break;
    case CMARK_NODE_LIST:
        p->gap = true;
        break;
    case CMARK_NODE_LINK:
        leave_link(p, node);
        break;
    default:
        break;
    }
}

void plain_render(cmark_node *document, struct buf *out)
{
    cmark_iter *iter = cmark_iter_new(document);
    struct plain p = {
        .out = out, .prefix = BUF_INIT(LIMIT), .first = BUF_INIT(LIMIT), .words = BUF_INIT(LIMIT)};
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (event == CMARK_EVENT_ENTER)
            enter_block(&p, node, iter);
        else
            leave_block(&p, node);
    }
    cmark_iter_free(iter);
    if (p.words.overflow || p.prefix.overflow)
        out->overflow = true;
    buf_release(&p.prefix);
    buf_release(&p.first);
    buf_release(&p.words);
}
