/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns.c - widths first, then line by line: each cell keeps a place of its
 * own, up to which it was written. */
#include "reports/columns.h"
#include "base/utf8.h"

#include <string.h>

#define GAP       2 /* blanks between two columns */
#define NARROWEST 8 /* a column gives way down to this */

/* ---- what is printed ------------------------------------------------------------ */

/* C0 and C1 controls, and what turns the direction of text. */
static bool is_printed(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0x202a && c <= 0x202e) &&
           !(c >= 0x2066 && c <= 0x2069) && c != 0x2028 && c != 0x2029;
}

static char *printable(struct arena *a, const char *text, bool keep_breaks)
{
    const char *s = text, *end = text + strlen(text);
    char *out = arena_alloc(a, 3 * (size_t)(end - text) + 1); /* a stray byte becomes U+FFFD */
    char *to = out;

    while (s < end) {
        uint32_t c = utf8_next(&s, end);
        bool kept = is_printed(c) || (keep_breaks && c == '\n');
        to += utf8_put(to, kept ? c : ' ');
    }
    return out;
}

char *text_printable(struct arena *a, const char *text)
{
    return printable(a, text, false);
}

/* ---- lines ------------------------------------------------------------------------ */

static size_t width_of(const char *s, size_t len)
{
    return utf8_width(s, len);
}

/* As many bytes as fit into width columns, at least one character. */
static size_t bytes_that_fit(const char *s, size_t len, size_t width)
{
    const char *at = s, *end = s + len;
    size_t used = 0;

    while (at < end) {
        const char *next = at;
        utf8_next(&next, end);
        used += width_of(at, (size_t)(next - at));
        if (used > width && at > s)
            break;
        at = next;
    }
    return (size_t)(at - s);
}

/* The next line of *text that fits (width 0: any): where it is, and its
 * length; *text moves to the one after. Breaks at blanks, else inside a word. */
static const char *next_line(const char **text, size_t width, size_t *len)
{
    const char *line = *text;
    size_t all = strcspn(line, "\n");
    size_t fit = width ? bytes_that_fit(line, all, width) : all;
    size_t next = fit;

    if (fit < all && line[fit] != ' ') {
        size_t blank = fit;
        while (blank > 0 && line[blank - 1] != ' ')
            blank--;
        if (blank > 0)
            fit = next = blank;
    }
    while (fit > 0 && line[fit - 1] == ' ')
        fit--;
    while (next < all && line[next] == ' ')
        next++;
    *text = line + next + (next == all && line[all] == '\n');
    *len = fit;
    return line;
}

static void pad(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

void text_wrap(struct buf *out, const char *text, int width, int indent)
{
    size_t room = width > indent ? (size_t)(width - indent) : 0;

    do {
        size_t len;
        const char *line = next_line(&text, room, &len);
        if (len)
            pad(out, (size_t)indent);
        buf_add(out, line, len);
        buf_addc(out, '\n');
    } while (*text);
}

/* ---- the table ----------------------------------------------------------------------- */

void columns_init(struct columns *t, struct arena *a, const char *const *titles)
{
    *t = (struct columns){.arena = a};
    while (titles[t->count] && t->count < COLUMNS_MAX) {
        t->titles[t->count] = titles[t->count];
        t->count++;
    }
}

void columns_add(struct columns *t, const char *const *cells)
{
    for (size_t i = 0; i < t->count; i++) {
        const char **cell =
            arena_grow(t->arena, &t->cells, t->cells_count++, &t->cells_cap, sizeof *t->cells);
        *cell = cells[i] ? printable(t->arena, cells[i], true) : "";
    }
}

static size_t widest_line(const char *cell)
{
    size_t widest = 0;

    while (*cell) {
        size_t len;
        const char *line = next_line(&cell, 0, &len);
        size_t width = width_of(line, len);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static size_t longest_word(const char *cell)
{
    size_t longest = 0;

    while (*cell) {
        size_t len = strcspn(cell, " \n");
        size_t width = width_of(cell, len);
        longest = width > longest ? width : longest;
        cell += len;
        cell += strspn(cell, " \n");
    }
    return longest;
}

/* How wide the columns would be if there were room, by lines or by words. */
static void natural_widths(const struct columns *t, bool titles, size_t (*measure)(const char *),
                           size_t *widths)
{
    for (size_t i = 0; i < t->count; i++)
        widths[i] = titles ? width_of(t->titles[i], strlen(t->titles[i])) : 0;
    for (size_t i = 0; i < t->cells_count; i++) {
        size_t width = measure(t->cells[i]);
        if (width > widths[i % t->count])
            widths[i % t->count] = width;
    }
}

/* The widest column over its least width; count where all are down to it. */
static size_t widest_column(const size_t *widths, const size_t *least, size_t count)
{
    size_t widest = count;

    for (size_t i = 0; i < count; i++)
        if (widths[i] > least[i] && (widest == count || widths[i] > widths[widest]))
            widest = i;
    return widest;
}

/* Columns give way as long as no word is broken, then down to NARROWEST. */
static void fit_widths(size_t *widths, const size_t *words, size_t count, size_t room)
{
    size_t narrowest[COLUMNS_MAX], total = 0, at;

    for (size_t i = 0; i < count; i++) {
        total += widths[i] + (i ? GAP : 0);
        narrowest[i] = NARROWEST;
    }
    while (total > room && (at = widest_column(widths, words, count)) < count)
        widths[at]--, total--;
    while (total > room && (at = widest_column(widths, narrowest, count)) < count)
        widths[at]--, total--;
}

static bool any_left(const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*cells[i])
            return true;
    return false;
}

/* One row, over as many lines as its longest cell takes. */
static void print_row(const struct columns *t, const char *const *row, const size_t *widths,
                      int indent, struct buf *out)
{
    const char *left[COLUMNS_MAX];

    memcpy(left, row, t->count * sizeof *left);
    do {
        size_t owed = (size_t)indent; /* blanks that only a later cell makes necessary */
        for (size_t i = 0; i < t->count; i++) {
            size_t len;
            const char *line = next_line(&left[i], widths[i], &len);
            if (len) {
                pad(out, owed);
                buf_add(out, line, len);
                owed = 0;
            }
            owed += widths[i] - (len ? width_of(line, len) : 0) + GAP;
        }
        buf_addc(out, '\n');
    } while (any_left(left, t->count));
}

void columns_print(const struct columns *t, const struct columns_style *style, struct buf *out)
{
    size_t widths[COLUMNS_MAX], words[COLUMNS_MAX];

    natural_widths(t, !style->no_titles, widest_line, widths);
    natural_widths(t, !style->no_titles, longest_word, words);
    if (style->width > style->indent)
        fit_widths(widths, words, t->count, (size_t)(style->width - style->indent));
    if (!style->no_titles) {
        buf_adds(out, style->bold ? style->bold : "");
        print_row(t, t->titles, widths, style->indent, out);
        buf_adds(out, style->plain ? style->plain : "");
    }
    for (size_t i = 0; i + t->count <= t->cells_count; i += t->count) {
        if (style->spaced && (i || !style->no_titles))
            buf_addc(out, '\n');
        print_row(t, &t->cells[i], widths, style->indent, out);
    }
}
