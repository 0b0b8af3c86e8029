/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read.c - which kind of file it is, told by what is in it and not by its name. */
#include "sheets/package.h"
#include "sheets/table.h"
#include "sheets/xlsx.h"
#include <string.h>

static bool begins_with(const char *bytes, size_t len, const char *magic, size_t magic_len)
{
    return len >= magic_len && memcmp(bytes, magic, magic_len) == 0;
}

static bool is_zip(const char *bytes, size_t len)
{
    return begins_with(bytes, len, "PK\3\4", 4) || begins_with(bytes, len, "PK\5\6", 4);
}

/* The container of old Excel files, and of new ones that have a password. */
static bool is_compound(const char *bytes, size_t len)
{
    return begins_with(bytes, len, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
}

static int refuse_compound(const char *file, const char *bytes, size_t len, struct err *e)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

    if (memmem(bytes, len, encrypted, sizeof encrypted))
        return err_set(e, "%s: the file is protected by a password: save it without one", file);
    return err_set(e, "%s: this is a file of an old Excel: save it as .xlsx or CSV", file);
}

static int read_package(struct arena *a, const char *bytes, size_t len, struct table *out,
                        struct err *e)
{
    _cleanup_(package_closep) struct package *p = package_open(out->file, bytes, len, e);

    if (!p)
        return -1;
    return package_has(p, "content.xml") ? ods_read(a, p, out, e) : xlsx_read(a, p, out, e);
}

int table_read(struct arena *a, const char *file, const char *bytes, size_t len, struct table *out,
               struct err *e)
{
    *out = (struct table){.file = arena_strdup(a, file)};
    if (len > TABLE_MAX_BYTES)
        return err_set(e, "%s: the file is larger than 16 MiB", file);
    if (is_compound(bytes, len))
        return refuse_compound(file, bytes, len, e);
    if (is_zip(bytes, len))
        return read_package(a, bytes, len, out, e);
    return table_read_csv(a, file, bytes, len, out, e);
}
