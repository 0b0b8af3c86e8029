/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mime.h - a message as a tree of plain data (RFC 5322, 2045-2047, 2231).
 *
 * mime_parse cuts the bytes into entities and never fails: whatever a stranger
 * sent is read as well as it can be, and what was cut off is said in
 * .problem of the topmost entity. Everything lives in the arena, or points
 * into the bytes given, which must outlive the tree. Pointers to text are never
 * NULL unless said so, and text is valid UTF-8 without control characters
 * other than blank, tab and newline. Work and depth are bounded: the time is
 * linear in the size, however the parts are nested.
 *
 * The tree: a multipart has its parts as children; a message/rfc822 part (and
 * message/global, message/news) has one child, the entity that it carries,
 * whose headers are those of the carried message. message/delivery-status,
 * text/rfc822-headers and their kin are leaves: mime_fields reads their body.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include "base/arena.h"
#include <stdbool.h>

#define MIME_MAX_PARTS   1000          /* further parts are left out */
#define MIME_MAX_HEADERS 2000          /* of one entity; further ones are left out */
#define MIME_MAX_VALUE   (64 * 1024)   /* bytes read of one header's value */
#define MIME_MAX_TEXT    (1024 * 1024) /* bytes that mime_text returns */

struct mime_header {
    const char *name;  /* as written */
    const char *raw;   /* the value unfolded, before RFC 2047; guessed into UTF-8 */
    const char *value; /* the same with encoded words decoded; one line */
};

struct mime_param {
    const char *name; /* in lower case */
    const char *value;
};

struct mime {
    const struct mime *parent; /* NULL at the top */
    struct mime *child;        /* the first; NULL for a leaf */
    struct mime *next;         /* the next part of the same multipart */

    struct mime_header *headers;
    size_t header_count;

    const char *type, *subtype; /* in lower case; text/plain where not said */
    struct mime_param *params;  /* of Content-Type: charset, format, delsp, report-type ... */
    size_t param_count;
    const char *disposition; /* "attachment", "inline" or "" */
    const char *filename;    /* decoded, no folders; "" where none */
    const char *content_id;  /* without angle brackets */

    const char *body; /* of a leaf or a carried message: transfer encoding undone, bytes as they
                         are, no NUL at the end; of a multipart "" */
    size_t body_len;

    const char
        *problem; /* at the top: why not all of it was read ("nested too deeply"); else NULL */
};

/* Opens the character-set converters; called by mail_init. */
void mime_init(void);

struct mime *mime_parse(struct arena *a, const char *bytes, size_t len);

/* The headers alone: no children, an empty body. */
struct mime *mime_parse_head(struct arena *a, const char *bytes, size_t len);

/* A message without headers whose body is that text. */
struct mime *mime_bare(struct arena *a, const char *text, size_t len);

/* The decoded value of the first header of that name (any case), or NULL. */
const char *mime_header(const struct mime *m, const char *name);

/* The same before encoded words are undone. */
const char *mime_raw_header(const struct mime *m, const char *name);

/* The value of a parameter of Content-Type, "" where there is none. */
const char *mime_param(const struct mime *m, const char *name);

/* subtype NULL: any. */
bool mime_is(const struct mime *m, const char *type, const char *subtype);

/* Said to be one, or a part with the name of a file, or neither text nor multipart. What Exchange
 * named, and the only part of a message without the name of a file, are letters all the same. */
bool mime_is_attachment(const struct mime *m);

/* The entity after at in a walk through the tree under top, parents first;
 * NULL at the end. Start with at = top. */
const struct mime *mime_next(const struct mime *top, const struct mime *at);

/* The same, but not into carried messages: what was attached to a forwarded letter was not attached
 * to this one. */
const struct mime *mime_next_own(const struct mime *top, const struct mime *at);

/* The body of a text part as UTF-8 with LF line ends and no control
 * characters, at most MIME_MAX_TEXT bytes. format=flowed is not undone. Of HTML whose
 * header names no character set, a <meta> may. */
char *mime_text(struct arena *a, const struct mime *m);

/* A block of "Name: value" lines, up to a blank line or the end: the headers in
 * a text/rfc822-headers part or one group of a message/delivery-status. *used,
 * where not NULL, becomes the bytes read, with the blank line. */
size_t mime_fields(struct arena *a, const char *bytes, size_t len, struct mime_header **out,
                   size_t *used);

/* Encoded words undone, on one line. */
char *mime_decode_words(struct arena *a, const char *raw);

/* Bytes in that character set as UTF-8 without controls (tab and newline stay, CR goes).
 * An unknown or lying charset: UTF-8 where valid, else windows-1252. */
char *mime_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len);

#endif
