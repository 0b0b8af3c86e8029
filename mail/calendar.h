/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.h - answers to invitations (RFC 5546, 6047), from text/calendar parts and .ics files.
 *
 * Read are REPLY, COUNTER, REFRESH and DECLINECOUNTER: for each event in them each attendee
 * with its PARTSTAT ("NEEDS-ACTION" where none is given, as RFC 5545 says). Only the few
 * properties needed are looked at, line by line, so that broken dates, unknown time zones and
 * endless recurrence rules do no harm; calendars that lack their END are read to the end.
 */
#ifndef MAIL_CALENDAR_H
#define MAIL_CALENDAR_H

#include "mail/facts.h"
#include "mail/mime.h"

#define CALENDAR_ANSWERS_MAX 200 /* of one message */

/* True where there is one; then calendar is filled. */
bool calendar_read(struct arena *a, const struct mime *m, struct mail_facts *out);

#endif
