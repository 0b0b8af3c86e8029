/* SPDX-License-Identifier: GPL-2.0-or-later */
/* events.c - the log: added to, walked through, never changed. */
#include "store/internal.h"

#include <string.h>

#define PAGE 64 /* events read at a time */

int store_append_event(struct store *s, struct event *e)
{
    if (event_is_transient(e->kind))
        return err_set(&s->error, "an event \"%s\" only causes others and is not logged",
                       event_kind_name(e->kind));
    if (run(s, Q_APPEND_EVENT,
            V(v_int(e->at), v_text(event_kind_name(e->kind)), v_text(e->programme),
              v_text(e->version), v_text(e->rule), v_text(e->occurrence), v_ref(e->case_id),
              v_text(e->step), v_ref(e->person), v_ref(e->other), v_ref(e->by), v_ref(e->letter),
              v_ref(e->inbox), v_ref(e->text), v_ref(e->until), v_text(e->name), v_text(e->value),
              v_text(e->reason))) < 0)
        return -1;
    e->id = sqlite3_last_insert_rowid(s->db);
    return 0;
}

static void read_event(sqlite3_stmt *row, struct arena *a, enum event_kind kind, struct event *e)
{
    *e = (struct event){
        .kind = kind,
        .id = column_id(row, 0),
        .at = column_id(row, 1),
        .programme = column_text(row, 3, a),
        .version = column_text(row, 4, a),
        .rule = column_text(row, 5, a),
        .occurrence = column_text(row, 6, a),
        .case_id = column_id(row, 7),
        .step = column_text(row, 8, a),
        .person = column_id(row, 9),
        .other = column_id(row, 10),
        .by = column_id(row, 11),
        .letter = column_id(row, 12),
        .inbox = column_id(row, 13),
        .text = column_id(row, 14),
        .until = column_id(row, 15),
        .name = column_text(row, 16, a),
        .value = column_text(row, 17, a),
        .reason = column_text(row, 18, a),
    };
}

static bool wanted(enum event_kind kind, const int *kinds)
{
    if (!kinds)
        return true;
    for (; *kinds >= 0; kinds++)
        if ((int)kind == *kinds)
            return true;
    return false;
}

/* 1: read; 0: of a kind that nobody wants; -1. */
static int read_wanted(struct store *s, sqlite3_stmt *row, struct arena *a, const int *kinds,
                       struct event *e)
{
    const char *word = (const char *)sqlite3_column_text(row, 2);
    enum event_kind kind;

    if (event_kind_parse(word, &kind) < 0)
        return err_set(&s->error, "event %lld is a \"%s\", which this mentord does not know",
                       (long long)column_id(row, 0), word);
    if (!wanted(kind, kinds))
        return 0;
    read_event(row, a, kind, e);
    return 1;
}

struct page {
    struct event events[PAGE];
    int count;
    int64_t next; /* where the next page begins; 0: there is none */
};

/* One page from p->next on. It is read to its end before anybody sees it, so
 * that whoever sees it may walk the log too. */
static int read_page(struct store *s, struct arena *a, const struct event_filter *f, struct page *p)
{
    enum query q = f->case_id ? Q_EVENTS_OF_CASE : f->person ? Q_EVENTS_OF_PERSON : Q_EVENTS;
    sqlite3_stmt *row =
        query(s, q,
              V(v_int(p->next), v_int(PAGE), v_text(f->programme), v_text(f->rule), v_int(f->since),
                v_int(f->until), v_int(f->case_id), v_int(f->person)));
    int64_t last = 0;
    int rows = 0, rc;

    p->count = 0;
    for (; (rc = step(s, row)) > 0; rows++) {
        int read = read_wanted(s, row, a, f->kinds, &p->events[p->count]);

        if (read < 0) {
            query_end(row);
            return -1;
        }
        p->count += read;
        last = column_id(row, 0);
    }
    p->next = rows == PAGE ? last + 1 : 0;
    return rc;
}

int store_walk_events(struct store *s, struct arena *a, const struct event_filter *f,
                      int (*each)(void *ctx, const struct event *e), void *ctx)
{
    struct page page = {.next = f->from};

    do {
        if (read_page(s, a, f, &page) < 0)
            return -1;
        for (int i = 0; i < page.count; i++)
            if (each(ctx, &page.events[i]))
                return 0;
    } while (page.next);
    return 0;
}
