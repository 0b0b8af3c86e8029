/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resume.c - what stopped because letters to somebody did not arrive goes on, as there is an
 * address that works: in every programme that writes to them. */
#include "daemon/engine_internal.h"

struct stopped {
    struct event *items;
    size_t count, cap;
};

static int find_stopped(struct engine *e, const struct event *resumed, struct stopped *out)
{
    const struct state *s = engine_look(e, resumed->person, 0);

    *out = (struct stopped){0};
    for (size_t i = 0; s && i < s->cases_count; i++) {
        const struct kase *k = &s->cases[i];
        if (k->phase != PHASE_STOPPED)
            continue;
        struct event *ev = arena_grow(e->mail, &out->items, out->count++, &out->cap, sizeof *ev);
        *ev = *resumed;
        ev->programme = e->programme->rules->name;
        ev->case_id = k->id;
        ev->rule = arena_strdup(e->mail, k->rule);
        ev->occurrence = arena_strdup(e->mail, k->occurrence);
        ev->step = arena_strdup(e->mail, k->step);
        ev->person = k->person;
        ev->other = k->other;
    }
    return s ? 0 : -1;
}

int engine_resume(struct engine *e, int64_t person, int64_t by, const char *reason)
{
    const struct shelf_programme *here = e->programme;
    const struct event resumed = {
        .kind = EVENT_CASE_RESUMED, .person = person, .by = by, .reason = reason};
    struct stopped stopped;

    for (size_t i = 0; i < e->shelf->count; i++) {
        e->programme = &e->shelf->programmes[i];
        if (find_stopped(e, &resumed, &stopped) < 0)
            return -1;
        for (size_t j = 0; j < stopped.count; j++)
            if (engine_go_on(e, &stopped.items[j]) < 0)
                return -1;
    }
    e->programme = here;
    return 0;
}
