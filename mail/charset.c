/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/charset.h"

#include "mail/mime.h"
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

/* What iconv calls them. A set stands in for those that it contains, as
 * browsers do: what is labelled ISO-8859-1 is windows-1252 in truth. The last two
 * rows are for GMime, which opens by label: what is open once opens again
 * without a file. */
static struct converter {
    const char *name;
    iconv_t cd;
} converters[] = {
    {"WINDOWS-1252", NULL}, {"ISO-8859-2", NULL},   {"ISO-8859-3", NULL},   {"ISO-8859-4", NULL},
    {"ISO-8859-5", NULL},   {"ISO-8859-6", NULL},   {"ISO-8859-7", NULL},   {"ISO-8859-8", NULL},
    {"ISO-8859-10", NULL},  {"ISO-8859-13", NULL},  {"ISO-8859-14", NULL},  {"ISO-8859-15", NULL},
    {"ISO-8859-16", NULL},  {"WINDOWS-1250", NULL}, {"WINDOWS-1251", NULL}, {"WINDOWS-1253", NULL},
    {"WINDOWS-1254", NULL}, {"WINDOWS-1255", NULL}, {"WINDOWS-1256", NULL}, {"WINDOWS-1257", NULL},
    {"WINDOWS-1258", NULL}, {"CP874", NULL},        {"KOI8-R", NULL},       {"KOI8-U", NULL},
    {"ISO-2022-JP", NULL},  {"CP932", NULL},        {"EUC-JP", NULL},       {"GB18030", NULL},
    {"BIG5-HKSCS", NULL},   {"CP949", NULL},        {"ISO-2022-KR", NULL},  {"UTF-7", NULL},
    {"UTF-16", NULL},       {"UTF-16LE", NULL},     {"UTF-16BE", NULL},     {"UTF-32", NULL},
    {"MACINTOSH", NULL},    {"CP437", NULL},        {"CP850", NULL},        {"CP866", NULL},
    {"HZ", NULL},           {"ISO-8859-1", NULL},   {"ISO-8859-9", NULL},   {"ISO-8859-11", NULL},
    {"GBK", NULL},          {"EUC-CN", NULL},       {"BIG5", NULL},         {"EUC-KR", NULL},
    {"SHIFT_JIS", NULL},
};
#define CONVERTERS (sizeof converters / sizeof *converters)

/* Labels seen in mail, in lower case with - for _, and the converter for each. */
static const struct {
    const char *label, *name;
} aliases[] = {
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"latin-1", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-11", "CP874"},
    {"tis-620", "CP874"},
    {"windows-874", "CP874"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso8859-15", "ISO-8859-15"},
    {"latin9", "ISO-8859-15"},
    {"cp1250", "WINDOWS-1250"},
    {"cp1251", "WINDOWS-1251"},
    {"cp1253", "WINDOWS-1253"},
    {"cp1254", "WINDOWS-1254"},
    {"cp1255", "WINDOWS-1255"},
    {"cp1256", "WINDOWS-1256"},
    {"cp1257", "WINDOWS-1257"},
    {"cp1258", "WINDOWS-1258"},
    {"koi8", "KOI8-R"},
    {"csiso2022jp", "ISO-2022-JP"},
    {"iso-2022-jp-2", "ISO-2022-JP"},
    {"shift-jis", "CP932"},
    {"shiftjis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"x-euc-jp", "EUC-JP"},
    {"eucjp", "EUC-JP"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"windows-936", "GB18030"},
    {"euc-cn", "GB18030"},
    {"gb-2312-80", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"cp950", "BIG5-HKSCS"},
    {"big-5", "BIG5-HKSCS"},
    {"euc-kr", "CP949"},
    {"ks-c-5601-1987", "CP949"},
    {"ks-c-5601", "CP949"},
    {"uhc", "CP949"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"ucs-2", "UTF-16"},
    {"unicode", "UTF-16"},
    {"iso-10646-ucs-2", "UTF-16"},
    {"x-mac-roman", "MACINTOSH"},
    {"hz-gb-2312", "HZ"},
    {"ibm437", "CP437"},
    {"ibm850", "CP850"},
    {"ibm866", "CP866"},
};

void charset_init(void)
{
    for (size_t i = 0; i < CONVERTERS; i++)
        if (!converters[i].cd)
            converters[i].cd = iconv_open("UTF-8", converters[i].name);
}

/* NULL for UTF-8, ASCII and what nobody knows. */
static iconv_t converter_find(const char *charset)
{
    char label[40];
    size_t n = 0;
    for (; charset[n] && n < sizeof label - 1; n++) {
        char c = charset[n];
        label[n] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    label[n] = '\0';
    const char *name = label;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].label, label) == 0)
            name = aliases[i].name;
    for (size_t i = 0; i < CONVERTERS; i++)
        if (strcasecmp(converters[i].name, name) == 0 && converters[i].cd != (iconv_t)-1)
            return converters[i].cd;
    return NULL;
}

/* Every byte can become three, but none of the sets above gives more. */
static char *convert(struct arena *a, iconv_t cd, const char *in, size_t len, size_t *out_len)
{
    char *out = arena_array(a, len + 2, 3), *to = out, *from = (char *)in;
    size_t room = 3 * len + 4;
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
    *out_len = (size_t)(to - out);
    return out;
}

/* UTF-8 with some damage stays UTF-8; bytes that are no UTF-8 at all were
 * most likely written on a Western Windows. */
static char *convert_damaged(struct arena *a, const char *in, size_t len, size_t *out_len)
{
    size_t good = 0, bad = 0, n = 0;
    char *out = arena_array(a, len + 1, 3);
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
    iconv_t western = converter_find("windows-1252");
    if (good < bad && western)
        return convert(a, western, in, len, out_len);
    *out_len = n;
    return out;
}

/* In place: CRLF, lone CR and NEL become LF, other controls and a byte order mark go. */
static size_t clean(char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        unsigned char after = i + 1 < len ? (unsigned char)s[i + 1] : 0;
        if (c == '\r') {
            if (after != '\n')
                s[n++] = '\n';
        } else if (c == 0xC2 && after >= 0x80 && after < 0xA0) {
            if (after == 0x85)
                s[n++] = '\n';
            i++;
        } else if (i == 0 && len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
            i += 2;
        } else if ((c >= ' ' && c != 0x7F) || c == '\n' || c == '\t') {
            s[n++] = s[i];
        }
    }
    return n;
}

/* ISO-2022 and its kin have no bytes above 127: where there are some, the name lies. */
static bool belied(const char *charset, const char *bytes, size_t len)
{
    if (strncasecmp(charset, "iso-2022", 8) != 0 && strcasecmp(charset, "utf-7") != 0)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] > 127)
            return true;
    return false;
}

/* So is a set of single bytes where all of it is UTF-8 and more than ASCII: no language writes so
 * in any of those. */
static bool is_utf8_after_all(const char *charset, const char *bytes, size_t len)
{
    static const char *const single[] = {"iso-8859", "iso8859", "windows-125", "cp125",
                                         "latin",    "koi8",    NULL};
    size_t ascii = 0;
    const char *const *s = single;
    while (*s && strncasecmp(charset, *s, strlen(*s)) != 0)
        s++;
    while (*s && ascii < len && (unsigned char)bytes[ascii] < 0x80)
        ascii++;
    return *s && ascii < len && !u8_check((const uint8_t *)bytes, len);
}

char *charset_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len,
                      size_t *out_len)
{
    bool named = charset && *charset && !belied(charset, bytes, len) &&
                 !is_utf8_after_all(charset, bytes, len);
    iconv_t cd = named ? converter_find(charset) : NULL;
    char *out;
    size_t n = len;
    if (cd)
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

char *mime_to_utf8(struct arena *a, const char *charset, const char *bytes, size_t len)
{
    return charset_to_utf8(a, charset, bytes, len, NULL);
}
