/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/imap.h"

#include "base/log.h"
#include "transport/imap_session.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_MESSAGES = 200,
    BATCH_BYTES = 8 << 20,
    FIRST_WINDOW = 1000,
    FEW = 250, /* messages in a window: the next is twice as wide */
    MANY = 2000,
    DEFAULT_MAX_MESSAGE = 25 << 20,
    DEFAULT_POLL_SECONDS = 60,
    IDLE_SECONDS = 28 * 60, /* servers log out after 30 minutes */
};

struct imap_source {
    struct mail_source base;       /* first: a mail_source * is an imap_source * */
    struct source_config config;   /* its pointers are foreign */
    CURLM *multi;                  /* own */
    struct imap_session *session;  /* own; NULL while closed */
    struct imap_folder waited_for; /* the first folder, when it was fetched last */
};

/* A message that the server has listed. */
struct listed {
    uint32_t uid;
    uint32_t size;
    instant arrived;
    bool seen_now; /* handed over, or no longer missing */
};

/* One fetch, from SELECT to the last commit. */
struct fetching {
    struct imap_source *source;
    const struct source_callbacks *callbacks;
    size_t folder_index;
    struct imap_folder folder;
    struct source_position position;
    uint32_t first, last; /* of the present window */
    struct listed *items; /* own; of the window, by UID once the list is whole */
    size_t count, cap;
    size_t batch_start, batch_end; /* items that are being fetched */
    bool stopped;                  /* a callback said no */
    bool committed;                /* at least once */
    struct err *why;               /* foreign */
};

static struct imap_source *self_of(struct mail_source *s)
{
    return (struct imap_source *)s;
}

/* ------------------------------------------------------------------- listing */

static void on_listed(void *context, const struct imap_item *item)
{
    struct fetching *f = context;
    if (item->uid < f->first || item->uid > f->last)
        return;
    if (f->count == f->cap) {
        f->cap = f->cap ? 2 * f->cap : FIRST_WINDOW;
        f->items = checked(realloc(f->items, f->cap * sizeof *f->items));
    }
    f->items[f->count++] =
        (struct listed){.uid = item->uid, .size = item->size, .arrived = item->arrived};
}

static int compare_listed(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Servers may list in any order, and tell of flags between (RFC 3501, 7.4.2): in order, and each
 * once, with what is known of it. */
static void order_list(struct fetching *f)
{
    size_t n = 0;
    if (f->count > 1)
        qsort(f->items, f->count, sizeof *f->items, compare_listed);
    for (size_t i = 0; i < f->count; i++) {
        const struct listed *item = &f->items[i];
        if (n == 0 || f->items[n - 1].uid != item->uid)
            f->items[n++] = *item;
        else if (item->size)
            f->items[n - 1] = *item;
    }
    f->count = n;
}

static struct listed *find(struct fetching *f, uint32_t uid)
{
    for (size_t i = f->batch_start; i < f->batch_end; i++)
        if (f->items[i].uid == uid)
            return &f->items[i];
    return NULL;
}

static bool oversize(const struct fetching *f, const struct listed *item)
{
    return item->size > f->source->config.max_message;
}

/* ------------------------------------------------------------------- batches */

/* The header of what was cut off; all of it where the header does not end. */
static size_t header_length(const char *bytes, size_t length)
{
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    return end ? (size_t)(end - bytes) + 4 : length;
}

static void on_content(void *context, const struct imap_item *item)
{
    struct fetching *f = context;
    struct listed *listed = find(f, item->uid);
    if (!listed || listed->seen_now || !item->body || f->stopped)
        return;
    char name[300];
    snprintf(name, sizeof name, "%s/%u", f->source->config.folders[f->folder_index], item->uid);
    bool large = oversize(f, listed);
    struct source_message message = {
        .folder = f->folder_index,
        .uidvalidity = f->folder.uidvalidity,
        .uid = item->uid,
        .name = name,
        .bytes = item->body,
        .length = large ? header_length(item->body, item->length) : item->length,
        .size = listed->size,
        .oversize = large,
        .arrived = listed->arrived,
    };
    listed->seen_now = true;
    f->stopped = f->callbacks->message(f->callbacks->context, &message) != 0;
}

/* Items that were announced and not sent have been expunged, or else the
 * server is not to be trusted with "everything is read". */
static void on_still_there(void *context, const struct imap_item *item)
{
    struct fetching *f = context;
    struct listed *listed = find(f, item->uid);
    if (!listed || listed->seen_now || f->why->text[0])
        return;
    err_set(f->why, "%s: the server does not hand out message %u of %s: look at it there",
            f->source->config.server.host, item->uid, f->source->config.folders[f->folder_index]);
}

static enum transport_result account_for_missing(struct fetching *f)
{
    bool missing = false;
    for (size_t i = f->batch_start; i < f->batch_end; i++)
        missing |= !f->items[i].seen_now;
    if (!missing)
        return TRANSPORT_OK;
    f->why->text[0] = '\0';
    enum transport_result result =
        imap_fetch(f->source->session, f->items[f->batch_start].uid, f->items[f->batch_end - 1].uid,
                   IMAP_LIST, 0, on_still_there, f, f->why);
    return result == TRANSPORT_OK && f->why->text[0] ? TRANSPORT_TEMPORARY : result;
}

static enum transport_result commit(struct fetching *f)
{
    f->committed = true;
    return f->callbacks->commit(f->callbacks->context, f->folder_index, f->position) == 0
               ? TRANSPORT_OK
               : TRANSPORT_STOPPED;
}

/* Where the batch that begins at batch_start ends, and how large it is. */
static uint64_t measure_batch(struct fetching *f)
{
    size_t i = f->batch_start;
    uint64_t bytes = f->items[i].size;
    bool large = oversize(f, &f->items[i]);
    for (i++; !large && i < f->count && i - f->batch_start < BATCH_MESSAGES; i++) {
        if (oversize(f, &f->items[i]) || bytes + f->items[i].size > BATCH_BYTES)
            break;
        bytes += f->items[i].size;
    }
    f->batch_end = i;
    return bytes;
}

static enum transport_result fetch_batch(struct fetching *f)
{
    uint64_t bytes = measure_batch(f);
    struct imap_session *session = f->source->session;
    uint32_t first = f->items[f->batch_start].uid, last = f->items[f->batch_end - 1].uid;
    enum imap_part part = oversize(f, &f->items[f->batch_start]) ? IMAP_START : IMAP_CONTENT;
    enum transport_result result =
        imap_fetch(session, first, last, part, bytes, on_content, f, f->why);
    if (result == TRANSPORT_OK && f->stopped)
        return TRANSPORT_STOPPED;
    if (result == TRANSPORT_OK)
        result = account_for_missing(f);
    if (result != TRANSPORT_OK)
        return result;
    f->position.uid = last;
    result = commit(f);
    if (result == TRANSPORT_OK && f->folder.keeps_keywords)
        result = imap_flag(session, first, last, f->why);
    f->batch_start = f->batch_end;
    return result;
}

/* ------------------------------------------------------------------- windows */

static enum transport_result fetch_window(struct fetching *f, uint32_t first, uint32_t last)
{
    f->count = f->batch_start = f->batch_end = 0;
    f->first = first;
    f->last = last;
    enum transport_result result =
        imap_fetch(f->source->session, first, last, IMAP_LIST, 0, on_listed, f, f->why);
    order_list(f);
    while (result == TRANSPORT_OK && f->batch_start < f->count)
        result = fetch_batch(f);
    return result;
}

/* All UIDs up to where the folder ended when it was opened. */
static enum transport_result fetch_windows(struct fetching *f)
{
    uint64_t end = f->folder.uidnext ? f->folder.uidnext - 1 : UINT32_MAX;
    uint64_t width = FIRST_WINDOW;
    enum transport_result result = TRANSPORT_OK;
    for (uint64_t first = f->position.uid + 1; result == TRANSPORT_OK && first <= end;) {
        uint64_t last = first + width - 1 < end ? first + width - 1 : end;
        result = fetch_window(f, (uint32_t)first, (uint32_t)last);
        first = last + 1;
        if (f->count < FEW)
            width = width < UINT32_MAX ? 2 * width : width;
        else if (f->count > MANY)
            width /= 2;
    }
    return result;
}

/* Numbers that no longer mean what they meant: start from the first. */
static void check_numbering(struct fetching *f)
{
    const char *name = f->source->config.folders[f->folder_index];
    bool renumbered = f->position.uidvalidity != f->folder.uidvalidity;
    bool shrunk = f->folder.uidnext && f->position.uid >= f->folder.uidnext;
    if (!renumbered && !shrunk)
        return;
    if (f->position.uidvalidity)
        log_notice("%s: the server has renumbered %s: reading all of it again",
                   f->source->config.server.host, name);
    f->position = (struct source_position){.uidvalidity = f->folder.uidvalidity};
}

static enum transport_result fetch_selected(struct fetching *f)
{
    check_numbering(f);
    enum transport_result result = f->folder.messages > 0 ? fetch_windows(f) : TRANSPORT_OK;
    if (result == TRANSPORT_OK && !f->committed)
        result = commit(f);
    free(f->items);
    return result;
}

/* -------------------------------------------------------------------- driver */

static enum transport_result source_open(struct mail_source *s, struct err *why)
{
    struct imap_source *self = self_of(s);
    if (self->session)
        return TRANSPORT_OK;
    return imap_session_open(&self->session, self->multi, &self->config.server, why);
}

static void source_close(struct mail_source *s)
{
    struct imap_source *self = self_of(s);
    if (self->session)
        imap_session_close(self->session);
    self->session = NULL;
}

/* SELECT. Other folders than the first need not be there. */
static enum transport_result select_folder(struct imap_source *self, size_t folder,
                                           struct imap_folder *selected, struct err *why)
{
    const char *name = self->config.folders[folder];
    enum transport_result result = imap_select(self->session, name, selected, why);
    if (result != TRANSPORT_OK || selected->exists || folder > 0)
        return result;
    err_set(why, "%s: there is no folder \"%s\" in the mailbox of %s: check its name",
            self->config.server.host, name, self->config.server.user);
    return TRANSPORT_CONFIG;
}

/* The session stays only while it is known to be sound. */
static enum transport_result close_unless_sound(struct mail_source *s, enum transport_result result)
{
    if (result == TRANSPORT_TEMPORARY)
        source_close(s);
    return result;
}

static enum transport_result source_fetch(struct mail_source *s, size_t folder,
                                          struct source_position *position,
                                          const struct source_callbacks *callbacks, struct err *why)
{
    struct imap_source *self = self_of(s);
    struct fetching f = {.source = self,
                         .callbacks = callbacks,
                         .folder_index = folder,
                         .position = *position,
                         .why = why};
    enum transport_result result = source_open(s, why);
    if (result != TRANSPORT_OK)
        return result;
    result = select_folder(self, folder, &f.folder, why);
    if (result == TRANSPORT_OK)
        result = f.folder.exists ? fetch_selected(&f) : commit(&f);
    if (folder == 0)
        self->waited_for = f.folder;
    if (result == TRANSPORT_OK)
        *position = f.position;
    return close_unless_sound(s, result);
}

/* What came between the last fetch and this SELECT is announced by nobody. */
static bool news_since_fetch(const struct imap_source *self, const struct imap_folder *now)
{
    const struct imap_folder *then = &self->waited_for;
    return now->uidvalidity != then->uidvalidity || now->uidnext != then->uidnext ||
           now->messages > then->messages;
}

static enum transport_result wait_idle(struct imap_source *self, int seconds, int doorbell,
                                       struct err *why)
{
    struct imap_folder now;
    enum transport_result result = select_folder(self, 0, &now, why);
    if (result != TRANSPORT_OK || news_since_fetch(self, &now))
        return result;
    return imap_idle(self->session, seconds < IDLE_SECONDS ? seconds : IDLE_SECONDS, doorbell, why);
}

static enum transport_result source_wait(struct mail_source *s, int seconds, int doorbell,
                                         struct err *why)
{
    struct imap_source *self = self_of(s);
    enum transport_result result = source_open(s, why);
    if (result != TRANSPORT_OK)
        return result;
    if (imap_can_idle(self->session))
        return close_unless_sound(s, wait_idle(self, seconds, doorbell, why));
    struct pollfd fd = {.fd = doorbell, .events = POLLIN};
    int limit = seconds < self->config.poll_seconds ? seconds : self->config.poll_seconds;
    if (poll(&fd, 1, 1000 * limit) < 0 && errno != EINTR)
        die("waiting for mail failed: %s", strerror(errno));
    return TRANSPORT_OK;
}

static void source_free(struct mail_source *s)
{
    struct imap_source *self = self_of(s);
    source_close(s);
    curl_multi_cleanup(self->multi);
    free(self);
}

static const struct source_driver imap_source_driver = {
    .name = "imap",
    .open = source_open,
    .fetch = source_fetch,
    .wait = source_wait,
    .close = source_close,
    .free = source_free,
};

/* ASCII without control characters, and without the wildcards of LIST. */
static bool folder_name_ok(const char *name)
{
    size_t n = strlen(name);
    for (const char *c = name; *c; c++)
        if (*c < ' ' || *c >= 0x7f || strchr("*%", *c))
            return false;
    return n > 0 && n <= 200;
}

struct mail_source *imap_source_new(const struct source_config *config, struct err *why)
{
    if (connection_check(&config->server, why) < 0)
        return NULL;
    if (!config->server.user || config->folder_count == 0) {
        err_set(why, "%s: reading mail needs a user, a password and a folder", config->server.host);
        return NULL;
    }
    for (size_t i = 0; i < config->folder_count; i++) {
        if (folder_name_ok(config->folders[i]))
            continue;
        err_set(why, "%s: folder %zu has no name that IMAP could say: write it in modified UTF-7",
                config->server.host, i + 1);
        return NULL;
    }
    struct imap_source *self = checked(calloc(1, sizeof *self));
    self->base.driver = &imap_source_driver;
    self->config = *config;
    self->multi = checked(curl_multi_init());
    if (!self->config.max_message)
        self->config.max_message = DEFAULT_MAX_MESSAGE;
    if (!self->config.poll_seconds)
        self->config.poll_seconds = DEFAULT_POLL_SECONDS;
    return &self->base;
}
