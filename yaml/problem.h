/* SPDX-License-Identifier: GPL-2.0-or-later */
/* problem.h - what libyaml complains of, for people; inside yaml/ only.
 *
 * Its words are replaced by plain ones. Where the line shows the slip that it stumbled over (a
 * tab, an apostrophe inside of '...', a dash without its blank), that is told instead.
 */
#ifndef YAML_PROBLEM_H
#define YAML_PROBLEM_H

#include "base/arena.h"
#include <yaml.h>

#define YAML_STRANGE_BLANK                                                                         \
    "this blank is a non-breaking space, which looks like one but is none here: type it anew"

struct yaml_problem {
    const char *text;
    int line, column; /* from 1; 0: of the whole file */
};

/* After yaml_parser_parse failed; bytes are what it was given. */
struct yaml_problem yaml_problem_find(struct arena *a, const char *bytes, size_t len,
                                      const yaml_parser_t *p);

#endif
