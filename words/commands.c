/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/commands.h"

#include "words/command_parts.h"
#include <stdlib.h>
#include <string.h>

#define MAX_COUNT  1000 /* orders of one message, lists counted singly */
#define NAME_WORDS 3
#define FEW_WORDS  8
#define MAX_CUTS   12   /* orders in one line */
#define LONG_LINE  1000 /* bytes; a longer one is prose */

struct list {
    struct arena *arena;
    struct writer writer;
    struct command *items;
    size_t count, cap;
    int quoted_number; /* of the quoted line above */
    bool apart;        /* a blank line came before */
};

static void list_add(struct list *l, const struct command *c)
{
    if (l->count < MAX_COUNT)
        *(struct command *)arena_grow(l->arena, &l->items, l->count++, &l->cap, sizeof *c) = *c;
}

static struct command blank_command(const char *line)
{
    return (struct command){
        .name = "", .other = "", .how = "", .note = "", .line = line, .meant = ""};
}

static struct command_parse parse_new(struct list *l, const struct line_words *words,
                                      const char *line)
{
    return (struct command_parse){.arena = l->arena,
                                  .line = words,
                                  .writer = l->writer,
                                  .tongue = tongue_of(l->writer.language),
                                  .c = blank_command(line)};
}

/* n words that are all capitalised, or in any case with a colon behind: "ana ruiz: ok". */
static bool name_stands_at(const struct command_parse *p, size_t n)
{
    const struct line_word *w = &p->line->at[p->i];
    size_t capitals = 0;
    for (size_t i = 0; i < n; i++)
        capitals += w[i].capital;
    return capitals == n || w[n - 1].mark == ':';
}

/* [NAME] verb, with NAME of up to three words that may be one. Only a whole
 * command is believed: "Ana reached her goals" is prose. */
static enum command_match read_named(struct command_parse *p)
{
    const struct command_parse start = *p;
    for (size_t n = 1; n <= NAME_WORDS && start.i + n < p->line->count; n++) {
        const struct line_word *last = &p->line->at[start.i + n - 1];
        if (!command_may_name(last))
            break;
        if (!name_stands_at(&start, n))
            continue;
        *p = start;
        p->named = true;
        p->i = start.i + n;
        size_t from = p->line->at[start.i].from;
        p->c.name = arena_strndup(p->arena, p->line->tidy + from, last->to - from);
        enum command_match m = command_verb_read(p);
        if (m == MATCH_FULL || (m == MATCH_NEAR && *p->c.meant && p->c.date.year))
            return m;
        if (last->mark && last->mark != '.')
            break;
    }
    *p = start;
    return MATCH_MISS;
}

/* [N] [NAME] verb */
static enum command_match read_order(struct command_parse *p)
{
    p->numbered |= command_numbers_read(p);
    if (p->i == p->line->count)
        return MATCH_MISS;
    const struct command_parse start = *p;
    enum command_match m = command_verb_read(p);
    if (m != MATCH_FULL) {
        struct command_parse named = start;
        enum command_match second = read_named(&named);
        if (second > m) {
            *p = named;
            return second;
        }
    }
    if (m == MATCH_MISS) {
        const char *meant = p->c.meant;
        *p = start;
        p->c.meant = meant;
    }
    return m;
}

static const char *with_number(const struct command_parse *p, const char *meant)
{
    if (!p->numbered || p->numbers_count != 1 || !*meant)
        return meant;
    return arena_printf(p->arena, "%d %s", p->numbers[0], meant);
}

/* A line that would be a command if its first word were spelt right. */
static bool read_typo(struct list *l, struct command_parse *p)
{
    if (p->i == p->line->count)
        return false;
    const struct line_word *w = &p->line->at[p->i];
    const char *verb = command_nearest(w->folded, p->numbered);
    if (!verb)
        return false;
    const char *better = arena_printf(l->arena, "%s%s", verb, p->line->tidy + w->to);
    struct line_words words;
    line_words_split(l->arena, better, strlen(better), &words);
    struct command_parse again = parse_new(l, &words, p->c.line);
    again.numbered = p->numbered;
    enum command_match m = command_verb_read(&again);
    if (m == MATCH_MISS || (m == MATCH_NEAR && words.count > FEW_WORDS))
        return false;
    p->c = again.c;
    p->c.meant = m == MATCH_FULL ? better : again.c.meant;
    return true;
}

static void add_unsure(struct list *l, struct command_parse *p)
{
    struct command c = blank_command(p->c.line);
    c.verb = COMMAND_UNSURE;
    c.number = p->numbers_count ? p->numbers[0] : l->quoted_number;
    c.name = p->c.name;
    c.meant = with_number(p, p->c.meant);
    list_add(l, &c);
}

static void add_full(struct list *l, struct command_parse *p)
{
    for (size_t i = 0; i < p->numbers_count; i++) {
        p->c.number = p->numbers[i];
        list_add(l, &p->c);
    }
    if (p->numbers_count == 0) {
        p->c.number = *p->c.name ? 0 : l->quoted_number;
        list_add(l, &p->c);
    }
}

/* "3 eine Woche verschieben", "Ana an Cem übergeben": with the verb put first it is an order, or
 * else prose. */
static enum command_match read_verb_last(struct list *l, const struct line_words *words,
                                         struct command_parse *p)
{
    static const char *const verbs[] = {"snooze", "reassign", "hand over", NULL};
    static const char *const please[] = {"please", "thanks", NULL};
    struct command_parse at = parse_new(l, words, "");
    if (!at.tongue || !at.tongue->verb_last)
        return MATCH_MISS;
    command_numbers_read(&at);
    size_t first = at.i, n = 0;
    for (at.i++; at.i < words->count && !(n = part_match(&at, verbs)); at.i++)
        ;
    size_t verb = at.i;
    for (at.i += n; n && at.i < words->count && part_match(&at, please);)
        at.i += part_match(&at, please);
    if (!n || at.i < words->count)
        return MATCH_MISS;
    const char *s = words->tidy;
    size_t numbers = words->at[first].from, from = words->at[verb].from;
    size_t to = words->at[verb + n - 1].to;
    const char *turned = arena_printf(l->arena, "%.*s%.*s %.*s", (int)numbers, s, (int)(to - from),
                                      s + from, (int)(from - numbers), s + numbers);
    struct line_words *again = arena_new_of(l->arena, struct line_words);
    line_words_split(l->arena, turned, strlen(turned), again);
    *p = parse_new(l, again, p->c.line);
    return read_order(p);
}

/* Adds what the line says, if it says an order. */
static bool add_order(struct list *l, const char *line)
{
    struct line_words words;
    line_words_split(l->arena, line, strlen(line), &words);
    struct command_parse p = parse_new(l, &words, line), turned = p;
    enum command_match m = read_order(&p);
    if (m == MATCH_MISS && read_verb_last(l, &words, &turned) == MATCH_FULL) {
        m = MATCH_FULL;
        p = turned;
    }
    if (m == MATCH_FULL)
        add_full(l, &p);
    else if (m == MATCH_NEAR && (p.numbered ? words.count <= 2 * FEW_WORDS : true))
        add_unsure(l, &p);
    else if (m == MATCH_MISS && read_typo(l, &p))
        add_unsure(l, &p);
    else
        return false;
    return true;
}

static bool is_and(const struct list *l, const struct line_word *w)
{
    const char *theirs = tongue_says(tongue_of(l->writer.language), "and");
    return strcmp(w->folded, "and") == 0 || tongue_stands(w->folded, theirs);
}

/* A number that is no part of what stands before: "1 ok 2 ok", "1) ok 2) why", "1. ok 2. snooze",
 * "1 ok 2 snooze". */
static bool numbers_an_order(struct list *l, const struct line_words *w, size_t i)
{
    static const char *const alone[] = {"ok", "okay", "fine", "why", "stop", "undo", "yes", NULL};
    static const char *const begun[] = {"snooze",   "reached",   "tried",
                                        "reassign", "no answer", NULL};
    struct command_parse p = parse_new(l, w, "");
    if (!command_is_number(&w->at[i]))
        return false;
    p.i = i + 1;
    char mark = w->at[i].mark;
    struct command_parse before = parse_new(l, w, "");
    before.i = i - 1;
    return mark == ')' || part_match(&p, alone) ||
           ((mark || part_match(&before, alone)) && part_match(&p, begun));
}

/* Can a second order begin at word i: "1 ok, 2 snooze 7 days"? */
static bool may_begin_order(struct list *l, const struct line_words *w, size_t i)
{
    const struct line_word *before = &w->at[i - 1];
    bool parted = (before->mark && strchr(",;.", before->mark)) || is_and(l, before);
    return parted || numbers_an_order(l, w, i);
}

/* What follows without a number is an order where it names somebody and adds nothing:
 * "reassign Ana to Cem and move Bea to Wen". Anything else may belong to the note before. */
static bool add_named_order(struct list *l, const char *line)
{
    struct line_words words;
    line_words_split(l->arena, line, strlen(line), &words);
    struct command_parse p = parse_new(l, &words, line);
    p.numbered = true;
    if (read_order(&p) != MATCH_FULL || !*p.c.name || *p.c.note)
        return false;
    add_full(l, &p);
    return true;
}

/* The words at which an order may begin; dead: from there on no way leads to the end. */
struct cuts {
    size_t at[MAX_CUTS + 1];
    bool dead[MAX_CUTS + 1];
    size_t count;
};

static const char *segment(struct list *l, const struct line_words *w, size_t from, size_t to)
{
    if (to > from + 1 && to < w->count && is_and(l, &w->at[to - 1]))
        to--;
    size_t start = w->at[from].from;
    if (to == w->count)
        return w->tidy + start;
    return arena_strndup(l->arena, w->tidy + start, w->at[to - 1].to - start);
}

static bool is_courtesy(struct list *l, const char *line)
{
    struct line_words words;
    line_words_split(l->arena, line, strlen(line), &words);
    return command_is_courtesy(&words);
}

/* One order of the line; before the first, "Thanks for this." may stand. */
static bool add_segment(struct list *l, const struct line_words *w, struct cuts *cuts, size_t i,
                        size_t end)
{
    const char *order = segment(l, w, cuts->at[i], end);
    if (i == 0 && end < w->count && is_courtesy(l, order))
        return true;
    return i == 0 || command_is_number(&w->at[cuts->at[i]]) ? add_order(l, order)
                                                            : add_named_order(l, order);
}

/* Adds the orders from cut i to the end of the line, where all of it is orders. */
static bool add_from(struct list *l, const struct line_words *w, struct cuts *cuts, size_t i)
{
    for (size_t j = i + 1; j <= cuts->count; j++) {
        struct list tried = *l;
        size_t end = j == cuts->count ? w->count : cuts->at[j];
        if (cuts->dead[j] || !add_segment(&tried, w, cuts, i, end))
            continue;
        if (j == cuts->count || add_from(&tried, w, cuts, j)) {
            *l = tried;
            return true;
        }
    }
    cuts->dead[i] = true;
    return false;
}

static bool add_orders(struct list *l, const char *line)
{
    struct line_words words;
    struct cuts cuts = {.count = 1};
    line_words_split(l->arena, line, strlen(line), &words);
    /* "No. 3 ok" begins with no order of its own, "Thanks, 3 ok" with courtesy. */
    size_t first = words.count > 1 && is_courtesy(l, segment(l, &words, 0, 1)) ? 1 : 2;
    for (size_t i = first; i < words.count && cuts.count < MAX_CUTS; i++)
        if (may_begin_order(l, &words, i))
            cuts.at[cuts.count++] = i;
    return words.count > 0 && add_from(l, &words, &cuts, 0);
}

static bool is_signature(const char *line, size_t len)
{
    return (len == 2 && memcmp(line, "--", 2) == 0) || (len == 3 && memcmp(line, "-- ", 3) == 0);
}

static size_t blanks(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && (s[n] == ' ' || s[n] == '\t' || s[n] == '\r'))
        n++;
    return n;
}

/* "> 2. Bea: silent since 3 Nov" gives its number to the "ok" below. */
static int number_of_quoted(const char *line, size_t len)
{
    size_t i = 0;
    while (i < len && (line[i] == '>' || line[i] == ' '))
        i++;
    size_t digits = 0;
    while (i + digits < len && line[i + digits] >= '0' && line[i + digits] <= '9')
        digits++;
    bool marked = i + digits < len && strchr(".):", line[i + digits]);
    return digits > 0 && digits <= 3 && marked ? atoi(line + i) : 0;
}

static void add_prose(struct list *l, const char *line)
{
    struct command prose = blank_command(line);
    if (is_courtesy(l, line))
        prose.verb = COMMAND_COURTESY;
    list_add(l, &prose);
}

static void read_line(struct list *l, const char *line, size_t len)
{
    size_t skip = blanks(line, len);
    if (skip == len) {
        l->apart = true;
        return;
    }
    if (line[skip] == '>') {
        l->quoted_number = number_of_quoted(line + skip, len - skip);
        return;
    }
    while (blanks(line + len - 1, 1))
        len--;
    const char *text = arena_strndup(l->arena, line + skip, len - skip);
    size_t first = l->count;
    if (len - skip > LONG_LINE || !add_orders(l, text))
        add_prose(l, text);
    for (size_t i = first; i < l->count; i++) {
        l->items[i].line = text;
        l->items[i].apart = l->apart;
    }
    l->apart = false;
}

size_t commands_parse(struct arena *a, const char *text, struct writer w, struct command **out)
{
    struct list l = {.arena = a, .writer = w};
    for (int lines = 0; *text && lines < COMMANDS_MOST_LINES; lines++) {
        size_t n = strcspn(text, "\n");
        if (is_signature(text, n))
            break;
        read_line(&l, text, n);
        text += n + (text[n] == '\n');
    }
    *out = l.items;
    return l.count;
}

/* "except 2 and 4", "but not 3", to the end of the line. */
static const int *read_exceptions(struct command_parse *p)
{
    static const char *const except[] = {"except",     "except for", "but",     "but not",
                                         "apart from", "not",        "without", NULL};
    p->i += part_match(p, except);
    p->numbers_count = 0;
    if (!command_numbers_read(p) || (!part_at_end(p) && !part_note(p, ",;.:-")))
        return NULL;
    int *numbers = arena_array(p->arena, p->numbers_count + 1, sizeof *numbers);
    memcpy(numbers, p->numbers, p->numbers_count * sizeof *numbers);
    return numbers;
}

/* "all ok [except 2]", "everybody snooze 7 days" */
static bool all_before(struct command_parse *p)
{
    static const char *const all[] = {"all of them", "everybody", "everyone",
                                      "everything",  "all",       NULL};
    static const char *const fine[] = {"ok",       "okay",     "fine",     "good",    "well",
                                       "is ok",    "is fine",  "is good",  "is well", "are ok",
                                       "are fine", "are good", "are well", NULL};
    size_t n = part_match(p, all);
    p->i += n;
    if (!n || p->i == p->line->count)
        return false;
    struct command_parse rest = *p;
    rest.i += part_match(p, fine);
    if (rest.i > p->i && part_at_end(&rest)) {
        p->c.verb = COMMAND_OK;
        return true;
    }
    if (rest.i > p->i && rest.i < p->line->count && (rest.c.except = read_exceptions(&rest))) {
        *p = rest;
        p->c.verb = COMMAND_OK;
        return true;
    }
    return command_verb_read(p) == MATCH_FULL;
}

/* "ok for all [but 2]" */
static bool all_behind(struct command_parse *p)
{
    static const char *const ok[] = {"ok", "okay", "fine", NULL};
    static const char *const with[] = {"for all of them",  "for all",        "for everybody",
                                       "for everyone",     "to all of them", "to all",
                                       "with all of them", "with all",       NULL};
    size_t n = part_match(p, ok);
    p->i += n;
    size_t all = part_match(p, with);
    p->i += all;
    if (!n || !all)
        return false;
    p->c.verb = COMMAND_OK;
    return part_at_end(p) || (p->c.except = read_exceptions(p)) != NULL;
}

bool command_for_all(struct arena *a, const char *line, struct writer w, struct command *out)
{
    struct list l = {.arena = a, .writer = w};
    struct line_words words;
    line_words_split(a, line, strlen(line), &words);
    struct command_parse p = parse_new(&l, &words, line), behind = p;
    if (!all_before(&p)) {
        if (!all_behind(&behind))
            return false;
        p = behind;
    }
    *out = p.c;
    out->all = true;
    return out->verb == COMMAND_OK || out->verb == COMMAND_SNOOZE;
}
