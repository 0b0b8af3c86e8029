/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply_roles.h"
#include "mail/align.h"
#include "mail/announced.h"
#include "mail/attribution.h"
#include "mail/embedded.h"
#include "mail/header_block.h"
#include "mail/reply_marks.h"
#include "mail/reply_questions.h"
#include "mail/reply_tail.h"
#include <string.h>

#define ATTRIBUTIONS_TRIED 3000 /* of one message; see attribution_at */
#define SEEN_SHARE         10   /* per cent of our letter that must be there to speak of it */
#define FOUND_SHARE        30   /* and to take its words out where nothing marks them */
#define FRAME_LINES        10   /* that a program writes between a separator and its quotation */
#define BROKEN_LINE        50   /* bytes of a line that a program breaks, at least */
#define SUMMARY_LINES      3    /* in which Lotus Notes tells what the old message was */
#define SUMMARY_DATE       40
#define OWN_LINES          12 /* that a person marks like a quotation, at most */
#define ABOVE_LINES        40 /* looked through for whether answers stand further down */
#define OURS_KNOWN         8 /* words of our letter in lines of their own make an old message ours */
#define LONG_LINE          12 /* so many words in a row are nobody's by chance */

struct roles {
    struct lines *l;
    bool original; /* our letter was found in the message */
    unsigned budget;
    bool words_above; /* something newly written was seen already */
    bool indents;     /* an attribution stands above an indented block: further ones quote, too */
    const char *why;
};

static void set_roles(struct lines *l, size_t from, size_t to, enum line_role role)
{
    for (size_t i = from; i < to && i < l->count; i++)
        l->at[i].role = role;
}

/* --- our own letter --------------------------------------------------------------------------- */

static bool wholly_known(const struct line *l)
{
    return l->words && l->known == l->words;
}

static bool half_known(const struct line *l)
{
    return l->words && l->known * 2 >= l->words;
}

/* The line before or after, those without words left out, is ours too. */
static bool neighbour_known(const struct lines *l, size_t i)
{
    size_t before = i, after = i + 1;
    while (before && !l->at[before - 1].words)
        before--;
    while (after < l->count && !l->at[after].words)
        after++;
    return (before && half_known(&l->at[before - 1])) ||
           (after < l->count && half_known(&l->at[after]));
}

/* Does what we wrote, up to at, ask for something to be filled in? */
static bool asks(const struct line *l, size_t at)
{
    while (at && strchr(" _.[(*", l->text[at - 1]))
        at--;
    return at && (l->text[at - 1] == ':' || l->text[at - 1] == '?' || l->text[at - 1] == '-');
}

/* The line's words from there to there are the writer's; the rest of them is set apart, of two
 * pieces the longer. */
static void keep_part(struct line *l, size_t from, size_t to)
{
    while (to > from && l->text[to - 1] == ' ')
        to--;
    if (from || to < l->len) {
        bool head = from >= l->len - to;
        l->cut = head ? l->text : l->text + to;
        l->cut_len = head ? from : l->len - to;
    }
    l->raw = l->text = l->text + from;
    l->raw_len = l->len = to - from;
    l->depth = 0;
    l->role = LINE_WORDS;
}

/* The end of the new words, with the punctuation after them; the whole line where few words of
 * ours follow. */
static size_t fresh_end(const struct line *l)
{
    size_t end = l->fresh_end;
    while (end < l->len && strchr(".,;!?)]\"'", l->text[end]))
        end++;
    return l->len - end < 12 ? l->len : end;
}

/* A line with words of ours and new ones. */
static void mark_mixed(struct line *l)
{
    bool mostly_ours = l->known >= 4 && l->known * 2 > l->words;
    if (l->fresh_at && l->known && l->fresh_at <= l->len && asks(l, l->fresh_at))
        keep_part(l, 0, fresh_end(l)); /* "Date of first contact: 12 Nov": filled in */
    else if (l->depth)
        l->role = LINE_QUOTE;
    else if (mostly_ours && l->fresh_at)
        keep_part(l, l->fresh_at, fresh_end(l));
    else if (mostly_ours)
        keep_part(l, 0, fresh_end(l));
}

/* Our letter stands here with marks, but for a few words. */
static bool is_marked(const struct lines *l)
{
    size_t marked = 0, bare = 0;
    for (size_t i = 0; i < l->count; i++)
        *(l->at[i].depth ? &marked : &bare) += l->at[i].known;
    return bare * 4 <= marked;
}

/* A marked line was broken in two, and its second half has lost the mark. */
static bool was_broken_off(const struct lines *l, size_t i)
{
    return i && l->at[i - 1].depth && l->at[i - 1].raw_len >= BROKEN_LINE &&
           half_known(&l->at[i - 1]);
}

/* Few words of ours in all, unmarked, may be the writer's: everybody says "thank you". So may
 * be what has no mark where the others have one. */
static void mark_original(struct lines *l, unsigned share)
{
    bool marked = is_marked(l);
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = &l->at[i];
        if (!line->words || !line->known)
            continue;
        if (line->known < line->words)
            mark_mixed(line);
        else if (line->depth || line->words >= LONG_LINE ||
                 (share >= FOUND_SHARE && (marked ? was_broken_off(l, i) : neighbour_known(l, i))))
            line->role = LINE_QUOTE;
    }
}

/* --- where the old message begins ---------------------------------------------------------------
 */

static bool is_quote(const struct line *l)
{
    return l->role == LINE_QUOTE && !line_blank(l);
}

static bool next_is_quoted(const struct lines *l, size_t next)
{
    return next < l->count && (l->at[next].role == LINE_QUOTE || l->at[next].hints & HINT_INDENT);
}

static size_t take_indented(struct lines *l, size_t i)
{
    for (; i < l->count && (l->at[i].hints & HINT_INDENT || line_blank(&l->at[i])); i++)
        if (!line_blank(&l->at[i]))
            l->at[i].role = LINE_QUOTE;
    return i;
}

/* The letter that is answered ends where the one before it begins. */
static size_t letter_end(struct roles *r, size_t from)
{
    struct lines *l = r->l;
    struct attribution at;
    struct header_block block;
    size_t i = from;
    while (i < l->count && !separator_line(&l->at[i]) && !header_block_at(l, i, &block) &&
           !attribution_at(l, i, &r->budget, &at))
        i++;
    return i;
}

/* What was written above says that answers stand further down. */
static bool announced(const struct lines *l, size_t from)
{
    for (size_t i = 0, seen = 0; i < from && seen < ABOVE_LINES; i++)
        if (l->at[i].role == LINE_WORDS && !line_blank(&l->at[i])) {
            if (announces_answers(l->at[i].folded))
                return true;
            seen++;
        }
    return false;
}

/* All below is the old message. Where that is ours, though, and new lines stand between its own
 * or below it, they are answers. Where it may be ours, and answers were announced, nobody can tell
 * them from its own lines: both are kept, with marks. */
static size_t take_history(struct roles *r, size_t from)
{
    struct lines *l = r->l;
    size_t known = 0, first = l->count;
    for (size_t i = from; r->original && known < OURS_KNOWN && i < l->count; i++)
        if (wholly_known(&l->at[i])) {
            known += l->at[i].known;
            first = i < first ? i : first;
        }
    if (known >= OURS_KNOWN) {
        set_roles(l, from, first, LINE_HISTORY);
        return first;
    }
    size_t kept = !r->original && announced(l, from) ? letter_end(r, from) : from;
    set_roles(l, from, kept, LINE_QUESTION);
    set_roles(l, kept, l->count, LINE_HISTORY);
    return l->count;
}

static size_t take_attribution(struct roles *r, const struct attribution *at)
{
    struct lines *l = r->l;
    size_t first = at->first;
    if (at->column) {
        keep_part(&l->at[first], 0, at->column);
        r->words_above = true;
        first++;
    }
    set_roles(l, first, at->last + 1, LINE_ATTRIBUTION);
    r->why = r->why ? r->why : "a line that introduces a quotation";
    r->indents |= at->next < l->count && l->at[at->next].hints & HINT_INDENT;
    if (at->quoted || next_is_quoted(l, at->next))
        return take_indented(l, at->last + 1);
    if (!r->words_above)
        return at->last + 1; /* the answer stands below, or there is none */
    return take_history(r, at->last + 1);
}

/* "Anna Example ---05/03/2024 15:14:15---Dear Tom, we should like to": Lotus Notes tells who, when
 * and the first words. */
static bool notes_summary(const struct line *l)
{
    char date[SUMMARY_DATE];
    const char *open = strstr(l->folded, "---"), *close = open ? strstr(open + 3, "---") : NULL;
    size_t n = close ? (size_t)(close - open - 3) : 0;
    if (open == l->folded || !n || n >= sizeof date)
        return false;
    memcpy(date, open + 3, n);
    date[n] = '\0';
    return text_has_date(date) && text_has_time(date);
}

/* "----- Nachricht von Anna -----" above old headers is the program's, in whatever language. */
static void take_frame_above(struct lines *l, size_t first)
{
    while (first && line_blank(&l->at[first - 1]))
        first--;
    size_t end = first;
    if (first && l->at[first - 1].role == LINE_WORDS && framed_line(&l->at[first - 1]))
        l->at[first - 1].role = LINE_HISTORY;
    for (size_t n = 0; n < SUMMARY_LINES && first && !line_blank(&l->at[first - 1]); n++)
        if (notes_summary(&l->at[--first]))
            set_roles(l, first, end, LINE_HISTORY);
}

static size_t take_headers(struct roles *r, const struct header_block *b)
{
    struct lines *l = r->l;
    size_t first = b->first;
    if (b->column) {
        keep_part(&l->at[first], 0, b->column);
        first++;
    } else {
        take_frame_above(l, first);
    }
    set_roles(l, first, b->last + 1, LINE_HISTORY);
    r->why = r->why ? r->why : "headers of an older message";
    if (next_is_quoted(l, lines_skip_blank(l, b->last + 1)))
        return take_indented(l, b->last + 1);
    return take_history(r, b->last + 1);
}

/* Nothing was written above, and quoted lines follow what a program wrote there: the answer is
 * below them. */
static size_t quote_below(const struct roles *r, size_t i)
{
    const struct lines *l = r->l;
    size_t n = 0;
    while (i < l->count && n < FRAME_LINES && !is_quote(&l->at[i]))
        n += !line_blank(&l->at[i++]);
    return !r->words_above && i < l->count && is_quote(&l->at[i]) ? i : l->count;
}

/* What somebody else wrote and the sender passes on, with its headers; none of our own letters. */
static bool passes_on(const struct roles *r, size_t i)
{
    struct header_block b;
    size_t next = lines_skip_blank(r->l, i + 1);
    return !r->original && next < r->l->count && forward_line(&r->l->at[i]) &&
           header_block_at(r->l, next, &b);
}

static size_t take_separator(struct roles *r, size_t i)
{
    struct lines *l = r->l;
    if (passes_on(r, i)) {
        set_roles(l, i, l->count, LINE_FORWARDED);
        r->why = r->why ? r->why : "a letter that is passed on";
        return l->count;
    }
    l->at[i].role = LINE_HISTORY;
    r->why = r->why ? r->why : "a separator line";
    size_t next = lines_skip_blank(l, i + 1), quote = quote_below(r, next);
    if (next_is_quoted(l, next))
        return take_indented(l, next);
    if (quote == l->count)
        return take_history(r, i + 1);
    set_roles(l, i + 1, quote, LINE_HISTORY);
    return quote;
}

/* ">>> Anna Example 03.11.2026 16:44 >>>", and what follows has no marks. */
static bool groupwise_line(const struct lines *l, size_t i)
{
    const struct line *line = &l->at[i];
    if (line->depth < 3 || !text_has_date(line->folded) || !text_has_time(line->folded))
        return false;
    size_t len = strlen(line->folded), next = lines_skip_blank(l, i + 1);
    bool closed =
        len > 4 && (strcmp(line->folded + len - 3, ">>>") == 0 || line->folded[len - 1] == ':');
    return closed && next < l->count && l->at[next].depth < line->depth;
}

/* A line that was drawn above the first marked one. */
static bool below_drawn_line(const struct lines *l, size_t i)
{
    return i && l->at[i - 1].role == LINE_WORDS && rule_line(&l->at[i - 1]);
}

/* "> ---- Original message ----", or a drawn line above, and headers with marks, and the old
 * message below has none. */
static bool marked_headers(const struct lines *l, size_t i)
{
    size_t next = below_drawn_line(l, i) ? i : lines_skip_blank(l, i + 1);
    struct header_block b;
    if (next >= l->count || l->at[next].depth != l->at[i].depth ||
        !(next == i || separator_line(&l->at[i])) || !header_block_at(l, next, &b))
        return false;
    next = lines_skip_blank(l, b.last + 1);
    return next < l->count && l->at[next].depth < l->at[i].depth;
}

static size_t take_notes(struct roles *r, size_t i, size_t end)
{
    set_roles(r->l, i, end, LINE_HISTORY);
    r->why = r->why ? r->why : "headers of an older message";
    return take_history(r, end);
}

/* What the HTML calls the introduction of a quotation, in whatever language. */
static size_t take_hinted(struct roles *r, size_t i)
{
    struct lines *l = r->l;
    for (; i < l->count && l->at[i].hints & HINT_ATTRIBUTION; i++)
        l->at[i].role = LINE_ATTRIBUTION;
    r->why = r->why ? r->why : "the mail program's own mark in the HTML";
    return take_indented(l, i);
}

/* At the top, and nothing quoted below: without a verb it may as well be a heading. */
static bool heading(const struct roles *r, const struct attribution *at)
{
    return !at->verb && !at->quoted && !r->words_above && !next_is_quoted(r->l, at->next);
}

/* The line after the marker of an old message that begins at i; i itself where none does. */
static size_t marker_end(struct roles *r, size_t i)
{
    struct lines *l = r->l;
    struct attribution at;
    struct header_block block;
    if (l->at[i].hints & HINT_HISTORY && r->words_above) {
        r->why = r->why ? r->why : "the mail program's own mark in the HTML";
        return take_history(r, i);
    }
    bool below_rule = rule_line(&l->at[i]) && i + 1 < l->count && above_line(&l->at[i + 1]);
    if (separator_line(&l->at[i]) || below_rule)
        return take_separator(r, i);
    if (header_block_at(l, i, &block))
        return take_headers(r, &block);
    if (attribution_at(l, i, &r->budget, &at) && !heading(r, &at))
        return take_attribution(r, &at);
    size_t notes = r->words_above ? notes_headers(l, i) : i;
    if (notes != i)
        return take_notes(r, i, notes);
    return l->at[i].hints & HINT_ATTRIBUTION ? take_hinted(r, i) : i;
}

static void note_words(struct roles *r, const struct line *l)
{
    r->words_above = r->words_above || !(rule_line(l) || framed_line(l));
}

/* The same among lines that are marked as quoted. */
static size_t marked_marker_end(struct roles *r, size_t i)
{
    if (groupwise_line(r->l, i))
        return take_separator(r, i);
    if (!r->words_above || !marked_headers(r->l, i))
        return i;
    r->why = r->why ? r->why : "headers of an older message";
    return take_history(r, i);
}

static void mark_history(struct roles *r)
{
    struct lines *l = r->l;
    for (size_t i = 0; i < l->count;) {
        size_t end = i;
        if (l->at[i].role == LINE_QUOTE)
            end = marked_marker_end(r, i);
        else if (l->at[i].role == LINE_WORDS && !line_blank(&l->at[i])) {
            end = marker_end(r, i);
            if (end == i)
                note_words(r, &l->at[i]);
        }
        i = end == i ? i + 1 : end;
    }
    for (size_t i = 0; r->indents && i < l->count; i++)
        if (l->at[i].role == LINE_WORDS && l->at[i].hints & HINT_INDENT && !line_blank(&l->at[i]))
            l->at[i].role = LINE_QUOTE;
}

/* --- marks that are the writer's own ---------------------------------------------------------
 */

static bool is_answer(const struct line *l)
{
    return l->role == LINE_WORDS && !line_blank(l);
}

/* Nothing left? Then the answer may stand inside the quotation, and the program marked it like the
 * rest: the lines that our letter doesn't have. */
static void rescue_quoted(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (is_answer(&l->at[i]))
            return;
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = &l->at[i];
        if (line->role == LINE_QUOTE && line->depth == 1 && line->words && !line->known)
            keep_part(line, 0, line->len);
    }
}

/* Lines with '>' that nothing introduces and our letter doesn't have are the writer's own. */
static void keep_own_marks(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].role == LINE_ATTRIBUTION || l->at[i].role == LINE_HISTORY)
            return;
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].role == LINE_QUOTE && l->at[i].depth == 1)
            l->at[i].role = LINE_WORDS;
}

/* "She wrote this poem:", some lines with '>', and the letter goes on: the writer's own. An
 * attribution would have been seen. Returns the line after the marked ones. */
static size_t own_block(struct lines *l, size_t i)
{
    size_t above = i, end = i, last = i;
    while (above && line_blank(&l->at[above - 1]))
        above--;
    bool short_block = true;
    for (; end < l->count && (line_blank(&l->at[end]) || l->at[end].role == LINE_QUOTE); end++)
        if (!line_blank(&l->at[end])) {
            last = end;
            short_block = short_block && l->at[end].depth == 1 && end < i + OWN_LINES;
        }
    const struct line *by = above ? &l->at[above - 1] : NULL;
    if (short_block && by && by->role == LINE_WORDS && by->text[by->len - 1] == ':' &&
        end < l->count && is_answer(&l->at[end]))
        set_roles(l, i, last + 1, LINE_WORDS);
    return end;
}

static void keep_own_blocks(struct lines *l)
{
    for (size_t i = 0; i < l->count;)
        i = is_quote(&l->at[i]) ? own_block(l, i) : i + 1;
}

static bool any_aside(const struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].hints & HINT_ASIDE && !line_blank(&l->at[i]))
            return true;
    return false;
}

const char *roles_assign(struct arena *a, struct lines *l, const char *original)
{
    struct roles r = {.l = l, .budget = ATTRIBUTIONS_TRIED};
    marks_read(l);
    embedded_mark_files(l);
    marks_mend(l);
    unsigned share = original ? align_lines(a, l, original) : 0;
    if (share >= SEEN_SHARE) {
        r.original = true;
        r.why = "our own letter was found in it";
        mark_original(l, share);
    }
    mark_history(&r);
    if (share >= FOUND_SHARE)
        rescue_quoted(l);
    else if (original && share < SEEN_SHARE)
        keep_own_marks(l);
    if (!r.original)
        keep_own_blocks(l);
    tail_mark(a, l, r.original);
    questions_keep(l);
    if (!r.why && any_aside(l))
        return "a text of its own stands beside the letter";
    return r.why ? r.why : "nothing else stands in it";
}
