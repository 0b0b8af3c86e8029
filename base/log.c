/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_LINE 2048
#define EX_SOFTWARE  70

static struct {
    const char *ident;
    enum log_level level;
    bool to_journal;
} logger = {.ident = "mentord", .level = LOG_LEVEL_INFO};

/* systemd names the journal's socket in JOURNAL_STREAM; standard error may
 * since have been redirected, so the numbers are compared (systemd.exec(5)). */
static bool stderr_is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    uintmax_t device, inode;
    struct stat st;
    char *end;

    if (!stream || fstat(STDERR_FILENO, &st) < 0)
        return false;
    device = strtoumax(stream, &end, 10);
    if (*end != ':')
        return false;
    inode = strtoumax(end + 1, NULL, 10);
    return device == (uintmax_t)st.st_dev && inode == (uintmax_t)st.st_ino;
}

void log_init(const char *ident, enum log_level level)
{
    logger.ident = ident;
    logger.level = level;
    logger.to_journal = stderr_is_journal();
}

static const char *level_word(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_ERROR:
        return "error: ";
    case LOG_LEVEL_WARNING:
        return "warning: ";
    case LOG_LEVEL_DEBUG:
        return "debug: ";
    case LOG_LEVEL_NOTICE:
    case LOG_LEVEL_INFO:
        break;
    }
    return "";
}

static size_t write_prefix(char *line, size_t size, enum log_level level)
{
    int len = logger.to_journal ? snprintf(line, size, "<%d>%s: ", (int)level, logger.ident)
                                : snprintf(line, size, "%s: %s", logger.ident, level_word(level));

    return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size - 1;
}

/* One write a line: lines of several processes never mix. What can't be
 * written is lost; a log has nowhere to complain. */
static void vlog_line(enum log_level level, const char *fmt, va_list ap)
{
    char line[LONGEST_LINE];
    size_t len = write_prefix(line, sizeof line - 1, level);
    int saved = errno;
    int text = vsnprintf(line + len, sizeof line - 1 - len, fmt, ap);
    ssize_t written;

    if (text > 0)
        len += (size_t)text < sizeof line - 1 - len ? (size_t)text : sizeof line - 2 - len;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' ';
    }
    line[len++] = '\n';
    do
        written = write(STDERR_FILENO, line, len);
    while (written < 0 && errno == EINTR);
    errno = saved;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    va_list ap;

    if (level > logger.level)
        return;
    va_start(ap, fmt);
    vlog_line(level, fmt, ap);
    va_end(ap);
}

void die(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vlog_line(LOG_LEVEL_ERROR, fmt, ap);
    va_end(ap);
    _exit(EX_SOFTWARE);
}

void *checked(void *p)
{
    if (!p)
        die("out of memory");
    return p;
}
