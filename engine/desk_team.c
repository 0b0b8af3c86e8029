/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_team.c - a thread of a mentor, the mentees matched with them and who is
 * responsible, carried by the programme's address.
 *
 * It is kept in links: "team-open" leads from the mentor to whoever asked for
 * it, "team" from each who agreed to the mentor. Nobody reads along who did not
 * agree, is not matched any more or has gone; addresses are shown to nobody.
 * What a member writes is heard like any letter of theirs (rules/heard.c), only
 * that the copy for who is responsible is one of the thread. Every letter of it
 * has a name that begins with "team-" and is about the mentor. */
#include "engine/desk_order.h"

#include <ctype.h>
#include <string.h>

#define TEAM_MOST 16
#define OPEN      "team-open"
#define JOINED    "team"

struct team {
    int64_t mentor, responsible;
    bool open;
    int64_t able[TEAM_MOST]; /* the mentor and their mentees, as far as they can be written to */
    size_t able_count;
    int64_t members[TEAM_MOST]; /* of them, who agreed */
    size_t members_count;
};

bool desk_is_team_letter(const char *letter)
{
    return letter && !strncmp(letter, "team-", 5);
}

/* ---- who belongs to it ------------------------------------------------------------ */

static bool is_linked(const struct state *s, const char *kind, int64_t from, int64_t to)
{
    size_t i = 0;
    int64_t id;

    while ((id = state_linked(s, kind, from, false, &i)))
        if (id == to)
            return true;
    return false;
}

static void add_able(struct team *t, const struct state *s, int64_t person)
{
    const struct person *p = state_person(s, person);

    if (t->able_count == TEAM_MOST || person_unreachable(p))
        return;
    t->able[t->able_count++] = person;
    if (is_linked(s, JOINED, person, t->mentor))
        t->members[t->members_count++] = person;
}

static int look_up(struct engine *e, int64_t mentor, struct team *t)
{
    const struct state *s = engine_look(e, mentor, 0);
    size_t i = 0, j = 0;
    int64_t mentee;

    if (!s)
        return -1;
    *t = (struct team){.mentor = mentor, .responsible = person_responsible(s, mentor)};
    t->open = state_linked(s, OPEN, mentor, false, &i) != 0;
    add_able(t, s, mentor);
    while ((mentee = state_linked(s, "match", mentor, false, &j)))
        add_able(t, s, mentee);
    return 0;
}

static bool among(const int64_t *ids, size_t count, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == person)
            return true;
    return false;
}

/* ---- its letters ------------------------------------------------------------------- */

static const char *add_name(struct desk *k, const char *names, int64_t person)
{
    return arena_printf(k->e->mail, "%s%s%s", names, *names ? ", " : "", desk_name_of(k, person));
}

/* Who else reads what this one writes: the line of the letter that is written next. */
static void name_readers(struct desk *k, const struct team *t, int64_t but)
{
    struct transcript_line *line = arena_new_of(k->e->mail, struct transcript_line);
    const char *names = "";

    for (size_t i = 0; i < t->members_count; i++)
        if (t->members[i] != but)
            names = add_name(k, names, t->members[i]);
    if (t->responsible && t->responsible != but)
        names = add_name(k, names, t->responsible);
    *line = (struct transcript_line){names, ""};
    k->e->occasion.lines = line;
    k->e->occasion.lines_count = *names != 0;
}

static int write_to(struct desk *k, const struct team *t, const struct letter_intent *what,
                    int64_t to)
{
    struct letter_intent l = *what;

    l.kind = LETTER_RELAY;
    l.to = to;
    l.about = t->mentor;
    l.not_before = k->e->now;
    name_readers(k, t, to);
    return to ? engine_write_apart(k->e, &l) : 0;
}

static int write_from_responsible(struct desk *k, const struct team *t, const char *letter,
                                  int64_t to)
{
    const struct letter_intent what = {.letter = letter,
                                       .as = t->responsible != to ? t->responsible : 0,
                                       .reason = "the team's thread"};

    return write_to(k, t, &what, to);
}

/* Who is responsible learns who came or went. what: "has left" */
static int tell_of_change(struct desk *k, const struct team *t, const char *what)
{
    const struct letter_intent l = {
        .letter = "team-changed",
        .reason = arena_printf(k->e->mail, "@%lld %s", (long long)k->m->sender, what)};

    return t->responsible != k->m->sender ? write_to(k, t, &l, t->responsible) : 0;
}

/* At a decent hour: it is no answer to anything that they wrote. */
static int invite(struct desk *k, const struct team *t, int64_t to)
{
    struct engine *e = k->e;
    const struct state *s = engine_look(e, t->mentor, to);
    struct letter_intent l = {.kind = LETTER_SEND,
                              .letter = "team-invitation",
                              .to = to,
                              .as = t->responsible != to ? t->responsible : 0,
                              .about = t->mentor,
                              .reason = "a thread of the team was asked for"};

    if (!s)
        return -1;
    l.not_before = sending_instant(e->programme->rules, state_person(s, to), e->now);
    return engine_write_apart(e, &l);
}

static int link_team(struct desk *k, enum event_kind kind, const char *name, int64_t from,
                     int64_t to, const char *reason)
{
    struct event ev = {.kind = kind,
                       .programme = k->e->programme->rules->name,
                       .name = name,
                       .person = from,
                       .other = to,
                       .by = k->m->sender,
                       .inbox = k->m->row.id,
                       .reason = reason};

    return engine_go_on(k->e, &ev);
}

/* ---- opening, joining, leaving, closing ----------------------------------------------- */

static int join(struct desk *k, struct team *t, int64_t person)
{
    if (link_team(k, EVENT_LINKED, JOINED, person, t->mentor, "agreed to the team's thread") < 0 ||
        look_up(k->e, t->mentor, t) < 0)
        return -1;
    return write_from_responsible(k, t, "team-open", person);
}

static int open_team(struct desk *k, struct team *t)
{
    if (link_team(k, EVENT_LINKED, OPEN, t->mentor, k->m->sender, "asked for a team's thread") < 0)
        return -1;
    for (size_t i = 0; i < t->able_count; i++)
        if (t->able[i] != k->m->sender && invite(k, t, t->able[i]) < 0)
            return -1;
    if (among(t->able, t->able_count, k->m->sender) && join(k, t, k->m->sender) < 0)
        return -1;
    return write_from_responsible(k, t, "team-open", t->responsible);
}

/* Who has left reads no more; who is responsible learns of it. */
static int leave(struct desk *k, struct team *t)
{
    int64_t person = k->m->sender;

    if (link_team(k, EVENT_UNLINKED, JOINED, person, t->mentor, "left the team's thread") < 0 ||
        look_up(k->e, t->mentor, t) < 0 || write_from_responsible(k, t, "team-left", person) < 0)
        return -1;
    return tell_of_change(k, t, "has left");
}

static int unlink_all(struct desk *k, const struct team *t)
{
    const struct state *s = engine_look(k->e, t->mentor, 0);
    int64_t joined[4 * TEAM_MOST], opened;
    size_t i = 0, j = 0, count = 0;

    if (!s)
        return -1;
    opened = state_linked(s, OPEN, t->mentor, false, &i);
    while (count < 4 * TEAM_MOST && (joined[count] = state_linked(s, JOINED, t->mentor, true, &j)))
        count++;
    for (size_t n = 0; n < count; n++)
        if (link_team(k, EVENT_UNLINKED, JOINED, joined[n], t->mentor, "the thread was closed") < 0)
            return -1;
    return link_team(k, EVENT_UNLINKED, OPEN, t->mentor, opened, "the thread was closed");
}

static int close_team(struct desk *k, struct team *t)
{
    const struct team before = *t;

    if (unlink_all(k, t) < 0 || look_up(k->e, t->mentor, t) < 0)
        return -1;
    for (size_t i = 0; i < before.members_count; i++)
        if (write_from_responsible(k, t, "team-left", before.members[i]) < 0)
            return -1;
    return tell_of_change(k, t, "has closed it");
}

/* ---- words to all ------------------------------------------------------------------------ */

/* also: who is responsible, or 0 where a copy goes there already */
static int pass_on(struct desk *k, const struct team *t, int64_t also)
{
    struct letter_intent l = {
        .letter = "team-message", .as = k->m->sender, .reason = "words to the team's thread"};

    l.text = store_put_text(k->e->store, k->m->sender, k->m->facts.text, k->e->now);
    if (l.text < 0)
        return -1;
    for (size_t i = 0; i < t->members_count; i++)
        if (t->members[i] != k->m->sender && write_to(k, t, &l, t->members[i]) < 0)
            return -1;
    return also != k->m->sender ? write_to(k, t, &l, also) : 0;
}

/* Heard as any letter is; the copy for who is responsible is one of the thread, unless it is
 * urgent (letters.c). A mentee may have somebody else, who hears of it as ever. */
static int member_writes(struct desk *k, const struct team *t)
{
    const struct state *s = engine_look(k->e, k->m->sender, 0);

    if (!s)
        return -1;
    bool same = person_responsible(s, k->m->sender) == t->responsible;
    if (pass_on(k, t, same ? 0 : t->responsible) < 0)
        return -1;
    name_readers(k, t, t->responsible);
    k->e->occasion.team = same ? t->mentor : 0;
    return desk_hear(k->e, k->m, k->m->sender, "human", 0);
}

static int log_relayed(struct desk *k, const struct team *t)
{
    for (size_t i = 0; i < t->members_count; i++) {
        struct event ev = {.kind = EVENT_RELAYED,
                           .programme = k->e->programme->rules->name,
                           .person = k->m->sender,
                           .other = t->members[i],
                           .by = k->m->sender,
                           .letter = k->m->letter.id,
                           .inbox = k->m->row.id,
                           .reason = "words to the team's thread"};
        if (engine_go_on(k->e, &ev) < 0)
            return -1;
    }
    return 0;
}

/* ---- the answers of members --------------------------------------------------------------- */

/* Whether this word, in whatever case and with a full stop, is all that was written. */
static bool says_only(const struct desk *k, const char *word)
{
    const char *text = k->m->facts.text ? k->m->facts.text : "", *end = text + strlen(text);

    while (isspace((unsigned char)*text))
        text++;
    while (end > text && (isspace((unsigned char)end[-1]) || strchr(".!", end[-1])))
        end--;
    return (size_t)(end - text) == strlen(word) && !strncasecmp(text, word, strlen(word));
}

/* The lines that are more than "Hi Carol," and "Best wishes": count, and the first of them. */
static size_t lines_of(struct desk *k, const struct command **first)
{
    struct command *c;
    size_t n = message_commands(k->e, k->m, &c), count = 0;

    for (size_t i = 0; i < n; i++)
        if (c[i].verb != COMMAND_COURTESY && count++ == 0)
            *first = &c[i];
    return count;
}

static bool begins_with(struct desk *k, enum command_verb a, enum command_verb b)
{
    const struct command *c;

    return lines_of(k, &c) && !c->number && !c->name[0] && (c->verb == a || c->verb == b);
}

static bool wants_out(struct desk *k)
{
    return says_only(k, "leave") || begins_with(k, COMMAND_STOP, COMMAND_STOP);
}

/* Words besides the one go to who is responsible. */
static int heard_as(struct desk *k, int rc)
{
    const struct command *c;
    const char *as = lines_of(k, &c) == 1 ? "answer" : "human";

    return rc < 0 || desk_hear(k->e, k->m, k->m->sender, as, 0) < 0 ? -1 : 1;
}

static int answer_invitation(struct desk *k, struct team *t)
{
    if (among(t->members, t->members_count, k->m->sender) ||
        !among(t->able, t->able_count, k->m->sender) || !begins_with(k, COMMAND_YES, COMMAND_OK))
        return 0;
    if (join(k, t, k->m->sender) < 0)
        return -1;
    return heard_as(k, tell_of_change(k, t, "has joined"));
}

/* A mentor asks for a thread by the one word, in answer to any letter. */
static int ask_for_team(struct desk *k)
{
    struct team t;
    const struct command *c;

    if (lines_of(k, &c) != 1 || !begins_with(k, COMMAND_TEAM, COMMAND_TEAM))
        return 0;
    if (look_up(k->e, k->m->sender, &t) < 0)
        return -1;
    if (t.able_count < 2 || t.open)
        return 0;
    return heard_as(k, open_team(k, &t));
}

int desk_team_member(struct engine *e, struct message *m)
{
    struct desk k;
    struct team t;

    if (!m->letter.id)
        return 0;
    desk_open(&k, e, m);
    if (!desk_is_team_letter(m->letter.letter))
        return ask_for_team(&k);
    if (look_up(e, m->letter.about, &t) < 0)
        return -1;
    if (!t.open)
        return 0;
    if (!strcmp(m->letter.letter, "team-invitation"))
        return answer_invitation(&k, &t);
    if (!among(t.members, t.members_count, m->sender))
        return 0;
    if (wants_out(&k))
        return heard_as(&k, leave(&k, &t));
    if (m->sender == t.mentor && says_only(&k, "close"))
        return heard_as(&k, close_team(&k, &t));
    return member_writes(&k, &t) < 0 ? -1 : 1;
}

/* ---- those who look after them ------------------------------------------------------------- */

/* "team": 0, and done says what came of it. */
int run_team(struct order *o)
{
    struct team t;
    int64_t mentor = o->person, mentee;
    const struct state *s = order_state(o);
    size_t i = 0;

    if (!s)
        return -1;
    if (!state_linked(s, "match", mentor, false, &i) && !find_pair(o, &mentor, &mentee))
        return 0;
    if (look_up(o->k->e, mentor, &t) < 0)
        return -1;
    if (t.open) {
        o->done = "there is a thread of this team already; \"close\", in answer to it, ends it";
        return 0;
    }
    o->done = arena_printf(o->k->e->mail,
                           "%s and the mentees are asked whether they want a thread of the team. "
                           "A letter of its own tells how to write to them all",
                           desk_name_of(o->k, mentor));
    return open_team(o->k, &t);
}

/* 1: she may; 0: it is said why not; -1. */
static int may_write(struct desk *k, const struct team *t)
{
    const struct state *s = engine_look(k->e, t->mentor, k->m->sender);

    if (!s)
        return -1;
    if (t->open &&
        (desk_looks_after(s, k->m->sender, t->mentor) || desk_holds_office(s, k->m->sender)))
        return 1;
    desk_line(k, desk_name_of(k, t->mentor),
              t->open ? "you are not in the thread of this team any more; nothing was passed on"
                      : "the thread of the team is closed; nothing was passed on");
    return 0;
}

int desk_team_word(struct desk *k)
{
    struct team t;
    int may;
    bool close = says_only(k, "close");

    if (!desk_is_team_letter(k->m->letter.letter) || (!close && !wants_out(k)))
        return 0;
    if (look_up(k->e, k->m->letter.about, &t) < 0 || (may = may_write(k, &t)) < 0)
        return -1;
    if (may && close && close_team(k, &t) < 0)
        return -1;
    if (may)
        desk_line(k, k->m->facts.text,
                  close ? "the thread of the team is closed, and its members are told"
                        : "not done: who is responsible reads along. \"close\" ends the thread");
    return 1;
}

int desk_team_relay(struct desk *k)
{
    struct team t;
    int may;

    if (look_up(k->e, k->m->letter.about, &t) < 0 || (may = may_write(k, &t)) < 0)
        return -1;
    if (may && t.members_count)
        return log_relayed(k, &t) < 0 ? -1 : pass_on(k, &t, t.responsible);
    if (may)
        desk_line(k, "the thread of the team",
                  "nobody has agreed to it yet; nothing was passed on");
    return desk_send_transcript(k, "transcript");
}
