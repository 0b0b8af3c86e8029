/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/reader.h"
#include "base/log.h"
#include "daemon/doorbell.h"

#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A batch and one message more, as large as a source may hand over. */
#define BATCH_CEILING (256u * 1024 * 1024)

struct reader {
    struct store *store;        /* foreign */
    struct mail_source *source; /* foreign */
    struct clock clock;
    int doorbell;
    volatile sig_atomic_t stopping;

    struct mailbox_row *folders; /* own; as they stand in the store */
    struct mailbox_row *next;    /* own; as they will */
    instant *complete;           /* own; of the pass that runs */
    size_t folder_count;

    struct arena *batch; /* the messages gathered and not stored yet */
    struct inbox_row gathered[READER_BATCH_MESSAGES];
    size_t gathered_count;
    size_t gathered_bytes;
    bool any_new;

    struct err trouble; /* of the last pass; "" for none */
    struct err shown;   /* as it stands in the store: the rows point here */
    bool store_failed;  /* the trouble is the store's */
    instant pause;      /* how long the last one was */
    instant retry_at;
};

/* ---- storing a batch ------------------------------------------------------------ */

/* Text of 64 hex digits. Of an oversize message only the head is at hand: its
 * size tells it from another with the same head. */
static const char *hash_of(struct arena *a, const struct source_message *m)
{
    unsigned char hash[32];
    char *text = arena_alloc(a, 2 * sizeof hash + 1);
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)m->bytes, m->length);
    if (m->oversize)
        crypto_generichash_update(&state, (const unsigned char *)&m->size, sizeof m->size);
    crypto_generichash_final(&state, hash, sizeof hash);
    return sodium_bin2hex(text, 2 * sizeof hash + 1, hash, sizeof hash);
}

static int put_messages(struct reader *r)
{
    int added = 0;

    for (size_t i = 0; i < r->gathered_count; i++) {
        int64_t id = store_put_inbox(r->store, &r->gathered[i]);

        if (id < 0)
            return -1;
        added += id > 0;
    }
    return added;
}

/* The number of messages that were new, or -1. */
static int put_batch(struct reader *r, const struct mailbox_row *folder)
{
    int added;

    if (store_begin(r->store) < 0)
        return -1;
    added = put_messages(r);
    if (added < 0 || (folder && store_put_mailbox(r->store, folder) < 0) ||
        store_commit(r->store) < 0) {
        store_rollback(r->store);
        return -1;
    }
    return added;
}

static void empty_batch(struct reader *r)
{
    arena_reset(r->batch);
    r->gathered_count = r->gathered_bytes = 0;
}

/* Makes durable what was gathered, and how far `folder` was read (NULL: what
 * comes again after a crash is known by its hash). */
static int store_batch(struct reader *r, const struct mailbox_row *folder)
{
    int added = put_batch(r, folder);

    empty_batch(r);
    if (added < 0) {
        r->store_failed = true;
        return -1;
    }
    if (added > 0) {
        r->any_new = true;
        doorbell_ring(r->doorbell, BELL_WAKE);
    }
    return 0;
}

/* ---- what the source hands over ---------------------------------------------------- */

static bool on_known(void *context, size_t folder, uint64_t uidvalidity, uint64_t uid)
{
    struct reader *r = context;
    char digits[24];

    snprintf(digits, sizeof digits, "%" PRIu64, uid);
    return store_has_uid(r->store, r->folders[folder].mailbox, uidvalidity, digits) > 0;
}

static int on_message(void *context, const struct source_message *m)
{
    struct reader *r = context;
    char *raw = arena_alloc(r->batch, m->length + 1);

    memcpy(raw, m->bytes, m->length);
    r->gathered[r->gathered_count++] = (struct inbox_row){
        .mailbox = r->folders[m->folder].mailbox,
        .uidvalidity = m->uidvalidity,
        .uid = arena_printf(r->batch, "%" PRIu64, m->uid),
        .hash = hash_of(r->batch, m),
        .fetched = clock_now(&r->clock),
        .raw = raw,
        .raw_len = m->length,
        .oversize = m->oversize,
    };
    r->gathered_bytes += m->length;
    if (r->gathered_count < READER_BATCH_MESSAGES && r->gathered_bytes < READER_BATCH_BYTES)
        return 0;
    return store_batch(r, NULL);
}

static int on_commit(void *context, size_t folder, struct source_position position)
{
    struct reader *r = context;
    struct mailbox_row *row = &r->folders[folder], next = *row;

    doorbell_ring(r->doorbell, BELL_ALIVE);
    next.uidvalidity = position.uidvalidity;
    next.last_uid = position.uid;
    if (!r->gathered_count && next.uidvalidity == row->uidvalidity &&
        next.last_uid == row->last_uid)
        return 0;
    if (store_batch(r, &next) < 0)
        return -1;
    *row = next;
    return 0;
}

/* ---- how it went --------------------------------------------------------------------- */

/* One commit for all folders. */
static int put_next(struct reader *r)
{
    if (store_begin(r->store) < 0)
        return -1;
    for (size_t i = 0; i < r->folder_count; i++)
        if (store_put_mailbox(r->store, &r->next[i]) < 0) {
            store_rollback(r->store);
            return -1;
        }
    if (store_commit(r->store) < 0) {
        store_rollback(r->store);
        return -1;
    }
    memcpy(r->folders, r->next, r->folder_count * sizeof *r->next);
    return 0;
}

static int all_complete(struct reader *r)
{
    memcpy(r->next, r->folders, r->folder_count * sizeof *r->next);
    for (size_t i = 0; i < r->folder_count; i++) {
        r->next[i].complete = r->complete[i];
        r->next[i].trouble = NULL;
        r->next[i].trouble_since = 0;
    }
    if (put_next(r) < 0)
        return -1;
    if (r->trouble.text[0])
        log_notice("%s can be read again", r->folders[0].mailbox);
    r->trouble.text[0] = r->shown.text[0] = '\0';
    r->pause = 0;
    return 0;
}

/* For status. `since` stays what it was at the first failure. */
static void show_trouble(struct reader *r)
{
    struct err before = r->shown;

    if (!strcmp(r->shown.text, r->trouble.text))
        return;
    r->shown = r->trouble;
    memcpy(r->next, r->folders, r->folder_count * sizeof *r->next);
    for (size_t i = 0; i < r->folder_count; i++) {
        if (!r->next[i].trouble)
            r->next[i].trouble_since = clock_now(&r->clock);
        r->next[i].trouble = r->shown.text;
    }
    if (put_next(r) < 0) {
        log_error("%s", store_error(r->store));
        r->shown = before;
    }
}

static void pause_reading(struct reader *r, enum transport_result result)
{
    r->pause = r->pause ? 2 * r->pause : READER_FIRST_PAUSE;
    if (result == TRANSPORT_CONFIG || r->pause > READER_LONGEST_PAUSE)
        r->pause = READER_LONGEST_PAUSE;
    r->retry_at = clock_now(&r->clock) + r->pause;
}

static int failed(struct reader *r, enum transport_result result, const struct err *why)
{
    const char *text = r->store_failed ? store_error(r->store) : why->text;

    if (strcmp(r->trouble.text, text))
        log_line(result == TRANSPORT_CONFIG || r->store_failed ? LOG_LEVEL_ERROR
                                                               : LOG_LEVEL_WARNING,
                 "%s can't be read: %s", r->folders[0].mailbox, text);
    snprintf(r->trouble.text, sizeof r->trouble.text, "%s", text);
    pause_reading(r, result);
    empty_batch(r);
    if (!r->store_failed)
        show_trouble(r);
    return -1;
}

/* ---- a pass ---------------------------------------------------------------------------- */

static enum transport_result fetch(struct reader *r, size_t folder, struct err *why)
{
    const struct source_callbacks callbacks = {r, on_known, on_message, on_commit};
    struct source_position position = {r->folders[folder].uidvalidity, r->folders[folder].last_uid};

    empty_batch(r);
    return r->source->driver->fetch(r->source, folder, &position, &callbacks, why);
}

int reader_pass(struct reader *r)
{
    enum transport_result result;
    struct err why = {{0}};

    r->any_new = r->store_failed = false;
    result = r->source->driver->open(r->source, &why);
    for (size_t i = 0; result == TRANSPORT_OK && i < r->folder_count; i++) {
        r->complete[i] = clock_now(&r->clock);
        result = fetch(r, i, &why);
    }
    if (result == TRANSPORT_OK && all_complete(r) < 0)
        r->store_failed = true;
    if (result != TRANSPORT_OK || r->store_failed)
        return failed(r, result, &why);
    return r->any_new;
}

const char *reader_trouble(const struct reader *r)
{
    return r->trouble.text;
}

instant reader_next(const struct reader *r)
{
    return r->retry_at;
}

/* ---- life ------------------------------------------------------------------------------- */

/* A folder that was never read begins at {0, 0}. */
static void take_up(struct reader *r, struct mailbox_row *folder, const struct mailbox_row *stored,
                    int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(stored[i].mailbox, folder->mailbox))
            continue;
        folder->uidvalidity = stored[i].uidvalidity;
        folder->last_uid = stored[i].last_uid;
        folder->complete = stored[i].complete;
        folder->trouble_since = stored[i].trouble_since;
        if (stored[i].trouble) {
            err_set(&r->shown, "%s", stored[i].trouble);
            folder->trouble = r->shown.text;
        }
    }
}

static int load_folders(struct reader *r, const char *const *mailboxes)
{
    enum { MOST = 1000 };
    struct mailbox_row *stored = arena_array(r->batch, MOST, sizeof *stored);
    int count = store_mailboxes(r->store, r->batch, stored, MOST);

    while (mailboxes[r->folder_count])
        r->folder_count++;
    r->folders = checked(calloc(r->folder_count, sizeof *r->folders));
    r->next = checked(calloc(r->folder_count, sizeof *r->next));
    r->complete = checked(calloc(r->folder_count, sizeof *r->complete));
    for (size_t i = 0; i < r->folder_count; i++) {
        r->folders[i].mailbox = mailboxes[i];
        take_up(r, &r->folders[i], stored, count);
    }
    return count < 0 ? -1 : 0;
}

struct reader *reader_new(const struct reader_options *o, struct err *why)
{
    struct reader *r = checked(calloc(1, sizeof *r));

    if (sodium_init() < 0)
        die("libsodium does not start");
    r->store = o->store;
    r->source = o->source;
    r->clock = o->clock;
    r->doorbell = o->doorbell;
    r->batch = arena_new(BATCH_CEILING);
    if (load_folders(r, o->mailboxes) < 0) {
        err_set(why, "%s", store_error(r->store));
        reader_free(r);
        return NULL;
    }
    return r;
}

void reader_free(struct reader *r)
{
    if (!r)
        return;
    arena_free(r->batch);
    free(r->folders);
    free(r->next);
    free(r->complete);
    free(r);
}

void reader_stop(struct reader *r)
{
    r->stopping = 1;
}

static unsigned listen(struct reader *r, unsigned heard)
{
    if (heard & BELL_GONE)
        r->stopping = 1;
    doorbell_ring(r->doorbell, BELL_ALIVE);
    return heard;
}

/* Until it is time to try again, or somebody rings; no longer where the clock was set back. */
static void rest(struct reader *r)
{
    instant left;

    while (!r->stopping && (left = r->retry_at - clock_now(&r->clock)) > 0 &&
           left <= READER_LONGEST_PAUSE) {
        int seconds = left < DOORBELL_ALIVE_SECONDS ? (int)left : DOORBELL_ALIVE_SECONDS;

        if (listen(r, doorbell_wait(r->doorbell, seconds * 1000)) & BELL_WAKE)
            return;
    }
}

static int wait_for_mail(struct reader *r)
{
    struct err why = {{0}};
    enum transport_result result;

    listen(r, 0);
    result = r->source->driver->wait(r->source, READER_LOOK_SECONDS, r->doorbell, &why);
    listen(r, r->doorbell >= 0 ? doorbell_heard(r->doorbell) : 0);
    return result == TRANSPORT_OK ? 0 : failed(r, result, &why);
}

/* That nothing has come is news, too: silence may be concluded now. */
static int look(struct reader *r)
{
    if (reader_pass(r) < 0)
        return -1;
    doorbell_ring(r->doorbell, BELL_WAKE);
    return wait_for_mail(r);
}

void reader_loop(struct reader *r)
{
    while (!r->stopping)
        if (look(r) < 0)
            rest(r);
    r->source->driver->close(r->source);
}
