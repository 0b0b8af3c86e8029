/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_form.c - from the log to rows. The events of the time are read once
 * and kept: who gave the role up must be known before the first is counted. */
#include "reports/contact_form.h"
#include "reports/contact_names.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 128

struct builder {
    struct store *store;
    struct arena *arena;
    struct contact_form *form;
    const char *role;
    struct event *events;
    size_t events_count, events_cap;
    size_t sorted; /* rows in front that are in the order of their ids */
};

static const char *mentor_role(const struct programme *p)
{
    const struct link_rule *match = programme_match(p);

    if (match)
        return match->from;
    for (size_t i = 0; i < p->links_count; i++)
        if (!strcmp(p->links[i].kind, "responsible"))
            return p->links[i].from;
    return NULL;
}

static const char *name_of(struct builder *b, int64_t person)
{
    struct person_row row;

    return person && store_get_person(b->store, b->arena, person, &row) == 0 ? row.name : "";
}

/* ---- the mentors ------------------------------------------------------------------- */

/* Holders of the role came in the order of their ids, `sorted` of them; the few
 * who gave it up stand behind. */
static struct contact_row *row_of(const struct builder *b, int64_t mentor)
{
    struct contact_row *rows = b->form->rows;
    size_t low = 0, high = b->sorted;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].mentor < mentor)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < b->sorted && rows[low].mentor == mentor)
        return &rows[low];
    for (size_t i = b->sorted; i < b->form->rows_count; i++)
        if (rows[i].mentor == mentor)
            return &rows[i];
    return NULL;
}

static int add_row(struct builder *b, int64_t mentor)
{
    struct contact_form *f = b->form;
    struct person_row person;
    struct contact_row *row;
    int rc;

    if (row_of(b, mentor))
        return 0;
    if ((rc = store_get_person(b->store, b->arena, mentor, &person)) != 0)
        return rc < 0 ? -1 : 0;
    row = arena_grow(b->arena, &f->rows, f->rows_count++, &f->rows_cap, sizeof *row);
    row->mentor = mentor;
    row->name = person.name;
    row->status = strcmp(person.status, STATUS_ACTIVE) ? person.status : NULL;
    row->responsible = "";
    return 0;
}

static int add_holders(struct builder *b)
{
    int64_t ids[BATCH], after = 0;
    int n;

    do {
        n = store_people(b->store, b->form->programme->name, b->role, after, ids, BATCH);
        for (int i = 0; i < n; i++)
            if (add_row(b, after = ids[i]) < 0)
                return -1;
        b->sorted = b->form->rows_count;
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

static int add_leavers(struct builder *b)
{
    for (size_t i = 0; i < b->events_count; i++) {
        const struct event *e = &b->events[i];
        if (e->kind == EVENT_ROLE_TAKEN && !strcmp(e->name, b->role) && add_row(b, e->person) < 0)
            return -1;
    }
    return 0;
}

/* ---- whose they are ------------------------------------------------------------------ */

static void add_link(struct builder *b, const char *kind, int64_t from, int64_t to)
{
    struct contact_row *row = row_of(b, from);

    if (!row)
        return;
    if (!strcmp(kind, "responsible")) {
        row->responsible = name_of(b, to);
        row->responsible_id = to;
        return;
    }
    const char **mentee = arena_grow(b->arena, &row->mentees, row->mentees_count++,
                                     &row->mentees_cap, sizeof *mentee);
    *mentee = name_of(b, to);
}

static int add_links(struct builder *b, const char *kind)
{
    int64_t ids[2 * BATCH], from = 0, to = 0;
    int n;

    do {
        n = store_links(b->store, b->form->programme->name, kind, from, to, ids, BATCH);
        for (int i = 0; i < n; i++)
            add_link(b, kind, from = ids[2 * i], to = ids[2 * i + 1]);
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

/* ---- what happened --------------------------------------------------------------------- */

static int keep_event(void *ctx, const struct event *e)
{
    struct builder *b = ctx;
    struct event *kept =
        arena_grow(b->arena, &b->events, b->events_count++, &b->events_cap, sizeof *kept);

    *kept = *e;
    kept->name = arena_strdup(b->arena, e->name);
    kept->value = arena_strdup(b->arena, e->value);
    return 0;
}

static int read_events(struct builder *b)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_CONTACT_MADE, EVENT_NOTED,
                                EVENT_ANSWERED,          EVENT_ROLE_TAKEN,   -1};
    const struct event_filter filter = {
        .programme = b->form->programme->name,
        .since = b->form->from,
        .until = b->form->to,
        .kinds = kinds,
    };

    return store_walk_events(b->store, b->arena, &filter, keep_event, b);
}

static void add_day(struct arena *a, struct date **days, size_t *count, size_t *cap, struct date d)
{
    size_t at = 0;

    while (at < *count && date_compare((*days)[at], d) < 0)
        at++;
    if (at < *count && !date_compare((*days)[at], d))
        return;
    arena_grow(a, days, *count, cap, sizeof **days);
    memmove(*days + at + 1, *days + at, (*count - at) * sizeof **days);
    (*days)[at] = d;
    (*count)++;
}

static const char *joined(struct arena *a, const char *before, const char *text)
{
    return before ? arena_printf(a, "%s\n%s", before, text) : text;
}

static const char *words_of(struct builder *b, const struct event *e)
{
    return e->text ? store_text(b->store, b->arena, e->text) : e->value;
}

/* Only a contact that was reported, not one by letter, has words of the coordinator's. */
static void count_contact(struct builder *b, struct contact_row *row, const struct event *e)
{
    instant at = e->until ? e->until : e->at;
    const char *words = e->until ? words_of(b, e) : NULL;

    add_day(b->arena, &row->made, &row->made_count, &row->made_cap,
            civil_at(at, b->form->programme->zone).date);
    if (words && *words)
        row->reports = joined(b->arena, row->reports, words);
}

static void add_remark(struct builder *b, int64_t by, const char *text)
{
    struct contact_form *f = b->form;
    struct contact_remark *r =
        arena_grow(b->arena, &f->remarks, f->remarks_count++, &f->remarks_cap, sizeof *r);

    *r = (struct contact_remark){.by = name_of(b, by), .text = text};
}

static void count_answer(struct builder *b, const struct event *e)
{
    const char *words = strcmp(e->name ? e->name : "", "summary") ? NULL : words_of(b, e);
    int64_t by = e->by ? e->by : e->person;
    const char *rest;

    if (!words)
        return;
    rest = contact_words_share(b->arena, words, b->form);
    if (*rest)
        add_remark(b, by, rest);
}

static void count_event(struct builder *b, const struct event *e)
{
    struct contact_row *row = row_of(b, e->person);
    const char *words;

    if (e->kind == EVENT_ANSWERED)
        count_answer(b, e);
    if (!row)
        return;
    if (e->kind == EVENT_CONTACT_ATTEMPTED)
        add_day(b->arena, &row->attempted, &row->attempted_count, &row->attempted_cap,
                civil_at(e->until ? e->until : e->at, b->form->programme->zone).date);
    else if (e->kind == EVENT_CONTACT_MADE)
        count_contact(b, row, e);
    else if (e->kind == EVENT_NOTED && (words = words_of(b, e)))
        row->notes = joined(b->arena, row->notes, words);
}

/* ---- the form ----------------------------------------------------------------------------- */

/* Who has nobody responsible stands last: there is something to do. */
static int by_responsible_and_name(const void *a, const void *b)
{
    const struct contact_row *x = a, *y = b;
    int order = !*x->responsible - !*y->responsible;

    if (!order)
        order = strcmp(x->responsible, y->responsible);
    return order ? order : strcmp(x->name, y->name);
}

int contact_form_build(struct store *s, struct arena *a, const struct programme *p, instant from,
                       instant to, struct contact_form *out)
{
    struct builder b = {.store = s, .arena = a, .form = out, .role = mentor_role(p)};

    *out = (struct contact_form){.programme = p, .arena = a, .from = from, .to = to};
    if (!b.role)
        return 0;
    if (read_events(&b) < 0 || add_holders(&b) < 0 || add_leavers(&b) < 0 ||
        add_links(&b, "responsible") < 0 || add_links(&b, "match") < 0)
        return -1;
    for (size_t i = 0; i < b.events_count; i++)
        count_event(&b, &b.events[i]);
    if (out->rows_count)
        qsort(out->rows, out->rows_count, sizeof *out->rows, by_responsible_and_name);
    return 0;
}

void contact_form_month(const struct programme *p, struct date day, instant *from, instant *to)
{
    struct civil first = {.date = {.year = day.year, .month = day.month, .day = 1}};

    *from = civil_instant(first, p->zone);
    first.date = date_add_months(first.date, 1);
    *to = civil_instant(first, p->zone);
}
