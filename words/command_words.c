/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands before a verb: numbers and names. And what is nearly a verb. */
#include "words/command_parts.h"
#include "words/fold.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NUMBER 999

static bool add_number(struct command_parse *p, int n)
{
    if (n < 1 || n > MAX_NUMBER || p->numbers_count == COMMAND_NUMBERS_MAX)
        return false;
    p->numbers[p->numbers_count++] = n;
    return true;
}

static bool small_number_at(const char *s)
{
    size_t digits = strspn(s, "0123456789");

    return digits > 0 && digits <= 3;
}

/* "4", "1-3"; a year is no number of a digest. *s: behind it. */
static bool add_range(struct command_parse *p, const char **s)
{
    char *end;
    if (!small_number_at(*s))
        return false;
    int first = (int)strtol(*s, &end, 10), last = first;
    if (*end == '-' && small_number_at(end + 1))
        last = (int)strtol(end + 1, &end, 10);
    if (last < first || last - first >= COMMAND_NUMBERS_MAX)
        return false;
    for (int n = first; n <= last; n++)
        if (!add_number(p, n))
            return false;
    *s = end;
    return true;
}

/* One word of them: "#4", "1-3", "1+2", "1,2,3". */
static bool take_number(struct command_parse *p)
{
    const char *s = p->line->at[p->i].folded;
    size_t before = p->numbers_count;
    s += *s == '#';
    bool read = add_range(p, &s);
    while (read && *s && strchr("+&,", *s)) {
        s++;
        read = add_range(p, &s);
    }
    if (read && !*s) {
        p->i++;
        return true;
    }
    p->numbers_count = before;
    return false;
}

bool command_is_number(const struct line_word *w)
{
    return small_number_at(w->folded) && w->folded[strspn(w->folded, "0123456789")] == '\0';
}

bool command_numbers_read(struct command_parse *p)
{
    static const char *const called[] = {"no",    "nr",   "number", "numbers", "line",
                                         "lines", "item", "items",  NULL};
    static const char *const joint[] = {"and", "&", "+", NULL};
    size_t start = p->i, count = p->numbers_count;
    if (p->i + 1 < p->line->count && fold_is_any(p->line->at[p->i].folded, called))
        p->i++;
    bool more = true;
    while (more && p->i < p->line->count && take_number(p)) {
        char mark = p->line->at[p->i - 1].mark;
        size_t joined = p->i < p->line->count ? part_match(p, joint) : 0;
        p->i += joined;
        more = joined || mark == ',' ||
               (!mark && p->i < p->line->count && command_is_number(&p->line->at[p->i]));
    }
    if (p->numbers_count > count)
        return true;
    p->i = start;
    return false;
}

/* "I've", "she'll", "who'd": no names, as O'Neil is one. */
static bool is_short_form(const struct line_word *w)
{
    static const char *const ends[] = {"ve", "ll", "re", "d", "m", "t", "s", NULL};
    const char *mark = strrchr(w->folded, '\'');

    return mark && fold_is_any(mark + 1, ends);
}

/* Not a word that only begins a sentence. */
bool command_may_name(const struct line_word *w)
{
    static const char *const words[] = {
        "i",         "i'm",        "im",        "we",        "we're",     "she",       "she's",
        "he",        "he's",       "they",      "they're",   "it",        "it's",      "that",
        "that's",    "this",       "these",     "those",     "you",       "you're",    "all",
        "all's",     "everything", "everyone",  "everybody", "nothing",   "nobody",    "things",
        "is",        "am",         "are",       "was",       "were",      "be",        "not",
        "never",     "yes",        "no",        "ok",        "okay",      "thanks",    "thank",
        "hi",        "hello",      "hey",       "dear",      "the",       "a",         "an",
        "my",        "our",        "your",      "his",       "her",       "their",     "mentor",
        "mentee",    "mentors",    "mentees",   "still",     "just",      "also",      "and",
        "but",       "or",         "so",        "if",        "then",      "now",       "today",
        "great",     "good",       "fine",      "sure",      "sounds",    "looks",     "seems",
        "feels",     "works",      "goes",      "mostly",    "pretty",    "quite",     "very",
        "really",    "currently",  "finally",   "well",      "please",    "sorry",     "oh",
        "ah",        "subject",    "status",    "note",      "notes",     "answer",    "re",
        "fwd",       "ps",         "from",      "to",        "date",      "who",       "what",
        "when",      "where",      "why",       "how",       "can",       "could",     "would",
        "should",    "will",       "do",        "does",      "did",       "don't",     "didn't",
        "can't",     "cannot",     "couldn't",  "won't",     "has",       "have",      "haven't",
        "hasn't",    "had",        "let's",     "let",       "nice",      "full",      "bus",
        "non",       "with",       "without",   "for",       "in",        "on",        "at",
        "by",        "of",         "as",        "since",     "because",   "life",      "work",
        "school",    "family",     "kids",      "mum",       "mom",       "dad",       "week",
        "month",     "meeting",    "meetings",  "call",      "january",   "february",  "march",
        "april",     "may",        "june",      "july",      "august",    "september", "october",
        "november",  "december",   "monday",    "tuesday",   "wednesday", "thursday",  "friday",
        "saturday",  "sunday",     "yesterday", "tomorrow",  "nonstop",   "pit",       "truck",
        "full-stop", "always",     "both",      "some",      "only",      "even",      "maybe",
        "perhaps",   "almost",     "already",   "more",      "most",      "perfect",   "match",
        NULL};
    size_t n = strlen(w->folded);
    if (n < 2 || strspn(w->folded, "0123456789") || fold_is_any(w->folded, words) ||
        is_short_form(w))
        return false;
    return n < 6 || strcmp(w->folded + n - 3, "ing") != 0;
}

bool command_is_name(const struct line_word *w)
{
    return w->capital && command_may_name(w);
}

const char *command_nearest(const char *folded, bool meant_as_order)
{
    static const char *const verbs[] = {"snooze",  "reassign",      "reached",     "undo",
                                        "stop",    "help",          "follow-up",   "followup",
                                        "unmatch", "mentee-silent", "unsubscribe", NULL};
    static const char *const alike[] = {
        "step",    "shop",     "top",       "stops",      "atop",         "stoop",
        "strop",   "held",     "hell",      "heap",       "hello",        "kelp",
        "helps",   "yelp",     "whelp",     "stopped",    "reach",        "reaches",
        "teaches", "preached", "reacted",   "beached",    "leached",      "breached",
        "watched", "related",  "replaced",  "released",   "matched",      "match",
        "under",   "until",    "unto",      "undue",      "undid",        "design",
        "resign",  "assign",   "assigned",  "follows",    "followed",     "follow",
        "snoozed", "sneeze",   "subscribe", "subscribed", "unsubscribed", "slop",
        "stow",    "stomp",    "also",      "hep",        "sto",          NULL};
    if (strlen(folded) < 4 || fold_is_any(folded, verbs) ||
        (!meant_as_order && fold_is_any(folded, alike)))
        return NULL;
    return nearest_word(folded, verbs);
}
