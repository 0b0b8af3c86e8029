/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outbox.c - letters as the engine writes, holds and drops them.
 *
 * What is open. Of a million letters all but a few are done with, and neither
 * a tick nor the sender may look through them. What became of a letter stands
 * in delivery rows, which the sender adds, so an index on letters alone cannot
 * know it. Three ways were weighed:
 *
 *   - a mark of the sender's, "all below are final": one letter that is held
 *     for a month keeps the mark back, and everything above it is looked at;
 *   - a queue of the sender's own, filled from the new letters: two more
 *     writes a letter, and it would have to be told of each release and drop;
 *   - letter.closed, which the engine sets in its own row when it logs the
 *     final result that it reads from the deliveries anyway.
 *
 * The last one is it: the partial index letter_open holds what is not closed,
 * by (held, not_before). Between the sender's result and the engine's event a
 * letter is final and still in the index, so the sender's query looks at the
 * last delivery of each too. If no engine runs, that is all that gets slower.
 */
#include "store/internal.h"

/* ---- writing ------------------------------------------------------------------- */

static int note_written(struct store *s, int64_t person, instant at)
{
    roster_note_written(s, person, at);
    return run(s, Q_NOTE_WRITTEN, V(v_int(person), v_int(at)));
}

int64_t store_put_letter(struct store *s, const struct outbox_row *l)
{
    int64_t id;
    int rows;

    if (store_in_transaction(s) < 0)
        return -1;
    rows = run(s, Q_PUT_LETTER,
               V(v_text(l->programme), v_ref(l->case_id), v_text(l->step), v_text(l->kind),
                 v_text(l->letter), v_ref(l->recipient), v_ref(l->as), v_ref(l->about),
                 v_ref(l->about_other), v_text(l->unique_key), v_text(l->token),
                 v_text(l->message_id), v_text(l->envelope_from), v_text(l->envelope_to),
                 v_int(l->created), v_int(l->not_before), v_int(l->at_any_hour), v_text(l->subject),
                 v_text(l->held), v_ref(l->not_after)));
    if (rows <= 0)
        return rows;
    id = sqlite3_last_insert_rowid(s->db);
    if (l->routine && note_written(s, l->recipient, l->not_before) < 0)
        return -1;
    if (run(s, Q_PUT_LETTER_BODY, V(v_int(id), v_text(l->text), v_blob(l->raw, l->raw_len))) < 0)
        return -1;
    return id;
}

int store_put_letter_line(struct store *s, int64_t letter, int number, int64_t person)
{
    return run(s, Q_PUT_LETTER_LINE, V(v_int(letter), v_int(number), v_int(person))) < 0 ? -1 : 0;
}

int64_t store_letter_line(struct store *s, int64_t letter, int number)
{
    int64_t person = 0;

    return fetch(s, &person, Q_LETTER_LINE, V(v_int(letter), v_int(number))) < 0 ? -1 : person;
}

int store_put_letter_thread(struct store *s, int64_t letter, const struct letter_thread *t)
{
    return run(s, Q_PUT_LETTER_THREAD, V(v_int(letter), v_text(t->here), v_text(t->there))) < 0 ? -1
                                                                                                : 0;
}

int store_letter_thread(struct store *s, struct arena *a, int64_t letter, struct letter_thread *out)
{
    sqlite3_stmt *row = query(s, Q_LETTER_THREAD, V(v_int(letter)));
    int rc = step(s, row);

    *out = (struct letter_thread){"", ""};
    if (rc > 0)
        *out = (struct letter_thread){column_text(row, 0, a), column_text(row, 1, a)};
    query_end(row);
    return rc < 0 ? -1 : 0;
}

int store_release_letters(struct store *s, const char *programme, const char *held)
{
    return run(s, Q_RELEASE_LETTERS, V(v_text(programme), v_text(held)));
}

int store_release_letters_to(struct store *s, int64_t recipient, const char *held)
{
    return run(s, Q_RELEASE_LETTERS_TO, V(v_ref(recipient), v_text(held)));
}

int store_hold_letters(struct store *s, const char *programme, const char *held)
{
    return run(s, Q_HOLD_LETTERS, V(v_text(programme), v_text(held)));
}

int store_put_off_letter(struct store *s, int64_t id, instant not_before, instant not_after)
{
    return run(s, Q_PUT_OFF_LETTER, V(v_int(id), v_int(not_before), v_ref(not_after))) < 0 ? -1 : 0;
}

int store_drop_letter(struct store *s, int64_t id, const char *why, instant at)
{
    int rows = run(s, Q_DROP_LETTER, V(v_int(id), v_text(why ? why : ""), v_int(at)));

    return rows < 0 ? -1 : !rows;
}

/* ---- reading ------------------------------------------------------------------- */

static void read_letter(sqlite3_stmt *row, struct arena *a, struct outbox_row *l)
{
    *l = (struct outbox_row){
        .id = column_id(row, 0),
        .programme = column_text(row, 1, a),
        .case_id = column_id(row, 2),
        .step = column_text(row, 3, a),
        .kind = column_text(row, 4, a),
        .letter = column_text(row, 5, a),
        .recipient = column_id(row, 6),
        .as = column_id(row, 7),
        .about = column_id(row, 8),
        .about_other = column_id(row, 9),
        .unique_key = column_text(row, 10, a),
        .token = column_text(row, 11, a),
        .message_id = column_text(row, 12, a),
        .envelope_from = column_text(row, 13, a),
        .envelope_to = column_text(row, 14, a),
        .created = column_id(row, 15),
        .not_before = column_id(row, 16),
        .at_any_hour = column_int(row, 17),
        .subject = column_text(row, 18, a),
        .held = column_text(row, 19, a),
        .not_after = column_id(row, 20),
    };
}

/* The letter of a query that gives at most one, with its text. 0, 1 none, -1. */
static int find_letter(struct store *s, struct arena *a, enum query q, struct value key,
                       struct outbox_row *out)
{
    sqlite3_stmt *row = query(s, q, V(key));
    int rc = step(s, row);

    if (rc > 0)
        read_letter(row, a, out);
    query_end(row);
    if (rc <= 0)
        return rc < 0 ? -1 : 1;
    out->text = fetch_text(s, a, Q_LETTER_TEXT, V(v_int(out->id)));
    return 0;
}

int store_letter_raw(struct store *s, struct arena *a, int64_t id, const char **raw, size_t *len)
{
    sqlite3_stmt *row = query(s, Q_LETTER_RAW, V(v_int(id)));
    int rc = step(s, row);

    if (rc > 0)
        *raw = column_bytes(row, 0, a, len);
    query_end(row);
    return rc < 0 ? -1 : !rc;
}

int store_get_letter(struct store *s, struct arena *a, int64_t id, bool with_raw,
                     struct outbox_row *out)
{
    int rc = find_letter(s, a, Q_LETTER, v_int(id), out);

    if (rc == 0 && with_raw && store_letter_raw(s, a, id, &out->raw, &out->raw_len) < 0)
        return -1;
    return rc;
}

int store_letter_by_token(struct store *s, struct arena *a, const char *token,
                          struct outbox_row *out)
{
    return find_letter(s, a, Q_LETTER_BY_TOKEN, v_text(token), out);
}

int store_letter_by_message_id(struct store *s, struct arena *a, const char *message_id,
                               struct outbox_row *out)
{
    return find_letter(s, a, Q_LETTER_BY_MESSAGE_ID, v_text(message_id), out);
}

const char *store_wrote_last(struct store *s, struct arena *a, int64_t person)
{
    return fetch_text(s, a, Q_WROTE_LAST, V(v_int(person)));
}

/* The letters of a query; count or -1. */
static int read_letters(struct store *s, sqlite3_stmt *row, struct arena *a, struct outbox_row *out)
{
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        read_letter(row, a, &out[count++]);
    return rc < 0 ? -1 : count;
}

int store_waiting_letters(struct store *s, struct arena *a, const char *programme, int64_t after,
                          struct outbox_row *out, size_t max)
{
    return read_letters(
        s, query(s, Q_WAITING_LETTERS, V(v_text(programme), v_int(after), v_int((int64_t)max))), a,
        out);
}

int store_open_letters_of_case(struct store *s, struct arena *a, int64_t case_id, int64_t after,
                               struct outbox_row *out, size_t max)
{
    return read_letters(
        s, query(s, Q_OPEN_LETTERS_OF_CASE, V(v_int(case_id), v_int(after), v_int((int64_t)max))),
        a, out);
}

int store_open_letters_to(struct store *s, struct arena *a, int64_t person, int64_t after,
                          struct outbox_row *out, size_t max)
{
    return read_letters(
        s, query(s, Q_OPEN_LETTERS_TO, V(v_int(person), v_int(after), v_int((int64_t)max))), a,
        out);
}

int store_missed_letters(struct store *s, struct arena *a, const char *programme, instant now,
                         int64_t after, struct outbox_row *out, size_t max)
{
    return read_letters(s,
                        query(s, Q_MISSED_LETTERS,
                              V(v_int(now), v_text(programme), v_int(after), v_int((int64_t)max))),
                        a, out);
}

int store_uncertain_letters(struct store *s, struct arena *a, int64_t after, struct outbox_row *out,
                            size_t max)
{
    return read_letters(s, query(s, Q_UNCERTAIN_LETTERS, V(v_int(after), v_int((int64_t)max))), a,
                        out);
}

int store_next_closing(struct store *s, instant now, instant *out)
{
    *out = INSTANT_NEVER;
    return fetch(s, out, Q_NEXT_CLOSING, V(v_int(now))) < 0 ? -1 : 0;
}

int store_count_letters_to(struct store *s, const char *envelope_to, instant since)
{
    int64_t count = 0;

    if (fetch(s, &count, Q_COUNT_LETTERS_TO, V(v_text(envelope_to), v_int(since))) < 0)
        return -1;
    return (int)count;
}
