/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl play: a story in virtual time, through the same engine, parser,
 * reader and sender as in service. Only the clock and the transport differ. */
#include "base/log.h"
#include "ctl/ctl.h"
#include "ctl/play.h"
#include "engine/roster.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct play {
    struct ctl *c;
    struct scenario *scenario;
    const char *folder;
    const struct programme *programme;
    struct stage stage;
    struct story story;
    size_t messages; /* that came */
};

static int broken(struct play *p, const struct scene *s, const char *what)
{
    if (!s)
        return ctl_complain(CTL_BROKEN, "%s", what);
    return ctl_complain(CTL_NO, "%s:%d: %s", s->pos.file, s->pos.line, what);
}

static instant instant_of(const struct play *p, struct civil at)
{
    return civil_instant(at, p->programme->zone);
}

/* ---- people and modes ------------------------------------------------------------ */

static int read_people(struct play *p, const struct scene *s, struct roster_plan *plan)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(TABLE_MAX_BYTES);
    const struct compare_options options = {0};
    struct wanted_list *wanted = arena_new_of(p->c->arena, struct wanted_list);
    struct table table;
    struct roster now;
    struct err e;

    if (buf_read_file(&bytes, s->file) < 0)
        return broken(p, s,
                      arena_printf(p->c->arena, "%s can't be read: %s", s->file, strerror(errno)));
    if (table_read(p->c->arena, s->file, buf_str(&bytes), bytes.len, &table, &e) < 0 ||
        roster_read(p->c->arena, &table, p->programme, NULL, wanted, &e) < 0)
        return broken(p, s, e.text);
    if (wanted->bad.count)
        return broken(p, s, wanted->bad.items[0].text);
    if (roster_load(p->c->store, p->c->arena, p->programme, &now) < 0)
        return ctl_failed(p->c);
    roster_compare(p->c->arena, &now, wanted, &options, plan);
    return plan->unclear.count ? broken(p, s, plan->unclear.items[0].text) : CTL_OK;
}

/* The first import enrols silently, as `mentorctl import` does. */
static int play_import(struct play *p, const struct scene *s, const char **headline)
{
    struct roster_plan plan;
    struct apply_options options = {.reason = "import"};
    size_t fresh = 0;
    int status = read_people(p, s, &plan);

    if (status != CTL_OK)
        return status;
    for (size_t i = 0; i < plan.people_count; i++)
        fresh += plan.people[i].id == 0;
    options.silent = plan.first;
    if (store_begin(p->c->store) < 0 ||
        roster_apply(p->stage.engine, p->c->store, &plan, &options, p->stage.now) < 0 ||
        store_commit(p->c->store) < 0)
        return ctl_failed(p->c);
    *headline = arena_printf(p->c->arena, "%zu %s imported from %s%s", fresh,
                             fresh == 1 ? "person is" : "people are", s->file,
                             plan.first ? "; they are no newcomers, so nobody is greeted" : "");
    return CTL_OK;
}

static int set_mode(struct play *p, const char *mode)
{
    const char *name = p->programme->name;
    const struct event set = {
        .kind = EVENT_MODE_SET, .programme = name, .value = mode, .reason = "the scenario says so"};
    int released, dropped;

    if (!strcmp(mode, "live"))
        return engine_go_live(p->stage.engine, name, p->stage.now, &released, &dropped);
    if (store_set_mode(p->c->store, name, mode) < 0)
        return -1;
    return engine_perform(p->stage.engine, &set, p->stage.now);
}

static int play_mode(struct play *p, const struct scene *s, const char **headline)
{
    if (store_begin(p->c->store) < 0 || set_mode(p, s->mode) < 0 || store_commit(p->c->store) < 0)
        return ctl_failed(p->c);
    *headline = arena_printf(p->c->arena, "%s is %s now", p->programme->title, s->mode);
    return CTL_OK;
}

/* ---- messages ----------------------------------------------------------------------- */

/* The letter that a message answers, *letter filled in; or none, where it answers none. */
static int find_letter(struct play *p, const struct scene *s, struct outbox_row *letter)
{
    int64_t from = ctl_person(p->c, s->from), about = s->about ? ctl_person(p->c, s->about) : 0;
    int64_t id;

    letter->id = 0;
    if (!from || (s->about && !about))
        return broken(p, s, "the scenario names somebody who is not there");
    if (!s->answers)
        return CTL_OK;
    if (!(id = story_letter(&p->story, s->answers, from, about)))
        return broken(
            p, s, arena_printf(p->c->arena, "%s has had no letter %s yet", s->from, s->answers));
    return store_get_letter(p->c->store, p->c->arena, id, false, letter) ? ctl_failed(p->c)
                                                                         : CTL_OK;
}

static int play_mail(struct play *p, const struct scene *s, const char **headline)
{
    _cleanup_(buf_release) struct buf message = BUF_INIT(MAIL_MAX_BYTES);
    struct outbox_row letter;
    struct reply reply = {
        .mailbox = p->scenario->mailbox, .now = p->stage.now, .zone = p->programme->zone};
    struct err e;
    int status = find_letter(p, s, &letter);

    if (status != CTL_OK)
        return status;
    reply.letter = letter.id ? &letter : NULL;
    if (reply_compose(&reply, s->file, &message, &e) < 0)
        return broken(p, s, arena_printf(p->c->arena, "%s: %s", s->file, e.text));
    if (stage_deliver(&p->stage, buf_str(&message), message.len, &e) < 0)
        return broken(p, NULL, e.text);
    p->messages++;
    *headline = s->note
                    ? s->note
                    : arena_printf(p->c->arena, "%s %s %s", s->from,
                                   s->answers ? "answers" : "writes", s->answers ? s->answers : "");
    return CTL_OK;
}

/* ---- time ------------------------------------------------------------------------------ */

static int play_scene(struct play *p, const struct scene *s, const char **headline)
{
    static int (*const by_kind[])(struct play *, const struct scene *, const char **) = {
        [SCENE_IMPORT] = play_import, [SCENE_MODE] = play_mode, [SCENE_MAIL] = play_mail};

    return by_kind[s->kind](p, s, headline);
}

static int settle(struct play *p, const char *headline)
{
    struct err e;

    if (stage_settle(&p->stage, &e) < 0)
        return broken(p, NULL, e.text);
    return story_tell(&p->story, p->stage.now, headline) < 0 ? ctl_failed(p->c) : CTL_OK;
}

/* Time moves on while everything is idle, and stops wherever something falls due. */
static int run_until(struct play *p, instant until)
{
    instant next;
    int status = CTL_OK;

    while (status == CTL_OK && (next = stage_next(&p->stage)) < until) {
        p->stage.now = next;
        status = settle(p, NULL);
    }
    p->stage.now = until;
    return status;
}

static int play_all(struct play *p)
{
    int status = settle(p, NULL);

    for (size_t i = 0; i < p->scenario->count && status == CTL_OK; i++) {
        const struct scene *s = &p->scenario->scenes[i];
        const char *headline = NULL;
        if ((status = run_until(p, instant_of(p, s->at))) == CTL_OK &&
            (status = settle(p, NULL)) == CTL_OK &&
            (status = play_scene(p, s, &headline)) == CTL_OK)
            status = settle(p, headline);
    }
    if (status == CTL_OK)
        status = run_until(p, instant_of(p, p->scenario->end));
    return status == CTL_OK ? settle(p, NULL) : status;
}

/* ---- before and after --------------------------------------------------------------------- */

static int open_stage(struct play *p)
{
    const struct shelf_programme *on_shelf;
    struct diags d;
    struct err e = {""};
    int status = ctl_store(p->c, STORE_CREATE);

    if (status == CTL_OK)
        status = ctl_shelf(p->c);
    if (status != CTL_OK)
        return status;
    if (!(on_shelf = ctl_programme(p->c, p->scenario->programme)))
        return CTL_NO;
    p->programme = on_shelf->rules;
    diags_init(&d, p->c->arena);
    if (stage_init(&p->stage, p->c->config, p->c->store, play_parser(p->c->arena),
                   instant_of(p, p->scenario->start), &d, &e) < 0)
        return broken(p, NULL, e.text[0] ? e.text : "the rules can't be used");
    return CTL_OK;
}

static int play(struct play *p)
{
    int status = open_stage(p);

    if (status != CTL_OK)
        return status;
    out_styled(STYLE_BOLD, "%s", p->programme->title);
    out_text(", played in virtual time; dates and times of %s\n", zone_name(p->programme->zone));
    story_init(&p->story, p->c, p->programme);
    status = play_all(p);
    p->c->now = p->stage.now;
    if (status == CTL_OK)
        status = play_ending(&(struct ending){.c = p->c,
                                              .programme = p->programme,
                                              .story = &p->story,
                                              .folder = p->folder,
                                              .messages = p->messages});
    story_release(&p->story);
    stage_release(&p->stage);
    return status;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *folder = ctl_given(args, "folder");
    struct play p = {.c = c, .folder = folder ? folder : PLAY_FOLDER};
    _cleanup_(buf_release) struct buf problems = BUF_INIT(1024 * 1024);
    struct diags d;
    struct err e;

    log_init("mentorctl", LOG_LEVEL_WARNING);
    diags_init(&d, c->arena);
    p.scenario = scenario_load(c->arena, args->operands[0], &d);
    diags_print(&d, &problems);
    fputs(buf_str(&problems), stderr);
    if (!p.scenario)
        return CTL_NO;
    if (play_make_folder(c->arena, p.folder, p.scenario, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    c->config_path = arena_printf(c->arena, "%s/mentord.yaml", p.folder);
    return play(&p);
}

static const struct ctl_option options[] = {
    {"folder", "DIR", "where letters, store and configuration go; " PLAY_FOLDER " without"},
    {0},
};

const struct ctl_command cmd_play = {
    .name = "play",
    .operands = "SCENARIO.yaml",
    .help = "Play a story with a programme in virtual time, and tell what happens",
    .more = "The scenario says who takes part and which messages come when. They go through the "
            "same reader, parser, engine and sender as in service, between two Maildirs, on a "
            "clock that jumps. The folder then has the letters as .eml files, the store and a "
            "mentord.yaml for the other commands. A folder that play made is emptied first; "
            "another one is left alone.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
