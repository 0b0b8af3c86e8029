/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl go-live, shadow, pause, resume: whether a programme sends. */
#include "ctl/ctl.h"
#include "ctl/daemon.h"

#include <string.h>

/* Where a resumed programme goes back to: a setting a programme. */
static const char *setting_name(struct ctl *c, const char *programme)
{
    return arena_printf(c->arena, "mode-before-pause/%s", programme);
}

static int set_mode(struct ctl *c, const char *programme, const char *mode, const char *why)
{
    const struct event e = {
        .kind = EVENT_MODE_SET, .programme = programme, .value = mode, .reason = why};

    return store_set_mode(c->store, programme, mode) < 0 ||
                   engine_perform(c->engine, &e, c->now) < 0
               ? -1
               : 0;
}

static int change(struct ctl *c, const char *programme,
                  int (*f)(struct ctl *, const char *programme))
{
    if (store_begin(c->store) < 0 || f(c, programme) < 0 || store_commit(c->store) < 0)
        return ctl_failed(c);
    wake_daemon(c);
    return CTL_OK;
}

/* ---- go-live and shadow --------------------------------------------------------------- */

static int go_live(struct ctl *c, const char *programme)
{
    int released, dropped;

    if (engine_go_live(c->engine, programme, c->now, &released, &dropped) < 0)
        return -1;
    out_text("%s is live: %d held letter%s may go, %d too old %s dropped.\n", programme, released,
             released == 1 ? "" : "s", dropped, dropped == 1 ? "was" : "were");
    return 0;
}

static int shadow(struct ctl *c, const char *programme)
{
    int held = store_hold_letters(c->store, programme, "shadow");

    if (held < 0 || set_mode(c, programme, "shadow", "the admin said shadow") < 0)
        return -1;
    out_text(
        "%s decides, writes and sends nothing now; mentorctl go-live %s ends that. %d letter%s "
        "that had not gone out %s held.\n",
        programme, programme, held, held == 1 ? "" : "s", held == 1 ? "is" : "are");
    return 0;
}

static int run_for_one(struct ctl *c, const struct ctl_args *args,
                       int (*f)(struct ctl *, const char *), const char *mode)
{
    const struct shelf_programme *p;
    const char *now;
    int status = ctl_engine(c);

    if (status != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, args->operands[0])))
        return CTL_NO;
    now = store_mode(c->store, c->arena, p->rules->name);
    if (now && !strcmp(now, mode))
        return ctl_complain(CTL_NO, "%s is %s already", p->rules->name, mode);
    return change(c, p->rules->name, f);
}

static int run_go_live(struct ctl *c, const struct ctl_args *args)
{
    return run_for_one(c, args, go_live, "live");
}

static int run_shadow(struct ctl *c, const struct ctl_args *args)
{
    return run_for_one(c, args, shadow, "shadow");
}

/* ---- pause and resume -------------------------------------------------------------------- */

static int pause_one(struct ctl *c, const char *programme)
{
    const char *now = store_mode(c->store, c->arena, programme);

    if (!now || !strcmp(now, "paused")) {
        out_text("%s is paused already.\n", programme);
        return now ? 0 : -1;
    }
    if (store_set_setting(c->store, setting_name(c, programme), now) < 0 ||
        set_mode(c, programme, "paused", "the admin said pause") < 0)
        return -1;
    out_text("%s is paused: nothing is sent and no wait ends.\n", programme);
    return 0;
}

static int resume_one(struct ctl *c, const char *programme)
{
    const char *now = store_mode(c->store, c->arena, programme);
    const char *before = store_setting(c->store, c->arena, setting_name(c, programme));

    if (!now)
        return -1;
    if (strcmp(now, "paused")) {
        out_text("%s is not paused, it is %s.\n", programme, now);
        return 0;
    }
    before = before ? before : "shadow";
    if (set_mode(c, programme, before, "the admin said resume") < 0)
        return -1;
    out_text("%s goes on, %s.\n", programme, before);
    return 0;
}

/* The programme named, or all of them. */
static int run_for_all(struct ctl *c, const struct ctl_args *args,
                       int (*f)(struct ctl *, const char *))
{
    const struct shelf_programme *p;
    int status = ctl_engine(c);

    if (status != CTL_OK)
        return status;
    if (args->operands_count)
        return (p = ctl_programme(c, args->operands[0])) ? change(c, p->rules->name, f) : CTL_NO;
    for (size_t i = 0; i < c->shelf->count && status == CTL_OK; i++)
        status = change(c, c->shelf->programmes[i].rules->name, f);
    return status;
}

static int run_pause(struct ctl *c, const struct ctl_args *args)
{
    return run_for_all(c, args, pause_one);
}

static int run_resume(struct ctl *c, const struct ctl_args *args)
{
    return run_for_all(c, args, resume_one);
}

/* ---- the commands ---------------------------------------------------------------------------- */

const struct ctl_command cmd_go_live = {
    .name = "go-live",
    .operands = "PROGRAMME",
    .help = "Let a programme send, after a time in shadow",
    .more = "A new programme is in shadow: it decides and writes, and its letters are held. This "
            "lets those go that are young enough for their rule's `late:`, drops the others with "
            "their cases, and sends from now on. mentorctl status shows what is held.",
    .least = 1,
    .most = 1,
    .run = run_go_live,
};

const struct ctl_command cmd_shadow = {
    .name = "shadow",
    .operands = "PROGRAMME",
    .help = "Let a programme decide and write, but send nothing",
    .least = 1,
    .most = 1,
    .run = run_shadow,
};

const struct ctl_command cmd_pause = {
    .name = "pause",
    .operands = "[PROGRAMME]",
    .help = "Stop everything at once, in one programme or in all",
    .more = "Nothing is sent, no wait ends and nothing begins. Mail is still fetched, and kept.",
    .most = 1,
    .run = run_pause,
};

const struct ctl_command cmd_resume = {
    .name = "resume",
    .operands = "[PROGRAMME]",
    .help = "Go on after a pause, live or in shadow as before",
    .most = 1,
    .run = run_resume,
};
