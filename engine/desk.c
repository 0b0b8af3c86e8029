/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk.c - the answers of those who look after others: words to pass on, or
 * commands. Never both at once: what looks like a command is never relayed,
 * and where words and commands are mixed, nothing is done and it is asked. */
#include "engine/engine_internal.h"

#include "engine/desk_order.h"
#include "mail/address.h"

#include <stdlib.h>
#include <string.h>

#define MOST_LINES 200

/* ---- the transcript ----------------------------------------------------------- */

/* A line with several orders, or one for several people, stands there once. */
void desk_line(struct desk *k, const char *line, const char *done)
{
    struct transcript_line *last = k->lines_count ? &k->lines[k->lines_count - 1] : NULL;

    if (last && !strcmp(last->line, line))
        last->done = arena_printf(k->e->mail, "%s; %s", last->done, done);
    else if (k->lines_count < MOST_LINES)
        k->lines[k->lines_count++] = (struct transcript_line){line, done};
    else
        k->lines_left_out++;
}

static void tell_left_out(struct desk *k)
{
    size_t n = k->lines_left_out;

    if (n)
        k->lines[k->lines_count++] = (struct transcript_line){
            arena_printf(k->e->mail, "%zu more line%s", n, n == 1 ? "" : "s"),
            "there was no room for more in this letter"};
    k->lines_left_out = 0;
}

int desk_send_transcript(struct desk *k, const char *letter)
{
    struct engine *e = k->e;
    struct letter_intent l = {.kind = LETTER_TRANSCRIPT,
                              .letter = letter,
                              .to = k->m->sender,
                              .about = k->m->letter.about,
                              .case_id = k->about_case,
                              .step = k->about_step,
                              .text = k->words,
                              .not_before = e->now,
                              .reason = "an answer to what was written"};

    tell_left_out(k);
    e->occasion.lines = k->lines;
    e->occasion.lines_count = k->lines_count;
    return engine_write_apart(e, &l);
}

/* Where the store fails, what is asked of it next says so. */
struct writer engine_writer(struct engine *e, int64_t person)
{
    struct person_row p = {.language = NULL};
    struct writer w = {.today = civil_at(e->now, e->programme->rules->zone).date};

    if (person && store_get_person(e->store, e->mail, person, &p) == 0)
        w.language = p.language;
    return w;
}

void desk_open(struct desk *k, struct engine *e, struct message *m)
{
    *k = (struct desk){.e = e, .m = m};
    k->lines = arena_array(e->mail, MOST_LINES + 1, sizeof *k->lines);
    k->writer = engine_writer(e, m->sender);
}

/* ---- passing words on --------------------------------------------------------- */

static bool relays(const struct outbox_row *l)
{
    if (!l->id || !l->about)
        return false;
    if (desk_is_team_letter(l->letter))
        return true;
    return (!strcmp(l->kind, "forward") || !strcmp(l->kind, "urgent")) &&
           strcmp(l->letter, "sort-request") != 0;
}

/* Whether whom the letter is about is still the sender's to look after, or nobody's who is there.
 * 1, 0, -1. */
static int still_hers(struct desk *k, int64_t *now_with)
{
    int64_t about = k->m->letter.about, sender = k->m->sender;
    const struct state *s = engine_look(k->e, about, 0);

    if (!s)
        return -1;
    *now_with = person_responsible(s, about);
    return !desk_belongs(s, *now_with) || desk_looks_after(s, sender, about) ||
           desk_holds_office(s, sender);
}

/* Who handed somebody over since is told where the answer to these words goes. */
static int tell_who_answers(struct desk *k)
{
    struct engine *e = k->e;
    int64_t now_with;
    int hers = still_hers(k, &now_with);

    if (hers)
        return hers < 0 ? -1 : 0;
    desk_line(k, desk_name_of(k, k->m->letter.about),
              arena_printf(e->mail,
                           "is with %s now. Your words were passed on; what is answered "
                           "reaches %s",
                           desk_name_of(k, now_with), desk_name_of(k, now_with)));
    return desk_send_transcript(k, "transcript");
}

/* Who was forgotten has no address any more. 1, 0, -1. */
static int can_be_reached(struct desk *k, int64_t person)
{
    struct person_row p;
    int rc = store_get_person(k->e->store, k->e->mail, person, &p);

    return rc < 0 ? -1 : rc == 0 && p.addresses_count > 0;
}

static int say_not_passed_on(struct desk *k)
{
    const char *name = desk_name_of(k, k->m->letter.about);

    desk_line(k, "Your words",
              arena_printf(k->e->mail,
                           "were not passed on: %s is not on file any more, and has no address",
                           name[0] ? name : "whom they are for"));
    return desk_send_transcript(k, "transcript");
}

static int relay(struct desk *k)
{
    struct engine *e = k->e;
    struct message *m = k->m;
    int reached = can_be_reached(k, m->letter.about);
    struct letter_intent l = {.kind = LETTER_RELAY,
                              .letter = "relay",
                              .to = m->letter.about,
                              .as = m->sender,
                              .about = m->letter.about,
                              .not_before = e->now,
                              .reason = "her answer"};
    struct event ev = {.kind = EVENT_RELAYED,
                       .programme = e->programme->rules->name,
                       .person = m->sender,
                       .other = m->letter.about,
                       .by = m->sender,
                       .letter = m->letter.id,
                       .inbox = m->row.id,
                       .reason = "an answer to a forwarded letter"};

    if (reached <= 0)
        return reached < 0 ? -1 : say_not_passed_on(k);
    ev.text = l.text = store_put_text(e->store, m->letter.about, m->facts.text, e->now);
    if (ev.text < 0 || engine_go_on(e, &ev) < 0 || engine_write_apart(e, &l) < 0)
        return -1;
    return tell_who_answers(k);
}

/* ---- an address that works ---------------------------------------------------- */

static const char *address_in(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text), *save = NULL;

    for (char *w = strtok_r(copy, " \t\n<>(),;:\"", &save); w;
         w = strtok_r(NULL, " \t\n<>(),;:\"", &save)) {
        size_t n = strlen(w);
        while (n && strchr(".!?", w[n - 1]))
            w[--n] = 0;
        if (strchr(w, '@') && address_valid(w))
            return address_normal(a, w);
    }
    return NULL;
}

static int resume_cases(struct desk *k, int64_t person)
{
    struct engine *e = k->e;

    e->occasion.sender = e->slice.writer = person; /* what never arrived goes again at once */
    return engine_resume(e, person, k->m->sender, "there is an address that works");
}

/* The box that was full is empty again, or so it is hoped. */
static int write_again(struct desk *k)
{
    k->e->occasion.again = true;
    int resumed = resume_cases(k, k->m->letter.about);
    k->e->occasion.again = false;
    if (resumed < 0)
        return -1;
    desk_line(k, "yes", "what was stopped goes on, at the same address");
    return 0;
}

/* Instead of the first, which does not work; mail from the others is still theirs. */
static void put_address(struct arena *a, struct person_row *p, const char *address)
{
    const char **all = arena_array(a, p->addresses_count + 1, sizeof *all);
    size_t n = 0;

    all[n++] = address;
    for (size_t i = 1; i < p->addresses_count; i++)
        if (strcmp(p->addresses[i], address))
            all[n++] = p->addresses[i];
    p->addresses = all;
    p->addresses_count = n;
}

/* Who was given up can be reached again. Who asked for no letters, or has left, stays so. */
static int change_address(struct desk *k, struct person_row *p, const char *address)
{
    struct engine *e = k->e;
    struct event changed = {.kind = EVENT_PERSON_CHANGED,
                            .programme = e->programme->rules->name,
                            .person = p->id,
                            .name = "address",
                            .by = k->m->sender,
                            .reason = "a new address was given"};
    struct event active = changed;

    put_address(e->mail, p, address);
    active.kind = EVENT_MARKED;
    active.value = STATUS_ACTIVE;
    if (store_put_person(e->store, p) < 0 || engine_go_on(e, &changed) < 0)
        return -1;
    if (!strcmp(p->status, STATUS_UNDELIVERABLE) && engine_go_on(e, &active) < 0)
        return -1;
    return resume_cases(k, p->id);
}

static int take_address(struct desk *k, const char *address)
{
    struct engine *e = k->e;
    int64_t person = k->m->letter.about, owner = store_person_by_address(e->store, address);
    struct person_row p;

    if (owner < 0 || store_get_person(e->store, e->mail, person, &p) != 0)
        return -1;
    const char *first = p.addresses_count ? p.addresses[0] : "";
    if (owner && owner != person)
        desk_line(k, address, "that is somebody else's address; nothing was changed");
    else if (!strcmp(p.status, STATUS_UNDELIVERABLE) && !strcmp(first, address))
        desk_line(k, address, "is the address that does not work; nothing was changed");
    else if (change_address(k, &p, address) < 0)
        return -1;
    else
        desk_line(k, address, "is the address now; what was stopped goes on");
    return 0;
}

/* The answer to a letter that came back: an address, or "yes". Whoever looks after them now says
 * it, and nobody of who was forgotten. */
static int answer_returned(struct desk *k, const char *address)
{
    int64_t now_with, about = k->m->letter.about;
    int hers = still_hers(k, &now_with), on_file = can_be_reached(k, about);
    const char *line = address ? address : "yes";

    if (hers < 0 || on_file < 0)
        return -1;
    if (hers && on_file)
        return address ? take_address(k, address) : write_again(k);
    desk_line(k, line,
              on_file ? arena_printf(k->e->mail, "nothing was changed: %s is with %s now",
                                     desk_name_of(k, about), desk_name_of(k, now_with))
                      : "nothing was changed: they are not on file any more");
    return 0;
}

/* ---- mail that was to be sorted ---------------------------------------------------------------
 */

struct sorting {
    int64_t inbox, text; /* what was written */
    bool done;           /* somebody has said already whose it is */
};

static int find_sorting(void *ctx, const struct event *e)
{
    struct sorting *s = ctx;

    if (e->inbox == s->inbox && !e->by)
        s->text = e->text;
    s->done |= e->inbox == s->inbox && e->by;
    return 0;
}

static int look_up_sorting(struct desk *k, struct sorting *s)
{
    static const int kinds[] = {EVENT_SORTED, -1};
    struct event_filter f = {.kinds = kinds, .person = k->m->letter.about};
    const char *key = k->m->letter.unique_key;

    *s = (struct sorting){.inbox = !strncmp(key, "inbox/", 6) ? atoll(key + 6) : 0};
    return store_walk_events(k->e->store, k->e->mail, &f, find_sorting, s);
}

static int sort_message(struct desk *k, bool is_theirs)
{
    struct engine *e = k->e;
    int64_t person = k->m->letter.about;
    struct sorting sorting;
    struct event ev = {.kind = EVENT_SORTED,
                       .programme = e->programme->rules->name,
                       .person = person,
                       .by = k->m->sender,
                       .value = is_theirs ? "theirs" : "not theirs",
                       .reason = "sorted by hand"};
    struct event heard = ev;

    if (look_up_sorting(k, &sorting) < 0)
        return -1;
    if (sorting.done) {
        desk_line(k, is_theirs ? "yes" : "no", "it has been said already; nothing was changed");
        return 0;
    }
    heard.kind = EVENT_HEARD;
    heard.value = "human";
    heard.text = sorting.text;
    heard.inbox = ev.inbox = sorting.inbox;
    if (engine_mail_sorted(e, &ev) < 0)
        return -1;
    if (is_theirs && person && engine_go_on(e, &heard) < 0)
        return -1;
    desk_line(k, is_theirs ? "yes" : "no",
              is_theirs ? "it counts as their answer; the address on file stays as it is"
                        : "it counts as nobody's answer");
    return 0;
}

/* ---- what nothing was done of ------------------------------------------------------- */

/* What no order was looked for in. */
static void tell_unread(struct desk *k)
{
    const char *text = k->m->facts.text;
    int lines = 0;

    while (text && lines < COMMANDS_MOST_LINES && (text = strchr(text, '\n')))
        lines++, text++;
    if (text && *text)
        desk_line(k, arena_printf(k->e->mail, "what follows line %d", COMMANDS_MOST_LINES),
                  "not read, and not done: send it in a letter of its own");
}

static int ask_back(struct desk *k, struct command *c, size_t n)
{
    const char *answered = k->m->letter.letter ? k->m->letter.letter : "";
    const char *nothing = k->e->occasion.mixed ? "not done, and not passed on"
                          : !strcmp(answered, "hold-notice")
                              ? "not done. What was announced goes on, unless you write \"undo\""
                              : "not done";

    tell_unread(k);
    for (size_t i = 0; i < n; i++)
        if (c[i].verb != COMMAND_COURTESY)
            desk_line(k, c[i].line, k->trouble[i] ? k->trouble[i] : nothing);
    return desk_list_orders(k) < 0 ? -1 : desk_send_transcript(k, "ask-back");
}

int desk_refuse(struct engine *e, struct message *m)
{
    struct desk k;
    struct command *c;
    size_t n;

    desk_open(&k, e, m);
    n = message_commands(e, m, &c);
    for (size_t i = 0; i < n; i++)
        desk_line(&k, c[i].line,
                  "not done, and not passed on: you have no part in this programme any more");
    return desk_send_transcript(&k, "transcript");
}

static int send_help(struct desk *k)
{
    return desk_list_orders(k) < 0 ? -1 : desk_send_transcript(k, "desk-help");
}

/* Orders by themselves prove nothing about who sent them: our own letter has to come back. */
static void answer_this_one(struct desk *k, const struct command *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!k->trouble[i] && c[i].verb != COMMAND_NONE && c[i].verb != COMMAND_COURTESY)
            k->trouble[i] = "not done: an order counts only in answer to a letter of mine. Send "
                            "it again as the answer to this one";
}

/* ---- what remains open ---------------------------------------------------------- */

static void keep_open(struct desk *k, const struct digest_row *row)
{
    struct digest *open = &k->e->occasion.open;

    *(struct digest_row *)arena_grow(k->e->mail, &open->rows, open->count++, &open->cap,
                                     sizeof *row) = *row;
}

/* The lines of the digest that still need somebody and that no order was about. */
static int list_open(struct desk *k)
{
    struct engine *e = k->e;
    struct digest_row row;

    for (int number = 1; number < DIGEST_MOST; number++) {
        int64_t person = store_letter_line(e->store, k->m->letter.id, number);
        if (person <= 0)
            return person < 0 ? -1 : 0;
        if (desk_spoke_of(k, person))
            continue;
        if (digest_person(e->store, e->mail, e->programme->rules, person, e->now, &row) < 0)
            return -1;
        row.number = number;
        if (row.place == DIGEST_STOPPED || row.place == DIGEST_SILENT)
            keep_open(k, &row);
    }
    return 0;
}

/* The orders that are clear are carried out, the others asked back. */
static int run_all(struct desk *k, struct command *c, size_t n)
{
    tell_unread(k);
    for (size_t i = 0; i < n; i++) {
        if (k->trouble[i])
            desk_line(k, c[i].line, k->trouble[i]);
        else if (c[i].verb != COMMAND_COURTESY && desk_run(k, &c[i]) < 0)
            return -1;
    }
    if (list_open(k) < 0)
        return -1;
    if (k->confirm[0])
        k->e->occasion.confirm = k->confirm;
    return desk_send_transcript(k, k->confirm[0] ? "confirm-move" : "transcript");
}

/* ---- letters with an answer of their own ------------------------------------------ */

/* Yes or no to a question of ours, as a word of its own or as people say it: "No, that was not
 * Ana". COMMAND_NONE: neither, or both. */
static enum command_verb yes_or_no(struct desk *k, const struct command *c, size_t n)
{
    struct answer_field f = {.name = "answer", .type = ANSWER_YES_NO};

    if (n && (c[0].verb == COMMAND_YES || c[0].verb == COMMAND_OK))
        return COMMAND_YES;
    if (n && c[0].verb == COMMAND_NO)
        return COMMAND_NO;
    for (size_t i = 0; i < n; i++)
        if (c[i].verb != COMMAND_NONE && c[i].verb != COMMAND_COURTESY)
            return COMMAND_NONE;
    if (!answers_parse(k->e->mail, k->m->facts.text, k->writer, &f, 1))
        return COMMAND_NONE;
    return !strcmp(f.value, "yes") ? COMMAND_YES : COMMAND_NO;
}

/* The letter of which nobody knew whether it arrived: "ok" sends it again. */
static int settle_letters(struct desk *k, bool arrived)
{
    struct engine *e = k->e;
    const struct outbox_row *notice = &k->m->letter;
    const char *reason = arena_printf(e->mail, "@%lld says that it %s", (long long)k->m->sender,
                                      arrived ? "arrived" : "may be sent again");
    struct outbox_row rows[16];
    int64_t after = 0;
    int n, settled = 0, rc;

    do {
        n = store_uncertain_letters(e->store, e->mail, after, rows, 16);
        for (int i = 0; i < n; i++) {
            after = rows[i].id;
            if (rows[i].recipient != notice->about || rows[i].case_id != notice->case_id)
                continue;
            if ((rc = engine_settle(e, after, arrived, reason, e->now)) < 0)
                return -1;
            settled += rc;
        }
    } while (n == 16);
    desk_line(k, arrived ? "no" : "yes",
              !settled  ? "nothing was in doubt any more, or it went on without that letter"
              : arrived ? "it counts as arrived, and goes on from now"
                        : "the letter is sent again");
    return n < 0 ? -1 : 0;
}

static int answer_special(struct desk *k, struct command *c, size_t n)
{
    const char *which = k->m->letter.letter ? k->m->letter.letter : "";
    const char *address;

    bool returned = !strcmp(which, "letter-returned");
    enum command_verb word = yes_or_no(k, c, n);

    if ((returned || !strcmp(which, "address-needed")) &&
        (address = address_in(k->e->mail, k->m->facts.text)))
        return answer_returned(k, address) < 0 ? -1 : 1;
    if (returned && word == COMMAND_YES)
        return answer_returned(k, NULL) < 0 ? -1 : 1;
    if (!strcmp(which, "sort-request") && word)
        return sort_message(k, word == COMMAND_YES) < 0 ? -1 : 1;
    if (!strcmp(which, "letter-uncertain") && word)
        return settle_letters(k, word == COMMAND_NO) < 0 ? -1 : 1;
    if (desk_is_team_letter(which))
        return desk_team_word(k);
    if (!strcmp(which, "confirm-move") && word == COMMAND_YES)
        return desk_confirmed(k) < 0 ? -1 : 1;
    return 0;
}

int desk_answer(struct engine *e, struct message *m)
{
    struct desk k;
    struct command *c;
    size_t n;
    int special;

    desk_open(&k, e, m);
    if ((special = desk_elsewhere(&k)) != 0)
        return special < 0 ? -1 : 0;
    if ((special = desk_roster_answered(&k)) != 0)
        return special < 0 ? -1 : 0;
    n = message_commands(e, m, &c);
    k.passes_on = relays(&m->letter);
    if (desk_sort_lines(&k, c, &n) < 0)
        return -1;
    if ((special = m->letter.id ? answer_special(&k, c, n) : 0) < 0)
        return -1;
    if (special)
        return desk_send_transcript(&k, "transcript");
    struct desk_tally t = desk_count_lines(&k, c, n);
    if (desk_likely(&k, c, n) < 0)
        return -1;
    bool roster = !t.commands && !t.unsure && !k.passes_on;
    if (roster && (special = desk_roster_sent(&k)) != 0)
        return special < 0 ? -1 : 0;
    if (!n && !m->facts.attachments_count)
        return send_help(&k);
    if (k.passes_on && !t.commands && !t.unsure)
        return desk_is_team_letter(m->letter.letter) ? desk_team_relay(&k) : relay(&k);
    if (n && t.courtesy == n && !m->facts.attachments_count)
        return 0; /* "Thanks!" wants no answer */
    e->occasion.mixed = k.passes_on;
    e->occasion.both = k.passes_on && t.commands && t.prose;
    if (!m->letter.id)
        answer_this_one(&k, c, n);
    if (!m->letter.id || !t.commands || (k.passes_on && (t.prose || t.unsure)))
        return ask_back(&k, c, n);
    return run_all(&k, c, n);
}
