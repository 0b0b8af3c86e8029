/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_diff.c - what the edited files change, against the rules that run: both are played on a
 * copy of the live store, and what would come to pass is put side by side, in people's names. */
#include "ctl/plan_compare.h"
#include "ctl/standing.h"
#include "rules/compare.h"
#include "sheets/table.h"

#include <string.h>

#define CSV_BYTES ((size_t)256 * 1024 * 1024)

struct edit {
    const char *programme, *rule, *text;
};

struct diff {
    struct ctl *c;
    struct plan old, new;
    struct edit *edits;
    size_t edits_count, edits_cap;
    struct plan_change *changes;
    size_t count;
};

/* ---- the files, side by side ------------------------------------------------------- */

static void note_edit(struct diff *d, const char *programme, const char *rule, const char *text)
{
    struct arena *a = d->c->arena;
    struct edit *e = arena_grow(a, &d->edits, d->edits_count++, &d->edits_cap, sizeof *e);

    *e = (struct edit){arena_strdup(a, programme), arena_strdup(a, rule), arena_strdup(a, text)};
}

static const struct shelf_letter *find_letter(const struct shelf_programme *p,
                                              const struct shelf_letter *as)
{
    for (size_t i = 0; i < p->letters_count; i++)
        if (!strcmp(p->letters[i].name, as->name) && !strcmp(p->letters[i].language, as->language))
            return &p->letters[i];
    return NULL;
}

static bool same_text(const struct shelf_letter *x, const struct shelf_letter *y)
{
    return x->source->len == y->source->len &&
           !memcmp(x->source->bytes, y->source->bytes, x->source->len);
}

static void compare_letters(struct diff *d, const struct shelf_programme *old,
                            const struct shelf_programme *new)
{
    const char *name = new->rules->name;

    for (size_t i = 0; i < new->letters_count; i++) {
        const struct shelf_letter *l = &new->letters[i], *was = find_letter(old, l);
        if (!was || !same_text(was, l))
            note_edit(d, name, "",
                      arena_printf(d->c->arena, "%s %s", l->source->path,
                                   was ? "has another text" : "is new"));
    }
    for (size_t i = 0; i < old->letters_count; i++)
        if (!find_letter(new, &old->letters[i]))
            note_edit(d, name, "",
                      arena_printf(d->c->arena, "%s is gone", old->letters[i].source->path));
}

static const struct rules_file *rules_of(const struct shelf_programme *p)
{
    for (size_t i = 0; i < p->source.files_count; i++)
        if (strstr(p->source.files[i].path, "/rules.yaml"))
            return &p->source.files[i];
    return NULL;
}

/* What stands outside of the rules, or is a remark, is not told word by word. */
static void compare_texts(struct diff *d, const struct shelf_programme *old,
                          const struct shelf_programme *new)
{
    const struct rules_file *was = rules_of(old), *is = rules_of(new);

    if (was && is && (was->len != is->len || memcmp(was->bytes, is->bytes, is->len)))
        note_edit(d, new->rules->name, "",
                  arena_printf(d->c->arena, "%s has another text, and its rules are as before",
                               is->path));
}

static void compare_files(struct diff *d, const struct shelf *old, const struct shelf *new)
{
    for (size_t i = 0; i < new->count; i++) {
        const struct shelf_programme *p = &new->programmes[i];
        const struct shelf_programme *was = shelf_programme(old, p->rules->name);
        struct rule_edit *edits;
        size_t n;

        if (!was) {
            note_edit(d, p->rules->name, "", "the programme is new");
            continue;
        }
        n = rules_compare(d->c->arena, was->rules, p->rules, &edits);
        for (size_t j = 0; j < n; j++)
            note_edit(d, p->rules->name, edits[j].rule, edits[j].text);
        if (n == 0)
            compare_texts(d, was, p);
        compare_letters(d, was, p);
    }
    for (size_t i = 0; i < old->count; i++)
        if (!shelf_programme(new, old->programmes[i].rules->name))
            note_edit(d, old->programmes[i].rules->name, "", "the programme is gone");
}

/* ---- the plans, side by side --------------------------------------------------------- */

/* What ran under another name bears the new one, so that both sides speak of one thing. */
static void rename_items(struct plan *p, const struct shelf *edited)
{
    for (size_t i = 0; i < p->count; i++) {
        struct planned *l = &p->items[i];
        const struct shelf_programme *s = shelf_programme(edited, l->programme);
        const struct rule *r = s && l->rule ? rule_became(s->rules, l->rule) : NULL;
        const struct step *step = r && l->step ? rule_step(r, l->step) : NULL;

        if (r)
            l->rule = arena_strdup(p->c->arena, r->name);
        if (step)
            l->step = arena_strdup(p->c->arena, step->id);
    }
}

/* What runs, and the edited files once more: that which is played belongs to its engine. */
static int open_both(struct diff *d, struct shelf **old, struct shelf **new)
{
    struct diags found, lost;
    int rc;

    diags_init(&found, d->c->arena);
    diags_init(&lost, d->c->arena);
    if ((rc = ctl_standing(d->c, d->c->shelf, &lost)) != CTL_OK)
        return rc;
    ctl_print_diags(&lost);
    if (lost.errors)
        return CTL_BROKEN;
    if ((rc = shelf_in_force(d->c->store, old, &found)) < 0)
        return ctl_failed(d->c);
    if (rc == 0)
        return ctl_complain(CTL_BROKEN, "the store does not know yet which rules run: mentord "
                                        "notes them when it starts");
    *new = shelf_load(d->c->config->programmes, NULL, &found);
    return *new ? CTL_OK : ctl_complain(CTL_BROKEN, "the edited rules changed meanwhile");
}

/* Both on what the store was at one instant. */
static int play_both(struct diff *d, struct shelf *old, struct shelf *new)
{
    _cleanup_(store_closep) struct store *copy = NULL;
    struct err e;
    int status;

    if (store_copy_to_memory(d->c->store, &copy, &e) < 0) {
        shelf_free(old);
        shelf_free(new);
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    }
    status = plan_play(&d->old, copy, old, false);
    if (status != CTL_OK) {
        shelf_free(new);
        return status;
    }
    return plan_play(&d->new, copy, new, true);
}

static int play_and_compare(struct diff *d, struct shelf *old, struct shelf *new)
{
    int status = play_both(d, old, new);

    if (status != CTL_OK)
        return status;
    rename_items(&d->old, d->c->shelf);
    d->count = plan_compare(d->c->arena, d->old.items, d->old.count, d->new.items, d->new.count,
                            &d->changes);
    return CTL_OK;
}

static int compare(struct diff *d)
{
    struct shelf *old = NULL, *new = NULL;
    int status = open_both(d, &old, &new);

    if (status == CTL_OK) {
        compare_files(d, old, d->c->shelf);
        return play_and_compare(d, old, new);
    }
    shelf_freep(&old);
    shelf_freep(&new);
    return status;
}

/* ---- in words --------------------------------------------------------------------------- */

static const char *what(const struct diff *d, const struct plan_change *c)
{
    const struct planned *l = change_item(c);
    struct arena *a = d->c->arena;

    switch (l->kind) {
    case PLANNED_BEGINS:
        return arena_printf(a, "case %s begins", l->occurrence);
    case PLANNED_STEP:
        return arena_printf(a, "case %s goes to %s", l->occurrence, l->step);
    case PLANNED_ENDS:
        return arena_printf(a, "case %s ends", l->occurrence);
    case PLANNED_LETTER:
        break;
    }
    return c->kind == CHANGE_TEXT ? arena_printf(a, "%s, another text", l->letter) : l->letter;
}

static const char *who(const struct diff *d, const struct planned *l)
{
    const char *about;

    if (l->kind != PLANNED_LETTER)
        return !l->subject ? "the programme"
               : l->other  ? arena_printf(d->c->arena, "%s with %s", ctl_name(d->c, l->subject),
                                          ctl_name(d->c, l->other))
                           : ctl_name(d->c, l->subject);
    about = planned_about(&d->new, l);
    return *about ? arena_printf(d->c->arena, "%s (about %s)", planned_to(&d->new, l), about)
                  : planned_to(&d->new, l);
}

static const char *when(const struct diff *d, const struct plan_change *c, const struct planned *l)
{
    const char *t;

    if (!l)
        return "-";
    t = ctl_time(d->c, l->programme, l->at);
    return c->kind == CHANGE_PERSON ? arena_printf(d->c->arena, "%s %s", t, planned_to(&d->new, l))
                                    : t;
}

static const char *const kinds[] = {
    [CHANGE_GONE] = "gone",     [CHANGE_NEW] = "new",   [CHANGE_MOVED] = "moved",
    [CHANGE_PERSON] = "person", [CHANGE_TEXT] = "text",
};

static const char *rule_of(const struct plan_change *c)
{
    const struct planned *l = change_item(c);

    return l->rule ? l->rule : "";
}

/* ---- showing ------------------------------------------------------------------------------ */

static const char *counted(const struct diff *d, size_t from, size_t to)
{
    static const char *const said[] = {
        [CHANGE_GONE] = "gone",
        [CHANGE_NEW] = "new",
        [CHANGE_MOVED] = "at another time",
        [CHANGE_PERSON] = "to somebody else",
        [CHANGE_TEXT] = "with another text",
    };
    const char *out = "";

    for (size_t kind = 0; kind < sizeof said / sizeof *said; kind++) {
        size_t n = 0;
        for (size_t i = from; i < to; i++)
            n += d->changes[i].kind == kind;
        if (n)
            out = arena_printf(d->c->arena, "%s%s%zu %s", out, *out ? ", " : "", n, said[kind]);
    }
    return out;
}

static bool same_rule(const struct plan_change *a, const struct plan_change *b)
{
    return !strcmp(change_item(a)->programme, change_item(b)->programme) &&
           !strcmp(rule_of(a), rule_of(b));
}

static void show_rule(const struct diff *d, size_t from, size_t to)
{
    const struct planned *first = change_item(&d->changes[from]);
    struct columns t;

    out_heading("%s%s%s: %s", first->programme, first->rule ? " / " : "",
                first->rule ? first->rule : "", counted(d, from, to));
    columns_init(&t, d->c->arena,
                 (const char *[]){"Who", "What", "In force", "As edited", "Why", NULL});
    for (size_t i = from; i < to; i++) {
        const struct plan_change *c = &d->changes[i];
        columns_add(&t, (const char *[]){who(d, change_item(c)), what(d, c), when(d, c, c->old),
                                         when(d, c, c->new), change_item(c)->why});
    }
    out_columns(&t, 2, true);
    out_text("\n");
}

static void show_edits(const struct diff *d)
{
    if (d->edits_count)
        out_heading("What was edited");
    for (size_t i = 0; i < d->edits_count; i++) {
        const struct edit *e = &d->edits[i];
        out_wrapped(2, arena_printf(d->c->arena, "%s%s%s: %s", e->programme, *e->rule ? " / " : "",
                                    e->rule, e->text));
    }
    if (d->edits_count)
        out_text("\n");
}

static void show_table(const struct diff *d)
{
    size_t from = 0;

    show_edits(d);
    for (size_t i = 1; i <= d->count; i++) {
        if (i < d->count && same_rule(&d->changes[from], &d->changes[i]))
            continue;
        show_rule(d, from, i);
        from = i;
    }
    out_styled(
        STYLE_FAINT, "%s until %s, if nobody answers\n",
        d->count ? arena_printf(d->c->arena, "%zu difference%s", d->count, d->count == 1 ? "" : "s")
                 : "Nothing differs for anybody",
        ctl_time(d->c, d->new.programme, d->new.until));
}

static void show_csv(const struct diff *d)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(CSV_BYTES);
    const char *titles[] = {"Programme", "Rule",     "Change",    "Who",
                            "What",      "In force", "As edited", "Why"};

    csv_add_row(&out, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < d->count; i++) {
        const struct plan_change *c = &d->changes[i];
        const char *cells[] = {
            change_item(c)->programme,        rule_of(c),         kinds[c->kind],
            who(d, change_item(c)),           what(d, c),         c->old ? when(d, c, c->old) : "",
            c->new ? when(d, c, c->new) : "", change_item(c)->why};
        csv_add_row(&out, cells, sizeof cells / sizeof *cells);
    }
    out_buf(&out);
}

static json_t *change_json(const struct diff *d, const struct plan_change *c)
{
    json_t *o = json_object();

    json_put(o, "programme", json_text(change_item(c)->programme));
    json_put(o, "rule", json_text(change_item(c)->rule));
    json_put(o, "change", json_text(kinds[c->kind]));
    json_put(o, "who", json_text(who(d, change_item(c))));
    json_put(o, "what", json_text(what(d, c)));
    json_put(o, "in_force", c->old ? json_instant(c->old->at) : json_null());
    json_put(o, "as_edited", c->new ? json_instant(c->new->at) : json_null());
    json_put(o, "why", json_text(change_item(c)->why));
    return o;
}

static void show_json(const struct diff *d)
{
    json_t *all = json_object(), *edits = json_array(), *changes = json_array();

    for (size_t i = 0; i < d->edits_count; i++) {
        json_t *o = json_object();
        json_put(o, "programme", json_text(d->edits[i].programme));
        json_put(o, "rule", *d->edits[i].rule ? json_text(d->edits[i].rule) : json_null());
        json_put(o, "edit", json_text(d->edits[i].text));
        json_array_append_new(edits, o);
    }
    for (size_t i = 0; i < d->count; i++)
        json_array_append_new(changes, change_json(d, &d->changes[i]));
    json_put(all, "until", json_instant(d->new.until));
    json_put(all, "edits", edits);
    json_put(all, "changes", changes);
    out_json(all);
}

int plan_diff(struct plan *p, const struct ctl_args *args)
{
    struct diff d = {.c = p->c, .old = *p, .new = *p};
    int status;

    d.old.with_cases = d.new.with_cases = true;
    if ((status = compare(&d)) != CTL_OK)
        return status;
    if (ctl_given(args, "json"))
        show_json(&d);
    else if (ctl_given(args, "csv"))
        show_csv(&d);
    else
        show_table(&d);
    return d.count || d.edits_count ? CTL_NO : CTL_OK;
}
