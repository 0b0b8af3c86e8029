/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.c - the names of a programme's people, as they are compared. */
#include "base/log.h"
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Decomposed, so that marks stand apart and can be left out. */
static uint8_t *decomposed(const char *name, size_t *len)
{
    uint8_t *text = u8_casefold((const uint8_t *)name, strlen(name), NULL, UNINORM_NFKD, NULL, len);

    if (!text && *name)
        *len = 0; /* no UTF-8: compared with nothing */
    return text;
}

const char *store_bare_name(struct arena *a, const char *name)
{
    size_t len = 0;
    uint8_t *text = decomposed(name, &len);
    char *out = arena_alloc(a, len + 1), *to = out;
    ucs4_t c;

    for (size_t i = 0, n; i < len; i += n) {
        n = (size_t)u8_mbtoucr(&c, text + i, len - i);
        if (uc_is_general_category(c, UC_MARK))
            continue;
        memcpy(to, text + i, n);
        to += n;
    }
    *to = '\0';
    free(text);
    return out;
}

int store_names(struct store *s, struct arena *a, const char *programme, struct name_row **out)
{
    sqlite3_stmt *st = query(s, Q_NAMES, V(v_text(programme)));
    size_t count = 0, cap = 0;
    int rc;

    *out = NULL;
    while ((rc = step(s, st)) > 0) {
        struct name_row *row = arena_grow(a, out, count++, &cap, sizeof *row);
        row->id = column_id(st, 0);
        row->name = column_text(st, 1, a);
        row->bare = store_bare_name(a, row->name);
    }
    return rc < 0 ? -1 : (int)count;
}
