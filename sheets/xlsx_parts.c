/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx_parts.c - what stands round the sheets: relations, workbook, styles, strings. */
#include "base/utf8.h"
#include "sheets/xlsx.h"
#include <stdlib.h>
#include <string.h>

#define MOST_STRINGS   500000
#define MOST_STYLES    100000
#define MOST_RELATIONS 1000
#define LONGEST_PATH   256
#define LONGEST_CODE   256

static int ignore_end(void *ctx, const char *name)
{
    return 0;
}

static int damaged(struct xlsx *x, const char *what)
{
    return err_set(x->err, "%s: this is no spreadsheet that can be read: %s", x->table->file, what);
}

/* --- relations ----------------------------------------------------------------------------------
 */

struct relation {
    const char *id, *type, *target; /* type: the last word of its name */
};

struct relations {
    struct xlsx *x;
    const char *folder; /* that the targets are relative to: "xl/" */
    struct relation *items;
    size_t count, cap;
};

/* Targets lead down from their folder, or, with a slash, from the root. */
static const char *full_path(struct relations *r, const char *target)
{
    if (*target == '/')
        return arena_strdup(r->x->arena, target + 1);
    return arena_printf(r->x->arena, "%s%s", r->folder, target);
}

static int on_relation(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct relations *r = ctx;
    char id[LONGEST_PATH], type[LONGEST_PATH], target[LONGEST_PATH];
    struct relation *item;

    if (strcmp(name, "Relationship") != 0 || r->count == MOST_RELATIONS ||
        !xml_copy(a, NULL, "Id", id, sizeof id) || !xml_copy(a, NULL, "Type", type, sizeof type) ||
        !xml_copy(a, NULL, "Target", target, sizeof target))
        return 0;
    item = arena_grow(r->x->arena, &r->items, r->count++, &r->cap, sizeof *item);
    item->id = arena_strdup(r->x->arena, id);
    item->type = arena_strdup(r->x->arena, strrchr(type, '/') ? strrchr(type, '/') + 1 : type);
    item->target = full_path(r, target);
    return 0;
}

static int read_relations(struct xlsx *x, const char *path, const char *folder,
                          struct relations *out)
{
    const struct xml_reader reader = {on_relation, ignore_end, NULL, out};

    *out = (struct relations){.x = x, .folder = folder};
    return package_read(x->package, path, &reader, x->err);
}

/* The target of the relation with that id, or of that type where id is NULL; or NULL. */
static const char *target_of(const struct relations *r, const char *id, const char *type)
{
    for (size_t i = 0; i < r->count; i++)
        if (id ? strcmp(r->items[i].id, id) == 0 : strcmp(r->items[i].type, type) == 0)
            return r->items[i].target;
    return NULL;
}

/* --- the workbook -------------------------------------------------------------------------------
 */

struct workbook {
    struct xlsx *x;
    const struct relations *relations;
    const char *hidden[XLSX_MAX_SHEETS];
    size_t hidden_count;
};

static void add_sheet(struct workbook *w, const char *path, bool hidden)
{
    if (!path || !package_has(w->x->package, path))
        return;
    if (hidden && w->hidden_count < XLSX_MAX_SHEETS)
        w->hidden[w->hidden_count++] = path;
    else if (!hidden && w->x->sheets_count < XLSX_MAX_SHEETS)
        w->x->sheets[w->x->sheets_count++] = path;
}

static int on_workbook(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct workbook *w = ctx;
    char id[LONGEST_PATH];

    if (strcmp(name, "workbookPr") == 0)
        w->x->since_1904 = xml_is(a, NULL, "date1904", "1") || xml_is(a, NULL, "date1904", "true");
    else if (strcmp(name, "sheet") == 0 && xml_copy(a, NULL, "id", id, sizeof id))
        add_sheet(w, target_of(w->relations, id, NULL),
                  xml_is(a, NULL, "state", "hidden") || xml_is(a, NULL, "state", "veryHidden"));
    return 0;
}

static int read_workbook(struct xlsx *x, const struct relations *relations)
{
    struct workbook w = {.x = x, .relations = relations};
    const struct xml_reader reader = {on_workbook, ignore_end, NULL, &w};

    if (package_read(x->package, x->workbook, &reader, x->err) < 0)
        return -1;
    for (size_t i = 0; i < w.hidden_count && x->sheets_count < XLSX_MAX_SHEETS; i++)
        x->sheets[x->sheets_count++] = w.hidden[i];
    return x->sheets_count ? 0 : damaged(x, "there is no sheet in it");
}

/* --- styles -------------------------------------------------------------------------------------
 */

struct own_format {
    long id;
    struct number_format format;
};

struct styles {
    struct xlsx *x;
    bool of_cells; /* inside <cellXfs>, and not in <cellStyleXfs> */
    struct own_format *own;
    size_t own_count, own_cap;
    size_t formats_cap;
};

static struct number_format format_of(const struct styles *s, long id)
{
    for (size_t i = 0; i < s->own_count; i++)
        if (s->own[i].id == id)
            return s->own[i].format;
    return number_format_builtin(id);
}

static int on_style(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct styles *s = ctx;
    struct xlsx *x = s->x;
    char code[LONGEST_CODE];

    if (strcmp(name, "cellXfs") == 0) {
        s->of_cells = true;
    } else if (strcmp(name, "numFmt") == 0 && s->own_count < MOST_RELATIONS &&
               xml_copy(a, NULL, "formatCode", code, sizeof code)) {
        struct own_format *own =
            arena_grow(x->arena, &s->own, s->own_count++, &s->own_cap, sizeof *own);
        *own = (struct own_format){xml_number(a, NULL, "numFmtId", 100000, 0),
                                   number_format_code(code)};
    } else if (strcmp(name, "xf") == 0 && s->of_cells && x->formats_count < MOST_STYLES) {
        struct number_format *f =
            arena_grow(x->arena, &x->formats, x->formats_count++, &s->formats_cap, sizeof *f);
        *f = format_of(s, xml_number(a, NULL, "numFmtId", 100000, 0));
    }
    return 0;
}

static int on_style_end(void *ctx, const char *name)
{
    struct styles *s = ctx;

    if (strcmp(name, "cellXfs") == 0)
        s->of_cells = false;
    return 0;
}

static int read_styles(struct xlsx *x, const char *path)
{
    struct styles s = {.x = x};
    const struct xml_reader reader = {on_style, on_style_end, NULL, &s};

    return path && package_has(x->package, path) ? package_read(x->package, path, &reader, x->err)
                                                 : 0;
}

/* --- text ---------------------------------------------------------------------------------------
 */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of "_x000D_", 0 where there is none at s. */
static uint32_t escaped_at(const char *s)
{
    uint32_t c = 0;

    if (s[0] != '_' || s[1] != 'x')
        return 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(s[i]);
        if (digit < 0)
            return 0;
        c = c << 4 | (uint32_t)digit;
    }
    return s[6] == '_' && (c < 0xd800 || c > 0xdfff) ? c : 0;
}

/* In place; the new length. */
static size_t unescape(char *s)
{
    char *to = s, *start = s;

    while (*s) {
        uint32_t c = escaped_at(s);

        if (c) {
            to += utf8_put(to, c);
            s += 7;
        } else {
            *to++ = *s++;
        }
    }
    *to = '\0';
    return (size_t)(to - start);
}

const char *xlsx_text(struct grid *g, struct buf *text)
{
    if (text->overflow) {
        grid_fail(g, "a cell holds more than 32 KiB");
        return NULL;
    }
    if (!strstr(buf_str(text), "_x"))
        return grid_text(g, buf_str(text), text->len);
    return grid_text(g, text->data, unescape(text->data));
}

/* --- shared strings -----------------------------------------------------------------------------
 */

struct strings {
    struct xlsx *x;
    struct grid grid; /* cleans them, within its limits */
    struct buf text;  /* of the string that is open */
    bool in_text;
    int phonetic; /* how deep in <rPh>, which says how to pronounce it */
    size_t cap;
};

static int on_string(void *ctx, const char *name, const struct xml_attributes *a)
{
    struct strings *s = ctx;

    if (strcmp(name, "si") == 0)
        buf_reset(&s->text);
    s->phonetic += strcmp(name, "rPh") == 0;
    s->in_text = strcmp(name, "t") == 0 && s->phonetic == 0;
    return 0;
}

static int keep_string(struct strings *s)
{
    struct xlsx *x = s->x;
    const char *text = xlsx_text(&s->grid, &s->text);
    const char **place;

    if (!text)
        return -1;
    if (x->strings_count == MOST_STRINGS)
        return grid_fail(&s->grid, "there are more texts in it than in a table of people");
    place = arena_grow(x->arena, &x->strings, x->strings_count++, &s->cap, sizeof *place);
    *place = text;
    return 0;
}

static int on_string_end(void *ctx, const char *name)
{
    struct strings *s = ctx;

    s->in_text = false;
    if (strcmp(name, "rPh") == 0 && s->phonetic > 0)
        s->phonetic--;
    return strcmp(name, "si") == 0 ? keep_string(s) : 0;
}

static int on_string_text(void *ctx, const char *text, size_t len)
{
    struct strings *s = ctx;

    if (s->in_text)
        buf_add(&s->text, text, len);
    return 0;
}

static int read_strings(struct xlsx *x, const char *path)
{
    struct strings s = {.x = x, .text = BUF_INIT(XLSX_MAX_TEXT)};
    const struct xml_reader reader = {on_string, on_string_end, on_string_text, &s};
    int result = 0;

    s.grid = (struct grid){.arena = x->arena, .table = x->table, .err = x->err};
    if (path && package_has(x->package, path))
        result = package_read(x->package, path, &reader, x->err);
    buf_release(&s.text);
    return result;
}

/* --- all ----------------------------------------------------------------------------------------
 */

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? arena_strndup(a, path, (size_t)(slash + 1 - path)) : "";
}

static int find_workbook(struct xlsx *x)
{
    struct relations root;

    if (!package_has(x->package, "_rels/.rels"))
        return damaged(x, "an archive of something else");
    if (read_relations(x, "_rels/.rels", "", &root) < 0)
        return -1;
    x->workbook = target_of(&root, NULL, "officeDocument");
    if (!x->workbook || !package_has(x->package, x->workbook))
        return damaged(x, "it has no workbook");
    if (strstr(x->workbook, ".bin"))
        return damaged(x, "it is a binary workbook; save it as .xlsx");
    return 0;
}

int xlsx_read_parts(struct xlsx *x)
{
    struct relations relations;
    const char *folder;

    if (find_workbook(x) < 0)
        return -1;
    folder = folder_of(x->arena, x->workbook);
    if (!strstr(x->workbook, "workbook"))
        return damaged(x, "it is a document of another kind");
    if (read_relations(
            x, arena_printf(x->arena, "%s_rels/%s.rels", folder, x->workbook + strlen(folder)),
            folder, &relations) < 0 ||
        read_workbook(x, &relations) < 0 ||
        read_styles(x, target_of(&relations, NULL, "styles")) < 0)
        return -1;
    return read_strings(x, target_of(&relations, NULL, "sharedStrings"));
}
