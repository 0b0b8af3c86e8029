/* SPDX-License-Identifier: GPL-2.0-or-later */
/* play_folder.c - the folder that a story is played in. */
#include "ctl/play.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK                                                                                       \
    "# Written by mentorctl play; the next play removes this folder with all that is in it.\n"

const char *play_parser(struct arena *a)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

    while (n > 0 && self[n - 1] != '/')
        n--;
    return n > 0 ? arena_printf(a, "%.*smentord", (int)n, self) : "mentord";
}

/* ---- emptying --------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    return remove(path);
}

static bool is_plays(struct arena *a, const char *folder)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(YAML_MAX_BYTES);

    return buf_read_file(&text, arena_printf(a, "%s/mentord.yaml", folder)) == 0 &&
           !strncmp(buf_str(&text), MARK, strlen(MARK));
}

static int empty_folder(struct arena *a, const char *folder, struct err *e)
{
    if (rmdir(folder) == 0 || errno == ENOENT)
        return 0;
    if (!is_plays(a, folder))
        return err_set(
            e, "%s is there and is none of play's folders: remove it, or name another --folder",
            folder);
    if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        return err_set(e, "%s can't be removed: %s", folder, strerror(errno));
    return 0;
}

/* ---- making ------------------------------------------------------------------------ */

static int make_folders(struct arena *a, const char *folder, struct err *e)
{
    for (const char *slash = folder;; slash++) {
        slash = strchrnul(slash + 1, '/');
        const char *path = arena_strndup(a, folder, (size_t)(slash - folder));
        if (mkdir(path, 0777) < 0 && errno != EEXIST)
            return err_set(e, "%s can't be made: %s", path, strerror(errno));
        if (!*slash)
            return 0;
    }
}

/* key: 'value' */
static void add_key(struct buf *out, const char *key, const char *value)
{
    buf_addf(out, "%s: '", key);
    for (; *value; value++)
        buf_adds(out, *value == '\'' ? "''" : (char[]){*value, 0});
    buf_adds(out, "'\n");
}

static void add_config(struct buf *out, const struct scenario *s)
{
    buf_adds(out, MARK);
    add_key(out, "organisation", s->organisation);
    add_key(out, "admin", s->admin);
    buf_adds(out, "mailbox:\n");
    add_key(out, "  address", s->mailbox);
    buf_addf(out, "  authserv_id: 'mx.%s'\n", strrchr(s->mailbox, '@') + 1);
    buf_adds(out, "incoming: {server: 'maildir:incoming', folders: [INBOX]}\n"
                  "outgoing: {server: 'maildir:letters'}\n"
                  "state: state\n"
                  "programmes: programmes\n");
    if (s->zone)
        add_key(out, "zone", s->zone);
}

static int write_config(struct arena *a, const char *folder, const struct scenario *s,
                        struct err *e)
{
    const char *path = arena_printf(a, "%s/mentord.yaml", folder);
    _cleanup_(buf_release) struct buf text = BUF_INIT(64 * 1024);
    FILE *f;

    if (!strchr(s->mailbox, '@'))
        return err_set(e, "\"%s\" is no address of a mailbox", s->mailbox);
    add_config(&text, s);
    if (!(f = fopen(path, "wxe")))
        return err_set(e, "%s can't be written: %s", path, strerror(errno));
    fwrite(buf_str(&text), 1, text.len, f);
    return fclose(f) == 0 ? 0 : err_set(e, "%s can't be written: %s", path, strerror(errno));
}

int play_make_folder(struct arena *a, const char *folder, const struct scenario *s, struct err *e)
{
    if (empty_folder(a, folder, e) < 0 || make_folders(a, folder, e) < 0)
        return -1;
    if (write_config(a, folder, s, e) < 0 ||
        play_copy_programme(a, s->programmes, s->programme, folder, e) < 0)
        return -1;
    if (mkdir(arena_printf(a, "%s/state", folder), 0700) < 0)
        return err_set(e, "%s/state can't be made: %s", folder, strerror(errno));
    return 0;
}
