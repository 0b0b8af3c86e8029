/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tags of a letter: {{name}}, {{#name}}, {{^name}}, {{/name}}, {{! }}. */
#include "templates/internal.h"
#include <ctype.h>
#include <string.h>

struct section {
    struct piece *piece;
    struct piece **outer_end; /* where the pieces behind the section go on */
    const struct letter_field *outer_within;
};

struct scanner {
    struct letter *letter;
    struct diags *diags;
    const char *start, *at, *end;
    struct pos pos;      /* of at */
    struct piece **tail; /* where the next piece goes */
    const struct letter_field *within;
    struct section open[MOST_SECTIONS];
    size_t depth;
};

struct tag {
    char sigil; /* 0 for a value */
    const char *name;
    struct pos pos;
    const char *begin, *end; /* the whole tag, or with the line that it has to itself */
};

bool is_field_name(const char *name)
{
    bool part_begins = true;

    for (const char *c = name; *c; c++) {
        bool letter = *c >= 'a' && *c <= 'z';

        if (part_begins ? !letter : !letter && !strchr("0123456789_-.", *c))
            return false;
        part_begins = *c == '.';
    }
    return !part_begins;
}

static void advance(struct pos *pos, const char *from, const char *to)
{
    for (; from < to; from++) {
        if (*from == '\n') {
            pos->line++;
            pos->column = 1;
        } else if (((unsigned char)*from & 0xc0) != 0x80)
            pos->column++;
    }
}

static struct piece *add_piece(struct scanner *s, enum piece_kind kind, const char *text,
                               struct pos pos)
{
    struct piece *p = arena_new_of(s->letter->arena, struct piece);

    p->kind = kind;
    p->text = text;
    p->pos = pos;
    *s->tail = p;
    s->tail = &p->next;
    return p;
}

/* "from.name" of "{from.name}"; NULL where the brace opens no such thing. A dot between small
 * letters is no prose. */
static const char *name_in_single_braces(const struct scanner *s, const char *open, const char *to)
{
    const char *end = open + 1, *name;

    while (end < to && (isalnum((unsigned char)*end) || strchr("_.-", *end)))
        end++;
    if (end == to || *end != '}' || !memchr(open, '.', (size_t)(end - open)))
        return NULL;
    name = arena_strndup(s->letter->arena, open + 1, (size_t)(end - open - 1));
    return is_field_name(name) ? name : NULL;
}

static void refuse_single_braces(struct scanner *s, const char *from, const char *to)
{
    struct pos pos = s->pos;

    for (const char *at = from; (at = memchr(at, '{', (size_t)(to - at))); at++) {
        bool second = at > from && at[-1] == '{'; /* of a tag that is never closed */
        const char *name = second ? NULL : name_in_single_braces(s, at, to);

        if (!name)
            continue;
        advance(&pos, from, at);
        diag_error(s->diags, pos, "a field stands in two braces: write {{%s}}", name);
        from = at;
    }
}

static void add_text(struct scanner *s, const char *from, const char *to)
{
    if (to > from)
        add_piece(s, PIECE_TEXT, from, s->pos)->len = (size_t)(to - from);
    refuse_single_braces(s, from, to);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A section's tag that has a line to itself takes the whole line with it. */
static void widen_to_line(const struct scanner *s, struct tag *tag)
{
    const char *before = tag->begin, *after = tag->end;

    while (before > s->start && is_blank(before[-1]))
        before--;
    while (after < s->end && is_blank(*after))
        after++;
    if ((before > s->start && before[-1] != '\n') || (after < s->end && *after != '\n'))
        return;
    tag->begin = before;
    tag->end = after < s->end ? after + 1 : after;
}

/* One that does not break is a slip of the keyboard. */
static bool is_wide_blank(const char *s)
{
    return memcmp(s, "\xc2\xa0", 2) == 0;
}

/* The name between the braces; sigil and blanks are taken off. */
static void read_name(const struct scanner *s, struct tag *tag, const char *from, const char *to)
{
    if (from < to && strchr("#^/!", *from))
        tag->sigil = *from++;
    while (from < to && (is_blank(*from) || (to - from > 1 && is_wide_blank(from))))
        from += is_blank(*from) ? 1 : 2;
    while (to > from && (is_blank(to[-1]) || (to - from > 1 && is_wide_blank(to - 2))))
        to -= is_blank(to[-1]) ? 1 : 2;
    tag->name = arena_strndup(s->letter->arena, from, (size_t)(to - from));
}

/* The next tag at or after s->at. 1, or 0 where none is left. */
static int next_tag(struct scanner *s, struct tag *tag)
{
    const char *open = memmem(s->at, (size_t)(s->end - s->at), "{{", 2);
    const char *close;

    if (!open)
        return 0;
    *tag = (struct tag){.begin = open, .pos = s->pos};
    advance(&tag->pos, s->at, open);
    close = memmem(open + 2, (size_t)(s->end - open - 2), "}}", 2);
    if (!close) {
        diag_error(s->diags, tag->pos, "this tag is never closed: \"}}\" is missing");
        return 0;
    }
    read_name(s, tag, open + 2, close);
    tag->end = close + 2;
    if (tag->sigil)
        widen_to_line(s, tag);
    return 1;
}

static void open_section(struct scanner *s, const struct tag *tag)
{
    bool repeated = tag->sigil == '#';
    const struct letter_field *field = letter_note_field(
        s->letter, tag->name, tag->pos, repeated ? USE_SECTION : USE_UNLESS, s->within);
    struct piece *p;

    if (s->depth == MOST_SECTIONS) {
        diag_error(s->diags, tag->pos, "sections are nested too deeply");
        return;
    }
    p = add_piece(s, repeated ? PIECE_SECTION : PIECE_UNLESS, tag->name, tag->pos);
    s->open[s->depth++] = (struct section){p, s->tail, s->within};
    s->tail = &p->first;
    if (repeated)
        s->within = field;
}

static void close_section(struct scanner *s, const struct tag *tag)
{
    const struct section *section;

    if (s->depth == 0) {
        diag_error(s->diags, tag->pos, "{{/%s}} closes a section that was never opened", tag->name);
        return;
    }
    section = &s->open[s->depth - 1];
    if (strcmp(section->piece->text, tag->name) != 0) {
        diag_error(s->diags, tag->pos,
                   "{{/%s}} stands where the section \"%s\" of line %d must be closed first",
                   tag->name, section->piece->text, section->piece->pos.line);
    }
    s->tail = section->outer_end;
    s->within = section->outer_within;
    s->depth--;
}

static void take_tag(struct scanner *s, const struct tag *tag)
{
    if (tag->sigil == '!')
        return;
    if (!is_field_name(tag->name))
        diag_error(s->diags, tag->pos,
                   "\"%s\" is no name of a field: small letters, digits, _ and dots, such as "
                   "{{mentor.first_name}}",
                   tag->name);
    else if (tag->sigil == '/')
        close_section(s, tag);
    else if (tag->sigil)
        open_section(s, tag);
    else {
        letter_note_field(s->letter, tag->name, tag->pos, USE_VALUE, s->within);
        add_piece(s, PIECE_VALUE, tag->name, tag->pos);
    }
}

int pieces_parse(struct letter *l, const char *text, size_t len, struct pos pos, struct piece **out,
                 struct diags *d)
{
    struct scanner s = {.letter = l,
                        .diags = d,
                        .start = text,
                        .at = text,
                        .end = text + len,
                        .pos = pos,
                        .tail = out};
    size_t errors = d->errors;
    struct tag tag;

    while (next_tag(&s, &tag)) {
        add_text(&s, s.at, tag.begin);
        take_tag(&s, &tag);
        advance(&s.pos, s.at, tag.end);
        s.at = tag.end;
    }
    add_text(&s, s.at, s.end);
    while (s.depth > 0) {
        const struct piece *p = s.open[--s.depth].piece;

        diag_error(d, p->pos, "the section \"%s\" is never closed", p->text);
    }
    return d->errors == errors ? 0 : -1;
}
