/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/enriched.h"
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define COMMAND_BYTES 62 /* the longest that the RFC allows, with its brackets */

struct enriched {
    char *out;
    size_t len;
    unsigned nofill, param; /* how many of them are open */
};

/* "<bold>", "</bold>": its size, 0 where s is none. */
static size_t command_size(const char *s)
{
    size_t n = 1 + (s[1] == '/');
    while (n < COMMAND_BYTES && s[n] && !strchr("<> \n", s[n]))
        n++;
    return n < COMMAND_BYTES && s[n] == '>' && n > 1 ? n + 1 : 0;
}

static void note(unsigned *open, bool closing)
{
    if (!closing)
        ++*open;
    else if (*open)
        --*open;
}

static void take_command(struct enriched *e, const char *s)
{
    bool closing = s[1] == '/';
    const char *name = s + 1 + closing;
    if (strncasecmp(name, "nofill>", 7) == 0)
        note(&e->nofill, closing);
    else if (strncasecmp(name, "param>", 6) == 0)
        note(&e->param, closing);
}

static void put(struct enriched *e, char c)
{
    if (!e->param)
        e->out[e->len++] = c;
}

static size_t take_newlines(struct enriched *e, const char *s)
{
    size_t n = strspn(s, "\n"), kept = e->nofill ? n : n - 1;
    if (!kept)
        put(e, ' ');
    for (size_t i = 0; i < kept; i++)
        put(e, '\n');
    return n;
}

char *enriched_undo(struct arena *a, const char *text)
{
    struct enriched e = {.out = arena_alloc(a, strlen(text) + 1)};
    for (const char *s = text; *s;) {
        size_t command = *s == '<' && s[1] != '<' ? command_size(s) : 0;
        if (command) {
            take_command(&e, s);
            s += command;
        } else if (*s == '\n') {
            s += take_newlines(&e, s);
        } else {
            put(&e, *s);
            s += s[0] == '<' && s[1] == '<' ? 2 : 1;
        }
    }
    e.out[e.len] = '\0';
    return e.out;
}
