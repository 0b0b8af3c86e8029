/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/questions.h"
#include "parser/tables.h"

#include "sheets/workbook.h"

#include <string.h>

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* ---- what is asked ------------------------------------------------------------------ */

static const char *choices(struct arena *a, const struct step *s)
{
    const char *out = "";

    for (size_t i = 0; i < s->branches_count; i++)
        out = arena_printf(a, "%s%s%s", out,
                           !i                          ? ""
                           : i + 1 < s->branches_count ? ", "
                                                       : " or ",
                           s->branches[i].answer);
    return out;
}

static const char *hint_of(const char *type)
{
    static const char *const hints[][2] = {{"yes/no", "yes or no"},
                                           {"date", "a day, such as 14 January"},
                                           {"time", "such as 14:30"},
                                           {"number", "a number"},
                                           {"url", "a link"}};

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (!strcmp(hints[i][0], type))
            return hints[i][1];
    return "";
}

static const char *known(struct engine *e, struct arena *a, const struct kase *k, const char *name)
{
    const struct case_var *v = k ? case_var(k, name) : NULL;
    const char *text = v && v->text ? store_text(e->store, a, v->text) : NULL;

    return v && v->value ? v->value : text ? text : "";
}

static bool is_file(const char *type)
{
    return !strcmp(type, "table") || !strcmp(type, "roster");
}

size_t questions_of(struct engine *e, struct arena *a, const struct step *s, const struct kase *k,
                    struct question *out)
{
    size_t n = 0;

    if (s->branches_count)
        out[n++] = (struct question){s->id, "Your answer", known(e, a, k, s->id), choices(a, s)};
    for (size_t i = 0; i < s->fields_count && n < MOST_QUESTIONS; i++) {
        const struct ask_field *f = &s->fields[i];
        if (!is_file(f->type))
            out[n++] =
                (struct question){f->name, f->title, known(e, a, k, f->name), hint_of(f->type)};
    }
    return n;
}

/* ---- on its way out --------------------------------------------------------------------- */

static bool uses(const struct writing *w, const char *list)
{
    size_t len = strlen(list);

    for (const struct letter_field *l = letter_fields(w->letter); l; l = l->next)
        if (!strncmp(l->name, list, len) && (!l->name[len] || l->name[len] == '.'))
            return true;
    return false;
}

static size_t questions_in(struct engine *e, const struct writing *w, struct question *q)
{
    const struct rule *r = w->k->rule ? programme_rule(e->programme->rules, w->k->rule) : NULL;
    const struct step *s = r && w->intent->step ? rule_step(r, w->intent->step) : NULL;

    return s && s->verb == VERB_ASK && uses(w, "form") ? questions_of(e, e->scratch, s, w->k, q)
                                                       : 0;
}

void questions_fill(struct engine *e, const struct writing *w, struct fields *f)
{
    struct question q[MOST_QUESTIONS];
    size_t n = questions_in(e, w, q);

    fields_list(f, "form");
    for (size_t i = 0; i < n; i++) {
        struct fields *row = fields_append(f, "form");
        fields_set(row, "title", q[i].title);
        fields_set(row, "value", q[i].value);
        fields_set(row, "hint", q[i].hint);
    }
}

static void add_row(struct workbook *book, const char *title, const char *value, const char *hint)
{
    workbook_add_row(book, (const struct workbook_cell[]){{title, {0}}, {value, {0}}, {hint, {0}}});
}

/* The lines of a contact form, "- Ana Ruiz, reached: 15 Mar", as the letter has them; what was
 * wrapped goes on behind two blanks. */
static int add_lines(struct arena *a, struct workbook *book, const char *text)
{
    char *save = NULL, *line = strtok_r(arena_strdup(a, text), "\n", &save);
    int count = 0;

    while (line) {
        const char *colon = strncmp(line, "- ", 2) ? NULL : strchr(line, ':');
        const char *value = colon ? colon + 1 + strspn(colon + 1, " ") : "", *label = line + 2;
        while ((line = strtok_r(NULL, "\n", &save)) && !strncmp(line, "  ", 2))
            value = arena_printf(a, "%s%s%s", value, *value ? " " : "", line + 2);
        if (!colon)
            continue;
        add_row(book, arena_strndup(a, label, (size_t)(colon - label)), value, "");
        count++;
    }
    return count;
}

int questions_workbook(struct engine *e, const struct writing *w, const char *text,
                       struct mail_attachment *out, struct err *why)
{
    static const struct workbook_column columns[] = {{"Question", 34}, {"Answer", 60}, {"How", 30}};
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(WORKBOOK_MAX_BYTES);
    struct question q[MOST_QUESTIONS];
    int n = (int)questions_in(e, w, q);
    struct workbook book;

    if (!n && !uses(w, "rows"))
        return 0;
    workbook_init(&book, "Form", columns, 3);
    for (int i = 0; i < n; i++)
        add_row(&book, q[i].title, q[i].value, q[i].hint);
    if (!n)
        n = add_lines(e->scratch, &book, text);
    if (workbook_finish(&book, e->now, &bytes, why) < 0)
        return -1;
    *out = (struct mail_attachment){
        .name = arena_printf(e->scratch, "%s.xlsx", w->intent->letter),
        .type = XLSX_TYPE,
        .len = bytes.len,
    };
    out->data = memcpy(arena_alloc(e->scratch, bytes.len + 1), buf_str(&bytes), bytes.len);
    return n > 0;
}

/* ---- as it comes back --------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    const char *sent;
    const struct question *q;
    size_t count;
    struct buf out;
};

/* "Boundaries understood (yes or no)" is the title with its hint. */
static const struct question *named(const struct reading *r, const char *label, size_t len)
{
    const char *hint = memchr(label, '(', len);
    const char *plain = arena_strndup(r->arena, label, hint ? (size_t)(hint - label) : len);

    for (size_t i = 0; i < r->count; i++)
        if (heading_equal(plain, r->q[i].title) || heading_equal(plain, r->q[i].name))
            return &r->q[i];
    return NULL;
}

static bool was_sent(const struct reading *r, const char *line)
{
    size_t len = strlen(line);

    for (const char *at = r->sent ? strstr(r->sent, line) : NULL; at; at = strstr(at + 1, line))
        if (at[len] == '\n' || at[len] == '\r' || !at[len])
            return true;
    return false;
}

static void read_line(struct reading *r, const char *line)
{
    bool quoted = *line == '>';
    const char *plain = line + strspn(line, "> -*\t");
    size_t len = strcspn(plain, ":");
    const struct question *q = plain[len] ? named(r, plain, len) : NULL;
    const char *value = q ? plain + len + 1 + strspn(plain + len + 1, " \t") : "";

    if (!q)
        buf_addf(&r->out, "%s\n", line);
    else if (!*value || (quoted && was_sent(r, plain)))
        buf_addf(&r->out, "%s%s:\n", quoted ? "> " : "", q->name);
    else
        buf_addf(&r->out, "%s: %s\n", q->name, value);
}

/* Only cells that say something else than when they went out. */
static void read_rows(struct reading *r, const struct table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *title = row_cell(&t->rows[i], 0), *value = row_cell(&t->rows[i], 1);
        const struct question *q = *title ? named(r, title, strlen(title)) : NULL;

        if (q && *value && strcmp(value, q->value))
            buf_addf(&r->out, "%s: %s\n", q->name, value);
    }
}

const char *questions_answered(struct arena *a, const char *text, const char *sent,
                               const struct mail_facts *f, const struct question *q, size_t count)
{
    struct reading r = {
        .arena = a, .sent = sent, .q = q, .count = count, .out = BUF_INIT(2 * MAIL_MAX_TEXT)};
    char *save = NULL, *copy = arena_strdup(a, text ? text : "");
    struct table t;
    struct err err;

    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        read_line(&r, line);
    for (size_t i = 0; i < f->attachments_count; i++)
        if (tables_get(a, &f->attachments[i], &t, &err) > 0)
            read_rows(&r, &t);
    text = arena_strdup(a, buf_str(&r.out));
    buf_release(&r.out);
    return text;
}
