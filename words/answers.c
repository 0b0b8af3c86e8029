/* SPDX-License-Identifier: GPL-2.0-or-later */
/* First what is said by name ("Date reached: 12 Nov"), then, for a type of
 * which one field alone is still missing, the one value of that type that the
 * other lines hold. Two values, or one that may mean two things, are a
 * problem to be asked back, never a guess. */
#include "words/answer_values.h"
#include "words/fold.h"
#include <string.h>

#define MAX_LINES 400
#define MAX_LABEL 80 /* bytes of "name:" */

struct text_line {
    const char *text; /* without quotation marks and outer blanks */
    size_t len;
    bool quoted, used;
};

struct sheet {
    struct arena *arena;
    struct writer writer;
    struct answer_field *fields;
    size_t fields_count;
    struct text_line lines[MAX_LINES];
    size_t count;
};

static void add_line(struct sheet *s, const char *line, size_t len)
{
    struct text_line l = {.quoted = len > 0 && *line == '>'};
    while (len > 0 && strchr("> \t\r", *line)) {
        line++;
        len--;
    }
    while (len > 0 && strchr(" \t\r", line[len - 1]))
        len--;
    l.text = arena_strndup(s->arena, line, len);
    l.len = len;
    s->lines[s->count++] = l;
}

/* "(mentors)", right behind a link: its bytes with the blanks before. */
static size_t bracket_length(const char *s)
{
    size_t blanks = strspn(s, " ");
    const char *end = s[blanks] == '(' ? strchr(s, ')') : NULL;
    return end ? (size_t)(end - s) + 1 : 0;
}

/* Of several links in a line each becomes a line, with the words before it and a bracket behind. */
static void add_pieces(struct sheet *s, const char *line)
{
    size_t at, n, next;
    while (s->count + 1 < MAX_LINES && (n = answer_url_find(line, &at))) {
        at += n;
        at += bracket_length(line + at);
        if (!answer_url_find(line + at, &next))
            break;
        add_line(s, line, at);
        line += at + strspn(line + at, " ,;");
    }
    add_line(s, line, strlen(line));
}

static void cut_lines(struct sheet *s, const char *text)
{
    while (*text && s->count < MAX_LINES) {
        size_t n = strcspn(text, "\n");
        if ((n == 2 || n == 3) && strncmp(text, "-- ", n) == 0)
            break;
        add_pieces(s, arena_strndup(s->arena, text, n));
        text += n + (text[n] == '\n');
    }
}

/* "Mentor_Link" and "mentor link" are the same. */
static char *plain_name(struct arena *a, const char *name, size_t len)
{
    char *out = arena_strndup(a, name, len);
    for (char *p = out; *p; p++)
        if (strchr("-_*\"'()[]", *p))
            *p = ' ';
    return fold_text(a, out, strlen(out));
}

/* Words of a name, with the plural s off: "mentors" speaks of mentor_link. */
static bool has_stem(const char *words, const char *word, size_t n)
{
    while (n > 3 && word[n - 1] == 's')
        n--;
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ') {
        size_t len = strcspn(p, " ");
        while (len > 3 && p[len - 1] == 's')
            len--;
        if (len == n && strncmp(p, word, n) == 0)
            return true;
    }
    return false;
}

/* How many fields have the word in their name, and the last of them. */
static size_t fields_with(struct sheet *s, const char *word, size_t n, struct answer_field **which)
{
    size_t count = 0;
    for (size_t i = 0; i < s->fields_count; i++)
        if (has_stem(plain_name(s->arena, s->fields[i].name, strlen(s->fields[i].name)), word, n)) {
            *which = &s->fields[i];
            count++;
        }
    return count;
}

/* The field that a label means: by its whole name, or by words that only it has. */
static struct answer_field *field_of_label(struct sheet *s, const char *label, size_t len)
{
    const char *want = plain_name(s->arena, label, len);
    struct answer_field *found = NULL;
    for (size_t i = 0; i < s->fields_count; i++)
        if (strcmp(plain_name(s->arena, s->fields[i].name, strlen(s->fields[i].name)), want) == 0)
            return &s->fields[i];
    if (s->fields_count < 2)
        return NULL;
    for (const char *p = want; *p; p += strcspn(p, " "), p += *p == ' ') {
        struct answer_field *one = NULL;
        if (fields_with(s, p, strcspn(p, " "), &one) != 1)
            continue;
        if (found && found != one)
            return NULL;
        found = one;
    }
    return found;
}

/* The end of "label:" or "label =" in a line; 0 where it has none. */
static size_t label_length(const char *line)
{
    size_t n = strcspn(line, ":=");
    if (!line[n] || n == 0 || n > MAX_LABEL || strncmp(line + n, "://", 3) == 0)
        return 0;
    return n;
}

static struct answer_field *labelled(struct sheet *s, size_t i, size_t *value)
{
    const struct text_line *l = &s->lines[i];
    size_t n = label_length(l->text);
    if (!n)
        return NULL;
    *value = n + 1 + strspn(l->text + n + 1, " \t*_");
    return field_of_label(s, l->text, n);
}

static void put(struct sheet *s, struct answer_field *f, const char *text)
{
    struct answer_found v = answer_value(s->arena, f, text, &s->writer, true);
    if (f->value && v.value && strcmp(f->value, v.value) != 0) {
        f->value = NULL;
        f->problem = "is answered twice, and not the same";
    } else if (v.value && !f->problem) {
        f->value = v.value;
    } else if (!f->value && v.problem) {
        f->problem = v.problem;
    }
}

/* Lines of a text that follow its label, up to the next label. */
static const char *continued(struct sheet *s, size_t i, const char *first)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(1024 * 1024);
    size_t ignored;
    buf_adds(&b, first);
    for (i++; i < s->count && !s->lines[i].quoted && !labelled(s, i, &ignored); i++) {
        buf_addf(&b, "\n%s", s->lines[i].text);
        s->lines[i].used = true;
    }
    while (b.len > 0 && strchr(" \n", b.data[b.len - 1]))
        buf_truncate(&b, b.len - 1);
    const char *text = buf_str(&b);
    return arena_strdup(s->arena, text + strspn(text, "\n "));
}

/* A label with nothing behind it names the next line. */
static const char *next_line(struct sheet *s, size_t i)
{
    size_t ignored;
    for (i++; i < s->count && s->lines[i].len == 0; i++)
        ;
    if (i == s->count || labelled(s, i, &ignored))
        return "";
    s->lines[i].used = true;
    return s->lines[i].text;
}

static void read_labelled(struct sheet *s)
{
    size_t value;
    for (size_t i = 0; i < s->count; i++) {
        struct answer_field *f = s->lines[i].used ? NULL : labelled(s, i, &value);
        if (!f)
            continue;
        const char *text = s->lines[i].text + value;
        s->lines[i].used = true;
        if (f->type == ANSWER_TEXT && (!s->lines[i].quoted || !*text))
            text = continued(s, i, text);
        else if (!*text)
            text = next_line(s, i);
        if (*text)
            put(s, f, text);
    }
}

static bool is_missing(const struct answer_field *f)
{
    return !f->value && !f->problem;
}

/* The lines that are nobody's yet, as one text. */
static const char *unused_text(struct sheet *s)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(1024 * 1024);
    for (size_t i = 0; i < s->count; i++)
        if (!s->lines[i].used && !s->lines[i].quoted)
            buf_addf(&b, "%s\n", s->lines[i].text);
    while (b.len > 0 && strchr(" \n", b.data[b.len - 1]))
        buf_truncate(&b, b.len - 1);
    const char *text = buf_str(&b);
    return arena_strdup(s->arena, text + strspn(text, "\n "));
}

/* "https://survey.example.org/a (mentors)": the words round the one value of a
 * line tell whose it is. */
static void read_beside(struct sheet *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct text_line *l = &s->lines[i];
        size_t at, n;
        if (l->used || l->quoted || !(n = answer_url_find(l->text, &at)))
            continue;
        const char *words = arena_printf(s->arena, "%.*s %s", (int)at, l->text, l->text + at + n);
        struct answer_field *f = field_of_label(s, words, strlen(words));
        if (f && f->type == ANSWER_URL && is_missing(f)) {
            put(s, f, l->text);
            l->used = true;
        }
    }
}

static size_t missing_of(struct sheet *s, enum answer_type type)
{
    size_t n = 0;
    for (size_t i = 0; i < s->fields_count; i++)
        n += s->fields[i].type == type && is_missing(&s->fields[i]);
    return n;
}

static void read_bare(struct sheet *s)
{
    const char *text = unused_text(s);
    for (size_t i = 0; *text && i < s->fields_count; i++) {
        struct answer_field *f = &s->fields[i];
        if (!is_missing(f) || missing_of(s, f->type) != 1)
            continue;
        struct answer_found v = answer_value(s->arena, f, text, &s->writer, false);
        f->value = v.value;
        f->problem = v.value ? NULL : v.problem;
    }
}

size_t answers_parse(struct arena *a, const char *text, struct writer w,
                     struct answer_field *fields, size_t count)
{
    struct sheet *s = arena_new_of(a, struct sheet);
    size_t found = 0;
    *s = (struct sheet){.arena = a, .writer = w, .fields = fields, .fields_count = count};
    for (size_t i = 0; i < count; i++)
        fields[i].value = fields[i].problem = NULL;
    cut_lines(s, text);
    read_labelled(s);
    read_beside(s);
    read_bare(s);
    for (size_t i = 0; i < count; i++)
        found += fields[i].value != NULL;
    return found;
}
