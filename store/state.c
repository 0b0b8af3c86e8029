/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state.c - the slice round one subject, loaded and saved.
 *
 * A slice has a handful of people, so it is read by a few short lookups each
 * that all end in an index, and its cost does not follow the size of the
 * programme: how many people somebody is responsible for is kept in a table
 * (load), and a role comes whole only where few hold it (roster.c).
 */
#include "store/internal.h"

#include <string.h>

/* ---- people ----------------------------------------------------------------- */

static void read_person(sqlite3_stmt *row, struct state *st, int64_t id)
{
    const char *zone = (const char *)sqlite3_column_text(row, 3);
    struct person *p = state_add_person(st, id);

    p->status = column_text(row, 1, st->arena);
    p->away_until = column_date(row, 2);
    p->zone = zone ? zone_find(zone) : NULL;
    p->language = column_text(row, 4, st->arena);
    p->unsorted_since = column_id(row, 5);
    p->written = column_id(row, 8);
}

/* The rows are one a role that the person holds, or one without a role. */
int state_read_people(struct store *s, struct state *st, sqlite3_stmt *rows)
{
    int64_t reading = 0;
    int count = 0, rc;

    while ((rc = step(s, rows)) > 0) {
        int64_t id = column_id(rows, 0);

        count++;
        if (id != reading && state_person(st, id))
            continue;
        if (id != reading)
            read_person(rows, st, id);
        reading = id;
        if (sqlite3_column_type(rows, 6) != SQLITE_NULL)
            state_add_role(st, id, column_text(rows, 6, st->arena), column_int(rows, 7));
    }
    return rc < 0 ? -1 : count;
}

/* Once each; 1 where there is no such person. */
static int add_person(struct store *s, struct state *st, const struct state *roster, int64_t id)
{
    int rows;

    if (!id || state_person(st, id) || roster_copy_one(roster, id, st))
        return 0;
    rows = state_read_people(s, st,
                             query(s, Q_STATE_PERSON, V(v_text(st->programme->name), v_int(id))));
    return rows < 0 ? -1 : !rows;
}

/* ---- links ------------------------------------------------------------------- */

static bool has_link(const struct state *st, const struct link *l)
{
    for (size_t i = 0; i < st->links_count; i++) {
        const struct link *other = &st->links[i];
        if (other->from == l->from && other->to == l->to && !strcmp(other->kind, l->kind))
            return true;
    }
    return false;
}

/* The link of one row, unless it is there already. Its ends are added later,
 * as adding runs other queries. */
static void add_link(struct state *st, sqlite3_stmt *row)
{
    struct link l = {
        .kind = (const char *)sqlite3_column_text(row, 0),
        .from = column_id(row, 1),
        .to = column_id(row, 2),
    };

    if (has_link(st, &l))
        return;
    state_add_link(st, column_text(row, 0, st->arena), l.from, l.to);
    st->links[st->links_count - 1].revert_to = column_id(row, 3);
    st->links[st->links_count - 1].since = column_id(row, 4);
}

static int add_links(struct store *s, struct state *st, enum query q, int64_t person)
{
    sqlite3_stmt *rows = query(s, q, V(v_int(person), v_text(st->programme->name)));
    int rc;

    while ((rc = step(s, rows)) > 0)
        add_link(st, rows);
    return rc;
}

/* All links of the subjects; then, of those at their other ends, the links
 * that they have to others, and not those that others have to them. */
static int add_neighbours(struct store *s, struct state *st, const int64_t subjects[2])
{
    size_t near;

    for (int i = 0; i < 2 && subjects[i]; i++)
        if (add_links(s, st, Q_STATE_LINKS_FROM, subjects[i]) < 0 ||
            add_links(s, st, Q_STATE_LINKS_TO, subjects[i]) < 0)
            return -1;
    near = st->links_count;
    for (size_t i = 0; i < near; i++) {
        int64_t from = st->links[i].from, to = st->links[i].to;
        int64_t neighbour = from == subjects[0] || from == subjects[1] ? to : from;

        if (add_links(s, st, Q_STATE_LINKS_FROM, neighbour) < 0)
            return -1;
    }
    return 0;
}

static int add_ends_of_links(struct store *s, struct state *st, const struct state *roster)
{
    for (size_t i = 0; i < st->links_count; i++) {
        struct link l = st->links[i];

        if (add_person(s, st, roster, l.from) < 0 || add_person(s, st, roster, l.to) < 0 ||
            add_person(s, st, roster, l.revert_to) < 0)
            return -1;
    }
    return 0;
}

/* ---- loading ------------------------------------------------------------------ */

static int add_everybody(struct store *s, struct state *st)
{
    const int64_t subjects[2] = {st->subject ? st->subject : st->other,
                                 st->subject ? st->other : 0};

    const struct state *roster = roster_of(s, st->programme);

    if (!roster)
        return -1;
    for (int i = 0; i < 2; i++)
        if (add_person(s, st, roster, subjects[i]) < 0)
            return -1;
    if (add_neighbours(s, st, subjects) < 0 || add_ends_of_links(s, st, roster) < 0)
        return -1;
    roster_copy(roster, st);
    return 0;
}

int store_load_state(struct store *s, struct arena *a, const struct programme *p, int64_t person,
                     int64_t other, struct state *out)
{
    *out = (struct state){
        .arena = a,
        .programme = p,
        .mode = store_mode(s, a, p->name),
        .subject = person,
        .other = other,
    };
    return add_everybody(s, out) < 0 || load_cases(s, out) < 0 || load_appointments(s, out) < 0 ? -1
                                                                                                : 0;
}

/* ---- saving --------------------------------------------------------------------- */

static int save_people(struct store *s, const struct state *st)
{
    for (size_t i = 0; i < st->people_count; i++) {
        const struct person *p = &st->people[i];
        int changed;

        if (!p->dirty)
            continue;
        changed = run(s, Q_SAVE_PERSON, V(v_int(p->id), v_text(p->status), v_date(p->away_until)));
        if (changed == 0)
            return err_set(&s->error, "there is no person %lld", (long long)p->id);
        if (changed < 0)
            return -1;
    }
    return 0;
}

static int save_roles(struct store *s, const struct state *st)
{
    for (size_t i = 0; i < st->roles_count; i++) {
        const struct role_holding *h = &st->roles[i];

        struct value programme = v_text(st->programme->name), role = v_text(h->role);
        int rc = 0;

        if (h->dirty && h->gone)
            rc = run(s, Q_TAKE_ROLE, V(programme, role, v_int(h->person)));
        else if (h->dirty)
            rc = run(s, Q_GIVE_ROLE, V(programme, role, v_int(h->person), v_int(h->since)));
        if (rc < 0)
            return -1;
    }
    return 0;
}

/* In their order: a link may be taken and given again within one decision. */
static int save_links(struct store *s, const struct state *st)
{
    for (size_t i = 0; i < st->links_count; i++) {
        const struct link *l = &st->links[i];
        struct value programme = v_text(st->programme->name), kind = v_text(l->kind);
        int rc = 0;

        if (l->dirty && l->gone)
            rc = run(s, Q_DELETE_LINK, V(programme, kind, v_int(l->from), v_int(l->to)));
        else if (l->dirty)
            rc = run(s, Q_SAVE_LINK,
                     V(programme, kind, v_int(l->from), v_int(l->to), v_ref(l->revert_to),
                       v_int(l->since)));
        if (rc < 0)
            return -1;
    }
    return 0;
}

static void mark_clean(struct state *st)
{
    for (size_t i = 0; i < st->people_count; i++)
        st->people[i].dirty = false;
    for (size_t i = 0; i < st->roles_count; i++)
        st->roles[i].dirty = false;
    for (size_t i = 0; i < st->links_count; i++)
        st->links[i].dirty = false;
    for (size_t i = 0; i < st->cases_count; i++)
        st->cases[i].dirty = false;
}

int store_save_state(struct store *s, struct state *st)
{
    if (store_in_transaction(s) < 0 || save_people(s, st) < 0 || save_roles(s, st) < 0 ||
        save_links(s, st) < 0 || save_cases(s, st) < 0 || save_appointments(s, st) < 0)
        return -1;
    mark_clean(st);
    return 0;
}
