/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cases.c - the runs of rules, and what is due of them.
 *
 * Due cases are found by the partial index case_due, open ones by case_open:
 * neither holds a row of a case that waits for nothing or has ended, so a
 * tick costs what is due.
 */
#include "store/internal.h"

#include <string.h>

/* How far back an ended case matters to a condition ("rule within 14 days"). */
#define REMEMBERED (62 * INT64_C(86400))

static const char *const phases[] = {
    [PHASE_ACTING] = "acting", [PHASE_SENDING] = "sending", [PHASE_WAITING] = "waiting",
    [PHASE_HELD] = "held",     [PHASE_STOPPED] = "stopped", [PHASE_ENDED] = "ended",
};

static enum phase phase_of(const char *word)
{
    for (int i = 0; i < PHASE_ENDED; i++)
        if (!strcmp(phases[i], word))
            return (enum phase)i;
    return PHASE_ENDED;
}

/* ---- reading ----------------------------------------------------------------- */

static void read_case(sqlite3_stmt *row, struct arena *a, struct kase *k)
{
    *k = (struct kase){
        .id = column_id(row, 0),
        .rule = column_text(row, 1, a),
        .occurrence = column_text(row, 2, a),
        .person = column_id(row, 3),
        .other = column_id(row, 4),
        .step = column_text(row, 5, a),
        .phase = phase_of((const char *)sqlite3_column_text(row, 6)),
        .started = column_id(row, 7),
        .deadline = column_id(row, 8),
        .due = column_id(row, 9),
        .awaiting = column_int(row, 10),
        .announced = column_text(row, 11, a),
        .reminded = column_int(row, 12),
        .put_off = column_int(row, 13),
    };
}

static int read_vars(struct store *s, struct arena *a, struct kase *k)
{
    sqlite3_stmt *row = query(s, Q_CASE_VARS, V(v_int(k->id)));
    int rc;

    while ((rc = step(s, row)) > 0) {
        struct case_var *v = arena_grow(a, &k->vars, k->vars_count++, &k->vars_cap, sizeof *v);

        v->name = column_text(row, 0, a);
        v->value = column_text(row, 1, a);
        v->text = column_id(row, 2);
        v->person = column_id(row, 3);
    }
    return rc;
}

int store_get_case(struct store *s, struct arena *a, int64_t id, struct kase *out,
                   const char **programme)
{
    sqlite3_stmt *row = query(s, Q_CASE, V(v_int(id)));
    int rc = step(s, row);

    if (rc > 0) {
        read_case(row, a, out);
        *programme = column_text(row, 14, a);
    }
    query_end(row);
    if (rc <= 0)
        return rc < 0 ? -1 : 1;
    return read_vars(s, a, out);
}

/* Rows of CASE_COLUMNS; one that is in the slice already is passed over. */
static int add_cases(struct store *s, struct state *st, sqlite3_stmt *rows)
{
    int rc;

    while ((rc = step(s, rows)) > 0) {
        int64_t id = column_id(rows, 0);

        if (!state_case(st, id))
            read_case(rows, st->arena, state_add_case(st, id));
    }
    return rc;
}

int load_cases(struct store *s, struct state *st)
{
    const int64_t about[2] = {st->subject, st->other};
    struct value programme = v_text(st->programme->name);
    int64_t now = 0;

    if (fetch(s, &now, Q_LAST_INSTANT, NO_VALUES) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        struct value since = v_int(now - REMEMBERED);

        if (i && !about[i])
            break;
        if (add_cases(s, st, query(s, Q_STATE_CASES, V(programme, v_ref(about[i]), since))) < 0 ||
            add_cases(s, st, query(s, Q_STATE_CASES_OTHER, V(programme, v_int(about[i]), since))) <
                0)
            return -1;
    }
    for (size_t i = 0; i < st->cases_count; i++)
        if (read_vars(s, st->arena, &st->cases[i]) < 0)
            return -1;
    return 0;
}

/* With their answers; the query gives at most as many as there is room for. */
static int read_cases(struct store *s, struct arena *a, sqlite3_stmt *row, struct kase *out)
{
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        read_case(row, a, &out[count++]);
    for (int i = 0; rc == 0 && i < count; i++)
        rc = read_vars(s, a, &out[i]);
    return rc < 0 ? -1 : count;
}

int store_stopped_cases(struct store *s, int64_t person, int64_t after, int64_t *ids, size_t max)
{
    return fetch_ids(s, ids, max, Q_STOPPED_CASES,
                     V(v_int(person), v_int(after), v_int((int64_t)max)));
}

int store_open_cases(struct store *s, struct arena *a, const char *programme, int64_t after,
                     struct kase *out, size_t max)
{
    return read_cases(
        s, a, query(s, Q_OPEN_CASES, V(v_text(programme), v_int(after), v_int((int64_t)max))), out);
}

int store_still_cases(struct store *s, struct arena *a, const char *programme, int64_t after,
                      struct kase *out, size_t max)
{
    return read_cases(
        s, a, query(s, Q_STILL_CASES, V(v_text(programme), v_int(after), v_int((int64_t)max))),
        out);
}

int store_cases_of_rule(struct store *s, struct arena *a, const char *programme, const char *rule,
                        int64_t person, instant since, struct kase *out, size_t max)
{
    return read_cases(
        s, a,
        query(s, Q_CASES_OF_RULE,
              V(v_text(programme), v_text(rule), v_int(since), v_int(person), v_int((int64_t)max))),
        out);
}

int store_last_of_rule(struct store *s, const char *programme, const char *rule, int64_t person,
                       instant before, instant *out)
{
    *out = 0;
    return fetch(s, out, Q_LAST_OF_RULE,
                 V(v_text(programme), v_text(rule), v_int(before), v_ref(person))) < 0
               ? -1
               : 0;
}

/* ---- what is due --------------------------------------------------------------- */

int store_due_cases(struct store *s, const char *programme, instant now, instant after_due,
                    int64_t after_id, struct due_case *out, size_t max)
{
    sqlite3_stmt *row = query(
        s, Q_DUE_CASES,
        V(v_text(programme), v_int(now), v_int(after_due), v_int(after_id), v_int((int64_t)max)));
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        out[count++] = (struct due_case){
            .id = column_id(row, 0),
            .person = column_id(row, 1),
            .other = column_id(row, 2),
            .due = column_id(row, 3),
        };
    return rc < 0 ? -1 : count;
}

int store_next_due(struct store *s, const char *programme, instant *out)
{
    *out = INSTANT_NEVER;
    return fetch(s, out, Q_NEXT_DUE, V(v_text(programme))) < 0 ? -1 : 0;
}

/* ---- writing --------------------------------------------------------------------- */

/* Another process may take the same id before this one saves it: then saving
 * fails, and the decision is made again. */
int64_t store_new_case_id(struct store *s)
{
    int64_t last = 0;

    if (fetch(s, &last, Q_LAST_CASE, NO_VALUES) < 0)
        return -1;
    if (s->last_case_id < last)
        s->last_case_id = last;
    return ++s->last_case_id;
}

int store_case_exists(struct store *s, const char *programme, const char *rule,
                      const char *occurrence, int64_t person, int64_t other)
{
    int64_t one;

    return fetch(
        s, &one, Q_CASE_EXISTS,
        V(v_text(programme), v_text(rule), v_text(occurrence), v_int(person), v_int(other)));
}

static int save_vars(struct store *s, const struct kase *k)
{
    for (size_t i = 0; i < k->vars_count; i++) {
        const struct case_var *v = &k->vars[i];

        if (run(s, Q_SAVE_CASE_VAR,
                V(v_int(k->id), v_int((int64_t)i), v_text(v->name), v_text(v->value),
                  v_ref(v->text), v_ref(v->person))) < 0)
            return -1;
    }
    return 0;
}

static int save_case(struct store *s, const char *programme, const struct kase *k)
{
    int rows =
        run(s, Q_SAVE_CASE,
            V(v_int(k->id), v_text(programme), v_text(k->rule), v_text(k->occurrence),
              v_ref(k->person), v_ref(k->other), v_text(k->step), v_text(phases[k->phase]),
              v_int(k->started), v_ref(k->deadline), v_ref(k->phase == PHASE_ENDED ? 0 : k->due),
              v_int(k->awaiting), v_text(k->announced), v_int(k->reminded), v_int(k->put_off)));

    if (rows == 0)
        return err_set(&s->error, "case %lld is another one already: decide again",
                       (long long)k->id);
    return rows < 0 ? -1 : save_vars(s, k);
}

int save_cases(struct store *s, const struct state *st)
{
    for (size_t i = 0; i < st->cases_count; i++)
        if (st->cases[i].dirty && save_case(s, st->programme->name, &st->cases[i]) < 0)
            return -1;
    return 0;
}
