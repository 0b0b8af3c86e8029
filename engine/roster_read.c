/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster_read.c - rows of a table to people. Columns are found by what their
 * headings mean. A cell that can't be used costs that cell; a row is left out
 * only where nobody can be made of it. */
#include "engine/roster.h"
#include "engine/roster_cells.h"
#include "mail/address.h"

#include <string.h>

enum column {
    COLUMN_NAME,
    COLUMN_FIRST,
    COLUMN_LAST,
    COLUMN_ADDRESS,
    COLUMN_ROLE,
    COLUMN_RESPONSIBLE,
    COLUMN_MATCH,
    COLUMN_ANSWERS_TO,
    COLUMN_ZONE,
    COLUMN_LANGUAGE,
    COLUMN_STATUS,
    COLUMN_PROGRAMME,
    COLUMN_COUNT
};

static const char *const headings[COLUMN_COUNT][16] = {
    [COLUMN_NAME] = {"name", "full name", "person", "member", "volunteer", "contact name",
                     "mentor name", "mentors name", "nombre completo", "mentor", NULL},
    [COLUMN_FIRST] = {"first name", "given name", "first", "vorname", "nombre", NULL},
    [COLUMN_LAST] = {"last name", "family name", "surname", "last", "nachname", "familienname",
                     "apellido", "apellidos", NULL},
    [COLUMN_ADDRESS] = {"email", "email address", "mail", "mail address", "contact email",
                        "address", "correo", "correo electrónico", NULL},
    [COLUMN_ROLE] = {"role", "roles", "function", "position", "type", "rolle", "funktion", "rol",
                     NULL},
    [COLUMN_RESPONSIBLE] = {"responsible", "coordinator", "responsible person", "assigned to",
                            "assigned coordinator", "contact person", "koordinator",
                            "koordinatorin", "coordinador", "coordinadora", NULL},
    [COLUMN_MATCH] = {"match", "matches", "mentees", "mentee", "current mentees", "matched with",
                      "partner", "mentor", NULL},
    [COLUMN_ANSWERS_TO] = {"answers to", "director", "supervisor", "director or supervisor",
                           "executive director", NULL},
    [COLUMN_ZONE] = {"zone", "time zone", "tz", "zeitzone", "zona horaria", NULL},
    [COLUMN_LANGUAGE] = {"language", "preferred language", "lang", "sprache", "idioma", NULL},
    [COLUMN_STATUS] = {"status", "estado", NULL},
    [COLUMN_PROGRAMME] = {"programme", "program", NULL},
};

struct reading {
    struct arena *arena;
    const struct table *table;
    const struct programme *programme;
    const char *role;
    int columns[COLUMN_COUNT];
    const struct row *row;
    struct wanted_list *out;
};

static void note_in(struct reading *r, struct row_notes *n, const char *text)
{
    struct row_note *item = arena_grow(r->arena, &n->items, n->count++, &n->cap, sizeof *item);

    *item = (struct row_note){.line = r->row->line, .text = text};
}

static void note(struct reading *r, const char *text)
{
    note_in(r, &r->out->bad, text);
}

static const char *cell(const struct reading *r, enum column c)
{
    return r->columns[c] < 0 ? "" : row_cell(r->row, (size_t)r->columns[c]);
}

/* ---- a row --------------------------------------------------------------------------- */

/* What stands behind a name with a comma and is no first name: "Ruiz, PhD". */
static bool is_suffix(const char *s)
{
    static const char *const suffixes[] = {"jr",  "jr.", "sr",    "sr.", "ii", "iii",
                                           "phd", "md",  "ph.d.", "dr.", NULL};

    for (size_t i = 0; suffixes[i]; i++)
        if (!strcasecmp(s, suffixes[i]))
            return true;
    return false;
}

/* "Ruiz, Ana" as it is said: "Ana Ruiz"; and no blanks in a row. */
static const char *name_said(struct arena *a, const char *written)
{
    const char *comma = strchr(written, ','), *first = comma ? comma + 1 : "";
    char *save = NULL;

    first += strspn(first, " ");
    if (comma && comma > written && *first && !strchr(first, ',') && !is_suffix(first))
        written = arena_printf(a, "%s %.*s", first, (int)(comma - written), written);
    const char *out = strtok_r(arena_strdup(a, written), " \t", &save);
    for (char *w; out && (w = strtok_r(NULL, " \t", &save));)
        out = arena_printf(a, "%s %s", out, w);
    return out ? out : "";
}

static const char *name_in(const struct reading *r)
{
    const char *name = cell(r, COLUMN_NAME);
    const char *first = cell(r, COLUMN_FIRST), *last = cell(r, COLUMN_LAST);

    if (*name)
        return name_said(r->arena, name);
    return arena_printf(r->arena, "%s%s%s", first, *first && *last ? " " : "", last);
}

/* Out of "Ana Ruiz <ana@example.org>" and "mailto:ana@example.org", as programs copy them. */
static const char *bare_address(struct arena *a, const char *written)
{
    const char *open = strrchr(written, '<'), *close = open ? strchr(open, '>') : NULL;

    if (close && !close[1])
        return arena_strndup(a, open + 1, (size_t)(close - open - 1));
    return strncasecmp(written, "mailto:", 7) ? written : written + 7;
}

static const char *usable_address(struct reading *r)
{
    const char *written = cell(r, COLUMN_ADDRESS);
    const char *address = address_normal(r->arena, bare_address(r->arena, written));

    if (!*written)
        note(r, arena_printf(r->arena, "%s has no e-mail address", name_in(r)));
    else if (!address)
        note(r, arena_printf(r->arena, "\"%s\" is no e-mail address%s", written,
                             strpbrk(written, ",;") ? "; there may be one in a cell" : ""));
    return address;
}

static struct wanted *by_address(const struct reading *r, const char *address)
{
    for (size_t i = 0; i < r->out->count; i++)
        if (!strcmp(r->out->items[i].address, address))
            return &r->out->items[i];
    return NULL;
}

/* The person of this row: a new one, or the one that an earlier row began. */
static struct wanted *person_in(struct reading *r)
{
    const char *name = name_in(r), *address;
    struct wanted *w;

    if (!*name) {
        note(r, "nobody is named");
        return NULL;
    }
    if (!(address = usable_address(r)))
        return NULL;
    if ((w = by_address(r, address)) && !heading_equal(w->name, name)) {
        note(r, arena_printf(r->arena,
                             "%s has the address of %s (row %d); everybody needs one of their own",
                             name, w->name, w->line));
        return NULL;
    }
    if (!w) {
        w = arena_grow(r->arena, &r->out->items, r->out->count++, &r->out->cap, sizeof *w);
        *w = (struct wanted){.line = r->row->line, .name = name, .address = address};
    }
    return w;
}

static void add_word(struct arena *a, const char ***list, size_t *count, size_t *cap,
                     const char *word)
{
    for (size_t i = 0; i < *count; i++)
        if (!strcmp((*list)[i], word))
            return;
    const char **place = arena_grow(a, list, (*count)++, cap, sizeof *place);
    *place = word;
}

static void note_about(struct reading *r, const struct wanted *w, const char *why)
{
    note(r, arena_printf(r->arena, "%s: %s", w->name, why));
}

static void take_roles(struct reading *r, struct wanted *w)
{
    const char *written = *cell(r, COLUMN_ROLE) ? cell(r, COLUMN_ROLE) : r->role;
    const char **items = cell_list(r->arena, written ? written : "");

    for (size_t i = 0; items[i]; i++) {
        const char *role, *why;
        if (cell_role(r->arena, items[i], r->programme, &role, &why) == 0)
            add_word(r->arena, &w->roles, &w->roles_count, &w->roles_cap, role);
        else
            note_about(r, w, why);
    }
}

static void take_cells(struct reading *r, struct wanted *w)
{
    const char *zone = cell(r, COLUMN_ZONE), *language = cell(r, COLUMN_LANGUAGE);
    const char *status = cell(r, COLUMN_STATUS), *meant, *why;

    if (*zone && cell_zone(r->arena, zone, &meant, &why) == 0)
        w->zone = meant;
    else if (*zone)
        note_about(r, w, why);
    if (*language && cell_language(r->arena, language, &meant, &why) == 0)
        w->language = meant;
    else if (*language)
        note_about(r, w, why);
    if (*status && cell_status(r->arena, status, &meant, &w->away_until, &why) == 0)
        w->status = meant;
    else if (*status)
        note_about(r, w, why);
}

static void take_links(struct reading *r, struct wanted *w)
{
    const char **matches = cell_list(r->arena, cell(r, COLUMN_MATCH));
    const char **superiors = cell_list(r->arena, cell(r, COLUMN_ANSWERS_TO));

    if (*cell(r, COLUMN_RESPONSIBLE))
        w->responsible = name_said(r->arena, cell(r, COLUMN_RESPONSIBLE));
    for (size_t i = 0; matches[i]; i++)
        add_word(r->arena, &w->matches, &w->matches_count, &w->matches_cap, matches[i]);
    for (size_t i = 0; superiors[i]; i++)
        add_word(r->arena, &w->superiors, &w->superiors_count, &w->superiors_cap, superiors[i]);
}

static bool is_this_programme(const struct reading *r)
{
    const char *written = cell(r, COLUMN_PROGRAMME);

    return !*written || heading_equal(written, r->programme->name) ||
           (r->programme->title && heading_equal(written, r->programme->title));
}

static void read_row(struct reading *r)
{
    struct wanted *w;

    if (!is_this_programme(r)) {
        r->out->other_programme++;
        return;
    }
    if (!(w = person_in(r)))
        return;
    take_roles(r, w);
    take_cells(r, w);
    take_links(r, w);
}

/* ---- the file ------------------------------------------------------------------------------ */

static const char *headings_found(struct arena *a, const struct table *t)
{
    const char *out = "";

    for (size_t i = 0; t->count && i < t->rows[0].count; i++)
        out = arena_printf(a, "%s%s\"%s\"", out, i ? ", " : "", row_cell(&t->rows[0], i));
    return out;
}

static bool is_used(const struct reading *r, size_t column)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        if (r->columns[c] == (int)column)
            return true;
    return false;
}

/* A column with a heading of its own that none of ours is: the admin may have meant one. */
static void note_unused(struct reading *r)
{
    const char *unused = "";

    r->row = &r->table->rows[0];
    for (size_t i = 0; i < r->row->count; i++)
        if (*row_cell(r->row, i) && !is_used(r, i))
            unused = arena_printf(r->arena, "%s%s\"%s\"", unused, *unused ? ", " : "",
                                  row_cell(r->row, i));
    if (*unused)
        note_in(r, &r->out->unused, unused);
}

static int find_columns(struct reading *r, struct err *e)
{
    bool names;

    for (int c = 0; c < COLUMN_COUNT; c++)
        r->columns[c] = table_column(r->table, headings[c]);
    if (r->columns[COLUMN_MATCH] == r->columns[COLUMN_NAME])
        r->columns[COLUMN_MATCH] = -1; /* "Mentor" alone heads the names */
    names = r->columns[COLUMN_NAME] >= 0 || r->columns[COLUMN_FIRST] >= 0;
    if (names && r->columns[COLUMN_ADDRESS] >= 0)
        return 0;
    return err_set(e, "%s:1: no column is headed \"%s\"; the first row has %.200s", r->table->file,
                   names ? "e-mail" : "name", headings_found(r->arena, r->table));
}

int roster_read(struct arena *a, const struct table *t, const struct programme *p, const char *role,
                struct wanted_list *out, struct err *e)
{
    struct table below = *t;
    struct reading r = {.arena = a, .table = &below, .programme = p, .role = role, .out = out};

    *out = (struct wanted_list){0};
    if (t->count == 0)
        return err_set(e, "%s is empty", t->file);
    table_skip_titles(&below, headings[COLUMN_ADDRESS]);
    if (find_columns(&r, e) < 0)
        return -1;
    note_unused(&r);
    for (size_t i = 1; i < below.count; i++) {
        r.row = &below.rows[i];
        read_row(&r);
    }
    return 0;
}
