/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl check: configuration, rules and letters, every problem at once. */
#include "ctl/standing.h"
#include "ctl/year.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t count_letters(const struct shelf_programme *p)
{
    size_t own = 0;

    for (size_t i = 0; i < p->letters_count; i++)
        own += !p->letters[i].common;
    return own;
}

static void praise(struct ctl *c, const struct shelf *s)
{
    if (c->config)
        out_text("%s is good.\n", c->config_path);
    for (size_t i = 0; i < s->count; i++) {
        size_t rules = s->programmes[i].rules->rules_count, own = count_letters(&s->programmes[i]);
        out_text("%s is good: %zu rule%s, %zu letter%s of its own.\n", s->programmes[i].rules->name,
                 rules, rules == 1 ? "" : "s", own, own == 1 ? "" : "s");
    }
}

static void print_diags(struct diags *d)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(8 * 1024 * 1024);

    diags_print(d, &out);
    out_buf(&out);
}

/* The same for a program: a list, empty where nothing is wrong. */
static int print_json(const struct diags *d)
{
    json_t *list = json_array();

    for (size_t i = 0; i < d->count; i++) {
        const struct diag *one = &d->items[i];
        json_t *o = json_object();
        json_put(o, "severity", json_text(one->severity == DIAG_ERROR ? "error" : "warning"));
        json_put(o, "file", json_text(one->pos.file));
        json_put(o, "line", one->pos.line ? json_integer(one->pos.line) : json_null());
        json_put(o, "column", one->pos.line ? json_integer(one->pos.column) : json_null());
        json_put(o, "message", json_text(one->text));
        json_array_append_new(list, o);
    }
    out_json(list);
    return d->errors ? CTL_NO : CTL_OK;
}

static bool has_rules(struct arena *a, const char *folder)
{
    struct stat st;

    return stat(arena_printf(a, "%s/rules.yaml", folder), &st) == 0;
}

static bool ends_with(const char *s, const char *end)
{
    size_t len = strlen(s), end_len = strlen(end);

    return len >= end_len && !strcmp(s + len - end_len, end);
}

/* The folder of programmes, and which one of it: FOLDER may be either. The name of a programme is
 * wanted, which "." does not tell. */
static const char *split_folder(struct arena *a, const char *folder, const char **only)
{
    char *path = arena_strdup(a, folder), *slash, real[PATH_MAX];
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    if (ends_with(path, "/rules.yaml"))
        path[len - strlen("/rules.yaml")] = '\0';
    *only = NULL;
    if (!has_rules(a, path))
        return path;
    if ((!strcmp(path, ".") || ends_with(path, "..")) && realpath(path, real))
        path = arena_strdup(a, real);
    slash = strrchr(path, '/');
    *only = slash ? slash + 1 : path;
    if (!slash)
        return ".";
    *slash = '\0';
    return *path ? path : "/";
}

static int verdict(const struct diags *d)
{
    size_t warnings = d->count - d->errors;

    if (d->errors)
        out_styled(STYLE_BAD, "%zu error%s", d->errors, d->errors == 1 ? "" : "s");
    if (d->errors && warnings)
        out_text(", ");
    if (warnings)
        out_styled(STYLE_WARN, "%zu warning%s", warnings, warnings == 1 ? "" : "s");
    if (d->count)
        out_text(".\n");
    return d->errors ? CTL_NO : CTL_OK;
}

/* What only a year of it shows; warnings. */
static int check_years(struct ctl *c, const char *folder, const struct shelf *s, struct diags *d)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct programme *p = s->programmes[i].rules;
        struct programme_folder f = {.path = s->programmes[i].folder,
                                     .parent = folder,
                                     .name = strrchr(s->programmes[i].folder, '/') + 1};
        if (c->now_text && ctl_instant(c->now_text, p->zone, &c->now) < 0)
            return CTL_USAGE;
        struct date today = civil_at(c->now, p->zone).date;

        year_check(c->arena, &f, p, civil_instant((struct civil){.date = today}, p->zone), d);
    }
    return CTL_OK;
}

/* What the configuration names and is not there. A Maildir may come with the first mail. */
static const char *check_places(struct ctl *c, const struct config *config, struct diags *d)
{
    const struct pos pos = {.file = c->config_path};

    for (size_t i = 0; i < config->incoming_count; i++) {
        const struct config_incoming *in = &config->incoming[i];
        if (in->maildir && access(arena_printf(c->arena, "%s/new", in->source.path), F_OK) < 0 &&
            errno == ENOENT)
            diag_warning(d, pos,
                         "\"incoming\" names %s, which is no Maildir yet: it wants new/ and cur/",
                         in->source.path);
    }
    if (access(config->programmes, F_OK) == 0)
        return config->programmes;
    diag_error(d, pos, "\"programmes\" names %s, which can't be read: %s", config->programmes,
               strerror(errno));
    return NULL;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *folder, *only = NULL;
    int status = CTL_OK;
    _cleanup_(shelf_freep) struct shelf *shelf = NULL;
    struct diags d;

    diags_init(&d, c->arena);
    if (args->operands_count) {
        folder = split_folder(c->arena, args->operands[0], &only);
    } else {
        c->config = config_load(c->arena, c->config_path, CONFIG_LOOK, &d);
        folder = c->config ? check_places(c, c->config, &d) : NULL;
    }
    if (folder)
        shelf = shelf_load(folder, only, &d);
    if (shelf && !d.errors && (status = check_years(c, folder, shelf, &d)) != CTL_OK)
        return status;
    if (shelf && !d.errors && c->config)
        status = ctl_standing(c, shelf, &d);
    if (ctl_given(args, "json"))
        return print_json(&d) == CTL_OK ? status : CTL_NO;
    print_diags(&d);
    if (shelf && !d.errors)
        praise(c, shelf);
    return verdict(&d) == CTL_OK ? status : CTL_NO;
}

static const struct ctl_option options[] = {
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_check = {
    .name = "check",
    .operands = "[FOLDER]",
    .help = "Look for mistakes in the configuration, the rules and the letters",
    .more = "FOLDER is a programme or a folder of programmes; without it the configuration is "
            "checked, and the programmes that it names; so is who stands at a step or rule that is "
            "gone. Every problem is told at once, as "
            "file:line:column. The status is 1 where there is an error.",
    .options = options,
    .most = 1,
    .run = run,
};
