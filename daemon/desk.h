/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk.h - inside the engine: one message at the desk, and its transcript. */
#ifndef DAEMON_DESK_H
#define DAEMON_DESK_H

#include "daemon/engine_internal.h"

struct desk {
    struct engine *e;
    struct message *m;
    struct date today;
    struct transcript_line *lines;
    size_t lines_count;
    int64_t about_case; /* of a transcript whose answer belongs to a question; 0: none */
    const char *about_step;
};

void desk_open(struct desk *k, struct engine *e, struct message *m);
/* Notes what became of a line. The strings must outlive the message (e->mail). */
void desk_line(struct desk *k, const char *line, const char *done);
int desk_send_transcript(struct desk *k, const char *letter);

/* Does one command as far as its sender may, and notes what became of it
 * (desk_commands.c). -1 only where the store failed. */
int desk_run(struct desk *k, const struct command *c);

/* The command of the programme ("reviewed") that a line is, in its own spelling, or NULL. */
const char *desk_said_name(struct desk *k, const char *line);

#endif
