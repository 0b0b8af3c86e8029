/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/command_verbs.h"

#include "words/command_parts.h"
#include <string.h>

#define MAX_SNOOZE 365
#define FEW_WORDS  6 /* a line of more words that only begins like an order is prose */

typedef enum command_match verb_reader(struct command_parse *p);

static enum command_match near(struct command_parse *p, const char *meant)
{
    p->c.meant = meant;
    return MATCH_NEAR;
}

static enum command_match full_or_near(struct command_parse *p, const char *usage)
{
    return part_at_end(p) ? MATCH_FULL : near(p, usage);
}

/* ok, yes and no: alone or, numbered, with a harmless note. */
static enum command_match read_word(struct command_parse *p, const char *usage)
{
    if (part_at_end(p))
        return MATCH_FULL;
    if (p->numbered && part_note(p, ":,-;.!"))
        return part_note_objects(p) ? near(p, "") : MATCH_FULL;
    return near(p, usage);
}

/* "ok 1 and 3", "ok for 2" */
static enum command_match read_ok(struct command_parse *p)
{
    static const char *const with[] = {"for", "to", "with", NULL};
    struct command_parse listed = *p;
    listed.i += part_match(p, with);
    if (!p->numbered && !p->named && command_numbers_read(&listed)) {
        *p = listed;
        return part_at_end(p) ? MATCH_FULL : MATCH_MISS;
    }
    return read_word(p, "ok");
}

static enum command_match read_yes_no(struct command_parse *p)
{
    const char *usage = p->c.verb == COMMAND_YES ? "yes" : "no";
    if (part_because(p))
        return MATCH_FULL;
    if (part_mark(p) == ':' && part_note(p, ":"))
        return part_note_objects(p) ? near(p, usage) : MATCH_FULL;
    return read_word(p, usage);
}

/* undo, why, stop: alone, or with numbers or a name behind; behind a number with a note. */
static enum command_match read_bare(struct command_parse *p)
{
    static const char *const of[] = {"for", NULL};
    if (part_at_end(p))
        return MATCH_FULL;
    if (p->numbered || p->named)
        return p->numbered && part_note(p, ":,-;.!") && !part_note_objects(p) ? MATCH_FULL
                                                                              : near(p, "");
    if (command_numbers_read(p))
        return part_at_end(p) ? MATCH_FULL : MATCH_MISS;
    p->i += part_match(p, of);
    part_whom(p);
    if (p->c.behind && part_at_end(p))
        return MATCH_FULL;
    p->c.name = "";
    p->c.behind = false;
    return near(p, p->c.verb == COMMAND_UNDO ? "undo" : "");
}

/* A cry for help is for a person, not for the list of commands. */
static enum command_match read_help(struct command_parse *p)
{
    return part_mark(p) != '!' && part_at_end(p) ? MATCH_FULL : MATCH_MISS;
}

/* "Team, how are you?" is a letter. */
static enum command_match read_team(struct command_parse *p)
{
    return part_at_end(p) ? MATCH_FULL : MATCH_MISS;
}

static enum command_match read_snooze(struct command_parse *p)
{
    static const char *const until[] = {"until", "till", "til", NULL};
    static const char *const span[] = {"for", "in", NULL};
    part_whom(p);
    size_t n = part_match(p, until);
    bool read;
    p->i += n ? n : part_match(p, span);
    read = n ? part_until(p) : part_days(p);
    if (!read || p->c.days > MAX_SNOOZE)
        return near(p, "snooze 7 days");
    if (part_note(p, ":,-;."))
        return MATCH_FULL;
    return full_or_near(p, "snooze 7 days");
}

/* reassign [NAME] to NAME */
static enum command_match read_reassign(struct command_parse *p)
{
    static const char *const to[] = {"to", "over to", NULL};
    static const char *const whom[] = {"her", "him", "them", "it", "this", NULL};
    const char *usage = "reassign to NAME";
    if (!p->numbered && !p->named && command_numbers_read(p))
        p->numbered = true;
    p->i += part_match(p, whom);
    if (!part_match(p, to) && !*p->c.name && !part_name(p, &p->c.name))
        return near(p, usage);
    size_t n = part_match(p, to);
    p->i += n;
    if (!n || p->i == p->line->count || !part_name(p, &p->c.other))
        return near(p, usage);
    if (part_note(p, ":,-;") || part_because(p))
        return MATCH_FULL;
    return full_or_near(p, usage);
}

/* [her|NAME] [DATE] [by phone][: summary], date and means in any order. A day may stand without
 * its mark before the words of a line that has a number. */
static enum command_match read_contact(struct command_parse *p, const char *usage)
{
    const char *problem = NULL;
    size_t verb_end = p->i; /* "Reached: 12 Nov": a colon right there ends nothing yet */
    part_whom(p);
    while ((p->i == verb_end || part_mark(p) != ':') && p->i < p->line->count)
        if (!(!p->c.date.year && !problem && part_date(p, &problem)) && !part_how(p) &&
            !(p->c.date.year && part_hour(p)))
            break;
    bool said = p->c.date.year || *p->c.how;
    bool whole = part_note(p, p->numbered || said ? ":,-;." : ":") || part_at_end(p);
    if (!whole && p->numbered && said) {
        p->c.note = arena_strdup(p->arena, part_rest(p));
        whole = true;
    }
    p->dated = problem != NULL;
    if (!whole || problem)
        return near(p, whole ? problem : usage);
    return MATCH_FULL;
}

static enum command_match read_reached(struct command_parse *p)
{
    enum command_match m = read_contact(p, "reached 12 Nov: how it went");
    return m == MATCH_FULL && part_note_missed(p) ? near(p, "tried 12 Nov by phone: no answer") : m;
}

static enum command_match read_tried(struct command_parse *p)
{
    return read_contact(p, "tried 12 Nov by phone: no answer");
}

static enum command_match read_follow_up(struct command_parse *p)
{
    static const char *const needed[] = {"needed", "required", "please", NULL};
    static const char *const with[] = {"for", "with", NULL};
    p->i += part_match(p, needed);
    if (!p->numbered) {
        p->i += part_match(p, with);
        part_whom(p);
    }
    if (part_at_end(p) || part_note(p, ":"))
        return MATCH_FULL;
    if (p->numbered) {
        p->c.note = arena_strdup(p->arena, part_rest(p));
        return MATCH_FULL;
    }
    return near(p, "follow-up: what is needed");
}

static enum command_match read_silent(struct command_parse *p)
{
    part_whom(p);
    if (part_at_end(p) || part_note(p, ":,-;"))
        return MATCH_FULL;
    return near(p, "mentee-silent");
}

/* Scripts without case count as capitals. */
static bool is_capitalised(const char *s)
{
    return !(*s >= 'a' && *s <= 'z');
}

/* The opposite of a command that exists: never guessed, always asked back. */
static enum command_match read_negated(struct command_parse *p)
{
    return near(p, "");
}

/* match NAME with NAME; unmatch NAME [and NAME] */
static enum command_match read_match(struct command_parse *p)
{
    static const char *const joint[] = {"with", "and", "to", "from", NULL};
    bool unmatch = p->c.verb == COMMAND_UNMATCH;
    const char *usage = unmatch ? "unmatch NAME and NAME" : "match NAME with NAME";
    if (unmatch && part_at_end(p))
        return MATCH_FULL;
    if (!*p->c.name && !part_match(p, joint) && !part_name(p, &p->c.name))
        return p->numbered || unmatch ? near(p, usage) : MATCH_MISS;
    size_t n = part_match(p, joint);
    p->i += n;
    if (!n)
        return unmatch ? full_or_near(p, usage) : near(p, usage);
    if (!part_name(p, &p->c.other) || !part_at_end(p))
        return near(p, usage);
    if (!is_capitalised(p->c.other) || (*p->c.name && !is_capitalised(p->c.name)))
        return near(p, usage);
    return MATCH_FULL;
}

/* move all [of|from NAME['s people]] to NAME */
static enum command_match read_move_all(struct command_parse *p)
{
    static const char *const whose[] = {"of", "from", NULL};
    static const char *const people[] = {"people", "mentors", NULL};
    static const char *const to[] = {"to", "over to", NULL};
    const char *usage = "move all to NAME";
    if (p->numbered)
        return near(p, usage);
    size_t n = part_match(p, whose);
    p->i += n;
    if (n && !part_name(p, &p->c.name))
        return near(p, usage);
    p->i += part_match(p, people);
    n = part_match(p, to);
    p->i += n;
    if (!n || p->i == p->line->count || !part_name(p, &p->c.other))
        return near(p, usage);
    return full_or_near(p, usage);
}

/* RARE: a word that nobody begins a sentence with by chance.
 * ORDER: understood only behind a number.
 * TOLD: without a number only with a day, a way of contact or a name. */
enum { RARE = 1, ORDER = 2, TOLD = 4 };

static const struct verb {
    const char *phrase;
    enum command_verb verb;
    verb_reader *read;
    int flags;
} verbs[] = {
    {"ok", COMMAND_OK, read_ok, 0},
    {"okay", COMMAND_OK, read_ok, 0},
    {"o.k", COMMAND_OK, read_ok, 0},
    {"\xF0\x9F\x91\x8D", COMMAND_OK, read_ok, 0}, /* thumbs up */
    {"go ahead", COMMAND_OK, read_ok, 0},
    {"approved", COMMAND_OK, read_ok, 0},
    {"agreed", COMMAND_OK, read_ok, 0},
    {"confirmed", COMMAND_OK, read_ok, 0},
    {"fine", COMMAND_OK, read_ok, ORDER},
    {"undo", COMMAND_UNDO, read_bare, RARE},
    {"undo that", COMMAND_UNDO, read_bare, RARE},
    {"undo this", COMMAND_UNDO, read_bare, RARE},
    {"undo it", COMMAND_UNDO, read_bare, RARE},
    {"stop", COMMAND_STOP, read_bare, 0},
    {"stop it", COMMAND_STOP, read_bare, ORDER},
    {"stop this", COMMAND_STOP, read_bare, ORDER},
    {"stop all", COMMAND_STOP, read_bare, 0},
    {"stop emails", COMMAND_STOP, read_bare, 0},
    {"stop all emails", COMMAND_STOP, read_bare, 0},
    {"stop these emails", COMMAND_STOP, read_bare, 0},
    {"stop emailing me", COMMAND_STOP, read_bare, 0},
    {"stop writing to me", COMMAND_STOP, read_bare, 0},
    {"stop contacting me", COMMAND_STOP, read_bare, 0},
    {"stop sending me emails", COMMAND_STOP, read_bare, 0},
    {"stop sending me these emails", COMMAND_STOP, read_bare, 0},
    {"stop sending me mail", COMMAND_STOP, read_bare, 0},
    {"no more emails", COMMAND_STOP, read_bare, 0},
    {"unsubscribe", COMMAND_STOP, read_bare, RARE},
    {"unsubscribe me", COMMAND_STOP, read_bare, RARE},
    {"opt out", COMMAND_STOP, read_bare, 0},
    {"remove me", COMMAND_STOP, read_bare, 0},
    {"remove me from this list", COMMAND_STOP, read_bare, 0},
    {"remove me from the list", COMMAND_STOP, read_bare, 0},
    {"remove me from your list", COMMAND_STOP, read_bare, 0},
    {"help", COMMAND_HELP, read_help, 0},
    {"commands", COMMAND_HELP, read_help, 0},
    {"why", COMMAND_WHY, read_bare, 0},
    {"why this", COMMAND_WHY, read_bare, 0},
    {"why did i get this", COMMAND_WHY, read_bare, 0},
    {"why do i get this", COMMAND_WHY, read_bare, 0},
    {"why am i getting this", COMMAND_WHY, read_bare, 0},
    {"snooze", COMMAND_SNOOZE, read_snooze, RARE},
    {"snooze it", COMMAND_SNOOZE, read_snooze, RARE},
    {"snooze this", COMMAND_SNOOZE, read_snooze, RARE},
    {"remind me", COMMAND_SNOOZE, read_snooze, 0},
    {"wait", COMMAND_SNOOZE, read_snooze, ORDER},
    {"pause", COMMAND_SNOOZE, read_snooze, ORDER},
    {"postpone", COMMAND_SNOOZE, read_snooze, ORDER},
    {"reassign", COMMAND_REASSIGN, read_reassign, RARE},
    {"re-assign", COMMAND_REASSIGN, read_reassign, RARE},
    {"hand over", COMMAND_REASSIGN, read_reassign, ORDER},
    {"hand", COMMAND_REASSIGN, read_reassign, ORDER},
    {"give", COMMAND_REASSIGN, read_reassign, ORDER},
    {"move", COMMAND_REASSIGN, read_reassign, ORDER},
    {"assign", COMMAND_REASSIGN, read_reassign, ORDER},
    {"transfer", COMMAND_REASSIGN, read_reassign, ORDER},
    {"reached", COMMAND_REACHED, read_reached, 0},
    {"i reached", COMMAND_REACHED, read_reached, ORDER},
    {"i have reached", COMMAND_REACHED, read_reached, ORDER},
    {"i've reached", COMMAND_REACHED, read_reached, ORDER},
    {"we reached", COMMAND_REACHED, read_reached, ORDER},
    {"spoke to", COMMAND_REACHED, read_reached, ORDER},
    {"spoke with", COMMAND_REACHED, read_reached, ORDER},
    {"talked to", COMMAND_REACHED, read_reached, ORDER},
    {"talked with", COMMAND_REACHED, read_reached, ORDER},
    {"move all", COMMAND_MOVE_ALL, read_move_all, RARE},
    {"move everybody", COMMAND_MOVE_ALL, read_move_all, RARE},
    {"reassign all", COMMAND_MOVE_ALL, read_move_all, RARE},
    {"hand over all", COMMAND_MOVE_ALL, read_move_all, RARE},
    {"unmatched", COMMAND_UNMATCHED, read_bare, RARE},
    {"team", COMMAND_TEAM, read_team, 0},
    {"team thread", COMMAND_TEAM, read_team, 0},
    {"open team thread", COMMAND_TEAM, read_team, 0},
    {"open a team thread", COMMAND_TEAM, read_team, 0},
    {"tried", COMMAND_TRIED, read_tried, TOLD},
    {"i tried", COMMAND_TRIED, read_tried, ORDER},
    {"tried to reach", COMMAND_TRIED, read_tried, ORDER},
    {"tried to call", COMMAND_TRIED, read_tried, ORDER},
    {"tried to phone", COMMAND_TRIED, read_tried, ORDER},
    {"not reached", COMMAND_TRIED, read_tried, RARE},
    {"no answer", COMMAND_TRIED, read_tried, 0},
    {"no answer from", COMMAND_TRIED, read_tried, ORDER},
    {"no luck", COMMAND_TRIED, read_tried, ORDER},
    {"left a message", COMMAND_TRIED, read_tried, ORDER},
    {"left a voicemail", COMMAND_TRIED, read_tried, ORDER},
    {"left voicemail", COMMAND_TRIED, read_tried, ORDER},
    {"not ok", COMMAND_UNSURE, read_negated, RARE},
    {"don't stop", COMMAND_UNSURE, read_negated, ORDER},
    {"follow-up", COMMAND_FOLLOW_UP, read_follow_up, 0},
    {"follow up", COMMAND_FOLLOW_UP, read_follow_up, 0},
    {"followup", COMMAND_FOLLOW_UP, read_follow_up, 0},
    {"mentee-silent", COMMAND_MENTEE_SILENT, read_silent, RARE},
    {"mentee silent", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"mentee is silent", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"my mentee is silent", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"mentee not answering", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"mentee not responding", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"mentee unresponsive", COMMAND_MENTEE_SILENT, read_silent, 0},
    {"match", COMMAND_MATCH, read_match, 0},
    {"unmatch", COMMAND_UNMATCH, read_match, RARE},
    {"yes", COMMAND_YES, read_yes_no, 0},
    {"yep", COMMAND_YES, read_yes_no, 0},
    {"yup", COMMAND_YES, read_yes_no, 0},
    {"yeah", COMMAND_YES, read_yes_no, 0},
    {"yes i do", COMMAND_YES, read_yes_no, 0},
    {"yes we do", COMMAND_YES, read_yes_no, 0},
    {"yes of course", COMMAND_YES, read_yes_no, 0},
    {"no", COMMAND_NO, read_yes_no, 0},
    {"nope", COMMAND_NO, read_yes_no, 0},
    {"no idea", COMMAND_UNSURE, read_negated, ORDER},
    {"no sorry", COMMAND_NO, read_yes_no, 0},
    {"sorry no", COMMAND_NO, read_yes_no, 0},
};

/* The longest phrase that stands at the word. */
static const struct verb *verb_find(const struct command_parse *p, size_t *words)
{
    const struct verb *best = NULL;
    *words = 0;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        size_t n = part_phrase(p, verbs[i].phrase);
        if (n > *words && (p->numbered || !(verbs[i].flags & ORDER))) {
            best = &verbs[i];
            *words = n;
        }
    }
    return best;
}

static bool is_question(const struct command_parse *p)
{
    return p->line->count && p->line->at[p->line->count - 1].mark == '?' &&
           p->c.verb != COMMAND_WHY && p->c.verb != COMMAND_HELP;
}

enum command_match command_verb_read(struct command_parse *p)
{
    static const char *const please[] = {"please", "pls", "plz", NULL};
    size_t words;
    p->i += part_match(p, please);
    const struct verb *v = verb_find(p, &words);
    if (!v)
        return MATCH_MISS;
    p->c.verb = v->verb;
    p->i += words;
    enum command_match m = v->read(p);
    if (m == MATCH_FULL && is_question(p))
        m = near(p, "");
    if ((v->flags & TOLD) && !p->numbered && !p->c.date.year && !*p->c.how && !*p->c.name)
        m = MATCH_MISS;
    if (m == MATCH_NEAR && !p->numbered) {
        bool few = (v->flags & RARE) && p->line->count <= FEW_WORDS;
        bool explained = p->c.verb == COMMAND_REACHED && (p->c.date.year || p->dated);
        bool cased = p->c.verb == COMMAND_MATCH && *p->c.other;
        bool whole = (v->flags & RARE) && (p->c.days || p->c.date.year || *p->c.other);
        if (!few && !explained && !cased && !whole)
            m = MATCH_MISS;
    }
    return m;
}
