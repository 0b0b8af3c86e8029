/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/fold.h"
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

size_t fold_char(const char *s, size_t len, unsigned *out)
{
    if (len && (unsigned char)*s < 0x80) {
        *out = (unsigned char)*s;
        return 1;
    }
    ucs4_t c = 0xFFFD;
    int n = len ? u8_mbtouc(&c, (const uint8_t *)s, len) : 0;
    *out = c;
    return n > 0 ? (size_t)n : 1;
}

bool fold_letter(unsigned c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                   UC_CATEGORY_MASK_N);
}

static bool invisible(unsigned c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

/* The signs for short vowels, which Arabic has or leaves out, and the stroke that widens a word. */
static bool optional_mark(unsigned c)
{
    return c == 0x0640 || (c >= 0x064B && c <= 0x0652) || c == 0x0670;
}

static bool blank(unsigned c)
{
    return c <= ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static unsigned plain_punctuation(unsigned c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) /* full-width ASCII */
        return c - 0xFF01 + '!';
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0xB4:
    case '`':
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0xAB:
    case 0xBB:
    case 0x2033:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x2026:
        return '.';
    case 0xFE55:
    case 0xA789:
    case 0x2236:
    case 0x0589: /* Armenian */
    case 0x1365: /* and Ethiopic */
    case 0x1366:
        return ':';
    default:
        return c;
    }
}

static unsigned fold_one(unsigned c)
{
    c = plain_punctuation(c);
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    int digit = uc_decimal_value(c);
    if (digit >= 0)
        return '0' + (unsigned)digit;
    return uc_tolower(c);
}

/* Most of all text. */
static inline unsigned fold_ascii(unsigned c)
{
    if (c <= ' ')
        return ' ';
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    return c == '`' ? '\'' : c;
}

unsigned fold_code(unsigned c)
{
    if (c < 0x80)
        return fold_ascii(c);
    if (invisible(c) || optional_mark(c))
        return 0;
    return blank(c) ? ' ' : fold_one(c);
}

size_t fold_into(char *out, size_t cap, const char *s, size_t len)
{
    size_t n = 0;
    bool space = false;
    for (size_t i = 0; i < len;) {
        unsigned c;
        i += fold_char(s + i, len - i, &c);
        c = fold_code(c);
        if (!c)
            continue;
        if (c == ' ') {
            space = n > 0;
            continue;
        }
        if (n + 6 > cap)
            break;
        if (space)
            out[n++] = ' ';
        space = false;
        if (c < 0x80)
            out[n++] = (char)c;
        else
            n += (size_t)u8_uctomb((uint8_t *)out + n, c, 4);
    }
    out[n] = '\0';
    return n;
}

char *fold_text(struct arena *a, const char *s, size_t len)
{
    /* Lower-casing makes no character of UTF-8 longer by more than a byte: 2 to 3 at the most. */
    size_t cap = len + len / 2 + 8;
    char *out = arena_alloc(a, cap);
    fold_into(out, cap, s, len);
    return out;
}

/* Scripts that put blanks between words: everything but Thai, Lao, Khmer, Burmese and the Far
 * East's. */
static bool has_edges(unsigned c)
{
    if (!fold_letter(c))
        return false;
    return !((c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
             (c >= 0x1780 && c <= 0x17FF) || (c >= 0x3040 && c <= 0x9FFF) ||
             (c >= 0xAC00 && c <= 0xD7AF));
}

static unsigned char_before(const char *start, const char *at)
{
    if (at == start)
        return ' ';
    const char *p = at - 1;
    while (p > start && ((unsigned char)*p & 0xC0) == 0x80)
        p--;
    unsigned c;
    fold_char(p, (size_t)(at - p), &c);
    return c;
}

static bool edge_before(const char *folded, const char *at)
{
    unsigned c;
    fold_char(at, strnlen(at, 4), &c);
    return !has_edges(c) || !has_edges(char_before(folded, at));
}

static bool edge_after(const char *at, size_t n)
{
    unsigned next;
    if (!at[n])
        return true;
    fold_char(at + n, strnlen(at + n, 4), &next);
    return !has_edges(char_before(at, at + n)) || !has_edges(next);
}

const char *fold_find(const char *folded, const char *phrase)
{
    size_t n = strlen(phrase);
    for (const char *p = folded; (p = strstr(p, phrase)); p++)
        if (edge_before(folded, p) && edge_after(p, n))
            return p;
    return NULL;
}

bool fold_has(const char *folded, const char *phrase)
{
    return fold_find(folded, phrase) != NULL;
}

bool fold_starts(const char *folded, const char *phrase)
{
    size_t n = strlen(phrase);
    return strncmp(folded, phrase, n) == 0 && edge_after(folded, n);
}

bool fold_ends(const char *folded, const char *phrase)
{
    size_t n = strlen(phrase), len = strlen(folded);
    return len >= n && strcmp(folded + len - n, phrase) == 0 &&
           edge_before(folded, folded + len - n);
}

/* The bit of two bytes that stand side by side; different ones seldom share it. */
static unsigned pair_bit(const char *s)
{
    return ((unsigned char)s[0] * 37u + (unsigned char)s[1]) % FOLD_PAIRS;
}

void fold_pairs_of(const char *folded, struct fold_pairs *out)
{
    *out = (struct fold_pairs){0};
    for (; folded[0] && folded[1]; folded++)
        out->seen[pair_bit(folded) / 64] |= (uint64_t)1 << pair_bit(folded) % 64;
}

bool fold_may_have(const struct fold_pairs *pairs, const char *phrase)
{
    return !phrase[0] || !phrase[1] ||
           (pairs->seen[pair_bit(phrase) / 64] >> pair_bit(phrase) % 64 & 1);
}

const char *fold_any(const char *folded, const char *const *phrases)
{
    struct fold_pairs pairs;
    fold_pairs_of(folded, &pairs);
    for (; *phrases; phrases++)
        if (fold_may_have(&pairs, *phrases) && fold_has(folded, *phrases))
            return *phrases;
    return NULL;
}

const char *fold_any_start(const char *folded, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (**phrases == *folded && fold_starts(folded, *phrases))
            return *phrases;
    return NULL;
}

bool fold_is_any(const char *folded, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (**phrases == *folded && strcmp(folded, *phrases) == 0)
            return true;
    return false;
}

size_t fold_count_words(const char *folded)
{
    size_t n = *folded != '\0';
    for (; *folded; folded++)
        n += *folded == ' ';
    return n;
}
