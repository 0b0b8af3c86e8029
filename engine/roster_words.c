/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster_words.c - a plan in words, as it is shown before it is done. */
#include "engine/roster.h"

#include <sodium.h>
#include <string.h>

#define NUMBER_BYTES 4

/* "mentor; time zone America/New_York; responsible: Carol Nguyen" */
static const char *described(struct arena *a, const struct change *k)
{
    static const char *const words[] = {
        [CHANGE_NEW] = "",
        [CHANGE_NAME] = "name",
        [CHANGE_ADDRESS] = "address",
        [CHANGE_ZONE] = "time zone",
        [CHANGE_LANGUAGE] = "language",
        [CHANGE_STATUS] = "status",
        [CHANGE_AWAY] = "away",
        [CHANGE_ROLE] = "role",
        [CHANGE_RESPONSIBLE] = "responsible",
        [CHANGE_MATCH] = "match",
        [CHANGE_ANSWERS_TO] = "answers to",
    };

    if (k->from)
        return arena_printf(a, "%s %s -> %s", words[k->kind], k->from, k->to);
    return *words[k->kind] ? arena_printf(a, "%s %s", words[k->kind], k->to) : k->to;
}

void roster_lines(struct arena *a, const struct roster_plan *p, bool new_ones,
                  struct roster_lines *out)
{
    const char **what = arena_array(a, p->people_count + 1, sizeof *what);

    *out = (struct roster_lines){0};
    for (size_t i = 0; i < p->changes_count; i++) {
        const struct change *c = &p->changes[i];
        const char *before = what[c->person], *words = described(a, c);
        what[c->person] = before ? arena_printf(a, "%s; %s", before, words) : words;
    }
    for (size_t i = 0; i < p->people_count; i++) {
        if (!what[i] || (p->people[i].id == 0) != new_ones)
            continue;
        struct roster_line *line =
            arena_grow(a, &out->items, out->count++, &out->cap, sizeof *line);
        *line = (struct roster_line){p->people[i].row.name, what[i]};
    }
}

static void add(crypto_generichash_state *sum, const char *text)
{
    crypto_generichash_update(sum, (const unsigned char *)text, strlen(text) + 1);
}

const char *row_note_place(struct arena *a, const struct row_note *n)
{
    return n->line ? arena_printf(a, "row %d", n->line) : "the list";
}

const char *roster_number(struct arena *a, const struct roster_plan *p)
{
    unsigned char out[crypto_generichash_BYTES_MIN];
    char hex[2 * NUMBER_BYTES + 1];
    crypto_generichash_state sum;
    struct roster_lines lines;

    crypto_generichash_init(&sum, NULL, 0, sizeof out);
    for (int new_ones = 0; new_ones < 2; new_ones++) {
        roster_lines(a, p, new_ones, &lines);
        for (size_t i = 0; i < lines.count; i++) {
            add(&sum, lines.items[i].name);
            add(&sum, lines.items[i].what);
        }
        add(&sum, "");
    }
    for (size_t i = 0; i < p->gone_count; i++)
        add(&sum, arena_printf(a, "%lld", (long long)p->gone[i]->person.id));
    for (size_t i = 0; i < p->unclear.count; i++)
        add(&sum, p->unclear.items[i].text);
    crypto_generichash_final(&sum, out, sizeof out);
    sodium_bin2hex(hex, sizeof hex, out, NUMBER_BYTES);
    return arena_strdup(a, hex);
}
