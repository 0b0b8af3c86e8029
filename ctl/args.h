/* SPDX-License-Identifier: GPL-2.0-or-later */
/* args.h - a command line against a command's table of options. */
#ifndef CTL_ARGS_H
#define CTL_ARGS_H

#include "ctl/ctl.h"

/* Options may stand between operands; "--" ends them; --name VALUE or
 * --name=VALUE. -1 with a sentence in e that names the nearest option. */
int args_parse(struct arena *a, const struct ctl_option *options, int argc, char **argv,
               struct ctl_args *out, struct err *e);
/* The operands against what the command takes. */
int args_count(const struct ctl_command *command, const struct ctl_args *args, struct err *e);

void args_help(const struct ctl_command *command, struct arena *a);

#endif
