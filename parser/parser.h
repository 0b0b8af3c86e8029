/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parser.h - facts out of hostile bytes, read by a process that can do nothing else.
 *
 * The parser process gets the bytes of a message over a socketpair and sends
 * facts (mail/facts.h) back as JSON. It has no files, no network, no store and
 * none of its parent's memory: it is a fresh program (exec), its other
 * descriptors are closed, and seccomp leaves it the dozen system calls that
 * memory, reading and writing take (sandbox.h). Whoever takes it over by a
 * message can lie about messages, and do no more; so all that it answers is
 * checked here like mail itself.
 *
 * A message may end the process, outlast its limit, or make it answer
 * nonsense. That costs this message alone: the call says PARSER_FAILED and
 * why, the process is killed, and the next call starts another. Where it was
 * killed from outside (by hand, or by a kernel that is short of memory), it
 * says PARSER_KILLED instead.
 *
 * Asking and taking the answer are two calls, so that the parser works while
 * its client does something else. Several things may be asked before the first
 * answer is taken; answers come in the order of the questions (wire.h). What
 * is asked must live until its answer is taken; strings that come back live in
 * the arena that was given. Taking waits, at most for the limit and a second;
 * asking only for a message that is larger than a socket holds.
 */
#ifndef PARSER_PARSER_H
#define PARSER_PARSER_H

#include "mail/facts.h"
#include <sys/types.h>

struct parser;

enum parser_result {
    PARSER_OK = 0,
    PARSER_FAILED,  /* this message can't be read: set it aside, go on */
    PARSER_KILLED,  /* somebody killed the process while it read this message, which is hardly to
                       blame: ask it again, though not for ever */
    PARSER_LATER,   /* so much can't be asked ahead: take an answer first */
    PARSER_MISSING, /* there is no parser process and none can be started (no memory, no
                       seccomp in this kernel): no message is to blame, try again later */
};

/* What the child runs after the fork, with its end of the socketpair. Must not return. */
typedef void parser_child_fn(int fd);

struct parser_options {
    const char *program;    /* exec'd as: program --parser FD. NULL: this program itself */
    parser_child_fn *child; /* instead of the exec: for tests, which write the child themselves */
    int limit_ms;           /* wall clock, a message. 0: 10 s */
};

/* Nothing is started before the first call or parser_start. Options may be NULL. */
struct parser *parser_new(const struct parser_options *options);

/* A parser without a process: taking reads in this one. For mentorctl, where
 * the one who gives the mail is the one who would be hurt by it. */
struct parser *parser_in_process(void);

/* Kills the process, if there is one. */
void parser_free(struct parser *p);
DEFINE_FREEP(struct parser, parser_free)

/* Starts the process now, so that the first message need not wait. 0, or -1 with why. */
int parser_start(struct parser *p, struct err *why);

/* What mail_read_head and tables_mail_read tell. *why is set unless PARSER_OK or
 * PARSER_LATER comes back; it names no text of the message. When taking fails,
 * all that was asked later is forgotten: ask it again. */
enum parser_result parser_ask_head(struct parser *p, const char *bytes, size_t len,
                                   const struct mail_self *self, struct err *why);
enum parser_result parser_ask_facts(struct parser *p, const char *bytes, size_t len,
                                    const struct mail_hints *hints, struct err *why);
bool parser_has_answered(const struct parser *p); /* so that taking would not wait */
enum parser_result parser_take_head(struct parser *p, struct arena *a, struct mail_head *out,
                                    struct err *why);
enum parser_result parser_take_facts(struct parser *p, struct arena *a, struct mail_facts *out,
                                     struct err *why);

/* The process that serves now, 0 where none does. */
pid_t parser_pid(const struct parser *p);

#endif
