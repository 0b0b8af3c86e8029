/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libyaml's events into nodes. Anchors, aliases, tags and further documents
 * are refused as they go by, so that nothing can be made to grow; the depth is
 * counted here, before libyaml's own, much larger, limit is reached. */
#include "base/utf8.h"
#include "yaml/problem.h"
#include "yaml/yaml.h"
#include <stdlib.h>
#include <string.h>

/* A file that is no rule file at all should not fill screens. */
#define MOST_BREACHES 20

struct reader {
    yaml_parser_t parser;
    yaml_event_t event;
    struct arena *arena;
    const char *file;
    const char *bytes;
    size_t len;
    struct diags *diags;
    size_t nodes;
    size_t breaches;
};

static struct pos place(const struct reader *r, yaml_mark_t mark)
{
    return (struct pos){
        .file = r->file, .line = (int)mark.line + 1, .column = (int)mark.column + 1};
}

static void breach(struct reader *r, struct pos pos, const char *text)
{
    diag_error(r->diags, pos, "%s", text);
    r->breaches++;
}

static void report_problem(struct reader *r)
{
    struct yaml_problem problem = yaml_problem_find(r->arena, r->bytes, r->len, &r->parser);

    breach(r,
           problem.line ? (struct pos){r->file, problem.line, problem.column}
                        : (struct pos){.file = r->file},
           problem.text);
}

/* --- events into nodes --------------------------------------------------------------------------
 */

static int next_event(struct reader *r)
{
    yaml_event_delete(&r->event);
    if (r->breaches >= MOST_BREACHES)
        return -1;
    if (yaml_parser_parse(&r->parser, &r->event))
        return 0;
    report_problem(r);
    return -1;
}

static void refuse_anchor_and_tag(struct reader *r, const yaml_char_t *anchor,
                                  const yaml_char_t *tag)
{
    struct pos pos = place(r, r->event.start_mark);

    if (anchor)
        breach(r, pos, "anchors (&name) are not used here: write the value out");
    if (tag)
        breach(r, pos, "tags (!name) are not used here: a text that begins with ! must be quoted");
}

static struct ynode *node_new(struct reader *r, enum ynode_kind kind)
{
    struct ynode *n;

    if (++r->nodes > YAML_MAX_NODES) {
        breach(r, place(r, r->event.start_mark), "the file holds too many values");
        return NULL;
    }
    n = arena_new_of(r->arena, struct ynode);
    n->text = kind == YNODE_SCALAR ? "" : NULL;
    n->kind = kind;
    n->pos = place(r, r->event.start_mark);
    return n;
}

/* Outside quotes a non-breaking space is a slip of the keyboard, which nobody could see. */
static char *plain_blanks(char *text)
{
    char *to = text;

    for (const char *s = text; *s; s++) {
        bool strange = s[0] == '\xc2' && s[1] == '\xa0';
        *to++ = strange ? ' ' : *s;
        s += strange;
    }
    *to = '\0';
    return text;
}

static bool is_typographic_mark(const char *s)
{
    static const char *const marks[] = {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e",
                                        "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9a"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(s, marks[i], 3) == 0)
            return true;
    return false;
}

/* “10:00”, as word processors write it. */
static void warn_of_typographic_quotes(struct reader *r, const struct ynode *n)
{
    size_t len = strlen(n->text);

    if (len >= 6 && is_typographic_mark(n->text) && is_typographic_mark(n->text + len - 3))
        diag_warning(r->diags, n->pos,
                     "these quotation marks are typographic ones, and become part of the text: "
                     "write straight ones, \"...\"");
}

static struct ynode *read_scalar(struct reader *r)
{
    const char *text = (const char *)r->event.data.scalar.value;
    size_t len = r->event.data.scalar.length;
    struct ynode *n = node_new(r, YNODE_SCALAR);

    if (!n)
        return NULL;
    refuse_anchor_and_tag(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
    if (memchr(text, '\0', len))
        breach(r, n->pos, "the text holds a NUL character");
    n->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    n->text = !n->quoted && strcmp(text, "~") == 0 ? "" : arena_strndup(r->arena, text, len);
    if (!n->quoted) {
        n->text = plain_blanks(arena_strdup(r->arena, n->text));
        warn_of_typographic_quotes(r, n);
    }
    return n;
}

static struct ynode *read_node(struct reader *r, int depth);

static struct ynode *read_list(struct reader *r, int depth)
{
    struct ynode *list = node_new(r, YNODE_LIST);
    struct ynode **end;

    if (!list)
        return NULL;
    refuse_anchor_and_tag(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
    for (end = &list->first;; end = &(*end)->next) {
        if (next_event(r) < 0)
            return NULL;
        if (r->event.type == YAML_SEQUENCE_END_EVENT)
            return list;
        *end = read_node(r, depth + 1);
        if (!*end)
            return NULL;
        list->count++;
    }
}

/* A key is a scalar; "subject: {{name}}" without quotes is the usual way to
 * write something else. */
static const char *read_key(struct reader *r, struct pos *pos)
{
    *pos = place(r, r->event.start_mark);
    if (r->event.type != YAML_SCALAR_EVENT) {
        breach(r, *pos,
               "a key must be a word: a text that begins with { or [ must be put in quotes");
        return NULL;
    }
    refuse_anchor_and_tag(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
    if (r->event.data.scalar.length == 0)
        breach(r, *pos, "a key is missing before the colon");
    if (strncmp((const char *)r->event.data.scalar.value, "\xc2\xa0", 2) == 0)
        breach(r, *pos, YAML_STRANGE_BLANK);
    return arena_strndup(r->arena, (const char *)r->event.data.scalar.value,
                         r->event.data.scalar.length);
}

static int compare_keys(const void *left, const void *right)
{
    const struct ynode *l = *(struct ynode *const *)left, *r = *(struct ynode *const *)right;
    int by_key = strcmp(l->key, r->key);

    if (by_key)
        return by_key;
    if (l->key_pos.line != r->key_pos.line)
        return l->key_pos.line < r->key_pos.line ? -1 : 1;
    return l->key_pos.column < r->key_pos.column ? -1 : 1;
}

/* Sorted rather than compared each with each: a map may have thousands. */
static void refuse_duplicates(struct reader *r, const struct ynode *map)
{
    struct ynode **sorted = arena_array(r->arena, map->count, sizeof(struct ynode *));
    size_t count = 0, first = 0;

    for_each_child (n, map)
        sorted[count++] = n;
    qsort(sorted, count, sizeof(struct ynode *), compare_keys);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(sorted[i]->key, sorted[first]->key) != 0) {
            first = i;
            continue;
        }
        diag_error(r->diags, sorted[i]->key_pos,
                   "\"%s\" is given twice: it stands in line %d already", sorted[i]->key,
                   sorted[first]->key_pos.line);
        if (++r->breaches >= MOST_BREACHES)
            return;
    }
}

static struct ynode *read_map(struct reader *r, int depth)
{
    struct ynode *map = node_new(r, YNODE_MAP);
    struct ynode **end;

    if (!map)
        return NULL;
    refuse_anchor_and_tag(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
    for (end = &map->first;; end = &(*end)->next) {
        struct pos key_pos;
        const char *key;

        if (next_event(r) < 0)
            return NULL;
        if (r->event.type == YAML_MAPPING_END_EVENT)
            break;
        key = read_key(r, &key_pos);
        if (!key || next_event(r) < 0 || !(*end = read_node(r, depth + 1)))
            return NULL;
        (*end)->key = key;
        (*end)->key_pos = key_pos;
        map->count++;
    }
    if (map->count > 1)
        refuse_duplicates(r, map);
    return map;
}

static struct ynode *read_node(struct reader *r, int depth)
{
    struct pos pos = place(r, r->event.start_mark);

    if (depth > YAML_MAX_DEPTH) {
        breach(r, pos, "lists and maps are nested too deeply");
        return NULL;
    }
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(r, depth);
    case YAML_MAPPING_START_EVENT:
        return read_map(r, depth);
    case YAML_ALIAS_EVENT:
        breach(
            r, pos,
            "aliases (*name) are not used here: a text that begins with * must be put in quotes");
        return node_new(r, YNODE_SCALAR);
    default:
        breach(r, pos, "a value is missing");
        return NULL;
    }
}

static struct ynode *empty_map(struct reader *r)
{
    struct ynode *map = arena_new_of(r->arena, struct ynode);

    map->kind = YNODE_MAP;
    map->pos = (struct pos){.file = r->file, .line = 1, .column = 1};
    return map;
}

/* STREAM-START, then nothing or one document, then STREAM-END. */
static struct ynode *read_stream(struct reader *r)
{
    struct ynode *root;

    if (next_event(r) < 0 || next_event(r) < 0)
        return NULL;
    if (r->event.type == YAML_STREAM_END_EVENT)
        return empty_map(r);
    if (r->event.data.document_start.tag_directives.start !=
        r->event.data.document_start.tag_directives.end)
        breach(r, place(r, r->event.start_mark), "tag directives (%TAG) are not used here");
    if (next_event(r) < 0 || !(root = read_node(r, 1)))
        return NULL;
    if (next_event(r) < 0 || next_event(r) < 0)
        return NULL;
    if (r->event.type != YAML_STREAM_END_EVENT) {
        breach(r, place(r, r->event.start_mark),
               "a second document begins here: a file holds one only");
        return NULL;
    }
    if (root->kind == YNODE_SCALAR && !root->quoted && !*root->text)
        return empty_map(r);
    return root;
}

/* --- the bytes ----------------------------------------------------------------------------------
 */

static struct pos place_of_byte(const struct reader *r, size_t offset)
{
    struct pos pos = {.file = r->file, .line = 1};
    size_t line_start = 0;

    for (size_t i = 0; i < offset; i++) {
        if (r->bytes[i] == '\n') {
            pos.line++;
            line_start = i + 1;
        }
    }
    pos.column = (int)utf8_count(r->bytes + line_start, offset - line_start) + 1;
    return pos;
}

static int check_bytes(struct reader *r)
{
    const char *nul;
    size_t good;

    if (r->len > YAML_MAX_BYTES) {
        diag_error(r->diags, (struct pos){.file = r->file}, "the file is larger than %d KiB",
                   YAML_MAX_BYTES / 1024);
        return -1;
    }
    good = utf8_check(r->bytes, r->len);
    if (good < r->len) {
        breach(r, place_of_byte(r, good), "the text is not in UTF-8: save the file as UTF-8");
        return -1;
    }
    nul = memchr(r->bytes, '\0', r->len);
    if (nul) {
        breach(r, place_of_byte(r, (size_t)(nul - r->bytes)), "the file holds a NUL character");
        return -1;
    }
    return 0;
}

struct ynode *yaml_parse(struct arena *a, const char *file, const char *bytes, size_t len,
                         struct diags *d)
{
    struct reader r = {.arena = a, .diags = d, .file = arena_strdup(a, file)};
    struct ynode *root;

    if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    r.bytes = len ? bytes : "";
    r.len = len;
    if (check_bytes(&r) < 0)
        return NULL;
    if (!yaml_parser_initialize(&r.parser)) {
        breach(&r, (struct pos){.file = r.file}, "memory is out");
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.bytes, r.len);
    root = read_stream(&r);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    return r.breaches ? NULL : root;
}
