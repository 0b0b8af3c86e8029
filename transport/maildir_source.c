/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The incoming Maildir.
 *
 * Which files have been handed over is kept in two places: durably in the
 * store, which is asked once a file and process (`known`), and in memory as a
 * set of name hashes. Where a file lies (new/ or cur/) and its flags say
 * nothing: a person's mail program may have moved it first. */
#include "transport/maildir.h"

#include "base/log.h"
#include "transport/idset.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BATCH_MESSAGES = 200,
    BATCH_BYTES = 8 << 20,
    OVERSIZE_HEADER = 64 << 10,
    DEFAULT_MAX_MESSAGE = 25 << 20,
    DEFAULT_POLL_SECONDS = 60,
    MAX_SCANS = 8,
    MAX_FOLDERS = 16,
    UIDVALIDITY = 1, /* names identify for good: it never changes */
};

enum place { PLACE_NEW, PLACE_CUR, PLACES };
static const char *const place_names[PLACES] = {"new", "cur"};

struct folder {
    char *path;         /* own */
    int dirs[PLACES];   /* own; -1 while closed or absent */
    int inotify;        /* own; of this folder alone: a scan empties it; -1: none */
    struct idset known; /* identities that are in the store */
};

struct entry {
    char *name; /* own */
    enum place place;
    uint64_t uid;
    bool stored; /* once the batch is committed */
};

struct entries {
    struct entry *items; /* own */
    size_t count, cap;
};

struct maildir_source {
    struct mail_source base; /* first: a mail_source * is a maildir_source * */
    struct folder *folders;  /* own */
    size_t folder_count;
    uint64_t max_message;
    int poll_seconds;
    bool open;
    struct buf content; /* of the message being handed over */
};

static struct maildir_source *self_of(struct mail_source *s)
{
    return (struct maildir_source *)s;
}

size_t maildir_identity(const char *name)
{
    return strcspn(name, ":");
}

/* ------------------------------------------------------- opening and closing */

static void close_folder(struct folder *f)
{
    for (int place = 0; place < PLACES; place++) {
        close_fdp(&f->dirs[place]);
        f->dirs[place] = -1;
    }
    close_fdp(&f->inotify);
    f->inotify = -1;
}

static void source_close(struct mail_source *s)
{
    struct maildir_source *self = self_of(s);
    for (size_t i = 0; i < self->folder_count; i++)
        close_folder(&self->folders[i]);
    self->open = false;
}

/* 0, or errno. */
static int open_folder(struct maildir_source *self, struct folder *f)
{
    f->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    for (int place = 0; place < PLACES; place++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", f->path, place_names[place]);
        f->dirs[place] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (f->dirs[place] < 0) {
            int error = errno;
            close_folder(f);
            return error;
        }
        /* A failure leaves the polling. */
        if (inotify_add_watch(f->inotify, path, IN_CREATE | IN_MOVE | IN_CLOSE_WRITE) < 0)
            log_warning("%s: not watched (%s); looking every %d seconds", path, strerror(errno),
                        self->poll_seconds);
    }
    return 0;
}

static enum transport_result folder_trouble(const struct folder *f, int error, struct err *why)
{
    err_set(why,
            "%s: %s: is this the Maildir that incoming mail is delivered to (with new/ and cur/)?",
            f->path, strerror(error));
    return error == ENOENT || error == ENOTDIR || error == EACCES ? TRANSPORT_CONFIG
                                                                  : TRANSPORT_TEMPORARY;
}

/* Other folders than the first come into being with their first message. */
static enum transport_result ensure_folder(struct maildir_source *self, size_t i, struct err *why)
{
    struct folder *f = &self->folders[i];
    if (f->dirs[PLACE_NEW] >= 0)
        return TRANSPORT_OK;
    int error = open_folder(self, f);
    if (!error || (i > 0 && error == ENOENT))
        return TRANSPORT_OK;
    return folder_trouble(f, error, why);
}

static enum transport_result source_open(struct mail_source *s, struct err *why)
{
    struct maildir_source *self = self_of(s);
    if (self->open)
        return TRANSPORT_OK;
    for (size_t i = 0; i < self->folder_count; i++) {
        enum transport_result result = ensure_folder(self, i, why);
        if (result != TRANSPORT_OK) {
            source_close(s);
            return result;
        }
    }
    self->open = true;
    return TRANSPORT_OK;
}

static void source_free(struct mail_source *s)
{
    struct maildir_source *self = self_of(s);
    source_close(s);
    for (size_t i = 0; i < self->folder_count; i++) {
        free(self->folders[i].path);
        idset_release(&self->folders[i].known);
    }
    free(self->folders);
    buf_release(&self->content);
    free(self);
}

/* ------------------------------------------------------------------ scanning */

static void entries_release(struct entries *e)
{
    for (size_t i = 0; i < e->count; i++)
        free(e->items[i].name);
    free(e->items);
    *e = (struct entries){0};
}

static void entries_add(struct entries *e, const char *name, enum place place, uint64_t uid)
{
    if (e->count == e->cap) {
        e->cap = e->cap ? 2 * e->cap : 64;
        e->items = checked(realloc(e->items, e->cap * sizeof *e->items));
    }
    e->items[e->count++] =
        (struct entry){.name = checked(strdup(name)), .place = place, .uid = uid};
}

/* Names begin with the second of delivery, so this is the order of arrival. */
static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* True if something happened in the folders since the last call. */
static bool drain_inotify(struct folder *f)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool any = false;
    while (f->inotify >= 0 && read(f->inotify, events, sizeof events) > 0)
        any = true;
    return any;
}

static int scan_place(struct folder *f, enum place place, struct entries *found)
{
    /* openat, not dup: a directory stream moves the offset of its descriptor. */
    int fd = openat(f->dirs[place], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        close_fdp(&fd);
        return -1;
    }
    struct dirent *d;
    errno = 0;
    while ((d = readdir(dir))) {
        uint64_t uid = idset_hash(d->d_name, maildir_identity(d->d_name));
        if (d->d_name[0] != '.' && !idset_has(&f->known, uid))
            entries_add(found, d->d_name, place, uid);
        errno = 0;
    }
    int error = errno;
    closedir(dir);
    errno = error;
    return error ? -1 : 0;
}

/* Every file that lay there when the call began and is not known yet. new/
 * comes first: what another program moves to cur/ meanwhile is found there. A
 * rename inside cur/ while it is read can hide a file altogether (readdir
 * promises nothing about it), so a scan during which something happened is
 * done again; after MAX_SCANS of those the folder is too restless to be sure. */
static enum transport_result scan(struct maildir_source *self, struct folder *f,
                                  struct entries *found, struct err *why)
{
    for (int i = 0; i < MAX_SCANS; i++) {
        entries_release(found);
        drain_inotify(f);
        if (scan_place(f, PLACE_NEW, found) < 0 || scan_place(f, PLACE_CUR, found) < 0)
            return folder_trouble(f, errno, why);
        if (!drain_inotify(f)) {
            if (found->count > 1)
                qsort(found->items, found->count, sizeof *found->items, compare_entries);
            return TRANSPORT_OK;
        }
    }
    err_set(why, "%s: files come and go too fast to read the folder completely; trying again",
            f->path);
    return TRANSPORT_TEMPORARY;
}

/* ------------------------------------------------------------------- reading */

enum reading { READ_DONE, READ_GONE, READ_SKIP, READ_FAILED };

static int read_content(struct buf *into, int fd, size_t want)
{
    buf_reset(into);
    into->ceiling = want + 1;
    while (into->len < want) {
        ssize_t n = read(fd, buf_reserve(into, want - into->len), want - into->len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        into->len += (size_t)n;
    }
    return 0;
}

/* Cuts the content after the empty line that ends the header, if it is there. */
static void keep_header(struct buf *content)
{
    const char *crlf = memmem(buf_str(content), content->len, "\r\n\r\n", 4);
    const char *lf = memmem(buf_str(content), content->len, "\n\n", 2);
    if (crlf && (!lf || crlf < lf))
        buf_truncate(content, (size_t)(crlf - content->data) + 4);
    else if (lf)
        buf_truncate(content, (size_t)(lf - content->data) + 2);
}

static enum reading read_file(struct maildir_source *self, int dir, const char *name,
                              struct source_message *m)
{
    /* O_NONBLOCK: a FIFO must not stop us. */
    int fd _cleanup_(close_fdp) = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? READ_GONE : errno == ELOOP ? READ_SKIP : READ_FAILED;
    struct stat st;
    if (fstat(fd, &st) < 0)
        return READ_FAILED;
    if (!S_ISREG(st.st_mode))
        return READ_SKIP;
    m->size = (uint64_t)st.st_size;
    m->oversize = m->size > self->max_message;
    m->arrived = st.st_mtime;
    if (read_content(&self->content, fd, m->oversize ? OVERSIZE_HEADER : m->size) < 0)
        return READ_FAILED;
    if (m->oversize)
        keep_header(&self->content);
    m->bytes = buf_str(&self->content);
    m->length = self->content.len;
    return READ_DONE;
}

/* ------------------------------------------------- handing over and flagging */

/* new/NAME becomes cur/NAME:2,S. If another program was quicker, all is well. */
static void mark_read(const struct folder *f, const struct entry *e)
{
    if (e->place != PLACE_NEW)
        return;
    char target[NAME_MAX + 8];
    snprintf(target, sizeof target, "%.*s:2,S", (int)maildir_identity(e->name), e->name);
    if (renameat2(f->dirs[PLACE_NEW], e->name, f->dirs[PLACE_CUR], target, RENAME_NOREPLACE) < 0 &&
        errno != ENOENT)
        log_warning("%s: new/%s stays in new/: %s", f->path, e->name, strerror(errno));
}

struct batch {
    size_t first; /* entry */
    size_t messages;
    size_t bytes;
};

static enum transport_result commit_batch(struct folder *f, size_t index,
                                          const struct entries *found, struct batch *batch,
                                          size_t end, const struct source_callbacks *cb)
{
    struct source_position position = {.uidvalidity = UIDVALIDITY};
    if (cb->commit(cb->context, index, position) != 0)
        return TRANSPORT_STOPPED;
    for (size_t i = batch->first; i < end; i++)
        if (found->items[i].stored)
            mark_read(f, &found->items[i]);
    *batch = (struct batch){.first = end};
    return TRANSPORT_OK;
}

static enum transport_result unreadable(const struct folder *f, const char *name, struct err *why)
{
    int error = errno;
    err_set(why, "%s: cannot read %s (%s): mentord's user needs to read what is delivered there",
            f->path, name, strerror(error));
    return error == EACCES || error == EPERM ? TRANSPORT_CONFIG : TRANSPORT_TEMPORARY;
}

/* TRANSPORT_OK also where there is nothing to hand over; *vanished is set where
 * the file has been moved or deleted since the scan. */
static enum transport_result hand_over(struct maildir_source *self, size_t index, struct entry *e,
                                       struct batch *batch, bool *vanished,
                                       const struct source_callbacks *cb, struct err *why)
{
    struct folder *f = &self->folders[index];
    if (idset_has(&f->known, e->uid))
        return TRANSPORT_OK;
    if (cb->known && cb->known(cb->context, index, UIDVALIDITY, e->uid)) {
        idset_add(&f->known, e->uid);
        e->stored = true;
        return TRANSPORT_OK;
    }
    char name[NAME_MAX + 8];
    snprintf(name, sizeof name, "%s/%s", place_names[e->place], e->name);
    struct source_message m = {
        .folder = index, .uidvalidity = UIDVALIDITY, .uid = e->uid, .name = name};
    switch (read_file(self, f->dirs[e->place], e->name, &m)) {
    case READ_GONE:
        *vanished = true;
        return TRANSPORT_OK;
    case READ_SKIP:
        log_warning("%s: %s is not a file and is left alone", f->path, name);
        idset_add(&f->known, e->uid); /* said once */
        return TRANSPORT_OK;
    case READ_FAILED:
        return unreadable(f, name, why);
    case READ_DONE:
        break;
    }
    if (cb->message(cb->context, &m) != 0)
        return TRANSPORT_STOPPED;
    idset_add(&f->known, e->uid);
    e->stored = true;
    batch->messages++;
    batch->bytes += m.length;
    return TRANSPORT_OK;
}

static enum transport_result hand_over_all(struct maildir_source *self, size_t index,
                                           const struct entries *found, bool *vanished,
                                           const struct source_callbacks *cb, struct err *why)
{
    struct folder *f = &self->folders[index];
    struct batch batch = {0};
    for (size_t i = 0; i < found->count; i++) {
        enum transport_result result =
            hand_over(self, index, &found->items[i], &batch, vanished, cb, why);
        if (result == TRANSPORT_OK &&
            (batch.messages >= BATCH_MESSAGES || batch.bytes >= BATCH_BYTES))
            result = commit_batch(f, index, found, &batch, i + 1, cb);
        if (result != TRANSPORT_OK)
            return result;
    }
    /* What is read is told at least once, also when there was nothing. */
    if (batch.first == found->count && found->count > 0)
        return TRANSPORT_OK;
    return commit_batch(f, index, found, &batch, found->count, cb);
}

/* A scan, and again while files that it found are gone when their turn comes:
 * they may lie in cur/ under a name with flags. */
static enum transport_result fetch_folder(struct maildir_source *self, size_t index,
                                          const struct source_callbacks *cb, struct err *why)
{
    struct folder *f = &self->folders[index];
    struct entries found _cleanup_(entries_release) = {0};
    enum transport_result result;
    bool vanished;
    do {
        vanished = false;
        result = scan(self, f, &found, why);
        if (result == TRANSPORT_OK)
            result = hand_over_all(self, index, &found, &vanished, cb, why);
    } while (result == TRANSPORT_OK && vanished);
    /* What was handed over and not committed must be handed over again. */
    if (result != TRANSPORT_OK)
        idset_release(&f->known);
    return result;
}

static enum transport_result source_fetch(struct mail_source *s, size_t folder,
                                          struct source_position *position,
                                          const struct source_callbacks *callbacks, struct err *why)
{
    struct maildir_source *self = self_of(s);
    enum transport_result result = ensure_folder(self, folder, why);
    if (result == TRANSPORT_OK && self->folders[folder].dirs[PLACE_NEW] < 0) {
        struct batch nothing = {0};
        result = commit_batch(&self->folders[folder], folder, &(struct entries){0}, &nothing, 0,
                              callbacks);
    } else if (result == TRANSPORT_OK) {
        result = fetch_folder(self, folder, callbacks, why);
    }
    if (result == TRANSPORT_OK)
        *position = (struct source_position){.uidvalidity = UIDVALIDITY};
    else if (result != TRANSPORT_STOPPED)
        source_close(s);
    return result;
}

static enum transport_result source_wait(struct mail_source *s, int seconds, int doorbell,
                                         struct err *why)
{
    struct maildir_source *self = self_of(s);
    struct pollfd fds[1 + MAX_FOLDERS] = {{.fd = doorbell, .events = POLLIN}};
    for (size_t i = 0; i < self->folder_count; i++)
        fds[1 + i] = (struct pollfd){.fd = self->folders[i].inotify, .events = POLLIN};
    int limit = seconds < self->poll_seconds ? seconds : self->poll_seconds;
    if (poll(fds, 1 + self->folder_count, 1000 * limit) < 0 && errno != EINTR) {
        err_set(why, "waiting for mail failed: %s", strerror(errno));
        return TRANSPORT_TEMPORARY;
    }
    return TRANSPORT_OK;
}

/* ------------------------------------------------------------------ creation */

static const struct source_driver maildir_source_driver = {
    .name = "maildir",
    .open = source_open,
    .fetch = source_fetch,
    .wait = source_wait,
    .close = source_close,
    .free = source_free,
};

static char *folder_path(const char *root, const char *name)
{
    char *path = NULL;
    int n = strcmp(name, "INBOX") == 0 ? asprintf(&path, "%s", root)
                                       : asprintf(&path, "%s/.%s", root, name);
    return n < 0 ? checked(NULL) : path;
}

static int check_config(const struct source_config *config, struct err *why)
{
    if (!config->path || !*config->path)
        return err_set(why, "an incoming Maildir needs a path");
    if (config->folder_count == 0 || config->folder_count > MAX_FOLDERS)
        return err_set(why, "%s: %zu folders: 1 to %d can be read", config->path,
                       config->folder_count, MAX_FOLDERS);
    for (size_t i = 0; i < config->folder_count; i++)
        if (!*config->folders[i] || strchr(config->folders[i], '/') ||
            strlen(config->folders[i]) > 200)
            return err_set(why, "%s: \"%.200s\" is not a name for a folder of a Maildir",
                           config->path, config->folders[i]);
    return 0;
}

struct mail_source *maildir_source_new(const struct source_config *config, struct err *why)
{
    if (check_config(config, why) < 0)
        return NULL;
    struct maildir_source *self = checked(calloc(1, sizeof *self));
    self->base.driver = &maildir_source_driver;
    self->max_message = config->max_message ? config->max_message : DEFAULT_MAX_MESSAGE;
    self->poll_seconds = config->poll_seconds ? config->poll_seconds : DEFAULT_POLL_SECONDS;
    self->folder_count = config->folder_count;
    self->folders = checked(calloc(config->folder_count, sizeof *self->folders));
    for (size_t i = 0; i < config->folder_count; i++) {
        self->folders[i].path = folder_path(config->path, config->folders[i]);
        self->folders[i].dirs[PLACE_NEW] = self->folders[i].dirs[PLACE_CUR] = -1;
        self->folders[i].inotify = -1;
    }
    return &self->base;
}
