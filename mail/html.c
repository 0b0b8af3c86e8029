/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/html.h"
#include "base/buf.h"
#include "mail/html_element.h"
#include "mail/html_mend.h"
#include "mail/html_tags.h"
#include "words/fold.h"
#include <glib.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES (64u * 1024) /* a longer line is broken */
#define WORD_BYTES 4000         /* that are added to it at once */
#define RULE       "________"

struct open_element {
    struct html_element e;
    unsigned hints; /* its own and those of all around it */
    size_t list;    /* place on the stack + 1 of the nearest list, itself one or not; 0: none */
    unsigned items; /* of a list, so far */
};

struct reader {
    struct arena *arena;
    struct lines *out;
    struct open_element stack[HTML_MAX_DEPTH];
    size_t depth;
    bool too_deep;
    unsigned skip, pre, quotes; /* how many open elements say so */
    struct buf line;
    bool blank_pending; /* a blank stood before what comes next */
    unsigned line_quotes, line_hints;
    bool history_pending;
    unsigned blank_lines;
};

static const struct open_element *innermost(const struct reader *r)
{
    return r->depth ? &r->stack[r->depth - 1] : NULL;
}

static unsigned hints_now(const struct reader *r)
{
    return r->depth ? innermost(r)->hints : 0;
}

static void add_line(struct reader *r, const char *s, size_t len, unsigned hints)
{
    if (r->out->count >= LINES_MAX) {
        r->out->more = true;
        return;
    }
    struct line *l = lines_add(r->arena, r->out, arena_strndup(r->arena, s, len), len);
    l->depth += r->line_quotes;
    l->hints = hints;
    r->blank_lines = l->len ? 0 : r->blank_lines + 1;
    if (l->len && r->history_pending) {
        l->hints |= HINT_HISTORY;
        r->history_pending = false;
    }
}

static void end_line(struct reader *r)
{
    if (r->line.len)
        add_line(r, r->line.data, r->line.len, r->line_hints);
    buf_reset(&r->line);
    r->blank_pending = false;
}

/* An empty line, unless there is one already. */
static void end_paragraph(struct reader *r)
{
    end_line(r);
    if (!r->blank_lines && r->out->count) {
        r->line_quotes = r->quotes;
        add_line(r, "", 0, 0);
    }
}

static void add_rule(struct reader *r)
{
    end_line(r);
    r->line_quotes = r->quotes;
    bool pending = r->history_pending; /* the history's first line is the one below the rule */
    r->history_pending = false;
    add_line(r, RULE, strlen(RULE), HINT_RULE);
    r->history_pending = pending;
}

static void add_text(struct reader *r, const char *s, size_t len)
{
    if (!r->line.len) {
        r->line_quotes = r->quotes;
        r->line_hints = hints_now(r);
    } else if (r->blank_pending) {
        buf_addc(&r->line, ' ');
    }
    r->blank_pending = false;
    buf_add(&r->line, s, len);
    if (r->line.len > LINE_BYTES - WORD_BYTES - 8)
        end_line(r);
}

static bool ascii_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* A blank does, and what has none is cut where it is very long, between two characters. */
static bool ends_word(const struct reader *r, const char *word, const char *s)
{
    if (r->pre ? *s == '\n' : ascii_blank(*s))
        return true;
    return s - word >= WORD_BYTES && ((unsigned char)*s & 0xC0) != 0x80;
}

static void on_characters(void *ctx, const xmlChar *chars, int n)
{
    struct reader *r = ctx;
    const char *s = (const char *)chars, *end = s + n;
    if (r->skip || r->too_deep)
        return;
    while (s < end) {
        if (r->pre && *s == '\n') {
            if (r->line.len)
                end_line(r);
            else
                add_line(r, "", 0, 0);
            s++;
        } else if (ascii_blank(*s) && !r->pre) {
            r->blank_pending = true;
            s++;
        } else {
            const char *word = s;
            while (s < end && !ends_word(r, word, s))
                s++;
            add_text(r, word, (size_t)(s - word));
        }
    }
}

static void apply_break(struct reader *r, enum html_break b)
{
    if (b == BREAK_PARAGRAPH)
        end_paragraph(r);
    else if (b == BREAK_LINE)
        end_line(r);
    else if (b == BREAK_CELL)
        r->blank_pending = r->line.len > 0;
}

static void on_br(struct reader *r)
{
    if (r->line.len) {
        end_line(r);
    } else {
        r->line_quotes = r->quotes;
        add_line(r, "", 0, 0);
    }
}

/* A list that is numbered shows its numbers: "2. yes" answers the second question. */
static void on_item(struct reader *r)
{
    size_t at = innermost(r)->list;
    struct open_element *list = at ? &r->stack[at - 1] : NULL;
    if (!list || !list->e.is_numbered) {
        add_text(r, "- ", 2);
        return;
    }
    char number[16];
    int n = snprintf(number, sizeof number, "%u. ", list->e.first_number + list->items++);
    add_text(r, number, (size_t)n);
}

static void push(struct reader *r, const struct html_element *e)
{
    const struct open_element *outer = innermost(r);
    struct open_element new = {.e = *e, .hints = e->hints | hints_now(r)};
    new.list = e->is_list ? r->depth + 1 : outer ? outer->list : 0;
    r->stack[r->depth++] = new;
    r->skip += e->skip;
    r->pre += e->pre;
    r->quotes += e->quotes;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct reader *r = ctx;
    struct html_element e = html_element_of((const char *)name, (const char *const *)attributes);
    if (r->depth == HTML_MAX_DEPTH)
        r->too_deep = true;
    if (r->too_deep)
        return;
    apply_break(r, e.around);
    if (e.is_br && !r->skip)
        on_br(r);
    if (e.history && !r->skip)
        end_line(r); /* what stands above it in the same block is not of the history */
    r->history_pending |= e.history;
    if ((e.is_rule || e.rule_above) && !r->skip)
        add_rule(r);
    push(r, &e);
    if (e.is_item && !r->skip)
        on_item(r);
    if (e.sign && !r->skip)
        add_text(r, e.sign, strlen(e.sign));
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct reader *r = ctx;
    if (r->too_deep || !r->depth)
        return;
    struct html_element e = r->stack[--r->depth].e;
    apply_break(r, e.around);
    r->skip -= e.skip;
    r->pre -= e.pre;
    r->quotes -= e.quotes;
}

/* Nobody is told of bad HTML. */
static void on_error(void *ctx, const char *msg, ...)
{
    (void)ctx;
    (void)msg;
}

static void parse(struct reader *r, const char *html, size_t len)
{
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_characters,
                          .ignorableWhitespace = on_characters,
                          .cdataBlock = NULL,
                          .warning = on_error,
                          .error = on_error,
                          .fatalError = on_error};
    htmlParserCtxtPtr ctxt =
        htmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!ctxt)
        return;
    /* It is UTF-8 already, whatever a <meta> says. */
    htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                 HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    /* Whatever stands before the first element, or behind the last, belongs to the letter. */
    static const char opening[] = "<html><body>";
    htmlParseChunk(ctxt, opening, sizeof opening - 1, 0);
    /* In pieces, so that a document nested too deeply is given up early. */
    for (size_t at = 0; at < len && !r->too_deep; at += 4096) {
        size_t n = len - at < 4096 ? len - at : 4096;
        htmlParseChunk(ctxt, html + at, (int)n, 0);
    }
    if (!r->too_deep)
        htmlParseChunk(ctxt, NULL, 0, 1);
    if (ctxt->myDoc)
        xmlFreeDoc(ctxt->myDoc);
    htmlFreeParserCtxt(ctxt);
}

/* What is nested beyond reason: the text without the tags. */
static void strip_tags(struct reader *r, const char *html, size_t len)
{
    r->depth = r->skip = r->pre = r->quotes = 0;
    r->too_deep = false;
    for (size_t i = 0; i < len;) {
        const char *open = memchr(html + i, '<', len - i);
        size_t n = open ? (size_t)(open - html) - i : len - i;
        on_characters(r, (const xmlChar *)html + i, (int)n);
        end_line(r);
        const char *close = open ? memchr(open, '>', len - i - n) : NULL;
        i = close ? (size_t)(close - html) + 1 : len;
    }
}

void html_lines(struct arena *a, const char *html, size_t len, struct lines *out)
{
    struct reader *r = arena_new_of(a, struct reader);
    *out = (struct lines){0};
    r->arena = a;
    r->out = out;
    r->line = BUF_INIT(LINE_BYTES);
    g_autofree char *mended = html_mend(html, &len);
    html = html_tags_bound(a, mended, &len);
    parse(r, html, len);
    if (r->too_deep) {
        out->count = 0;
        strip_tags(r, html, len);
    }
    end_line(r);
    buf_release(&r->line);
}

char *html_text(struct arena *a, const char *html, size_t len)
{
    struct lines l;
    html_lines(a, html, len, &l);
    struct buf out = BUF_INIT(64u * 1024 * 1024);
    for (size_t i = 0; i < l.count; i++) {
        for (unsigned d = 0; d < l.at[i].depth; d++)
            buf_adds(&out, "> ");
        const struct line *line = &l.at[i];
        buf_add(&out, line->depth ? line->text : line->raw,
                line->depth ? line->len : line->raw_len);
        buf_addc(&out, '\n');
    }
    char *s = arena_strndup(a, buf_str(&out), out.len);
    buf_release(&out);
    return s;
}
