/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/folder.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIAGS_BYTES (1024u * 1024)

static void split(struct arena *a, const char *path, struct programme_folder *out)
{
    char *parent = arena_strdup(a, path), *slash = strrchr(parent, '/');

    *slash = '\0';
    *out = (struct programme_folder){
        .path = path, .parent = *parent ? parent : "/", .name = slash + 1};
}

int ctl_folder(struct ctl *c, const char *operand, struct programme_folder *out)
{
    const struct shelf_programme *p;
    char real[PATH_MAX];
    int status;

    if (operand && realpath(arena_printf(c->arena, "%s/rules.yaml", operand), real)) {
        *strrchr(real, '/') = '\0';
        split(c->arena, arena_strdup(c->arena, real), out);
        return CTL_OK;
    }
    if (operand && strchr(operand, '/'))
        return ctl_complain(CTL_NO, "there is no programme in %s: it has no rules.yaml", operand);
    if ((status = ctl_shelf(c)) != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, operand)))
        return CTL_NO;
    split(c->arena, p->folder, out);
    return CTL_OK;
}

struct shelf *ctl_folder_shelf(struct ctl *c, const struct programme_folder *f)
{
    _cleanup_(buf_release) struct buf said = BUF_INIT(DIAGS_BYTES);
    struct shelf *shelf;
    struct diags d;

    diags_init(&d, c->arena);
    shelf = shelf_load(f->parent, f->name, &d);
    diags_print(&d, &said);
    fputs(buf_str(&said), stderr);
    return shelf;
}

struct config *ctl_folder_config(struct arena *a, const struct programme_folder *f)
{
    struct config *c = arena_new_of(a, struct config);

    c->file = "(test)";
    c->organisation = "The Organisation";
    c->admin = "admin@example.org";
    c->programmes = f->parent;
    c->programme = f->name;
    c->zone = zone_find("UTC");
    c->mailbox_name = "The Organisation";
    c->self.address = "mentors@example.org";
    c->mailboxes = arena_array(a, 1, sizeof *c->mailboxes);
    c->letters_per_address_and_day = 1000;
    return c;
}
