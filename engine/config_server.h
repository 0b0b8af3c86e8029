/* SPDX-License-Identifier: GPL-2.0-or-later */
/* config_server.h - the part of the configuration that names a server; inside config only.
 *
 * "imaps://imap.example.org", "smtp://[::1]:2525", "maildir:/var/mail/in",
 * with user, password and tls beside it in the same map.
 */
#ifndef ENGINE_CONFIG_SERVER_H
#define ENGINE_CONFIG_SERVER_H

#include "engine/config.h"

/* What a configuration is loaded with. */
struct config_loader {
    struct arena *arena;
    struct diags *diags;
    const char *folder; /* where relative paths start */
    enum config_use use;
};

/* The schemes that are possible at a place, ended by {0}. */
struct config_scheme {
    const char *name; /* "imaps" */
    enum tls_mode tls;
    int port;
};

struct config_place {
    bool maildir;
    const char *path; /* of a Maildir */
    struct mail_server server;
};

/* Reads server, user, password_file, password_credential, tls and ca of map. */
void config_read_place(struct config_loader *l, const struct ynode *map,
                       const struct config_scheme *schemes, struct config_place *out);

/* Whether a connection to host stays on this machine. */
bool config_host_is_local(const char *host);

/* A path, absolute. NULL where n is NULL or its text empty (a diagnostic). */
const char *config_read_path(struct config_loader *l, const struct ynode *n);
const char *config_absolute(struct config_loader *l, const char *path);

/* The text under key: one line without control characters; fallback where there is none. */
const char *config_read_text(struct config_loader *l, const struct ynode *map, const char *key,
                             const char *fallback);

/* The password in a file, or under a credential's name. NULL with a diagnostic. */
const char *config_read_password(struct config_loader *l, const struct ynode *file,
                                 const struct ynode *credential);

#endif
