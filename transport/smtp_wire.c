/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/smtp_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LINE_LIMIT = 2048, /* of a reply; RFC 5321 allows 512 */
    LINES_LIMIT = 100, /* of one reply */
    CONTENT_LINE_LIMIT = 998,
};

/* ------------------------------------------------------------------- replies */

struct line {
    const char *text; /* after the code */
    size_t length;
    int code;
    bool last; /* "250 " and not "250-" */
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of the line with its end, 0 where it is not whole, -1 where it is
 * none. A bare LF is taken for a line end: this is only about reading. */
static ssize_t parse_line(const char *bytes, size_t length, struct line *line)
{
    const char *end = memchr(bytes, '\n', length);
    if (!end)
        return length > LINE_LIMIT ? -1 : 0;
    size_t n = (size_t)(end - bytes);
    size_t whole = n + 1;
    if (n > 0 && bytes[n - 1] == '\r')
        n--;
    if (whole > LINE_LIMIT || n < 3 || bytes[0] < '2' || bytes[0] > '5' || !digit(bytes[1]) ||
        !digit(bytes[2]) || (n > 3 && bytes[3] != ' ' && bytes[3] != '-'))
        return -1;
    *line = (struct line){
        .text = bytes + (n > 3 ? 4 : 3),
        .length = n > 3 ? n - 4 : 0,
        .code = 100 * (bytes[0] - '0') + 10 * (bytes[1] - '0') + bytes[2] - '0',
        .last = n == 3 || bytes[3] == ' ',
    };
    return (ssize_t)whole;
}

/* The length of the reply at the front of in, as smtp_reply_take. All its
 * lines have one code. */
static ssize_t measure_reply(const struct buf *in)
{
    size_t at = 0;
    int code = 0;
    for (int lines = 0; lines < LINES_LIMIT; lines++) {
        struct line line;
        ssize_t n = in->len > at ? parse_line(in->data + at, in->len - at, &line) : 0;
        if (n <= 0)
            return n;
        if (code && line.code != code)
            return -1;
        code = line.code;
        at += (size_t)n;
        if (line.last)
            return (ssize_t)at;
    }
    return -1;
}

static void drop_front(struct buf *in, size_t n)
{
    memmove(in->data, in->data + n, in->len - n);
    buf_truncate(in, in->len - n);
}

static void add_text(struct smtp_reply *reply, const struct line *line)
{
    size_t n = strlen(reply->text);
    if (n > 0 && n + 1 < sizeof reply->text)
        reply->text[n++] = ' ';
    for (size_t i = 0; i < line->length && n + 1 < sizeof reply->text; i++) {
        char c = line->text[i];
        reply->text[n++] = c >= ' ' && c < 0x7f ? c : '?';
    }
    reply->text[n] = '\0';
}

/* "5.1.1 ..." of the class of the code itself. */
static void find_enhanced(struct smtp_reply *reply)
{
    unsigned class, subject, detail;
    int n = 0;
    const char *t = reply->text;
    if (!digit(t[0]) || t[0] - '0' != reply->code / 100 ||
        sscanf(t, "%1u.%3u.%3u%n", &class, &subject, &detail, &n) != 3 ||
        (t[n] != ' ' && t[n] != '\0'))
        return;
    snprintf(reply->enhanced, sizeof reply->enhanced, "%u.%u.%u", class, subject, detail);
}

int smtp_reply_take(struct buf *in, struct smtp_reply *reply)
{
    ssize_t whole = measure_reply(in);
    if (whole <= 0)
        return (int)whole;
    *reply = (struct smtp_reply){0};
    for (size_t at = 0; at < (size_t)whole;) {
        struct line line;
        at += (size_t)parse_line(in->data + at, in->len - at, &line);
        reply->code = line.code;
        add_text(reply, &line);
    }
    find_enhanced(reply);
    drop_front(in, (size_t)whole);
    return 1;
}

/* -------------------------------------------------------------------- offers */

static bool is_keyword(const struct line *line, const char *keyword)
{
    size_t n = strlen(keyword);
    return line->length >= n && strncasecmp(line->text, keyword, n) == 0 &&
           (line->length == n || line->text[n] == ' ');
}

static void note_offer(struct smtp_offers *offers, const struct line *line)
{
    if (is_keyword(line, "PIPELINING"))
        offers->pipelining = true;
    else if (is_keyword(line, "8BITMIME"))
        offers->eight_bit = true;
    else if (is_keyword(line, "SIZE")) {
        bool numbered = line->length > 5 && digit(line->text[5]);
        offers->size = true;
        offers->size_limit = numbered ? strtoull(line->text + 5, NULL, 10) : 0;
    }
}

int smtp_offers_take(struct buf *in, struct smtp_offers *offers, int *code)
{
    ssize_t whole = measure_reply(in);
    if (whole <= 0)
        return (int)whole;
    *offers = (struct smtp_offers){0};
    for (size_t at = 0; at < (size_t)whole;) {
        struct line line;
        at += (size_t)parse_line(in->data + at, in->len - at, &line);
        *code = line.code;
        if (line.code == 250)
            note_offer(offers, &line);
    }
    drop_front(in, (size_t)whole);
    return 1;
}

/* ------------------------------------------------------------------ going out */

bool smtp_address_ok(const char *a)
{
    for (const char *c = a; *c; c++)
        if (*c <= ' ' || *c >= 0x7f || strchr("<>\\\"", *c))
            return false;
    return strlen(a) <= 320 && (!*a || strchr(a, '@'));
}

bool smtp_is_eight_bit(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] > 127)
            return true;
    return false;
}

int smtp_content(struct buf *out, const char *bytes, size_t length, struct err *why)
{
    if (memchr(bytes, '\0', length))
        return err_set(why, "the letter holds a NUL byte");
    for (const char *line = bytes, *end = bytes + length; line < end;) {
        const char *lf = memchr(line, '\n', (size_t)(end - line));
        const char *cr = memchr(line, '\r', (size_t)((lf ? lf : end) - line));
        if (!lf || !cr || cr != lf - 1)
            return err_set(why, "the letter has a line that does not end in CRLF");
        if (cr - line > CONTENT_LINE_LIMIT)
            return err_set(why, "the letter has a line of more than 998 bytes");
        if (*line == '.')
            buf_addc(out, '.');
        buf_add(out, line, (size_t)(lf + 1 - line));
        line = lf + 1;
    }
    buf_adds(out, ".\r\n");
    return out->overflow ? err_set(why, "the letter is too large") : 0;
}
