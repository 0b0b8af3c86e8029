/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inbound.c - a message that was read becomes events.
 *
 * One transaction holds what several messages decide; each decision is made as
 * if the ones before were committed. */
#include "engine/bounced.h"
#include "engine/desk.h"

#include "base/log.h"
#include "mail/address.h"

#include <string.h>
#include <strings.h>

/* ---- deciding ----------------------------------------------------------------- */

static int done(struct engine *e, const struct message *m, const char *outcome, int64_t person,
                const char *why)
{
    if (m->said && !strcmp(outcome, "decided") && store_put_said(e->store, m->said, m->row.id) < 0)
        return -1;
    return store_inbox_done(e->store, m->row.id, outcome, person, m->letter.id, e->now, why);
}

/* Not before it is decided: those before it in the batch may have changed who has the address. */
static int find_sender(struct engine *e, struct message *m)
{
    const char *address =
        m->head.from_count == 1 ? address_normal(e->mail, m->head.from.email) : NULL;

    m->sender = address ? store_person_by_address(e->store, address) : 0;
    return m->sender < 0 ? -1 : 0;
}

/* Of several programmes the one that wrote last: it is most likely what they speak of. */
static const struct shelf_programme *programme_of_sender(struct engine *e, int64_t sender)
{
    const char **of = store_programmes_of(e->store, e->mail, sender);
    const char *last = of[0] && of[1] ? store_wrote_last(e->store, e->mail, sender) : NULL;
    const struct shelf_programme *first = NULL;

    for (; *of; of++) {
        const struct shelf_programme *p = shelf_programme(e->shelf, *of);
        if (p && last && !strcmp(*of, last))
            return p;
        first = first ? first : p;
    }
    return first;
}

static void choose_programme(struct engine *e, const struct message *m)
{
    bool own = m->letter.id && (!m->sender || m->letter.recipient == m->sender);

    e->programme = own ? shelf_programme(e->shelf, m->letter.programme) : NULL;
    if (!e->programme && m->sender)
        e->programme = programme_of_sender(e, m->sender);
    if (!e->programme)
        e->programme = &e->shelf->programmes[0];
}

/* The deputies as well as whoever is responsible: urgent words count whoever wrote them. */
static int ask_deputies_to_sort(struct engine *e, const struct letter_intent *asked)
{
    int64_t *ids;
    int n = engine_deputies(e, &ids);

    for (int i = 0; i < n; i++) {
        struct letter_intent l = *asked;
        l.to = ids[i];
        if (engine_write_apart(e, &l) < 0)
            return -1;
    }
    return n < 0 ? -1 : 0;
}

/* Whoever answers for them. Those who serve are asked themselves, at the address on file, whether
 * a mail in their name is theirs. Else the admin (0). */
static int64_t who_can_tell(struct engine *e, const struct message *m, int64_t person)
{
    const struct state *s = person ? engine_look(e, person, 0) : NULL;
    int64_t responsible = s ? person_responsible(s, person) : 0;

    if (responsible || !s || person != m->sender)
        return responsible;
    return desk_serves(s, person) ? person : 0;
}

/* Mail that may be from somebody we wait for, but does not prove it, is asked about. */
static int ask_to_sort(struct engine *e, struct message *m, int64_t person, const char *why)
{
    struct event ev = {.kind = EVENT_SORTED,
                       .programme = e->programme->rules->name,
                       .person = person,
                       .inbox = m->row.id,
                       .value = "asked",
                       .reason = why};
    struct letter_intent l = {.kind = LETTER_NOTICE,
                              .letter = "sort-request",
                              .about = person,
                              .not_before = e->now,
                              .reason = why};

    e->occasion.urgent = phrase_find(m->facts.text, e->programme->rules->urgent) != NULL;
    ev.text = l.text = store_put_text(e->store, person, m->facts.text, e->now);
    if (l.text < 0 || engine_go_on(e, &ev) < 0)
        return -1;
    l.to = who_can_tell(e, m, person);
    if (l.to && l.to == person)
        l.reason = arena_printf(e->mail,
                                "%s; nothing in it was done. If you wrote it, send it again", why);
    if (engine_write_apart(e, &l) < 0 || (e->occasion.urgent && ask_deputies_to_sort(e, &l) < 0))
        return -1;
    return done(e, m, "unsorted", person, why);
}

static int64_t probable_sender(const struct message *m)
{
    return m->sender ? m->sender : m->letter.id ? m->letter.recipient : 0;
}

static int tell_of_aside(struct engine *e, const struct message *m, bool anybody, const char *why)
{
    long long id = (long long)m->row.id;
    struct letter_intent l = {.kind = LETTER_NOTICE,
                              .letter = "set-aside",
                              .not_before = e->now,
                              .reason = arena_printf(e->mail, "message %lld: %s", id, why)};

    if (anybody)
        l.reason = arena_printf(e->mail,
                                "%s; it may be from anybody, so nobody counts as silent until you "
                                "have looked and said so: mentorctl settle %lld sorted",
                                l.reason, id);
    log_warning("message %lld is set aside: %s", id, why);
    return engine_write_apart(e, &l);
}

/* The admin is told. Where it may be from somebody whom we know, it may be the
 * answer that is waited for: then somebody has to look before silence is concluded. */
static int set_aside(struct engine *e, struct message *m, const char *why)
{
    int64_t person = probable_sender(m);
    bool anybody = false;

    if (!person && engine_suspect(e, m, &anybody) < 0)
        return -1;
    if (!person && (person = m->sender))
        choose_programme(e, m);
    if (tell_of_aside(e, m, anybody, why) < 0 ||
        (anybody && store_put_unread(e->store, m->row.id) < 0))
        return -1;
    if (!person)
        return done(e, m, "aside", 0, why);
    m->facts = (struct mail_facts){.text = ""};
    return ask_to_sort(e, m, person, why);
}

int desk_hear(struct engine *e, struct message *m, int64_t person, const char *value, instant until)
{
    const char *said = m->facts.text && m->facts.text[0] ? m->facts.text : NULL;
    struct event ev = {.kind = EVENT_HEARD,
                       .programme = e->programme->rules->name,
                       .person = person,
                       .letter = m->letter.id,
                       .inbox = m->row.id,
                       .value = value,
                       .until = until,
                       .reason = m->facts.class_why};

    if (said && (!strcmp(value, "human") || !strcmp(value, "refusal")))
        ev.text = store_put_text(e->store, person, said, e->now);
    return ev.text < 0 ? -1 : engine_go_on(e, &ev);
}

/* ---- machines ----------------------------------------------------------------- */

static int decide_bounce(struct engine *e, struct message *m)
{
    int64_t person = m->letter.id ? m->letter.recipient : 0;
    int used = person ? bounced_from_used(e->store, e->mail, &m->letter) : 0;
    struct event ev = {.kind = EVENT_HEARD,
                       .programme = e->programme->rules->name,
                       .person = person,
                       .letter = m->letter.id,
                       .inbox = m->row.id};

    if (used < 0)
        return -1;
    if (!person)
        return done(e, m, "aside", 0, "a bounce that names no letter to anybody we know");
    if (!used)
        return done(e, m, "decided", person, "it came back from an address that is not used now");
    if (bounced_weigh(e->store, e->mail, &m->facts, e->now, &ev) < 0)
        return -1;
    if (!strcmp(ev.value, "bounce-policy")) /* the admin hears of it once a day */
        e->occasion.origin =
            arena_printf(e->mail, "refused/%s",
                         date_format(e->mail, civil_at(e->now, e->programme->rules->zone).date));
    if (engine_go_on(e, &ev) < 0)
        return -1;
    return done(e, m, "decided", person, ev.value);
}

static int hear_away(struct engine *e, struct message *m, int64_t person, const char *programme)
{
    const struct civil back = {.date = m->facts.away_until};

    e->programme = shelf_programme(e->shelf, programme);
    if (!e->programme)
        return 0;
    return desk_hear(e, m, person, "away",
                     back.date.year ? civil_instant(back, e->programme->rules->zone) : 0);
}

/* A mail program tells of an absence once, whichever programme wrote: the waits of all are put off.
 */
static int hear_away_everywhere(struct engine *e, struct message *m, int64_t person)
{
    const char *here = e->programme->rules->name;
    const char **of = store_programmes_of(e->store, e->mail, person);
    int rc = hear_away(e, m, person, here);

    for (; *of && rc == 0; of++)
        if (strcmp(*of, here))
            rc = hear_away(e, m, person, *of);
    return rc;
}

static int decide_auto(struct engine *e, struct message *m)
{
    int64_t person = m->sender ? m->sender : m->letter.id ? m->letter.recipient : 0;
    bool away = m->facts.away_until.year || !strcmp(m->facts.kind, "vacation");

    if (!person)
        return done(e, m, "aside", 0, "automatic mail from nobody we know");
    if (m->head.dmarc == DMARC_FAIL)
        return done(e, m, "aside", 0, "the mail server says that the sender is forged");
    int rc = away ? hear_away_everywhere(e, m, person) : desk_hear(e, m, person, "auto", 0);
    return rc < 0 ? -1 : done(e, m, "decided", person, m->facts.class_why);
}

/* ---- people ------------------------------------------------------------------- */

static void note_suggestions(struct engine *e, const struct message *m)
{
    const char **p = e->programme->rules->suggest_phrases;
    const char **found = arena_array(e->mail, 16, sizeof *found);
    size_t n = 0;

    for (size_t i = 0; p && p[i] && n < 16; i += 2) {
        const char *one[] = {p[i], NULL};
        bool twice = n && !strcmp(found[n - 1], p[i + 1]);
        if (!twice && phrase_find(m->facts.text, one))
            found[n++] = p[i + 1];
    }
    e->occasion.suggestions = found;
    e->occasion.suggestions_count = n;
}

/* The deputy hears of urgent words as well, at once and at any hour. */
static int tell_deputies(struct engine *e, struct message *m)
{
    int64_t *ids, text;
    int n = engine_deputies(e, &ids);

    text = n > 0 ? store_put_text(e->store, m->sender, m->facts.text, e->now) : 0;
    if (n < 0 || text < 0)
        return -1;
    for (int i = 0; i < n; i++) {
        struct letter_intent l = {.kind = LETTER_URGENT,
                                  .letter = "urgent",
                                  .to = ids[i],
                                  .about = m->sender,
                                  .not_before = e->now,
                                  .text = text,
                                  .reason = "urgent words"};
        if (engine_write_apart(e, &l) < 0)
            return -1;
    }
    return 0;
}

size_t message_commands(struct engine *e, struct message *m, struct command **out)
{
    if (!m->commands)
        m->commands_count =
            commands_parse(e->mail, m->facts.text, engine_writer(e, m->sender), &m->commands);
    *out = m->commands;
    return m->commands_count;
}

/* What the first line is as a command about nobody in particular. */
static enum command_verb first_word(struct engine *e, struct message *m)
{
    struct command *c;
    size_t n = message_commands(e, m, &c);

    return n > 0 && !c[0].number && !c[0].name[0] ? c[0].verb : COMMAND_NONE;
}

/* "stop" and nothing else is a refusal; said amid other words it is for a
 * person to judge. */
static bool refuses(struct engine *e, struct message *m)
{
    return first_word(e, m) == COMMAND_STOP;
}

static bool is_desk_letter(const struct outbox_row *l)
{
    static const char *const kinds[] = {"forward", "urgent",     "hold",   "tell",
                                        "notice",  "transcript", "report", NULL};

    for (size_t i = 0; kinds[i]; i++)
        if (!strcmp(l->kind, kinds[i]))
            return true;
    return false;
}

/* "start", on a line of its own and first, as "stop" was. */
static bool says_start(struct engine *e, struct message *m)
{
    struct command *c;
    size_t n = message_commands(e, m, &c), len = n ? strlen(c[0].line) : 0;

    while (len && strchr(" .!", c[0].line[len - 1]))
        len--;
    return len == strlen("start") && !strncasecmp(c[0].line, "start", len);
}

/* Nobody but who asked to stop can ask for letters again. */
static int start_again(struct engine *e, struct message *m)
{
    const struct state *s = engine_look(e, m->sender, 0);
    const struct person *p = s ? state_person(s, m->sender) : NULL;
    struct event ev = {.kind = EVENT_MARKED,
                       .programme = e->programme->rules->name,
                       .person = m->sender,
                       .value = STATUS_ACTIVE,
                       .inbox = m->row.id,
                       .reason = "asked for letters again"};

    if (!p)
        return -1;
    if (strcmp(p->status, STATUS_OPTED_OUT) || !says_start(e, m))
        return 0;
    return engine_go_on(e, &ev);
}

static int hear_member(struct engine *e, struct message *m)
{
    bool stop = refuses(e, m);
    int chosen = stop ? 0 : desk_choice(e, m, true), asked = 0;

    if (chosen < 0 || start_again(e, m) < 0)
        return -1;
    note_suggestions(e, m);
    if (!stop && (asked = desk_ask(e, m, true)) < 0)
        return -1;
    if (!stop && !chosen && !asked && desk_late(e, m, true) < 0)
        return -1;
    if (desk_hear(e, m, m->sender,
                  stop     ? "refusal"
                  : chosen ? "answer"
                           : "human",
                  0) < 0 ||
        desk_member_words(e, m) < 0)
        return -1;
    return stop || chosen || asked ? 0 : desk_member_help(e, m);
}

static int decide_member(struct engine *e, struct message *m)
{
    int team = desk_team_member(e, m);

    if (team < 0 || (!team && hear_member(e, m) < 0))
        return -1;
    if (e->occasion.urgent && tell_deputies(e, m) < 0)
        return -1;
    return done(e, m, "decided", m->sender, "an answer");
}

static int decide_staff(struct engine *e, struct message *m)
{
    bool help = first_word(e, m) == COMMAND_HELP; /* is no answer to a question */
    int asked = help ? 0 : desk_choice(e, m, false);

    if (!asked && !help)
        asked = desk_ask(e, m, false);
    if (!asked)
        asked = desk_late(e, m, false);
    if (asked < 0 || (!asked && desk_answer(e, m) < 0))
        return -1;
    if (e->occasion.urgent && tell_deputies(e, m) < 0)
        return -1;
    return done(e, m, "decided", m->sender, "an answer at the desk");
}

/* Who has no part in the programme any more: old letters give no right to anything in it. */
static int decide_former(struct engine *e, struct message *m)
{
    if (desk_refuse(e, m) < 0 || (e->occasion.urgent && tell_deputies(e, m) < 0))
        return -1;
    return done(e, m, "decided", m->sender, "from somebody who has no part in the programme");
}

/* What somebody may do, their roles of today say, not the letter that they answer: a letter to
 * those who look after others gives nothing to whom that duty was taken from since, or who never
 * had it. They are heard, like everybody whom somebody answers for. */
static int decide_by_role(struct engine *e, struct message *m)
{
    const struct state *s = engine_look(e, m->sender, 0);

    if (!s)
        return -1;
    bool member = person_responsible(s, m->sender) != 0, serves = desk_serves(s, m->sender);
    bool at_desk = serves && m->letter.id && is_desk_letter(&m->letter);
    bool belongs = desk_belongs(s, m->sender);

    if (member && !at_desk)
        return decide_member(e, m);
    return belongs ? decide_staff(e, m) : decide_former(e, m);
}

static const char *why_nobody(const struct message *m, bool known)
{
    if (m->head.from_count > 1)
        return "it names more than one sender";
    if (!m->head.from_count)
        return "it names no sender";
    return known ? "the address is not the one on file" : "nobody has this address";
}

static int decide_human(struct engine *e, struct message *m)
{
    int64_t waited_for = m->letter.id ? m->letter.recipient : 0;

    if (!m->sender)
        return ask_to_sort(e, m, waited_for, why_nobody(m, waited_for != 0));
    if (m->head.dmarc == DMARC_FAIL)
        return ask_to_sort(e, m, m->sender, "the mail server says that the sender is forged");
    if (m->letter.id && m->letter.recipient != m->sender)
        m->letter.id = 0; /* somebody else's letter: its token gives this sender nothing */
    e->occasion.urgent = phrase_find(m->facts.text, e->programme->rules->urgent) != NULL;
    return decide_by_role(e, m);
}

/* Decided once, however often it is delivered. 1: it was decided before; 0; -1. */
static int decide_again(struct engine *e, struct message *m)
{
    int64_t before;

    m->said = message_said(e, m);
    before = m->said ? store_said_before(e->store, m->said) : 0;
    if (before <= 0)
        return before < 0 ? -1 : 0;
    return done(e, m, "duplicate", m->sender,
                arena_printf(e->mail, "the same as message %lld", (long long)before)) < 0
               ? -1
               : 1;
}

/* A person taken for a machine must not go unheard where it matters most. In answer to a letter
 * about somebody else a machine may well repeat what we passed on, and would go on for ever. */
static bool cries_for_help(const struct engine *e, const struct message *m)
{
    int64_t who = probable_sender(m);

    return (m->facts.class == MAIL_AUTO || m->facts.class == MAIL_LIST) && who &&
           (!m->letter.id || m->letter.about == who) &&
           phrase_find(m->facts.text, e->programme->rules->urgent);
}

int engine_decide_message(struct engine *e, struct message *m)
{
    static int (*const by_class[])(struct engine *, struct message *) = {
        [MAIL_HUMAN] = decide_human, [MAIL_AUTO] = decide_auto, [MAIL_BOUNCE] = decide_bounce};

    if (find_sender(e, m) < 0)
        return -1;
    e->occasion = (struct occasion){
        .inbox = m->row.id,
        .sender = m->sender,
        .facts = m->aside ? NULL : &m->facts,
        .origin = arena_printf(e->mail, "inbox/%lld", (long long)m->row.id),
        .subject = m->head.subject,
        .from = m->head.from_count == 1 ? m->head.from.email : NULL,
        .message_id = m->head.message_id,
        .answered = &m->letter,
    };
    engine_clear(e);
    choose_programme(e, m);
    if (m->aside)
        return set_aside(e, m, m->aside);
    bool help = cries_for_help(e, m);
    if (m->facts.class == MAIL_LIST && !help)
        return done(e, m, "aside", m->sender, m->facts.class_why);
    int again = decide_again(e, m);
    if (again)
        return again < 0 ? -1 : 0;
    return help ? ask_to_sort(e, m, probable_sender(m),
                              "it looks automatic, and has words that can't wait")
                : by_class[m->facts.class](e, m);
}
