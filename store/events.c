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

static int read_event(struct store *s, sqlite3_stmt *row, struct arena *a, struct event *e)
{
    const char *kind = (const char *)sqlite3_column_text(row, 2);

    *e = (struct event){
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
    if (event_kind_parse(kind, &e->kind) < 0)
        return err_set(&s->error, "event %lld is a \"%s\", which this mentord does not know",
                       (long long)e->id, kind);
    return 0;
}

static bool wanted(const struct event *e, const int *kinds)
{
    if (!kinds)
        return true;
    for (; *kinds >= 0; kinds++)
        if ((int)e->kind == *kinds)
            return true;
    return false;
}

/* One page from event id `from` on: their count, or -1. It is read to its end
 * before anybody sees it, so that whoever sees it may walk the log too. */
static int read_page(struct store *s, struct arena *a, const struct event_filter *f, int64_t from,
                     struct event *page)
{
    enum query q = f->case_id ? Q_EVENTS_OF_CASE : f->person ? Q_EVENTS_OF_PERSON : Q_EVENTS;
    sqlite3_stmt *row =
        query(s, q,
              V(v_int(from), v_int(PAGE), v_text(f->programme), v_text(f->rule), v_int(f->since),
                v_int(f->until), v_int(f->case_id), v_int(f->person)));
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        if (read_event(s, row, a, &page[count++]) < 0) {
            query_end(row);
            return -1;
        }
    return rc < 0 ? -1 : count;
}

int store_walk_events(struct store *s, struct arena *a, const struct event_filter *f,
                      int (*each)(void *ctx, const struct event *e), void *ctx)
{
    struct event page[PAGE];
    int64_t from = f->from;
    int count;

    while ((count = read_page(s, a, f, from, page)) > 0) {
        for (int i = 0; i < count; i++)
            if (wanted(&page[i], f->kinds) && each(ctx, &page[i]))
                return 0;
        from = page[count - 1].id + 1;
    }
    return count;
}
