/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settings.c - small values, the programmes' modes, and how far schedules came. */
#include "store/internal.h"

#include <string.h>

const char *store_setting(struct store *s, struct arena *a, const char *name)
{
    return fetch_text(s, a, Q_SETTING, V(v_text(name)));
}

int store_set_setting(struct store *s, const char *name, const char *value)
{
    int rc = value ? run(s, Q_SET_SETTING, V(v_text(name), v_text(value)))
                   : run(s, Q_DELETE_SETTING, V(v_text(name)));

    return rc < 0 ? -1 : 0;
}

int store_number(struct store *s, const char *name, int64_t *out)
{
    *out = 0;
    return fetch(s, out, Q_NUMBER, V(v_text(name))) < 0 ? -1 : 0;
}

int store_secret(struct store *s, unsigned char key[32])
{
    sqlite3_stmt *st = query(s, Q_SECRET, NO_VALUES);
    int rc = step(s, st);

    if (rc > 0)
        memcpy(key, sqlite3_column_blob(st, 0), 32);
    query_end(st);
    if (rc == 0)
        return err_set(&s->error, "%s has no key for tokens: put a copy of it in place", s->path);
    return rc < 0 ? -1 : 0;
}

const char *store_mode(struct store *s, struct arena *a, const char *programme)
{
    const char *mode = fetch_text(s, a, Q_MODE, V(v_text(programme)));

    return mode ? mode : "shadow";
}

int store_set_mode(struct store *s, const char *programme, const char *mode)
{
    return run(s, Q_SET_MODE, V(v_text(programme), v_text(mode))) < 0 ? -1 : 0;
}

int store_rule_clock(struct store *s, const char *programme, const char *rule, instant *out)
{
    *out = 0;
    return fetch(s, out, Q_RULE_CLOCK, V(v_text(programme), v_text(rule))) < 0 ? -1 : 0;
}

int store_set_rule_clock(struct store *s, const char *programme, const char *rule, instant at)
{
    return run(s, Q_SET_RULE_CLOCK, V(v_text(programme), v_text(rule), v_int(at))) < 0 ? -1 : 0;
}

int store_put_occurrence(struct store *s, const struct occurrence_row *o)
{
    int rc = run(s, Q_PUT_OCCURRENCE,
                 V(v_text(o->programme), v_text(o->rule), v_text(o->key), v_int(o->at),
                   v_int(o->after), v_int(o->after_other), v_text(o->state)));

    return rc < 0 ? -1 : 0;
}

static void read_occurrence(sqlite3_stmt *st, struct arena *a, struct occurrence_row *o)
{
    *o = (struct occurrence_row){
        .programme = column_text(st, 0, a),
        .rule = column_text(st, 1, a),
        .key = column_text(st, 2, a),
        .at = column_id(st, 3),
        .after = column_id(st, 4),
        .after_other = column_id(st, 5),
        .state = column_text(st, 6, a),
    };
}

int store_occurrence(struct store *s, struct arena *a, const char *programme, const char *rule,
                     const char *key, struct occurrence_row *out)
{
    sqlite3_stmt *st = query(s, Q_OCCURRENCE, V(v_text(programme), v_text(rule), v_text(key)));
    int rc = step(s, st);

    if (rc > 0)
        read_occurrence(st, a, out);
    query_end(st);
    return rc < 0 ? -1 : !rc;
}

int store_occurrences(struct store *s, struct arena *a, const char *state,
                      struct occurrence_row *out, size_t max)
{
    sqlite3_stmt *st = query(s, Q_OCCURRENCES, V(v_text(state), v_int((int64_t)max)));
    int count = 0, rc;

    while ((rc = step(s, st)) > 0)
        read_occurrence(st, a, &out[count++]);
    return rc < 0 ? -1 : count;
}
