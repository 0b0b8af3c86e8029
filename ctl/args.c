/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/args.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static size_t options_count(const struct ctl_option *options)
{
    size_t n = 0;

    while (options && options[n].name)
        n++;
    return n;
}

static const char *nearest_option(struct arena *a, const struct ctl_option *options,
                                  const char *name)
{
    size_t n = options_count(options);
    const char **names = arena_array(a, n + 1, sizeof *names);

    for (size_t i = 0; i < n; i++)
        names[i] = options[i].name;
    return nearest_word(name, names);
}

static int unknown(struct arena *a, const struct ctl_option *options, const char *name,
                   struct err *e)
{
    const char *near = nearest_option(a, options, name);

    return near ? err_set(e, "unknown option --%s: did you mean --%s?", name, near)
                : err_set(e, "unknown option --%s", name);
}

/* argv[*i] is "--name" or "--name=value"; *i moves over the value that follows. */
static int take_option(struct arena *a, int argc, char **argv, int *i, struct ctl_args *out,
                       struct err *e)
{
    const char *equals = strchr(argv[*i], '=');
    const char *name = argv[*i] + 2;
    size_t n = options_count(out->options), at = 0;

    if (equals)
        name = arena_strndup(a, name, (size_t)(equals - name));
    while (at < n && strcmp(out->options[at].name, name))
        at++;
    if (at == n)
        return unknown(a, out->options, name, e);
    if (!out->options[at].argument) {
        out->values[at] = "";
        return equals ? err_set(e, "--%s takes nothing", name) : 0;
    }
    if (!equals && *i + 1 >= argc)
        return err_set(e, "--%s wants %s", name, out->options[at].argument);
    out->values[at] = equals ? equals + 1 : argv[++*i];
    out->given[out->given_count++] = (struct ctl_value){&out->options[at], out->values[at]};
    return 0;
}

int args_parse(struct arena *a, const struct ctl_option *options, int argc, char **argv,
               struct ctl_args *out, struct err *e)
{
    bool ended = false;

    *out = (struct ctl_args){
        .options = options,
        .values = arena_array(a, options_count(options) + 1, sizeof(char *)),
        .given = arena_array(a, (size_t)argc + 1, sizeof *out->given),
        .operands = arena_array(a, (size_t)argc + 1, sizeof(char *)),
    };
    for (int i = 0; i < argc; i++) {
        if (!ended && !strcmp(argv[i], "--"))
            ended = true;
        else if (ended || argv[i][0] != '-' || !argv[i][1])
            out->operands[out->operands_count++] = argv[i];
        else if (argv[i][1] != '-')
            return err_set(e, "unknown option %s: options are words, as in --help", argv[i]);
        else if (take_option(a, argc, argv, &i, out, e) < 0)
            return -1;
    }
    return 0;
}

int args_count(const struct ctl_command *command, const struct ctl_args *args, struct err *e)
{
    if (args->operands_count < command->least)
        return err_set(e, "%s wants %s", command->name, command->operands);
    if (args->operands_count > command->most)
        return err_set(e, "%s: \"%s\" is one word too many%s", command->name,
                       args->operands[command->most],
                       command->most ? " (put quotation marks round a name)" : "");
    return 0;
}

const char *ctl_given(const struct ctl_args *args, const char *option)
{
    for (size_t i = 0; args->options && args->options[i].name; i++)
        if (!strcmp(args->options[i].name, option))
            return args->values[i];
    return NULL;
}

const char *ctl_given_next(const struct ctl_args *args, const char *option, size_t *at)
{
    while (*at < args->given_count) {
        const struct ctl_value *v = &args->given[(*at)++];
        if (!strcmp(v->option->name, option))
            return v->value;
    }
    return NULL;
}

int ctl_at_most_one(const struct ctl_args *args, const char *const *options)
{
    const char *first = NULL;

    for (; *options; options++) {
        if (!ctl_given(args, *options))
            continue;
        if (first)
            return ctl_complain(CTL_USAGE, "--%s or --%s? Not both", first, *options);
        first = *options;
    }
    return CTL_OK;
}

bool ctl_agreed(const struct ctl_args *args)
{
    char answer[16];

    if (ctl_given(args, "yes"))
        return true;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        out_text("\nNothing was changed. Run it again with --yes to do this.\n");
        return false;
    }
    out_text("\nDo this? Type yes: ");
    fflush(stdout);
    if (fgets(answer, sizeof answer, stdin) && !strcmp(answer, "yes\n"))
        return true;
    out_text("Nothing was changed.\n");
    return false;
}

void args_help(const struct ctl_command *command, struct arena *a)
{
    size_t n = options_count(command->options);
    struct columns t;

    out_text("mentorctl %s%s%s%s\n\n", command->name, command->operands ? " " : "",
             command->operands ? command->operands : "", n ? " [options]" : "");
    out_wrapped(2, arena_printf(a, "%s.", command->help));
    if (command->more) {
        out_text("\n");
        out_wrapped(2, command->more);
    }
    if (!n)
        return;
    out_text("\n");
    columns_init(&t, a, (const char *[]){"", "", NULL});
    for (size_t i = 0; i < n; i++) {
        const struct ctl_option *o = &command->options[i];
        columns_add(&t,
                    (const char *[]){arena_printf(a, "--%s%s%s", o->name, o->argument ? " " : "",
                                                  o->argument ? o->argument : ""),
                                     o->help});
    }
    out_columns(&t, 2, false);
}
