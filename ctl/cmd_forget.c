/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl forget: a person's name, addresses and words are erased for good.
 * First they leave every programme, so that nothing is written to nobody. */
#include "ctl/ctl.h"
#include "engine/roster.h"

#include <string.h>

#define BATCH 64

static const char *const reason = "is forgotten, as was asked";

static int perform(struct ctl *c, const char *programme, struct event e)
{
    e.programme = programme;
    e.reason = reason;
    return engine_perform(c->engine, &e, c->now);
}

static bool speaks_of(const struct outbox_row *l, int64_t person)
{
    return l->recipient == person || l->about == person || l->about_other == person;
}

/* One that is on its way already goes. */
static int drop_letter(struct ctl *c, const char *programme, const struct outbox_row *l)
{
    int rc = store_drop_letter(c->store, l->id, reason, c->now);

    if (rc)
        return rc < 0 ? -1 : 0;
    return perform(c, programme,
                   (struct event){.kind = EVENT_LETTER_DROPPED,
                                  .person = l->recipient,
                                  .letter = l->id,
                                  .case_id = l->case_id,
                                  .step = l->step,
                                  .name = l->letter,
                                  .value = l->kind});
}

/* To them, and about them to others: their words are erased. */
static int drop_letters(struct ctl *c, const char *programme, int64_t person)
{
    struct outbox_row rows[BATCH];
    int64_t after = 0;
    int n;

    while ((n = store_waiting_letters(c->store, c->arena, programme, after, rows, BATCH)) > 0) {
        for (int i = 0; i < n; i++)
            if (speaks_of(&rows[i], person) && drop_letter(c, programme, &rows[i]) < 0)
                return -1;
        after = rows[n - 1].id;
    }
    return n;
}

static int unlink_from_all(struct ctl *c, const struct programme *p, int64_t person)
{
    struct state s;

    if (store_load_state(c->store, c->arena, p, person, 0, &s) < 0)
        return -1;
    for (size_t i = 0; i < s.links_count; i++) {
        const struct link *l = &s.links[i];
        if (l->from != person && l->to != person)
            continue;
        if (perform(c, p->name,
                    (struct event){.kind = EVENT_UNLINKED,
                                   .person = l->from,
                                   .other = l->to,
                                   .name = l->kind,
                                   .value = "silent"}) < 0)
            return -1;
    }
    return 0;
}

static int take_roles(struct ctl *c, const struct programme *p, int64_t person)
{
    struct state s;

    if (store_load_state(c->store, c->arena, p, person, 0, &s) < 0)
        return -1;
    for (size_t i = 0; i < s.roles_count; i++)
        if (s.roles[i].person == person && perform(c, p->name,
                                                   (struct event){.kind = EVENT_ROLE_TAKEN,
                                                                  .person = person,
                                                                  .name = s.roles[i].role,
                                                                  .value = "silent"}) < 0)
            return -1;
    return 0;
}

static bool takes_part(struct ctl *c, const struct programme *p, int64_t person)
{
    for (const char **of = store_programmes_of(c->store, c->arena, person); *of; of++)
        if (!strcmp(*of, p->name))
            return true;
    return false;
}

/* Letters about somebody may wait also where they have no part any more. */
static int leave(struct ctl *c, const struct programme *p, int64_t person)
{
    const struct event left = {.kind = EVENT_MARKED, .person = person, .value = STATUS_LEFT};

    if ((takes_part(c, p, person) && perform(c, p->name, left) < 0) ||
        unlink_from_all(c, p, person) < 0 || drop_letters(c, p->name, person) < 0)
        return -1;
    return take_roles(c, p, person);
}

/* ---- before -------------------------------------------------------------------------- */

/* How many people this one answers for, in all programmes; -1. */
static int answers_for(struct ctl *c, int64_t person)
{
    int count = 0;

    for (size_t i = 0; i < c->shelf->count; i++) {
        struct roster r;
        if (roster_load(c->store, c->arena, c->shelf->programmes[i].rules, &r) < 0)
            return -1;
        for (size_t k = 0; k < r.count; k++)
            count += r.members[k].responsible == person;
    }
    return count;
}

static bool agreed(const struct ctl_args *args, const char *name)
{
    if (!ctl_given(args, "yes"))
        out_text("The name, the addresses and everything that %s wrote will be erased for good.\n",
                 name);
    return ctl_agreed(args);
}

static int forget(struct ctl *c, int64_t person)
{
    for (size_t i = 0; i < c->shelf->count; i++)
        if (leave(c, c->shelf->programmes[i].rules, person) < 0)
            return -1;
    return store_forget_person(c->store, person);
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    int64_t person;
    int status = ctl_engine(c), people, left;

    if (status != CTL_OK)
        return status;
    if (!(person = ctl_person(c, args->operands[0])))
        return CTL_NO;
    if ((people = answers_for(c, person)) < 0)
        return ctl_failed(c);
    if (people)
        return ctl_complain(CTL_NO,
                            "%s is responsible for %d %s; first give them to somebody else "
                            "(import a file that names another coordinator)",
                            ctl_name(c, person), people, people == 1 ? "person" : "people");
    if (!agreed(args, ctl_name(c, person)))
        return CTL_OK;
    if (store_begin(c->store) < 0 || forget(c, person) < 0 || store_commit(c->store) < 0 ||
        (left = store_wipe(c->store)) < 0)
        return ctl_failed(c);
    out_text("%s is forgotten. What happened stays in the log, without a name: @%lld.\n",
             ctl_name(c, person), (long long)person);
    if (left)
        return ctl_complain(CTL_NO, "somebody reads the store all the time, so its log still holds "
                                    "what was erased: end them, and run this again");
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"yes", NULL, "do it without asking"},
    {0},
};

const struct ctl_command cmd_forget = {
    .name = "forget",
    .operands = "PERSON",
    .help = "Erase a person's name, addresses and words for good",
    .more = "Their cases end, what waits for them is not sent, and what they wrote is erased from "
            "the store. Mail in the mailbox itself is yours to delete. PERSON is a name, an "
            "address or a number like @7.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
