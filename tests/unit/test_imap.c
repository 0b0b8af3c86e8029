/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The IMAP source against servers that follow a script, mostly a bad one. What
 * was handed over and committed is compared as text. */
#include "tests/unit/support/script_server.h"
#include "tests/unit/unit.h"
#include "transport/imap.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* libcurl logs in and tags A001, ...; then libetpan counts from 1. */
#define LOGIN                                                                                      \
    "> * OK ready\n< A001 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> A001 OK done\n"                  \
    "< A002 LOGIN mentors secret\n> A002 OK in\n"
#define SELECTED(uidvalidity, uidnext, exists)                                                     \
    "< 1 SELECT INBOX\n> * " exists " EXISTS\n> * OK [UIDVALIDITY " uidvalidity "] so\n"           \
    "> * OK [UIDNEXT " uidnext "] so\n> * OK [PERMANENTFLAGS (\\Seen)] so\n"                       \
    "> 1 OK [READ-WRITE] done\n"
#define LIST7                                                                                      \
    "< 2 UID FETCH 1:7 (UID RFC822.SIZE INTERNALDATE)\n"                                           \
    "> * 1 FETCH (UID 7 RFC822.SIZE 16 INTERNALDATE \"15-Dec-2026 10:00:00 +0130\")\n"             \
    "> 2 OK done\n"
#define CONTENT7                                                                                   \
    "< 3 UID FETCH 7 (UID BODY.PEEK[])\n> * 1 FETCH (UID 7 BODY[] {16}\n> Subject: abcde\n"        \
    "> )\n> 3 OK done\n"
#define BYE(n) "< " n " LOGOUT\n> * BYE bye\n> " n " OK done\n$"

struct scene {
    const char *name;
    struct source_position from;
    const char *script;
    const char *outcome;
};

#define GOT7 "message INBOX/7 5:7 16/16 at 1797323400 <Subject: abcde|>\n"

/* clang-format off */
static const struct scene scenes[] = {
    {"one message", {0}, LOGIN SELECTED("5", "8", "1") LIST7 CONTENT7 BYE("4"),
     GOT7 "commit 5:7\nok 5:7\n"},
    {"an empty folder", {0}, LOGIN SELECTED("5", "1", "0") BYE("2"),
     "commit 5:0\nok 5:0\n"},
    {"nothing new", {5, 7}, LOGIN SELECTED("5", "8", "1") BYE("2"),
     "commit 5:7\nok 5:7\n"},
    {"another UIDVALIDITY", {4, 900}, LOGIN SELECTED("5", "8", "1") LIST7 CONTENT7 BYE("4"),
     GOT7 "commit 5:7\nok 5:7\n"},
    {"UIDNEXT below what was read", {5, 900}, LOGIN SELECTED("5", "8", "1") LIST7 CONTENT7 BYE("4"),
     GOT7 "commit 5:7\nok 5:7\n"},
    {"expunged between list and fetch", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH 7 (\n> 3 OK nothing\n< 4 UID FETCH 7 (UID RFC822\n> 4 OK nothing\n" BYE("5"),
     "commit 5:7\nok 5:7\n"},
    {"listed and never handed out", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH 7 (\n> 3 NO broken\n< 4 UID FETCH 7 (UID RFC822\n"
     "> * 1 FETCH (UID 7 RFC822.SIZE 16)\n> 4 OK done\n" BYE("5"),
     "temporary 127.0.0.1: the server does not hand out message 7 of INBOX: look at it there\n"},
    {"refused, and so is the list of what is still there", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH 7 (\n> 3 NO broken\n< 4 UID FETCH 7 (UID RFC822\n> 4 NO broken\n" BYE("5"),
     "temporary 127.0.0.1: the server refused reading messages: *\n"},
    {"a list that is refused", {0},
     LOGIN SELECTED("5", "8", "1") "< 2 UID FETCH 1:7 (\n> 2 NO broken\n" BYE("3"),
     "temporary 127.0.0.1: the server refused reading messages: *\n"},
    {"a message of another number", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH 7 (\n> * 1 FETCH (UID 9 BODY[] {16}\n> Subject: abcde\n> )\n> 3 OK done\n"
     "< 4 UID FETCH 7 (UID RFC822\n> * 1 FETCH (UID 7 RFC822.SIZE 16)\n> 4 OK done\n" BYE("5"),
     "temporary 127.0.0.1: the server does not hand out message 7 of INBOX: look at it there\n"},
    {"flags told unasked", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH 7 (\n> * 1 FETCH (FLAGS (\\Seen))\n> * 2 EXISTS\n"
     "> * 1 FETCH (UID 7 BODY[] {16}\n> Subject: abcde\n> )\n> 3 OK done\n" BYE("4"),
     GOT7 "commit 5:7\nok 5:7\n"},
    {"a list out of order, with flags told before", {0},
     LOGIN SELECTED("5", "9", "2")
     "< 2 UID FETCH 1:8 (\n> * 2 FETCH (UID 8 FLAGS (\\Seen))\n> * 9 FETCH (UID 900 FLAGS ())\n"
     "> * 2 FETCH (UID 8 RFC822.SIZE 16 INTERNALDATE \"15-Dec-2026 10:00:00 +0130\")\n"
     "> * 1 FETCH (UID 7 RFC822.SIZE 16 INTERNALDATE \"15-Dec-2026 10:00:00 +0130\")\n> 2 OK done\n"
     "< 3 UID FETCH 7:8 (UID BODY.PEEK[])\n> * 2 FETCH (UID 8 BODY[] {16}\n> Subject: fghij\n> )\n"
     "> * 1 FETCH (UID 7 BODY[] {16}\n> Subject: abcde\n> )\n> 3 OK done\n" BYE("4"),
     "message INBOX/8 5:8 16/16 at 1797323400 <Subject: fghij|>\n" GOT7 "commit 5:8\nok 5:8\n"},
    {"larger than the limit", {0},
     LOGIN SELECTED("5", "8", "1")
     "< 2 UID FETCH 1:7 (\n> * 1 FETCH (UID 7 RFC822.SIZE 5000 "
     "INTERNALDATE \"15-Dec-2026 10:00:00 +0130\")\n> 2 OK done\n"
     "< 3 UID FETCH 7 (UID BODY.PEEK[]<0.65536>)\n"
     "> * 1 FETCH (UID 7 BODY[]<0> {24}\n> Subject: abcde\n> \n> body\n> )\n> 3 OK done\n" BYE("4"),
     "message INBOX/7 5:7 18/5000 at 1797323400 <Subject: abcde||> oversize\n"
     "commit 5:7\nok 5:7\n"},

    /* a server that goes away or talks nonsense */
    {"closed at SELECT", {0}, LOGIN "< 1 SELECT\n",
     "temporary 127.0.0.1: the server closed the connection while opening a folder\n"},
    {"closed in the list", {0}, LOGIN SELECTED("5", "8", "1") "< 2 UID FETCH\n> * 1 FETCH (UID\n",
     "temporary 127.0.0.1: *\n"},
    {"closed in a message", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH\n> * 1 FETCH (UID 7 BODY[] {16}\n= Subject\n",
     "temporary 127.0.0.1: *\n"},
    {"closed after a message, before its end was told", {0},
     LOGIN SELECTED("5", "8", "1") LIST7
     "< 3 UID FETCH\n> * 1 FETCH (UID 7 BODY[] {16}\n> Subject: abcde\n> )\n",
     GOT7 "temporary 127.0.0.1: the server closed the connection while reading messages\n"},
    {"rubbish", {0}, LOGIN "< 1 SELECT\n> HTTP/1.1 200 OK\n",
     "temporary 127.0.0.1: the server said something unreadable while opening a folder\n"},
    {"BYE", {0}, LOGIN "< 1 SELECT\n> * BYE shutting down\n",
     "temporary 127.0.0.1: *\n"},
    {"no such folder", {0}, LOGIN "< 1 SELECT\n> 1 NO what\n< 2 LIST \"\" \"INBOX\"\n> 2 OK none\n" BYE("3"),
     "config 127.0.0.1: there is no folder \"INBOX\" in the mailbox of mentors: check its name\n"},
    {"a folder that is busy", {0},
     LOGIN "< 1 SELECT\n> 1 NO [INUSE] busy\n< 2 LIST\n> * LIST () \"/\" INBOX\n> 2 OK done\n" BYE("3"),
     "temporary 127.0.0.1: the server refused opening a folder: *\n"},
    {"a login that is refused", {0},
     "> * OK ready\n< A001 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> A001 OK done\n< A002 LOGIN\n"
     "> A002 NO [AUTHENTICATIONFAILED] no\n",
     "config 127.0.0.1: the password for mentors was refused: *\n"},
    {"a login that is refused for now", {0},
     "> * OK ready\n< A001 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> A001 OK done\n< A002 LOGIN\n"
     "> A002 NO [UNAVAILABLE] try later\n",
     "temporary 127.0.0.1: logging in is not possible just now: *\n"},
};
/* clang-format on */

/* ----------------------------------------------------------------- the player */

static int on_message(void *context, const struct source_message *m)
{
    struct buf *log = context;
    buf_addf(log, "message %s %d:%d %zu/%d at %lld <", m->name, (int)m->uidvalidity, (int)m->uid,
             m->length, (int)m->size, (long long)m->arrived);
    for (size_t i = 0; i < m->length; i++)
        if (m->bytes[i] != '\r')
            buf_addc(log, m->bytes[i] == '\n' ? '|' : m->bytes[i]);
    buf_adds(log, m->oversize ? "> oversize\n" : ">\n");
    return 0;
}

static int refuse_message(void *context, const struct source_message *m)
{
    return -1;
}

static int on_commit(void *context, size_t folder, struct source_position position)
{
    buf_addf(context, "commit %d:%d\n", (int)position.uidvalidity, (int)position.uid);
    return 0;
}

/* One source, and the server that it speaks with. */
struct talk {
    const char *scripts[2];
    struct script_server *server;
    struct mail_source *source;
    struct buf log;
    struct source_position position;
    struct err why;
};

static void begin(struct talk *t, const char *script, enum tls_mode tls, monotonic_clock *clock,
                  void *context)
{
    static const char *const inbox[] = {"INBOX"};
    *t = (struct talk){.scripts = {script}, .log = BUF_INIT(100000)};
    t->server = script_server_start(t->scripts);
    struct source_config config = {
        .server = {.host = "127.0.0.1",
                   .port = script_server_port(t->server),
                   .tls = tls,
                   .user = "mentors",
                   .password = "secret",
                   .clock = clock,
                   .clock_context = context},
        .folders = inbox,
        .folder_count = 1,
        .max_message = 1000,
    };
    t->source = imap_source_new(&config, &t->why);
    assert_string_equal(t->why.text, "");
    assert_non_null(t->source);
}

static enum transport_result fetch(struct talk *t,
                                   int (*message)(void *, const struct source_message *))
{
    struct source_callbacks callbacks = {
        .context = &t->log, .message = message, .commit = on_commit};
    return t->source->driver->fetch(t->source, 0, &t->position, &callbacks, &t->why);
}

/* The log stays until the test ends. */
static void end(struct talk *t)
{
    t->source->driver->free(t->source);
    script_server_finish(t->server);
}

static void talk_release(struct talk *t)
{
    buf_release(&t->log);
}

static void write_result(struct talk *t, enum transport_result result)
{
    static const char *const names[] = {"ok", "temporary", "config", "stopped"};
    const char *text = t->why.text;
    int port, n = 0;
    if (result == TRANSPORT_OK)
        buf_addf(&t->log, "ok %d:%d\n", (int)t->position.uidvalidity, (int)t->position.uid);
    else if (sscanf(text, "127.0.0.1:%d%n", &port, &n) == 1)
        buf_addf(&t->log, "%s 127.0.0.1%s\n", names[result], text + n);
    else
        buf_addf(&t->log, "%s %s\n", names[result], text);
}

static void play_scene(void **state)
{
    const struct scene *scene = *state;
    struct talk t _cleanup_(talk_release);
    begin(&t, scene->script, TLS_NONE, NULL, NULL);
    t.position = scene->from;
    write_result(&t, fetch(&t, on_message));
    end(&t);
    assert_lines(buf_str(&t.log), scene->outcome);
}

/* -------------------------------------------------------------------- by hand */

static void nothing_is_said_where_starttls_is_missing(void **state)
{
    struct talk t _cleanup_(talk_release);
    begin(&t, "> * OK ready\n< A001 CAPABILITY\n> * CAPABILITY IMAP4rev1\n> A001 OK done\n$",
          TLS_REQUIRED, NULL, NULL);
    assert_int_equal(t.source->driver->open(t.source, &t.why), TRANSPORT_CONFIG);
    assert_non_null(strstr(t.why.text, "offers no STARTTLS"));
    end(&t);
}

static void a_refused_message_stops_the_fetch(void **state)
{
    struct talk t _cleanup_(talk_release);
    begin(&t, LOGIN SELECTED("5", "8", "1") LIST7 CONTENT7 BYE("4"), TLS_NONE, NULL, NULL);
    assert_int_equal(fetch(&t, refuse_message), TRANSPORT_STOPPED);
    assert_int_equal(t.position.uid, 0);
    assert_string_equal(buf_str(&t.log), "");
    end(&t);
}

/* Half a minute passes each time somebody looks. */
static int64_t hasty_clock(void *context)
{
    return *(int64_t *)context += 30 * 1000;
}

static void what_comes_does_not_move_the_deadline(void **state)
{
    int64_t now = 0;
    struct talk t _cleanup_(talk_release);
    begin(&t, LOGIN "< 1 SELECT\n# and so on \n$", TLS_NONE, hasty_clock, &now);
    assert_int_equal(fetch(&t, on_message), TRANSPORT_TEMPORARY);
    assert_non_null(strstr(t.why.text, "no answer in time"));
    end(&t);
}

static void names_that_would_inject_are_refused(void **state)
{
    static const char *const bad[] = {"INBOX\r\nx DELETE INBOX", "", "Letters*", "Gel\303\266scht"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct source_config config = {.server = {.host = "mail.example.org",
                                                  .port = 143,
                                                  .user = "mentors",
                                                  .password = "secret"},
                                       .folders = &bad[i],
                                       .folder_count = 1};
        struct err why = {.text = ""};
        assert_null(imap_source_new(&config, &why));
        assert_true(strlen(why.text) > 0);
    }
}

/* ----------------------------------------------------------------------- wait */

#define IDLER                                                                                      \
    "> * OK ready\n< A001 CAPABILITY\n> * CAPABILITY IMAP4rev1 IDLE\n> A001 OK done\n"             \
    "< A002 LOGIN mentors secret\n> A002 OK in\n"                                                  \
    "< 1 SELECT INBOX\n> * 0 EXISTS\n> * OK [UIDVALIDITY 5]\n> * OK [UIDNEXT 8]\n> 1 OK done\n"    \
    "< 2 CAPABILITY\n> * CAPABILITY IMAP4rev1 IDLE\n> 2 OK done\n"

/* Fetches the empty folder, then waits for an hour. */
static enum transport_result fetch_and_wait(const char *script, int doorbell, struct err *why)
{
    struct talk t _cleanup_(talk_release);
    begin(&t, script, TLS_NONE, NULL, NULL);
    assert_int_equal(fetch(&t, on_message), TRANSPORT_OK);
    enum transport_result result = t.source->driver->wait(t.source, 3600, doorbell, why);
    end(&t);
    return result;
}

#define AGAIN(n, uidnext)                                                                          \
    "< " n " SELECT INBOX\n> * 0 EXISTS\n> * OK [UIDVALIDITY 5]\n> * OK [UIDNEXT " uidnext         \
    "]\n> " n " OK done\n"

static void new_mail_ends_the_wait(void **state)
{
    struct err why;
    assert_int_equal(fetch_and_wait(IDLER AGAIN("3", "8") "< 4 IDLE\n> + waiting\n> * 1 EXISTS\n"
                                                          "< DONE\n> 4 OK done\n" BYE("5"),
                                    -1, &why),
                     TRANSPORT_OK);
}

static void mail_between_fetch_and_wait_ends_it(void **state)
{
    struct err why;
    assert_int_equal(fetch_and_wait(IDLER AGAIN("3", "9") BYE("4"), -1, &why), TRANSPORT_OK);
}

static void the_doorbell_ends_the_wait(void **state)
{
    struct err why;
    int bell[2];
    assert_int_equal(pipe(bell), 0);
    assert_int_equal(write(bell[1], "", 1), 1);
    assert_int_equal(
        fetch_and_wait(
            IDLER AGAIN("3", "8") "< 4 IDLE\n> + waiting\n< DONE\n> 4 OK done\n" BYE("5"), bell[0],
            &why),
        TRANSPORT_OK);
    close(bell[0]);
    close(bell[1]);
}

static void a_close_ends_the_wait(void **state)
{
    struct err why;
    assert_int_equal(fetch_and_wait(IDLER AGAIN("3", "8") "< 4 IDLE\n> + waiting\n", -1, &why),
                     TRANSPORT_TEMPORARY);
    assert_non_null(strstr(why.text, "closed the connection while waiting"));
}

int main(void)
{
    static const struct CMUnitTest by_hand[] = {
        cmocka_unit_test(nothing_is_said_where_starttls_is_missing),
        cmocka_unit_test(a_refused_message_stops_the_fetch),
        cmocka_unit_test(what_comes_does_not_move_the_deadline),
        cmocka_unit_test(names_that_would_inject_are_refused),
        cmocka_unit_test(new_mail_ends_the_wait),
        cmocka_unit_test(mail_between_fetch_and_wait_ends_it),
        cmocka_unit_test(the_doorbell_ends_the_wait),
        cmocka_unit_test(a_close_ends_the_wait),
    };
    enum { SCENES = sizeof scenes / sizeof *scenes, HAND = sizeof by_hand / sizeof *by_hand };
    static struct CMUnitTest tests[SCENES + HAND];
    for (size_t i = 0; i < SCENES; i++)
        tests[i] = (struct CMUnitTest){
            .name = scenes[i].name, .test_func = play_scene, .initial_state = (void *)&scenes[i]};
    memcpy(tests + SCENES, by_hand, sizeof by_hand);
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
