/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parser/parser.h"
#include "base/log.h"
#include "parser/tables.h"
#include "parser/wire.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

/* What is asked ahead fits into the socket, so that the two never wait for each
 * other to read. The kernel's bookkeeping takes as much again, and more. */
#define AHEAD_REQUESTS 16
#define AHEAD_BYTES    ((size_t)64 * 1024)

struct request {
    enum wire_kind kind;
    const char *bytes; /* foreign, as all that hints point to */
    size_t len;
    struct mail_hints hints; /* of WIRE_HEAD only self */
};

struct parser {
    struct parser_options options;
    bool in_process;
    pid_t pid; /* 0: none */
    int fd;
    struct buf request, reply;

    struct request asked[AHEAD_REQUESTS]; /* a ring, the oldest first */
    size_t oldest, asked_count, asked_bytes;
    int64_t since; /* when the oldest was the next to be read */
};

struct parser *parser_new(const struct parser_options *options)
{
    struct parser *p = checked(calloc(1, sizeof *p));

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
    p->asked_count = p->asked_bytes = 0;
    buf_reset(&p->reply);
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

/* What it does itself ends it by another signal, or by a code. */
static bool killed_from_outside(int status)
{
    int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    return sig == SIGKILL || sig == SIGTERM || sig == SIGINT || sig == SIGHUP;
}

static enum parser_result failed(struct parser *p, struct err *why)
{
    bool late = errno == ETIMEDOUT, lives = late || errno == EBADMSG;
    int status = end_child(p);

    if (!lives && killed_from_outside(status)) {
        err_set(why, "the parser was killed while it read it");
        return PARSER_KILLED;
    }
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

/* ---- asking ------------------------------------------------------------------- */

static enum parser_result too_large(struct err *why)
{
    err_set(why, "it is larger than %u bytes", MAIL_MAX_BYTES);
    return PARSER_FAILED;
}

static void write_request(struct buf *frame, const struct request *r)
{
    wire_begin(frame, r->kind);
    wire_add_string(frame, r->hints.self.address);
    wire_add_string(frame, r->hints.self.authserv_id);
    if (r->kind == WIRE_READ) {
        wire_add_string(frame, r->hints.original);
        wire_add_string(frame, r->hints.bare_text ? "" : NULL);
    }
    wire_add(frame, r->bytes ? r->bytes : "", r->len);
    wire_end(frame);
}

static size_t size_of(const struct request *r)
{
    return r->len + (r->hints.original ? strlen(r->hints.original) : 0);
}

static bool has_room(const struct parser *p, const struct request *r)
{
    return !p->asked_count || (p->asked_count < AHEAD_REQUESTS &&
                               p->asked_bytes + size_of(r) <= AHEAD_BYTES && !p->in_process);
}

static void put_down(struct parser *p, const struct request *r)
{
    if (!p->asked_count)
        p->since = wire_clock();
    p->asked[(p->oldest + p->asked_count++) % AHEAD_REQUESTS] = *r;
    p->asked_bytes += size_of(r);
}

/* A process that has died is noticed when its oldest answer is taken: the
 * message that it had then is to blame, and not this one. */
static enum parser_result ask(struct parser *p, const struct request *r, struct err *why)
{
    if (r->len > MAIL_MAX_BYTES)
        return too_large(why);
    if (!has_room(p, r))
        return PARSER_LATER;
    if (!p->asked_count && parser_start(p, why) < 0)
        return PARSER_MISSING;
    put_down(p, r);
    if (p->in_process)
        return PARSER_OK;
    write_request(&p->request, r);
    wire_send(p->fd, &p->request, wire_clock() + p->options.limit_ms);
    keep_small(&p->request);
    return PARSER_OK;
}

enum parser_result parser_ask_head(struct parser *p, const char *bytes, size_t len,
                                   const struct mail_self *self, struct err *why)
{
    struct request r = {.kind = WIRE_HEAD, .bytes = bytes, .len = len, .hints = {.self = *self}};

    return ask(p, &r, why);
}

enum parser_result parser_ask_facts(struct parser *p, const char *bytes, size_t len,
                                    const struct mail_hints *hints, struct err *why)
{
    struct request r = {.kind = WIRE_READ, .bytes = bytes, .len = len, .hints = *hints};

    return ask(p, &r, why);
}

/* ---- taking ------------------------------------------------------------------- */

bool parser_has_answered(const struct parser *p)
{
    struct pollfd pfd = {.fd = p->fd, .events = POLLIN};

    if (!p->asked_count || p->in_process)
        return false;
    return wire_rest(&p->reply) || poll(&pfd, 1, 0) > 0;
}

/* The oldest is answered; the process is at the next. */
static struct request take_down(struct parser *p)
{
    struct request r = p->asked[p->oldest];

    p->oldest = (p->oldest + 1) % AHEAD_REQUESTS;
    p->asked_count--;
    p->asked_bytes -= size_of(&r);
    p->since = wire_clock();
    return r;
}

/* What has begun to answer before anybody waited for it was in time, as far as can be told; a
 * large answer is held up by a client that does something else. */
static int64_t deadline(const struct parser *p)
{
    return (parser_has_answered(p) ? wire_clock() : p->since) + p->options.limit_ms;
}

/* Finds the JSON of the answer, which stays in p->reply. */
static enum parser_result receive(struct parser *p, const char **json, size_t *len, struct err *why)
{
    struct wire_reader r;
    int n;

    if (!wire_rest(&p->reply))
        keep_small(&p->reply);
    n = wire_receive(p->fd, &p->reply, deadline(p));
    if (n != 1) {
        errno = n ? errno : EPIPE;
        return failed(p, why);
    }
    take_down(p);
    r = wire_open(&p->reply);
    if (r.kind != WIRE_FACTS || wire_part(&r, json, len) < 0 || !*json || r.at != r.end ||
        (!p->asked_count && wire_rest(&p->reply))) {
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

enum parser_result parser_take_head(struct parser *p, struct arena *a, struct mail_head *out,
                                    struct err *why)
{
    enum parser_result result;
    const char *json;
    size_t json_len;

    if (p->in_process) {
        struct request r = take_down(p);
        mail_read_head(a, r.bytes, r.len, &r.hints.self, out);
        return PARSER_OK;
    }
    result = receive(p, &json, &json_len, why);
    if (result == PARSER_OK && mail_head_from_json(a, json, json_len, out, why) < 0)
        return distrust(p, why);
    return result;
}

enum parser_result parser_take_facts(struct parser *p, struct arena *a, struct mail_facts *out,
                                     struct err *why)
{
    enum parser_result result;
    const char *json;
    size_t json_len;

    if (p->in_process) {
        struct request r = take_down(p);
        tables_mail_read(a, r.bytes, r.len, &r.hints, out);
        return PARSER_OK;
    }
    result = receive(p, &json, &json_len, why);
    if (result == PARSER_OK && mail_facts_from_json(a, json, json_len, out, why) < 0)
        return distrust(p, why);
    return result;
}
