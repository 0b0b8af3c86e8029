/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/status_letters.h"

#include <string.h>

#define BATCH 128

/* Letters to one person that are held, as the address got too many. */
struct heap {
    int64_t to; /* 0: the admin */
    const char *address;
    int letters;
};

struct heaps {
    struct heap *items;
    size_t count, cap;
};

static struct heap *heap_of(struct ctl *c, struct heaps *h, const struct outbox_row *l)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->items[i].to == l->recipient)
            return &h->items[i];
    struct heap *new = arena_grow(c->arena, &h->items, h->count++, &h->cap, sizeof *new);
    *new = (struct heap){.to = l->recipient, .address = l->envelope_to};
    return new;
}

static int gather_limited(struct ctl *c, struct heaps *h)
{
    struct outbox_row rows[BATCH];
    int64_t after = 0;
    int n;

    *h = (struct heaps){0};
    while ((n = store_waiting_letters(c->store, c->arena, NULL, after, rows, BATCH)) > 0) {
        for (int i = 0; i < n; i++)
            if (rows[i].held && !strcmp(rows[i].held, "limit"))
                heap_of(c, h, &rows[i])->letters++;
        after = rows[n - 1].id;
    }
    return n;
}

static const char *whom(struct ctl *c, const struct heap *h)
{
    return h->to ? ctl_name(c, h->to) : "the admin";
}

static int show_limited(struct ctl *c)
{
    struct heaps h;

    if (gather_limited(c, &h) < 0)
        return -1;
    if (h.count)
        out_heading("Held, as the address got as many letters as it may in a day");
    for (size_t i = 0; i < h.count; i++)
        out_text("  %d letter%s to %s: mentorctl release --to %s\n", h.items[i].letters,
                 h.items[i].letters == 1 ? "" : "s", whom(c, &h.items[i]), h.items[i].address);
    if (h.count)
        out_text("\n");
    return 0;
}

static int show_uncertain(struct ctl *c)
{
    struct outbox_row rows[BATCH];
    int n = store_uncertain_letters(c->store, c->arena, 0, rows, BATCH);

    if (n > 0)
        out_heading("Sent, and nobody knows whether they arrived");
    for (int i = 0; i < n; i++)
        out_text("  %s to %s, written %s: mentorctl settle %lld arrived, or again\n",
                 rows[i].letter, rows[i].recipient ? ctl_name(c, rows[i].recipient) : "the admin",
                 ctl_time(c, rows[i].programme, rows[i].created), (long long)rows[i].id);
    if (n > 0)
        out_text("\n");
    return n;
}

int show_letters_that_want_somebody(struct ctl *c)
{
    return show_limited(c) < 0 || show_uncertain(c) < 0 ? -1 : 0;
}

json_t *limited_json(struct ctl *c)
{
    json_t *list = json_array();
    struct heaps h;

    if (gather_limited(c, &h) < 0)
        return NULL;
    for (size_t i = 0; i < h.count; i++) {
        json_t *o = json_object();
        json_put(o, "person", json_id(h.items[i].to));
        json_put(o, "letters", json_integer(h.items[i].letters));
        json_array_append_new(list, o);
    }
    return list;
}

json_t *uncertain_json(struct ctl *c)
{
    struct outbox_row rows[BATCH];
    int n = store_uncertain_letters(c->store, c->arena, 0, rows, BATCH);
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        json_t *o = json_object();
        json_put(o, "letter", json_id(rows[i].id));
        json_put(o, "template", json_text(rows[i].letter));
        json_put(o, "person", json_id(rows[i].recipient));
        json_put(o, "written", json_instant(rows[i].created));
        json_array_append_new(list, o);
    }
    return n < 0 ? NULL : list;
}
