/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/command_parts.h"

#include "words/dates.h"
#include "words/fold.h"
#include "words/times.h"
#include <string.h>

#define NAME_WORDS 4
#define LONG_AGO   92 /* days; a day before them wants its year */

static const char *const polite[] = {"please",
                                     "pls",
                                     "plz",
                                     "thanks",
                                     "thank you",
                                     "thx",
                                     "many thanks",
                                     "cheers",
                                     "thanks a lot",
                                     "thank you very much",
                                     "then",
                                     "\xF0\x9F\x91\x8D" /* thumbs up */,
                                     NULL};

size_t part_phrase(const struct command_parse *p, const char *english)
{
    size_t best = line_words_match(p->line, p->i, english);
    const char *theirs = tongue_says(p->tongue, english);
    char phrase[TONGUE_PHRASE_BYTES];
    while (tongue_next(&theirs, phrase, sizeof phrase)) {
        size_t n = line_words_match(p->line, p->i, phrase);
        best = n > best ? n : best;
    }
    return best;
}

size_t part_match(const struct command_parse *p, const char *const *phrases)
{
    size_t best = 0;
    for (; *phrases; phrases++) {
        size_t n = part_phrase(p, *phrases);
        best = n > best ? n : best;
    }
    return best;
}

static size_t skip_polite(const struct command_parse *p)
{
    struct command_parse q = *p;
    for (size_t n = 1; n; q.i += n)
        n = part_match(&q, polite);
    return q.i;
}

/* Is nothing but politeness left? */
bool part_at_end(struct command_parse *p)
{
    return skip_polite(p) == p->line->count && !p->line->more;
}

char part_mark(const struct command_parse *p)
{
    return p->i ? p->line->at[p->i - 1].mark : 0;
}

/* What stands behind the last word and its punctuation. */
const char *part_rest(const struct command_parse *p)
{
    const char *s = p->line->tidy + (p->i ? p->line->at[p->i - 1].to : 0);
    return p->i < p->line->count ? s + strspn(s, " .,;:!?)*_-") : "";
}

/* The rest of the line as a note, where the word before ends with one of marks:
 * "ok, note" or "ok thanks, note". */
bool part_note(struct command_parse *p, const char *marks)
{
    size_t start = p->i;
    if (!part_mark(p) || !strchr(marks, part_mark(p)))
        p->i = skip_polite(p);
    if (p->i == p->line->count || !part_mark(p) || !strchr(marks, part_mark(p))) {
        p->i = start;
        return false;
    }
    p->c.note = arena_strdup(p->arena, part_rest(p));
    p->i = p->line->count;
    return true;
}

/* "ok, but please wait": the note takes back what the verb says. */
bool part_note_objects(const struct command_parse *p)
{
    static const char *const words[] = {"but",      "except", "unless", "however", "though",
                                        "only",     "if",     "not",    "don't",   "dont",
                                        "wait",     "no",     "stop",   "after",   "instead",
                                        "actually", "until",  "before", "when",    NULL};
    const char *note = fold_text(p->arena, p->c.note, strlen(p->c.note));
    size_t number = strspn(note, "0123456789");
    if (p->numbered && number && number <= 3 && strchr(" .)", note[number]))
        return true; /* another line of the digest, with an order that can't be read */
    return tongue_has(p->tongue, "but", note) || fold_any(note, words);
}

/* "reached 12 Nov, only her voicemail": nobody was reached. */
bool part_note_missed(const struct command_parse *p)
{
    static const char *const words[] = {
        "voicemail",      "voice mail",    "answering machine", "no answer",      "no reply",
        "no response",    "didn't answer", "did not answer",    "didn't pick up", "no one home",
        "left a message", "mailbox",       "nobody home",       "didn't reply",   NULL};

    const char *note = fold_text(p->arena, p->c.note, strlen(p->c.note));
    return tongue_has(p->tongue, "couldn't reach", note) || fold_any(note, words);
}

bool part_because(struct command_parse *p)
{
    size_t n = part_phrase(p, "because");
    if (!n)
        return false;
    p->i += n;
    p->c.note = arena_strdup(p->arena, part_rest(p));
    p->i = p->line->count;
    return *p->c.note != '\0';
}

/* Puts the words up to offset `to` behind the parse. */
static void skip_to(struct command_parse *p, size_t to)
{
    while (p->i < p->line->count && p->line->at[p->i].from < to)
        p->i++;
}

static int unit_days(struct command_parse *p)
{
    static const char *const days[] = {"days", "day", "d", NULL};
    static const char *const weeks[] = {"weeks", "week", "w", "wks", "wk", NULL};
    static const char *const months[] = {"months", "month", NULL};
    int unit = part_match(p, days) ? 1 : part_match(p, weeks) ? 7 : part_match(p, months) ? 30 : 0;
    p->i += unit != 0;
    return unit;
}

/* "7 days", "a week", "2w", "7" */
bool part_days(struct command_parse *p)
{
    size_t len;
    if (p->i == p->line->count)
        return false;
    bool another = line_words_match(p->line, p->i, "another");
    p->i += another;
    if (another && (p->c.days = unit_days(p)))
        return true;
    if (p->i == p->line->count)
        return false;
    const struct line_word *w = &p->line->at[p->i];
    int n = number_read(w->folded, &p->writer, &len);
    if (n < 0)
        return false;
    p->i++;
    char unit = w->folded[len];
    int days = unit == 'd' ? 1 : unit == 'w' ? 7 : unit ? 0 : unit_days(p);
    if (days == 0 && unit == 0 && strspn(w->folded, "0123456789") == len)
        days = 1; /* "snooze 7" */
    p->c.days = n * days;
    return p->c.days > 0;
}

bool part_until(struct command_parse *p)
{
    struct date_found f = date_read(part_rest(p), &p->writer, DATE_FUTURE);
    if (!f.len || f.other.year || !f.date.year)
        return false;
    skip_to(p, (size_t)(part_rest(p) - p->line->tidy) + f.len);
    p->c.date = f.date;
    p->c.days = (int)(date_days(f.date) - date_days(p->writer.today));
    return p->c.days > 0;
}

static bool is_vague(const struct command_parse *p)
{
    const char *folded = p->line->at[p->i].folded;
    static const char *const words[] = {"someone", "somebody", "else",    "another", "other", "the",
                                        "a",       "an",       "her",     "him",     "them",  "my",
                                        "new",     "anyone",   "anybody", "whoever", "our",   "us",
                                        "it",      "you",      "that",    "this",    NULL};
    return (p->tongue && part_phrase(p, "someone")) || fold_is_any(folded, words);
}

/* Up to four words that are all capitalised or all not, up to a mark, "with", "to" or "please". */
bool part_name(struct command_parse *p, const char **out)
{
    static const char *const stop[] = {"with", "and", "to", "from", "for", "as", "because", NULL};
    size_t first = p->i;
    while (p->i < p->line->count && p->i - first < NAME_WORDS) {
        const struct line_word *w = &p->line->at[p->i];
        if (part_match(p, stop) || part_match(p, polite))
            break;
        if (is_vague(p) || w->capital != p->line->at[first].capital ||
            strspn(w->folded, "0123456789") > 0)
            break;
        p->i++;
        if (w->mark && w->mark != '.')
            break;
    }
    if (p->i == first)
        return false;
    size_t from = p->line->at[first].from, to = p->line->at[p->i - 1].to;
    *out = arena_strndup(p->arena, p->line->tidy + from, to - from);
    return true;
}

/* A day or a way of contact stands there, which may be capitalised as well. */
static bool is_no_name(const struct command_parse *p)
{
    struct command_parse ahead = *p;
    return !command_is_name(&p->line->at[p->i]) || part_how(&ahead) ||
           date_read(part_rest(p), &p->writer, DATE_PAST).len > 0;
}

void part_whom(struct command_parse *p)
{
    static const char *const whom[] = {"her", "him", "them", NULL};
    size_t first = p->i, n = part_match(p, whom);
    p->i += n;
    if (n || *p->c.name || part_mark(p) == ':')
        return;
    while (p->i < p->line->count && p->i - first < NAME_WORDS && !is_no_name(p))
        if (p->line->at[p->i++].mark)
            break;
    if (p->i == first)
        return;
    size_t from = p->line->at[first].from, to = p->line->at[p->i - 1].to;
    p->c.name = arena_strndup(p->arena, p->line->tidy + from, to - from);
    p->c.behind = true;
}

/* "12 Nov 2026", "12/11/26", but not "12 Nov" or "the 12th" */
static bool says_year(const char *s, size_t len)
{
    size_t groups = 0, digits = 0;
    for (size_t i = 0; i < len; i++) {
        digits = s[i] >= '0' && s[i] <= '9' ? digits + 1 : 0;
        groups += digits == 1;
        if (digits == 4)
            return true;
    }
    return groups > 2;
}

static const char *day_text(struct command_parse *p, struct date d)
{
    return arena_printf(p->arena, "%d %s %d", d.day, month_name(d.month), d.year);
}

/* "reached 12/11": both readings are offered. */
bool part_date(struct command_parse *p, const char **problem)
{
    const char *text = part_rest(p), *verb = p->c.verb == COMMAND_TRIED ? "tried" : "reached";
    struct date_found f = date_read(text, &p->writer, DATE_PAST);
    if (!f.len || p->i == p->line->count)
        return false;
    skip_to(p, (size_t)(part_rest(p) - p->line->tidy) + f.len);
    p->c.date = f.date;
    if (f.other.year)
        *problem = arena_printf(p->arena, "%s %s, or %s %s", verb, day_text(p, f.date), verb,
                                day_text(p, f.other));
    else if (!f.date.year || date_compare(f.date, p->writer.today) > 0)
        *problem = arena_printf(p->arena, "%s DAY MONTH, on a day that has been", verb);
    else if (date_days(p->writer.today) - date_days(f.date) > LONG_AGO && !says_year(text, f.len))
        *problem = arena_printf(p->arena, "%s %s", verb, day_text(p, f.date));
    return true;
}

bool part_hour(struct command_parse *p)
{
    static const char *const at[] = {"at", "around", "about", NULL};
    struct command_parse q = *p;
    q.i += part_match(p, at);
    const char *text = part_rest(&q);
    struct time_found f = time_read(text, &p->writer, q.i > p->i);
    if (!f.len || q.i == q.line->count)
        return false;
    skip_to(&q, (size_t)(text - p->line->tidy) + f.len);
    p->i = q.i;
    return true;
}

bool part_how(struct command_parse *p)
{
    static const char *const hows[] = {
        "by phone",      "by telephone",    "by phone call", "on the phone", "over the phone",
        "by email",      "by e-mail",       "by mail",       "by post",      "by letter",
        "by text",       "by text message", "by sms",        "by whatsapp",  "by video",
        "by video call", "by zoom",         "via zoom",      "on zoom",      "via whatsapp",
        "on whatsapp",   "via text",        "via email",     "via phone",    "via sms",
        "in person",     "face to face",    "face-to-face",  "phone",        "email",
        "at work",       "over coffee",     "by chat",       "by message",   NULL};
    size_t n = part_match(p, hows);
    if (!n || *p->c.how)
        return false;
    size_t from = p->line->at[p->i].from, to = p->line->at[p->i + n - 1].to;
    p->c.how = arena_strndup(p->arena, p->line->tidy + from, to - from);
    p->i += n;
    return true;
}
