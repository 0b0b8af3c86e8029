/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_prose.c - lines that are no orders: those that open and close a letter and say
 * nothing else, and those that take an order back. */
#include "words/command_parts.h"

#include "words/fold.h"
#include <stdlib.h>
#include <string.h>

#define NAME_WORDS 3

/* Up to three names behind: "Hi there", "Dear Carol Day". */
static const char *const greetings[] = {"hi",
                                        "hello",
                                        "hey",
                                        "dear",
                                        "hi there",
                                        "hello there",
                                        "hey there",
                                        "good morning",
                                        "good day",
                                        "good evening",
                                        "good afternoon",
                                        "hola",
                                        "querida",
                                        "querido",
                                        "estimada",
                                        "estimado",
                                        "buenos días",
                                        "buenas tardes",
                                        "hallo",
                                        "liebe",
                                        "lieber",
                                        "guten tag",
                                        "guten morgen",
                                        "guten abend",
                                        "bonjour",
                                        "bonsoir",
                                        "chère",
                                        "cher",
                                        "salut",
                                        "olá",
                                        "oi",
                                        "bom dia",
                                        "boa tarde",
                                        "cara",
                                        "caro",
                                        "ciao",
                                        "buongiorno",
                                        "beste",
                                        "goedemorgen",
                                        "goedemiddag",
                                        "dag",
                                        NULL};

static const char *const closings[] = {"thanks",
                                       "thank you",
                                       "thanks a lot",
                                       "many thanks",
                                       "thank you very much",
                                       "thanks so much",
                                       "thank you so much",
                                       "thanks for this",
                                       "thanks for the list",
                                       "this is great",
                                       "this is lovely",
                                       "this is helpful",
                                       "this is very helpful",
                                       "that's great",
                                       "very helpful",
                                       "much appreciated",
                                       "thx",
                                       "cheers",
                                       "ta",
                                       "best",
                                       "all the best",
                                       "best wishes",
                                       "best regards",
                                       "kind regards",
                                       "warm regards",
                                       "warmly",
                                       "regards",
                                       "with best wishes",
                                       "with kind regards",
                                       "with thanks",
                                       "yours",
                                       "yours sincerely",
                                       "sincerely",
                                       "take care",
                                       "have a nice day",
                                       "have a good day",
                                       "have a good week",
                                       "have a great week",
                                       "have a nice weekend",
                                       "have a good weekend",
                                       "talk soon",
                                       "see you",
                                       "see you soon",
                                       "love",
                                       "xx",
                                       "x",
                                       "gracias",
                                       "muchas gracias",
                                       "saludos",
                                       "un saludo",
                                       "un abrazo",
                                       "danke",
                                       "vielen dank",
                                       "danke schön",
                                       "viele grüße",
                                       "liebe grüße",
                                       "beste grüße",
                                       "mit freundlichen grüßen",
                                       "herzliche grüße",
                                       "lg",
                                       "vg",
                                       "mfg",
                                       "merci",
                                       "merci beaucoup",
                                       "cordialement",
                                       "bien cordialement",
                                       "bien à vous",
                                       "obrigada",
                                       "obrigado",
                                       "abraço",
                                       "atenciosamente",
                                       "grazie",
                                       "cordiali saluti",
                                       "un saluto",
                                       "bedankt",
                                       "groeten",
                                       "groetjes",
                                       "met vriendelijke groet",
                                       NULL};

bool command_is_courtesy(const struct line_words *line)
{
    struct command_parse p = {.line = line};
    size_t names = 0, n;

    if (line->more)
        return false;
    n = part_match(&p, greetings);
    for (p.i = n; n && p.i < line->count && line->at[p.i].capital; p.i++)
        names++;
    if (n && names <= NAME_WORDS && p.i == line->count)
        return true;
    for (p.i = 0; p.i < line->count && (n = part_match(&p, closings)) > 0;)
        p.i += n;
    for (names = 0; p.i > 0 && p.i < line->count && line->at[p.i].capital; p.i++)
        names++;
    return p.i > 0 && p.i == line->count && names <= NAME_WORDS;
}

const char *command_addressee(struct arena *a, const char *text)
{
    struct line_words line;
    struct command_parse p = {.arena = a, .line = &line};

    line_words_split(a, text, strlen(text), &line);
    size_t first = part_match(&p, greetings), end = first;
    bool greeted = first > 0, marked = greeted && line.at[first - 1].mark;
    while (!marked && end < line.count && end - first < NAME_WORDS && line.at[end].capital &&
           strcmp(line.at[end].folded, "i") != 0)
        marked = line.at[end++].mark != 0;
    if (end == first || (!greeted && !(marked && strchr(",:-!", line.at[end - 1].mark))))
        return "";
    return arena_strndup(a, line.tidy + line.at[first].from,
                         line.at[end - 1].to - line.at[first].from);
}

static bool has_number(const struct line_words *line, int number, bool *any)
{
    bool found = false;

    *any = false;
    for (size_t i = 0; i < line->count; i++) {
        const char *word = line->at[i].folded + (line->at[i].folded[0] == '#');
        char *end;
        long n = strtol(word, &end, 10);
        bool is_number = end > word && !*end;
        *any |= is_number;
        found |= is_number && n == number;
    }
    return found;
}

static bool has_name(struct arena *a, const struct line_words *line, const char *name)
{
    const char *first = fold_text(a, name, strcspn(name, " "));
    const char *const names[] = {first, NULL};

    return *first && fold_any(fold_text(a, line->tidy, strlen(line->tidy)), names) != NULL;
}

/* Said of that very order, or, at the beginning of a line that names nobody, of all before. */
bool command_takes_back(struct arena *a, const char *text, const struct command *order)
{
    static const char *const words[] = {"don't",   "dont",     "do not", "no",     "not",
                                        "wait",    "actually", "oops",   "cancel", "ignore",
                                        "scratch", "instead",  "rather", "sorry",  NULL};
    struct line_words line;
    struct command_parse p = {.arena = a, .line = &line};
    bool numbers;

    line_words_split(a, text, strlen(text), &line);
    if (!fold_any(fold_text(a, line.tidy, strlen(line.tidy)), words))
        return false;
    if (order->number && has_number(&line, order->number, &numbers))
        return true;
    if (*order->name && has_name(a, &line, order->name))
        return true;
    return !(order->number && numbers) && part_match(&p, words) > 0;
}
