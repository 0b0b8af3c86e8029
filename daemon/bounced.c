/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/bounced.h"
#include <string.h>

#define LATELY (30 * 86400) /* older ones are forgotten */

/* The recipient who decides: one whose address is dead, or else any who was refused for good. */
static const struct mail_recipient *worst(const struct mail_facts *f)
{
    const struct mail_recipient *found = NULL;

    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        if (r->permanent && (!found || r->hard))
            found = r;
    }
    return found;
}

/* Whoever was heard since, or has another address, begins anew. */
static int count_soft(void *ctx, const struct event *e)
{
    int *n = ctx;

    if (e->kind == EVENT_PERSON_CHANGED)
        *n = e->name && !strcmp(e->name, "address") ? 0 : *n;
    else if (!strcmp(e->value, "bounce-soft"))
        *n += 1;
    else if (!strcmp(e->value, "human") || !strcmp(e->value, "answer"))
        *n = 0;
    return 0;
}

static int soft_lately(struct store *s, struct arena *a, int64_t person, instant now)
{
    static const int kinds[] = {EVENT_HEARD, EVENT_PERSON_CHANGED, -1};
    struct event_filter f = {.kinds = kinds, .person = person, .since = now - LATELY};
    int n = 0;

    return store_walk_events(s, a, &f, count_soft, &n) < 0 ? -1 : n;
}

static const char *in_our_words(struct arena *a, const struct mail_recipient *r)
{
    return r->meaning && *r->meaning ? arena_strdup(a, r->meaning) : "nothing says why";
}

int bounced_weigh(struct store *s, struct arena *a, const struct mail_facts *f, instant now,
                  struct event *ev)
{
    const struct mail_recipient *r = worst(f);
    int before;

    ev->reason = f->class_why;
    if (!strcmp(f->kind, "complaint")) {
        ev->value = "refusal";
    } else if (!r) {
        ev->value = "delayed";
    } else if (r->hard) {
        ev->value = "bounce";
    } else {
        ev->value = r->ours ? "bounce-policy" : "bounce-soft";
        ev->reason = in_our_words(a, r);
    }
    if (strcmp(ev->value, "bounce-soft"))
        return 0;
    if ((before = soft_lately(s, a, ev->person, now)) < 0)
        return -1;
    ev->name = arena_printf(a, "%d", before + 1);
    return 0;
}
