/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/diag.h"
#include "base/utf8.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WORD 64 /* no hint is given for longer ones */

void diags_init(struct diags *d, struct arena *arena)
{
    *d = (struct diags){.arena = arena};
}

/* Texts quote what people typed: a control character in it must neither break
 * the line nor drive the terminal. */
static void blank_controls(char *s)
{
    for (; *s; s++) {
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            *s = ' ';
    }
}

/* The place's file name is copied too: the list outlives what it complains about. */
static void diag_add(struct diags *d, enum diag_severity severity, struct pos pos, const char *fmt,
                     va_list ap)
{
    struct diag *item = arena_grow(d->arena, &d->items, d->count, &d->cap, sizeof *item);
    char *text = arena_vprintf(d->arena, fmt, ap);

    blank_controls(text);
    pos.file = arena_strdup(d->arena, pos.file);
    *item = (struct diag){.severity = severity, .pos = pos, .text = text};
    d->count++;
    if (severity == DIAG_ERROR)
        d->errors++;
}

void diag_error(struct diags *d, struct pos pos, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    diag_add(d, DIAG_ERROR, pos, fmt, ap);
    va_end(ap);
}

void diag_stricter(struct diags *d, struct pos pos, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    diag_add(d, d->ran_before ? DIAG_WARNING : DIAG_ERROR, pos, fmt, ap);
    va_end(ap);
}

void diag_warning(struct diags *d, struct pos pos, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    diag_add(d, DIAG_WARNING, pos, fmt, ap);
    va_end(ap);
}

static int compare_places(const void *left, const void *right)
{
    const struct diag *l = left, *r = right;
    int by_file = strcmp(l->pos.file ? l->pos.file : "", r->pos.file ? r->pos.file : "");

    if (by_file)
        return by_file;
    if (l->pos.line != r->pos.line)
        return l->pos.line < r->pos.line ? -1 : 1;
    if (l->pos.column != r->pos.column)
        return l->pos.column < r->pos.column ? -1 : 1;
    return strcmp(l->text, r->text);
}

static void print_place(const struct pos *pos, struct buf *out)
{
    if (pos->file)
        buf_addf(out, "%s:", pos->file);
    if (pos->line > 0)
        buf_addf(out, "%d:", pos->line);
    if (pos->line > 0 && pos->column > 0)
        buf_addf(out, "%d:", pos->column);
    if (pos->file || pos->line > 0)
        buf_addc(out, ' ');
}

void diags_print(struct diags *d, struct buf *out)
{
    if (d->count)
        qsort(d->items, d->count, sizeof *d->items, compare_places);
    for (size_t i = 0; i < d->count; i++) {
        const struct diag *item = &d->items[i];

        print_place(&item->pos, out);
        buf_addf(out, "%s: %s\n", item->severity == DIAG_ERROR ? "error" : "warning", item->text);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters added, dropped, changed, or two neighbours swapped: one each. */
static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *this = rows[2];

    for (size_t j = 0; j <= b_len; j++)
        last[j] = before[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *oldest = before;

        this[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = last[j - 1] + (a[i - 1] != b[j - 1]);

            this[j] = least(change, least(last[j], this[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                this[j] = least(this[j], before[j - 2] + 1);
        }
        before = last;
        last = this;
        this = oldest;
    }
    return last[b_len];
}

const char *nearest_word(const char *word, const char *const *candidates)
{
    size_t len = strlen(word);
    size_t best = len / 3 ? len / 3 : 1;
    const char *nearest = NULL;

    if (len > LONGEST_WORD)
        return NULL;
    for (; *candidates; candidates++) {
        size_t c_len = strlen(*candidates);
        size_t distance =
            c_len > LONGEST_WORD ? SIZE_MAX : edit_distance(word, len, *candidates, c_len);

        if (distance < best || (distance == best && !nearest)) {
            best = distance;
            nearest = *candidates;
        }
    }
    return nearest;
}

/* A text cut in the middle of a character would be no UTF-8. */
static void drop_cut_character(char *s)
{
    size_t len = strlen(s), lead = len;

    while (lead > 0 && ((unsigned char)s[lead - 1] & 0xc0) == 0x80)
        lead--;
    if (lead > 0 && utf8_check(s + lead - 1, len - lead + 1) == 0)
        s[lead - 1] = '\0';
}

int err_set(struct err *e, const char *fmt, ...)
{
    va_list ap;
    int len;

    va_start(ap, fmt);
    len = vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    if (len < 0)
        e->text[0] = '\0';
    else if ((size_t)len >= sizeof e->text)
        drop_cut_character(e->text);
    blank_controls(e->text);
    return -1;
}
