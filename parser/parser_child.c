/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parser/parser_child.h"
#include "base/log.h"
#include "parser/sandbox.h"
#include "parser/tables.h"
#include "parser/wire.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Within the sandbox's limit together with the frames. */
#define ARENA_CEILING ((size_t)160 * 1024 * 1024)
/* A buffer that a large message has widened is not kept. */
#define KEPT_BUFFER ((size_t)1024 * 1024)

/* The next part as a string, NULL where it is NULL. The client builds its
 * frames right; one that is not ends the process. */
static const char *string_part(struct wire_reader *r, struct arena *a)
{
    const char *bytes;
    size_t len;

    if (wire_part(r, &bytes, &len) < 0)
        die("the parser was sent half a request");
    return bytes ? arena_strndup(a, bytes, len) : NULL;
}

static struct mail_self self_part(struct wire_reader *r, struct arena *a)
{
    const char *address = string_part(r, a);

    return (struct mail_self){.address = address, .authserv_id = string_part(r, a)};
}

static const char *message_part(struct wire_reader *r, size_t *len)
{
    const char *bytes;

    if (wire_part(r, &bytes, len) < 0 || !bytes)
        die("the parser was sent no message");
    return bytes;
}

static const char *answer_head(struct wire_reader *r, struct arena *a,
                               const struct parser_calls *calls)
{
    struct mail_self self = self_part(r, a);
    struct mail_head head = {0};
    size_t len;
    const char *bytes = message_part(r, &len);

    calls->head(a, bytes, len, &self, &head);
    return mail_head_to_json(a, &head);
}

static const char *answer_read(struct wire_reader *r, struct arena *a,
                               const struct parser_calls *calls)
{
    struct mail_hints hints = {.self = self_part(r, a)};
    struct mail_facts facts = {0};
    const char *bytes;
    size_t len;

    hints.original = string_part(r, a);
    hints.bare_text = string_part(r, a) != NULL;
    bytes = message_part(r, &len);
    calls->read(a, bytes, len, &hints, &facts);
    return mail_facts_to_json(a, &facts);
}

static const char *answer(const struct buf *request, struct arena *a,
                          const struct parser_calls *calls)
{
    struct wire_reader r = wire_open(request);

    switch (r.kind) {
    case WIRE_HEAD:
        return answer_head(&r, a, calls);
    case WIRE_READ:
        return answer_read(&r, a, calls);
    case WIRE_FACTS:
    case WIRE_READY:
        break;
    }
    die("the parser was sent an unknown request");
}

static void keep_small(struct buf *b)
{
    if (b->cap > KEPT_BUFFER)
        buf_release(b);
}

static void tell_ready(int fd, struct buf *frame)
{
    wire_begin(frame, WIRE_READY);
    wire_end(frame);
    if (wire_send(fd, frame, WIRE_FOREVER) < 0)
        die("the parser cannot say that it is ready: %s", strerror(errno));
}

/* _exit, as exit handlers and the leak check want calls that the sandbox refuses. */
static _Noreturn void serve(int fd, const struct parser_calls *calls)
{
    struct arena *a = arena_new(ARENA_CEILING);
    struct buf request = BUF_INIT(WIRE_MAX_REQUEST + WIRE_SLACK);
    struct buf reply = BUF_INIT(WIRE_MAX_ANSWER);
    int n;

    tell_ready(fd, &reply);
    while ((n = wire_receive(fd, &request, WIRE_FOREVER)) > 0) {
        wire_begin(&reply, WIRE_FACTS);
        wire_add_string(&reply, answer(&request, a, calls));
        wire_end(&reply);
        if (wire_send(fd, &reply, WIRE_FOREVER) < 0)
            die("the parser cannot answer: %s", strerror(errno));
        arena_reset(a);
        if (!wire_rest(&request))
            keep_small(&request);
        keep_small(&reply);
    }
    if (n < 0)
        log_error("the parser cannot read its request: %s", strerror(errno));
    _exit(n < 0);
}

void parser_child_run(int fd, const struct parser_calls *calls)
{
    struct err why;

    if (sandbox_close_files(fd, &why) < 0 || sandbox_enter(&why) < 0) {
        log_error("%s", why.text);
        _exit(1);
    }
    serve(fd, calls);
}

/* libzip turns the dates in an archive into instants, by the zone of this process;
 * where TZ is not set the C library asks a file for it, each time. */
static void fix_zone(void)
{
    if (setenv("TZ", "UTC0", 1) < 0)
        die("out of memory");
    tzset();
}

void parser_child_main(int fd)
{
    static const struct parser_calls real = {.head = mail_read_head, .read = tables_mail_read};

    mail_init();
    fix_zone();
    parser_child_run(fd, &real);
}
