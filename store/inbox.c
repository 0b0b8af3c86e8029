/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inbox.c - mail that came (the reader writes it) and what became of it (the
 * engine does). A message is known by its bytes: fetched again, under another
 * number or after a change of UIDVALIDITY, it is the row that was there. */
#include "store/internal.h"

#include <string.h>

/* ---- the reader -------------------------------------------------------------------- */

/* The id, 0 where the bytes were stored before, -1. */
static int64_t put_message(struct store *s, const struct inbox_row *m)
{
    int64_t id;

    if (run(s, Q_PUT_INBOX,
            V(v_text(m->mailbox), v_int((int64_t)m->uidvalidity), v_text(m->uid), v_text(m->hash),
              v_int(m->fetched), v_int(m->oversize))) < 0)
        return -1;
    id = sqlite3_last_insert_rowid(s->db);
    return run(s, Q_PUT_INBOX_RAW, V(v_int(id), v_blob(m->raw, m->raw_len))) < 0 ? -1 : id;
}

int64_t store_put_inbox(struct store *s, const struct inbox_row *m)
{
    int64_t known = 0, id;

    if (store_in_transaction(s) < 0 ||
        fetch(s, &known, Q_INBOX_BY_HASH, V(v_text(m->hash), v_text(m->mailbox))) < 0)
        return -1;
    id = known ? known : put_message(s, m);
    if (id < 0 ||
        run(s, Q_PUT_INBOX_UID,
            V(v_text(m->mailbox), v_int((int64_t)m->uidvalidity), v_text(m->uid), v_int(id))) < 0)
        return -1;
    return known ? 0 : id;
}

int store_has_uid(struct store *s, const char *mailbox, uint64_t uidvalidity, const char *uid)
{
    int64_t one;

    return fetch(s, &one, Q_HAS_UID, V(v_text(mailbox), v_int((int64_t)uidvalidity), v_text(uid)));
}

/* ---- the engine --------------------------------------------------------------------- */

static int find_inbox(struct store *s, struct arena *a, sqlite3_stmt *row, struct inbox_row *out)
{
    int rc = step(s, row);

    if (rc > 0)
        *out = (struct inbox_row){
            .id = column_id(row, 0),
            .mailbox = column_text(row, 1, a),
            .uidvalidity = (uint64_t)column_id(row, 2),
            .uid = column_text(row, 3, a),
            .hash = column_text(row, 4, a),
            .fetched = column_id(row, 5),
            .oversize = column_int(row, 6),
        };
    query_end(row);
    return rc < 0 ? -1 : !rc;
}

int store_next_inbox(struct store *s, struct arena *a, int64_t after, struct inbox_row *out)
{
    return find_inbox(s, a, query(s, Q_NEXT_INBOX, V(v_int(after))), out);
}

/* An erased message has no bytes: raw is NULL. */
int store_inbox_raw(struct store *s, struct arena *a, int64_t id, struct inbox_row *out)
{
    int rc = find_inbox(s, a, query(s, Q_INBOX, V(v_int(id))), out);
    sqlite3_stmt *row;

    if (rc)
        return rc;
    row = query(s, Q_INBOX_RAW, V(v_int(id)));
    rc = step(s, row);
    if (rc > 0)
        out->raw = column_bytes(row, 0, a, &out->raw_len);
    query_end(row);
    return rc < 0 ? -1 : 0;
}

int store_count_undone(struct store *s)
{
    int64_t count = 0;

    return fetch(s, &count, Q_COUNT_UNDONE, NO_VALUES) < 0 ? -1 : (int)count;
}

int store_try_inbox(struct store *s, int64_t id)
{
    int64_t tries = 0;

    return fetch(s, &tries, Q_TRY_INBOX, V(v_int(id))) < 0 ? -1 : (int)tries;
}

int store_untry_inbox(struct store *s, int64_t id)
{
    return run(s, Q_UNTRY_INBOX, V(v_int(id))) < 0 ? -1 : 0;
}

int store_inbox_done(struct store *s, int64_t id, const char *outcome, int64_t person,
                     int64_t letter, instant at, const char *why)
{
    int rc =
        run(s, Q_INBOX_DONE,
            V(v_int(id), v_text(outcome), v_ref(person), v_ref(letter), v_int(at), v_text(why)));

    if (!strcmp(outcome, "unsorted"))
        roster_drop(s);
    return rc < 0 ? -1 : 0;
}

int store_put_said(struct store *s, const char *hash, int64_t inbox)
{
    return run(s, Q_PUT_SAID, V(v_text(hash), v_int(inbox))) < 0 ? -1 : 0;
}

int64_t store_said_before(struct store *s, const char *hash)
{
    int64_t inbox = 0;

    return fetch(s, &inbox, Q_HAS_SAID, V(v_text(hash))) < 0 ? -1 : inbox;
}

int store_unsorted_since(struct store *s, int64_t person, instant *out)
{
    *out = 0;
    return fetch(s, out, Q_UNSORTED_SINCE, V(v_int(person))) < 0 ? -1 : 0;
}

int store_sorted(struct store *s, int64_t inbox)
{
    return run(s, Q_SORTED, V(v_int(inbox))) < 0 || run(s, Q_UNREAD_SORTED, V(v_int(inbox))) < 0
               ? -1
               : 0;
}

int store_to_sort(struct store *s, int64_t inbox, int64_t *person)
{
    return fetch(s, person, Q_TO_SORT, V(v_int(inbox)));
}

/* ---- what nobody could read ------------------------------------------------------------- */

int store_put_unread(struct store *s, int64_t inbox)
{
    return run(s, Q_PUT_UNREAD, V(v_int(inbox))) < 0 ? -1 : 0;
}

/* As with mail that is not decided, it may have come since its mailbox was last
 * complete before it. */
int store_unread_since(struct store *s, instant *out)
{
    *out = INSTANT_NEVER;
    return fetch(s, out, Q_UNREAD_SINCE, NO_VALUES) < 0 ? -1 : 0;
}

int store_unread(struct store *s, int64_t *ids, size_t max)
{
    return fetch_ids(s, ids, max, Q_UNREAD, V(v_int((int64_t)max)));
}

int store_count_mail(struct store *s, const char *outcome)
{
    int64_t count = 0;

    return fetch(s, &count, Q_COUNT_MAIL, V(v_text(outcome))) < 0 ? -1 : (int)count;
}
