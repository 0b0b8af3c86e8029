/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialogue with one SMTP server.
 *
 * The one thing that must be known exactly is how far a letter had come when
 * a connection is lost. Before the last byte of its final dot was handed to
 * the network, no server can have accepted it: it may be sent again. After
 * that, and without an answer, nobody can tell. */
#include "transport/smtp_session.h"

#include <stdio.h>
#include <string.h>

enum {
    MAX_TRIES = 3,
    SECOND = 1000,
    CONTENT_BYTES_A_SECOND = 4096, /* slower than that is a drip */
};

/* RFC 5321, 4.5.3.2 */
static const int patience_seconds[] = {
    [COMMAND_EHLO] = 300,    [COMMAND_MAIL] = 300, [COMMAND_RCPT] = 300, [COMMAND_DATA] = 120,
    [COMMAND_CONTENT] = 600, [COMMAND_DOT] = 600,  [COMMAND_RSET] = 300, [COMMAND_QUIT] = 5,
};

static const char *const command_names[] = {
    [COMMAND_EHLO] = "EHLO",
    [COMMAND_MAIL] = "MAIL",
    [COMMAND_RCPT] = "RCPT",
    [COMMAND_DATA] = "DATA",
    [COMMAND_CONTENT] = "the end of the letter",
    [COMMAND_DOT] = "a lone dot",
    [COMMAND_RSET] = "RSET",
    [COMMAND_QUIT] = "QUIT",
};

/* ------------------------------------------------------------------- letters */

void smtp_letter_end(struct smtp_letter *letter, enum sink_event_kind kind, enum sink_step step,
                     const struct smtp_reply *reply, const char *text)
{
    letter->stage = LETTER_ENDED;
    letter->outcome = (struct sink_event){.kind = kind, .id = letter->id, .step = step};
    if (reply) {
        letter->outcome.code = reply->code;
        memcpy(letter->outcome.enhanced, reply->enhanced, sizeof reply->enhanced);
    }
    snprintf(letter->outcome.text, sizeof letter->outcome.text, "%s", reply ? reply->text : text);
}

static enum sink_event_kind kind_of(const struct smtp_reply *reply)
{
    return reply->code < 400 ? SINK_SENT : reply->code < 500 ? SINK_DEFERRED : SINK_REFUSED;
}

/* ------------------------------------------------------------ saying commands */

static int64_t now_of(const struct smtp_session *s)
{
    return server_clock(&s->shared->server);
}

/* When the reply that is due must be there; when an idle session ends. */
static void set_deadline(struct smtp_session *s)
{
    int64_t seconds;
    if (s->expected_count > 0) {
        seconds = patience_seconds[s->expected[0].command];
        if (s->expected[0].command == COMMAND_CONTENT && s->content_end > s->sent)
            seconds += (int64_t)(s->content_end - s->sent) / CONTENT_BYTES_A_SECOND;
    } else if (s->envelope) {
        s->deadline = INT64_MAX; /* READY: it is the caller who takes his time */
        return;
    } else {
        seconds = s->shared->idle_seconds;
    }
    s->deadline = now_of(s) + seconds * SECOND;
}

static void expect(struct smtp_session *s, enum smtp_command command, struct smtp_letter *letter)
{
    s->expected[s->expected_count++] = (struct expected){.command = command, .letter = letter};
    if (s->expected_count == 1)
        set_deadline(s);
}

static void say_reset(struct smtp_session *s)
{
    buf_adds(&s->out, "RSET\r\n");
    expect(s, COMMAND_RSET, NULL);
}

static void say_data(struct smtp_session *s)
{
    buf_adds(&s->out, "DATA\r\n");
    expect(s, COMMAND_DATA, s->envelope);
}

static void say_recipient(struct smtp_session *s)
{
    buf_addf(&s->out, "RCPT TO:<%s>\r\n", s->envelope->to);
    expect(s, COMMAND_RCPT, s->envelope);
    if (s->offers.pipelining)
        say_data(s);
}

static void say_mail(struct smtp_session *s)
{
    buf_addf(&s->out, "MAIL FROM:<%s>", s->envelope->from);
    if (s->offers.size)
        buf_addf(&s->out, " SIZE=%zu", s->envelope->size);
    if (s->envelope->eight_bit)
        buf_adds(&s->out, " BODY=8BITMIME");
    buf_adds(&s->out, "\r\n");
    expect(s, COMMAND_MAIL, s->envelope);
    if (s->offers.pipelining)
        say_recipient(s);
}

/* Whether the server's offers allow the letter; ends it where not. */
static bool suits(const struct smtp_session *s, struct smtp_letter *letter)
{
    struct smtp_reply no = {0};
    if (s->offers.size_limit && letter->size > s->offers.size_limit)
        no = (struct smtp_reply){552, "5.3.4", "larger than the server takes"};
    else if (letter->eight_bit && !s->offers.eight_bit)
        no = (struct smtp_reply){554, "5.6.3", "has 8-bit text, which the server does not take"};
    if (no.code)
        smtp_letter_end(letter, SINK_REFUSED, SINK_STEP_MAIL, &no, NULL);
    return no.code == 0;
}

/* After a refused recipient the answer to DATA decides what may be said next. */
static bool data_is_open(const struct smtp_session *s)
{
    for (size_t i = 0; i < s->expected_count; i++)
        if (s->expected[i].command == COMMAND_DATA)
            return true;
    return false;
}

static bool room_for_more(const struct smtp_session *s)
{
    return s->state == SESSION_UP && !s->envelope && !data_is_open(s) &&
           s->letters < s->shared->letters_a_connection;
}

void smtp_session_take(struct smtp_session *s, struct smtp_letter *letter)
{
    if (!suits(s, letter))
        return;
    letter->stage = LETTER_ENVELOPE;
    s->envelope = letter;
    s->letters++;
    say_mail(s);
}

static void take_next(struct smtp_session *s)
{
    struct smtp_letter *letter;
    while (room_for_more(s) && (letter = s->shared->next_letter(s->shared->context)))
        smtp_session_take(s, letter);
}

void smtp_session_go(struct smtp_session *s, struct smtp_letter *letter)
{
    letter->stage = LETTER_GONE;
    buf_add(&s->out, letter->content.data, letter->content.len);
    buf_release(&letter->content);
    s->content_end = s->out.len;
    s->content = letter;
    s->envelope = NULL;
    expect(s, COMMAND_CONTENT, letter);
    if (s->offers.pipelining)
        take_next(s);
    smtp_session_flush(s);
}

void smtp_session_quit(struct smtp_session *s)
{
    s->state = SESSION_QUITTING;
    buf_adds(&s->out, "QUIT\r\n");
    expect(s, COMMAND_QUIT, NULL);
}

/* ------------------------------------------------------------ losing a session */

static void lose_content(struct smtp_letter *letter, bool handed_over, const char *text)
{
    smtp_letter_end(letter, handed_over ? SINK_UNCERTAIN : SINK_DEFERRED, SINK_STEP_CONTENT, NULL,
                    text);
}

static void lose_envelope(struct smtp_letter *letter, const char *text)
{
    if (letter->announced)
        smtp_letter_end(letter, SINK_RETURNED, SINK_STEP_NONE, NULL, text);
    else if (++letter->tries >= MAX_TRIES)
        smtp_letter_end(letter, SINK_DEFERRED, SINK_STEP_MAIL, NULL, text);
    else
        letter->stage = LETTER_WAITING;
}

static void lose(struct smtp_session *s, const char *text)
{
    if (s->state == SESSION_STARTING || s->state == SESSION_HELLO) {
        s->state = SESSION_FAILED;
        s->result = TRANSPORT_TEMPORARY;
        err_set(&s->failure, "%s:%d: %s", s->shared->server.host, s->shared->server.port, text);
        return;
    }
    s->state = SESSION_LOST;
    if (s->content)
        lose_content(s->content, s->sent >= s->content_end, text);
    if (s->envelope)
        lose_envelope(s->envelope, text);
    s->content = s->envelope = NULL;
}

static void lose_at(struct smtp_session *s, const char *what)
{
    char text[200];
    snprintf(text, sizeof text, "the server %s%s%s", what,
             s->expected_count ? " before answering " : "",
             s->expected_count ? command_names[s->expected[0].command] : "");
    lose(s, text);
}

/* ------------------------------------------------------------ hearing answers */

/* The rest of the pipeline answers for a letter that has ended already. Where
 * DATA is part of it, RSET might be taken for content: then on_data goes on. */
static void end_envelope(struct smtp_session *s, enum sink_event_kind kind, enum sink_step step,
                         const struct smtp_reply *reply)
{
    for (size_t i = 0; i < s->expected_count; i++)
        if (s->expected[i].letter == s->envelope)
            s->expected[i].letter = NULL;
    smtp_letter_end(s->envelope, kind, step, reply, NULL);
    s->envelope = NULL;
    if (!data_is_open(s))
        say_reset(s);
}

/* The sender is ours: what the server has against it concerns every letter. */
static void blame_configuration(struct smtp_session *s, const struct smtp_reply *reply)
{
    struct smtp_shared *shared = s->shared;
    shared->troubled = true;
    shared->trouble = (struct sink_event){.kind = SINK_TROUBLE,
                                          .step = SINK_STEP_MAIL,
                                          .result = TRANSPORT_CONFIG,
                                          .code = reply->code};
    snprintf(shared->trouble.text, sizeof shared->trouble.text,
             "%s:%d: does not let us send as %s: check user, password and address: %d %.300s",
             shared->server.host, shared->server.port, s->envelope->from, reply->code, reply->text);
    end_envelope(s, SINK_RETURNED, SINK_STEP_MAIL, reply);
}

static void on_mail(struct smtp_session *s, struct smtp_letter *letter,
                    const struct smtp_reply *reply)
{
    if (!letter)
        return;
    if (reply->code >= 500 && reply->code != 552)
        blame_configuration(s, reply);
    else if (reply->code >= 400)
        end_envelope(s, kind_of(reply), SINK_STEP_MAIL, reply);
    else if (!s->offers.pipelining)
        say_recipient(s);
}

static void on_recipient(struct smtp_session *s, struct smtp_letter *letter,
                         const struct smtp_reply *reply)
{
    if (!letter)
        return;
    if (reply->code == 530)
        blame_configuration(s, reply);
    else if (reply->code >= 400)
        end_envelope(s, kind_of(reply), SINK_STEP_RECIPIENT, reply);
    else if (!s->offers.pipelining)
        say_data(s);
}

/* A server may say 354 although it refused the recipient. A lone dot then ends
 * a letter to nobody (RFC 2920, 3.1). */
static void on_data_for_nobody(struct smtp_session *s, const struct smtp_reply *reply)
{
    if (reply->code != 354) {
        say_reset(s);
        return;
    }
    buf_adds(&s->out, ".\r\n");
    expect(s, COMMAND_DOT, NULL);
}

static void on_data(struct smtp_session *s, struct smtp_letter *letter,
                    const struct smtp_reply *reply)
{
    if (!letter)
        on_data_for_nobody(s, reply);
    else if (reply->code == 354)
        letter->stage = LETTER_READY;
    else
        end_envelope(s, kind_of(reply), SINK_STEP_CONTENT, reply);
}

/* An answer before the final dot was sent leaves the server in the middle of
 * the letter: the session is of no more use. */
static void on_content(struct smtp_session *s, struct smtp_letter *letter,
                       const struct smtp_reply *reply)
{
    bool early = s->sent < s->content_end;
    enum sink_event_kind kind = kind_of(reply);
    smtp_letter_end(letter, early && kind == SINK_SENT ? SINK_UNCERTAIN : kind, SINK_STEP_CONTENT,
                    reply, NULL);
    s->content = NULL;
    s->content_end = 0;
    if (early)
        lose_at(s, "spoke too early");
}

/* 421: the server closes, whatever it was asked. The letter whose content it
 * answers so is not accepted. */
static void on_shutdown(struct smtp_session *s, struct expected answered,
                        const struct smtp_reply *reply)
{
    char text[600];
    if (answered.command == COMMAND_CONTENT)
        on_content(s, answered.letter, reply);
    snprintf(text, sizeof text, "the server closes the connection: 421 %s", reply->text);
    if (s->state != SESSION_LOST)
        lose(s, text);
}

static bool makes_sense(enum smtp_command command, int code)
{
    return code >= 400 || (command == COMMAND_DATA ? code == 354 : code < 300);
}

static void on_reply(struct smtp_session *s, const struct smtp_reply *reply)
{
    struct expected answered = s->expected[0];
    if (!makes_sense(answered.command, reply->code)) {
        lose_at(s, "said something senseless");
        return;
    }
    s->expected_count--;
    memmove(s->expected, s->expected + 1, s->expected_count * sizeof *s->expected);
    if (reply->code == 421) {
        on_shutdown(s, answered, reply);
        return;
    }
    switch (answered.command) {
    case COMMAND_MAIL:
        on_mail(s, answered.letter, reply);
        break;
    case COMMAND_RCPT:
        on_recipient(s, answered.letter, reply);
        break;
    case COMMAND_DATA:
        on_data(s, answered.letter, reply);
        break;
    case COMMAND_CONTENT:
        on_content(s, answered.letter, reply);
        break;
    case COMMAND_DOT:
        break;
    case COMMAND_RSET:
        if (reply->code >= 400)
            lose_at(s, "refused RSET");
        break;
    default:
        lose_at(s, "said goodbye");
    }
    set_deadline(s);
}

/* The answer to EHLO. Where it is refused, libcurl got by with HELO. */
static int hear_offers(struct smtp_session *s)
{
    int code;
    int taken = smtp_offers_take(&s->in, &s->offers, &code);
    if (taken != 1)
        return taken;
    if (code < 500 && code != 250) {
        lose_at(s, "refused us for now");
        return 1;
    }
    s->expected_count = 0;
    s->state = SESSION_UP;
    set_deadline(s);
    take_next(s);
    return 1;
}

static int hear_one(struct smtp_session *s)
{
    struct smtp_reply reply;
    if (s->state == SESSION_HELLO)
        return hear_offers(s);
    int taken = smtp_reply_take(&s->in, &reply);
    if (taken == 1)
        on_reply(s, &reply);
    return taken;
}

static bool alive(const struct smtp_session *s)
{
    return s->state == SESSION_HELLO || s->state == SESSION_UP || s->state == SESSION_QUITTING;
}

static void hear(struct smtp_session *s)
{
    while (alive(s) && s->in.len > 0) {
        if (s->expected_count == 0) {
            lose_at(s, "spoke without being asked"); /* mostly 421, for idleness */
            return;
        }
        int taken = hear_one(s);
        if (taken < 0)
            lose_at(s, "said something unreadable");
        if (taken == 0)
            return;
    }
}

/* ------------------------------------------------------------- bytes in and out */

static void receive(struct smtp_session *s)
{
    enum { CHUNK = 4096 };
    bool more = true;
    while (more && alive(s)) {
        ssize_t n = connection_receive(s->connection, buf_reserve(&s->in, CHUNK), CHUNK);
        if (n == 0)
            return;
        if (n < 0) {
            lose_at(s, "closed the connection");
            return;
        }
        s->in.len += (size_t)n;
        hear(s);
        /* TLS may hold what poll does not see. */
        more = n == CHUNK || s->shared->server.tls != TLS_NONE;
    }
}

/* The dot is on its way: from now on the clock runs for the answer. */
static void note_sent(struct smtp_session *s, size_t n)
{
    bool dot = s->content && s->sent < s->content_end && s->sent + n >= s->content_end;
    s->sent += n;
    if (dot)
        set_deadline(s);
    if (s->sent < s->out.len)
        return;
    /* What was counted from the start of out starts anew with it. */
    buf_reset(&s->out);
    s->sent = s->content_end = 0;
}

void smtp_session_flush(struct smtp_session *s)
{
    while (alive(s) && s->sent < s->out.len) {
        ssize_t n = connection_send(s->connection, s->out.data + s->sent, s->out.len - s->sent);
        if (n == 0)
            return;
        if (n < 0) {
            receive(s); /* it may have said why */
            if (alive(s))
                lose_at(s, "closed the connection");
            return;
        }
        note_sent(s, (size_t)n);
    }
}

static void say_hello(struct smtp_session *s)
{
    s->state = SESSION_HELLO;
    buf_addf(&s->out, "EHLO %s\r\n", s->shared->server.helo);
    expect(s, COMMAND_EHLO, NULL);
}

static void await_connection(struct smtp_session *s)
{
    switch (connection_state(s->connection)) {
    case CONNECTION_STARTING:
        break;
    case CONNECTION_OPEN:
        say_hello(s);
        break;
    case CONNECTION_FAILED:
        s->result = connection_failure(s->connection, &s->failure);
        s->state = SESSION_FAILED;
        break;
    }
}

void smtp_session_advance(struct smtp_session *s, bool readable)
{
    if (s->state == SESSION_STARTING)
        await_connection(s);
    else if (readable && alive(s))
        receive(s);
    smtp_session_flush(s);
}

/* --------------------------------------------------------------- life and death */

bool smtp_session_idle(const struct smtp_session *s)
{
    return room_for_more(s) && !s->content;
}

void smtp_session_check_time(struct smtp_session *s, int64_t now)
{
    if (!alive(s))
        return;
    bool empty = s->state == SESSION_UP && !s->content && !s->envelope && !s->expected_count;
    if (empty && (now >= s->deadline || s->letters >= s->shared->letters_a_connection))
        smtp_session_quit(s);
    else if (now >= s->deadline)
        lose_at(s, "was silent too long");
}

void smtp_session_start(struct smtp_session *s, struct smtp_shared *shared)
{
    *s = (struct smtp_session){
        .state = SESSION_STARTING,
        .shared = shared,
        .in = BUF_INIT(512 * 1024), /* a reply has a far smaller limit */
        .out = BUF_INIT(SIZE_MAX / 2),
        .deadline = INT64_MAX,
    };
    s->connection = connection_start(shared->multi, PROTOCOL_SMTP, &shared->server);
}

void smtp_session_release(struct smtp_session *s)
{
    if (s->connection)
        connection_free(s->connection);
    buf_release(&s->in);
    buf_release(&s->out);
    *s = (struct smtp_session){.state = SESSION_NONE};
}
