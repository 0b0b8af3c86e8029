/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/config.h"
#include "engine/config_server.h"
#include "mail/address.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STATE            "/var/lib/mentord"
#define PROGRAMMES       SYSCONFDIR "/mentord/programmes"
#define MAX_INCOMING     20
#define MAX_FOLDERS      20
#define POLL_SECONDS     60
#define CONNECTIONS      4
#define LETTERS_A_DAY    6
#define MESSAGE_SECONDS  10
#define KEEP_DAYS        365
#define SHORTEST_KEEPING 30 /* days: answers are compared with the letter, which must be there */
#define LARGEST_EVERYDAY 1000

const struct ykey config_keys[] = {
    {"organisation", YKEY_REQUIRED | YKEY_SCALAR, "The organisation, as letters name it."},
    {"admin", YKEY_REQUIRED | YKEY_SCALAR,
     "The address that hears of bad rule files, mail that nobody understands, and trouble."},
    {"mailbox", YKEY_REQUIRED | YKEY_MAP, "Whom letters come from."},
    {"incoming", YKEY_REQUIRED | YKEY_LIST | YKEY_MAP, "Where mail is read: one place or several."},
    {"outgoing", YKEY_REQUIRED | YKEY_MAP, "Where letters go."},
    {"programmes", YKEY_SCALAR, "The folder with one folder a programme."},
    {"state", YKEY_SCALAR, "The folder of the store."},
    {"zone", YKEY_SCALAR, "The time zone of letters to the admin."},
    {"limits", YKEY_MAP, "Bounds that nothing may pass."},
    {"retention", YKEY_MAP, "How long what people wrote is kept."},
    {0},
};

const struct ykey config_mailbox_keys[] = {
    {"address", YKEY_REQUIRED | YKEY_SCALAR,
     "The From of every letter; mail to address+anything must arrive there too."},
    {"name", YKEY_SCALAR, "The display name where a letter comes from nobody in particular."},
    {"authserv_id", YKEY_SCALAR,
     "The name by which the mailbox's own server signs Authentication-Results."},
    {0},
};

const struct ykey config_incoming_keys[] = {
    {"server", YKEY_REQUIRED | YKEY_SCALAR, "imaps://HOST, imap://HOST or maildir:FOLDER."},
    {"name", YKEY_SCALAR, "A short name for the mailbox, which must not change later."},
    {"user", YKEY_SCALAR, "The login."},
    {"password_credential", YKEY_SCALAR, "The systemd credential that holds the password."},
    {"password_file", YKEY_SCALAR, "A file of mode 0600 that holds the password."},
    {"password", 0, "Refused: passwords do not stand in this file."},
    {"tls", YKEY_SCALAR, "\"required\", or \"none\" for a server on this machine."},
    {"ca", YKEY_SCALAR, "A file with the only certificate authorities to trust."},
    {"folders", YKEY_SCALAR | YKEY_LIST, "The folders to read, the inbox first."},
    {"poll_seconds", YKEY_SCALAR, "How often to look where the server does not announce mail."},
    {0},
};

const struct ykey config_outgoing_keys[] = {
    {"server", YKEY_REQUIRED | YKEY_SCALAR, "smtp://HOST, smtps://HOST or maildir:FOLDER."},
    {"user", YKEY_SCALAR, "The login."},
    {"password_credential", YKEY_SCALAR, "The systemd credential that holds the password."},
    {"password_file", YKEY_SCALAR, "A file of mode 0600 that holds the password."},
    {"password", 0, "Refused: passwords do not stand in this file."},
    {"tls", YKEY_SCALAR, "\"required\", or \"none\" for a server on this machine."},
    {"ca", YKEY_SCALAR, "A file with the only certificate authorities to trust."},
    {"helo", YKEY_SCALAR, "The name to greet the server with."},
    {"connections", YKEY_SCALAR, "How many connections at once."},
    {"letters_per_connection", YKEY_SCALAR, "How many letters before a new connection."},
    {0},
};

const struct ykey config_limits_keys[] = {
    {"letters_per_address_and_day", YKEY_SCALAR, "How many letters one address gets in a day."},
    {"seconds_per_message", YKEY_SCALAR, "How long reading one message may take."},
    {0},
};

const struct ykey config_retention_keys[] = {
    {"messages", YKEY_SCALAR, "How many days raw mail and letters are kept, or \"forever\"."},
    {0},
};

/* A map under key that was checked against its keys, or NULL. */
static const struct ynode *section(struct config_loader *l, const struct ynode *root,
                                   const char *key, const struct ykey *keys)
{
    const struct ynode *n = ynode_get(root, key);

    if (n && n->kind == YNODE_MAP)
        ynode_check(n, keys, key, l->diags);
    return n && n->kind == YNODE_MAP ? n : NULL;
}

static int read_int(struct config_loader *l, const struct ynode *map, const char *key, int min,
                    int max, int fallback)
{
    const struct ynode *n = map ? ynode_get(map, key) : NULL;
    int64_t value = fallback;

    if (n && n->kind == YNODE_SCALAR)
        ynode_int(n, min, max, &value, l->diags);
    return (int)value;
}

static const char *read_address(struct config_loader *l, const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);
    const char *address;

    if (!n || n->kind != YNODE_SCALAR)
        return NULL;
    address = address_normal(l->arena, n->text);
    if (!address)
        diag_error(l->diags, n->pos, "\"%s\" is no e-mail address", n->text);
    return address;
}

/* Letters carry their token behind a plus sign of the local part. */
static void check_mailbox_address(struct config_loader *l, const struct ynode *mailbox,
                                  const char *address)
{
    const char *plus = address ? strchr(address, '+') : NULL;

    if (plus && plus < strchr(address, '@'))
        diag_error(l->diags, ynode_get(mailbox, "address")->pos,
                   "the mailbox's address must have no \"+\": mentord puts its own there");
}

static void read_mailbox(struct config_loader *l, const struct ynode *root, struct config *c)
{
    const struct ynode *n = section(l, root, "mailbox", config_mailbox_keys);

    if (!n)
        return;
    c->self.address = read_address(l, n, "address");
    check_mailbox_address(l, n, c->self.address);
    c->self.authserv_id = config_read_text(l, n, "authserv_id", NULL);
    c->mailbox_name = config_read_text(l, n, "name", c->organisation);
}

static const char *const DEFAULT_FOLDERS[] = {"INBOX", "Junk", NULL};

static void read_folders(struct config_loader *l, const struct ynode *n, struct source_config *out)
{
    out->folders = DEFAULT_FOLDERS;
    out->folder_count = 2;
    if (!n)
        return;
    out->folders = ynode_strings(l->arena, n, &out->folder_count, l->diags);
    if (out->folders && (out->folder_count == 0 || out->folder_count > MAX_FOLDERS))
        diag_error(l->diags, n->pos, "\"folders\" takes 1 to %d names", MAX_FOLDERS);
}

/* The name stands in the store for all that was read, so it is asked for as
 * soon as there is a choice, and not made from what may change. */
static void read_name(struct config_loader *l, const struct ynode *map, struct config *c,
                      struct config_incoming *in)
{
    const struct ynode *n = ynode_get(map, "name");

    in->name = config_read_text(l, map, "name", "main");
    if (!n && c->incoming_count > 0)
        diag_error(l->diags, map->pos, "each mailbox after the first needs a \"name\"");
    else if (n && n->kind == YNODE_SCALAR && (!*n->text || strpbrk(n->text, "/ ")))
        diag_error(l->diags, n->pos, "a mailbox's name is one word without \"/\"");
    for (size_t i = 0; n && i < c->incoming_count; i++)
        if (strcmp(c->incoming[i].name, in->name) == 0)
            diag_error(l->diags, n->pos, "two mailboxes have the name \"%s\"", in->name);
}

static void read_incoming_place(struct config_loader *l, const struct ynode *map, struct config *c)
{
    static const struct config_scheme schemes[] = {
        {"imaps", TLS_IMPLICIT, 993}, {"imap", TLS_REQUIRED, 143}, {0}};
    struct config_incoming *in = &c->incoming[c->incoming_count];
    struct config_place place = {0};

    if (ynode_check(map, config_incoming_keys, "a place in \"incoming\"", l->diags) < 0 &&
        map->kind != YNODE_MAP)
        return;
    config_read_place(l, map, schemes, &place);
    if (place.server.host && !ynode_get(map, "user"))
        diag_error(l->diags, map->pos, "a mailbox on a server needs \"user\" and a password");
    in->maildir = place.maildir;
    in->source.path = place.path;
    in->source.server = place.server;
    in->source.poll_seconds = read_int(l, map, "poll_seconds", 1, 24 * 60 * 60, POLL_SECONDS);
    in->source.max_message = MAIL_MAX_BYTES;
    read_folders(l, ynode_get(map, "folders"), &in->source);
    read_name(l, map, c, in);
    c->incoming_count++;
}

static void read_incoming(struct config_loader *l, const struct ynode *root, struct config *c)
{
    const struct ynode *n = ynode_get(root, "incoming");
    size_t count;

    if (!n || n->kind == YNODE_SCALAR)
        return;
    count = n->kind == YNODE_MAP ? 1 : n->count;
    if (count == 0 || count > MAX_INCOMING) {
        diag_error(l->diags, n->pos, "\"incoming\" takes 1 to %d places", MAX_INCOMING);
        return;
    }
    c->incoming = arena_array(l->arena, count, sizeof *c->incoming);
    if (n->kind == YNODE_MAP) {
        read_incoming_place(l, n, c);
        return;
    }
    for_each_child (place, n)
        read_incoming_place(l, place, c);
}

static void read_outgoing(struct config_loader *l, const struct ynode *root, struct config *c)
{
    static const struct config_scheme schemes[] = {
        {"smtps", TLS_IMPLICIT, 465}, {"smtp", TLS_REQUIRED, 587}, {0}};
    const struct ynode *n = section(l, root, "outgoing", config_outgoing_keys);
    struct sink_config *sink = &c->outgoing.sink;
    struct config_place place = {0};

    if (!n)
        return;
    config_read_place(l, n, schemes, &place);
    c->outgoing.maildir = place.maildir;
    sink->path = place.path;
    sink->server = place.server;
    sink->server.helo = config_read_text(l, n, "helo", NULL);
    sink->connections = (size_t)read_int(l, n, "connections", 1, 50, CONNECTIONS);
    sink->letters_a_connection = read_int(l, n, "letters_per_connection", 1, 100000, 0);
}

static void read_limits(struct config_loader *l, const struct ynode *root, struct config *c)
{
    const struct ynode *n = section(l, root, "limits", config_limits_keys);

    c->letters_per_address_and_day =
        read_int(l, n, "letters_per_address_and_day", 1, LARGEST_EVERYDAY, LETTERS_A_DAY);
    c->seconds_per_message = read_int(l, n, "seconds_per_message", 1, 600, MESSAGE_SECONDS);
}

static void read_retention(struct config_loader *l, const struct ynode *root, struct config *c)
{
    const struct ynode *n = section(l, root, "retention", config_retention_keys);
    const struct ynode *days = n ? ynode_get(n, "messages") : NULL;

    c->keep_messages_days = KEEP_DAYS;
    if (!days || days->kind != YNODE_SCALAR)
        return;
    if (strcmp(days->text, "forever") == 0)
        c->keep_messages_days = 0;
    else if (ynode_days(days, &c->keep_messages_days, l->diags) == 0 &&
             c->keep_messages_days < SHORTEST_KEEPING)
        diag_error(l->diags, days->pos,
                   "messages are kept for at least %d days: answers are compared with them",
                   SHORTEST_KEEPING);
}

static void read_zone(struct config_loader *l, const struct ynode *root, struct config *c)
{
    const struct ynode *n = ynode_get(root, "zone");

    c->zone = zone_find(n && n->kind == YNODE_SCALAR ? n->text : "UTC");
    if (!c->zone)
        diag_error(l->diags, n ? n->pos : root->pos,
                   "the system knows no time zone \"%s\"; such as America/New_York is meant",
                   n ? n->text : "UTC");
}

static const char *path_or(struct config_loader *l, const struct ynode *root, const char *key,
                           const char *fallback)
{
    const char *path = config_read_path(l, ynode_get(root, key));

    return path ? path : fallback;
}

const char *config_mailbox(struct arena *a, const struct config_incoming *in, size_t folder)
{
    return arena_printf(a, "%s/%s", in->name, in->source.folders[folder]);
}

static void name_mailboxes(struct config_loader *l, struct config *c)
{
    size_t count = 0, n = 0;

    for (size_t i = 0; i < c->incoming_count; i++)
        count += c->incoming[i].source.folder_count;
    c->mailboxes = arena_array(l->arena, count + 1, sizeof *c->mailboxes);
    for (size_t i = 0; i < c->incoming_count; i++)
        for (size_t f = 0; f < c->incoming[i].source.folder_count; f++)
            c->mailboxes[n++] = config_mailbox(l->arena, &c->incoming[i], f);
}

static void read_all(struct config_loader *l, const struct ynode *root, struct config *c)
{
    c->organisation = config_read_text(l, root, "organisation", NULL);
    c->admin = read_address(l, root, "admin");
    c->programmes = path_or(l, root, "programmes", PROGRAMMES);
    c->state = path_or(l, root, "state", STATE);
    c->store = arena_printf(l->arena, "%s/mentord.db", c->state);
    read_zone(l, root, c);
    read_mailbox(l, root, c);
    read_incoming(l, root, c);
    read_outgoing(l, root, c);
    read_limits(l, root, c);
    read_retention(l, root, c);
}

/* The folder of a file, absolute, so that it holds wherever the process goes. */
static const char *folder_of(struct arena *a, const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *folder = slash ? arena_strndup(a, file, (size_t)(slash - file)) : ".";
    char *here;

    if (*file == '/')
        return folder;
    here = realpath(folder, NULL);
    folder = arena_strdup(a, here ? here : folder);
    free(here);
    return folder;
}

struct config *config_parse(struct arena *a, const char *file, const char *bytes, size_t len,
                            enum config_use use, struct diags *d)
{
    struct config_loader l = {.arena = a, .diags = d, .folder = folder_of(a, file), .use = use};
    struct config *c = arena_new_of(a, struct config);
    const struct ynode *root = yaml_parse(a, file, bytes, len, d);
    size_t errors = d->errors;

    if (!root)
        return NULL;
    c->file = arena_strdup(a, file);
    c->text = arena_strndup(a, bytes, len);
    if (ynode_check(root, config_keys, "the configuration", d) < 0 && root->kind != YNODE_MAP)
        return NULL;
    read_all(&l, root, c);
    if (d->errors > errors)
        return NULL;
    name_mailboxes(&l, c);
    return c;
}

struct config *config_load(struct arena *a, const char *path, enum config_use use, struct diags *d)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(YAML_MAX_BYTES);

    if (buf_read_file(&b, path) == 0)
        return config_parse(a, path, buf_str(&b), b.len, use, d);
    diag_error(d, (struct pos){.file = path}, "cannot read the configuration: %s%s",
               strerror(errno), errno == ENOENT ? " (--config FILE names another)" : "");
    return NULL;
}

static void forget(struct mail_server *server, const struct mail_server *but)
{
    if (server == but || !server->password)
        return;
    explicit_bzero((char *)server->password, strlen(server->password));
    server->password = NULL;
}

void config_forget_passwords(struct config *config, const struct mail_server *but)
{
    for (size_t i = 0; i < config->incoming_count; i++)
        forget(&config->incoming[i].source.server, but);
    forget(&config->outgoing.sink.server, but);
}
