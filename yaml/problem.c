/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "yaml/problem.h"
#include "base/utf8.h"
#include <stdbool.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t len;
};

/* --- in plain words ------------------------------------------------------------------------------
 */

struct plain_words {
    const char *problem; /* libyaml's words, or the beginning of them */
    const char *text;
};

static const struct plain_words PLAIN_WORDS[] = {
    {"mapping values are not allowed",
     "a colon is not expected here: check the indentation, and put a text that contains \": \" in "
     "quotes"},
    {"could not find expected ':'",
     "a line without a colon and a blank behind it: write \"key: value\""},
    {"did not find expected key",
     "this does not fit the map that it stands in: check the indentation"},
    {"did not find expected '-' indicator",
     "this does not fit the list that it stands in: check the indentation"},
    {"block sequence entries are not allowed",
     "a list can't begin here: put each \"- \" on a line of its own"},
    {"did not find expected ',' or ']'", "a list in [ ] lacks a comma or its \"]\""},
    {"did not find expected ',' or '}'", "a map in { } lacks a comma or its \"}\""},
    {"found character that cannot start",
     "a text can't begin with this character: put it in quotes"},
    {"did not find expected alphabetic or numeric",
     "a text that begins with * or & must be put in quotes"},
    {"found unknown escape character",
     "an unknown \\ in double quotes: write \\\\ for a backslash, or use single quotes"},
    {"found unexpected end of stream", "quotes are opened here and never closed"},
    {"control characters are not allowed", "the file holds a control character"},
    {"did not find expected <document start>",
     "this line does not belong to what stands before it: check the indentation"},
};

static const char *in_plain_words(const char *problem)
{
    for (size_t i = 0; i < sizeof PLAIN_WORDS / sizeof *PLAIN_WORDS; i++) {
        const char *known = PLAIN_WORDS[i].problem;

        if (strncmp(problem, known, strlen(known)) == 0)
            return PLAIN_WORDS[i].text;
    }
    return problem;
}

/* --- slips ---------------------------------------------------------------------------------------
 */

/* The line that stands there (from 0), and its length. */
static const char *line_at(const struct text *t, size_t line, size_t *len)
{
    const char *s = t->bytes, *end = t->bytes + t->len, *newline;

    for (; line > 0 && (newline = memchr(s, '\n', (size_t)(end - s))); line--)
        s = newline + 1;
    newline = memchr(s, '\n', (size_t)(end - s));
    *len = (size_t)((newline ? newline : end) - s);
    return s;
}

/* What is plain to see in the line, and libyaml only stumbles over. */
struct slip {
    const char *text; /* NULL: none */
    int column;
};

/* Where the line has a non-breaking space that YAML wants to be a blank: before its first word, or
 * behind a colon or dash. */
static const char *strange_blank(const char *s, size_t len)
{
    const char *at = memmem(s, len, "\xc2\xa0", 2);

    return at && (at == s + strspn(s, " ") || at[-1] == ':' || at[-1] == '-') ? at : NULL;
}

static struct slip slip_of_blanks(const struct text *t, size_t line)
{
    size_t len;
    const char *s = line_at(t, line, &len), *strange = strange_blank(s, len);

    for (size_t i = 0; i < len && (s[i] == ' ' || s[i] == '\t'); i++)
        if (s[i] == '\t')
            return (struct slip){"a tab indents this line: YAML allows only spaces there",
                                 (int)i + 1};
    if (strange)
        return (struct slip){YAML_STRANGE_BLANK, (int)utf8_count(s, (size_t)(strange - s)) + 1};
    return (struct slip){0};
}

/* "-send: hello" in a list. */
static struct slip slip_of_dash(const struct text *t, size_t line)
{
    size_t len, at;
    const char *s = line_at(t, line, &len);

    for (at = 0; at < len && s[at] == ' '; at++)
        ;
    if (at + 1 < len && s[at] == '-' && s[at + 1] != ' ' && s[at + 1] != '-')
        return (struct slip){"a blank must follow the dash: write \"- \"", (int)at + 1};
    return (struct slip){0};
}

/* 'Anna's visits': the text ended before somebody thought it did. */
static struct slip slip_of_quotes(const struct text *t, yaml_mark_t mark)
{
    size_t len;
    const char *s = line_at(t, mark.line, &len), *at = s;

    for (size_t i = 0; i < mark.column && at < s + len; i++)
        utf8_next(&at, s + len);
    while (at > s && at[-1] == ' ')
        at--;
    if (at > s && at[-1] == '\'')
        return (struct slip){"the text in quotes ends before this: write an apostrophe in it twice "
                             "(''), or put the text in \"...\"",
                             (int)mark.column + 1};
    if (at > s && at[-1] == '"')
        return (struct slip){"the text in quotes ends before this: write \\\" for a quotation mark "
                             "in it, or put the text in '...'",
                             (int)mark.column + 1};
    return (struct slip){0};
}

static bool begins(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static struct slip find_slip(const struct text *t, const char *problem, yaml_mark_t mark)
{
    struct slip slip = slip_of_blanks(t, mark.line);

    if (!slip.text && begins(problem, "did not find expected '-'"))
        slip = slip_of_dash(t, mark.line);
    if (!slip.text && (begins(problem, "did not find expected key") ||
                       begins(problem, "did not find expected ','") ||
                       begins(problem, "did not find expected <document")))
        slip = slip_of_quotes(t, mark);
    return slip;
}

/* Where it is best looked for: of a quotation mark or a key without a colon libyaml tells the end
 * of what it read besides. */
static yaml_mark_t mark_of_problem(const yaml_parser_t *p, const char *problem)
{
    return begins(problem, "found unexpected end of stream") ||
                   begins(problem, "could not find expected ':'")
               ? p->context_mark
               : p->problem_mark;
}

struct yaml_problem yaml_problem_find(struct arena *a, const char *bytes, size_t len,
                                      const yaml_parser_t *p)
{
    const char *problem = p->problem ? p->problem : "this is no YAML";
    yaml_mark_t mark = mark_of_problem(p, problem);
    struct yaml_problem out = {in_plain_words(problem), (int)mark.line + 1, (int)mark.column + 1};
    struct slip slip;

    if (p->error == YAML_READER_ERROR) {
        out.line = out.column = 0;
        return out;
    }
    slip = find_slip(&(struct text){bytes, len}, problem, mark);
    if (slip.text) {
        out.text = slip.text;
        out.column = slip.column;
    } else if (begins(problem, "did not find expected ','") && p->context_mark.line != mark.line)
        out.text = arena_printf(a, "%s; it begins in line %zu", out.text, p->context_mark.line + 1);
    return out;
}
