/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/backoff.h"
#include "daemon/doorbell.h"
#include "daemon/supervisor.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* Children report into a pipe: a letter each, or a letter and their process id. */
struct report {
    char what;
    pid_t pid;
};

static int to_test; /* the pipe's end of whoever reports */

static void tell(char what)
{
    struct report r = {.what = what, .pid = getpid()};
    ssize_t n = write(to_test, &r, sizeof r);

    (void)n;
}

struct fixture {
    int from_children;
    pid_t supervisor;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);
    int fds[2];

    assert_int_equal(pipe(fds), 0);
    f->from_children = fds[0];
    to_test = fds[1];
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    if (f->supervisor) {
        kill(f->supervisor, SIGKILL);
        waitpid(f->supervisor, NULL, 0);
    }
    close(f->from_children);
    close(to_test);
    test_free(f);
    return 0;
}

/* ---- children ------------------------------------------------------------- */

static void echo_bells(int doorbell)
{
    unsigned heard;

    doorbell_ring(doorbell, BELL_ALIVE);
    do {
        heard = doorbell_wait(doorbell, -1);
        if (heard & BELL_WAKE)
            tell('w');
    } while (!(heard & BELL_GONE));
    tell('g');
}

static int waits(const struct child_role *role, int doorbell)
{
    tell(*role->name);
    echo_bells(doorbell);
    return EX_OK;
}

static int rings_first(const struct child_role *role, int doorbell)
{
    tell(*role->name);
    doorbell_ring(doorbell, BELL_WAKE);
    return waits(role, doorbell);
}

static int is_configured_badly(const struct child_role *role, int doorbell)
{
    return EX_CONFIG;
}

static int reloads(const struct child_role *role, int doorbell)
{
    unsigned heard = 0;

    tell(*role->name);
    doorbell_ring(doorbell, BELL_ALIVE);
    while (!(heard & BELL_GONE)) {
        heard = doorbell_wait(doorbell, -1);
        if (heard & BELL_RELOAD)
            doorbell_ring(doorbell, role->context ? BELL_FAILED : BELL_RELOAD);
    }
    return EX_OK;
}

/* ---- the supervisor in a process of its own --------------------------------- */

static void start(struct fixture *f, const struct supervisor_options *options)
{
    f->supervisor = fork();
    if (f->supervisor == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(f->from_children);
        _exit(supervise(options));
    }
    assert_true(f->supervisor > 0);
}

static struct report next_report(struct fixture *f)
{
    struct pollfd pfd = {.fd = f->from_children, .events = POLLIN};
    struct report r = {0};

    assert_int_equal(poll(&pfd, 1, 20000), 1);
    assert_int_equal(read(f->from_children, &r, sizeof r), sizeof r);
    return r;
}

static pid_t expect(struct fixture *f, char what)
{
    struct report r = next_report(f);

    assert_int_equal(r.what, what);
    return r.pid;
}

static int exit_code(struct fixture *f)
{
    int status;

    assert_int_equal(waitpid(f->supervisor, &status, 0), f->supervisor);
    f->supervisor = 0;
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void tells_the_end_to_all_and_waits(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "E", waits, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){.plan = {roles, 1}});
    expect(f, 'E');
    assert_int_equal(kill(f->supervisor, SIGTERM), 0);
    expect(f, 'g');
    assert_int_equal(exit_code(f), EX_OK);
}

static void starts_again_what_was_killed(void **state)
{
    static const struct child_role roles[] = {{CHILD_SENDER, "S", waits, NULL}};
    struct fixture *f = *state;
    pid_t first, second;

    start(f, &(struct supervisor_options){.plan = {roles, 1}});
    first = expect(f, 'S');
    assert_int_equal(kill(first, SIGKILL), 0);
    second = expect(f, 'S');
    assert_int_not_equal(first, second);
    assert_int_equal(kill(f->supervisor, SIGTERM), 0);
    expect(f, 'g');
    assert_int_equal(exit_code(f), EX_OK);
}

static void passes_rings_on_to_the_engine(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "E", waits, NULL},
                                              {CHILD_READER, "R", rings_first, NULL}};
    struct fixture *f = *state;
    char seen[8] = "";
    pid_t engine = 0, woken = 0;

    start(f, &(struct supervisor_options){.plan = {roles, 2}});
    for (int i = 0; i < 4; i++) { /* E, R twice, and the engine's w, in some order */
        struct report r = next_report(f);
        seen[i] = r.what;
        engine = r.what == 'E' ? r.pid : engine;
        woken = r.what == 'w' ? r.pid : woken;
    }
    assert_int_not_equal(engine, 0);
    assert_int_equal(engine, woken);
    assert_non_null(strchr(seen, 'R'));
}

static void wakes_all_on_usr1(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "E", waits, NULL},
                                              {CHILD_SENDER, "S", waits, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){.plan = {roles, 2}});
    next_report(f);
    next_report(f);
    assert_int_equal(kill(f->supervisor, SIGUSR1), 0);
    assert_int_not_equal(expect(f, 'w'), expect(f, 'w'));
}

static void a_bad_configuration_ends_the_start(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "E", is_configured_badly, NULL},
                                              {CHILD_SENDER, "S", waits, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){.plan = {roles, 2}});
    assert_int_equal(exit_code(f), EX_CONFIG);
}

static void its_death_is_heard(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "E", waits, NULL},
                                              {CHILD_SENDER, "S", waits, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){.plan = {roles, 2}});
    next_report(f);
    next_report(f);
    kill(f->supervisor, SIGKILL);
    expect(f, 'g');
    expect(f, 'g');
}

/* ---- reloading ------------------------------------------------------------------ */

static const struct child_role second_roles[] = {{CHILD_ENGINE, "2", reloads, NULL}};

static enum reload_result gives_second_plan(void *context, struct child_plan *plan)
{
    *plan = (struct child_plan){second_roles, 1};
    return RELOAD_CHANGED;
}

static void says_whether_taken(void *context, int taken)
{
    tell(taken ? 't' : 'n');
}

static void a_changed_configuration_replaces_all(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "1", reloads, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){
                 .plan = {roles, 1}, .reload = gives_second_plan, .settled = says_whether_taken});
    expect(f, '1');
    assert_int_equal(kill(f->supervisor, SIGHUP), 0);
    expect(f, 't');
    expect(f, '2');
}

static void bad_rules_leave_all_as_it_was(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "1", reloads, "refuse"}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){
                 .plan = {roles, 1}, .reload = gives_second_plan, .settled = says_whether_taken});
    expect(f, '1');
    assert_int_equal(kill(f->supervisor, SIGHUP), 0);
    expect(f, 'n');
    assert_int_equal(kill(f->supervisor, SIGTERM), 0);
    assert_int_equal(exit_code(f), EX_OK);
}

static int reloads_when_told(const struct child_role *role, int doorbell)
{
    unsigned heard = 0;

    tell(*role->name);
    doorbell_ring(doorbell, BELL_ALIVE);
    while (!(heard & BELL_GONE)) {
        heard = doorbell_wait(doorbell, -1);
        if (heard & BELL_RELOAD)
            tell('r');
        if (heard & BELL_WAKE) /* what it began to read before is read */
            doorbell_ring(doorbell, BELL_RELOAD);
    }
    return EX_OK;
}

static enum reload_result gives_the_same(void *context, struct child_plan *plan)
{
    return RELOAD_SAME;
}

static void what_is_asked_for_during_a_reload_comes_after_it(void **state)
{
    static const struct child_role roles[] = {{CHILD_ENGINE, "1", reloads_when_told, NULL}};
    struct fixture *f = *state;

    start(f, &(struct supervisor_options){.plan = {roles, 1}, .reload = gives_the_same});
    expect(f, '1');
    assert_int_equal(kill(f->supervisor, SIGHUP), 0);
    expect(f, 'r');
    assert_int_equal(kill(f->supervisor, SIGHUP), 0);
    assert_int_equal(kill(f->supervisor, SIGUSR1), 0);
    expect(f, 'r');
    assert_int_equal(kill(f->supervisor, SIGTERM), 0);
    assert_int_equal(exit_code(f), EX_OK);
}

/* ---- alone ------------------------------------------------------------------------ */

static int gives_seven(const struct child_role *role, int doorbell)
{
    return doorbell == -1 ? 7 : 8;
}

static int is_killed(const struct child_role *role, int doorbell)
{
    raise(SIGKILL);
    return 0;
}

static void one_pass_gives_its_code(void **state)
{
    assert_int_equal(supervise_once(&(struct child_role){CHILD_SENDER, "S", gives_seven, NULL}), 7);
    assert_int_equal(supervise_once(&(struct child_role){CHILD_SENDER, "S", is_killed, NULL}),
                     EX_TEMPFAIL);
}

static void waits_double_up_to_a_minute(void **state)
{
    static const int64_t waits_ms[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    struct backoff b = {0};
    int64_t now = 5000;

    for (size_t i = 0; i < sizeof waits_ms / sizeof *waits_ms; i++) {
        backoff_started(&b, now);
        assert_int_equal(backoff_ended(&b, now + 10) - (now + 10), waits_ms[i]);
        now += 100;
    }
    backoff_started(&b, now);
    assert_int_equal(backoff_ended(&b, now + BACKOFF_HEALTHY_MS - 1), now + 359999);
    backoff_started(&b, now);
    assert_int_equal(backoff_ended(&b, now + BACKOFF_HEALTHY_MS), now + 301000);
}

static void doorbells_never_block(void **state)
{
    int fds[2];

    assert_int_equal(doorbell_pair(fds), 0);
    for (int i = 0; i < 1000000; i++)
        doorbell_ring(fds[0], BELL_WAKE);
    doorbell_ring(-1, BELL_WAKE);
    assert_int_equal(doorbell_heard(fds[1]), BELL_WAKE);
    assert_int_equal(doorbell_heard(fds[1]), 0);
    doorbell_ring(fds[1], BELL_ALIVE);
    doorbell_ring(fds[1], BELL_RELOAD);
    assert_int_equal(doorbell_wait(fds[0], -1), BELL_ALIVE | BELL_RELOAD);
    close(fds[0]);
    assert_int_equal(doorbell_heard(fds[1]), BELL_GONE);
    doorbell_ring(fds[1], BELL_ALIVE);
    close(fds[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_the_end_to_all_and_waits),
        TEST(starts_again_what_was_killed),
        TEST(passes_rings_on_to_the_engine),
        TEST(wakes_all_on_usr1),
        TEST(a_bad_configuration_ends_the_start),
        TEST(its_death_is_heard),
        TEST(a_changed_configuration_replaces_all),
        TEST(bad_rules_leave_all_as_it_was),
        TEST(what_is_asked_for_during_a_reload_comes_after_it),
        TEST(one_pass_gives_its_code),
        TEST(waits_double_up_to_a_minute),
        TEST(doorbells_never_block),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("supervisor", tests, NULL, NULL);
}
