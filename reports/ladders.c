/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ladders.c - a mark stands at its day in hundredths of the line, so that it keeps its size
 * where the line is short. */
#include "reports/ladders.h"

#include <string.h>

#define BEFORE_DAYS 92 /* so long before the month an attempt makes a new link a hand-over */
#define SIDE_STEP   13 /* between two marks of one day */

static const char *const words[MARK_COUNT] = {
    [MARK_ATTEMPT] = "written to", [MARK_SILENCE] = "no answer",      [MARK_RETURNED] = "came back",
    [MARK_HANDED] = "handed over", [MARK_GIVEN_UP] = "marked silent", [MARK_REACHED] = "reached",
};

/* ---- what happened -------------------------------------------------------------------- */

static bool was_written_to(const struct ladders *l, int64_t person)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->days[i].person == person && l->days[i].mark == MARK_ATTEMPT)
            return true;
    return false;
}

/* How it is marked; MARK_COUNT: not at all. Who is given somebody for the first time is no
 * hand-over. */
static enum ladder_mark mark_of(const struct ladders *l, const struct event *e)
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
        return !strcmp(e->name, "responsible") && was_written_to(l, e->person) ? MARK_HANDED
                                                                               : MARK_COUNT;
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
    enum ladder_mark mark = mark_of(l, e);
    instant at = mark == MARK_REACHED && e->until ? e->until : e->at;
    struct ladder_day *d;

    if (mark == MARK_COUNT)
        return 0;
    d = arena_grow(l->arena, &l->days, l->count++, &l->cap, sizeof *d);
    d->person = e->person;
    d->day = (int)(date_days(civil_at(at, l->programme->zone).date) - date_days(l->month)) + 1;
    d->mark = mark;
    return 0;
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
    return store_walk_events(s, a, &filter, keep_day, out);
}

/* ---- the line ------------------------------------------------------------------------- */

static int month_days(const struct ladders *l)
{
    return days_in_month(l->month.year, l->month.month);
}

static bool is_shown(const struct ladders *l, size_t i, int64_t mentor)
{
    const struct ladder_day *d = &l->days[i];

    return d->person == mentor && d->day >= 1 && d->day <= month_days(l);
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

    for (size_t k = 0; k < i; k++)
        before += l->days[k].person == l->days[i].person && l->days[k].day == l->days[i].day;
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
    for (size_t i = 0; i < l->count; i++)
        if (is_shown(l, i, mentor))
            add_mark(l, i, out);
    buf_adds(out, "</svg>");
}

/* ---- in words ------------------------------------------------------------------------- */

/* "15 Dec written to", "22 Dec no answer": lines break only between them. */
static void add_words(const struct ladders *l, int64_t mentor, struct buf *out)
{
    const char *gap = "";

    buf_adds(out, "<p class=\"what faint\">");
    for (size_t i = 0; i < l->count; i++) {
        if (!is_shown(l, i, mentor))
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
