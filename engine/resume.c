/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resume.c - what stopped because letters to somebody did not arrive goes on, as there is an
 * address that works: in every programme that writes to them, also where they are asked about
 * another. */
#include "engine/engine_internal.h"

#define AT_ONCE 64

void engine_about_case(struct event *ev, const struct kase *k)
{
    ev->rule = k->rule;
    ev->occurrence = k->occurrence;
    ev->step = k->step;
    ev->person = k->person;
    ev->other = k->other;
}

static int resume_case(struct engine *e, struct event ev)
{
    struct kase k;
    int rc = store_get_case(e->store, e->mail, ev.case_id, &k, &ev.programme);

    if (rc)
        return rc < 0 ? -1 : 0;
    engine_about_case(&ev, &k);
    return engine_go_on(e, &ev);
}

int engine_resume(struct engine *e, int64_t person, int64_t by, const char *reason)
{
    const struct shelf_programme *here = e->programme;
    struct event ev = {.kind = EVENT_CASE_RESUMED, .by = by, .reason = reason};
    int64_t ids[AT_ONCE];
    int n;

    do {
        n = store_stopped_cases(e->store, person, ev.case_id, ids, AT_ONCE);
        for (int i = 0; i < n; i++) {
            ev.case_id = ids[i];
            if (resume_case(e, ev) < 0)
                return -1;
        }
    } while (n == AT_ONCE);
    e->programme = here;
    return n < 0 ? -1 : 0;
}
