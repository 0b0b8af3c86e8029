/* SPDX-License-Identifier: GPL-2.0-or-later */
/* away.h - until when somebody says to be away.
 *
 * "back on 3 January", "bis 12.1.", "until Monday", "de retour le 4 mai": a
 * word that leads to a date, in some twenty languages, and the date after it,
 * with or without a year. What comes out is the first day back: "through 3
 * January" and "bis 3. Januar" are a day longer than "back on 3 January".
 */
#ifndef MAIL_AWAY_H
#define MAIL_AWAY_H

#include "base/civil.h"

/* folded: subject and text, folded (fold.h). absent: the text does speak of an absence, so that any
 * date may be the one meant. sent: the day of the message, which decides years, week days and the
 * order of 5/7. *why becomes the words that said it. year 0 where none. */
struct date away_until(struct arena *a, const char *folded, bool absent, struct date sent,
                       const char **why);

/* "From Monday I'm on leave", "from 1 to 14 December": none of the absences has begun. */
bool away_begins_later(struct arena *a, const char *folded, struct date sent);

#endif
