/* SPDX-License-Identifier: GPL-2.0-or-later */
/* buf.h - bytes that grow up to a ceiling.
 *
 * A buffer is born with a ceiling. Adding past it adds nothing and sets
 * overflow, which stays set: build first, test buf.overflow once. The data is
 * always NUL-terminated after buf_str(). Running out of memory ends the
 * process, as in arena.h.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/cleanup.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* own; NULL while empty */
    size_t len;
    size_t cap;
    size_t ceiling;
    bool overflow;
};

#define BUF_INIT(limit) ((struct buf){.ceiling = (limit)})

void buf_release(struct buf *b); /* for _cleanup_; the buffer may be used again */
void buf_reset(struct buf *b);   /* len 0, overflow false, memory kept */

void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* As the text of XML or HTML, or the value of a quoted attribute: what would be markup is escaped,
 * and a control character, which XML 1.0 (2.2) has no place for, becomes a space. */
void buf_add_markup(struct buf *b, const char *text, size_t len);
void buf_adds_markup(struct buf *b, const char *text);

/* Room for n more bytes at the end, or NULL past the ceiling; raise len yourself. */
char *buf_reserve(struct buf *b, size_t n);
void buf_truncate(struct buf *b, size_t len);

/* The content as a string, "" while empty; valid until the next change. */
const char *buf_str(struct buf *b);

/* Whole file into b. -1 with errno (EFBIG past the ceiling). */
int buf_read_file(struct buf *b, const char *path);

#endif
