/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_meetings.c - the meetings of a programme: which there are, and when they come round. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TIMES 32
#define USUAL_HOUR (10 * 60) /* of a planned one whose hour nobody says */

const struct ykey meeting_keys[] = {
    {"title", YKEY_REQUIRED | YKEY_SCALAR, "its name as people read it"},
    {"lasts", YKEY_REQUIRED | YKEY_SCALAR, "how long: 90 minutes, 2 hours"},
    {"place", YKEY_SCALAR, "where: an address, or the link of a call"},
    {"for", YKEY_SCALAR, "of one that is planned, whose it is: a role, match or programme"},
    {"every", YKEY_SCALAR, "of one that comes round: month, 2 months, week"},
    {"on", YKEY_SCALAR | YKEY_LIST, "which day: third wednesday"},
    {"at", YKEY_SCALAR, "the time of day in the programme's zone, \"14:30\""},
    {"from", YKEY_SCALAR, "where counting begins: a date, or a month as 2026-01"},
    {"except", YKEY_SCALAR | YKEY_LIST, "dates on which it does not come"},
    {"times", YKEY_LIST, "days and times of which a poll chooses one"},
    {0},
};

const struct ykey time_keys[] = {
    {"on", YKEY_REQUIRED | YKEY_SCALAR, "which day: second tuesday"},
    {"at", YKEY_REQUIRED | YKEY_SCALAR, "the time of day, \"10:00\""},
    {0},
};

/* "90 minutes", "2 hours". */
static int load_minutes(struct loader *l, const struct ynode *n)
{
    static const char *const units[] = {"minute", "minutes", "hour", "hours", NULL};
    char *end;
    long count = strtol(n->text, &end, 10);
    int unit = vocabulary_index(units, end + strspn(end, " "));
    long minutes = unit >= 2 ? 60 : 1;

    if (unit >= 0 && count >= 1 && count <= 24 * 60 / minutes)
        return (int)(count * minutes);
    diag_error(l->diags, n->pos, "\"%s\" is no length: say \"90 minutes\" or \"2 hours\"", n->text);
    return 0;
}

/* ---- times ----------------------------------------------------------------- */

static void append(struct loader *l, struct ynode *map, struct ynode **last,
                   const struct ynode *part)
{
    struct ynode *copy;

    if (!part)
        return;
    copy = arena_new_of(l->arena, struct ynode);
    *copy = *part;
    copy->next = NULL;
    if (*last)
        (*last)->next = copy;
    else
        map->first = copy;
    *last = copy;
    map->count++;
}

/* "second tuesday", as it is written to people: "second Tuesday". */
static const char *day_in_words(struct arena *a, const char *on)
{
    char *words = arena_strdup(a, on);

    for (int day = MONDAY; day <= SUNDAY; day++) {
        const char *name = weekday_name((enum weekday)day);
        char *at = strcasestr(words, name);
        if (at)
            memcpy(at, name, strlen(name));
    }
    return words;
}

/* A schedule of the meeting's own words, with day and time from `when`. */
static void load_time(struct loader *l, const struct ynode *n, const struct ynode *when,
                      struct meeting *m)
{
    static const char *const shared[] = {"every", "from", "except", NULL};
    struct ynode map = {.kind = YNODE_MAP, .pos = when->pos}, *last = NULL;
    const struct ynode *on = ynode_get(when, "on"), *at = ynode_get(when, "at");

    for (const char *const *key = shared; *key; key++)
        append(l, &map, &last, ynode_get(n, *key));
    append(l, &map, &last, on);
    append(l, &map, &last, at);
    load_schedule(l, &map, &m->times[m->times_count]);
    m->times_words[m->times_count++] =
        arena_printf(l->arena, "%s at %s",
                     on && on->kind == YNODE_SCALAR ? day_in_words(l->arena, on->text) : "",
                     at ? at->text : "09:00");
}

static void load_times(struct loader *l, const struct ynode *n, struct meeting *m)
{
    const struct ynode *times = part_of(n, meeting_keys, "times");

    m->times = arena_array(l->arena, MOST_TIMES, sizeof *m->times);
    m->times_words = arena_array(l->arena, MOST_TIMES + 1, sizeof *m->times_words);
    if (!times) {
        load_time(l, n, n, m);
        return;
    }
    if (ynode_get(n, "on"))
        diag_error(l->diags, ynode_get(n, "on")->key_pos, "\"times\" say on which day already");
    if (ynode_get(n, "at"))
        diag_stricter(l->diags, ynode_get(n, "at")->key_pos, "\"times\" say at which hour already");
    if (times->count < 2 || times->count > MOST_TIMES)
        diag_error(l->diags, times->pos, "\"times\" are from 2 to %d, of which one is chosen",
                   MOST_TIMES);
    for_each_child (one, times)
        if (m->times_count < MOST_TIMES && ynode_check(one, time_keys, "a time", l->diags) == 0)
            load_time(l, n, one, m);
}

/* ---- one meeting ------------------------------------------------------------- */

/* Planned by a step: whose it is, and at what hour when nobody says. */
static void load_planned(struct loader *l, const struct ynode *n, struct meeting *m)
{
    static const char *const scheduled[] = {"on", "from", "except", "times", NULL};
    const struct ynode *whose = part_of(n, meeting_keys, "for"),
                       *at = part_of(n, meeting_keys, "at");
    struct rule subject = {0};

    for (const char *const *key = scheduled; *key; key++)
        if (ynode_get(n, *key))
            diag_error(l->diags, ynode_get(n, *key)->key_pos,
                       "\"%s\" of a meeting that does not come round: add \"every:\"", *key);
    m->subject = FOR_PROGRAMME;
    if (whose) {
        load_subject(l, whose, &subject);
        m->subject = subject.subject;
        m->role = subject.role;
    }
    m->minute = at ? load_clock(l, at) : USUAL_HOUR;
}

static void load_meeting(struct loader *l, const struct ynode *n, struct meeting *m)
{
    const struct ynode *part;

    m->name = m->title = n->key;
    m->place = "";
    m->pos = n->key_pos;
    m->subject = FOR_PROGRAMME;
    if (!check_keys(l, n, meeting_keys, "a meeting"))
        return;
    if ((part = part_of(n, meeting_keys, "title")))
        m->title = part->text;
    if ((part = part_of(n, meeting_keys, "place")))
        m->place = part->text;
    if ((part = part_of(n, meeting_keys, "lasts")))
        m->lasts = load_minutes(l, part);
    if (!ynode_get(n, "every"))
        load_planned(l, n, m);
    else
        load_times(l, n, m);
    if ((part = ynode_get(n, "for")) && ynode_get(n, "every"))
        diag_error(l->diags, part->key_pos, "a meeting that comes round is for the programme");
}

void load_meetings(struct loader *l, const struct ynode *n)
{
    struct programme *p = l->programme;

    if (!n)
        return;
    p->meetings = arena_array(l->arena, n->count + 1, sizeof *p->meetings);
    for_each_child (one, n)
        load_meeting(l, one, &p->meetings[p->meetings_count++]);
}

const struct meeting *load_meeting_name(struct loader *l, const struct ynode *n)
{
    const char *names[65] = {NULL};
    const struct meeting *m = programme_meeting(l->programme, n->text);

    for (size_t i = 0; i < l->programme->meetings_count && i < 64; i++)
        names[i] = l->programme->meetings[i].name;
    if (!m)
        unknown_word(l, n->pos, "meeting", n->text, names);
    return m;
}
