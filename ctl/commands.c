/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands.c - the table of commands, and finding the one that is meant. */
#include "ctl/args.h"
#include "ctl/names.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define CEILING ((size_t)512 * 1024 * 1024)

extern const struct ctl_command cmd_check, cmd_import, cmd_people, cmd_status, cmd_explain, cmd_log,
    cmd_report, cmd_preview, cmd_go_live, cmd_shadow, cmd_pause, cmd_resume, cmd_release,
    cmd_settle, cmd_forget, cmd_export, cmd_reload, cmd_play, cmd_plan, cmd_test, cmd_understand,
    cmd_graph, cmd_replay, cmd_schema;

/* In the order in which --help shows them: an empty line where the purpose changes. */
static const struct ctl_command group = {.name = NULL};
/* clang-format off */
const struct ctl_command *const ctl_commands[] = {
    &cmd_check,
    &cmd_test,
    &cmd_graph,
    &cmd_schema,
    &cmd_play,
    &cmd_plan,
    &cmd_import,
    &cmd_preview,
    &group,
    &cmd_status,
    &cmd_people,
    &cmd_explain,
    &cmd_log,
    &cmd_report,
    &group,
    &cmd_go_live,
    &cmd_shadow,
    &cmd_pause,
    &cmd_resume,
    &cmd_release,
    &cmd_settle,
    &cmd_reload,
    &group,
    &cmd_understand,
    &cmd_replay,
    &cmd_export,
    &cmd_forget,
    NULL,
};
/* clang-format on */

static const struct ctl_option global_options[] = {
    {"config", "FILE", "the configuration, instead of " CONFIG_PATH},
    {"now", "TIME", "as if it were then: \"2026-12-15 10:00\""},
    {"help", NULL, "what there is, and what a command does"},
    {"version", NULL, "the version"},
    {0},
};

/* ---- help ------------------------------------------------------------------------- */

static void help(struct arena *a)
{
    struct columns t;

    out_text("mentorctl [--config FILE] COMMAND ...\n\n");
    columns_init(&t, a, (const char *[]){"", "", NULL});
    for (size_t i = 0; ctl_commands[i]; i++)
        columns_add(&t, (const char *[]){ctl_commands[i]->name, ctl_commands[i]->help});
    out_columns(&t, 2, false);
    out_text("\nAlso:\n\n");
    columns_init(&t, a, (const char *[]){"", "", NULL});
    for (const struct ctl_option *o = global_options; o->name; o++)
        columns_add(&t,
                    (const char *[]){arena_printf(a, "--%s%s%s", o->name, o->argument ? " " : "",
                                                  o->argument ? o->argument : ""),
                                     o->help});
    out_columns(&t, 2, false);
    out_text("\nmentorctl COMMAND --help says more; mentorctl(1) is the manual.\n");
}

/* ---- which command ------------------------------------------------------------------ */

static const struct ctl_command *find_command(const char *name)
{
    for (size_t i = 0; ctl_commands[i]; i++)
        if (ctl_commands[i]->name && !strcmp(ctl_commands[i]->name, name))
            return ctl_commands[i];
    return NULL;
}

static int unknown_command(struct arena *a, const char *name)
{
    const char **names = arena_array(a, sizeof ctl_commands / sizeof *ctl_commands, sizeof *names);
    const char *near;
    size_t n = 0;

    for (size_t i = 0; ctl_commands[i]; i++)
        if (ctl_commands[i]->name)
            names[n++] = ctl_commands[i]->name;
    near = nearest_word(name, names);
    if (near)
        return ctl_complain(CTL_USAGE, "there is no command \"%s\": did you mean \"%s\"?", name,
                            near);
    return ctl_complain(CTL_USAGE, "there is no command \"%s\"; mentorctl --help lists them", name);
}

/* The global options are understood behind the command, too. */
static const struct ctl_option *with_global(struct arena *a, const struct ctl_option *own)
{
    size_t n = 0, globals = sizeof global_options / sizeof *global_options;
    struct ctl_option *all;

    while (own && own[n].name)
        n++;
    all = arena_array(a, n + globals, sizeof *all);
    if (n)
        memcpy(all, own, n * sizeof *all);
    memcpy(all + n, global_options, sizeof global_options);
    return all;
}

/* How many words of the command line stand before the command. */
static int words_before_command(int argc, char **argv)
{
    int i = 0;

    while (i < argc && argv[i][0] == '-')
        i += !strcmp(argv[i], "--config") || !strcmp(argv[i], "--now") ? 2 : 1;
    return i < argc ? i : argc;
}

static void take_global(struct ctl *c, const struct ctl_args *args)
{
    if (ctl_given(args, "config"))
        c->config_path = ctl_given(args, "config");
    if (ctl_given(args, "now"))
        c->now_text = ctl_given(args, "now");
}

static int run_command(struct ctl *c, const struct ctl_command *command, int argc, char **argv)
{
    struct ctl_args args;
    struct err e;

    if (args_parse(c->arena, with_global(c->arena, command->options), argc, argv, &args, &e) < 0)
        return ctl_complain(CTL_USAGE, "%s", e.text);
    if (ctl_given(&args, "help")) {
        args_help(command, c->arena);
        return CTL_OK;
    }
    if (args_count(command, &args, &e) < 0)
        return ctl_complain(CTL_USAGE, "%s; see mentorctl %s --help", e.text, command->name);
    take_global(c, &args);
    return command->run(c, &args);
}

static int dispatch(struct ctl *c, int argc, char **argv)
{
    int before = words_before_command(argc, argv);
    const struct ctl_command *command;
    static char help_option[] = "--help";
    struct ctl_args args;
    struct err e;

    if (args_parse(c->arena, global_options, before, argv, &args, &e) < 0)
        return ctl_complain(CTL_USAGE, "%s", e.text);
    if (ctl_given(&args, "version")) {
        out_text("mentorctl %s\n", MENTORD_VERSION);
        return CTL_OK;
    }
    if (before < argc && !strcmp(argv[before], "help") && argc > before + 1)
        argv[before] = argv[before + 1], argv[before + 1] = help_option;
    if (before == argc || ctl_given(&args, "help") || !strcmp(argv[before], "help")) {
        help(c->arena);
        return before == argc && !ctl_given(&args, "help") ? CTL_USAGE : CTL_OK;
    }
    take_global(c, &args);
    command = find_command(argv[before]);
    if (!command)
        return unknown_command(c->arena, argv[before]);
    return run_command(c, command, argc - before - 1, argv + before + 1);
}

int ctl_run(int argc, char **argv)
{
    struct ctl c = {.config_path = CONFIG_PATH, .arena = arena_new(CEILING), .now = time(NULL)};
    int status = dispatch(&c, argc, argv);

    if (out_finish() < 0)
        status = ctl_complain(CTL_BROKEN, "the output could not be written");
    ctl_close(&c);
    return status;
}
