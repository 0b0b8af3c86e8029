/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/table.h"
#include "base/log.h"
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define MOST_TITLES     20  /* rows that may stand above the headings */
#define LONGEST_HEADING 256 /* bytes that are compared; one four times as long is no heading */

const char *row_cell(const struct row *r, size_t column)
{
    return column < r->count ? r->cells[column] : "";
}

/* Folded to lower case and composed, letters and digits alone. */
static size_t fold(const char *heading, uint8_t folded[LONGEST_HEADING])
{
    size_t len = strlen(heading), to = 0, wide = 0;
    uint8_t *lower;
    ucs4_t c;

    lower =
        u8_casefold((const uint8_t *)heading, len < 1024 ? len : 0, NULL, UNINORM_NFC, NULL, &wide);
    if (!lower)
        die("a heading could not be folded");
    for (size_t at = 0; at < wide;) {
        int step = u8_mbtouc(&c, lower + at, wide - at);

        if (uc_is_alnum(c) && to + (size_t)step <= LONGEST_HEADING) {
            memcpy(folded + to, lower + at, (size_t)step);
            to += (size_t)step;
        }
        at += (size_t)step;
    }
    free(lower);
    return to;
}

bool heading_equal(const char *a, const char *b)
{
    uint8_t left[LONGEST_HEADING], right[LONGEST_HEADING];
    size_t left_len = fold(a, left), right_len = fold(b, right);

    return left_len > 0 && left_len == right_len && memcmp(left, right, left_len) == 0;
}

int table_column(const struct table *t, const char *const *names)
{
    if (t->count == 0)
        return -1;
    for (; *names; names++) {
        for (size_t i = 0; i < t->rows[0].count; i++) {
            if (heading_equal(t->rows[0].cells[i], *names))
                return (int)i;
        }
    }
    return -1;
}

static size_t cells_filled(const struct row *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->count; i++)
        n += *r->cells[i] != 0;
    return n;
}

void table_skip_titles(struct table *t, const char *const *names)
{
    for (size_t i = 0; i < t->count && i < MOST_TITLES; i++) {
        const struct table rest = {.rows = &t->rows[i], .count = 1};
        if (cells_filled(&t->rows[i]) < 2 || table_column(&rest, names) < 0)
            continue;
        t->rows += i;
        t->count -= i;
        t->cap = 0;
        return;
    }
}
