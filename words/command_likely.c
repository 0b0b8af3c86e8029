/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_likely.c - what prose most likely asks for: "Spoke to Ana on Friday, she is fine" is not
 * carried out, but whoever wrote it is told the order that says the same. So a rough guess will
 * do here, where commands.c takes no chances. */
#include "words/command_parts.h"

#include "words/dates.h"
#include "words/fold.h"
#include <string.h>

#define NAME_WORDS 3
#define USUAL_WAIT 7 /* days */
#define LONGEST    365

/* clang-format off */
static const char *const undo[] = {"undo", "call it off", "call this off", "take it back", NULL};
static const char *const missed[] = {
    "no answer", "no reply", "no response", "no luck", "voicemail", "voice mail",
    "answering machine", "left a message", "tried", "didn't answer", "did not answer",
    "doesn't answer", "didn't pick up", "did not pick up", "didn't reply", "did not reply",
    "hasn't replied", "hasn't answered", "couldn't reach", "could not reach", "can't reach",
    "not able to reach", "unable to reach", "couldn't get hold", "haven't heard", "have not heard",
    "nothing from", NULL};
static const char *const gone[] = {
    "left the programme", "left the program", "has left", "have left", "is leaving", "has quit",
    "dropped out", "drops out", "passed away", "has died", "moved away", "takes no part",
    "take her off", "take him off", "take them off", "remove her", "remove him", "remove them",
    "stop writing", "stop emailing", "stop the emails", "stop sending", "no more letters",
    "no more emails", NULL};
static const char *const to_come[] = {
    "i'll", "i will", "we'll", "we will", "she'll", "he'll", "will call", "will phone",
    "going to", "tomorrow", "next week", "plan to", "planning to", "let me", NULL};
static const char *const met[] = {
    "spoke", "spoken", "talked", "chatted", "met", "reached", "called", "phoned", "rang", "texted",
    "heard from", "heard back", "in touch", "had a call", "had a chat", "had coffee", "caught up",
    "wrote to me", "wrote back", "answered me", "replied to me", "got back to me", "got hold of",
    "emailed me", "saw", "have seen", "visited", NULL};
static const char *const no_need[] = {
    "don't send", "do not send", "don't write", "do not write", "please don't", "no need",
    "not needed", "not necessary", "cancel", "unnecessary", NULL};
static const char *const patience[] = {
    "wait", "hold off", "hold on", "another week", "more time", "later", "postpone", "delay",
    "remind me", "not yet", "be patient", "until", "till", "on holiday", "on vacation", "is away",
    "away until", "busy", "exams", "give her", "give him", "give them", NULL};
static const char *const asked[] = {
    "why", "what happened", "what's up", "whats up", "status", "what's happening", "how come",
    "how is", "how's", "any news", "what is going on", "what's going on", NULL};
static const char *const agreed[] = {
    "ok", "okay", "fine", "approve", "agree", "looks good", "sounds good", "all good", "alright",
    "all right", "perfect", "no objection", "good with me", NULL};
static const char *const taken_over[] = {
    "takes over", "take over", "will take", "can take", "looks after", "is taking over", NULL};
static const char *const handed[] = {"give", "hand", "pass", "transfer", "move", "assign",
                                     "switch", "reassign", NULL};
/* clang-format on */

/* The families in the order in which they are believed. */
static const struct family {
    const char *const *phrases;
    enum command_verb verb;
} families[] = {
    {undo, COMMAND_UNDO},       {missed, COMMAND_TRIED}, {gone, COMMAND_STOP},
    {to_come, COMMAND_SNOOZE},  {met, COMMAND_REACHED},  {no_need, COMMAND_UNDO},
    {patience, COMMAND_SNOOZE}, {asked, COMMAND_WHY},    {agreed, COMMAND_OK},
};

/* The run of capitalised words from i on, up to three; its end. */
static size_t name_end(const struct line_words *line, size_t i)
{
    size_t first = i;
    while (i < line->count && i - first < NAME_WORDS && command_is_name(&line->at[i]))
        if (line->at[i++].mark)
            break;
    return i;
}

static const char *words_between(struct command_parse *p, size_t from, size_t to)
{
    size_t start = p->line->at[from].from;
    return arena_strndup(p->arena, p->line->tidy + start, p->line->at[to - 1].to - start);
}

/* "give Ana to Cem", "Cem takes over": who is to look after somebody, "" where nobody is named. */
static const char *find_taker(struct command_parse *p)
{
    static const char *const to[] = {"to", NULL};
    bool hands_over = false;
    for (size_t i = 0; i < p->line->count; i++) {
        p->i = i;
        hands_over |= part_match(p, handed) > 0;
        size_t behind = i + part_match(p, to), end = name_end(p->line, behind);
        if (hands_over && behind > i && end > behind)
            return words_between(p, behind, end);
        end = name_end(p->line, i);
        p->i = end;
        if (end > i && part_match(p, taken_over))
            return words_between(p, i, end);
    }
    return "";
}

/* All that could be the name of who it is about. */
static void find_names(struct command_parse *p, struct command_likely *out)
{
    size_t most = sizeof out->names / sizeof *out->names;
    for (size_t i = 0; i < p->line->count && out->names_count < most; i++) {
        size_t end = name_end(p->line, i);
        for (size_t from = i; from < end && out->names_count < most; from++) {
            const char *name = words_between(p, from, end);
            if (strcmp(name, out->order.other) != 0)
                out->names[out->names_count++] = name;
        }
        i = end > i ? end - 1 : i;
    }
}

static void find_day(struct command_parse *p, struct command *c, enum date_sense sense)
{
    for (p->i = 0; p->i < p->line->count && !c->date.year; p->i++) {
        struct date_found f = date_read(p->line->tidy + p->line->at[p->i].from, &p->writer, sense);
        bool ahead = date_compare(f.date, p->writer.today) > 0;
        if (f.len && !f.other.year && (sense == DATE_FUTURE || !ahead))
            c->date = f.date;
    }
}

static void find_how(struct command_parse *p, struct command *c)
{
    for (size_t i = 0; i < p->line->count && !*c->how; i++) {
        p->i = i;
        if (part_how(p))
            c->how = p->c.how;
    }
}

/* How long, or until when; a week where neither is said. */
static void find_wait(struct command_parse *p, struct command *c)
{
    for (size_t i = 0; i < p->line->count && !c->days; i++) {
        p->i = i;
        p->c.days = 0;
        if (part_days(p) && p->i > i + 1)
            c->days = p->c.days;
    }
    if (!c->days)
        find_day(p, c, DATE_FUTURE);
    if (c->date.year)
        c->days = (int)(date_days(c->date) - date_days(p->writer.today));
    if (c->days <= 0 || c->days > LONGEST)
        c->days = USUAL_WAIT;
}

static bool says(const struct command_parse *p, const char *folded, const char *english)
{
    const char *theirs = tongue_says(p->tongue, english);
    char phrase[80];
    while (tongue_next(&theirs, phrase, sizeof phrase))
        if (fold_has(folded, phrase))
            return true;
    return false;
}

/* In the writer's own language the two that matter most; what is missed goes first here as well. */
static enum command_verb verb_of(const struct command_parse *p, const char *folded)
{
    if (says(p, folded, "couldn't reach"))
        return COMMAND_TRIED;
    if (says(p, folded, "we spoke") || says(p, folded, "spoke with"))
        return COMMAND_REACHED;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (fold_any(folded, families[i].phrases))
            return families[i].verb;
    return COMMAND_NONE;
}

/* "not ok", "fine, but", "ok?", "3 oops, 1 ok": no consent is put into anybody's mouth. */
static bool objects(struct command_parse *p, const char *folded)
{
    p->c.note = folded;
    for (size_t i = p->i; i < p->line->count; i++)
        if (strspn(p->line->at[i].folded, "0123456789"))
            return true;
    return strchr(folded, '?') || part_note_objects(p);
}

bool command_likely(struct arena *a, const char *text, struct writer w, struct command_likely *out)
{
    struct line_words line;
    line_words_split(a, text, strlen(text), &line);
    struct command_parse p = {.arena = a,
                              .line = &line,
                              .writer = w,
                              .tongue = tongue_of(w.language),
                              .c = {.name = "", .other = "", .how = "", .note = "", .meant = ""}};
    const char *folded = fold_text(a, line.tidy, strlen(line.tidy));
    struct command *c = &out->order;

    *out = (struct command_likely){.order = p.c};
    if (command_numbers_read(&p) && p.numbers_count == 1)
        c->number = p.numbers[0];
    size_t behind = p.i;
    c->other = find_taker(&p);
    c->verb = *c->other ? COMMAND_REASSIGN : verb_of(&p, folded);
    p.i = behind;
    if (c->verb == COMMAND_OK && objects(&p, folded))
        c->verb = COMMAND_NONE;
    if (c->verb == COMMAND_REACHED || c->verb == COMMAND_TRIED) {
        find_day(&p, c, DATE_PAST);
        find_how(&p, c);
    } else if (c->verb == COMMAND_SNOOZE) {
        find_wait(&p, c);
    }
    find_names(&p, out);
    return c->verb != COMMAND_NONE;
}

static const char *contact_written(struct arena *a, const struct command *c, const char *verb)
{
    const char *day = c->date.year ? arena_printf(a, " %d %s %d", c->date.day,
                                                  month_name(c->date.month), c->date.year)
                                   : "";
    return arena_printf(a, "%s%s%s%s", verb, day, *c->how ? " " : "", c->how);
}

static const char *order_written(struct arena *a, const struct command *c)
{
    switch (c->verb) {
    case COMMAND_REACHED:
        return contact_written(a, c, "reached");
    case COMMAND_TRIED:
        return contact_written(a, c, c->date.year || *c->how ? "tried" : "no answer");
    case COMMAND_SNOOZE:
        return arena_printf(a, "snooze %d day%s", c->days, c->days == 1 ? "" : "s");
    case COMMAND_REASSIGN:
        return arena_printf(a, "reassign to %s", c->other);
    case COMMAND_STOP:
        return "stop";
    case COMMAND_UNDO:
        return "undo";
    case COMMAND_WHY:
        return "why";
    default:
        return "ok";
    }
}

const char *command_written(struct arena *a, const struct command *c)
{
    const char *order = order_written(a, c);
    if (c->number)
        return arena_printf(a, "%d %s", c->number, order);
    return *c->name ? arena_printf(a, "%s: %s", c->name, order) : order;
}
