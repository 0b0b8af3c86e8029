/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster.c - who holds the roles that few people hold.
 *
 * Such a role comes whole into every slice (state.c), and changes a few times
 * a year. So it is read once a transaction, and copied from then on. Within a
 * transaction nobody else writes, and what this process writes about people
 * ends the roster: which statements do, SQLite says when it prepares them. */
#include "store/internal.h"

#include <string.h>

#define WHOLE_ROLE     50 /* a role held by more people comes whole only where that is wanted */
#define ROSTER_CEILING ((size_t)64 * 1024 * 1024)

/* ---- how long it holds -------------------------------------------------------- */

static bool is_about_people(int action, const char *table)
{
    static const char *const tables[] = {"person", "role", "link", "mode"};

    if (action == SQLITE_UPDATE && !strcmp(table, "inbox_done")) /* mail was sorted */
        return true;
    if (action != SQLITE_INSERT && action != SQLITE_UPDATE && action != SQLITE_DELETE)
        return false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!strcmp(table, tables[i]))
            return true;
    return false;
}

/* Of the statement that is being prepared. */
static int note_writing(void *store, int action, const char *table, const char *column,
                        const char *database, const char *trigger)
{
    struct store *s = store;

    (void)column, (void)database, (void)trigger;
    if (s->preparing && table && is_about_people(action, table))
        *s->preparing = true;
    return SQLITE_OK;
}

void roster_watch(struct store *s)
{
    s->roster_arena = arena_new(ROSTER_CEILING);
    sqlite3_set_authorizer(s->db, note_writing, s);
}

void roster_drop(struct store *s)
{
    arena_reset(s->roster_arena);
    s->rosters = NULL;
    s->slices++;
}

void roster_free(struct store *s)
{
    arena_free(s->roster_arena);
}

uint64_t store_slices(const struct store *s)
{
    return s->slices;
}

bool store_slices_hold(const struct store *s, uint64_t since)
{
    return !sqlite3_get_autocommit(s->db) && s->slices == since;
}

/* ---- reading it --------------------------------------------------------------- */

static int read_role(struct store *s, struct state *out, const char *role)
{
    struct value programme = v_text(out->programme->name), held = v_text(role);
    int64_t one;
    int large = fetch(s, &one, Q_STATE_LARGE_ROLE, V(programme, held, v_int(WHOLE_ROLE)));

    if (large > 0 && programme_wants_whole(out->programme, role))
        large = 0;
    if (large)
        return large < 0 ? -1 : 0;
    return state_read_people(s, out, query(s, Q_STATE_HOLDERS, V(programme, held))) < 0 ? -1 : 0;
}

int store_role_exceeds(struct store *s, const char *programme, const char *role, int limit)
{
    int64_t one;

    return fetch(s, &one, Q_STATE_LARGE_ROLE, V(v_text(programme), v_text(role), v_int(limit)));
}

const struct state *roster_of(struct store *s, const struct programme *p)
{
    struct roster *r;

    if (sqlite3_get_autocommit(s->db))
        roster_drop(s);
    for (r = s->rosters; r; r = r->next)
        if (r->people.programme == p)
            return &r->people;
    r = arena_new_of(s->roster_arena, struct roster);
    r->people = (struct state){.arena = s->roster_arena, .programme = p};
    for (const char **role = p->roles; role && *role; role++)
        if (read_role(s, &r->people, *role) < 0)
            return NULL;
    r->next = s->rosters;
    s->rosters = r;
    return &r->people;
}

void roster_note_written(struct store *s, int64_t person, instant at)
{
    for (struct roster *r = s->rosters; r; r = r->next) {
        struct person *who = state_person(&r->people, person);
        if (who && who->written < at)
            who->written = at;
    }
}

/* ---- copying from it ---------------------------------------------------------- */

/* A person's roles lie together: *next stands at the first, and then behind the last. */
static void copy_person(const struct state *from, const struct person *who, size_t *next,
                        struct state *to)
{
    bool known = state_person(to, who->id) != NULL;

    if (!known) {
        struct person *copy = state_add_person(to, who->id);

        *copy = *who;
        copy->status = arena_strdup(to->arena, who->status);
        copy->language = arena_strdup(to->arena, who->language);
    }
    for (; *next < from->roles_count && from->roles[*next].person == who->id; (*next)++)
        if (!known)
            state_add_role(to, who->id, arena_strdup(to->arena, from->roles[*next].role),
                           from->roles[*next].load);
}

void roster_copy(const struct state *roster, struct state *to)
{
    size_t next = 0;

    for (size_t i = 0; i < roster->people_count; i++)
        copy_person(roster, &roster->people[i], &next, to);
}

bool roster_copy_one(const struct state *roster, int64_t id, struct state *to)
{
    const struct person *who = state_person(roster, id);
    size_t next = 0;

    if (!who)
        return false;
    while (next < roster->roles_count && roster->roles[next].person != id)
        next++;
    copy_person(roster, who, &next, to);
    return true;
}
