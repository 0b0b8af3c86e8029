/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/title.h"
#include "base/log.h"
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct {
    char *start;
    size_t size;
} room;

/* The kernel shows the memory that the arguments were given in, and goes on
 * into the environment behind them. So the environment moves elsewhere. */
static char *move_environment(char *end)
{
    for (char **variable = environ; *variable; variable++) {
        if (*variable != end)
            break;
        end += strlen(end) + 1;
        *variable = checked(strdup(*variable));
    }
    return end;
}

void title_init(int argc, char **argv)
{
    if (argc == 0)
        return;
    room.start = argv[0];
    room.size = (size_t)(move_environment(argv[argc - 1] + strlen(argv[argc - 1]) + 1) - argv[0]);
}

void title_set(const char *name)
{
    char title[64];

    snprintf(title, sizeof title, "mentord: %s", name);
    prctl(PR_SET_NAME, title); /* 15 characters of it */
    if (room.size == 0)
        return;
    memset(room.start, 0, room.size);
    memcpy(room.start, title, strnlen(title, room.size - 1));
}
