/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain_letter.c - why one letter was written, and what became of it. */
#include "ctl/explain.h"

#include <string.h>

struct why {
    struct ctl *c;
    int64_t letter;
    const char *reason, *rule, *occurrence, *version;
};

static int hear(void *ctx, const struct event *e)
{
    struct why *w = ctx;

    if (e->letter != w->letter)
        return 0;
    w->reason = ctl_with_names(w->c, e->reason);
    w->rule = arena_strdup(w->c->arena, e->rule);
    w->occurrence = arena_strdup(w->c->arena, e->occurrence);
    w->version = arena_strdup(w->c->arena, e->version);
    return 1;
}

static int find_why(struct ctl *c, const struct outbox_row *l, struct why *w)
{
    static const int kinds[] = {EVENT_LETTER_QUEUED, -1};
    const struct event_filter filter = {
        .programme = l->programme, .case_id = l->case_id, .since = l->created, .kinds = kinds};

    *w = (struct why){.c = c, .letter = l->id};
    return store_walk_events(c->store, c->arena, &filter, hear, w);
}

static const char *waiting(struct ctl *c, const struct outbox_row *l)
{
    const char *mode = store_mode(c->store, c->arena, l->programme);

    if (l->held && !strcmp(l->held, "shadow"))
        return "held, as the programme is in shadow: mentorctl go-live";
    if (l->held && !strcmp(l->held, "limit"))
        return arena_printf(c->arena,
                            "held, as the address got so many letters in a day: mentorctl "
                            "release --to %s",
                            l->envelope_to);
    if (l->held)
        return arena_printf(c->arena, "held: %s", l->held);
    if (mode && !strcmp(mode, "paused"))
        return "waits, as the programme is paused";
    return l->not_before > c->now
               ? arena_printf(c->arena, "waits until %s: sending hours of who gets it",
                              ctl_time(c, l->programme, l->not_before))
               : "waits to be sent";
}

static const char *became(struct ctl *c, const struct outbox_row *l)
{
    struct delivery_row d;
    const char *at;

    if (store_last_delivery(c->store, c->arena, l->id, &d) != 0)
        return waiting(c, l);
    at = ctl_time(c, l->programme, d.at);
    if (!strcmp(d.state, DELIVERY_SENT))
        return arena_printf(c->arena, "sent %s", at);
    if (!strcmp(d.state, DELIVERY_DEFERRED))
        return arena_printf(c->arena, "put off by the mail server (%s); tried again %s",
                            d.detail ? d.detail : "no reason given",
                            ctl_time(c, l->programme, d.retry_at));
    if (!strcmp(d.state, DELIVERY_FAILED))
        return arena_printf(c->arena, "refused for good %s: %s", at, d.detail ? d.detail : "");
    if (!strcmp(d.state, DELIVERY_UNCERTAIN))
        return arena_printf(c->arena,
                            "uncertain since %s: the connection broke after the letter "
                            "was handed over; it is not sent again unless mentorctl settle %lld "
                            "again says so",
                            at, (long long)l->id);
    return arena_printf(c->arena, "being sent since %s", at);
}

static void line(struct columns *t, const char *name, const char *value)
{
    if (value && *value)
        columns_add(t, (const char *[]){name, value});
}

static const char *reader(struct ctl *c, const struct outbox_row *l)
{
    return l->recipient ? ctl_name(c, l->recipient) : "the admin";
}

static void show(struct ctl *c, const struct outbox_row *l, const struct why *w)
{
    struct columns t;

    columns_init(&t, c->arena, (const char *[]){"", "", NULL});
    line(&t, "to", arena_printf(c->arena, "%s <%s>", reader(c, l), l->envelope_to));
    line(&t, "for", l->as ? ctl_name(c, l->as) : NULL);
    line(&t, "about", l->about ? ctl_name(c, l->about) : NULL);
    line(&t, "subject", l->subject);
    line(&t, "written", ctl_time(c, l->programme, l->created));
    line(&t, "became", became(c, l));
    line(&t, "why", w->reason);
    line(&t, "rule",
         w->rule ? arena_printf(c->arena, "%s %s, step %s", w->rule,
                                w->occurrence ? w->occurrence : "", l->step ? l->step : "")
                 : NULL);
    line(&t, "rules", w->version ? arena_printf(c->arena, "%.12s", w->version) : NULL);
    line(&t, "case",
         l->case_id ? arena_printf(c->arena, "%lld: mentorctl explain case %lld",
                                   (long long)l->case_id, (long long)l->case_id)
                    : NULL);
    out_heading("Letter %lld: %s (%s)", (long long)l->id, l->letter ? l->letter : "", l->kind);
    out_columns(&t, 2, false);
    if (l->text)
        out_text("\n%s", l->text);
}

static void show_json(struct ctl *c, const struct outbox_row *l, const struct why *w)
{
    json_t *o = json_object();

    json_put(o, "letter", json_id(l->id));
    json_put(o, "name", json_text(l->letter));
    json_put(o, "kind", json_text(l->kind));
    json_put(o, "programme", json_text(l->programme));
    json_put(o, "to", json_text(reader(c, l)));
    json_put(o, "address", json_text(l->envelope_to));
    json_put(o, "as", json_text(l->as ? ctl_name(c, l->as) : NULL));
    json_put(o, "about", json_text(l->about ? ctl_name(c, l->about) : NULL));
    json_put(o, "subject", json_text(l->subject));
    json_put(o, "written", json_instant(l->created));
    json_put(o, "became", json_text(became(c, l)));
    json_put(o, "why", json_text(w->reason));
    json_put(o, "rule", json_text(w->rule));
    json_put(o, "occurrence", json_text(w->occurrence));
    json_put(o, "step", json_text(l->step));
    json_put(o, "version", json_text(w->version));
    json_put(o, "case", json_id(l->case_id));
    json_put(o, "text", json_text(l->text));
    out_json(o);
}

int explain_letter(struct ctl *c, int64_t id, bool json)
{
    struct outbox_row l;
    struct why w;
    int rc = store_get_letter(c->store, c->arena, id, false, &l);

    if (rc == 0 && find_why(c, &l, &w) >= 0) {
        if (json)
            show_json(c, &l, &w);
        else
            show(c, &l, &w);
        return CTL_OK;
    }
    return rc > 0 ? ctl_complain(CTL_NO, "there is no letter %lld", (long long)id) : ctl_failed(c);
}
