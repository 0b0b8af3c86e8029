/* SPDX-License-Identifier: GPL-2.0-or-later */
/* package.h - XLSX and ODS files are XML files in a zip archive; inside sheets/ only.
 *
 * An archive is unpacked piece by piece straight into the XML parser (SAX), so
 * that nothing of it is ever whole in memory. What a stranger can make of such a
 * file is bounded here: the number of files in it, the bytes unpacked over the
 * life of the package, how much larger than its packed form something may be;
 * and there are no DOCTYPE, no entities, no encoding but UTF-8.
 */
#ifndef SHEETS_PACKAGE_H
#define SHEETS_PACKAGE_H

#include "base/diag.h"
#include <stdbool.h>

#define PACKAGE_MAX_FILES    1000
#define PACKAGE_MAX_UNPACKED ((size_t)64 * 1024 * 1024)
#define PACKAGE_MAX_RATIO    200 /* and a mebibyte, as what is small packs well */

struct package;

/* NULL with e, whose sentence begins with the name of the file. The bytes must
 * outlive the package. */
struct package *package_open(const char *file, const char *bytes, size_t len, struct err *e);
void package_close(struct package *p);
DEFINE_FREEP(struct package, package_close)

/* Whether there is a file of that name; case doesn't matter. */
bool package_has(const struct package *p, const char *name);

/* An element's attributes: only to be asked. */
struct xml_attributes {
    const unsigned char **list;
    int count;
};

/* What the reader of an XML file hears. Names are without prefix. A callback ends
 * the reading by returning -1, with the reader's own sentence in its err. */
struct xml_reader {
    int (*start)(void *ctx, const char *name, const struct xml_attributes *a);
    int (*end)(void *ctx, const char *name);
    int (*text)(void *ctx, const char *s, size_t len); /* in pieces; NULL: is not listened to */
    void *ctx;
};

/* Reads a whole XML file of the package. 0, or -1 with e. */
int package_read(struct package *p, const char *name, const struct xml_reader *r, struct err *e);

/* Copies the value of an attribute to a string of that size; false, and "", where
 * there is none or it doesn't fit. space: a part of the name of its namespace,
 * or NULL for an attribute of any. */
bool xml_copy(const struct xml_attributes *attributes, const char *space, const char *name,
              char *to, size_t size);
/* The same as a number from 0 to max; what is none, or none there, is otherwise. */
long xml_number(const struct xml_attributes *attributes, const char *space, const char *name,
                long max, long otherwise);
bool xml_is(const struct xml_attributes *attributes, const char *space, const char *name,
            const char *value);

#endif
