/* SPDX-License-Identifier: GPL-2.0-or-later */
/* signature.h - what stands in a letter and was not written for it.
 *
 * Signatures after "-- ", what phones and mail programs add ("Sent from my
 * phone"), disclaimers, footers of lists, and the banner that an
 * organisation's mail server puts on top of mail from outside. All take folded
 * text (fold.h).
 */
#ifndef MAIL_SIGNATURE_H
#define MAIL_SIGNATURE_H

#include "mail/lines.h"

/* "-- " on a line of its own. */
bool signature_delimiter(const struct line *l);

/* "Sent from my phone", "Von meinem iPhone gesendet", "Get the app for ...". */
bool device_footer(const char *folded);

/* The paragraph says that the mail is confidential, was scanned, spares a tree. */
bool disclaimer(const char *folded);

/* "Caution: this e-mail came from outside the organization." */
bool sender_banner(const char *folded);

/* A further line of such a banner: "Do not click links or open attachments." */
bool banner_care(const char *folded);

/* The paragraph is the footer of a mailing list or a newsletter. */
bool list_footer(const char *folded);

#endif
