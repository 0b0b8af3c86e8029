/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a CSV file; and what was read survives being written and read. */
#include "sheets/table.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(512 << 20);
    _cleanup_(buf_release) struct buf csv = BUF_INIT(64 << 20);
    struct table first, second;
    struct err e;

    if (table_read_csv(a, "roster.csv", (const char *)data, size, &first, &e) < 0)
        return 0;
    for (size_t i = 0; i < first.count; i++)
        csv_add_row(&csv, first.rows[i].cells, first.rows[i].count);
    if (csv.len && table_read_csv(a, "roster.csv", csv.data, csv.len, &second, &e) == 0 &&
        second.count > first.count)
        abort();
    return 0;
}
