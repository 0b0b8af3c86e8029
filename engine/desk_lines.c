/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_lines.c - what each line of an answer is: an order, an order that is asked back and why,
 * courtesy, or words. */
#include "engine/desk_order.h"

#include <string.h>
#include <strings.h>

/* Words that a letter to a friend may be made of as well: "Sounds ok". */
static bool is_small_talk(enum command_verb v)
{
    return v == COMMAND_OK || v == COMMAND_YES || v == COMMAND_NO || v == COMMAND_HELP ||
           v == COMMAND_WHY;
}

/* A line that begins with a name is an order where somebody is meant by it. Who
 * is not clear is asked back, and the line is never passed on as prose; a name
 * that nobody has makes prose of small talk only, and of what stood behind a verb:
 * "Reached Oslo yesterday". */
static int check_name(struct desk *k, struct command *c, const char **trouble)
{
    const struct people_list *own;
    struct name_found found;

    if (!c->name[0] || c->verb == COMMAND_NONE)
        return 0;
    if (!(own = desk_own_people(k)) || desk_find_name(k, c->name, own, &found) < 0)
        return -1;
    if (found.match == NAME_NOBODY && (c->behind || is_small_talk(c->verb)))
        c->verb = COMMAND_NONE;
    else if (found.match != NAME_ONE)
        *trouble = arena_printf(k->e->mail, "not done: %s", found.say);
    return 0;
}

/* "All ok!" to one person is prose; in answer to numbered lines it is an order, and so is "ok". */
static void find_orders_for_all(struct desk *k, struct command *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (c[i].verb == COMMAND_OK && !c[i].number && !c[i].name[0])
            c[i].all = true;
        else if (c[i].verb == COMMAND_NONE)
            command_for_all(k->e->mail, c[i].line, k->writer, &c[i]);
    }
}

/* "Carol" beneath her words. */
static bool is_signed(struct desk *k, const char *line)
{
    const char *name = desk_name_of(k, k->m->sender);
    size_t len = strcspn(line, ",.-"), first = strcspn(name, " ");

    return !line[len] &&
           (!strcasecmp(line, name) || (len == first && !strncasecmp(line, name, first)));
}

/* The rest of a report about a contact that goes over several lines. */
static bool continues(const struct command *c, const struct command *before)
{
    return c->verb == COMMAND_NONE && !c->apart && before->note[0] &&
           (before->verb == COMMAND_REACHED || before->verb == COMMAND_TRIED);
}

/* Leaves out what was joined to the line before; the new count. */
static size_t join_reports(struct desk *k, struct command *c, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        struct command *last = to ? &c[to - 1] : NULL;
        if (last && continues(&c[i], last) && !desk_said_name(k, c[i].line)) {
            last->note = arena_printf(k->e->mail, "%s %s", last->note, c[i].line);
            last->line = arena_printf(k->e->mail, "%s %s", last->line, c[i].line);
        } else {
            c[to++] = c[i];
        }
    }
    return to;
}

static bool changes_something(enum command_verb v)
{
    return v == COMMAND_STOP || v == COMMAND_SNOOZE || v == COMMAND_REASSIGN ||
           v == COMMAND_MATCH || v == COMMAND_UNMATCH || v == COMMAND_MOVE_ALL ||
           v == COMMAND_FOLLOW_UP || v == COMMAND_MENTEE_SILENT;
}

/* "2 stop", and beneath it "no wait, don't": it is asked which of the two counts. */
static void find_taken_back(struct desk *k, const struct command *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && changes_something(c[i].verb); j++)
            if ((c[j].verb == COMMAND_NONE || c[j].verb == COMMAND_UNSURE) &&
                command_takes_back(k->e->mail, c[j].line, &c[i]))
                k->trouble[i] = "not done: another line speaks against it";
}

/* Whom somebody speaks to, where it is one of the programme, and not herself. 1: *who; 0; -1. */
static int spoken_to(struct desk *k, const char *line, int64_t *who)
{
    const char *name = command_addressee(k->e->mail, line);
    struct name_found found;

    if (!*name)
        return 0;
    if (desk_find_name(k, name, NULL, &found) < 0)
        return -1;
    *who = found.person;
    return found.match == NAME_ONE && found.person != k->m->sender;
}

static bool is_forwarded(const char *subject)
{
    static const char *const marks[] = {"fwd:", "fw:", "wg:", "rv:", "tr:", "enc:", NULL};

    for (size_t i = 0; subject && marks[i]; i++)
        if (!strncasecmp(subject, marks[i], strlen(marks[i])))
            return true;
    return false;
}

/* Words to a colleague must not reach whom the letter is about: "Wen - Ana sounds odd to me", or
 * "FYI" over the whole letter sent on. Whoever names the reader first knows where it goes. */
static int find_misdirected(struct desk *k, struct command *c, size_t n)
{
    struct arena *a = k->e->mail;
    int64_t about = k->m->letter.about, who = 0;
    const char *reader = desk_name_of(k, about);
    bool forwarded = is_forwarded(k->m->head.subject);

    for (size_t i = 0; i < n; i++) {
        bool words = c[i].verb == COMMAND_NONE || c[i].verb == COMMAND_COURTESY;
        int spoken = words && (i == 0 || c[i].apart) ? spoken_to(k, c[i].line, &who) : 0;

        if (spoken < 0)
            return -1;
        if (spoken && who == about)
            return 0;
        if (!spoken && !(forwarded && c[i].verb == COMMAND_NONE))
            continue;
        c[i].verb = COMMAND_NONE;
        k->trouble[i] =
            spoken ? arena_printf(a,
                                  "not passed on: you speak to %s, and your answer would "
                                  "have gone to %s. If that is meant, answer again and "
                                  "begin with \"%s\"; else write to %s yourself",
                                  desk_name_of(k, who), reader, reader, desk_name_of(k, who))
                   : arena_printf(a,
                                  "not passed on: you have forwarded the letter, and not "
                                  "answered it. An answer goes to %s",
                                  reader);
        return 0;
    }
    return 0;
}

static const char *nearly(struct desk *k, const struct command *c)
{
    return c->meant[0]    ? arena_printf(k->e->mail, "not done: did you mean \"%s\"?", c->meant)
           : k->passes_on ? "not done, and not passed on: write it as one order"
                          : "not done: write it as one order";
}

int desk_sort_lines(struct desk *k, struct command *c, size_t *count)
{
    int64_t first = store_letter_line(k->e->store, k->m->letter.id, 1);
    size_t n = *count = k->passes_on ? *count : join_reports(k, c, *count);

    k->numbered = first > 0;
    k->trouble = arena_array(k->e->mail, n ? n : 1, sizeof *k->trouble);
    for (size_t i = 0; i < n; i++) {
        if (c[i].verb == COMMAND_NONE && is_signed(k, c[i].line))
            c[i].verb = COMMAND_COURTESY;
        if (check_name(k, &c[i], &k->trouble[i]) < 0)
            return -1;
        if (c[i].verb == COMMAND_UNSURE && !k->trouble[i])
            k->trouble[i] = nearly(k, &c[i]);
    }
    if (k->numbered)
        find_orders_for_all(k, c, n);
    find_taken_back(k, c, n);
    if (k->passes_on && !desk_is_team_letter(k->m->letter.letter) && find_misdirected(k, c, n) < 0)
        return -1;
    return first < 0 ? -1 : 0;
}

struct desk_tally desk_count_lines(struct desk *k, const struct command *c, size_t n)
{
    struct desk_tally t = {0};

    for (size_t i = 0; i < n; i++) {
        if (k->trouble[i])
            t.unsure++;
        else if (c[i].verb == COMMAND_COURTESY)
            t.courtesy++;
        else if (c[i].verb != COMMAND_NONE || desk_said_name(k, c[i].line))
            t.commands++;
        else
            t.prose++;
    }
    return t;
}
