/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open.c - what a command needs, opened once, with the reason where that fails. */
#include "ctl/names.h"

#include <stdio.h>

#define DIAGS_CEILING ((size_t)4 * 1024 * 1024)

int ctl_complain(int status, const char *fmt, ...)
{
    va_list ap;

    fflush(stdout);
    fputs("mentorctl: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return status;
}

static void print_diags(struct diags *d)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(DIAGS_CEILING);

    fflush(stdout);
    diags_print(d, &out);
    fputs(buf_str(&out), stderr);
}

static int read_now(struct ctl *c)
{
    const char *text = c->now_text;

    c->now_text = NULL;
    if (text && ctl_instant(text, ctl_zone(c, NULL), &c->now) < 0)
        return CTL_USAGE;
    return CTL_OK;
}

int ctl_config(struct ctl *c)
{
    struct diags d;

    if (c->config)
        return CTL_OK;
    diags_init(&d, c->arena);
    c->config = config_load(c->arena, c->config_path, CONFIG_LOOK, &d);
    print_diags(&d);
    return c->config ? read_now(c) : CTL_BROKEN;
}

int ctl_store(struct ctl *c, enum store_access access)
{
    struct err e;
    int status = ctl_config(c);

    if (status != CTL_OK || c->store)
        return status;
    if (store_open(&c->store, c->config->store, access, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    return CTL_OK;
}

int ctl_shelf(struct ctl *c)
{
    struct diags d;
    int status = ctl_config(c);

    if (status != CTL_OK || c->shelf)
        return status;
    diags_init(&d, c->arena);
    c->shelf = shelf_load(c->config->programmes, NULL, &d);
    print_diags(&d);
    return c->shelf ? CTL_OK : CTL_BROKEN;
}

int ctl_look(struct ctl *c)
{
    struct diags d;
    int status = ctl_store(c, STORE_READ);

    if (status != CTL_OK || c->shelf)
        return status;
    diags_init(&d, c->arena);
    c->shelf = shelf_load(c->config->programmes, NULL, &d);
    if (!c->shelf)
        ctl_complain(0, "the rules have errors, mentorctl check names them; what follows is from "
                        "the store alone");
    return CTL_OK;
}

int ctl_engine(struct ctl *c)
{
    struct diags d;
    struct err e = {""};
    int status = ctl_store(c, STORE_CREATE);

    if (status == CTL_OK)
        status = ctl_shelf(c);
    if (status != CTL_OK || c->engine)
        return status;
    diags_init(&d, c->arena);
    c->engine = engine_new(c->config, c->store, NULL, &d, &e);
    if (c->engine)
        return CTL_OK;
    print_diags(&d);
    return *e.text ? ctl_complain(CTL_BROKEN, "%s", e.text) : CTL_BROKEN;
}

int ctl_failed(struct ctl *c)
{
    ctl_complain(0, "%s", store_error(c->store));
    store_rollback(c->store);
    return CTL_BROKEN;
}

void ctl_close(struct ctl *c)
{
    engine_freep(&c->engine);
    shelf_freep(&c->shelf);
    store_closep(&c->store);
    arena_free(c->arena);
}
