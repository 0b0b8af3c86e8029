/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_world - makes what tests/bench/bench measures, and measures the engine.
 *
 *     bench_world CONFIG people MENTORS COORDINATORS   a live programme and its people
 *     bench_world CONFIG letters COUNT BYTES           letters that are due now
 *     bench_world CONFIG check-ins FOLDER              a check-in sent to each mentor three days
 *                                                      ago; their answers as files in FOLDER
 *     bench_world CONFIG wait TABLE COUNT              until `done` (messages) or `sent` (letters)
 *                                                      has COUNT rows
 *     bench_world CONFIG occurrence                    the 15th comes: letters a second
 *     bench_world CONFIG decisions FOLDER              the answers in FOLDER are read and decided,
 *                                                      all in this process: answers a second
 *     bench_world CONFIG ticks OPEN                    with so many open cases: microseconds of a
 *                                                      pass with nothing due, of one with ten
 *                                                      cases due, and of engine_next
 *
 * The programme is mentor2mentor as it stands in the folder of CONFIG. Each mentor has a mentee;
 * mentors have one coordinator after the other.
 */
#include "base/log.h"
#include "engine/engine.h"

#include <dirent.h>
#include <errno.h>
#include <glib.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROGRAMME     "mentor2mentor"
#define DAY           INT64_C(86400)
#define BATCH         200
#define ARENA_CEILING ((size_t)512 * 1024 * 1024)
#define TICKS         200
#define GROUPS        20 /* of ten mentors */
#define WAIT_SECONDS  300
#define FIFTEENTH     INT64_C(1797346800) /* 2026-12-15 10:00 in New York */

struct world {
    struct arena *arena;   /* of the configuration */
    struct arena *scratch; /* of one step */
    struct config *config;
    struct store *store;
    struct parser *parser;
    struct engine *engine;
};

static _Noreturn void give_up(const char *doing, const char *why)
{
    fprintf(stderr, "bench_world: %s: %s\n", doing, why);
    exit(1);
}

static void must(const struct world *w, int64_t rc, const char *doing)
{
    if (rc < 0)
        give_up(doing, store_error(w->store));
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void read_config(struct world *w, const char *path)
{
    struct diags d;

    w->arena = arena_new(ARENA_CEILING);
    w->scratch = arena_new(ARENA_CEILING);
    diags_init(&d, w->arena);
    w->config = config_load(w->arena, path, CONFIG_LOOK, &d);
    if (!w->config)
        give_up(path, "mentord --check says what is wrong");
    w->config->mailboxes = NULL; /* all mail counts as read */
}

static void start_engine(struct world *w)
{
    struct err why = {.text = "mentorctl check says what is wrong"};
    struct diags d;

    diags_init(&d, w->arena);
    if (store_open(&w->store, w->config->store, STORE_CREATE, &why) < 0)
        give_up(w->config->store, why.text);
    w->parser = parser_in_process();
    w->engine = engine_new(w->config, w->store, w->parser, &d, &why);
    if (!w->engine)
        give_up(w->config->programmes, why.text);
}

static void world_close(struct world *w)
{
    engine_free(w->engine);
    parser_free(w->parser);
    store_close(w->store);
    arena_free(w->scratch);
    arena_free(w->arena);
}

static void perform(struct world *w, struct event e, instant at)
{
    e.programme = PROGRAMME;
    e.reason = "for the measurement";
    must(w, engine_perform(w->engine, &e, at), event_kind_name(e.kind));
}

/* ---- people ---------------------------------------------------------------------- */

static int64_t add_person(struct world *w, const char *role, int number, instant at)
{
    const char *address = arena_printf(w->scratch, "%s%d@example.org", role, number);
    struct person_row row = {.name = arena_printf(w->scratch, "Person%d Of %s", number, role),
                             .zone = "America/New_York",
                             .addresses = &address,
                             .addresses_count = 1};

    must(w, store_put_person(w->store, &row), "adding a person");
    perform(w, (struct event){.kind = EVENT_PERSON_ADDED, .person = row.id, .value = "silent"}, at);
    perform(
        w,
        (struct event){.kind = EVENT_ROLE_GIVEN, .person = row.id, .name = role, .value = "silent"},
        at);
    return row.id;
}

static void link_two(struct world *w, const char *kind, int64_t from, int64_t to, instant at)
{
    perform(w,
            (struct event){
                .kind = EVENT_LINKED, .name = kind, .person = from, .other = to, .value = "silent"},
            at);
}

/* They joined long ago, so that nothing but what is measured begins. */
static void add_people(struct world *w, int mentors, int coordinators)
{
    int64_t *ids = arena_array(w->scratch, (size_t)coordinators, sizeof *ids);
    instant at = FIFTEENTH - 300 * DAY;

    must(w, store_begin(w->store), "beginning");
    must(w, store_set_mode(w->store, PROGRAMME, "live"), "going live");
    add_person(w, "welcome", 1, at);
    for (int i = 0; i < coordinators; i++)
        ids[i] = add_person(w, "coordinator", i, at);
    for (int i = 0; i < mentors; i++) {
        int64_t mentor = add_person(w, "mentor", i, at), mentee = add_person(w, "mentee", i, at);

        link_two(w, "responsible", mentor, ids[i % coordinators], at);
        link_two(w, "match", mentor, mentee, at);
    }
    must(w, store_commit(w->store), "committing");
}

/* ---- letters ---------------------------------------------------------------------- */

/* Lines of 76 bytes under a header. */
static char *make_letter(struct arena *a, size_t length)
{
    static const char header[] = "From: mentors@example.org\r\nSubject: a letter\r\n\r\n";
    char *letter = arena_alloc(a, length + 1);

    for (size_t i = 0; i < length; i++)
        letter[i] = "x\r\n"[i % 78 < 76 ? 0 : i % 78 - 75];
    memcpy(letter, header, sizeof header - 1);
    memcpy(letter + length - 2, "\r\n", 2);
    return letter;
}

static void put_letter(struct world *w, int number, const char *raw, size_t length, instant at)
{
    const char *key = arena_printf(w->scratch, "bench/%d", number);
    struct outbox_row l = {
        .programme = PROGRAMME,
        .kind = "send",
        .letter = "check-in",
        .unique_key = key,
        .message_id = arena_printf(w->scratch, "bench%d@example.org", number),
        .envelope_from = "mentors@example.org",
        .envelope_to = arena_printf(w->scratch, "mentor%d@example.org", number % 1000),
        .created = at,
        .not_before = at,
        .subject = "a letter",
        .text = raw,
        .raw = raw,
        .raw_len = length,
    };

    must(w, store_put_letter(w->store, &l), "adding a letter");
}

static void add_letters(struct world *w, int count, size_t length)
{
    const char *raw = make_letter(w->scratch, length);

    must(w, store_begin(w->store), "beginning");
    must(w, store_set_mode(w->store, PROGRAMME, "live"), "going live");
    for (int i = 0; i < count; i++)
        put_letter(w, i, raw, length, time(NULL));
    must(w, store_commit(w->store), "committing");
}

/* What the sender would have done. */
static int send_due(struct world *w, instant now, int *total)
{
    struct due_letter due[BATCH];
    instant next;
    int n;

    arena_reset(w->scratch);
    must(w, store_begin(w->store), "beginning");
    n = store_due_letters(w->store, w->scratch, now, NULL, due, BATCH, &next);
    must(w, n, "finding letters");
    for (int i = 0; i < n; i++) {
        struct delivery_row sent = {
            .letter = due[i].id, .state = DELIVERY_SENT, .at = now, .code = 250};

        must(w, store_claim_letter(w->store, due[i].id, now, "smtp"), "claiming a letter");
        must(w, store_put_delivery(w->store, &sent), "sending a letter");
    }
    must(w, store_commit(w->store), "committing");
    *total += n;
    return n;
}

static void settle(struct world *w, instant now)
{
    int sent = 0, rc;

    do {
        while (send_due(w, now, &sent) == BATCH)
            ;
        rc = engine_pass(w->engine, now);
        must(w, rc, "a pass");
    } while (rc > 0);
}

/* ---- check-ins and their answers ------------------------------------------------------ */

static void check_in(struct world *w, int64_t mentor, instant at)
{
    perform(
        w,
        (struct event){
            .kind = EVENT_TRIGGERED, .rule = "check-in", .occurrence = "bench", .person = mentor},
        at);
}

static int check_in_all(struct world *w, instant at)
{
    int64_t ids[BATCH], after = 0;
    int n, count = 0;

    do {
        must(w, store_begin(w->store), "beginning");
        n = store_people(w->store, PROGRAMME, "mentor", after, ids, BATCH);
        for (int i = 0; i < n; i++)
            check_in(w, ids[i], at);
        must(w, store_commit(w->store), "committing");
        after = n > 0 ? ids[n - 1] : after;
        count += n;
    } while (n == BATCH);
    return count;
}

static void quote(FILE *f, const char *text, const char *mark)
{
    for (const char *line = text; line && *line;) {
        size_t length = strcspn(line, "\n");

        fprintf(f, "%s%.*s\r\n", mark, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static const char *const words[] = {
    "All is well with us. We met twice this month and she has found the first\r\n"
    "customers for her bakery. Thank you for asking!\r\n",
    "Thanks for checking in. It goes slowly, but it goes: he is busy with his\r\n"
    "exams, so we write instead of calling.\r\n\r\nBest,\r\nSam\r\n",
    "Hello! Everything is fine. Could we talk some day about the second half of\r\n"
    "the year? I have an idea or two.\r\n",
};

static void write_plain(FILE *f, const struct outbox_row *l, int number)
{
    fprintf(f,
            "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n"
            "On Tue, 15 Dec 2026 at 10:00, Carol Chen <mentors@example.org> wrote:\r\n\r\n",
            words[number % 3]);
    quote(f, l->text, "> ");
}

static void write_original(FILE *f, const struct outbox_row *l, int number)
{
    fprintf(f,
            "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n"
            "-----Original Message-----\r\nFrom: Carol Chen <mentors@example.org>\r\n"
            "Sent: Tuesday, December 15, 2026 10:00 AM\r\nSubject: %s\r\n\r\n",
            words[number % 3], l->subject);
    quote(f, l->text, "");
}

static void write_html(FILE *f, const struct outbox_row *l, int number)
{
    fprintf(f, "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\n");
    write_plain(f, l, number);
    fprintf(f,
            "--b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<div dir=\"ltr\">%s</div><br>"
            "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Tue, 15 Dec 2026 "
            "at 10:00, Carol Chen &lt;mentors@example.org&gt; wrote:<br></div><blockquote "
            "class=\"gmail_quote\"><pre>",
            words[number % 3]);
    quote(f, l->text, "");
    fprintf(f, "</pre></blockquote></div>\r\n--b1--\r\n");
}

/* As three kinds of mail programs write. */
static void write_answer(const char *folder, const struct outbox_row *l, int number)
{
    static void (*const body[])(FILE *, const struct outbox_row *, int) = {write_plain, write_html,
                                                                           write_original};
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s/1796000000.M%06d.bench", folder, number);
    f = fopen(path, "w");
    if (!f)
        give_up(path, strerror(errno));
    fprintf(f,
            "Return-Path: <%s>\r\nFrom: A Mentor <%s>\r\nTo: Carol Chen <%s>\r\nSubject: Re: %s\r\n"
            "Date: Wed, 16 Dec 2026 09:00:00 -0500\r\nMessage-ID: <answer%d@mail.example.org>\r\n"
            "In-Reply-To: <%s>\r\nReferences: <%s>\r\nMIME-Version: 1.0\r\n",
            l->envelope_to, l->envelope_to, l->envelope_from, l->subject, number, l->message_id,
            l->message_id);
    body[number % 3](f, l, number);
    if (fclose(f) != 0)
        give_up(path, strerror(errno));
}

/* The schedules have been dealt with until then: a day ahead at the most, as no clock is believed
 * that is further ahead. */
static void silence_schedules(struct world *w, instant until)
{
    const struct programme *p = shelf_programme(engine_shelf(w->engine), PROGRAMME)->rules;

    for (size_t i = 0; i < p->rules_count; i++)
        must(w, store_set_rule_clock(w->store, PROGRAMME, p->rules[i].name, until),
             "setting a rule's clock");
}

/* Three days ago, so that the letters fell due meanwhile, whatever the hour and day;
 * hour by hour, since a letter that misses its hours is put off. */
static void add_check_ins(struct world *w, const char *folder)
{
    instant now = time(NULL);
    int count = check_in_all(w, now - 3 * DAY);

    for (instant at = now - 3 * DAY; at < now; at += 3600) {
        silence_schedules(w, at + DAY);
        settle(w, at);
    }
    for (int64_t id = 1; id <= count; id++) {
        struct outbox_row l;

        arena_reset(w->scratch);
        if (store_get_letter(w->store, w->scratch, id, false, &l) != 0)
            give_up("finding a letter", "it is not there");
        write_answer(folder, &l, (int)id);
    }
}

/* ---- waiting -------------------------------------------------------------------------- */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        give_up(sql, sqlite3_errmsg(db));
    return st;
}

static int64_t count_rows(sqlite3 *db, sqlite3_stmt *st)
{
    int64_t count = 0;
    int rc = sqlite3_step(st);

    if (rc == SQLITE_ROW)
        count = sqlite3_column_int64(st, 0);
    else if ((rc & 0xff) != SQLITE_BUSY)
        give_up("counting", sqlite3_errmsg(db));
    sqlite3_reset(st);
    return count;
}

/* Looks now and then at an index: it must not take the time of what it waits for. */
static void wait_for_rows(const char *path, const char *what, int64_t count)
{
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    bool letters = strcmp(what, "sent") == 0;
    double end = seconds() + WAIT_SECONDS;
    sqlite3_stmt *st;
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        give_up(path, sqlite3_errmsg(db));
    st = prepare(db, letters ? "SELECT count(*) FROM delivery WHERE state = 'sent' OR state = "
                               "'failed' OR state = 'uncertain'"
                             : "SELECT count(*) FROM inbox_done");
    while (count_rows(db, st) < count) {
        if (seconds() > end)
            give_up(what, "it takes too long");
        nanosleep(&pause, NULL);
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
}

/* ---- the engine alone --------------------------------------------------------------------- */

static int64_t count_letters(const struct world *w)
{
    sqlite3_stmt *st;
    int64_t count;
    sqlite3 *db;

    if (sqlite3_open_v2(w->config->store, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        give_up(w->config->store, sqlite3_errmsg(db));
    st = prepare(db, "SELECT count(*) FROM letter");
    count = count_rows(db, st);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return count;
}

/* The first pass takes up the schedules, the second finds one come round. */
static void measure_occurrence(struct world *w)
{
    int64_t before = count_letters(w), rc;
    double start;

    must(w, engine_pass(w->engine, FIFTEENTH - 3600), "a pass");
    start = seconds();
    while ((rc = engine_pass(w->engine, FIFTEENTH)) > 0)
        ;
    must(w, rc, "a pass");
    printf("%.0f\n", (double)(count_letters(w) - before) / (seconds() - start));
}

static void put_file(struct world *w, const char *folder, const char *name, instant at)
{
    char *path = arena_printf(w->scratch, "%s/%s", folder, name), *raw;
    struct inbox_row row = {.mailbox = "bench", .uid = name, .hash = name, .fetched = at};
    gsize length;

    if (!g_file_get_contents(path, &raw, &length, NULL))
        give_up(path, "it can't be read");
    row.raw = raw;
    row.raw_len = length;
    must(w, store_put_inbox(w->store, &row), "adding a message");
    g_free(raw);
}

static int put_files(struct world *w, const char *folder, instant at)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    int count = 0;

    if (!dir)
        give_up(folder, strerror(errno));
    must(w, store_begin(w->store), "beginning");
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.') {
            put_file(w, folder, entry->d_name, at);
            count++;
        }
    must(w, store_commit(w->store), "committing");
    closedir(dir);
    return count;
}

static void measure_decisions(struct world *w, const char *folder)
{
    instant now = time(NULL);
    int count = put_files(w, folder, now);
    double start = seconds();
    int rc;

    while ((rc = engine_pass(w->engine, now)) > 0)
        ;
    must(w, rc, "a pass");
    printf("%.0f\n", count / (seconds() - start));
}

/* People like the last mentor, each with an open check-in that is due in years. */
static void copy_cases(const char *path, int64_t count)
{
    static const char sql[] =
        "CREATE TEMP TABLE base AS SELECT max(id) AS id FROM person;"
        "CREATE TEMP TABLE model AS SELECT * FROM kase ORDER BY id DESC LIMIT 1;"
        "CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c "
        "LIMIT %lld) SELECT i FROM c;"
        "BEGIN;"
        "INSERT INTO person (id, name, folded, status) SELECT id + i, 'N', 'n', 'active' FROM "
        "n, base;"
        "INSERT INTO role (programme, role, person) SELECT programme, 'mentor', base.id + i FROM "
        "n, base, model;"
        "INSERT INTO link (programme, kind, from_id, to_id, since) SELECT l.programme, l.kind, "
        "base.id + i, l.to_id, l.since FROM n, base, model AS m JOIN link AS l ON l.from_id = "
        "m.person AND l.kind = 'responsible';"
        "INSERT INTO kase (id, programme, rule, occurrence, person, step, phase, started, "
        "deadline, due, awaiting, reminded, put_off) SELECT m.id + i, programme, rule, "
        "occurrence, base.id + i, step, phase, started, deadline + 100000000, due + 100000000 + "
        "i, awaiting, reminded, put_off FROM n, base, model AS m;"
        "COMMIT;";
    char text[sizeof sql + 32], *why = NULL;
    sqlite3 *db;

    sqlite3_snprintf(sizeof text, text, sql, (long long)count);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
        give_up("copying cases", why ? why : sqlite3_errmsg(db));
    sqlite3_close(db);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return 1e6 * values[count / 2];
}

static double microseconds_of_idle(struct world *w, instant now)
{
    double took[TICKS];

    for (int i = 0; i < TICKS; i++) {
        double start = seconds();
        must(w, engine_pass(w->engine, now), "a pass");
        took[i] = seconds() - start;
    }
    return median(took, TICKS);
}

static double microseconds_of_next(struct world *w)
{
    double took[TICKS];

    for (int i = 0; i < TICKS; i++) {
        double start = seconds();
        if (engine_next(w->engine) == INSTANT_NEVER)
            give_up("engine_next", "nothing is open");
        took[i] = seconds() - start;
    }
    return median(took, TICKS);
}

/* Ten fall due at a time. */
static double microseconds_of_ten(struct world *w)
{
    struct due_case due[10 * GROUPS];
    double took[GROUPS];
    int n = store_due_cases(w->store, PROGRAMME, INSTANT_NEVER - 1, INT64_MIN, 0, due, 10 * GROUPS);

    if (n < 10 * GROUPS || due[0].due == due[10].due || due[0].due != due[9].due)
        give_up("ticks", "the cases do not fall due ten at a time");
    for (int i = 0; i < GROUPS; i++) {
        silence_schedules(w, due[10 * i].due);
        double start = seconds();
        must(w, engine_pass(w->engine, due[10 * i].due), "a pass");
        took[i] = seconds() - start;
    }
    return median(took, GROUPS);
}

/* Mentors who are written to ten at a time, a minute apart; and many others. */
static void measure_ticks(struct world *w, int64_t open)
{
    instant at = FIFTEENTH + 3600;

    add_people(w, 10 * GROUPS, 10);
    silence_schedules(w, at + DAY);
    for (int i = 0; i < GROUPS; i++) {
        int64_t ids[BATCH];
        int n = store_people(w->store, PROGRAMME, "mentor", 0, ids, BATCH);

        must(w, store_begin(w->store), "beginning");
        for (int j = 10 * i; j < 10 * i + 10 && j < n; j++)
            check_in(w, ids[j], at + 60 * i);
        must(w, store_commit(w->store), "committing");
        settle(w, at + 60 * i);
    }
    copy_cases(w->config->store, open - 10 * GROUPS);
    double idle = microseconds_of_idle(w, at + DAY);
    double next = microseconds_of_next(w);
    printf("%.0f %.0f %.0f\n", idle, microseconds_of_ten(w), next);
}

static int run_command(struct world *w, const char *command, int count, char **arguments)
{
    int number = count > 0 ? atoi(arguments[0]) : 0;

    if (!strcmp(command, "people") && count == 2)
        add_people(w, number, atoi(arguments[1]));
    else if (!strcmp(command, "letters") && count == 2)
        add_letters(w, number, (size_t)atoi(arguments[1]));
    else if (!strcmp(command, "check-ins") && count == 1)
        add_check_ins(w, arguments[0]);
    else if (!strcmp(command, "occurrence") && count == 0)
        measure_occurrence(w);
    else if (!strcmp(command, "decisions") && count == 1)
        measure_decisions(w, arguments[0]);
    else if (!strcmp(command, "ticks") && count == 1)
        measure_ticks(w, number);
    else
        return -1;
    return 0;
}

int main(int argc, char **argv)
{
    struct world w = {0};

    if (argc < 3)
        give_up("bench_world CONFIG COMMAND", "the head of tests/tools/bench_world.c names them");
    log_init("bench_world", LOG_LEVEL_WARNING);
    read_config(&w, argv[1]);
    if (argc == 5 && !strcmp(argv[2], "wait")) {
        wait_for_rows(w.config->store, argv[3], atoll(argv[4]));
        return 0;
    }
    start_engine(&w);
    if (run_command(&w, argv[2], argc - 3, argv + 3) < 0)
        give_up(argv[2], "no such command, or not with so many arguments");
    world_close(&w);
    return 0;
}
