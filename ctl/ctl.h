/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ctl.h - mentorctl: one file a command.
 *
 * A command is a `const struct ctl_command cmd_NAME` in ctl/cmd_NAME.c and a
 * line in ctl/commands.c. Its table of options makes both the parsing and the
 * --help. What it says goes to standard output through ctl/output.h, what is
 * wrong to standard error through ctl_complain. It opens what it needs by
 * ctl_config, ctl_store, ctl_engine, each of which complains by itself.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include "ctl/output.h"
#include "engine/engine.h"

enum ctl_exit {
    CTL_OK = 0,
    CTL_NO = 1,     /* problems were found, or nothing was done */
    CTL_USAGE = 2,  /* the command line makes no sense */
    CTL_BROKEN = 3, /* configuration, rules or store can't be used */
};

struct ctl_option {
    const char *name;     /* "since", for --since */
    const char *argument; /* "DATE"; NULL for a switch */
    const char *help;
};

struct ctl_value {
    const struct ctl_option *option;
    const char *value;
};

/* A command line that was taken apart. */
struct ctl_args {
    const struct ctl_option *options;
    const char **values;     /* beside options; NULL where not given, "" for a switch */
    struct ctl_value *given; /* what stands behind options, all of it in its order */
    size_t given_count;
    const char **operands;
    size_t operands_count;
};

/* What was given for an option: its argument, "" for a switch, NULL if it was not. */
const char *ctl_given(const struct ctl_args *args, const char *option);

/* The next argument of an option that may stand more than once; *at, which counts, starts at 0.
 * NULL at the end. */
const char *ctl_given_next(const struct ctl_args *args, const char *option, size_t *at);

/* Whether it may be done: --yes, or "yes" typed at a terminal. Else says that nothing was changed.
 */
bool ctl_agreed(const struct ctl_args *args);

/* CTL_USAGE with a complaint where more than one of these options (NULL-ended) is given. */
int ctl_at_most_one(const struct ctl_args *args, const char *const *options);

struct ctl {
    const char *config_path;
    struct arena *arena; /* until the program ends */
    struct config *config;
    struct store *store;
    struct shelf *shelf;
    struct engine *engine;
    instant now;
    const char *now_text; /* of --now, read once the zone is known; NULL: the clock's */
    struct names *names;
};

struct ctl_command {
    const char *name;
    const char *operands;             /* "PERSON", "[PROGRAMME]"; NULL: none */
    const char *help;                 /* one line */
    const char *more;                 /* what else --help says, or NULL */
    const struct ctl_option *options; /* ended by {0}; NULL: none */
    size_t least, most;               /* operands */
    int (*run)(struct ctl *c, const struct ctl_args *args); /* an enum ctl_exit */
};

/* The table of commands; ends with NULL. */
extern const struct ctl_command *const ctl_commands[];

/* main() but for the arguments of the process: for tests. */
int ctl_run(int argc, char **argv);

/* "mentorctl: " and the sentence on standard error. Returns status. */
int ctl_complain(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Mistakes in files, on standard error. */
void ctl_print_diags(struct diags *d);

/* ---- opening; CTL_OK or what to exit with --------------------------------------- */

int ctl_config(struct ctl *c);
int ctl_store(struct ctl *c, enum store_access access); /* and the configuration */
int ctl_shelf(struct ctl *c);                           /* and the configuration */
/* Configuration and store to look into, and the shelf if it loads (else a word that it does not).
 */
int ctl_look(struct ctl *c);
int ctl_engine(struct ctl *c); /* store, to change things, shelf and engine */

/* Ends a change that failed: rolls back and says why. CTL_BROKEN. */
int ctl_failed(struct ctl *c);

/* ---- naming ------------------------------------------------------------------------ */

/* The programme named, or the only one there is where name is NULL. NULL, with
 * a complaint that lists them. Wants ctl_shelf or ctl_engine. */
const struct shelf_programme *ctl_programme(struct ctl *c, const char *name);

/* Whether the programme has the role; else a complaint that names the nearest. */
bool ctl_role(const struct programme *p, const char *role);

/* The person by name, address or "@7"; 0 with a complaint. */
int64_t ctl_person(struct ctl *c, const char *text);
/* A date or a date and time: in the zone, in the one named behind it, or with an offset as in
 * RFC 3339. Complains about anything else. 0 or -1. */
int ctl_instant(const char *text, const struct zone *zone, instant *out);

/* Cached; never NULL: "somebody forgotten" where the name was erased. */
const char *ctl_name(struct ctl *c, int64_t person);
/* Text with @7 turned into names. */
const char *ctl_with_names(struct ctl *c, const char *text);
/* The people of an audience of a rule in words: "responsible", "all mentees". */
const char *ctl_audience(struct arena *a, const struct audience *to);

/* The zone in which times of a programme are shown; that of the configuration for NULL. */
const struct zone *ctl_zone(struct ctl *c, const char *programme);
/* "2026-12-15 10:00" in that zone; "-" for 0 and INSTANT_NEVER. */
const char *ctl_time(struct ctl *c, const char *programme, instant t);

/* Whom an event is about ("Ana Ruiz", "Ana Ruiz and Bea Lind", else the programme), and what
 * happened, to stand behind that: "is mentor now". Names for ids; the why is e->reason. */
const char *ctl_who(struct ctl *c, const struct event *e);
const char *ctl_sentence(struct ctl *c, const struct event *e);

#endif
