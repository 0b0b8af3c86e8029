/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "base/log.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs act in a child; what it wrote to standard error goes into out. Returns
 * its exit status. */
static int logged(void (*act)(void), struct buf *out)
{
    int ends[2], status;
    pid_t pid;
    ssize_t got;

    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(0);
    }
    close(ends[1]);
    while ((got = read(ends[0], buf_reserve(out, 4096), 4096)) > 0)
        out->len += (size_t)got;
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void log_plainly(void)
{
    log_init("reader", LOG_LEVEL_INFO);
    errno = ENOENT;
    log_error("mailbox %d: %m", 3);
    log_notice("line one\nline two\033[2J");
    log_debug("not shown");
    if (errno != ENOENT)
        log_error("errno was changed");
}

static void a_line_an_occurrence(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(100000);

    assert_int_equal(logged(log_plainly, &out), 0);
    assert_string_equal(buf_str(&out), "reader: error: mailbox 3: No such file or directory\n"
                                       "reader: line one line two [2J\n");
}

static void log_to_journal(void)
{
    struct stat st;
    char stream[64];

    fstat(STDERR_FILENO, &st);
    snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
    setenv("JOURNAL_STREAM", stream, 1);
    log_init("sender", LOG_LEVEL_DEBUG);
    log_warning("slow");
    log_debug("detail");
    setenv("JOURNAL_STREAM", "1:2", 1);
    log_init("sender", LOG_LEVEL_DEBUG);
    log_warning("elsewhere");
}

static void the_journal_gets_priorities(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(100000);

    logged(log_to_journal, &out);
    assert_string_equal(buf_str(&out), "<4>sender: slow\n<7>sender: detail\n"
                                       "sender: warning: elsewhere\n");
}

static void log_a_long_line(void)
{
    char text[5000];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    log_init("engine", LOG_LEVEL_INFO);
    log_info("%s", text);
    die("ceiling of %d", 7);
}

static void long_lines_are_cut_and_die_ends_the_process(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(100000);

    assert_int_equal(logged(log_a_long_line, &out), 70);
    assert_true(out.len > 1000 && out.len < 2200);
    assert_non_null(strstr(buf_str(&out), "xx\nengine: error: ceiling of 7\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_an_occurrence),
        cmocka_unit_test(the_journal_gets_priorities),
        cmocka_unit_test(long_lines_are_cut_and_die_ends_the_process),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
