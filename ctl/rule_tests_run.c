/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule_tests_run.c - one test: a simulation, its letters, and the comparison. */
#include "ctl/rule_coverage.h"
#include "ctl/rule_tests.h"
#include "engine/replay.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MESSAGE_BYTES (4u * 1024 * 1024)
#define COLUMN_WIDTH  38

/* A letter that went. */
struct seen {
    int64_t letter;
    const char *name, *to, *as;
    instant at;
    bool expected;
};

struct run {
    struct arena *a;
    const struct rule_test *t;
    const struct programme *p;
    struct simulation sim;
    struct seen *seen;
    size_t seen_count, seen_cap;
    size_t since; /* letters before this one belong to earlier entries */
    struct buf *out;
    struct err *e;
    unsigned messages;
};

/* ---- names -------------------------------------------------------------------- */

static const char *name_of(struct run *r, int64_t person)
{
    struct person_row p;

    if (!person)
        return "admin";
    if (store_get_person(r->sim.store, r->a, person, &p))
        return "?";
    return p.name;
}

static int64_t person_of(struct run *r, const char *name)
{
    int64_t id = store_person_by_name(r->sim.store, name);

    return id > 0 ? id : 0;
}

static int on_letter(void *ctx, const struct outbox_row *l, instant at)
{
    struct run *r = ctx;
    struct seen *s = arena_grow(r->a, &r->seen, r->seen_count++, &r->seen_cap, sizeof *s);

    s->letter = l->id;
    s->name = arena_strdup(r->a, l->letter);
    s->to = name_of(r, l->recipient);
    s->as = l->as ? name_of(r, l->as) : "programme";
    s->at = at;
    return 0;
}

/* ---- people ------------------------------------------------------------------- */

static int perform(struct run *r, enum event_kind kind, int64_t person, int64_t other,
                   const char *name, const char *value)
{
    struct event ev = {.kind = kind,
                       .programme = r->p->name,
                       .person = person,
                       .other = other,
                       .name = name,
                       .value = value,
                       .reason = "the test says so"};

    return simulation_perform(&r->sim, &ev, r->e);
}

static int put_person(struct run *r, const struct test_person *t)
{
    struct person_row row = {.name = t->name,
                             .zone = t->zone,
                             .language = t->language,
                             .status = STATUS_ACTIVE,
                             .addresses = (const char **)&t->address,
                             .addresses_count = 1};

    if (store_begin(r->sim.store) < 0 || store_put_person(r->sim.store, &row) < 0 ||
        store_commit(r->sim.store) < 0) {
        store_rollback(r->sim.store);
        return err_set(r->e, "%s: %s", t->name, store_error(r->sim.store));
    }
    return perform(r, EVENT_PERSON_ADDED, row.id, 0, NULL, "silent");
}

static int link_to(struct run *r, const struct test_person *t, const char *kind, const char *name,
                   const char *value)
{
    int64_t other = person_of(r, name);

    if (!other)
        return err_set(r->e, "%s:%d:%d: there is nobody called \"%s\" in this test", t->pos.file,
                       t->pos.line, t->pos.column, name);
    return perform(r, EVENT_LINKED, person_of(r, t->name), other, kind, value);
}

/* Links before roles: who is given a role with somebody responsible has them. */
static int link_person(struct run *r, const struct test_person *t, const char *value)
{
    if (t->responsible && link_to(r, t, "responsible", t->responsible, value) < 0)
        return -1;
    for (const char **up = t->superiors; up && *up; up++)
        if (link_to(r, t, "answers_to", *up, value) < 0)
            return -1;
    for (const char **role = t->roles; role && *role; role++)
        if (perform(r, EVENT_ROLE_GIVEN, person_of(r, t->name), 0, *role, value) < 0)
            return -1;
    for (const char **m = t->matches; m && *m; m++)
        if (link_to(r, t, "match", *m, value) < 0)
            return -1;
    return 0;
}

static int add_people(struct run *r, const struct test_person *people, size_t count,
                      const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (put_person(r, &people[i]) < 0)
            return -1;
    for (size_t i = 0; i < count; i++)
        if (link_person(r, &people[i], value) < 0)
            return -1;
    return 0;
}

/* ---- what an entry does ------------------------------------------------------- */

/* The last letter of that name that this person got. 0, or -1 with e. */
static int find_answered(struct run *r, const struct test_message *m, struct outbox_row *out)
{
    for (size_t i = r->seen_count; i-- > 0;) {
        const struct seen *s = &r->seen[i];
        if (strcmp(s->name, m->answers) || strcmp(s->to, m->from))
            continue;
        return store_get_letter(r->sim.store, r->a, s->letter, false, out) == 0
                   ? 0
                   : err_set(r->e, "%s", store_error(r->sim.store));
    }
    return err_set(r->e, "%s:%d:%d: %s got no letter %s that could be answered", m->pos.file,
                   m->pos.line, m->pos.column, m->from, m->answers);
}

/* "Ana <ana@example.org>, somebody@example.net" */
static const char *address_list(struct run *r, const char **who)
{
    const char *out = NULL;

    for (; who && *who; who++) {
        struct person_row p = {.addresses_count = 0};
        int64_t id = person_of(r, *who);
        const char *one = *who;
        if (id && store_get_person(r->sim.store, r->a, id, &p) == 0 && p.addresses_count)
            one = arena_printf(r->a, "%s <%s>", p.name, p.addresses[0]);
        out = out ? arena_printf(r->a, "%s, %s", out, one) : one;
    }
    return out;
}

static int receive(struct run *r, const struct test_message *m)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(MESSAGE_BYTES);
    struct person_row p = {.name = m->from};
    struct outbox_row letter;
    int64_t person = person_of(r, m->from);
    struct incoming in = {.mailbox = r->sim.config->self.address,
                          .class = m->class,
                          .away_until = m->away_until,
                          .text = m->text,
                          .attachment_name = m->attachment_name,
                          .attachment_text = m->attachment_text,
                          .cc = address_list(r, m->cc),
                          .date = r->sim.now,
                          .number = ++r->messages};

    if (person && store_get_person(r->sim.store, r->a, person, &p))
        return err_set(r->e, "%s", store_error(r->sim.store));
    if (m->answers && find_answered(r, m, &letter) < 0)
        return -1;
    in.letter = m->answers ? &letter : NULL;
    in.from_name = p.name;
    in.from_address = p.addresses_count ? p.addresses[0] : m->from;
    if (incoming_compose(&in, &bytes, r->e) < 0)
        return -1;
    return simulation_receive(&r->sim, bytes.data, bytes.len, r->e);
}

static int set_mode(struct run *r, const char *mode)
{
    if (store_begin(r->sim.store) < 0 || store_set_mode(r->sim.store, r->p->name, mode) < 0 ||
        store_commit(r->sim.store) < 0)
        return err_set(r->e, "%s", store_error(r->sim.store));
    return perform(r, EVENT_MODE_SET, 0, 0, NULL, mode);
}

/* The rules before are gone with it. */
static int reload(struct run *r)
{
    const char *name = arena_strdup(r->a, r->p->name);
    struct diags d;

    diags_init(&d, r->a);
    if (engine_reload(r->sim.engine, &d, r->sim.now) < 0)
        return err_set(r->e, "the rules do not load");
    r->p = shelf_programme(engine_shelf(r->sim.engine), name)->rules;
    return 0;
}

static int act(struct run *r, const struct test_entry *t)
{
    if (t->down)
        simulation_sleep(&r->sim, t->at);
    if (simulation_advance(&r->sim, t->at, r->e) < 0)
        return -1;
    if (t->reload && reload(r) < 0)
        return -1;
    if (add_people(r, t->people, t->people_count, NULL) < 0)
        return -1;
    if (t->mark_person &&
        perform(r, EVENT_MARKED, person_of(r, t->mark_person), 0, NULL, t->mark_status) < 0)
        return -1;
    if (t->mode && set_mode(r, t->mode) < 0)
        return -1;
    for (size_t i = 0; i < t->messages_count; i++)
        if (receive(r, &t->messages[i]) < 0)
            return -1;
    return simulation_advance(&r->sim, t->at, r->e);
}

/* ---- comparing ---------------------------------------------------------------- */

/* Side by side; what differs is marked, as a timeline may be long. */
static void row(struct run *r, bool good, const char *expected, const char *came)
{
    int pad = COLUMN_WIDTH - (int)utf8_width(expected, strlen(expected));

    buf_addf(r->out, "    %s %s%*s  %s\n", good ? " " : ">", expected, pad > 0 ? pad : 0, "", came);
}

static const char *letter_words(struct run *r, const char *name, const char *to, const char *as)
{
    return arena_printf(r->a, "%s to %s%s%s", name, to, as ? " as " : "", as ? as : "");
}

/* Blanks and line ends as one blank each. */
static const char *plain(struct run *r, const char *text, size_t len)
{
    char *out = arena_strndup(r->a, text, len), *to = out;

    for (const char *from = out; *from; from++)
        if (!strchr(" \t\r\n", *from))
            *to++ = *from;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return out;
}

/* The first of these that text has not, or NULL. */
static const char *lacking(struct run *r, const char *text, const char **wanted)
{
    for (; wanted && *wanted; wanted++)
        if (!strstr(text, plain(r, *wanted, strlen(*wanted))))
            return *wanted;
    return NULL;
}

/* What the letter lacks or says too much, in words, or NULL. */
static const char *unsaid(struct run *r, const struct expectation *x, const struct seen *s)
{
    struct outbox_row l;
    const char *missing = NULL;

    if (!x->says && !x->says_not && !x->raw)
        return NULL;
    if (store_get_letter(r->sim.store, r->a, s->letter, true, &l) != 0)
        return "?";
    const char *text = plain(r, l.text, strlen(l.text));
    if ((missing = lacking(r, text, x->says)))
        return arena_printf(r->a, "lacks \"%s\" in:\n%s", missing, l.text);
    for (const char **not = x->says_not; not &&*not ; not ++)
        if (strstr(text, plain(r, *not, strlen(*not ))))
            return arena_printf(r->a, "says \"%s\" in:\n%s", *not, l.text);
    if ((missing = lacking(r, plain(r, l.raw, l.raw_len), x->raw)))
        return arena_printf(r->a, "lacks \"%s\" in:\n%.*s", missing, (int)l.raw_len, l.raw);
    return NULL;
}

/* The letter that is expected; where only its words differ, *missing tells them. */
static struct seen *take(struct run *r, const struct expectation *x, const char *to,
                         const char **missing)
{
    *missing = NULL;
    for (size_t i = r->since; i < r->seen_count; i++) {
        struct seen *s = &r->seen[i];
        const char *lacks;
        if (s->expected || strcmp(s->name, x->what) || strcmp(s->to, to) ||
            (x->as && strcmp(s->as, x->as)))
            continue;
        if ((lacks = unsaid(r, x, s))) {
            *missing = lacks;
            continue;
        }
        s->expected = true;
        *missing = NULL;
        return s;
    }
    return NULL;
}

static bool check_mail(struct run *r, const struct expectation *x)
{
    bool good = true;

    for (const char **to = x->people; to && *to; to++) {
        const char *missing;
        struct seen *s = take(r, x, *to, &missing);
        row(r, s != NULL, letter_words(r, x->what, *to, x->as),
            s ? letter_words(r, s->name, s->to, x->as ? s->as : NULL) : "(did not go)");
        if (missing)
            buf_addf(r->out, "    a letter of that name %s\n", missing);
        good &= s != NULL;
    }
    return good;
}

static bool check_rest(struct run *r)
{
    bool good = true;

    for (size_t i = r->since; i < r->seen_count; i++) {
        if (r->seen[i].expected)
            continue;
        row(r, false, "(nothing)", letter_words(r, r->seen[i].name, r->seen[i].to, r->seen[i].as));
        good = false;
    }
    return good;
}

/* The state round a person, valid until the next call. */
static struct state *look(struct run *r, int64_t person)
{
    struct state *s = arena_new_of(r->a, struct state);

    return store_load_state(r->sim.store, r->a, r->p, person, 0, s) < 0 ? NULL : s;
}

static bool compare(struct run *r, const char *what, const char *expected, const char *is)
{
    bool good = !strcmp(expected, is);

    row(r, good, arena_printf(r->a, "%s: %s", what, expected), is);
    return good;
}

static bool check_responsible(struct run *r, const struct expectation *x)
{
    int64_t person = person_of(r, x->people[0]);
    const struct state *s = look(r, person);
    int64_t who = s ? person_responsible(s, person) : 0;

    return compare(r, arena_printf(r->a, "responsible for %s", x->people[0]), x->what,
                   who ? name_of(r, who) : "nobody");
}

static bool check_status(struct run *r, const struct expectation *x)
{
    struct person_row p = {.status = "?"};

    store_get_person(r->sim.store, r->a, person_of(r, x->people[0]), &p);
    return compare(r, arena_printf(r->a, "status of %s", x->people[0]), x->what, p.status);
}

static const char *phase_word(const struct kase *k, const char *wanted)
{
    static const char *const words[] = {
        [PHASE_ACTING] = "running", [PHASE_SENDING] = "running", [PHASE_WAITING] = "waiting",
        [PHASE_HELD] = "waiting",   [PHASE_STOPPED] = "stopped", [PHASE_ENDED] = "ended"};

    if (!k)
        return "none";
    if (wanted && !strcmp(wanted, "running") && k->phase != PHASE_ENDED)
        return "running";
    return words[k->phase];
}

/* The newest case of the rule about the person (first or second of a pair). */
static bool check_case(struct run *r, const struct expectation *x)
{
    bool whole = !x->people || !x->people[0];
    int64_t person = whole ? 0 : person_of(r, x->people[0]);
    const struct state *s = look(r, person);
    const struct kase *last = NULL;

    for (size_t i = 0; s && i < s->cases_count; i++)
        if (!strcmp(s->cases[i].rule, x->what) &&
            (s->cases[i].person == person || s->cases[i].other == person) &&
            (!last || s->cases[i].id > last->id))
            last = &s->cases[i];
    return compare(r, arena_printf(r->a, "case %s", x->what), x->is ? x->is : "running",
                   phase_word(last, x->is));
}

static bool check_role(struct run *r, const struct expectation *x)
{
    int64_t person = person_of(r, x->people[0]);
    const struct state *s = look(r, person);
    bool has = s && state_has_role(s, person, x->what);

    return compare(r, arena_printf(r->a, "%s of %s", x->what, x->people[0]), x->is ? x->is : "yes",
                   has ? "yes" : "no");
}

/* The next one, of the pair or the person; without anybody the programme's. */
static bool check_meeting(struct run *r, const struct expectation *x)
{
    int64_t person = x->people && x->people[0] ? person_of(r, x->people[0]) : 0;
    const struct state *s = look(r, person);
    instant at = INSTANT_NEVER;

    for (size_t i = 0; s && i < s->appointments_count; i++) {
        const struct appointment *a = &s->appointments[i];
        if (!strcmp(a->meeting, x->what) && a->at > r->sim.now && a->at < at)
            at = a->at;
    }
    return compare(r, arena_printf(r->a, "meeting %s", x->what), x->at ? x->at : "never",
                   at == INSTANT_NEVER ? "never" : civil_format(r->a, civil_at(at, r->p->zone)));
}

static int count_event(void *ctx, const struct event *e)
{
    (void)e;
    ++*(int64_t *)ctx;
    return 0;
}

static bool check_logged(struct run *r, const struct expectation *x)
{
    const int kinds[] = {strcmp(x->what, "made") ? EVENT_CONTACT_ATTEMPTED : EVENT_CONTACT_MADE,
                         -1};
    struct event_filter f = {
        .person = person_of(r, x->people[0]), .programme = r->p->name, .kinds = kinds};
    int64_t n = 0;

    store_walk_events(r->sim.store, r->a, &f, count_event, &n);
    return compare(r, arena_printf(r->a, "contacts %s with %s", x->what, x->people[0]),
                   arena_printf(r->a, "%lld", (long long)x->times),
                   arena_printf(r->a, "%lld", (long long)n));
}

static bool check_entry(struct run *r, const struct test_entry *t)
{
    static bool (*const checks[])(struct run *, const struct expectation *) = {
        [EXPECT_MAIL] = check_mail,     [EXPECT_RESPONSIBLE] = check_responsible,
        [EXPECT_STATUS] = check_status, [EXPECT_CASE] = check_case,
        [EXPECT_ROLE] = check_role,     [EXPECT_MEETING] = check_meeting,
        [EXPECT_LOGGED] = check_logged};
    bool good = true;

    buf_addf(r->out, "    %s\n", civil_format(r->a, civil_at(t->at, r->p->zone)));
    for (size_t i = 0; i < t->expect_count; i++)
        good &= checks[t->expect[i].kind](r, &t->expect[i]);
    good &= check_rest(r);
    if (!good)
        buf_addf(r->out, "    ^ %s:%d: here it is otherwise\n", t->pos.file, t->pos.line);
    r->since = r->seen_count;
    return good;
}

/* ---- a test ------------------------------------------------------------------- */

static int begin(struct run *r, const struct config *config, const char *programme)
{
    struct store *store;
    struct diags d;

    diags_init(&d, r->a);
    if (store_open(&store, NULL, STORE_MEMORY, r->e) < 0)
        return -1;
    if (simulation_init(&r->sim, config, store, r->t->start, &d, r->e) < 0)
        return -1;
    r->p = shelf_programme(engine_shelf(r->sim.engine), programme)->rules;
    r->sim.on_letter = on_letter;
    r->sim.ctx = r;
    if (set_mode(r, "live") < 0 || add_people(r, r->t->people, r->t->people_count, "silent") < 0)
        return -1;
    return simulation_advance(&r->sim, r->t->start, r->e);
}

/* Whatever a test did, its log must rebuild the state that it ended with. */
static int check_log(struct run *r)
{
    _cleanup_(buf_release) struct buf differences = BUF_INIT(1024 * 1024);
    struct replay_sum sum;

    if (replay_verify(r->sim.store, engine_shelf(r->sim.engine), &differences, &sum) < 0)
        return err_set(r->e, "%s", store_error(r->sim.store));
    if (!sum.differences)
        return 0;
    buf_addf(r->out, "    the log does not rebuild the state:\n%s", buf_str(&differences));
    return 1;
}

static int play(struct run *r)
{
    row(r, true, "expected", "came");
    for (size_t i = 0; i < r->t->entries_count; i++) {
        if (act(r, &r->t->entries[i]) < 0)
            return -1;
        if (!check_entry(r, &r->t->entries[i]))
            return 1;
    }
    return check_log(r);
}

/* ---- the letters ---------------------------------------------------------------- */

static int write_letter(struct run *r, const char *folder, const struct seen *s)
{
    const char *path = arena_printf(r->a, "%s/%s.%s.eml", folder, r->p->name, s->name);
    struct outbox_row row;
    FILE *f;

    if (store_get_letter(r->sim.store, r->a, s->letter, true, &row) != 0)
        return err_set(r->e, "%s", store_error(r->sim.store));
    if (!(f = fopen(path, "we")))
        return err_set(r->e, "%s can't be written: %s", path, strerror(errno));
    bool whole = fwrite(row.raw, 1, row.raw_len, f) == row.raw_len;
    if (fclose(f) != 0 || !whole)
        return err_set(r->e, "%s could not be written whole", path);
    return 0;
}

static int write_letters(struct run *r, const char *folder)
{
    for (size_t i = 0; i < r->seen_count; i++)
        if (write_letter(r, folder, &r->seen[i]) < 0)
            return -1;
    return 0;
}

int rule_test_run(struct arena *a, const struct rule_test *t, const struct config *config,
                  const char *programme, const struct rule_tests_also *also, struct buf *out,
                  struct err *e)
{
    struct run r = {.a = a, .t = t, .out = out, .e = e};
    int rc = begin(&r, config, programme);

    if (rc == 0)
        rc = play(&r);
    if (rc >= 0 && also->cover && rule_coverage_add(also->cover, r.sim.store) < 0)
        rc = err_set(e, "%s", store_error(r.sim.store));
    if (rc >= 0 && also->letters && write_letters(&r, also->letters) < 0)
        rc = -1;
    simulation_release(&r.sim);
    return rc;
}
