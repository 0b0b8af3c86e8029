/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ladders.c - a mark stands at its day in hundredths of the line, so that it keeps its size
 * where the line is short. */
#include "reports/ladders.h"

#include <stdlib.h>
#include <string.h>

#define BEFORE_DAYS 92 /* so long before the month an attempt makes a new link a hand-over */
#define SIDE_STEP   13 /* between two marks of one day */

static const char *const words[MARK_COUNT] = {
    [MARK_ATTEMPT] = "written to", [MARK_SILENCE] = "no answer",      [MARK_RETURNED] = "came back",
    [MARK_HANDED] = "handed over", [MARK_GIVEN_UP] = "marked silent", [MARK_REACHED] = "reached",
};

/* ---- what happened -------------------------------------------------------------------- */

/* How it is marked; MARK_COUNT: not at all. */
static enum ladder_mark mark_of(const struct event *e)
{
    switch (e->kind) {
    case EVENT_CONTACT_ATTEMPTED:
        return MARK_ATTEMPT;
    case EVENT_SILENCE:
        return MARK_SILENCE;
    case EVENT_HEARD:
        return e->letter && e->value && !strcmp(e->value, "bounce") ? MARK_RETURNED : MARK_COUNT;
    case EVENT_LETTER_FAILED:
        return MARK_RETURNED;
    case EVENT_LINKED:
        return !strcmp(e->name, "responsible") ? MARK_HANDED : MARK_COUNT;
    case EVENT_MARKED:
        return e->value && !strcmp(e->value, STATUS_NON_RESPONSIVE) ? MARK_GIVEN_UP : MARK_COUNT;
    case EVENT_CONTACT_MADE:
        return MARK_REACHED;
    default:
        return MARK_COUNT;
    }
}

/* Counted from the first of the month: 0 and less is before it. A contact that was reported
 * later stands on its own day. */
static int keep_day(void *ctx, const struct event *e)
{
    struct ladders *l = ctx;
    enum ladder_mark mark = mark_of(e);
    instant at = mark == MARK_REACHED && e->until ? e->until : e->at;
    struct ladder_day *d;

    if (mark == MARK_COUNT)
        return 0;
    d = arena_grow(l->arena, &l->days, l->count++, &l->cap, sizeof *d);
    d->person = e->person;
    d->order = l->count;
    d->day = (int)(date_days(civil_at(at, l->programme->zone).date) - date_days(l->month)) + 1;
    d->mark = mark;
    return 0;
}

static int by_person(const void *a, const void *b)
{
    const struct ladder_day *x = a, *y = b;

    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Who is given somebody for the first time, before any attempt, is no hand-over. */
static void drop_first_links(struct ladders *l)
{
    bool written_to = false;
    size_t kept = 0;

    for (size_t i = 0; i < l->count; i++) {
        if (i == 0 || l->days[i].person != l->days[i - 1].person)
            written_to = false;
        written_to |= l->days[i].mark == MARK_ATTEMPT;
        if (l->days[i].mark != MARK_HANDED || written_to)
            l->days[kept++] = l->days[i];
    }
    l->count = kept;
}

int ladders_read(struct store *s, struct arena *a, const struct programme *p, struct date day,
                 struct ladders *out)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED,
                                EVENT_SILENCE,
                                EVENT_HEARD,
                                EVENT_LETTER_FAILED,
                                EVENT_LINKED,
                                EVENT_MARKED,
                                EVENT_CONTACT_MADE,
                                -1};
    struct date month = {day.year, day.month, 1};
    const struct event_filter filter = {
        .programme = p->name,
        .since = civil_instant((struct civil){.date = date_add(month, -BEFORE_DAYS)}, p->zone),
        .until = civil_instant((struct civil){.date = date_add_months(month, 1)}, p->zone),
        .kinds = kinds};

    *out = (struct ladders){.programme = p, .arena = a, .month = month};
    if (store_walk_events(s, a, &filter, keep_day, out) < 0)
        return -1;
    if (out->count)
        qsort(out->days, out->count, sizeof *out->days, by_person);
    drop_first_links(out);
    return 0;
}

/* ---- the line ------------------------------------------------------------------------- */

static int month_days(const struct ladders *l)
{
    return days_in_month(l->month.year, l->month.month);
}

/* Where a mentor's days begin. */
static size_t first_of(const struct ladders *l, int64_t mentor)
{
    size_t low = 0, high = l->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->days[middle].person < mentor)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of(const struct ladders *l, size_t i, int64_t mentor)
{
    return i < l->count && l->days[i].person == mentor;
}

static bool is_shown(const struct ladders *l, size_t i)
{
    return l->days[i].day >= 1 && l->days[i].day <= month_days(l);
}

/* Its middle is at 0, 12. */
static void add_shape(struct buf *out, enum ladder_mark mark)
{
    static const char *const paths[MARK_COUNT] = {
        [MARK_RETURNED] = "M5 7v10l-10-5z",
        [MARK_HANDED] = "M0 5l7 7-7 7-7-7z",
        [MARK_GIVEN_UP] = "M-5.5 6.5h11v11h-11z",
    };

    if (paths[mark])
        buf_addf(out, "<path class=\"m%d\" d=\"%s\"/>", (int)mark, paths[mark]);
    else
        buf_addf(out, "<circle class=\"m%d\" cy=\"12\" r=\"%d\"/>", (int)mark,
                 mark == MARK_REACHED ? 7 : 5);
}

/* What happened on one day stands side by side. */
static int side_step(const struct ladders *l, size_t i)
{
    int before = 0;

    for (size_t k = i; k-- > 0 && l->days[k].person == l->days[i].person;)
        before += l->days[k].day == l->days[i].day;
    return before * SIDE_STEP;
}

static void add_mark(const struct ladders *l, size_t i, struct buf *out)
{
    const struct ladder_day *d = &l->days[i];

    buf_addf(out, "<svg x=\"%.1f%%\" overflow=\"visible\"><g",
             (d->day - 0.5) * 100 / month_days(l));
    if (side_step(l, i))
        buf_addf(out, " transform=\"translate(%d)\"", side_step(l, i));
    buf_addf(out, "><title>%d: %s</title>", d->day, words[d->mark]);
    add_shape(out, d->mark);
    buf_adds(out, "</g></svg>");
}

static void add_line(const struct ladders *l, int64_t mentor, struct buf *out)
{
    buf_adds(out, "<svg class=\"line\" role=\"img\" aria-label=\"a month\"><line class=\"l\" "
                  "x1=\"0\" y1=\"12\" x2=\"100%\" y2=\"12\"/>");
    for (int day = 1; day <= month_days(l); day += 7) {
        double x = (day - 1) * 100.0 / month_days(l);
        buf_addf(out, "<line class=\"l\" x1=\"%.1f%%\" y1=\"6\" x2=\"%.1f%%\" y2=\"18\"/>", x, x);
    }
    for (size_t i = first_of(l, mentor); is_of(l, i, mentor); i++)
        if (is_shown(l, i))
            add_mark(l, i, out);
    buf_adds(out, "</svg>");
}

/* ---- in words ------------------------------------------------------------------------- */

/* "15 Dec written to", "22 Dec no answer": lines break only between them. */
static void add_words(const struct ladders *l, int64_t mentor, struct buf *out)
{
    const char *gap = "";

    buf_adds(out, "<p class=\"what faint\">");
    for (size_t i = first_of(l, mentor); is_of(l, i, mentor); i++) {
        if (!is_shown(l, i))
            continue;
        buf_addf(out, "%s<span>%d %.3s %s</span>", gap, l->days[i].day, month_name(l->month.month),
                 words[l->days[i].mark]);
        gap = " &middot; ";
    }
    buf_addf(out, "%s</p>", *gap ? "" : "Nothing this month");
}

void ladder_draw(const struct ladders *l, int64_t mentor, struct buf *out)
{
    add_line(l, mentor, out);
    add_words(l, mentor, out);
}

void ladders_key(struct buf *out)
{
    buf_adds(out, "<ul class=\"key\">");
    for (int i = 0; i < MARK_COUNT; i++) {
        buf_adds(out, "<li><svg viewBox=\"-8 4 16 16\">");
        add_shape(out, (enum ladder_mark)i);
        buf_addf(out, "</svg>%s</li>", words[i]);
    }
    buf_adds(out, "</ul>\n");
}
