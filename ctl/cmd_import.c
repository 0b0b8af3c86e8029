/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl import: a spreadsheet of people into a programme. It shows first
 * what would change, and changes nothing before somebody agreed. */
#include "ctl/daemon.h"
#include "engine/roster.h"

#include <errno.h>
#include <string.h>

struct import {
    struct ctl *c;
    const char *file;
    const struct programme *programme;
    struct table table;
    struct wanted_list wanted;
    struct roster_plan plan;
    struct apply_options apply;
};

/* ---- what would change ----------------------------------------------------------------- */

static const char *join(struct arena *a, const char *before, const char *between, const char *text)
{
    return *before ? arena_printf(a, "%s%s%s", before, between, text) : text;
}

static void show_people(struct import *i, bool new_ones)
{
    struct roster_lines lines;
    struct columns t;

    roster_lines(i->c->arena, &i->plan, new_ones, &lines);
    if (!lines.count)
        return;
    columns_init(&t, i->c->arena, (const char *[]){"", "", NULL});
    for (size_t k = 0; k < lines.count; k++)
        columns_add(&t, (const char *[]){lines.items[k].name, lines.items[k].what});
    out_heading("\n%s: %zu", new_ones ? "New" : "Changed", lines.count);
    out_columns(&t, 2, false);
}

static void show_notes(struct import *i, const struct row_notes *n, const char *title)
{
    struct columns t;

    if (!n->count)
        return;
    out_heading("\n%s: %zu", title, n->count);
    columns_init(&t, i->c->arena, (const char *[]){"", "", NULL});
    for (size_t k = 0; k < n->count; k++)
        columns_add(&t,
                    (const char *[]){row_note_place(i->c->arena, &n->items[k]), n->items[k].text});
    out_columns(&t, 2, false);
}

static void show_gone(struct import *i)
{
    const char *names = "";

    if (!i->plan.gone_count)
        return;
    for (size_t k = 0; k < i->plan.gone_count; k++)
        names = join(i->c->arena, names, ", ", i->plan.gone[k]->person.name);
    out_heading("\nNot in the file: %zu, %s", i->plan.gone_count,
                i->apply.mark_gone ? "will be marked as left"
                                   : "kept as they are (--gone marks "
                                     "them as left)");
    out_wrapped(2, names);
}

static bool anything(const struct import *i)
{
    return i->plan.changes_count || (i->apply.mark_gone && i->plan.gone_count);
}

/* Who joins silently is assigned to nobody, as no rule runs for them. */
static void show_consequences(struct import *i)
{
    if (!anything(i))
        out_text("\nNothing to change.\n");
    if (!i->plan.changes_count || !i->apply.silent)
        return;
    if (*i->plan.orphans) {
        out_heading("\nNobody is responsible for");
        out_wrapped(2, i->plan.orphans);
    }
    out_text("\n");
    out_wrapped(0, "Everybody is enrolled silently: nobody gets the letters that new people get "
                   "(--announce sends them).");
}

static void show(struct import *i)
{
    out_text("%s, for %s\n", i->file, i->programme->name);
    show_people(i, true);
    show_people(i, false);
    show_gone(i);
    show_notes(i, &i->plan.unclear, "Unclear, only that much left out");
    show_notes(i, &i->wanted.bad, "Unusable, only that much left out");
    show_notes(i, &i->wanted.unused, "Not read, under headings that are not known");
    if (i->plan.same)
        out_text("\nUnchanged: %zu\n", i->plan.same);
    if (i->wanted.other_programme)
        out_text("\nRows of other programmes: %zu\n", i->wanted.other_programme);
    show_consequences(i);
}

/* ---- for a program --------------------------------------------------------------------------- */

static json_t *people_json(struct import *i, bool new_ones)
{
    struct roster_lines lines;
    json_t *list = json_array();

    roster_lines(i->c->arena, &i->plan, new_ones, &lines);
    for (size_t k = 0; k < lines.count; k++) {
        json_t *o = json_object();
        json_put(o, "name", json_text(lines.items[k].name));
        json_put(o, "what", json_text(lines.items[k].what));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *notes_json(const struct row_notes *n)
{
    json_t *list = json_array();

    for (size_t k = 0; k < n->count; k++) {
        json_t *o = json_object();
        json_put(o, "row", json_integer(n->items[k].line));
        json_put(o, "why", json_text(n->items[k].text));
        json_array_append_new(list, o);
    }
    return list;
}

static void show_json(struct import *i, bool done)
{
    json_t *o = json_object(), *gone = json_array();

    for (size_t k = 0; k < i->plan.gone_count; k++)
        json_array_append_new(gone, json_text(i->plan.gone[k]->person.name));
    json_put(o, "file", json_text(i->file));
    json_put(o, "programme", json_text(i->programme->name));
    json_put(o, "new", people_json(i, true));
    json_put(o, "changed", people_json(i, false));
    json_put(o, "unchanged", json_integer((json_int_t)i->plan.same));
    json_put(o, "not_in_the_file", gone);
    json_put(o, "unclear", notes_json(&i->plan.unclear));
    json_put(o, "unusable", notes_json(&i->wanted.bad));
    json_put(o, "silent", json_boolean(i->apply.silent));
    json_put(o, "done", json_boolean(done));
    out_json(o);
}

/* ---- agreeing and doing --------------------------------------------------------------------- */

static int do_import(struct import *i)
{
    struct ctl *c = i->c;

    if (store_begin(c->store) < 0)
        return ctl_failed(c);
    if (roster_apply(c->engine, c->store, &i->plan, &i->apply, c->now) < 0 ||
        store_commit(c->store) < 0)
        return ctl_failed(c);
    wake_daemon(c);
    return CTL_OK;
}

/* Nobody is asked: it is done with --yes, and else only told. */
static int import_for_program(struct import *i, const struct ctl_args *args)
{
    bool wanted = anything(i) && ctl_given(args, "yes");
    int status = wanted ? do_import(i) : CTL_OK;

    if (status == CTL_OK)
        show_json(i, wanted);
    return status;
}

static int import_for_people(struct import *i, const struct ctl_args *args)
{
    int status = CTL_OK;

    show(i);
    if (!anything(i) || !ctl_agreed(args))
        return status;
    if ((status = do_import(i)) == CTL_OK)
        out_styled(STYLE_GOOD, "\nDone.\n");
    return status;
}

/* ---- the file ---------------------------------------------------------------------------------
 */

/* Before all else, while mentorctl is still who called it. */
static int read_file(struct import *i)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(TABLE_MAX_BYTES);
    struct err e;

    if (buf_read_file(&bytes, i->file) < 0)
        return ctl_complain(CTL_NO, "%s can't be read: %s", i->file, strerror(errno));
    if (table_read(i->c->arena, i->file, buf_str(&bytes), bytes.len, &i->table, &e) < 0)
        return ctl_complain(CTL_NO, "%s", e.text);
    return CTL_OK;
}

static int find_programme(struct import *i, const struct ctl_args *args)
{
    const struct shelf_programme *p = ctl_programme(i->c, ctl_given(args, "programme"));
    const char *role = ctl_given(args, "role");
    struct err e;

    if (!p)
        return CTL_NO;
    i->programme = p->rules;
    if (role && !ctl_role(i->programme, role))
        return CTL_NO;
    if (roster_read(i->c->arena, &i->table, i->programme, role, &i->wanted, &e) < 0)
        return ctl_complain(CTL_NO, "%s", e.text);
    return CTL_OK;
}

static int compare(struct import *i, const struct ctl_args *args)
{
    const struct compare_options options = {.rename = ctl_given(args, "rename"),
                                            .rename_by = "add --rename"};
    struct roster now;

    if (roster_load(i->c->store, i->c->arena, i->programme, &now) < 0)
        return ctl_failed(i->c);
    roster_compare(i->c->arena, &now, &i->wanted, &options, &i->plan);
    i->apply = (struct apply_options){
        .reason = arena_printf(i->c->arena, "import of %s",
                               strrchr(i->file, '/') ? strrchr(i->file, '/') + 1 : i->file),
        .silent = ctl_given(args, "silent") || (i->plan.first && !ctl_given(args, "announce")),
        .mark_gone = ctl_given(args, "gone"),
    };
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    static const char *const either[] = {"silent", "announce", NULL};
    struct import i = {.c = c, .file = args->operands[0]};
    int status = ctl_at_most_one(args, either);

    if (status != CTL_OK || (status = read_file(&i)) != CTL_OK ||
        (status = ctl_engine(c)) != CTL_OK || (status = find_programme(&i, args)) != CTL_OK ||
        (status = compare(&i, args)) != CTL_OK)
        return status;
    status = ctl_given(args, "json") ? import_for_program(&i, args) : import_for_people(&i, args);
    if (status != CTL_OK)
        return status;
    return i.wanted.bad.count || i.plan.unclear.count ? CTL_NO : CTL_OK;
}

static const struct ctl_option options[] = {
    {"yes", NULL, "do it without asking"},
    {"json", NULL, "for a program; nobody is asked, and only --yes does it"},
    {"programme", "NAME", "for this programme, where there are several"},
    {"role", "ROLE", "the role of those whose row says none"},
    {"silent", NULL, "nobody is new: no letters to those who join"},
    {"announce", NULL, "everybody new is greeted, the first time too"},
    {"rename", NULL, "an address stays with its person under a wholly other name"},
    {"gone", NULL, "mark who is not in the file as left"},
    {0},
};

const struct ctl_command cmd_import = {
    .name = "import",
    .operands = "FILE",
    .help = "Bring people into a programme from a spreadsheet, shown before it is done",
    .more = "FILE is CSV, XLSX or ODS. The first row has headings: name (or first and last name) "
            "and e-mail; as wanted role, "
            "coordinator (who is responsible), mentees (or match), answers to (or director), time "
            "zone, language, status, "
            "programme. Order, case and wording don't matter much. People are known by their "
            "address, else by a name that only one has. An empty cell changes nothing, and nobody "
            "is removed for not being in the file. The first import of a programme enrols "
            "silently, as its people are no newcomers.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
