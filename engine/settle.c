/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settle.c - letters of which nobody knew whether they arrived, when somebody
 * says so. */
#include "engine/engine_internal.h"

#include <string.h>

static bool is_waited_for(const struct outbox_row *l)
{
    return l->case_id && (!strcmp(l->kind, "attempt") || !strcmp(l->kind, "ask"));
}

/* Whether the case still stands at the step that wrote it. 1, 0, -1. */
static int case_stands(struct engine *e, const struct outbox_row *l)
{
    const char *programme;
    struct kase k;
    int rc = store_get_case(e->store, e->mail, l->case_id, &k, &programme);

    if (rc)
        return rc < 0 ? -1 : 0;
    return k.phase == PHASE_STOPPED && k.step && l->step && !strcmp(k.step, l->step);
}

static int tell(struct engine *e, const struct outbox_row *l, enum event_kind kind,
                const char *reason)
{
    struct event ev = {.kind = kind,
                       .programme = l->programme,
                       .letter = l->id,
                       .case_id = l->case_id,
                       .step = l->step,
                       .person = l->recipient,
                       .by = l->as,
                       .value = l->kind,
                       .name = l->letter,
                       .reason = reason};

    return engine_perform(e, &ev, e->now);
}

/* Its case awaits it again; and has it, where it arrived. */
static int settle(struct engine *e, const struct outbox_row *l, bool arrived, const char *reason)
{
    int rc = arrived ? store_letter_arrived(e->store, l->id, e->now)
                     : store_send_again(e->store, l->id, e->now);

    if (rc < 0 || tell(e, l, EVENT_LETTER_SETTLED, reason) < 0)
        return -1;
    return arrived && tell(e, l, EVENT_LETTER_SENT, reason) < 0 ? -1 : 1;
}

int engine_settle(struct engine *e, int64_t letter, bool arrived, const char *reason, instant now)
{
    struct outbox_row l;
    int stands = 1, rc = store_uncertain_letters(e->store, e->mail, letter - 1, &l, 1);

    e->now = now;
    if (rc <= 0 || l.id != letter)
        return rc < 0 ? -1 : 0;
    if (is_waited_for(&l) && (stands = case_stands(e, &l)) <= 0) {
        if (stands < 0 || !arrived)
            return stands;
        return store_letter_arrived(e->store, letter, now) < 0 ? -1 : 1;
    }
    return settle(e, &l, arrived, reason);
}
