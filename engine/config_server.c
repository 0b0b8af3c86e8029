/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/config_server.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAILDIR "maildir:"

static const struct config_scheme *find_scheme(const struct config_scheme *schemes,
                                               const char *name, size_t len)
{
    for (; schemes->name; schemes++)
        if (strlen(schemes->name) == len && strncmp(schemes->name, name, len) == 0)
            return schemes;
    return NULL;
}

static const char *schemes_in_words(struct arena *a, const struct config_scheme *schemes)
{
    const char *words = "";

    for (; schemes->name; schemes++)
        words = arena_printf(a, "%s%s://HOST, ", words, schemes->name);
    return arena_printf(a, "%sor " MAILDIR "FOLDER", words);
}

static bool host_valid(const char *host)
{
    size_t len = strlen(host);

    return len > 0 && len <= 253 &&
           strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == len;
}

bool config_host_is_local(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

/* Splits "host:port" or "[v6]:port" in place; the port as text, or NULL. -1 for anything else. */
static int split_authority(char *text, const char **host, const char **port)
{
    char *end = text + strcspn(text, ":");

    *host = text;
    *port = NULL;
    if (*text == '[') {
        end = strchr(text, ']');
        if (!end || (end[1] != '\0' && end[1] != ':'))
            return -1;
        *host = text + 1;
        *end++ = '\0';
    }
    if (*end == ':')
        *port = end + 1;
    *end = '\0';
    return host_valid(*host) ? 0 : -1;
}

static int port_number(const char *text)
{
    long n = strtol(text, NULL, 10);

    return *text && strlen(text) <= 5 && strspn(text, "0123456789") == strlen(text) && n >= 1 &&
                   n <= 65535
               ? (int)n
               : -1;
}

static void read_url(struct config_loader *l, const struct ynode *n,
                     const struct config_scheme *schemes, struct mail_server *out)
{
    const char *colon = strstr(n->text, "://"), *port = NULL;
    const struct config_scheme *scheme =
        colon ? find_scheme(schemes, n->text, (size_t)(colon - n->text)) : NULL;
    char *rest;

    if (!scheme) {
        diag_error(l->diags, n->pos, "\"%s\": %s is meant", n->text,
                   schemes_in_words(l->arena, schemes));
        return;
    }
    rest = arena_strdup(l->arena, colon + 3);
    rest[strcspn(rest, "/")] = '\0';
    if (strchr(rest, '@'))
        diag_error(l->diags, n->pos, "the user's name goes under \"user\", not into \"server\"");
    else if (split_authority(rest, &out->host, &port) < 0)
        diag_error(l->diags, n->pos, "\"%s\" names no host: %s://mail.example.org is meant",
                   n->text, scheme->name);
    out->tls = scheme->tls;
    out->port = out->host && port ? port_number(port) : scheme->port;
    if (out->port < 0)
        diag_error(l->diags, n->pos, "a port is a number from 1 to 65535, not \"%s\"", port);
}

static void read_tls(struct config_loader *l, const struct ynode *n, struct mail_server *server)
{
    if (!n || n->kind != YNODE_SCALAR || strcmp(n->text, "required") == 0)
        return;
    if (strcmp(n->text, "none") != 0)
        diag_error(l->diags, n->pos, "\"tls\" is \"required\" or \"none\", not \"%s\"", n->text);
    else if (server->tls == TLS_IMPLICIT)
        diag_error(l->diags, n->pos, "this server's address asks for TLS: leave \"tls\" out");
    else if (server->host && !config_host_is_local(server->host))
        diag_error(l->diags, n->pos,
                   "\"tls: none\" is for a server on this machine (localhost); to %s, passwords "
                   "and letters go encrypted or not at all",
                   server->host);
    server->tls = TLS_NONE;
}

/* One way of several to the password, or none without a user. */
static void read_login(struct config_loader *l, const struct ynode *map, struct mail_server *server)
{
    const struct ynode *user = ynode_get(map, "user"), *plain = ynode_get(map, "password");
    const struct ynode *file = ynode_get(map, "password_file");
    const struct ynode *credential = ynode_get(map, "password_credential");

    server->user = config_read_text(l, map, "user", NULL);
    if (plain)
        diag_error(l->diags, plain->key_pos,
                   "a password never stands here: put it into a file of mode 0600 and name that "
                   "with \"password_file\"");
    else if (file && credential)
        diag_error(l->diags, file->key_pos,
                   "give \"password_file\" or \"password_credential\", not both");
    else if (user && !file && !credential)
        diag_error(l->diags, user->key_pos,
                   "a user needs \"password_credential\" or \"password_file\"");
    else if (!user && (file || credential))
        diag_error(l->diags, (file ? file : credential)->key_pos, "a password needs \"user\"");
    else if (user)
        server->password = config_read_password(l, file, credential);
}

/* A Maildir has no server whose user, password or certificate there could be. */
static void refuse_server_keys(struct config_loader *l, const struct ynode *map)
{
    static const char *const keys[] = {
        "user", "password", "password_file", "password_credential", "tls", "ca", NULL};

    for (const char *const *key = keys; *key; key++) {
        const struct ynode *n = ynode_get(map, *key);
        if (n)
            diag_error(l->diags, n->key_pos, "a Maildir takes no \"%s\"", *key);
    }
}

void config_read_place(struct config_loader *l, const struct ynode *map,
                       const struct config_scheme *schemes, struct config_place *out)
{
    const struct ynode *n = ynode_get(map, "server");

    if (!n || n->kind != YNODE_SCALAR)
        return;
    out->maildir = strncmp(n->text, MAILDIR, strlen(MAILDIR)) == 0;
    if (out->maildir) {
        if (!n->text[strlen(MAILDIR)])
            diag_error(l->diags, n->pos, "\"" MAILDIR "\" needs a folder behind it");
        out->path = config_absolute(l, n->text + strlen(MAILDIR));
        refuse_server_keys(l, map);
        return;
    }
    read_url(l, n, schemes, &out->server);
    read_tls(l, ynode_get(map, "tls"), &out->server);
    read_login(l, map, &out->server);
    out->server.ca_file = config_read_path(l, ynode_get(map, "ca"));
}

const char *config_absolute(struct config_loader *l, const char *path)
{
    return *path == '/' ? arena_strdup(l->arena, path)
                        : arena_printf(l->arena, "%s/%s", l->folder, path);
}

const char *config_read_path(struct config_loader *l, const struct ynode *n)
{
    if (!n || n->kind != YNODE_SCALAR)
        return NULL;
    if (!*n->text) {
        diag_error(l->diags, n->pos, "a path is meant, and this is empty: leave the key out");
        return NULL;
    }
    return config_absolute(l, n->text);
}

static bool is_one_line(const char *s)
{
    for (; *s; s++)
        if (iscntrl((unsigned char)*s))
            return false;
    return true;
}

const char *config_read_text(struct config_loader *l, const struct ynode *map, const char *key,
                             const char *fallback)
{
    const struct ynode *n = ynode_get(map, key);

    if (!n || n->kind != YNODE_SCALAR)
        return fallback;
    if (!is_one_line(n->text))
        diag_error(l->diags, n->pos, "\"%s\" takes one line", key);
    return n->text;
}
