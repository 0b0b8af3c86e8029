/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open.c - what a command needs, opened once, with the reason where that fails. */
#include "ctl/names.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

void ctl_print_diags(struct diags *d)
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
    ctl_print_diags(&d);
    return c->config ? read_now(c) : CTL_BROKEN;
}

/* Root acts as whoever owns the state folder, or mentord could not write what
 * mentorctl made. */
static int become_owner(const struct config *config)
{
    struct stat st;

    if (geteuid() != 0 || stat(config->state, &st) < 0 || st.st_uid == 0)
        return CTL_OK;
    if (setgroups(0, NULL) == 0 && setresgid(st.st_gid, st.st_gid, st.st_gid) == 0 &&
        setresuid(st.st_uid, st.st_uid, st.st_uid) == 0)
        return CTL_OK;
    return ctl_complain(CTL_BROKEN, "can't act as the owner of %s: %s", config->state,
                        strerror(errno));
}

static int find_store(const struct config *config, enum store_access how)
{
    if (how == STORE_CREATE && mkdir(config->state, 0700) < 0 && errno != EEXIST)
        return ctl_complain(CTL_BROKEN, "the state folder %s can't be made: %s", config->state,
                            strerror(errno));
    if (how != STORE_CREATE && access(config->store, F_OK) < 0 && errno == ENOENT)
        return ctl_complain(CTL_BROKEN,
                            "there is no %s yet: mentorctl import makes it, and so "
                            "does mentord",
                            config->store);
    return CTL_OK;
}

int ctl_store(struct ctl *c, enum store_access access)
{
    struct err e;
    int status = ctl_config(c);

    if (status != CTL_OK || c->store)
        return status;
    if ((status = become_owner(c->config)) != CTL_OK ||
        (status = find_store(c->config, access)) != CTL_OK)
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
    ctl_print_diags(&d);
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
    ctl_print_diags(&d);
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
