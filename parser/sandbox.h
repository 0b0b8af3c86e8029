/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sandbox.h - what remains to a process that reads what strangers wrote.
 *
 * After sandbox_enter this process can read and write the descriptors that it
 * has, take and give back memory, ask for time and random bytes, and end. Any
 * other system call kills it. It cannot open a file, a socket or a device,
 * start a process or a thread, send a signal, make memory executable, or be
 * traced. The filter (seccomp) cannot be taken off again.
 *
 * There is no limit on CPU time: a parser lives for years, and its client
 * ends it when one message takes too long.
 */
#ifndef PARSER_SANDBOX_H
#define PARSER_SANDBOX_H

#include "base/diag.h"

#define SANDBOX_MEMORY ((size_t)256 * 1024 * 1024) /* heap and anonymous memory, all together */

/* 0, or -1 with why: then the process must not read anything. */
int sandbox_enter(struct err *why);

/* Closes every descriptor but standard error and keep; standard input and
 * output become /dev/null. Before sandbox_enter. */
int sandbox_close_files(int keep, struct err *why);

#endif
