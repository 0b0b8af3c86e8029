/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/imap_session.h"

#include "base/log.h"
#include <errno.h>
#include <libetpan/libetpan.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SECOND = 1000,
    COMMAND_SECONDS = 120,
    LOGOUT_SECONDS = 2,
    BYTES_A_SECOND = 4096, /* slower than that is a drip */
    STREAM_BUFFER = 32 << 10,
    START_BYTES = 64 << 10,
    SPARE_BYTES = 64 << 20, /* what an answer may hold besides the messages asked for */
};

#define KEYWORD "$MentordRead"

struct imap_session {
    const struct mail_server *server; /* foreign */
    struct connection *connection;    /* own */
    mailimap *imap;                   /* own, with its stream */
    int64_t deadline;
    int64_t budget;  /* bytes that the server may still say to this command */
    bool greeted;    /* the stream was told PREAUTH */
    bool late;       /* the deadline passed */
    bool lost;       /* nothing more will be read or written */
    char ahead[512]; /* read while looking whether there was something */
    size_t ahead_length;
    imap_item_handler *handler; /* of the fetch that goes on */
    void *handler_context;
};

/* -------------------------------------------------- the stream under libetpan */

static int64_t now_of(const struct imap_session *s)
{
    return server_clock(s->server);
}

/* Milliseconds, or 0 when it is too late for this session. */
static int time_left(struct imap_session *s)
{
    int64_t left = s->deadline - now_of(s);
    s->late = left <= 0;
    s->lost = s->lost || s->late;
    return s->late ? 0 : (int)left;
}

static void wait_for(struct imap_session *s, short events)
{
    struct pollfd fd = {.fd = connection_fd(s->connection), .events = events};
    if (poll(&fd, 1, time_left(s)) < 0 && errno != EINTR)
        die("waiting for the mail server failed: %s", strerror(errno));
}

static ssize_t give_ahead(struct imap_session *s, void *into, size_t size)
{
    size_t n = s->ahead_length < size ? s->ahead_length : size;
    memcpy(into, s->ahead, n);
    s->ahead_length -= n;
    memmove(s->ahead, s->ahead + n, s->ahead_length);
    return (ssize_t)n;
}

static ssize_t stream_read(mailstream_low *low, void *into, size_t size)
{
    static const char greeting[] = "* PREAUTH logged in\r\n";
    struct imap_session *s = low->data;
    if (!s->greeted) {
        s->greeted = true;
        memcpy(into, greeting, sizeof greeting - 1);
        return sizeof greeting - 1;
    }
    if (s->ahead_length > 0)
        return give_ahead(s, into, size);
    while (!s->lost && time_left(s)) {
        ssize_t n = connection_receive(s->connection, into, size);
        s->budget -= n;
        if (n > 0 && s->budget >= 0)
            return n;
        if (n != 0)
            s->lost = true;
        else
            wait_for(s, POLLIN);
    }
    return -1;
}

static ssize_t stream_write(mailstream_low *low, const void *bytes, size_t size)
{
    struct imap_session *s = low->data;
    while (!s->lost) {
        ssize_t n = connection_send(s->connection, bytes, size);
        if (n > 0)
            return n;
        if (n < 0)
            s->lost = true;
        else
            wait_for(s, POLLOUT);
    }
    return -1;
}

static int stream_close(mailstream_low *low)
{
    return 0;
}

static int stream_get_fd(mailstream_low *low)
{
    struct imap_session *s = low->data;
    return connection_fd(s->connection);
}

/* The session outlives the stream and frees what is its own. */
static void stream_free(mailstream_low *low)
{
    free(low);
}

static void stream_cancel(mailstream_low *low)
{
}

static mailstream_low_driver stream_driver = {
    .mailstream_read = stream_read,
    .mailstream_write = stream_write,
    .mailstream_close = stream_close,
    .mailstream_get_fd = stream_get_fd,
    .mailstream_free = stream_free,
    .mailstream_cancel = stream_cancel,
};

/* ------------------------------------------------------- commands and failures */

/* Before each command. bytes is what the answer is expected to bring. */
static void start_clock(struct imap_session *s, int64_t seconds, uint64_t bytes)
{
    s->deadline = now_of(s) + (seconds + (int64_t)(bytes / BYTES_A_SECOND)) * SECOND;
    s->budget = (int64_t)bytes + SPARE_BYTES;
}

static void printable(const char *from, char *to, size_t size)
{
    size_t n = 0;
    for (; from && *from && n + 1 < size; from++)
        if (*from >= ' ' && *from < 0x7f)
            to[n++] = *from;
    to[n] = '\0';
}

/* The result of a command of libetpan, with a sentence where it failed. */
static enum transport_result result_of(struct imap_session *s, int code, const char *doing,
                                       struct err *why)
{
    char said[200];
    if (code == MAILIMAP_NO_ERROR || code == MAILIMAP_NO_ERROR_AUTHENTICATED)
        return TRANSPORT_OK;
    if (code == MAILIMAP_ERROR_MEMORY)
        die("out of memory while %s", doing);
    if (s->late)
        err_set(why, "%s: no answer in time while %s", s->server->host, doing);
    else if (s->lost || code == MAILIMAP_ERROR_STREAM)
        err_set(why, "%s: the server closed the connection while %s", s->server->host, doing);
    else if (code == MAILIMAP_ERROR_PARSE || code == MAILIMAP_ERROR_PROTOCOL)
        err_set(why, "%s: the server said something unreadable while %s", s->server->host, doing);
    else {
        printable(s->imap->imap_response, said, sizeof said);
        err_set(why, "%s: the server refused %s: %s", s->server->host, doing, said);
    }
    return TRANSPORT_TEMPORARY;
}

static bool refused(int code)
{
    return code > MAILIMAP_ERROR_PROTOCOL && code != MAILIMAP_ERROR_CONNECTION_REFUSED;
}

/* libetpan calls back for each message only if it may tell its progress too. */
static void no_progress(size_t current, size_t maximum, void *context)
{
}

static mailimap_msg_att_handler on_message;

enum transport_result imap_session_open(struct imap_session **session, CURLM *multi,
                                        const struct mail_server *server, struct err *why)
{
    enum transport_result result;
    struct connection *connection = connection_open(multi, PROTOCOL_IMAP, server, &result, why);
    if (!connection)
        return result;
    struct imap_session *s = checked(calloc(1, sizeof *s));
    s->server = server;
    s->connection = connection;
    s->imap = checked(mailimap_new(0, NULL));
    mailimap_set_progress_callback(s->imap, no_progress, no_progress, NULL);
    mailimap_set_msg_att_handler(s->imap, on_message, s);
    start_clock(s, COMMAND_SECONDS, 0);
    mailstream_low *low = checked(mailstream_low_new(s, &stream_driver));
    mailstream *stream = checked(mailstream_new(low, STREAM_BUFFER));
    result = result_of(s, mailimap_connect(s->imap, stream), "greeting", why);
    if (result == TRANSPORT_OK)
        *session = s;
    else
        imap_session_close(s);
    return result;
}

void imap_session_close(struct imap_session *s)
{
    start_clock(s, LOGOUT_SECONDS, 0);
    if (!s->lost)
        mailimap_logout(s->imap);
    s->lost = true; /* mailimap_free would say goodbye once more */
    mailimap_free(s->imap);
    connection_free(s->connection);
    free(s);
}

/* -------------------------------------------------------------------- folders */

/* A server refuses SELECT for many reasons; LIST tells whether it is this one. */
static enum transport_result folder_exists(struct imap_session *s, const char *name, bool *exists,
                                           struct err *why)
{
    clist *list = NULL;
    start_clock(s, COMMAND_SECONDS, 0);
    enum transport_result result =
        result_of(s, mailimap_list(s->imap, "", name, &list), "listing folders", why);
    *exists = result == TRANSPORT_OK && list && clist_count(list) > 0;
    if (result == TRANSPORT_OK && list)
        mailimap_list_result_free(list);
    return result;
}

static bool keeps_keywords(const struct mailimap_selection_info *info)
{
    if (info->sel_perm == MAILIMAP_MAILBOX_READONLY || !info->sel_perm_flags)
        return false;
    for (clistiter *i = clist_begin(info->sel_perm_flags); i; i = clist_next(i)) {
        const struct mailimap_flag_perm *flag = clist_content(i);
        if (flag->fl_type == MAILIMAP_FLAG_PERM_ALL)
            return true;
        if (flag->fl_flag && flag->fl_flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
            strcmp(flag->fl_flag->fl_data.fl_keyword, KEYWORD) == 0)
            return true;
    }
    return false;
}

enum transport_result imap_select(struct imap_session *s, const char *name,
                                  struct imap_folder *folder, struct err *why)
{
    *folder = (struct imap_folder){0};
    start_clock(s, COMMAND_SECONDS, 0);
    int code = mailimap_select(s->imap, name);
    enum transport_result result = result_of(s, code, "opening a folder", why);
    if (result != TRANSPORT_OK && refused(code)) {
        bool exists;
        struct err said = *why;
        result = folder_exists(s, name, &exists, why);
        if (result != TRANSPORT_OK || !exists)
            return result;
        *why = said;
        return TRANSPORT_TEMPORARY;
    }
    const struct mailimap_selection_info *info = s->imap->imap_selection_info;
    if (result != TRANSPORT_OK || !info)
        return result_of(s, code ? code : MAILIMAP_ERROR_PARSE, "opening a folder", why);
    *folder = (struct imap_folder){
        .exists = true,
        .uidvalidity = info->sel_uidvalidity,
        .uidnext = info->sel_uidnext,
        .messages = info->sel_exists,
        .keeps_keywords = keeps_keywords(info),
    };
    return TRANSPORT_OK;
}

/* ------------------------------------------------------------------- messages */

static instant instant_of(const struct mailimap_date_time *d)
{
    struct tm tm = {.tm_year = d->dt_year - 1900,
                    .tm_mon = d->dt_month - 1,
                    .tm_mday = d->dt_day,
                    .tm_hour = d->dt_hour,
                    .tm_min = d->dt_min,
                    .tm_sec = d->dt_sec};
    /* -0530 comes as the number -530 */
    int zone_minutes = d->dt_zone / 100 * 60 + d->dt_zone % 100;
    return timegm(&tm) - 60 * (instant)zone_minutes;
}

static void read_attribute(struct imap_item *item, const struct mailimap_msg_att_static *a)
{
    switch (a->att_type) {
    case MAILIMAP_MSG_ATT_UID:
        item->uid = a->att_data.att_uid;
        break;
    case MAILIMAP_MSG_ATT_RFC822_SIZE:
        item->size = a->att_data.att_rfc822_size;
        break;
    case MAILIMAP_MSG_ATT_INTERNALDATE:
        item->arrived = instant_of(a->att_data.att_internal_date);
        break;
    case MAILIMAP_MSG_ATT_BODY_SECTION:
        item->body = a->att_data.att_body_section->sec_body_part;
        item->length = item->body ? a->att_data.att_body_section->sec_length : 0;
        break;
    default:
        break;
    }
}

/* Servers also tell of changed flags on their own: those come without a UID. */
static void on_message(struct mailimap_msg_att *message, void *context)
{
    struct imap_session *s = context;
    struct imap_item item = {0};
    for (clistiter *i = clist_begin(message->att_list); i; i = clist_next(i)) {
        const struct mailimap_msg_att_item *att = clist_content(i);
        if (att->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
            read_attribute(&item, att->att_data.att_static);
    }
    if (item.uid && s->handler)
        s->handler(s->handler_context, &item);
}

static void ask(struct mailimap_fetch_type *type, struct mailimap_fetch_att *att)
{
    if (!att || mailimap_fetch_type_new_fetch_att_list_add(type, att) != MAILIMAP_NO_ERROR)
        die("out of memory in the IMAP reader");
}

static struct mailimap_fetch_type *attributes_of(enum imap_part part)
{
    struct mailimap_fetch_type *type = checked(mailimap_fetch_type_new_fetch_att_list_empty());
    ask(type, mailimap_fetch_att_new_uid());
    switch (part) {
    case IMAP_LIST:
        ask(type, mailimap_fetch_att_new_rfc822_size());
        ask(type, mailimap_fetch_att_new_internaldate());
        break;
    case IMAP_CONTENT:
        ask(type, mailimap_fetch_att_new_body_peek_section(checked(mailimap_section_new(NULL))));
        break;
    case IMAP_START:
        ask(type, mailimap_fetch_att_new_body_peek_section_partial(
                      checked(mailimap_section_new(NULL)), 0, START_BYTES));
        break;
    }
    return type;
}

enum transport_result imap_fetch(struct imap_session *s, uint32_t first, uint32_t last,
                                 enum imap_part part, uint64_t bytes, imap_item_handler *handler,
                                 void *context, struct err *why)
{
    struct mailimap_set *set = checked(mailimap_set_new_interval(first, last));
    struct mailimap_fetch_type *type = attributes_of(part);
    clist *rest = NULL;
    s->handler = handler;
    s->handler_context = context;
    start_clock(s, COMMAND_SECONDS, bytes);
    int code = mailimap_uid_fetch(s->imap, set, type, &rest);
    s->handler = NULL;
    /* After a NO the pointer is set, and what it points to is gone already. */
    if (code == MAILIMAP_NO_ERROR && rest)
        mailimap_fetch_list_free(rest);
    mailimap_fetch_type_free(type);
    mailimap_set_free(set);
    /* NO: some of them have been expunged meanwhile. Who is missing is asked; and of a list that is
     * refused nobody knows what is missing. */
    bool expunged = refused(code) && part != IMAP_LIST;
    return expunged ? TRANSPORT_OK : result_of(s, code, "reading messages", why);
}

enum transport_result imap_flag(struct imap_session *s, uint32_t first, uint32_t last,
                                struct err *why)
{
    struct mailimap_set *set = checked(mailimap_set_new_interval(first, last));
    struct mailimap_flag_list *flags = checked(mailimap_flag_list_new_empty());
    struct mailimap_flag *flag = checked(mailimap_flag_new_flag_keyword(checked(strdup(KEYWORD))));
    if (mailimap_flag_list_add(flags, flag) != MAILIMAP_NO_ERROR)
        die("out of memory in the IMAP reader");
    struct mailimap_store_att_flags *change =
        checked(mailimap_store_att_flags_new_add_flags_silent(flags));
    start_clock(s, COMMAND_SECONDS, 0);
    int code = mailimap_uid_store(s->imap, set, change);
    mailimap_store_att_flags_free(change);
    mailimap_set_free(set);
    return refused(code) ? TRANSPORT_OK : result_of(s, code, "flagging messages", why);
}

/* ----------------------------------------------------------------------- idle */

bool imap_can_idle(struct imap_session *s)
{
    struct mailimap_capability_data *capabilities = NULL;
    if (!s->imap->imap_connection_info || !s->imap->imap_connection_info->imap_capability) {
        start_clock(s, COMMAND_SECONDS, 0);
        if (mailimap_capability(s->imap, &capabilities) == MAILIMAP_NO_ERROR && capabilities)
            mailimap_capability_data_free(capabilities);
    }
    return mailimap_has_idle(s->imap);
}

/* Bytes may lie in the buffers of libetpan and of TLS, where poll sees none. */
static bool something_is_there(struct imap_session *s)
{
    if (s->imap->imap_stream->read_buffer_len > 0 || s->ahead_length > 0)
        return true;
    ssize_t n = connection_receive(s->connection, s->ahead, sizeof s->ahead);
    s->ahead_length = n > 0 ? (size_t)n : 0;
    s->lost = s->lost || n < 0;
    return n != 0;
}

enum transport_result imap_idle(struct imap_session *s, int seconds, int doorbell, struct err *why)
{
    start_clock(s, COMMAND_SECONDS, 0);
    int code = mailimap_idle(s->imap);
    if (code != MAILIMAP_NO_ERROR)
        return result_of(s, code, "beginning to wait", why);
    if (!something_is_there(s)) {
        struct pollfd fds[] = {{.fd = connection_fd(s->connection), .events = POLLIN},
                               {.fd = doorbell, .events = POLLIN}};
        if (poll(fds, 2, SECOND * seconds) < 0 && errno != EINTR)
            die("waiting for mail failed: %s", strerror(errno));
    }
    start_clock(s, COMMAND_SECONDS, 0);
    return result_of(s, mailimap_idle_done(s->imap), "waiting for mail", why);
}
