/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_sounds.h - does a text sound like mail that came back? Phrases, and in some forty
 * languages a word for delivering near one that denies it. All texts are folded; inside mail/ only.
 */
#ifndef MAIL_BOUNCE_SOUNDS_H
#define MAIL_BOUNCE_SOUNDS_H

#include <stdbool.h>

/* 0 not at all, 1 perhaps, 2 surely. */
int bounce_sounds(const char *folded);

/* Says of something that it wasn't delivered: letters, but parcels as well. */
bool bounce_sounds_undelivered(const char *folded);

/* The same, in the sentence round at. */
bool bounce_sounds_undelivered_near(const char *folded, const char *at);

/* A title that tells of a delay. */
bool bounce_sounds_late(const char *title);

/* Tells that mail arrived, or was handed on. */
bool bounce_sounds_arrived(const char *title, const char *text);

/* A title about mail to us: held back, blocked, waiting to be read. */
bool bounce_sounds_incoming(const char *title);

/* The mail waits, and is tried again. */
bool bounce_sounds_delayed(const char *title, const char *text);

/* The title of what programs send now and then: logs, summaries, reports, quarantines. */
bool bounce_sounds_periodic(const char *title);

#endif
