/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h - programmes by the folder they lie in, with or without a configuration. */
#ifndef CTL_FOLDER_H
#define CTL_FOLDER_H

#include "ctl/ctl.h"

struct programme_folder {
    const char *path;   /* absolute */
    const char *parent; /* the folder of programmes that it lies in */
    const char *name;   /* its last part: that of the programme */
};

/* A path to a folder with a rules.yaml, or the name of a programme of the configuration (NULL: the
 * only one there is). CTL_OK, or what to exit with. */
int ctl_folder(struct ctl *c, const char *operand, struct programme_folder *out);

/* The shelf with that programme alone; NULL where it has errors, which are complained of. */
struct shelf *ctl_folder_shelf(struct ctl *c, const struct programme_folder *f);

/* What a simulation needs of a configuration where there is none; nothing of it leaves it. */
struct config *ctl_folder_config(struct arena *a, const struct programme_folder *f);

#endif
