/* SPDX-License-Identifier: GPL-2.0-or-later */
/* config.h - /etc/mentord/mentord.yaml: who we are, where mail comes from and goes to.
 *
 * mentord.yaml(5) is the manual of the file. Everything is checked when it is
 * loaded, and all problems are told at once with their place; a configuration
 * with an error is not returned. Paths come out absolute: a relative one
 * starts at the folder of the configuration file. Loading looks at no network
 * and at no file but the passwords'.
 *
 * A struct config does not change once it is loaded. It lives, with all it points to, in the
 * arena it was loaded into; reloading makes a new one in another arena.
 */
#ifndef ENGINE_CONFIG_H
#define ENGINE_CONFIG_H

#include "base/civil.h"
#include "mail/facts.h"
#include "transport/transport.h"
#include "yaml/yaml.h"

#define CONFIG_PATH SYSCONFDIR "/mentord/mentord.yaml"

/* One mailbox that is read, by a reader process of its own. */
struct config_incoming {
    const char *name; /* "main": stands for the mailbox in the store, so it must not change */
    bool maildir;     /* else IMAP */
    struct source_config source; /* ready for imap_source_new or maildir_source_new */
};

struct config_outgoing {
    bool maildir;            /* else SMTP */
    struct sink_config sink; /* ready for smtp_sink_new or maildir_sink_new */
};

struct config {
    const char *file;         /* as it was given */
    const char *text;         /* what was in it, to see whether it has changed */
    const char *organisation; /* {{organisation}} in letters */
    const char *admin;        /* address: hears of bad rule files, odd mail, trouble */
    const char *state;        /* folder */
    const char *store;        /* file in it: what store_open wants */
    const char *programmes;   /* folder, one folder a programme in it */
    const char *programme;    /* only this one of them, for tests; NULL: all */
    const struct zone *zone;  /* of letters that belong to no programme */

    const char *mailbox_name; /* display name of letters that nobody in particular writes */
    struct mail_self self;    /* address of the mailbox, and whose word on DMARC counts */

    struct config_incoming *incoming; /* at least one */
    size_t incoming_count;
    const char **mailboxes; /* NULL-ended, each folder of each of them as the store names it:
                               "main/INBOX"; for store_read_until */
    struct config_outgoing outgoing;

    int letters_per_address_and_day; /* flood limit; urgent letters pass it */
    int seconds_per_message;         /* what a message may cost the parser */
    int keep_messages_days;          /* raw mail and letters are erased after that; 0: never */
};

/* Whether passwords are wanted. mentorctl runs without the credentials of the
 * service and needs none. */
enum config_use {
    CONFIG_SERVE, /* read every password; one that can't be read is an error */
    CONFIG_LOOK,  /* leave them NULL, and the server's user as it is */
};

/* NULL with errors in d. The file may be YAML_MAX_BYTES long. */
struct config *config_load(struct arena *a, const char *path, enum config_use use, struct diags *d);

/* The same from memory; file is named in diagnostics, and relative paths start
 * at its folder. */
struct config *config_parse(struct arena *a, const char *file, const char *bytes, size_t len,
                            enum config_use use, struct diags *d);

/* Wipes all passwords but those of one server (NULL: all): what a process
 * does not need it should not hold. */
void config_forget_passwords(struct config *config, const struct mail_server *but);

/* The name of a folder of a mailbox in the store: "main/INBOX". */
const char *config_mailbox(struct arena *a, const struct config_incoming *in, size_t folder);

/* The key tables, for the reference and the check of the manual page. */
extern const struct ykey config_keys[], config_mailbox_keys[], config_incoming_keys[],
    config_outgoing_keys[], config_limits_keys[], config_retention_keys[];

#endif
