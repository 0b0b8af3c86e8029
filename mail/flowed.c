/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/flowed.h"
#include <string.h>

/* A physical line: quotation marks, then the body without space-stuffing. */
struct physical {
    size_t depth;
    const char *body;
    size_t len;
    bool flows;
};

static struct physical physical_at(const char *line, size_t len)
{
    struct physical p = {.depth = strspn(line, ">")};
    size_t skip = p.depth;
    if (skip < len && line[skip] == ' ')
        skip++;
    p.body = line + skip;
    p.len = len - skip;
    bool signature = p.len == 3 && memcmp(p.body, "-- ", 3) == 0;
    p.flows = p.len && p.body[p.len - 1] == ' ' && !signature;
    return p;
}

char *flowed_undo(struct arena *a, const char *text, bool delsp)
{
    /* At most one blank is added to a line, between its marks and its body. */
    char *out = arena_alloc(a, strlen(text) * 2 + 2), *to = out;
    struct physical last = {0};
    for (const char *line = text; *line;) {
        const char *end = strchrnul(line, '\n');
        struct physical p = physical_at(line, (size_t)(end - line));
        if (last.flows && last.depth == p.depth) {
            to--; /* the newline */
        } else if (p.depth) {
            memset(to, '>', p.depth);
            to += p.depth;
            *to++ = ' ';
        }
        size_t len = p.len - (p.flows && delsp);
        memcpy(to, p.body, len);
        to += len;
        *to++ = '\n';
        last = p;
        line = end + (*end == '\n');
    }
    *to = '\0';
    return out;
}
