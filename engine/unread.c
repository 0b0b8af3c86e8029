/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unread.c - mail that could not be read: whom it may be from, and what stands
 * still until somebody has looked at it.
 *
 * Its headers are searched for addresses and tokens (mail/scan.h). One person
 * found: no silence is concluded about them. Several, or no address at all: it
 * may be anybody's, and no wait ends that was due since it came (pass.c). Only
 * addresses that nobody has: a stranger's, who holds nothing up. Where even that
 * look ends the engine three times, it is left and may be anybody's. */
#include "engine/engine_internal.h"

#include "mail/scan.h"

#define MOST_LOOKS 6 /* tries: three to read it (reading.c), three to look at its headers */

/* ---- whom it may be from --------------------------------------------------------- */

/* The person, 0: nobody, -1. */
static int64_t answerer(struct engine *e, const char *token)
{
    struct outbox_row letter;
    int rc = store_letter_by_token(e->store, e->mail, token, &letter);

    return rc < 0 ? -1 : rc ? 0 : letter.recipient;
}

struct suspects {
    int64_t one;
    bool several;
};

static int suspect(struct suspects *s, int64_t person)
{
    s->several |= person > 0 && s->one > 0 && person != s->one;
    s->one = person > 0 ? person : s->one;
    return person < 0 ? -1 : 0;
}

int engine_suspect(struct engine *e, struct message *m, bool *anybody)
{
    struct mail_scan scan;
    struct suspects s = {0};

    *anybody = true;
    if (m->tries > MOST_LOOKS)
        return 0;
    mail_scan(e->mail, m->row.raw ? m->row.raw : "", m->row.raw ? m->row.raw_len : 0,
              e->config->self.address, &scan);
    for (size_t i = 0; i < scan.senders_count; i++)
        if (suspect(&s, store_person_by_address(e->store, scan.senders[i])) < 0)
            return -1;
    for (size_t i = 0; i < scan.tokens_count; i++)
        if (suspect(&s, answerer(e, scan.tokens[i])) < 0)
            return -1;
    m->sender = s.several ? 0 : s.one;
    *anybody = s.several || (!s.one && !scan.senders_count);
    return 0;
}

/* ---- when somebody has looked ------------------------------------------------------ */

static int wake_case(struct engine *e, const struct shelf_programme *p, const struct kase *k)
{
    struct event ev = {.kind = EVENT_ALARM_SET,
                       .programme = p->rules->name,
                       .rule = k->rule,
                       .occurrence = k->occurrence,
                       .case_id = k->id,
                       .step = k->step,
                       .person = k->person,
                       .other = k->other,
                       .until = e->now,
                       .reason = "mail was sorted"};

    return engine_go_on(e, &ev);
}

static int wake_cases_of(struct engine *e, const struct shelf_programme *p)
{
    struct kase still[64];
    int64_t after = 0;
    int n;

    do {
        n = store_still_cases(e->store, e->mail, p->rules->name, after, still, 64);
        for (int i = 0; i < n; i++) {
            after = still[i].id;
            if (wake_case(e, p, &still[i]) < 0)
                return -1;
        }
    } while (n == 64);
    return n < 0 ? -1 : 0;
}

int engine_mail_sorted(struct engine *e, const struct event *sorted)
{
    const struct shelf_programme *here = e->programme;
    int rc = 0;

    if (store_sorted(e->store, sorted->inbox) < 0 || engine_go_on(e, sorted) < 0)
        return -1;
    for (size_t i = 0; i < e->shelf->count && rc == 0; i++)
        rc = wake_cases_of(e, &e->shelf->programmes[i]);
    e->programme = here;
    return rc;
}

int engine_sort(struct engine *e, int64_t inbox, instant now)
{
    struct event ev = {.kind = EVENT_SORTED,
                       .programme = e->shelf->programmes[0].rules->name,
                       .inbox = inbox,
                       .value = "looked at",
                       .reason = "the admin has looked at it"};
    int rc = store_to_sort(e->store, inbox, &ev.person);

    e->now = now;
    engine_clear(e);
    if (rc <= 0)
        return rc;
    return engine_mail_sorted(e, &ev) < 0 ? -1 : 1;
}
