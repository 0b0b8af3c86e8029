/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sheets/package.h"
#include "base/log.h"
#include <libxml/parser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct package {
    char *file; /* own */
    zip_t *zip;
    size_t unpacked;
};

/* One XML file on its way through the parser. */
struct reading {
    struct package *package;
    const struct xml_reader *reader;
    struct err *err;
    xmlParserCtxtPtr parser;
    zip_file_t *entry;
    size_t allowed; /* bytes that it may still unpack to */
    bool failed;    /* and err says why */
};

/* --- the archive --------------------------------------------------------------------------------
 */

static uint64_t little_endian(const char *bytes, int count)
{
    uint64_t n = 0;

    while (count-- > 0)
        n = n << 8 | (unsigned char)bytes[count];
    return n;
}

/* How many files the directory has by its own word: the largest number that any
 * end of a directory (PK 5 6, of zip64 PK 6 6) in it claims. */
static uint64_t files_claimed(const char *bytes, size_t len)
{
    uint64_t most = 0;

    for (const char *at = bytes, *end = bytes + len; end - at >= 22; at++) {
        uint64_t claim = 0;

        at = memmem(at, (size_t)(end - at), "PK", 2);
        if (!at || end - at < 22)
            break;
        if (at[2] == 5 && at[3] == 6)
            claim = little_endian(at + 10, 2);
        else if (at[2] == 6 && at[3] == 6 && end - at >= 40)
            claim = little_endian(at + 32, 8);
        most = claim > most ? claim : most;
    }
    return most;
}

static size_t files_listed(const char *bytes, size_t len)
{
    size_t count = 0;

    for (const char *at = bytes, *end = bytes + len; at < end; at += 4, count++) {
        at = memmem(at, (size_t)(end - at), "PK\1\2", 4);
        if (!at)
            break;
    }
    return count;
}

/* Before libzip makes a list of what the file claims to hold. */
static bool has_too_many_files(const char *bytes, size_t len)
{
    return files_claimed(bytes, len) > PACKAGE_MAX_FILES ||
           files_listed(bytes, len) > 2 * PACKAGE_MAX_FILES;
}

static zip_t *open_bytes(const char *bytes, size_t len)
{
    zip_source_t *source = zip_source_buffer_create(bytes, len, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;

    if (source && !zip)
        zip_source_free(source);
    return zip;
}

struct package *package_open(const char *file, const char *bytes, size_t len, struct err *e)
{
    struct package *p;
    zip_t *zip;

    if (has_too_many_files(bytes, len)) {
        err_set(e, "%s: this is an archive of too many files, and no spreadsheet", file);
        return NULL;
    }
    zip = open_bytes(bytes, len);
    if (!zip) {
        err_set(e, "%s: the file is cut off or damaged: save it again, and send it anew", file);
        return NULL;
    }
    p = calloc(1, sizeof *p);
    if (!p || !(p->file = strdup(file)))
        die("out of memory");
    p->zip = zip;
    return p;
}

void package_close(struct package *p)
{
    if (!p)
        return;
    zip_discard(p->zip);
    free(p->file);
    free(p);
}

bool package_has(const struct package *p, const char *name)
{
    return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

/* --- unpacking ----------------------------------------------------------------------------------
 */

static int fail(struct reading *r, const char *what)
{
    if (!r->failed)
        err_set(r->err, "%s: %s", r->package->file, what);
    r->failed = true;
    return -1;
}

#define DAMAGED "the file is damaged: open it in a spreadsheet program and save it again"

/* For libxml2: the next piece of the file. */
static int unpack(void *ctx, char *buffer, int size)
{
    struct reading *r = ctx;
    zip_int64_t n = zip_fread(r->entry, buffer, (zip_uint64_t)size);

    if (n < 0)
        return fail(r, DAMAGED);
    r->package->unpacked += (size_t)n;
    if ((size_t)n > r->allowed || r->package->unpacked > PACKAGE_MAX_UNPACKED)
        return fail(r, "unpacked it would be far too large for a table of people");
    r->allowed -= (size_t)n;
    return (int)n;
}

static int open_entry(struct reading *r, const char *name)
{
    struct package *p = r->package;
    zip_stat_t stat;

    if (zip_stat(p->zip, name, ZIP_FL_NOCASE, &stat) < 0)
        return fail(r, DAMAGED);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return fail(r, "the file is protected by a password: save it without one");
    r->entry = zip_fopen_index(p->zip, stat.index, 0);
    if (!r->entry)
        return fail(r, DAMAGED);
    r->allowed = PACKAGE_MAX_UNPACKED;
    if (stat.comp_size < PACKAGE_MAX_UNPACKED / PACKAGE_MAX_RATIO)
        r->allowed = (size_t)stat.comp_size * PACKAGE_MAX_RATIO + (1u << 20);
    return 0;
}

/* --- XML ----------------------------------------------------------------------------------------
 */

static void stop_if(struct reading *r, int result)
{
    if (result >= 0)
        return;
    r->failed = true;
    xmlStopParser(r->parser);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int spaces, const xmlChar **space, int count, int defaulted,
                     const xmlChar **list)
{
    struct reading *r = ctx;
    const struct xml_attributes attributes = {list, count};

    if (!r->failed)
        stop_if(r, r->reader->start(r->reader->ctx, (const char *)name, &attributes));
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reading *r = ctx;

    if (!r->failed)
        stop_if(r, r->reader->end(r->reader->ctx, (const char *)name));
}

static void on_text(void *ctx, const xmlChar *s, int len)
{
    struct reading *r = ctx;

    if (!r->failed && r->reader->text)
        stop_if(r, r->reader->text(r->reader->ctx, (const char *)s, (size_t)len));
}

/* Called at "<!DOCTYPE", before anything that it declares is read. */
static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    stop_if(ctx, fail(ctx, "it declares entities of its own, as no spreadsheet program does"));
}

static void on_error(void *ctx, xmlErrorPtr error)
{
}

static xmlParserCtxtPtr new_parser(struct reading *r)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = on_doctype,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
    };
    xmlParserCtxtPtr parser =
        xmlCreateIOParserCtxt(&sax, r, unpack, NULL, r, XML_CHAR_ENCODING_UTF8);

    if (!parser)
        die("out of memory");
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    /* Both standards write UTF-8. Anything else would be asked of iconv, which wants files. */
    parser->encoding = xmlStrdup(BAD_CAST "UTF-8");
    return parser;
}

int package_read(struct package *p, const char *name, const struct xml_reader *reader,
                 struct err *e)
{
    struct reading r = {.package = p, .reader = reader, .err = e};
    bool whole;

    if (open_entry(&r, name) < 0)
        return -1;
    r.parser = new_parser(&r);
    xmlParseDocument(r.parser);
    whole = r.parser->wellFormed;
    xmlFreeParserCtxt(r.parser);
    zip_fclose(r.entry);
    if (!whole && !r.failed)
        fail(&r, DAMAGED);
    return r.failed ? -1 : 0;
}

/* --- attributes ---------------------------------------------------------------------------------
 */

/* libxml2 gives five pointers each: name, prefix, namespace, value, its end. */
static const xmlChar **find(const struct xml_attributes *attributes, const char *space,
                            const char *name)
{
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **at = attributes->list + 5 * i;

        if (strcmp((const char *)at[0], name) == 0 &&
            (!space || (at[2] && strstr((const char *)at[2], space))))
            return at;
    }
    return NULL;
}

bool xml_copy(const struct xml_attributes *attributes, const char *space, const char *name,
              char *to, size_t size)
{
    const xmlChar **at = find(attributes, space, name);
    size_t len = at ? (size_t)(at[4] - at[3]) : size;

    *to = '\0';
    if (len >= size)
        return false;
    memcpy(to, at[3], len);
    to[len] = '\0';
    return true;
}

long xml_number(const struct xml_attributes *attributes, const char *space, const char *name,
                long max, long otherwise)
{
    const xmlChar **at = find(attributes, space, name);
    long n = 0;

    if (!at || at[3] == at[4])
        return otherwise;
    for (const xmlChar *s = at[3]; s < at[4]; s++) {
        if (*s < '0' || *s > '9')
            return otherwise;
        n = n > (LONG_MAX - 9) / 10 ? LONG_MAX : n * 10 + (*s - '0');
    }
    return n > max ? max : n;
}

bool xml_is(const struct xml_attributes *attributes, const char *space, const char *name,
            const char *value)
{
    const xmlChar **at = find(attributes, space, name);
    size_t len = strlen(value);

    return at && (size_t)(at[4] - at[3]) == len && memcmp(at[3], value, len) == 0;
}
