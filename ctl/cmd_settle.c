/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl settle: what became of a letter of which nobody knew whether it arrived, and of mail
 * that only a person could read. */
#include "ctl/daemon.h"

#include <stdlib.h>
#include <string.h>

/* A number, as status names it. */
static int64_t letter_number(const char *text)
{
    char *end;
    long long n = strtoll(text, &end, 10);

    return *end || n <= 0 ? 0 : n;
}

static int settle(struct ctl *c, int64_t letter, bool arrived)
{
    const char *reason = arrived ? "the admin says that it arrived" : "the admin had it sent again";
    int settled;

    if (store_begin(c->store) < 0 ||
        (settled = engine_settle(c->engine, letter, arrived, reason, c->now)) < 0 ||
        store_commit(c->store) < 0)
        return ctl_failed(c);
    if (!settled)
        return ctl_complain(CTL_NO,
                            "letter %lld is not uncertain, or what it is part of went on "
                            "without it: mentorctl status lists those that are",
                            (long long)letter);
    wake_daemon(c);
    out_text(arrived ? "Letter %lld counts as arrived.\n" : "Letter %lld is sent again.\n",
             (long long)letter);
    return CTL_OK;
}

static int sort_message(struct ctl *c, int64_t message)
{
    int sorted;

    if (store_begin(c->store) < 0 || (sorted = engine_sort(c->engine, message, c->now)) < 0 ||
        store_commit(c->store) < 0)
        return ctl_failed(c);
    if (!sorted)
        return ctl_complain(CTL_NO, "message %lld waits for nobody to look at it",
                            (long long)message);
    wake_daemon(c);
    out_text("Message %lld holds nothing up any more.\n", (long long)message);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    int64_t letter = letter_number(args->operands[0]);
    bool arrived = !strcmp(args->operands[1], "arrived");
    bool sorted = !strcmp(args->operands[1], "sorted");
    int status;

    if (!letter || (!arrived && !sorted && strcmp(args->operands[1], "again") != 0))
        return ctl_complain(CTL_USAGE, "say a letter's number, and arrived or again; or a "
                                       "message's number, and sorted");
    status = ctl_engine(c);
    if (status != CTL_OK)
        return status;
    return sorted ? sort_message(c, letter) : settle(c, letter, arrived);
}

const struct ctl_command cmd_settle = {
    .name = "settle",
    .operands = "NUMBER arrived|again|sorted",
    .help = "Say what became of an uncertain letter, or that a message was looked at",
    .more = "The connection to the mail server broke after the letter and before the answer, so "
            "it may have arrived or not; its ladder stands. Look into the Sent folder or ask: "
            "with \"arrived\" the ladder goes on from now, with \"again\" the letter is sent a "
            "second time. \"sorted\" is for a message that was set aside or that nobody knows "
            "the sender of: you have looked at it in the mailbox, and it holds up no silence any "
            "more. If it was an answer, write first to its programme that the person was reached.",
    .least = 2,
    .most = 2,
    .run = run,
};
