/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_names.c - a line that opens with a mentor's name begins what is said
 * of that mentor; the lines below belong to it up to an empty line or the next
 * name. Where nothing else was asked of the coordinator she writes just that. */
#include "reports/contact_names.h"
#include "sheets/table.h"

#include <ctype.h>
#include <string.h>

#define LONGEST_NAME 100

/* Where the words begin after "Ana:", "1. Ana -"; NULL where the line opens with no name. The name
 * comes in *name. */
static const char *after_name(struct arena *a, const char *line, size_t len, const char **name)
{
    static const char *const ends[] = {":", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 "};
    size_t start = 0, first = len, end_len = 0;

    while (start < len && (isdigit((unsigned char)line[start]) || strchr(" .)*-\t", line[start])))
        start++;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *found = memmem(line + start, len - start, ends[i], strlen(ends[i]));
        if (found && (size_t)(found - line) < first) {
            first = (size_t)(found - line);
            end_len = strlen(ends[i]);
        }
    }
    if (first == len || first == start || first - start > LONGEST_NAME)
        return NULL;
    *name = arena_strndup(a, line + start, first - start);
    return line + first + end_len;
}

static bool is_first_name(struct arena *a, const char *name, const char *of)
{
    return heading_equal(arena_strndup(a, of, strcspn(of, " ")), name);
}

/* By the full name, else by a first name that is nobody else's. */
static struct contact_row *named(struct arena *a, const char *name, struct contact_form *f)
{
    struct contact_row *found = NULL;

    for (size_t i = 0; i < f->rows_count; i++)
        if (heading_equal(f->rows[i].name, name))
            return &f->rows[i];
    for (size_t i = 0; i < f->rows_count; i++) {
        if (!is_first_name(a, name, f->rows[i].name))
            continue;
        if (found)
            return NULL;
        found = &f->rows[i];
    }
    return found;
}

static void trim(const char **s, size_t *len)
{
    while (*len && isspace((unsigned char)**s))
        (*s)++, (*len)--;
    while (*len && isspace((unsigned char)(*s)[*len - 1]))
        (*len)--;
}

/* A line after the last one: the first of an answer replaces what an earlier
 * answer said. */
static void add_words(struct arena *a, const char **to, bool fresh, const char *s, size_t len)
{
    const char *before = fresh ? NULL : *to;

    trim(&s, &len);
    if (!len && fresh)
        *to = NULL;
    if (len)
        *to = before && *before ? arena_printf(a, "%s %.*s", before, (int)len, s)
                                : arena_strndup(a, s, len);
}

const char *contact_words_share(struct arena *a, const char *text, struct contact_form *form)
{
    const char *rest = "";
    struct contact_row *row = NULL;

    while (*text) {
        size_t len = strcspn(text, "\n");
        const char *line = text, *end = text + len, *name;
        const char *words = after_name(a, line, len, &name);
        struct contact_row *next = words ? named(a, name, form) : NULL;

        if (next)
            row = next;
        else
            words = line;
        add_words(a, row ? &row->answer : &rest, next != NULL, words, (size_t)(end - words));
        if (strspn(line, " \t\r") >= len)
            row = NULL;
        text = end + (*end == '\n');
    }
    return rest;
}
