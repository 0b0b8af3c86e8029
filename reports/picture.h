/* SPDX-License-Identifier: GPL-2.0-or-later */
/* picture.h - the figures of twelve months as bars.
 *
 * A bar a month, its parts from below: answered at the first attempt, at the
 * second, later or after a hand-over, not at all, still waited for. The parts differ in
 * lightness and the darkest is who was not reached, so that it can be read in
 * grey and small. Needs a font.
 */
#ifndef REPORTS_PICTURE_H
#define REPORTS_PICTURE_H

#include "reports/figures.h"

#define PICTURE_WIDTH 760 /* it is drawn twice as large, for sharp screens */

enum picture_format { PICTURE_PNG, PICTURE_SVG };

#define PICTURE_MAX_BYTES ((size_t)4 * 1024 * 1024)

/* -1 with e. The same figures give the same bytes. */
int picture_draw(const struct figures *f, enum picture_format format, struct buf *out,
                 struct err *e);

/* The last month in words, for who can't see it. */
const char *picture_words(struct arena *a, const struct figures *f);
/* All of it as a table of lines, from the first month that has something to tell. */
const char *picture_figures(struct arena *a, const struct figures *f);

#endif
