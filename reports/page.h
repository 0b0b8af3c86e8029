/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.h - how a programme's month went, as one HTML page to look at or to keep.
 *
 * The figures of twelve months as bars, and every mentor's month as a line of days (ladders.h).
 * The page is one file: no script, nothing from elsewhere; light or dark as its reader likes,
 * narrow or wide. tests/looks/page.test looks at it in Chromium.
 */
#ifndef REPORTS_PAGE_H
#define REPORTS_PAGE_H

#include "reports/figures.h"

/* The last month of the figures. -1: store_error(). */
int page_build(struct store *s, struct arena *a, const struct figures *f, struct buf *out);

#endif
