/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/config.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD                                                                                       \
    "organisation: Harbour Mentoring\n"                                                            \
    "admin: admin@example.org\n"                                                                   \
    "mailbox: {address: Mentors@Example.org}\n"
#define IN  "incoming: {server: 'maildir:/in'}\n"
#define OUT "outgoing: {server: 'maildir:/out'}\n"

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct buf printed;
    char folder[64]; /* for passwords */
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new(32 << 20);
    f->printed = BUF_INIT(1 << 20);
    diags_init(&f->diags, f->arena);
    strcpy(f->folder, "/tmp/test_config.XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    unsetenv("CREDENTIALS_DIRECTORY");
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    unlink(arena_printf(f->arena, "%s/secret", f->folder));
    assert_int_equal(rmdir(f->folder), 0);
    arena_free(f->arena);
    buf_release(&f->printed);
    test_free(f);
    return 0;
}

static struct config *parse_for(struct fixture *f, enum config_use use, const char *text)
{
    return config_parse(f->arena, "/etc/m/mentord.yaml", text, strlen(text), use, &f->diags);
}

static struct config *parse(struct fixture *f, const char *text)
{
    return parse_for(f, CONFIG_SERVE, text);
}

static const char *printed(struct fixture *f)
{
    buf_reset(&f->printed);
    diags_print(&f->diags, &f->printed);
    diags_init(&f->diags, f->arena);
    return buf_str(&f->printed);
}

static struct config *parse_good(struct fixture *f, const char *text)
{
    struct config *c = parse(f, text);

    assert_string_equal(printed(f), "");
    assert_non_null(c);
    return c;
}

/* Every message stands in what is printed. */
static void assert_refused(struct fixture *f, const char *text, const char *message)
{
    const char *all;

    assert_null(parse(f, text));
    all = printed(f);
    if (!strstr(all, message))
        fail_msg("\"%s\" is not in:\n%s", message, all);
}

static const char *secret_file(struct fixture *f, const char *content, mode_t mode)
{
    char *path = arena_printf(f->arena, "%s/secret", f->folder);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static void a_small_one_has_defaults(void **state)
{
    struct config *c = parse_good(*state, HEAD IN OUT);

    assert_string_equal(c->organisation, "Harbour Mentoring");
    assert_string_equal(c->self.address, "mentors@example.org");
    assert_string_equal(c->mailbox_name, "Harbour Mentoring");
    assert_null(c->self.authserv_id);
    assert_string_equal(c->state, "/var/lib/mentord");
    assert_string_equal(c->store, "/var/lib/mentord/mentord.db");
    assert_string_equal(zone_name(c->zone), "UTC");
    assert_int_equal(c->keep_messages_days, 365);
    assert_int_equal(c->incoming_count, 1);
    assert_true(c->incoming[0].maildir);
    assert_string_equal(c->incoming[0].source.path, "/in");
    assert_string_equal(c->mailboxes[0], "main/INBOX");
    assert_string_equal(c->mailboxes[1], "main/Junk");
    assert_null(c->mailboxes[2]);
    assert_true(c->outgoing.maildir);
}

static void servers_are_taken_apart(void **state)
{
    struct fixture *f = *state;
    const char *path = secret_file(f, "pass word\n", 0600);
    struct config *c =
        parse_good(f, arena_printf(f->arena,
                                   HEAD "incoming:\n"
                                        "  - {server: imaps://imap.example.org, user: a, "
                                        "password_file: %s, folders: INBOX}\n"
                                        "  - {name: old, server: 'imap://[::1]:1143', tls: none, "
                                        "user: b, password_file: %s}\n"
                                        "outgoing: {server: 'smtp://smtp.example.org/', ca: ca.pem,"
                                        " connections: 7}\n",
                                   path, path));
    const struct mail_server *s = &c->incoming[0].source.server;

    assert_string_equal(s->host, "imap.example.org");
    assert_int_equal(s->port, 993);
    assert_int_equal(s->tls, TLS_IMPLICIT);
    assert_string_equal(s->user, "a");
    assert_string_equal(s->password, "pass word");
    s = &c->incoming[1].source.server;
    assert_string_equal(s->host, "::1");
    assert_int_equal(s->port, 1143);
    assert_int_equal(s->tls, TLS_NONE);
    assert_string_equal(s->user, "b");
    s = &c->outgoing.sink.server;
    assert_int_equal(s->port, 587);
    assert_int_equal(s->tls, TLS_REQUIRED);
    assert_string_equal(s->ca_file, "/etc/m/ca.pem");
    assert_int_equal(c->outgoing.sink.connections, 7);
    assert_string_equal(c->mailboxes[0], "main/INBOX");
    assert_string_equal(c->mailboxes[1], "old/INBOX");
}

static void all_problems_come_at_once(void **state)
{
    struct fixture *f = *state;

    assert_null(parse(f, "organisation: H\n"
                         "admin: nobody\n"
                         "mailbox: {address: a+b@example.org, adress: x}\n"
                         "incoming: {server: pop3://x}\n"
                         "outgoing: {server: 'smtp://x:99999'}\n"
                         "zone: Moon/Tycho\n"));
    assert_string_equal(
        printed(f),
        "/etc/m/mentord.yaml:2:8: error: \"nobody\" is no e-mail address\n"
        "/etc/m/mentord.yaml:3:20: error: the mailbox's address must have no \"+\": mentord puts "
        "its own there\n"
        "/etc/m/mentord.yaml:3:37: error: unknown key \"adress\" in mailbox: did you mean "
        "\"address\"?\n"
        "/etc/m/mentord.yaml:4:20: error: \"pop3://x\": imaps://HOST, imap://HOST, or "
        "maildir:FOLDER is meant\n"
        "/etc/m/mentord.yaml:5:20: error: a port is a number from 1 to 65535, not \"99999\"\n"
        "/etc/m/mentord.yaml:6:7: error: the system knows no time zone \"Moon/Tycho\"; such as "
        "America/New_York is meant\n");
}

/* Else the store would stand beside the configuration. */
static void a_path_is_not_empty(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, HEAD IN OUT "state: \"\"\n", "a path is meant");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://mx.example.org', user: u, ca: ''}\n",
                   "a path is meant");
}

static void plain_text_stays_on_this_machine(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, HEAD OUT "incoming: {server: 'imap://mx.example.org', tls: none}\n",
                   "to mx.example.org, passwords and letters go encrypted or not at all");
    assert_refused(f, HEAD OUT "incoming: {server: 'imap://127.evil.example', tls: none}\n",
                   "encrypted or not at all");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://localhost', tls: none}\n",
                   "asks for TLS");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://localhost', tls: off}\n",
                   "\"required\" or \"none\"");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://localhost', tls: [none]}\n",
                   "\"tls\" takes a single value, not a list");
    parse_good(f, HEAD IN "outgoing: {server: 'smtp://127.0.0.1:1025', tls: none}\n");
}

static void logins_are_whole(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://x'}\n",
                   "needs \"user\" and a password");
    assert_refused(f, HEAD IN "outgoing: {server: 'smtp://x', user: a}\n", "a user needs");
    assert_refused(f, HEAD IN "outgoing: {server: 'smtp://x', password_file: /x}\n",
                   "a password needs \"user\"");
    assert_refused(f, HEAD IN "outgoing: {server: 'smtp://x', user: a, password: hunter2}\n",
                   "a password never stands here");
    assert_refused(f,
                   HEAD IN "outgoing: {server: 'smtp://x', user: a, password_file: /x, "
                           "password_credential: y}\n",
                   "not both");
    assert_refused(f, HEAD IN "outgoing: {server: 'smtp://a@x'}\n", "goes under \"user\"");
    assert_refused(f, HEAD IN "outgoing: {server: 'maildir:/x', user: a}\n",
                   "a Maildir takes no \"user\"");
}

static const char *with_password(struct fixture *f, const char *key, const char *value)
{
    return arena_printf(f->arena, HEAD IN "outgoing: {server: 'smtp://x', user: a, %s: %s}\n", key,
                        value);
}

static void password_files_are_private(void **state)
{
    struct fixture *f = *state;
    const char *path = secret_file(f, "x\n", 0640);

    assert_refused(
        f, with_password(f, "password_file", path),
        arena_printf(f->arena, "others can read the password in %s: chmod 600 %s\n", path, path));
    assert_null(parse_for(f, CONFIG_LOOK, with_password(f, "password_file", path)));
    assert_non_null(strstr(printed(f), "chmod 600"));
    assert_refused(f, with_password(f, "password_file", "/nowhere"), "No such file");
    assert_refused(f, with_password(f, "password_file", f->folder), "no plain file");
    assert_refused(f, with_password(f, "password_file", secret_file(f, "\n", 0600)), "is empty");
    assert_refused(f, with_password(f, "password_file", secret_file(f, "a\nb\n", 0600)),
                   "one line");
}

static void credentials_come_from_systemd(void **state)
{
    struct fixture *f = *state;
    struct config *c;

    assert_refused(f, with_password(f, "password_credential", "secret"), "LoadCredential=secret");
    assert_refused(f, with_password(f, "password_credential", "/x"), "no name of a credential");
    secret_file(f, "open sesame", 0644);
    setenv("CREDENTIALS_DIRECTORY", f->folder, 1);
    c = parse_good(f, with_password(f, "password_credential", "secret"));
    assert_string_equal(c->outgoing.sink.server.password, "open sesame");
    config_forget_passwords(c, &c->outgoing.sink.server);
    assert_string_equal(c->outgoing.sink.server.password, "open sesame");
    config_forget_passwords(c, NULL);
    assert_null(c->outgoing.sink.server.password);
}

static void looking_needs_no_passwords(void **state)
{
    struct fixture *f = *state;
    struct config *c = parse_for(f, CONFIG_LOOK, with_password(f, "password_credential", "s"));

    assert_string_equal(printed(f), "");
    assert_non_null(c);
    assert_null(c->outgoing.sink.server.password);
}

static void mailboxes_have_names(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, HEAD OUT "incoming:\n  - server: imaps://a\n  - server: imaps://b\n",
                   "mentord.yaml:7:5: error: each mailbox after the first needs a \"name\"");
    assert_refused(
        f, HEAD OUT "incoming: [{server: 'imaps://a'}, {server: 'imaps://b', name: main}]\n",
        "two mailboxes have the name \"main\"");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://a', name: a/b}\n", "one word");
    assert_refused(f, HEAD OUT "incoming: []\n", "1 to 20 places");
    assert_refused(f, HEAD OUT "incoming: {server: 'imaps://a', folders: []}\n", "1 to 20 names");
}

static void numbers_have_bounds(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, HEAD IN OUT "limits: {letters_per_address_and_day: 0}\n", ":6:");
    assert_refused(f, HEAD IN OUT "limits: {seconds_per_message: soon}\n", ":6:");
    assert_refused(f, HEAD IN OUT "retention: {messages: 7 days}\n", "at least 30 days");
    assert_int_equal(
        parse_good(f, HEAD IN OUT "retention: {messages: forever}\n")->keep_messages_days, 0);
    assert_int_equal(
        parse_good(f, HEAD IN OUT "retention: {messages: 90 days}\n")->keep_messages_days, 90);
}

static void a_missing_file_is_said(void **state)
{
    struct fixture *f = *state;

    assert_null(config_load(f->arena, "/nowhere/mentord.yaml", CONFIG_LOOK, &f->diags));
    assert_string_equal(printed(f), "/nowhere/mentord.yaml: error: cannot read the "
                                    "configuration: No such file or directory "
                                    "(--config FILE names another)\n");
}

/* mentord.yaml(5) explains every key ("password" is there to be refused). */
static void the_manual_knows_every_key(void **state)
{
    static const struct ykey *const tables[] = {config_keys,          config_mailbox_keys,
                                                config_incoming_keys, config_outgoing_keys,
                                                config_limits_keys,   config_retention_keys};
    _cleanup_(buf_release) struct buf manual = BUF_INIT(1 << 20);
    struct fixture *f = *state;

    assert_int_equal(buf_read_file(&manual, "docs/man/mentord.yaml.5"), 0);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const struct ykey *key = tables[i]; key->name; key++) {
            const char *entry = arena_printf(f->arena, ".It Ic %s :", key->name);
            const char *section = arena_printf(f->arena, ".Ss %s\n", key->name);
            if (strcmp(key->name, "password") != 0 && !strstr(buf_str(&manual), entry) &&
                !strstr(buf_str(&manual), section))
                fail_msg("%s is not in the manual", key->name);
        }
    }
}

/* The sample is what an admin begins with. */
static void the_sample_is_right(void **state)
{
    struct fixture *f = *state;
    struct config *c = config_load(f->arena, "docs/samples/mentord.yaml", CONFIG_LOOK, &f->diags);

    assert_string_equal(printed(f), "");
    assert_non_null(c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_small_one_has_defaults),
        TEST(servers_are_taken_apart),
        TEST(all_problems_come_at_once),
        TEST(a_path_is_not_empty),
        TEST(plain_text_stays_on_this_machine),
        TEST(logins_are_whole),
        TEST(password_files_are_private),
        TEST(credentials_come_from_systemd),
        TEST(looking_needs_no_passwords),
        TEST(mailboxes_have_names),
        TEST(numbers_have_bounds),
        TEST(a_missing_file_is_said),
        TEST(the_manual_knows_every_key),
        TEST(the_sample_is_right),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
