/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.h - answers to invitations (RFC 5546, 6047), from text/calendar parts and .ics files.
 *
 * Read is REPLY: for each event in it each attendee with its PARTSTAT ("NEEDS-ACTION" where none
 * is given, as RFC 5545 says). Of other methods only the name is said: with them nobody accepts or
 * declines. A METHOD in the calendar goes before the one of Content-Type. What was attached to a
 * forwarded letter is somebody else's answer.
 * Only the few properties needed are looked at, line by line, so that broken dates, unknown time
 * zones and endless recurrence rules do no harm; calendars that lack their END are read to the end.
 */
#ifndef MAIL_CALENDAR_H
#define MAIL_CALENDAR_H

#include "mail/facts.h"
#include "mail/mime.h"

#define CALENDAR_ANSWERS_MAX 200               /* of one message */
#define CALENDAR_BYTES_MAX   (2 * 1024 * 1024) /* of all its calendars; further ones are left out */

/* Fills calendar and calendar_method; true where there is an answer. */
bool calendar_read(struct arena *a, const struct mime *m, struct mail_facts *out);

#endif
