/* SPDX-License-Identifier: GPL-2.0-or-later */
/* announced.h - "my answers are below, in red": what follows unmarked is no mere old letter;
 * inside mail/ only. */
#ifndef MAIL_ANNOUNCED_H
#define MAIL_ANNOUNCED_H

#include <stdbool.h>

/* A line, folded, that says that answers stand further down. */
bool announces_answers(const char *folded);

#endif
