/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choices as people say them. Every way of saying "not reached" is looked for
 * before "reached", and what it was found in is taken out of the text, so that
 * "I have not reached her" is no "reached". What is left of two choices, or of
 * one behind a "not", is asked back. */
#include "words/answer_values.h"
#include "words/fold.h"
#include "words/tongue.h"
#include <string.h>

#define NEGATION_REACH 4   /* words between a "not" and what it denies */
#define REACH_BYTES    200 /* that these take up */
#define DENIED_BEHIND  6   /* words where the "not" comes last */

#define BEGINNING_WORDS 4   /* of a sentence, in which a yes or a no is believed */
#define TAKEN           '~' /* instead of a phrase that was found */
#define PASSED_OVER     '^' /* instead of what is not looked at */

/* All phrases are written as fold.h folds them. */
static const char *const not_reached[] = {"no luck",
                                          "no answer",
                                          "no response",
                                          "no reply",
                                          "no contact",
                                          "no success",
                                          "no word",
                                          "not reached",
                                          "not yet reached",
                                          "never reached",
                                          "not reachable",
                                          "unreachable",
                                          "unable to reach",
                                          "unable to contact",
                                          "unable to get hold of",
                                          "unable to speak",
                                          "unable to get through",
                                          "not able to reach",
                                          "not able to contact",
                                          "not able to get hold of",
                                          "not able to speak",
                                          "wasn't able to reach",
                                          "wasn't able to contact",
                                          "wasn't able to get hold of",
                                          "couldn't reach",
                                          "could not reach",
                                          "can't reach",
                                          "cannot reach",
                                          "can not reach",
                                          "didn't reach",
                                          "did not reach",
                                          "haven't reached",
                                          "hasn't reached",
                                          "haven't been able to reach",
                                          "have not been able to reach",
                                          "failed to reach",
                                          "couldn't get hold of",
                                          "could not get hold of",
                                          "can't get hold of",
                                          "cannot get hold of",
                                          "didn't get hold of",
                                          "did not get hold of",
                                          "haven't got hold of",
                                          "haven't gotten hold of",
                                          "couldn't get a hold of",
                                          "couldn't get through",
                                          "could not get through",
                                          "can't get through",
                                          "didn't get through",
                                          "did not get through",
                                          "couldn't contact",
                                          "could not contact",
                                          "couldn't get in touch",
                                          "could not get in touch",
                                          "haven't been able to get in touch",
                                          "haven't been able to contact",
                                          "haven't been able to get hold of",
                                          "couldn't speak",
                                          "could not speak",
                                          "didn't speak",
                                          "did not speak",
                                          "haven't spoken",
                                          "have not spoken",
                                          "couldn't talk",
                                          "didn't talk",
                                          "did not talk",
                                          "haven't talked",
                                          "haven't heard",
                                          "have not heard",
                                          "didn't hear",
                                          "did not hear",
                                          "hasn't answered",
                                          "has not answered",
                                          "didn't answer",
                                          "did not answer",
                                          "doesn't answer",
                                          "does not answer",
                                          "isn't answering",
                                          "not answering",
                                          "never answered",
                                          "didn't pick up",
                                          "did not pick up",
                                          "doesn't pick up",
                                          "didn't respond",
                                          "did not respond",
                                          "hasn't responded",
                                          "has not responded",
                                          "not responding",
                                          "didn't reply",
                                          "did not reply",
                                          "hasn't replied",
                                          "has not replied",
                                          "nobody answered",
                                          "nobody picked up",
                                          "only voicemail",
                                          "voicemail only",
                                          "went to voicemail",
                                          "left a message",
                                          "left a voicemail",
                                          "left voicemail",
                                          "still silent",
                                          "still nothing",
                                          "nothing yet",
                                          "couldn't find",
                                          NULL};

static const char *const reached[] = {"reached",        "spoke to",      "spoke with",
                                      "spoken to",      "spoken with",   "talked to",
                                      "talked with",    "got hold of",   "got a hold of",
                                      "gotten hold of", "got through",   "got in touch",
                                      "been in touch",  "are in touch",  "am in touch",
                                      "in touch with",  "had a call",    "had a chat",
                                      "had a talk",     "we spoke",      "we talked",
                                      "we met",         "met her",       "met him",
                                      "met them",       "met with",      "she answered",
                                      "he answered",    "they answered", "has answered",
                                      "she replied",    "he replied",    "they replied",
                                      "has replied",    "picked up",     "heard from",
                                      "heard back",     "she phoned",    "he phoned",
                                      "called me back", "rang me back",  NULL};

static const char *const yes[] = {"yes",
                                  "yep",
                                  "yeah",
                                  "yup",
                                  "sure",
                                  "of course",
                                  "certainly",
                                  "definitely",
                                  "ok",
                                  "okay",
                                  "absolutely",
                                  "i do",
                                  "agreed",
                                  "i agree",
                                  "gladly",
                                  "with pleasure",
                                  "happy to",
                                  "i would",
                                  "it did",
                                  "we did",
                                  "approved",
                                  "i approve",
                                  "confirmed",
                                  "go ahead",
                                  "please do",
                                  "by all means",
                                  "fine by me",
                                  "fine with me",
                                  "i'd love to",
                                  "i'd like to",
                                  "count me in",
                                  "i'm in",
                                  "i can make it",
                                  "i'll be there",
                                  "sounds good",
                                  "works for me",
                                  "\xF0\x9F\x91\x8D", /* thumbs up */
                                  NULL};
static const char *const no[] = {"no",
                                 "nope",
                                 "not really",
                                 "i don't",
                                 "i do not",

                                 "not at all",
                                 "i can't.",
                                 "i cannot.",
                                 "can't, sorry",
                                 "sorry, can't",
                                 "i'm afraid not",
                                 "i am afraid not",
                                 "never",
                                 "rather not",
                                 "not ok",
                                 "not okay",
                                 "i disagree",
                                 "it didn't",
                                 "it did not",
                                 "we didn't",
                                 "we did not",
                                 "i wouldn't",
                                 "i would not",
                                 "of course not",
                                 "certainly not",
                                 "definitely not",
                                 "absolutely not",
                                 "not happy to",
                                 "not approved",
                                 "denied",
                                 "declined",
                                 "rejected",
                                 "i decline",
                                 "i can't make",
                                 "i cannot make",
                                 "i can't come",
                                 "i cannot come",
                                 "i can't do",
                                 "i cannot do",
                                 "i can't attend",
                                 "i cannot attend",
                                 "can't make it",
                                 "cannot make it",
                                 "count me out",
                                 "i won't",
                                 "i will not",
                                 "not this time",
                                 "i'm not able",
                                 "i am not able",
                                 "i'm unable",
                                 "i am unable",
                                 NULL};

static const struct meaning {
    const char *choice;
    const char *const *phrases;
} meanings[] = {{"not reached", not_reached}, {"reached", reached}, {"yes", yes}, {"no", no}};

static const char *const *phrases_of(const char *choice)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i].choice, choice) == 0)
            return meanings[i].phrases;
    return NULL;
}

static const char *plain(struct arena *a, const char *s)
{
    char *out = fold_text(a, s, strlen(s));
    for (char *p = out; *p; p++)
        if (*p == '_' || *p == '-')
            *p = ' ';
    return out;
}

/* Sentences that ask say nothing. Each becomes blanks, in place. */
static void blank_questions(char *text)
{
    char *start = text;
    for (char *p = text; *p; p++) {
        if (*p == '?')
            memset(start, ' ', (size_t)(p - start) + 1);
        if (strchr(".!?\n", *p))
            start = p + 1;
    }
}

/* Folded line by line, so that sentences still end at the ends of lines. */
static char *comparable(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);
    for (char *p = copy; *p; p++)
        if (*p == '\n')
            *p = '.';
    char *out = arena_printf(a, "%s.", plain(a, copy)); /* the last sentence ends too */
    blank_questions(out);
    return out;
}

static bool is_negation(const char *word, size_t n)
{
    static const char *const words[] = {
        "not",    "never",  "no",    "nobody", "neither", "hardly", "barely", "without",
        "cannot", "if",     "until", "unless", "when",    "try",    "trying", "will",
        "hope",   "hoping", "once",  "almost", "nearly",  NULL};
    if (n > 3 && memcmp(word + n - 3, "n't", 3) == 0)
        return true;
    for (size_t i = 0; words[i]; i++)
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
            return true;
    return false;
}

static bool stands_whole(const char *list, const char *word, size_t n)
{
    return tongue_stands(word, list) == n;
}

/* The bytes of the word at s, no more than any that is looked for has. */
static size_t word_size(const char *s)
{
    size_t n = 0;
    while (n < TONGUE_PHRASE_BYTES && s[n] && !strchr(" .!,;:", s[n]))
        n++;
    return n;
}

/* "Ich erreichte sie nicht": other languages deny what stood before. */
static bool is_denied_behind(const struct tongue *t, const char *at)
{
    for (int words = 0; words < DENIED_BEHIND && *at && !strchr(".!,;:", *at); words++) {
        at += strspn(at, " ~");
        size_t n = word_size(at);
        if (n && stands_whole(t->denials, at, n))
            return true;
        at += n;
    }
    return false;
}

/* Does a "not" or an "if" stand in the few words before at, in the same sentence? */
static bool is_denied(const struct tongue *t, const char *text, const char *at)
{
    text = at - text > REACH_BYTES ? at - REACH_BYTES : text;
    for (int words = 0; words < NEGATION_REACH && at > text; words++) {
        while (at > text && at[-1] == ' ')
            at--;
        const char *end = at;
        if (at > text && strchr(".!,;:", at[-1]))
            return false;
        while (at > text && !strchr(" .!,;:", at[-1]))
            at--;
        if (is_negation(at, (size_t)(end - at)) ||
            (t && stands_whole(t->denials, at, (size_t)(end - at))))
            return true;
    }
    return false;
}

enum said { SAID_NOT, SAID, SAID_UNCLEAR };

/* One text that is looked through for what it says. */
struct hearing {
    struct arena *arena;
    const struct tongue *tongue; /* NULL: English alone */
    char *text;
};

static void take_out(struct hearing *h, const char *phrase, bool guarded, enum said *said)
{
    size_t n = strlen(phrase);
    for (char *at = h->text; (at = (char *)fold_find(at, phrase)); at += n) {
        bool denied = guarded && (is_denied(h->tongue, h->text, at) ||
                                  (h->tongue && is_denied_behind(h->tongue, at + n)));
        if (denied)
            *said = SAID_UNCLEAR;
        else if (*said == SAID_NOT)
            *said = SAID;
        memset(at, TAKEN, n);
    }
}

/* The writer's own words for it. A lone "si" is a "yes", but "si puedo" is an "if". */
static void take_out_theirs(struct hearing *h, const char *english, bool guarded, enum said *said)
{
    const char *list = tongue_says(h->tongue, english);
    char phrase[TONGUE_PHRASE_BYTES];
    while (tongue_next(&list, phrase, sizeof phrase)) {
        if (stands_whole(h->tongue->denials, phrase, strlen(phrase)) &&
            strcmp(english, "no") != 0) {
            take_out(h, arena_printf(h->arena, "%s.", phrase), guarded, said);
            take_out(h, arena_printf(h->arena, "%s,", phrase), guarded, said);
        } else {
            take_out(h, phrase, guarded, said);
        }
    }
}

/* Takes the ways of saying the choice out of text; longer ones first within the choice's name. */
static enum said says(struct hearing *h, const char *choice)
{
    enum said said = SAID_NOT;
    const char *name = plain(h->arena, choice);
    const char *const *more = phrases_of(name);
    bool negative = is_negation(name, strcspn(name, " "));
    for (size_t i = 0; more && more[i]; i++)
        take_out_theirs(h, more[i], !negative, &said);
    if (!more || strcmp(more[0], name) != 0)
        take_out_theirs(h, name, !negative, &said);
    for (size_t i = 0; more && more[i]; i++)
        take_out(h, more[i], !negative, &said);
    take_out(h, name, !negative, &said);
    return said;
}

/* "no" begins "no luck": a choice is looked for after those that say it with more. */
static bool is_negative(struct arena *a, const char *choice)
{
    const char *name = plain(a, choice);
    return is_negation(name, strcspn(name, " "));
}

struct tally {
    const char *choice;
    size_t said;
    bool unclear;
};

static void count(struct hearing *h, const char *const *choices, bool negative, struct tally *t)
{
    for (; *choices; choices++) {
        if (is_negative(h->arena, *choices) != negative)
            continue;
        enum said s = says(h, *choices);
        t->unclear = t->unclear || s == SAID_UNCLEAR;
        if (s == SAID) {
            t->choice = *choices;
            t->said++;
        }
    }
}

static const char *list_of(struct arena *a, const char *const *choices)
{
    const char *all = *choices;
    for (size_t i = 1; choices[i]; i++)
        all = arena_printf(a, choices[i + 1] ? "%s, %s" : "%s or %s", all, choices[i]);
    return all;
}

/* What makes less than a yes of it: "Yes, but only from March". */
static bool says_but(const struct tongue *t, const char *sentence)
{
    static const char *const words[] = {"but",     "however",      "although",   "though",
                                        "if",      "unless",       "except",     "provided",
                                        "only",    "until",        "as long as", "not before",
                                        "depends", "on condition", NULL};
    return tongue_has(t, "but", sentence) || fold_any(sentence, words);
}

/* A sentence in which the answer stands takes it back or adds to it. text: as it was before the
 * answers were taken out. */
static bool is_hedged(const struct hearing *h, const char *text)
{
    size_t from = 0, n;
    for (; text[from]; from += n + (text[from + n] != '\0')) {
        n = strcspn(text + from, ".!");
        char *rest = arena_strndup(h->arena, text + from, n);
        for (size_t i = 0; i < n; i++)
            if (h->text[from + i] == TAKEN)
                rest[i] = ' '; /* "si" is a yes and an if */
        if (memchr(h->text + from, TAKEN, n) && says_but(h->tongue, rest))
            return true;
    }
    return false;
}

/* yes and no are believed at the beginning of a sentence only: "there is no hurry". */
static void keep_beginnings(char *text)
{
    bool kept = true;
    size_t words = 0;
    for (char *p = text; *p; p++) {
        if (strchr(".!", *p)) {
            words = 0;
            kept = true;
        } else if (*p == ' ' && p > text && p[-1] != ' ' && !strchr(".!", p[-1])) {
            kept = ++words < BEGINNING_WORDS;
        }
        if (!kept)
            *p = PASSED_OVER;
    }
}

/* "I have no idea" says no no: what follows is what there is none of. */
static void pass_over_no_of(char *text)
{
    static const char *const follow[] = {"i",     "i'm",  "we",      "she",           "he",
                                         "they",  "it",   "thanks",  "thank",         "sorry",
                                         "not",   "but",  "because", "unfortunately", "please",
                                         "there", "this", "that",    "that's",        "and",
                                         "or",    NULL};
    for (char *p = text; (p = strstr(p, "no ")); p += 3) {
        size_t n = strcspn(p + 3, " .,;:!"), i = 0;
        while (follow[i] && (strlen(follow[i]) != n || memcmp(follow[i], p + 3, n) != 0))
            i++;
        if ((p == text || p[-1] == ' ') && n && !follow[i])
            memset(p, PASSED_OVER, 2);
    }
}

/* "I don't know" begins like a no, and leaves room for one: "No, I don't know her." */
static bool take_out_undecided(struct hearing *h)
{
    static const char *const words[] = {"i don't know",  "i do not know",       "i don't mind",
                                        "i do not mind", "i don't see why not", NULL};
    enum said said = SAID_NOT;
    take_out_theirs(h, words[0], false, &said);
    for (size_t i = 0; words[i]; i++)
        take_out(h, words[i], false, &said);
    return said != SAID_NOT;
}

/* What is no problem is no "no". */
static void pass_over_no_problem(struct hearing *h)
{
    enum said ignored = SAID_NOT;
    take_out_theirs(h, "no problem", false, &ignored);
}

/* "Spoke with her mother only", "reached out to her": somebody or something else was reached. */
static bool is_other_reached(const struct hearing *h, const char *whole)
{
    static const char *const others[] = {
        "only",        "reached out", "reached a",  "reached an",        "reached the",
        "reached our", "voicemail",   "voice mail", "answering machine", NULL};
    return tongue_has(h->tongue, "only", whole) || fold_any(whole, others);
}

/* Is what was chosen taken back by the words round it? */
static bool is_doubtful(const struct hearing *h, const struct tally *t, const char *whole,
                        bool undecided)
{
    if (!t->said)
        return undecided;
    if (strcmp(t->choice, "no") == 0)
        return fold_has(whole, "yes"); /* "No, but next month yes" */
    if (strcmp(t->choice, "yes") == 0)
        return undecided || is_hedged(h, whole);
    return strcmp(t->choice, "reached") == 0 && is_other_reached(h, whole);
}

static bool is_yes_no(const char *const *choices)
{
    return strcmp(choices[0], "yes") == 0 || strcmp(choices[0], "no") == 0;
}

struct answer_found answer_choice(struct arena *a, const char *const *choices, const char *text,
                                  const struct writer *w, bool labelled)
{
    struct hearing h = {a, tongue_of(w->language), comparable(a, text)};
    struct tally t = {0};
    bool undecided = false;
    for (size_t i = 0; choices[i]; i++)
        if (strcmp(plain(a, choices[i]), plain(a, text)) == 0)
            return (struct answer_found){choices[i], NULL};
    const char *whole = arena_strdup(a, h.text);
    if (is_yes_no(choices)) {
        keep_beginnings(h.text);
        pass_over_no_problem(&h);
        undecided = take_out_undecided(&h);
        if (!h.tongue)
            pass_over_no_of(h.text);
    }
    count(&h, choices, true, &t);
    count(&h, choices, false, &t);
    t.unclear = t.unclear || is_doubtful(&h, &t, whole, undecided);
    if (t.said == 1 && !t.unclear)
        return (struct answer_found){t.choice, NULL};
    if (!t.said && !t.unclear && !labelled)
        return (struct answer_found){0};
    return (struct answer_found){NULL,
                                 arena_printf(a, "does not clearly say %s", list_of(a, choices))};
}
