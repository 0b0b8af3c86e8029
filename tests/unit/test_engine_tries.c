/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_engine_tries.c - a message is set aside when it ends the parser or the engine three times
 * over; what is killed for other reasons loses none, and neighbours are decided in any case. */
#include "engine/engine_internal.h"
#include "parser/parser_child.h"
#include "parser/wire.h"
#include "store/internal.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANA "Ana Ruiz <ana@example.org>"
#define DAN "Dan Weiss <dan@example.org>"

static void put_message(struct scene *s, const char *from, const char *text)
{
    const char *raw =
        arena_printf(s->arena, "From: %s\nSubject: Re: hello %u\nMessage-ID: <%u@x>\n\n%s\n", from,
                     s->messages, s->messages, text);
    struct err e;

    s->messages++;
    if (simulation_receive(&s->sim, raw, strlen(raw), &e) < 0)
        fail_msg("%s", e.text);
}

static int64_t outcomes(struct scene *s, const char *outcome)
{
    return scene_number(
        s, arena_printf(s->arena, "SELECT count(*) FROM inbox_done WHERE outcome = '%s'", outcome));
}

/* ---- a parser that is killed ----------------------------------------------------------- */

static int *kills; /* shared: so many more parsers are killed at their first request */

static _Noreturn void killed_child(int fd)
{
    struct buf frame = BUF_INIT(1 << 20);

    if (*kills <= 0)
        parser_child_main(fd);
    wire_begin(&frame, WIRE_READY);
    wire_end(&frame);
    if (wire_send(fd, &frame, WIRE_FOREVER) < 0 || wire_receive(fd, &frame, WIRE_FOREVER) != 1)
        _exit(1);
    --*kills;
    raise(SIGKILL);
    _exit(1);
}

static void pass_with_kills(struct scene *s, int count)
{
    struct parser_options options = {.child = killed_child};
    struct parser *good = s->sim.engine->parser;

    kills = mmap(NULL, sizeof *kills, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(kills != MAP_FAILED);
    *kills = count;
    s->sim.engine->parser = parser_new(&options);
    assert_int_equal(engine_pass(s->sim.engine, s->sim.now), 1);
    assert_int_equal(*kills, 0);
    parser_free(s->sim.engine->parser);
    s->sim.engine->parser = good;
    munmap(kills, sizeof *kills);
}

static void a_parser_that_is_killed_costs_no_message(void **state)
{
    struct scene *s = *state;

    put_message(s, ANA, "All is well.");
    put_message(s, DAN, "Here, too.");
    pass_with_kills(s, 2);
    assert_int_equal(outcomes(s, "decided"), 2);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), 1);
    assert_int_equal(scene_events(s, "heard", "human", s->dan), 1);
}

static void a_message_that_has_it_killed_is_set_aside(void **state)
{
    struct scene *s = *state;

    put_message(s, ANA, "All is well.");
    put_message(s, DAN, "Here, too.");
    pass_with_kills(s, 3);
    assert_int_equal(outcomes(s, "unsorted"), 1); /* it may be Ana's answer */
    assert_int_equal(outcomes(s, "decided"), 1);
    assert_int_equal(scene_events(s, "heard", "human", s->dan), 1);
    assert_true(scene_reached(s, "admin@example.org", "the parser was killed while it read it"));
}

/* ---- an engine that a message kills ------------------------------------------------------ */

#define POISON "poison@example.net"

/* Reading looks for the letter that is answered. While one is decided, all that was asked ahead is
 * waited for: so reading ahead comes to it in any case. */
static int on_statement(unsigned what, void *engine, void *statement, void *text)
{
    struct engine *e = engine;
    char *sql = sqlite3_expanded_sql(statement);

    (void)what, (void)text;
    if (sql && strstr(sql, POISON))
        raise(SIGKILL);
    if (sql && strstr(sql, "INTO inbox_done"))
        while (e->ahead->asked_count && !parser_has_answered(e->parser))
            ;
    sqlite3_free(sql);
    return 0;
}

/* A pass of an engine with a parser, as the daemon starts them; in a process of its own. */
static _Noreturn void live(struct scene *s, const char *path)
{
    struct parser_options options = {.child = parser_child_main};
    struct parser *parser = parser_new(&options);
    struct store *store;
    struct engine *e;
    struct diags d;
    struct err why;

    diags_init(&d, s->arena);
    if (store_open(&store, path, STORE_WRITE, &why) < 0 ||
        !(e = engine_new(&s->config, store, parser, &d, &why))) {
        print_error("%s\n", why.text);
        _exit(2);
    }
    sqlite3_trace_v2(store->db, SQLITE_TRACE_STMT, on_statement, e);
    _exit(engine_pass(e, s->sim.now) < 0);
}

static void copy_store(struct scene *s, const char *path)
{
    sqlite3 *db;
    sqlite3_backup *copy;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    copy = sqlite3_backup_init(db, "main", s->sim.store->db, "main");
    assert_int_equal(sqlite3_backup_step(copy, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(copy), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* How often an engine is killed until one comes to its end. */
static int lives_lost(struct scene *s, const char *path)
{
    for (int lost = 0; lost < 10; lost++) {
        pid_t pid = fork();
        int status;

        if (pid == 0)
            live(s, path);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        if (WIFEXITED(status)) {
            assert_int_equal(WEXITSTATUS(status), 0);
            return lost;
        }
        assert_int_equal(WTERMSIG(status), SIGKILL);
    }
    fail_msg("it is never set aside");
    return -1;
}

/* The first death is uncounted: those before it are not decided, so its claim was not committed.
 * Three times it is read; three times its headers are looked at, which ends the engine as well. */
static void a_message_that_ends_the_engine_ahead_is_set_aside(void **state)
{
    struct scene *s = *state;
    char *folder = store_test_folder(), *path = arena_printf(s->arena, "%s/store", folder);

    for (int i = 0; i < MESSAGES_AT_ONCE; i++)
        put_message(s, ANA, "All is well.");
    put_message(s, POISON "\nIn-Reply-To: <" POISON ">", "All is ill.");
    put_message(s, DAN, "Here, too.");
    copy_store(s, path);
    assert_int_equal(lives_lost(s, path), 1 + 3 + 3);

    struct store *memory = s->sim.store;
    struct err why;
    assert_int_equal(store_open(&s->sim.store, path, STORE_WRITE, &why), 0);
    assert_int_equal(outcomes(s, "decided"), MESSAGES_AT_ONCE + 1);
    assert_int_equal(outcomes(s, "aside"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM inbox_unread"), 1);
    assert_int_equal(scene_events(s, "heard", "human", s->ana), MESSAGES_AT_ONCE);
    assert_int_equal(scene_events(s, "heard", "human", s->dan), 1);
    store_close(s->sim.store);
    s->sim.store = memory;
    store_test_remove(folder);
}

#define T(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_parser_that_is_killed_costs_no_message),
        T(a_message_that_has_it_killed_is_set_aside),
        T(a_message_that_ends_the_engine_ahead_is_set_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
