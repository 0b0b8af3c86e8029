/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_tags.h - tags no larger than a person's program makes them; inside mail/ only.
 *
 * libxml2 compares the name of each attribute with all before it in the tag, so
 * that a tag with 300,000 of them takes minutes. No program writes a tenth of
 * HTML_MAX_ATTRIBUTES; what stands behind them in a tag is left out before
 * anything is parsed. Values, however long, stay as they are.
 */
#ifndef MAIL_HTML_TAGS_H
#define MAIL_HTML_TAGS_H

#include "base/arena.h"

#define HTML_MAX_ATTRIBUTES 200 /* of one tag */

/* html itself where there is nothing to leave out, else a copy; *len becomes its length. */
const char *html_tags_bound(struct arena *a, const char *html, size_t *len);

#endif
