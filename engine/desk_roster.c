/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_roster.c - a spreadsheet of people that comes by mail.
 *
 * What it would change is shown first, in a letter with a number that stands for
 * just these changes. "ok" to that letter reads the spreadsheet again from the
 * message that brought it (which is kept anyway) and does it, if it still comes to
 * the same number; else what it would change now is shown. So nothing is done that
 * was not seen, and people's data lie nowhere twice. As the letter goes to the
 * address on file and its answer needs its token, the message that brings the
 * spreadsheet needs none. */
#include "engine/desk.h"
#include "engine/roster.h"
#include "engine/roster_cells.h"
#include "parser/tables.h"

#include <stdlib.h>
#include <string.h>

#define PREVIEW     "roster-preview"
#define MOST_SHOWN  500 /* lines of each kind */
#define MOST_BEHIND 25  /* rows that are named once more when it is done */

struct sheet {
    struct desk *k;
    const char *file;
    int64_t inbox; /* the message that brought it */
    struct wanted_list wanted;
    struct roster_plan plan;
};

/* ---- who may ------------------------------------------------------------------------ */

static int may_send(struct desk *k)
{
    const char **role = k->e->programme->rules->roster_from;
    const struct state *s;
    int may = 0;

    if (!(s = engine_look(k->e, k->m->sender, 0)))
        return -1;
    for (; role && *role && !may; role++)
        may = state_has_role(s, k->m->sender, *role);
    return may;
}

/* "Wen Li (welcome)": to whom the file can be given. */
static const char *who_may(struct desk *k)
{
    const char **role = k->e->programme->rules->roster_from, *out = "";
    int64_t ids[4];

    for (; role && *role; role++) {
        int n = store_people(k->e->store, k->e->programme->rules->name, *role, 0, ids, 4);
        for (int i = 0; i < n; i++)
            out = arena_printf(k->e->mail, "%s%s%s (%s)", out, *out ? ", " : "",
                               desk_name_of(k, ids[i]), *role);
    }
    return *out ? out : "the administrator";
}

/* ---- reading and comparing -------------------------------------------------------------- */

/* The first spreadsheet that can be read. 1; 0: none, and why not is among the lines. */
static int find_table(struct desk *k, const struct mail_facts *f, struct table *out)
{
    for (size_t i = 0; i < f->attachments_count; i++) {
        struct err err;
        int is = tables_get(k->e->mail, &f->attachments[i], out, &err);

        if (is < 0)
            desk_line(k, f->attachments[i].name,
                      err.text[0] ? arena_strdup(k->e->mail, err.text) : "can't be read");
        if (is > 0)
            return 1;
    }
    return 0;
}

/* "mentors 2027.csv": the role of those whose row says none, where the name has one role and no
 * other. */
static const char *role_of_file(struct desk *k, const char *file)
{
    const struct programme *p = k->e->programme->rules;
    char *save = NULL, *copy = arena_strdup(k->e->mail, file);
    const char *found = NULL, *role, *why;

    for (char *w = strtok_r(copy, " _-.,()", &save); w; w = strtok_r(NULL, " _-.,()", &save)) {
        if (cell_role(k->e->mail, w, p, &role, &why) < 0)
            continue;
        if (found && strcmp(found, role))
            return NULL;
        found = role;
    }
    return found;
}

/* 1; 0: it is no list of people, and the lines say why; -1: the store. */
static int compare(struct sheet *s, const struct table *t, bool rename)
{
    struct engine *e = s->k->e;
    const struct programme *p = e->programme->rules;
    const struct compare_options options = {.rename = rename,
                                            .rename_by = "answer \"renamed\", and I show it again"};
    struct roster now;
    struct err err;

    if (roster_read(e->mail, t, p, role_of_file(s->k, s->file), &s->wanted, &err) < 0) {
        desk_line(s->k, s->file, arena_strdup(e->mail, err.text));
        return 0;
    }
    if (roster_load(e->store, e->mail, p, &now) < 0)
        return -1;
    roster_compare(e->mail, &now, &s->wanted, &options, &s->plan);
    return 1;
}

/* ---- showing it ------------------------------------------------------------------------- */

static struct occasion_list *add_list(struct sheet *s, const char *name, size_t count)
{
    struct occasion *o = &s->k->e->occasion;
    struct occasion_list *l = &o->lists[o->lists_count++];
    size_t room = count < MOST_SHOWN ? count : MOST_SHOWN;

    *l = (struct occasion_list){.name = name, .all = count};
    l->lines = arena_array(s->k->e->mail, room + 1, sizeof *l->lines);
    return l;
}

static void add_line(struct occasion_list *l, const char *line, const char *done)
{
    if (l->count < MOST_SHOWN)
        l->lines[l->count++] = (struct transcript_line){line, done};
}

static void list_people(struct sheet *s, const char *name, bool new_ones)
{
    struct roster_lines lines;

    roster_lines(s->k->e->mail, &s->plan, new_ones, &lines);
    struct occasion_list *l = add_list(s, name, lines.count);
    for (size_t i = 0; i < lines.count; i++)
        add_line(l, lines.items[i].name, lines.items[i].what);
}

static void list_notes(struct sheet *s, const char *name, const struct row_notes *n)
{
    struct occasion_list *l = add_list(s, name, n->count);

    for (size_t i = 0; i < n->count; i++)
        add_line(l, row_note_place(s->k->e->mail, &n->items[i]), n->items[i].text);
}

static void list_gone(struct sheet *s)
{
    struct occasion_list *l = add_list(s, "gone", s->plan.gone_count);

    for (size_t i = 0; i < s->plan.gone_count; i++)
        add_line(l, s->plan.gone[i]->person.name, "");
}

static void list_all(struct sheet *s)
{
    s->k->e->occasion.lists_count = 0;
    list_people(s, "added", true);
    list_people(s, "changed", false);
    list_gone(s);
    list_notes(s, "unclear", &s->plan.unclear);
    list_notes(s, "unusable", &s->wanted.bad);
}

/* Its key begins with the message that brought the spreadsheet, which "ok" looks for. */
static int show(struct sheet *s)
{
    struct desk *k = s->k;
    struct engine *e = k->e;
    struct letter_intent l = {.kind = LETTER_TRANSCRIPT,
                              .letter = PREVIEW,
                              .to = k->m->sender,
                              .not_before = e->now,
                              .reason = arena_printf(e->mail, "what %s would change", s->file)};

    list_all(s);
    e->occasion.file = s->file;
    e->occasion.number = roster_number(e->mail, &s->plan);
    e->occasion.silent = s->plan.first;
    e->occasion.lines = k->lines;
    e->occasion.lines_count = k->lines_count;
    e->occasion.origin =
        arena_printf(e->mail, "inbox/%lld/%lld", (long long)s->inbox, (long long)k->m->row.id);
    return engine_write_apart(e, &l) < 0 ? -1 : 1;
}

/* Also what is unclear: its answer may be one to the preview ("renamed"). */
static bool is_worth_showing(const struct sheet *s)
{
    return s->plan.changes_count || s->plan.gone_count || s->plan.unclear.count;
}

static void tell_notes(struct sheet *s, const char *what, const struct row_notes *notes)
{
    struct arena *a = s->k->e->mail;

    for (size_t i = 0; i < notes->count && i < MOST_BEHIND; i++)
        desk_line(s->k, arena_printf(a, "%s, %s", s->file, row_note_place(a, &notes->items[i])),
                  arena_printf(a, "%s: %s", what, notes->items[i].text));
    if (notes->count > MOST_BEHIND)
        desk_line(s->k, s->file,
                  arena_printf(a, "%s: %zu more rows", what, notes->count - MOST_BEHIND));
}

/* What must be looked at by somebody, whether or not the rest was done. */
static void tell_left_out(struct sheet *s)
{
    tell_notes(s, "unclear", &s->plan.unclear);
    tell_notes(s, "left out", &s->wanted.bad);
}

/* 1: a preview went; 0: there is nothing to show, and the lines say why; -1. */
static int preview(struct sheet *s, const struct table *t, bool rename)
{
    int is = compare(s, t, rename);

    if (is <= 0)
        return is;
    if (is_worth_showing(s))
        return show(s);
    desk_line(s->k, s->file,
              arena_printf(s->k->e->mail, "nothing to change: %zu %s here as it says", s->plan.same,
                           s->plan.same == 1 ? "person is" : "people are"));
    tell_left_out(s);
    return 0;
}

/* ---- a spreadsheet that came -------------------------------------------------------------- */

int desk_roster_preview(struct desk *k, const struct table *t)
{
    struct sheet s = {.k = k, .file = t->file, .inbox = k->m->row.id};
    int may = may_send(k);

    if (may < 0)
        return -1;
    if (!may) {
        desk_line(k, t->file,
                  arena_printf(k->e->mail, "lists of people come from %s; nothing was changed",
                               who_may(k)));
        return 0;
    }
    return preview(&s, t, false);
}

int desk_roster_sent(struct desk *k)
{
    const struct mail_facts *f = &k->m->facts;
    size_t before = k->lines_count;
    struct table t;
    int shown;

    if (!find_table(k, f, &t)) {
        if (k->lines_count == before)
            return 0;
        return desk_send_transcript(k, "ask-back") < 0 ? -1 : 1;
    }
    if ((shown = desk_roster_preview(k, &t)) != 0)
        return shown;
    return desk_send_transcript(k, "transcript") < 0 ? -1 : 1;
}

/* ---- the answer to a preview ---------------------------------------------------------------- */

enum said { SAID_OK = 1, SAID_GONE = 2, SAID_SILENT = 4, SAID_RENAMED = 8, SAID_NO = 16 };

static unsigned meaning(const char *word)
{
    static const struct {
        const char *word;
        unsigned means;
    } words[] = {{"ok", SAID_OK},           {"okay", SAID_OK},         {"yes", SAID_OK},
                 {"apply", SAID_OK},        {"gone", SAID_GONE},       {"silent", SAID_SILENT},
                 {"silently", SAID_SILENT}, {"renamed", SAID_RENAMED}, {"no", SAID_NO}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcasecmp(words[i].word, word))
            return words[i].means;
    return 0;
}

/* Words that go with an "ok" and add nothing to it. */
static bool is_filling(const char *word)
{
    static const char *const words[] = {"and", "please", "thanks", "thank",
                                        "you", "do",     "it",     NULL};

    for (size_t i = 0; words[i]; i++)
        if (!strcasecmp(words[i], word))
            return true;
    return false;
}

/* What was said, 0 where there is more in it than these few words. */
static unsigned read_answer(struct desk *k)
{
    char *save = NULL, *copy = arena_strdup(k->e->mail, k->m->facts.text ? k->m->facts.text : "");
    unsigned said = 0;

    for (char *w = strtok_r(copy, " \t\n,;.:!+\"", &save); w;
         w = strtok_r(NULL, " \t\n,;.:!+\"", &save)) {
        unsigned means = meaning(w);
        if (!means && !is_filling(w))
            return 0;
        said |= means;
    }
    return said;
}

static const char *add_count(struct sheet *s, const char *text, size_t n, const char *what)
{
    if (!n)
        return text;
    return arena_printf(s->k->e->mail, "%s%s%zu %s", text, *text ? ", " : "", n, what);
}

static int apply_plan(struct sheet *s, unsigned said)
{
    struct engine *e = s->k->e;
    const struct apply_options options = {
        .reason = arena_printf(e->mail, "@%lld agreed to %s", (long long)s->k->m->sender, s->file),
        .silent = s->plan.first || (said & SAID_SILENT),
        .mark_gone = said & SAID_GONE,
    };
    struct roster_lines added, changed;
    const char *done = "";

    roster_lines(e->mail, &s->plan, true, &added);
    roster_lines(e->mail, &s->plan, false, &changed);
    if (roster_apply(e, e->store, &s->plan, &options, e->now) < 0)
        return -1;
    done = add_count(s, done, added.count, "new");
    done = add_count(s, done, changed.count, "changed");
    done = add_count(s, done, options.mark_gone ? s->plan.gone_count : 0, "marked as left");
    done = add_count(s, done, options.mark_gone ? 0 : s->plan.gone_count, "not in it, kept");
    desk_line(s->k, s->file, arena_printf(e->mail, "done: %s", done));
    tell_left_out(s);
    return 0;
}

/* Whether the preview that is answered showed this very plan. */
static bool was_shown(const struct sheet *s)
{
    const char *text = s->k->m->letter.text;

    return text && strstr(text, roster_number(s->k->e->mail, &s->plan));
}

/* 1: the plan that was shown, with or without new names; 0: there is another now; -1. */
static int find_shown(struct sheet *s, const struct table *t)
{
    for (int rename = 0; rename < 2; rename++) {
        int is = compare(s, t, rename);
        if (is <= 0)
            return is;
        if (was_shown(s))
            return 1;
    }
    return 0;
}

/* 1: another preview went; 0: the lines say what was done; -1. */
static int do_as_said(struct sheet *s, const struct table *t, unsigned said)
{
    int same;

    if (said & SAID_RENAMED)
        return preview(s, t, true);
    if ((same = find_shown(s, t)) < 0)
        return -1;
    if (same)
        return apply_plan(s, said);
    if (!s->plan.changes_count && !(said & SAID_GONE)) {
        desk_line(s->k, s->file, "there is nothing left to change");
        tell_left_out(s);
        return 0;
    }
    desk_line(s->k, s->file,
              "who is in the programme has changed since I showed you this, so "
              "nothing was done yet");
    return preview(s, t, false);
}

static int answered(struct desk *k, unsigned said)
{
    struct sheet s = {.k = k, .inbox = atoll(k->m->letter.unique_key + strlen("inbox/"))};
    struct table t;
    int may = may_send(k);

    if (may < 0)
        return -1;
    if (said & SAID_NO || !may) {
        desk_line(k, may ? "no" : "ok",
                  may ? "nothing was changed, and nothing will be"
                      : arena_printf(k->e->mail,
                                     "lists of people come from %s; nothing was "
                                     "changed",
                                     who_may(k)));
        return 0;
    }
    if (!k->m->kept.attachments_count || !find_table(k, &k->m->kept, &t)) {
        desk_line(k, "ok", "the spreadsheet is not kept any more; please send it again");
        return 0;
    }
    s.file = t.file;
    return do_as_said(&s, &t, said);
}

int desk_roster_answered(struct desk *k)
{
    struct table t;
    unsigned said = read_answer(k);
    int shown;

    if (!desk_roster_is_preview(&k->m->letter))
        return 0;
    if (find_table(k, &k->m->facts, &t))
        return 0; /* a better one: it is shown like any other */
    if (!(said & (SAID_OK | SAID_NO | SAID_RENAMED))) {
        desk_line(k, "your answer",
                  "not understood, and nothing was done: answer \"ok\" and "
                  "nothing else, or send a better spreadsheet");
        return desk_send_transcript(k, "ask-back") < 0 ? -1 : 1;
    }
    if ((shown = answered(k, said)) != 0)
        return shown;
    return desk_send_transcript(k, "transcript") < 0 ? -1 : 1;
}

bool desk_roster_is_preview(const struct outbox_row *l)
{
    return l->id && l->letter && !strcmp(l->letter, PREVIEW);
}
