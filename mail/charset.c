/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/charset.h"

#include "mail/mime.h"
#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

/* Every byte can become three, but none of the sets gives more. The room is not the arena's, which
 * would keep all of it. */
static char *convert(struct arena *a, iconv_t cd, const char *in, size_t len, size_t *out_len)
{
    size_t room = 3 * len + 8, n;
    g_autofree char *out = g_malloc(room);
    char *to = out, *from = (char *)in;
    iconv(cd, NULL, NULL, NULL, NULL);
    while (len > 0 && room > 4) {
        if (iconv(cd, &from, &len, &to, &room) != (size_t)-1)
            break;
        if (errno == E2BIG || len == 0)
            break;
        memcpy(to, "\xEF\xBF\xBD", 3);
        to += 3;
        room -= 3;
        from++;
        len--;
    }
    iconv(cd, NULL, NULL, &to, &room); /* a letter held back: an accent might have followed */
    *out_len = n = (size_t)(to - out);
    return memcpy(arena_alloc(a, n + 1), out, n);
}

/* UTF-8 with some damage stays UTF-8; bytes that are no UTF-8 at all were
 * most likely written on a Western Windows. */
static char *convert_damaged(struct arena *a, const char *in, size_t len, size_t *out_len)
{
    size_t good = 0, bad = 0, n = 0;
    g_autofree char *out = g_malloc(3 * len + 3);
    for (size_t i = 0; i < len;) {
        ucs4_t c;
        int used = u8_mbtoucr(&c, (const uint8_t *)in + i, len - i);
        if (used > 0) {
            good += used > 1;
            memcpy(out + n, in + i, (size_t)used);
            n += (size_t)used;
            i += (size_t)used;
        } else {
            bad++;
            memcpy(out + n, "\xEF\xBF\xBD", 3);
            n += 3;
            i = used == -2 ? len : i + 1; /* -2: cut off inside a character */
        }
    }
    iconv_t western;
    if (good < bad && charset_name("windows-1252", &western))
        return convert(a, western, in, len, out_len);
    *out_len = n;
    return memcpy(arena_alloc(a, n + 1), out, n);
}

/* "\x1B[1;31m" colours a terminal: its size, 0 where s is no such thing. */
static size_t terminal_code(const char *s, size_t len)
{
    size_t n = 2;
    if (len < 3 || s[0] != '\x1B' || s[1] != '[')
        return 0;
    while (n < len && n < 20 && s[n] >= ' ' && s[n] < '@')
        n++;
    return n < len && s[n] >= '@' && s[n] <= '~' ? n + 1 : 0;
}

/* In place: CRLF, lone CR and NEL become LF; other controls, colours and a byte order mark go. */
static size_t clean(char *s, size_t len)
{
    size_t n = 0, code;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        unsigned char after = i + 1 < len ? (unsigned char)s[i + 1] : 0;
        if (c == '\r') {
            bool doubled = after == '\r' && i + 2 < len && s[i + 2] == '\n';
            if (after != '\n' && !doubled)
                s[n++] = '\n';
        } else if (c == 0xC2 && after >= 0x80 && after < 0xA0) {
            if (after == 0x85)
                s[n++] = '\n';
            i++;
        } else if (i == 0 && len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
            i += 2;
        } else if ((code = terminal_code(s + i, len - i)) != 0) {
            i += code - 1;
        } else if ((c >= ' ' && c != 0x7F) || c == '\n' || c == '\t') {
            s[n++] = s[i];
        }
    }
    return n;
}

/* ISO-2022 and its kin have no bytes above 127 (but what is EUC-JP goes by that name too), UTF-16
 * has zeros: else the name lies. */
static bool belied(const char *name, const char *bytes, size_t len)
{
    bool utf8 = !u8_check((const uint8_t *)bytes, len);
    if (strcmp(name, "UTF-16") == 0)
        return !memchr(bytes, 0, len) && utf8;
    if ((strncmp(name, "ISO-2022", 8) != 0 && strcmp(name, "UTF-7") != 0) ||
        (strcmp(name, "ISO-2022-JP") == 0 && !utf8))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] > 127)
            return true;
    return false;
}

/* So is a set of single bytes where all of it is UTF-8 and more than ASCII: no language writes so
 * in any of those. */
static bool is_utf8_after_all(const char *name, const char *bytes, size_t len)
{
    static const char *const single[] = {"ISO-8859", "WINDOWS-125", "KOI8", NULL};
    size_t ascii = 0;
    const char *const *s = single;
    while (*s && strncmp(name, *s, strlen(*s)) != 0)
        s++;
    while (*s && ascii < len && (unsigned char)bytes[ascii] < 0x80)
        ascii++;
    return *s && ascii < len && !u8_check((const uint8_t *)bytes, len);
}

/* Without a mark of the order, the zeros tell: most texts have more letters below 256 than above.
 * Where they don't, the big end comes first (RFC 2781). */
static const char *order_of_utf16(const char *bytes, size_t len)
{
    size_t zeros[2] = {0};
    if (len > 1 && ((unsigned char)bytes[0] ^ (unsigned char)bytes[1]) == (0xFE ^ 0xFF))
        return "UTF-16";
    for (size_t i = 0; i < len; i++)
        zeros[i % 2] += bytes[i] == 0;
    return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

/* ISO-2022-JP is told by its escapes, where nothing is said or what nobody knows. */
static bool is_jis(const char *bytes, size_t len)
{
    return memmem(bytes, len, "\x1B$", 2) || memmem(bytes, len, "\x1B(I", 3);
}

/* The converter for bytes that are said to be in that set, NULL where they are to be guessed. */
static const char *converter_for(const char *charset, const char *bytes, size_t len, iconv_t *cd)
{
    const char *name = charset ? charset_name(charset, cd) : NULL;
    if (!name && is_jis(bytes, len))
        name = charset_name("ISO-2022-JP", cd);
    if (!name || belied(name, bytes, len) || is_utf8_after_all(name, bytes, len))
        return NULL;
    return strcmp(name, "UTF-16") == 0 ? charset_name(order_of_utf16(bytes, len), cd) : name;
}

char *charset_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len,
                      size_t *out_len)
{
    iconv_t cd;
    const char *name = converter_for(charset, bytes, len, &cd);
    char *out;
    size_t n = len;
    if (name && strcmp(name, "ISO-2022-JP") == 0)
        bytes = charset_jis_to_euc(a, bytes, len, &len);
    else if (name && strcmp(name, "HZ") == 0)
        bytes = charset_hz_to_gb(a, bytes, len, &len);
    if (name)
        out = convert(a, cd, bytes, len, &n);
    else if (!u8_check((const uint8_t *)bytes, len))
        out = memcpy(arena_alloc(a, len + 1), bytes, len);
    else
        out = convert_damaged(a, bytes, len, &n);
    n = clean(out, n);
    out[n] = '\0';
    if (out_len)
        *out_len = n;
    return out;
}

char *charset_one_line(char *s)
{
    for (char *p = s; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    return s;
}

char *mime_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len)
{
    return charset_to_utf8(a, charset, bytes, len, NULL);
}
