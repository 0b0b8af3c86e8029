/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flowed.h - paragraphs of format=flowed text put together again (RFC 3676). */
#ifndef MAIL_FLOWED_H
#define MAIL_FLOWED_H

#include "base/arena.h"
#include <stdbool.h>

/* Lines that end in a blank go on in the next one of the same depth of quotation; with delsp
 * that blank is dropped. "-- " stays as it is. */
char *flowed_undo(struct arena *a, const char *text, bool delsp);

#endif
