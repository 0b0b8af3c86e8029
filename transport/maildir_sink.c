/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The outgoing Maildir.
 *
 * A letter is written to tmp/ and synced, then linked to new/ under the name
 * that its Message-ID gives, then the folder is synced, once for all letters
 * that went together. link() refuses a name that is there, so a second go of
 * the same letter changes nothing. A reader may have moved the first one to
 * cur/ meanwhile; therefore the names in both folders are remembered from the
 * start on, and nobody else delivers here. */
#include "transport/maildir.h"

#include "base/log.h"
#include "transport/idset.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TMP_PREFIX "mentord."

enum {
    DEFAULT_CONNECTIONS = 4, /* groups as large as those of SMTP */
    NAME_LIMIT = 200,
};

enum stage { STAGE_FREE, STAGE_WAITING, STAGE_READY, STAGE_LINKED, STAGE_FAILED };

struct slot {
    enum stage stage;
    int64_t id;
    char name[256];
    char *bytes; /* own */
    size_t length;
    char trouble[200]; /* of STAGE_FAILED */
};

struct maildir_sink {
    struct mail_sink base; /* first: a mail_sink * is a maildir_sink * */
    char *path, *name;     /* own */
    int tmp, new;          /* own */
    struct idset there;    /* identities of all files in new/ and cur/, ever */
    struct slot *slots;    /* own */
    size_t slot_count;
    struct sink_event *events; /* own; slot_count of them */
};

static struct maildir_sink *self_of(struct mail_sink *s)
{
    return (struct maildir_sink *)s;
}

/* --------------------------------------------------------------------- names */

static bool harmless(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("@+_-", c);
}

void maildir_file_name(const char *message_id, char into[256])
{
    size_t n = 0;
    for (const unsigned char *c = (const unsigned char *)message_id; *c && n < NAME_LIMIT; c++) {
        if (harmless(*c) || (*c == '.' && n > 0))
            into[n++] = (char)*c;
        else
            n += (size_t)sprintf(into + n, "=%02X", *c);
    }
    if (n >= NAME_LIMIT) {
        n = NAME_LIMIT - 80;
        unsigned char hash[16];
        crypto_generichash(hash, sizeof hash, (const unsigned char *)message_id, strlen(message_id),
                           NULL, 0);
        into[n++] = '=';
        for (size_t i = 0; i < sizeof hash; i++)
            n += (size_t)sprintf(into + n, "%02x", hash[i]);
    }
    strcpy(into + n, ".eml");
}

static uint64_t identity_of(const char *name)
{
    return idset_hash(name, maildir_identity(name));
}

/* ------------------------------------------------------------------- opening */

static int for_each_name(const char *path, void (*visit)(struct maildir_sink *, const char *),
                         struct maildir_sink *self)
{
    DIR *dir = opendir(path);
    if (!dir)
        return -1;
    struct dirent *d;
    errno = 0;
    while ((d = readdir(dir))) {
        if (d->d_name[0] != '.')
            visit(self, d->d_name);
        errno = 0;
    }
    int error = errno;
    closedir(dir);
    errno = error;
    return error ? -1 : 0;
}

static void remember(struct maildir_sink *self, const char *name)
{
    idset_add(&self->there, identity_of(name));
}

/* What an earlier process left in the middle of writing. */
static void remove_leftover(struct maildir_sink *self, const char *name)
{
    if (strncmp(name, TMP_PREFIX, strlen(TMP_PREFIX)) == 0)
        unlinkat(self->tmp, name, 0);
}

static int open_directory(const char *path)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_folders(struct maildir_sink *self)
{
    char tmp[PATH_MAX], new[PATH_MAX], cur[PATH_MAX];
    int root _cleanup_(close_fdp) = open_directory(self->path);
    snprintf(tmp, sizeof tmp, "%s/tmp", self->path);
    snprintf(new, sizeof new, "%s/new", self->path);
    snprintf(cur, sizeof cur, "%s/cur", self->path);
    self->tmp = open_directory(tmp);
    self->new = open_directory(new);
    int cur_fd _cleanup_(close_fdp) = open_directory(cur);
    if (root < 0 || self->tmp < 0 || self->new < 0 || cur_fd < 0 || fsync(root) < 0)
        return -1;
    if (for_each_name(tmp, remove_leftover, self) < 0)
        return -1;
    /* new/ first: what a reader moves meanwhile is then found in cur/. */
    return for_each_name(new, remember, self) < 0 || for_each_name(cur, remember, self) < 0 ? -1
                                                                                            : 0;
}

/* --------------------------------------------------------------------- slots */

static struct slot *slot_of(struct maildir_sink *self, int64_t id)
{
    for (size_t i = 0; i < self->slot_count; i++)
        if (self->slots[i].stage != STAGE_FREE && self->slots[i].id == id)
            return &self->slots[i];
    die("the Maildir sender was asked about letter %lld, which it does not have", (long long)id);
}

static void empty_slot(struct slot *slot)
{
    free(slot->bytes);
    *slot = (struct slot){.stage = STAGE_FREE};
}

static size_t count_in(const struct maildir_sink *self, enum stage stage)
{
    size_t n = 0;
    for (size_t i = 0; i < self->slot_count; i++)
        n += self->slots[i].stage == stage;
    return n;
}

static size_t sink_free_slots(const struct mail_sink *s)
{
    return count_in((const struct maildir_sink *)s, STAGE_FREE);
}

static void sink_submit(struct mail_sink *s, const struct sink_letter *letter)
{
    struct maildir_sink *self = self_of(s);
    struct slot *slot = self->slots;
    while (slot < self->slots + self->slot_count && slot->stage != STAGE_FREE)
        slot++;
    if (slot == self->slots + self->slot_count)
        die("the Maildir sender was given more letters than it has slots");
    *slot = (struct slot){.stage = STAGE_WAITING, .id = letter->id, .length = letter->length};
    slot->bytes = checked(malloc(letter->length + 1));
    memcpy(slot->bytes, letter->bytes, letter->length);
    maildir_file_name(letter->message_id, slot->name);
}

static void sink_cancel(struct mail_sink *s, int64_t id)
{
    empty_slot(slot_of(self_of(s), id));
}

/* ---------------------------------------------------------------- delivering */

static int write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        bytes += n;
        length -= (size_t)n;
    }
    return 0;
}

static int write_synced(struct maildir_sink *self, const char *name, const struct slot *slot)
{
    int fd _cleanup_(close_fdp) =
        openat(self->tmp, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || write_all(fd, slot->bytes, slot->length) < 0)
        return -1;
    return fsync(fd);
}

/* 0 also where the letter lies in new/ already. */
static int link_new(struct maildir_sink *self, const char *tmp, const struct slot *slot)
{
    return linkat(self->tmp, tmp, self->new, slot->name, 0) == 0 || errno == EEXIST ? 0 : -1;
}

static int deliver(struct maildir_sink *self, const struct slot *slot)
{
    if (idset_has(&self->there, identity_of(slot->name)))
        return 0;
    char tmp[64];
    snprintf(tmp, sizeof tmp, TMP_PREFIX "%lld", (long long)slot->id);
    int result = write_synced(self, tmp, slot) < 0 ? -1 : link_new(self, tmp, slot);
    int error = errno;
    unlinkat(self->tmp, tmp, 0);
    errno = error;
    if (result == 0)
        remember(self, slot->name);
    return result;
}

static void sink_go(struct mail_sink *s, int64_t id)
{
    struct maildir_sink *self = self_of(s);
    struct slot *slot = slot_of(self, id);
    slot->stage = STAGE_LINKED;
    if (deliver(self, slot) == 0)
        return;
    slot->stage = STAGE_FAILED;
    snprintf(slot->trouble, sizeof slot->trouble, "cannot write the letter: %s", strerror(errno));
}

/* ------------------------------------------------------------------- polling */

/* Whether the names of the linked letters are on the disk. Where the disk
 * cannot say, nobody knows what a power cut would leave. */
static bool links_durable(struct maildir_sink *self)
{
    if (!count_in(self, STAGE_LINKED) || fsync(self->new) == 0)
        return true;
    log_error("%s/new: fsync: %s", self->path, strerror(errno));
    return false;
}

static void report(struct slot *slot, bool durable, struct sink_event *e)
{
    *e = (struct sink_event){.id = slot->id};
    switch (slot->stage) {
    case STAGE_WAITING:
        e->kind = SINK_READY;
        slot->stage = STAGE_READY;
        return;
    case STAGE_LINKED:
        e->kind = durable ? SINK_SENT : SINK_UNCERTAIN;
        snprintf(e->text, sizeof e->text, durable ? "delivered as new/%s" : "new/%s is not synced",
                 slot->name);
        break;
    default:
        e->kind = SINK_DEFERRED;
        snprintf(e->text, sizeof e->text, "%s", slot->trouble);
    }
    empty_slot(slot);
}

static size_t collect(struct maildir_sink *self)
{
    bool durable = links_durable(self);
    size_t count = 0;
    for (size_t i = 0; i < self->slot_count; i++) {
        enum stage stage = self->slots[i].stage;
        if (stage == STAGE_WAITING || stage == STAGE_LINKED || stage == STAGE_FAILED)
            report(&self->slots[i], durable, &self->events[count++]);
    }
    return count;
}

static void sink_poll(struct mail_sink *s, int timeout_ms, int doorbell, struct sink_events *events)
{
    struct maildir_sink *self = self_of(s);
    *events = (struct sink_events){.items = self->events, .count = collect(self)};
    struct pollfd fd = {.fd = doorbell, .events = POLLIN};
    if (events->count == 0 && poll(&fd, 1, timeout_ms) < 0 && errno != EINTR)
        die("waiting for letters failed: %s", strerror(errno));
}

/* ------------------------------------------------------------------ creation */

static void sink_free(struct mail_sink *s)
{
    struct maildir_sink *self = self_of(s);
    for (size_t i = 0; i < self->slot_count; i++)
        empty_slot(&self->slots[i]);
    close_fdp(&self->tmp);
    close_fdp(&self->new);
    idset_release(&self->there);
    free(self->slots);
    free(self->events);
    free(self->path);
    free(self->name);
    free(self);
}

static const struct sink_driver maildir_sink_driver = {
    .name = "maildir",
    .recognises_letters = true,
    .free_slots = sink_free_slots,
    .submit = sink_submit,
    .poll = sink_poll,
    .go = sink_go,
    .cancel = sink_cancel,
    .free = sink_free,
};

struct mail_sink *maildir_sink_new(const struct sink_config *config, struct err *why)
{
    if (!config->path || !*config->path) {
        err_set(why, "an outgoing Maildir needs a path");
        return NULL;
    }
    struct maildir_sink *self = checked(calloc(1, sizeof *self));
    self->path = checked(strdup(config->path));
    if (asprintf(&self->name, "maildir:%s", config->path) < 0)
        die("out of memory in the Maildir sender");
    self->base = (struct mail_sink){&maildir_sink_driver, self->name};
    self->tmp = self->new = -1;
    self->slot_count = 2 * (config->connections ? config->connections : DEFAULT_CONNECTIONS);
    self->slots = checked(calloc(self->slot_count, sizeof *self->slots));
    self->events = checked(calloc(self->slot_count, sizeof *self->events));
    if (open_folders(self) == 0)
        return &self->base;
    err_set(why, "%s: %s: mentord's user needs to write there", config->path, strerror(errno));
    sink_free(&self->base);
    return NULL;
}
