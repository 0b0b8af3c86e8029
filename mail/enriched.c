/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/enriched.h"
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define COMMAND_BYTES 62 /* the longest that the RFC allows, with its brackets */

struct enriched {
    char *out;
    size_t len;
    unsigned nofill, param; /* how many of them are open; a comment counts as a parameter */
    bool richtext;
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

static void put(struct enriched *e, char c)
{
    if (!e->param)
        e->out[e->len++] = c;
}

static bool is_named(const char *name, const char *what)
{
    size_t n = strlen(what);
    return strncasecmp(name, what, n) == 0 && name[n] == '>';
}

static void take_command(struct enriched *e, const char *s)
{
    bool closing = s[1] == '/';
    const char *name = s + 1 + closing;
    if (is_named(name, "nofill"))
        note(&e->nofill, closing);
    else if (is_named(name, "param") || (e->richtext && is_named(name, "comment")))
        note(&e->param, closing);
    else if (e->richtext && is_named(name, "lt"))
        put(e, '<');
    else if (e->richtext && (is_named(name, "nl") || is_named(name, "np") ||
                             (closing && is_named(name, "paragraph"))))
        put(e, '\n');
}

static size_t take_newlines(struct enriched *e, const char *s)
{
    size_t n = strspn(s, "\n"), kept = e->richtext ? 0 : e->nofill ? n : n - 1;
    if (!kept)
        put(e, ' ');
    for (size_t i = 0; i < kept; i++)
        put(e, '\n');
    return n;
}

char *enriched_undo(struct arena *a, const char *text, bool richtext)
{
    struct enriched e = {.out = arena_alloc(a, strlen(text) + 1), .richtext = richtext};
    for (const char *s = text; *s;) {
        size_t command = *s == '<' && (richtext || s[1] != '<') ? command_size(s) : 0;
        if (command) {
            take_command(&e, s);
            s += command;
        } else if (*s == '\n') {
            s += take_newlines(&e, s);
        } else {
            put(&e, *s);
            s += !richtext && s[0] == '<' && s[1] == '<' ? 2 : 1;
        }
    }
    e.out[e.len] = '\0';
    return e.out;
}
