/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar_line.h - content lines of iCalendar (RFC 5545, 3.1), as they come; inside mail/ only. */
#ifndef MAIL_CALENDAR_LINE_H
#define MAIL_CALENDAR_LINE_H

#include "base/arena.h"

#define CALENDAR_LINE_BYTES 4096 /* of an unfolded line; the rest of a longer one is left out */

/* NAME;PARAMETERS:VALUE, the three ended by NUL and without blanks around them. */
struct calendar_line {
    const char *name, *parameters, *value;
    char bytes[CALENDAR_LINE_BYTES];
};

/* Reads the line at s, with those folded into it; returns what follows. */
const char *calendar_line_read(const char *s, struct calendar_line *line);

/* The value of one of its parameters without quotation marks, "" where there is none. */
const char *calendar_parameter(struct arena *a, const struct calendar_line *line, const char *name);

/* A value of the type TEXT: "\," is a comma. */
const char *calendar_text(struct arena *a, const char *value);

/* Whom an ATTENDEE is: what "mailto:" names; where it is no address of mail, the address in the
 * parameter EMAIL (RFC 7986) or CN; else the value as it is. */
const char *calendar_attendee(struct arena *a, const struct calendar_line *line);

#endif
