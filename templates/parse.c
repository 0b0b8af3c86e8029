/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"
#include "templates/fill.h"
#include "yaml/yaml.h"
#include <string.h>

static const struct ykey LETTER_KEYS[] = {
    {"subject", YKEY_REQUIRED | YKEY_SCALAR, "the subject line of the letter"},
    {"reply", YKEY_SCALAR, "one sentence on how to answer; it closes the letter"},
    {"needs", YKEY_SCALAR | YKEY_LIST, "fields that must not be empty"},
    {0},
};

/* The file in two parts; both are ranges of one copy with plain line ends. */
struct parts {
    const char *front;
    size_t front_len; /* with the opening "---", so that YAML counts lines as the file does */
    const char *body;
    size_t body_len;
    int body_line;
};

static struct pos whole_file(const struct letter *l)
{
    return (struct pos){.file = l->path};
}

/* Drops a byte order mark; each end of a line becomes "\n". */
static char *plain_lines(struct arena *a, const char *bytes, size_t *len)
{
    char *copy = arena_alloc(a, *len + 1);
    size_t from = *len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, to = 0;

    for (; from < *len; from++) {
        if (bytes[from] != '\r')
            copy[to++] = bytes[from];
        else if (from + 1 == *len || bytes[from + 1] != '\n')
            copy[to++] = '\n';
    }
    *len = to;
    return copy;
}

static int check_bytes(const struct letter *l, const char *bytes, size_t len, struct diags *d)
{
    struct pos pos = {.file = l->path, .line = 1};
    size_t good = utf8_check(bytes, len);
    const char *nul = memchr(bytes, '\0', good), *line = bytes;

    if (nul)
        good = (size_t)(nul - bytes);
    for (size_t i = 0; i < good; i++) {
        pos.line += bytes[i] == '\n';
        line = bytes[i] == '\n' ? bytes + i + 1 : line;
    }
    pos.column = (int)utf8_count(line, (size_t)(bytes + good - line)) + 1;
    if (good < len) {
        diag_error(d, pos, "the letter is not a text in UTF-8: save the file as UTF-8");
        return -1;
    }
    if (memmem(bytes, len, MARK_OPEN, 3) || memmem(bytes, len, MARK_CLOSE, 3)) {
        diag_error(d, whole_file(l), "the letter holds the reserved character U+FDD0 or U+FDD1");
        return -1;
    }
    return 0;
}

/* Whether the line at s is "---", blanks behind it allowed. */
static bool is_fence(const char *s, const char *line_end)
{
    if (line_end - s < 3 || memcmp(s, "---", 3) != 0)
        return false;
    for (s += 3; s < line_end && (*s == ' ' || *s == '\t'); s++)
        ;
    return s == line_end;
}

static const char *line_end(const char *s, const char *end)
{
    const char *newline = memchr(s, '\n', (size_t)(end - s));

    return newline ? newline : end;
}

static int split(const struct letter *l, const char *text, size_t len, struct parts *parts,
                 struct diags *d)
{
    const char *end = text + len, *line = line_end(text, end);
    struct pos first = {.file = l->path, .line = 1, .column = 1};
    int number = 1;

    if (!is_fence(text, line)) {
        diag_error(d, first,
                   "a letter begins with a line \"---\", its subject and another "
                   "\"---\"");
        return -1;
    }
    while (line < end) {
        const char *start = line + 1;

        number++;
        line = line_end(start, end);
        if (is_fence(start, line)) {
            const char *body = line < end ? line + 1 : end;

            *parts = (struct parts){text, (size_t)(start - text), body, (size_t)(end - body),
                                    number + 1};
            return 0;
        }
    }
    diag_error(d, first, "the line \"---\" that closes the subject and its company is missing");
    return -1;
}

const struct letter_field *letter_note_field(struct letter *l, const char *name, struct pos pos,
                                             enum letter_use use, const struct letter_field *within)
{
    struct letter_field *f = arena_new_of(l->arena, struct letter_field);

    *f = (struct letter_field){.name = name, .pos = pos, .use = use, .within = within};
    if (l->last_field)
        l->last_field->next = f;
    else
        l->first_field = f;
    l->last_field = f;
    return f;
}

/* The text of a scalar begins behind its quotation mark; in a block, or after
 * an escape, the column is a near guess. */
static int parse_scalar(struct letter *l, const struct ynode *n, struct piece **out,
                        struct diags *d)
{
    struct pos pos = n->pos;

    pos.column += n->quoted;
    return pieces_parse(l, n->text, strlen(n->text), pos, out, d);
}

static int parse_needs(struct letter *l, const struct ynode *n, struct diags *d)
{
    const char **names = ynode_strings(l->arena, n, NULL, d);
    const struct ynode *item = n->kind == YNODE_LIST ? n->first : n;
    int result = names ? 0 : -1;

    for (; names && *names; names++, item = item->next) {
        if (!is_field_name(*names)) {
            diag_error(d, item->pos,
                       "\"%s\" is no name of a field: several stand in [ ], with commas", *names);
            result = -1;
        } else
            letter_note_field(l, *names, item->pos, USE_NEED, NULL);
    }
    return result;
}

static int parse_front(struct letter *l, const struct parts *parts, struct diags *d)
{
    const struct ynode *map = yaml_parse(l->arena, l->path, parts->front, parts->front_len, d);
    const struct ynode *n;
    int result = 0;

    if (!map || ynode_check(map, LETTER_KEYS, "the head of a letter", d) < 0)
        return -1;
    if (parse_scalar(l, ynode_get(map, "subject"), &l->subject, d) < 0)
        result = -1;
    if ((n = ynode_get(map, "reply")) &&
        (parse_scalar(l, n, &l->reply, d) < 0 || markdown_check(l, n->text, n->pos.line, d) < 0))
        result = -1;
    if ((n = ynode_get(map, "needs")) && parse_needs(l, n, d) < 0)
        result = -1;
    return result;
}

static int parse_body(struct letter *l, const struct parts *parts, struct diags *d)
{
    struct pos pos = {.file = l->path, .line = parts->body_line, .column = 1};
    const char *body = parts->body;
    int result;

    if (strspn(body, " \t\n") == parts->body_len) {
        diag_error(d, whole_file(l), "the letter has no text below its subject");
        return -1;
    }
    result = pieces_parse(l, body, parts->body_len, pos, &l->body, d);
    return markdown_check(l, body, parts->body_line, d) < 0 ? -1 : result;
}

/* The LANG of NAME.LANG.md: two or three letters, then perhaps -REGION. */
static const char *language_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strchr(name, '.'), *last = strrchr(name, '.');
    size_t letters, len;

    if (!dot || dot == last)
        return "en";
    while (strchr(dot + 1, '.') != last)
        dot = strchr(dot + 1, '.');
    dot++;
    len = (size_t)(last - dot);
    letters = strspn(dot, "abcdefghijklmnopqrstuvwxyz");
    if (letters < 2 || letters > 3 || len > 12 || (letters != len && dot[letters] != '-') ||
        strspn(dot, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") < len)
        return "en";
    return arena_strndup(a, dot, len);
}

struct letter *letter_parse(struct arena *a, const char *path, const char *bytes, size_t len,
                            struct diags *d)
{
    struct letter *l = arena_new_of(a, struct letter);
    struct parts parts;
    const char *text;
    int result;

    l->arena = a;
    l->path = arena_strdup(a, path);
    l->language = language_of(a, path);
    if (len > LETTER_MAX_BYTES) {
        diag_error(d, whole_file(l), "the letter is larger than %d KiB", LETTER_MAX_BYTES / 1024);
        return NULL;
    }
    text = plain_lines(a, bytes, &len);
    if (check_bytes(l, text, len, d) < 0 || split(l, text, len, &parts, d) < 0)
        return NULL;
    result = parse_front(l, &parts, d);
    return parse_body(l, &parts, d) < 0 || result < 0 ? NULL : l;
}

const char *letter_language(const struct letter *l)
{
    return l->language;
}

const struct letter_field *letter_fields(const struct letter *l)
{
    return l->first_field;
}

/* What stands before ", {{to.first_name}}" loses its comma. */
static size_t before_name(const struct piece *p)
{
    size_t len = p->len;

    if (!p->next || p->next->kind != PIECE_VALUE)
        return len;
    while (len > 0 && (p->text[len - 1] == ' ' || p->text[len - 1] == ','))
        len--;
    return len;
}

const char *letter_fixed_subject(const struct letter *l, struct arena *a)
{
    const char *out = "";

    for (const struct piece *p = l->subject; p; p = p->next) {
        if (p->kind == PIECE_TEXT)
            out = arena_printf(a, "%s%.*s", out, (int)before_name(p), p->text);
        else if (strcmp(p->text, p->kind == PIECE_VALUE ? "to.first_name" : "reminder") != 0 ||
                 p->kind == PIECE_UNLESS)
            return NULL;
    }
    return *out ? out : NULL;
}

bool letter_speaks_of(const struct letter *l, const char *name)
{
    size_t len = strlen(name);

    for (const struct letter_field *f = l->first_field; f; f = f->next)
        if (!strncmp(f->name, name, len) && (!f->name[len] || f->name[len] == '.'))
            return true;
    return false;
}
