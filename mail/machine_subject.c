/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/machine_subject.h"
#include "mail/answer_formulas.h"
#include "mail/machine_words.h"
#include "words/fold.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define PHRASE_MAX 200 /* bytes of a phrase without its accents */

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return !*s;
}

/* The same without accents. */
static void plain_into(char *out, size_t cap, const char *s)
{
    size_t len = 0, n = 0;
    uint8_t *apart = u8_normalize(UNINORM_NFD, (const uint8_t *)s, strlen(s), NULL, &len);
    for (size_t i = 0; apart && i < len && n + 6 < cap;) {
        unsigned c;
        i += fold_char((const char *)apart + i, len - i, &c);
        if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn))
            n += (size_t)u8_uctomb((uint8_t *)out + n, c, 6);
    }
    out[n] = '\0';
    free(apart);
}

static const char *plain(struct arena *a, const char *s)
{
    if (is_ascii(s))
        return s;
    size_t cap = 2 * strlen(s) + 16;
    char *out = arena_alloc(a, cap);
    plain_into(out, cap, s);
    return out;
}

/* Whether two texts may begin alike: an accent can stand on a Latin letter, so that its first byte
 * says little; the first bytes of other scripts say all. */
static bool may_begin(const char *bare, const char *phrase)
{
    unsigned char one = (unsigned char)*bare, other = (unsigned char)*phrase;
    bool latin = (other >= 0xC3 && other <= 0xC6) || other == 0xE1;
    if (other >= 0x80)
        return one == other || one >= 0x80 || latin;
    return one == other && ((unsigned char)phrase[1] >= 0x80 || phrase[1] == bare[1] || !phrase[1]);
}

/* The phrase of the table that s begins with, and how much of s it is. */
static const char *begins(struct arena *a, const char *s, const char *const *phrases,
                          const char **rest)
{
    const char *bare = plain(a, s);
    for (; *phrases; phrases++) {
        char room[PHRASE_MAX];
        const char *phrase = is_ascii(*phrases) ? *phrases : room;
        if (!may_begin(bare, *phrases))
            continue; /* so most of them go by, at no cost */
        if (phrase == room)
            plain_into(room, sizeof room, *phrases);
        if (*phrase && fold_starts(bare, phrase)) {
            *rest = bare + strlen(phrase);
            return *phrases;
        }
    }
    return NULL;
}

/* "[Automatic reply] test". */
static const char *unbracketed(const char *s)
{
    while (*s && (strchr("[(*- \"<", *s) || !strncmp(s, "【", 3)))
        s += *s == '[' || (unsigned char)*s < 0x80 ? 1 : 3;
    return s;
}

/* "Hello (Automatic Response)": what the brackets at the end say. */
static const char *bracketed_end(struct arena *a, const char *subject)
{
    size_t n = strlen(subject);
    char last = n ? subject[n - 1] : '\0';
    const char *open = last == ')' ? strrchr(subject, '(') : NULL;
    if (last == ']')
        open = strrchr(subject, '[');
    return open ? arena_strndup(a, open + 1, strlen(open) - 2) : "";
}

const char *subject_automatic(struct arena *a, const char *subject)
{
    const char *rest, *word = begins(a, unbracketed(subject), words_auto_subject, &rest);
    return word ? word : begins(a, bracketed_end(a, subject), words_auto_subject, &rest);
}

bool subject_has_original(const char *subject)
{
    const char *colon = strchr(subject, ':');
    return colon && colon[1 + strspn(colon + 1, " ")];
}

bool subject_is_answer(const char *subject)
{
    static const char *const marks[] = {
        "re",     "aw",      "sv",  "vs",   "antw", "odp",  "rv",    "res",  "r",
        "rif",    "ynt",     "yan", "vá",   "vb",   "отв",  "ответ", "отг",  "απ",
        "σχετ",   "תשובה",   "رد",  "回复", "回覆", "答复", "返信",  "답장", "회신",
        "hồi âm", "trả lời", "bls", "bal",  "ats",  "atb",  NULL};
    size_t n = strcspn(subject, ":");
    for (const char *const *m = marks; *m; m++)
        if (subject[n] && fold_starts(subject, *m) &&
            strspn(subject + strlen(*m), " [0123456789]") + strlen(*m) == n)
            return true;
    return false;
}

const char *subject_begins_absent(struct arena *a, const char *subject)
{
    const char *rest;
    return begins(a, unbracketed(subject), words_away_subject, &rest);
}

static const char *says_absence(struct arena *a, const char *subject)
{
    /* clang-format off */
    static const char *const goes_on[] = {
        "until", "till", "autoreply", "auto-reply", "reply", "notice", "re", "bis", "vom", "from",
        "jusqu'au", "hasta", "ate", "fino", "tot", "do", "до", NULL};
    /* clang-format on */
    const char *s, *phrase = begins(a, unbracketed(subject), words_away_subject, &s);
    size_t len = strlen(subject);
    if (phrase && (*s == ':' || phrase[strlen(phrase) - 1] == ':'))
        return phrase;
    if (!phrase || (len && subject[len - 1] == '?'))
        return NULL;
    bool over = !*s || strchr(":(-!.;,[\")]", *s) || (*s == ' ' && strchr(":(-[", s[1])) ||
                fold_any_start(s + 1, goes_on) || (*s == ' ' && s[1] >= '0' && s[1] <= '9');
    return over ? phrase : NULL;
}

/* Programs say it so, of the sender: the name is at the beginning, or the first name is. */
static const char *names_the_absent(struct arena *a, const char *subject, const char *sender)
{
    const char *name = fold_text(a, sender, strlen(sender));
    const char *end = subject + strcspn(subject, " /,");
    for (const char *p = name; *p; p += strspn(p, " ,")) {
        size_t n = strcspn(p, " ,");
        const char *word = arena_strndup(a, p, n);
        const char *at = n >= 3 ? fold_find(subject, word) : NULL;
        p += n;
        if (!at || (at != subject && at != end + 1))
            continue;
        const char *absent = fold_any(at + n, words_away_subject);
        return absent ? absent : fold_any(at + n, words_away);
    }
    return NULL;
}

const char *subject_absent(struct arena *a, const char *subject, const char *sender)
{
    const char *phrase = says_absence(a, subject);
    if (!phrase)
        phrase = says_absence(a, bracketed_end(a, subject));
    return phrase ? phrase : names_the_absent(a, subject, sender);
}

/* "We have * received" of the table: two parts, one behind the other. */
static const char *begins_in_parts(struct arena *a, const char *subject, const char *const *phrases)
{
    for (; *phrases; phrases++) {
        const char *star = strstr(*phrases, " * ");
        const char *first = star ? arena_strndup(a, *phrases, (size_t)(star - *phrases)) : NULL;
        if (first && fold_starts(subject, first) && fold_has(subject + strlen(first), star + 3))
            return *phrases;
    }
    return NULL;
}

const char *subject_received(struct arena *a, const char *subject)
{
    const char *rest, *s = unbracketed(subject);
    const char *word = begins(a, s, words_thanks, &rest);
    if (!word)
        word = begins(a, s, words_received, &rest);
    if (!word)
        word = begins(a, s, words_received_subject, &rest);
    return word ? word : begins_in_parts(a, s, words_received);
}
