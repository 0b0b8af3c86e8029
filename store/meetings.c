/* SPDX-License-Identifier: GPL-2.0-or-later */
/* meetings.c - when meetings are, and what counts from a date of somebody's own.
 *
 * All searches are ranges of an index: what they cost follows what they find.
 */
#include "store/internal.h"

#define REMEMBERED (62 * INT64_C(86400)) /* as long as ended cases */

/* ---- the slice --------------------------------------------------------------- */

static int add_appointments(struct store *s, struct state *st, sqlite3_stmt *rows)
{
    int rc;

    while ((rc = step(s, rows)) > 0) {
        struct appointment *a = state_add_appointment(st, column_text(rows, 0, st->arena));
        a->person = column_id(rows, 1);
        a->other = column_id(rows, 2);
        a->at = column_id(rows, 3);
        a->choice = column_text(rows, 4, st->arena);
    }
    return rc;
}

int load_appointments(struct store *s, struct state *st)
{
    const int64_t about[3] = {0, st->subject, st->other};
    struct value programme = v_text(st->programme->name);
    int64_t now = 0;

    if (!st->programme->meetings_count)
        return 0;
    if (fetch(s, &now, Q_LAST_INSTANT, NO_VALUES) < 0)
        return -1;
    struct value since = v_int(now - REMEMBERED);
    for (int i = 0; i < 3; i++)
        if ((i == 0 || about[i]) &&
            add_appointments(s, st,
                             query(s, Q_STATE_MEETINGS, V(programme, v_int(about[i]), since))) < 0)
            return -1;
    for (int i = 1; i < 3; i++)
        if (about[i] && add_appointments(s, st,
                                         query(s, Q_STATE_MEETINGS_OTHER,
                                               V(programme, v_int(about[i]), since,
                                                 v_int(i == 2 ? about[1] : 0)))) < 0)
            return -1;
    return 0;
}

int save_appointments(struct store *s, const struct state *st)
{
    for (size_t i = 0; i < st->appointments_count; i++) {
        struct appointment *a = &st->appointments[i];
        struct value programme = v_text(st->programme->name);

        if (a->dirty && run(s, a->gone ? Q_DELETE_MEETING : Q_SAVE_MEETING,
                            V(programme, v_text(a->meeting), v_int(a->person), v_int(a->other),
                              v_int(a->at), v_text(a->choice))) < 0)
            return -1;
        a->dirty = false;
    }
    return 0;
}

/* ---- what comes round ----------------------------------------------------------- */

static int read_rows(struct store *s, sqlite3_stmt *row, struct meeting_row *out)
{
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        out[count++] = (struct meeting_row){
            .person = column_id(row, 0), .other = column_id(row, 1), .at = column_id(row, 2)};
    return rc < 0 ? -1 : count;
}

static int find_rows(struct store *s, enum query q, const char *programme, const char *name,
                     const struct meeting_row *after, instant until, struct meeting_row *out,
                     size_t max)
{
    return read_rows(
        s,
        query(s, q,
              V(v_text(programme), v_text(name), v_int(after->at), v_int(after->person),
                v_int(after->other), v_int(until), v_int((int64_t)max))),
        out);
}

int store_meetings(struct store *s, const char *programme, const char *meeting,
                   const struct meeting_row *after, instant until, struct meeting_row *out,
                   size_t max)
{
    return find_rows(s, Q_MEETINGS, programme, meeting, after, until, out, max);
}

int store_links_since(struct store *s, const char *programme, const char *kind,
                      const struct meeting_row *after, instant until, struct meeting_row *out,
                      size_t max)
{
    return find_rows(s, Q_LINKS_SINCE, programme, kind, after, until, out, max);
}

const char *store_meeting_choice(struct store *s, struct arena *a, const char *programme,
                                 const char *meeting)
{
    return fetch_text(s, a, Q_MEETING_CHOICE, V(v_text(programme), v_text(meeting)));
}

int store_first_link(struct store *s, const char *programme, const char *kind, instant *out)
{
    *out = INSTANT_NEVER;
    return fetch(s, out, Q_FIRST_LINK, V(v_text(programme), v_text(kind))) < 0 ? -1 : 0;
}

int store_roles_since(struct store *s, const char *programme, const char *role,
                      const struct meeting_row *after, instant until, struct meeting_row *out,
                      size_t max)
{
    return find_rows(s, Q_ROLES_SINCE, programme, role, after, until, out, max);
}

int store_first_role(struct store *s, const char *programme, const char *role, instant *out)
{
    *out = INSTANT_NEVER;
    return fetch(s, out, Q_FIRST_ROLE, V(v_text(programme), v_text(role))) < 0 ? -1 : 0;
}

int store_has_occurrence(struct store *s, const char *programme, const char *rule, const char *key)
{
    int64_t one;

    return fetch(s, &one, Q_HAS_OCCURRENCE, V(v_text(programme), v_text(rule), v_text(key)));
}
