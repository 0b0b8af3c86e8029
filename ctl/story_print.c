/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story_print.c - paragraphs with the date beside them. */
#include "ctl/story.h"

#include <stdio.h>
#include <string.h>

#define DATE_COLUMNS 18 /* "Tue 15 Dec 10:00  " */
#define MARK_COLUMNS 2
#define PIPE_COLUMNS 80
#define TEXT_BYTES   ((size_t)64 * 1024)

static struct civil local(const struct moment *m, instant t)
{
    return civil_at(t, m->story->programme->zone);
}

static const char *day_of(struct moment *m, struct date d)
{
    return arena_printf(m->story->arena, "%.3s %2d %.3s", weekday_name(date_weekday(d)), d.day,
                        month_name(d.month));
}

const char *moment_date(struct moment *m, instant t)
{
    struct civil c = local(m, t);
    const char *day = day_of(m, c.date);

    day = day[4] == ' ' ? arena_printf(m->story->arena, "%.4s%s", day, day + 5) : day;
    return c.hour || c.minute ? arena_printf(m->story->arena, "%s %02d:%02d", day, c.hour, c.minute)
                              : day;
}

/* Wrapped, with `indent` columns left free on every line, the first one included. */
static void wrap(struct moment *m, const char *text, int indent, struct buf *out)
{
    int width = out_width();

    text_wrap(out, text_printable(m->story->arena, text), width ? width : PIPE_COLUMNS, indent);
}

/* A new month has a line of its own; the first paragraph of a moment has its date. */
static void begin(struct moment *m)
{
    struct civil c = local(m, m->now);

    if (m->story->month != c.date.month) {
        out_text("\n");
        out_heading("%s %d", month_name(c.date.month), c.date.year);
    }
    m->story->month = c.date.month;
    out_text("\n%s %02d:%02d  ", day_of(m, c.date), c.hour, c.minute);
    m->begun = true;
}

void moment_begin(struct moment *m)
{
    struct buf text = BUF_INIT(TEXT_BYTES);

    begin(m);
    if (!m->headline)
        return;
    wrap(m, m->headline, DATE_COLUMNS, &text);
    out_styled(STYLE_BOLD, "%s", buf_str(&text) + DATE_COLUMNS);
    buf_release(&text);
}

static void say(struct moment *m, enum style style, const char *mark, const char *fmt, va_list ap)
{
    struct buf text = BUF_INIT(TEXT_BYTES);
    bool beside = !m->begun && !m->headline; /* on the line of the date */

    if (!m->begun)
        moment_begin(m);
    wrap(m, arena_vprintf(m->story->arena, fmt, ap), DATE_COLUMNS + MARK_COLUMNS, &text);
    out_text("%*s%s", beside ? 0 : DATE_COLUMNS, "", mark);
    out_styled(style, "%s", buf_str(&text) + DATE_COLUMNS + MARK_COLUMNS);
    buf_release(&text);
}

void moment_say(struct moment *m, enum style style, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(m, style, "→ ", fmt, ap);
    va_end(ap);
}

void moment_add(struct moment *m, enum style style, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(m, style, "  ", fmt, ap);
    va_end(ap);
}
