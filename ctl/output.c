/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/output.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NARROWEST 40 /* a terminal that says less is not believed */
#define CEILING   ((size_t)64 * 1024 * 1024)

/* ---- the terminal ------------------------------------------------------------- */

int out_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int width = 80;

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    else if (columns && atoi(columns) > 0)
        width = atoi(columns);
    return width < NARROWEST ? NARROWEST : width;
}

static const char *code(enum style style)
{
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
                                        "\033[32m", "\033[33m", "\033[1;31m"};
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

    if (!isatty(STDOUT_FILENO) || !term || !strcmp(term, "dumb") || (no_color && *no_color))
        return "";
    return codes[style];
}

static const char *code_end(enum style style)
{
    return *code(style) ? "\033[0m" : "";
}

/* ---- text ------------------------------------------------------------------------ */

void out_text(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
}

void out_styled(enum style style, const char *fmt, ...)
{
    va_list ap;

    fputs(code(style), stdout);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    fputs(code_end(style), stdout);
}

void out_heading(const char *fmt, ...)
{
    va_list ap;

    fputs(code(STYLE_BOLD), stdout);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    printf("%s\n", code_end(STYLE_BOLD));
}

void out_buf(struct buf *b)
{
    if (b->overflow)
        die("more text than %zu bytes to print", b->ceiling);
    fwrite(buf_str(b), 1, b->len, stdout);
}

void out_wrapped(int indent, const char *text)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(CEILING);
    struct arena *a = arena_new(8 * strlen(text) + 4096);

    text_wrap(&out, text_printable(a, text), out_width(), indent);
    arena_free(a);
    out_buf(&out);
}

void out_columns(const struct columns *t, int indent, bool titles)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(CEILING);
    const struct columns_style style = {
        .width = out_width(),
        .indent = indent,
        .no_titles = !titles,
        .bold = code(STYLE_BOLD),
        .plain = code_end(STYLE_BOLD),
    };

    columns_print(t, &style, &out);
    out_buf(&out);
}

/* ---- JSON --------------------------------------------------------------------------- */

void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) < 0)
        die("\"%s\" can't be written as JSON", key);
}

json_t *json_text(const char *s)
{
    json_t *text = s ? json_string(s) : json_null();

    return text ? text : json_null(); /* no UTF-8 */
}

json_t *json_instant(instant t)
{
    if (t == 0 || t == INSTANT_NEVER)
        return json_null();
    struct arena *a = arena_new(4096);
    json_t *text = json_text(instant_rfc3339(a, t));
    arena_free(a);
    return text;
}

json_t *json_id(int64_t id)
{
    return id ? json_integer(id) : json_null();
}

void out_json(json_t *value)
{
    if (json_dumpf(value, stdout, JSON_INDENT(2)) == 0)
        putchar('\n');
    json_decref(value);
}

int out_finish(void)
{
    return fflush(stdout) == EOF || ferror(stdout) ? -1 : 0;
}
