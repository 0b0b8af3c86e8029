/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/body_write.h"

#include <glib.h>
#include <string.h>

#define LINE        76
#define BASE64_LINE 57 /* bytes that make 76 digits */

/* Relays change lines that begin "From " or with a dot, and lines that end in
 * blanks; a line that begins "--" might be taken for a boundary. */
static bool line_is_safe(const char *s, size_t n)
{
    if (n > LINE || (n > 0 && (s[0] == '.' || s[n - 1] == ' ' || s[n - 1] == '\t')))
        return false;
    if (strncmp(s, "From ", 5) == 0 || strncmp(s, "--", 2) == 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] >= 0x7F || (s[i] < ' ' && s[i] != '\t'))
            return false;
    return true;
}

enum body_encoding body_encoding_for(const char *text)
{
    bool safe = true;
    size_t high = 0, len = strlen(text);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\r\n");
        safe = safe && line_is_safe(p, n);
        p += n;
        p += *p == '\r' && p[1] == '\n' ? 2 : *p != '\0';
    }
    for (size_t i = 0; i < len; i++)
        high += (unsigned char)text[i] >= 0x7F;
    return safe ? BODY_7BIT : 3 * high > len ? BODY_BASE64 : BODY_QUOTED_PRINTABLE;
}

const char *body_encoding_name(enum body_encoding how)
{
    static const char *const names[] = {"7bit", "quoted-printable", "base64"};
    return names[how];
}

/* One line without its end; soft breaks where it is long. */
static void add_quoted_line(struct buf *out, const char *s, size_t n)
{
    size_t column = 0;
    bool from = n >= 5 && strncmp(s, "From ", 5) == 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        bool blank = c == ' ' || c == '\t';
        bool plain = (c > ' ' && c < 0x7F && c != '=') || (blank && i + 1 < n);
        if (i == 0 && (c == '.' || from))
            plain = false;
        size_t width = plain ? 1 : 3;
        if (column + width > LINE - 1) {
            buf_adds(out, "=\r\n");
            column = 0;
        }
        if (column == 0 && c == '.')
            plain = false, width = 3; /* a soft break may have put it first */
        if (plain)
            buf_addc(out, (char)c);
        else
            buf_addf(out, "=%02X", c);
        column += width;
    }
}

static void add_lines(struct buf *out, const char *text, bool quoted)
{
    while (*text) {
        size_t n = strcspn(text, "\r\n");
        if (quoted)
            add_quoted_line(out, text, n);
        else
            buf_add(out, text, n);
        buf_adds(out, "\r\n");
        text += n;
        text += *text == '\r' && text[1] == '\n' ? 2 : *text != '\0';
    }
}

void body_add_text(struct buf *out, const char *text, enum body_encoding how)
{
    if (how != BODY_BASE64) {
        add_lines(out, text, how == BODY_QUOTED_PRINTABLE);
        return;
    }
    _cleanup_(buf_release) struct buf canonical = BUF_INIT(out->ceiling);
    add_lines(&canonical, text, false);
    body_add_base64(out, buf_str(&canonical), canonical.len);
}

void body_add_base64(struct buf *out, const char *data, size_t len)
{
    for (size_t at = 0; at < len; at += BASE64_LINE) {
        size_t n = len - at < BASE64_LINE ? len - at : BASE64_LINE;
        int state = 0, save = 0;
        char *to = buf_reserve(out, LINE + 8);
        if (!to)
            return;
        size_t digits =
            g_base64_encode_step((const guchar *)data + at, n, FALSE, to, &state, &save);
        digits += g_base64_encode_close(FALSE, to + digits, &state, &save);
        out->len += digits;
        buf_adds(out, "\r\n");
    }
}
