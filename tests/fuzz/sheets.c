/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a spreadsheet. As chance finds no archive that unpacks, the first byte may also
 * say which part of one the others are. What is read keeps the promises of table.h, and comes
 * back packed. */
#include "base/utf8.h"
#include "sheets/table.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[] = {
    "content.xml",     "META-INF/manifest.xml",      "_rels/.rels",
    "xl/workbook.xml", "xl/sharedStrings.xml",       "xl/worksheets/sheet1.xml",
    "xl/styles.xml",   "xl/_rels/workbook.xml.rels",
};

#define COUNT (sizeof parts / sizeof *parts)

static const char *const sound[COUNT] = {
    [2] = "<r><Relationship Id='1' Type='/officeDocument' Target='xl/workbook.xml'/></r>",
    [3] = "<workbook><sheet id='s'/></workbook>",
    [4] = "<sst><si><t>a</t></si></sst>",
    [5] = "<worksheet><row><c t='s'><v>0</v></c></row></worksheet>",
    [6] = "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>",
    [7] = "<r><Relationship Id='s' Type='/worksheet' Target='worksheets/sheet1.xml'/>"
          "<Relationship Id='t' Type='/sharedStrings' Target='sharedStrings.xml'/>"
          "<Relationship Id='u' Type='/styles' Target='styles.xml'/></r>",
};

static void add(zip_t *zip, size_t part, const void *text, size_t len)
{
    zip_int64_t at = zip_file_add(zip, parts[part], zip_source_buffer(zip, text, len, 0), 0);

    if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) < 0)
        abort();
}

/* A file that is sound but for one part. */
static char *wrap(size_t part, const uint8_t *data, size_t size, size_t *len)
{
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    char *bytes;

    zip_source_keep(out);
    add(zip, part, data, size);
    for (size_t i = 0; i < COUNT; i++)
        if (i != part && part > 1 && sound[i])
            add(zip, i, sound[i], strlen(sound[i]));
    if (zip_close(zip) < 0 || zip_source_open(out) < 0 || zip_source_seek(out, 0, SEEK_END) < 0)
        abort();
    *len = (size_t)zip_source_tell(out);
    bytes = malloc(*len);
    if (!bytes || zip_source_seek(out, 0, SEEK_SET) < 0 || zip_source_read(out, bytes, *len) < 0)
        abort();
    zip_source_free(out);
    return bytes;
}

static void check_cell(const char *cell)
{
    size_t len = strlen(cell);

    if (len > TABLE_MAX_CELL || utf8_check(cell, len) != len)
        abort();
    for (; *cell; cell++)
        if (((unsigned char)*cell < ' ' && *cell != '\n' && *cell != '\t') || *cell == 0x7f)
            abort();
}

static void check(struct arena *a, const struct table *t)
{
    _cleanup_(buf_release) struct buf packed = BUF_INIT(64 << 20);
    struct table back;
    struct err e;

    for (size_t i = 0; i < t->count; i++) {
        if (t->rows[i].count == 0 || t->rows[i].count > TABLE_MAX_COLUMNS || t->rows[i].line < 1)
            abort();
        for (size_t c = 0; c < t->rows[i].count; c++)
            check_cell(t->rows[i].cells[c]);
    }
    table_pack(t, &packed);
    if (!packed.overflow &&
        (table_unpack(a, "x", buf_str(&packed), &back, &e) < 0 || back.count != t->count))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(256 << 20);
    struct table t;
    struct err e;
    char *wrapped = NULL;
    int result;

    if (size > 0 && *data < COUNT)
        wrapped = wrap(*data, data + 1, size - 1, &size);
    result = table_read(a, "roster", wrapped ? wrapped : (const char *)data, size, &t, &e);
    free(wrapped);
    if (result == 0)
        check(a, &t);
    return 0;
}
