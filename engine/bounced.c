/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/bounced.h"
#include "mail/bounce_reason.h"

#include <string.h>

#define LATELY (30 * 86400) /* older ones are forgotten */

/* The recipient who decides: one whose address is dead, else one who was refused for good, else,
 * where the letter was given up, any. */
static const struct mail_recipient *worst(const struct mail_facts *f)
{
    const struct mail_recipient *found = NULL;

    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        if (r->permanent && (!found || r->hard))
            found = r;
    }
    if (!found && f->recipients_count && !strcmp(f->kind, "failed"))
        found = f->recipients;
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

int bounced_from_used(struct store *s, struct arena *a, const struct outbox_row *l)
{
    struct person_row p = {0};

    if (!l->recipient)
        return 1; /* the admin's is in the configuration */
    if (store_get_person(s, a, l->recipient, &p) < 0)
        return -1;
    return p.addresses_count && !strcmp(p.addresses[0], l->envelope_to);
}

/* ---- refused as it was handed over ---------------------------------------------------- */

/* As a report would tell of it, at the step at which it was said. */
static struct mail_recipient judged(struct arena *a, const struct delivery_row *d,
                                    bool to_recipient)
{
    const char *said = d->detail ? d->detail : "";
    const struct delivery found = {
        .action = "failed",
        .status = bounce_status_in(a, said),
        .diagnostic =
            arena_printf(a, "%d %s (%s)", d->code, said, to_recipient ? "rcpt to" : "after data")};
    struct mail_recipient r = {.recipient = ""};

    bounce_judge(a, &found, &r);
    return r;
}

static const char *why_refused(struct arena *a, const struct delivery_row *d,
                               const struct mail_recipient *r)
{
    if (!d->code)
        return d->detail ? d->detail : "nothing says why"; /* a sentence of our own */
    return d->code < 500 ? "the server put it off for days" : in_our_words(a, r);
}

/* A recipient whom a server refuses without a word it does not know; a policy, a full box and what
 * was only put off say nothing of the kind. */
struct refusal bounced_refusal(struct arena *a, const struct delivery_row *d)
{
    bool to_recipient = d->step && !strcmp(d->step, "recipient");
    bool for_good = !d->code || d->code >= 500;
    struct mail_recipient r = judged(a, d, to_recipient);
    bool policy = r.ours || !strncmp(r.status, "5.7.", 4);
    bool mute = !*r.meaning && !policy;

    return (struct refusal){
        .of_address = to_recipient && for_good && (r.hard || mute),
        .ours = d->code >= 500 && (!to_recipient || policy),
        .reason = why_refused(a, d, &r),
    };
}
