/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/random_rules.h"
#include "tests/unit/support/chance.h"

#include <stdio.h>
#include <string.h>

#define MOST_RULES  5
#define MOST_NAMES  40
#define MOST_BLOCKS 4

enum subject { OF_MENTOR, OF_MENTEE, OF_MEMBER, OF_MATCH, OF_PROGRAMME, SUBJECTS };

static const char *const subject_words[] = {"mentor", "mentee", "member", "match", "programme"};

/* Whom each kind of subject may speak of; NULL-ended. */
static const char *const audiences[SUBJECTS][8] = {
    [OF_MENTOR] = {"mentor", "responsible", "coordinator", "mentee", "welcome"},
    [OF_MENTEE] = {"mentee", "mentor", "mentor's coordinator", "coordinator", "responsible",
                   "welcome"},
    [OF_MEMBER] = {"member", "director", "welcome"},
    [OF_MATCH] = {"mentor", "mentee", "coordinator", "responsible", "welcome"},
    [OF_PROGRAMME] = {"welcome"},
};

static const char *const conditions[SUBJECTS][8] = {
    [OF_MENTOR] = {"responsible is coordinator", "responsible is not welcome",
                   "mentor.status is active", "has mentee", "mentor.away is no",
                   "mentee.language is en"},
    [OF_MENTEE] = {"has mentor", "mentee.status is active", "responsible is coordinator",
                   "mentor.away is no"},
    [OF_MEMBER] = {"member.status is active", "has director", "director.away is no"},
    [OF_MATCH] = {"responsible is coordinator", "mentor.status is active", "has mentee",
                  "planned first-meeting", "mentee.away is no"},
    [OF_PROGRAMME] = {"planned event", "not planned event"},
};

/* What can begin a case, beside schedules and meetings. */
static const char *const happenings[SUBJECTS][12] = {
    [OF_MENTOR] = {"joined", "left", "back", "matched", "unmatched", "undeliverable",
                   "{marked: non_responsive}", "{marked: active}",
                   "{said: follow-up, by: [coordinator, welcome]}",
                   "{every: 2 weeks, from: matched}", "{every: 20 days, from: assigned}"},
    [OF_MENTEE] = {"joined", "left", "back", "undeliverable", "{marked: opted_out}",
                   "{said: mentee-silent, by: mentor}"},
    [OF_MEMBER] = {"joined", "left", "back", "{said: reviewed, by: [director]}"},
    [OF_MATCH] = {"matched", "unmatched", "{said: follow-up, by: [coordinator]}",
                  "{every: 6 weeks, from: matched, at: \"08:30\"}"},
    [OF_PROGRAMME] = {"{said: reviewed, by: [welcome, coordinator]}"},
};

static const char *const schedules[] = {
    "{every: month, on: 15, at: \"10:00\"}",
    "{every: month, on: 31, at: \"02:30\"}",
    "{every: month, on: first working day}",
    "{every: month, on: third wednesday, at: \"14:30\", except: [2027-03-17]}",
    "{every: week, on: [monday, thursday], at: \"02:15\"}",
    "{every: day, at: \"09:00\"}",
    "{every: 2 months, on: last day, from: 2026-11}",
    "{every: year, on: 15 march}",
};

static const char *const near_meetings[SUBJECTS][8] = {
    [OF_MENTOR] = {"{before: workgroup, by: 3 days}", "{after: session, by: 1 day}",
                   "{before: session, by: 2 days, at: \"09:00\"}"},
    [OF_MENTEE] = {"{after: workgroup, by: 1 day}", "{after: first-meeting, by: 1 day}"},
    [OF_MEMBER] = {"{before: workgroup, by: 14 days}", "{before: event, by: 2 days}"},
    [OF_MATCH] = {"{after: first-meeting, by: 1 day}", "{before: first-meeting, by: 1 day}",
                  "{after: workgroup, by: 2 days}"},
    [OF_PROGRAMME] = {"{before: workgroup, by: 14 days, at: \"09:00\"}",
                      "{after: event, by: 1 day}", "{before: call, by: 7 days}"},
};

static const char *const statuses[] = {"active", "non_responsive", "opted_out", "undeliverable",
                                       "left"};

struct plan { /* of a rule, before it is written */
    enum subject subject;
    bool started;  /* its trigger is another rule's start */
    size_t starts; /* the rule that it starts; 0: none, as no rule starts the first */
    bool gone;     /* in this edition */
};

/* Answers that an earlier step may have: fields, results of polls, steps with answers. */
struct known {
    char names[MOST_NAMES][24];
    char
        kinds[MOST_NAMES]; /* d: date, t: time, c: choice of the call's times, a: answers, else f */
    size_t count;
};

struct block {
    char name[8];
    struct known known; /* where it is named first */
};

struct author {
    struct chance chance, edits;
    uint64_t edition;
    struct buf *out;
    struct plan plans[MOST_RULES];
    size_t rules_count, rule;
    size_t steps; /* of the rule, so far: their ids */
    struct known known;
    size_t before; /* so many were known before this step */
    struct block blocks[MOST_BLOCKS];
    size_t blocks_count;
    size_t targets; /* how often a block was named */
};

static enum subject subject_of(const struct author *a)
{
    return a->plans[a->rule].subject;
}

static const char *pick(struct author *a, const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    return words[chance_below(&a->chance, n)];
}

/* ---- small parts ------------------------------------------------------------------- */

static void write_letter(struct author *a)
{
    buf_addf(a->out, "r%zu\n", chance_below(&a->chance, 6));
}

/* Days; an edit may change them, which must not change the rest. */
static size_t days(struct author *a, size_t from, size_t to)
{
    size_t n = from + chance_below(&a->chance, to - from + 1);

    if (a->edition && chance_once_in(&a->edits, 3))
        n = from + chance_below(&a->edits, to - from + 1);
    return n;
}

static void key(struct author *a, const char *name, const char *value)
{
    buf_addf(a->out, "        %s: %s\n", name, value);
}

static void key_days(struct author *a, const char *name, size_t n)
{
    buf_addf(a->out, "        %s: %zu %s\n", name, n, n == 1 ? "day" : "days");
}

static void add_name(struct author *a, const char *name, char kind)
{
    struct known *k = &a->known;

    if (k->count == MOST_NAMES)
        return;
    snprintf(k->names[k->count], sizeof k->names[0], "%s", name);
    k->kinds[k->count++] = kind;
}

/* One that an earlier step gives; NULL where none does. */
static const char *name_of_kind(const struct author *a, char kind)
{
    for (size_t i = a->known.count; i-- > 0;)
        if (a->known.kinds[i] == kind)
            return a->known.names[i];
    return NULL;
}

static const char *rule_name(const struct author *a, char *out, size_t size, size_t i)
{
    (void)a;
    snprintf(out, size, "rule-%zu", i);
    return out;
}

static size_t present_rule(struct author *a)
{
    size_t i = chance_below(&a->chance, a->rules_count);

    return a->plans[i].gone ? a->rule : i;
}

static void write_condition(struct author *a, bool with_answers)
{
    char rule[16];

    if (with_answers && a->before && chance_once_in(&a->chance, 2)) {
        size_t i = chance_below(&a->chance, a->before);
        buf_addf(a->out, "%sanswer %s is %s", chance_once_in(&a->chance, 2) ? "not " : "",
                 a->known.names[i], a->known.kinds[i] == 'a' ? "so" : "given");
    } else if (chance_once_in(&a->chance, 4)) {
        buf_addf(a->out, "not %s within %zu days", rule_name(a, rule, sizeof rule, present_rule(a)),
                 1 + chance_below(&a->chance, 62));
    } else {
        buf_adds(a->out, pick(a, conditions[subject_of(a)]));
    }
}

static void write_conditions(struct author *a, const char *indent, bool with_answers)
{
    buf_addf(a->out, "%sif: ", indent);
    write_condition(a, with_answers);
    if (chance_once_in(&a->chance, 3)) {
        buf_adds(a->out, " and ");
        write_condition(a, with_answers);
    }
    buf_addc(a->out, '\n');
}

/* A list may have everybody of a role in it, where the letter is for reading alone. */
static void write_to(struct author *a, const char *key_name, bool all)
{
    static const char *const everybody[] = {"all mentors", "all matched mentees",
                                            "all coordinators", "[welcome, all coordinators]"};
    const char *who = pick(a, audiences[subject_of(a)]);

    if (all && chance_once_in(&a->chance, 3))
        key(a, key_name, chance_of(&a->chance, everybody));
    else if (chance_once_in(&a->chance, 5))
        buf_addf(a->out, "        %s: [%s, welcome]\n", key_name, who);
    else if (subject_of(a) >= OF_MATCH || chance_once_in(&a->chance, 2))
        key(a, key_name, who);
}

static void write_for(struct author *a)
{
    enum subject s = subject_of(a);

    if (s >= OF_MATCH || chance_once_in(&a->chance, 3))
        key(a, "for", s == OF_MATCH ? "mentor" : pick(a, audiences[s]));
}

/* ---- where to go on ------------------------------------------------------------------- */

/* One that is written later. Silence leads nowhere else, as it may not go round in a circle. */
static const char *a_new_block(struct author *a, size_t known)
{
    struct block *b;

    if (a->blocks_count == MOST_BLOCKS)
        return "end";
    b = &a->blocks[a->blocks_count++];
    snprintf(b->name, sizeof b->name, "b%zu", a->blocks_count);
    b->known = a->known;
    b->known.count = known;
    a->targets++;
    return b->name;
}

/* An answer may also lead back to one that was written already. */
static const char *a_block(struct author *a)
{
    if (!a->blocks_count || !chance_once_in(&a->chance, 3))
        return a_new_block(a, a->known.count);
    a->targets++;
    return a->blocks[chance_below(&a->chance, a->blocks_count)].name;
}

static const char *target_of_answer(struct author *a)
{
    if (chance_once_in(&a->chance, 3))
        return a_block(a);
    return chance_once_in(&a->chance, 4) ? "end" : "next";
}

static const char *target_of_silence(struct author *a)
{
    if (chance_once_in(&a->chance, 3))
        return a_new_block(a, a->before);
    return chance_once_in(&a->chance, 2) ? "end" : "next";
}

/* ---- steps ------------------------------------------------------------------------------ */

static void write_send(struct author *a)
{
    buf_adds(a->out, "send: ");
    write_letter(a);
    write_to(a, "to", true);
    if (chance_once_in(&a->chance, 6))
        key_days(a, "hold", 1);
    if (chance_once_in(&a->chance, 6))
        key(a, "as", "welcome");
    if (chance_once_in(&a->chance, 8)) {
        char rule[16];
        key(a, "gather", rule_name(a, rule, sizeof rule, present_rule(a)));
        key(a, "since", chance_once_in(&a->chance, 2) ? "20 days" : "last rule-0");
    }
}

static void write_invite(struct author *a)
{
    buf_adds(a->out, "invite: ");
    write_letter(a);
    write_to(a, "to", true);
    key(a, "meeting", "workgroup");
}

/* At whom the rule is for, where somebody answers for them. */
static void write_attempt(struct author *a)
{
    static const char *const either[] = {"mentor", "mentee"};
    enum subject s = subject_of(a);

    if (s == OF_MEMBER || s == OF_PROGRAMME) {
        write_send(a);
        return;
    }
    buf_adds(a->out, "attempt: ");
    write_letter(a);
    if (s == OF_MATCH)
        key(a, "to", chance_of(&a->chance, either));
    key_days(a, "wait", days(a, 2, 12));
    if (chance_once_in(&a->chance, 4))
        key(a, "answered", target_of_answer(a));
}

static void write_fields(struct author *a)
{
    static const struct {
        char kind;
        const char *type;
    } types[] = {{'d', "date"},   {'t', "time"}, {'f', "text"}, {'f', "yes/no"},
                 {'f', "number"}, {'d', "date"}, {'f', "url"}};
    size_t count = 1 + chance_below(&a->chance, 3);
    char name[24];

    buf_adds(a->out, "        fields:\n");
    for (size_t i = 0; i < count; i++) {
        size_t t = chance_below(&a->chance, sizeof types / sizeof *types);
        snprintf(name, sizeof name, "f%zu_%zu", a->steps, i);
        if (chance_once_in(&a->chance, 3))
            buf_addf(a->out, "          %s: {type: %s, title: A field, optional: true}\n", name,
                     types[t].type);
        else
            buf_addf(a->out, "          %s: %s\n", name, types[t].type);
        add_name(a, name, types[t].kind);
    }
}

static void write_ask(struct author *a)
{
    size_t wait = days(a, 3, 10);
    char id[24];

    buf_adds(a->out, "ask: ");
    write_letter(a);
    write_to(a, "to", false);
    key_days(a, "wait", wait);
    if (chance_once_in(&a->chance, 2))
        key_days(a, "remind", 1 + chance_below(&a->chance, 2));
    if (chance_once_in(&a->chance, 3))
        key(a, "deputy", "welcome");
    bool choices = chance_once_in(&a->chance, 2);
    if (!choices || chance_once_in(&a->chance, 3))
        write_fields(a);
    if (choices) {
        snprintf(id, sizeof id, "s%zu", a->steps);
        add_name(a, id, 'a');
        buf_addf(a->out, "        answers: {so: next, not so: %s", target_of_answer(a));
        buf_addf(a->out, ", by and by: %s}\n", target_of_answer(a));
    }
    if (chance_once_in(&a->chance, 2))
        key(a, "expired", target_of_silence(a));
}

static void write_poll(struct author *a)
{
    char name[24];
    bool call = chance_once_in(&a->chance, 2);

    snprintf(name, sizeof name, "p%zu", a->steps);
    buf_adds(a->out, "poll: ");
    write_letter(a);
    write_to(a, "to", true);
    key(a, "options", call ? "call" : "[red, green, blue]");
    key_days(a, "closes", days(a, 2, 14));
    key(a, "save_as", name);
    if (chance_once_in(&a->chance, 2))
        key(a, "expired", target_of_silence(a));
    add_name(a, name, call ? 'c' : 'f');
}

static void write_wait(struct author *a)
{
    size_t n = days(a, 1, 9);

    buf_addf(a->out, "wait: %zu %s\n", n, n == 1 ? "day" : "days");
}

static void write_note(struct author *a)
{
    buf_adds(a->out, "note: something to remember\n");
}

static void write_plan(struct author *a)
{
    enum subject s = subject_of(a);
    const char *date = name_of_kind(a, 'd'), *hour = name_of_kind(a, 't'),
               *choice = name_of_kind(a, 'c');
    const char *own = s == OF_MENTOR ? "session" : s == OF_MATCH ? "first-meeting" : "event";

    if (choice && (!date || chance_once_in(&a->chance, 2))) {
        buf_adds(a->out, "plan: call\n");
        key(a, "on", choice);
    } else if (date) {
        buf_addf(a->out, "plan: %s\n", chance_once_in(&a->chance, 4) ? "event" : own);
        key(a, "on", date);
        if (hour)
            key(a, "at", hour);
    } else {
        write_wait(a);
    }
}

static void write_mark(struct author *a)
{
    buf_addf(a->out, "mark: %s\n", chance_of(&a->chance, statuses));
    write_for(a);
    if (chance_once_in(&a->chance, 3))
        key_days(a, "hold", 1 + chance_below(&a->chance, 2));
}

static void write_assign(struct author *a)
{
    buf_adds(a->out, "assign: coordinator\n");
    write_for(a);
}

static void write_reassign(struct author *a)
{
    buf_addf(a->out, "reassign: %s\n", chance_once_in(&a->chance, 3) ? "coordinator" : "welcome");
    write_for(a);
    if (chance_once_in(&a->chance, 2))
        key(a, "until", "reply");
    if (chance_once_in(&a->chance, 2))
        key_days(a, "hold", 1 + chance_below(&a->chance, 3));
    if (chance_once_in(&a->chance, 2)) {
        key(a, "tell", pick(a, audiences[subject_of(a)]));
        key(a, "with", "r0");
    }
}

static void write_enrol(struct author *a)
{
    static const char *const roles[] = {"member", "candidate", "mentee", "candidate"};

    buf_addf(a->out, "%s: %s\n", chance_once_in(&a->chance, 2) ? "enrol" : "remove",
             chance_of(&a->chance, roles));
    write_for(a);
}

static void write_match(struct author *a)
{
    if (subject_of(a) == OF_MATCH)
        buf_addf(a->out, "%s: the pair\n", chance_once_in(&a->chance, 3) ? "match" : "unmatch");
    else
        write_wait(a);
}

/* What is plain may be taken out by an edit: nothing else needs it. */
static const struct {
    void (*write)(struct author *);
    unsigned weight;
    bool plain;
} verbs[] = {
    {write_send, 5, true},     {write_invite, 1, true}, {write_attempt, 6, true},
    {write_ask, 6, false},     {write_poll, 2, false},  {write_plan, 3, false},
    {write_wait, 3, true},     {write_mark, 1, true},   {write_assign, 2, true},
    {write_reassign, 2, true}, {write_enrol, 1, true},  {write_match, 1, false},
    {write_note, 1, true},
};

static size_t a_verb(struct author *a)
{
    size_t total = 0, i, n;

    for (i = 0; i < sizeof verbs / sizeof *verbs; i++)
        total += verbs[i].weight;
    n = chance_below(&a->chance, total);
    for (i = 0; n >= verbs[i].weight; i++)
        n -= verbs[i].weight;
    return i;
}

/* An edit renames a step, and says so or not. */
static void write_id(struct author *a)
{
    size_t n = a->steps;

    if (a->edition && chance_once_in(&a->edits, 12)) {
        buf_addf(a->out, "        id: new%zu\n", n);
        if (!chance_once_in(&a->edits, 3))
            buf_addf(a->out, "        was: s%zu\n", n);
    } else {
        buf_addf(a->out, "        id: s%zu\n", n);
    }
}

static bool write_step(struct author *a, bool first, bool last)
{
    size_t verb = a_verb(a), before = a->out->len, targets = a->targets;
    bool asks = verbs[verb].write == write_ask, leads_away = false;

    a->before = a->known.count;
    buf_adds(a->out, "      - ");
    verbs[verb].write(a);
    if (asks) /* answers are called by the name of their step */
        buf_addf(a->out, "        id: s%zu\n", a->steps);
    else
        write_id(a);
    if (chance_once_in(&a->chance, 5))
        write_conditions(a, "        ", true);
    if (verbs[verb].write != write_note && chance_once_in(&a->chance, 8))
        key(a, "note", "words for the form");
    if (last && verbs[verb].plain && chance_once_in(&a->chance, 8)) {
        key(a, "then", a_new_block(a, a->before));
        leads_away = true;
    }
    a->steps++;
    if (a->edition && verbs[verb].plain && !first && targets == a->targets &&
        chance_once_in(&a->edits, 10))
        buf_truncate(a->out, before);
    return !leads_away;
}

static void write_start(struct author *a)
{
    const struct plan *p = &a->plans[a->rule], *other = &a->plans[p->starts];

    if (other->gone)
        return;
    buf_addf(a->out, "      - start: rule-%zu\n        id: start%zu\n", p->starts, p->starts);
    if (other->subject != p->subject && other->subject != OF_PROGRAMME)
        key(a, "for", subject_words[other->subject]);
}

static void write_sequence(struct author *a, bool main)
{
    size_t count = 1 + chance_below(&a->chance, main ? 5 : 3);

    if (a->edition && chance_once_in(&a->edits, 8))
        buf_addf(a->out, "      - note: new in this edition\n        id: n%zu\n", a->steps);
    if (main && a->plans[a->rule].starts)
        write_start(a);
    bool goes_on = true;
    for (size_t i = 0; i < count; i++)
        goes_on = write_step(a, i == 0, i + 1 == count);
    if (goes_on && chance_once_in(&a->chance, 6))
        buf_addf(a->out, "      - end: that is all\n        id: s%zu\n", a->steps++);
}

static void write_steps(struct author *a)
{
    a->steps = a->known.count = a->blocks_count = 0;
    buf_adds(a->out, "    steps:\n");
    write_sequence(a, true);
    for (size_t i = 0; i < a->blocks_count; i++) {
        if (i == 0)
            buf_adds(a->out, "    blocks:\n");
        buf_addf(a->out, "      %s:\n", a->blocks[i].name);
        a->known = a->blocks[i].known;
        write_sequence(a, false);
    }
}

/* ---- rules ------------------------------------------------------------------------------ */

static void write_trigger(struct author *a)
{
    enum subject s = subject_of(a);

    buf_adds(a->out, "    trigger: ");
    if (a->plans[a->rule].started)
        buf_adds(a->out, "started");
    else if (chance_once_in(&a->chance, 5))
        buf_adds(a->out, pick(a, near_meetings[s]));
    else if (chance_once_in(&a->chance, 4))
        buf_addf(a->out, "{any: [\"%s\", %s]}", s < OF_MATCH ? "joined" : "started",
                 chance_of(&a->chance, schedules));
    else if (chance_once_in(&a->chance, 2))
        buf_adds(a->out, chance_of(&a->chance, schedules));
    else
        buf_adds(a->out, pick(a, happenings[s]));
    buf_addc(a->out, '\n');
}

static void write_policies(struct author *a)
{
    static const char *const lates[] = {"send", "skip", "ask", "send within 3 days",
                                        "ask within 20 days"};
    static const char *const overlaps[] = {"skip", "replace", "queue"};
    static const char *const untils[] = {"marked left", "[marked left, marked non_responsive]",
                                         "planned first-meeting", "planned event"};
    enum subject s = subject_of(a);

    if (s < OF_MEMBER && chance_once_in(&a->chance, 4))
        buf_adds(a->out, "    until: reply\n");
    else if (s == OF_MATCH && chance_once_in(&a->chance, 4))
        buf_adds(a->out, "    until: [reply from mentee, marked non_responsive]\n");
    else if (chance_once_in(&a->chance, 4))
        buf_addf(a->out, "    until: %s\n", chance_of(&a->chance, untils));
    if (chance_once_in(&a->chance, 2))
        buf_addf(a->out, "    overlap: %s\n", chance_of(&a->chance, overlaps));
    if (chance_once_in(&a->chance, 2))
        buf_addf(a->out, "    late: %s\n", chance_of(&a->chance, lates));
    if (chance_once_in(&a->chance, 6))
        buf_addf(a->out, "    max_per_run: %zu\n", 1 + chance_below(&a->chance, 4));
}

static void write_rule(struct author *a)
{
    buf_addf(a->out, "  rule-%zu:\n    for: %s\n", a->rule, subject_words[subject_of(a)]);
    write_trigger(a);
    if (chance_once_in(&a->chance, 6))
        write_conditions(a, "    ", false);
    write_policies(a);
    write_steps(a);
}

/* Subjects, and which rule starts which: only ever a later one. A case for a pair, or for
 * somebody who is not linked with whom this is about, begins where that is known alone. */
static void make_plans(struct author *a)
{
    a->rules_count = 2 + chance_below(&a->chance, MOST_RULES - 1);
    for (size_t i = 0; i < a->rules_count; i++) {
        a->plans[i] = (struct plan){.subject = (enum subject)chance_below(&a->chance, SUBJECTS)};
        if (i == 0 || !chance_once_in(&a->chance, 3))
            continue;
        struct plan *by = &a->plans[chance_below(&a->chance, i)];
        if (by->starts)
            continue;
        by->starts = i;
        a->plans[i].started = true;
        if (chance_once_in(&a->chance, 2) && by->subject == OF_MATCH)
            a->plans[i].subject = OF_MENTEE;
        else
            a->plans[i].subject = by->subject;
    }
    for (size_t i = 1; a->edition && i < a->rules_count; i++)
        a->plans[i].gone =
            !a->plans[i].started && !a->plans[i].starts && chance_once_in(&a->edits, 10);
}

static void write_programme(struct author *a, const char *name)
{
    static const char *const zones[] = {"America/New_York", "Europe/Berlin", "Pacific/Auckland",
                                        "Asia/Kolkata", "UTC"};
    static const char *const hours[] = {
        "", "sending_hours: {on: mon-sat, from: \"08:00\", to: \"20:00\"}\n",
        "sending_hours: {on: [tue, fri], from: \"01:30\", to: \"03:15\"}\n"};

    buf_addf(a->out, "programme: %s\ntitle: Made up\ntimezone: %s\n%s", name,
             chance_of(&a->chance, zones), chance_of(&a->chance, hours));
    buf_adds(a->out, "roles: [mentor, mentee, coordinator, welcome, member, candidate, director]\n"
                     "links:\n"
                     "  responsible:\n"
                     "    mentor: coordinator\n"
                     "    mentee: mentor's coordinator\n"
                     "  match: {mentor: mentee}\n"
                     "  answers_to: {member: director}\n");
    if (chance_once_in(&a->chance, 2))
        buf_adds(a->out, "urgent: {also_tell: welcome, phrases: [in distress]}\n");
    buf_adds(a->out,
             "meetings:\n"
             "  workgroup: {title: Workgroup, every: month, on: third wednesday, at: \"14:30\", "
             "lasts: 1 hour}\n"
             "  first-meeting: {title: First meeting, for: match, lasts: 1 hour}\n"
             "  session: {title: Session, for: mentor, at: \"15:00\", lasts: 30 minutes}\n"
             "  event: {title: Event, lasts: 2 hours}\n"
             "  call:\n"
             "    title: Call\n"
             "    every: 2 months\n"
             "    from: 2027-01\n"
             "    lasts: 90 minutes\n"
             "    times:\n"
             "      - {on: second tuesday, at: \"10:00\"}\n"
             "      - {on: third thursday, at: \"14:30\"}\n"
             "rules:\n");
}

void random_rules(uint64_t seed, uint64_t edition, const char *name, struct buf *out)
{
    struct author a = {
        .chance = {seed}, .edits = {seed ^ edition << 32}, .edition = edition, .out = out};

    make_plans(&a);
    write_programme(&a, name);
    for (a.rule = 0; a.rule < a.rules_count; a.rule++) {
        /* of its own, so that a rule stays as it is when the one before it goes */
        a.chance.state = seed ^ (a.rule + 1) << 40;
        if (!a.plans[a.rule].gone)
            write_rule(&a);
    }
}
