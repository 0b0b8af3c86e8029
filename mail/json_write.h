/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_write.h - JSON text written once, without a tree; inside mail/ only.
 *
 * A writer whose `at` is NULL only counts. Run it so first, allocate, run it
 * again: attachments of many megabytes are copied no more often than needed.
 * Strings must be valid UTF-8.
 */
#ifndef MAIL_JSON_WRITE_H
#define MAIL_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_writer {
    char *at;
    size_t len;
    bool comma; /* something stands before at this level */
};

/* key NULL: in an array or at the top. */
void json_write_open(struct json_writer *w, const char *key, char bracket);
void json_write_close(struct json_writer *w, char bracket);
void json_write_string(struct json_writer *w, const char *key, const char *value); /* NULL: null */
void json_write_strings(struct json_writer *w, const char *key, const char *const *values,
                        size_t count);
void json_write_integer(struct json_writer *w, const char *key, int64_t value);
void json_write_bool(struct json_writer *w, const char *key, bool value);
void json_write_base64(struct json_writer *w, const char *key, const char *data, size_t len);

#endif
