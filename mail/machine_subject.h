/* SPDX-License-Identifier: GPL-2.0-or-later */
/* machine_subject.h - what a subject tells of machines; inside mail/ only.
 *
 * Subjects are folded (fold.h). Phrases are found with and without their accents, which
 * many programs leave out. Each function returns the phrase, or NULL where there is none.
 */
#ifndef MAIL_MACHINE_SUBJECT_H
#define MAIL_MACHINE_SUBJECT_H

#include "base/arena.h"
#include <stdbool.h>

/* "[Automatic reply] x", "x (Auto Response)"; but not "Re: Automatic reply". */
const char *subject_automatic(struct arena *a, const char *subject);

/* "Out of office: x", "Out of office until Monday", "x (OOO)", "Jo Doe is out of the office", where
 * the sender is Jo Doe; but not "Out of office rules". */
const char *subject_absent(struct arena *a, const char *subject, const char *sender);

/* "WORD: x": a program put before x what it has to say. */
bool subject_has_original(const char *subject);

/* "Re: x", "AW: x": as programs for persons begin an answer. */
bool subject_is_answer(const char *subject);

/* It begins with the name of an absence, however it goes on. */
const char *subject_begins_absent(struct arena *a, const char *subject);

/* "We have received your message". */
const char *subject_received(struct arena *a, const char *subject);

#endif
