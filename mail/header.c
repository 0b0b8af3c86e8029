/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/header.h"

#include "mail/charset.h"
#include <string.h>
#include <strings.h>
#include <unistr.h>

#define CHARSET_NEAR (16 * 1024) /* bytes in which the character set of the text is looked for */

/* The entity that headers stand in. */
struct header_source {
    const char *bytes;
    size_t len;
};

const char *line_next(const char *at, const char *end)
{
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    return lf ? lf + 1 : end;
}

static bool is_blank_line(const char *at, const char *end)
{
    return at < end && (*at == '\n' || (*at == '\r' && (at + 1 == end || at[1] == '\n')));
}

static bool is_graphic(char c)
{
    return c > ' ' && c < 0x7F;
}

/* Length of the name before the colon, 0 where the line is no header. Blanks
 * before the colon are against the rules and common. */
static size_t name_length(const char *at, const char *end, const char **value)
{
    const char *p = at;
    while (p < end && is_graphic(*p) && *p != ':')
        p++;
    size_t n = (size_t)(p - at);
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (n == 0 || p == end || *p != ':')
        return 0;
    *value = p + 1;
    return n;
}

static bool is_header(const char *at, const char *end)
{
    const char *value;
    return name_length(at, end, &value) > 0;
}

/* "From ana@example.org Mon Nov  2" of a mailbox file; "From : ana@example.org" is a header. */
static bool is_separator(const char *at, const char *end)
{
    return end - at > 5 && (memcmp(at, "From ", 5) == 0 || memcmp(at, ">From", 5) == 0) &&
           !is_header(at, end);
}

/* U+FEFF, which editors put before everything. */
static bool is_mark(const char *at, const char *end)
{
    return end - at > 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0;
}

size_t header_skip_preamble(const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;
    for (bool mark; (mark = is_mark(at, end)) || is_blank_line(at, end);)
        at = mark ? at + 3 : line_next(at, end);
    if (is_separator(at, end))
        at = line_next(at, end);
    return at < end && is_header(at, end) ? (size_t)(at - bytes) : 0;
}

/* The value without its line ends and outer blanks; a fold keeps its blank. A CR alone is one. */
static char *unfold(struct arena *a, const char *value, const char *end, size_t *len)
{
    if (end - value > MIME_MAX_VALUE)
        end = value + MIME_MAX_VALUE;
    char *out = arena_alloc(a, (size_t)(end - value) + 1);
    size_t n = 0;
    for (const char *p = value; p < end; p++) {
        bool blank =
            *p == ' ' || *p == '\t' || (*p == '\r' && p + 1 < end && (unsigned char)p[1] > '\r');
        if (blank ? n > 0 : *p != '\r' && *p != '\n')
            out[n++] = blank ? ' ' : *p;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    *len = n;
    return out;
}

static bool is_plain(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] >= 0x7F)
            return false;
    return true;
}

/* The first "charset=" of the entity: programs that write raw bytes into headers write them in the
 * set of the text. */
static const char *charset_near(struct arena *a, const char *entity, size_t len)
{
    static const char label[] = "charset=";
    const char *end = entity + len;
    for (const char *p = entity; end - p > (ptrdiff_t)sizeof label; p++) {
        if ((*p | 0x20) != 'c' || strncasecmp(p, label, sizeof label - 1) != 0)
            continue;
        p += sizeof label - 1;
        p += *p == '"';
        const char *to = p;
        while (to < end && is_graphic(*to) && !strchr("\";,", *to))
            to++;
        return arena_strndup(a, p, (size_t)(to - p));
    }
    return NULL;
}

/* UTF-8 is told by its shape, and ISO-2022-JP by its escapes (charset.c). */
static const char *charset_of_raw(struct arena *a, const char *bytes, size_t len,
                                  const struct header_source *from)
{
    bool utf8 = !u8_check((const uint8_t *)bytes, len);
    return utf8 ? NULL : charset_near(a, from->bytes, from->len);
}

/* Words are decoded from the bytes as they came: some programs write 8-bit
 * characters into an encoded word, in its character set. */
static void read_value(struct arena *a, struct mime_header *h, const char *value, const char *end,
                       const struct header_source *from)
{
    size_t len;
    char *bytes = unfold(a, value, end, &len);
    h->raw = bytes;
    if (!is_plain(bytes, len))
        h->raw = charset_one_line(
            charset_to_utf8(a, charset_of_raw(a, bytes, len, from), bytes, len, NULL));
    h->value = strstr(bytes, "=?") ? mime_decode_words(a, bytes) : h->raw;
}

bool line_opens_part(const char *at, const char *next, const char *end)
{
    static const char header[] = "Content-";
    return next - at >= 4 && at[0] == '-' && at[1] == '-' &&
           end - next >= (ptrdiff_t)sizeof header &&
           strncasecmp(next, header, sizeof header - 1) == 0;
}

/* The end of the header that begins at `at`: the first line that is no continuation. */
static const char *header_end(const char *at, const char *end)
{
    do
        at = line_next(at, end);
    while (at < end && (*at == ' ' || *at == '\t'));
    return at;
}

static bool spend(struct header_budget *budget, size_t bytes)
{
    if (budget->count == 0 || budget->bytes < bytes)
        return false;
    budget->count--;
    budget->bytes -= bytes;
    return true;
}

void header_list_read(struct arena *a, const char *bytes, size_t len, struct header_budget *budget,
                      struct header_list *out)
{
    const char *at = bytes, *end = bytes + len;
    const struct header_source from = {bytes, len < CHARSET_NEAR ? len : CHARSET_NEAR};
    size_t cap = 0;
    *out = (struct header_list){0};
    while (at < end && !is_blank_line(at, end)) {
        const char *next = header_end(at, end), *value;
        size_t name = name_length(at, end, &value);
        if (name == 0 && (!is_header(next, end) || line_opens_part(at, next, end)))
            break;
        if (name > 0 && (out->count == MIME_MAX_HEADERS || !spend(budget, (size_t)(next - at))))
            out->overflow = true;
        if (name > 0 && !out->overflow) {
            struct mime_header *h =
                arena_grow(a, &out->items, out->count++, &cap, sizeof *out->items);
            h->name = arena_strndup(a, at, name);
            read_value(a, h, value, next, &from);
        }
        at = next;
    }
    if (at < end && is_blank_line(at, end))
        at = line_next(at, end);
    out->used = (size_t)(at - bytes);
}

size_t mime_fields(struct arena *a, const char *bytes, size_t len, struct mime_header **out,
                   size_t *used)
{
    struct header_budget budget = HEADER_BUDGET;
    struct header_list list;
    header_list_read(a, bytes, len, &budget, &list);
    *out = list.items;
    if (used)
        *used = list.used;
    return list.count;
}
