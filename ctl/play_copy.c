/* SPDX-License-Identifier: GPL-2.0-or-later */
/* play_copy.c - a programme of its own for the folder of a play: to read, to
 * edit and to break, and nothing else there to choose from. */
#include "ctl/play.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_BYTES ((size_t)1024 * 1024)

static int copy_file(const char *from, const char *to, struct err *e)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(FILE_BYTES);
    FILE *f;

    if (buf_read_file(&text, from) < 0)
        return err_set(e, "%s can't be read: %s", from, strerror(errno));
    if (!(f = fopen(to, "wxe")))
        return err_set(e, "%s can't be written: %s", to, strerror(errno));
    fwrite(buf_str(&text), 1, text.len, f);
    return fclose(f) == 0 ? 0 : err_set(e, "%s can't be written: %s", to, strerror(errno));
}

static int copy_entries(struct arena *a, DIR *dir, const char *from, const char *to, int depth,
                        struct err *e);

static int copy_folder(struct arena *a, const char *from, const char *to, int depth, struct err *e)
{
    DIR *dir = opendir(from);
    int rc;

    if (!dir)
        return err_set(e, "%s can't be read: %s", from, strerror(errno));
    if (mkdir(to, 0777) < 0)
        rc = err_set(e, "%s can't be made: %s", to, strerror(errno));
    else
        rc = copy_entries(a, dir, from, to, depth, e);
    closedir(dir);
    return rc;
}

/* Files and folders, links followed; hidden ones are left behind. */
static int copy_entries(struct arena *a, DIR *dir, const char *from, const char *to, int depth,
                        struct err *e)
{
    const struct dirent *d;

    while ((d = readdir(dir))) {
        const char *source = arena_printf(a, "%s/%s", from, d->d_name);
        const char *target = arena_printf(a, "%s/%s", to, d->d_name);
        struct stat st;
        if (d->d_name[0] == '.' || stat(source, &st) < 0)
            continue;
        if (S_ISREG(st.st_mode) && copy_file(source, target, e) < 0)
            return -1;
        if (S_ISDIR(st.st_mode) && depth > 0 && copy_folder(a, source, target, depth - 1, e) < 0)
            return -1;
    }
    return 0;
}

int play_copy_programme(struct arena *a, const char *programmes, const char *name,
                        const char *folder, struct err *e)
{
    const char *to = arena_printf(a, "%s/programmes", folder);

    if (mkdir(to, 0777) < 0)
        return err_set(e, "%s can't be made: %s", to, strerror(errno));
    if (copy_folder(a, arena_printf(a, "%s/letters", programmes), arena_printf(a, "%s/letters", to),
                    0, e) < 0)
        return -1;
    return copy_folder(a, arena_printf(a, "%s/%s", programmes, name),
                       arena_printf(a, "%s/%s", to, name), 1, e);
}
