/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The decoded text is cut into cells where it lies: a cell never grows by
 * losing its quotation marks. */
#include "sheets/decode.h"
#include "sheets/table.h"
#include <string.h>

#define DELIMITERS  ",;\t|"
#define SAMPLE_ROWS 20 /* that the delimiter is guessed from */

struct reader {
    struct arena *arena;
    struct table *table;
    struct err *err;
    char *at, *end;
    char delimiter;
    int line;
    const char *cells[TABLE_MAX_COLUMNS]; /* of the row being read */
    size_t count;                         /* of them, up to the last that is not empty */
    size_t column;
};

/* --- the delimiter ------------------------------------------------------------------------------
 */

/* How many of that delimiter stand in the row at *s, outside quotation marks;
 * *s moves to the next row. */
static size_t count_delimiters(const char **s, char delimiter)
{
    bool quoted = false;
    size_t count = 0;

    for (; **s; (*s)++) {
        if (**s == '"')
            quoted = !quoted;
        else if (!quoted && **s == delimiter)
            count++;
        else if (!quoted && **s == '\n') {
            (*s)++;
            break;
        }
    }
    return count;
}

/* How many of the first rows have as many of it as the heading; a heading
 * without it speaks against it. */
static size_t agreement(const char *s, char delimiter, size_t *in_heading)
{
    size_t rows = 0;

    s += strspn(s, "\n");
    *in_heading = count_delimiters(&s, delimiter);
    for (size_t i = 1; i < SAMPLE_ROWS && *s && *in_heading; i++) {
        if (*s == '\n')
            s++;
        else
            rows += count_delimiters(&s, delimiter) == *in_heading;
    }
    return rows;
}

static char guess_delimiter(const char *text)
{
    char best = ',';
    size_t best_rows = 0, best_count = 0;

    for (const char *d = DELIMITERS; *d; d++) {
        size_t count, rows = agreement(text, *d, &count);

        if (count &&
            (best_count == 0 || rows > best_rows || (rows == best_rows && count > best_count))) {
            best = *d;
            best_rows = rows;
            best_count = count;
        }
    }
    return best;
}

/* Excel may say the delimiter in a first line "sep=;". */
static bool takes_sep_line(struct reader *r)
{
    if (strncmp(r->at, "sep=", 4) != 0 || !r->at[4] || !strchr(DELIMITERS, r->at[4]) ||
        (r->at[5] && r->at[5] != '\n'))
        return false;
    r->delimiter = r->at[4];
    r->at += r->at[5] ? 6 : 5;
    r->line++;
    return true;
}

/* --- cells --------------------------------------------------------------------------------------
 */

static size_t blank_at(const char *s)
{
    if (*s == ' ' || *s == '\t' || *s == '\n')
        return 1;
    return strncmp(s, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static bool ends_with_blank(const char *s, const char *end)
{
    return end > s && (blank_at(end - 1) == 1 || (end - s >= 2 && blank_at(end - 2) == 2));
}

static char *trim(char *s, char *end)
{
    while (s < end && blank_at(s))
        s += blank_at(s);
    while (ends_with_blank(s, end))
        end -= blank_at(end - 1) == 1 ? 1 : 2;
    *end = '\0';
    return s;
}

static int fail(struct reader *r, int line, const char *what)
{
    return err_set(r->err, "%s:%d: %s", r->table->file, line, what);
}

static int add_cell(struct reader *r, const char *cell, size_t len)
{
    if (len > TABLE_MAX_CELL)
        return fail(r, r->line, "a cell holds more than 32 KiB");
    if (r->column == TABLE_MAX_COLUMNS && *cell)
        return fail(r, r->line, "the row has more than 200 columns");
    if (r->column < TABLE_MAX_COLUMNS)
        r->cells[r->column++] = cell;
    if (*cell)
        r->count = r->column;
    return 0;
}

static bool ends_cell(const struct reader *r, char c)
{
    return c == r->delimiter || c == '\n' || c == '\0';
}

/* From behind the opening mark to behind the closing one; the content moves to
 * *to. What follows before the delimiter is kept as it is. */
static int read_quoted(struct reader *r, char **to)
{
    int line = r->line;

    for (r->at++; r->at < r->end; r->at++) {
        if (*r->at == '"' && r->at[1] == '"')
            r->at++;
        else if (*r->at == '"') {
            r->at++;
            return 0;
        } else if (*r->at == '\n')
            r->line++;
        *(*to)++ = *r->at;
    }
    return fail(r, line, "the quotation mark that opens here is never closed");
}

/* Leaves r->at on what ended the cell, which it returns; -1 on failure. */
static int read_cell(struct reader *r)
{
    char *start = r->at, *to = r->at, ended_by;

    while (*r->at == ' ')
        r->at++;
    if (*r->at == '"' && read_quoted(r, &to) < 0)
        return -1;
    while (!ends_cell(r, *r->at))
        *to++ = *r->at++;
    ended_by = *r->at;
    start = trim(start, to);
    if (add_cell(r, start, strlen(start)) < 0)
        return -1;
    return ended_by;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static int keep_row(struct reader *r, int line)
{
    struct table *t = r->table;
    struct row *row;

    if (r->count == 0)
        return 0;
    if (t->count == TABLE_MAX_ROWS)
        return fail(r, line, "the table has more than 100,000 rows");
    row = arena_grow(r->arena, &t->rows, t->count++, &t->cap, sizeof *row);
    row->line = line;
    row->count = r->count;
    row->cells = arena_array(r->arena, r->count, sizeof *row->cells);
    memcpy(row->cells, r->cells, r->count * sizeof *row->cells);
    return 0;
}

static int read_row(struct reader *r)
{
    int line = r->line, ended_by;

    r->count = r->column = 0;
    do {
        ended_by = read_cell(r);
        if (ended_by < 0)
            return -1;
        r->at++;
    } while (ended_by == r->delimiter);
    r->line++;
    return keep_row(r, line);
}

int table_read_csv(struct arena *a, const char *file, const char *bytes, size_t len,
                   struct table *out, struct err *e)
{
    struct reader r = {.arena = a, .table = out, .err = e, .line = 1};

    *out = (struct table){.file = arena_strdup(a, file)};
    if (len > TABLE_MAX_BYTES)
        return err_set(e, "%s: the file is larger than 16 MiB", file);
    r.at = text_decode(a, file, bytes, &len, e);
    if (!r.at)
        return -1;
    r.end = r.at + len;
    if (!takes_sep_line(&r))
        r.delimiter = guess_delimiter(r.at);
    while (r.at < r.end) {
        if (read_row(&r) < 0)
            return -1;
    }
    return 0;
}

/* --- writing ------------------------------------------------------------------------------------
 */

/* A sign, then digits, points, commas and blanks: nothing that computes. */
static bool is_plain_number(const char *s)
{
    s += *s == '+' || *s == '-';
    return *s >= '0' && *s <= '9' && s[strspn(s, "0123456789., ")] == '\0';
}

static bool is_formula(const char *cell)
{
    const char *s = cell + strspn(cell, " \n");

    return *s && strchr("=+-@\t\r", *s) && !is_plain_number(cell);
}

static void add_cell_as_csv(struct buf *out, const char *cell)
{
    bool formula = is_formula(cell);
    size_t len = strlen(cell);

    if (!strpbrk(cell, DELIMITERS "\"\r\n") &&
        (len == 0 || (*cell != ' ' && cell[len - 1] != ' '))) {
        buf_addf(out, "%s%s", formula ? "'" : "", cell);
        return;
    }
    buf_adds(out, formula ? "\"'" : "\"");
    for (; *cell; cell++) {
        if (*cell == '"')
            buf_addc(out, '"');
        buf_addc(out, *cell);
    }
    buf_addc(out, '"');
}

void csv_add_row(struct buf *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_addc(out, ',');
        add_cell_as_csv(out, cells[i] ? cells[i] : "");
    }
    buf_adds(out, "\r\n");
}
