/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/parser.h"
#include "base/log.h"
#include "daemon/tables.h"
#include "daemon/wire.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_MS    10000
#define START_MS    30000 /* a loaded machine, with sanitizers */
#define SOCKET_SIZE (1024 * 1024)
#define CHILD_FD    3
#define KEPT_BUFFER ((size_t)1024 * 1024)

struct parser {
    struct parser_options options;
    bool in_process;
    pid_t pid; /* 0: none */
    int fd;
    struct buf request, reply;
};

struct parser *parser_new(const struct parser_options *options)
{
    struct parser *p = calloc(1, sizeof *p);

    if (!p)
        die("out of memory");
    if (options)
        p->options = *options;
    if (p->options.limit_ms <= 0)
        p->options.limit_ms = LIMIT_MS;
    p->fd = -1;
    p->request = BUF_INIT(WIRE_MAX_REQUEST);
    p->reply = BUF_INIT(WIRE_MAX_ANSWER + WIRE_SLACK);
    return p;
}

struct parser *parser_in_process(void)
{
    struct parser *p = parser_new(NULL);

    p->in_process = true;
    mail_init();
    return p;
}

pid_t parser_pid(const struct parser *p)
{
    return p->pid;
}

static void forget_child(struct parser *p)
{
    close_fdp(&p->fd);
    p->fd = -1;
    p->pid = 0;
}

/* Kills the process, and returns how it ended: a status of waitpid. */
static int end_child(struct parser *p)
{
    int status = 0;

    kill(p->pid, SIGKILL);
    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
        ;
    forget_child(p);
    return status;
}

void parser_free(struct parser *p)
{
    if (!p)
        return;
    if (p->pid)
        end_child(p);
    buf_release(&p->request);
    buf_release(&p->reply);
    free(p);
}

/* In the child, before the exec: only what may be called after a fork. The
 * signals that a service blocks or ignores are taken for what they are. */
static _Noreturn void become_parser(const struct parser_options *options, int fd)
{
    static char number[] = {'0' + CHILD_FD, '\0'};
    char *argv[] = {(char[]){"mentord"}, (char[]){"--parser"}, number, NULL};
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (options->child) {
        options->child(fd);
    } else if (fd == CHILD_FD ? fcntl(fd, F_SETFD, 0) == 0 : dup2(fd, CHILD_FD) == CHILD_FD) {
        execv(options->program ? options->program : "/proc/self/exe", argv);
    }
    _exit(127);
}

static int pair(int fds[2], struct err *why)
{
    int size = SOCKET_SIZE;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
        return err_set(why, "cannot make a socket for the parser: %s", strerror(errno));
    for (int i = 0; i < 2; i++) /* the kernel grants what it has; less is slower, no more */
        setsockopt(fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    return 0;
}

static int spawn(struct parser *p, struct err *why)
{
    int fds[2];

    if (pair(fds, why) < 0)
        return -1;
    p->pid = fork();
    if (p->pid == 0)
        become_parser(&p->options, fds[1]);
    close(fds[1]);
    p->fd = fds[0];
    if (p->pid > 0)
        return 0;
    err_set(why, "cannot start the parser: %s", strerror(errno));
    forget_child(p);
    return -1;
}

/* An idle process that was killed from outside is no message's fault. */
static void notice_death(struct parser *p)
{
    if (p->pid && waitpid(p->pid, NULL, WNOHANG) != 0)
        forget_child(p);
}

int parser_start(struct parser *p, struct err *why)
{
    if (p->in_process)
        return 0;
    notice_death(p);
    if (p->pid)
        return 0;
    if (spawn(p, why) < 0)
        return -1;
    if (wire_receive(p->fd, &p->reply, wire_clock() + START_MS) == 1 &&
        wire_open(&p->reply).kind == WIRE_READY)
        return 0;
    end_child(p);
    return err_set(why, "the parser process ended before its sandbox was closed; "
                        "its own line in the log says why");
}

static enum parser_result failed(struct parser *p, struct err *why)
{
    bool late = errno == ETIMEDOUT;
    int status = end_child(p);

    if (late)
        err_set(why, "reading it took more than %d ms", p->options.limit_ms);
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        err_set(why, "the parser tried what its sandbox forbids");
    else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
        err_set(why, "the parser ended by signal %d (%s)", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    else if (WIFEXITED(status))
        err_set(why, "the parser ended with code %d", WEXITSTATUS(status));
    else
        err_set(why, "the parser answered nonsense");
    return PARSER_FAILED;
}

static void keep_small(struct buf *b)
{
    if (b->cap > KEPT_BUFFER)
        buf_release(b);
}

/* Sends the request and finds the JSON of the answer, which stays in p->reply. */
static enum parser_result round_trip(struct parser *p, const char **json, size_t *len,
                                     struct err *why)
{
    int64_t deadline;
    struct wire_reader r;
    int n;

    keep_small(&p->reply);
    if (parser_start(p, why) < 0)
        return PARSER_MISSING;
    deadline = wire_clock() + p->options.limit_ms;
    if (wire_send(p->fd, &p->request, deadline) < 0)
        return failed(p, why);
    keep_small(&p->request);
    n = wire_receive(p->fd, &p->reply, deadline);
    if (n != 1) {
        errno = n ? errno : EPIPE;
        return failed(p, why);
    }
    r = wire_open(&p->reply);
    if (r.kind != WIRE_FACTS || wire_part(&r, json, len) < 0 || !*json || r.at != r.end) {
        errno = EBADMSG;
        return failed(p, why);
    }
    return PARSER_OK;
}

/* The facts were no facts: the reader of JSON said why. */
static enum parser_result distrust(struct parser *p, struct err *why)
{
    struct err detail = *why;

    end_child(p);
    err_set(why, "the parser answered nonsense: %.400s", detail.text);
    return PARSER_FAILED;
}

static enum parser_result too_large(struct err *why)
{
    err_set(why, "it is larger than %u bytes", MAIL_MAX_BYTES);
    return PARSER_FAILED;
}

static void request_begin(struct parser *p, enum wire_kind kind, const struct mail_self *self)
{
    wire_begin(&p->request, kind);
    wire_add_string(&p->request, self->address);
    wire_add_string(&p->request, self->authserv_id);
}

static void request_end(struct parser *p, const char *bytes, size_t len)
{
    wire_add(&p->request, bytes ? bytes : "", len);
    wire_end(&p->request);
}

enum parser_result parser_head(struct parser *p, struct arena *a, const char *bytes, size_t len,
                               const struct mail_self *self, struct mail_head *out, struct err *why)
{
    enum parser_result result;
    const char *json;
    size_t json_len;

    if (len > MAIL_MAX_BYTES)
        return too_large(why);
    if (p->in_process) {
        mail_read_head(a, bytes, len, self, out);
        return PARSER_OK;
    }
    request_begin(p, WIRE_HEAD, self);
    request_end(p, bytes, len);
    result = round_trip(p, &json, &json_len, why);
    if (result == PARSER_OK && mail_head_from_json(a, json, json_len, out, why) < 0)
        return distrust(p, why);
    return result;
}

enum parser_result parser_read(struct parser *p, struct arena *a, const char *bytes, size_t len,
                               const struct mail_hints *hints, struct mail_facts *out,
                               struct err *why)
{
    enum parser_result result;
    const char *json;
    size_t json_len;

    if (len > MAIL_MAX_BYTES)
        return too_large(why);
    if (p->in_process) {
        tables_mail_read(a, bytes, len, hints, out);
        return PARSER_OK;
    }
    request_begin(p, WIRE_READ, &hints->self);
    wire_add_string(&p->request, hints->original);
    wire_add_string(&p->request, hints->bare_text ? "" : NULL);
    request_end(p, bytes, len);
    result = round_trip(p, &json, &json_len, why);
    if (result == PARSER_OK && mail_facts_from_json(a, json, json_len, out, why) < 0)
        return distrust(p, why);
    return result;
}
