/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delivery.c - what is due to go out, and what became of it.
 *
 *     (no row) --claim--> in_flight --> sent | failed | uncertain    final
 *        |                    |
 *        '--------------------'--> deferred --claim--> in_flight ...
 *
 * An uncertain letter that a person wants sent again becomes deferred once more.
 * Rows are only added, by the sender; the last one of a letter is its state.
 * That a claim comes before "sent", that nothing comes after a final state and
 * that two claims never stand side by side is refused by the schema.
 */
#include "store/internal.h"

/* ---- what is due ---------------------------------------------------------------- */

static void read_due(sqlite3_stmt *row, struct arena *a, struct due_letter *l)
{
    *l = (struct due_letter){
        .id = column_id(row, 0),
        .envelope_from = column_text(row, 1, a),
        .envelope_to = column_text(row, 2, a),
        .message_id = column_text(row, 3, a),
        .not_before = column_id(row, 4),
        .tries = column_int(row, 5),
        .first_try = column_id(row, 6),
    };
}

static int next_due_letter(struct store *s, instant now, instant *next)
{
    instant retry = INSTANT_NEVER;

    *next = INSTANT_NEVER;
    if (fetch(s, next, Q_NEXT_NOT_BEFORE, V(v_int(now))) < 0 ||
        fetch(s, &retry, Q_NEXT_RETRY, V(v_int(now))) < 0)
        return -1;
    if (retry < *next)
        *next = retry;
    return 0;
}

int store_due_letters(struct store *s, struct arena *a, instant now, const struct due_letter *after,
                      struct due_letter *out, size_t max, instant *next)
{
    sqlite3_stmt *row = query(s, Q_DUE_LETTERS,
                              V(v_int(now), v_int(after ? after->not_before : INT64_MIN),
                                v_int(after ? after->id : 0), v_int((int64_t)max)));
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        read_due(row, a, &out[count++]);
    *next = now;
    if (rc < 0 || ((size_t)count < max && next_due_letter(s, now, next) < 0))
        return -1;
    return count;
}

int store_in_flight(struct store *s, int64_t *letters, size_t max)
{
    return fetch_ids(s, letters, max, Q_IN_FLIGHT, V(v_int((int64_t)max)));
}

/* ---- what became of it ------------------------------------------------------------ */

int store_claim_letter(struct store *s, int64_t id, instant at, const char *via)
{
    return run(s, Q_CLAIM_LETTER, V(v_int(id), v_int(at), v_text(via)));
}

int store_put_delivery(struct store *s, const struct delivery_row *d)
{
    int rc = run(s, Q_PUT_DELIVERY,
                 V(v_int(d->letter), v_text(d->state), v_int(d->at), v_ref(d->retry_at),
                   v_text(d->step), v_ref(d->code), v_text(d->detail)));

    return rc < 0 ? -1 : 0;
}

static void read_delivery(sqlite3_stmt *row, struct arena *a, struct delivery_row *d)
{
    *d = (struct delivery_row){
        .id = column_id(row, 0),
        .letter = column_id(row, 1),
        .state = column_text(row, 2, a),
        .at = column_id(row, 3),
        .retry_at = column_id(row, 4),
        .step = column_text(row, 5, a),
        .code = column_int(row, 6),
        .detail = column_text(row, 7, a),
    };
}

int store_deliveries(struct store *s, struct arena *a, int64_t after, struct delivery_row *out,
                     size_t max)
{
    sqlite3_stmt *row = query(s, Q_DELIVERIES, V(v_int(after), v_int((int64_t)max)));
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        read_delivery(row, a, &out[count++]);
    return rc < 0 ? -1 : count;
}

int store_last_delivery(struct store *s, struct arena *a, int64_t letter, struct delivery_row *out)
{
    sqlite3_stmt *row = query(s, Q_LAST_DELIVERY, V(v_int(letter)));
    int rc = step(s, row);

    if (rc > 0)
        read_delivery(row, a, out);
    query_end(row);
    return rc < 0 ? -1 : !rc;
}

int store_letter_arrived(struct store *s, int64_t id, instant at)
{
    return run(s, Q_LETTER_ARRIVED, V(v_int(id), v_int(at))) < 0 ? -1 : 0;
}

int store_send_again(struct store *s, int64_t id, instant at)
{
    struct delivery_row again = {.letter = id,
                                 .state = DELIVERY_DEFERRED,
                                 .at = at,
                                 .retry_at = at,
                                 .detail = "to be sent again, as was asked"};

    if (store_put_delivery(s, &again) < 0)
        return -1;
    return run(s, Q_REOPEN_LETTER, V(v_int(id), v_int(at))) < 0 ? -1 : 0;
}

/* ---- the sender's trouble ----------------------------------------------------------- */

int store_put_sender(struct store *s, const struct sender_row *row)
{
    instant since = row->trouble ? row->trouble_since : 0;
    struct value at = row->trouble ? v_int(since) : v_ref(0);

    return run(s, Q_PUT_SENDER, V(v_text(row->trouble), at)) < 0 ? -1 : 0;
}

int store_get_sender(struct store *s, struct arena *a, struct sender_row *out)
{
    sqlite3_stmt *row = query(s, Q_SENDER, NO_VALUES);
    int rc = step(s, row);

    *out = (struct sender_row){0};
    if (rc > 0)
        *out = (struct sender_row){column_text(row, 0, a), column_id(row, 1)};
    query_end(row);
    return rc < 0 ? -1 : 0;
}
