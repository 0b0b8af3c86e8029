/* SPDX-License-Identifier: GPL-2.0-or-later */
/* people.c - who there is: names, addresses, roles, links; and what they wrote. */
#include "base/log.h"
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>

/* The name as it is compared: case folded, in normal form (NFC). Own. */
static char *folded(const char *name)
{
    size_t len = 0;
    uint8_t *text =
        u8_casefold((const uint8_t *)name, strlen(name) + 1, NULL, UNINORM_NFC, NULL, &len);

    /* a name that is no UTF-8 is compared by its bytes */
    return text ? (char *)text : checked(strdup(name));
}

static void freep(char **p)
{
    free(*p);
}

/* ---- a person's row ------------------------------------------------------- */

static int put_addresses(struct store *s, const struct person_row *p)
{
    if (run(s, Q_DELETE_ADDRESSES, V(v_int(p->id))) < 0)
        return -1;
    for (size_t i = 0; i < p->addresses_count; i++) {
        const char *address = p->addresses[i];
        int64_t owner;
        int found = fetch(s, &owner, Q_PERSON_BY_ADDRESS, V(v_text(address)));

        if (found < 0)
            return -1;
        if (found && owner != p->id)
            return err_set(&s->error, "the address %s belongs to another person already", address);
        if (!found &&
            run(s, Q_INSERT_ADDRESS, V(v_text(address), v_int(p->id), v_int((int64_t)i))) < 0)
            return -1;
    }
    return 0;
}

int store_put_person(struct store *s, struct person_row *p)
{
    _cleanup_(freep) char *compared = folded(p->name);
    int rc;

    if (store_in_transaction(s) < 0)
        return -1;
    if (p->id) {
        rc = run(s, Q_UPDATE_PERSON,
                 V(v_int(p->id), v_text(p->name), v_text(compared), v_text(p->zone),
                   v_text(p->language)));
        if (rc == 0)
            return err_set(&s->error, "there is no person %lld", (long long)p->id);
    } else {
        rc = run(s, Q_INSERT_PERSON,
                 V(v_text(p->name), v_text(compared), v_text(p->zone), v_text(p->language),
                   v_text(p->status ? p->status : STATUS_ACTIVE), v_date(p->away_until)));
        p->id = sqlite3_last_insert_rowid(s->db);
    }
    return rc < 0 ? -1 : put_addresses(s, p);
}

static int get_addresses(struct store *s, struct arena *a, struct person_row *out)
{
    sqlite3_stmt *st = query(s, Q_ADDRESSES, V(v_int(out->id)));
    size_t cap = 0;
    int rc;

    while ((rc = step(s, st)) > 0) {
        const char **place =
            arena_grow(a, &out->addresses, out->addresses_count++, &cap, sizeof *place);
        *place = column_text(st, 0, a);
    }
    return rc;
}

int store_get_person(struct store *s, struct arena *a, int64_t id, struct person_row *out)
{
    sqlite3_stmt *st = query(s, Q_PERSON, V(v_int(id)));
    int rc = step(s, st);

    if (rc > 0)
        *out = (struct person_row){
            .id = id,
            .name = column_text(st, 0, a),
            .zone = column_text(st, 1, a),
            .language = column_text(st, 2, a),
            .status = column_text(st, 3, a),
            .away_until = column_date(st, 4),
        };
    query_end(st);
    if (rc <= 0)
        return rc < 0 ? -1 : 1;
    return get_addresses(s, a, out);
}

/* ---- finding ---------------------------------------------------------------- */

int64_t store_person_by_address(struct store *s, const char *address)
{
    int64_t id;
    int rc = fetch(s, &id, Q_PERSON_BY_ADDRESS, V(v_text(address)));

    return rc > 0 ? id : rc;
}

int64_t store_person_by_name(struct store *s, const char *name)
{
    _cleanup_(freep) char *compared = folded(name);
    int64_t ids[2];
    int count = fetch_ids(s, ids, 2, Q_PEOPLE_BY_NAME, V(v_text(compared)));

    return count == 1 ? ids[0] : count < 0 ? -1 : 0;
}

int store_people(struct store *s, const char *programme, const char *role, int64_t after,
                 int64_t *ids, size_t max)
{
    if (!role)
        return fetch_ids(s, ids, max, Q_PEOPLE,
                         V(v_text(programme), v_int(after), v_int((int64_t)max)));
    return fetch_ids(s, ids, max, Q_PEOPLE_OF_ROLE,
                     V(v_text(programme), v_int(after), v_int((int64_t)max), v_text(role)));
}

int store_active_people(struct store *s, const char *programme, const char *role, bool matched,
                        int64_t after, int64_t *ids, size_t max)
{
    return fetch_ids(
        s, ids, max, Q_ACTIVE_PEOPLE,
        V(v_text(programme), v_int(after), v_int((int64_t)max), v_text(role), v_int(matched)));
}

int store_links(struct store *s, const char *programme, const char *kind, int64_t after_from,
                int64_t after_to, int64_t *ids, size_t max_pairs)
{
    sqlite3_stmt *st = query(s, Q_LINKS,
                             V(v_text(programme), v_text(kind), v_int(after_from), v_int(after_to),
                               v_int((int64_t)max_pairs)));
    int count = 0, rc;

    while ((rc = step(s, st)) > 0) {
        ids[2 * count] = column_id(st, 0);
        ids[2 * count + 1] = column_id(st, 1);
        count++;
    }
    return rc < 0 ? -1 : count;
}

const char **store_programmes_of(struct store *s, struct arena *a, int64_t person)
{
    sqlite3_stmt *st = query(s, Q_PROGRAMMES_OF, V(v_int(person)));
    const char **names = NULL, **name;
    size_t count = 0, cap = 0;

    while (step(s, st) > 0) {
        name = arena_grow(a, &names, count++, &cap, sizeof *names);
        *name = column_text(st, 0, a);
    }
    arena_grow(a, &names, count, &cap, sizeof *names);
    return names;
}

/* ---- text ------------------------------------------------------------------- */

int64_t store_put_text(struct store *s, int64_t person, const char *text, instant at)
{
    if (run(s, Q_PUT_TEXT, V(v_ref(person), v_text(text), v_int(at))) < 0)
        return -1;
    return sqlite3_last_insert_rowid(s->db);
}

const char *store_text(struct store *s, struct arena *a, int64_t id)
{
    return fetch_text(s, a, Q_TEXT, V(v_int(id)));
}
