/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/clauses.h"
#include "base/utf8.h"
#include "mail/answer_formulas.h"
#include "mail/away_dates.h"
#include "mail/machine_words.h"
#include "mail/paragraphs.h"
#include "words/fold.h"
#include <stdint.h>
#include <string.h>

#define WINDOW   64  /* bytes before a phrase in which who speaks is looked for */
#define CLITIC   16  /* bytes after a phrase in which some languages say "I" */
#define GAP      60  /* bytes that the "*" of a phrase may stand for */
#define NEAR     16  /* bytes between "this" and "automatic answer" */
#define SENTENCE 600 /* bytes; a longer one is cut */
#define A_FEW    4   /* words that a part needs to say something of its own */
#define A_CLAUSE 3   /* the same, of one that ends with a full stop: no line of a signature does */
#define DATES    5   /* words that may be nothing but dates */

/* What a sentence says by having a phrase of a table. The last ones are read in another way. */
static const struct table {
    enum says what;
    const char *const *words;
} tables[] = {
    {SAYS_BACK, words_back},     {SAYS_NOW, words_now},           {SAYS_LATER, words_later},
    {SAYS_URGENT, words_urgent}, {SAYS_THANKS, words_thanks},     {SAYS_RECEIVED, words_received},
    {SAYS_OFFICE, words_office}, {SAYS_TONIGHT, words_tonight},   {SAYS_SOON, words_soon},
    {SAYS_CLOSED, words_closed}, {SAYS_NO_REPLY, words_no_reply}, {SAYS_SPAM, words_spam},
    {SAYS_CLICK, words_click},   {SAYS_PASSED, words_passed},     {SAYS_COUNT, words_absent},
    {SAYS_COUNT, words_away},    {SAYS_COUNT, words_auto_body},   {SAYS_COUNT, words_gone},
    {SAYS_COUNT, words_personal}};

#define TABLES (sizeof tables / sizeof *tables)

struct reader {
    struct arena *arena;
    const char *sender; /* folded */
    struct clauses *out;
    const char *const *here[TABLES]; /* of each table, the phrases that the text has */
};

/* --- phrases ---------------------------------------------------------------------------------- */

/* "a * b" is a, and b soon after it. */
static const char *phrase_in(const char *text, const char *phrase)
{
    const char *star = strstr(phrase, " * ");
    if (!star)
        return fold_find(text, phrase);
    char first[64];
    size_t n = (size_t)(star - phrase);
    if (n >= sizeof first)
        return NULL;
    memcpy(first, phrase, n);
    first[n] = '\0';
    const char *at = fold_find(text, first), *end = at ? fold_find(at + n, star + 3) : NULL;
    return end && end - at - (long)n <= GAP ? at : NULL;
}

/* The phrases of a table that stand anywhere in the text: of some five thousand a handful. */
static const char *const *cut_down(struct arena *a, const char *const *words, const char *text,
                                   const struct fold_pairs *pairs)
{
    const char **out = NULL;
    size_t n = 0, cap = 0;
    for (; *words; words++)
        if (fold_may_have(pairs, *words) && (strchr(*words, '*') || fold_has(text, *words)))
            *(const char **)arena_grow(a, &out, n++, &cap, sizeof *out) = *words;
    *(const char **)arena_grow(a, &out, n, &cap, sizeof *out) = NULL;
    return out;
}

static void cut_tables_down(struct reader *r, const char *text)
{
    struct fold_pairs pairs;
    fold_pairs_of(text, &pairs);
    for (size_t i = 0; i < TABLES; i++)
        r->here[i] = cut_down(r->arena, tables[i].words, text, &pairs);
}

static const char *const *here(const struct reader *r, const char *const *words)
{
    size_t i = 0;
    while (tables[i].words != words)
        i++;
    return r->here[i];
}

/* "It says 'do not reply'": words of others, from a quote behind a blank up to one before a blank.
 */
static bool quoted(const char *text, const char *at)
{
    bool open = false;
    for (const char *p = text; p < at; p++) {
        if (*p != '\'' && *p != '"')
            continue;
        if (p == text || strchr(" (:", p[-1]))
            open = true;
        else if (strchr(" .,;:!?)", p[1]))
            open = false;
    }
    return open;
}

static const char *any_in(const struct reader *r, const char *text, const char *const *words)
{
    for (const char *const *w = here(r, words); *w; w++) {
        const char *at = phrase_in(text, *w);
        if (at && !quoted(text, at))
            return *w;
    }
    return NULL;
}

/* The bytes [from, from + n) of text, cut at characters. */
static void window(const char *text, size_t from, size_t n, char out[WINDOW + 1])
{
    n = n > WINDOW ? WINDOW : n;
    while (n && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++, n--;
    n = utf8_cut(text + from, n);
    memcpy(out, text + from, n);
    out[n] = '\0';
}

/* What stands before it in its part of the sentence. */
static const char *part_before(const char *before)
{
    const char *start = before;
    for (const char *p = before; *p; p++)
        if (strchr(".!,;:?", *p))
            start = p + 1;
    return start + strspn(start, " ");
}

static bool far_east(const char *phrase)
{
    return (unsigned char)phrase[0] >= 0xE3;
}

/* "Xiao Ming now": whoever stands before it, unless that is "I", or why. */
static bool begins_with_a_name(const char *before)
{
    static const char *const no_names[] = {"因", "由于", "由於", "本", "敝", "公司", "私", NULL};
    const char *part = part_before(before), *now = NULL;
    for (const char *const *w = words_now; *w && !now; w++)
        now = far_east(*w) ? strstr(part, *w) : NULL;
    return now && now > part && !fold_any(part, words_myself) &&
           !fold_any_start(part, words_greeting) && !fold_any_start(part, no_names);
}

static bool of_others(const char *before)
{
    return fold_any(before, words_others) || begins_with_a_name(before);
}

/* The Far East leaves out who speaks; of others it says who. */
static bool of_whom_is_silent(const char *before)
{
    return !of_others(before) &&
           (!*before || !fold_any(before, words_these_days) || fold_any(before, words_myself));
}

static bool names(const char *sentence, const char *sender)
{
    for (size_t n; *sender; sender += n + strspn(sender + n, " ,.\"'()")) {
        char word[48];
        n = strcspn(sender, " ,.\"'()");
        if (n < 3 || n >= sizeof word)
            continue;
        memcpy(word, sender, n);
        word[n] = '\0';
        if (fold_has(sentence, word))
            return true;
    }
    return false;
}

/* Whose absence is it, and is it still so? Persons tell of others who are away, and of holidays
 * that are over. */
static bool of_myself(const char *text, const char *phrase)
{
    char before[WINDOW + 1], after[WINDOW + 1];
    const char *at = fold_find(text, phrase);
    size_t start = (size_t)(at - text), n = start < WINDOW ? start : WINDOW;
    window(text, start - n, n, before);
    window(text, start + strlen(phrase), strnlen(at + strlen(phrase), CLITIC), after);
    after[strcspn(after, ".!,;:?")] = '\0';
    const char *part = part_before(before);
    if (fold_any(part, words_was) || fold_any(after, words_been))
        return false;
    if (fold_any(phrase, words_myself))
        return true;
    if (far_east(phrase))
        return of_whom_is_silent(before);
    bool begins = n == 0 || (!*part && fold_any_start(text, words_greeting));
    return begins || fold_any(before, words_myself) || fold_any(after, words_myself) ||
           fold_any_start(part, words_now);
}

/* An absence that needs no "I", unless it is another's. */
static const char *absent_in(const struct reader *r, const char *sentence)
{
    const char *absent = any_in(r, sentence, words_absent);
    if (!absent || !far_east(absent) || strstr(absent, " * "))
        return absent;
    char before[WINDOW + 1];
    size_t start = (size_t)(fold_find(sentence, absent) - sentence);
    size_t n = start < WINDOW ? start : WINDOW;
    window(sentence, start - n, n, before);
    return of_others(before) ? NULL : absent;
}

/* "Currently", unless it is said of somebody else. */
static const char *now_in(const struct reader *r, const char *sentence)
{
    const char *now = any_in(r, sentence, words_now);
    if (!now || !far_east(now))
        return now;
    size_t end = (size_t)(fold_find(sentence, now) - sentence) + strlen(now);
    return begins_with_a_name(arena_strndup(r->arena, sentence, end)) ? NULL : now;
}

/* "Jo Doe is on leave", from Jo Doe, is as good as "I am on leave". */
static const char *away_in(const struct reader *r, const char *sentence)
{
    bool named = names(sentence, r->sender);
    for (const char *const *w = here(r, words_away); *w; w++)
        if (fold_has(sentence, *w) && (named || of_myself(sentence, *w)))
            return *w;
    return NULL;
}

/* "I got an automatic reply" is none, nor is "this is not an automatic reply": the words begin a
 * sentence, or stand close to "this". */
static bool of_this_message(const char *sentence, const char *phrase)
{
    char before[WINDOW + 1];
    size_t start = (size_t)(fold_find(sentence, phrase) - sentence);
    size_t n = start < WINDOW ? start : WINDOW;
    window(sentence, start - n, n, before);
    const char *part = part_before(before);
    size_t len = strlen(part);
    const char *near = part + (len > NEAR ? len - NEAR : 0);
    while (((unsigned char)*near & 0xC0) == 0x80)
        near++;
    if (fold_any(near, words_not))
        return false;
    return !*part || (unsigned char)*phrase >= 0xE0 || fold_any_start(part, words_this) ||
           fold_any(near, words_this_here) || fold_any(phrase, words_this);
}

/* The blank before the next word, or the end. */
static const char *word_end(const char *s)
{
    return s + strcspn(s, " .,;:!?");
}

static bool is_one_of(const char *word, const char *const *words)
{
    size_t n = (size_t)(word_end(word) - word);
    for (; *words; words++)
        if (strlen(*words) == n && !strncmp(word, *words, n))
            return true;
    return false;
}

static bool begins_as(const char *word, const char *const *stems)
{
    for (; *stems; stems++)
        if (!strncmp(word, *stems, strlen(*stems)))
            return true;
    return false;
}

/* "automatically scanned": what was done to it, behind s; that tells of no machine that wrote it.
 */
static bool only_handled(const char *s)
{
    for (int words = 0; words < 3 && *s == ' '; words++, s = word_end(s))
        if (begins_as(++s, words_handled_stems))
            return true;
    return false;
}

/* "This is an automated x", whatever a message is called there: "dette er et automatisk svar". */
static const char *calls_itself_automatic(const struct reader *r, const char *sentence)
{
    const char *p = fold_any_start(sentence, words_this), *before = "";
    if (!p)
        return NULL;
    for (p = sentence + strlen(p); *p == ' '; p = word_end(p)) {
        p++;
        if (begins_as(p, words_automatic_stems))
            break;
        if (!is_one_of(p, words_is) && (*before || !begins_as(p, words_message_stems)))
            return NULL;
        before = begins_as(p, words_message_stems) ? p : before;
    }
    const char *end = word_end(p);
    bool message = *before || (*end == ' ' && begins_as(end + 1, words_message_stems));
    if (only_handled(end))
        return NULL;
    return *p && message ? arena_strndup(r->arena, sentence, (size_t)(end - sentence)) : NULL;
}

static const char *automatic_in(const struct reader *r, const char *sentence)
{
    const char *called = calls_itself_automatic(r, sentence);
    if (called)
        return called;
    for (const char *const *w = here(r, words_auto_body); *w; w++)
        if (fold_has(sentence, *w) && of_this_message(sentence, *w) &&
            !only_handled(fold_find(sentence, *w) + strlen(*w)))
            return *w;
    return NULL;
}

/* --- sentences -------------------------------------------------------------------------------- */

/* Persons tell that others have left. */
static void read_gone(struct reader *r, const char *sentence, const char *gone)
{
    if (!gone)
        return;
    if (names(sentence, r->sender))
        r->out->phrase[SAYS_GONE_NAME] = gone;
    if (far_east(gone) || names(sentence, r->sender) || fold_any(sentence, words_myself) ||
        strstr(gone, "ne suis") || strstr(gone, "ai quitté"))
        r->out->phrase[SAYS_GONE] = gone;
}

static void read_formulas(struct reader *r, const char *sentence)
{
    struct clauses found = {0}, *out = r->out;
    found.phrase[SAYS_AWAY] = absent_in(r, sentence);
    if (!found.phrase[SAYS_AWAY])
        found.phrase[SAYS_AWAY] = away_in(r, sentence);
    r->out->then |= found.phrase[SAYS_AWAY] && fold_any(sentence, words_then);
    if (names(sentence, r->sender) && !fold_any(sentence, words_myself))
        found.phrase[SAYS_AWAY_NAME] = found.phrase[SAYS_AWAY];
    found.phrase[SAYS_AUTOMATIC] = automatic_in(r, sentence);
    for (const struct table *t = tables; t->what < SAYS_COUNT; t++)
        found.phrase[t->what] = any_in(r, sentence, t->words);
    found.phrase[SAYS_NOW] = now_in(r, sentence);
    const char *gone = any_in(r, sentence, words_gone);
    bool formula = gone != NULL;
    for (int i = 0; i < SAYS_COUNT; i++) {
        formula |= found.phrase[i] && i != SAYS_NOW && i != SAYS_CLICK && i != SAYS_PASSED &&
                   i != SAYS_TONIGHT;
        if (!out->phrase[i])
            out->phrase[i] = found.phrase[i];
    }
    out->formulas += formula;
    read_gone(r, sentence, gone);
}

static bool says_any(const struct reader *r, const char *part)
{
    for (const struct table *t = tables; t->what < SAYS_COUNT; t++)
        if (t->what != SAYS_NOW && t->what != SAYS_TONIGHT && any_in(r, part, t->words))
            return true;
    return any_in(r, part, words_away) || any_in(r, part, words_absent) ||
           calls_itself_automatic(r, part + strspn(part, " -")) ||
           any_in(r, part, words_auto_body) || any_in(r, part, words_gone);
}

/* "Tuesdays and Thursdays" tells nothing: of all its words but one are dates. */
static bool only_dates(struct arena *a, const char *part)
{
    unsigned others = 0;
    for (size_t n; *part && others < 2; part += n + strspn(part + n, " .,/-")) {
        n = strcspn(part, " .,/-");
        const char *word = arena_strndup(a, part, n);
        const char *one = n > 1 && word[n - 1] == 's' ? arena_strndup(a, part, n - 1) : word;
        bool figure = *word >= '0' && *word <= '9';
        others += n && !figure && !date_is_word(word) && !date_is_word(one);
    }
    return others < 2;
}

/* Words, or as many characters of the Far East as would say the same. */
static unsigned words_of(const char *s)
{
    unsigned words = 0, signs = 0, c;
    for (bool inside = false; *s; s += fold_char(s, strnlen(s, 4), &c)) {
        fold_char(s, strnlen(s, 4), &c);
        bool letter = fold_letter(c) && !(c >= '0' && c <= '9');
        signs += letter && c >= 0x0E00 && (c < 0x1100 || c >= 0x3000);
        words += letter && !inside;
        inside = letter || c == '\'' || c == '-' || c == '.' || c == '@' || c == '/';
    }
    return words > signs / 2 ? words : signs / 2;
}

static void read_part(struct reader *r, const char *part, bool stopped)
{
    part += strspn(part, " -");
    if (!*part || fold_any_start(part, words_greeting) || fold_any_start(part, words_closing))
        return;
    r->out->personal += any_in(r, part, words_personal) && !fold_any(part, words_helpful);
    unsigned words = words_of(part);
    bool signature = !stopped && names(part, r->sender);
    bool own = !signature && words >= (stopped ? A_CLAUSE : A_FEW);
    bool turns = words >= A_CLAUSE && fold_any_start(part, words_contrast);
    if (own && words <= DATES)
        own = !only_dates(r->arena, part);
    if ((own || turns) && !says_any(r, part)) {
        r->out->own += own;
        r->out->led += own && !r->out->formulas;
        r->out->personal += turns;
    }
}

/* Where the part that begins here ends: at a mark, or before a "but". */
static size_t part_size(const char *s)
{
    size_t n = 0;
    while (s[n]) {
        if (strchr(",:()\"", s[n]) || !strncmp(s + n, " - ", 3) || !strncmp(s + n, "、", 3))
            break;
        if (n && s[n] == ' ' && fold_any_start(s + n + 1, words_but))
            break;
        n++;
    }
    return n;
}

/* No "?" of an address in the web. */
static bool is_question(const char *sentence)
{
    for (const char *p = sentence; (p = strchr(p, '?')); p++)
        if (!p[1] || strchr(" )\"'!?", p[1]) || (unsigned char)p[1] >= 0xE0)
            return true;
    return strstr(sentence, "؟") != NULL;
}

static void read_sentence(struct reader *r, const char *s, size_t len)
{
    char *sentence = arena_strndup(r->arena, s, len < SENTENCE ? len : SENTENCE);
    if (is_question(sentence) && words_of(sentence) >= 3) { /* no "Urgent?" */
        r->out->asks = true;
        return;
    }
    read_formulas(r, sentence);
    for (char *p = sentence; *p;) {
        size_t n = part_size(p);
        char next = p[n];
        p[n] = '\0';
        read_part(r, p, !next && strchr(".!", p[n - (n > 0)]));
        p[n] = next;
        p += n + (next != '\0');
    }
}

/* A year or a telephone number ends here, and no day of a month. */
static bool ends_figure(const char *start, const char *stop)
{
    const char *p = stop;
    while (p > start && p[-1] >= '0' && p[-1] <= '9')
        p--;
    bool grouped = p - start > 1 && (p[-1] == ' ' || p[-1] == '-') && p[-2] >= '0' && p[-2] <= '9';
    return stop - p > 2 || (stop > p && grouped);
}

/* A full stop ends a sentence, but not behind a figure ("16. November") or a letter ("z. B."). */
static bool ends_here(const char *start, const char *p)
{
    if (*p == '\n' || !strncmp(p, "。", 3) || !strncmp(p, "।", 3) || !strncmp(p, "؟", 2))
        return true;
    if (!strchr(".!?;", *p) || (p[1] && p[1] != ' ' && p[1] != '\n' && (unsigned char)p[1] < 0xE0))
        return false;
    if (*p != '.' || ends_figure(start, p))
        return true;
    return p - start >= 2 && !(p[-1] >= '0' && p[-1] <= '9') && p[-2] != ' ' && p[-2] != '.';
}

/* --- together -------------------------------------------------------------------------------- */

static void read_all(struct reader *r, const char *text)
{
    const char *p = paragraphs_of(r->arena, text), *start = p;
    cut_tables_down(r, p);
    while (*p) {
        unsigned c;
        bool end = ends_here(start, p);
        size_t mark = fold_char(p, strnlen(p, 4), &c);
        if (end)
            read_sentence(r, start, (size_t)(p - start) + (c == '\n' ? 0 : mark));
        p += mark;
        if (end)
            start = p + (*p == ' ');
    }
    read_sentence(r, start, (size_t)(p - start));
}

void clauses_read(struct arena *a, const char *text, const char *sender, struct clauses *out)
{
    struct reader r = {.arena = a, .sender = fold_text(a, sender, strlen(sender)), .out = out};
    const struct clauses begun = {.by_name = paragraphs_greet_by_name(a, text),
                                  .to_group = paragraphs_greet_group(a, text)};
    size_t signature = paragraphs_signature(a, text, r.sender);
    *out = begun;
    if (signature) {
        read_all(&r, arena_strndup(a, text, signature));
        if (!out->formulas)
            return; /* those of a signature are no part of what is said */
        *out = begun;
    }
    read_all(&r, text);
}
