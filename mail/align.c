/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/align.h"
#include "words/fold.h"
#include <stdint.h>
#include <string.h>

#define GROUP          4     /* words of a group that is looked up */
#define ORIGINAL_WORDS 20000 /* of our letter; what follows isn't looked for */
#define REPLY_WORDS    400000
#define CANDIDATES     8  /* places tried for one group */
#define COPIED_SHARE   40 /* per cent of our letter that a writer copies at the most */
#define NOWHERE        UINT32_MAX

struct word {
    uint64_t hash;
    uint32_t line;
    uint32_t start, end; /* bytes of the line's text */
    uint32_t place;      /* of a reply's word: where in the letter it stands, or NOWHERE */
};

struct words {
    struct word *at;
    size_t count, cap;
};

static uint64_t mix(uint64_t hash, uint64_t c)
{
    return (hash ^ c) * 0x100000001b3u;
}

static bool is_link(const char *s, size_t len)
{
    return memmem(s, len, "://", 3) || memchr(s, '@', len) || (len > 4 && !memcmp(s, "www.", 4));
}

/* Mail servers rewrite links; such a one can't be compared. */
static bool is_rewritten(const char *s, size_t len)
{
    return memmem(s, len, "safelinks.protection", 20) || memmem(s, len, "urldefense", 10);
}

static void add_word(struct arena *a, struct words *w, uint64_t hash, size_t line, size_t start,
                     size_t end)
{
    struct word *word = arena_grow(a, &w->at, w->count++, &w->cap, sizeof *w->at);
    *word = (struct word){hash, (uint32_t)line, (uint32_t)start, (uint32_t)end, NOWHERE};
}

/* One link is one word, without what surrounds it. */
static void add_link(struct arena *a, struct words *w, const char *s, size_t line, size_t start,
                     size_t end)
{
    if (is_rewritten(s + start, end - start))
        return;
    while (start < end && strchr("<([\"'*", s[start]))
        start++;
    while (end > start && strchr(">)].,;:!?\"'*/", s[end - 1]))
        end--;
    uint64_t hash = 7;
    for (size_t i = start; i < end; i++)
        hash = mix(hash, (unsigned char)s[i]);
    add_word(a, w, hash, line, start, end);
}

static void add_letters(struct arena *a, struct words *w, const char *s, size_t line, size_t start,
                        size_t end)
{
    uint64_t hash = 0;
    size_t first = start;
    for (size_t i = start; i <= end;) {
        unsigned c = ' ';
        size_t n = i < end ? fold_char(s + i, end - i, &c) : 1;
        unsigned folded = fold_code(c);
        if (folded && fold_letter(folded)) {
            first = hash ? first : i;
            hash = mix(hash ? hash : 0xcbf29ce484222325u, folded);
        } else if (folded && hash && folded != '\'') {
            add_word(a, w, hash, line, first, i);
            hash = 0;
        }
        i += n;
    }
}

static size_t blank_size(const char *s, size_t len)
{
    unsigned c;
    size_t n = fold_char(s, len, &c);
    return fold_code(c) == ' ' ? n : 0;
}

static void add_words(struct arena *a, struct words *w, const char *s, size_t len, size_t line,
                      size_t max)
{
    for (size_t i = 0; i < len && w->count < max;) {
        size_t n = blank_size(s + i, len - i);
        if (n) {
            i += n;
            continue;
        }
        size_t end = i;
        unsigned c;
        while (end < len && !blank_size(s + end, len - end))
            end += fold_char(s + end, len - end, &c);
        if (is_link(s + i, end - i))
            add_link(a, w, s, line, i, end);
        else
            add_letters(a, w, s, line, i, end);
        i = end;
    }
}

struct table {
    uint32_t *head, *next;
    size_t mask;
};

static uint64_t group_hash(const struct words *w, size_t at)
{
    uint64_t hash = 1;
    for (size_t i = 0; i < GROUP; i++)
        hash = mix(hash, w->at[at + i].hash);
    return hash ^ hash >> 29;
}

static struct table table_of(struct arena *a, const struct words *letter)
{
    size_t size = 64;
    while (size < letter->count * 2)
        size *= 2;
    struct table t = {arena_array(a, size, sizeof *t.head),
                      arena_array(a, letter->count + 1, sizeof *t.next), size - 1};
    memset(t.head, 0xFF, size * sizeof *t.head);
    for (size_t i = letter->count; i-- > 0;) { /* backwards, so that the first place comes first */
        if (i + GROUP > letter->count)
            continue;
        size_t slot = group_hash(letter, i) & t.mask;
        t.next[i] = t.head[slot];
        t.head[slot] = (uint32_t)i;
    }
    return t;
}

static size_t common(const struct words *x, size_t i, const struct words *y, size_t j)
{
    size_t n = 0;
    while (i + n < x->count && j + n < y->count && x->at[i + n].hash == y->at[j + n].hash)
        n++;
    return n;
}

/* The longest run at reply word i; of equal ones the first after `after`. */
static size_t best_run(const struct table *t, const struct words *letter, const struct words *reply,
                       size_t i, size_t after, size_t *place)
{
    size_t best = 0;
    int tried = 0;
    uint32_t j = t->head[group_hash(reply, i) & t->mask];
    for (; j != NOWHERE && tried < CANDIDATES; j = t->next[j], tried++) {
        size_t n = common(reply, i, letter, j);
        if (n >= GROUP && (n > best || (n == best && *place < after && j >= after))) {
            best = n;
            *place = j;
        }
    }
    return best;
}

static void mark_run(struct words *reply, const struct words *letter, size_t i, size_t place,
                     size_t n)
{
    for (size_t k = 0; k < n; k++)
        reply->at[i + k].place = (uint32_t)(place + k);
    while (i && place && reply->at[i - 1].place == NOWHERE &&
           reply->at[i - 1].hash == letter->at[place - 1].hash)
        reply->at[--i].place = (uint32_t)--place;
}

static void find_runs(struct arena *a, struct words *reply, const struct words *letter)
{
    struct table t = table_of(a, letter);
    size_t after = 0;
    for (size_t i = 0; i + GROUP <= reply->count;) {
        size_t place = 0;
        size_t n = best_run(&t, letter, reply, i, after, &place);
        if (n) {
            mark_run(reply, letter, i, place, n);
            after = place + n;
        }
        i += n ? n : 1;
    }
}

/* Between two runs: words that stand in the letter's gap in the same order. */
static void fill_gap(struct words *reply, const struct words *letter, size_t from, size_t to,
                     size_t place, size_t limit)
{
    for (size_t i = from; i < to; i++)
        for (size_t j = place; j < limit && j < place + 40; j++)
            if (reply->at[i].hash == letter->at[j].hash) {
                reply->at[i].place = (uint32_t)j;
                place = j + 1;
                break;
            }
}

static void fill_gaps(struct words *reply, const struct words *letter)
{
    size_t from = 0, place = 0;
    bool open = false;
    for (size_t i = 0; i < reply->count; i++) {
        if (reply->at[i].place == NOWHERE)
            continue;
        if (open && i > from && reply->at[i].place > place && i - from < 200)
            fill_gap(reply, letter, from, i, place, reply->at[i].place);
        from = i + 1;
        place = reply->at[i].place + 1u;
        open = true;
    }
}

/* Single words known by chance, in a line that is otherwise new, count for nothing. */
static void count_line(struct line *line, const struct word *w, size_t n)
{
    line->words = (unsigned)n;
    line->fresh_at = line->len;
    line->fresh_end = 0;
    for (size_t i = 0; i < n; i++) {
        if (w[i].place != NOWHERE) {
            line->known++;
            continue;
        }
        if (w[i].start < line->fresh_at)
            line->fresh_at = w[i].start;
        line->fresh_end = w[i].end;
    }
}

/* ---- words of ours that the writer has copied ---------------------------------------- */

/* A word of the reply, as one of a run of words that stand in the letter so. */
struct claim {
    uint32_t at;  /* in the reply; NOWHERE: nobody has this word of the letter */
    uint32_t run; /* how long the run is */
    bool marked;  /* as quoted */
};

static size_t run_from(const struct words *reply, size_t i)
{
    size_t n = 1;
    while (i + n < reply->count && reply->at[i + n].place == reply->at[i].place + n)
        n++;
    return n;
}

static bool is_better(const struct claim *new, const struct claim *old)
{
    if (old->at == NOWHERE || new->marked != old->marked)
        return old->at == NOWHERE || new->marked;
    return new->run >= old->run;
}

/* For each word of the letter, which of the reply's is the quotation of it. */
static struct claim *find_quoted(struct arena *a, const struct words *reply, const struct lines *l,
                                 size_t letter_count)
{
    struct claim *quoted = arena_array(a, letter_count + 1, sizeof *quoted);
    for (size_t i = 0; i < letter_count; i++)
        quoted[i].at = NOWHERE;
    for (size_t i = 0, n; i < reply->count; i += n) {
        n = reply->at[i].place == NOWHERE ? 1 : run_from(reply, i);
        for (size_t k = i; k < i + n && reply->at[i].place != NOWHERE; k++) {
            struct claim c = {(uint32_t)k, (uint32_t)n, l->at[reply->at[k].line].depth > 0};
            if (is_better(&c, &quoted[reply->at[k].place]))
                quoted[reply->at[k].place] = c;
        }
    }
    return quoted;
}

/* All words of the line are ours, and all of them are quoted elsewhere: with marks, or below. */
static bool is_copy(const struct words *reply, size_t from, size_t n, const struct claim *quoted)
{
    for (size_t i = from; i < from + n; i++) {
        if (reply->at[i].place == NOWHERE)
            return false;
        const struct claim *c = &quoted[reply->at[i].place];
        if (c->at == i || (!c->marked && c->at < i))
            return false;
    }
    return true;
}

static size_t words_of_line(const struct words *w, size_t i)
{
    size_t n = 1;
    while (i + n < w->count && w->at[i + n].line == w->at[i].line)
        n++;
    return n;
}

/* Words of ours, without a mark, that the message quotes besides were copied by the writer: an
 * example of an order, say. So much that it is the letter once more is no copy of that kind. */
static void give_back_copies(struct arena *a, struct words *reply, const struct lines *l,
                             size_t letter_count)
{
    const struct claim *quoted = find_quoted(a, reply, l, letter_count);
    bool *copied = arena_array(a, l->count + 1, sizeof *copied);
    size_t total = 0;
    for (size_t i = 0, n; i < reply->count; i += n) {
        n = words_of_line(reply, i);
        size_t line = reply->at[i].line;
        copied[line] = !l->at[line].depth && is_copy(reply, i, n, quoted);
        total += copied[line] ? n : 0;
    }
    if (total * 100 > letter_count * COPIED_SHARE)
        return;
    for (size_t i = 0; i < reply->count; i++)
        if (copied[reply->at[i].line])
            reply->at[i].place = NOWHERE;
}

static unsigned share_found(struct arena *a, const struct words *reply, size_t letter_count)
{
    bool *seen = arena_array(a, letter_count + 1, sizeof *seen);
    size_t n = 0;
    for (size_t i = 0; i < reply->count; i++) {
        uint32_t place = reply->at[i].place;
        if (place != NOWHERE && !seen[place]) {
            seen[place] = true;
            n++;
        }
    }
    return letter_count ? (unsigned)(n * 100 / letter_count) : 0;
}

unsigned align_lines(struct arena *a, struct lines *l, const char *original)
{
    struct words letter = {0}, reply = {0};
    add_words(a, &letter, original, strlen(original), 0, ORIGINAL_WORDS);
    for (size_t i = 0; i < l->count; i++)
        add_words(a, &reply, l->at[i].text, l->at[i].len, i, REPLY_WORDS);
    if (letter.count < GROUP)
        return 0;
    find_runs(a, &reply, &letter);
    fill_gaps(&reply, &letter);
    give_back_copies(a, &reply, l, letter.count);
    for (size_t i = 0, n; i < reply.count; i += n) {
        n = words_of_line(&reply, i);
        count_line(&l->at[reply.at[i].line], &reply.at[i], n);
    }
    return share_found(a, &reply, letter.count);
}
