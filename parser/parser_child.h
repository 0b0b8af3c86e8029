/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parser_child.h - the parser process itself: the other end of parser.h.
 *
 * One message after the other, each in an arena that is emptied behind it.
 * The process ends when its client closes the socket, and has nothing to tidy.
 */
#ifndef PARSER_PARSER_CHILD_H
#define PARSER_PARSER_CHILD_H

#include "mail/facts.h"

/* What is called for each message; tests give one that misbehaves. */
struct parser_calls {
    void (*head)(struct arena *a, const char *bytes, size_t len, const struct mail_self *self,
                 struct mail_head *out);
    void (*read)(struct arena *a, const char *bytes, size_t len, const struct mail_hints *hints,
                 struct mail_facts *out);
};

/* The whole life of `mentord --parser FD`: prepares the libraries, closes the
 * sandbox and serves. */
_Noreturn void parser_child_main(int fd);

/* Closes everything but fd and the sandbox behind it, and serves with these calls. */
_Noreturn void parser_child_run(int fd, const struct parser_calls *calls);

#endif
