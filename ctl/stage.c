/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/stage.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_ROUNDS 1000 /* at one instant; more is a circle */

static instant stage_clock(void *context)
{
    const struct stage *s = context;

    return s->now;
}

/* ---- opening --------------------------------------------------------------------- */

static const char *inbox(const struct stage *s)
{
    return s->config->incoming[0].source.path;
}

static int make_inbox(const struct stage *s, struct err *e)
{
    static const char *const parts[] = {"", "/tmp", "/new", "/cur"};
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s%s", inbox(s), parts[i]);
        if (mkdir(path, 0700) < 0 && errno != EEXIST)
            return err_set(e, "%s can't be made: %s", path, strerror(errno));
    }
    return 0;
}

static int open_reader(struct stage *s, struct err *e)
{
    struct reader_options options = {
        .mailboxes = s->config->mailboxes, .clock = {stage_clock, s}, .doorbell = -1};

    if (make_inbox(s, e) < 0 ||
        store_open(&s->reader_store, s->config->store, STORE_WRITE, e) < 0 ||
        !(s->source = maildir_source_new(&s->config->incoming[0].source, e)))
        return -1;
    options.store = s->reader_store;
    options.source = s->source;
    s->reader = reader_new(&options, e);
    return s->reader ? 0 : -1;
}

static int open_sender(struct stage *s, struct err *e)
{
    struct sender_options options = {.clock = {stage_clock, s}, .doorbell = -1};

    if (store_open(&s->sender_store, s->config->store, STORE_WRITE, e) < 0 ||
        !(s->sink = maildir_sink_new(&s->config->outgoing.sink, e)))
        return -1;
    options.store = s->sender_store;
    options.sink = s->sink;
    s->sender = sender_new(&options, e);
    return s->sender ? 0 : -1;
}

static int open_engine(struct stage *s, const char *mentord, struct diags *d, struct err *e)
{
    const struct parser_options options = {.program = mentord};

    s->parser = parser_new(&options);
    if (parser_start(s->parser, e) < 0)
        return -1;
    s->engine = engine_new(s->config, s->store, s->parser, d, e);
    return s->engine ? 0 : -1;
}

int stage_init(struct stage *s, const struct config *config, struct store *store,
               const char *mentord, instant now, struct diags *d, struct err *e)
{
    *s = (struct stage){.config = config, .store = store, .now = now};
    if (open_engine(s, mentord, d, e) < 0 || open_reader(s, e) < 0 || open_sender(s, e) < 0) {
        stage_release(s);
        return -1;
    }
    return 0;
}

void stage_release(struct stage *s)
{
    sender_freep(&s->sender);
    mail_sink_freep(&s->sink);
    store_closep(&s->sender_store);
    reader_freep(&s->reader);
    mail_source_freep(&s->source);
    store_closep(&s->reader_store);
    engine_freep(&s->engine);
    parser_freep(&s->parser);
    *s = (struct stage){0};
}

/* ---- taking turns ------------------------------------------------------------------ */

/* One turn of each. 1: somebody had something to do, 0, -1. */
static int turn(struct stage *s, struct err *e)
{
    int read = reader_pass(s->reader), decided, sent;

    if (read < 0)
        return err_set(e, "%s", reader_trouble(s->reader));
    if ((decided = engine_pass(s->engine, s->now)) < 0)
        return err_set(e, "%s", store_error(s->store));
    if ((sent = sender_pass(s->sender)) < 0)
        return err_set(e, "%s", store_error(s->sender_store));
    return read || decided || sent;
}

int stage_settle(struct stage *s, struct err *e)
{
    int did = 1;

    for (int i = 0; i < MOST_ROUNDS && did > 0; i++)
        did = turn(s, e);
    return did > 0 ? err_set(e, "the rules go round in a circle at one instant") : did;
}

instant stage_next(struct stage *s)
{
    instant decide = engine_next(s->engine), send = sender_next(s->sender);

    return decide < send ? decide : send;
}

/* ---- the post ------------------------------------------------------------------------ */

static int write_file(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wbxe");
    size_t written;

    if (!f)
        return -1;
    written = fwrite(bytes, 1, len, f);
    return fclose(f) == 0 && written == len ? 0 : -1;
}

/* As a mail server does it: whole in tmp/, then moved. */
int stage_deliver(struct stage *s, const char *bytes, size_t len, struct err *e)
{
    char name[64], from[PATH_MAX], to[PATH_MAX];

    snprintf(name, sizeof name, "%lld.M%04u.play", (long long)s->now, ++s->delivered);
    snprintf(from, sizeof from, "%s/tmp/%s", inbox(s), name);
    snprintf(to, sizeof to, "%s/new/%s", inbox(s), name);
    if (write_file(from, bytes, len) < 0 || rename(from, to) < 0)
        return err_set(e, "%s can't be written: %s", to, strerror(errno));
    return 0;
}
