/* SPDX-License-Identifier: GPL-2.0-or-later */
/* play_ending.c - after the story: figures, people, and what to look at. */
#include "ctl/play.h"
#include "engine/roster.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#define PIPE_COLUMNS 80

/* ---- figures ------------------------------------------------------------------------ */

static int width(void)
{
    return out_width() ? out_width() : PIPE_COLUMNS;
}

/* "1 letter", "2 letters" */
static const char *count(const struct ending *end, size_t n, const char *what)
{
    return arena_printf(end->c->arena, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

static void figures(const struct ending *end)
{
    const struct story *s = end->story;
    _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);

    out_heading("\nThe end");
    text_wrap(&out,
              arena_printf(end->c->arena,
                           "Sent: %s. Read: %s, %zu of them from those who are looked after, the "
                           "others from those who look after them, and from machines. Logged: %s "
                           "at contact, %s, and %s of responsibility.",
                           count(end, s->letters_count, "letter"),
                           count(end, end->messages, "message"), s->heard,
                           count(end, s->attempts, "attempt"), count(end, s->contacts, "contact"),
                           count(end, s->handed_over, "hand-over")),
              width(), 0);
    out_buf(&out);
    out_text("\n");
}

static const char *matches_of(struct ctl *c, const struct member *m)
{
    const char *out = "";

    for (size_t i = 0; i < m->matches_count; i++)
        out = arena_printf(c->arena, "%s%s%s", out, i ? ", " : "", ctl_name(c, m->matches[i]));
    return out;
}

/* Who is with whom now: everybody somebody answers for. */
static int people(const struct ending *end)
{
    struct ctl *c = end->c;
    struct columns t;
    struct columns_style style = {.width = width()};
    _cleanup_(buf_release) struct buf out = BUF_INIT(1024 * 1024);
    struct roster r;

    if (roster_load(c->store, c->arena, end->programme, &r) < 0)
        return ctl_failed(c);
    columns_init(&t, c->arena, (const char *[]){"Who", "Is with", "Match", "Status", NULL});
    for (size_t i = 0; i < r.count; i++) {
        const struct member *m = &r.members[i];
        if (m->responsible)
            columns_add(&t, (const char *[]){m->person.name, ctl_name(c, m->responsible),
                                             matches_of(c, m), m->person.status});
    }
    columns_print(&t, &style, &out);
    out_buf(&out);
    return CTL_OK;
}

/* ---- what to try ------------------------------------------------------------------------ */

/* Somebody about whom there is much to tell: who was handed over. */
static const char *somebody(const struct ending *end)
{
    return ctl_name(end->c, end->story->moved ? end->story->moved : 1);
}

/* This program as it could be typed here. */
static const char *program(struct arena *a)
{
    const char *mentord = play_parser(a);
    char here[PATH_MAX];
    size_t len;

    if (getcwd(here, sizeof here) && !strncmp(mentord, here, len = strlen(here)) &&
        mentord[len] == '/')
        mentord += len + 1;
    return arena_printf(a, "%.*sctl", (int)(strlen(mentord) - 1), mentord);
}

static void to_try(const struct ending *end)
{
    struct arena *a = end->c->arena;
    struct date today = civil_at(end->c->now, end->programme->zone).date;
    struct date last_month = date_add_months(today, -1);

    out_heading("\nTo look at");
    out_text("  %s/inboxes     every letter, by who got it\n", end->folder);
    out_text("  %s/letters     the same, as the outgoing Maildir\n", end->folder);
    out_text("  %s/incoming    every answer, as the incoming Maildir\n", end->folder);
    out_heading("\nTo try");
    out_text("  alias demo='%s --config %s/mentord.yaml'\n", program(a), end->folder);
    out_text("  demo status --now %s\n  demo people --now %s\n", date_format(a, today),
             date_format(a, today));
    out_text("  demo explain \"%s\" --now %s\n", somebody(end), date_format(a, today));
    if (end->story->moved_by)
        out_text("  demo explain case %lld\n", (long long)end->story->moved_by);
    out_text("  demo log --person \"%s\"\n", somebody(end));
    out_text("  demo report contact-form --month %.7s\n", date_format(a, last_month));
    out_text("  demo plan --now %s --until %s\n", date_format(a, today),
             date_format(a, date_add(today, 31)));
}

int play_ending(const struct ending *end)
{
    int status = play_inboxes(end);

    if (status != CTL_OK)
        return status;
    figures(end);
    if ((status = people(end)) == CTL_OK)
        to_try(end);
    return status;
}
