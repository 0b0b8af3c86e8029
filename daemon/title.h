/* SPDX-License-Identifier: GPL-2.0-or-later */
/* title.h - what ps(1) shows of a process. */
#ifndef DAEMON_TITLE_H
#define DAEMON_TITLE_H

/* Remembers where the arguments lie, which the title then overwrites (copy
 * what is still needed of them), and moves the environment. Once, first in main. */
void title_init(int argc, char **argv);

/* "mentord: NAME", cut to the room there is. */
void title_set(const char *name);

#endif
