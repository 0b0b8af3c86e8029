/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMTP sink against servers that follow a script, mostly a bad one. What
 * became of each letter is compared as text. */
#include "tests/unit/support/script_server.h"
#include "tests/unit/unit.h"
#include "transport/smtp.h"
#include "transport/smtp_wire.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* libcurl's greeting and then ours */
#define HELLO(offers) "> 220 ready\n< EHLO\n" offers "< EHLO\n" offers
#define PLAIN         HELLO("> 250 hello\n")
#define PIPELINED     HELLO("> 250-hello\n> 250 PIPELINING\n")
#define ENVELOPE      "< MAIL FROM:<mentors@example.org>\n> 250 ok\n< RCPT TO:<\n> 250 ok\n"
#define CONTENT       "< DATA\n> 354 go on\n.\n"
#define LETTER        ENVELOPE CONTENT "> 250 2.0.0 queued\n"
#define GROUP         "< MAIL\n< RCPT\n< DATA\n"
#define ACCEPTED      "> 250 ok\n> 250 ok\n> 354 go on\n"

static const char letter_text[] = "Subject: hello\r\n\r\n.hidden\r\n";

/* ------------------------------------------------------------------ the table */

struct scene {
    const char *name;
    int letters;
    const char *scripts[5];
    const char *outcome;
};

#define SENT1 "READY 1\nSENT 1 250 2.0.0 content: 2.0.0 queued\n"
#define SENT2 "READY 2\nSENT 2 250 2.0.0 content: 2.0.0 queued\n"
#define AGAIN PLAIN LETTER "$"

/* clang-format off */
static const struct scene scenes[] = {
    {"one letter", 1, {PLAIN LETTER "< QUIT\n$"}, SENT1},
    {"a connection is used again", 2, {PLAIN LETTER LETTER "$"}, SENT1 SENT2},
    {"dots are doubled", 1,
     {PLAIN ENVELOPE "< DATA\n> 354\n< Subject: hello\n< \n< ..hidden\n< .\n"
                     "> 250 2.0.0 queued\n$"}, SENT1},
    {"pipelining: the next envelope and its DATA go with the content", 2,
     {PIPELINED "< MAIL\n< RCPT TO:<1@\n< DATA\n" ACCEPTED ".\n"
                "< MAIL\n< RCPT TO:<2@\n< DATA\n> 250 2.0.0 queued\n" ACCEPTED
                ".\n> 250 2.0.0 queued\n$"},
     "READY 1\nSENT 1 250 2.0.0 content: 2.0.0 queued\nREADY 2\n"
     "SENT 2 250 2.0.0 content: 2.0.0 queued\n"},
    {"SIZE is told", 1,
     {HELLO("> 250-hello\n> 250 SIZE 1000\n") "< MAIL FROM:<mentors@example.org> SIZE=27\n"
      "> 250 ok\n< RCPT\n> 250 ok\n" CONTENT "> 250 2.0.0 queued\n$"}, SENT1},
    {"larger than SIZE", 1, {HELLO("> 250-hello\n> 250 SIZE 20\n") "$"},
     "REFUSED 1 552 5.3.4 mail: larger than the server takes\n"},

    /* refusals */
    {"5xx at RCPT", 2,
     {PLAIN "< MAIL\n> 250 ok\n< RCPT\n> 550-5.1.1 no such\n> 550 5.1.1 user\n< RSET\n> 250 ok\n"
      LETTER "$"},
     "REFUSED 1 550 5.1.1 recipient: 5.1.1 no such 5.1.1 user\n" SENT2},
    {"4xx at RCPT, pipelined: DATA is refused too", 2,
     {PIPELINED GROUP "> 250 ok\n> 450 4.2.0 later\n> 554 no recipients\n< RSET\n" GROUP
      "> 250 ok\n" ACCEPTED ".\n> 250 2.0.0 queued\n$"},
     "DEFERRED 1 450 4.2.0 recipient: 4.2.0 later\n" SENT2},
    {"5xx at RCPT, pipelined: DATA is taken, and a lone dot ends it", 2,
     {PIPELINED GROUP "> 250 ok\n> 550 5.1.1 no such\n> 354 go on\n< .\n" GROUP
      "> 554 no recipients\n" ACCEPTED ".\n> 250 2.0.0 queued\n$"},
     "REFUSED 1 550 5.1.1 recipient: 5.1.1 no such\n" SENT2},
    {"the letter to nobody is even accepted", 2,
     {PIPELINED GROUP "> 250 ok\n> 550 5.1.1 no such\n> 354 go on\n< .\n" GROUP
      "> 250 2.0.0 queued\n" ACCEPTED ".\n> 250 2.0.0 queued\n$"},
     "REFUSED 1 550 5.1.1 recipient: 5.1.1 no such\n" SENT2},
    {"4xx at MAIL, pipelined", 1,
     {PIPELINED GROUP "> 451 4.3.0 later\n> 503 no sender\n> 503 no sender\n< RSET\n"
      "> 250 ok\n$"},
     "DEFERRED 1 451 4.3.0 mail: 4.3.0 later\n"},
    {"5xx at DATA, pipelined", 2,
     {PIPELINED GROUP "> 250 ok\n> 250 ok\n> 554 5.7.1 not today\n< RSET\n" GROUP
      "> 250 ok\n" ACCEPTED ".\n> 250 2.0.0 queued\n$"},
     "REFUSED 1 554 5.7.1 content: 5.7.1 not today\n" SENT2},
    {"5xx at MAIL is our trouble", 2,
     {PLAIN "< MAIL\n> 553 5.7.1 not yours\n< RSET\n> 250 ok\n$"},
     "TROUBLE config: 127.0.0.1: does not let us send as mentors@example.org: check user, "
     "password and address: 553 5.7.1 not yours\n"
     "RETURNED 1 553 5.7.1 mail: 5.7.1 not yours\n"
     "RETURNED 2 0 - none: 127.0.0.1: does not let us send as mentors@example.org: check user, "
     "password and address: 553 5.7.1 not yours\n"},
    {"5xx at DATA", 1, {PLAIN ENVELOPE "< DATA\n> 554 5.5.1 no\n< RSET\n> 250 ok\n$"},
     "REFUSED 1 554 5.5.1 content: 5.5.1 no\n"},
    {"5xx after the dot", 1, {PLAIN ENVELOPE CONTENT "> 554 5.7.1 spam\n$"},
     "READY 1\nREFUSED 1 554 5.7.1 content: 5.7.1 spam\n"},
    {"4xx after the dot", 1, {PLAIN ENVELOPE CONTENT "> 451 4.3.0 full\n$"},
     "READY 1\nDEFERRED 1 451 4.3.0 content: 4.3.0 full\n"},

    /* a server that goes away */
    {"closed before the greeting", 1, {""},
     "TROUBLE temporary: 127.0.0.1: *\nRETURNED 1 0 - none: *\n"},
    {"refused at the greeting", 1, {"> 421 4.3.2 too busy\n"},
     "TROUBLE temporary: 127.0.0.1: the server said: 421 4.3.2 too busy\n"
     "RETURNED 1 0 - none: *\n"},
    {"closed after EHLO", 1, {"> 220 ready\n< EHLO\n> 250 hello\n< EHLO\n"},
     "TROUBLE temporary: 127.0.0.1: the server closed the connection before answering EHLO\n"
     "RETURNED 1 0 - none: *\n"},
    {"closed at MAIL: tried again", 1, {PLAIN "< MAIL\n", AGAIN}, SENT1},
    {"closed at RCPT: tried again", 1, {PLAIN "< MAIL\n> 250 ok\n< RCPT\n!", AGAIN}, SENT1},
    {"closed at MAIL three times", 1, {PLAIN "< MAIL\n", PLAIN "< MAIL\n", PLAIN "< MAIL\n"},
     "DEFERRED 1 0 - mail: the server closed the connection before answering MAIL\n"},
    {"closed at DATA: tried again", 1, {PLAIN ENVELOPE "< DATA\n", AGAIN}, SENT1},
    {"closed in the middle of the group: tried again", 1,
     {PIPELINED GROUP "> 250 ok\n> 250 ok\n", AGAIN}, SENT1},
    {"closed after the dot", 1, {PLAIN ENVELOPE CONTENT},
     "READY 1\nUNCERTAIN 1 0 - content: the server closed the connection before answering the end "
     "of the letter\n"},
    {"reset after the dot", 1, {PLAIN ENVELOPE CONTENT "!"},
     "READY 1\nUNCERTAIN 1 0 - content: *\n"},
    {"closed after the dot, with another behind", 2,
     {PIPELINED GROUP ACCEPTED ".\n", AGAIN},
     "READY 1\nUNCERTAIN 1 0 - content: *\nREADY 2\n"
     "SENT 2 250 2.0.0 content: 2.0.0 queued\n"},
    {"closed while idle", 2,
     {PLAIN LETTER, AGAIN}, SENT1 SENT2},
    {"421 at MAIL: tried again", 1, {PLAIN "< MAIL\n> 421 4.7.0 enough\n", AGAIN}, SENT1},
    {"421 at DATA: tried again", 1, {PLAIN ENVELOPE "< DATA\n> 421 4.3.2 down\n", AGAIN}, SENT1},
    {"421 after the dot", 1, {PLAIN ENVELOPE CONTENT "> 421 4.3.2 down\n"},
     "READY 1\nDEFERRED 1 421 4.3.2 content: 4.3.2 down\n"},
    {"421 to EHLO", 1, {"> 220 ready\n< EHLO\n> 250 hello\n< EHLO\n> 421 no\n"},
     "TROUBLE temporary: 127.0.0.1: the server refused us for now before answering EHLO\n"
     "RETURNED 1 0 - none: *\n"},

    /* nonsense */
    {"rubbish after the dot", 1, {PLAIN ENVELOPE CONTENT "> HTTP/1.1 200 OK\n$"},
     "READY 1\nUNCERTAIN 1 0 - content: the server said something unreadable before answering the "
     "end of the letter\n"},
    {"354 after the dot", 1, {PLAIN ENVELOPE CONTENT "> 354 again\n$"},
     "READY 1\nUNCERTAIN 1 0 - content: the server said something senseless before answering the "
     "end of the letter\n"},
    {"250 to DATA, whoever is asked", 1,
     {PLAIN ENVELOPE "< DATA\n> 250 ok\n$", PLAIN ENVELOPE "< DATA\n> 250 ok\n$",
      PLAIN ENVELOPE "< DATA\n> 250 ok\n$"},
     "DEFERRED 1 0 - mail: the server said something senseless before answering DATA\n"},
    {"a reply without end", 1,
     {PLAIN ENVELOPE CONTENT "* 250-and another thing"},
     "READY 1\nUNCERTAIN 1 0 - content: the server said something unreadable before answering "
     "the end of the letter\n"},
    {"a line without end", 1,
     {PLAIN ENVELOPE CONTENT "# 250 and so on "},
     "READY 1\nUNCERTAIN 1 0 - content: the server said something unreadable before answering "
     "the end of the letter\n"},
    {"two codes in one reply", 1,
     {PLAIN ENVELOPE "< DATA\n> 354-go\n> 250 ok\n$", AGAIN}, SENT1},
    {"control characters in a reply", 1,
     {PLAIN ENVELOPE CONTENT "> 250 2.0.0 a\033[1mb\n$"},
     "READY 1\nSENT 1 250 2.0.0 content: 2.0.0 a?[1mb\n"},
};
/* clang-format on */

/* ---------------------------------------------------------------- the player */

static const char *const kind_names[] = {
    [SINK_READY] = "READY",       [SINK_SENT] = "SENT",         [SINK_REFUSED] = "REFUSED",
    [SINK_DEFERRED] = "DEFERRED", [SINK_RETURNED] = "RETURNED", [SINK_UNCERTAIN] = "UNCERTAIN",
    [SINK_TROUBLE] = "TROUBLE",
};
static const char *const step_names[] = {
    [SINK_STEP_NONE] = "none",
    [SINK_STEP_MAIL] = "mail",
    [SINK_STEP_RECIPIENT] = "recipient",
    [SINK_STEP_CONTENT] = "content",
};

/* The text without the port, which differs. */
static const char *without_port(const char *text)
{
    static char out[600];
    int port, n = 0;
    if (sscanf(text, "127.0.0.1:%d%n", &port, &n) != 1)
        return text;
    snprintf(out, sizeof out, "127.0.0.1%s", text + n);
    return out;
}

static void write_event(struct buf *log, const struct sink_event *e)
{
    buf_adds(log, kind_names[e->kind]);
    if (e->kind == SINK_READY)
        buf_addf(log, " %d\n", (int)e->id);
    else if (e->kind == SINK_TROUBLE)
        buf_addf(log, " %s: %s\n", e->result == TRANSPORT_CONFIG ? "config" : "temporary",
                 without_port(e->text));
    else
        buf_addf(log, " %d %d %s %s: %s\n", (int)e->id, e->code, *e->enhanced ? e->enhanced : "-",
                 step_names[e->step], without_port(e->text));
}

static struct mail_sink *sink_with(int port, size_t connections, monotonic_clock *clock,
                                   void *context)
{
    struct sink_config config = {
        .server = {.host = "127.0.0.1",
                   .port = port,
                   .tls = TLS_NONE,
                   .helo = "mentord.example.org",
                   .clock = clock,
                   .clock_context = context},
        .connections = connections,
    };
    struct err why = {.text = ""};
    struct mail_sink *s = smtp_sink_new(&config, &why);
    assert_string_equal(why.text, "");
    assert_non_null(s);
    return s;
}

static struct mail_sink *sink_to(int port, monotonic_clock *clock, void *context)
{
    return sink_with(port, 1, clock, context);
}

static void submit(struct mail_sink *s, int id)
{
    char to[40];
    snprintf(to, sizeof to, "%d@example.org", id);
    s->driver->submit(s, &(struct sink_letter){.id = id,
                                               .from = "mentors@example.org",
                                               .to = to,
                                               .message_id = "x@example.org",
                                               .bytes = letter_text,
                                               .length = sizeof letter_text - 1});
}

/* Polls until all letters have ended. */
static void drain(struct mail_sink *s, struct buf *log, int letters)
{
    while (letters > 0) {
        struct sink_events events;
        s->driver->poll(s, 10000, -1, &events);
        assert_true(events.count > 0); /* nothing for ten seconds: it hangs */
        for (size_t i = 0; i < events.count; i++) {
            const struct sink_event *e = &events.items[i];
            write_event(log, e);
            if (e->kind == SINK_READY)
                s->driver->go(s, e->id);
            else
                letters -= e->kind != SINK_TROUBLE;
        }
    }
}

static void play_scene(void **state)
{
    const struct scene *scene = *state;
    struct script_server *server = script_server_start(scene->scripts);
    struct mail_sink *s = sink_to(script_server_port(server), NULL, NULL);
    struct buf log _cleanup_(buf_release) = BUF_INIT(100000);
    for (int id = 1; id <= scene->letters; id++)
        submit(s, id);
    drain(s, &log, scene->letters);
    assert_int_equal(s->driver->free_slots(s), 3);
    s->driver->free(s);
    script_server_finish(server);
    assert_lines(buf_str(&log), scene->outcome);
}

/* -------------------------------------------------------------------- by hand */

static int64_t hand_clock(void *context)
{
    return *(int64_t *)context;
}

/* Polls until the server rings its bell; nothing may happen to a letter. */
static void poll_to_bell(struct mail_sink *s, struct script_server *server)
{
    struct sink_events events;
    char ring;
    s->driver->poll(s, 10000, script_server_bell(server), &events);
    assert_int_equal(events.count, 0);
    assert_int_equal(read(script_server_bell(server), &ring, 1), 1);
}

static void a_drip_does_not_move_the_deadline(void **state)
{
    const char *scripts[] = {PLAIN ENVELOPE CONTENT "= 25\n?\n$", NULL};
    int64_t now = 1000;
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_to(script_server_port(server), hand_clock, &now);
    struct sink_events events;
    submit(s, 1);
    s->driver->poll(s, 10000, -1, &events);
    assert_int_equal(events.items[0].kind, SINK_READY);
    s->driver->go(s, 1);
    poll_to_bell(s, server);
    now += 599 * 1000;
    s->driver->poll(s, 0, -1, &events);
    assert_int_equal(events.count, 0);
    now += 2 * 1000;
    s->driver->poll(s, 0, -1, &events);
    assert_int_equal(events.count, 1);
    assert_int_equal(events.items[0].kind, SINK_UNCERTAIN);
    assert_non_null(strstr(events.items[0].text, "silent too long"));
    s->driver->free(s);
    script_server_finish(server);
}

static void an_idle_connection_says_goodbye(void **state)
{
    const char *scripts[] = {PLAIN LETTER "< QUIT\n> 221 bye\n?\n$", NULL};
    int64_t now = 1000;
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_to(script_server_port(server), hand_clock, &now);
    struct buf log _cleanup_(buf_release) = BUF_INIT(10000);
    submit(s, 1);
    drain(s, &log, 1);
    now += 31 * 1000;
    poll_to_bell(s, server);
    s->driver->free(s);
    script_server_finish(server);
}

/* After 354 even a RSET would be content: only a close says that there is none. */
static void a_cancelled_letter_closes_its_connection(void **state)
{
    const char *scripts[] = {PLAIN ENVELOPE "< DATA\n> 354 go on\n$", AGAIN, NULL};
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_to(script_server_port(server), NULL, NULL);
    struct buf log _cleanup_(buf_release) = BUF_INIT(10000);
    struct sink_events events;
    submit(s, 1);
    s->driver->poll(s, 10000, -1, &events);
    assert_int_equal(events.items[0].kind, SINK_READY);
    s->driver->cancel(s, 1);
    submit(s, 2);
    drain(s, &log, 1);
    assert_string_equal(buf_str(&log), SENT2);
    s->driver->free(s);
    script_server_finish(server);
}

static void an_unanswered_ready_is_returned(void **state)
{
    const char *scripts[] = {PLAIN ENVELOPE "< DATA\n> 354 go on\n", NULL};
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_to(script_server_port(server), NULL, NULL);
    struct sink_events events;
    submit(s, 1);
    s->driver->poll(s, 10000, -1, &events);
    assert_int_equal(events.items[0].kind, SINK_READY);
    s->driver->poll(s, 10000, -1, &events);
    assert_int_equal(events.count, 1);
    assert_int_equal(events.items[0].kind, SINK_RETURNED);
    s->driver->free(s);
    script_server_finish(server);
}

/* More than the socket buffers hold, so that the server can close in the middle. */
static void closed_in_the_middle_of_a_letter(void **state)
{
    const char *scripts[] = {PLAIN ENVELOPE "< DATA\n> 354 go\n< Subject\n!", NULL};
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_to(script_server_port(server), NULL, NULL);
    size_t length = 20 << 20;
    char *bytes = malloc(length);
    memcpy(bytes, "Subject: large\r\n\r\n", 18);
    for (size_t i = 18; i < length; i++)
        bytes[i] = "0123456789\r\n"[(i - 18) % 12];
    length -= (length - 18) % 12;
    s->driver->submit(s, &(struct sink_letter){.id = 1,
                                               .from = "mentors@example.org",
                                               .to = "ana@example.org",
                                               .message_id = "x@example.org",
                                               .bytes = bytes,
                                               .length = length});
    struct buf log _cleanup_(buf_release) = BUF_INIT(10000);
    drain(s, &log, 1);
    assert_non_null(strstr(buf_str(&log), "READY 1\nDEFERRED 1 0 - content"));
    free(bytes);
    s->driver->free(s);
    script_server_finish(server);
}

static void what_cannot_be_sent_is_refused(void **state)
{
    enum { BAD_ADDRESSES = 3 };
    static const char *const bad[][2] = {
        {"ana@example.org>\r\nRCPT TO:<eve@example.org", letter_text},
        {"", letter_text},
        {"ana@ex\303\244mple.org", letter_text},
        {"ana@example.org", "Subject: x\r\n\r\nbare\nline\r\n"},
        {"ana@example.org", "Subject: x\r\n\r\n\n.\nMAIL FROM:<eve@example.org>\r\n"},
        {"ana@example.org", "Subject: x\r\n\r\nbare\rreturn\r\n"},
        {"ana@example.org", "Subject: x\r\n\r\nno end"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mail_sink *s = sink_to(1, NULL, NULL);
        struct sink_events events;
        s->driver->submit(s, &(struct sink_letter){.id = 1,
                                                   .from = "mentors@example.org",
                                                   .to = bad[i][0],
                                                   .message_id = "x@example.org",
                                                   .bytes = bad[i][1],
                                                   .length = strlen(bad[i][1])});
        s->driver->poll(s, 0, -1, &events);
        assert_int_equal(events.count, 1);
        assert_int_equal(events.items[0].kind, SINK_REFUSED);
        assert_int_equal(events.items[0].step,
                         i < BAD_ADDRESSES ? SINK_STEP_RECIPIENT : SINK_STEP_NONE);
        s->driver->free(s);
    }
}

static void configurations_that_cannot_work(void **state)
{
    static const struct mail_server bad[] = {
        {.host = "mail.example.org", .port = 25, .tls = TLS_NONE},
        {.host = "127.0.0.1.example.org", .port = 25, .tls = TLS_NONE},
        {.host = "mail.example.org/x", .port = 25, .tls = TLS_REQUIRED},
        {.host = "mail.example.org", .port = 0, .tls = TLS_REQUIRED},
        {.host = "mail.example.org", .port = 587, .tls = TLS_REQUIRED, .user = "mentors"},
        {.host = "mail.example.org", .port = 587, .user = "a\r\nb", .password = "x"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct sink_config config = {.server = bad[i]};
        struct err why = {.text = ""};
        assert_null(smtp_sink_new(&config, &why));
        assert_true(strlen(why.text) > 0);
    }
}

/* The script server serves one at a time, so the second waits until the first
 * letter is through; then it is turned away, and the first connection goes on. */
static void fewer_connections_must_do(void **state)
{
    const char *scripts[] = {PLAIN LETTER LETTER "$", "> 421 4.7.0 too many of you\n", NULL};
    struct script_server *server = script_server_start(scripts);
    struct mail_sink *s = sink_with(script_server_port(server), 2, NULL, NULL);
    struct buf log _cleanup_(buf_release) = BUF_INIT(10000);
    submit(s, 1);
    submit(s, 2);
    drain(s, &log, 2);
    assert_string_equal(buf_str(&log), SENT1 SENT2);
    s->driver->free(s);
    script_server_finish(server);
}

static void nobody_listens(void **state)
{
    const char *scripts[] = {NULL};
    struct script_server *server = script_server_start(scripts);
    int port = script_server_port(server);
    script_server_finish(server);
    struct mail_sink *s = sink_to(port, NULL, NULL);
    struct buf log _cleanup_(buf_release) = BUF_INIT(10000);
    submit(s, 1);
    drain(s, &log, 1);
    assert_non_null(strstr(buf_str(&log), "TROUBLE temporary: 127.0.0.1: nobody answers there"));
    assert_non_null(strstr(buf_str(&log), "RETURNED 1"));
    s->driver->free(s);
}

/* ----------------------------------------------------------------------- main */

/* The next line's code is no number of this line. */
static void a_size_without_a_number_is_no_limit(void **state)
{
    struct buf in _cleanup_(buf_release) = BUF_INIT(4096);
    struct smtp_offers offers;
    int code;
    buf_adds(&in, "250-mx.example.org\r\n250-SIZE  \r\n250 PIPELINING\r\n");
    assert_int_equal(smtp_offers_take(&in, &offers, &code), 1);
    assert_true(offers.size);
    assert_int_equal(offers.size_limit, 0);
}

int main(void)
{
    static const struct CMUnitTest by_hand[] = {
        cmocka_unit_test(a_drip_does_not_move_the_deadline),
        cmocka_unit_test(an_idle_connection_says_goodbye),
        cmocka_unit_test(a_cancelled_letter_closes_its_connection),
        cmocka_unit_test(an_unanswered_ready_is_returned),
        cmocka_unit_test(closed_in_the_middle_of_a_letter),
        cmocka_unit_test(what_cannot_be_sent_is_refused),
        cmocka_unit_test(a_size_without_a_number_is_no_limit),
        cmocka_unit_test(configurations_that_cannot_work),
        cmocka_unit_test(fewer_connections_must_do),
        cmocka_unit_test(nobody_listens),
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
