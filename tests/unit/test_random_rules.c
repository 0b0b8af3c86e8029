/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_random_rules.c - properties of programmes that nobody would write.
 *
 * A programme is made up from a seed (support/random_rules.h), and so is what
 * happens to it: people join, leave, are matched, answer, bounce, go away and
 * refuse; coordinators give orders; letters go out, fail or are lost; nothing
 * runs for weeks; rules are edited under running cases; the state is made anew
 * from the log. After each event it is tested (support/world.h) that
 *
 *   - the same state and event give the same, and decide() changes neither;
 *   - no letter and no decision lacks a reason, and none comes at a bad hour;
 *   - no step of a case writes twice to anybody;
 *   - a case rests only where it waits for something that has a name;
 *   - nobody who has answered gets another attempt of that case;
 *
 * and at the end, when nobody says a word any more, that every case ends.
 *
 *     make property ROUNDS=20000 SEED=1
 */
#include "rules/schedule.h"
#include "tests/unit/support/random_rules.h"
#include "tests/unit/support/world.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS        40
#define MOVES         120
#define MOST_PEOPLE   14
#define SILENT_DUES   20000      /* so many waits may end until all is quiet */
#define START         1803686400 /* 2027-02-26: two changes to summer time are near */
#define DAY           86400
#define MOST_EDITIONS 4
#define DUMP_BYTES    ((size_t)16 << 20)

/* ---- people ------------------------------------------------------------------------ */

static int64_t somebody(struct world *w)
{
    return w->s.people[chance_below(&w->chance, w->s.people_count)].id;
}

static const char *a_role(struct world *w)
{
    static const char *const roles[] = {"mentor", "mentee",  "coordinator", "mentor",
                                        "member", "welcome", "director"};

    return chance_of(&w->chance, roles);
}

static int64_t join(struct world *w, const char *role)
{
    static const char *const zones[] = {"America/New_York", "Pacific/Auckland", "Asia/Kolkata"};
    int64_t id = (int64_t)w->s.people_count + 1;
    const char *silent = chance_once_in(&w->chance, 3) ? "silent" : NULL;

    PERFORM(w, .kind = EVENT_PERSON_ADDED, .person = id, .value = silent);
    if (chance_once_in(&w->chance, 3))
        state_person(&w->s, id)->zone = zone_find(chance_of(&w->chance, zones));
    PERFORM(w, .kind = EVENT_ROLE_GIVEN, .person = id, .name = role, .value = silent);
    return id;
}

static void somebody_joins(struct world *w)
{
    if (w->s.people_count < MOST_PEOPLE)
        join(w, a_role(w));
}

static void a_role_changes(struct world *w)
{
    PERFORM(w, .kind = chance_once_in(&w->chance, 2) ? EVENT_ROLE_GIVEN : EVENT_ROLE_TAKEN,
            .person = somebody(w), .name = a_role(w));
}

static void links_change(struct world *w)
{
    static const char *const kinds[] = {"responsible", "responsible", "match", "answers_to"};
    const char *kind = chance_of(&w->chance, kinds);
    int64_t from = somebody(w), to = somebody(w);
    bool loan = !strcmp(kind, "responsible") && chance_once_in(&w->chance, 4);

    if (from != to)
        PERFORM(w, .kind = chance_once_in(&w->chance, 3) ? EVENT_UNLINKED : EVENT_LINKED,
                .person = from, .other = to, .name = kind, .value = loan ? "reply" : NULL);
}

static void somebody_is_marked(struct world *w)
{
    static const char *const statuses[] = {STATUS_ACTIVE,
                                           STATUS_ACTIVE,
                                           STATUS_NON_RESPONSIVE,
                                           STATUS_OPTED_OUT,
                                           STATUS_UNDELIVERABLE,
                                           STATUS_LEFT,
                                           "away",
                                           "back"};
    const char *status = chance_of(&w->chance, statuses);
    instant back = w->now + (instant)(1 + chance_below(&w->chance, 20)) * DAY;

    PERFORM(w, .kind = EVENT_MARKED, .person = somebody(w), .value = status,
            .until = strcmp(status, "away") ? 0 : back);
}

/* ---- mail ---------------------------------------------------------------------------- */

/* A letter that was sent, or its number of letters where none was. */
static size_t a_sent_letter(struct world *w)
{
    size_t i = w->letters_count ? chance_below(&w->chance, w->letters_count) : 0;

    for (size_t n = 0; n < w->letters_count; n++, i = (i + 1) % w->letters_count)
        if (w->letters[i].fate == SENT && w->letters[i].to)
            return i;
    return w->letters_count;
}

/* Cases that stand at an attempt to this very person, and end when it is answered. */
static size_t cases_that_end(struct world *w, int64_t person, int64_t *ids, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < w->s.cases_count && n < max; i++) {
        const struct kase *k = &w->s.cases[i];
        const struct rule *r = programme_rule(w->p, k->rule);
        const struct step *step = r && k->step ? rule_step(r, k->step) : NULL;
        if (k->phase == PHASE_ENDED || !step || step->verb != VERB_ATTEMPT ||
            step->branches_count || k->person != person || step->to[0].kind != TO_SUBJECT)
            continue;
        ids[n++] = k->id;
    }
    return n;
}

static void hear_answer(struct world *w, int64_t person, int64_t letter, const char *value)
{
    int64_t ids[64];
    size_t n = cases_that_end(w, person, ids, 64);

    PERFORM(w, .kind = EVENT_HEARD, .person = person, .letter = letter, .value = value, .text = 1);
    for (size_t i = 0; i < n; i++)
        if (state_case(&w->s, ids[i])->phase != PHASE_ENDED)
            world_fail(w, ids[i], "@%lld answered, and case %lld goes on", (long long)person,
                       (long long)ids[i]);
}

static void mail_comes(struct world *w)
{
    static const char *const values[] = {"human",       "human",         "human",   "answer",
                                         "away",        "away",          "auto",    "bounce",
                                         "bounce-soft", "bounce-policy", "delayed", "refusal"};
    static const char *const times[] = {"1", "2", "3"};
    const char *value = chance_of(&w->chance, values);
    size_t letter = a_sent_letter(w);
    bool known = letter < w->letters_count;
    int64_t person = known ? w->letters[letter].to : somebody(w);
    bool dated = !strcmp(value, "away") && chance_once_in(&w->chance, 2);

    if (!strcmp(value, "human") || !strcmp(value, "answer"))
        hear_answer(w, person, known ? (int64_t)letter + 1 : 0, value);
    else
        PERFORM(w, .kind = EVENT_HEARD, .person = person, .letter = known ? (int64_t)letter + 1 : 0,
                .value = value,
                .name = strcmp(value, "bounce-soft") ? NULL : chance_of(&w->chance, times),
                .until = dated ? w->now + (instant)chance_below(&w->chance, 80) * DAY : 0);
}

/* The servers can't be reached, or can again. */
static void reading_stops(struct world *w)
{
    w->s.mail_read_until = chance_once_in(&w->chance, 2) ? w->now : INSTANT_NEVER;
}

/* ---- cases ---------------------------------------------------------------------------- */

/* One that is open, with its rule; NULL where there is none. */
static const struct kase *an_open_case(struct world *w)
{
    size_t i = w->s.cases_count ? chance_below(&w->chance, w->s.cases_count) : 0;

    for (size_t n = 0; n < w->s.cases_count; n++, i = (i + 1) % w->s.cases_count)
        if (w->s.cases[i].phase != PHASE_ENDED)
            return &w->s.cases[i];
    return NULL;
}

static void about_case(struct world *w, const struct kase *k, struct event e)
{
    e.case_id = k->id;
    e.rule = arena_strdup(w->arena, k->rule);
    e.occurrence = arena_strdup(w->arena, k->occurrence);
    e.step = e.step ? e.step : arena_strdup(w->arena, k->step);
    e.person = e.person ? e.person : k->person;
    e.other = k->other;
    e.reason = "it happened";
    world_perform(w, e);
}

#define ABOUT_CASE(w, k, ...) about_case((w), (k), (struct event){__VA_ARGS__})

/* As the engine does: what stood still is due again. */
static void sort_mail_of(struct world *w, int64_t person)
{
    PERFORM(w, .kind = EVENT_SORTED, .person = person, .by = 1, .value = "theirs");
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *k = &w->s.cases[i];
        if (case_stands_still(k))
            ABOUT_CASE(w, k, .kind = EVENT_ALARM_SET, .until = w->now);
    }
}

static void mail_waits_for_sorting(struct world *w)
{
    if (chance_once_in(&w->chance, 3))
        PERFORM(w, .kind = EVENT_SORTED, .person = somebody(w), .value = "asked");
    else
        sort_mail_of(w, somebody(w));
}

static const char *value_of_type(struct world *w, const char *type)
{
    if (!strcmp(type, "date"))
        return date_format(
            w->arena,
            civil_at(w->now + ((instant)chance_below(&w->chance, 40) - 5) * DAY, w->p->zone).date);
    if (!strcmp(type, "time"))
        return "02:30";
    if (!strcmp(type, "yes/no"))
        return chance_once_in(&w->chance, 2) ? "yes" : "no";
    return strcmp(type, "text") ? "7" : NULL;
}

static void answer_fields(struct world *w, int64_t id, const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        const char *value = value_of_type(w, step->fields[i].type);
        if (!chance_once_in(&w->chance, 4))
            ABOUT_CASE(w, state_case(&w->s, id), .kind = EVENT_ANSWERED, .step = step->id,
                       .name = step->fields[i].name, .value = value, .text = value ? 0 : 1,
                       .by = somebody(w));
    }
}

/* Answers to what is asked, to what was asked before, and votes. */
static void somebody_answers(struct world *w)
{
    const struct kase *k = an_open_case(w);
    const struct rule *r = k ? programme_rule(w->p, k->rule) : NULL;
    const struct step *step = r && k->step ? rule_step(r, k->step) : NULL;

    if (!step)
        return;
    int64_t id = k->id;
    if (chance_once_in(&w->chance, 6))
        step = &r->steps[chance_below(&w->chance, r->steps_count)];
    if (step->verb == VERB_POLL)
        ABOUT_CASE(w, k, .kind = EVENT_VOTED, .step = step->id, .value = "2 1", .by = somebody(w));
    if (step->verb != VERB_ASK)
        return;
    answer_fields(w, id, step);
    if (step->branches_count)
        ABOUT_CASE(w, state_case(&w->s, id), .kind = EVENT_ANSWERED, .step = step->id,
                   .name = step->id, .by = somebody(w),
                   .value = step->branches[chance_below(&w->chance, step->branches_count)].answer);
}

static void an_order_comes(struct world *w)
{
    const struct kase *k = an_open_case(w);
    int64_t by = somebody(w);

    if (!k)
        return;
    if (k->phase == PHASE_STOPPED)
        ABOUT_CASE(w, k, .kind = EVENT_CASE_RESUMED, .by = by);
    else if (k->announced && chance_once_in(&w->chance, 2))
        ABOUT_CASE(w, k, .kind = EVENT_HOLD_UNDONE, .by = by,
                   .step = arena_strdup(w->arena, k->announced));
    else if ((k->phase == PHASE_WAITING || k->phase == PHASE_HELD) && !case_is_queued(k))
        ABOUT_CASE(w, k, .kind = EVENT_SNOOZED, .by = by,
                   .until = w->now + (instant)(1 + chance_below(&w->chance, 9)) * DAY);
    else if (chance_once_in(&w->chance, 3))
        ABOUT_CASE(w, k, .kind = EVENT_CASE_ENDED, .by = by);
}

static void somebody_says(struct world *w)
{
    static const char *const words[] = {"follow-up", "mentee-silent", "reviewed"};

    if (chance_once_in(&w->chance, 3))
        PERFORM(w, .kind = EVENT_CONTACT_MADE, .person = somebody(w), .by = somebody(w),
                .until = w->now - DAY);
    else
        PERFORM(w, .kind = EVENT_SAID, .name = chance_of(&w->chance, words), .by = somebody(w),
                .person = chance_once_in(&w->chance, 3) ? 0 : somebody(w));
}

/* ---- beginnings -------------------------------------------------------------------------- */

static void begin_for(struct world *w, const struct rule *r, enum event_kind kind,
                      const char *occurrence)
{
    size_t i = 0;
    int64_t person = r->subject == FOR_PROGRAMME ? 0 : somebody(w);
    int64_t other = r->subject == FOR_MATCH ? state_linked(&w->s, "match", person, false, &i) : 0;

    if (r->subject == FOR_MATCH && !other)
        return;
    PERFORM(w, .kind = kind, .rule = r->name, .occurrence = occurrence, .person = person,
            .other = other);
}

static void a_date_comes_round(struct world *w)
{
    const struct rule *r = &w->p->rules[chance_below(&w->chance, w->p->rules_count)];
    const struct trigger *t = &r->triggers[chance_below(&w->chance, r->triggers_count)];
    const char *day = date_format(w->arena, civil_at(w->now, w->p->zone).date);
    bool relative =
        t->kind == TRIGGER_BEFORE || t->kind == TRIGGER_AFTER || t->kind == TRIGGER_SINCE;

    for (int i = 0; i < 4 && t->kind == TRIGGER_SCHEDULE; i++)
        begin_for(w, r, EVENT_TRIGGERED, schedule_key(w->arena, &t->schedule, w->p->zone, w->now));
    if (relative)
        begin_for(w, r, EVENT_CAME_ROUND, day);
}

static void a_meeting_is_planned(struct world *w)
{
    const struct meeting *m = &w->p->meetings[chance_below(&w->chance, w->p->meetings_count)];
    instant until = w->now + (instant)chance_below(&w->chance, 30) * DAY / 2;
    int64_t person = m->subject == FOR_PROGRAMME ? 0 : somebody(w);
    size_t i = 0;

    if (m->times_count)
        return;
    PERFORM(w, .kind = EVENT_MEETING_PLANNED, .name = m->name, .person = person, .until = until,
            .other = m->subject == FOR_MATCH && person
                         ? state_linked(&w->s, "match", person, false, &i)
                         : 0);
}

/* ---- time ---------------------------------------------------------------------------------- */

static enum event_kind a_fate(struct world *w)
{
    static const enum event_kind bad[] = {EVENT_LETTER_FAILED, EVENT_LETTER_REFUSED,
                                          EVENT_LETTER_UNCERTAIN, EVENT_LETTER_DROPPED};

    return chance_once_in(&w->chance, 20) ? chance_of(&w->chance, bad) : EVENT_LETTER_SENT;
}

static void deliver(struct world *w, bool sure)
{
    for (size_t i = 0; i < w->letters_count; i++)
        if (w->letters[i].fate == WAITS && w->letters[i].not_before <= w->now &&
            (sure || !chance_once_in(&w->chance, 10)))
            world_deliver(w, i, sure ? EVENT_LETTER_SENT : a_fate(w));
}

/* When the next wait ends or letter goes; the case of the wait comes in *k, or NULL. */
static instant next_due(const struct world *w, const struct kase **k)
{
    instant next = INSTANT_NEVER;

    *k = NULL;
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *one = &w->s.cases[i];
        if (one->phase == PHASE_ENDED || !one->due || one->due >= next)
            continue;
        next = one->due;
        *k = one;
    }
    for (size_t i = 0; i < w->letters_count; i++) {
        const struct world_letter *l = &w->letters[i];
        if (l->fate != WAITS || l->not_before > next || l->not_before <= w->now)
            continue;
        next = l->not_before;
        *k = NULL;
    }
    return next;
}

/* A wait that has ended must not stay as it is: it would be due for ever. */
static void end_wait(struct world *w, const struct kase *k)
{
    _cleanup_(buf_release) struct buf before = BUF_INIT(DUMP_BYTES), after = BUF_INIT(DUMP_BYTES);
    int64_t id = k->id;

    world_dump(&w->s, &before);
    ABOUT_CASE(w, k, .kind = EVENT_DUE);
    world_dump(&w->s, &after);
    if (!strcmp(buf_str(&before), buf_str(&after)))
        world_fail(w, id, "case %lld was due, and nothing came of it", (long long)id);
}

/* All that falls due up to t, in order. At most so many waits; whether nothing is left. */
static bool advance(struct world *w, instant t, size_t most, bool sure)
{
    const struct kase *k;
    instant next;

    deliver(w, sure);
    while ((next = next_due(w, &k)) <= t && most-- > 0) {
        w->now = next > w->now ? next : w->now;
        deliver(w, sure);
        if (k && (next = next_due(w, &k)) <= w->now && k)
            end_wait(w, k);
        deliver(w, sure);
    }
    return next_due(w, &k) > t;
}

static void time_passes(struct world *w)
{
    instant to = w->now + (instant)(1 + chance_below(&w->chance, 200)) * 3600;

    if (chance_once_in(&w->chance, 6)) /* nothing ran */
        w->now = to + (instant)chance_below(&w->chance, 30) * DAY;
    advance(w, to, SILENT_DUES, false);
    w->now = to > w->now ? to : w->now;
}

/* ---- edits ---------------------------------------------------------------------------------- */

static void read_rules(struct world *w, uint64_t edition)
{
    _cleanup_(buf_release) struct buf yaml = BUF_INIT(1024 * 1024);

    random_rules(w->seed, edition, "made-up", &yaml);
    world_rules(w, arena_strndup(w->arena, buf_str(&yaml), yaml.len), yaml.len);
}

static void rules_are_edited(struct world *w)
{
    if (chance_once_in(&w->chance, 4))
        read_rules(w, chance_below(&w->chance, MOST_EDITIONS));
}

/* ---- a history --------------------------------------------------------------------------------
 */

static void move(struct world *w)
{
    static void (*const moves[])(struct world *) = {
        time_passes,          time_passes,    time_passes,        mail_comes,
        mail_comes,           mail_comes,     somebody_answers,   somebody_answers,
        somebody_answers,     an_order_comes, somebody_says,      a_date_comes_round,
        a_date_comes_round,   somebody_joins, a_role_changes,     links_change,
        links_change,         reading_stops,  somebody_is_marked, mail_waits_for_sorting,
        a_meeting_is_planned, world_restart,  rules_are_edited};

    chance_of(&w->chance, moves)(w);
}

/* Two mentors with a mentee each, who look after them, and a member. */
static void begin(struct world *w, uint64_t seed)
{
    world_init(w, seed, START);
    read_rules(w, 0);
    int64_t coordinator = join(w, "coordinator"), director = join(w, "director");
    join(w, "welcome");
    for (int i = 0; i < 2; i++) {
        int64_t mentor = join(w, "mentor"), mentee = join(w, "mentee");
        PERFORM(w, .kind = EVENT_LINKED, .name = "responsible", .person = mentor,
                .other = coordinator);
        PERFORM(w, .kind = EVENT_LINKED, .name = "match", .person = mentor, .other = mentee);
    }
    PERFORM(w, .kind = EVENT_LINKED, .name = "answers_to", .person = join(w, "member"),
            .other = director);
}

/* Nobody answers, all letters arrive, all mail is read and sorted: then every case comes to its
 * end, unless a person has to act first. */
static void silence_ends_all(struct world *w)
{
    w->s.mail_read_until = INSTANT_NEVER;
    for (size_t i = 0; i < w->s.people_count; i++)
        sort_mail_of(w, w->s.people[i].id);
    if (!advance(w, INSTANT_NEVER - 1, SILENT_DUES, true))
        world_fail(w, 0, "it never comes to an end");
    for (size_t i = 0; i < w->s.cases_count; i++) {
        const struct kase *k = &w->s.cases[i];
        bool blocked = k->phase == PHASE_STOPPED || case_is_queued(k);
        if (k->phase != PHASE_ENDED && !blocked)
            world_fail(w, k->id, "case %lld (%s at %s, phase %d) does not end", (long long)k->id,
                       k->rule, k->step ? k->step : "-", (int)k->phase);
    }
}

/* The whole history of a seed; a sum over all that was known at its end. */
static uint64_t play(uint64_t seed)
{
    _cleanup_(buf_release) struct buf end = BUF_INIT((size_t)64 << 20);
    uint64_t sum = 14695981039346656037u;
    struct world w;

    begin(&w, seed);
    for (int i = 0; i < MOVES; i++)
        move(&w);
    world_restart(&w);
    silence_ends_all(&w);
    world_restart(&w);
    world_dump(&w.s, &end);
    buf_addf(&end, "%zu events, %zu letters", w.log_count, w.letters_count);
    for (size_t i = 0; i < end.len; i++)
        sum = (sum ^ (unsigned char)end.data[i]) * 1099511628211u;
    world_release(&w);
    return sum;
}

static void random_programmes(void **state)
{
    uint64_t rounds = chance_setting("ROUNDS", ROUNDS), seed = chance_setting("SEED", 1);

    (void)state;
    for (uint64_t i = 0; i < rounds; i++)
        play(seed + i);
}

/* Where memory lies, and what was in it, must not matter: another process says the same. */
static void the_same_in_another_process(void **state)
{
    char command[256], said[64] = "", wanted[64];
    uint64_t seed = chance_setting("SEED", 1);

    (void)state;
    snprintf(command, sizeof command, "MALLOC_PERTURB_=165 PLAY=%llu /proc/%d/exe",
             (unsigned long long)seed, (int)getpid());
    FILE *f = popen(command, "r");
    assert_non_null(f);
    assert_non_null(fgets(said, sizeof said, f));
    assert_int_equal(pclose(f), 0);
    snprintf(wanted, sizeof wanted, "%016llx\n", (unsigned long long)play(seed));
    assert_string_equal(said, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_programmes),
        cmocka_unit_test(the_same_in_another_process),
    };

    if (getenv("PLAY"))
        return printf("%016llx\n", (unsigned long long)play(chance_setting("PLAY", 1))) < 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
