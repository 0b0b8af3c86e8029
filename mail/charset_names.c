/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/charset.h"
#include <string.h>
#include <strings.h>

#define LABEL_BYTES 40

/* What iconv calls them, and the labels seen in mail beside that, letters and digits alone. A set
 * stands in for those that it contains, as browsers do: what is labelled ISO-8859-1 is windows-1252
 * in truth. Of the two that iconv cannot read, it gets what charset_7bit.c makes of them. */
/* clang-format off */
static const struct {
    const char *name, *labels;
    const char *converter; /* NULL: of that name */
} sets[] = {
    {"WINDOWS-1252", "iso88591 latin1 cp1252 win1252 ansi ansix31101983 l1 isoir100", NULL},
    {"ISO-8859-2", "latin2", NULL},
    {"ISO-8859-3", "latin3", NULL},
    {"ISO-8859-4", "latin4", NULL},
    {"ISO-8859-5", "cyrillic", NULL},
    {"ISO-8859-6", "arabic iso88596i", NULL},
    {"ISO-8859-7", "greek", NULL},
    {"ISO-8859-8", "iso88598i hebrew logical iso88598e visual", NULL},
    {"ISO-8859-10", "", NULL},
    {"ISO-8859-13", "", NULL},
    {"ISO-8859-14", "", NULL},
    {"ISO-8859-15", "latin9", NULL},
    {"ISO-8859-16", "latin10", NULL},
    {"WINDOWS-1250", "cp1250 win1250", NULL},
    {"WINDOWS-1251", "cp1251 win1251", NULL},
    {"WINDOWS-1253", "cp1253", NULL},
    {"WINDOWS-1254", "iso88599 cp1254 latin5", NULL},
    {"WINDOWS-1255", "cp1255", NULL},
    {"WINDOWS-1256", "cp1256", NULL},
    {"WINDOWS-1257", "cp1257", NULL},
    {"WINDOWS-1258", "cp1258", NULL},
    {"CP874", "iso885911 tis620 windows874 dos874", NULL},
    {"KOI8-R", "koi8 cskoi8r", NULL},
    {"KOI8-U", "koi8ru", NULL},
    {"ISO-2022-JP", "csiso2022jp iso2022jp1 iso2022jp3 iso2022jpms cp50220 cp50221 jis", "EUC-JP-MS"},
    {"ISO-2022-JP-2", "", NULL},
    {"CP932", "shiftjis sjis windows31j ms932 mskanji", NULL},
    {"EUC-JP", "eucjp cseucpkdfmtjapanese", NULL},
    {"GB18030", "gb2312 gbk cp936 windows936 euccn gb231280 ms936 chinese", NULL},
    {"BIG5-HKSCS", "big5 cp950 big5eten cnbig5", NULL},
    {"CP949", "euckr ksc56011987 ksc5601 uhc windows949 ms949 korean", NULL},
    {"JOHAB", "cp1361", NULL},
    {"ISO-2022-KR", "", NULL},
    {"ISO-2022-CN", "", NULL},
    {"UTF-7", "unicode11utf7 unicode20utf7", NULL},
    {"UTF-16", "ucs2 unicode iso10646ucs2 csunicode", NULL},
    {"UTF-16LE", "", NULL},
    {"UTF-16BE", "", NULL},
    {"UTF-32", "", NULL},
    {"MACINTOSH", "macroman mac", NULL},
    {"MAC-CYRILLIC", "maccyrillic macukrainian", NULL},
    {"MAC-CENTRALEUROPE", "macce", NULL},
    {"CP437", "ibm437", NULL},
    {"CP850", "ibm850", NULL},
    {"CP852", "ibm852", NULL},
    {"CP855", "ibm855", NULL},
    {"CP866", "ibm866", NULL},
    {"HZ", "hzgb2312", "GB18030"},
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
            converters[i] =
                iconv_open("UTF-8", sets[i].converter ? sets[i].converter : sets[i].name);
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
