/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/log_diags.h"
#include "base/log.h"

#define CEILING ((size_t)8 * 1024 * 1024)

static void log_one(const struct diag *item)
{
    enum log_level level = item->severity == DIAG_ERROR ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING;
    const struct pos *pos = &item->pos;

    if (!pos->file)
        log_line(level, "%s", item->text);
    else if (pos->line == 0)
        log_line(level, "%s: %s", pos->file, item->text);
    else
        log_line(level, "%s:%d:%d: %s", pos->file, pos->line, pos->column, item->text);
}

/* Printing sorts the list; the text itself repeats what the log's prefix says. */
void log_diags(struct diags *d)
{
    _cleanup_(buf_release) struct buf printed = BUF_INIT(CEILING);

    diags_print(d, &printed);
    for (size_t i = 0; i < d->count; i++)
        log_one(&d->items[i]);
}
