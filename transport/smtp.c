/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/smtp.h"

#include "base/log.h"
#include "transport/smtp_session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    DEFAULT_CONNECTIONS = 4,
    DEFAULT_LETTERS = 100,
    DEFAULT_IDLE_SECONDS = 30,
    LETTERS_A_SESSION = 3,
    NARROW_MS = 60 * 1000,
    LETTER_CEILING = 64 << 20,
};

struct smtp_sink {
    struct mail_sink base; /* first: a mail_sink * is an smtp_sink * */
    struct smtp_shared shared;
    char *helo;                    /* own; where the configuration names none */
    struct smtp_session *sessions; /* own */
    size_t session_count;
    size_t limit;                /* sessions at present */
    int64_t limit_until;         /* then it is session_count again */
    struct smtp_letter *letters; /* own */
    size_t letter_count;
    uint64_t submitted;
    struct sink_event *events; /* own; letter_count + 1 */
    struct curl_waitfd *fds;   /* own; session_count + 1 */
};

static struct smtp_sink *self_of(struct mail_sink *s)
{
    return (struct smtp_sink *)s;
}

#define for_each_session(self, s)                                                                  \
    for (struct smtp_session *s = (self)->sessions; s < (self)->sessions + (self)->session_count;  \
         s++)
#define for_each_letter(self, l)                                                                   \
    for (struct smtp_letter *l = (self)->letters; l < (self)->letters + (self)->letter_count; l++)

/* ------------------------------------------------------------------- letters */

static void empty_letter(struct smtp_letter *l)
{
    free(l->from);
    free(l->to);
    buf_release(&l->content);
    *l = (struct smtp_letter){.stage = LETTER_FREE};
}

static size_t count_letters(const struct smtp_sink *self, enum letter_stage stage)
{
    size_t n = 0;
    for_each_letter(self, l) n += l->stage == stage;
    return n;
}

static size_t sink_free_slots(const struct mail_sink *s)
{
    return count_letters((const struct smtp_sink *)s, LETTER_FREE);
}

/* Ends a letter that no server would or should be asked about. */
static void refuse(struct smtp_letter *l, enum sink_step step, const char *enhanced,
                   const char *text)
{
    struct smtp_reply no = {.code = 0};
    snprintf(no.enhanced, sizeof no.enhanced, "%s", enhanced);
    snprintf(no.text, sizeof no.text, "%.500s", text);
    smtp_letter_end(l, SINK_REFUSED, step, &no, NULL);
}

static void sink_submit(struct mail_sink *s, const struct sink_letter *letter)
{
    struct smtp_sink *self = self_of(s);
    struct smtp_letter *l = self->letters;
    while (l < self->letters + self->letter_count && l->stage != LETTER_FREE)
        l++;
    if (l == self->letters + self->letter_count)
        die("the SMTP sender was given more letters than it has slots");
    *l = (struct smtp_letter){
        .stage = LETTER_WAITING,
        .id = letter->id,
        .order = self->submitted++,
        .from = checked(strdup(letter->from)),
        .to = checked(strdup(letter->to)),
        .content = BUF_INIT(LETTER_CEILING),
        .size = letter->length,
        .eight_bit = smtp_is_eight_bit(letter->bytes, letter->length),
    };
    struct err why;
    if (!*letter->to || !smtp_address_ok(letter->to))
        refuse(l, SINK_STEP_RECIPIENT, "5.1.3", "the address cannot be written in SMTP");
    else if (!smtp_address_ok(letter->from))
        refuse(l, SINK_STEP_NONE, "5.1.7", "our own address cannot be written in SMTP");
    else if (smtp_content(&l->content, letter->bytes, letter->length, &why) < 0)
        refuse(l, SINK_STEP_NONE, "5.6.0", why.text);
}

static struct smtp_letter *next_letter(void *context)
{
    struct smtp_sink *self = context;
    struct smtp_letter *next = NULL;
    for_each_letter(self, l) if (l->stage == LETTER_WAITING && (!next || l->order < next->order))
        next = l;
    return next;
}

static struct smtp_letter *ready_letter(struct smtp_sink *self, int64_t id)
{
    for_each_letter(self, l) if (l->stage == LETTER_READY && l->id == id) return l;
    die("the SMTP sender was told about letter %lld, which is not ready", (long long)id);
}

static struct smtp_session *session_of(struct smtp_sink *self, const struct smtp_letter *l)
{
    for_each_session(self, s) if (s->envelope == l) return s;
    die("letter %lld is on no connection", (long long)l->id);
}

static void sink_go(struct mail_sink *s, int64_t id)
{
    struct smtp_sink *self = self_of(s);
    struct smtp_letter *l = ready_letter(self, id);
    smtp_session_go(session_of(self, l), l);
}

static void sink_cancel(struct mail_sink *s, int64_t id)
{
    struct smtp_sink *self = self_of(s);
    struct smtp_letter *l = ready_letter(self, id);
    smtp_session_release(session_of(self, l));
    empty_letter(l);
}

/* ------------------------------------------------------------------ sessions */

static int64_t now_of(const struct smtp_sink *self)
{
    return server_clock(&self->shared.server);
}

static size_t count_sessions(const struct smtp_sink *self, enum session_state state)
{
    size_t n = 0;
    for_each_session(self, s) n += s->state == state;
    return n;
}

/* Nothing gets through at present: what waits goes back to the caller. */
static void give_up_waiting(struct smtp_sink *self)
{
    for_each_letter(self, l) if (l->stage == LETTER_WAITING)
        smtp_letter_end(l, SINK_RETURNED, SINK_STEP_NONE, NULL, self->shared.trouble.text);
    for_each_session(self, s) if (s->state == SESSION_STARTING || s->state == SESSION_FAILED)
        smtp_session_release(s);
}

/* A session that could not be established. Servers limit the connections of
 * one client: as long as one stands, that is how many there can be. */
static void take_failure(struct smtp_sink *self, struct smtp_session *s)
{
    size_t up = count_sessions(self, SESSION_UP);
    if (up > 0) {
        log_info("%s; going on with %zu connections", s->failure.text, up);
        self->limit = up;
        self->limit_until = now_of(self) + NARROW_MS;
        smtp_session_release(s);
        return;
    }
    self->shared.troubled = true;
    self->shared.trouble = (struct sink_event){.kind = SINK_TROUBLE, .result = s->result};
    snprintf(self->shared.trouble.text, sizeof self->shared.trouble.text, "%.500s",
             s->failure.text);
}

static void tidy(struct smtp_sink *self)
{
    int64_t now = now_of(self);
    for_each_session(self, s)
    {
        smtp_session_check_time(s, now);
        if (s->state == SESSION_LOST)
            smtp_session_release(s);
        else if (s->state == SESSION_FAILED)
            take_failure(self, s);
    }
    if (self->shared.troubled)
        give_up_waiting(self);
    if (now >= self->limit_until)
        self->limit = self->session_count;
}

static void start_sessions(struct smtp_sink *self)
{
    size_t used = self->session_count - count_sessions(self, SESSION_NONE);
    size_t starting = count_sessions(self, SESSION_STARTING) + count_sessions(self, SESSION_HELLO);
    size_t waiting = count_letters(self, LETTER_WAITING);
    for_each_session(self, s)
    {
        if (waiting <= starting || used >= self->limit)
            return;
        if (s->state != SESSION_NONE)
            continue;
        smtp_session_start(s, &self->shared);
        starting++;
        used++;
    }
}

/* Idle sessions first, then new ones for what still waits. */
static void hand_out(struct smtp_sink *self)
{
    struct smtp_letter *l;
    for_each_session(self, s) while (smtp_session_idle(s) && (l = next_letter(self)))
        smtp_session_take(s, l);
    start_sessions(self);
    for_each_session(self, s) smtp_session_flush(s);
}

/* ------------------------------------------------------------------- polling */

static struct sink_event *collect_letter(struct smtp_letter *l, struct sink_event *e)
{
    if (l->stage == LETTER_READY && !l->announced) {
        l->announced = true;
        *e++ = (struct sink_event){
            .kind = SINK_READY, .id = l->id, .step = SINK_STEP_RECIPIENT, .code = 250};
    } else if (l->stage == LETTER_ENDED) {
        *e++ = l->outcome;
        empty_letter(l);
    }
    return e;
}

static size_t collect(struct smtp_sink *self)
{
    struct sink_event *e = self->events;
    if (self->shared.troubled)
        *e++ = self->shared.trouble;
    self->shared.troubled = false;
    for_each_letter(self, l) e = collect_letter(l, e);
    return (size_t)(e - self->events);
}

static bool is_open(const struct smtp_session *s)
{
    return s->state == SESSION_HELLO || s->state == SESSION_UP || s->state == SESSION_QUITTING;
}

static unsigned fill_fds(struct smtp_sink *self, int doorbell)
{
    unsigned n = 0;
    for_each_session(self, s)
    {
        if (!is_open(s))
            continue;
        short events = CURL_WAIT_POLLIN | (s->sent < s->out.len ? CURL_WAIT_POLLOUT : 0);
        self->fds[n++] = (struct curl_waitfd){.fd = connection_fd(s->connection), .events = events};
    }
    if (doorbell >= 0)
        self->fds[n++] = (struct curl_waitfd){.fd = doorbell, .events = CURL_WAIT_POLLIN};
    return n;
}

/* Milliseconds until a protocol deadline or the end of the wait. */
static int waiting_time(const struct smtp_sink *self, int timeout_ms)
{
    int64_t ms = timeout_ms < 0 ? INT32_MAX : timeout_ms;
    int64_t now = now_of(self);
    for_each_session(self, s) if (is_open(s) && s->deadline - now < ms) ms =
        s->deadline > now ? s->deadline - now : 0;
    return (int)ms;
}

/* One wait, and what came of it. True when the doorbell rang. */
static bool wait_once(struct smtp_sink *self, int timeout_ms, int doorbell)
{
    unsigned n = fill_fds(self, doorbell);
    CURLMcode code =
        curl_multi_poll(self->shared.multi, self->fds, n, waiting_time(self, timeout_ms), NULL);
    if (code != CURLM_OK)
        die("waiting for the mail server failed: %s", curl_multi_strerror(code));
    if (count_sessions(self, SESSION_STARTING) > 0)
        connection_drive(self->shared.multi);
    unsigned i = 0;
    for_each_session(self, s)
    {
        bool open = is_open(s);
        smtp_session_advance(s, open && self->fds[i].revents);
        i += open;
    }
    return doorbell >= 0 && self->fds[n - 1].revents;
}

static int64_t real_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1000 * (int64_t)now.tv_sec + now.tv_nsec / 1000000;
}

/* Sets *left to what is left of the time until end; -1 is without end. */
static bool time_left(int64_t end, int *left)
{
    int64_t ms = end < 0 ? -1 : end - real_ms();
    *left = end < 0 ? -1 : ms > 0 ? (int)ms : 0;
    return end < 0 || ms > 0;
}

static void sink_poll(struct mail_sink *s, int timeout_ms, int doorbell, struct sink_events *events)
{
    struct smtp_sink *self = self_of(s);
    int64_t end = timeout_ms < 0 ? -1 : real_ms() + timeout_ms;
    int left = timeout_ms;
    bool enough = false;
    hand_out(self);
    *events = (struct sink_events){.items = self->events, .count = collect(self)};
    while (events->count == 0 && !enough) {
        enough = wait_once(self, left, doorbell);
        tidy(self);
        hand_out(self);
        events->count = collect(self);
        enough = !time_left(end, &left) || enough;
    }
}

/* ------------------------------------------------------------------ creation */

static void sink_free(struct mail_sink *s)
{
    struct smtp_sink *self = self_of(s);
    for_each_session(self, session)
    {
        if (session->state == SESSION_UP) {
            smtp_session_quit(session);
            smtp_session_flush(session);
        }
        smtp_session_release(session);
    }
    for_each_letter(self, l) empty_letter(l);
    curl_multi_cleanup(self->shared.multi);
    free(self->helo);
    free(self->sessions);
    free(self->letters);
    free(self->events);
    free(self->fds);
    free(self);
}

static const struct sink_driver smtp_sink_driver = {
    .name = "smtp",
    .free_slots = sink_free_slots,
    .submit = sink_submit,
    .poll = sink_poll,
    .go = sink_go,
    .cancel = sink_cancel,
    .free = sink_free,
};

/* This host's name as far as it can stand in EHLO. */
static char *own_name(void)
{
    char name[256] = "";
    if (gethostname(name, sizeof name - 1) < 0 || !*name ||
        name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")])
        strcpy(name, "localhost");
    return checked(strdup(name));
}

struct mail_sink *smtp_sink_new(const struct sink_config *config, struct err *why)
{
    if (connection_check(&config->server, why) < 0)
        return NULL;
    struct smtp_sink *self = checked(calloc(1, sizeof *self));
    self->base = (struct mail_sink){&smtp_sink_driver, "smtp"};
    self->shared.server = config->server;
    if (!config->server.helo)
        self->shared.server.helo = self->helo = own_name();
    self->session_count = config->connections ? config->connections : DEFAULT_CONNECTIONS;
    self->limit = self->session_count;
    self->letter_count = LETTERS_A_SESSION * self->session_count;
    self->sessions = checked(calloc(self->session_count, sizeof *self->sessions));
    self->letters = checked(calloc(self->letter_count, sizeof *self->letters));
    self->events = checked(calloc(self->letter_count + 1, sizeof *self->events));
    self->fds = checked(calloc(self->session_count + 1, sizeof *self->fds));
    self->shared.multi = checked(curl_multi_init());
    self->shared.next_letter = next_letter;
    self->shared.context = self;
    self->shared.letters_a_connection =
        config->letters_a_connection ? config->letters_a_connection : DEFAULT_LETTERS;
    self->shared.idle_seconds = config->idle_seconds ? config->idle_seconds : DEFAULT_IDLE_SECONDS;
    return &self->base;
}
