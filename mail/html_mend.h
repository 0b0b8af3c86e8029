/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_mend.h - what browsers forgive and libxml2 does not, mended before it reads (inside mail/).
 *
 * Word's <![if ...]> and <![endif]> go. Numeric references mean what they mean in browsers: 128 to
 * 159 are those of windows-1252, and impossible ones U+FFFD. A named one of Latin-1 may lack its
 * semicolon. Where a document ends and something
 * follows, a line ends. Linear.
 */
#ifndef MAIL_HTML_MEND_H
#define MAIL_HTML_MEND_H

#include <stddef.h>

/* A copy to be freed with g_free; *len becomes its length. */
char *html_mend(const char *html, size_t *len);

#endif
