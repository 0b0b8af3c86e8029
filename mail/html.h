/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.h - HTML mail as lines of text that know how deep they are quoted.
 *
 * Block elements break lines, scripts, styles and what is hidden go, blanks
 * collapse. What the elements say about quotation becomes the depth and the
 * hints of the lines (lines.h): blockquotes that quote, the containers of
 * Gmail, Outlook, Yahoo, Thunderbird, Apple Mail, Proton and others, drawn
 * rules, signatures. Tolerant: libxml2's HTML parser as a stream of events;
 * nesting deeper than HTML_MAX_DEPTH is read as text without its elements.
 * Nothing is ever loaded.
 */
#ifndef MAIL_HTML_H
#define MAIL_HTML_H

#include "mail/lines.h"

#define HTML_MAX_DEPTH 400

void html_lines(struct arena *a, const char *html, size_t len, struct lines *out);

/* The same as one text with LF lines, quoted ones marked with '>'. */
char *html_text(struct arena *a, const char *html, size_t len);

#endif
