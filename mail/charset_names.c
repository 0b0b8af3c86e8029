/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/charset.h"
#include <string.h>
#include <strings.h>

#define LABEL_BYTES 40

/* What iconv calls them, and the labels seen in mail beside its own, letters and digits alone. A
 * set stands in for those that it contains, as browsers do: what is labelled ISO-8859-1 is
 * windows-1252 in truth. EUC-JP-MS reads what charset_jis.c makes of ISO-2022-JP. */
/* clang-format off */
static const struct {
    const char *name, *labels;
} sets[] = {
    {"WINDOWS-1252", "iso88591 latin1 cp1252 win1252 ansi ansix31101983 l1 isoir100"},
    {"ISO-8859-2", "latin2"},
    {"ISO-8859-3", "latin3"},
    {"ISO-8859-4", "latin4"},
    {"ISO-8859-5", "cyrillic"},
    {"ISO-8859-6", "arabic iso88596i"},
    {"ISO-8859-7", "greek"},
    {"ISO-8859-8", "iso88598i hebrew logical iso88598e visual"},
    {"ISO-8859-10", ""},
    {"ISO-8859-13", ""},
    {"ISO-8859-14", ""},
    {"ISO-8859-15", "latin9"},
    {"ISO-8859-16", "latin10"},
    {"WINDOWS-1250", "cp1250 win1250"},
    {"WINDOWS-1251", "cp1251 win1251"},
    {"WINDOWS-1253", "cp1253"},
    {"WINDOWS-1254", "iso88599 cp1254 latin5"},
    {"WINDOWS-1255", "cp1255"},
    {"WINDOWS-1256", "cp1256"},
    {"WINDOWS-1257", "cp1257"},
    {"WINDOWS-1258", "cp1258"},
    {"CP874", "iso885911 tis620 windows874 dos874"},
    {"KOI8-R", "koi8 cskoi8r"},
    {"KOI8-U", "koi8ru"},
    {"EUC-JP-MS", "iso2022jp csiso2022jp iso2022jp1 iso2022jp3 iso2022jpms cp50220 cp50221 jis"},
    {"ISO-2022-JP-2", ""},
    {"CP932", "shiftjis sjis windows31j ms932 mskanji"},
    {"EUC-JP", "eucjp cseucpkdfmtjapanese"},
    {"GB18030", "gb2312 gbk cp936 windows936 euccn gb231280 ms936 chinese"},
    {"BIG5-HKSCS", "big5 cp950 big5eten cnbig5"},
    {"CP949", "euckr ksc56011987 ksc5601 uhc windows949 ms949 korean"},
    {"JOHAB", "cp1361"},
    {"ISO-2022-KR", ""},
    {"ISO-2022-CN", ""},
    {"UTF-7", "unicode11utf7 unicode20utf7"},
    {"UTF-16", "ucs2 unicode iso10646ucs2 csunicode"},
    {"UTF-16LE", ""},
    {"UTF-16BE", ""},
    {"UTF-32", ""},
    {"MACINTOSH", "macroman mac"},
    {"MAC-CYRILLIC", "maccyrillic macukrainian"},
    {"MAC-CENTRALEUROPE", "macce"},
    {"CP437", "ibm437"},
    {"CP850", "ibm850"},
    {"CP852", "ibm852"},
    {"CP855", "ibm855"},
    {"CP866", "ibm866"},
    {"HZ", "hzgb2312"},
};
/* clang-format on */
#define SETS (sizeof sets / sizeof *sets)

/* For GMime, which opens by label: what is open once opens again without a file. */
static const char *const for_gmime[] = {"ISO-8859-1", "ISO-8859-9", "ISO-8859-11",
                                        "GBK",        "EUC-CN",     "BIG5",
                                        "EUC-KR",     "SHIFT_JIS",  "ISO-2022-JP"};
#define FOR_GMIME (sizeof for_gmime / sizeof *for_gmime)

static iconv_t converters[SETS], kept_open[FOR_GMIME];

void charset_init(void)
{
    for (size_t i = 0; i < SETS; i++)
        if (!converters[i])
            converters[i] = iconv_open("UTF-8", sets[i].name);
    for (size_t i = 0; i < FOR_GMIME; i++)
        if (!kept_open[i])
            kept_open[i] = iconv_open("UTF-8", for_gmime[i]);
}

/* Its letters and digits, in lower case: "ks_c_5601-1987", "KS C 5601". The year of
 * "ISO_8859-1:1987" goes, and "x-". Returns how many there are. */
static size_t squeeze(const char *label, char out[LABEL_BYTES])
{
    size_t n = 0;
    label += strncasecmp(label, "x-", 2) == 0 ? 2 : 0;
    for (; *label && *label != ':' && n < LABEL_BYTES - 1; label++) {
        char c = *label;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
    }
    out[n] = '\0';
    return n;
}

static bool has_word(const char *words, const char *word, size_t n)
{
    for (size_t len; *words; words += len, words += *words == ' ') {
        len = strcspn(words, " ");
        if (len == n && memcmp(words, word, n) == 0)
            return true;
    }
    return false;
}

const char *charset_name(const char *label, iconv_t *cd)
{
    char wanted[LABEL_BYTES], name[LABEL_BYTES];
    size_t n = squeeze(label, wanted);
    for (size_t i = 0; n && i < SETS; i++) {
        squeeze(sets[i].name, name);
        if (converters[i] == (iconv_t)-1 ||
            (strcmp(name, wanted) != 0 && !has_word(sets[i].labels, wanted, n)))
            continue;
        *cd = converters[i];
        return sets[i].name;
    }
    return NULL;
}
