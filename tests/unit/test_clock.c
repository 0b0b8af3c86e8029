/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/clock.h"
#include "daemon/notify.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static instant parse(const char *line)
{
    struct err why;
    instant t;

    if (clock_parse_line(line, &t, &why) < 0)
        fail_msg("%s", why.text);
    return t;
}

static void a_line_is_a_time_somewhere(void **state)
{
    assert_int_equal(parse("2026-12-15 10:00 America/New_York\n"), 1797346800);
    assert_int_equal(parse("2026-12-15 10:00 UTC"), 1797328800);
    assert_int_equal(parse("2026-12-15 10:00"), 1797328800);
    assert_int_equal(parse("2026-12-15T10:00:05\r\n"), 1797328805);
    assert_int_equal(parse("2026-12-15 Europe/Berlin"), 1797289200);
    assert_int_equal(parse("2026-12-15"), 1797292800);
}

static void other_lines_are_refused(void **state)
{
    static const char *const lines[] = {"",
                                        "now",
                                        "2026-02-30 10:00 UTC",
                                        "2026-12-15 10:00 Mars/Olympus",
                                        "2026-12-15 10:00 America/New_York please",
                                        "10:00"};
    struct err why;
    instant t;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(clock_parse_line(lines[i], &t, &why), -1);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void a_file_is_read_each_time(void **state)
{
    char path[] = "/tmp/test_clock.XXXXXX";
    struct clock clock = clock_file(path);
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    close(fd);
    write_file(path, "2026-12-15 10:00\n");
    assert_int_equal(clock_now(&clock), 1797328800);
    write_file(path, "2026-12-15 10:01\n");
    assert_int_equal(clock_now(&clock), 1797328860);
    write_file(path, ""); /* as it is for a moment while somebody writes it */
    assert_int_equal(clock_now(&clock), 1797328860);
    unlink(path);
    assert_int_equal(clock_now(&clock), 1797328860);
}

static void systemd_is_told(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t size;
    char name[64], text[64] = "";
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

    snprintf(name, sizeof name, "@test_clock/%d", (int)getpid());
    strcpy(address.sun_path, name);
    address.sun_path[0] = '\0';
    size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
    assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
    setenv("NOTIFY_SOCKET", name, 1);
    notify("READY=1");
    assert_int_equal(recv(fd, text, sizeof text, MSG_DONTWAIT), 7);
    assert_memory_equal(text, "READY=1", 7);
    setenv("NOTIFY_SOCKET", "relative", 1);
    notify("READY=1");
    unsetenv("NOTIFY_SOCKET");
    notify("READY=1");
    assert_int_equal(recv(fd, text, sizeof text, MSG_DONTWAIT), -1);
    close(fd);
}

static void the_watchdog_is_fed_twice_as_often(void **state)
{
    unsetenv("WATCHDOG_USEC");
    assert_int_equal(notify_watchdog_ms(), -1);
    setenv("WATCHDOG_USEC", "120000000", 1);
    assert_int_equal(notify_watchdog_ms(), 60000);
    unsetenv("WATCHDOG_USEC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_time_somewhere),
        cmocka_unit_test(other_lines_are_refused),
        cmocka_unit_test(a_file_is_read_each_time),
        cmocka_unit_test(systemd_is_told),
        cmocka_unit_test(the_watchdog_is_fed_twice_as_often),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
