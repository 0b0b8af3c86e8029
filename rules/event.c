/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/event.h"

#include <string.h>

static const char *const names[] = {
#define X(id, name) [EVENT_##id] = name,
    EVENT_KINDS(X)
#undef X
};

const char *event_kind_name(enum event_kind k)
{
    return names[k];
}

int event_kind_parse(const char *name, enum event_kind *out)
{
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum event_kind)i;
            return 0;
        }
    }
    return -1;
}

bool event_is_transient(enum event_kind k)
{
    return k == EVENT_TRIGGERED || k == EVENT_SAID || k == EVENT_DUE || k == EVENT_CAME_ROUND ||
           k == EVENT_RULES_CHANGED;
}

struct event event_copy(struct arena *a, const struct event *e)
{
    struct event copy = *e;

    copy.programme = arena_strdup(a, e->programme);
    copy.version = arena_strdup(a, e->version);
    copy.rule = arena_strdup(a, e->rule);
    copy.occurrence = arena_strdup(a, e->occurrence);
    copy.step = arena_strdup(a, e->step);
    copy.name = arena_strdup(a, e->name);
    copy.value = arena_strdup(a, e->value);
    copy.reason = arena_strdup(a, e->reason);
    return copy;
}
