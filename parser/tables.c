/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parser/tables.h"
#include <string.h>

#define MOST_TABLES   5                           /* of one message */
#define TABLE_CEILING ((size_t)128 * 1024 * 1024) /* over what table_read promises to need */

static const char *const endings[] = {"csv", "tsv", "xlsx", "xlsm", "ods", "xls", NULL};
static const char *const types[] = {
    "text/csv",
    "text/tab-separated-values",
    "application/csv",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    NULL,
};

static bool is_among(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(word, *words) == 0)
            return true;
    return false;
}

static bool claims_to_be_table(const struct mail_attachment *t)
{
    const char *dot = strrchr(t->name, '.');

    return is_among(t->type, types) || (dot && is_among(dot + 1, endings));
}

static const char *name_of(const struct mail_attachment *t)
{
    return *t->name ? t->name : "the attachment";
}

/* Packed, the table lives in a, and all that it took to read it is gone. */
static int read_table(struct arena *a, struct mail_attachment *t, size_t room, struct err *e)
{
    _cleanup_(arena_freep) struct arena *own = arena_new(TABLE_CEILING);
    _cleanup_(buf_release) struct buf packed = BUF_INIT(room);
    struct table table;

    if (table_read(own, name_of(t), t->data, t->len, &table, e) < 0)
        return -1;
    table_pack(&table, &packed);
    if (packed.overflow)
        return err_set(e, "%s: the table holds more than 2 MiB of text", name_of(t));
    t->table = arena_strdup(a, buf_str(&packed));
    return 0;
}

void tables_mail_read(struct arena *a, const char *bytes, size_t len,
                      const struct mail_hints *hints, struct mail_facts *out)
{
    size_t room = MAIL_MAX_TABLE, count = 0;

    mail_read(a, bytes, len, hints, out);
    for (size_t i = 0; i < out->attachments_count; i++) {
        struct mail_attachment *t = &out->attachments[i];
        struct err e;

        if (!claims_to_be_table(t))
            continue;
        if (++count > MOST_TABLES)
            t->table_why = "only the first five tables of a message are read";
        else if (read_table(a, t, room, &e) < 0)
            t->table_why = arena_strdup(a, e.text);
        else
            room -= strlen(t->table);
    }
}

int tables_get(struct arena *a, const struct mail_attachment *t, struct table *out, struct err *e)
{
    if (t->table_why)
        return err_set(e, "%s", t->table_why);
    if (!t->table)
        return 0;
    return table_unpack(a, name_of(t), t->table, out, e) < 0 ? -1 : 1;
}
