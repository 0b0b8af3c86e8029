/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/clock.h"
#include "base/log.h"
#include <string.h>
#include <time.h>

#define LONGEST_LINE 200

static instant system_now(void *context)
{
    return (instant)time(NULL);
}

struct clock clock_system(void)
{
    return (struct clock){.now = system_now};
}

/* "2026-12-15 10:00 America/New_York": the zone is the last word unless that
 * is part of the time. */
int clock_parse_line(const char *line, instant *out, struct err *why)
{
    char text[LONGEST_LINE];
    size_t len = strcspn(line, "\r\n");
    const struct zone *zone;
    struct civil civil;
    char *space;

    if (len >= sizeof text)
        return err_set(why, "a time is meant, not %zu characters", len);
    memcpy(text, line, len);
    text[len] = '\0';
    space = strrchr(text, ' ');
    zone = zone_find(space && civil_parse(text, &civil) < 0 ? space + 1 : "UTC");
    if (space && civil_parse(text, &civil) < 0)
        *space = '\0';
    if (!zone || civil_parse(text, &civil) < 0)
        return err_set(why, "\"%s\" is no time such as \"2026-12-15 10:00 America/New_York\"",
                       text);
    *out = civil_instant(civil, zone);
    return 0;
}

static instant file_now(void *context)
{
    static instant last; /* one file a process */
    _cleanup_(buf_release) struct buf b = BUF_INIT(LONGEST_LINE);
    struct err why;

    if (buf_read_file(&b, context) < 0)
        log_warning("cannot read the clock %s", (const char *)context);
    else if (clock_parse_line(buf_str(&b), &last, &why) < 0)
        log_warning("%s: %s", (const char *)context, why.text);
    return last ? last : system_now(NULL);
}

struct clock clock_file(const char *path)
{
    return (struct clock){.now = file_now, .context = (char *)path};
}
