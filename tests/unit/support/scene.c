/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/scene.h"
#include "store/internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SCENE_BYTES ((size_t)512 * 1024 * 1024)
#define PROGRAMME   "mentor2mentor"

/* ---- the stage ------------------------------------------------------------- */

void scene_happen(struct scene *s, const char *programme, enum event_kind kind, int64_t person,
                  int64_t other, const char *name)
{
    struct event ev = {.kind = kind,
                       .programme = programme,
                       .person = person,
                       .other = other,
                       .name = name,
                       .value = "silent",
                       .reason = "the scene is set"};
    struct err e = {{0}};

    if (simulation_perform(&s->sim, &ev, &e) < 0)
        fail_msg("%s", e.text);
}

static void happen(struct scene *s, enum event_kind kind, int64_t person, int64_t other,
                   const char *name)
{
    scene_happen(s, PROGRAMME, kind, person, other, name);
}

int64_t scene_person(struct scene *s, const char *programme, const char *name, const char *address,
                     const char *role)
{
    struct person_row p = {.name = name,
                           .language = "en",
                           .status = STATUS_ACTIVE,
                           .addresses = &address,
                           .addresses_count = 1};

    assert_int_equal(store_begin(s->sim.store), 0);
    assert_int_equal(store_put_person(s->sim.store, &p), 0);
    assert_int_equal(store_commit(s->sim.store), 0);
    scene_happen(s, programme, EVENT_PERSON_ADDED, p.id, 0, NULL);
    scene_happen(s, programme, EVENT_ROLE_GIVEN, p.id, 0, role);
    return p.id;
}

static int64_t person(struct scene *s, const char *name, const char *address, const char *role)
{
    return scene_person(s, PROGRAMME, name, address, role);
}

static void people(struct scene *s)
{
    s->carol = person(s, "Carol Nguyen", "carol@example.org", "coordinator");
    s->kay = person(s, "Kay Moss", "kay@example.org", "coordinator");
    s->wen = person(s, "Wen Li", "wen@example.org", "welcome");
    s->ana = person(s, "Ana Ruiz", "ana@example.org", "mentor");
    s->bea = person(s, "Bea Okafor", "bea@example.org", "mentee");
    s->dan = person(s, "Dan Weiss", "dan@example.org", "mentor");
    happen(s, EVENT_LINKED, s->ana, s->carol, "responsible");
    happen(s, EVENT_LINKED, s->dan, s->kay, "responsible");
    happen(s, EVENT_LINKED, s->ana, s->bea, "match");
}

static instant moment(const char *when)
{
    struct civil c;

    assert_int_equal(civil_parse(when, &c), 0);
    return civil_instant(c, zone_find("America/New_York"));
}

static void begin(struct scene *s)
{
    struct store *store;
    struct diags d;
    struct err e = {{0}};

    diags_init(&d, s->arena);
    if (store_open(&store, NULL, STORE_MEMORY, &e) < 0 ||
        simulation_init(&s->sim, &s->config, store, moment("2026-12-14 09:00"), &d, &e) < 0)
        fail_msg("%s", e.text[0] ? e.text : "the programmes do not load");
    assert_int_equal(store_begin(store), 0);
    assert_int_equal(store_set_mode(store, PROGRAMME, "live"), 0);
    assert_int_equal(store_commit(store), 0);
}

static int set_up(void **state, const char *programme)
{
    static const char *nothing[] = {NULL};
    struct scene *s = calloc(1, sizeof *s);

    assert_non_null(s);
    if (sodium_init() < 0)
        fail_msg("libsodium does not start");
    s->arena = arena_new(SCENE_BYTES);
    s->config = (struct config){.organisation = "Harbour Mentoring",
                                .admin = "admin@example.org",
                                .programmes = "programmes",
                                .programme = programme,
                                .zone = zone_find("UTC"),
                                .self = {"mentors@example.org", "mx.example.org"},
                                .mailboxes = nothing,
                                .letters_per_address_and_day = 6};
    begin(s);
    people(s);
    scene_at(s, "2026-12-15 10:00");
    scene_forget_letters(s);
    *state = s;
    return 0;
}

int scene_setup(void **state)
{
    return set_up(state, PROGRAMME);
}

int scene_setup_all(void **state)
{
    return set_up(state, NULL);
}

int scene_teardown(void **state)
{
    struct scene *s = *state;

    simulation_release(&s->sim);
    arena_free(s->arena);
    free(s);
    return 0;
}

void scene_at(struct scene *s, const char *when)
{
    struct err e = {{0}};

    if (simulation_advance(&s->sim, moment(when), &e) < 0)
        fail_msg("%s", e.text);
}

/* ---- letters ------------------------------------------------------------------ */

int64_t scene_number(struct scene *s, const char *sql)
{
    sqlite3_stmt *st;
    int64_t value;

    assert_int_equal(sqlite3_prepare_v2(s->sim.store->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    value = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return value;
}

void scene_forget_letters(struct scene *s)
{
    s->first = scene_number(s, "SELECT coalesce(max(id), 0) FROM letter");
}

static const char *letters(struct scene *s, const char *what, const char *letter, const char *to,
                           int64_t after)
{
    char *sql = sqlite3_mprintf("SELECT %s FROM letter WHERE id > %lld AND letter LIKE '%q' "
                                "AND envelope_to LIKE '%q'",
                                what, (long long)after, *letter ? letter : "%", *to ? to : "%");
    const char *copy = arena_strdup(s->arena, sql);

    sqlite3_free(sql);
    return copy;
}

int scene_count(struct scene *s, const char *letter, const char *to)
{
    return (int)scene_number(s, letters(s, "count(*)", letter, to, s->first));
}

struct outbox_row scene_letter(struct scene *s, const char *letter, const char *to)
{
    int64_t id = scene_number(s, letters(s, "coalesce(max(id), 0)", letter, to, 0));
    struct outbox_row row = {0};

    if (!id || store_get_letter(s->sim.store, s->arena, id, true, &row))
        fail_msg("%s got no letter %s", to, letter);
    return row;
}

bool scene_reached(struct scene *s, const char *to, const char *words)
{
    char *sql =
        sqlite3_mprintf("SELECT count(*) FROM letter JOIN letter_body AS b ON b.letter = letter.id "
                        "WHERE envelope_to LIKE '%q' AND "
                        "instr(replace(text, char(10), ' '), '%q')",
                        *to ? to : "%", words);
    int64_t n = scene_number(s, sql);

    sqlite3_free(sql);
    return n > 0;
}

int scene_events(struct scene *s, const char *kind, const char *value, int64_t who)
{
    char *sql = sqlite3_mprintf("SELECT count(*) FROM event WHERE kind = '%q' AND "
                                "coalesce(value, '') LIKE '%q' AND %lld IN (0, person)",
                                kind, *value ? value : "%", (long long)who);
    int64_t n = scene_number(s, sql);

    sqlite3_free(sql);
    return (int)n;
}

/* ---- mail ------------------------------------------------------------------------ */

void scene_receive_bytes(struct scene *s, const char *bytes, size_t len)
{
    struct err e = {{0}};

    if (simulation_receive(&s->sim, bytes, len, &e) < 0 ||
        simulation_advance(&s->sim, s->sim.now, &e) < 0)
        fail_msg("%s", e.text);
}

static void add_quoted(struct buf *out, const char *text)
{
    buf_adds(out, "\nOn Tue, Dec 15, 2026 at 10:00 AM Harbour Mentoring <mentors@example.org> "
                  "wrote:\n\n");
    for (const char *line = text; *line;) {
        size_t len = strcspn(line, "\n");
        buf_addf(out, "> %.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
}

static void add_field(struct buf *out, const char *name, const char *value)
{
    if (value)
        buf_addf(out, "%s: %s\n", name, value);
}

void scene_receive(struct scene *s, const struct scene_mail *m)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(64u * 1024 * 1024);
    const struct outbox_row *l = m->answers;

    add_field(&b, "From", m->from);
    add_field(&b, "To", m->to ? m->to : l ? l->envelope_from : s->config.self.address);
    add_field(&b, "Subject",
              m->subject ? m->subject
              : l        ? arena_printf(s->arena, "Re: %s", l->subject)
                         : NULL);
    add_field(&b, "Date", instant_rfc5322(s->arena, s->sim.now, zone_find("UTC")));
    buf_addf(&b, "Message-ID: <scene-%u@mail.example.net>\n", ++s->messages);
    if (l)
        buf_addf(&b, "In-Reply-To: <%s>\nReferences: <%s>\n", l->message_id, l->message_id);
    buf_adds(&b, m->more ? m->more : "");
    buf_addf(&b, "\n%s\n", m->text ? m->text : "");
    if (m->quote)
        add_quoted(&b, l->text);
    scene_receive_bytes(s, b.data, b.len);
}
