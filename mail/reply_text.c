/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "base/utf8.h"
#include "mail/facts.h"
#include "mail/reply.h"
#include "mail/reply_roles.h"
#include <string.h>

/* Kept, and marked with '>': the words of others. */
static bool kept_marked(const struct line *l)
{
    return l->role == LINE_QUESTION || l->role == LINE_FORWARDED;
}

static bool kept(const struct line *l)
{
    return l->role == LINE_WORDS || kept_marked(l);
}

/* Text that grows line by line; blank lines wait for something to follow. */
struct writer {
    struct buf out;
    size_t blanks;
    bool gap; /* something was left out since the last line */
};

static void write_line(struct writer *w, const struct line *l)
{
    if (w->out.len) {
        size_t blanks = w->gap && w->blanks > 1 ? 1 : w->blanks;
        for (size_t i = 0; i <= blanks; i++)
            buf_addc(&w->out, '\n');
    }
    w->blanks = 0;
    w->gap = false;
    if (kept_marked(l) && l->raw_len && *l->raw != '>') {
        buf_adds(&w->out, "> ");
        buf_add(&w->out, l->text, l->len);
    } else {
        buf_add(&w->out, l->raw, l->raw_len);
    }
}

static void write_all(struct writer *w, const struct lines *l, bool wanted)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct line *line = &l->at[i];
        if (line_blank(line))
            w->blanks++;
        else if (kept(line) == wanted)
            write_line(w, line);
        else if (line->cut_len && !wanted)
            write_line(w, &(struct line){.raw = line->cut, .raw_len = line->cut_len});
        else
            w->gap = true;
    }
}

static const char *copy_out(struct arena *a, struct buf *b)
{
    const char *s = arena_strndup(a, buf_str(b), b->len);
    buf_release(b);
    return s;
}

/* Cuts at a line, so that no character is torn. */
static void shorten(struct buf *b, size_t max)
{
    size_t len = max;
    while (len && b->data[len] != '\n')
        len--;
    buf_truncate(b, len ? len : utf8_cut(b->data, max));
}

void reply_lines(struct arena *a, struct lines *l, const char *original, struct reply *out)
{
    *out = (struct reply){.why = roles_assign(a, l, original), .truncated = l->more};
    struct writer text = {.out = BUF_INIT(64u * 1024 * 1024)};
    struct writer rest = {.out = BUF_INIT(64u * 1024 * 1024)};
    write_all(&text, l, true);
    write_all(&rest, l, false);
    if (text.out.len > MAIL_MAX_TEXT) {
        shorten(&text.out, MAIL_MAX_TEXT);
        out->truncated = true;
    }
    if (rest.out.len > MAIL_MAX_TEXT)
        shorten(&rest.out, MAIL_MAX_TEXT);
    out->text = copy_out(a, &text.out);
    out->rest = copy_out(a, &rest.out);
    for (size_t i = 0; i < l->count; i++)
        out->quoted |= l->at[i].role != LINE_WORDS && l->at[i].role != LINE_FOOTER;
}

const char *reply_explain(struct arena *a, const struct lines *l)
{
    static const char *const names[] = {
        [LINE_WORDS] = "new words",       [LINE_QUOTE] = "quoted",
        [LINE_ATTRIBUTION] = "who wrote", [LINE_HISTORY] = "old message",
        [LINE_SIGNATURE] = "signature",   [LINE_FOOTER] = "added below",
        [LINE_BANNER] = "added above",    [LINE_QUESTION] = "question",
        [LINE_FORWARDED] = "passed on"};
    struct buf b = BUF_INIT(64u * 1024 * 1024);
    for (size_t i = 0; i < l->count; i++) {
        const struct line *line = &l->at[i];
        if (line_blank(line))
            continue;
        buf_addf(&b, "%-12s ", names[line->role]);
        buf_add(&b, line->raw, line->raw_len);
        buf_addc(&b, '\n');
        if (line->cut_len)
            buf_addf(&b, "%-12s %.*s\n", "ours", (int)line->cut_len, line->cut);
    }
    return copy_out(a, &b);
}

void reply_text(struct arena *a, const char *text, size_t len, const char *original,
                struct reply *out)
{
    struct lines l;
    lines_split(a, text, len, &l);
    reply_lines(a, &l, original, out);
}
