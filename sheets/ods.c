/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ods.c - the first sheet of an ODS file that has anything in it, of those that are shown if one
 * has.
 *
 * Values stand in attributes, and beside them as the text that is shown. A cell,
 * like a row, may stand for many that are the same: an empty sheet is one cell,
 * sixteen thousand wide and a million high. */
#include "sheets/xlsx.h"
#include <string.h>

#define MOST_REPEATS  10000000
#define LONGEST_STYLE 64

#define OFFICE ":office:"
#define TABLE  ":table:"
#define TEXT   ":text:"
#define STYLE  ":style:"

struct sheet {
    struct arena *arena;
    struct grid grid;
    char style[LONGEST_STYLE];                   /* the one that is being declared */
    char hidden[XLSX_MAX_SHEETS][LONGEST_STYLE]; /* styles of sheets that are not shown */
    size_t hidden_count;
    bool hidden_turn; /* those are read, and no others */
    bool in_table;    /* the one that is read; nested ones count as its text */
    bool done;
    size_t column;
    size_t cell_repeat, row_repeat;
    int cell_depth;    /* in a cell: how deep in elements */
    int ignored_depth; /* in a note or a drawing: how deep; 0: in none */
    bool in_paragraph, paragraphs;
    char type[16], value[64], day[40];
    char told[TABLE_MAX_CELL + 1]; /* a string that stands beside what is shown, or instead */
    struct buf text;               /* that is shown */
};

/* --- cells --------------------------------------------------------------------------------------
 */

static void open_cell(struct sheet *s, const struct xml_attributes *a)
{
    s->cell_repeat = (size_t)xml_number(a, TABLE, "number-columns-repeated", MOST_REPEATS, 1);
    s->cell_depth = 1;
    s->paragraphs = false;
    xml_copy(a, OFFICE, "value-type", s->type, sizeof s->type);
    xml_copy(a, OFFICE, "value", s->value, sizeof s->value);
    xml_copy(a, OFFICE, "date-value", s->day, sizeof s->day);
    xml_copy(a, OFFICE, "string-value", s->told, sizeof s->told);
    buf_reset(&s->text);
}

/* "2026-12-15T09:00:00" as people write it. */
static const char *date_text(const struct sheet *s)
{
    if (strlen(s->day) < 16 || s->day[10] != 'T')
        return s->day;
    if (strncmp(s->day + 11, "00:00", 5) == 0)
        return arena_strndup(s->arena, s->day, 10);
    return arena_printf(s->arena, "%.10s %.5s", s->day, s->day + 11);
}

/* A number as it is, not as "1,234.50 €"; but 00123 stays what it looks like. */
static const char *float_text(struct sheet *s)
{
    const char *shown = buf_str(&s->text);

    if (*shown == '0' && shown[1] && shown[strspn(shown, "0123456789")] == '\0')
        return shown;
    return number_text(s->arena, s->value, (struct number_format){NUMBER_PLAIN, 0}, false);
}

static const char *cell_text(struct sheet *s)
{
    const char *shown = buf_str(&s->text);

    if (s->text.overflow) {
        grid_fail(&s->grid, "a cell holds more than 32 KiB");
        return NULL;
    }
    if (!strcmp(s->type, "date") && *s->day)
        shown = date_text(s);
    else if ((!strcmp(s->type, "float") || !strcmp(s->type, "currency")) && *s->value)
        shown = float_text(s);
    else if (!*shown)
        shown = s->told;
    return grid_text(&s->grid, shown, strlen(shown));
}

static int close_cell(struct sheet *s)
{
    const char *text = cell_text(s);

    if (!text || grid_put(&s->grid, s->column, s->cell_repeat, text) < 0)
        return -1;
    s->column += s->cell_repeat;
    return 0;
}

/* --- what stands in a cell ----------------------------------------------------------------------
 */

static bool is_aside(const char *name)
{
    return !strcmp(name, "annotation") || !strcmp(name, "frame") || !strcmp(name, "shapes") ||
           !strcmp(name, "custom-shape") || !strcmp(name, "table");
}

static void add_blanks(struct sheet *s, long count)
{
    for (; count > 0; count--)
        buf_addc(&s->text, ' ');
}

static void in_cell(struct sheet *s, const char *name, const struct xml_attributes *a)
{
    s->cell_depth++;
    if (s->ignored_depth || is_aside(name)) {
        s->ignored_depth++;
    } else if (!strcmp(name, "p") || !strcmp(name, "h")) {
        if (s->paragraphs)
            buf_addc(&s->text, '\n');
        s->paragraphs = s->in_paragraph = true;
    } else if (!strcmp(name, "s")) {
        add_blanks(s, xml_number(a, TEXT, "c", TABLE_MAX_CELL, 1));
    } else if (!strcmp(name, "tab")) {
        buf_addc(&s->text, '\t');
    } else if (!strcmp(name, "line-break")) {
        buf_addc(&s->text, '\n');
    }
}

static int leave_in_cell(struct sheet *s, const char *name)
{
    if (s->ignored_depth)
        s->ignored_depth--;
    else if (!strcmp(name, "p") || !strcmp(name, "h"))
        s->in_paragraph = false;
    return --s->cell_depth == 0 ? close_cell(s) : 0;
}

/* --- sheets that are not shown ------------------------------------------------------------------
 */

/* A sheet says by its style, declared before, whether it is shown. */
static void declare(struct sheet *s, const char *name, const struct xml_attributes *a)
{
    if (!strcmp(name, "style"))
        xml_copy(a, STYLE, "name", s->style, sizeof s->style);
    else if (!strcmp(name, "table-properties") && xml_is(a, TABLE, "display", "false") &&
             s->hidden_count < XLSX_MAX_SHEETS)
        strcpy(s->hidden[s->hidden_count++], s->style);
}

static bool is_hidden(const struct sheet *s, const struct xml_attributes *a)
{
    for (size_t i = 0; i < s->hidden_count; i++)
        if (xml_is(a, TABLE, "style-name", s->hidden[i]))
            return true;
    return false;
}

/* --- the reader ---------------------------------------------------------------------------------
 */

static int on_start(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct sheet *s = ctx;

    if (s->done)
        return 0;
    if (s->cell_depth) {
        in_cell(s, name, a);
    } else if (!strcmp(name, "table")) {
        s->in_table = is_hidden(s, a) == s->hidden_turn;
        s->grid.line = 1;
    } else if (s->in_table && !strcmp(name, "table-row")) {
        s->row_repeat = (size_t)xml_number(a, TABLE, "number-rows-repeated", MOST_REPEATS, 1);
        s->column = 0;
    } else if (s->in_table &&
               (!strcmp(name, "table-cell") || !strcmp(name, "covered-table-cell"))) {
        open_cell(s, a);
    } else if (!s->hidden_turn) {
        declare(s, name, a);
    }
    return 0;
}

static int on_end(void *ctx, const char *name)
{
    struct sheet *s = ctx;

    if (s->done)
        return 0;
    if (s->cell_depth)
        return leave_in_cell(s, name);
    if (s->in_table && !strcmp(name, "table-row"))
        return grid_end_row(&s->grid, s->row_repeat);
    if (!strcmp(name, "table")) {
        s->in_table = false;
        s->done = s->grid.table->count > 0;
    }
    return 0;
}

static int on_text(void *ctx, const char *text, size_t len)
{
    struct sheet *s = ctx;

    if (s->in_paragraph && !s->ignored_depth && !s->done)
        buf_add(&s->text, text, len);
    return 0;
}

/* --- passwords ----------------------------------------------------------------------------------
 */

static int on_manifest(void *ctx, const char *name, const struct xml_attributes *a)
{
    *(bool *)ctx |= !strcmp(name, "encryption-data");
    return 0;
}

static int ignore_end(void *ctx, const char *name)
{
    return 0;
}

static int refuse_password(struct package *p, const struct table *t, struct err *e)
{
    bool encrypted = false;
    const struct xml_reader reader = {on_manifest, ignore_end, NULL, &encrypted};

    if (package_has(p, "META-INF/manifest.xml") &&
        package_read(p, "META-INF/manifest.xml", &reader, e) < 0)
        return -1;
    return encrypted
               ? err_set(e, "%s: the file is protected by a password: save it without one", t->file)
               : 0;
}

int ods_read(struct arena *a, struct package *p, struct table *out, struct err *e)
{
    struct sheet *s = arena_new_of(a, struct sheet);
    const struct xml_reader reader = {on_start, on_end, on_text, s};
    int result;

    if (refuse_password(p, out, e) < 0)
        return -1;
    s->arena = a;
    s->grid = (struct grid){.arena = a, .table = out, .err = e, .line = 1};
    s->text = BUF_INIT(TABLE_MAX_CELL + 1);
    result = package_read(p, "content.xml", &reader, e);
    if (result == 0 && !s->done && s->hidden_count) {
        s->hidden_turn = true;
        result = package_read(p, "content.xml", &reader, e);
    }
    buf_release(&s->text);
    return result;
}
