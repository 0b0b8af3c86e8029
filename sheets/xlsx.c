/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx.c - the rows of a sheet. */
#include "sheets/xlsx.h"
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS      1048576 /* of a sheet, by the standard's own limit */
#define MOST_COLUMNS   16384
#define LONGEST_NUMBER 40

struct sheet {
    struct xlsx *x;
    struct grid grid;
    size_t column; /* of the cell that is open */
    long style;
    char type[12];   /* "s", "inlineStr", ..., "" for a number */
    struct buf text; /* of its value */
    bool in_text;
    int phonetic;
};

/* --- where -------------------------------------------------------------------------------------
 */

/* The column of "C5", from 0; otherwise where it is none. */
static size_t column_of(const struct xml_attributes *a, size_t otherwise)
{
    char place[16];
    size_t n = 0;
    const char *s = place;

    if (!xml_copy(a, NULL, "r", place, sizeof place))
        return otherwise;
    for (; *s >= 'A' && *s <= 'Z' && n <= MOST_COLUMNS; s++)
        n = n * 26 + (size_t)(*s - 'A' + 1);
    return n > 0 && n <= MOST_COLUMNS ? n - 1 : otherwise;
}

/* Rows that stand in the wrong order are taken as they come. */
static void open_row(struct sheet *s, const struct xml_attributes *a)
{
    long line = xml_number(a, NULL, "r", MOST_ROWS, s->grid.line);

    if (line > s->grid.line)
        s->grid.line = (int)line;
    s->column = (size_t)-1;
}

static void open_cell(struct sheet *s, const struct xml_attributes *a)
{
    s->column = column_of(a, s->column + 1);
    s->style = xml_number(a, NULL, "s", 1000000, 0);
    xml_copy(a, NULL, "t", s->type, sizeof s->type);
    buf_reset(&s->text);
}

/* --- what --------------------------------------------------------------------------------------
 */

static const char *shared_string(const struct sheet *s, const char *place)
{
    char *end;
    unsigned long n = strtoul(place, &end, 10);

    return end > place && !*end && n < s->x->strings_count ? s->x->strings[n] : "";
}

/* "2026-12-15T00:00:00" as a date, "2026-12-15T09:00:00" as both. */
static const char *iso_text(struct sheet *s, char *value)
{
    bool whole =
        s->text.len >= 16 && value[10] == 'T' && value[strspn(value, "0123456789-:.TZ")] == '\0';
    bool midnight = whole && strncmp(value + 11, "00:00", 5) == 0;

    if (whole)
        value[10] = ' ';
    return grid_text(&s->grid, value, midnight ? 10 : whole ? 16 : s->text.len);
}

/* What is no number after all is text. */
static const char *number_cell(struct sheet *s, const char *value)
{
    struct number_format format = {NUMBER_PLAIN, 0};

    if (s->text.len > LONGEST_NUMBER)
        return xlsx_text(&s->grid, &s->text);
    if (s->style >= 0 && (size_t)s->style < s->x->formats_count)
        format = s->x->formats[s->style];
    value = number_text(s->x->arena, value, format, s->x->since_1904);
    return grid_text(&s->grid, value, strlen(value));
}

static const char *cell_text(struct sheet *s)
{
    const char *value = buf_str(&s->text);

    if (!*value)
        return "";
    if (!strcmp(s->type, "s"))
        return shared_string(s, value);
    if (!strcmp(s->type, "b"))
        return *value == '1' ? "TRUE" : "FALSE";
    if (!strcmp(s->type, "") || !strcmp(s->type, "n"))
        return number_cell(s, value);
    if (!strcmp(s->type, "d"))
        return iso_text(s, s->text.data);
    return xlsx_text(&s->grid, &s->text); /* text, or an error such as #N/A */
}

static int close_cell(struct sheet *s)
{
    const char *text = cell_text(s);

    return text ? grid_put(&s->grid, s->column, 1, text) : -1;
}

/* --- the reader --------------------------------------------------------------------------------
 */

static int on_start(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct sheet *s = ctx;

    s->phonetic += strcmp(name, "rPh") == 0;
    s->in_text = (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) && s->phonetic == 0;
    if (strcmp(name, "row") == 0)
        open_row(s, a);
    else if (strcmp(name, "c") == 0)
        open_cell(s, a);
    return 0;
}

static int on_end(void *ctx, const char *name)
{
    struct sheet *s = ctx;

    s->in_text = false;
    if (strcmp(name, "rPh") == 0 && s->phonetic > 0)
        s->phonetic--;
    if (strcmp(name, "c") == 0)
        return close_cell(s);
    return strcmp(name, "row") == 0 ? grid_end_row(&s->grid, 1) : 0;
}

static int on_text(void *ctx, const char *text, size_t len)
{
    struct sheet *s = ctx;

    if (s->in_text)
        buf_add(&s->text, text, len);
    return 0;
}

static int read_sheet(struct xlsx *x, const char *path)
{
    struct sheet *s = arena_new_of(x->arena, struct sheet);
    const struct xml_reader reader = {on_start, on_end, on_text, s};
    int result;

    s->x = x;
    s->grid = (struct grid){.arena = x->arena, .table = x->table, .err = x->err, .line = 1};
    s->text = BUF_INIT(XLSX_MAX_TEXT);
    result = package_read(x->package, path, &reader, x->err);
    buf_release(&s->text);
    return result;
}

int xlsx_read(struct arena *a, struct package *p, struct table *out, struct err *e)
{
    struct xlsx x = {.package = p, .arena = a, .err = e, .table = out};

    if (xlsx_read_parts(&x) < 0)
        return -1;
    for (size_t i = 0; i < x.sheets_count && out->count == 0; i++)
        if (read_sheet(&x, x.sheets[i]) < 0)
            return -1;
    return 0;
}
