/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl export: everything that is kept about a person, as JSON. */
#include "ctl/ctl.h"

#include <string.h>

struct export
{
    struct ctl *c;
    json_t *events, *letters, *mail;
};

static json_t *strings(const char *const *items, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_text(items[i]));
    return list;
}

static json_t *person_json(struct ctl *c, const struct person_row *p)
{
    const char **programmes = store_programmes_of(c->store, c->arena, p->id);
    json_t *o = json_object();
    size_t n = 0;

    while (programmes && programmes[n])
        n++;
    json_put(o, "id", json_id(p->id));
    json_put(o, "name", json_text(p->name));
    json_put(o, "addresses", strings(p->addresses, p->addresses_count));
    json_put(o, "zone", json_text(p->zone));
    json_put(o, "language", json_text(p->language));
    json_put(o, "status", json_text(p->status));
    json_put(o, "away_until",
             p->away_until.year ? json_text(date_format(c->arena, p->away_until)) : json_null());
    json_put(o, "programmes", strings(programmes, n));
    return o;
}

static void add_letter(struct export *x, const struct event *e)
{
    struct outbox_row l;
    json_t *o;

    if (store_get_letter(x->c->store, x->c->arena, e->letter, false, &l) != 0)
        return;
    o = json_object();
    json_put(o, "letter", json_id(l.id));
    json_put(o, "written", json_instant(l.created));
    json_put(o, "to", json_text(l.envelope_to));
    json_put(o, "subject", json_text(l.subject));
    json_put(o, "text", json_text(l.text));
    json_array_append_new(x->letters, o);
}

static void add_mail(struct export *x, const struct event *e)
{
    struct inbox_row m;
    json_t *o;

    if (store_inbox_raw(x->c->store, x->c->arena, e->inbox, &m) != 0)
        return;
    o = json_object();
    json_put(o, "fetched", json_instant(m.fetched));
    json_put(o, "mailbox", json_text(m.mailbox));
    json_put(o, "message",
             m.raw ? json_text(arena_strndup(x->c->arena, m.raw, m.raw_len)) : json_null());
    json_array_append_new(x->mail, o);
}

static int add_event(void *ctx, const struct event *e)
{
    struct export *x = ctx;
    json_t *o = json_object();

    json_put(o, "at", json_instant(e->at));
    json_put(o, "programme", json_text(e->programme));
    json_put(o, "kind", json_text(event_kind_name(e->kind)));
    json_put(o, "what", json_text(ctl_sentence(x->c, e)));
    json_put(o, "why", json_text(ctl_with_names(x->c, e->reason)));
    if (e->text)
        json_put(o, "text", json_text(store_text(x->c->store, x->c->arena, e->text)));
    json_array_append_new(x->events, o);
    if (e->kind == EVENT_LETTER_QUEUED)
        add_letter(x, e);
    if (e->kind == EVENT_HEARD && e->inbox)
        add_mail(x, e);
    return 0;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct export x = {.c = c};
    struct event_filter filter = {0};
    struct person_row person;
    json_t *all;
    int status = ctl_look(c);

    if (status != CTL_OK)
        return status;
    if (!(filter.person = ctl_person(c, args->operands[0])))
        return CTL_NO;
    x = (struct export){c, json_array(), json_array(), json_array()};
    if (store_get_person(c->store, c->arena, filter.person, &person) < 0 ||
        store_walk_events(c->store, c->arena, &filter, add_event, &x) < 0)
        return ctl_failed(c);
    all = json_object();
    json_put(all, "person", person_json(c, &person));
    json_put(all, "events", x.events);
    json_put(all, "letters", x.letters);
    json_put(all, "mail", x.mail);
    out_json(all);
    return CTL_OK;
}

const struct ctl_command cmd_export = {
    .name = "export",
    .operands = "PERSON",
    .help = "Everything that is kept about a person, as JSON",
    .more = "Who is known under what addresses, what happened, the letters that concern them and "
            "the mail they sent. PERSON is a name, an address or a number like @7.",
    .least = 1,
    .most = 1,
    .run = run,
};
