/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passwords come out of files that nobody else can read, or out of the folder
 * in which systemd hands credentials to a service (systemd.exec(5)). */
#include "base/buf.h"
#include "engine/config_server.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LONGEST_PASSWORD 1024

static void wipe(struct buf *b)
{
    if (b->data)
        explicit_bzero(b->data, b->cap);
    buf_release(b);
}

/* A line end behind the password is the editor's. */
static const char *clean(struct config_loader *l, const struct ynode *n, struct buf *b)
{
    if (b->len && b->data[b->len - 1] == '\n')
        b->len--;
    if (b->len && b->data[b->len - 1] == '\r')
        b->len--;
    for (size_t i = 0; i < b->len; i++) {
        if (iscntrl((unsigned char)b->data[i])) {
            diag_error(l->diags, n->pos, "\"%s\": the password is to be one line", n->text);
            return NULL;
        }
    }
    if (b->len == 0) {
        diag_error(l->diags, n->pos, "\"%s\": the password is empty", n->text);
        return NULL;
    }
    return arena_strndup(l->arena, b->data, b->len);
}

static const char *read_secret(struct config_loader *l, const struct ynode *n, const char *path)
{
    _cleanup_(wipe) struct buf b = BUF_INIT(LONGEST_PASSWORD);

    if (buf_read_file(&b, path) == 0)
        return clean(l, n, &b);
    diag_error(l->diags, n->pos, "cannot read the password from %s: %s", path, strerror(errno));
    return NULL;
}

/* Whether others could read the file; told even where the password is not
 * wanted, unless the one who looks may not see the file. */
static bool is_private(struct config_loader *l, const struct ynode *n, const char *path)
{
    struct stat st;

    if (stat(path, &st) < 0) {
        if (l->use == CONFIG_LOOK && errno == EACCES)
            return true;
        diag_error(l->diags, n->pos, "cannot read the password from %s: %s", path, strerror(errno));
        return false;
    }
    if (!S_ISREG(st.st_mode))
        diag_error(l->diags, n->pos, "%s is no plain file", path);
    else if (st.st_mode & 077)
        diag_error(l->diags, n->pos, "others can read the password in %s: chmod 600 %s", path,
                   path);
    else
        return true;
    return false;
}

static const char *from_file(struct config_loader *l, const struct ynode *n)
{
    const char *path = config_read_path(l, n);

    if (!path || !is_private(l, n, path) || l->use == CONFIG_LOOK)
        return NULL;
    return read_secret(l, n, path);
}

static bool is_credential_name(const char *s)
{
    return *s && *s != '.' && !strchr(s, '/');
}

static const char *from_credential(struct config_loader *l, const struct ynode *n)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");

    if (n->kind != YNODE_SCALAR)
        return NULL;
    if (!is_credential_name(n->text)) {
        diag_error(l->diags, n->pos,
                   "\"%s\" is no name of a credential: for a file write "
                   "\"password_file\"",
                   n->text);
        return NULL;
    }
    if (l->use == CONFIG_LOOK)
        return NULL;
    if (!folder || !*folder) {
        diag_error(l->diags, n->pos,
                   "credential \"%s\" comes from systemd (LoadCredential=%s in the unit), and "
                   "there is no $CREDENTIALS_DIRECTORY here",
                   n->text, n->text);
        return NULL;
    }
    return read_secret(l, n, arena_printf(l->arena, "%s/%s", folder, n->text));
}

const char *config_read_password(struct config_loader *l, const struct ynode *file,
                                 const struct ynode *credential)
{
    return file ? from_file(l, file) : from_credential(l, credential);
}
