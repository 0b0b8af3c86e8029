/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl forget: a person's name, addresses and words are erased for good.
 * First they leave every programme, so that nothing is written to nobody. */
#include "ctl/ctl.h"
#include "daemon/roster.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BATCH 64

static const char *const reason = "is forgotten, as was asked";

static int perform(struct ctl *c, const char *programme, struct event e)
{
    e.programme = programme;
    e.reason = reason;
    return engine_perform(c->engine, &e, c->now);
}

static int drop_letters(struct ctl *c, const char *programme, int64_t person)
{
    struct outbox_row rows[BATCH];
    int64_t after = 0;
    int n;

    while ((n = store_waiting_letters(c->store, c->arena, programme, after, rows, BATCH)) > 0) {
        for (int i = 0; i < n; i++) {
            if (rows[i].recipient == person &&
                (store_drop_letter(c->store, rows[i].id, reason, c->now) < 0 ||
                 perform(c, programme,
                         (struct event){.kind = EVENT_LETTER_DROPPED,
                                        .person = person,
                                        .letter = rows[i].id,
                                        .case_id = rows[i].case_id,
                                        .step = rows[i].step}) < 0))
                return -1;
        }
        after = rows[n - 1].id;
    }
    return n;
}

static int unlink_from_all(struct ctl *c, const char *programme, const struct member *m)
{
    if (m->responsible && perform(c, programme,
                                  (struct event){.kind = EVENT_UNLINKED,
                                                 .person = m->person.id,
                                                 .other = m->responsible,
                                                 .name = "responsible",
                                                 .value = "silent"}) < 0)
        return -1;
    for (size_t i = 0; i < m->matches_count; i++)
        for (int turned = 0; turned < 2; turned++)
            if (perform(c, programme,
                        (struct event){.kind = EVENT_UNLINKED,
                                       .person = turned ? m->matches[i] : m->person.id,
                                       .other = turned ? m->person.id : m->matches[i],
                                       .name = "match",
                                       .value = "silent"}) < 0)
                return -1;
    return 0;
}

static int leave(struct ctl *c, const struct programme *p, int64_t person)
{
    const struct member *m;
    struct roster r;

    if (roster_load(c->store, c->arena, p, &r) < 0)
        return -1;
    m = roster_member(&r, person);
    if (!m || !m->roles_count)
        return 0;
    if (perform(c, p->name,
                (struct event){.kind = EVENT_MARKED, .person = person, .value = STATUS_LEFT}) < 0 ||
        unlink_from_all(c, p->name, m) < 0 || drop_letters(c, p->name, person) < 0)
        return -1;
    for (size_t i = 0; i < m->roles_count; i++)
        if (perform(c, p->name,
                    (struct event){.kind = EVENT_ROLE_TAKEN,
                                   .person = person,
                                   .name = m->roles[i],
                                   .value = "silent"}) < 0)
            return -1;
    return 0;
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
    char answer[16];

    if (ctl_given(args, "yes"))
        return true;
    out_text("The name, the addresses and everything that %s wrote will be erased for good.\n",
             name);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        out_text("Nothing was changed. Run it again with --yes to do this.\n");
        return false;
    }
    out_text("Do this? Type yes: ");
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) && !strcmp(answer, "yes\n");
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
