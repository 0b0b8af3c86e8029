/* SPDX-License-Identifier: GPL-2.0-or-later */
/* topic.h - does an answer speak of whom our letter speaks of? Inside mail/ only.
 *
 * No notice of absence knows whom a letter was about. So an answer that names
 * somebody named in the letter, or in its subject, was written by a person.
 * Names are words with a capital where no sentence begins; languages that write
 * other words so, too, tell nothing.
 */
#ifndef MAIL_TOPIC_H
#define MAIL_TOPIC_H

#include "base/arena.h"
#include <stdbool.h>

/* letter: the text of our letter, or NULL. sender: the name of whoever answers, which is none of
 * these names. */
bool topic_shared(struct arena *a, const char *letter, const char *subject, const char *sender,
                  const char *text);

#endif
