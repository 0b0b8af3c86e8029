/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/unmatched.h"

#include <string.h>

#define BATCH 256

static bool is_among(const int64_t *ids, int n, int64_t id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static int add(struct store *s, struct arena *a, int64_t person, struct unmatched *out)
{
    struct person_row row;
    int rc;

    if (out->count++ >= UNMATCHED_MOST)
        return 0;
    if ((rc = store_get_person(s, a, person, &row)) < 0)
        return -1;
    if (rc == 0)
        out->names[out->names_count++] = row.name;
    return 0;
}

/* Those with a match are some of all, in the same order: a batch of theirs reaches as far. */
static int list_role(struct store *s, struct arena *a, const char *programme, struct unmatched *out)
{
    int64_t all[BATCH], with[BATCH], after = 0;
    int n, matched;

    do {
        n = store_active_people(s, programme, out->role, false, after, all, BATCH);
        matched =
            n < 0 ? -1 : store_active_people(s, programme, out->role, true, after, with, BATCH);
        if (matched < 0)
            return -1;
        for (int i = 0; i < n; i++)
            if (!is_among(with, matched, all[i]) && add(s, a, all[i], out) < 0)
                return -1;
        after = n > 0 ? all[n - 1] : after;
    } while (n == BATCH);
    return 0;
}

int unmatched_build(struct store *s, struct arena *a, const struct programme *p,
                    struct unmatched out[2])
{
    const struct link_rule *m = programme_match(p);

    if (!m)
        return 0;
    out[0] = (struct unmatched){.role = m->from};
    out[1] = (struct unmatched){.role = m->to};
    return list_role(s, a, p->name, &out[0]) < 0 || list_role(s, a, p->name, &out[1]) < 0 ? -1 : 1;
}
