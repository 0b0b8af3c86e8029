/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/roles.h"
#include "daemon/engine_loop.h"
#include "daemon/reader.h"
#include "daemon/sender.h"
#include <sysexits.h>

#define NAMES_CEILING ((size_t)64 * 1024)

static const struct role_context *enter(const struct child_role *role,
                                        const struct mail_server *needed)
{
    const struct role_context *c = role->context;

    log_init(role->name, c->options->level);
    config_forget_passwords(c->config, needed);
    return c;
}

static const struct mail_server *server_of(const struct child_role *role)
{
    const struct role_context *c = role->context;

    return c->incoming ? &c->incoming->source.server : &c->config->outgoing.sink.server;
}

static int trouble(int code, const struct err *why)
{
    log_error("%s", why->text);
    return code;
}

static int open_store(const struct role_context *c, struct store **out)
{
    struct err why;
    int rc = store_open(out, c->config->store, STORE_CREATE, &why);

    return rc == 0 ? EX_OK : trouble(rc == STORE_UNFIT ? EX_CONFIG : EX_TEMPFAIL, &why);
}

int role_engine(const struct child_role *role, int doorbell)
{
    const struct role_context *c = enter(role, NULL);
    bool worked;
    int code;

    if (doorbell >= 0)
        return engine_loop(c->config, &c->options->clock, doorbell);
    code = engine_loop_once(c->config, &c->options->clock, &worked);
    return code == EX_OK && worked ? ROLE_WORKED : code;
}

static int send_once(struct sender *s, struct store *store)
{
    int did = sender_pass(s);

    if (did >= 0)
        return did ? ROLE_WORKED : EX_OK;
    log_error("the store failed: %s", store_error(store));
    return EX_TEMPFAIL;
}

int role_sender(const struct child_role *role, int doorbell)
{
    const struct role_context *c = enter(role, server_of(role));
    _cleanup_(mail_sink_freep) struct mail_sink *sink = NULL;
    _cleanup_(store_closep) struct store *store = NULL;
    _cleanup_(sender_freep) struct sender *sender = NULL;
    struct sender_options options = {.clock = c->options->clock, .doorbell = doorbell};
    struct err why;
    int code;

    sink = options.sink = c->options->adapters->sink(&c->config->outgoing, &why);
    if (!sink)
        return trouble(EX_CONFIG, &why);
    if ((code = open_store(c, &store)) != EX_OK)
        return code;
    options.store = store;
    sender = sender_new(&options, &why);
    if (!sender)
        return trouble(EX_TEMPFAIL, &why);
    if (doorbell < 0)
        return send_once(sender, store);
    sender_loop(sender);
    return EX_OK;
}

static int read_once(struct reader *r)
{
    int did = reader_pass(r);

    if (did >= 0)
        return did ? ROLE_WORKED : EX_OK;
    log_error("%s", reader_trouble(r));
    return EX_TEMPFAIL;
}

static const char **mailboxes_of(struct arena *a, const struct config_incoming *in)
{
    const char **names = arena_array(a, in->source.folder_count + 1, sizeof *names);

    for (size_t i = 0; i < in->source.folder_count; i++)
        names[i] = config_mailbox(a, in, i);
    return names;
}

int role_reader(const struct child_role *role, int doorbell)
{
    const struct role_context *c = enter(role, server_of(role));
    _cleanup_(arena_freep) struct arena *a = arena_new(NAMES_CEILING);
    _cleanup_(mail_source_freep) struct mail_source *source = NULL;
    _cleanup_(store_closep) struct store *store = NULL;
    _cleanup_(reader_freep) struct reader *reader = NULL;
    struct reader_options options = {.clock = c->options->clock, .doorbell = doorbell};
    struct err why;
    int code;

    source = options.source = c->options->adapters->source(c->incoming, &why);
    if (!source)
        return trouble(EX_CONFIG, &why);
    if ((code = open_store(c, &store)) != EX_OK)
        return code;
    options.store = store;
    options.mailboxes = mailboxes_of(a, c->incoming);
    reader = reader_new(&options, &why);
    if (!reader)
        return trouble(EX_TEMPFAIL, &why);
    if (doorbell < 0)
        return read_once(reader);
    reader_loop(reader);
    return EX_OK;
}
