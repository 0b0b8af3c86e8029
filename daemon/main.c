/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentord(8): the command line, and which drivers there are. */
#include "base/log.h"
#include "daemon/service.h"
#include "daemon/title.h"
#include "parser/parser_child.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#define ARGUMENTS_CEILING ((size_t)1024 * 1024)

static const char usage[] =
    "usage: mentord [--config FILE] [--clock FILE] [--debug] [--once | --check]\n"
    "\n"
    "  --config FILE  the configuration (" CONFIG_PATH ")\n"
    "  --once         do all that is due, and end\n"
    "  --check        say what is wrong with the configuration, and end\n"
    "  --clock FILE   take the time from FILE: 2026-12-15 10:00 America/New_York\n"
    "  --debug        log more\n"
    "  --version, --help\n";

enum mode { MODE_SERVE, MODE_ONCE, MODE_CHECK, MODE_VERSION, MODE_HELP, MODE_PARSER, MODE_WRONG };

struct command_line {
    enum mode mode;
    const char *config, *clock, *parser_fd;
    enum log_level level;
};

static struct mail_source *make_source(const struct config_incoming *in, struct err *why)
{
    return in->maildir ? maildir_source_new(&in->source, why) : imap_source_new(&in->source, why);
}

static struct mail_sink *make_sink(const struct config_outgoing *out, struct err *why)
{
    return out->maildir ? maildir_sink_new(&out->sink, why) : smtp_sink_new(&out->sink, why);
}

/* --parser is how the engine starts its parser, and is not in the manual. */
static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"clock", required_argument, NULL, 't'},
    {"debug", no_argument, NULL, 'd'},
    {"once", no_argument, NULL, 'o'},
    {"check", no_argument, NULL, 'k'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {"parser", required_argument, NULL, 'p'},
    {NULL, 0, NULL, 0},
};

static enum mode take_option(struct command_line *line, int option)
{
    switch (option) {
    case 'c':
        line->config = optarg;
        break;
    case 't':
        line->clock = optarg;
        break;
    case 'd':
        line->level = LOG_LEVEL_DEBUG;
        break;
    case 'p':
        line->parser_fd = optarg;
        return MODE_PARSER;
    case 'o':
        return MODE_ONCE;
    case 'k':
        return MODE_CHECK;
    case 'V':
        return MODE_VERSION;
    case 'h':
        return MODE_HELP;
    default:
        return MODE_WRONG;
    }
    return line->mode;
}

/* Whatever is wrong stays wrong. */
static struct command_line read_command_line(int argc, char **argv)
{
    struct command_line line = {.config = CONFIG_PATH, .level = LOG_LEVEL_INFO};
    int option;

    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        if (line.mode != MODE_WRONG)
            line.mode = take_option(&line, option);
    if (optind < argc) {
        fprintf(stderr, "mentord: what is \"%s\"?\n", argv[optind]);
        line.mode = MODE_WRONG;
    }
    return line;
}

/* Copies its arguments, as the title of the process overwrites them. */
static int serve(const struct command_line *line, int argc, char **argv)
{
    static const struct adapters adapters = {.source = make_source, .sink = make_sink};
    _cleanup_(arena_freep) struct arena *a = arena_new(ARGUMENTS_CEILING);
    struct service_options options = {
        .config_path = arena_strdup(a, line->config),
        .adapters = &adapters,
        .clock = line->clock ? clock_file(arena_strdup(a, line->clock)) : clock_system(),
        .level = line->level,
    };

    title_init(argc, argv);
    log_init("mentord", line->level);
    signal(SIGPIPE, SIG_IGN);
    /* mentorctl sends these two to whoever holds the lock: to one that is only starting, too, and
     * to --once. The supervisor hears them all the same, once it has begun. */
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    if (line->mode == MODE_CHECK)
        return service_check(&options);
    return line->mode == MODE_ONCE ? service_once(&options) : service_run(&options);
}

static _Noreturn void parse(int fd, int argc, char **argv)
{
    title_init(argc, argv);
    title_set("parser");
    log_init("parser", LOG_LEVEL_INFO);
    parser_child_main(fd);
}

int main(int argc, char **argv)
{
    struct command_line line = read_command_line(argc, argv);

    switch (line.mode) {
    case MODE_HELP:
        fputs(usage, stdout);
        return EX_OK;
    case MODE_VERSION:
        puts("mentord " MENTORD_VERSION);
        return EX_OK;
    case MODE_WRONG:
        fputs(usage, stderr);
        return EX_USAGE;
    case MODE_PARSER:
        parse(atoi(line.parser_fd), argc, argv);
    case MODE_SERVE:
    case MODE_ONCE:
    case MODE_CHECK:
        break;
    }
    return serve(&line, argc, argv);
}
