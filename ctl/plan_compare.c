/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_compare.c - what belongs together is found in three rounds, each less strict: the same
 * letter of the same case to the same person; to somebody else; the same letter of another
 * occurrence (a schedule that was moved). What is left is on one side only. */
#include "ctl/plan_compare.h"

#include <stdlib.h>
#include <string.h>

enum round { SAME_PERSON, OTHER_PERSON, OTHER_OCCURRENCE, ROUNDS };

struct entry {
    const char *key; /* of this round */
    const struct planned *item;
    bool paired;
};

struct side {
    struct entry *entries;
    size_t count;
};

struct comparison {
    struct arena *arena;
    struct side old, new;
    struct plan_change *changes;
    size_t count, cap;
};

/* ---- keys ------------------------------------------------------------------------- */

static const char *word(const char *s)
{
    return s ? s : "";
}

static const char *key_of(struct arena *a, const struct planned *l, enum round round)
{
    const char *occurrence = round == OTHER_OCCURRENCE ? "" : word(l->occurrence);
    long long to = round == OTHER_PERSON ? 0 : (long long)l->to;

    if (!l->case_id) /* a digest, a notice: by its template */
        return arena_printf(a, "%s//%s/%s/%lld/%lld", l->programme, word(l->letter),
                            word(l->letter_kind), (long long)l->to, (long long)l->about);
    return arena_printf(a, "%s/%s/%lld/%lld/%s/%d/%s/%lld/%s", l->programme, word(l->rule),
                        (long long)l->subject, (long long)l->other, word(l->step), l->kind,
                        word(l->letter_kind), to, occurrence);
}

static int by_key_and_time(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int key = strcmp(x->key, y->key);

    if (key)
        return key;
    if (x->item->at != y->item->at)
        return x->item->at < y->item->at ? -1 : 1;
    return (x->item->id > y->item->id) - (x->item->id < y->item->id);
}

/* Those that have no partner yet, by the keys of the round. */
static void prepare(struct arena *a, struct side *s, enum round round)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++)
        if (!s->entries[i].paired)
            s->entries[kept++] = s->entries[i];
    s->count = kept;
    for (size_t i = 0; i < s->count; i++)
        s->entries[i].key = key_of(a, s->entries[i].item, round);
    if (s->count)
        qsort(s->entries, s->count, sizeof *s->entries, by_key_and_time);
}

/* ---- pairs -------------------------------------------------------------------------- */

static void put(struct comparison *c, enum change_kind kind, const struct planned *old,
                const struct planned *new)
{
    struct plan_change *slot = arena_grow(c->arena, &c->changes, c->count++, &c->cap, sizeof *slot);

    *slot = (struct plan_change){kind, old, new};
}

static bool same_file(const struct rules_file *a, const struct rules_file *b)
{
    return a == b || (a && b && a->len == b->len && !memcmp(a->bytes, b->bytes, a->len));
}

/* Only an edit counts: a date in a letter differs whenever the letter moves. */
static bool text_differs(const struct planned *a, const struct planned *b)
{
    return a->kind == PLANNED_LETTER && !same_file(a->source, b->source) &&
           (strcmp(word(a->text), word(b->text)) ||
            strcmp(word(a->subject_line), word(b->subject_line)));
}

static void pair(struct comparison *c, struct entry *a, struct entry *b)
{
    a->paired = b->paired = true;
    if (a->item->to != b->item->to)
        put(c, CHANGE_PERSON, a->item, b->item);
    else if (a->item->at != b->item->at)
        put(c, CHANGE_MOVED, a->item, b->item);
    if (text_differs(a->item, b->item))
        put(c, CHANGE_TEXT, a->item, b->item);
}

static void find_pairs(struct comparison *c, enum round round)
{
    size_t i = 0, j = 0;

    prepare(c->arena, &c->old, round);
    prepare(c->arena, &c->new, round);
    while (i < c->old.count && j < c->new.count) {
        struct entry *a = &c->old.entries[i], *b = &c->new.entries[j];
        int order = strcmp(a->key, b->key);

        i += order <= 0;
        j += order >= 0;
        if (!order)
            pair(c, a, b);
    }
}

static void take_rest(struct comparison *c)
{
    for (size_t i = 0; i < c->old.count; i++)
        if (!c->old.entries[i].paired)
            put(c, CHANGE_GONE, c->old.entries[i].item, NULL);
    for (size_t i = 0; i < c->new.count; i++)
        if (!c->new.entries[i].paired)
            put(c, CHANGE_NEW, NULL, c->new.entries[i].item);
}

/* ---- the whole ------------------------------------------------------------------------ */

const struct planned *change_item(const struct plan_change *c)
{
    return c->new ? c->new : c->old;
}

static bool same_case(const struct planned *a, const struct planned *b)
{
    return a->case_id && b->case_id && !strcmp(a->programme, b->programme) &&
           !strcmp(word(a->rule), word(b->rule)) &&
           !strcmp(word(a->occurrence), word(b->occurrence)) && a->subject == b->subject &&
           a->other == b->other;
}

/* Letters tell more than that their case begins. */
static bool says_nothing_new(const struct comparison *c, size_t i)
{
    const struct plan_change *of = &c->changes[i];

    if (change_item(of)->kind != PLANNED_BEGINS)
        return false;
    if (of->kind == CHANGE_MOVED)
        return true;
    for (size_t j = 0; j < c->count; j++)
        if (change_item(&c->changes[j])->kind == PLANNED_LETTER &&
            same_case(change_item(&c->changes[j]), change_item(of)))
            return true;
    return false;
}

static int by_rule_and_time(const void *a, const void *b)
{
    const struct planned *x = change_item(a), *y = change_item(b);
    int order = strcmp(x->programme, y->programme);

    if (!order)
        order = strcmp(word(x->rule), word(y->rule));
    if (order)
        return order;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->subject != y->subject ? (x->subject > y->subject) - (x->subject < y->subject)
                                    : (x->id > y->id) - (x->id < y->id);
}

static size_t settle(struct comparison *c)
{
    struct plan_change *kept = arena_array(c->arena, c->count + 1, sizeof *kept);
    size_t n = 0;

    for (size_t i = 0; i < c->count; i++)
        if (!says_nothing_new(c, i))
            kept[n++] = c->changes[i];
    c->changes = kept;
    if (n)
        qsort(kept, n, sizeof *kept, by_rule_and_time);
    return n;
}

static struct side side_of(struct arena *a, const struct planned *items, size_t count)
{
    struct side s = {.entries = arena_array(a, count + 1, sizeof *s.entries), .count = count};

    for (size_t i = 0; i < count; i++)
        s.entries[i].item = &items[i];
    return s;
}

size_t plan_compare(struct arena *a, const struct planned *old, size_t old_count,
                    const struct planned *new, size_t new_count, struct plan_change **out)
{
    struct comparison c = {
        .arena = a, .old = side_of(a, old, old_count), .new = side_of(a, new, new_count)};
    size_t n;

    for (enum round round = SAME_PERSON; round < ROUNDS; round++)
        find_pairs(&c, round);
    take_rest(&c);
    n = settle(&c);
    *out = c.changes;
    return n;
}
