/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log.h - one line an occurrence on standard error, for the journal.
 *
 * Lines carry a systemd priority prefix ("<6>", sd-daemon(3)) when standard
 * error is the journal, else a plain word. No text from a message and no
 * password is ever logged: pass ids.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_NOTICE = 5,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};

/* ident names the process in each line ("reader"); level is the last one shown. */
void log_init(const char *ident, enum log_level level);
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...)   log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(...)  log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...)    log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)   log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

/* Logs and ends the process with EX_SOFTWARE (70): memory is out, a ceiling
 * was reached, or what must never happen did. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What an allocation gave; where that is NULL, memory is out. */
void *checked(void *p);

#endif
