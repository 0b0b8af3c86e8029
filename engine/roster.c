/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster.c - who there is, from the store. */
#include "engine/roster.h"

#include <string.h>

#define BATCH 256

struct member *roster_member(const struct roster *r, int64_t id)
{
    size_t low = 0, high = r->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->members[middle].person.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->count && r->members[low].person.id == id ? &r->members[low] : NULL;
}

bool member_has_role(const struct member *m, const char *role)
{
    for (size_t i = 0; i < m->roles_count; i++)
        if (!strcmp(m->roles[i], role))
            return true;
    return false;
}

/* Ids have no gaps: a person is forgotten, never deleted. */
static int load_people(struct store *s, struct arena *a, struct roster *r)
{
    struct person_row row;
    int rc;

    for (int64_t id = 1; (rc = store_get_person(s, a, id, &row)) == 0; id++) {
        struct member *m = arena_grow(a, &r->members, r->count++, &r->cap, sizeof *m);
        m->person = row;
    }
    return rc < 0 ? -1 : 0;
}

static int load_role(struct store *s, struct arena *a, struct roster *r, const char *role)
{
    int64_t ids[BATCH], after = 0;
    int n;

    do {
        n = store_people(s, r->programme->name, role, after, ids, BATCH);
        for (int i = 0; i < n; i++) {
            struct member *m = roster_member(r, after = ids[i]);
            const char **place =
                arena_grow(a, &m->roles, m->roles_count++, &m->roles_cap, sizeof *place);
            *place = role;
        }
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

static void add_match(struct arena *a, struct member *m, int64_t other)
{
    int64_t *place = arena_grow(a, &m->matches, m->matches_count++, &m->matches_cap, sizeof *place);

    *place = other;
}

static void add_superior(struct arena *a, struct member *m, int64_t other)
{
    int64_t *place =
        arena_grow(a, &m->superiors, m->superiors_count++, &m->superiors_cap, sizeof *place);

    *place = other;
}

static int load_links(struct store *s, struct arena *a, struct roster *r, const char *kind)
{
    int64_t ids[2 * BATCH], from = 0, to = 0;
    int n;

    do {
        n = store_links(s, r->programme->name, kind, from, to, ids, BATCH);
        for (int i = 0; i < n; i++) {
            struct member *m = roster_member(r, from = ids[2 * i]);
            to = ids[2 * i + 1];
            if (!strcmp(kind, "responsible")) {
                m->responsible = to;
                continue;
            }
            if (!strcmp(kind, "answers_to")) {
                add_superior(a, m, to);
                continue;
            }
            add_match(a, m, to);
            add_match(a, roster_member(r, to), from);
        }
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

/* A status is one for all programmes: a list of this one can't say it of who is in others. */
static int load_elsewhere(struct store *s, struct arena *a, struct roster *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct member *m = &r->members[i];
        const char **of = m->roles_count ? store_programmes_of(s, a, m->person.id) : NULL;
        if (m->roles_count && !of)
            return -1;
        for (; of && *of; of++)
            if (strcmp(*of, r->programme->name) != 0)
                m->elsewhere = *of;
    }
    return 0;
}

int roster_load(struct store *s, struct arena *a, const struct programme *p, struct roster *out)
{
    *out = (struct roster){.programme = p};
    if (load_people(s, a, out) < 0)
        return -1;
    for (size_t i = 0; p->roles[i]; i++)
        if (load_role(s, a, out, p->roles[i]) < 0)
            return -1;
    static const char *const kinds[] = {"responsible", "match", "answers_to"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (load_links(s, a, out, kinds[i]) < 0)
            return -1;
    return load_elsewhere(s, a, out);
}
