/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/script_server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct script_server {
    pthread_t thread;
    int listener;
    int port;
    int bell[2];
    const char *const *scripts;
    char trouble[500];
};

static bool send_all(int fd, const char *bytes, size_t n)
{
    return send(fd, bytes, n, MSG_NOSIGNAL) == (ssize_t)n;
}

static void send_often(int fd, const char *bytes, size_t n)
{
    for (int i = 0; i < 100000 && send_all(fd, bytes, n); i++)
        ;
}

static bool read_line(int fd, char *line, size_t size)
{
    size_t n = 0;
    char c;
    while (n + 1 < size && recv(fd, &c, 1, 0) == 1) {
        if (c == '\n') {
            line[n] = '\0';
            return true;
        }
        if (c != '\r')
            line[n++] = c;
    }
    line[n] = '\0';
    return false;
}

static void expect_line(struct script_server *s, int fd, const char *wanted)
{
    char line[2000];
    if (!read_line(fd, line, sizeof line) || strncmp(line, wanted, strlen(wanted)) != 0)
        snprintf(s->trouble, sizeof s->trouble, "wanted \"%.200s\", got \"%.200s\"", wanted, line);
}

static void skip_to_dot(int fd)
{
    char line[2000];
    while (read_line(fd, line, sizeof line) && strcmp(line, ".") != 0)
        ;
}

static void wait_for_close(int fd)
{
    char rest[1000];
    while (recv(fd, rest, sizeof rest, 0) > 0)
        ;
}

static void reset(int fd)
{
    struct linger now = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* What is said in one breath arrives in one piece, as from a server that answers a pipeline. */
static void say(int fd, const char *text, size_t n, bool goes_on)
{
    if (send(fd, text, n, MSG_NOSIGNAL | (goes_on ? MSG_MORE : 0)) != (ssize_t)n)
        return; /* the client has gone: the next line that is wanted tells */
}

static void play_line(struct script_server *s, int fd, char *line, bool goes_on)
{
    const char *text = line[0] && line[1] ? line + 2 : "";
    char with_end[1100];
    int n = snprintf(with_end, sizeof with_end, "%s\r\n", text);
    switch (line[0]) {
    case '>':
        say(fd, with_end, (size_t)n, goes_on);
        break;
    case '=':
        send_all(fd, text, strlen(text));
        break;
    case '*':
        send_often(fd, with_end, (size_t)n);
        break;
    case '#':
        send_often(fd, text, strlen(text));
        break;
    case '<':
        expect_line(s, fd, text);
        break;
    case '.':
        skip_to_dot(fd);
        break;
    case '?':
        if (write(s->bell[1], "", 1) != 1)
            abort();
        break;
    case '$':
        wait_for_close(fd);
        break;
    case '!':
        reset(fd);
        break;
    default:
        abort();
    }
}

static void play(struct script_server *s, int fd, const char *script)
{
    char *copy = strdup(script), *rest = copy, *line;
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    while (!s->trouble[0] && (line = strsep(&rest, "\n")))
        if (*line)
            play_line(s, fd, line, rest && *rest == '>');
    free(copy);
    close(fd);
}

static void *serve(void *context)
{
    struct script_server *s = context;
    for (const char *const *script = s->scripts; *script; script++) {
        int fd = accept(s->listener, NULL, NULL);
        if (fd < 0)
            break;
        play(s, fd, *script);
    }
    return NULL;
}

struct script_server *script_server_start(const char *const *scripts)
{
    struct script_server *s = calloc(1, sizeof *s);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    s->scripts = scripts;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(s->listener, 100), 0);
    assert_int_equal(getsockname(s->listener, (struct sockaddr *)&address, &size), 0);
    s->port = ntohs(address.sin_port);
    assert_int_equal(pipe(s->bell), 0);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    return s;
}

int script_server_port(const struct script_server *s)
{
    return s->port;
}

int script_server_bell(const struct script_server *s)
{
    return s->bell[0];
}

void script_server_finish(struct script_server *s)
{
    char trouble[500];
    shutdown(s->listener, SHUT_RDWR); /* for scripts that nobody came for */
    pthread_join(s->thread, NULL);
    close(s->listener);
    close(s->bell[0]);
    close(s->bell[1]);
    strcpy(trouble, s->trouble);
    free(s);
    assert_string_equal(trouble, "");
}

static bool matches(const char *got, const char *wanted)
{
    while (*got && *wanted) {
        if (*wanted == '*') {
            got += strcspn(got, "\n");
            wanted++;
        }
        if (*got++ != *wanted++)
            return false;
    }
    return *got == *wanted;
}

void assert_lines(const char *got, const char *wanted)
{
    if (!matches(got, wanted))
        assert_string_equal(got, wanted);
}
