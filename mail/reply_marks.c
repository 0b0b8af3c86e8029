/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply_marks.h"
#include "mail/attribution.h"
#include <string.h>

#define NAME_MARK    14 /* letters of a name that marks lines as quoted */
#define LEAST_LINE   50 /* bytes of a line that a program breaks, at least */
#define WRAPPED_LINE 80 /* and at most */
#define TORN_BYTES   30 /* of what was torn off its end */

/* "AB> text", "| text": the same mark on two lines at least. Returns its size, 0 for none. */
static size_t odd_mark(const struct line *l)
{
    size_t n = 0;
    if (l->len && l->text[0] == '|')
        return memchr(l->text + 1, '|', l->len - 1) ? 0 : 1;
    while (n < l->len && n < 3 && (l->text[n] | 32) >= 'a' && (l->text[n] | 32) <= 'z')
        n++;
    return n && n < l->len && l->text[n] == '>' ? n + 1 : 0;
}

/* "Anna> text" on two lines at least, where the line above them tells that Anna wrote; on one where
 * it has her address. */
static size_t name_mark(const struct line *l)
{
    size_t n = strcspn(l->folded, "> ");
    return n > 3 && n <= NAME_MARK && l->folded[n] == '>' ? n + 1 : 0;
}

static bool same_name(const struct line *x, const struct line *y, size_t n)
{
    return name_mark(y) == n && memcmp(x->folded, y->folded, n) == 0;
}

/* Marks the lines from i on that begin with the same name; returns the line after them. */
static size_t mark_named(struct lines *l, size_t i)
{
    size_t n = name_mark(&l->at[i]), above = i, end = i + 1;
    while (above && line_blank(&l->at[above - 1]))
        above--;
    bool more = false;
    for (; end < l->count && (line_blank(&l->at[end]) || same_name(&l->at[i], &l->at[end], n));
         end++)
        more = more || !line_blank(&l->at[end]);
    const struct line *by = above ? &l->at[above - 1] : NULL;
    const char *named = by ? memmem(by->folded, strlen(by->folded), l->at[i].folded, n - 1) : NULL;
    if (named && (more || text_has_email(by->folded)) && by->len && by->text[by->len - 1] == ':')
        while (i < end)
            l->at[i++].role = LINE_QUOTE;
    return end;
}

static void mark_names(struct lines *l)
{
    for (size_t i = 0; i < l->count;)
        i = !l->at[i].depth && name_mark(&l->at[i]) ? mark_named(l, i) : i + 1;
}

static bool same_mark(const struct line *x, const struct line *y, size_t n)
{
    return odd_mark(y) == n && memcmp(x->text, y->text, n) == 0;
}

void marks_read(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = &l->at[i];
        size_t mark = line->depth ? 0 : odd_mark(line);
        if (line->hints & HINT_ASIDE)
            line->role = LINE_FOOTER;
        else if (line->depth)
            line->role = LINE_QUOTE;
        else if (mark && ((i && same_mark(line, line - 1, mark)) ||
                          (i + 1 < l->count && same_mark(line, line + 1, mark))))
            line->role = LINE_QUOTE;
    }
    mark_names(l);
}

/* The last word or two of a quoted line that was wrapped anew, and lost the mark. */
static bool torn_off(const struct lines *l, size_t i)
{
    const struct line *line = &l->at[i], *above = line - 1, *below = line + 1;
    if (line->role != LINE_WORDS || !line->len || line->len > TORN_BYTES || !above->len ||
        !above->depth || above->depth != below->depth || above->raw_len < LEAST_LINE ||
        above->raw_len > WRAPPED_LINE)
        return false;
    size_t first = strcspn(line->folded, " ");
    return above->raw_len + 1 + first > WRAPPED_LINE - 8 &&
           !strchr(".?!:", above->text[above->len - 1]) &&
           !(line->text[0] >= 'A' && line->text[0] <= 'Z');
}

/* Once may be an answer; twice is a program that wraps lines. */
static void mend_torn_lines(struct lines *l)
{
    size_t torn = 0;
    for (size_t i = 1; i + 1 < l->count; i++)
        torn += torn_off(l, i);
    for (size_t i = 1; torn > 1 && i + 1 < l->count; i++)
        if (torn_off(l, i))
            l->at[i].role = LINE_QUOTE;
}

/* A link that a program put on a line of its own, and tore the quotation with. */
static void mend_torn_links(struct lines *l)
{
    for (size_t i = 1; i + 1 < l->count; i++)
        if (l->at[i].role == LINE_WORDS && l->at[i - 1].depth && l->at[i + 1].depth &&
            l->at[i].len && l->at[i].text[l->at[i].len - 1] == '>' &&
            strstr(l->at[i].folded, "://"))
            l->at[i].role = LINE_QUOTE;
}

void marks_mend(struct lines *l)
{
    mend_torn_links(l);
    mend_torn_lines(l);
}
